#include "ownership/candidate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <tuple>

#include "ownership/person.h"

namespace nhiscan {
namespace {

constexpr double kOwned = 0.60;
constexpr double kWeaklyOwned = 0.30;
constexpr double kCap = 0.99;
constexpr std::int64_t kTwoYears = std::int64_t{2} * 365 * 86400;

/// All that speaks for one owner.
struct Contender {
  std::string key;
  std::string name;
  std::string kind;
  double confidence = 0;
  PersonStatus status = PersonStatus::unknown;
  std::vector<const OwnerCandidate*> candidates;
  std::vector<Evidence> adjustments;
};

double rounded(double confidence) { return std::round(confidence * 100) / 100; }

/// Introducer, trailer and blame are one source: the history.
OwnerSource family(OwnerSource source) {
  return source == OwnerSource::trailer || source == OwnerSource::blame ? OwnerSource::introducer
                                                                        : source;
}

bool sources_agree(const Contender& contender) {
  const OwnerSource first = family(contender.candidates.front()->source);
  return std::any_of(contender.candidates.begin(), contender.candidates.end(),
                     [&](const OwnerCandidate* one) { return family(one->source) != first; });
}

bool is_old(const Contender& contender, std::int64_t now) {
  return std::all_of(
      contender.candidates.begin(), contender.candidates.end(),
      [&](const OwnerCandidate* one) { return one->date && *one->date < now - kTwoYears; });
}

PersonStatus status_of(const Contender& contender) {
  PersonStatus status = PersonStatus::unknown;
  for (const OwnerCandidate* one : contender.candidates)
    status = std::max(status, one->status);
  return status;
}

void adjust(Contender& contender, std::int64_t now) {
  const auto change = [&](double by, const char* why) {
    contender.confidence += by;
    contender.adjustments.push_back({"adjustment", why});
  };
  contender.status = status_of(contender);
  if (sources_agree(contender)) change(0.10, "independent sources agree: +0.10");
  if (contender.status == PersonStatus::inactive) change(-0.20, "no commit for 180 days: -0.20");
  if (is_old(contender, now)) change(-0.10, "all evidence is older than two years: -0.10");
  if (contender.status == PersonStatus::departed)
    change(-contender.confidence, "listed as emeritus: 0");
  contender.confidence = rounded(std::clamp(contender.confidence, 0.0, kCap));
}

std::vector<Contender> contenders(const std::vector<OwnerCandidate>& candidates, std::int64_t now) {
  std::vector<Contender> all;
  for (const OwnerCandidate& candidate : candidates) {
    const std::string key = owner_key(candidate.name, candidate.kind);
    auto known =
        std::find_if(all.begin(), all.end(), [&](const Contender& one) { return one.key == key; });
    if (known == all.end()) known = all.insert(all.end(), Contender{key, "", "", -1, {}, {}, {}});
    known->candidates.push_back(&candidate);
    if (candidate.confidence <= known->confidence) continue;
    known->name = candidate.name;
    known->kind = candidate.kind;
    known->confidence = candidate.confidence;
  }
  for (Contender& one : all)
    adjust(one, now);
  return all;
}

int kind_order(const std::string& kind) { return kind == "team" ? 0 : kind == "person" ? 1 : 2; }

bool is_better(const Contender& left, const Contender& right) {
  const auto order = [](const Contender& one) {
    const bool answers = one.kind != "service" && one.confidence >= kWeaklyOwned;
    return std::make_tuple(!answers, -one.confidence, kind_order(one.kind));
  };
  return order(left) < order(right);
}

/// Every person is gone and no team remains.
bool is_orphaned(const std::vector<Contender>& all) {
  const auto remains = [](const Contender& one) {
    if (one.kind == "service" || (one.confidence < kWeaklyOwned && one.kind != "person"))
      return false;
    return one.status == PersonStatus::active || one.status == PersonStatus::unknown;
  };
  const auto is_gone = [](const Contender& one) {
    return one.status == PersonStatus::inactive || one.status == PersonStatus::departed;
  };
  return std::none_of(all.begin(), all.end(), remains) &&
         std::any_of(all.begin(), all.end(), is_gone);
}

OwnerVerdict verdict_of(const std::vector<Contender>& all) {
  if (is_orphaned(all)) return OwnerVerdict::orphaned;
  const Contender& best = all.front();
  if (best.confidence < kWeaklyOwned) return OwnerVerdict::unowned;
  const bool answers = best.kind != "service" && best.status != PersonStatus::inactive;
  return answers && best.confidence >= kOwned ? OwnerVerdict::owned : OwnerVerdict::weakly_owned;
}

void add_evidence(Owner& owner, const Contender& best) {
  std::vector<const OwnerCandidate*> sorted = best.candidates;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const OwnerCandidate* left, const OwnerCandidate* right) {
                     return left->confidence > right->confidence;
                   });
  for (const OwnerCandidate* one : sorted) {
    Evidence evidence{one->place, evidence_detail(*one)};
    const bool is_known =
        std::find(owner.evidence.begin(), owner.evidence.end(), evidence) != owner.evidence.end();
    if (!is_known) owner.evidence.push_back(std::move(evidence));
  }
  owner.evidence.insert(owner.evidence.end(), best.adjustments.begin(), best.adjustments.end());
}

}  // namespace

std::string evidence_detail(const OwnerCandidate& candidate) {
  std::array<char, 16> number{};
  std::snprintf(number.data(), number.size(), " (%.2f)", candidate.confidence);
  return candidate.what + " -> " + candidate.name + number.data();
}

Owner choose_owner(const std::vector<OwnerCandidate>& candidates, std::int64_t now,
                   const std::vector<Evidence>& notes) {
  Owner owner;
  std::vector<Contender> all = contenders(candidates, now);
  if (!all.empty()) {
    std::stable_sort(all.begin(), all.end(), is_better);
    const Contender& best = all.front();
    owner.name = best.name;
    owner.kind = best.kind;
    owner.confidence = best.confidence;
    owner.verdict = verdict_of(all);
    add_evidence(owner, best);
    for (std::size_t i = 1; i < all.size(); ++i)
      owner.alternates.push_back(all[i].name);
  }
  owner.evidence.insert(owner.evidence.end(), notes.begin(), notes.end());
  return owner;
}

}  // namespace nhiscan

// Candidates are gathered while Hyperscan runs and confirmed in batches: confirming inside the
// callback would leave its tables cold.
#include "detection/matcher.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "detection/prose.h"
#include "detection/requirements.h"
#include "detection/spots.h"
#include "detection/spotted.h"
#include "detection/suppress.h"

namespace nhiscan {
namespace {

constexpr std::size_t kCandidatesPerBatch = 256UL * 1024;
constexpr std::size_t kGatheredPerBatch = 1024UL * 1024;

struct Gathering {
  const RuleSet& rules;
  std::size_t first_rule;
  std::vector<Candidate>& out;
};

}  // namespace

struct Matcher::Scan {
  Matcher& matcher;
  std::string_view text;
  std::string_view path;
  std::size_t begin = 0;  // of the part that Hyperscan sees
  std::size_t first_rule = 0;
  Detected found;
};

Matcher::Matcher(const RuleSet& rules, Detail detail)
    : rules_(rules), detail_(detail), confirmers_(rules) {
  hs_scratch_t* scratch = nullptr;
  for (const RuleSet::Image& image : rules.images())
    for (const hs_database_t* database : {image.plain.get(), image.spotted.get()})
      if (database != nullptr && hs_alloc_scratch(database, &scratch) != HS_SUCCESS)
        throw std::bad_alloc();
  scratch_.reset(scratch);
  for (const auto& rule : rules.rules()) {
    if (!rule->spotted) continue;
    const auto [back, ahead] = candidate_bytes(*rule);
    around_spots_.back = std::max(around_spots_.back, ahead + rule->anchor_width + 1);
    around_spots_.ahead = std::max(around_spots_.ahead, back + 1);
  }
}

Confirmer& Matcher::confirmer(std::size_t rule) {
  Confirmer& confirmer = confirmers_.of(rule);
  if (std::ranges::find(used_, rule) == used_.end()) {
    confirmer.begin_document(most_matches_);
    used_.push_back(rule);
  }
  return confirmer;
}

int Matcher::on_anchor(unsigned id, unsigned long long /*from*/, unsigned long long to,
                       unsigned /*flags*/, void* context) noexcept {
  auto& scan = *static_cast<Scan*>(context);
  const std::size_t rule = scan.first_rule + id;
  if (!scan.matcher.rules_.enabled(rule)) return 0;
  scan.matcher.candidates_.push_back({static_cast<std::uint32_t>(rule), scan.begin + to});
  return scan.matcher.candidates_.size() < kCandidatesPerBatch ? 0 : 1;
}

int Matcher::gather_anchor(unsigned id, unsigned long long /*from*/, unsigned long long to,
                           unsigned /*flags*/, void* context) noexcept {
  auto& gathering = *static_cast<Gathering*>(context);
  const std::size_t rule = gathering.first_rule + id;
  if (gathering.rules.enabled(rule))
    gathering.out.push_back({static_cast<std::uint32_t>(rule), to});
  return 0;
}

void Matcher::gather(const RuleSet::Image& image, const SharedDatabase& database,
                     std::string_view text, std::vector<Candidate>& out) {
  if (!database) return;
  Gathering gathering{rules_, image.first, out};
  if (hs_scan(database.get(), text.data(), static_cast<unsigned>(text.size()), 0, scratch_.get(),
              gather_anchor, &gathering) != HS_SUCCESS)
    throw std::runtime_error("hs_scan failed");
}

void Matcher::find_candidates(std::string_view text, std::vector<Candidate>& out) {
  find_plain_candidates(text, out);
  find_spotted_candidates(text, out);
}

void Matcher::find_plain_candidates(std::string_view text, std::vector<Candidate>& out) {
  for (const RuleSet::Image& image : rules_.images())
    gather(image, image.plain, text, out);
}

void Matcher::find_spotted_candidates(std::string_view text, std::vector<Candidate>& out) {
  for_each_gathering(text, [&] { find_gathered(text, out); });
}

/// Calls `use` while `gathered_` holds some of the windows round the text's spots, until it held
/// all.
template <class Use>
void Matcher::for_each_gathering(std::string_view text, Use use) {
  if (around_spots_.back == 0) return;
  windows_.clear();
  add_spot_windows(text, around_spots_.back, around_spots_.ahead, windows_);
  gathered_.clear();
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    gathered_.add(text, windows_[i]);
    const bool last = i + 1 == windows_.size();
    if (!last && gathered_.bytes().size() + windows_[i + 1].size() <= kGatheredPerBatch) continue;
    use();
    gathered_.clear();
  }
}

/// Adds the candidates of spotted rules in `gathered_`, with their places in `text`.
void Matcher::find_gathered(std::string_view text, std::vector<Candidate>& out) {
  in_gathered_.clear();
  for (const RuleSet::Image& image : rules_.images())
    gather(image, image.spotted, gathered_.bytes(), in_gathered_);
  std::ranges::sort(in_gathered_, {}, &Candidate::end);
  const auto anchor_bytes = [&](const Candidate& candidate) {
    return CandidateBytes{rules_.rules()[candidate.rule]->anchor_width + 1, 1};
  };
  gathered_.put_back(in_gathered_, anchor_bytes, [&](const Candidate& candidate) {
    const auto [back, ahead] = candidate_bytes(*rules_.rules()[candidate.rule]);
    const std::size_t begin = candidate.end - std::min<std::size_t>(candidate.end, back);
    if (has_spot(text.substr(begin, candidate.end + ahead - begin))) out.push_back(candidate);
  });
}

void Matcher::judge(Scan& scan, const KnownCandidate& candidate, JudgedCandidate& judged) {
  const auto [rule, end] = candidate.candidate;
  std::vector<Match>& matches = scan.found.matches;
  Confirmer& confirmer = this->confirmer(rule);
  judged.candidate = candidate.candidate;
  if (candidate.known != nullptr && confirmer.may_take(candidate.known->outcome, end)) {
    const JudgedCandidate& known = *candidate.known;
    confirmer.take(known.outcome, end);
    judged.outcome = known.outcome;
    const std::size_t shift = end - known.candidate.end;  // modulo 2^64
    for (const JudgedCandidate::Kept& kept : known.matches) {
      judged.matches.push_back({{kept.span.begin + shift, kept.span.end + shift},
                                {kept.secret.begin + shift, kept.secret.end + shift},
                                kept.storage});
      matches.push_back({rules_.rules()[rule],
                         judged.matches.back().span,
                         judged.matches.back().secret,
                         {},
                         {},
                         kept.storage});
    }
    return;
  }
  const std::size_t before = matches.size();
  judged.outcome = confirmer.confirm(scan.text, scan.path, end, scan.found);
  for (std::size_t i = before; i < matches.size(); ++i)
    judged.matches.push_back({matches[i].span, matches[i].secret, matches[i].storage});
}

Detected Matcher::confirm(std::string_view text, std::string_view path,
                          std::span<const KnownCandidate> candidates,
                          std::vector<JudgedCandidate>& judged) {
  Scan scan{*this, text, path, 0, 0, {}};
  order_.resize(candidates.size());
  std::iota(order_.begin(), order_.end(), 0U);
  std::ranges::sort(order_, {}, [&](std::uint32_t i) { return candidates[i].candidate; });
  judged.resize(candidates.size());
  for (const std::uint32_t i : order_)
    judge(scan, candidates[i], judged[i]);
  return finish(scan);
}

void Matcher::confirm_candidates(Scan& scan) {
  std::ranges::sort(candidates_);
  for (const Candidate& candidate : candidates_)
    confirmer(candidate.rule).confirm(scan.text, scan.path, candidate.end, scan.found);
  candidates_.clear();
}

void Matcher::name_providers(Scan& scan) {
  for (Match& match : scan.found.matches) {
    if (!names_ && !names_nobody(*match.rule)) continue;
    if (!names_) names_.emplace(rules_.rules());
    auto named = names_->name(scan.text, match);
    if (!named) continue;
    match.provider = std::move(named->provider);
    match.provider_basis = std::move(named->basis);
  }
}

Detected Matcher::finish(Scan& scan) {
  Detected& found = scan.found;
  for (const std::size_t rule : used_) {
    const Confirmer& used = confirmers_.of(rule);
    if (used.flood() > 0) found.floods.push_back({used.rule(), used.flood()});
    if (used.gave_up() > 0) found.gave_up.push_back({used.rule(), used.gave_up()});
  }
  used_.clear();
  most_matches_ = Confirmer::kMostMatches;
  drop_unmet(scan.text, found.matches);
  if (found.matches.size() > 1) resolve_overlaps(found.matches);
  const auto allowed = std::erase_if(
      found.matches, [&](const Match& m) { return allowed_by_comment(scan.text, m.secret); });
  found.allowed_inline += allowed;
  if (detail_ == Detail::place) return std::move(found);
  name_providers(scan);
  doubt_prose(found.matches, scan.text, scan.path);
  return std::move(found);
}

void Matcher::scan_plain(Scan& scan, const RuleSet::Image& image) {
  const std::string_view text = scan.text;
  scan.first_rule = image.first;
  scan.begin = 0;
  while (scan.begin < text.size()) {
    const std::size_t size =
        std::min<std::size_t>(text.size() - scan.begin, std::numeric_limits<unsigned>::max());
    const hs_error_t code =
        hs_scan(image.plain.get(), text.data() + scan.begin, static_cast<unsigned>(size), 0,
                scratch_.get(), on_anchor, &scan);
    if (code != HS_SUCCESS && code != HS_SCAN_TERMINATED)
      throw std::runtime_error("hs_scan failed");
    const std::size_t reached = candidates_.empty() ? scan.begin : candidates_.back().end;
    confirm_candidates(scan);
    if (code == HS_SUCCESS) break;
    // Anchors that straddle the place where the batch was full are found again; each confirmer
    // knows what it has had.
    scan.begin = std::max(scan.begin + 1, reached - std::min<std::size_t>(reached, 256));
  }
}

Detected Matcher::scan(std::string_view text, std::string_view path, std::size_t most) {
  most_matches_ = most;
  Scan scan{*this, text, path, 0, 0, {}};
  for (const RuleSet::Image& image : rules_.images())
    if (image.plain) scan_plain(scan, image);
  for_each_gathering(text, [&] {
    find_gathered(text, candidates_);
    confirm_candidates(scan);
  });
  return finish(scan);
}

Detected Matcher::scan_without_anchors(std::string_view text, std::string_view path) {
  Scan scan{*this, text, path, 0, 0, {}};
  for (std::size_t rule = 0; rule < rules_.rules().size(); ++rule)
    if (rules_.enabled(rule)) confirmer(rule).confirm_everywhere(text, path, scan.found);
  return finish(scan);
}

}  // namespace nhiscan

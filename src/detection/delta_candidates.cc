// Whether a rule has a candidate that ends at e depends on the bytes [e - back, e + ahead) and on
// whether the document begins or ends there. Both halves below ask that one question, the
// first of the base's candidates and the second of the document's own, so each candidate comes from
// exactly one of them.
#include "detection/delta_candidates.h"

#include <algorithm>

namespace nhiscan {
namespace {

/// A part of a document, and whether it stands for the document's start and end as well.
struct Part {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool from_start = false;
  bool to_end = false;
};

/// Whether the part holds the bytes `[at - back, at + ahead)`, of which those beyond the document
/// stand for its start and end.
bool holds(const Part& part, std::size_t at, std::size_t back, std::size_t ahead) {
  const bool left = at >= part.begin + back || (part.from_start && at >= part.begin);
  const bool right = at + ahead <= part.end || (part.to_end && at <= part.end);
  return left && right;
}

Part in_base(const CopiedRange& range, const DeltaDocument& document) {
  const std::size_t end = range.base_begin + range.size;
  return {range.base_begin, end, range.begin == 0 && range.base_begin == 0,
          range.begin + range.size == document.text.size() && end == document.base_size};
}

Part in_text(const CopiedRange& range, const DeltaDocument& document) {
  const Part base = in_base(range, document);
  return {range.begin, range.begin + range.size, base.from_start, base.to_end};
}

}  // namespace

DeltaCandidates::DeltaCandidates(const RuleSet& rules) {
  for (const auto& rule : rules.rules()) {
    const CandidateBytes bytes = candidate_bytes(*rule);
    bytes_.push_back(bytes);
    std::size_t& margin = rule->spotted ? spotted_margin_ : plain_margin_;
    margin = std::max({margin, bytes.back + 1, bytes.ahead + 1});
  }
}

/// Gathers what lies round the parts that are not copied.
void DeltaCandidates::gather(const DeltaDocument& document, std::size_t margin) {
  windows_.clear();
  const std::size_t size = document.text.size();
  for_each_gap(document.copied, size, document.base_size,
               [&](std::size_t gap_begin, std::size_t gap_end) {
                 const std::size_t begin = gap_begin - std::min(gap_begin, margin);
                 const std::size_t end = std::min(size, gap_end + margin);
                 if (!windows_.empty() && begin <= windows_.back().end)
                   windows_.back().end = std::max(windows_.back().end, end);
                 else
                   windows_.push_back({begin, end});
               });
  gathered_.clear();
  for (const Span& window : windows_)
    gathered_.add(document.text, window);
}

bool DeltaCandidates::is_inherited(const DeltaDocument& document,
                                   const Candidate& candidate) const {
  // Only the last range that begins before the candidate's end can hold it.
  auto range = std::ranges::lower_bound(document.copied, candidate.end, {}, &CopiedRange::begin);
  if (range == document.copied.begin()) return false;
  --range;
  const auto [back, ahead] = bytes_of(candidate);
  return holds(in_text(*range, document), candidate.end, back, ahead);
}

/// Adds those of `raw_`, found in the gathered text, that are not the base's.
void DeltaCandidates::add_found(const DeltaDocument& document, std::vector<KnownCandidate>& out) {
  std::ranges::sort(raw_, by_end);
  // Near an edge that the document doesn't have, Hyperscan saw a neighbour that isn't one.
  gathered_.put_back(
      raw_, [&](const Candidate& candidate) { return bytes_of(candidate); },
      [&](const Candidate& candidate) {
        if (!is_inherited(document, candidate)) out.push_back({candidate, nullptr});
      });
}

void DeltaCandidates::rescan(const DeltaDocument& document, Matcher& matcher,
                             std::vector<KnownCandidate>& out) {
  gather(document, plain_margin_);
  if (gathered_.empty()) return;
  raw_.clear();
  matcher.find_plain_candidates(gathered_.bytes(), raw_);
  add_found(document, out);
  scanned_ += gathered_.bytes().size();
  if (spotted_margin_ == 0) return;
  gather(document, spotted_margin_);
  raw_.clear();
  matcher.find_spotted_candidates(gathered_.bytes(), raw_);
  add_found(document, out);
}

void DeltaCandidates::inherit(const DeltaDocument& document,
                              std::vector<KnownCandidate>& out) const {
  const auto end_of = [](const JudgedCandidate& judged) { return judged.candidate.end; };
  for (const CopiedRange& range : document.copied) {
    const Part part = in_base(range, document);
    auto judged = std::ranges::lower_bound(document.base_candidates, range.base_begin, {}, end_of);
    for (; judged != document.base_candidates.end() && end_of(*judged) <= part.end; ++judged) {
      const Candidate& candidate = judged->candidate;
      const auto [back, ahead] = bytes_of(candidate);
      if (!holds(part, candidate.end, back, ahead)) continue;
      const bool known = holds(part, candidate.end, judged->outcome.back, judged->outcome.ahead);
      out.push_back({{candidate.rule, candidate.end - range.base_begin + range.begin},
                     known ? &*judged : nullptr});
    }
  }
}

void DeltaCandidates::find(const DeltaDocument& document, Matcher& matcher,
                           std::vector<KnownCandidate>& out) {
  out.clear();
  inherit(document, out);
  rescan(document, matcher, out);
  std::ranges::sort(out, by_end, &KnownCandidate::candidate);
}

}  // namespace nhiscan

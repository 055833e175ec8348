// With w the width of a rule's anchor, whether it ends at e depends on the bytes [e - w - 1, e + 1)
// and on whether the document begins or ends there. Both halves below ask that one question, the
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
    widths_.push_back(rule->anchor_width);
    widest_ = std::max(widest_, rule->anchor_width);
  }
}

void DeltaCandidates::make_windows(const DeltaDocument& document) {
  windows_.clear();
  const std::size_t margin = widest_ + 2;
  const std::size_t size = document.text.size();
  const auto add_gap = [&](std::size_t gap_begin, std::size_t gap_end) {
    const std::size_t begin = gap_begin - std::min(gap_begin, margin);
    const std::size_t end = std::min(size, gap_end + margin);
    if (!windows_.empty() && begin <= windows_.back().end)
      windows_.back().end = std::max(windows_.back().end, end);
    else
      windows_.push_back({begin, end, 0});
  };
  const CopiedRange* last = nullptr;
  for (const CopiedRange& range : document.copied) {
    const bool whole_start = last == nullptr && range.begin == 0 && range.base_begin == 0;
    if (!whole_start) add_gap(last == nullptr ? 0 : last->begin + last->size, range.begin);
    last = &range;
  }
  const bool whole_end = last != nullptr && last->begin + last->size == size &&
                         last->base_begin + last->size == document.base_size;
  if (!whole_end) add_gap(last == nullptr ? 0 : last->begin + last->size, size);
}

bool DeltaCandidates::is_inherited(const DeltaDocument& document,
                                   const Candidate& candidate) const {
  // Only the last range that begins before the candidate's end can hold it.
  auto range = std::ranges::lower_bound(document.copied, candidate.end, {}, &CopiedRange::begin);
  if (range == document.copied.begin()) return false;
  --range;
  return holds(in_text(*range, document), candidate.end, width(candidate) + 1, 1);
}

void DeltaCandidates::rescan(const DeltaDocument& document, Matcher& matcher,
                             std::vector<KnownCandidate>& out) {
  make_windows(document);
  gathered_.clear();
  for (Window& window : windows_) {
    window.gathered = gathered_.size();
    gathered_ += document.text.substr(window.begin, window.end - window.begin);
  }
  if (gathered_.empty()) return;
  raw_.clear();
  matcher.find_candidates(gathered_, raw_);
  scanned_ += gathered_.size();
  std::ranges::sort(raw_, by_end);
  auto window = windows_.begin();
  for (Candidate candidate : raw_) {
    while (window + 1 != windows_.end() && (window + 1)->gathered < candidate.end)
      ++window;
    // Near an edge that the document doesn't have, Hyperscan saw a neighbour that isn't one.
    const Part seen{0, window->end - window->begin, window->begin == 0,
                    window->end == document.text.size()};
    const std::size_t inside = candidate.end - window->gathered;
    if (!holds(seen, inside, width(candidate) + 1, 1)) continue;
    candidate.end = window->begin + inside;
    if (!is_inherited(document, candidate)) out.push_back({candidate, nullptr});
  }
}

void DeltaCandidates::inherit(const DeltaDocument& document,
                              std::vector<KnownCandidate>& out) const {
  const auto end_of = [](const JudgedCandidate& judged) { return judged.candidate.end; };
  for (const CopiedRange& range : document.copied) {
    const Part part = in_base(range, document);
    auto judged = std::ranges::lower_bound(document.base_candidates, range.base_begin, {}, end_of);
    for (; judged != document.base_candidates.end() && end_of(*judged) <= part.end; ++judged) {
      const Candidate& candidate = judged->candidate;
      if (!holds(part, candidate.end, width(candidate) + 1, 1)) continue;
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

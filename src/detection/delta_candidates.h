#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detection/matcher.h"
#include "git/delta.h"

namespace nhiscan {

/// A document of which parts are copied from another one that has been read.
struct DeltaDocument {
  std::string_view text;
  std::size_t base_size = 0;
  std::span<const CopiedRange> copied;  ///< ascending in `text`, contiguous copies joined
  std::span<const JudgedCandidate> base_candidates;  ///< all of the base, sorted by `by_end`
};

/// The order in which candidates are kept for deltas.
inline bool by_end(const Candidate& a, const Candidate& b) {
  return a.end != b.end ? a.end < b.end : a.rule < b.rule;
}

/// Finds a document's candidates at the cost of what its delta adds: exactly those of a scan of the
/// whole text. A candidate whose bytes (its anchor's width and one on either side) lie in one
/// copied range is the base's, moved; the others are looked for in windows round the gaps, all in
/// one scan. Belongs to one thread.
class DeltaCandidates {
 public:
  explicit DeltaCandidates(const RuleSet& rules);

  /// Sorted by `by_end`; known are those whose confirmation looked at copied bytes only.
  void find(const DeltaDocument& document, Matcher& matcher, std::vector<KnownCandidate>& out);

  /// Bytes that Hyperscan was given.
  [[nodiscard]] std::size_t scanned() const { return scanned_; }

 private:
  struct Window {
    std::size_t begin = 0;  // in the document
    std::size_t end = 0;
    std::size_t gathered = 0;  // where it begins in the gathered text
  };

  void make_windows(const DeltaDocument& document);
  void rescan(const DeltaDocument& document, Matcher& matcher, std::vector<KnownCandidate>& out);
  void inherit(const DeltaDocument& document, std::vector<KnownCandidate>& out) const;
  [[nodiscard]] bool is_inherited(const DeltaDocument& document, const Candidate& candidate) const;
  [[nodiscard]] std::size_t width(const Candidate& candidate) const {
    return widths_[candidate.rule];
  }

  std::vector<std::size_t> widths_;  // of the anchors
  std::size_t widest_ = 0;
  std::vector<Window> windows_;
  std::string gathered_;
  std::vector<Candidate> raw_;
  std::size_t scanned_ = 0;
};

}  // namespace nhiscan

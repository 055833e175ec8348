#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detection/gathered_text.h"
#include "detection/matcher.h"
#include "detection/spotted.h"
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
/// whole text. A candidate whose bytes (`candidate_bytes` of its rule) lie in one copied range is
/// the base's, moved; the others are looked for in windows round the gaps, all in one scan. Belongs
/// to one thread.
class DeltaCandidates {
 public:
  explicit DeltaCandidates(const RuleSet& rules);

  /// Sorted by `by_end`; known are those whose confirmation looked at copied bytes only.
  void find(const DeltaDocument& document, Matcher& matcher, std::vector<KnownCandidate>& out);

  /// Bytes that Hyperscan was given.
  [[nodiscard]] std::size_t scanned() const { return scanned_; }

 private:
  void gather(const DeltaDocument& document, std::size_t margin);
  void add_found(const DeltaDocument& document, std::vector<KnownCandidate>& out);
  void rescan(const DeltaDocument& document, Matcher& matcher, std::vector<KnownCandidate>& out);
  void inherit(const DeltaDocument& document, std::vector<KnownCandidate>& out) const;
  [[nodiscard]] bool is_inherited(const DeltaDocument& document, const Candidate& candidate) const;
  [[nodiscard]] CandidateBytes bytes_of(const Candidate& candidate) const {
    return bytes_[candidate.rule];
  }

  std::vector<CandidateBytes> bytes_;
  std::size_t plain_margin_ = 0;    // the most of them on either side
  std::size_t spotted_margin_ = 0;  // 0: no rule is spotted
  std::vector<Span> windows_;
  GatheredText gathered_;
  std::vector<Candidate> raw_;
  std::size_t scanned_ = 0;
};

}  // namespace nhiscan

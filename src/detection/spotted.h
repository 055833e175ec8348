#pragma once

#include <cstddef>
#include <span>

#include "nhiscan/rule.h"

// Rules whose matches show a spot (spots.h) soon after they begin are spotted: their anchors are
// looked for only near spots, which a twentieth of ordinary text is, and a match without one
// doesn't count.
namespace nhiscan {

/// A spotted rule's match has a spot within its first so many bytes.
inline constexpr std::size_t kSpotWithin = 128;

/// How many bytes around the place where an anchor ends decide whether there is a candidate.
struct CandidateBytes {
  std::size_t back = 0;
  std::size_t ahead = 0;
};

/// Of a prepared rule.
[[nodiscard]] CandidateBytes candidate_bytes(const Rule& rule);

/// The most that `candidate_bytes` gives for a spotted rule.
inline constexpr CandidateBytes kMostCandidateBytes{110, 230};

/// Sets `spotted` of the prepared rules of which at most one made-up match in a hundred and fifty
/// has no spot: so seldom is a real credential missed for that.
void mark_spotted(std::span<Rule> rules);

}  // namespace nhiscan

#include "detection/spotted.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "detection/pattern_sample.h"
#include "detection/spots.h"

namespace nhiscan {
namespace {

constexpr std::uint64_t kSamplesOfEach = 150;
constexpr int kMostMisses = 1;  // of each kind

/// Whether enough of the matches that repeat so have a spot.
bool shows_spots(std::string_view pattern, Repeats repeats) {
  int misses = 0;
  for (std::uint64_t seed = 0; seed < kSamplesOfEach; ++seed) {
    const auto sample = sample_of(pattern, repeats, seed);
    if (!sample) return false;
    if (!has_spot(std::string_view(*sample).substr(0, kSpotWithin)) && ++misses > kMostMisses)
      return false;
  }
  return true;
}

bool can_be_spotted(const Rule& rule) {
  if (rule.whole_document || rule.utf8) return false;
  const CandidateBytes bytes = candidate_bytes(rule);
  if (bytes.back > kMostCandidateBytes.back || bytes.ahead > kMostCandidateBytes.ahead)
    return false;
  constexpr auto kAll = std::to_array({Repeats::fewest, Repeats::any, Repeats::most});
  return std::ranges::all_of(kAll,
                             [&](Repeats repeats) { return shows_spots(rule.pattern, repeats); });
}

}  // namespace

CandidateBytes candidate_bytes(const Rule& rule) {
  // The anchor, and what stands beside it.
  CandidateBytes bytes{rule.anchor_width + 1, 1};
  if (!rule.spotted) return bytes;
  // A match, of which the spot is a part.
  const std::size_t before_match = rule.lead + (rule.reach > 0 ? 0 : rule.anchor_width);
  return {std::max(bytes.back, before_match), rule.reach + kSpotWithin};
}

void mark_spotted(std::span<Rule> rules) {
  for (Rule& rule : rules) {
    rule.spotted = true;
    rule.spotted = can_be_spotted(rule);
  }
}

}  // namespace nhiscan

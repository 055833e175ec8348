#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "nhiscan/result.h"
#include "wrap/hyperscan.h"

namespace nhiscan {

struct AnchorInfo {
  std::size_t min_width = 0;  ///< bytes
  std::size_t max_width = 0;  ///< bytes; meaningless unless bounded
  bool bounded = false;
  unsigned flags = 0;  ///< Hyperscan's: a prefilter where it can't express the anchor exactly
};

/// What Hyperscan says of one expression; fails with its message when it can't be compiled even as
/// a prefilter.
Result<AnchorInfo> anchor_info(const std::string& anchor);

/// Which processors a database runs on. Debian's Hyperscan needs SSSE3 for `generic`.
enum class Cpu : std::uint8_t { generic, avx2 };

/// What Hyperscan is to find, and the id that it gives for it.
struct Anchor {
  std::string expression;
  unsigned id = 0;
};

/// One block-mode database; null for no anchors.
Result<HsDatabase> compile_anchors(std::span<const Anchor> anchors, Cpu cpu);

/// The best that this processor runs.
Cpu host_cpu();

}  // namespace nhiscan

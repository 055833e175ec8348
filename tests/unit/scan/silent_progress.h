#pragma once

#include <cstdint>

#include "scan/scan.h"

namespace nhiscan {

class SilentProgress final : public ScanProgress {
 public:
  void advance(std::uint64_t /*files*/, std::uint64_t /*bytes*/) noexcept override {}
  bool stop() noexcept override { return false; }
};

}  // namespace nhiscan

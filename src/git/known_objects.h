#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace nhiscan {

/// Objects of a store that were read before, by its numbers.
class KnownObjects {
 public:
  KnownObjects() = default;
  /// All objects of the first `packs` packs are among `objects`.
  KnownObjects(std::uint32_t packs, std::vector<bool> objects)
      : packs_(packs), objects_(std::move(objects)) {}

  [[nodiscard]] bool has_pack(std::uint32_t pack) const { return pack < packs_; }
  [[nodiscard]] bool holds(std::uint32_t number) const {
    return number < objects_.size() && objects_[number];
  }

 private:
  std::uint32_t packs_ = 0;
  std::vector<bool> objects_;
};

}  // namespace nhiscan

#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace nhiscan {

/// Bytes by which a text is read: asking costs one look-up.
class ByteSet {
 public:
  constexpr explicit ByteSet(std::string_view bytes) {
    for (const char c : bytes)
      holds_[static_cast<unsigned char>(c)] = true;
  }

  /// With the ASCII letters and digits.
  static constexpr ByteSet alphanumeric(std::string_view more) {
    ByteSet set(more);
    for (std::size_t c = 0; c < set.holds_.size(); ++c)
      if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
        set.holds_[c] = true;
    return set;
  }

  /// With the bytes of UTF-8 that aren't ASCII.
  constexpr ByteSet with_high() const {
    ByteSet set = *this;
    for (std::size_t c = 0x80; c < set.holds_.size(); ++c)
      set.holds_[c] = true;
    return set;
  }

  [[nodiscard]] constexpr bool has(char c) const { return holds_[static_cast<unsigned char>(c)]; }

 private:
  std::array<bool, 256> holds_{};
};

}  // namespace nhiscan

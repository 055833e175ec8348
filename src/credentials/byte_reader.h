#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace nhiscan {

/// Takes big-endian numbers and byte strings off the front of foreign bytes. What isn't there is
/// nothing, and takes nothing.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  /// A number of `size` bytes, at most 8.
  std::optional<std::uint64_t> number(std::size_t size) {
    const auto taken = bytes(size);
    if (!taken || size > 8) return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : *taken)
      value = (value << 8) | static_cast<std::uint8_t>(c);
    return value;
  }

  std::optional<std::string_view> bytes(std::size_t size) {
    if (size > rest_.size()) return std::nullopt;
    const auto taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  /// A string with a length of four bytes in front (RFC 4251, section 5).
  std::optional<std::string_view> string() {
    const auto size = number(4);
    return size ? bytes(*size) : std::nullopt;
  }

  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace nhiscan

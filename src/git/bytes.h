#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace nhiscan {

/// Owned bytes that start out unset, unlike a string's.
class Bytes {
 public:
  Bytes() = default;
  explicit Bytes(std::size_t size) : data_(new char[size]), size_(size) {}

  [[nodiscard]] char* data() { return data_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::string_view view() const { return {data_.get(), size_}; }

 private:
  std::unique_ptr<char[]> data_;  // NOLINT(modernize-avoid-c-arrays): a vector would zero it
  std::size_t size_ = 0;
};

/// The big-endian number of four bytes at `at`.
inline std::uint32_t big_endian_32(const char* at) {
  std::uint32_t value = 0;
  std::memcpy(&value, at, sizeof value);
  return std::endian::native == std::endian::little ? __builtin_bswap32(value) : value;
}

/// The big-endian number of eight bytes at `at`.
inline std::uint64_t big_endian_64(const char* at) {
  return std::uint64_t{big_endian_32(at)} << 32U | big_endian_32(at + 4);
}

}  // namespace nhiscan

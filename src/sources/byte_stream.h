#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "nhiscan/result.h"

namespace nhiscan {

/// Bytes that are read in order, and from any place where they can be.
class ByteStream {
 public:
  ByteStream() = default;
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;
  virtual ~ByteStream() = default;

  /// Fills `out` as far as there is more; 0 at the end.
  virtual Result<std::size_t> read(char* out, std::size_t size) = 0;

  /// Reads from `offset` on; false where it can only be read in order.
  virtual bool seek(std::uint64_t /*offset*/) { return false; }

  /// Of one that can be read from any place.
  [[nodiscard]] virtual std::optional<std::uint64_t> size() const { return std::nullopt; }

  /// All of it, where it lies in memory.
  [[nodiscard]] virtual std::optional<std::string_view> whole() const { return std::nullopt; }
};

/// Bytes in memory, which must outlive it.
class MemoryStream final : public ByteStream {
 public:
  explicit MemoryStream(std::string_view bytes) : bytes_(bytes) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    const std::size_t count = std::min(size, bytes_.size() - at_);
    if (count > 0) std::memcpy(out, bytes_.data() + at_, count);
    at_ += count;
    return count;
  }
  bool seek(std::uint64_t offset) override {
    if (offset > bytes_.size()) return false;
    at_ = static_cast<std::size_t>(offset);
    return true;
  }
  [[nodiscard]] std::optional<std::uint64_t> size() const override { return bytes_.size(); }
  [[nodiscard]] std::optional<std::string_view> whole() const override { return bytes_; }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

}  // namespace nhiscan

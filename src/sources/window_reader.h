#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "nhiscan/result.h"
#include "sources/source.h"

namespace nhiscan {

/// Bytes that keep their capacity from blob to blob. Belongs to one thread.
class Buffer {
 public:
  char* data() { return bytes_.get(); }
  [[nodiscard]] std::size_t capacity() const { return capacity_; }
  /// Keeps the first `used` bytes.
  void grow(std::size_t capacity, std::size_t used);

 private:
  std::unique_ptr<char[]> bytes_;  // NOLINT(modernize-avoid-c-arrays): not zeroed, unlike a vector
  std::size_t capacity_ = 0;
};

/// A part of a blob; the whole of it where it fits.
struct Window {
  std::string_view text;
  std::uint64_t offset = 0;  ///< of `text` in the blob
  bool last = true;
};

/// Reads a blob in windows that overlap. A file is read with `read`, as one that is cut off under a
/// map would kill the process.
class WindowReader {
 public:
  /// Windows are at most `window_size` bytes. Fails with the reason when the blob can't be opened.
  static Result<WindowReader> open(const BlobRef& blob, Buffer& buffer, std::size_t window_size);

  /// A blob that is in memory, in one window; `bytes` must outlive the reader.
  static WindowReader of(std::string_view bytes, Buffer& buffer);

  /// Of a stream that must outlive the reader.
  static WindowReader of(ByteStream& stream, Buffer& buffer, std::size_t window_size);

  /// The next window, which begins with the last `overlap` bytes of the one before. Nothing at the
  /// end. Fails on a read error.
  Result<std::optional<Window>> next(std::size_t overlap);

  /// The size that the file system gives; nothing for a stream.
  [[nodiscard]] std::optional<std::uint64_t> size() const;

  /// The whole blob again, in place of further windows; only right after its first window, which
  /// must outlive it, as must the reader.
  std::unique_ptr<ByteStream> from_start(const Window& first);

 private:
  class Descriptor {
   public:
    enum class Owned : std::uint8_t { yes, no };
    Descriptor(int number, Owned owned) : number_(number), owned_(owned) {}
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&&) = delete;
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();
    [[nodiscard]] int number() const { return number_; }

   private:
    int number_;
    Owned owned_;
  };

  class Rest;

  WindowReader(Descriptor descriptor, Buffer& buffer, std::size_t window_size);
  Status fill();
  Result<std::size_t> read_some(char* out, std::size_t size);

  Descriptor descriptor_;
  std::optional<std::string_view> memory_;  // of a blob that is in memory
  ByteStream* stream_ = nullptr;
  Buffer* buffer_;
  std::size_t window_size_;
  std::size_t used_ = 0;      // bytes in the buffer
  std::uint64_t offset_ = 0;  // of the buffer in the blob
  bool regular_ = true;       // a short read is its end
  bool at_end_ = false;
  bool started_ = false;
};

}  // namespace nhiscan

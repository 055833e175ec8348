#include "sources/window_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/system_error.h"

namespace nhiscan {
namespace {

constexpr std::size_t kFirstRead = 64UL * 1024;

}  // namespace

void Buffer::grow(std::size_t capacity, std::size_t used) {
  if (capacity <= capacity_) return;
  std::unique_ptr<char[]> bytes(new char[capacity]);  // NOLINT(modernize-avoid-c-arrays)
  if (used > 0) std::memcpy(bytes.get(), bytes_.get(), used);
  bytes_ = std::move(bytes);
  capacity_ = capacity;
}

WindowReader::Descriptor::Descriptor(Descriptor&& other) noexcept
    : number_(std::exchange(other.number_, -1)), owned_(other.owned_) {}

WindowReader::Descriptor::~Descriptor() {
  if (owned_ == Owned::yes && number_ >= 0) close(number_);
}

WindowReader::WindowReader(Descriptor descriptor, Buffer& buffer, std::size_t window_size)
    : descriptor_(std::move(descriptor)), buffer_(&buffer), window_size_(window_size) {}

Result<WindowReader> WindowReader::open(const BlobRef& blob, Buffer& buffer,
                                        std::size_t window_size) {
  using Owned = Descriptor::Owned;
  if (blob.bytes) return of(*blob.bytes, buffer);
  if (blob.stream) {
    WindowReader reader(Descriptor(-1, Owned::no), buffer, window_size);
    reader.stream_ = blob.stream.get();
    reader.regular_ = false;
    return reader;
  }
  if (blob.descriptor >= 0) {
    WindowReader reader(Descriptor(blob.descriptor, Owned::no), buffer, window_size);
    reader.regular_ = false;
    return reader;
  }
  // Not blocking, in case a pipe has taken the file's place since it was listed.
  const int flags =
      O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (blob.directory ? O_NOFOLLOW : 0);
  const int number =
      openat(blob.directory ? blob.directory->descriptor() : AT_FDCWD, blob.name.c_str(), flags);
  if (number < 0) return Error{describe_error(errno)};
  return WindowReader(Descriptor(number, Owned::yes), buffer, window_size);
}

WindowReader WindowReader::of(std::string_view bytes, Buffer& buffer) {
  WindowReader reader(Descriptor(-1, Descriptor::Owned::no), buffer, bytes.size());
  reader.memory_ = bytes;
  return reader;
}

WindowReader WindowReader::of(ByteStream& stream, Buffer& buffer, std::size_t window_size) {
  if (const auto whole = stream.whole()) return of(*whole, buffer);
  WindowReader reader(Descriptor(-1, Descriptor::Owned::no), buffer, window_size);
  reader.stream_ = &stream;
  reader.regular_ = false;
  return reader;
}

/// What was read into the first window, then what the reader reads; a file also from any place.
class WindowReader::Rest final : public ByteStream {
 public:
  Rest(WindowReader& reader, std::string_view first) : reader_(reader), first_(first) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    if (at_ < first_.size()) {
      const std::size_t count = std::min<std::size_t>(size, first_.size() - at_);
      std::memcpy(out, first_.data() + at_, count);
      at_ += count;
      return count;
    }
    if (reader_.at_end_) return std::size_t{0};
    if (!seekable()) return reader_.read_some(out, size);
    const ssize_t got = pread(reader_.descriptor_.number(), out, size, static_cast<off_t>(at_));
    if (got < 0) return Error{describe_error(errno)};
    at_ += static_cast<std::uint64_t>(got);
    return static_cast<std::size_t>(got);
  }

  bool seek(std::uint64_t offset) override {
    if (!seekable()) return false;
    at_ = offset;
    return true;
  }

  [[nodiscard]] std::optional<std::uint64_t> size() const override {
    return seekable() ? reader_.size() : std::nullopt;
  }

  [[nodiscard]] std::optional<std::string_view> whole() const override {
    return reader_.at_end_ ? std::optional(first_) : std::nullopt;
  }

 private:
  [[nodiscard]] bool seekable() const { return reader_.regular_ && reader_.size().has_value(); }

  WindowReader& reader_;
  std::string_view first_;
  std::uint64_t at_ = 0;
};

std::unique_ptr<ByteStream> WindowReader::from_start(const Window& first) {
  if (first.last) return std::make_unique<MemoryStream>(first.text);
  return std::make_unique<Rest>(*this, first.text);
}

std::optional<std::uint64_t> WindowReader::size() const {
  if (memory_) return memory_->size();
  if (stream_ != nullptr) return stream_->size();
  struct stat status {};
  if (fstat(descriptor_.number(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  return static_cast<std::uint64_t>(status.st_size);
}

Result<std::size_t> WindowReader::read_some(char* out, std::size_t size) {
  if (stream_ != nullptr) return stream_->read(out, size);
  while (true) {
    const ssize_t got = read(descriptor_.number(), out, size);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return Error{describe_error(errno)};
  }
}

Status WindowReader::fill() {
  buffer_->grow(std::min(kFirstRead, window_size_), used_);
  while (!at_end_) {
    if (used_ == buffer_->capacity() || used_ == window_size_) {
      if (used_ >= window_size_) return Done{};
      buffer_->grow(std::min(window_size_, buffer_->capacity() * 4), used_);
    }
    const std::size_t wanted = std::min(buffer_->capacity(), window_size_) - used_;
    const auto got = read_some(buffer_->data() + used_, wanted);
    if (!got) return got.error();
    used_ += *got;
    at_end_ = *got == 0 || (regular_ && *got < wanted);
  }
  return Done{};
}

Result<std::optional<Window>> WindowReader::next(std::size_t overlap) {
  if (memory_) {
    if (std::exchange(started_, true)) return std::optional<Window>();
    return std::optional(Window{*memory_, 0, true});
  }
  if (std::exchange(started_, true)) {
    if (at_end_) return std::optional<Window>();
    const std::size_t kept = std::min(overlap, used_);
    std::memmove(buffer_->data(), buffer_->data() + used_ - kept, kept);
    offset_ += used_ - kept;
    used_ = kept;
  }
  if (const Status filled = fill(); !filled) return filled.error();
  return std::optional(Window{{buffer_->data(), used_}, offset_, at_end_});
}

}  // namespace nhiscan

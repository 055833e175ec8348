#include "git/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/system_error.h"

namespace nhiscan {
namespace {

class OpenFile {
 public:
  explicit OpenFile(const std::string& path)
      : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (number_ >= 0) ::close(number_);
  }

  /// Its size; Error unless it is a regular file.
  [[nodiscard]] Result<std::size_t> size() const {
    struct stat status {};
    if (number_ < 0 || fstat(number_, &status) != 0) return Error{describe_error(errno)};
    if (!S_ISREG(status.st_mode)) return Error{"not a regular file"};
    return static_cast<std::size_t>(status.st_size);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

Result<MappedFile> MappedFile::open(const std::string& path) {
  const OpenFile file(path);
  const auto size = file.size();
  if (!size) return size.error().within(path);
  if (*size == 0) return MappedFile({});
  void* at = mmap(nullptr, *size, PROT_READ, MAP_PRIVATE, file.number(), 0);
  if (at == MAP_FAILED) return Error{path + ": " + describe_error(errno)};
  return MappedFile({static_cast<const char*>(at), *size});
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

Result<std::string> read_small_file(const std::string& path, std::size_t limit) {
  const OpenFile file(path);
  const auto size = file.size();
  if (!size) return size.error().within(path);
  if (*size > limit) return Error{path + ": larger than " + std::to_string(limit) + " bytes"};
  std::string text(*size, '\0');
  std::size_t used = 0;
  while (used < text.size()) {
    const ssize_t got = read(file.number(), text.data() + used, text.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Error{path + ": " + describe_error(errno)};
    if (got == 0) break;
    used += static_cast<std::size_t>(got);
  }
  text.resize(used);
  return text;
}

}  // namespace nhiscan

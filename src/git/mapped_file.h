#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "nhiscan/result.h"

namespace nhiscan {

/// A file in the address space, read only. For files that git writes once and replaces by renaming
/// (packs and indexes): one that is cut off in place would kill the process.
class MappedFile {
 public:
  /// Fails with the system's reason. An empty file is an empty view.
  static Result<MappedFile> open(const std::string& path);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::string_view bytes) : bytes_(bytes) {}

  std::string_view bytes_;
};

/// The whole of a small file. Fails with the system's reason, or when it is larger than `limit`
/// bytes.
Result<std::string> read_small_file(const std::string& path, std::size_t limit);

}  // namespace nhiscan

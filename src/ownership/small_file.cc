#include "ownership/small_file.h"

#include <filesystem>
#include <fstream>
#include <system_error>

namespace nhiscan {
namespace fs = std::filesystem;

std::optional<std::string> read_plain_file(const std::string& path, std::size_t max_bytes) {
  std::error_code error;
  if (!fs::is_regular_file(fs::symlink_status(path, error))) return std::nullopt;
  const auto size = fs::file_size(path, error);
  if (error || size > max_bytes) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::string bytes(static_cast<std::size_t>(size), '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

}  // namespace nhiscan

#include "decoders/binary.h"

#include <algorithm>
#include <array>
#include <string>

namespace nhiscan {
namespace {

constexpr std::size_t kLongestExtension = 6;

// Sorted.
constexpr auto kBinaryExtensions = std::to_array<std::string_view>({
    "7z",   "a",    "aac",  "aif",  "apk",   "avi",  "avif", "bmp",  "bz2",  "class", "cpio",
    "cur",  "deb",  "dll",  "dmg",  "dylib", "ear",  "eot",  "exe",  "flac", "flv",   "gif",
    "gz",   "heic", "icns", "ico",  "img",   "iso",  "jar",  "jpeg", "jpg",  "ko",    "lib",
    "lz4",  "m4a",  "m4v",  "mkv",  "mo",    "mov",  "mp3",  "mp4",  "mpeg", "mpg",   "o",
    "obj",  "odt",  "ogg",  "otf",  "pdf",   "png",  "psd",  "pyc",  "pyo",  "rar",   "rpm",
    "so",   "swf",  "tar",  "tgz",  "tif",   "tiff", "ttf",  "war",  "wasm", "wav",   "webm",
    "webp", "whl",  "wmv",  "woff", "woff2", "xz",   "zip",  "zst",
});
static_assert(std::ranges::is_sorted(kBinaryExtensions));

}  // namespace

bool is_binary_name(std::string_view path) {
  const std::size_t dot = path.find_last_of("./");
  if (dot == std::string_view::npos || path[dot] != '.' ||
      path.size() - dot - 1 > kLongestExtension)
    return false;
  std::string extension(path.substr(dot + 1));
  std::ranges::transform(extension, extension.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  return std::ranges::binary_search(kBinaryExtensions, std::string_view(extension));
}

bool is_binary(std::string_view bytes) {
  return bytes.substr(0, kBinaryHead).find('\0') != std::string_view::npos;
}

}  // namespace nhiscan

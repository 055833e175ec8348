#include "decoders/binary.h"

#include <algorithm>
#include <array>
#include <string>

namespace nhiscan {
namespace {

constexpr std::size_t kLongestExtension = 6;

// Sorted.
constexpr auto kBinaryExtensions = std::to_array<std::string_view>({
    "a",    "aac", "aif",  "avi", "avif", "bmp",  "class", "cur",  "dll",   "dmg",  "dylib",
    "eot",  "exe", "flac", "flv", "gif",  "heic", "icns",  "ico",  "img",   "jpeg", "jpg",
    "ko",   "lib", "m4a",  "m4v", "mkv",  "mo",   "mov",   "mp3",  "mp4",   "mpeg", "mpg",
    "o",    "obj", "ogg",  "otf", "pdf",  "png",  "psd",   "rar",  "so",    "swf",  "tif",
    "tiff", "ttf", "wasm", "wav", "webm", "webp", "wmv",   "woff", "woff2",
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

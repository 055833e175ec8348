#include "detection/image_cache.h"

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

#include "base/encoding.h"
#include "detection/anchor.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

constexpr std::size_t kDigestSize = 32;

using HsBytes = Handle<char, std::free>;

std::string read_all(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

std::string image_key(std::span<const Anchor> anchors) {
  std::string text = hs_version();
  text += host_cpu() == Cpu::avx2 ? " avx2" : " generic";
  for (const Anchor& anchor : anchors)
    text += '\0' + std::to_string(anchor.id) + ' ' + anchor.expression;
  return encode_hex(sha256(text)) + ".hsdb";
}

HsDatabase cached_image(const std::filesystem::path& directory, const std::string& key) {
  HsDatabase database;
  if (directory.empty()) return database;
  const std::string bytes = read_all(directory / key);
  if (bytes.size() <= kDigestSize) return database;
  const std::string_view image = std::string_view(bytes).substr(kDigestSize);
  if (sha256(image) != bytes.substr(0, kDigestSize)) return database;
  hs_deserialize_database(image.data(), image.size(), into(database));
  return database;
}

void store_image(const std::filesystem::path& directory, const std::string& key,
                 const hs_database_t& database) {
  if (directory.empty()) return;
  std::error_code failed;
  std::filesystem::create_directories(directory, failed);
  HsBytes bytes;
  std::size_t size = 0;
  if (failed || hs_serialize_database(&database, into(bytes), &size) != HS_SUCCESS) return;
  const std::string_view image(bytes.get(), size);
  const std::filesystem::path aside = directory / (key + "." + std::to_string(getpid()));
  std::ofstream out(aside, std::ios::binary);
  out << sha256(image) << image << std::flush;
  const bool written = out.good();
  out.close();
  if (written) std::filesystem::rename(aside, directory / key, failed);
  if (!written || failed) std::filesystem::remove(aside, failed);
}

}  // namespace nhiscan

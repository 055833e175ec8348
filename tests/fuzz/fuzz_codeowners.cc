// The first byte chooses the dialect; the text up to the first NUL is the file, the rest a path.
// OWNERS files, catalogs, manifests, comments and ignore rules are read from the same bytes.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ownership/annotation.h"
#include "ownership/catalog.h"
#include "ownership/codeowners.h"
#include "ownership/manifest.h"
#include "ownership/owners_file.h"
#include "sources/ignore_rules.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMaxBytes = 1 << 16;
  if (size == 0 || size > kMaxBytes) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view text = input.substr(1, input.find('\0', 1) - 1);
  const std::string_view path = input.substr(1).substr(text.size());
  const auto dialect = static_cast<nhiscan::CodeownersDialect>(data[0] % 3);
  nhiscan::Codeowners::parse(text, dialect).match(path.empty() ? "src/main.cc" : path.substr(1));
  nhiscan::codeowners_dialect("CODEOWNERS", text);
  nhiscan::parse_owners_file(text);
  for (const auto& name : nhiscan::catalog_file_names())
    nhiscan::parse_catalog(name, text);
  for (const auto& name : nhiscan::manifest_file_names())
    static_cast<void>(nhiscan::Manifest::parse(name, text).people_of(path));
  static_cast<void>(nhiscan::OwnerAnnotations(std::string(text)).find(data[0]));
  nhiscan::IgnoreRules::parse(text).ignores(path);
  return 0;
}

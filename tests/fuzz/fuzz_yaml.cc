#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "declarations/yaml.h"

namespace {

/// Visits what a reader could visit; every node must lie in the text.
std::size_t walk(nhiscan::YamlNode node, std::size_t size) {
  if (node.span().begin > node.span().end || node.span().end > size) std::abort();
  std::size_t visited = 1;
  for (const nhiscan::YamlNode item : node.items())
    visited += walk(item, size);
  for (const auto& [key, value] : node.entries())
    visited += walk(key, size) + walk(value, size);
  return visited;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (nhiscan::mask_templates(text).size() != size) std::abort();
  for (const nhiscan::Span document : nhiscan::split_yaml(text)) {
    for (const auto templates : {nhiscan::YamlTemplates::none, nhiscan::YamlTemplates::mask}) {
      const auto parsed = nhiscan::parse_yaml(text, document, templates);
      if (parsed && walk(parsed->root(), size) > 200'001) std::abort();
    }
  }
  return 0;
}

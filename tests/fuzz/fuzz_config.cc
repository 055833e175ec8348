// Configuration files: the first byte says of which format. What a reader makes of a file keeps to
// the file's bytes, and each place in it has a path.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "decoders/config_format.h"
#include "decoders/key_paths.h"
#include "parts_of.h"

namespace {

void check(const nhiscan::ValueTree& tree) {
  const nhiscan::KeyPaths keys(tree);
  for (nhiscan::ValueTree::Index node = 0; node < tree.size(); ++node) {
    if (tree.span(node).begin > tree.text().size() || tree.key(node).size() > tree.text().size())
      std::abort();
    nhiscan::TextBuilder text(tree.text());
    if (tree[node].type == nhiscan::ValueTree::Type::text && node < 64) tree.decode(node, text);
  }
  for (std::size_t at = 0; at < tree.text().size(); at += 1 + tree.text().size() / 16)
    if (const auto node = keys.node_at(at); node != nhiscan::ValueTree::kNone)
      (void)keys.path_of(node);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static constexpr const char* kNames[] = {"a.json", "a.yaml",       "a.xml", "a.toml",
                                           "a.tf",   "a.properties", "a.ini"};
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::size_t format = data[0] % nhiscan::config_formats().size();
  if (const auto tree = nhiscan::config_formats()[format].read(text)) check(*tree);
  nhiscan::test::read_parts(kNames[format], text);
  return 0;
}

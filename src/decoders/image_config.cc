// The configuration of a container image ("OCI Image Configuration", which Docker's is, too): its
// environment and its history are read as they are meant, and not as JSON writes them.
#include <algorithm>
#include <array>

#include "decoders/decoder.h"
#include "decoders/json_tree.h"
#include "decoders/key_paths.h"

namespace nhiscan {
namespace {

using Index = ValueTree::Index;

/// The texts as lines.
void give_lines(const ValueTree& tree, const std::vector<Index>& texts, std::string_view step,
                PartSink& sink) {
  const KeyPaths paths(tree);
  std::vector<KeyPath> keys;
  TextBuilder lines(tree.text());
  for (const Index text : texts) {
    if (text == ValueTree::kNone || tree.type_of(text) != ValueTree::Type::text) continue;
    keys.push_back({lines.text().size(), paths.path_of(text)});
    tree.decode(text, lines);
    lines.put("\n", tree.span(text).end);
  }
  if (lines.empty()) return;
  Part part = lines.part();
  part.step = step;
  part.keys = std::move(keys);
  part.context = Context::container;
  sink.add(part);
}

/// Everything but what was read as lines.
void give_rest(const ValueTree& tree, Index environment, Index history, PartSink& sink) {
  std::vector<Span> read;
  for (const Index node : {environment, history})
    if (node != ValueTree::kNone) read.push_back(tree.span(node));
  std::ranges::sort(read);
  TextBuilder rest(tree.text());
  std::size_t from = 0;
  for (const Span& span : read) {
    rest.copy({from, span.begin});
    from = span.end;
  }
  rest.copy({from, tree.text().size()});
  Part part = rest.part();
  part.context = Context::container;
  sink.add(part);
}

}  // namespace

bool is_image_config(std::string_view /*path*/, std::string_view head) {
  static constexpr auto kFirstKeys = std::to_array<std::string_view>(
      {"architecture\"", "author\"", "config\"", "container\"", "created\"", "history\"", "os\"",
       "rootfs\"", "docker_version\""});
  const std::size_t brace = head.find_first_not_of(" \t\r\n");
  if (brace == std::string_view::npos || head[brace] != '{') return false;
  const std::size_t quote = head.find_first_not_of(" \t\r\n", brace + 1);
  if (quote == std::string_view::npos || head[quote] != '"') return false;
  return std::ranges::any_of(kFirstKeys, [key = head.substr(quote + 1)](std::string_view first) {
    return key.starts_with(first);
  });
}

void decode_image_config(const Encoded& encoded, PartSink& sink) {
  const auto tree = read_json_tree(encoded.text);
  if (!tree) return sink.refuse();
  const Index layers = tree->child(tree->child(0, "rootfs"), "diff_ids");
  const Index history = tree->child(0, "history");
  if (tree->type_of(layers) != ValueTree::Type::list) return sink.refuse();
  const Index environment = tree->child(tree->child(0, "config"), "Env");
  give_lines(*tree, tree->children(environment), "environment", sink);
  std::vector<Index> commands;
  for (const Index layer : tree->children(history))
    for (const Index value : tree->children(layer))
      commands.push_back(value);
  give_lines(*tree, commands, "history", sink);
  give_rest(*tree, environment, history, sink);
}

}  // namespace nhiscan

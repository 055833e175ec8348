#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nhiscan/finding.h"
#include "nhiscan/result.h"

namespace nhiscan {

enum class YamlType : std::uint8_t { null, scalar, sequence, map };

class YamlNode;

/// One parsed YAML (or JSON) document that owns its nodes. What it holds is bounded by
/// `parse_yaml`, so a recursive walk along `items()` and `entries()` always ends soon.
class YamlDocument {
 public:
  [[nodiscard]] YamlNode root() const;

  /// Nodes, each counted once.
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

 private:
  friend class YamlNode;
  friend class YamlBuilder;

  struct Node {
    YamlType type = YamlType::null;
    std::string text;
    Span span;
    std::vector<std::size_t> children;  ///< of a map: key, value, key, value
    std::size_t weight = 1;             ///< what a walk from here visits, through aliases too
    std::size_t height = 1;
  };

  std::vector<Node> nodes_;
  std::size_t root_ = 0;
};

/// A view of one node; the document must outlive it. Asking a node for what it doesn't have gives a
/// null node, so a path can be followed without looking: `root["spec"]["template"]`.
class YamlNode {
 public:
  YamlNode() = default;

  [[nodiscard]] YamlType type() const;
  [[nodiscard]] bool is_map() const { return type() == YamlType::map; }
  [[nodiscard]] bool is_sequence() const { return type() == YamlType::sequence; }
  [[nodiscard]] bool is_scalar() const { return type() == YamlType::scalar; }
  explicit operator bool() const { return type() != YamlType::null; }

  /// A scalar's text, else "". In a template (`YamlTemplates::mask`) with its directives in place.
  [[nodiscard]] const std::string& text() const;

  /// Bytes of the text that was parsed. Of an aliased node: where its anchor stands.
  [[nodiscard]] Span span() const;

  /// The value of the first scalar key `key` of a map.
  YamlNode operator[](std::string_view key) const;

  /// The elements of a sequence; none for any other node.
  [[nodiscard]] std::vector<YamlNode> items() const;

  /// Keys and values of a map; none for any other node.
  [[nodiscard]] std::vector<std::pair<YamlNode, YamlNode>> entries() const;

 private:
  friend class YamlDocument;
  YamlNode(const YamlDocument* document, std::size_t index) : document_(document), index_(index) {}
  [[nodiscard]] const YamlDocument::Node& node() const;

  const YamlDocument* document_ = nullptr;
  std::size_t index_ = 0;
};

/// mask: the text is a Helm template, whose `{{ … }}` aren't YAML.
enum class YamlTemplates : std::uint8_t { none, mask };

inline constexpr std::size_t kMaxYamlDocuments = 10'000;

/// The documents of a stream, split at `---` lines; blank ones and ones of only comments are left
/// out. At most kMaxYamlDocuments.
std::vector<Span> split_yaml(std::string_view stream);

/// Parses the bytes `document` of `stream`; spans of nodes are offsets in `stream`.
/// Fails for what isn't YAML, and for more than 4 MB, 100 levels, or 200,000 nodes, where an alias
/// counts as the nodes it stands for, and 64 bytes of a scalar as one more. An alias inside of its
/// own anchor is null.
Result<YamlDocument> parse_yaml(std::string_view stream, Span document,
                                YamlTemplates templates = YamlTemplates::none);

/// Whether `parse_yaml` failed at one of its limits, rather than at what isn't YAML.
bool is_yaml_limit(const Error& failure);

/// The whole of `text`, of which the first document is read.
Result<YamlDocument> parse_yaml(std::string_view text);

/// A copy of `text` of the same length in which Helm's directives can't disturb YAML: lines of only
/// directives become blank, each byte of a directive beside other text becomes `x`.
std::string mask_templates(std::string_view text);

}  // namespace nhiscan

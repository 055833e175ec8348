// libyaml's events, one at a time: it reads no further than it is asked to, so what it holds is
// bounded by the levels that are open.
#include <algorithm>
#include <array>

#include "decoders/config_tree.h"
#include "wrap/yaml.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMostYamlLevels = 100;
constexpr std::size_t kMostYamlValues = 1'000'000;
constexpr std::size_t kMostYamlBytes = std::size_t{8} * 1024 * 1024;

/// libyaml counts characters.
class CharacterOffsets {
 public:
  explicit CharacterOffsets(std::string_view text) : text_(text) {}

  /// Of the character with that number; numbers mostly ascend.
  std::size_t of(std::size_t character) {
    if (character < character_) character_ = byte_ = 0;
    while (character_ < character && byte_ < text_.size()) {
      ++byte_;
      while (byte_ < text_.size() && (static_cast<unsigned char>(text_[byte_]) & 0xC0U) == 0x80)
        ++byte_;
      ++character_;
    }
    return byte_;
  }

 private:
  std::string_view text_;
  std::size_t character_ = 0;
  std::size_t byte_ = 0;
};

class YamlTreeReader {
 public:
  explicit YamlTreeReader(std::string_view text)
      : text_(text),
        skipped_(text.starts_with("\xef\xbb\xbf") ? 3 : 0),
        tree_(text, ValueTree::Root::documents),
        offsets_(text.substr(skipped_)) {}

  Result<ValueTree> read() {
    if (!events_.is_made()) return Error{"out of memory"};
    if (text_.size() > kMostYamlBytes) return Error{"more than 8 MiB"};
    yaml_parser_set_encoding(events_.get(), YAML_UTF8_ENCODING);
    const std::string_view input = text_.substr(skipped_);
    yaml_parser_set_input_string(
        events_.get(), reinterpret_cast<const unsigned char*>(input.data()), input.size());
    open_.push_back({ValueTree::Type::list, false});
    tree_.open({.type = ValueTree::Type::list});
    while (read_event()) {
    }
    if (tree_.size() >= kMostYamlValues) return Error{"more than 1,000,000 values"};
    if (open_.size() > kMostYamlLevels) return Error{"more than 100 levels"};
    while (tree_.depth() > 0)
      tree_.close(last_end_);
    return std::move(tree_);
  }

 private:
  struct Open {
    ValueTree::Type type;
    bool after_key;
  };

  bool read_event() {
    yaml_event_t event;
    if (yaml_parser_parse(events_.get(), &event) != 1) return false;
    const YamlEvent owner(&event);
    const Span span{skipped_ + offsets_.of(event.start_mark.index),
                    skipped_ + offsets_.of(event.end_mark.index)};
    last_end_ = std::max(last_end_, span.end);
    switch (event.type) {
      case YAML_STREAM_END_EVENT:
        return false;
      case YAML_SCALAR_EVENT:
        add_scalar(span, event.data.scalar.style);
        break;
      case YAML_ALIAS_EVENT:
        add(ValueTree::Type::other, ValueTree::Spelling::plain, span);
        break;
      case YAML_SEQUENCE_START_EVENT:
        open(ValueTree::Type::list, span.begin);
        break;
      case YAML_MAPPING_START_EVENT:
        open(ValueTree::Type::map, span.begin);
        break;
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT:
        tree_.close(span.end);
        open_.pop_back();
        break;
      default:
        break;
    }
    return tree_.size() < kMostYamlValues && open_.size() <= kMostYamlLevels;
  }

  /// Whether what comes next is a key; then it takes its place.
  bool takes_key(Span key) {
    Open& open = open_.back();
    if (open.type != ValueTree::Type::map) return false;
    open.after_key = !open.after_key;
    if (!open.after_key) return false;
    key_ = key;
    return true;
  }

  void set_key(ValueTree::Node& node) {
    node.key_begin = static_cast<std::uint32_t>(key_.begin);
    node.key_end = static_cast<std::uint32_t>(key_.end);
    key_ = {};
  }

  void open(ValueTree::Type type, std::size_t begin) {
    ValueTree::Node node;
    // A container as a key stands beside its value, without one.
    if (!takes_key({})) set_key(node);
    node.type = type;
    node.begin = static_cast<std::uint32_t>(begin);
    tree_.open(node);
    open_.push_back({type, false});
  }

  void add(ValueTree::Type type, ValueTree::Spelling spelling, Span span) {
    if (takes_key(span)) return;
    ValueTree::Node node;
    set_key(node);
    node.type = type;
    node.spelling = spelling;
    node.begin = static_cast<std::uint32_t>(span.begin);
    node.end = static_cast<std::uint32_t>(span.end);
    tree_.add(node);
  }

  void add_scalar(Span span, yaml_scalar_style_t style) {
    using enum ValueTree::Spelling;
    span = without_properties(span);
    const bool is_quoted =
        style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    if (is_quoted && span.size() >= 2) {
      const auto spelling = style == YAML_SINGLE_QUOTED_SCALAR_STYLE ? yaml_single : yaml_double;
      return add(ValueTree::Type::text, spelling, {span.begin + 1, span.end - 1});
    }
    if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE) {
      const std::size_t line = text_.find('\n', span.begin);
      span.begin = std::min(line == std::string_view::npos ? span.end : line + 1, span.end);
      return add(ValueTree::Type::text,
                 style == YAML_LITERAL_SCALAR_STYLE ? yaml_block : yaml_folded, span);
    }
    add(is_bare(span) ? ValueTree::Type::other : ValueTree::Type::text, yaml_plain, span);
  }

  /// Behind its anchor and tag.
  [[nodiscard]] Span without_properties(Span span) const {
    while (span.begin < span.end && (text_[span.begin] == '&' || text_[span.begin] == '!')) {
      const std::size_t end = std::min(text_.find_first_of(" \t\r\n", span.begin), span.end);
      span.begin = std::min(text_.find_first_not_of(" \t\r\n", end), span.end);
    }
    return span;
  }

  /// A number, a truth value, or nothing.
  [[nodiscard]] bool is_bare(Span span) const {
    const std::string_view value = text_.substr(span.begin, span.size());
    if (value.find_first_not_of("0123456789.+-") == std::string_view::npos) return true;
    constexpr auto kWords =
        std::to_array<std::string_view>({"~", "null", "true", "false", "yes", "no", "on", "off"});
    return std::ranges::find(kWords, value) != kWords.end();
  }

  std::string_view text_;
  std::size_t skipped_;
  ValueTree tree_;
  CharacterOffsets offsets_;
  YamlEvents events_;
  std::vector<Open> open_;
  Span key_;
  std::size_t last_end_ = 0;
};

}  // namespace

Result<ValueTree> read_yaml_tree(std::string_view text) { return YamlTreeReader(text).read(); }

}  // namespace nhiscan

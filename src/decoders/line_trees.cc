// Formats of one value on each line.
#include <algorithm>

#include "base/text.h"
#include "decoders/config_tree.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMostLines = 1'000'000;

/// Offsets of a part of `whole`; none of an empty one.
Span place_in(std::string_view whole, std::string_view part) {
  if (part.empty()) return {};
  const auto begin = static_cast<std::size_t>(part.data() - whole.data());
  return {begin, begin + part.size()};
}

ValueTree::Node text_node(Span key, Span value, ValueTree::Spelling spelling) {
  ValueTree::Node node;
  node.key_begin = static_cast<std::uint32_t>(key.begin);
  node.key_end = static_cast<std::uint32_t>(key.end);
  node.begin = static_cast<std::uint32_t>(value.begin);
  node.end = static_cast<std::uint32_t>(value.end);
  node.type = ValueTree::Type::text;
  node.spelling = spelling;
  return node;
}

/// Without quotes at both ends.
std::string_view unquoted(std::string_view value) {
  const bool is_quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
                         value.back() == value.front();
  return is_quoted ? value.substr(1, value.size() - 2) : value;
}

class IniTreeReader {
 public:
  explicit IniTreeReader(std::string_view text) : text_(text), tree_(text) {}

  Result<ValueTree> read() {
    tree_.open({.type = ValueTree::Type::map});
    std::string_view rest = text_;
    if (rest.starts_with("\xef\xbb\xbf")) rest.remove_prefix(3);
    while (!rest.empty()) {
      if (tree_.size() >= kMostLines) return Error{"more than 1,000,000 lines"};
      read_line(trim(take_line(rest)));
    }
    while (tree_.depth() > 0)
      tree_.close(text_.size());
    return std::move(tree_);
  }

 private:
  void read_line(std::string_view line) {
    if (line.empty() || line.front() == '#' || line.front() == ';') return;
    if (line.front() == '[' && line.find(']') != std::string_view::npos)
      return open_section(trim(line.substr(1, line.rfind(']') - 1)));
    if (line.starts_with("export ")) line.remove_prefix(7);
    const std::size_t sign = line.find_first_of("=:");
    if (sign == std::string_view::npos) return;
    const std::string_view value = unquoted(trim(line.substr(sign + 1)));
    tree_.add(text_node(place_in(text_, trim(line.substr(0, sign), " \t\"'")),
                        place_in(text_, value), ValueTree::Spelling::plain));
  }

  /// `name`, and as git has it `name "part"`.
  void open_section(std::string_view name) {
    while (tree_.depth() > 1)
      tree_.close(0);
    const std::size_t quote = name.find(" \"");
    const bool has_part = quote != std::string_view::npos && name.ends_with('"');
    open_map(has_part ? name.substr(0, quote) : name);
    if (has_part) open_map(name.substr(quote + 2, name.size() - quote - 3));
  }

  void open_map(std::string_view name) {
    const Span key = place_in(text_, name);
    ValueTree::Node node = text_node(key, key, ValueTree::Spelling::plain);
    node.type = ValueTree::Type::map;
    tree_.open(node);
  }

  std::string_view text_;
  ValueTree tree_;
};

class PropertiesTreeReader {
 public:
  explicit PropertiesTreeReader(std::string_view text) : text_(text), tree_(text) {}

  Result<ValueTree> read() {
    tree_.open({.type = ValueTree::Type::map});
    while (at_ < text_.size()) {
      if (tree_.size() >= kMostLines) return Error{"more than 1,000,000 lines"};
      read_line();
    }
    tree_.close(text_.size());
    return std::move(tree_);
  }

 private:
  void read_line() {
    at_ = std::min(text_.find_first_not_of(" \t\r\n\f", at_), text_.size());
    if (at_ == text_.size()) return;
    const bool is_comment = text_[at_] == '#' || text_[at_] == '!';
    const Span key{at_, is_comment ? at_ : end_of(" \t\f=:")};
    const std::size_t blanks = std::min(text_.find_first_not_of(" \t\f", key.end), text_.size());
    const bool has_sign = blanks < text_.size() && (text_[blanks] == '=' || text_[blanks] == ':');
    const std::size_t begin =
        std::min(text_.find_first_not_of(" \t\f", has_sign ? blanks + 1 : blanks), text_.size());
    at_ = is_comment ? std::min(text_.find('\n', at_), text_.size()) : begin;
    if (is_comment) return;
    const Span value{begin, end_of("")};
    tree_.add(text_node(key, value, ValueTree::Spelling::properties));
  }

  /// The next of `ends` or of the line, which a backslash continues.
  std::size_t end_of(std::string_view ends) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n' || c == '\r' || ends.find(c) != std::string_view::npos) break;
      at_ += c == '\\' ? 2 : 1;
      if (c == '\\' && text_.substr(at_ - 1).starts_with("\r\n")) ++at_;
    }
    at_ = std::min(at_, text_.size());
    return at_;
  }

  std::string_view text_;
  ValueTree tree_;
  std::size_t at_ = 0;
};

}  // namespace

Result<ValueTree> read_ini_tree(std::string_view text) { return IniTreeReader(text).read(); }

Result<ValueTree> read_properties_tree(std::string_view text) {
  return PropertiesTreeReader(text).read();
}

}  // namespace nhiscan

// TOML and HCL: assignments whose values may be lists and maps, in sections or in blocks. Reads
// both without asking whether everything is right, as what is wrong in one place says nothing about
// the rest.
#include <algorithm>
#include <optional>

#include "base/text.h"
#include "decoders/config_tree.h"

namespace nhiscan {
namespace {

using Node = ValueTree::Node;
using Type = ValueTree::Type;
using Spelling = ValueTree::Spelling;

constexpr std::size_t kMostBlockLevels = 100;
constexpr std::size_t kMostBlockValues = 1'000'000;

enum class Dialect : std::uint8_t { toml, hcl };

class BlockTreeReader {
 public:
  BlockTreeReader(std::string_view text, Dialect dialect)
      : text_(text), dialect_(dialect), tree_(text) {}

  Result<ValueTree> read() {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
    tree_.open({.type = Type::map});
    while (at_ < text_.size() && failure_ == nullptr)
      read_entry();
    if (failure_ != nullptr) return Error{failure_};
    while (tree_.depth() > 0)
      tree_.close(text_.size());
    return std::move(tree_);
  }

 private:
  [[nodiscard]] char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  [[nodiscard]] std::string_view rest() const { return text_.substr(at_); }
  [[nodiscard]] std::size_t find_from(std::string_view any_of, std::size_t from) const {
    return std::min(text_.find_first_of(any_of, from), text_.size());
  }

  void pass_blanks(std::string_view blanks) {
    while (at_ < text_.size()) {
      if (blanks.find(text_[at_]) != std::string_view::npos) {
        ++at_;
      } else if (text_[at_] == '#' || rest().starts_with("//")) {
        at_ = find_from("\n", at_);
        if (blanks.find('\n') == std::string_view::npos) return;
      } else if (rest().starts_with("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else {
        return;
      }
    }
  }

  /// An assignment, a block or a section in what is open, or its end.
  void read_entry() {
    pass_blanks(" \t\r\n,;");
    if (at_ == text_.size()) return;
    if (here() == '}' || here() == ']') return end_container();
    if (is_in_list()) return read_value({});
    if (here() == '[' && dialect_ == Dialect::toml && containers_.empty()) return open_section();
    const std::optional<Span> key = read_word();
    if (!key) return;
    pass_blanks(" \t");
    if (here() != '=' && here() != ':') return read_block(*key);
    ++at_;
    if (here() == '>') ++at_;
    pass_blanks(" \t");
    read_value(*key);
  }

  [[nodiscard]] bool is_in_list() const {
    return !containers_.empty() && containers_.back() == Type::list;
  }

  void end_container() {
    ++at_;
    // Blocks within one label after another end together.
    if (containers_.empty()) return;
    containers_.pop_back();
    for (std::size_t i = levels_.back(); i > 0; --i)
      tree_.close(at_);
    levels_.pop_back();
  }

  /// A key or a label, without its quotes.
  std::optional<Span> read_word() {
    if (here() == '"' || here() == '\'') return read_quoted().inner;
    const std::size_t begin = at_;
    at_ = find_from(" \t\r\n=:{}[](),\"'#", at_);
    if (at_ > begin) return Span{begin, at_};
    ++at_;
    return std::nullopt;
  }

  /// What follows `key` without an equals sign: labels and a block, else something foreign.
  void read_block(Span key) {
    std::vector<Span> names{key};
    while (here() == '"' || value_begins_word()) {
      const auto label = read_word();
      if (label) names.push_back(*label);
      pass_blanks(" \t");
    }
    if (here() != '{') {
      if (here() != '\n') at_ = find_from("\n", at_);
      return;
    }
    ++at_;
    open_all(names, Type::map);
  }

  [[nodiscard]] bool value_begins_word() const {
    const char c = here();
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  void open_all(const std::vector<Span>& names, Type type) {
    if (tree_.depth() + names.size() > kMostBlockLevels) {
      failure_ = "more than 100 levels";
      return;
    }
    for (const Span& name : names) {
      Node node = node_of(name, {at_ - 1, at_});
      node.type = &name == &names.back() ? type : Type::map;
      tree_.open(node);
    }
    containers_.push_back(type);
    levels_.push_back(names.size());
  }

  /// `[a.b]`, `[[a.b]]`: up to the next one.
  void open_section() {
    const std::size_t begin = text_.find_first_not_of('[', at_);
    const std::size_t end = find_from("]\n", begin);
    at_ = find_from("\n", end);
    if (begin == std::string_view::npos || here() == '\0') at_ = text_.size();
    if (tree_.depth() > 1) tree_.close(end);
    const std::string_view name =
        trim(text_.substr(std::min(begin, end), end - std::min(begin, end)));
    const std::size_t place =
        name.empty() ? end : static_cast<std::size_t>(name.data() - text_.data());
    Node node = node_of({place, place + name.size()}, {place, place + name.size()});
    node.type = Type::map;
    tree_.open(node);
  }

  static Node node_of(Span key, Span value) {
    Node node;
    node.key_begin = static_cast<std::uint32_t>(key.begin);
    node.key_end = static_cast<std::uint32_t>(key.end);
    node.begin = static_cast<std::uint32_t>(value.begin);
    node.end = static_cast<std::uint32_t>(value.end);
    return node;
  }

  void add(Span key, Span value, Type type, Spelling spelling) {
    if (tree_.size() >= kMostBlockValues) failure_ = "more than 1,000,000 values";
    Node node = node_of(key, value);
    node.type = type;
    node.spelling = spelling;
    tree_.add(node);
  }

  void read_value(Span key) {
    if (here() == '{' || here() == '[') {
      const Type type = here() == '{' ? Type::map : Type::list;
      ++at_;
      return open_all({key}, type);
    }
    if (here() == '"' || here() == '\'') {
      const Quoted quoted = read_quoted();
      return add(key, quoted.inner, Type::text, quoted.spelling);
    }
    if (dialect_ == Dialect::hcl && rest().starts_with("<<")) return read_heredoc(key);
    const std::size_t begin = at_;
    at_ = find_from(",}]\r\n#", at_);
    add(key, {begin, at_}, Type::other, Spelling::plain);
  }

  struct Quoted {
    Span inner;
    Spelling spelling = Spelling::toml;
  };

  Quoted read_quoted() {
    const char quote = text_[at_];
    const bool is_literal = quote == '\'';
    const Spelling spelling = is_literal ? Spelling::plain : Spelling::toml;
    const bool is_long = dialect_ == Dialect::toml && closes(quote, 3);
    const std::size_t size = is_long ? 3 : 1;
    std::size_t begin = at_ + size;
    if (is_long && text_.substr(begin, 1) == "\n") ++begin;
    at_ = begin;
    while (at_ < text_.size() && !closes(quote, size)) {
      if (text_[at_] == '\n' && !is_long) return {{begin, at_}, spelling};
      at_ += text_[at_] == '\\' && !is_literal ? 2 : 1;
    }
    at_ = std::min(at_, text_.size());
    const Span inner{std::min(begin, at_), at_};
    at_ = std::min(at_ + size, text_.size());
    return {inner, spelling};
  }

  [[nodiscard]] bool closes(char quote, std::size_t size) const {
    const std::string_view run = text_.substr(at_, size);
    return run.size() == size && run.find_first_not_of(quote) == std::string_view::npos;
  }

  /// `<<EOF`, `<<-EOF`: the lines up to one with only that word.
  void read_heredoc(Span key) {
    const std::size_t line_end = find_from("\n", at_);
    const std::string_view word = trim(text_.substr(at_ + 2, line_end - at_ - 2), "-~ \t\r");
    const std::size_t begin = std::min(line_end + 1, text_.size());
    std::size_t line = begin;
    while (line < text_.size()) {
      const std::size_t end = find_from("\n", line);
      if (trim(text_.substr(line, end - line)) == word) break;
      line = std::min(end + 1, text_.size());
    }
    at_ = find_from("\n", line);
    add(key, {begin, line}, Type::text, Spelling::plain);
  }

  std::string_view text_;
  Dialect dialect_;
  ValueTree tree_;
  std::size_t at_ = 0;
  std::vector<Type> containers_;     // that brackets opened
  std::vector<std::size_t> levels_;  // of the tree, for each of them
  const char* failure_ = nullptr;
};

}  // namespace

Result<ValueTree> read_toml_tree(std::string_view text) {
  return BlockTreeReader(text, Dialect::toml).read();
}

Result<ValueTree> read_hcl_tree(std::string_view text) {
  return BlockTreeReader(text, Dialect::hcl).read();
}

}  // namespace nhiscan

// What a configuration file says that its text alone doesn't: values under the names that stand
// elsewhere (in another entry of the same object, some lines up), values that are written another
// way than they are meant, and what Kubernetes keeps in base64. They are read again as lines
// `name = "value"`; the rest was read as text already.
#include <algorithm>
#include <array>
#include <string>

#include "base/encoding.h"
#include "base/text.h"
#include "decoders/config_format.h"
#include "decoders/config_hints.h"
#include "decoders/decoder.h"
#include "decoders/key_paths.h"

namespace nhiscan {
namespace {

using Index = ValueTree::Index;
using Type = ValueTree::Type;

constexpr std::size_t kLongestConfigName = 80;
constexpr std::size_t kLongestContext = 120;
constexpr std::size_t kMostLevelsUp = 16;
constexpr std::size_t kLongestConfigValue = 64UL * 1024;

template <std::size_t N>
bool is_word_of(std::string_view word, const std::array<std::string_view, N>& words) {
  if (word.size() > 16) return false;
  const std::string lower = lower_ascii(word);
  return std::ranges::find(words, lower) != words.end();
}

/// A key that says only that there is a value.
bool is_value_word(std::string_view key) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"value", "val", "default", "defaultvalue", "content", "contents", "text", "data", "string",
       "literal", "plaintext", "plain", "raw", "current"});
  return key.empty() || is_word_of(key, kWords);
}

/// A key whose value is the name of another.
bool is_name_word(std::string_view key) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"name", "key", "variable", "id", "parameter", "option", "field", "property", "setting",
       "attribute", "env", "label", "title", "k"});
  return is_word_of(key, kWords);
}

/// Whether what is called so may be secret.
bool is_secret_name(std::string_view name) {
  static constexpr auto kStems = std::to_array<std::string_view>(
      {"pass", "pwd", "secret", "token", "key", "cred", "auth", "webhook", "connection", "dsn"});
  return std::ranges::any_of(
      kStems, [&](std::string_view stem) { return contains_ignore_case(name, stem); });
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Whether it could be a key or a token, and hardly a word, a path or a host.
bool is_like_token(std::string_view value) {
  constexpr std::size_t kShortest = 16;
  constexpr std::size_t kLongest = 2048;
  if (value.size() < kShortest || value.size() > kLongest) return false;
  std::size_t digits = 0;
  std::size_t letters = 0;
  std::size_t separators = 0;
  for (const char c : value) {
    digits += is_digit(c) ? 1 : 0;
    letters += is_letter(c) ? 1 : 0;
    separators += c == '.' || c == '/' ? 1 : 0;
    if (!is_digit(c) && !is_letter(c) &&
        std::string_view("_-+/=.~").find(c) == std::string_view::npos)
      return false;
  }
  return digits >= 2 && letters >= 2 && separators <= 2 + value.size() / 24;
}

bool is_text(std::string_view bytes) {
  return std::ranges::none_of(bytes,
                              [](char c) {
                                return static_cast<unsigned char>(c) < 0x20 && c != '\n' &&
                                       c != '\r' && c != '\t';
                              }) &&
         to_valid_utf8(bytes) == bytes;
}

class ConfigValues {
 public:
  explicit ConfigValues(const ValueTree& tree)
      : tree_(tree), keys_(tree), plain_(tree.text()), base64_(tree.text()) {}

  void read() {
    for (Index node = 0; node < tree_.size(); ++node) {
      if (tree_[node].type == Type::map && is_kubernetes_secret(node)) read_secret(node);
      if (tree_[node].type == Type::text) read_value(node);
    }
  }

  void give(PartSink& sink) const {
    if (!plain_.empty() && sink.add(plain_.part()) == PartSink::Next::stop) return;
    if (base64_.empty()) return;
    Part part = base64_.part();
    part.step = "base64";
    sink.add(part);
  }

 private:
  /// What a value is called, and the node whose ancestors say where that is.
  struct Name {
    std::string_view text;
    Index holder = ValueTree::kNone;
  };

  [[nodiscard]] Name name_of(Index value) const {
    const std::string_view key = tree_.key(value);
    if (!is_value_word(key)) return {key, value};
    const Index parent = keys_.parent(value);
    if (tree_.type_of(parent) == Type::map)
      if (const Index name = name_beside(value, parent); name != ValueTree::kNone)
        return {tree_.value(name), parent};
    std::size_t levels = 0;
    for (Index at = parent; at != ValueTree::kNone && ++levels < kMostLevelsUp;
         at = keys_.parent(at))
      if (!is_value_word(tree_.key(at))) return {tree_.key(at), at};
    return {key, value};
  }

  [[nodiscard]] Index name_beside(Index value, Index parent) const {
    constexpr std::size_t kMostSiblings = 32;
    std::size_t seen = 0;
    for (Index at = parent + 1; at < tree_[parent].next && ++seen < kMostSiblings;
         at = tree_[at].next) {
      const std::string_view name = tree_.value(at);
      const bool is_name = at != value && tree_[at].type == Type::text &&
                           is_name_word(tree_.key(at)) && !name.empty() &&
                           name.size() <= kLongestConfigName &&
                           name.find_first_of("\r\n\"") == std::string_view::npos;
      if (is_name) return at;
    }
    return ValueTree::kNone;
  }

  void read_value(Index node) {
    const std::string_view raw = tree_.value(node);
    if (raw.size() < 4 || raw.size() > kLongestConfigValue) return;
    const Name name = name_of(node);
    const bool is_named_elsewhere = name.holder != node;
    const bool says_more = is_named_elsewhere || is_written_another_way(node) || is_like_token(raw);
    if (says_more && is_secret_name(name.text)) add_line(name, node);
  }

  [[nodiscard]] bool is_written_another_way(Index node) const {
    using Kind = ValueTree::Spelling;
    const Kind spelling = tree_[node].spelling;
    if (spelling == Kind::plain || spelling == Kind::yaml_block) return false;
    const std::string_view marks = spelling == Kind::xml           ? "&"
                                   : spelling == Kind::yaml_plain  ? "\n"
                                   : spelling == Kind::yaml_folded ? "\n"
                                   : spelling == Kind::yaml_single ? "'\n"
                                   : spelling == Kind::yaml_double ? "\\\n"
                                                                   : "\\";
    const std::string_view value = tree_.value(node);
    return std::ranges::any_of(
        marks, [value](char mark) { return value.find(mark) != std::string_view::npos; });
  }

  /// The keys above, which may say whose it is.
  [[nodiscard]] std::string context_of(Index holder) const {
    std::string context;
    std::size_t levels = 0;
    for (Index at = keys_.parent(holder); at != ValueTree::kNone && ++levels < kMostLevelsUp;
         at = keys_.parent(at)) {
      const std::string_view key = tree_.key(at);
      if (key.empty() || context.size() + key.size() > kLongestContext) continue;
      context.insert(0, std::string(key) + (context.empty() ? " " : "."));
    }
    for (char& c : context)
      if (c == '\n' || c == '"' || c == '=' || c == ':') c = '_';
    return context;
  }

  void add_line(const Name& name, Index node) {
    const std::size_t place = tree_[node].begin;
    TextBuilder decoded(tree_.text());
    tree_.decode(node, decoded);
    std::string_view quote = "\"";
    for (const std::string_view other : {"\"", "'", "`"})
      if (decoded.text().find(other) == std::string_view::npos) {
        quote = other;
        break;
      }
    plain_.put(context_of(name.holder), place);
    plain_.put(name.text, place);
    plain_.put(" = ", place);
    plain_.put(quote, place);
    tree_.decode(node, plain_);
    plain_.put(quote, tree_[node].end);
    plain_.put("\n", tree_[node].end);
  }

  [[nodiscard]] bool is_kubernetes_secret(Index node) const {
    const Index kind = tree_.child(node, "kind");
    return kind != ValueTree::kNone && tree_.value(kind) == "Secret";
  }

  void read_secret(Index secret) {
    for (const Index value : tree_.children(tree_.child(secret, "data")))
      if (tree_[value].type == Type::text) add_base64(value);
  }

  /// Every four digits are three bytes.
  void add_base64(Index node) {
    const std::string_view raw = tree_.value(node);
    if (raw.size() > kLongestConfigValue) return;
    const auto decoded = decode_base64(raw, Whitespace::skip);
    if (!decoded || decoded->size() < 4 || !is_text(*decoded)) return;
    const std::size_t place = tree_[node].begin;
    const bool is_one_line = decoded->find_first_of("\"\n") == std::string::npos;
    base64_.put(std::string(tree_.key(node)) + (is_one_line ? " = \"" : " = "), place);
    std::size_t at = place;
    for (std::size_t done = 0; done < decoded->size();) {
      const std::size_t size = std::min<std::size_t>(3, decoded->size() - done);
      at = std::min<std::size_t>(tree_.text().find_first_not_of(" \t\r\n", at), tree_[node].end);
      const std::size_t begin = at;
      for (std::size_t digits = 0; digits < size + 1 && at < tree_[node].end; ++at)
        digits +=
            std::string_view(" \t\r\n").find(tree_.text()[at]) == std::string_view::npos ? 1 : 0;
      base64_.decode(std::string_view(*decoded).substr(done, size), {begin, at});
      done += size;
    }
    base64_.put(is_one_line ? "\"\n" : "\n", at);
  }

  const ValueTree& tree_;
  KeyPaths keys_;
  TextBuilder plain_;
  TextBuilder base64_;
};

/// JSON that ends so is deeper than is read, which is to be said.
bool ends_deep(std::string_view text) {
  constexpr std::size_t kMarks = 256;
  std::size_t marks = 0;
  for (std::size_t at = text.size(); at-- > 0 && marks < kMarks;) {
    if (text[at] == ']' || text[at] == '}')
      ++marks;
    else if (std::string_view(" \t\r\n").find(text[at]) == std::string_view::npos)
      return false;
  }
  return marks == kMarks;
}

bool is_lock_name(std::string_view path) {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  return name.ends_with("-lock.json") || name.ends_with("-lock.yaml") || name.ends_with(".lock") ||
         name.ends_with(".lock.json") || name == "npm-shrinkwrap.json";
}

}  // namespace

bool may_have_config_values(std::string_view path, std::string_view text) {
  return !formats_of(path, text).empty() && !is_lock_name(path);
}

bool has_config_values(std::string_view path, std::string_view text) {
  const auto holds_some = [&] { return has_config_hint(text) || ends_deep(text); };
  // Of many short texts in another one it is told sooner that they have no such values.
  if (path.empty() && text.size() < kConfigHead)
    return holds_some() && may_have_config_values(path, text);
  return may_have_config_values(path, text) && holds_some();
}

void decode_config_values(const Encoded& encoded, PartSink& sink) {
  for (const ConfigFormat* format : formats_of(encoded.path, encoded.text)) {
    const auto tree = format->read(encoded.text);
    const bool is_limit = !tree && tree.error().message.find("more than") != std::string::npos;
    if (is_limit)
      sink.skip("", std::string(format->name) + " values not read apart: " + tree.error().message,
                PartSink::Cause::left_out);
    if (!tree) continue;
    ConfigValues values(*tree);
    values.read();
    values.give(sink);
  }
}

}  // namespace nhiscan

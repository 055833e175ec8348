// Hostile YAML made harmless. yaml-cpp's parser only sends events; the tree is ours, so that its
// size, its depth and what aliases expand to are counted while it is built, and a walk can't loop.
// yaml-cpp 0.7 can send endless empty documents after a root like `[],`, so streams are split here
// and only one document is asked of each parser. Merge keys (`<<`) aren't followed.
#include "declarations/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <istream>
#include <map>
#include <optional>
#include <streambuf>

#include "base/text.h"

namespace nhiscan {

namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 20;
constexpr std::size_t kMaxNodes = 200'000;
constexpr std::size_t kMaxHeight = 100;
constexpr std::string_view kNotYaml = "not YAML: ";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Reads a string in place.
class StringBuffer : public std::streambuf {
 public:
  explicit StringBuffer(std::string& text) {
    setg(text.data(), text.data(), text.data() + text.size());
  }
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/// Offset of the byte after the line end that follows `offset`, or the end of the text.
std::size_t next_line(std::string_view text, std::size_t offset) {
  const std::size_t end = text.find('\n', offset);
  return end == std::string_view::npos ? text.size() : end + 1;
}

bool is_document_start(std::string_view line) {
  return line.starts_with("---") && (line.size() == 3 || is_blank(line[3]) || line[3] == '\n');
}

bool has_content(std::string_view document) {
  for (std::size_t at = 0; at < document.size();) {
    const std::size_t next = next_line(document, at);
    std::string_view line = document.substr(at, next - at);
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (is_document_start(line)) line.remove_prefix(3);
    line = trim(line);
    if (!line.empty() && line.front() != '#') return true;
    at = next;
  }
  return false;
}

/// yaml-cpp refuses the surrogate pairs that JSON writes; each half becomes `\ufffd`.
void replace_surrogates(std::string& text) {
  for (std::size_t at = text.find("\\u"); at != std::string::npos; at = text.find("\\u", at + 2)) {
    if (at + 6 > text.size()) return;
    const bool half = (text[at + 2] == 'd' || text[at + 2] == 'D') &&
                      std::string_view("89abcdefABCDEF").find(text[at + 3]) != std::string::npos;
    if (half) text.replace(at + 2, 4, "fffd");
  }
}

std::size_t indentation(std::string_view text, std::size_t offset) {
  const std::size_t line = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
  const std::size_t content = text.find_first_not_of(' ', line);
  return std::min(content, offset) - line;
}

std::size_t quoted_end(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  for (std::size_t at = begin + 1; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '"' || text.substr(at + 1, 1) != "'") return at + 1;
      ++at;
    }
  }
  return text.size();
}

/// End of a block scalar or of a plain one on several lines: its lines are indented deeper than the
/// line it begins on. `limit` is where the next node begins.
std::size_t indented_end(std::string_view text, std::size_t begin, std::size_t limit) {
  const std::size_t outer = indentation(text, begin);
  std::size_t end = std::min(next_line(text, begin), limit);
  for (std::size_t at = end; at < limit; at = next_line(text, at)) {
    const std::size_t content = text.find_first_not_of(" \r", at);
    if (content == std::string_view::npos || content >= limit) break;
    if (text[content] != '\n' && content - at <= outer) break;
    end = std::min(next_line(text, at), limit);
  }
  while (end > begin && (is_blank(text[end - 1]) || text[end - 1] == '\n'))
    --end;
  return end;
}

/// yaml-cpp tells where a scalar begins, with its anchor and tag, but not where it ends.
Span scalar_span(std::string_view text, std::size_t begin, std::size_t limit,
                 const std::string& value) {
  while (begin < limit && (text[begin] == '&' || text[begin] == '!')) {
    begin = std::min(text.find_first_of(" \t\r\n", begin), limit);
    begin = std::min(text.find_first_not_of(" \t\r\n", begin), limit);
  }
  if (begin >= limit) return {limit, limit};
  const std::string_view rest = text.substr(begin, limit - begin);
  if (rest.front() == '"' || rest.front() == '\'') {
    return {begin, begin + quoted_end(rest, 0)};
  }
  if (rest.starts_with(value)) return {begin, begin + value.size()};
  return {begin, indented_end(text, begin, limit)};
}

struct TooLarge {
  const char* why;
};

}  // namespace

/// Builds the tree from events. Throws TooLarge at a limit.
class YamlBuilder final : public YAML::EventHandler {
 public:
  /// `original` and `parsed` have the same length; `skipped` bytes of them yaml-cpp doesn't count.
  YamlBuilder(std::string_view original, std::string_view parsed, std::size_t skipped)
      : original_(original), parsed_(parsed), skipped_(skipped) {}

  /// `offset` is that of `original` in the stream.
  YamlDocument take(std::size_t offset) {
    end_scalar(parsed_.size());
    end_containers();
    for (Node& node : document_.nodes_) {
      node.span.begin += offset;
      node.span.end += offset;
    }
    return std::move(document_);
  }

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const Span span = begin_at(mark);
    close(add(YamlType::null, span, anchor));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const Span span = begin_at(mark);
    const auto target = anchors_.find(anchor);
    close(target == anchors_.end() ? add(YamlType::null, span) : target->second);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                const std::string& value) override {
    const Span span = begin_at(mark);
    const std::size_t index = add(YamlType::scalar, span, anchor);
    Node& node = document_.nodes_[index];
    node.text = value;
    node.weight += value.size() / 64;
    last_scalar_ = index;
    close(index);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(YamlType::sequence, begin_at(mark), anchor);
  }
  void OnSequenceEnd() override { close_container(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& /*tag*/, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(YamlType::map, begin_at(mark), anchor);
  }
  void OnMapEnd() override { close_container(); }

 private:
  using Node = YamlDocument::Node;

  struct Open {
    std::size_t index;
    YAML::anchor_t anchor;
  };

  Span begin_at(const YAML::Mark& mark) {
    const auto position = static_cast<std::size_t>(std::max(mark.pos, 0));
    const std::size_t begin = std::min(skipped_ + position, parsed_.size());
    end_scalar(begin);
    return {begin, begin};
  }

  /// Only the next event tells how far the last scalar can reach.
  void end_scalar(std::size_t limit) {
    if (!last_scalar_) return;
    Node& scalar = document_.nodes_[*last_scalar_];
    scalar.span = scalar_span(parsed_, scalar.span.begin, limit, scalar.text);
    restore_templates(scalar);
    last_scalar_.reset();
  }

  /// Children that aren't aliases come after their parent, so backwards their ends are known.
  void end_containers() {
    for (std::size_t index = document_.nodes_.size(); index-- > 0;) {
      Node& node = document_.nodes_[index];
      for (const std::size_t child : node.children) {
        if (child > index)
          node.span.end = std::max(node.span.end, document_.nodes_[child].span.end);
      }
      if (node.type == YamlType::map || node.type == YamlType::sequence) end_flow(node.span);
    }
  }

  /// Takes in the closing bracket of `{…}` and `[…]`.
  void end_flow(Span& span) const {
    if (span.begin >= parsed_.size()) return;
    const char first = parsed_[span.begin];
    if (first != '{' && first != '[') return;
    const std::size_t from = std::max(span.end, span.begin + 1);
    const std::size_t at = parsed_.find_first_not_of(" \t\r\n,", from);
    if (at != std::string_view::npos && parsed_[at] == (first == '{' ? '}' : ']')) {
      span.end = at + 1;
    }
  }

  /// Puts the directives back that were masked.
  void restore_templates(Node& scalar) const {
    const std::string_view masked =
        parsed_.substr(scalar.span.begin, scalar.span.end - scalar.span.begin);
    const std::size_t at = masked.find(scalar.text);
    if (scalar.text.empty() || at == std::string_view::npos) return;
    scalar.text = original_.substr(scalar.span.begin + at, scalar.text.size());
  }

  std::size_t add(YamlType type, Span span, YAML::anchor_t anchor = YAML::NullAnchor) {
    if (document_.nodes_.size() >= kMaxNodes) throw TooLarge{"more than 200,000 nodes"};
    const std::size_t index = document_.nodes_.size();
    Node& node = document_.nodes_.emplace_back();
    node.type = type;
    node.span = span;
    if (anchor != YAML::NullAnchor) anchors_[anchor] = index;
    return index;
  }

  void open(YamlType type, Span span, YAML::anchor_t anchor) {
    if (open_.size() >= kMaxHeight) throw TooLarge{"more than 100 levels"};
    open_.push_back({add(type, span), anchor});
  }

  /// An anchor counts only once its node is complete: an alias inside of it would be a cycle.
  void close_container() {
    const Open done = open_.back();
    open_.pop_back();
    if (done.anchor != YAML::NullAnchor) anchors_[done.anchor] = done.index;
    close(done.index);
  }

  /// Hangs a complete node into the container that is open, which is where aliases multiply.
  void close(std::size_t index) {
    if (open_.empty()) {
      document_.root_ = index;
      return;
    }
    Node& parent = document_.nodes_[open_.back().index];
    const Node& child = document_.nodes_[index];
    parent.children.push_back(index);
    parent.weight += child.weight;
    parent.height = std::max(parent.height, child.height + 1);
    if (parent.weight > kMaxNodes) throw TooLarge{"more than 200,000 nodes behind aliases"};
    if (parent.height > kMaxHeight) throw TooLarge{"more than 100 levels behind aliases"};
  }

  std::string_view original_;
  std::string_view parsed_;
  std::size_t skipped_;
  YamlDocument document_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, std::size_t> anchors_;
  std::optional<std::size_t> last_scalar_;
};

namespace {

constexpr char kDirective = '\x01';

/// A directive that prints nothing: a comment, a variable, or control flow.
bool is_silent(std::string_view directive) {
  directive.remove_prefix(2);
  if (directive.starts_with('-')) directive.remove_prefix(1);
  directive = trim(directive);
  if (directive.starts_with("/*")) return true;
  if (directive.starts_with('$')) return directive.find(":=") != std::string_view::npos;
  static constexpr auto kControl = std::to_array<std::string_view>(
      {"if", "else", "end", "range", "with", "define", "block", "break", "continue"});
  const std::string_view word = directive.substr(0, directive.find_first_of(" \t\r\n-}"));
  return std::ranges::find(kControl, word) != kControl.end();
}

/// End of the directive at `begin`, which starts with `{{`; npos where it has none.
std::size_t directive_end(std::string_view text, std::size_t begin) {
  std::size_t from = begin + 2;
  if (from < text.size() && text[from] == '-') ++from;
  if (trim(text.substr(from, 8)).starts_with("/*")) from = text.find("*/", from);
  const std::size_t end = from == std::string_view::npos ? from : text.find("}}", from);
  return end == std::string_view::npos ? end : end + 2;
}

/// Turns the marked bytes of one line into blanks where they stand alone, else into `x`.
void settle_line(char* begin, char* end) {
  if (std::find(begin, end, kDirective) == end) return;
  const char* content =
      std::find_if(begin, end, [](char c) { return c != kDirective && c != '\n' && !is_blank(c); });
  const bool alone = content == end || *content == '#';
  std::replace(begin, end, kDirective, alone ? ' ' : 'x');
}

/// `text` as yaml-cpp may see it; the same length.
std::string prepared(std::string_view text, YamlTemplates templates) {
  std::string copy = templates == YamlTemplates::mask ? mask_templates(text) : std::string(text);
  if (copy.find("\\ud") != std::string::npos || copy.find("\\uD") != std::string::npos) {
    replace_surrogates(copy);
  }
  return copy;
}

}  // namespace

YamlNode YamlDocument::root() const { return nodes_.empty() ? YamlNode() : YamlNode(this, root_); }

const YamlDocument::Node& YamlNode::node() const {
  static const YamlDocument::Node kNull;
  return document_ == nullptr ? kNull : document_->nodes_[index_];
}

YamlType YamlNode::type() const { return node().type; }

const std::string& YamlNode::text() const {
  static const std::string kEmpty;
  return is_scalar() ? node().text : kEmpty;
}

Span YamlNode::span() const { return node().span; }

YamlNode YamlNode::operator[](std::string_view key) const {
  if (!is_map()) return {};
  const std::vector<std::size_t>& children = node().children;
  for (std::size_t at = 0; at + 1 < children.size(); at += 2) {
    if (YamlNode(document_, children[at]).text() == key) return {document_, children[at + 1]};
  }
  return {};
}

std::vector<YamlNode> YamlNode::items() const {
  std::vector<YamlNode> items;
  if (!is_sequence()) return items;
  for (const std::size_t child : node().children)
    items.push_back({document_, child});
  return items;
}

std::vector<std::pair<YamlNode, YamlNode>> YamlNode::entries() const {
  std::vector<std::pair<YamlNode, YamlNode>> entries;
  if (!is_map()) return entries;
  const std::vector<std::size_t>& children = node().children;
  for (std::size_t at = 0; at + 1 < children.size(); at += 2) {
    entries.push_back({{document_, children[at]}, {document_, children[at + 1]}});
  }
  return entries;
}

std::string mask_templates(std::string_view text) {
  std::string masked(text);
  std::ranges::replace(masked, kDirective, '?');
  std::size_t at = text.find("{{");
  while (at != std::string_view::npos) {
    const std::size_t end = directive_end(text, at);
    if (end == std::string_view::npos) break;
    const char fill = is_silent(text.substr(at, end - at)) ? ' ' : kDirective;
    for (; at < end; ++at) {
      if (masked[at] != '\n') masked[at] = fill;
    }
    at = text.find("{{", end);
  }
  for (std::size_t line = 0; line < masked.size();) {
    const std::size_t next = next_line(masked, line);
    settle_line(masked.data() + line, masked.data() + next);
    line = next;
  }
  return masked;
}

std::vector<Span> split_yaml(std::string_view stream) {
  std::vector<Span> documents;
  const auto add = [&](std::size_t begin, std::size_t end) {
    if (has_content(stream.substr(begin, end - begin))) documents.push_back({begin, end});
  };
  std::size_t begin = 0;
  for (std::size_t at = 0; at < stream.size() && documents.size() < kMaxYamlDocuments;
       at = next_line(stream, at)) {
    if (at == begin || !is_document_start(stream.substr(at, 4))) continue;
    add(begin, at);
    begin = at;
  }
  if (documents.size() < kMaxYamlDocuments) add(begin, stream.size());
  return documents;
}

Result<YamlDocument> parse_yaml(std::string_view stream, Span document, YamlTemplates templates) {
  const std::string_view text = stream.substr(document.begin, document.size());
  if (text.size() > kMaxBytes) return Error{"YAML document larger than 4 MB"};
  std::string copy = prepared(text, templates);
  try {
    StringBuffer buffer(copy);
    std::istream input(&buffer);
    YAML::Parser parser(input);
    YamlBuilder builder(text, copy, text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0);
    parser.HandleNextDocument(builder);
    return builder.take(document.begin);
  } catch (const TooLarge& limit) {
    return Error{std::string("YAML with ") + limit.why};
  } catch (const YAML::Exception& failure) {
    return Error{std::string(kNotYaml) + failure.what()};
  }
}

bool is_yaml_limit(const Error& failure) { return !failure.message.starts_with(kNotYaml); }

Result<YamlDocument> parse_yaml(std::string_view text) {
  return parse_yaml(text, {0, text.size()});
}

}  // namespace nhiscan

// One pass without recursion, so that depth costs no stack.
#include "decoders/json_tree.h"

#include <algorithm>
#include <string>

namespace nhiscan {
namespace {

constexpr std::size_t kMostJsonLevels = 1000;
constexpr std::size_t kMostJsonValues = 4'000'000;

class JsonTreeReader {
 public:
  explicit JsonTreeReader(std::string_view text) : text_(text), tree_(text) {}

  Result<ValueTree> read() {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
    bool is_done = false;
    while (failure_ == nullptr && !is_done) {
      read_value();
      while (failure_ == nullptr && !is_done && !goes_on())
        is_done = tree_.depth() == 0;
    }
    if (failure_ == nullptr) pass_blanks();
    if (failure_ == nullptr && at_ < text_.size()) failure_ = "something stands behind the value";
    if (failure_ != nullptr) return error();
    return std::move(tree_);
  }

 private:
  [[nodiscard]] Error error() const {
    const auto lines = std::ranges::count(text_.substr(0, std::min(at_, text_.size())), '\n');
    return Error{"line " + std::to_string(lines + 1) + ": " + failure_};
  }

  [[nodiscard]] char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void pass_blanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
        ++at_;
      } else if (c == '/' && text_.substr(at_ + 1, 1) == "/") {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == '/' && text_.substr(at_ + 1, 1) == "*") {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) failure_ = "a comment without an end";
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else {
        return;
      }
    }
  }

  /// Between the quotes.
  Span read_string() {
    const char quote = text_[at_];
    const std::size_t begin = ++at_;
    std::size_t end = text_.find(quote, begin);
    std::size_t escape = text_.substr(0, end).find('\\', begin);
    while (end != std::string_view::npos && escape != std::string_view::npos) {
      const std::size_t next = escape + 2;
      if (end < next) end = text_.find(quote, next);
      escape = next < text_.size() ? text_.substr(0, end).find('\\', next) : std::string_view::npos;
    }
    if (end == std::string_view::npos) {
      failure_ = "a string without an end";
      return {begin, begin};
    }
    at_ = end + 1;
    return {begin, end};
  }

  Span read_bare() {
    const std::size_t begin = at_;
    at_ = std::min(text_.find_first_of(" \t\r\n,:{}[]\"'/", at_), text_.size());
    if (at_ == begin) failure_ = "no value where one should be";
    return {begin, at_};
  }

  void read_key() {
    const Span key = here() == '"' || here() == '\'' ? read_string() : read_bare();
    if (failure_ != nullptr) return;
    node_.key_begin = static_cast<std::uint32_t>(key.begin);
    node_.key_end = static_cast<std::uint32_t>(key.end);
    pass_blanks();
    if (here() != ':') {
      failure_ = "a key without a value";
      return;
    }
    ++at_;
    pass_blanks();
  }

  /// One value; of a container its beginning.
  void read_value() {
    using enum ValueTree::Type;
    pass_blanks();
    node_ = {};
    if (is_in_map()) read_key();
    if (failure_ != nullptr) return;
    if (tree_.size() >= kMostJsonValues) {
      failure_ = "more than 4,000,000 values";
      return;
    }
    const char c = here();
    node_.begin = static_cast<std::uint32_t>(at_);
    if (c == '{' || c == '[') {
      if (tree_.depth() >= kMostJsonLevels) {
        failure_ = "more than 1,000 levels";
        return;
      }
      node_.type = c == '{' ? map : list;
      tree_.open(node_);
      is_map_.push_back(c == '{');
      ++at_;
      return;
    }
    const bool is_text = c == '"' || c == '\'';
    const Span span = is_text ? read_string() : read_bare();
    node_.type = is_text ? text : other;
    node_.spelling = is_text ? ValueTree::Spelling::json : ValueTree::Spelling::plain;
    node_.begin = static_cast<std::uint32_t>(span.begin);
    node_.end = static_cast<std::uint32_t>(span.end);
    if (failure_ == nullptr) tree_.add(node_);
    after_value_ = true;
  }

  /// Whether a value follows; else a container has ended, or there is none.
  bool goes_on() {
    pass_blanks();
    if (failure_ != nullptr || tree_.depth() == 0) return false;
    if (after_value_ && here() == ',') {
      ++at_;
      pass_blanks();
    } else if (after_value_ && here() != closing()) {
      failure_ = at_ < text_.size() ? "a comma is missing" : "it ends too early";
      return false;
    }
    after_value_ = false;
    if (here() != closing()) return true;
    tree_.close(++at_);
    is_map_.pop_back();
    after_value_ = true;
    return false;
  }

  [[nodiscard]] bool is_in_map() const { return !is_map_.empty() && is_map_.back(); }
  [[nodiscard]] char closing() const { return is_in_map() ? '}' : ']'; }

  std::string_view text_;
  ValueTree tree_;
  std::size_t at_ = 0;
  std::vector<bool> is_map_;  // of each open container
  ValueTree::Node node_;
  bool after_value_ = false;
  const char* failure_ = nullptr;
};

}  // namespace

Result<ValueTree> read_json_tree(std::string_view text) {
  if (text.size() > 0xFFFFFFFFU) return Error{"larger than 4 GiB"};
  return JsonTreeReader(text).read();
}

}  // namespace nhiscan

#include "declarations/actions_expressions.h"

#include <algorithm>

#include "base/text.h"

namespace nhiscan {

namespace {

constexpr std::size_t kMaxName = 256;

bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_name_part(char c) { return is_name_start(c) || (c >= '0' && c <= '9') || c == '-'; }

/// Reads one expression, from behind its `${{`.
class ExpressionReader {
 public:
  ExpressionReader(std::string_view text, std::size_t begin, std::size_t end)
      : text_(text), at_(begin), end_(end) {}

  /// Returns the offset behind the expression's `}}`.
  std::size_t read(std::vector<SecretReference>& references) {
    while (at_ < end_ && !starts_with("}}")) {
      if (text_[at_] == '\'') {
        skip_string();
      } else if (is_name_start(text_[at_])) {
        read_name(references);
      } else {
        after_dot_ = text_[at_] == '.' || (after_dot_ && text_[at_] == ' ');
        ++at_;
      }
    }
    return std::min(at_ + 2, end_);
  }

 private:
  [[nodiscard]] bool starts_with(std::string_view part) const {
    return text_.substr(at_, end_ - at_).starts_with(part);
  }

  std::string_view take_name() {
    const std::size_t begin = at_;
    while (at_ < end_ && is_name_part(text_[at_]))
      ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void skip_string() {
    const std::size_t close = text_.find('\'', at_ + 1);
    at_ = close == std::string_view::npos || close >= end_ ? end_ : close + 1;
    after_dot_ = false;
  }

  void read_name(std::vector<SecretReference>& references) {
    const std::size_t begin = at_;
    const bool is_context = !after_dot_;
    const std::string_view name = take_name();
    after_dot_ = false;
    if (!is_context || name.size() > 7) return;
    const std::string context = lower_ascii(name);
    if (context == "secrets") {
      references.push_back(read_secret(begin));
    } else if (context == "github" && starts_with(".token")) {
      ++at_;
      if (take_name() == "token") references.push_back({SecretUse::token, "", {begin, at_}});
    }
  }

  SecretReference read_secret(std::size_t begin) {
    SecretReference reference{SecretUse::all, "", {begin, at_}};
    if (starts_with(".*")) {
      at_ += 2;
    } else if (starts_with(".")) {
      ++at_;
      set_name(reference, take_name());
    } else if (starts_with("['")) {
      read_quoted(reference);
    } else if (starts_with("[")) {
      reference.use = SecretUse::computed;
      ++at_;
    }
    reference.span.end = at_;
    return reference;
  }

  void read_quoted(SecretReference& reference) {
    const std::size_t name = at_ + 2;
    at_ += 1;
    skip_string();
    set_name(reference, text_.substr(name, at_ > name ? at_ - name - 1 : 0));
    if (starts_with("]")) ++at_;
  }

  static void set_name(SecretReference& reference, std::string_view name) {
    const bool is_name =
        !name.empty() && name.size() <= kMaxName && std::ranges::all_of(name, is_name_part);
    reference.use = is_name ? SecretUse::named : SecretUse::computed;
    if (!is_name) return;
    reference.name = name;
    if (lower_ascii(name) == "github_token") reference.use = SecretUse::token;
  }

  std::string_view text_;
  std::size_t at_;
  std::size_t end_;
  bool after_dot_ = false;
};

}  // namespace

std::vector<SecretReference> find_secret_references(std::string_view text, Span where) {
  std::vector<SecretReference> references;
  const std::size_t end = std::min(where.end, text.size());
  const std::string_view searched = text.substr(0, end);
  std::size_t at = searched.find("${{", where.begin);
  while (at != std::string_view::npos) {
    const std::size_t next = ExpressionReader(text, at + 3, end).read(references);
    at = searched.find("${{", next);
  }
  return references;
}

}  // namespace nhiscan

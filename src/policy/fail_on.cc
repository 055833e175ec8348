#include "policy/fail_on.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"

namespace nhiscan {
namespace {

constexpr std::size_t kLongest = 4096;
constexpr int kDeepest = 64;

struct Token {
  enum class Type : std::uint8_t { end, symbol, word, quoted, wrong } type = Type::end;
  std::string_view text;  ///< of a quoted value, what stands between the quotes
  std::size_t at = 0;
};

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("._-*?/").find(c) != std::string_view::npos;
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Token next() {
    at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
    if (at_ == text_.size()) return {Token::Type::end, {}, at_};
    const std::string_view rest = text_.substr(at_);
    static constexpr auto kSymbols = std::to_array<std::string_view>(
        {"&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "(", ")"});
    const auto* const symbol = std::ranges::find_if(
        kSymbols, [&](std::string_view candidate) { return rest.starts_with(candidate); });
    if (symbol != kSymbols.end()) return take(Token::Type::symbol, *symbol, symbol->size());
    if (rest.front() == '\'' || rest.front() == '"') return quoted(rest);
    const auto* const end = std::ranges::find_if_not(rest, is_word);
    const auto size = static_cast<std::size_t>(end - rest.begin());
    if (size == 0) return take(Token::Type::wrong, rest.substr(0, 1), 1);
    return take(Token::Type::word, rest.substr(0, size), size);
  }

 private:
  Token take(Token::Type type, std::string_view text, std::size_t size) {
    const Token token{type, text, at_};
    at_ += size;
    return token;
  }

  Token quoted(std::string_view rest) {
    const std::size_t end = rest.find(rest.front(), 1);
    if (end == std::string_view::npos) return take(Token::Type::wrong, rest, rest.size());
    return take(Token::Type::quoted, rest.substr(1, end - 1), end + 1);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

Error wrong_at(const Token& token, const std::string& what) {
  return {"column " + std::to_string(token.at + 1) + ": " + what};
}

std::string shown(const Token& token) {
  if (token.type == Token::Type::end) return "the end";
  return "'" + escape_terminal(token.text) + "'";
}

std::string field_list() {
  std::string list;
  for (const FindingField& field : finding_fields())
    list += (list.empty() ? "" : ", ") + std::string(field.name);
  return list;
}

/// For what many would write out of habit.
std::string habit(std::string_view text) {
  if (text == "&" || text == "and" || text == ",") return "; for both, write &&";
  if (text == "|" || text == "or") return "; for either, write ||";
  if (text == "not") return "; for the opposite, write !";
  if (text == "=" || text == "~" || text == ":") return "; for equality, write ==";
  if (text.starts_with('\'') || text.starts_with('"')) return "; its quote isn't closed";
  return "";
}

class Parser {
 public:
  explicit Parser(std::string_view text) : lexer_(text) { step(); }

  Result<Condition> whole() {
    auto condition = any();
    if (condition && token_.type != Token::Type::end)
      return wrong_at(token_, "unexpected " + shown(token_) +
                                  (habit(token_.text).empty() ? "; join conditions with && or ||"
                                                              : habit(token_.text)));
    return condition;
  }

 private:
  void step() { token_ = lexer_.next(); }
  [[nodiscard]] bool is_symbol(std::string_view text) const {
    return token_.type == Token::Type::symbol && token_.text == text;
  }

  Result<Condition> any() {
    auto left = all();
    while (left && is_symbol("||")) {
      step();
      auto right = all();
      if (!right) return right;
      left = Condition(
          [a = *std::move(left), b = *std::move(right)](const Finding& finding, std::int64_t now) {
            return a(finding, now) || b(finding, now);
          });
    }
    return left;
  }

  Result<Condition> all() {
    auto left = one();
    while (left && is_symbol("&&")) {
      step();
      auto right = one();
      if (!right) return right;
      left = Condition(
          [a = *std::move(left), b = *std::move(right)](const Finding& finding, std::int64_t now) {
            return a(finding, now) && b(finding, now);
          });
    }
    return left;
  }

  Result<Condition> one() {
    if (depth_ == kDeepest) return wrong_at(token_, "too deep; 64 levels are the most");
    if (is_symbol("!")) {
      step();
      ++depth_;
      auto inner = one();
      --depth_;
      if (!inner) return inner;
      return Condition([inner = *std::move(inner)](const Finding& finding, std::int64_t now) {
        return !inner(finding, now);
      });
    }
    if (is_symbol("(")) return in_parentheses();
    return comparison();
  }

  Result<Condition> in_parentheses() {
    const Token open = token_;
    step();
    ++depth_;
    auto inner = any();
    --depth_;
    if (!inner) return inner;
    if (!is_symbol(")"))
      return wrong_at(token_, "a ) is missing for the ( at column " + std::to_string(open.at + 1) +
                                  habit(token_.text));
    step();
    return inner;
  }

  Result<Condition> comparison() {
    const auto fields = finding_fields();
    const auto field = std::ranges::find(fields, token_.text, &FindingField::name);
    if (token_.type != Token::Type::word || field == fields.end())
      return wrong_at(token_, shown(token_) + " is no field" + habit(token_.text) + "; there are " +
                                  field_list());
    step();
    const auto how = comparison_sign();
    if (field->compare == nullptr) {
      if (how)
        return wrong_at(token_, std::string(field->name) + " is true or false: write " +
                                    std::string(field->name) + " or !" + std::string(field->name));
      return Condition(
          [holds = field->holds](const Finding& finding, std::int64_t) { return holds(finding); });
    }
    if (!how)
      return wrong_at(token_, "after " + std::string(field->name) +
                                  " comes one of == != < <= > >=, not " + shown(token_) +
                                  habit(token_.text));
    step();
    if (token_.type != Token::Type::word && token_.type != Token::Type::quoted)
      return wrong_at(token_, "a value is missing before " + shown(token_) + habit(token_.text));
    auto condition = field->compare(*how, token_.text);
    if (!condition)
      return wrong_at(token_, std::string(field->name) + ": " + condition.error().message);
    step();
    return condition;
  }

  [[nodiscard]] std::optional<Comparison> comparison_sign() const {
    static constexpr auto kSigns = std::to_array<std::pair<std::string_view, Comparison>>({
        {"==", Comparison::equal},
        {"!=", Comparison::not_equal},
        {"<", Comparison::less},
        {"<=", Comparison::at_most},
        {">", Comparison::greater},
        {">=", Comparison::at_least},
    });
    if (token_.type != Token::Type::symbol) return std::nullopt;
    const auto* const sign =
        std::ranges::find(kSigns, token_.text, &std::pair<std::string_view, Comparison>::first);
    if (sign == kSigns.end()) return std::nullopt;
    return sign->second;
  }

  Lexer lexer_;
  Token token_;
  int depth_ = 0;
};

}  // namespace

Result<Condition> parse_fail_on(std::string_view text) {
  if (text.size() > kLongest)
    return Error{"the expression is longer than " + std::to_string(kLongest) + " bytes"};
  return Parser(text).whole();
}

}  // namespace nhiscan

// A recursive-descent parser. Flags, escapes and classes are resolved while reading, so that the
// tree has only sets of characters, and PCRE2 is told nothing that the two read differently (`\v`,
// `\s`, `$`, octal numbers).
#include "detection/go_regex.h"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

namespace nhiscan {
namespace {

using Type = GoRegex::Type;
using Ranges = std::vector<std::pair<char32_t, char32_t>>;

constexpr char32_t kLastCodePoint = 0x10FFFF;
constexpr unsigned kMostRepeats = 1000;  // Go's own limit
constexpr int kDeepest = 200;
constexpr std::size_t kLongestRegex = 64UL * 1024;

struct NamedRanges {
  std::string_view name;
  std::string_view ranges;  // pairs of first and last
};

constexpr auto kPosixClasses = std::to_array<NamedRanges>({
    {"alnum", "09AZaz"},
    {"alpha", "AZaz"},
    {"ascii", {"\0\x7f", 2}},
    {"blank", "\t\t  "},
    {"cntrl", {"\0\x1f\x7f\x7f", 4}},
    {"digit", "09"},
    {"graph", "!~"},
    {"lower", "az"},
    {"print", " ~"},
    {"punct", "!/:@[`{~"},
    {"space", "\t\r  "},
    {"upper", "AZ"},
    {"word", "09AZaz__"},
    {"xdigit", "09AFaf"},
});

constexpr auto kPerlClasses = std::to_array<NamedRanges>({
    {"d", "09"},
    {"s", "\t\n\f\r  "},
    {"w", "09AZaz__"},
});

Ranges to_ranges(std::string_view pairs) {
  Ranges ranges;
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2)
    ranges.emplace_back(static_cast<unsigned char>(pairs[i]),
                        static_cast<unsigned char>(pairs[i + 1]));
  return ranges;
}

/// Sorted, and joined where they touch.
Ranges normalised(Ranges ranges) {
  std::ranges::sort(ranges);
  Ranges joined;
  for (const auto& [first, last] : ranges) {
    if (!joined.empty() && first <= joined.back().second + 1)
      joined.back().second = std::max(joined.back().second, last);
    else
      joined.emplace_back(first, last);
  }
  return joined;
}

Ranges complement(const Ranges& ranges) {
  Ranges rest;
  char32_t next = 0;
  for (const auto& [first, last] : normalised(ranges)) {
    if (first > next) rest.emplace_back(next, first - 1);
    next = last + 1;
  }
  if (next <= kLastCodePoint) rest.emplace_back(next, kLastCodePoint);
  return rest;
}

void add_other_case(Ranges& ranges) {
  const std::size_t count = ranges.size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto [first, last] = ranges[i];
    for (const auto& [low, high, shift] :
         {std::tuple<char32_t, char32_t, int>{'a', 'z', -32}, {'A', 'Z', 32}}) {
      const char32_t from = std::max(first, low);
      const char32_t to = std::min(last, high);
      if (from <= to)
        ranges.emplace_back(static_cast<char32_t>(static_cast<int>(from) + shift),
                            static_cast<char32_t>(static_cast<int>(to) + shift));
    }
  }
}

struct Flags {
  bool any_case = false;
  bool lines = false;        // m
  bool dot_newline = false;  // s
  bool lazy = false;         // U
};

struct Failure {
  std::string what;
};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  GoRegex parse() {
    GoRegex whole = alternatives(Flags{});
    if (at_ < text_.size()) fail("unexpected )");
    return whole;
  }

  [[nodiscard]] std::size_t at() const { return at_; }

 private:
  [[noreturn]] static void fail(const std::string& what) { throw Failure{what}; }

  [[nodiscard]] bool more() const { return at_ < text_.size(); }
  [[nodiscard]] bool looking_at(std::string_view word) const {
    return text_.substr(at_).starts_with(word);
  }
  bool take(std::string_view word) {
    if (!looking_at(word)) return false;
    at_ += word.size();
    return true;
  }

  /// The next code point; a byte that isn't UTF-8 is an error, as in Go.
  char32_t next() {
    const auto byte = static_cast<unsigned char>(text_[at_]);
    std::size_t length = 1;
    if (byte >= 0xf0)
      length = 4;
    else if (byte >= 0xe0)
      length = 3;
    else if (byte >= 0xc2)
      length = 2;
    else if (byte >= 0x80)
      fail("not UTF-8");
    if (text_.size() - at_ < length) fail("not UTF-8");
    char32_t point = length == 1 ? byte : byte & (0x7fU >> length);
    for (std::size_t i = 1; i < length; ++i) {
      const auto more_bits = static_cast<unsigned char>(text_[at_ + i]);
      if ((more_bits & 0xc0U) != 0x80) fail("not UTF-8");
      point = point << 6U | (more_bits & 0x3fU);
    }
    if (point > kLastCodePoint || (point >= 0xd800 && point < 0xe000)) fail("not UTF-8");
    at_ += length;
    return point;
  }

  /// Up to the end of the group. `(?i)` changes the flags of what follows in it.
  GoRegex alternatives(Flags flags) {
    if (++depth_ > kDeepest) fail("nested too deeply");
    GoRegex choice;
    choice.type = Type::alternate;
    choice.parts.emplace_back();
    while (more() && !looking_at(")")) {
      if (take("|")) {
        choice.parts.emplace_back();
        continue;
      }
      piece(choice.parts.back().parts, flags);
    }
    --depth_;
    if (choice.parts.size() > 1) return choice;
    return std::move(choice.parts.front());
  }

  void piece(std::vector<GoRegex>& out, Flags& flags) {
    if (take("\\Q")) {
      const std::size_t end = std::min(text_.find("\\E", at_), text_.size());
      while (at_ < end)
        out.push_back(literal(next(), flags));
      take("\\E");
      return;
    }
    if (looking_at("(?") && !looking_at("(?P<") && !looking_at("(?<"))
      return flag_group(out, flags);
    GoRegex atom = this->atom(flags);
    if (const auto repeat = quantifier(flags)) {
      GoRegex repeated = *repeat;
      repeated.parts.push_back(std::move(atom));
      if (more() && (looking_at("*") || looking_at("+") || looking_at("?")))
        fail("nested repetition");
      out.push_back(std::move(repeated));
      return;
    }
    out.push_back(std::move(atom));
  }

  /// `(?i:…)`, or `(?i)`, of which nothing becomes a part.
  void flag_group(std::vector<GoRegex>& out, Flags& flags) {
    at_ += 2;
    Flags changed = flags;
    bool value = true;
    while (more() && !looking_at(")") && !looking_at(":")) {
      const char c = text_[at_++];
      if (c == '-' && value)
        value = false;
      else if (c == 'i')
        changed.any_case = value;
      else if (c == 'm')
        changed.lines = value;
      else if (c == 's')
        changed.dot_newline = value;
      else if (c == 'U')
        changed.lazy = value;
      else
        fail(std::string("(?") + c + ": Go has no look-around, atomic groups or conditions");
    }
    if (take(")")) {
      flags = changed;
      return;
    }
    if (!take(":")) fail("a group without its end");
    GoRegex group;
    group.type = Type::group;
    group.parts.push_back(alternatives(changed));
    if (!take(")")) fail("missing )");
    if (const auto repeat = quantifier(flags)) {
      GoRegex repeated = *repeat;
      repeated.parts.push_back(std::move(group));
      group = std::move(repeated);
    }
    out.push_back(std::move(group));
  }

  GoRegex atom(const Flags& flags) {
    const std::size_t start = at_;
    if (take("(")) return capture(flags);
    if (looking_at("[")) return bracket(flags);
    if (take(".")) {
      GoRegex dot = set({{'\n', '\n'}});
      dot.negated = true;
      if (flags.dot_newline) dot.ranges.clear();
      return dot;
    }
    if (take("^")) return assertion(flags.lines ? "(?m:^)" : "\\A");
    if (take("$")) return assertion(flags.lines ? "(?m:$)" : "\\z");
    if (looking_at("*") || looking_at("+") || looking_at("?")) fail("nothing to repeat");
    if (!looking_at("\\")) return literal(next(), flags);
    for (const std::string_view word : {"\\A", "\\z", "\\b", "\\B"})
      if (take(word)) return assertion(std::string(word));
    GoRegex one = set({});
    if (escaped_class(one)) return one;
    at_ = start;
    return literal(escaped(), flags);
  }

  GoRegex capture(const Flags& flags) {
    GoRegex group;
    group.type = Type::group;
    group.captures = true;
    if (take("?P<") || take("?<")) {
      const std::size_t end = text_.find('>', at_);
      if (end == std::string_view::npos) fail("a group's name without its end");
      group.name = text_.substr(at_, end - at_);
      const auto is_word = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '_';
      };
      if (group.name.empty() || !std::ranges::all_of(group.name, is_word))
        fail("'" + group.name + "' is not a group's name; look-behind is not Go's");
      at_ = end + 1;
    }
    group.parts.push_back(alternatives(flags));
    if (!take(")")) fail("missing )");
    return group;
  }

  static GoRegex set(Ranges ranges) {
    GoRegex one;
    one.type = Type::set;
    one.ranges = std::move(ranges);
    return one;
  }

  static GoRegex assertion(std::string text) {
    GoRegex one;
    one.type = Type::assertion;
    one.text = std::move(text);
    return one;
  }

  static GoRegex literal(char32_t point, const Flags& flags) {
    GoRegex one = set({{point, point}});
    if (flags.any_case) add_other_case(one.ranges);
    return one;
  }

  /// `{2}`, `{2,}`, `{2,3}`, `*`, `+`, `?`, each with a `?` behind it or not.
  std::optional<GoRegex> quantifier(const Flags& flags) {
    GoRegex repeat;
    repeat.type = Type::repeat;
    if (take("*")) {
      repeat.least = 0;
      repeat.most = GoRegex::kForever;
    } else if (take("+")) {
      repeat.most = GoRegex::kForever;
    } else if (take("?")) {
      repeat.least = 0;
    } else if (!counts(repeat)) {
      return std::nullopt;
    }
    repeat.lazy = take("?") != flags.lazy;
    return repeat;
  }

  bool counts(GoRegex& repeat) {
    const std::size_t start = at_;
    if (!take("{")) return false;
    const auto least = number();
    repeat.least = least.value_or(0);
    repeat.most = repeat.least;
    if (take(",")) repeat.most = number().value_or(GoRegex::kForever);
    if (!least || !take("}")) {
      at_ = start;  // a brace that means itself
      return false;
    }
    const bool endless = repeat.most == GoRegex::kForever;
    if (repeat.least > kMostRepeats || (!endless && repeat.most > kMostRepeats))
      fail("a repeat of more than 1000");
    if (repeat.most < repeat.least) fail("a repeat with less at the end than at its begin");
    return true;
  }

  std::optional<unsigned> number() {
    std::optional<unsigned> value;
    for (; more() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_)
      value = std::min(value.value_or(0) * 10 + static_cast<unsigned>(text_[at_] - '0'),
                       kMostRepeats + 1);
    return value;
  }

  /// `\d`, `\W`, `\pL`, `\P{Greek}`: added to `to`.
  bool escaped_class(GoRegex& to) {
    if (text_.size() - at_ < 2 || text_[at_] != '\\') return false;
    const char c = text_[at_ + 1];
    const char lower = static_cast<char>(c | 0x20);
    if (lower == 'p') {
      at_ += 2;
      to.classes += std::string("\\") + c + property();
      return true;
    }
    const auto* const known =
        std::ranges::find(kPerlClasses, std::string_view(&lower, 1), &NamedRanges::name);
    if (known == kPerlClasses.end()) return false;
    at_ += 2;
    const Ranges ranges = to_ranges(known->ranges);
    for (const auto& range : c == lower ? ranges : complement(ranges))
      to.ranges.push_back(range);
    return true;
  }

  std::string property() {
    if (!take("{")) {
      if (!more()) fail("\\p without its class");
      return std::string("{") + text_[at_++] + "}";
    }
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) fail("\\p{ without its end");
    const std::string name(text_.substr(at_, end - at_));
    const auto is_word = [](char x) {
      return (x >= 'A' && x <= 'Z') || (x >= 'a' && x <= 'z') || x == '_' || x == '^';
    };
    if (name.empty() || !std::ranges::all_of(name, is_word)) fail("\\p{" + name + "}");
    at_ = end + 1;
    return "{" + name + "}";
  }

  /// The code point of an escape.
  char32_t escaped() {
    ++at_;
    if (!more()) fail("a backslash at the end");
    const char c = text_[at_];
    const bool is_alnum =
        (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (!is_alnum) return next();
    constexpr std::string_view kNames = "aftnrv";
    constexpr std::string_view kValues = "\a\f\t\n\r\v";
    if (const auto at = kNames.find(c); at != std::string_view::npos) {
      ++at_;
      return static_cast<unsigned char>(kValues[at]);
    }
    if (c == 'x') {
      ++at_;
      return hexadecimal();
    }
    if (c == '0' || (c >= '1' && c <= '7' && at_ + 1 < text_.size() && text_[at_ + 1] >= '0' &&
                     text_[at_ + 1] <= '7'))
      return octal();
    fail(std::string("\\") + c + " is not an escape of Go's");
  }

  char32_t octal() {
    char32_t value = 0;
    for (int i = 0; i < 3 && more() && text_[at_] >= '0' && text_[at_] <= '7'; ++i)
      value = value * 8 + static_cast<char32_t>(text_[at_++] - '0');
    return value;
  }

  char32_t hexadecimal() {
    const bool braces = take("{");
    char32_t value = 0;
    std::size_t digits = 0;
    for (; more() && (braces || digits < 2); ++digits) {
      const char c = text_[at_];
      const char lower = static_cast<char>(c | 0x20);
      if (c >= '0' && c <= '9')
        value = value * 16 + static_cast<char32_t>(c - '0');
      else if (lower >= 'a' && lower <= 'f')
        value = value * 16 + static_cast<char32_t>(lower - 'a' + 10);
      else
        break;
      if (value > kLastCodePoint) fail("\\x{…} above 10FFFF");
      ++at_;
    }
    if (braces ? digits == 0 || !take("}") : digits != 2) fail("\\x without its digits");
    if (value >= 0xd800 && value < 0xe000) fail("\\x{…} is a surrogate");
    return value;
  }

  GoRegex bracket(const Flags& flags) {
    ++at_;
    GoRegex one = set({});
    one.negated = take("^");
    for (bool first = true; first || !looking_at("]"); first = false) {
      if (!more()) fail("missing ]");
      if (posix_class(one) || escaped_class(one)) continue;
      const char32_t low = class_point();
      char32_t high = low;
      if (looking_at("-") && text_.substr(at_).size() > 1 && text_[at_ + 1] != ']') {
        ++at_;
        high = class_point();
      }
      if (high < low) fail("a range with its end before its begin");
      one.ranges.emplace_back(low, high);
    }
    ++at_;
    if (flags.any_case) add_other_case(one.ranges);
    one.ranges = normalised(std::move(one.ranges));
    return one;
  }

  char32_t class_point() {
    if (!more()) fail("missing ]");
    return looking_at("\\") ? escaped() : next();
  }

  bool posix_class(GoRegex& to) {
    if (!looking_at("[:")) return false;
    const std::size_t end = text_.find(":]", at_ + 2);
    if (end == std::string_view::npos) return false;
    std::string_view name = text_.substr(at_ + 2, end - at_ - 2);
    const bool negated = name.starts_with('^');
    if (negated) name.remove_prefix(1);
    const auto* const known = std::ranges::find(kPosixClasses, name, &NamedRanges::name);
    if (known == kPosixClasses.end()) fail("there is no class [:" + std::string(name) + ":]");
    at_ = end + 2;
    const Ranges ranges = to_ranges(known->ranges);
    for (const auto& range : negated ? complement(ranges) : ranges)
      to.ranges.push_back(range);
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

std::string written(char32_t point) {
  const bool plain = (point >= '0' && point <= '9') || (point >= 'A' && point <= 'Z') ||
                     (point >= 'a' && point <= 'z') || point == '_';
  if (plain) return {static_cast<char>(point)};
  constexpr std::string_view kDigits = "0123456789abcdef";
  if (point > 0x20 && point < 0x7f) return std::string("\\") + static_cast<char>(point);
  std::string digits;
  for (char32_t rest = point; rest != 0 || digits.empty(); rest /= 16)
    digits.insert(digits.begin(), kDigits[rest % 16]);
  return "\\x{" + digits + "}";
}

std::string written_set(const GoRegex& set) {
  const bool single =
      set.ranges.size() == 1 && set.ranges.front().first == set.ranges.front().second;
  if (single && !set.negated && set.classes.empty()) return written(set.ranges.front().first);
  if (set.ranges.empty() && set.classes.empty()) return set.negated ? "(?s:.)" : "(?!)";
  std::string text = set.negated ? "[^" : "[";
  for (const auto& [first, last] : set.ranges) {
    text += written(first);
    if (last > first) text += (last > first + 1 ? "-" : "") + written(last);
  }
  return text + set.classes + "]";
}

std::string written_counts(const GoRegex& repeat) {
  const bool endless = repeat.most == GoRegex::kForever;
  std::string text = "{" + std::to_string(repeat.least);
  if (endless || repeat.most != repeat.least)
    text += "," + (endless ? "" : std::to_string(repeat.most));
  text += "}";
  if (repeat.least == 0 && endless) text = "*";
  if (repeat.least == 1 && endless) text = "+";
  if (repeat.least == 0 && repeat.most == 1) text = "?";
  return text + (repeat.lazy ? "?" : "");
}

}  // namespace

Result<GoRegex> parse_go_regex(std::string_view text) {
  if (text.size() > kLongestRegex) return Error{"longer than 64 KiB"};
  Parser parser(text);
  try {
    return parser.parse();
  } catch (const Failure& failure) {
    return Error{failure.what + ", at byte " + std::to_string(parser.at())};
  }
}

std::string to_pcre2(const GoRegex& regex) {
  std::string text;
  switch (regex.type) {
    case Type::set:
      return written_set(regex);
    case Type::assertion:
      return regex.text;
    case Type::concat:
      for (const GoRegex& part : regex.parts)
        text += part.type == Type::alternate ? "(?:" + to_pcre2(part) + ")" : to_pcre2(part);
      return text;
    case Type::alternate:
      for (std::size_t i = 0; i < regex.parts.size(); ++i)
        text += (i > 0 ? "|" : "") + to_pcre2(regex.parts[i]);
      return text;
    case Type::repeat:
      // An assertion can't be repeated in PCRE2 as it can in Go.
      text = to_pcre2(regex.parts.front());
      if (regex.parts.front().type != Type::set && regex.parts.front().type != Type::group)
        text = "(?:" + text + ")";
      return text + written_counts(regex);
    case Type::group:
      if (!regex.captures) return "(?:" + to_pcre2(regex.parts.front()) + ")";
      return (regex.name.empty() ? "(" : "(?<" + regex.name + ">") + to_pcre2(regex.parts.front()) +
             ")";
  }
  return text;
}

std::size_t capture_count(const GoRegex& regex) {
  std::size_t count = regex.captures ? 1 : 0;
  for (const GoRegex& part : regex.parts)
    count += capture_count(part);
  return count;
}

}  // namespace nhiscan

#include "detection/pattern_sample.h"

#include <algorithm>
#include <bitset>
#include <charconv>
#include <limits>
#include <unordered_map>
#include <vector>

namespace nhiscan {
namespace {

using Bytes256 = std::bitset<256>;

constexpr std::size_t kMostBeyondNeed = 200;
constexpr std::size_t kLongestSample = 4096;
constexpr int kDeepestGroup = 100;

Bytes256 range(unsigned first, unsigned last) {
  Bytes256 set;
  for (unsigned byte = first; byte <= last; ++byte)
    set.set(byte);
  return set;
}

/// What `\d` and its like stand for; nothing for other letters.
std::optional<Bytes256> named_class(char letter) {
  const Bytes256 digits = range('0', '9');
  const Bytes256 word = digits | range('a', 'z') | range('A', 'Z') | range('_', '_');
  const Bytes256 blank = range(' ', ' ') | range('\t', '\t');
  const Bytes256 space = blank | range('\n', '\r');
  switch (letter) {
    case 'd':
      return digits;
    case 'D':
      return ~digits;
    case 'w':
      return word;
    case 'W':
      return ~word;
    case 's':
      return space;
    case 'S':
      return ~space;
    case 'h':
      return blank;
    case 'N':
      return ~range('\n', '\n');
    case 'R':
      return range('\n', '\n');
    default:
      return std::nullopt;
  }
}

/// Draws a sample while it reads the pattern: what is repeated is read again.
class Sampler {
 public:
  Sampler(std::string_view pattern, Repeats repeats, std::uint64_t seed)
      : pattern_(pattern), repeats_(repeats), state_(seed * 2 + 1) {}

  std::optional<std::string> sample() {
    alternation(true);
    if (failed_ || at_ != pattern_.size()) return std::nullopt;
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool ended() const { return failed_ || at_ >= pattern_.size(); }
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : '\0';
  }
  bool skip(std::string_view text) {
    if (!pattern_.substr(std::min(at_, pattern_.size())).starts_with(text)) return false;
    at_ += text.size();
    return true;
  }
  void fail() {
    failed_ = true;
    at_ = pattern_.size();
  }

  std::size_t draw(std::size_t below) {  // a linear congruential generator: Knuth's MMIX
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>((state_ >> 33U) % below);
  }

  void emit(const Bytes256& set) {
    static const Bytes256 kPrintable = range('!', '~');
    const Bytes256 printable = set & kPrintable;
    const Bytes256& from = printable.any() ? printable : set;
    if (from.none() || out_.size() >= kLongestSample) return;
    std::size_t others = draw(from.count());
    std::size_t byte = 0;
    while (!from.test(byte) || others-- > 0)
      ++byte;
    out_ += static_cast<char>(byte);
  }

  void alternation(bool emitting) {
    if (++depth_ > kDeepestGroup) return fail();
    std::vector<std::size_t> begins{at_};
    sequence(false);
    while (!ended() && peek() == '|') {
      begins.push_back(++at_);
      sequence(false);
    }
    const std::size_t end = at_;
    if (emitting && !failed_) {
      at_ = begins[draw(begins.size())];
      sequence(true);
      at_ = end;
    }
    --depth_;
  }

  void sequence(bool emitting) {
    while (!ended() && peek() != '|' && peek() != ')')
      item(emitting);
  }

  void item(bool emitting) {
    const std::size_t begin = at_;
    atom(false);
    const std::size_t times = quantifier();
    const std::size_t end = at_;
    for (std::size_t i = 0; emitting && i < times && !failed_; ++i) {
      at_ = begin;
      atom(true);
    }
    if (!failed_) at_ = end;
  }

  /// Reads a quantifier, if there is one, and draws how often.
  std::size_t quantifier() {
    std::size_t least = 1;
    std::size_t most = 1;
    constexpr auto kUnbounded = std::numeric_limits<std::size_t>::max();
    if (skip("?")) {
      least = 0;
    } else if (skip("*")) {
      least = 0;
      most = kUnbounded;
    } else if (skip("+")) {
      most = kUnbounded;
    } else if (peek() == '{' && peek(1) >= '0' && peek(1) <= '9') {
      ++at_;
      least = number();
      most = least;
      if (skip(",")) most = peek() == '}' ? kUnbounded : number();
      if (!skip("}")) fail();
    } else {
      return 1;
    }
    if (!skip("?")) skip("+");
    if (most < least) fail();
    if (repeats_ == Repeats::fewest || failed_) return least;
    most = std::min(most, least + kMostBeyondNeed);
    return repeats_ == Repeats::most ? most : least + draw(most - least + 1);
  }

  std::size_t number() {
    std::size_t value = 0;
    const std::string_view rest = pattern_.substr(at_);
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc{}) fail();
    if (!failed_) at_ += static_cast<std::size_t>(end - rest.data());
    return value;
  }

  void atom(bool emitting) {
    const char c = peek();
    ++at_;
    switch (c) {
      case '(':
        return group(emitting);
      case '[': {
        const Bytes256& set = bracket();
        if (emitting) emit(set);
        return;
      }
      case '^':
      case '$':
        return;
      case '.':
        if (emitting) emit(~range('\n', '\n'));
        return;
      case '\\':
        return escape(emitting);
      default:
        if (emitting) emit(range(static_cast<unsigned char>(c), static_cast<unsigned char>(c)));
    }
  }

  void escape(bool emitting) {
    constexpr std::string_view kAssertions = "bBAzZGK";
    if (kAssertions.find(peek()) != std::string_view::npos) {
      ++at_;
      return;
    }
    const Bytes256 set = escaped_set();
    if (emitting) emit(set);
  }

  /// What stands after a backslash.
  Bytes256 escaped_set() {
    const char c = peek();
    ++at_;
    if (const auto set = named_class(c)) return *set;
    unsigned byte = static_cast<unsigned char>(c);
    if (c == 'x') {
      const std::string_view digits = pattern_.substr(std::min(at_, pattern_.size()), 2);
      const auto [end, error] =
          std::from_chars(digits.data(), digits.data() + digits.size(), byte, 16);
      if (error != std::errc{} || digits.size() < 2) fail();
      at_ += 2;
    } else if (c == 't') {
      byte = '\t';
    } else if (c == 'n') {
      byte = '\n';
    } else if (c == 'r') {
      byte = '\r';
    } else if (c == 'f') {
      byte = '\f';
    } else if (c == 'e') {
      byte = 0x1b;
    } else if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      fail();
    }
    return range(byte, byte);
  }

  /// What stands in brackets; read once, however often it is drawn from.
  const Bytes256& bracket() {
    auto [known, added] = brackets_.try_emplace(at_);
    if (added) {
      known->second.members = read_bracket();
      known->second.end = at_;
    }
    at_ = failed_ ? pattern_.size() : known->second.end;
    return known->second.members;
  }

  Bytes256 read_bracket() {
    Bytes256 set;
    const bool negated = skip("^");
    bool first = true;
    while (!ended() && (first || peek() != ']')) {
      first = false;
      if (peek() == '[' && peek(1) == ':') fail();
      const bool is_class = peek() == '\\' && named_class(peek(1)).has_value();
      Bytes256 member = bracket_member();
      if (!is_class && peek() == '-' && peek(1) != ']') {
        ++at_;
        const Bytes256 last = bracket_member();
        member = range(lowest(member), lowest(last));
      }
      set |= member;
    }
    if (!skip("]")) fail();
    return negated ? ~set : set;
  }

  Bytes256 bracket_member() {
    if (skip("\\b")) return range('\b', '\b');
    if (skip("\\")) return escaped_set();
    const auto byte = static_cast<unsigned char>(peek());
    ++at_;
    return range(byte, byte);
  }

  static unsigned lowest(const Bytes256& set) {
    unsigned byte = 0;
    while (byte < 255 && !set.test(byte))
      ++byte;
    return byte;
  }

  void group(bool emitting) {
    if (peek() == '*') return fail();
    if (skip("?")) {
      if (skip("=") || skip("!") || skip("<=") || skip("<!"))
        emitting = false;
      else if (skip("<") || skip("P<"))
        at_ = std::min(pattern_.size(), pattern_.find('>', at_)) + 1;
      else {
        if (!options()) return fail();
        if (skip(")")) return;
        if (!skip(":")) return fail();
      }
    }
    alternation(emitting);
    if (!skip(")")) fail();
  }

  bool options() {
    constexpr std::string_view kLetters = "imsU-";
    while (kLetters.find(peek()) != std::string_view::npos && !ended())
      ++at_;
    return peek() == ':' || peek() == ')';
  }

  struct Bracket {
    Bytes256 members;
    std::size_t end = 0;
  };

  std::string_view pattern_;
  std::unordered_map<std::size_t, Bracket> brackets_;  // by where they begin
  Repeats repeats_;
  std::uint64_t state_;
  std::string out_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool failed_ = false;
};

}  // namespace

std::optional<std::string> sample_of(std::string_view pattern, Repeats repeats,
                                     std::uint64_t seed) {
  return Sampler(pattern, repeats, seed).sample();
}

}  // namespace nhiscan

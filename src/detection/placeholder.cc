// Values that no provider would issue. Every rule asks, so each test wants strong evidence: real
// tokens do hold "test", "example", short counts and short runs.

#include <array>
#include <cstddef>

#include "detection/value_judge.h"
#include "detection/value_text.h"
#include "detection/wordlike.h"

namespace nhiscan {
namespace {

using namespace value_text;

constexpr std::size_t kLongestPhrase = 120;
constexpr std::size_t kLongestToken = 400;

/// Whether `test` says yes to one of the runs of letters in `text`.
template <class Test>
bool any_word(std::string_view text, Test test) {
  for (const auto* begin = text.begin(); begin != text.end();) {
    begin = std::find_if(begin, text.end(), is_letter);
    const auto* const end = std::find_if_not(begin, text.end(), is_letter);
    if (begin != end && test(std::string_view(begin, end))) return true;
    begin = end;
  }
  return false;
}

/// The length of the longest run in which each character `follows` the one before it.
template <class Follows>
std::size_t longest_run(std::string_view value, Follows follows) {
  std::size_t longest = value.empty() ? 0 : 1;
  std::size_t run = 1;
  for (std::size_t i = 1; i < value.size(); ++i) {
    run = follows(value[i - 1], value[i]) ? run + 1 : 1;
    longest = std::max(longest, run);
  }
  return longest;
}

bool counts_up(char a, char b) {
  const char x = lower(a);
  const char y = lower(b);
  if (x == '9') return y == '0' || y == 'a';
  if (x == 'z') return y == '0' || y == '1' || y == 'a';
  if (x == 'f' && y == '0') return true;
  return is_alnum(x) && y == x + 1;
}

bool counts_down(char a, char b) { return is_alnum(a) && is_alnum(b) && lower(b) == lower(a) - 1; }

/// The longest part between separators: what is left of `ghp_…` or `sk-live-…` without its prefix.
std::string_view body_of(std::string_view value) {
  std::string_view longest;
  for (std::size_t begin = 0; begin <= value.size();) {
    const auto end = std::min(value.find_first_of("_-.=:", begin), value.size());
    if (end - begin > longest.size()) longest = value.substr(begin, end - begin);
    begin = end + 1;
  }
  return longest;
}

/// One character for the most part (Twitter's bearer tokens begin with twenty and more), or a body
/// that is a count throughout: "1234567890…", "abcdefg…".
bool is_run_or_count(std::string_view value) {
  const std::size_t run = longest_run(value, [](char a, char b) { return a == b; });
  if (run >= 4 && run == value.size()) return true;
  if (run >= 6 && run * 5 >= value.size() * 3) return true;
  const std::string_view body = body_of(value);
  if (body.size() < 6 || body.size() * 2 < value.size()) return false;
  return longest_run(body, counts_up) == body.size() ||
         longest_run(body, counts_down) == body.size();
}

/// `XXXX-XXXX-XXXX`.
bool is_crossed_out(std::string_view value) {
  const auto crosses = std::ranges::count_if(value, [](char c) { return lower(c) == 'x'; });
  return crosses >= 4 && all(value, [](char c) { return lower(c) == 'x' || !is_alnum(c); });
}

/// Asterisks, dots, an ellipsis, bullets, or a run of the letter x.
bool is_masked(std::string_view value) {
  const auto run_of = [&](char wanted) {
    return longest_run(value,
                       [=](char a, char b) { return lower(a) == wanted && lower(b) == wanted; });
  };
  if (is_crossed_out(value)) return true;
  if (run_of('*') >= 3 || value.find("\xE2\x80\xA6") != npos) return true;
  if (run_of('x') >= 20) return true;
  if (value.size() >= kLongestToken) return false;
  return run_of('.') >= 3 || value.find("\xE2\x80\xA2") != npos || run_of('x') >= 5;
}

/// "abababab", "foofoofoo": a block of at most three characters, repeated throughout.
bool is_short_cycle(std::string_view value) {
  if (value.size() < 6) return false;
  for (std::size_t period = 1; period <= 3; ++period)
    if (value.substr(period) == value.substr(0, value.size() - period)) return true;
  return false;
}

/// `<token>`, `[password]`, `{secret}`, `%PASSWORD%`.
bool is_bracketed(std::string_view value) {
  static constexpr auto kPairs = std::to_array<std::string_view>({"<>", "[]", "{}", "%%", "()"});
  const auto is_label_char = [](char c) {
    return is_name_char(c) || std::string_view(" -.':").find(c) != npos;
  };
  if (value.size() > 2 && value.front() == '<' && value.back() == '>') return true;
  // cut off behind its first word
  if (value.size() > 3 && value.front() == '<' && reads_as_words(value.substr(1))) return true;
  if (value.size() < 2 || !all(value.substr(1, value.size() - 2), is_label_char)) return false;
  return std::ranges::any_of(kPairs, [&](auto pair) {
    return value.front() == pair.front() && value.back() == pair.back();
  });
}

constexpr auto kInstructions = std::to_array<std::string_view>(
    {"your",     "yours",   "change",    "changeme",   "changeit", "placeholder", "redacted",
     "replace",  "insert",  "todo",      "fixme",      "removed",  "hidden",      "masked",
     "censored", "dummy",   "replaceme", "tbd",        "foobar",   "deadbeef",    "notreal",
     "updateme", "fillme",  "omitted",   "changethis", "notset",   "xxx",         "setme",
     "enter",    "specify", "provide",   "fixthis"});

/// "your-api-key", "CHANGE_ME", "paste-token-here".
bool is_instruction(std::string_view value) {
  static constexpr auto kParts = std::to_array<std::string_view>(
      {"_here", "-here", "change-me", "change_me", "yourapikey", "yourtoken", "yourpassword",
       "yoursecret", "goes-here", "goes_here", "put-your", "put_your", "add-your"});
  if (value.size() > kLongestPhrase) return false;
  const auto digits = static_cast<std::size_t>(std::ranges::count_if(value, is_digit));
  const auto instructs = [](auto word) { return is_one_of(word, kInstructions); };
  return (digits * 4 <= value.size() && any_word(value, instructs)) ||
         contains_one_of(value, kParts);
}

constexpr auto kSampleWords =
    std::to_array<std::string_view>({"example", "sample", "fake", "test", "testing", "mock", "foo",
                                     "bar", "baz", "demo", "some", "my"});

/// "foobarbazqux": nothing but the words that programmers write where any would do.
bool is_all_filler(std::string_view value) {
  static constexpr auto kFillers =
      std::to_array<std::string_view>({"foo", "bar", "baz", "qux", "quux"});
  if (value.size() < 6) return false;
  while (!value.empty()) {
    const auto* const filler = std::ranges::find_if(
        kFillers, [&](std::string_view word) { return begins_with(value, word); });
    if (filler == kFillers.end()) return false;
    value.remove_prefix(filler->size());
  }
  return true;
}

/// "YourApiKey", "your_db_password": the owner, then what he should fill in.
bool addresses_reader(std::string_view value) {
  static constexpr auto kThings = std::to_array<std::string_view>(
      {"access", "account", "admin", "api",    "app",   "auth",  "aws",  "azure",   "bot",
       "bucket", "client",  "db",    "key",    "mail",  "own",   "pass", "private", "project",
       "secret", "server",  "smtp",  "strong", "super", "token", "user", "very",    "unique"});
  if (value.size() > kLongestPhrase || !begins_with(value, "your")) return false;
  auto rest = value.substr(4);
  const auto next = rest.find_first_not_of("_- .");
  return next != npos && begins_with_one_of(rest.substr(next), kThings);
}

/// `sk-<your key>`, `Bearer <token>`: words between angle brackets.
bool holds_bracketed_words(std::string_view value) {
  const auto open = value.find('<');
  const auto close = value.find('>', open == npos ? value.size() : open);
  if (open == npos || close == npos || close - open < 4 || value.size() > kLongestToken)
    return false;
  return reads_as_words(value.substr(open + 1, close - open - 1));
}

/// "my-example-token": words only, and one of them says that it is a sample.
bool is_sample_phrase(std::string_view value) {
  const auto says_so = [](auto word) { return is_one_of(word, kSampleWords); };
  return value.size() <= kLongestPhrase && !any(value, is_digit) && any_word(value, says_so) &&
         reads_as_words(value);
}

}  // namespace

bool is_placeholder(std::string_view value) {
  return value.empty() || is_run_or_count(value) || is_masked(value) || is_short_cycle(value) ||
         is_bracketed(value) || is_instruction(value) || addresses_reader(value) ||
         holds_bracketed_words(value) || is_sample_phrase(value) || is_all_filler(value);
}

}  // namespace nhiscan

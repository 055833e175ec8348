// A pattern is walked along the path with two places to go back to: the last `*`, which may take
// one more byte of its segment, and the last `**`, which may take one more directory. Earlier stars
// never need another try: what follows a star is best matched as early as possible, since the next
// star takes up any slack.

#include "base/glob.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace nhiscan {
namespace {

bool in_class(std::string_view name, unsigned char byte) {
  if (name == "alnum") return std::isalnum(byte) != 0;
  if (name == "alpha") return std::isalpha(byte) != 0;
  if (name == "blank") return byte == ' ' || byte == '\t';
  if (name == "cntrl") return std::iscntrl(byte) != 0;
  if (name == "digit") return std::isdigit(byte) != 0;
  if (name == "graph") return std::isgraph(byte) != 0;
  if (name == "lower") return std::islower(byte) != 0;
  if (name == "print") return std::isprint(byte) != 0;
  if (name == "punct") return std::ispunct(byte) != 0;
  if (name == "space") return std::isspace(byte) != 0;
  if (name == "upper") return std::isupper(byte) != 0;
  if (name == "xdigit") return std::isxdigit(byte) != 0;
  return false;
}

struct SetMatch {
  bool matched = false;
  std::size_t end = 0;  ///< just behind the `]`
};

/// One byte of a set, perhaps escaped. Moves `at` behind it; nothing at the end of the pattern.
std::optional<unsigned char> set_byte(std::string_view pattern, std::size_t& at) {
  if (at < pattern.size() && pattern[at] == '\\') ++at;
  if (at >= pattern.size()) return std::nullopt;
  return static_cast<unsigned char>(pattern[at++]);
}

/// Nothing if the `[:` at `at` doesn't begin a class such as `[:alpha:]`; else moves `at` behind
/// that.
std::optional<std::string_view> named_class(std::string_view pattern, std::size_t& at) {
  if (pattern.substr(at, 2) != "[:") return std::nullopt;
  std::size_t end = at + 2;
  while (end < pattern.size() && std::islower(static_cast<unsigned char>(pattern[end])) != 0)
    ++end;
  if (pattern.substr(end, 2) != ":]") return std::nullopt;
  const std::string_view name = pattern.substr(at + 2, end - at - 2);
  at = end + 2;
  return name;
}

/// Tries the set whose `[` is at `at` on one byte; nothing if it isn't closed.
std::optional<SetMatch> match_set(std::string_view pattern, std::size_t at, unsigned char byte) {
  ++at;
  const bool negated = at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
  if (negated) ++at;
  bool found = false;
  for (bool first = true; at < pattern.size(); first = false) {
    if (pattern[at] == ']' && !first) return SetMatch{found != negated && byte != '/', at + 1};
    if (const auto name = named_class(pattern, at)) {
      found = found || in_class(*name, byte);
      continue;
    }
    const auto low = set_byte(pattern, at);
    if (!low) return std::nullopt;
    auto high = low;
    if (at + 1 < pattern.size() && pattern[at] == '-' && pattern[at + 1] != ']') {
      ++at;
      high = set_byte(pattern, at);
      if (!high) return std::nullopt;
    }
    found = found || byte == *low || (*low <= byte && byte <= *high);
  }
  return std::nullopt;
}

class Matcher {
 public:
  Matcher(std::string_view pattern, std::string_view path) : pattern_(pattern), path_(path) {}

  bool run() {
    while (at_ < pattern_.size() || here_ < path_.size()) {
      if (at_ < pattern_.size() && pattern_[at_] == '*') {
        take_stars();
      } else if (!step() && (invalid_ || !go_back())) {
        return false;
      }
    }
    return true;
  }

 private:
  struct Retry {
    std::size_t at;    ///< in the pattern, behind the star
    std::size_t here;  ///< in the path, where that part was tried
  };

  /// Takes one element that isn't a star; false where it doesn't match.
  bool step() {
    if (at_ >= pattern_.size() || here_ >= path_.size()) return false;
    const char wanted = pattern_[at_];
    const char byte = path_[here_];
    if (wanted == '[') return step_set(static_cast<unsigned char>(byte));
    std::size_t size = 1;
    if (wanted == '\\') {
      if (at_ + 1 == pattern_.size()) return fail_for_good();
      size = 2;
    }
    const bool matched = wanted == '?' ? byte != '/' : pattern_[at_ + size - 1] == byte;
    if (!matched) return false;
    at_ += size;
    ++here_;
    return true;
  }

  bool step_set(unsigned char byte) {
    const auto set = match_set(pattern_, at_, byte);
    if (!set) return fail_for_good();
    if (!set->matched) return false;
    at_ = set->end;
    ++here_;
    return true;
  }

  bool fail_for_good() {
    invalid_ = true;
    return false;
  }

  void take_stars() {
    const std::size_t begin = at_;
    while (at_ < pattern_.size() && pattern_[at_] == '*')
      ++at_;
    const bool starts_segment = begin == 0 || pattern_[begin - 1] == '/';
    const bool ends_segment = at_ == pattern_.size() || pattern_[at_] == '/';
    if (at_ - begin < 2 || !starts_segment || !ends_segment) {
      star_ = Retry{at_, here_};
      return;
    }
    star_.reset();
    if (at_ == pattern_.size()) {
      here_ = path_.size();
      return;
    }
    ++at_;
    directories_ = Retry{at_, here_};
  }

  /// Lets the last star take more; false if none can.
  bool go_back() {
    if (star_ && star_->here < path_.size() && path_[star_->here] != '/') {
      ++star_->here;
      at_ = star_->at;
      here_ = star_->here;
      return true;
    }
    star_.reset();
    if (!directories_) return false;
    const std::size_t slash = path_.find('/', directories_->here);
    if (slash == std::string_view::npos) return false;
    directories_->here = slash + 1;
    at_ = directories_->at;
    here_ = directories_->here;
    return true;
  }

  std::string_view pattern_;
  std::string_view path_;
  std::size_t at_ = 0;
  std::size_t here_ = 0;
  std::optional<Retry> star_;
  std::optional<Retry> directories_;
  bool invalid_ = false;
};

}  // namespace

bool glob_match(std::string_view pattern, std::string_view path) {
  return Matcher(pattern, path).run();
}

bool is_glob(std::string_view pattern) { return literal_prefix(pattern) < pattern.size(); }

std::size_t literal_prefix(std::string_view pattern) {
  return std::min(pattern.find_first_of("*?[\\"), pattern.size());
}

}  // namespace nhiscan

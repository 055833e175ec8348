// Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), after what needs no search is
// gone: common lines at both ends, and lines that only one side has.
#include "git/line_diff.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <unordered_map>

namespace nhiscan {
namespace {

constexpr int kMostDifferences = 1024;  // lines; the search takes its square in time and memory
constexpr std::ptrdiff_t kMostCompared = 50'000'000;

using Lines = std::vector<std::string_view>;

Lines split_lines(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return lines;
}

struct NumberedLine {
  std::size_t position = 0;  // among all lines
  std::uint32_t text = 0;    // equal lines have equal numbers
};

struct Sides {
  std::vector<NumberedLine> before;
  std::vector<NumberedLine> now;
};

/// The lines between `from` and the ends that both sides have; `touched` receives the others of the
/// new one.
Sides shared_lines(const Lines& before, const Lines& now, std::size_t from, std::size_t at_end,
                   std::vector<bool>& touched) {
  struct Known {
    std::uint32_t number;
    bool is_new = false;
  };
  std::unordered_map<std::string_view, Known> known;
  for (std::size_t i = from; i + at_end < before.size(); ++i)
    known.try_emplace(before[i], Known{static_cast<std::uint32_t>(known.size())});
  Sides sides;
  for (std::size_t i = from; i + at_end < now.size(); ++i) {
    const auto place = known.find(now[i]);
    touched[i] = place == known.end();
    if (touched[i]) continue;
    place->second.is_new = true;
    sides.now.push_back({i, place->second.number});
  }
  for (std::size_t i = from; i + at_end < before.size(); ++i)
    if (const Known& line = known.find(before[i])->second; line.is_new)
      sides.before.push_back({i, line.number});
  return sides;
}

/// The greedy search for the shortest script; `reached[k]` is how far the old side has come on the
/// diagonal `k` = old - new.
class ShortestScript {
 public:
  explicit ShortestScript(const Sides& sides) : before_(sides.before), now_(sides.now) {}

  /// Marks the inserted lines; all of them where there are too many differences.
  void mark_inserted(std::vector<bool>& touched) {
    if (!search()) {
      for (const NumberedLine& line : now_)
        touched[line.position] = true;
      return;
    }
    std::ptrdiff_t old_at = std::ssize(before_);
    std::ptrdiff_t new_at = std::ssize(now_);
    for (int d = static_cast<int>(rounds_.size()); d > 0; --d) {
      const std::vector<std::ptrdiff_t>& reached = rounds_[static_cast<std::size_t>(d - 1)];
      const std::ptrdiff_t k = old_at - new_at;
      const bool inserts =
          k == -d || (k != d && at(reached, d - 1, k - 1) < at(reached, d - 1, k + 1));
      const std::ptrdiff_t from = inserts ? k + 1 : k - 1;
      old_at = at(reached, d - 1, from);
      new_at = old_at - from;
      if (inserts) touched[now_[static_cast<std::size_t>(new_at)].position] = true;
    }
  }

 private:
  static std::ptrdiff_t at(const std::vector<std::ptrdiff_t>& reached, int d, std::ptrdiff_t k) {
    return reached[static_cast<std::size_t>((k + d) / 2)];
  }

  /// Follows equal lines from a place on the diagonal `k`.
  std::ptrdiff_t slide(std::ptrdiff_t old_at, std::ptrdiff_t k) {
    const std::ptrdiff_t begin = old_at;
    while (old_at < std::ssize(before_) && old_at - k < std::ssize(now_) &&
           before_[static_cast<std::size_t>(old_at)].text ==
               now_[static_cast<std::size_t>(old_at - k)].text)
      ++old_at;
    compared_ += old_at - begin;
    return old_at;
  }

  /// Fills `rounds_` up to the one before the end is reached; false if that is too far.
  bool search() {
    const std::ptrdiff_t goal = std::ssize(before_) - std::ssize(now_);
    std::vector<std::ptrdiff_t> reached{slide(0, 0)};
    for (int d = 0; d <= kMostDifferences && compared_ <= kMostCompared; ++d) {
      if (goal >= -d && goal <= d && (goal + d) % 2 == 0 &&
          at(reached, d, goal) >= std::ssize(before_))
        return true;
      std::vector<std::ptrdiff_t> next;
      next.reserve(static_cast<std::size_t>(d) + 2);
      for (std::ptrdiff_t k = -d - 1; k <= d + 1; k += 2) {
        const bool inserts =
            k == -d - 1 || (k != d + 1 && at(reached, d, k - 1) < at(reached, d, k + 1));
        next.push_back(slide(inserts ? at(reached, d, k + 1) : at(reached, d, k - 1) + 1, k));
      }
      rounds_.push_back(std::move(reached));
      reached = std::move(next);
    }
    return false;
  }

  const std::vector<NumberedLine>& before_;
  const std::vector<NumberedLine>& now_;
  std::vector<std::vector<std::ptrdiff_t>> rounds_;
  std::ptrdiff_t compared_ = 0;
};

std::vector<Span> spans_of(const Lines& lines, const std::vector<bool>& touched,
                           std::string_view text) {
  std::vector<Span> spans;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!touched[i]) continue;
    const auto begin = static_cast<std::size_t>(lines[i].data() - text.data());
    const std::size_t end = std::min(begin + lines[i].size() + 1, text.size());
    if (!spans.empty() && spans.back().end == begin)
      spans.back().end = end;
    else
      spans.push_back({begin, end});
  }
  return spans;
}

}  // namespace

std::vector<Span> touched_lines(std::string_view before, std::string_view now) {
  const Lines old_lines = split_lines(before);
  const Lines new_lines = split_lines(now);
  const std::size_t shorter = std::min(old_lines.size(), new_lines.size());
  std::size_t at_start = 0;
  while (at_start < shorter && old_lines[at_start] == new_lines[at_start])
    ++at_start;
  std::size_t at_end = 0;
  while (at_end < shorter - at_start &&
         old_lines[old_lines.size() - 1 - at_end] == new_lines[new_lines.size() - 1 - at_end])
    ++at_end;
  std::vector<bool> touched(new_lines.size());
  const Sides sides = shared_lines(old_lines, new_lines, at_start, at_end, touched);
  ShortestScript(sides).mark_inserted(touched);
  return spans_of(new_lines, touched, now);
}

}  // namespace nhiscan

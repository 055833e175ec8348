#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/finding.h"

namespace nhiscan {

/// Windows of a text put one behind the other, so that one scan reads them all. What is found is
/// put back to its place in the text if everything that it depends on lies in one window.
class GatheredText {
 public:
  void clear();

  /// The window begins where the last one ended or later.
  void add(std::string_view text, Span window);

  [[nodiscard]] std::string_view bytes() const { return bytes_; }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

  /// Calls `take(candidate)` with each of `found`, which are of `bytes()` and sorted by their ends,
  /// moved to where it stands in the text; `bytes_of(candidate)` says on what it depends
  /// (CandidateBytes).
  template <class Candidates, class BytesOf, class Take>
  void put_back(const Candidates& found, BytesOf bytes_of, Take take) const {
    auto window = windows_.begin();
    for (auto candidate : found) {
      while (window + 1 != windows_.end() && (window + 1)->gathered < candidate.end)
        ++window;
      const std::size_t inside = candidate.end - window->gathered;
      const auto [back, ahead] = bytes_of(candidate);
      if (!holds(*window, inside, back, ahead)) continue;
      candidate.end = window->begin + inside;
      take(candidate);
    }
  }

 private:
  struct Window {
    std::size_t begin = 0;     // in the text
    std::size_t gathered = 0;  // in bytes()
    std::size_t size = 0;
    bool to_end = false;  // of the text
  };

  /// Whether the window has the bytes before and behind a place in it, of which those beyond the
  /// text stand for its start and end.
  static bool holds(const Window& window, std::size_t at, std::size_t back, std::size_t ahead) {
    return (at >= back || window.begin == 0) && (at + ahead <= window.size || window.to_end);
  }

  std::string bytes_;
  std::vector<Window> windows_;
};

}  // namespace nhiscan

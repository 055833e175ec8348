#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/identity.h"

namespace nhiscan {

/// Where the lines of a text begin.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);

  /// 1-based line of the byte at `offset`.
  [[nodiscard]] std::size_t line(std::size_t offset) const;

  /// Offset of the first byte of a 1-based line.
  [[nodiscard]] std::size_t begin(std::size_t line) const { return begins_[line - 1]; }

 private:
  std::vector<std::size_t> begins_;
};

/// Sorts declarations by place and completes their locations: `location.begin` and `location.end`
/// are given, path, lines and columns follow.
void place(std::vector<Declaration>& declarations, std::string_view path, std::string_view text);

/// Part of a path after its last `/`.
std::string_view file_name(std::string_view path);

/// At most `bytes` bytes of UTF-8 text, cut between characters.
std::string_view shortened(std::string_view text, std::size_t bytes);

/// Adds the first 500 bytes of `value` to a list unless they are there or the list has 1,000.
void add_once(std::vector<std::string>& list, std::string_view value);

/// The same for the list that a fact holds; makes the fact if it isn't there.
void add_fact(Facts& facts, std::string_view name, std::string_view value);

}  // namespace nhiscan

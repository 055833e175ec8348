// Between two lines that `may_cut` parts, nothing is found that depends on both. Whether it parts
// them depends on the end of the one and on the other, so a line more on either side of what
// changed makes sure that the base was parted there too.
#include "scan/delta_parts.h"

#include <algorithm>
#include <cstring>

#include "decoders/cut.h"

namespace nhiscan {
namespace {

/// Where the line begins that holds the byte before `at`.
std::size_t line_before(std::string_view text, std::size_t at) {
  if (at < 2) return 0;
  const void* end = memrchr(text.data(), '\n', at - 1);
  return end == nullptr ? 0
                        : static_cast<std::size_t>(static_cast<const char*>(end) - text.data()) + 1;
}

/// Where the line ends that holds the byte at `at`.
std::size_t line_after(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return end == std::string_view::npos ? text.size() : end + 1;
}

Span lines_round(std::string_view text, std::size_t begin, std::size_t end) {
  Span lines{line_before(text, begin), line_after(text, end)};
  do
    lines.begin = line_before(text, lines.begin);
  while (lines.begin > 0 && !may_cut(text, lines.begin));
  do
    lines.end = line_after(text, lines.end);
  while (lines.end < text.size() && !may_cut(text, lines.end));
  return lines;
}

}  // namespace

std::vector<Span> changed_lines(std::string_view text, std::size_t base_size,
                                std::span<const CopiedRange> copied) {
  std::vector<Span> changed;
  std::size_t done = 0;  // lines round what begins earlier are there already
  for_each_gap(copied, text.size(), base_size, [&](std::size_t begin, std::size_t end) {
    if (end < done) return;
    const Span lines = lines_round(text, begin, end);
    done = lines.end == text.size() ? text.size() + 1 : line_before(text, lines.end);
    if (!changed.empty() && lines.begin <= changed.back().end)
      changed.back().end = std::max(changed.back().end, lines.end);
    else
      changed.push_back(lines);
  });
  return changed;
}

void inherit_parts(std::span<const TextPart> base, std::span<const CopiedRange> copied,
                   std::span<const Span> changed, std::vector<TextPart>& out) {
  if (base.empty()) return;
  for (const CopiedRange& range : copied) {
    auto part = std::ranges::lower_bound(base, range.base_begin, {}, &TextPart::at);
    for (; part != base.end() && part->at < range.base_begin + range.size; ++part) {
      const std::size_t at = part->at - range.base_begin + range.begin;
      const auto window =
          std::ranges::lower_bound(changed, at + 1, {}, [](const Span& span) { return span.end; });
      if (window != changed.end() && window->begin <= at) continue;
      out.push_back({at, part->expansion, part->hits});
    }
  }
}

}  // namespace nhiscan

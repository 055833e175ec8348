#include "base/text.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/log_command.h"

namespace nhiscan {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr std::string_view kReplacementBytes = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

struct Range {
  char32_t first;
  char32_t last;
};

bool holds(std::span<const Range> sorted_ranges, char32_t character) {
  const auto range = std::ranges::lower_bound(sorted_ranges, character, {}, &Range::last);
  return range != sorted_ranges.end() && range->first <= character;
}

// Format characters of Unicode 15 (category Cf) that hide or reorder text, the line separators, and
// the noncharacters that XML 1.0 can't hold.
constexpr auto kUnsafe = std::to_array<Range>({
    {0x00, 0x1F},
    {0x7F, 0x9F},
    {0xAD, 0xAD},
    {0x61C, 0x61C},
    {0x180E, 0x180E},
    {0x200B, 0x200F},
    {0x2028, 0x202E},
    {0x2060, 0x206F},
    {0xFEFF, 0xFEFF},
    {0xFFF9, 0xFFFB},
    {0xFFFE, 0xFFFF},
    {0xE0000, 0xE007F},
});

// The blocks of combining marks and variation selectors that occur in names and paths.
constexpr auto kZeroWidth = std::to_array<Range>({
    {0x300, 0x36F},
    {0x483, 0x489},
    {0x591, 0x5BD},
    {0x610, 0x61A},
    {0x64B, 0x65F},
    {0x93C, 0x93C},
    {0x941, 0x948},
    {0x94D, 0x94D},
    {0xE31, 0xE31},
    {0xE34, 0xE3A},
    {0xE47, 0xE4E},
    {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF},
    {0x200B, 0x200F},
    {0x20D0, 0x20FF},
    {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F},
    {0xE0100, 0xE01EF},
});

// East Asian Width W and F, by block (Unicode 15, EastAsianWidth.txt).
constexpr auto kWide = std::to_array<Range>({
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23EC},   {0x25FD, 0x25FE},
    {0x2614, 0x2615},   {0x2648, 0x2653},   {0x26A1, 0x26A1},   {0x2705, 0x2705},
    {0x270A, 0x270B},   {0x2728, 0x2728},   {0x274C, 0x274C},   {0x2753, 0x2755},
    {0x2795, 0x2797},   {0x2E80, 0x303E},   {0x3041, 0x33FF},   {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x16FE0, 0x18DFF}, {0x1B000, 0x1B2FF}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF},
    {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD},
});

std::size_t columns(char32_t character) {
  if (character < 0x300) return 1;
  if (holds(kZeroWidth, character)) return 0;
  return holds(kWide, character) ? 2 : 1;
}

std::string hex(char32_t value, std::size_t digits) {
  std::string text;
  for (; value != 0 || text.size() < digits; value >>= 4) {
    text.insert(text.begin(), "0123456789abcdef"[value & 0xF]);
  }
  return text;
}

unsigned char unsigned_at(std::string_view text, std::size_t offset) {
  return static_cast<unsigned char>(text[offset]);
}

/// The bytes that may follow a lead byte: how many, and the bounds of the first (Unicode 15, table
/// 3-7).
struct Lead {
  std::size_t followers = 0;
  unsigned char lowest = 0x80;
  unsigned char highest = 0xBF;
};

Lead lead_of(unsigned char byte) {
  if (byte >= 0xC2 && byte <= 0xDF) return {.followers = 1};
  if (byte == 0xE0) return {.followers = 2, .lowest = 0xA0};
  if (byte == 0xED) return {.followers = 2, .highest = 0x9F};
  if (byte >= 0xE1 && byte <= 0xEF) return {.followers = 2};
  if (byte == 0xF0) return {.followers = 3, .lowest = 0x90};
  if (byte == 0xF4) return {.followers = 3, .highest = 0x8F};
  if (byte >= 0xF1 && byte <= 0xF3) return {.followers = 3};
  return {};
}

/// The longest start of the text that takes at most `width` columns.
std::string_view leading(std::string_view text, std::size_t width) {
  std::size_t offset = 0;
  std::size_t used = 0;
  while (offset < text.size()) {
    const CodePoint point = code_point_at(text, offset);
    used += columns(point.value);
    if (used > width) break;
    offset += point.size;
  }
  return text.substr(0, offset);
}

/// The longest end of the text that takes at most `width` columns.
std::string_view trailing(std::string_view text, std::size_t width) {
  std::size_t left = display_width(text);
  std::size_t offset = 0;
  while (offset < text.size()) {
    const CodePoint point = code_point_at(text, offset);
    const std::size_t own = columns(point.value);
    if (left <= width && own > 0) break;
    left -= own;
    offset += point.size;
  }
  return text.substr(offset);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t offset) {
  const unsigned char first = unsigned_at(text, offset);
  if (first < 0x80) return {.value = first, .size = 1, .valid = true};
  const Lead lead = lead_of(first);
  char32_t value = first & (0x3FU >> lead.followers);
  for (std::size_t i = 1; i <= lead.followers; ++i) {
    const unsigned char lowest = i == 1 ? lead.lowest : 0x80;
    const unsigned char highest = i == 1 ? lead.highest : 0xBF;
    const std::size_t at = offset + i;
    if (at >= text.size() || unsigned_at(text, at) < lowest || unsigned_at(text, at) > highest) {
      return {.value = kReplacement, .size = i, .valid = false};
    }
    value = (value << 6) | (unsigned_at(text, at) & 0x3FU);
  }
  if (lead.followers == 0) return {.value = kReplacement, .size = 1, .valid = false};
  return {.value = value, .size = lead.followers + 1, .valid = true};
}

bool is_unsafe_to_show(char32_t character) { return holds(kUnsafe, character); }

std::string escape_terminal(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  std::size_t command = find_log_command(text, 0);
  for (std::size_t offset = 0; offset < text.size();) {
    if (offset == command) {
      safe += "#\\x23";
      offset += 2;
      command = find_log_command(text, offset);
      continue;
    }
    const CodePoint point = code_point_at(text, offset);
    const std::string_view bytes = text.substr(offset, point.size);
    if (!point.valid) {
      for (const char byte : bytes)
        safe += "\\x" + hex(static_cast<unsigned char>(byte), 2);
    } else if (!is_unsafe_to_show(point.value)) {
      safe += bytes;
    } else {
      safe += point.value <= 0xFF ? "\\x" + hex(point.value, 2) : "\\u" + hex(point.value, 4);
    }
    offset += point.size;
  }
  return safe;
}

std::string to_valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  for (std::size_t offset = 0; offset < text.size();) {
    const CodePoint point = code_point_at(text, offset);
    valid += point.valid ? text.substr(offset, point.size) : kReplacementBytes;
    offset += point.size;
  }
  return valid;
}

std::size_t display_width(std::string_view utf8) {
  std::size_t width = 0;
  for (std::size_t offset = 0; offset < utf8.size();) {
    const CodePoint point = code_point_at(utf8, offset);
    width += columns(point.value);
    offset += point.size;
  }
  return width;
}

std::string elide_middle(std::string_view utf8, std::size_t width) {
  if (display_width(utf8) <= width) return std::string(utf8);
  if (width == 0) return {};
  const std::size_t start = (width - 1) / 3;
  return std::string(leading(utf8, start)) + std::string(kEllipsis) +
         std::string(trailing(utf8, width - 1 - start));
}

std::string elide_end(std::string_view utf8, std::size_t width) {
  if (display_width(utf8) <= width) return std::string(utf8);
  if (width == 0) return {};
  return std::string(leading(utf8, width - 1)) + std::string(kEllipsis);
}

std::string_view trim(std::string_view text, std::string_view blanks) {
  // Faster than `find_first_not_of` for so few.
  const auto is_blank = [&](char c) {
    return std::ranges::any_of(blanks, [&](char blank) { return blank == c; });
  };
  while (!text.empty() && is_blank(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back()))
    text.remove_suffix(1);
  return text;
}

std::string_view without_line_end(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::string_view take_line(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(text.size(), line.size() + 1));
  return line;
}

std::string lower_ascii(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(), lower);
  return lowered;
}

bool contains_ignore_case(std::string_view text, std::string_view part) {
  const auto same = [](char left, char right) { return lower(left) == lower(right); };
  // clang 14 can't compile std::ranges::search of this library.
  return part.empty() ||
         std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

}  // namespace nhiscan

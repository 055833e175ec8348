// The dumps of xxd, hexdump and od: lines of an offset and bytes in hex, and what they look like.
#include "decoders/byte_dumps.h"

#include <algorithm>
#include <array>

namespace nhiscan {
namespace {

constexpr std::size_t kLeastOffset = 4;  // digits that a line of a dump begins with
constexpr std::size_t kMostOffset = 16;
constexpr std::size_t kMostDumped = 64;  // bytes of a line

/// `00000010: 6768 705f  gh_p`: where each byte's two digits stand.
struct DumpLine {
  std::string_view offset;
  std::array<std::size_t, kMostDumped> places{};
  std::size_t count = 0;
};

std::optional<DumpLine> read_dump_line(std::string_view text, std::size_t at) {
  const auto offset = dump_offset(text, at);
  if (!offset) return std::nullopt;
  DumpLine line{text.substr(offset->begin, offset->size()), {}, 0};
  at = byte_at(text, offset->end) == ':' ? offset->end + 1 : offset->end;
  std::size_t width = 0;  // of a group, in digits
  while (true) {
    const std::size_t begin = skip_blanks(text, at);
    const std::size_t end = hex_end(text, begin);
    const std::size_t digits = end - begin;
    // Two blanks part the halves of a line, or the bytes from what they look like.
    const bool is_half = begin - at < 2 || line.count == 0 || (line.count == 8 && width == 2);
    if (begin == at || !is_half || digits < 2 || digits % 2 != 0 ||
        (width != 0 && digits > width) || line.count + digits / 2 > kMostDumped ||
        !ends_word(byte_at(text, end)))
      break;
    if (width == 0) width = digits;
    for (std::size_t digit = begin; digit < end; digit += 2)
      line.places[line.count++] = digit;
    at = end;
  }
  return line.count == 0 ? std::nullopt : std::optional(line);
}

/// Whether the offset is so many bytes behind the other's, as a tool counts them.
bool follows(const DumpLine& line, const DumpLine& before) {
  return std::ranges::any_of(std::to_array({16U, 8U, 10U}), [&](unsigned base) {
    const std::uint64_t from = number_of(before.offset, base);
    return from != ~std::uint64_t{0} && number_of(line.offset, base) == from + before.count;
  });
}

}  // namespace

std::optional<Span> dump_offset(std::string_view text, std::size_t at) {
  const std::size_t begin = skip_blanks(text, at);
  const std::size_t end = hex_end(text, begin);
  if (end - begin < kLeastOffset || end - begin > kMostOffset) return std::nullopt;
  const std::size_t after = byte_at(text, end) == ':' ? end + 1 : end;
  const std::size_t first = skip_blanks(text, after);
  if (first == after || !is_hex_byte(byte_at(text, first)) ||
      !is_hex_byte(byte_at(text, first + 1)))
    return std::nullopt;
  return Span{begin, end};
}

std::optional<std::size_t> read_dump(std::size_t at, BytePart& part) {
  const std::string_view text = part.text();
  auto line = read_dump_line(text, at);
  if (!line || line->count < 8) return std::nullopt;
  part.begin();
  std::size_t end = at;
  while (true) {
    for (std::size_t i = 0; i < line->count; ++i)
      part.add({line->places[i], line->places[i] + 2}, 16);
    end = std::min(text.find('\n', line->places[line->count - 1]), text.size());
    auto below = end == text.size() ? std::nullopt : read_dump_line(text, end + 1);
    if (!below || !follows(*below, *line) || part.is_full()) break;
    line = below;
  }
  part.end("dump");
  return end;
}

}  // namespace nhiscan

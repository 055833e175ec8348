#include "decoders/byte_part.h"

#include <algorithm>

#include "base/encoding.h"

namespace nhiscan {
namespace {

// What a part holds at most, since the way back of each byte is kept.
constexpr std::size_t kMostNumbers = 1024UL * 1024;

}  // namespace

bool is_hex_byte(char c) { return kHexValues[static_cast<unsigned char>(c)] != kNoDigit; }

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (byte_at(text, at) == ' ' || byte_at(text, at) == '\t')
    ++at;
  return at;
}

std::size_t hex_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_hex_byte(text[at]))
    ++at;
  return at;
}

std::optional<std::size_t> next_line(std::string_view text, std::size_t at) {
  if (byte_at(text, at) == '\r') ++at;
  return byte_at(text, at) == '\n' ? std::optional(at + 1) : std::nullopt;
}

bool ends_word(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0' || c == '|' || c == '>';
}

std::uint64_t number_of(std::string_view digits, unsigned base) {
  std::uint64_t value = 0;
  for (const char c : digits) {
    const unsigned digit = kHexValues[static_cast<unsigned char>(c)];
    if (digit >= base || value >> 58U != 0) return ~std::uint64_t{0};
    value = value * base + digit;
  }
  return value;
}

void TextStretch::add(std::uint64_t byte) {
  const bool is_text = (byte >= ' ' && byte < 0x7F) || byte == '\n' || byte == '\r' || byte == '\t';
  count_ = is_text ? count_ + 1 : 0;
  longest_ = std::max(longest_, count_);
}

void BytePart::begin() {
  bytes_.clear();
  way_back_ = {};
  stretch_ = {};
}

void BytePart::add(Span digits, unsigned base) {
  const std::uint64_t value = number_of(text_.substr(digits.begin, digits.size()), base) & 0xFFU;
  const char byte = static_cast<char>(value);
  add({&byte, 1}, digits);
}

void BytePart::add(std::string_view bytes, Span from) {
  way_back_.add({bytes_.size(), from.begin, bytes.size(), from.size()});
  bytes_ += bytes;
  for (const char c : bytes)
    stretch_.add(static_cast<unsigned char>(c));
}

void BytePart::end(std::string_view step) {
  if (!stretch_.is_enough()) return;
  Part part;
  part.lines = Part::Lines::parent;
  part.form = Part::Form::text;
  part.step = step;
  part.bytes = bytes_;
  part.way_back = std::move(way_back_);
  next_ = sink_.add(part);
}

std::size_t BytePart::most() const { return std::min(kMostNumbers, sink_.most_in_memory()); }

}  // namespace nhiscan

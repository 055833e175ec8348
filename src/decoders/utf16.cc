// UTF-16 with a byte order mark to UTF-8. A lone surrogate becomes U+FFFD (Unicode 15,
// section 3.9).
#include <cstdint>

#include "decoders/decoder.h"

namespace nhiscan {
namespace {

class Utf16Reader {
 public:
  explicit Utf16Reader(std::string_view bytes)
      : bytes_(bytes), big_endian_(bytes.starts_with("\xfe\xff")) {}

  [[nodiscard]] bool at_end() const { return at_ + 1 >= bytes_.size(); }
  [[nodiscard]] std::size_t offset() const { return at_; }

  char32_t next() {
    const char32_t first = unit();
    if (first < 0xD800 || first > 0xDFFF) return first;
    if (first > 0xDBFF || at_end()) return 0xFFFD;
    const std::size_t before = at_;
    const char32_t second = unit();
    if (second >= 0xDC00 && second <= 0xDFFF)
      return 0x10000 + ((first - 0xD800) << 10U) + (second - 0xDC00);
    at_ = before;
    return 0xFFFD;
  }

 private:
  char32_t unit() {
    const auto low = static_cast<unsigned char>(bytes_[at_ + (big_endian_ ? 1 : 0)]);
    const auto high = static_cast<unsigned char>(bytes_[at_ + (big_endian_ ? 0 : 1)]);
    at_ += 2;
    return static_cast<char32_t>(high << 8U | low);
  }

  std::string_view bytes_;
  bool big_endian_;
  std::size_t at_ = 2;
};

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6U);
    put(0x80 | (c & 0x3FU));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12U);
    put(0x80 | (c >> 6U & 0x3FU));
    put(0x80 | (c & 0x3FU));
  } else {
    put(0xF0 | c >> 18U);
    put(0x80 | (c >> 12U & 0x3FU));
    put(0x80 | (c >> 6U & 0x3FU));
    put(0x80 | (c & 0x3FU));
  }
}

}  // namespace

void decode_utf16(const Encoded& encoded, PartSink& sink) {
  const auto bytes = encoded.stream->whole();
  if (!bytes) return sink.skip("", "too large for the utf16 decoder", PartSink::Cause::failed);
  Part part;
  part.step = "utf16";
  std::string text;
  text.reserve(bytes->size() / 2);
  for (Utf16Reader reader(*bytes); !reader.at_end();) {
    const std::size_t from = reader.offset();
    const std::size_t at = text.size();
    append_utf8(text, reader.next());
    part.way_back.add({at, from, text.size() - at, reader.offset() - from});
  }
  part.bytes = text;
  sink.add(part);
}

}  // namespace nhiscan

// UTF-16 and UTF-32 to UTF-8, of either byte order, with a byte order mark or without. Without one
// it is told by the zeros of ASCII characters. What is no character becomes U+FFFD (Unicode 15,
// section 3.9).
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/encoding.h"
#include "decoders/decoder.h"

namespace nhiscan {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kWideChunk = 64UL * 1024;

struct WideForm {
  std::string_view step;
  std::size_t unit;   ///< bytes
  std::size_t ascii;  ///< which byte of a unit an ASCII character is in
  std::string_view mark;
};

// Those of UTF-32 first, as one of its marks begins with one of UTF-16.
constexpr auto kWideForms = std::to_array<WideForm>({
    {"utf32", 4, 0, "\xff\xfe\0\0"sv},
    {"utf32", 4, 3, "\0\0\xfe\xff"sv},
    {"utf16", 2, 0, "\xff\xfe"sv},
    {"utf16", 2, 1, "\xfe\xff"sv},
});

bool is_text_byte(char c) { return c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c < 127); }

/// Whether it begins with a few ASCII characters, and goes on with some among others.
bool looks_like(std::string_view head, const WideForm& form) {
  constexpr std::size_t kFirst = 3;
  constexpr std::size_t kMost = 512;
  if (head.size() < kFirst * form.unit) return false;
  std::size_t ascii = 0;
  const std::size_t units = std::min(kMost, head.size() / form.unit);
  for (std::size_t i = 0; i < units; ++i) {
    const std::string_view unit = head.substr(i * form.unit, form.unit);
    const bool is_ascii = is_text_byte(unit[form.ascii]) &&
                          std::ranges::count(unit, '\0') == static_cast<int>(form.unit) - 1;
    if (!is_ascii && (i < kFirst || std::ranges::count(unit, '\0') == static_cast<int>(form.unit)))
      return false;
    ascii += is_ascii ? 1 : 0;
  }
  return ascii * 2 >= units;
}

const WideForm* form_of(std::string_view head) {
  for (const WideForm& form : kWideForms)
    if (head.starts_with(form.mark)) return &form;
  if (head.substr(0, 4).find('\0') == std::string_view::npos) return nullptr;
  const auto* const form = std::ranges::find_if(
      kWideForms, [&](const WideForm& wide) { return looks_like(head, wide); });
  return form == kWideForms.end() ? nullptr : form;
}

class UnitReader {
 public:
  UnitReader(std::string_view bytes, const WideForm& form) : bytes_(bytes), form_(form) {}

  /// Whether a whole character is there; of a pair at the end half may be missing.
  [[nodiscard]] bool has_next(bool is_last) const {
    const std::size_t left = bytes_.size() - at_;
    return left >= (is_last || form_.unit == 4 ? form_.unit : 2 * form_.unit);
  }
  [[nodiscard]] std::size_t offset() const { return at_; }

  char32_t next() {
    const char32_t first = unit();
    if (form_.unit == 4 || first < 0xD800 || first > 0xDFFF) return first;
    if (first > 0xDBFF || bytes_.size() - at_ < form_.unit) return 0xFFFD;
    const std::size_t before = at_;
    const char32_t second = unit();
    if (second >= 0xDC00 && second <= 0xDFFF)
      return 0x10000 + ((first - 0xD800) << 10U) + (second - 0xDC00);
    at_ = before;
    return 0xFFFD;
  }

 private:
  char32_t unit() {
    char32_t value = 0;
    for (std::size_t i = 0; i < form_.unit; ++i) {
      const std::size_t byte = form_.ascii == 0 ? form_.unit - 1 - i : i;
      value = value << 8U | static_cast<unsigned char>(bytes_[at_ + byte]);
    }
    at_ += form_.unit;
    return value;
  }

  std::string_view bytes_;
  const WideForm& form_;
  std::size_t at_ = 0;
};

/// Text too large to be held, in UTF-8.
class NarrowedStream final : public ByteStream {
 public:
  /// `begin` are bytes of the stream that were read already.
  NarrowedStream(ByteStream& wide, std::string begin, const WideForm& form, PartSink& sink)
      : wide_(wide), bytes_(std::move(begin)), form_(form), sink_(sink) {
    if (bytes_.starts_with(form.mark)) bytes_.erase(0, form.mark.size());
  }

  Result<std::size_t> read(char* out, std::size_t size) override {
    std::size_t total = 0;
    while (total < size) {
      if (given_ == text_.size()) {
        if (at_end_) break;
        if (const Status done = narrow_more(); !done) return done.error();
        continue;
      }
      const std::size_t count = text_.copy(out + total, size - total, given_);
      given_ += count;
      total += count;
    }
    return total;
  }

 private:
  Status narrow_more() {
    const std::size_t kept = bytes_.size();
    bytes_.resize(kept + kWideChunk);
    const auto got = wide_.read(bytes_.data() + kept, kWideChunk);
    bytes_.resize(kept + (got ? *got : 0));
    if (!got) return got.error();
    at_end_ = *got == 0 || sink_.count(*got) == PartSink::Next::stop;
    text_.clear();
    given_ = 0;
    UnitReader reader(bytes_, form_);
    while (reader.has_next(at_end_))
      append_utf8(text_, reader.next());
    bytes_.erase(0, reader.offset());
    return Done{};
  }

  ByteStream& wide_;
  std::string bytes_;
  const WideForm& form_;
  PartSink& sink_;
  std::string text_;
  std::size_t given_ = 0;
  bool at_end_ = false;
};

void add_whole(std::string_view bytes, const WideForm& form, Part& part, PartSink& sink) {
  const std::size_t mark = bytes.starts_with(form.mark) ? form.mark.size() : 0;
  std::string text;
  text.reserve(bytes.size() / form.unit);
  UnitReader reader(bytes.substr(mark), form);
  while (reader.has_next(true)) {
    const std::size_t from = reader.offset();
    const std::size_t at = text.size();
    append_utf8(text, reader.next());
    part.way_back.add({at, mark + from, text.size() - at, reader.offset() - from});
  }
  part.bytes = text;
  sink.add(part);
}

}  // namespace

bool is_wide_text(std::string_view /*path*/, std::string_view head) {
  return form_of(head) != nullptr;
}

void decode_wide_text(const Encoded& encoded, PartSink& sink) {
  const auto whole = encoded.stream->whole();
  std::string head;
  if (!whole) {
    head.resize(kDecoderHead);
    const auto got = encoded.stream->read(head.data(), head.size());
    if (!got) return sink.skip("", got.error().message, PartSink::Cause::failed);
    head.resize(*got);
  }
  const WideForm* const form = form_of(whole ? *whole : std::string_view(head));
  if (form == nullptr) return sink.refuse();
  Part part;
  part.lines = encoded.lines;
  part.step = form->step;
  if (whole) return add_whole(*whole, *form, part, sink);
  NarrowedStream narrowed(*encoded.stream, std::move(head), *form, sink);
  part.stream = &narrowed;
  sink.add(part);
}

}  // namespace nhiscan

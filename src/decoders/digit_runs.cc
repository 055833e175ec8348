// Base64 and hex inside a text. A run of digits counts as encoded only where what comes out is
// text, or begins as something that a decoder knows: of random digits one run in 10^8 does. Digits
// may be wrapped over lines of one width, as mail, PEM and YAML have them.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/byte_set.h"
#include "base/encoding.h"
#include "base/text.h"
#include "decoders/cut.h"
#include "decoders/decoder.h"
#include "decoders/scattered_pem.h"
#include "decoders/text_builder.h"
#include "decoders/text_marks.h"

namespace nhiscan {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLeastText = 16;  // bytes that come out
constexpr std::size_t kLeastHex = 32;   // digits
constexpr std::size_t kLongestIndent = 64;

/// Base64: three bytes of four digits; hex: one of two.
struct DigitCode {
  std::string_view step;
  unsigned bits;
  std::size_t digits;  ///< of one unit
  const DigitValues& values;

  [[nodiscard]] bool has(char c) const { return value(c) != kNoDigit; }
  [[nodiscard]] std::uint8_t value(char c) const { return values[static_cast<unsigned char>(c)]; }
};

constexpr DigitCode kBase64Code{"base64", 6, 4, kBase64Values};
constexpr DigitCode kHexCode{"hex", 4, 2, kHexValues};

std::size_t digits_end(std::string_view text, std::size_t at, const DigitCode& code) {
  while (at < text.size() && code.has(text[at]))
    ++at;
  return at;
}

/// Bytes, with the way back to the digits.
struct Undigited {
  std::string bytes;
  WayBack way_back;
};

Undigited undigit(std::string_view text, const std::vector<Span>& lines, const DigitCode& code,
                  std::size_t most) {
  Undigited out;
  std::uint32_t held = 0;
  unsigned count = 0;
  std::size_t digits = 0;
  std::size_t from = 0;  // of the unit's first digit
  std::size_t to = 0;
  const auto end_unit = [&] {
    std::size_t bytes = count / 8;
    if (bytes > 0) out.way_back.add({out.bytes.size(), from, bytes, to - from});
    for (; bytes > 0; --bytes)
      out.bytes += static_cast<char>(held >> (count -= 8) & 0xFFU);
    held = count = 0;
    digits = 0;
  };
  for (const Span& line : lines)
    for (std::size_t at = line.begin; at < line.end; ++at) {
      if (digits == 0) from = at;
      to = at + 1;
      held = held << code.bits | code.value(text[at]);
      count += code.bits;
      if (++digits < code.digits) continue;
      end_unit();
      if (out.bytes.size() >= most) return out;
    }
  end_unit();
  return out;
}

/// The digits that a line holds besides its indent and what quotes it, where it holds nothing else.
std::optional<Span> digits_of_line(std::string_view text, std::size_t line, const DigitCode& code) {
  static constexpr ByteSet kBefore(" \t>#*");
  static constexpr ByteSet kBehind("\r\n\"'`<,;)");
  Span digits{line, line};
  while (digits.begin < text.size() && digits.begin - line < kLongestIndent &&
         kBefore.has(text[digits.begin]))
    ++digits.begin;
  digits.end = digits_end(text, digits.begin, code);
  if (digits.size() == 0) return std::nullopt;
  std::size_t end = digits.end;
  while (end < text.size() && text[end] == '=')
    ++end;
  if (end < text.size() && !kBehind.has(text[end])) return std::nullopt;
  return digits;
}

/// The run and what goes on with it in the lines below.
std::vector<Span> wrapped_lines(std::string_view text, Span run, const DigitCode& code) {
  std::vector<Span> lines{run};
  std::size_t width = 0;
  while (true) {
    std::size_t at = lines.back().end;
    if (at < text.size() && text[at] == '\r') ++at;
    if (at >= text.size() || text[at] != '\n') return lines;
    const auto next = digits_of_line(text, at + 1, code);
    if (!next) return lines;
    if (width == 0) width = std::max(run.size(), next->size());
    if (next->size() > width || (lines.size() > 1 && lines.back().size() < width)) return lines;
    lines.push_back(*next);
  }
}

constexpr auto kMagicBeginnings = std::to_array<std::string_view>(
    {"\x1f\x8b\x08"sv, "\x78\x01"sv, "x^"sv, "\x78\x9c"sv, "\x78\xda"sv, "PK\x03\x04"sv,
     "(\xb5/\xfd"sv, "\xfd\x37zXZ\0"sv, "BZh"sv, "\xff\xfe"sv, "\xfe\xff"sv});

/// By the first byte, which upper halves of the second may follow in what `has_magic` knows, as
/// bits.
using SecondHalves = std::array<std::uint16_t, 256>;

constexpr SecondHalves halves_of_magic() {
  SecondHalves halves{};
  for (const std::string_view magic : kMagicBeginnings)
    halves[static_cast<unsigned char>(magic[0])] |=
        static_cast<std::uint16_t>(1U << (static_cast<unsigned char>(magic[1]) >> 4U));
  for (std::size_t byte = ' '; byte < 0x7F; ++byte)
    halves[byte] |= 1U;  // UTF-16LE
  halves[0] |= 0xFCU;    // UTF-16BE
  return halves;
}

/// Whether they may, by the first byte and a half.
bool may_have_magic(std::string_view digits, const DigitCode& code) {
  static constexpr SecondHalves kHalves = halves_of_magic();
  const unsigned first = code.value(digits[0]);
  const unsigned second = code.value(digits[1]);
  if (code.bits == 6) return (kHalves[first << 2U | second >> 4U] >> (second & 15U) & 1U) != 0;
  return (kHalves[first << 4U | second] >> code.value(digits[2]) & 1U) != 0;
}

/// What decoders of bytes know by its beginning; zlib at any level, and UTF-16 without a mark.
bool has_magic(std::string_view digits, const DigitCode& code) {
  if (!may_have_magic(digits, code)) return false;
  std::array<char, 8> bytes{};
  std::size_t size = 0;
  std::uint32_t held = 0;
  unsigned count = 0;
  for (std::size_t i = 0; size < bytes.size(); ++i) {
    held = held << code.bits | code.value(digits[i]);
    count += code.bits;
    if (count >= 8) bytes[size++] = static_cast<char>(held >> (count -= 8) & 0xFFU);
  }
  const std::string_view beginning(bytes.data(), size);
  const auto is_it = [&](std::string_view magic) {
    return magic[0] == bytes[0] && beginning.starts_with(magic);
  };
  if (std::ranges::any_of(kMagicBeginnings, is_it)) return true;
  const auto is_wide = [&](std::size_t text, std::size_t zero) {
    return bytes[text] >= ' ' && bytes[text + 2] >= ' ' && bytes[text + 4] >= ' ' &&
           bytes[zero] == 0 && bytes[zero + 2] == 0 && bytes[zero + 4] == 0;
  };
  return is_wide(0, 1) || is_wide(1, 0);
}

/// The first bytes that the digits hold, as far as they are text; at most kLeastText.
std::size_t text_held(std::string_view digits, const DigitCode& code) {
  std::array<char, kLeastText + 4> bytes{};
  std::size_t size = 0;
  std::uint32_t held = 0;
  unsigned count = 0;
  for (const char c : digits) {
    held = held << code.bits | code.value(c);
    count += code.bits;
    if (count < 8) continue;
    count -= 8;
    const char byte = static_cast<char>(held >> count & 0xFFU);
    if (byte >= 0 && byte < ' ' && byte != '\t' && byte != '\n' && byte != '\r') break;
    if (byte == '\x7f') break;
    bytes[size++] = byte;
    if (size == bytes.size()) break;
  }
  return std::min(text_prefix({bytes.data(), size}), kLeastText);
}

/// Past the parts of a JSON Web Token that begins here (RFC 7519, section 3), which says what it
/// holds itself.
std::optional<std::size_t> end_of_token(std::string_view text, Span run) {
  constexpr std::size_t kLeastPart = 8;
  if (!text.substr(run.begin).starts_with("eyJ")) return std::nullopt;
  std::size_t end = run.end;
  while (end < text.size() && text[end] == '.') {
    const std::size_t next = digits_end(text, end + 1, kBase64Code);
    if (next - end < kLeastPart) break;
    end = next;
  }
  if (end == run.end) return std::nullopt;
  return end;
}

class RunReader {
 public:
  RunReader(std::string_view text, PartSink& sink) : text_(text), sink_(sink) {}

  void read_all() {
    std::size_t from = 0;
    while (const auto run = next_run(text_, from)) {
      from = std::max(run->end, read(*run));
      if (next_ == PartSink::Next::stop) return;
    }
  }

 private:
  /// Where to go on.
  std::size_t read(Span run) {
    if (const auto end = end_of_token(text_, run)) return *end;
    if (may_be_line_of_pem(run))
      if (const auto end = read_pem_lines(run)) return *end;
    if (const auto end = read_hex(run)) return *end;
    StartFinder starts(text_, run);
    while (const auto start = starts.next())
      if (start->may_be_text || may_have_magic(text_.substr(start->at), kBase64Code))
        if (const auto end = decode({start->at, run.end}, kBase64Code)) return *end;
    return run.end;
  }

  /// Whether the run has the alphabet of PEM, and a header stands not far before it.
  bool may_be_line_of_pem(Span run) {
    if (run.size() < kFirstLineOfPem) return false;
    const auto is_sign = [](char c) { return c == '_' || c == '-'; };
    if (std::ranges::any_of(text_.substr(run.begin, kFirstLineOfPem), is_sign)) return false;
    const std::size_t earliest = run.begin - std::min(run.begin, kFarthestPemHeader);
    if (!pem_header_ || *pem_header_ < earliest) pem_header_ = text_.find(kPemBegin, earliest);
    return *pem_header_ < run.begin;
  }

  std::optional<std::size_t> read_pem_lines(Span run) {
    TextBuilder key(text_);
    const auto end = read_scattered_pem(text_, run, key);
    if (!end) return std::nullopt;
    Part part = key.part();
    part.step = "lines";
    next_ = sink_.add(part);
    return end;
  }

  /// Without a branch for each.
  [[nodiscard]] bool are_hex(std::size_t at, std::size_t count) const {
    unsigned values = 0;
    for (std::size_t i = at; i < at + count; ++i)
      values |= kHexCode.value(text_[i]);
    return values < 16;
  }

  std::optional<std::size_t> read_hex(Span run) {
    constexpr std::size_t kSample = 8;  // of the digits there would be, the last
    for (std::size_t begin = run.begin; begin + kLeastHex <= run.end;) {
      if (!are_hex(begin + kLeastHex - kSample, kSample)) {
        begin += kLeastHex - kSample + 1;
        continue;
      }
      std::size_t from = begin + kLeastHex;
      while (from > begin && kHexCode.has(text_[from - 1]))
        --from;
      if (from > begin) {
        begin = from;
        continue;
      }
      const std::size_t end = digits_end(text_, begin, kHexCode);
      if (const auto done = decode({begin, end}, kHexCode)) return done;
      begin = end + 1;
    }
    return std::nullopt;
  }

  /// Where the digits end, if they are encoded.
  std::optional<std::size_t> decode(Span run, const DigitCode& code) {
    const std::string_view digits = text_.substr(run.begin, run.size());
    const bool is_text = text_held(digits, code) >= kLeastText;
    if (!is_text && !has_magic(digits, code)) return std::nullopt;
    const std::vector<Span> lines = wrapped_lines(text_, run, code);
    Undigited decoded = undigit(text_, lines, code, sink_.most_in_memory());
    Part part;
    part.lines = Part::Lines::parent;
    part.form = is_text ? Part::Form::text : Part::Form::bytes;
    part.step = code.step;
    part.bytes = decoded.bytes;
    if (is_text) part.bytes = part.bytes.substr(0, text_prefix(part.bytes));
    part.way_back = std::move(decoded.way_back);
    next_ = sink_.add(part);
    return lines.back().end;
  }

  std::string_view text_;
  PartSink& sink_;
  PartSink::Next next_ = PartSink::Next::go_on;
  std::optional<std::size_t> pem_header_;  // the next one, once it is looked for
};

}  // namespace

bool may_digits_go_on(std::string_view text, std::size_t line) {
  const std::string_view before = without_line_end(text.substr(0, line));
  return !before.empty() && kBase64Code.has(before.back()) &&
         digits_of_line(text, line, kBase64Code).has_value();
}

void decode_digit_runs(const Encoded& encoded, PartSink& sink) {
  RunReader(encoded.text, sink).read_all();
}

}  // namespace nhiscan

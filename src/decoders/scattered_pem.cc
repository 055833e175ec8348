// What stands round the first line of digits stands round the others too: the byte before them, and
// the first bytes behind.
#include "decoders/scattered_pem.h"

#include <algorithm>
#include <cstring>

#include "base/byte_set.h"
#include "base/text.h"
#include "decoders/cut.h"
#include "decoders/text_marks.h"

namespace nhiscan {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kPemEnd = "-----END "sv;
constexpr std::string_view kPemLabelEnd = "PRIVATE KEY-----"sv;
constexpr std::size_t kLongestPemHeader = 64;
// Bytes between the header and the first line.
constexpr std::size_t kLongestBetween = kFarthestPemHeader - kLongestPemHeader;
constexpr std::size_t kLongestPemLine = 1024;  // with what stands round its digits
constexpr std::size_t kShortestPemLine = 40;   // digits; of all lines but the last
constexpr std::size_t kMostPemLines = 400;

constexpr ByteSet kPemDigits = ByteSet::alphanumeric("+/=");

bool is_pem_digit(char c) { return kPemDigits.has(c); }

std::size_t pem_digits_end(std::string_view text, std::size_t at) {
  while (at < text.size() && kPemDigits.has(text[at]))
    ++at;
  return at;
}

/// Behind the dashes of the label of the boundary at `mark`.
std::optional<std::size_t> label_end(std::string_view text, std::size_t mark) {
  std::string_view boundary = text.substr(mark, kLongestPemHeader);
  boundary = boundary.substr(0, boundary.find('\n'));
  const std::size_t label = boundary.find(kPemLabelEnd);
  if (label == std::string_view::npos) return std::nullopt;
  return mark + label + kPemLabelEnd.size();
}

/// From `-----BEGIN` to the dashes behind the label, within `kLongestBetween` before `at`.
std::optional<Span> pem_header_before(std::string_view text, std::size_t at) {
  const std::size_t from = at - std::min(at, kFarthestPemHeader);
  const std::string_view before = text.substr(from, at - from);
  const std::size_t begin = before.rfind(kPemBegin);
  if (begin == std::string_view::npos) return std::nullopt;
  const auto end = label_end(before, begin);
  if (!end) return std::nullopt;
  return Span{from + begin, from + *end};
}

/// Whether a run of kShortestPemLine digits may stand there: each holds one of these samples.
bool may_have_pem_line(std::string_view text) {
  constexpr std::size_t kSampled = 16;
  for (std::size_t at = 0; at + kSampled <= text.size(); at += kShortestPemLine - kSampled)
    if (std::ranges::all_of(text.substr(at, kSampled), is_pem_digit)) return true;
  return false;
}

bool has_pem_line(std::string_view text) {
  if (!may_have_pem_line(text)) return false;
  for (auto run = next_run(text, 0); run; run = next_run(text, run->end))
    if (run->size() >= kShortestPemLine) return true;
  return false;
}

/// Whether only line ends, indents and what marks a comment or a quotation stand there, or the run
/// behind is not on the next line, or not the first.
bool is_ordinary(std::string_view between) {
  return has_pem_line(between) || std::ranges::count(between, '\n') > 1 ||
         between.find_first_not_of(" \t\r\n\\\"'`,*#>|;.&:%_+/nr") == std::string_view::npos;
}

class ScatteredPem {
 public:
  ScatteredPem(std::string_view text, Span header, Span run, TextBuilder& out)
      : text_(text), header_(header), run_(run), out_(out) {}

  std::optional<std::size_t> read() {
    run_.end = pem_digits_end(text_, run_.begin);
    const std::size_t line_end = text_.find('\n', run_.end);
    const std::size_t next = text_.substr(run_.end, kLongestBetween).find_first_not_of('=');
    if (run_.size() < kFirstLineOfPem || next == std::string_view::npos) return std::nullopt;
    const auto more =
        next_run(text_.substr(0, std::min(text_.size(), run_.end + kLongestBetween)), run_.end);
    out_.copy(header_);
    add(run_);
    if (more && more->begin < line_end) return read_joined(more->begin);
    if (line_end == std::string_view::npos || line_end - run_.end > kLongestBetween)
      return std::nullopt;
    return read_lines(line_end);
  }

 private:
  void add(Span digits) {
    out_.put("\n", digits.begin);
    out_.copy(digits);
    last_ = digits;
  }

  /// Of the text from `at` on, where the line that ends the key begins.
  std::optional<std::size_t> finish(std::size_t at, std::size_t end) {
    const std::size_t mark = text_.substr(0, end).find(kPemEnd, at);
    if (mark == std::string_view::npos) return std::nullopt;
    const auto behind = label_end(text_, mark);
    if (!behind) return std::nullopt;
    out_.put("\n", mark);
    out_.copy({mark, *behind});
    return last_.end;
  }

  /// The same text between any two lines.
  std::optional<std::size_t> read_joined(std::size_t second) {
    const std::string_view between = text_.substr(run_.end, second - run_.end);
    std::size_t at = run_.end;
    for (std::size_t count = 0; count < kMostPemLines; ++count) {
      if (!text_.substr(at).starts_with(between)) return std::nullopt;
      at += between.size();
      if (text_.substr(at).starts_with(kPemEnd)) return finish(at, at + kLongestPemHeader);
      const Span digits{at, pem_digits_end(text_, at)};
      if (digits.size() == 0 || digits.size() > run_.size()) return std::nullopt;
      add(digits);
      at = digits.end;
    }
    return std::nullopt;
  }

  std::optional<std::size_t> read_lines(std::size_t line_end) {
    constexpr std::size_t kSurelyBehind = 3;
    const char before = text_[run_.begin - 1];
    const std::size_t stop =
        line_end - (line_end > run_.end && text_[line_end - 1] == '\r' ? 1 : 0);
    const std::string_view behind =
        text_.substr(run_.end, std::min(stop - run_.end, kSurelyBehind));
    for (std::size_t count = 0; count < kMostPemLines && line_end < text_.size(); ++count) {
      const std::size_t begin = line_end + 1;
      line_end = std::min(text_.find('\n', begin), text_.size());
      if (line_end - begin > kLongestPemLine) return std::nullopt;
      const auto digits = digits_in({begin, line_end}, before, behind);
      if (!digits) return finish(begin, line_end);
      if (digits->size() > run_.size() || last_.size() < kShortestPemLine) return std::nullopt;
      add(*digits);
    }
    return std::nullopt;
  }

  /// The digits of a line behind the last `before`.
  [[nodiscard]] std::optional<Span> digits_in(Span line, char before,
                                              std::string_view behind) const {
    std::string_view held = text_.substr(line.begin, line.size());
    while (held.ends_with('\r') || held.ends_with(' '))
      held.remove_suffix(1);
    std::size_t end = held.size();
    if (!behind.empty())
      end = held.rfind(kPemEnd) == std::string_view::npos ? held.find(behind) : 0;
    if (end == std::string_view::npos || end == 0) return std::nullopt;
    const std::size_t mark = before == '\n' ? std::string_view::npos : held.rfind(before, end - 1);
    const std::size_t begin = mark == std::string_view::npos ? 0 : mark + 1;
    if (begin == end || pem_digits_end(held.substr(0, end), begin) != end) return std::nullopt;
    return Span{line.begin + begin, line.begin + end};
  }

  std::string_view text_;
  Span header_;
  Span run_;
  TextBuilder& out_;
  Span last_;
};

}  // namespace

std::optional<std::size_t> read_scattered_pem(std::string_view text, Span run, TextBuilder& out) {
  if (run.size() < kFirstLineOfPem || run.begin == 0) return std::nullopt;
  const auto header = pem_header_before(text, run.begin);
  if (!header || is_ordinary(text.substr(header->end, run.begin - header->end)))
    return std::nullopt;
  return ScatteredPem(text, *header, run, out).read();
}

bool may_pem_go_on(std::string_view text, std::size_t line) {
  constexpr std::size_t kShortestBoundary = kPemEnd.size() + kPemLabelEnd.size();
  std::string_view below = text.substr(line, kLongestPemLine);
  below = below.substr(0, below.find('\n'));
  if (below.size() >= kShortestBoundary && below.find(kPemEnd) != std::string_view::npos)
    return true;
  const std::size_t from = line - std::min(line, kLongestPemLine + kLongestPemHeader);
  std::string_view above = without_line_end(text.substr(from, line - from));
  if (const void* end = memrchr(above.data(), '\n', above.size()); end != nullptr)
    above.remove_prefix(static_cast<std::size_t>(static_cast<const char*>(end) - above.data()) + 1);
  return above.size() >= kShortestBoundary &&
         (above.find(kPemBegin) != std::string_view::npos || has_pem_line(above));
}

}  // namespace nhiscan

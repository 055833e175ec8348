#include "scan/pieces.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace nhiscan {
namespace {

// JSON that no bracket closes is read in vain; this is how many lines may be, in all.
constexpr std::ptrdiff_t kMostLinesInVain = 1'000'000;

struct TextLine {
  std::string_view text;  // trimmed
  Span span;
};

std::vector<TextLine> lines_of(std::string_view text) {
  std::vector<TextLine> lines;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t begin = text.size() - rest.size();
    const std::string_view line = take_line(rest);
    lines.push_back({trim(line), {begin, begin + line.size()}});
  }
  return lines;
}

/// The lines that are left, from the one at which a block may begin.
using Lines = std::vector<TextLine>::const_iterator;

struct LineRange {
  Lines begin;
  Lines end;
};

/// The line after the block; nothing where there is none. Each of these knows one kind of block.
using FindEnd = std::optional<Lines> (*)(LineRange);

bool begins_armor(std::string_view line) {
  return line.find("-----BEGIN ") != std::string_view::npos ||
         line.find("---- BEGIN ") != std::string_view::npos;
}

bool ends_armor(std::string_view line) {
  return line.find("-----END ") != std::string_view::npos ||
         line.find("---- END ") != std::string_view::npos;
}

std::optional<Lines> end_of_armor(LineRange range) {
  if (!begins_armor(range.begin->text)) return std::nullopt;
  auto blank = range.end;
  for (auto line = range.begin; line != range.end; ++line) {
    if (ends_armor(line->text)) return line + 1;
    if (line != range.begin && begins_armor(line->text)) return std::min(line, blank);
    if (line->text.empty() && blank == range.end) blank = line;
  }
  return blank;
}

std::optional<Lines> end_of_putty(LineRange range) {
  if (!range.begin->text.starts_with("PuTTY-User-Key-File-")) return std::nullopt;
  const auto end = std::find_if(range.begin, range.end, [](const TextLine& line) {
    return line.text.starts_with("Private-MAC:") || line.text.empty();
  });
  return end == range.end ? end : end + 1;
}

std::optional<Lines> end_of_commented_key(LineRange range) {
  if (!range.begin->text.starts_with("untrusted comment:")) return std::nullopt;
  return range.begin + std::min<std::ptrdiff_t>(2, range.end - range.begin);
}

/// Follows the brackets of JSON through its lines.
class Brackets {
 public:
  /// Whether all are closed after this line.
  bool close_after(std::string_view line) {
    for (const char c : line) {
      if (escaped_) {
        escaped_ = false;
      } else if (in_string_) {
        escaped_ = c == '\\';
        in_string_ = c != '"';
      } else if (c == '"') {
        in_string_ = true;
      } else if (c == '{' || c == '[') {
        ++depth_;
      } else if (c == '}' || c == ']') {
        --depth_;
      }
    }
    return depth_ <= 0;
  }

 private:
  std::ptrdiff_t depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
};

bool is_base64(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/' || c == '=';
  });
}

/// DER, a Java keystore, an OpenSSH key, or PEM, each in base64 that is wrapped.
std::optional<Lines> end_of_base64(LineRange range) {
  constexpr auto kStarts = std::to_array<std::string_view>(
      {"MI", "/u3+7QAAAA", "zs7OzgAAAA", "b3BlbnNzaC1rZXk", "LS0tLS1CRUdJTi"});
  const std::string_view first = range.begin->text;
  const bool starts =
      std::ranges::any_of(kStarts, [&](auto start) { return first.starts_with(start); });
  if (!starts || first.size() < 60 || !is_base64(first)) return std::nullopt;
  auto end = range.begin + 1;
  while (end != range.end && !end->text.empty() && end->text.size() <= first.size() &&
         is_base64(end->text) && (end - 1)->text.size() == first.size())
    ++end;
  return end;
}

constexpr auto kBlocks =
    std::to_array<FindEnd>({end_of_armor, end_of_putty, end_of_commented_key, end_of_base64});

/// Finds where blocks end, one after the other.
class BlockReader {
 public:
  Lines end_of(LineRange range) {
    for (const FindEnd find_end : kBlocks)
      if (const auto end = find_end(range)) return *end;
    return end_of_json(range).value_or(range.begin + 1);
  }

 private:
  std::optional<Lines> end_of_json(LineRange range) {
    const std::string_view first = range.begin->text;
    const bool opens = first == "{" || first == "[" || first == "[{" || first.starts_with("{\"") ||
                       first.starts_with("{ \"");
    if (!opens) return std::nullopt;
    Brackets brackets;
    const auto limit = range.begin + std::min<std::ptrdiff_t>(range.end - range.begin, lines_left_);
    for (auto line = range.begin; line != limit; ++line)
      if (brackets.close_after(line->text)) return line + 1;
    lines_left_ -= limit - range.begin;
    return std::nullopt;
  }

  std::ptrdiff_t lines_left_ = kMostLinesInVain;
};

bool is_name(std::string_view text) {
  constexpr std::size_t kLongestName = 128;
  return !text.empty() && text.size() <= kLongestName && std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
}

std::string_view unquoted(std::string_view text) {
  constexpr std::string_view kQuotes = "\"'`";
  const bool is_quoted = text.size() > 1 && kQuotes.find(text.front()) != std::string_view::npos &&
                         text.front() == text.back();
  return is_quoted ? text.substr(1, text.size() - 2) : text;
}

}  // namespace

std::vector<Piece> split_pieces(std::string_view text) {
  const std::vector<TextLine> lines = lines_of(text);
  BlockReader blocks;
  std::vector<Piece> pieces;
  for (auto line = lines.begin(); line != lines.end();) {
    if (line->text.empty()) {
      ++line;
      continue;
    }
    const auto end = blocks.end_of({line, lines.end()});
    Piece piece;
    piece.span = {line->span.begin, (end - 1)->span.end};
    piece.line = static_cast<std::size_t>(line - lines.begin()) + 1;
    piece.line_count = static_cast<std::size_t>(end - line);
    piece.is_comment = line->text.starts_with('#') || line->text.starts_with("//");
    pieces.push_back(piece);
    line = end;
  }
  return pieces;
}

std::string_view assigned_value(std::string_view line) {
  line = trim(line, " \t\r,;");
  if (line.starts_with("export ")) line = trim(line.substr(7));
  const auto separator = line.find_first_of("=:");
  if (separator == std::string_view::npos) return unquoted(line);
  const std::string_view name = unquoted(trim(line.substr(0, separator)));
  const std::string_view value = trim(line.substr(separator + 1));
  // A scheme isn't a name, padding isn't a value, and an id before a colon is part of a token.
  const bool assigns = is_name(name) && !value.empty() && !value.starts_with("//") &&
                       value.front() != '=' &&
                       (line[separator] == '=' || line[separator + 1] == ' ');
  return assigns ? unquoted(value) : unquoted(line);
}

}  // namespace nhiscan

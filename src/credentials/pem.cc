// RFC 7468 blocks as they stand in real files. Escapes are resolved first, then each line is freed
// of what surrounds it.

#include "credentials/pem.h"

#include <algorithm>
#include <vector>

#include "base/encoding.h"
#include "credentials/parts.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMaxPemBytes = std::size_t{1} << 20;
constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";

/// Resolves the escape at `at` (a backslash, or several) into `out` and returns the offset after
/// it.
std::size_t resolve_escape(std::string_view text, std::size_t at, std::string& out) {
  while (at < text.size() && text[at] == '\\')
    ++at;
  if (at == text.size()) return at;
  if (text[at] == 'n' || text[at] == 'r' || text[at] == 't') {
    out.push_back('\n');
    return at + 1;
  }
  if (text[at] == 'u' && at + 4 < text.size()) {
    const auto unit = decode_hex(text.substr(at + 1, 4));
    if (unit && (*unit)[0] == '\0') {
      out.push_back((*unit)[1]);
      return at + 5;
    }
  }
  return at;  // `\/`, a quote, or a line continuation: the next character stands for itself
}

std::string without_escapes(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '\\') {
      i = resolve_escape(text, i, plain);
    } else {
      plain.push_back(text[i] == '\r' ? '\n' : text[i]);
      ++i;
    }
  }
  return plain;
}

std::string_view without_surroundings(std::string_view line) {
  constexpr std::string_view kBefore = " \t\"'`#*>|,;";
  constexpr std::string_view kAfter = " \t\"'`,;";
  const auto begin = std::min(line.find_first_not_of(kBefore), line.size());
  line.remove_prefix(begin);
  if (line.starts_with("// ")) line.remove_prefix(3);
  if (line.starts_with("+ \"") || line.starts_with("+ '")) line.remove_prefix(3);
  for (;;) {
    line = line.substr(0, line.find_last_not_of(kAfter) + 1);
    const bool joined = line.size() > 1 && (line.back() == '+' || line.back() == '.') &&
                        kAfter.find(line[line.size() - 2]) != std::string_view::npos;
    if (!joined) break;
    line.remove_suffix(1);
  }
  return line == "+" || line == "." ? std::string_view() : line;  // what joins two string literals
}

/// In a diff each added line begins with `+`. It is a base64 character too, but no key begins with
/// it.
void drop_diff_marks(std::vector<std::string_view>& lines) {
  const auto is_marked = [](std::string_view line) { return line.starts_with('+'); };
  if (!std::ranges::all_of(lines, is_marked)) return;
  for (auto& line : lines)
    line.remove_prefix(1);
}

std::string join_base64(std::string_view body) {
  std::string joined;
  for (const auto line : split(body, '\n', kMaxPemBytes)) {
    const bool is_header = line.find(':') != std::string_view::npos;
    const bool is_armor_checksum = line.size() == 5 && line.front() == '=';
    if (!is_header && !is_armor_checksum) joined += line;
  }
  return joined;
}

}  // namespace

std::string plain_lines(std::string_view text) {
  const std::string plain = without_escapes(text.substr(0, kMaxPemBytes));
  std::vector<std::string_view> lines;
  for (const auto raw : split(plain, '\n', kMaxPemBytes))
    if (const auto line = without_surroundings(raw); !line.empty()) lines.push_back(line);
  drop_diff_marks(lines);
  std::string joined;
  for (const auto line : lines)
    joined.append(line).push_back('\n');
  return joined;
}

std::optional<PemBlock> read_pem(std::string_view text) {
  text = text.substr(0, kMaxPemBytes);
  const auto begin = text.find(kBegin);
  if (begin == std::string_view::npos) return std::nullopt;
  text.remove_prefix(begin + kBegin.size());
  const auto label_end = text.substr(0, 70).find("-----");
  if (label_end == std::string_view::npos) return std::nullopt;
  PemBlock block;
  block.label = text.substr(0, label_end);
  text.remove_prefix(label_end + 5);
  block.body = plain_lines(text.substr(0, text.find(kEnd)));
  block.encrypted = block.body.find("4,ENCRYPTED") != std::string::npos;
  if (block.encrypted) block.cipher = between(between(block.body, "DEK-Info:", "\n"), " ", ",");
  if (auto bytes = decode_base64(join_base64(block.body), Whitespace::skip))
    block.bytes = std::move(*bytes);
  return block;
}

}  // namespace nhiscan

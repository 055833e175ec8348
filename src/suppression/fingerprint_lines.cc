// `[COMMIT:]PATH:RULE:LINE`, the fingerprints of gitleaks. A path may hold colons, so the commit is
// what is one, and the rule and line are the last two parts.
#include <algorithm>
#include <charconv>
#include <optional>

#include "base/encoding.h"
#include "base/text.h"
#include "suppression/foreign_baseline.h"

namespace nhiscan {
namespace {

bool is_commit(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) && is_hex_text(text);
}

std::optional<KnownFinding> read_fingerprint_line(std::string_view line) {
  const std::size_t last = line.rfind(':');
  const std::size_t middle =
      last == std::string_view::npos || last == 0 ? last : line.rfind(':', last - 1);
  if (middle == std::string_view::npos || middle == 0 || middle == last) return std::nullopt;
  KnownFinding finding;
  KnownPlace place;
  const std::string_view number = line.substr(last + 1);
  const auto [end, failed] =
      std::from_chars(number.data(), number.data() + number.size(), place.line);
  if (failed != std::errc() || end != number.data() + number.size() || place.line == 0)
    return std::nullopt;
  finding.rule = line.substr(middle + 1, last - middle - 1);
  std::string_view path = line.substr(0, middle);
  const std::size_t first = path.find(':');
  if (first != std::string_view::npos && is_commit(path.substr(0, first))) {
    place.commit = lower_ascii(path.substr(0, first));
    path.remove_prefix(first + 1);
  }
  if (path.empty() || finding.rule.empty()) return std::nullopt;
  place.path = path;
  std::ranges::replace(place.path, '\\', '/');
  finding.place = std::move(place);
  return finding;
}

/// What the line of `.secretsignore` is a fingerprint or hash of; nothing for a pattern.
std::optional<KnownFinding> read_value_line(std::string_view line) {
  KnownFinding finding;
  if (is_hex_text(line) && line.size() == 40)
    finding.sha1 = lower_ascii(line);
  else if (is_hex_text(line) && line.size() == 64)
    finding.sha256 = lower_ascii(line);
  else if (line.size() == 26 && decode_base32(line) && lower_ascii(line) == line)
    finding.fingerprint = line;
  else
    return read_fingerprint_line(line);
  return finding;
}

template <class OnLine>
void for_each_entry(std::string_view text, const OnLine& on_line) {
  for (int number = 1; !text.empty(); ++number) {
    const std::string_view line = trim(take_line(text));
    if (!line.empty() && line.front() != '#') on_line(number, line);
  }
}

}  // namespace

Result<KnownFindings> read_fingerprint_lines(std::string_view text, const std::string& file) {
  KnownFindings known;
  for_each_entry(text, [&](int number, std::string_view line) {
    auto finding = read_fingerprint_line(line);
    if (!finding) {
      known.notes.push_back(file + ":" + std::to_string(number) +
                            ": is no fingerprint ([COMMIT:]PATH:RULE:LINE), and counts for "
                            "nothing");
      return;
    }
    finding->line = number;
    known.findings.push_back(*std::move(finding));
  });
  return known;
}

Result<KnownFindings> read_secretsignore(std::string_view text, const std::string& /*file*/) {
  KnownFindings known;
  for_each_entry(text, [&](int number, std::string_view line) {
    auto finding = read_value_line(line);
    if (!finding) return known.ignored_paths.emplace_back(line), void();
    finding->line = number;
    known.findings.push_back(*std::move(finding));
  });
  return known;
}

}  // namespace nhiscan

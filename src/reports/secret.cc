// What of a secret may be seen: one printable line, unless the report shows secrets.
#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "nhiscan/report.h"

namespace nhiscan {
namespace {

constexpr std::string_view kMask = "********";
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr std::string_view kPemBegin = "-----BEGIN ";
constexpr std::string_view kPemDashes = "-----";
constexpr std::size_t kShortestShown = 24;
constexpr std::size_t kShownAtEachEnd = 4;

/// `-----BEGIN RSA PRIVATE KEY-----…`, or nothing if the bytes aren't PEM.
std::string pem_kind(std::string_view bytes) {
  constexpr std::size_t kLongestLabel = 64;
  bytes.remove_prefix(std::min(bytes.find_first_not_of(" \t\r\n"), bytes.size()));
  if (!bytes.starts_with(kPemBegin)) return {};
  const std::string_view rest = bytes.substr(kPemBegin.size(), kLongestLabel);
  const std::string_view label = rest.substr(0, rest.find(kPemDashes));
  const bool is_label = std::ranges::all_of(
      label, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' '; });
  if (!is_label || label.size() == rest.size()) return {};
  return std::string(kPemBegin) + std::string(label) + std::string(kPemDashes) +
         std::string(kEllipsis);
}

std::string printable(std::string_view bytes) {
  std::string text(bytes);
  std::ranges::replace_if(
      text, [](char c) { return c < ' ' || c > '~'; }, '*');
  return text;
}

/// Whether the last bytes belong to a run that is long enough for four of them to give nothing
/// away. In `…;password=abcd` they don't.
bool tail_is_safe(std::string_view bytes) {
  constexpr std::size_t kShortestRun = 16;
  const std::string_view body = bytes.substr(0, bytes.find_last_not_of('=') + 1);
  const auto separator = std::find_if(body.rbegin(), body.rend(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) == 0 && std::string_view("+/-_.~").find(c) == std::string_view::npos;
  });
  return static_cast<std::size_t>(separator - body.rbegin()) >= kShortestRun;
}

/// The first code points, as many as `percent` leaves.
std::string_view kept_start(std::string_view bytes, std::size_t percent_hidden) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < bytes.size(); at += code_point_at(bytes, at).size)
    ++count;
  std::size_t end = 0;
  for (std::size_t kept = count * (100 - percent_hidden) / 100; kept > 0; --kept) {
    end += code_point_at(bytes, end).size;
  }
  return bytes.substr(0, end);
}

}  // namespace

std::string Secret::redacted() const {
  const std::string_view bytes = bytes_;
  if (bytes.empty()) return {};
  if (std::string kind = pem_kind(bytes); !kind.empty()) return kind;
  if (bytes.size() < kShortestShown) return std::string(kMask);
  std::string shown = printable(bytes.substr(0, kShownAtEachEnd)) + std::string(kEllipsis);
  if (tail_is_safe(bytes)) shown += printable(bytes.substr(bytes.size() - kShownAtEachEnd));
  return shown;
}

std::string shown_secret(const Report& report, const Finding& finding) {
  const std::string& bytes = finding.secret.expose();
  if (report.show_secrets) return bytes;
  const auto percent = static_cast<std::size_t>(std::clamp(report.redact_percent, 0, 100));
  if (percent == 100) return finding.secret.redacted();
  if (percent == 0) return escape_terminal(bytes);
  return escape_terminal(kept_start(bytes, percent)) + std::string(kEllipsis);
}

}  // namespace nhiscan

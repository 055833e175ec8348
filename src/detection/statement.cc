#include "detection/statement.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/text.h"
#include "detection/key_words.h"
#include "detection/value_text.h"

namespace nhiscan {
namespace {

using namespace value_text;

constexpr std::size_t kMostLabelWords = 4;
constexpr std::size_t kLongestLabel = 80;
constexpr std::size_t kLongestContextLine = 4096;
constexpr std::size_t kLongestStatement = 1024;
constexpr std::size_t kMostSectionLines = 20;

bool is_made_of_plain(std::string_view text) {
  return std::ranges::all_of(words_of(text), [&](Span word) {
    return is_plain_word(text.substr(word.begin, word.size()));
  });
}

std::size_t end_of_line(std::string_view text, std::size_t at) {
  return std::min(text.find('\n', at), text.size());
}

/// Whether the statement of such a line goes on in the next.
bool goes_on(std::string_view line) {
  line = trim(line);
  return !line.empty() && std::string_view("\\,({[|").find(line.back()) != npos;
}

/// Names for documentation and for private networks (RFC 2606, RFC 6761, RFC 6762), and places
/// where everybody's programs run.
bool is_nobodys(std::string_view host) {
  static constexpr auto kPrivate = std::to_array<std::string_view>(
      {".local", ".localhost", ".localdomain", ".internal", ".lan", ".intra", ".corp", ".home",
       ".test", ".example", ".invalid", ".fake", ".dummy", ".mock", "domain.tld"});
  static constexpr auto kSamples = std::to_array<std::string_view>(
      {"acme", "bar", "company", "domain", "example", "fake", "foo", "foobar", "host", "mycompany",
       "mydomain", "mysite", "server", "test", "website", "yourcompany", "yourdomain"});
  static constexpr auto kHosting = std::to_array<std::string_view>(
      {".amazonaws.com", ".appspot.com", ".azurewebsites.net", ".cloudfront.net",
       ".firebaseapp.com", ".fly.dev", ".github.io", ".githubusercontent.com", ".herokuapp.com",
       ".netlify.app", ".ngrok.io", ".onrender.com", ".pages.dev", ".run.app", ".vercel.app",
       ".web.app", ".workers.dev"});
  if (ends_with_one_of(host, kPrivate) || ends_with_one_of(host, kHosting)) return true;
  const auto top = host.rfind('.');
  const auto begin = top == npos ? npos : host.substr(0, top).rfind('.');
  return top != npos && is_one_of(host.substr(begin + 1, top - begin - 1), kSamples);
}

/// The name that opens `line`, if the line only opens something: `twilio:`, `"twilio": {`,
/// `[twilio]`.
std::string_view opened_by(std::string_view line) {
  line = trim(line, " \t\r\n,");
  if (line.size() > kLongestLabel) return {};
  if (line.starts_with('[') && line.ends_with(']')) return line.substr(1, line.size() - 2);
  const auto last = line.find_last_not_of(" \t:={[(>");
  if (last == npos || last + 1 == line.size()) return {};
  line = trim(line.substr(0, last + 1), " \t\"'-");
  return all(line, is_key_char) ? line : std::string_view();
}

std::size_t indent_of(std::string_view line) {
  const auto first = line.find_first_not_of(" \t-");
  return first == npos ? line.size() : first;
}

}  // namespace

std::size_t context_line_begin(std::string_view text, std::size_t at) {
  const std::size_t floor = at - std::min(at, kLongestContextLine);
  const auto newline = text.substr(floor, at - floor).rfind('\n');
  return newline == npos ? floor : floor + newline + 1;
}

std::string_view statement_of(std::string_view text, Span span) {
  const std::size_t floor = span.begin - std::min(span.begin, kLongestStatement);
  const std::size_t ceiling = std::min(text.size(), span.end + kLongestStatement);
  const std::string_view seen = text.substr(0, ceiling);
  std::size_t begin = context_line_begin(seen, span.begin);
  while (begin > floor) {
    const std::size_t before = context_line_begin(seen, begin - 1);
    if (!goes_on(seen.substr(before, begin - before))) break;
    begin = before;
  }
  begin = std::max(begin, floor);
  std::size_t last = context_line_begin(seen, span.end);
  std::size_t end = end_of_line(seen, span.end);
  while (end < seen.size() && goes_on(seen.substr(last, end - last))) {
    last = end + 1;
    end = end_of_line(seen, last);
  }
  return seen.substr(begin, end - begin);
}

std::string_view host_in(std::string_view statement, std::size_t at) {
  auto mark = statement.substr(0, std::min(at, statement.size())).rfind("://");
  if (mark == npos) mark = statement.find("://", at);
  if (mark == npos) return {};
  std::string_view rest = statement.substr(mark + 3);
  rest = rest.substr(0, rest.find_first_of("/?#\"'`<> \t\r\n\\,;)"));
  const auto user = rest.rfind('@');
  if (user != npos) rest.remove_prefix(user + 1);
  return rest.substr(0, rest.find(':'));
}

std::string_view registered_domain(std::string_view host) {
  // Names of DNS hold no '_', those of people's accounts with a provider do.
  const auto is_host_char = [](char c) { return is_name_char(c) || c == '-' || c == '.'; };
  if (!all(host, is_host_char) || is_nobodys(host) || host.ends_with('.')) return {};
  const auto top = host.rfind('.');
  if (top == npos || top == 0 || !all(host.substr(top + 1), is_letter)) return {};
  static constexpr auto kSecond =
      std::to_array<std::string_view>({"co", "com", "org", "net", "gov", "ac", "or", "ne"});
  auto begin = host.substr(0, top).rfind('.');
  if (begin != npos && host.size() - top == 3 &&
      is_one_of(host.substr(begin + 1, top - begin - 1), kSecond))
    begin = host.substr(0, begin).rfind('.');
  return host.substr(begin == npos ? 0 : begin + 1);
}

std::string_view label_of(std::string_view text, Span key) {
  const std::size_t begin = context_line_begin(text, key.begin);
  if (key.end - begin > kLongestLabel) return {};
  const std::string_view label = trim(text.substr(begin, key.end - begin), " \t#/*>\"'`");
  std::size_t parts = 0;
  for (std::size_t i = 0; i < label.size(); ++parts) {
    const std::size_t end = std::min(label.find_first_of(" \t", i), label.size());
    const std::string_view part = trim(label.substr(i, end - i), ":\"'`");
    if (!all(part, is_key_char) || part.starts_with('-') || parts >= kMostLabelWords) return {};
    if (parts > 0 && !is_plain_word(part) && name_in(part).empty() && !is_made_of_plain(part))
      return {};
    i = std::min(label.find_first_not_of(" \t", end), label.size());
  }
  return parts > 1 ? label : std::string_view();
}

std::string_view section_of(std::string_view text, std::size_t at) {
  std::size_t begin = context_line_begin(text, at);
  const std::size_t indent = indent_of(text.substr(begin, at - begin));
  for (std::size_t lines = 0; begin > 0 && lines < kMostSectionLines; ++lines) {
    const std::size_t before = context_line_begin(text, begin - 1);
    if (begin - before > kLongestStatement) return {};
    const std::string_view line = text.substr(before, begin - before);
    begin = before;
    const std::string_view bare = trim(line);
    if (bare.empty()) continue;
    const bool header = bare.front() == '[' && bare.back() == ']';
    if (!header && indent_of(line) >= indent) continue;
    return opened_by(line);
  }
  return {};
}

}  // namespace nhiscan

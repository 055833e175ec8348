// What is known of logs is how their lines begin, and under which names JSON keeps times: enough to
// tell them from other text, and to date what stands in them. Formats: RFC 3164, RFC 5424, NCSA
// access logs, logfmt, JSON lines, CloudTrail, Kubernetes audit, HAR 1.2, shells' histories; the
// places of transcripts are those that the agents' own documentation gives.
#include "decoders/log_format.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/log_time.h"
#include "base/text.h"

namespace nhiscan {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kLinesOfHead = 8;
constexpr std::size_t kLineBegin = 96;        // where the time of a line stands
constexpr std::size_t kRecord = 16UL * 1024;  // how far from a value the time of its record may be

constexpr auto kHistories = std::to_array<std::string_view>(
    {".bash_history", ".zsh_history", ".zhistory", ".sh_history", ".ash_history", ".ksh_history",
     ".history", "fish_history", "consolehost_history.txt", ".python_history", ".node_repl_history",
     ".psql_history", ".mysql_history", ".sqlite_history", ".rediscli_history", ".irb_history",
     ".mongosh_history", ".dbshell", ".wget-hsts"});

/// Words of a path that stand where agents keep sessions; each row is found in this order.
constexpr auto kTranscripts = std::to_array<std::array<std::string_view, 2>>({
    {".claude/projects/", ".jsonl"},
    {".claude/projects/", "/tool-results/"},
    {".claude/", "history.jsonl"},
    {".claude/sessions/", ""},
    {".claude/shell-snapshots/", ""},
    {".claude/todos/", ""},
    {".codex/sessions/", ".jsonl"},
    {".codex/", "history.jsonl"},
    {".codex/log/", ""},
    {".gemini/tmp/", ""},
    {".gemini/antigravity", "transcript"},
    {"saoudrizwan.claude-dev/tasks/", ".json"},
    {"roo-cline/tasks/", ".json"},
    {"chatsessions/", ".json"},
    {".continue/sessions/", ".json"},
    {".continue/dev_data/", ""},
    {"goose/sessions/", ""},
    {"amp/threads/", ".json"},
    {"opencode/storage/", ".json"},
    {".copilot/", "session"},
    {".grok/sessions/", ""},
    {".pi/agent/sessions/", ""},
    {"local-agent-mode-sessions/", ""},
    {".specstory/history/", ".md"},
    {".aider.chat.history.md", ""},
    {".aider.input.history", ""},
    {".aider.llm.history", ""},
    {"api_conversation_history.json", ""},
    {"ui_messages.json", ""},
});

std::string_view name_in(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::optional<Context> context_by_name(std::string_view path) {
  if (path.empty()) return std::nullopt;
  const std::string lower = lower_ascii(path);
  const std::string_view name = name_in(lower);
  for (const auto& [place, end] : kTranscripts) {
    const std::size_t at = lower.find(place);
    if (at != std::string::npos && lower.find(end, at + place.size()) != std::string::npos)
      return Context::transcript;
  }
  if (std::ranges::find(kHistories, name) != kHistories.end() || name.ends_with(".log") ||
      name.ends_with(".har") || name.find(".log.") != std::string_view::npos)
    return Context::log;
  return std::nullopt;
}

/// Whether JSON has any of these keys.
template <std::size_t N>
bool has_key(std::string_view json, const std::array<std::string_view, N>& keys) {
  return std::ranges::any_of(
      keys, [&](std::string_view key) { return json.find(key) != std::string_view::npos; });
}

constexpr auto kTimeKeys = std::to_array<std::string_view>(
    {"\"time\"", "\"ts\"", "\"timestamp\"", "\"@timestamp\"", "\"eventTime\"", "\"date\"",
     "\"startedDateTime\"", "\"requestReceivedTimestamp\"", "\"stageTimestamp\"", "\"Timestamp\"",
     "\"_time\"", "\"asctime\"", "\"created_at\"", "\"__REALTIME_TIMESTAMP\"",
     "\"TimeGenerated\""});

/// A record of JSON lines that an agent wrote: who says what.
bool is_said(std::string_view line) {
  static constexpr auto kRoles = std::to_array<std::string_view>(
      {R"("role":"user")", R"("role":"assistant")", R"("role": "user")", R"("role": "assistant")",
       R"("type":"user")", R"("type":"assistant")"});
  static constexpr auto kWords = std::to_array<std::string_view>({R"("content")", R"("message")"});
  return has_key(line, kRoles) && has_key(line, kWords);
}

bool begins_with_time(std::string_view line) {
  const std::string_view begin = line.substr(0, kLineBegin);
  constexpr std::int64_t kAnyTime = 2'000'000'000;
  if (std::ranges::none_of(begin, [](char c) { return c >= '0' && c <= '9'; })) return false;
  return first_log_time(begin, kAnyTime).has_value();
}

/// logfmt without a time: `level=info msg="…"`.
bool is_logfmt(std::string_view line) {
  return line.find("level=") != std::string_view::npos &&
         line.find("msg=") != std::string_view::npos;
}

std::optional<Context> context_of_line(std::string_view line) {
  if (line.starts_with('{')) {
    if (!line.ends_with('}') && line.size() < kRecord) return std::nullopt;
    if (is_said(line)) return Context::transcript;
    return has_key(line, kTimeKeys) ? std::optional(Context::log) : std::nullopt;
  }
  if (begins_with_time(line) || is_logfmt(line)) return Context::log;
  return std::nullopt;
}

/// Whole files of JSON records: HAR, CloudTrail.
bool is_json_log(std::string_view head) {
  if (!head.starts_with('{')) return false;
  const std::string_view begin = head.substr(0, kRecord);
  const auto has = [&](std::string_view word) {
    return begin.find(word) != std::string_view::npos;
  };
  return (has("\"log\"") && has("\"creator\"") && (has("\"entries\"") || has("\"pages\""))) ||
         (has("\"Records\"") && has("\"eventVersion\"") && has("\"eventTime\""));
}

std::optional<Context> context_by_lines(std::string_view head) {
  std::size_t lines = 0;
  std::size_t said = 0;
  std::size_t logged = 0;
  while (!head.empty() && lines < kLinesOfHead) {
    std::string_view line = take_line(head);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    ++lines;
    const auto context = context_of_line(line.substr(0, kRecord));
    said += context == Context::transcript ? 1 : 0;
    logged += context == Context::log ? 1 : 0;
    if (lines == 2 && said + logged == 0) return std::nullopt;
  }
  if (said > 0 && said * 2 >= lines) return Context::transcript;
  if (logged > 1 && logged * 2 >= lines) return Context::log;
  return std::nullopt;
}

bool begins_time_key(std::string_view text) {
  return std::ranges::any_of(kTimeKeys, [&](auto key) { return text.starts_with(key); });
}

/// The last key of a time that begins before `at`; each begins with a quote.
std::size_t time_key_before(std::string_view record, std::size_t at) {
  while (at > 0) {
    at = record.rfind('"', at - 1);
    if (at == std::string_view::npos || begins_time_key(record.substr(at))) return at;
  }
  return std::string_view::npos;
}

std::size_t time_key_from(std::string_view record, std::size_t at) {
  for (at = record.find('"', at); at != std::string_view::npos; at = record.find('"', at + 1))
    if (begins_time_key(record.substr(at))) return at;
  return at;
}

/// The time next to a key of a JSON record: the last before `at`, else the first behind.
std::optional<std::int64_t> time_of_key(std::string_view record, std::size_t at, std::int64_t now) {
  constexpr std::size_t kLongestTime = 64;
  const auto time_at = [&](std::size_t key) {
    return key == std::string_view::npos ? std::nullopt
                                         : first_log_time(record.substr(key, kLongestTime), now);
  };
  if (const auto time = time_at(time_key_before(record.substr(0, at), at))) return time;
  return time_at(time_key_from(record, at));
}

}  // namespace

std::optional<Context> log_context(std::string_view path, std::string_view head) {
  if (const auto context = context_by_name(path)) return context;
  if (is_json_log(head)) return Context::log;
  return context_by_lines(head);
}

std::optional<std::int64_t> observed_at(std::string_view log, Span span, std::int64_t now) {
  const std::size_t from_most = span.begin - std::min(span.begin, kRecord);
  const std::size_t newline = log.substr(from_most, span.begin - from_most).rfind('\n');
  const bool has_begin = newline != std::string_view::npos || from_most == 0;
  const std::size_t from = newline == std::string_view::npos ? from_most : from_most + newline + 1;
  const std::size_t to_most = std::min(log.size(), span.end + kRecord);
  const std::size_t to = std::min(log.substr(0, to_most).find('\n', span.end), to_most);
  const std::string_view record = log.substr(from, to - from);
  const std::size_t at = span.begin - from;
  if (!has_begin || record.starts_with('{') || record.starts_with(' '))
    if (const auto time = time_of_key(record, at, now)) return time;
  if (has_begin)
    if (const auto time = first_log_time(record.substr(0, std::min(kLineBegin, at)), now))
      return time;
  if (const auto time = last_log_time(record.substr(0, at), now)) return time;
  if (const auto time = first_log_time(log.substr(span.end, to - span.end), now)) return time;
  const std::size_t earlier = from - std::min(from, kRecord);
  if (const auto time = last_log_time(log.substr(earlier, from - earlier), now)) return time;
  return first_log_time(log.substr(to, kLineBegin), now);
}

}  // namespace nhiscan

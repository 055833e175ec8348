#include "reports/phrases.h"

#include "base/time.h"

namespace nhiscan {
namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;

std::string expiry_phrase(std::int64_t expires, std::int64_t now) {
  if (expires <= now) return "expired " + format_date(expires);
  // Unsigned, since the two may lie further apart than a signed number says.
  const std::uint64_t left = static_cast<std::uint64_t>(expires) - static_cast<std::uint64_t>(now);
  if (left < kHour) return "expires within the hour";
  if (left < 2 * kDay) return "expires in " + std::to_string(left / kHour) + " h";
  constexpr std::uint64_t kMostDays = 999;
  if (left / kDay > kMostDays) return "expires " + format_date(expires);
  return "expires in " + std::to_string(left / kDay) + " d";
}

std::string reach_phrase(Reach reach) {
  switch (reach) {
    case Reach::head:
      return "at HEAD";
    case Reach::ref:
      return "only in history";
    case Reach::stash:
      return "in a stash";
    case Reach::reflog:
      return "only in the reflog";
    case Reach::unreachable:
      break;
  }
  return "unreachable object";
}

}  // namespace

const Rule& rule_of(const Finding& finding) {
  static const Rule kUnknown = [] {
    Rule rule;
    rule.id = "unknown";
    rule.name = "Credential";
    return rule;
  }();
  return finding.rule ? *finding.rule : kUnknown;
}

std::string count_phrase(std::uint64_t count, std::string_view one, std::string_view many) {
  if (count == 1) return "1 " + std::string(one);
  return (count == 0 ? "no" : std::to_string(count)) + " " + std::string(many);
}

std::string bytes_phrase(std::uint64_t bytes) {
  if (bytes < 1000) return count_phrase(bytes, "byte", "bytes");
  static constexpr auto kUnits = std::to_array<std::string_view>({"kB", "MB", "GB", "TB", "PB"});
  std::size_t unit = 0;
  std::uint64_t tenths = bytes / 100;
  for (; tenths >= 10000 && unit + 1 < kUnits.size(); tenths /= 1000)
    ++unit;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " " +
         std::string(kUnits[unit]);
}

std::string lifetime_phrase(const Lifetime& lifetime, std::int64_t now) {
  if (lifetime.expires) return expiry_phrase(*lifetime.expires, now);
  switch (lifetime.lifetime_class) {
    case LifetimeClass::ephemeral:
      return "lives up to 1 h";
    case LifetimeClass::short_lived:
      return "lives up to 24 h";
    case LifetimeClass::bounded:
      return "lives up to 90 d";
    case LifetimeClass::long_lived:
      return "lives over 90 d";
    case LifetimeClass::non_expiring:
      return "never expires";
    case LifetimeClass::expired:
      return "expired";
    case LifetimeClass::unknown:
      break;
  }
  return "lifetime unknown";
}

std::string severities_phrase(const SeverityCounts& counts) {
  std::vector<std::string> words;
  for (std::size_t i = counts.size(); i-- > 0;)
    if (counts[i] > 0)
      words.push_back(std::to_string(counts[i]) + " " +
                      std::string(to_string(static_cast<Severity>(i))));
  return join(words, ", ");
}

std::string capitalised(std::string_view word) {
  std::string text(word);
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z')
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

std::string join(const std::vector<std::string>& words, std::string_view separator) {
  std::string text;
  for (const std::string& word : words) {
    if (word.empty()) continue;
    if (!text.empty()) text += separator;
    text += word;
  }
  return text;
}

std::string finding_title(const Report& report, const Finding& finding) {
  const std::string shown = shown_secret(report, finding);
  const bool says_something = shown.find_first_not_of('*') != std::string::npos;
  return join({rule_of(finding).name, says_something ? shown : std::string()}, " ");
}

std::string path_of(const Redactor& redactor, const Location& location) {
  std::string_view path = location.path;
  while (path.starts_with("./"))
    path.remove_prefix(2);
  return redactor.clean(path);
}

std::string place_of(const Redactor& redactor, const Location& location) {
  std::string place = path_of(redactor, location) + ":" + std::to_string(location.line) + ":" +
                      std::to_string(location.column);
  for (const std::string& link : location.chain)
    place += " > " + redactor.clean(link);
  return place;
}

std::string observed_phrase(const Finding& finding) {
  const Observed& observed = finding.observed;
  std::string times;
  if (observed.first && observed.last) {
    const std::string first = format_date(*observed.first);
    const std::string last = format_date(*observed.last);
    times = first == last ? first : first + " to " + last;
  }
  if (observed.count == 1) return times.empty() ? "" : "seen " + times;
  return join({"seen " + std::to_string(observed.count) + " times", times}, ", ");
}

std::string history_phrase(const Finding& finding) {
  const auto day = [](std::int64_t time) { return format_rfc3339(time).substr(0, 10); };
  const std::string commit =
      finding.commit ? finding.commit->id.substr(0, 10) + " of " + day(finding.commit->date) : "";
  if (!finding.history) return finding.at_head ? "" : "staged";
  const SecretHistory& history = *finding.history;
  if (finding.at_head) return commit.empty() ? "" : "since " + commit;
  std::vector<std::string> parts{reach_phrase(history.reach), commit};
  if (history.removed_at) parts.push_back("removed " + day(*history.removed_at));
  if (!history.refs.empty() && history.reach == Reach::ref)
    parts.push_back("at " + history.refs.front());
  return join(parts, ", ");
}

}  // namespace nhiscan

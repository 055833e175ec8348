// A card for each credential: its name, then what is known, one thing on each line.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "base/time.h"
#include "reports/decoded.h"
#include "reports/paper.h"
#include "reports/phrases.h"

namespace nhiscan {
namespace {

constexpr std::size_t kCardIndent = 2;
constexpr std::size_t kMostListItems = 20;

/// Facts that are said in other words already.
constexpr auto kSaidElsewhere =
    std::to_array<std::string_view>({"expires_at", "issued_at", "not_after_at", "scopes"});

/// Whose it is comes first; other facts follow in the order of the alphabet.
constexpr auto kFirstFacts = std::to_array<std::string_view>(
    {"account", "tenant", "organization", "team", "project", "workspace", "instance", "host",
     "region", "issuer", "subject", "audience", "user", "email", "client_id", "key_id",
     "token_id"});

struct CardRow {
  std::string label;
  std::string value;
};

/// `3 d ago`, `in 5 h`, of a difference in seconds.
std::string distance_phrase(std::int64_t from, std::int64_t to) {
  constexpr std::uint64_t kMinute = 60;
  constexpr std::uint64_t kHour = 60 * kMinute;
  constexpr std::uint64_t kDay = 24 * kHour;
  const bool past = to <= from;
  // Unsigned, since the two may lie further apart than a signed number says.
  const std::uint64_t apart =
      past ? static_cast<std::uint64_t>(from) - static_cast<std::uint64_t>(to)
           : static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
  std::string text = std::to_string(apart / kDay) + " d";
  if (apart < kMinute)
    text = "less than a minute";
  else if (apart < 2 * kHour)
    text = std::to_string(apart / kMinute) + " min";
  else if (apart < 2 * kDay)
    text = std::to_string(apart / kHour) + " h";
  return past ? text + " ago" : "in " + text;
}

std::string validity_phrase(Validity validity) {
  switch (validity) {
    case Validity::checksum_ok:
      return "the checksum is right";
    case Validity::checksum_bad:
      return "the checksum is wrong: mistyped, cut off or made up";
    case Validity::structure_ok:
      return "well formed";
    case Validity::expired:
      return "expired";
    case Validity::unknown:
      break;
  }
  return "can't be told offline";
}

std::string text_of_fact(std::string_view name, const FactValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "yes" : "no";
  if (const auto* number = std::get_if<std::int64_t>(&value))
    return name.ends_with("_at") ? format_rfc3339(*number) : std::to_string(*number);
  auto items = std::get<std::vector<std::string>>(value);
  const std::size_t count = items.size();
  if (count > kMostListItems) items.resize(kMostListItems);
  const std::string more =
      count > kMostListItems ? " and " + std::to_string(count - kMostListItems) + " more" : "";
  const bool has_commas = std::ranges::any_of(
      items, [](const std::string& item) { return item.find(',') != std::string::npos; });
  return join(items, has_commas ? "; " : ", ") + more;
}

std::string label_of(std::string_view name) {
  if (name.ends_with("_at")) name.remove_suffix(3);
  std::string label(name);
  std::ranges::replace(label, '_', ' ');
  return label;
}

bool is_said_elsewhere(std::string_view name) {
  return std::ranges::find(kSaidElsewhere, name) != kSaidElsewhere.end();
}

void add_facts(const Facts& facts, std::vector<CardRow>& rows) {
  const auto rank = [](std::string_view name) { return std::ranges::find(kFirstFacts, name); };
  std::vector<const Facts::value_type*> ordered;
  for (const auto& fact : facts)
    if (!is_said_elsewhere(fact.first)) ordered.push_back(&fact);
  std::ranges::stable_sort(ordered, std::ranges::less{},
                           [&](const auto* fact) { return rank(fact->first); });
  for (const auto* fact : ordered)
    rows.push_back({label_of(fact->first), text_of_fact(fact->first, fact->second)});
}

std::string scope_phrase(const Scope& scope) {
  std::string text = join(scope.grants, ", ");
  if (scope.level == ScopeLevel::unknown) return text;
  const std::string level(to_string(scope.level));
  return text.empty() ? level : level + ": " + text;
}

std::string lifetime_row(const Lifetime& lifetime) {
  Lifetime without_end = lifetime;
  without_end.expires.reset();
  const std::string phrase = lifetime_phrase(without_end, 0);
  if (lifetime.lifetime_class == LifetimeClass::unknown) return "unknown";
  return phrase + " (" + lifetime.basis + ")";
}

void add_times(const Lifetime& lifetime, std::int64_t now, std::vector<CardRow>& rows) {
  if (lifetime.issued)
    rows.push_back({"issued", format_rfc3339(*lifetime.issued) + ", " +
                                  distance_phrase(now, *lifetime.issued)});
  if (lifetime.expires) {
    const bool over = *lifetime.expires <= now;
    rows.push_back({"expires", format_rfc3339(*lifetime.expires) + (over ? ", expired " : ", ") +
                                   distance_phrase(now, *lifetime.expires)});
  }
  rows.push_back({"lifetime", lifetime_row(lifetime)});
}

std::vector<CardRow> rows_of(const Report& report, const Finding& finding) {
  const Rule& rule = rule_of(finding);
  std::vector<CardRow> rows = {{"kind", std::string(to_string(finding.kind))},
                               {"class", std::string(to_string(class_of(finding.kind)))},
                               {"provider", finding.provider},
                               {"rule", rule.id},
                               {"validity", validity_phrase(finding.validity)}};
  if (rule.is_public) rows.push_back({"public", "yes, meant for clients"});
  if (finding.storage == Storage::encrypted) rows.push_back({"storage", "encrypted"});
  const bool is_a_fact = std::ranges::any_of(finding.decoded, [&](const auto& fact) {
    const auto* text = std::get_if<std::string>(&fact.second);
    return text != nullptr && *text == finding.target;
  });
  if (!is_a_fact) rows.push_back({"target", finding.target});
  add_facts(finding.decoded, rows);
  rows.push_back({"scopes", scope_phrase(finding.scope)});
  if (finding.environment != "unknown") rows.push_back({"environment", finding.environment});
  add_times(finding.lifetime, report.started, rows);
  rows.push_back({"revoke", rule.revoke});
  std::erase_if(rows, [](const CardRow& row) { return row.value.empty(); });
  return rows;
}

std::string place_phrase(std::size_t line, std::size_t line_count) {
  if (line_count == 0) return "input";
  if (line_count == 1) return "line " + std::to_string(line);
  return "lines " + std::to_string(line) + "-" + std::to_string(line + line_count - 1);
}

void print_credential(Paper& paper, const Finding& finding) {
  Line title = paper.line();
  title.add(place_phrase(finding.location.line, 1) + "  ", Style::quiet);
  title.add(rule_of(finding).name, Style::strong).add("  ");
  title.add_whole(shown_secret(paper.report(), finding), Style::quiet);
  paper.print(title);
  const std::vector<CardRow> rows = rows_of(paper.report(), finding);
  std::size_t width = 0;
  for (const CardRow& row : rows)
    width = std::max(width, display_width(escape_terminal(row.label)));
  width = std::min(width, paper.width() / 3);
  for (const CardRow& row : rows) {
    Line line = paper.line(kCardIndent);
    line.add_column(row.label, width, Style::quiet).add("  ");
    paper.print_row(std::move(line), paper.redactor().clean(row.value, {&finding.secret}));
  }
  paper.blank();
}

void print_unrecognised(Paper& paper, const Unrecognised& part) {
  Line line = paper.line();
  line.add(place_phrase(part.line, part.line_count) + "  ", Style::quiet);
  line.add("unrecognised", Style::medium);
  line.add("  " + count_phrase(part.bytes, "byte", "bytes"), Style::quiet);
  paper.print(line);
  if (part.possible_rules.empty()) return;
  paper.print_words(kCardIndent, "has the form of " + join(part.possible_rules, ", ") +
                                     ": write NAME=value, or say which by --as");
}

}  // namespace

void write_decoded_table(const Decoded& decoded, std::ostream& out) {
  Paper paper(decoded.report, out);
  for (const Finding& finding : decoded.report.findings)
    print_credential(paper, finding);
  for (const Unrecognised& part : decoded.unrecognised)
    print_unrecognised(paper, part);
}

}  // namespace nhiscan

#include "policy/finding_field.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <compare>
#include <optional>
#include <string>
#include <vector>

#include "base/glob.h"
#include "base/text.h"

namespace nhiscan {
namespace {

bool fits(Comparison how, std::strong_ordering order) {
  switch (how) {
    case Comparison::equal:
      return order == 0;
    case Comparison::not_equal:
      return order != 0;
    case Comparison::less:
      return order < 0;
    case Comparison::at_most:
      return order <= 0;
    case Comparison::greater:
      return order > 0;
    case Comparison::at_least:
      break;
  }
  return order >= 0;
}

bool is_equality(Comparison how) {
  return how == Comparison::equal || how == Comparison::not_equal;
}

Error no_order() { return {"it has no order; compare it with == or !="}; }

using WordList = std::vector<std::string_view>;

std::string listed(const WordList& words) {
  std::string list;
  for (const std::string_view word : words)
    list += (list.empty() ? "" : ", ") + std::string(word);
  return list;
}

Result<std::size_t> place_of(std::string_view value, const WordList& words) {
  const auto word = std::ranges::find(words, value);
  if (word == words.end())
    return Error{"'" + escape_terminal(value) + "' is none of " + listed(words)};
  return static_cast<std::size_t>(word - words.begin());
}

enum class Ordered : std::uint8_t { no, yes };

/// For a member, or a function of a finding, that gives an enumerator; `last` is the last of its
/// enumerators.
template <auto get, auto last, Ordered ordered = Ordered::no>
Result<Condition> compare_word(Comparison how, std::string_view value) {
  if (ordered == Ordered::no && !is_equality(how)) return no_order();
  WordList words;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(last); ++i)
    words.push_back(to_string(static_cast<decltype(last)>(i)));
  const auto place = place_of(value, words);
  if (!place) return place.error();
  return Condition([how, wanted = *place](const Finding& finding, std::int64_t) {
    return fits(how, static_cast<std::size_t>(std::invoke(get, finding)) <=> wanted);
  });
}

Result<Condition> compare_environment(Comparison how, std::string_view value) {
  if (!is_equality(how)) return no_order();
  const auto place = place_of(value, {"prod", "staging", "dev", "test", "unknown"});
  if (!place) return place.error();
  return Condition([how, wanted = std::string(value)](const Finding& finding, std::int64_t) {
    return fits(how, finding.environment <=> wanted);
  });
}

/// Without regard to case; the value may hold `*` and `?`.
template <auto get>
Result<Condition> compare_text(Comparison how, std::string_view value) {
  if (!is_equality(how)) return no_order();
  return Condition([how, pattern = lower_ascii(value)](const Finding& finding, std::int64_t) {
    return glob_match(pattern, lower_ascii(get(finding))) == (how == Comparison::equal);
  });
}

/// `12h`, `90d`, `4w`, `1y`, or a number of days, in seconds.
std::optional<std::int64_t> parse_age(std::string_view text) {
  constexpr std::int64_t kHour = 3600;
  constexpr std::int64_t kDay = 24 * kHour;
  constexpr std::int64_t kMost = 1000000;
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || number < 0 || number > kMost) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  if (unit.empty() || unit == "d") return number * kDay;
  if (unit == "h") return number * kHour;
  if (unit == "w") return number * 7 * kDay;
  if (unit == "y") return number * 365 * kDay;
  return std::nullopt;
}

Result<Condition> compare_age(Comparison how, std::string_view value) {
  const auto wanted = parse_age(value);
  if (!wanted)
    return Error{"'" + escape_terminal(value) +
                 "' is no age such as 12h, 90d, 4w or 1y; a number alone counts days"};
  return Condition([how, wanted = *wanted](const Finding& finding, std::int64_t now) {
    return finding.commit && fits(how, now - finding.commit->date <=> wanted);
  });
}

Class class_of_finding(const Finding& finding) { return class_of(finding.kind); }
LifetimeClass lifetime_of(const Finding& finding) { return finding.lifetime.lifetime_class; }
OwnerVerdict owner_of(const Finding& finding) { return finding.owner.verdict; }
std::string_view provider_of(const Finding& finding) { return finding.provider; }
std::string_view rule_id_of(const Finding& finding) {
  return finding.rule ? std::string_view(finding.rule->id) : std::string_view();
}

bool is_new(const Finding& finding) { return !finding.in_baseline; }
bool is_at_head(const Finding& finding) { return finding.at_head; }
bool is_tracked(const Finding& finding) { return finding.tracked.value_or(false); }

}  // namespace

std::span<const FindingField> finding_fields() {
  static constexpr auto kFields = std::to_array<FindingField>({
      {"severity", nullptr, compare_word<&Finding::severity, Severity::critical, Ordered::yes>},
      {"confidence", nullptr, compare_word<&Finding::confidence, Confidence::high, Ordered::yes>},
      {"class", nullptr, compare_word<class_of_finding, Class::certificate>},
      {"kind", nullptr, compare_word<&Finding::kind, Kind::pgp_key>},
      {"provider", nullptr, compare_text<provider_of>},
      {"rule", nullptr, compare_text<rule_id_of>},
      {"validity", nullptr, compare_word<&Finding::validity, Validity::expired>},
      {"context", nullptr, compare_word<&Finding::context, Context::commit_message>},
      {"environment", nullptr, compare_environment},
      {"lifetime", nullptr, compare_word<lifetime_of, LifetimeClass::expired>},
      {"owner", nullptr, compare_word<owner_of, OwnerVerdict::owned>},
      {"age", nullptr, compare_age},
      {"new", is_new, nullptr},
      {"at_head", is_at_head, nullptr},
      {"tracked", is_tracked, nullptr},
  });
  return kFields;
}

}  // namespace nhiscan

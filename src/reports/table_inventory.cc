#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.h"
#include "reports/listing.h"
#include "reports/table.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMargin = 2;
constexpr std::size_t kSeverityColumn = 10;  // "critical" and two spaces
constexpr std::string_view kDot = " \xC2\xB7 ";

struct OwnerGroup {
  SeverityCounts severities{};
  std::vector<const Identity*> identities;
};

bool owns_worse(const OwnerGroup& left, const OwnerGroup& right) {
  return std::lexicographical_compare(right.severities.rbegin(), right.severities.rend(),
                                      left.severities.rbegin(), left.severities.rend());
}

bool is_riskier(const Identity* left, const Identity* right) {
  if (left->severity != right->severity) return left->severity > right->severity;
  return left->risk_score > right->risk_score;
}

std::vector<OwnerGroup> group_by_owner(const std::vector<Identity>& identities) {
  std::map<std::string_view, OwnerGroup> by_owner;
  for (const Identity& identity : identities) {
    OwnerGroup& group = by_owner[identity.owner.name];
    group.identities.push_back(&identity);
    ++group.severities[static_cast<std::size_t>(identity.severity)];
  }
  std::vector<OwnerGroup> groups;
  for (auto& entry : by_owner) {
    std::ranges::stable_sort(entry.second.identities, is_riskier);
    groups.push_back(std::move(entry.second));
  }
  std::ranges::stable_sort(groups, owns_worse);
  return groups;
}

/// `team, by CODEOWNERS:12`
std::string owner_basis(const Owner& owner) {
  std::vector<std::string> words;
  if (owner.kind != "unknown") words.push_back(owner.kind);
  if (owner.verdict == OwnerVerdict::weakly_owned) words.emplace_back("not certain");
  if (owner.verdict == OwnerVerdict::orphaned) words.emplace_back("orphaned");
  if (!owner.evidence.empty()) words.push_back("by " + owner.evidence.front().source);
  return join(words, ", ");
}

void print_owner(Paper& paper, const OwnerGroup& group) {
  const Owner& owner = group.identities.front()->owner;
  Line heading = paper.line();
  if (owner.name.empty()) {
    heading.add("No known owner", Style::strong);
  } else {
    heading.add(paper.redactor().clean(owner.name), Style::strong);
    heading.add("  " + owner_basis(owner), Style::quiet);
  }
  paper.print(heading);
}

std::string kind_phrase(Kind kind) {
  const std::string_view kind_word = to_string(kind);
  const std::string_view class_word = to_string(class_of(kind));
  if (kind_word == class_word) return std::string(kind_word);
  return std::string(class_word) + "/" + std::string(kind_word);
}

std::string state_phrase(const Identity& identity) {
  if (identity.state == State::removed_but_alive) return "removed from the files but still alive";
  if (identity.state == State::rotated) return "rotated";
  return {};
}

std::string facts_of(const Paper& paper, const Identity& identity) {
  std::vector<std::string> words;
  if (identity.leaked) words.push_back(join({"leaked", identity.redacted}, " "));
  if (identity.declared) words.emplace_back("declared");
  words.push_back(kind_phrase(identity.kind));
  words.push_back(lifetime_phrase(identity.lifetime, paper.report().started));
  if (identity.scope.level == ScopeLevel::unknown) {
    words.emplace_back("scope unknown");
  } else {
    words.push_back("scope " + std::string(to_string(identity.scope.level)));
  }
  if (identity.environment != "unknown") words.push_back(identity.environment);
  if (identity.is_public) words.emplace_back("public by design");
  words.push_back(state_phrase(identity));
  return join(words, kDot);
}

void print_place(Paper& paper, const Identity& identity, std::size_t indent) {
  if (identity.occurrences.empty()) return;
  const Occurrence& first = identity.occurrences.front();
  const std::size_t others = identity.occurrences.size() - 1;
  std::string rest = others == 0 ? std::string() : "  +" + std::to_string(others) + " more";
  const std::string remark =
      join({context_remark(first.context), first.tracked == false ? "ignored by git" : ""}, kDot);
  if (!remark.empty()) rest += "  " + remark;
  const std::string place = escape_terminal(place_phrase(paper, first.location));
  Line line = paper.line(indent);
  line.add(elide_middle(place, line.left() - std::min(line.left() / 2, display_width(rest))));
  paper.print(line.add(rest, Style::quiet));
}

bool is_urgent(const Identity& identity) {
  return identity.leaked && identity.severity >= Severity::high && !identity.is_public &&
         identity.storage == Storage::plaintext && identity.state != State::expired &&
         identity.state != State::rotated;
}

void print_identity(Paper& paper, const Identity& identity) {
  const std::size_t indent = kMargin + (paper.is_narrow() ? 2 : kSeverityColumn);
  const std::string title = identity_title(paper.redactor(), identity);
  const std::string risk =
      "risk " + std::to_string(std::lround(std::clamp(identity.risk_score, 0.0, 100.0)));
  Line heading = paper.line(kMargin);
  heading.add_column(to_string(identity.severity), kSeverityColumn, style_of(identity.severity));
  if (!paper.is_narrow())
    heading.add_column(title, paper.width() - indent - risk.size() - 1, Style::strong)
        .pad_to(paper.width() - risk.size());
  paper.print(heading.add(risk));
  if (paper.is_narrow()) paper.print_words(indent, title, Style::strong);

  paper.print_words(indent, facts_of(paper, identity));
  print_place(paper, identity, indent);
  for (const std::string& warning : identity.warnings) {
    paper.print_words(indent, "! " + paper.redactor().clean(warning), Style::medium);
  }
  if (is_urgent(identity) && !identity.offboarding.empty()) {
    paper.print_words(indent, "\xE2\x86\x92 " + identity.offboarding.front());
  }
}

Urgent urgent_of(const Paper& paper, const Identity& identity) {
  const bool says_something =
      !identity.redacted.starts_with('*') && !identity.redacted.starts_with("-----");
  return {.what = identity_title(paper.redactor(), identity) +
                  (says_something ? " " + identity.redacted : std::string()),
          .where = identity.occurrences.empty()
                       ? std::string()
                       : place_phrase(paper, identity.occurrences.front().location),
          .how = identity.offboarding.empty() ? std::string() : identity.offboarding.front()};
}

}  // namespace

Tally print_identities(Paper& paper) {
  Tally tally;
  std::vector<const Identity*> urgent;
  for (const OwnerGroup& group : group_by_owner(paper.report().inventory.identities)) {
    print_owner(paper, group);
    for (const Identity* identity : group.identities) {
      print_identity(paper, *identity);
      ++tally.severities[static_cast<std::size_t>(identity->severity)];
      if (is_urgent(*identity)) urgent.push_back(identity);
    }
    paper.blank();
  }
  std::ranges::stable_sort(urgent, is_riskier);
  for (const Identity* identity : urgent)
    tally.urgent.push_back(urgent_of(paper, *identity));
  return tally;
}

}  // namespace nhiscan

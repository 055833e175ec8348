#include "scan/join_findings.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "nhiscan/rule.h"

namespace nhiscan {
namespace {

/// Whether the steps of one lead on the way of the other.
bool is_on_way(const std::vector<std::string>& steps, const std::vector<std::string>& way) {
  auto at = way.begin();
  for (const std::string& step : steps) {
    at = std::find(at, way.end(), step);
    if (at == way.end()) return false;
    ++at;
  }
  return true;
}

/// Whether both are read from the same bytes; neither need stand in a text itself.
bool is_same_place(const Location& a, const Location& b) {
  if (a.is_in_member != b.is_in_member || a.begin >= b.end || b.begin >= a.end) return false;
  return a.chain.size() <= b.chain.size() ? is_on_way(a.chain, b.chain)
                                          : is_on_way(b.chain, a.chain);
}

void take_over(const Location& from, Location& to) {
  if (!to.cell) {
    to.cell = from.cell;
    to.cell_line = from.cell_line;
  }
  if (to.key_path.empty()) to.key_path = from.key_path;
  if (!to.context) to.context = from.context;
}

/// One finding for each secret at a place. `findings` are sorted by id.
std::vector<Finding> without_twins(std::vector<Finding> findings) {
  std::vector<Finding> kept;
  for (Finding& finding : findings) {
    // Twins have one id and overlap, so they are neighbours.
    auto twin = kept.rbegin();
    while (twin != kept.rend() && twin->id == finding.id &&
           twin->location.end > finding.location.begin &&
           !(twin->rule == finding.rule && is_same_place(twin->location, finding.location)))
      ++twin;
    if (twin == kept.rend() || twin->id != finding.id || twin->rule != finding.rule ||
        !is_same_place(twin->location, finding.location)) {
      kept.push_back(std::move(finding));
      continue;
    }
    if (finding.location.chain.size() < twin->location.chain.size()) std::swap(*twin, finding);
    take_over(finding.location, twin->location);
  }
  return kept;
}

/// Whether what is decoded is the better finding, in place of the text's own.
bool is_better(const Finding& decoded, const Finding& own) {
  // A value that is decoded together with its key is kept in that form on purpose.
  if (!own.key.empty() && own.key == decoded.key) return true;
  if (decoded.rule->priority != own.rule->priority)
    return decoded.rule->priority > own.rule->priority;
  if (own.kind == Kind::basic_auth) return decoded.kind != Kind::basic_auth;
  // An escaped value is another value; of an encoded one the form that stands there may be wanted.
  const std::string& step = decoded.location.chain.back();
  return decoded.rule->value != ValueJudgement::exact &&
         (step == "escapes" || step == "html" || step == "ansi");
}

/// Whether its bytes aren't those that stand at its place.
bool is_written_another_way(const Finding& finding) {
  return finding.secret.expose().size() != finding.location.end - finding.location.begin;
}

/// Which of two is dropped that are read from one place and as many steps away: the same value
/// under different names, or as it is written and as it is meant.
bool is_worse(const Finding& one, const Finding& other) {
  if (one.secret.expose() != other.secret.expose() &&
      is_written_another_way(one) != is_written_another_way(other))
    return is_written_another_way(other);
  return one.rule->priority < other.rule->priority;
}

/// Where a text has a finding and what is decoded from the same bytes another, one of them.
void drop_worse(std::vector<Finding>& findings) {
  std::ranges::stable_sort(findings, {}, [](const Finding& f) { return f.location.begin; });
  std::vector<bool> dropped(findings.size());
  std::size_t widest = 0;
  for (const Finding& finding : findings)
    widest = std::max(widest, finding.location.end - finding.location.begin);
  for (std::size_t i = 0; i < findings.size(); ++i)
    for (std::size_t j = i; j-- > 0;) {
      if (findings[j].location.begin + widest <= findings[i].location.begin) break;
      const bool is_own = findings[i].location.chain.size() < findings[j].location.chain.size();
      const std::size_t own = is_own ? i : j;
      const std::size_t decoded = is_own ? j : i;
      if (dropped[i] || dropped[j] ||
          !is_same_place(findings[own].location, findings[decoded].location))
        continue;
      if (findings[own].location.chain.size() == findings[decoded].location.chain.size())
        dropped[is_worse(findings[j], findings[i]) ? j : i] = true;
      else if (findings[own].id != findings[decoded].id)
        dropped[is_better(findings[decoded], findings[own]) ? own : decoded] = true;
    }
  std::size_t next = 0;
  std::erase_if(findings, [&](const Finding&) { return dropped[next++]; });
}

}  // namespace

void join_findings(std::vector<Finding>& findings) {
  // Those of one text are in order, and none overlaps another.
  const auto may_be_joined = [](const Finding& a, const Finding& b) {
    return b.location.begin < a.location.end;
  };
  if (std::ranges::adjacent_find(findings, may_be_joined) == findings.end()) return;
  std::ranges::stable_sort(findings, [](const Finding& a, const Finding& b) {
    return std::pair(std::string_view(a.id), a.location.begin) <
           std::pair(std::string_view(b.id), b.location.begin);
  });
  findings = without_twins(std::move(findings));
  drop_worse(findings);
}

}  // namespace nhiscan

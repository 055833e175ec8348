// What a developer reads whose commit or push was stopped: what, where, why it matters, and three
// ways out. Nothing where there is nothing to say.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "nhiscan/report.h"
#include "reports/paper.h"
#include "reports/phrases.h"
#include "reports/secret_store.h"

namespace nhiscan {
namespace {

constexpr std::size_t kSecretsShown = 10;
constexpr std::size_t kPlacesShown = 5;
constexpr std::size_t kCommitDigits = 10;
constexpr std::size_t kStep = 2;        // columns
constexpr std::size_t kCodeIndent = 5;  // under the text of a step

/// One secret and all its places; the worst first.
using Group = std::vector<const Finding*>;

std::vector<Group> group_by_secret(const std::vector<Finding>& findings) {
  std::map<std::string_view, std::size_t> place_of;
  std::vector<Group> groups;
  for (const Finding& finding : findings) {
    const auto [place, is_new] = place_of.emplace(finding.id, groups.size());
    if (is_new) groups.emplace_back();
    groups[place->second].push_back(&finding);
  }
  std::ranges::stable_sort(groups, [](const Group& left, const Group& right) {
    return left.front()->severity > right.front()->severity;
  });
  return groups;
}

/// Whether it is where nobody else has it yet: in the index or a working tree.
bool is_uncommitted(const Finding& finding) { return !finding.commit; }

std::string why(const Report& report, const Finding& finding) {
  if (finding.storage == Storage::encrypted) return "It is sealed: with its key, it can be read.";
  if (rule_of(finding).is_public)
    return "It is made for clients, and public by design; whoever has it is known by it.";
  if (finding.lifetime.lifetime_class == LifetimeClass::expired ||
      finding.validity == Validity::expired)
    return "It has expired; it still tells whose it was.";
  std::vector<std::string> facts;
  if (finding.scope.level != ScopeLevel::unknown)
    facts.push_back("scope " + std::string(to_string(finding.scope.level)));
  if (finding.lifetime.lifetime_class != LifetimeClass::unknown)
    facts.push_back(lifetime_phrase(finding.lifetime, report.started));
  if (finding.environment != "unknown") facts.push_back(finding.environment);
  const std::string known = join(facts, ", ");
  return "Whoever can read the repository, now or later, can use it" +
         (known.empty() ? "." : ": " + known + ".");
}

class HookReport {
 public:
  HookReport(const Report& report, std::ostream& out) : report_(report), paper_(report, out) {}

  void write() {
    const std::vector<Group> groups = group_by_secret(report_.findings);
    if (!groups.empty()) {
      paper_.print(paper_.line().add(
          "nhiscan found " + count_phrase(groups.size(), "secret", "secrets"), Style::strong));
      for (std::size_t i = 0; i < std::min(groups.size(), kSecretsShown); ++i)
        write_secret(groups[i]);
      if (groups.size() > kSecretsShown)
        print(0, std::to_string(groups.size() - kSecretsShown) +
                     " more are not shown here; --format table lists all.");
    }
    if (!report_.complete)
      print(0,
            "What is named above as not read may hold secrets. Where it can't, name it in "
            ".nhiscanignore.");
  }

 private:
  void print(std::size_t indent, std::string_view text, Style style = Style::plain) {
    paper_.print_words(indent, text, style);
  }

  /// To be copied, so it isn't elided or wrapped.
  void print_code(const std::string& text) {
    if (!text.empty()) paper_.print(paper_.line(kCodeIndent).add_whole(text, Style::low));
  }

  void write_secret(const Group& group) {
    const Finding& first = *group.front();
    paper_.blank();
    const std::string severity(to_string(first.severity));
    paper_.print(
        paper_.line()
            .add(severity, style_of(first.severity))
            .add("  ")
            .add_whole(paper_.redactor().clean(finding_title(report_, first)), Style::strong));
    for (std::size_t i = 0; i < std::min(group.size(), kPlacesShown); ++i)
      write_place(*group[i]);
    if (group.size() > kPlacesShown)
      print(kStep, "and " + count_phrase(group.size() - kPlacesShown, "more place", "more places"));
    print(kStep, why(report_, first));
    write_removal(first);
    write_store(first);
    write_allow(first);
  }

  void write_place(const Finding& finding) {
    Line line = paper_.line(kStep).add_whole(place_of(paper_.redactor(), finding.location));
    const std::string past = paper_.redactor().clean(history_phrase(finding));
    if (finding.commit && display_width(past) + 2 <= line.left())
      line.add("  ").add(past, Style::quiet);
    paper_.print(line);
  }

  void write_removal(const Finding& finding) {
    const std::string& how = rule_of(finding).revoke;
    std::string text = "1. Remove it";
    if (!is_uncommitted(finding)) {
      const std::string commit = finding.commit->id.substr(0, kCommitDigits);
      text += " from its commit (git commit --amend, or git rebase -i " + commit + "^)";
    }
    text += is_uncommitted(finding) ? ", and rotate it if it was ever stored or sent elsewhere"
                                    : ", and rotate it";
    print(kStep, text + (how.empty() ? "." : ":"));
    print(kCodeIndent, how, Style::quiet);
  }

  void write_store(const Finding& finding) {
    const StoreAdvice advice =
        store_advice(finding.location.path, finding.key, rule_of(finding).id);
    print(kStep,
          "2. Or move it to a secret store: " + advice.where + (advice.line.empty() ? "." : ":"));
    print_code(paper_.redactor().clean(advice.line));
  }

  void write_allow(const Finding& finding) {
    const std::string& path = finding.location.path;
    const AllowComment comment = allow_comment(path, "REASON");
    if (!comment.text.empty() && finding.location.chain.empty()) {
      print(kStep, "3. Or, if it is harmless, allow it, with the reason, on " +
                       std::string(comment.is_on_line_before ? "the line before:" : "its line:"));
      print_code(comment.text);
      return;
    }
    print(kStep,
          "3. Or, if it is harmless, leave the file out, with the reason, in .nhiscanignore:");
    print_code("# REASON");
    print_code("/" + paper_.redactor().clean(path));
  }

  const Report& report_;
  Paper paper_;
};

}  // namespace

void write_hook(const Report& report, std::ostream& out) { HookReport(report, out).write(); }

}  // namespace nhiscan

#include "ownership/person.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>

#include "base/text.h"

namespace nhiscan {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\"'";

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

/// Coding agents: whole names, then whole addresses (lower case).
constexpr auto kAgentNames = std::to_array<std::string_view>({"claude code",
                                                              "copilot",
                                                              "github copilot",
                                                              "copilot-swe-agent",
                                                              "copilot-swe-agent[bot]",
                                                              "cursor agent",
                                                              "cursoragent",

                                                              "devin ai",
                                                              "devin-ai-integration",
                                                              "devin-ai-integration[bot]",
                                                              "google-labs-jules",
                                                              "google-labs-jules[bot]",

                                                              "openhands",

                                                              "codegen-sh[bot]",
                                                              "sweep-ai[bot]",
                                                              "lovable-dev[bot]",
                                                              "gpt-engineer-app[bot]",
                                                              "v0[bot]",

                                                              "replit agent",
                                                              "gemini-code-assist[bot]"});
constexpr auto kAgentAddresses =
    std::to_array<std::string_view>({"noreply@anthropic.com", "cursoragent@cursor.com",
                                     "openhands@all-hands.dev", "devin@cognition.ai"});

/// Other machines: whole names.
constexpr auto kBotNames = std::to_array<std::string_view>(
    {"web-flow",   "github",          "github actions", "github-actions",
     "dependabot", "renovate",        "renovate bot",   "mergify",
     "prow",       "gerrit",          "weblate",        "hosted weblate",
     "crowdin",    "greenkeeper",     "imgbot",         "buildkite",
     "concourse",  "concourse ci",    "travis ci",      "circleci",
     "ghost",      "jenkins",         "root",           "semantic-release-bot",
     "snyk-bot",   "tc-bot",          "k8s-ci-robot",   "gitlab ci",
     "teamcity",   "allcontributors", "pre-commit-ci",  "whitesource-bolt"});
constexpr auto kBotAddresses =
    std::to_array<std::string_view>({"travis@travis-ci.org", "builds@circleci.com"});
constexpr auto kBotParts =
    std::to_array<std::string_view>({"noreply", "no-reply", "donotreply", "do-not-reply",
                                     "automation", "svc-", "svc_", "robot", "[bot]"});

template <class List>
bool holds(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_agent(std::string_view name, std::string_view email) {
  return holds(kAgentNames, name) || holds(kAgentAddresses, email) || name.starts_with("aider (") ||
         name.ends_with(" (aider)") || email.ends_with("@users.noreply.replit.com");
}

bool is_bot_word(std::string_view word) {
  if (word.ends_with("[bot]") || word.ends_with("-bot") || word.ends_with("_bot") ||
      word.ends_with(" bot"))
    return true;
  if (word.starts_with("service_account_") || word.starts_with("jenkins")) return true;
  const bool is_access_token = word.starts_with("project_") || word.starts_with("group_");
  if (is_access_token && (word.find("_bot") != std::string_view::npos)) return true;
  return std::any_of(kBotParts.begin(), kBotParts.end(), [&](std::string_view part) {
    return (word.find(part) != std::string_view::npos);
  });
}

}  // namespace

Person parse_person(std::string_view text) {
  text = trim(text, kBlanks);
  const std::size_t open = text.find('<');
  if (open != std::string_view::npos) {
    const std::size_t close = text.find('>', open);
    const std::string_view email =
        text.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
    return {std::string(trim(text.substr(0, open), kBlanks)), std::string(trim(email, kBlanks))};
  }
  text = trim(text.substr(0, text.find('(')), kBlanks);
  const bool is_address = text.find('@') != std::string_view::npos && text.front() != '@' &&
                          text.find(' ') == std::string_view::npos;
  return is_address ? Person{"", std::string(text)} : Person{std::string(text), ""};
}

std::string show_owner(std::string_view name) {
  constexpr std::size_t kMaxBytes = 200;
  std::string shown = escape_terminal(trim(name.substr(0, kMaxBytes), kBlanks));
  return to_valid_utf8(shown);
}

std::string show_person(const Person& person) {
  if (const auto login = noreply_login(person.email)) return show_owner("@" + *login);
  if (person.email.empty()) return show_owner(person.name);
  if (person.name.empty() || person.name == person.email) return show_owner(person.email);
  return show_owner(person.name.substr(0, 90)) + " <" + show_owner(person.email) + ">";
}

std::optional<std::string> noreply_login(std::string_view email) {
  const std::size_t at = email.find('@');
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  const std::string host = lower_ascii(email.substr(at + 1));
  std::string_view login = email.substr(0, at);
  if (!host.starts_with("users.noreply.") || host == "users.noreply.replit.com")
    return std::nullopt;
  std::size_t digits = 0;
  while (digits < login.size() && is_digit(login[digits]))
    ++digits;
  const char separator = host == "users.noreply.github.com" ? '+' : '-';
  if (digits > 0 && digits + 1 < login.size() && login[digits] == separator)
    login.remove_prefix(digits + 1);
  return std::string(login);
}

AuthorKind author_kind(const Person& person) {
  const std::string name = lower_ascii(person.name);
  const std::string email = lower_ascii(person.email);
  if (is_agent(name, email)) return AuthorKind::agent;
  const std::string local = noreply_login(email).value_or(email.substr(0, email.find('@')));
  if (is_agent(local, email)) return AuthorKind::agent;
  if (holds(kBotNames, name) || holds(kBotAddresses, email)) return AuthorKind::bot;
  if (local == "ci" || local == "build" || local == "builds") return AuthorKind::bot;
  return is_bot_word(name) || is_bot_word(local) ? AuthorKind::bot : AuthorKind::human;
}

std::string owner_key(std::string_view name, std::string_view kind) {
  if (kind == "team" || kind == "org") {
    const std::size_t cut = name.find_last_of("/:@");
    return "team " + lower_ascii(cut == std::string_view::npos ? name : name.substr(cut + 1));
  }
  const Person person = parse_person(name);
  if (const auto login = noreply_login(person.email)) return "@" + lower_ascii(*login);
  return lower_ascii(person.email.empty() ? person.name : person.email);
}

}  // namespace nhiscan

#include "credentials/scope_level.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"

namespace nhiscan {
namespace {

constexpr auto kMintWords = std::to_array<std::string_view>(
    {"assumerole", "getaccesstoken", "impersonate", "mint", "signblob", "signjwt"});
constexpr auto kAdminWords = std::to_array<std::string_view>(
    {"admin", "admins", "administer", "administrator", "full", "fullaccess", "fullcontrol",
     "manage", "manager", "masters", "owner", "root", "sudo", "superadmin", "superuser"});
constexpr auto kWriteWords = std::to_array<std::string_view>(
    {"contribute", "contributor", "create",   "delete", "deploy",  "edit",    "editor", "execute",
     "insert",     "invoke",      "maintain", "modify", "publish", "push",    "put",    "remove",
     "repo",       "send",        "trigger",  "update", "upload",  "workflow"});
constexpr auto kReadWords = std::to_array<std::string_view>(
    {"browse", "describe", "download", "email", "get", "list", "listen", "metadata", "openid",
     "profile", "pull", "query", "read", "reader", "readonly", "view", "viewer"});

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// The runs of letters and digits of lower-case text.
std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_letter(text[end]))
      ++end;
    if (end > i) words.push_back(text.substr(i, end - i));
    i = end + 1;
  }
  return words;
}

ScopeLevel level_of_word(std::string_view word) {
  if (is_one_of(word, kMintWords) || word.ends_with("tokencreator")) return ScopeLevel::mint;
  if (is_one_of(word, kAdminWords)) return ScopeLevel::admin;
  if (word.find("write") != std::string_view::npos || is_one_of(word, kWriteWords))
    return ScopeLevel::write;
  if (is_one_of(word, kReadWords)) return ScopeLevel::read;
  return ScopeLevel::unknown;
}

ScopeLevel level_of_grant(std::string_view grant) {
  if (grant == "*" || grant == "*:*" || grant == "all") return ScopeLevel::admin;
  if (grant == "api") return ScopeLevel::write;  // GitLab: the whole API
  if (grant.ends_with("/auth/cloud-platform")) return ScopeLevel::admin;
  ScopeLevel level = ScopeLevel::unknown;
  bool names_token = false;
  for (const auto word : words_of(grant)) {
    level = std::max(level, level_of_word(word));
    names_token = names_token || word == "token" || word == "tokens";
  }
  return names_token && level == ScopeLevel::write ? ScopeLevel::mint : level;
}

/// Whether `word` stands in `text` as a word, and no negation before it.
bool states(std::string_view text, std::string_view word) {
  constexpr auto kNegations = std::to_array<std::string_view>(
      {"no ", "not ", "non-", "without ", "never ", "cannot ", "can't "});
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const auto before = text.substr(0, at);
    const std::size_t end = at + word.size();
    const bool whole =
        (at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end]));
    const bool negated =
        std::ranges::any_of(kNegations, [&](auto negation) { return before.ends_with(negation); });
    if (whole && !negated) return true;
  }
  return false;
}

bool states_any(std::string_view text, std::span<const std::string_view> words) {
  return std::ranges::any_of(words, [&](auto word) { return states(text, word); });
}

}  // namespace

ScopeLevel level_of(const std::vector<std::string>& grants) {
  ScopeLevel level = ScopeLevel::unknown;
  for (const auto& grant : grants)
    level = std::max(level, level_of_grant(lower_ascii(grant)));
  return level;
}

ScopeLevel level_of_description(std::string_view text) {
  constexpr auto kAdmin = std::to_array<std::string_view>(
      {"admin", "administrator", "administration", "full access", "full control", "cluster-admin"});
  constexpr auto kWrite =
      std::to_array<std::string_view>({"write", "writes", "read-write", "read/write"});
  constexpr auto kRead = std::to_array<std::string_view>({"read-only", "read only", "readonly"});
  const std::string lower = lower_ascii(text);
  if (states_any(lower, kAdmin)) return ScopeLevel::admin;
  if (states_any(lower, kWrite)) return ScopeLevel::write;
  if (states_any(lower, kRead)) return ScopeLevel::read;
  return ScopeLevel::unknown;
}

}  // namespace nhiscan

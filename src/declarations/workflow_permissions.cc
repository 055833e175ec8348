#include "declarations/workflow_permissions.h"

#include <algorithm>

#include "declarations/place.h"

namespace nhiscan {

namespace {

constexpr std::size_t kMaxGrants = 100;

ScopeLevel level_of(const std::string& access) {
  if (access == "write") return ScopeLevel::write;
  return access == "read" ? ScopeLevel::read : ScopeLevel::none;
}

}  // namespace

Scope scope_of_permissions(YamlNode permissions) {
  Scope scope;
  scope.basis = "permissions";
  const std::string& all = permissions.text();
  if (all == "write-all" || all == "read-all") {
    scope.level = all == "write-all" ? ScopeLevel::admin : ScopeLevel::read;
    scope.grants = {all};
  } else if (permissions.is_map()) {
    scope.level = ScopeLevel::none;
    for (const auto& [name, access] : permissions.entries()) {
      const ScopeLevel level = level_of(access.text());
      scope.level = std::max(scope.level, level);
      if (level == ScopeLevel::none || scope.grants.size() >= kMaxGrants) continue;
      add_once(scope.grants, std::string(shortened(name.text(), 60)) + ": " + access.text());
    }
  } else {
    scope.basis = "repository default";
  }
  return scope;
}

bool may_mint_oidc(YamlNode permissions) {
  return permissions.text() == "write-all" || permissions["id-token"].text() == "write";
}

}  // namespace nhiscan

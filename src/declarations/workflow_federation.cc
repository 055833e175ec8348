#include "declarations/workflow_federation.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "declarations/lifetimes.h"
#include "declarations/place.h"

namespace nhiscan {

namespace {

/// Inputs of a login action. Federated: all of `needed` are given and none of `static_keys`.
struct LoginRow {
  std::string_view action;
  std::string_view provider;
  std::array<std::string_view, 2> identity;  ///< the first that is given names the identity
  std::string_view needed;
  std::array<std::string_view, 4> static_keys;
  std::string_view seconds;  ///< input with the lifetime of what is issued
};

constexpr auto kLogins = std::to_array<LoginRow>({
    {"aws-actions/configure-aws-credentials",
     "AWS",
     {"role-to-assume"},
     "role-to-assume",
     {"aws-access-key-id", "aws-secret-access-key"},
     "role-duration-seconds"},
    {"google-github-actions/auth",
     "Google Cloud",
     {"service_account", "workload_identity_provider"},
     "workload_identity_provider",
     {"credentials_json"},
     "access_token_lifetime"},
    {"azure/login", "Azure", {"client-id"}, "client-id", {"creds"}, ""},
    {"hashicorp/vault-action",
     "HashiCorp Vault",
     {"role", "url"},
     "method",
     {"token", "secretId", "githubToken", "password"},
     ""},
    {"jfrog/setup-jfrog-cli", "JFrog", {"oidc-provider-name"}, "oidc-provider-name", {}, ""},
});

constexpr std::string_view kPypiPublish = "pypa/gh-action-pypi-publish";
constexpr auto kAppTokenActions =
    std::to_array<std::string_view>({"actions/create-github-app-token", "tibdex/github-app-token"});

std::string action_name(YamlNode step) {
  const std::string& uses = step["uses"].text();
  return lower_ascii(shortened(uses.substr(0, uses.find('@')), 300));
}

bool gives(YamlNode inputs, std::string_view key) {
  return !key.empty() && !inputs[key].text().empty();
}

/// A literal names the identity everywhere, an expression only in its repository.
void declare_federated(YamlNode identity, std::string_view provider, const WorkflowPlace& place,
                       YamlNode seconds, WorkflowFile& file) {
  const std::string name(shortened(identity.text(), 300));
  const bool is_literal = name.find("${{") == std::string::npos;
  Declaration* federated =
      file.declare("oidc", provider, name, is_literal ? name : file.repository(), identity.span());
  if (federated == nullptr) return;
  federated->kind = Kind::workload_identity;
  federated->lifetime.lifetime_class = LifetimeClass::ephemeral;
  federated->lifetime.basis = "OIDC federation";
  std::string_view life = seconds.text();
  if (life.ends_with('s')) life.remove_suffix(1);
  if (const auto count = whole_number(life)) {
    federated->lifetime.lifetime_class = lifetime_class_of(*count);
    federated->lifetime.basis = "OIDC federation for " + std::to_string(*count) + " seconds";
  }
  add_once(federated->consumers, place.consumer);
  if (!place.environment.empty()) add_fact(federated->facts, "environments", place.environment);
}

void warn_static(YamlNode input, std::string_view action, const WorkflowPlace& place,
                 WorkflowFile& file) {
  for (const SecretReference& reference : references_below(file, input)) {
    if (reference.use == SecretUse::token) continue;
    Declaration* secret = file.declare_secret(reference, place);
    if (secret == nullptr) continue;
    add_once(secret->warnings, "static key where federation is possible: " + std::string(action));
  }
}

void read_login(const LoginRow& row, YamlNode inputs, const WorkflowPlace& place,
                WorkflowFile& file) {
  bool has_static_key = false;
  for (const std::string_view key : row.static_keys) {
    if (!gives(inputs, key)) continue;
    has_static_key = true;
    warn_static(inputs[key], row.action, place, file);
  }
  if (has_static_key || !gives(inputs, row.needed)) return;
  if (row.needed == "method" && inputs["method"].text() != "jwt") return;
  const auto* const identity =
      std::ranges::find_if(row.identity, [&](std::string_view key) { return gives(inputs, key); });
  if (identity == row.identity.end()) return;
  const YamlNode seconds = row.seconds.empty() ? YamlNode() : inputs[row.seconds];
  declare_federated(inputs[*identity], row.provider, place, seconds, file);
}

/// PyPI trusts the workflow itself where no password is given.
void read_pypi(YamlNode step, const WorkflowPlace& place, OidcPermission permission,
               WorkflowFile& file) {
  const YamlNode password = step["with"]["password"];
  if (!password.text().empty()) return warn_static(password, kPypiPublish, place, file);
  if (permission == OidcPermission::absent) return;
  Declaration* publisher =
      file.declare("oidc", "PyPI", "trusted publisher " + std::string(file.name()),
                   file.repository(), step["uses"].span());
  if (publisher == nullptr) return;
  publisher->kind = Kind::workload_identity;
  publisher->lifetime.lifetime_class = LifetimeClass::ephemeral;
  publisher->lifetime.basis = "OIDC federation";
  publisher->scope.level = ScopeLevel::write;
  publisher->scope.grants = {"upload packages"};
  publisher->scope.basis = "trusted publisher";
  add_once(publisher->consumers, place.consumer);
  if (!place.environment.empty()) add_fact(publisher->facts, "environments", place.environment);
}

/// The app's private key stays a stored secret; what the step makes of it lives for an hour.
void read_app_token(YamlNode inputs, const WorkflowPlace& place, WorkflowFile& file) {
  YamlNode id;
  for (const std::string_view key : {"app-id", "app_id", "client-id"}) {
    if (!id && gives(inputs, key)) id = inputs[key];
  }
  if (!id) return;
  Declaration* app = file.declare("github-app", file.provider(),
                                  "GitHub App " + std::string(shortened(id.text(), 300)),
                                  file.repository(), id.span());
  if (app == nullptr) return;
  app->lifetime.lifetime_class = LifetimeClass::ephemeral;
  app->lifetime.basis = "installation token";
  add_once(app->consumers, place.consumer);
  for (const auto& [key, value] : inputs.entries()) {
    static constexpr std::string_view kPermission = "permission-";
    if (!key.text().starts_with(kPermission) || app->scope.grants.size() >= 100) continue;
    const std::string access(shortened(value.text(), 60));
    app->scope.level =
        std::max(app->scope.level, access == "write" ? ScopeLevel::write : ScopeLevel::read);
    app->scope.basis = "inputs of the step";
    add_once(app->scope.grants, key.text().substr(kPermission.size()) + ": " + access);
  }
}

}  // namespace

void read_login_step(YamlNode step, const WorkflowPlace& place, OidcPermission permission,
                     WorkflowFile& file) {
  const std::string action = action_name(step);
  if (action == kPypiPublish) return read_pypi(step, place, permission, file);
  if (std::ranges::find(kAppTokenActions, action) != kAppTokenActions.end()) {
    return read_app_token(step["with"], place, file);
  }
  const auto* const row = std::ranges::find(kLogins, action, &LoginRow::action);
  if (row != kLogins.end()) read_login(*row, step["with"], place, file);
}

}  // namespace nhiscan

// Each family is known by its issuer URL or by claims that only it writes, as its provider
// documents them. The first that recognises a token decides, so the narrow ones come first.

#include "credentials/jwt_issuer.h"

#include <algorithm>
#include <array>

#include "credentials/json.h"
#include "credentials/parts.h"
#include "credentials/reading.h"
#include "credentials/spiffe.h"

namespace nhiscan {
namespace {

/// A token with its issuer taken apart.
struct Token {
  const Claims& claims;
  Url issuer;

  [[nodiscard]] std::string text(std::string_view claim) const {
    return text_of(claims.payload, claim);
  }
};

void copy_facts(Finding& finding, const Token& token,
                std::initializer_list<std::string_view> claims) {
  for (const auto claim : claims)
    set_fact(finding, claim, token.text(claim));
}

bool is_host(const Token& token, std::string_view domain) {
  const auto host = token.issuer.host;
  return host == domain || (host.ends_with(domain) && host[host.size() - domain.size() - 1] == '.');
}

std::string_view first_segment(std::string_view path) { return path.substr(0, path.find('/')); }

void be(Finding& finding, std::string_view provider, std::string_view target) {
  finding.provider = provider;
  if (!target.empty()) finding.target = fact_text(target);
}

// Kubernetes: service account tokens, bound (RFC 7519 claims, kubernetes.io object) and legacy
// (flat claims, no expiry).

constexpr std::string_view kServiceAccount = "system:serviceaccount:";

bool is_kubernetes(const Token& token) {
  return token.claims.subject.starts_with(kServiceAccount) ||
         token.claims.issuer == "kubernetes/serviceaccount";
}

void apply_kubernetes(Finding& finding, const Token& token) {
  const auto parts = split(token.claims.subject, ':', 4);
  const std::string_view account_namespace = parts.size() == 4 ? parts[2] : std::string_view();
  be(finding, "Kubernetes", account_namespace);
  finding.kind = Kind::service_account;
  set_fact(finding, "name", token.claims.subject);
  set_fact(finding, "namespace", account_namespace);
  if (parts.size() == 4) set_fact(finding, "service_account", parts[3]);
  if (!token.issuer.host.empty()) set_fact(finding, "cluster", token.claims.issuer);
  set_fact(finding, "secret_name", token.text("kubernetes.io/serviceaccount/secret.name"));
  const auto* bound = object_of(token.claims.payload, "kubernetes.io");
  if (bound == nullptr) return;
  if (const auto* pod = object_of(*bound, "pod")) set_fact(finding, "pod", text_of(*pod, "name"));
  if (const auto* node = object_of(*bound, "node"))
    set_fact(finding, "node", text_of(*node, "name"));
}

// CI workloads.

bool is_github_actions(const Token& token) {
  return token.issuer.host == "token.actions.githubusercontent.com" ||
         (token.issuer.path.ends_with("_services/token") &&
          !token.text("job_workflow_ref").empty());
}

void apply_github_actions(Finding& finding, const Token& token) {
  be(finding, "GitHub", token.text("repository"));
  finding.kind = Kind::workload_identity;
  set_fact(finding, "name", token.claims.subject);
  copy_facts(finding, token,
             {"repository", "repository_owner", "ref", "environment", "workflow", "workflow_ref",
              "job_workflow_ref", "actor", "event_name", "run_id"});
}

bool is_gitlab_ci(const Token& token) {
  return !token.text("project_path").empty() && !token.text("namespace_path").empty();
}

void apply_gitlab_ci(Finding& finding, const Token& token) {
  be(finding, "GitLab", token.text("project_path"));
  finding.kind = Kind::workload_identity;
  set_fact(finding, "name", token.claims.subject);
  copy_facts(finding, token,
             {"project_path", "project_id", "namespace_path", "ref", "ref_type", "pipeline_id",
              "job_id", "environment", "user_login"});
  set_fact(finding, "email", token.text("user_email"));
}

bool is_gitlab(const Token& token) {
  return token.issuer.host == "gitlab.com" || token.claims.issuer == "gitlab.com";
}

void apply_gitlab(Finding& finding, const Token& /*token*/) { be(finding, "GitLab", {}); }

// Identity providers.

std::string_view service_account_email(const Token& token) {
  for (const std::string_view text :
       {std::string_view(token.claims.email), std::string_view(token.claims.issuer),
        std::string_view(token.claims.subject)})
    if (text.ends_with(".gserviceaccount.com")) return text;
  return {};
}

bool is_google(const Token& token) {
  return token.issuer.host == "accounts.google.com" ||
         token.claims.issuer == "accounts.google.com" || !service_account_email(token).empty();
}

void apply_google(Finding& finding, const Token& token) {
  const auto email = service_account_email(token);
  const auto project = between(email, "@", ".iam.gserviceaccount.com");
  be(finding, email.empty() ? "Google" : "Google Cloud", project);
  set_fact(finding, "project", project);
  set_fact(finding, "hosted_domain", token.text("hd"));
  if (email.empty()) return;
  set_fact(finding, "name", email);
  finding.kind = Kind::service_account;
}

bool is_firebase(const Token& token) { return token.issuer.host == "securetoken.google.com"; }

void apply_firebase(Finding& finding, const Token& token) {
  be(finding, "Firebase", first_segment(token.issuer.path));
}

bool is_entra(const Token& token) {
  return token.issuer.host == "sts.windows.net" || is_host(token, "login.microsoftonline.com") ||
         is_host(token, "login.microsoftonline.us") ||
         is_host(token, "login.partner.microsoftonline.cn") || is_host(token, "ciamlogin.com") ||
         is_host(token, "b2clogin.com");
}

/// An app-only token: `idtyp` says so, or it has application roles and no delegated scopes
/// (Microsoft identity platform, "Access token claims reference").
bool is_app_only(const Token& token) {
  const bool has_roles = !words_at(token.claims.payload, "roles").empty();
  return token.text("idtyp") == "app" ||
         (has_roles && token.text("scp").empty() && token.claims.user.empty());
}

void apply_entra(Finding& finding, const Token& token) {
  const std::string tenant = token.text("tid");
  be(finding, "Azure", tenant.empty() ? std::string(first_segment(token.issuer.path)) : tenant);
  set_fact(finding, "tenant", finding.target);
  set_fact(finding, "application", token.text("app_displayname"));
  set_fact(finding, "object_id", token.text("oid"));
  set_fact(finding, "managed_identity", token.text("xms_mirid"));
  if (!token.text("xms_mirid").empty())
    finding.kind = Kind::workload_identity;
  else if (is_app_only(token))
    finding.kind = Kind::service_account;
}

bool is_okta(const Token& token) {
  return is_host(token, "okta.com") || is_host(token, "oktapreview.com") ||
         is_host(token, "okta-emea.com");
}

void apply_okta(Finding& finding, const Token& token) {
  be(finding, "Okta", token.issuer.host);
  // Client credentials: the subject is the client itself (Okta, "Tokens", access token claims).
  if (!token.claims.client.empty() && token.claims.subject == token.claims.client)
    finding.kind = Kind::service_account;
}

bool is_auth0(const Token& token) {
  return is_host(token, "auth0.com") || token.claims.subject.ends_with("@clients");
}

void apply_auth0(Finding& finding, const Token& token) {
  be(finding, "Auth0", token.issuer.host);
  if (token.text("gty") == "client-credentials" || token.claims.subject.ends_with("@clients"))
    finding.kind = Kind::service_account;
}

bool is_keycloak(const Token& token) {
  return token.issuer.path.find("realms/") != std::string_view::npos;
}

void apply_keycloak(Finding& finding, const Token& token) {
  const auto realm = first_segment(between(token.issuer.path, "realms/", "?"));
  be(finding, "Keycloak", std::string(token.issuer.host) + "/" + std::string(realm));
  set_fact(finding, "realm", realm);
  const std::string type = token.text("typ");
  if (token.claims.user.starts_with("service-account-")) finding.kind = Kind::service_account;
  if (type == "Refresh" || type == "Offline") finding.kind = Kind::refresh_token;
  const auto* access = object_of(token.claims.payload, "realm_access");
  if (access != nullptr && finding.scope.basis != "claims")
    set_scope(finding, words_at(*access, "roles"), "claims");
}

bool is_cognito(const Token& token) { return token.issuer.host.starts_with("cognito-idp."); }

void apply_cognito(Finding& finding, const Token& token) { be(finding, "AWS", token.issuer.path); }

// Products.

bool is_supabase(const Token& token) {
  const bool has_role = !token.text("role").empty();
  return (has_role &&
          (token.claims.issuer == "supabase" || token.claims.issuer == "supabase-demo")) ||
         is_host(token, "supabase.co");
}

void apply_supabase(Finding& finding, const Token& token) {
  const std::string reference = token.text("ref");
  const std::string role = token.text("role");
  be(finding, "Supabase",
     reference.empty() ? std::string(first_segment(token.issuer.host)) : reference);
  set_fact(finding, "role", role);
  if (role.empty()) return;
  set_scope(finding, {role}, "role claim");
  if (role == "service_role") {
    set_scope_level(finding, ScopeLevel::admin, "role claim");
    finding.kind = Kind::service_account;
  } else if (role == "anon") {
    set_scope_level(finding, ScopeLevel::read, "role claim");
    set_flag(finding, "public", true);
    finding.severity = Severity::low;
    finding.kind = Kind::api_key;
  }
}

bool is_argocd(const Token& token) { return token.claims.issuer == "argocd"; }

void apply_argocd(Finding& finding, const Token& token) {
  const auto parts = split(token.claims.subject, ':', 3);
  const bool is_project = parts.size() == 3 && parts[0] == "proj";
  be(finding, "Argo CD", is_project ? parts[1] : std::string_view());
  set_fact(finding, "name", token.claims.subject);
  if (is_project || token.claims.subject.ends_with(":apiKey")) finding.kind = Kind::service_account;
}

bool is_jfrog(const Token& token) {
  const std::array<std::string_view, 4> prefixes = {"jfac@", "jfrt@", "jffe@", "jfxr@"};
  return std::ranges::any_of(prefixes,
                             [&](auto prefix) { return token.claims.issuer.starts_with(prefix); });
}

void apply_jfrog(Finding& finding, const Token& token) {
  be(finding, "JFrog", token.claims.issuer);
  set_fact(finding, "name", split(token.claims.subject, '/').back());
}

bool is_onepassword(const Token& token) {
  return token.claims.issuer.starts_with("com.1password.");
}

void apply_onepassword(Finding& finding, const Token& token) {
  be(finding, "1Password", token.text("1password.com/auuid"));
  set_list(finding, "vaults", words_at(token.claims.payload, "1password.com/vts"));
  finding.kind = Kind::service_account;
}

bool is_zoom(const Token& token) { return token.claims.issuer.starts_with("zm:cid:"); }

void apply_zoom(Finding& finding, const Token& token) {
  be(finding, "Zoom", token.text("aid"));
  set_fact(finding, "client_id", std::string_view(token.claims.issuer).substr(7));
}

bool is_apple(const Token& token) {
  return std::ranges::find(token.claims.audience, "appstoreconnect-v1") !=
         token.claims.audience.end();
}

void apply_apple(Finding& finding, const Token& token) {
  be(finding, "Apple", token.claims.issuer);
}

bool is_spiffe(const Token& token) { return parse_spiffe_id(token.claims.subject).has_value(); }

void apply_spiffe(Finding& finding, const Token& token) {
  const auto id = parse_spiffe_id(token.claims.subject);
  be(finding, "SPIFFE", id ? id->trust_domain : std::string());
  set_fact(finding, "spiffe_id", token.claims.subject);
  set_fact(finding, "name", token.claims.subject);
  finding.kind = Kind::workload_identity;
}

// Issuers that are known by their host alone.

struct KnownHost {
  std::string_view domain;
  std::string_view provider;
  bool is_workload;
};

constexpr auto kHosts = std::to_array<KnownHost>({
    {"agent.buildkite.com", "Buildkite", true},
    {"api.bitbucket.org", "Bitbucket", true},
    {"app.terraform.io", "HCP Terraform", true},
    {"auth.calendly.com", "Calendly", false},
    {"auth.openai.com", "OpenAI", false},
    {"clerk.accounts.dev", "Clerk", false},
    {"iam.cloud.ibm.com", "IBM Cloud", false},
    {"oidc.circleci.com", "CircleCI", true},
    {"oidc.vercel.com", "Vercel", true},
    {"onelogin.com", "OneLogin", false},
    {"salesforce.com", "Salesforce", false},
    {"vstoken.dev.azure.com", "Azure DevOps", true},
    {"workos.com", "WorkOS", false},
});

const KnownHost* known_host(const Token& token) {
  const auto* const found = std::ranges::find_if(
      kHosts, [&](const KnownHost& known) { return is_host(token, known.domain); });
  return found == kHosts.end() ? nullptr : found;
}

bool is_known_host(const Token& token) { return known_host(token) != nullptr; }

void apply_known_host(Finding& finding, const Token& token) {
  const auto* known = known_host(token);
  be(finding, known->provider, token.issuer.path);
  if (known->is_workload) finding.kind = Kind::workload_identity;
}

bool is_other_url(const Token& token) { return !token.issuer.host.empty(); }

void apply_other_url(Finding& finding, const Token& token) {
  finding.target = fact_text(token.issuer.host);
}

struct Family {
  bool (*recognises)(const Token&);
  void (*apply)(Finding&, const Token&);
};

constexpr auto kFamilies = std::to_array<Family>({
    {is_kubernetes, apply_kubernetes},
    {is_spiffe, apply_spiffe},
    {is_github_actions, apply_github_actions},
    {is_gitlab_ci, apply_gitlab_ci},
    {is_gitlab, apply_gitlab},
    {is_firebase, apply_firebase},
    {is_google, apply_google},
    {is_entra, apply_entra},
    {is_okta, apply_okta},
    {is_auth0, apply_auth0},
    {is_keycloak, apply_keycloak},
    {is_cognito, apply_cognito},
    {is_supabase, apply_supabase},
    {is_argocd, apply_argocd},
    {is_jfrog, apply_jfrog},
    {is_onepassword, apply_onepassword},
    {is_zoom, apply_zoom},
    {is_apple, apply_apple},
    {is_known_host, apply_known_host},
    {is_other_url, apply_other_url},
});

}  // namespace

void apply_issuer(Finding& finding, const Claims& claims) {
  const Token token{claims, parse_url(claims.issuer)};
  for (const auto& family : kFamilies) {
    if (!family.recognises(token)) continue;
    family.apply(finding, token);
    return;
  }
}

}  // namespace nhiscan

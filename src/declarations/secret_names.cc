// Words of a name, upper case and joined by `_`, are looked up in tables; of each table the first
// row counts that the name holds as whole words.
#include "declarations/secret_names.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace nhiscan {

namespace {

struct KindRow {
  std::string_view words;
  Kind kind;
};

constexpr auto kKinds = std::to_array<KindRow>({
    {"PASSWORD", Kind::password},
    {"PASSWD", Kind::password},
    {"PASSPHRASE", Kind::password},
    {"PASS", Kind::password},
    {"PWD", Kind::password},
    {"WEBHOOK_SECRET", Kind::signing_secret},
    {"JWT_SECRET", Kind::signing_secret},
    {"SIGNING_SECRET", Kind::signing_secret},
    {"WEBHOOK", Kind::webhook},
    {"WEBHOOKS", Kind::webhook},
    {"GPG", Kind::pgp_key},
    {"PGP", Kind::pgp_key},
    {"KEYSTORE", Kind::keystore},
    {"JKS", Kind::keystore},
    {"P12", Kind::keystore},
    {"PFX", Kind::keystore},
    {"CLIENT_SECRET", Kind::client_secret},
    {"OAUTH_SECRET", Kind::client_secret},
    {"REFRESH_TOKEN", Kind::refresh_token},
    {"SESSION_TOKEN", Kind::session_token},
    {"OAUTH_TOKEN", Kind::oauth_token},
    {"SSH", Kind::ssh_key},
    {"DEPLOY_KEY", Kind::ssh_key},
    {"ID_RSA", Kind::ssh_key},
    {"ID_ED25519", Kind::ssh_key},
    {"PRIVATE_KEY", Kind::private_key},
    {"PRIVATEKEY", Kind::private_key},
    {"PRIVATE_PEM", Kind::private_key},
    {"TLS_KEY", Kind::private_key},
    {"SSL_KEY", Kind::private_key},
    {"PEM", Kind::private_key},
    {"SIGNING_KEY", Kind::private_key},
    {"CERTIFICATE", Kind::certificate},
    {"CERT", Kind::certificate},
    {"CRT", Kind::certificate},
    {"KUBECONFIG", Kind::service_account},
    {"KUBE_CONFIG", Kind::service_account},
    {"SERVICE_ACCOUNT", Kind::service_account},
    {"SA_KEY", Kind::service_account},
    {"CREDENTIALS", Kind::service_account},
    {"CREDENTIALS_JSON", Kind::service_account},
    {"SERVICE_PRINCIPAL", Kind::service_account},
    {"DATABASE_URL", Kind::connection_string},
    {"DATABASE_URI", Kind::connection_string},
    {"DB_URL", Kind::connection_string},
    {"DB_URI", Kind::connection_string},
    {"POSTGRES_URL", Kind::connection_string},
    {"MONGO_URL", Kind::connection_string},
    {"MONGO_URI", Kind::connection_string},
    {"MONGODB_URI", Kind::connection_string},
    {"REDIS_URL", Kind::connection_string},
    {"AMQP_URL", Kind::connection_string},
    {"CONNECTION_STRING", Kind::connection_string},
    {"CONN_STR", Kind::connection_string},
    {"CONNSTR", Kind::connection_string},
    {"BASIC_AUTH", Kind::basic_auth},
    {"HTPASSWD", Kind::basic_auth},
});

/// Names that end in these are of something that isn't secret by itself.
constexpr auto kIdentifiers = std::to_array<std::string_view>({
    "ARN",       "ROLE",      "REGION",          "HOST",       "HOSTNAME",
    "USER",      "USERNAME",  "EMAIL",           "PROJECT",    "URL",
    "URI",       "ENDPOINT",  "BUCKET",          "REGISTRY",   "ORG",
    "DOMAIN",    "NAME",      "NAMESPACE",       "PORT",       "CLUSTER",
    "TENANT_ID", "CLIENT_ID", "SUBSCRIPTION_ID", "PROJECT_ID", "ACCOUNT",
    "ORG_ID",    "TEAM_ID",   "APP_ID",          "ACCOUNT_ID", "INSTALLATION_ID",
    "LOGIN",     "ZONE_ID",   "PROVIDER",
});

struct ProviderRow {
  std::string_view words;
  std::string_view provider;
};

constexpr auto kProviders = std::to_array<ProviderRow>({
    {"AWS", "AWS"},
    {"GCP", "Google Cloud"},
    {"GCR", "Google Cloud"},
    {"GKE", "Google Cloud"},
    {"GCLOUD", "Google Cloud"},
    {"GOOGLE", "Google Cloud"},
    {"FIREBASE", "Firebase"},
    {"AZURE", "Azure"},
    {"ARM", "Azure"},
    {"ACR", "Azure"},
    {"NPM", "npm"},
    {"PYPI", "PyPI"},
    {"TWINE", "PyPI"},
    {"DOCKERHUB", "Docker Hub"},
    {"DOCKER_HUB", "Docker Hub"},
    {"DOCKER", "Docker Hub"},
    {"SLACK", "Slack"},
    {"DISCORD", "Discord"},
    {"TELEGRAM", "Telegram"},
    {"TEAMS", "Microsoft"},
    {"GITLAB", "GitLab"},
    {"BITBUCKET", "Bitbucket"},
    {"GITHUB", "GitHub"},
    {"GH", "GitHub"},
    {"CODECOV", "Codecov"},
    {"SONAR", "SonarQube / SonarCloud"},
    {"SONARCLOUD", "SonarQube / SonarCloud"},
    {"SONARQUBE", "SonarQube / SonarCloud"},
    {"SONATYPE", "Sonatype Nexus / Central"},
    {"OSSRH", "Sonatype Nexus / Central"},
    {"NEXUS", "Sonatype Nexus / Central"},
    {"MAVEN", "Maven"},
    {"GRADLE", "Gradle"},
    {"NUGET", "NuGet"},
    {"CARGO", "Cargo"},
    {"CRATES", "Cargo"},
    {"RUBYGEMS", "RubyGems"},
    {"GEM_HOST", "RubyGems"},
    {"SENTRY", "Sentry"},
    {"SNYK", "Snyk"},
    {"DATADOG", "Datadog"},
    {"DD_API", "Datadog"},
    {"GRAFANA", "Grafana"},
    {"PAGERDUTY", "PagerDuty"},
    {"NEW_RELIC", "New Relic"},
    {"NEWRELIC", "New Relic"},
    {"CLOUDFLARE", "Cloudflare"},
    {"CF_API", "Cloudflare"},
    {"VERCEL", "Vercel"},
    {"NETLIFY", "Netlify"},
    {"HEROKU", "Heroku"},
    {"FLY", "Fly.io"},
    {"RAILWAY", "Railway"},
    {"RENDER", "Render"},
    {"DIGITALOCEAN", "DigitalOcean"},
    {"HETZNER", "Hetzner"},
    {"HCLOUD", "Hetzner"},
    {"LINODE", "Linode (Akamai)"},
    {"SCALEWAY", "Scaleway"},
    {"VAULT", "HashiCorp Vault"},
    {"TFE", "HCP Terraform"},
    {"TFC", "HCP Terraform"},
    {"TF_API", "HCP Terraform"},
    {"TERRAFORM", "HCP Terraform"},
    {"PULUMI", "Pulumi"},
    {"INFRACOST", "Infracost"},
    {"ARTIFACTORY", "JFrog"},
    {"JFROG", "JFrog"},
    {"JF", "JFrog"},
    {"QUAY", "Quay"},
    {"KUBECONFIG", "Kubernetes"},
    {"KUBE", "Kubernetes"},
    {"OPENAI", "OpenAI"},
    {"ANTHROPIC", "Anthropic"},
    {"CLAUDE", "Anthropic"},
    {"GEMINI", "Google"},
    {"HF", "Hugging Face"},
    {"HUGGINGFACE", "Hugging Face"},
    {"HUGGING_FACE", "Hugging Face"},
    {"MISTRAL", "Mistral AI"},
    {"COHERE", "Cohere"},
    {"GROQ", "Groq"},
    {"REPLICATE", "Replicate"},
    {"PINECONE", "Pinecone"},
    {"LANGSMITH", "LangChain"},
    {"LANGFUSE", "Langfuse"},
    {"WANDB", "Weights & Biases"},
    {"DATABRICKS", "Databricks"},
    {"SNOWFLAKE", "Snowflake"},
    {"STRIPE", "Stripe"},
    {"PAYPAL", "PayPal"},
    {"TWILIO", "Twilio"},
    {"SENDGRID", "Twilio SendGrid"},
    {"MAILGUN", "Mailgun"},
    {"POSTMARK", "Postmark"},
    {"SMTP", "SMTP/IMAP"},
    {"ALGOLIA", "Algolia"},
    {"OKTA", "Okta"},
    {"AUTH0", "Auth0"},
    {"JIRA", "Atlassian"},
    {"CONFLUENCE", "Atlassian"},
    {"ATLASSIAN", "Atlassian"},
    {"LINEAR", "Linear"},
    {"NOTION", "Notion"},
    {"SUPABASE", "Supabase"},
    {"TAILSCALE", "Tailscale"},
    {"TS_OAUTH", "Tailscale"},
    {"CHROMATIC", "Chromatic"},
    {"CYPRESS", "Cypress"},
    {"BROWSERSTACK", "BrowserStack"},
    {"SAUCE", "Sauce Labs"},
    {"SEMGREP", "Semgrep"},
    {"APPLE", "Apple"},
    {"APPSTORE", "Apple"},
    {"FASTLANE", "Apple"},
    {"ANDROID", "Android"},
    {"VSCE", "Microsoft"},
    {"COSIGN", "Sigstore"},
    {"POSTGRES", "PostgreSQL"},
    {"POSTGRESQL", "PostgreSQL"},
    {"PG", "PostgreSQL"},
    {"MYSQL", "MySQL/MariaDB"},
    {"MARIADB", "MySQL/MariaDB"},
    {"MONGO", "MongoDB"},
    {"MONGODB", "MongoDB"},
    {"REDIS", "Redis"},
    {"RABBITMQ", "RabbitMQ"},
});

bool is_lower(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// `_SLACK_WEBHOOK_URL_`
std::string words_of(std::string_view name) {
  std::string words = "_";
  char before = '_';
  for (const char c : name) {
    if (is_upper(c) && is_lower(before)) words += '_';
    if (is_lower(c)) {
      words += (c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c);
    } else if (is_upper(c)) {
      words += c;
    } else if (words.back() != '_') {
      words += '_';
    }
    before = c;
  }
  if (words.back() != '_') words += '_';
  return words;
}

bool holds(std::string_view words, std::string_view part) {
  for (std::size_t at = words.find(part); at != std::string_view::npos;
       at = words.find(part, at + 1)) {
    if (words[at - 1] == '_' && words[at + part.size()] == '_') return true;
  }
  return false;
}

bool ends_in(std::string_view words, std::string_view part) {
  words.remove_suffix(1);
  return words.ends_with(part) && words[words.size() - part.size() - 1] == '_';
}

}  // namespace

SecretName read_secret_name(std::string_view name) {
  const std::string words = words_of(name.substr(0, 256));
  SecretName result;
  const auto* const kind =
      std::ranges::find_if(kKinds, [&](const KindRow& row) { return holds(words, row.words); });
  if (kind != kKinds.end()) result.kind = kind->kind;
  const auto* const provider = std::ranges::find_if(
      kProviders, [&](const ProviderRow& row) { return holds(words, row.words); });
  if (provider != kProviders.end()) result.provider = provider->provider;
  result.is_identifier = (kind == kKinds.end() || ends_in(words, "ARN")) &&
                         std::ranges::any_of(kIdentifiers, [&](std::string_view part) {
                           return ends_in(words, part);
                         });
  if (result.is_identifier) result.kind = Kind::service_account;
  return result;
}

}  // namespace nhiscan

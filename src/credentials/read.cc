#include "credentials/read.h"

#include <algorithm>
#include <array>

#include "credentials/checksum.h"
#include "credentials/described.h"
#include "credentials/readers.h"
#include "credentials/scope_level.h"
#include "credentials/template.h"

namespace nhiscan {
namespace {

struct Reader {
  std::string_view name;
  void (*read)(const Reading&);
  bool (*accepts)(std::string_view argument) = nullptr;  // null: it takes none
};

bool is_mode(std::string_view argument) {
  return argument.empty() || !environment_of_mode(argument).empty();
}

constexpr auto kReaders = std::to_array<Reader>({
    {"age", read_age},
    {"algolia-secured", read_algolia_secured},
    {"aws-key-id", read_aws_key_id},
    {"aws-ses-smtp", read_aws_ses_smtp},
    {"azure-cask", read_azure_cask},
    {"azure-connection-string", read_azure_connection_string},
    {"azure-sas", read_azure_sas},
    {"base64", read_base64_fields, is_template_list},
    {"basic-auth", read_basic_auth},
    {"database-uri", read_database_uri},
    {"discord", read_discord},
    {"fcm-sender", read_fcm_sender},
    {"fields", read_fields, is_template_list},
    {"flyio-macaroon", read_flyio_macaroon},
    {"gitlab-routable", read_gitlab_routable},
    {"google-oauth-client-id", read_google_oauth_client_id},
    {"google-service-account", read_google_service_account},
    {"json", read_json_fields, is_json_fact_list},
    {"jwk", read_jwk},
    {"jwt", read_jwt},
    {"keystore", read_keystore},
    {"keytab", read_keytab},
    {"meilisearch", read_meilisearch},
    {"meta-app", read_meta_app},
    {"minisign", read_minisign},
    {"mode", read_mode, is_mode},
    {"openshift", read_openshift},
    {"otpauth", read_otpauth},
    {"password-hash", read_password_hash},
    {"pgp", read_pgp},
    {"presigned-url", read_presigned_url},
    {"private-key", read_private_key},
    {"pypi-macaroon", read_pypi_macaroon},
    {"sentry-org", read_sentry_org},
    {"slack", read_slack},
    {"ssh-certificate", read_ssh_certificate},
    {"stripe", read_stripe},
    {"supabase", read_supabase},
    {"telegram", read_telegram},
    {"wireguard", read_wireguard},
    {"x-bearer", read_x_bearer},
    {"x509", read_x509},
});

const Reader* find_reader(std::string_view name) {
  const auto* const found = std::ranges::find(kReaders, name, &Reader::name);
  return found == kReaders.end() ? nullptr : found;
}

/// A rule's `decode`: the name of a reader, and behind a blank what is told to it.
struct Decode {
  std::string_view name;
  std::string_view argument;
};

Decode split_decode(std::string_view text) {
  const auto blank = text.find(' ');
  if (blank == std::string_view::npos) return {text, {}};
  return {text.substr(0, blank), text.substr(blank + 1)};
}

/// What the format says, before the value is asked.
void apply_format(Finding& finding, const Rule& rule) {
  if (rule.lifetime != LifetimeClass::unknown) {
    finding.lifetime.lifetime_class = rule.lifetime;
    finding.lifetime.basis = "format";
  }
  if (rule.scope.empty()) return;
  finding.scope = {level_of_description(rule.scope), {rule.scope}, "format"};
}

Confidence one_lower(Confidence confidence) {
  return confidence == Confidence::high ? Confidence::medium : Confidence::low;
}

/// The role that the seed of an Azure key names (microsoft/security-utilities,
/// IdentifiableMetadata).
ScopeLevel level_of_seed(std::string_view seed) {
  constexpr auto kAdmin = std::to_array<std::string_view>(
      {"Default0", "MastRW00", "Manage00", "Master00", "PAdmin00", "AbAcct00"});
  constexpr auto kRead =
      std::to_array<std::string_view>({"MastRO00", "SystRO00", "Query000", "Listen00"});
  if (std::ranges::find(kAdmin, seed) != kAdmin.end()) return ScopeLevel::admin;
  if (std::ranges::find(kRead, seed) != kRead.end()) return ScopeLevel::read;
  return seed == "Send0000" || seed == "SendRecv" ? ScopeLevel::write : ScopeLevel::unknown;
}

void apply_azure_key(Finding& finding, std::string_view secret) {
  const auto key = identify_azure_key(secret);
  if (!key) return;
  set_fact(finding, "service", key->service);
  set_fact(finding, "key_role", key->seed);
  const ScopeLevel level = level_of_seed(key->seed);
  if (level != ScopeLevel::unknown) set_scope_level(finding, level, "key role " + key->seed);
}

void apply_checksum(Finding& finding, const Rule& rule, std::string_view secret) {
  switch (verify_checksum(rule.checksum, secret)) {
    case ChecksumResult::ok:
      finding.validity = Validity::checksum_ok;
      finding.confidence = Confidence::high;
      break;
    case ChecksumResult::bad:
      finding.validity = Validity::checksum_bad;
      finding.confidence = one_lower(finding.confidence);
      break;
    case ChecksumResult::unknown:
      return;
  }
  if (rule.checksum == "azure-his-v1") apply_azure_key(finding, secret);
}

LifetimeClass class_of_seconds(std::int64_t seconds) {
  constexpr std::int64_t kHour = 3600;
  constexpr std::int64_t kDay = 24 * kHour;
  if (seconds <= kHour) return LifetimeClass::ephemeral;
  if (seconds <= kDay) return LifetimeClass::short_lived;
  return seconds <= 90 * kDay ? LifetimeClass::bounded : LifetimeClass::long_lived;
}

void classify_lifetime(Finding& finding, std::int64_t now) {
  Lifetime& lifetime = finding.lifetime;
  if (!lifetime.expires) return;
  if (*lifetime.expires < now) {
    lifetime.lifetime_class = LifetimeClass::expired;
    finding.validity = Validity::expired;
  } else if (lifetime.lifetime_class == LifetimeClass::unknown) {
    lifetime.lifetime_class = class_of_seconds(*lifetime.expires - lifetime.issued.value_or(now));
  }
}

/// A rule's pattern may capture the mode (`live`, `sandbox`).
void apply_mode(Finding& finding) {
  const auto fact = finding.decoded.find("mode");
  const auto* mode =
      fact == finding.decoded.end() ? nullptr : std::get_if<std::string>(&fact->second);
  if (mode == nullptr || finding.environment != "unknown") return;
  if (const auto environment = environment_of_mode(*mode); !environment.empty())
    finding.environment = environment;
}

/// A fact that the rule's pattern captured may name the target where the reader found none.
void default_target(Finding& finding) {
  for (const auto* name :
       {"account", "tenant", "organization", "org", "project", "instance", "host"}) {
    if (!finding.target.empty()) return;
    const auto fact = finding.decoded.find(name);
    const auto* text =
        fact == finding.decoded.end() ? nullptr : std::get_if<std::string>(&fact->second);
    if (text != nullptr) finding.target = fact_text(*text);
  }
}

}  // namespace

void read_credential(Finding& finding, std::string_view document, Span secret, std::int64_t now) {
  if (!finding.rule || secret.begin > secret.end || secret.end > document.size()) return;
  const Rule& rule = *finding.rule;
  const auto text = document.substr(secret.begin, secret.size());
  apply_format(finding, rule);
  apply_checksum(finding, rule, text);
  const Decode decode = split_decode(rule.decode);
  if (const Reader* reader = find_reader(decode.name))
    reader->read({finding, document, secret, text, now, decode.argument});
  apply_mode(finding);
  classify_lifetime(finding, now);
  default_target(finding);
}

bool knows_reader(std::string_view decode) {
  const Decode parts = split_decode(decode);
  const Reader* reader = find_reader(parts.name);
  if (reader == nullptr) return false;
  return reader->accepts == nullptr ? decode == reader->name : reader->accepts(parts.argument);
}

}  // namespace nhiscan

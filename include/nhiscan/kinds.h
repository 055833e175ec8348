#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

// The closed vocabularies of the inventory. `to_string` gives the word of the report and `parse_…`
// reads it back.
namespace nhiscan {

enum class Class : std::uint8_t { oauth_token, api_key, service_account, certificate };

enum class Kind : std::uint8_t {
  oauth_token,
  refresh_token,
  session_token,
  jwt,
  client_secret,  // oauth_token
  api_key,
  webhook,
  signing_secret,  // api_key
  service_account,
  password,
  connection_string,
  basic_auth,
  workload_identity,  // service_account
  certificate,
  private_key,
  keystore,
  ssh_key,
  pgp_key,  // certificate
};

enum class Severity : std::uint8_t { low, medium, high, critical };
enum class Confidence : std::uint8_t { low, medium, high };

/// What the value proves about itself offline.
enum class Validity : std::uint8_t { unknown, structure_ok, checksum_ok, checksum_bad, expired };

/// ephemeral ≤ 1 h, short ≤ 24 h, bounded ≤ 90 d, long_lived > 90 d (written `long`).
enum class LifetimeClass : std::uint8_t {
  unknown,
  ephemeral,
  short_lived,
  bounded,
  long_lived,
  non_expiring,
  expired
};

enum class Context : std::uint8_t {
  code,
  config,
  ci,
  container,
  log,
  notebook_source,
  notebook_output,
  agent_config,
  transcript,
  documentation,
  test,
  archive,
  commit_message,
};

/// plaintext: readable by whoever reads the file. encrypted: a sealed form. referenced: only a
/// pointer to a secret store.
enum class Storage : std::uint8_t { plaintext, encrypted, referenced };

enum class ScopeLevel : std::uint8_t { unknown, none, read, write, admin, mint };

enum class State : std::uint8_t { active, removed_but_alive, expired, rotated };

/// From where a repository leads to an object, the best last. `head`: HEAD's tree holds it; `ref`:
/// the history of a branch, tag or other ref does.
enum class Reach : std::uint8_t { unreachable, reflog, stash, ref, head };

enum class OwnerVerdict : std::uint8_t { unowned, orphaned, weakly_owned, owned };

Class class_of(Kind kind);

std::string_view to_string(Class value);
std::string_view to_string(Kind value);
std::string_view to_string(Severity value);
std::string_view to_string(Confidence value);
std::string_view to_string(Validity value);
std::string_view to_string(LifetimeClass value);
std::string_view to_string(Context value);
std::string_view to_string(Storage value);
std::string_view to_string(ScopeLevel value);
std::string_view to_string(State value);
std::string_view to_string(Reach value);
std::string_view to_string(OwnerVerdict value);

std::optional<Kind> parse_kind(std::string_view word);
std::optional<Severity> parse_severity(std::string_view word);
std::optional<Confidence> parse_confidence(std::string_view word);
std::optional<LifetimeClass> parse_lifetime_class(std::string_view word);
std::optional<Storage> parse_storage(std::string_view word);

}  // namespace nhiscan

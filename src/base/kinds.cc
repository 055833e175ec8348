#include "nhiscan/kinds.h"

#include <algorithm>
#include <array>
#include <utility>

namespace nhiscan {
namespace {

template <class Enum, std::size_t N>
using Words = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Words<Class, 4> kClasses{{
    {Class::oauth_token, "oauth_token"},
    {Class::api_key, "api_key"},
    {Class::service_account, "service_account"},
    {Class::certificate, "certificate"},
}};

constexpr Words<Kind, 18> kKinds{{
    {Kind::oauth_token, "oauth_token"},
    {Kind::refresh_token, "refresh_token"},
    {Kind::session_token, "session_token"},
    {Kind::jwt, "jwt"},
    {Kind::client_secret, "client_secret"},
    {Kind::api_key, "api_key"},
    {Kind::webhook, "webhook"},
    {Kind::signing_secret, "signing_secret"},
    {Kind::service_account, "service_account"},
    {Kind::password, "password"},
    {Kind::connection_string, "connection_string"},
    {Kind::basic_auth, "basic_auth"},
    {Kind::workload_identity, "workload_identity"},
    {Kind::certificate, "certificate"},
    {Kind::private_key, "private_key"},
    {Kind::keystore, "keystore"},
    {Kind::ssh_key, "ssh_key"},
    {Kind::pgp_key, "pgp_key"},
}};

constexpr Words<Severity, 4> kSeverities{{
    {Severity::low, "low"},
    {Severity::medium, "medium"},
    {Severity::high, "high"},
    {Severity::critical, "critical"},
}};

constexpr Words<Confidence, 3> kConfidences{{
    {Confidence::low, "low"},
    {Confidence::medium, "medium"},
    {Confidence::high, "high"},
}};

constexpr Words<Validity, 5> kValidities{{
    {Validity::unknown, "unknown"},
    {Validity::structure_ok, "structure_ok"},
    {Validity::checksum_ok, "checksum_ok"},
    {Validity::checksum_bad, "checksum_bad"},
    {Validity::expired, "expired"},
}};

constexpr Words<LifetimeClass, 7> kLifetimes{{
    {LifetimeClass::unknown, "unknown"},
    {LifetimeClass::ephemeral, "ephemeral"},
    {LifetimeClass::short_lived, "short"},
    {LifetimeClass::bounded, "bounded"},
    {LifetimeClass::long_lived, "long"},
    {LifetimeClass::non_expiring, "non_expiring"},
    {LifetimeClass::expired, "expired"},
}};

constexpr Words<Context, 13> kContexts{{
    {Context::code, "code"},
    {Context::config, "config"},
    {Context::ci, "ci"},
    {Context::container, "container"},
    {Context::log, "log"},
    {Context::notebook_source, "notebook_source"},
    {Context::notebook_output, "notebook_output"},
    {Context::agent_config, "agent_config"},
    {Context::transcript, "transcript"},
    {Context::documentation, "documentation"},
    {Context::test, "test"},
    {Context::archive, "archive"},
    {Context::commit_message, "commit_message"},
}};

constexpr Words<Storage, 3> kStorages{{
    {Storage::plaintext, "plaintext"},
    {Storage::encrypted, "encrypted"},
    {Storage::referenced, "referenced"},
}};

constexpr Words<ScopeLevel, 6> kScopeLevels{{
    {ScopeLevel::unknown, "unknown"},
    {ScopeLevel::none, "none"},
    {ScopeLevel::read, "read"},
    {ScopeLevel::write, "write"},
    {ScopeLevel::admin, "admin"},
    {ScopeLevel::mint, "mint"},
}};

constexpr Words<State, 4> kStates{{
    {State::active, "active"},
    {State::removed_but_alive, "removed_but_alive"},
    {State::expired, "expired"},
    {State::rotated, "rotated"},
}};

constexpr Words<Reach, 5> kReaches{{
    {Reach::unreachable, "unreachable"},
    {Reach::reflog, "reflog"},
    {Reach::stash, "stash"},
    {Reach::ref, "ref"},
    {Reach::head, "head"},
}};

constexpr Words<OwnerVerdict, 4> kOwnerVerdicts{{
    {OwnerVerdict::unowned, "unowned"},
    {OwnerVerdict::orphaned, "orphaned"},
    {OwnerVerdict::weakly_owned, "weakly_owned"},
    {OwnerVerdict::owned, "owned"},
}};

template <class Enum, std::size_t N>
std::string_view word_of(const Words<Enum, N>& words, Enum value) {
  return std::ranges::find(words, value, &std::pair<Enum, std::string_view>::first)->second;
}

template <class Enum, std::size_t N>
std::optional<Enum> value_of(const Words<Enum, N>& words, std::string_view word) {
  const auto* row = std::ranges::find(words, word, &std::pair<Enum, std::string_view>::second);
  if (row == words.end()) return std::nullopt;
  return row->first;
}

}  // namespace

Class class_of(Kind kind) {
  if (kind <= Kind::client_secret) return Class::oauth_token;
  if (kind <= Kind::signing_secret) return Class::api_key;
  if (kind <= Kind::workload_identity) return Class::service_account;
  return Class::certificate;
}

std::string_view to_string(Class value) { return word_of(kClasses, value); }
std::string_view to_string(Kind value) { return word_of(kKinds, value); }
std::string_view to_string(Severity value) { return word_of(kSeverities, value); }
std::string_view to_string(Confidence value) { return word_of(kConfidences, value); }
std::string_view to_string(Validity value) { return word_of(kValidities, value); }
std::string_view to_string(LifetimeClass value) { return word_of(kLifetimes, value); }
std::string_view to_string(Context value) { return word_of(kContexts, value); }
std::string_view to_string(Storage value) { return word_of(kStorages, value); }
std::string_view to_string(ScopeLevel value) { return word_of(kScopeLevels, value); }
std::string_view to_string(State value) { return word_of(kStates, value); }
std::string_view to_string(Reach value) { return word_of(kReaches, value); }
std::string_view to_string(OwnerVerdict value) { return word_of(kOwnerVerdicts, value); }

std::optional<Kind> parse_kind(std::string_view word) { return value_of(kKinds, word); }
std::optional<Severity> parse_severity(std::string_view word) {
  return value_of(kSeverities, word);
}
std::optional<Confidence> parse_confidence(std::string_view word) {
  return value_of(kConfidences, word);
}
std::optional<LifetimeClass> parse_lifetime_class(std::string_view word) {
  return value_of(kLifetimes, word);
}
std::optional<Storage> parse_storage(std::string_view word) { return value_of(kStorages, word); }

}  // namespace nhiscan

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace nhiscan {

/// `unknown`: the algorithm isn't known, or the secret isn't of a form that carries its checksum.
enum class ChecksumResult : std::uint8_t { ok, bad, unknown };

/// Recomputes the checksum that a provider builds into its secrets. `algorithm` is a rule's
/// `checksum`.
ChecksumResult verify_checksum(std::string_view algorithm, std::string_view secret);

bool knows_checksum(std::string_view algorithm);

/// Whether `key` (`sb_secret_…`) is one of the Supabase project of that reference
/// ("abcdefghijklmnopqrst"): its last eight characters are those of a hash over both.
bool supabase_key_belongs_to(std::string_view project, std::string_view key);

/// An Azure key whose Marvin32 checksum holds: the service and role that its signature and seed
/// name.
struct AzureKey {
  std::string service;  ///< "Cosmos DB"
  std::string seed;     ///< "MastRO00"
};

/// Reads a key of the `azure-his-v1` form (base64 of 32, 39, 40 or 64 bytes). Nothing where no seed
/// verifies.
std::optional<AzureKey> identify_azure_key(std::string_view secret);

}  // namespace nhiscan

#pragma once

#include <cstdint>
#include <string_view>

#include "credentials/checksum.h"

namespace nhiscan {

/// The 32-bit Marvin hash of `bytes` (microsoft/security-utilities, Marvin.cs).
std::uint32_t marvin32(std::string_view bytes, std::uint64_t seed);

/// Keys of the first generation (IdentifiableSecrets): Storage, Cosmos DB, Service Bus and others;
/// see `identify_azure_key`.
ChecksumResult verify_azure_his_v1(std::string_view secret);

/// Keys that hold `JQQJ9` at offset 52 (84 or 88 characters): the Common Annotated Security Key,
/// NuGet v5, Azure DevOps PAT.
ChecksumResult verify_azure_cask(std::string_view secret);

/// Entra client secrets that hold `8Q~` at offset 3 (40 characters).
ChecksumResult verify_entra_secret(std::string_view secret);

/// The 52 base32 characters of an older Azure DevOps personal access token.
ChecksumResult verify_azure_devops_legacy(std::string_view secret);

}  // namespace nhiscan

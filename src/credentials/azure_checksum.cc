// The checksums that Microsoft builds into its keys so that scanners can tell them from other
// base64: the published algorithms of microsoft/security-utilities (IdentifiableSecrets,
// IdentifiableMetadata, CommonAnnotatedSecurityKey) and of Entra's secrets.

#include "credentials/azure_checksum.h"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "base/encoding.h"

namespace nhiscan {
namespace {

constexpr std::uint64_t kDefaultSeed = 0x44656661756C7430;  // "Default0"

std::uint8_t octet(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

std::uint32_t little_endian(std::string_view bytes) {
  return octet(bytes, 0) | (octet(bytes, 1) << 8U) | (octet(bytes, 2) << 16U) |
         (static_cast<std::uint32_t>(octet(bytes, 3)) << 24U);
}

std::string little_endian_bytes(std::uint32_t value) {
  std::string bytes;
  for (unsigned shift = 0; shift < 32; shift += 8)
    bytes.push_back(static_cast<char>((value >> shift) & 0xFF));
  return bytes;
}

struct MarvinState {
  std::uint32_t low;
  std::uint32_t high;

  void add(std::uint32_t word) {
    low += word;
    mix();
  }
  void mix() {
    high ^= low;
    low = std::rotl(low, 20) + high;
    high = std::rotl(high, 9) ^ low;
    low = std::rotl(low, 27) + high;
    high = std::rotl(high, 19);
  }
};

/// `value` in the base of the alphabet, most significant digit first, without leading zeros (at
/// least one digit).
std::string to_base(std::uint32_t value, std::string_view alphabet) {
  std::string digits;
  do {
    digits.push_back(alphabet[value % alphabet.size()]);
    value = static_cast<std::uint32_t>(value / alphabet.size());
  } while (value != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

struct HisForm {
  std::size_t size;  ///< bytes of the decoded key
  std::string_view signature;
  std::string_view service;
  std::vector<std::string_view> seeds;
};

const std::vector<HisForm>& his_forms() {
  static const std::vector<HisForm> kForms = {
      {64, "+ASt", "Storage", {"Default0"}},
      {64,
       "ACDb",
       "Cosmos DB",
       {"MastRW00", "MastRO00", "SystRW00", "SystRO00", "SysAll00", "Resour00", "Encryp00"}},
      {64, "+ABa", "Batch", {"AbAcct00"}},
      {64, "APIM", "API Management", {"Tenant00", "IoTHub00", "Gatewy00", "GitKey00"}},
      {64, "+AMC", "ML classic", {"Classic0"}},
      {40, "AzFu", "Functions", {"Functi00", "Master00", "System00"}},
      {39, "AzSe", "AI Search", {"Query000", "PAdmin00"}},
      {39, "+ACR", "Container Registry", {"ACRDflt0"}},
      {32, "AzCa", "Cache for Redis", {"Access00"}},
      {32, "+AEh", "Event Hubs", {"Send0000", "Listen00", "Manage00"}},
      {32, "+ASb", "Service Bus", {"Send0000", "Listen00", "Manage00"}},
      {32, "+ARm", "Relay", {"Send0000", "Listen00", "Manage00"}},
      {32, "AIoT", "IoT Hub", {"IoTHub00", "Device00", "DpsKey00"}},
      {32, "AZEG", "Event Grid", {"SendRecv"}},
  };
  return kForms;
}

std::uint64_t seed_value(std::string_view seed) {
  std::uint64_t value = 0;
  for (const char c : seed)
    value = (value << 8) | static_cast<std::uint8_t>(c);
  return value;
}

std::string standard_alphabet(std::string_view secret) {
  std::string text(secret);
  std::replace(text.begin(), text.end(), '-', '+');
  std::replace(text.begin(), text.end(), '_', '/');
  return text;
}

/// A key decoded, with the form that its length and signature name.
struct HisKey {
  std::string bytes;
  const HisForm* form;
};

std::optional<HisKey> read_his_key(std::string_view secret) {
  if (secret.size() > 90) return std::nullopt;
  const std::string text = standard_alphabet(secret.substr(0, secret.find('=')));
  auto bytes = decode_base64(text);
  if (!bytes || text.size() < 10) return std::nullopt;
  const auto signature = std::string_view(text).substr(text.size() - 10, 4);
  const auto form = std::ranges::find_if(his_forms(), [&](const HisForm& candidate) {
    return candidate.size == bytes->size() && candidate.signature == signature;
  });
  if (form == his_forms().end()) return std::nullopt;
  return HisKey{std::move(*bytes), &*form};
}

std::optional<std::string_view> verifying_seed(const HisKey& key) {
  const std::string_view bytes = key.bytes;
  const auto covered = bytes.substr(0, bytes.size() - 4);
  const auto stored = little_endian(bytes.substr(bytes.size() - 4));
  for (const auto& seed : key.form->seeds)
    if (marvin32(covered, seed_value(seed)) == stored) return seed;
  return std::nullopt;
}

constexpr std::string_view kDigitsFirst =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kBase66 =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~";

}  // namespace

std::uint32_t marvin32(std::string_view bytes, std::uint64_t seed) {
  MarvinState state{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
  while (bytes.size() >= 4) {
    state.add(little_endian(bytes));
    bytes.remove_prefix(4);
  }
  std::string tail(bytes);
  tail.push_back('\x80');
  tail.resize(4, '\0');
  state.add(little_endian(tail));
  state.mix();
  return state.low ^ state.high;
}

ChecksumResult verify_azure_his_v1(std::string_view secret) {
  const auto key = read_his_key(secret);
  if (!key) return ChecksumResult::unknown;
  if (verifying_seed(*key)) return ChecksumResult::ok;
  // Microsoft's own Event Grid samples do not verify, so a mismatch there proves nothing.
  return key->form->signature == "AZEG" ? ChecksumResult::unknown : ChecksumResult::bad;
}

std::optional<AzureKey> identify_azure_key(std::string_view secret) {
  const auto key = read_his_key(secret);
  if (!key) return std::nullopt;
  const auto seed = verifying_seed(*key);
  if (!seed) return std::nullopt;
  return AzureKey{std::string(key->form->service), std::string(*seed)};
}

ChecksumResult verify_azure_cask(std::string_view secret) {
  if ((secret.size() != 84 && secret.size() != 88) || secret.substr(52, 5) != "JQQJ9")
    return ChecksumResult::unknown;
  const auto covered = decode_base64(secret.substr(0, 80));
  if (!covered) return ChecksumResult::unknown;
  const std::string check = little_endian_bytes(marvin32(*covered, kDefaultSeed));
  std::string reversed(check.rbegin(), check.rend());
  std::string digits = to_base(little_endian(reversed), kDigitsFirst);
  digits.resize(6, '0');
  const auto tail = secret.substr(80);
  const std::string plain = encode_base64(check);
  if (tail == std::string_view(plain).substr(0, tail.size())) return ChecksumResult::ok;
  if (tail.size() == 4)
    return tail == std::string_view(digits).substr(0, 4) ? ChecksumResult::ok : ChecksumResult::bad;
  const auto rendered = decode_base64(digits);
  return rendered && tail == encode_base64(*rendered) ? ChecksumResult::ok : ChecksumResult::bad;
}

ChecksumResult verify_entra_secret(std::string_view secret) {
  constexpr std::uint64_t kSeed = 0x4161645077643030;  // "AadPwd00"
  if (secret.size() != 40 || secret.substr(3, 3) != "8Q~") return ChecksumResult::unknown;
  const std::string digits = to_base(marvin32(secret.substr(0, 37), kSeed), kBase66);
  const std::string padded = std::string(6 - digits.size(), 'a') + digits;
  return secret.substr(37) == std::string_view(padded).substr(0, 3) ? ChecksumResult::ok
                                                                    : ChecksumResult::bad;
}

ChecksumResult verify_azure_devops_legacy(std::string_view secret) {
  constexpr std::uint32_t kUser = 0xE0B9692D;
  constexpr std::uint32_t kApplication = 0x1019F92E;
  if (secret.size() != 52) return ChecksumResult::unknown;
  const auto bytes = decode_base32(secret);
  if (!bytes) return ChecksumResult::unknown;
  const std::string_view b = *bytes;
  std::string payload;
  for (const auto part : {b.substr(0, 2), b.substr(3, 4), b.substr(9, 13), b.substr(23)})
    payload += part;
  const std::array<char, 4> scattered = {b[22], b[8], b[7], b[2]};
  const auto stored = little_endian({scattered.data(), scattered.size()});
  const auto computed = crc32(payload);
  return (computed ^ kUser) == stored || (computed ^ kApplication) == stored ? ChecksumResult::ok
                                                                             : ChecksumResult::bad;
}

}  // namespace nhiscan

#include "credentials/checksum.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/text.h"
#include "credentials/azure_checksum.h"
#include "credentials/bech32.h"
#include "credentials/bip39.h"
#include "credentials/ids.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

constexpr std::string_view kBase62Digits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kBase36 = "0123456789abcdefghijklmnopqrstuvwxyz";

ChecksumResult judge(bool matches) { return matches ? ChecksumResult::ok : ChecksumResult::bad; }

/// `value` in the base of the alphabet, most significant digit first, `width` digits.
std::string in_base(std::uint64_t value, std::string_view alphabet, std::size_t width) {
  std::string digits;
  while (digits.size() < width) {
    digits.push_back(alphabet[value % alphabet.size()]);
    value /= alphabet.size();
  }
  std::reverse(digits.begin(), digits.end());
  return digits;
}

bool all_of(std::string_view text, std::string_view alphabet) {
  return text.find_first_not_of(alphabet) == std::string_view::npos;
}

std::string_view after_prefix(std::string_view secret) {
  const auto underscore = secret.find('_');
  return underscore == std::string_view::npos ? std::string_view() : secret.substr(underscore + 1);
}

std::string crc32_hex(std::string_view bytes) {
  return in_base(crc32(bytes), kBase36.substr(0, 16), 8);
}

ChecksumResult verify_base62_tail(std::string_view body) {
  const auto covered = body.substr(0, body.size() - 6);
  return judge(body.substr(body.size() - 6) == in_base(crc32(covered), kBase62Digits, 6));
}

ChecksumResult verify_crc32_base62(std::string_view secret) {
  const auto body = after_prefix(secret);
  if (body.size() <= 6 || !all_of(body, kBase62Digits)) return ChecksumResult::unknown;
  return verify_base62_tail(body);
}

ChecksumResult verify_github_pat(std::string_view secret) {
  constexpr std::string_view kPrefix = "github_pat_";
  if (secret.size() != kPrefix.size() + 82 || !secret.starts_with(kPrefix))
    return ChecksumResult::unknown;
  return verify_base62_tail(secret.substr(kPrefix.size()));
}

ChecksumResult verify_crc32_hex(std::string_view secret) {
  const auto body = after_prefix(secret);
  if (body.size() <= 8) return ChecksumResult::unknown;
  auto covered = body.substr(0, body.size() - 8);
  if (covered.ends_with('_')) covered.remove_suffix(1);
  return judge(body.substr(body.size() - 8) == crc32_hex(covered));
}

/// grafana/pkg/components/satokengen: the hex of the CRC's bytes, least significant first, prefix
/// covered.
ChecksumResult verify_grafana(std::string_view secret) {
  const auto separator = secret.rfind('_');
  if (!secret.starts_with("glsa_") || secret.size() != 46 || separator != 37)
    return ChecksumResult::unknown;
  const std::string hex = crc32_hex(secret.substr(0, separator));
  const std::string swapped =
      hex.substr(6, 2) + hex.substr(4, 2) + hex.substr(2, 2) + hex.substr(0, 2);
  return judge(secret.substr(separator + 1) == swapped);
}

/// Whether `tail` is the text after a routable token's payload: `01.` where the version is written,
/// length, CRC.
bool is_gitlab_tail(std::string_view tail) {
  if (tail.starts_with("01.")) tail.remove_prefix(3);
  return tail.size() == 9 && all_of(tail, kBase36);
}

/// gitlab lib/authn/token_field/generator/routable_token.rb. The prefix is covered, and an instance
/// may put its own in front.
ChecksumResult verify_gitlab_routable(std::string_view secret) {
  const auto dot = secret.find('.');
  if (dot == std::string_view::npos || !is_gitlab_tail(secret.substr(dot + 1)))
    return ChecksumResult::unknown;
  const auto holder = secret.substr(0, secret.size() - 7);
  const auto stored = secret.substr(secret.size() - 7);
  for (auto start = std::size_t{0}; start < dot; start = secret.find("gl", start + 1))
    if (in_base(crc32(holder.substr(start)), kBase36, 7) == stored) return ChecksumResult::ok;
  return ChecksumResult::bad;
}

/// Which bytes the CRC covers isn't published: with or without the prefix has been seen, so a
/// mismatch proves nothing.
ChecksumResult verify_confluent(std::string_view secret) {
  if (!secret.starts_with("cflt") || secret.size() != 64) return ChecksumResult::unknown;
  for (const auto covered : {secret.substr(4, 54), secret.substr(0, 58)}) {
    const std::uint32_t crc = crc32(covered);
    std::string bytes;
    for (unsigned shift = 0; shift < 32; shift += 8)
      bytes.push_back(static_cast<char>((crc >> shift) & 0xFF));
    if (encode_base64(bytes).substr(0, 6) == secret.substr(58)) return ChecksumResult::ok;
  }
  return ChecksumResult::unknown;
}

/// age's identities.
ChecksumResult verify_bech32(std::string_view secret) {
  const auto holds = verify_bech32_checksum(secret);
  return holds ? judge(*holds) : ChecksumResult::unknown;
}

/// Every byte before the last eight is covered, also what the prefix and the `=` are. Observed, not
/// published, so a mismatch proves nothing.
ChecksumResult verify_atlassian(std::string_view secret) {
  std::string text(secret);
  for (const std::string_view escaped : {"%3D", "%3d", "\\="})
    if (const auto at = text.find(escaped); at != std::string::npos)
      text.replace(at, escaped.size(), "=");
  if (text.size() <= 8) return ChecksumResult::unknown;
  const auto covered = std::string_view(text).substr(0, text.size() - 8);
  const std::string expected = crc32_hex(covered);
  return lower_ascii(text.substr(covered.size())) == expected ? ChecksumResult::ok
                                                              : ChecksumResult::unknown;
}

/// Matrix Synapse: `syt_<user>_<20 letters>_` is covered without its last underscore.
ChecksumResult verify_matrix(std::string_view secret) {
  const auto last = secret.rfind('_');
  if (!secret.starts_with("syt_") || last == std::string_view::npos || secret.size() - last != 7)
    return ChecksumResult::unknown;
  return judge(secret.substr(last + 1) == in_base(crc32(secret.substr(0, last)), kBase62Digits, 6));
}

/// Polar's organization tokens; what comes after the last underscore is body and checksum.
ChecksumResult verify_polar(std::string_view secret) {
  constexpr std::string_view kPrefix = "polar_oat_";
  if (!secret.starts_with(kPrefix)) return ChecksumResult::unknown;
  const auto body = secret.substr(kPrefix.size());
  if (body.size() != 43 || !all_of(body, kBase62Digits)) return ChecksumResult::unknown;
  return verify_base62_tail(body);
}

/// Bitcoin WIF and BIP-32 keys: the last four bytes are the first of a double SHA-256.
ChecksumResult verify_base58check(std::string_view secret) {
  const auto bytes = decode_base58(secret);
  if (!bytes || bytes->size() <= 4) return ChecksumResult::unknown;
  const auto covered = std::string_view(*bytes).substr(0, bytes->size() - 4);
  return judge(bytes->substr(covered.size()) == sha256(sha256(covered)).substr(0, 4));
}

struct Algorithm {
  std::string_view name;
  ChecksumResult (*verify)(std::string_view secret);
};

constexpr auto kAlgorithms = std::to_array<Algorithm>({
    {"age-bech32", verify_bech32},
    {"atlassian", verify_atlassian},
    {"azure-cask", verify_azure_cask},
    {"azure-devops-legacy", verify_azure_devops_legacy},
    {"azure-his-v1", verify_azure_his_v1},
    {"base58check", verify_base58check},
    {"bip39", verify_bip39},
    {"confluent", verify_confluent},
    {"crc32-base62-6", verify_crc32_base62},
    {"crc32-hex-8", verify_crc32_hex},
    {"entra-8q", verify_entra_secret},
    {"github-pat", verify_github_pat},
    {"gitlab-routable", verify_gitlab_routable},
    {"grafana", verify_grafana},
    {"matrix", verify_matrix},
    {"polar", verify_polar},
});

const Algorithm* find_algorithm(std::string_view name) {
  const auto* const found = std::ranges::find(kAlgorithms, name, &Algorithm::name);
  return found == kAlgorithms.end() ? nullptr : found;
}

}  // namespace

ChecksumResult verify_checksum(std::string_view algorithm, std::string_view secret) {
  const Algorithm* found = find_algorithm(algorithm);
  return found == nullptr ? ChecksumResult::unknown : found->verify(secret);
}

bool supabase_key_belongs_to(std::string_view project, std::string_view key) {
  const auto separator = key.rfind('_');
  if (separator == std::string_view::npos || key.size() - separator != 9) return false;
  const std::string covered = std::string(project) + "|" + std::string(key.substr(0, separator));
  return key.substr(separator + 1) == encode_base64url(sha256(covered)).substr(0, 8);
}

bool knows_checksum(std::string_view algorithm) { return find_algorithm(algorithm) != nullptr; }

}  // namespace nhiscan

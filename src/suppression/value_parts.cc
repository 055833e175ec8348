#include "suppression/value_parts.h"

#include <algorithm>
#include <set>

#include "base/encoding.h"
#include "base/text.h"
#include "wrap/digest.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMostParts = 64;
constexpr std::size_t kShortestPart = 3;
constexpr std::string_view kDelimiters = ":/@?&=;, \t\r\n\"'`<>";

std::string sha1_hex(std::string_view text) {
  RunningDigest digest(RunningDigest::Algorithm::sha1);
  digest.add(text);
  return encode_hex(digest.finish());
}

/// `BEGIN RSA PRIVATE KEY` of a PEM block.
std::string_view pem_label(std::string_view secret) {
  const std::size_t begin = secret.find("BEGIN ");
  if (begin == std::string_view::npos) return {};
  const std::size_t end = secret.find("-----", begin);
  return end == std::string_view::npos ? std::string_view() : secret.substr(begin, end - begin);
}

/// The password of `scheme://user:password@host`, which may itself hold delimiters.
std::string_view url_password(std::string_view secret) {
  const std::size_t scheme = secret.find("://");
  const std::size_t host = secret.rfind('@');
  if (scheme == std::string_view::npos || host == std::string_view::npos || host < scheme + 3)
    return {};
  const std::string_view user = secret.substr(scheme + 3, host - scheme - 3);
  const std::size_t colon = user.find(':');
  return colon == std::string_view::npos ? std::string_view() : user.substr(colon + 1);
}

}  // namespace

std::vector<std::string> digests_of_parts(std::string_view secret) {
  std::set<std::string_view> parts = {secret, trim(secret), trim(secret, "\"'` \t\r\n")};
  for (const std::string_view part : {pem_label(secret), url_password(secret)})
    if (!part.empty()) parts.insert(part);
  std::string_view rest = secret;
  while (!rest.empty() && parts.size() < kMostParts) {
    const std::size_t end = std::min(rest.find_first_of(kDelimiters), rest.size());
    if (end >= kShortestPart) parts.insert(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::vector<std::string> digests;
  for (const std::string_view part : parts) {
    digests.push_back(sha1_hex(part));
    digests.push_back(encode_hex(sha256(part)));
  }
  return digests;
}

}  // namespace nhiscan

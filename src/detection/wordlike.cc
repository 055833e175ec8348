// Words or noise? Letter pairs decide: 343 of the 676 pairs make up 97 % of the pairs in the words
// that occur in source code and manuals, so a random string soon shows a pair that no word has. A
// dictionary would be exact, and a thousand times larger.

#include "detection/wordlike.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "detection/value_text.h"

namespace nhiscan {
namespace {

using value_text::is_digit;
using value_text::is_letter;
using value_text::is_lower;
using value_text::is_upper;

constexpr std::array<std::string_view, 26> kFollowers{
    "abcdfgiklmnprstuvwxy",
    "abceijlorsuy",
    "abcdefhiklmoprstuy",
    "abcdefilnoprstu",
    "abcdefghiklmnopqrstuvwxy",
    "adefilorstuy",
    "aeghilmnorstuz",
    "aeilorstuy",
    "abcdefgklmnoprstvxz",
    "aeou",
    "aeils",
    "acdefgilnopstuvy",
    "abdeilmopsuv",
    "abcdefghiklmnoprstuv",
    "abcdefgiklmnoprstuvwx",
    "acdehiklnoprstuy",
    "u",
    "abcdefgiklmnoprstuvy",
    "acdefhiklmnopqrstuwy",
    "abcdefhilmnoprstuwy",
    "abcdefgilmnoprst",
    "aeio",
    "aehinors",
    "ceiptx",
    "eilmnpst",
    "aei",
};

constexpr std::array<std::uint32_t, 26> follower_masks() {
  std::array<std::uint32_t, 26> masks{};
  for (std::size_t i = 0; i < masks.size(); ++i)
    for (const char c : kFollowers[i])
      masks[i] |= 1U << static_cast<unsigned>(c - 'a');
  return masks;
}

constexpr auto kMasks = follower_masks();

constexpr unsigned letter_index(char c) { return static_cast<unsigned>((c | 0x20) - 'a'); }

// Words of the trade that are spelt like no English word.
constexpr auto kTradeWords = std::to_array<std::string_view>(
    {"admin",         "aws",     "bcrypt",   "bitnami",    "btn",      "cfg",        "cmd",
     "config",        "cron",    "crypt",    "csrf",       "ctx",      "dkim",       "dockerhub",
     "elasticsearch", "ftp",     "gcp",      "github",     "gitlab",   "gpg",        "grafana",
     "html",          "http",    "https",    "idp",        "idx",      "influxdb",   "jdbc",
     "json",          "jwks",    "jwt",      "kafka",      "keycloak", "kubernetes", "ldap",
     "ldaps",         "mariadb", "mgmt",     "mongodb",    "msg",      "mysql",      "namespace",
     "nexus",         "nginx",   "num",      "oauth",      "oidc",     "openid",     "pgp",
     "pkcs",          "pkg",     "postgres", "postgresql", "ptr",      "pwd",        "rabbitmq",
     "redis",         "rsa",     "saml",     "smtp",       "spring",   "sqs",        "src",
     "ssh",           "ssl",     "sso",      "std",        "str",      "svc",        "tls",
     "tmp",           "txt",     "uuid",     "vpn",        "webhook",  "wordpress",  "xml",
     "xsrf",          "yaml"});

constexpr std::string_view kSeparators = " _-./:,;|'\"!?&()\t\r\n";

/// The end of the word that begins at `begin`: letters up to the next separator, digit or change to
/// upper case.
std::size_t word_end(std::string_view text, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < text.size() && is_letter(text[end])) {
    const bool starts_next =
        is_upper(text[end]) &&
        (is_lower(text[end - 1]) || (end + 1 < text.size() && is_lower(text[end + 1])));
    if (starts_next) break;
    ++end;
  }
  return end;
}

/// How many neighbours among `letters` are no common pair.
std::size_t rare_pairs(std::string_view letters) {
  std::size_t rare = 0;
  for (std::size_t i = 1; i < letters.size(); ++i)
    if (((kMasks[letter_index(letters[i - 1])] >> letter_index(letters[i])) & 1U) == 0) ++rare;
  return rare;
}

}  // namespace

bool is_wordlike(std::string_view letters) {
  if (letters.empty() || !std::ranges::all_of(letters, is_letter)) return false;
  if (value_text::is_one_of(letters, kTradeWords)) return true;
  const std::size_t rare = rare_pairs(letters);
  if (letters.size() <= 4) return rare <= 1;
  return rare * 6 <= letters.size() &&
         letters.find_first_of("aeiouyAEIOUY") != std::string_view::npos;
}

bool reads_as_words(std::string_view text) {
  std::size_t words = 0;
  std::size_t short_words = 0;
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (is_letter(text[i])) {
      const std::size_t end = word_end(text, i);
      if (!is_wordlike(text.substr(i, end - i))) return false;
      ++words;
      if (end - i <= 2) ++short_words;
      i = end;
    } else if ((is_digit(text[i]) && ++digits <= 3 && i > 0) ||
               kSeparators.find(text[i]) != std::string_view::npos) {
      ++i;
    } else {
      return false;
    }
  }
  return words > 0 && short_words * 3 <= words + 2;
}

double word_share(std::string_view text) {
  std::size_t in_words = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_letter(text[i])) {
      ++i;
      continue;
    }
    const std::size_t end = word_end(text, i);
    const auto word = text.substr(i, end - i);
    if (word.size() >= 3 && is_wordlike(word) && (word.size() > 4 || rare_pairs(word) == 0))
      in_words += word.size();
    i = end;
  }
  return text.empty() ? 0 : static_cast<double>(in_words) / static_cast<double>(text.size());
}

}  // namespace nhiscan

// The judgement of free-form values: what a reviewer sees at a glance in `password =
// os.environ["X"]` or `token: <your token>`. It can't know a real password that is also a plain
// word: `password: sunshine` passes, `token: sunshine` doesn't.

#include "detection/value_judge.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "detection/value_shape.h"
#include "detection/value_text.h"
#include "detection/wordlike.h"

namespace nhiscan {
namespace {

using namespace value_text;

bool names_password(std::string_view key) {
  static constexpr auto kStems =
      std::to_array<std::string_view>({"pass", "pwd", "pw", "psw", "kennwort", "contrasena",
                                       "mot_de_passe", "senha", "geslo", "wachtwoord"});
  return contains_one_of(key, kStems);
}

/// `password_field`, `tokenType`, `__author__`: the key tells of a secret, or seems to, but holds
/// something else.
bool names_something_else(std::string_view key) {
  static constexpr auto kEndings = std::to_array<std::string_view>(
      {"name",      "names",       "_id",      "ids",        "type",       "types",
       "field",     "fields",      "label",    "length",     "len",        "url",
       "uri",       "path",        "file",     "policy",     "ref",        "expiry",
       "expires",   "ttl",         "timeout",  "expiration", "title",      "hint",
       "message",   "msg",         "error",    "prompt",     "help",       "text",
       "regex",     "description", "pattern",  "format",     "prefix",     "suffix",
       "count",     "index",       "limit",    "size",       "endpoint",   "version",
       "algorithm", "column",      "param",    "params",     "header",     "class",
       "parameter", "icon",        "input",    "selector",   "strength",   "provider",
       "location",  "rules",       "encoder",  "validator",  "validation", "store",
       "method",    "placeholder", "time",     "date",       "_at",        "enabled",
       "required",  "html",        "encoding", "author",     "kind",       "status"});
  static constexpr auto kParts = std::to_array<std::string_view>(
      {"public_key",  "publickey",   "public-key", "pubkey", "author_", "authors",
       "credit",      "passthr",     "passive",    "bypass", "tokeniz", "tokenis",
       "secretary",   "keychain",    "keyid",      "keymap", "keyword", "keyboard",
       "primary_key", "foreign_key", "cache_key"});
  return key.ends_with("Id") || ends_with_one_of(key, kEndings) || contains_one_of(key, kParts);
}

/// "password", "api_key", "admin password": what people write where the value should stand.
bool names_itself(std::string_view value, std::string_view key) {
  static constexpr auto kWords = std::to_array<std::string_view>({"password",
                                                                  "passwd",
                                                                  "passwort",
                                                                  "pass",
                                                                  "pwd",
                                                                  "secret",
                                                                  "token",
                                                                  "key",
                                                                  "apikey",
                                                                  "api_key",
                                                                  "api-key",
                                                                  "secretkey",
                                                                  "secret_key",
                                                                  "secret-key",
                                                                  "accesstoken",
                                                                  "access_token",
                                                                  "access-token",
                                                                  "auth",
                                                                  "value",
                                                                  "credentials",
                                                                  "bearer",
                                                                  "basic",
                                                                  "user",
                                                                  "username",
                                                                  "login",
                                                                  "example",
                                                                  "test",
                                                                  "testing",
                                                                  "sample",
                                                                  "demo",
                                                                  "mypassword",
                                                                  "mysecret",
                                                                  "mytoken",
                                                                  "mypass",
                                                                  "thepassword",
                                                                  "somepassword",
                                                                  "xxx",
                                                                  "passphrase",
                                                                  "client_secret",
                                                                  "new-password",
                                                                  "current-password",
                                                                  "username:password"});
  // `postgres://app:secret@db` is a password in use more often than not; `secret = "secret"` isn't.
  if (key.empty() && value == "secret") return false;
  const auto last = value.find_last_not_of("_-: *");
  if (last != npos && equal_ignoring_case(value.substr(0, last + 1), key)) return true;
  return is_one_of(value, kWords) ||
         (contains(value, "passw") && !any(value, is_digit) && reads_as_words(value));
}

bool is_foreign_text(std::string_view value) {
  return any(value, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool is_prose(std::string_view value) { return value.find(' ') != npos && reads_as_words(value); }

/// "correct horse battery staple": lower-case words and nothing else, four at least.
bool is_passphrase(std::string_view value, std::string_view key) {
  return contains(key, "phrase") && std::ranges::count(value, ' ') >= 3 &&
         all(value, [](char c) { return is_lower(c) || c == ' '; });
}

std::size_t character_classes(std::string_view value) {
  std::array<bool, 4> seen{};
  for (const char c : value)
    seen[is_lower(c) ? 0 : is_upper(c) ? 1 : is_digit(c) ? 2 : 3] = true;
  return static_cast<std::size_t>(std::ranges::count(seen, true));
}

bool is_credible_password(std::string_view value) {
  if (value.size() < 4 || value.size() > 200 || is_compound_name(value)) return false;
  return value.size() >= 6 || !all(value, is_letter);
}

bool is_credible_token(std::string_view value) {
  if (value.size() < 8 || value.size() > 4000) return false;
  if (all(value, is_digit)) return value.size() >= 16;
  if (value.find(' ') != npos && (value.size() < 32 || character_classes(value) < 4)) return false;
  if (reads_as_words(value) || word_share(value) > 0.6) return false;
  const bool long_enough = value.size() >= 16;
  return (long_enough || any(value, is_digit)) &&
         shannon_entropy(value) >= (long_enough ? 2.8 : 2.3);
}

/// `password = x9K2…` without quotes in a program is text inside a longer string, if it looks like
/// nothing a program says.
bool is_credible_in_code(std::string_view value) {
  if (value.size() < 8 || all(value, is_digit) || begins_with(value, "0x")) return false;
  if (!any(value, is_letter) || value.find_first_of("()[]{},;") != npos) return false;
  if (word_share(value) > (value.find('.') == npos ? 0.5 : 0.3)) return false;
  return std::ranges::count_if(value, is_digit) >= 2 && shannon_entropy(value) >= 2.8;
}

}  // namespace

double shannon_entropy(std::string_view value) {
  std::array<std::uint32_t, 256> counts{};
  for (const char c : value)
    ++counts[static_cast<unsigned char>(c)];
  const auto size = static_cast<double>(value.size());
  double bits = 0;
  for (const std::uint32_t count : counts)
    if (count > 0) bits -= count / size * std::log2(count / size);
  return bits;
}

ValueKind judge_value(std::string_view value, const ValueContext& context) {
  using enum ValueKind;
  const bool bare = !context.quoted && !context.key.empty();
  if (is_sealed(value)) return encrypted;
  if (is_reference(value)) return reference;
  if (is_placeholder(value) || is_foreign_text(value)) return placeholder;
  if (is_code(value)) return code;
  if (names_something_else(context.key) || is_identifier(value, context.path)) return identifier;
  if (bare && is_source_file(context.path) && !is_credible_in_code(value)) return code;
  if (names_itself(value, context.key)) return placeholder;
  if (is_prose(value)) return is_passphrase(value, context.key) ? credible : placeholder;
  const bool password = context.key.empty() || names_password(context.key);
  return (password ? is_credible_password(value) : is_credible_token(value)) ? credible
                                                                             : identifier;
}

}  // namespace nhiscan

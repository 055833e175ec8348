// The judgement of free-form values: what a reviewer sees at a glance in `password =
// os.environ["X"]` or `token: <your token>`. It can't know a real password that is also a plain
// word: `password: sunshine` passes, `token: sunshine` doesn't.

#include "detection/value_judge.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "base/encoding.h"
#include "base/text.h"
#include "detection/default_password.h"
#include "detection/known_form.h"
#include "detection/made_up.h"
#include "detection/value_shape.h"
#include "detection/value_text.h"
#include "detection/wordlike.h"

namespace nhiscan {
namespace {

using namespace value_text;

/// `redis-cart:6379`.
bool is_host_and_port(std::string_view value) {
  const auto colon = value.rfind(':');
  if (colon == npos || colon == 0) return false;
  const auto port = value.substr(colon + 1);
  return port.size() >= 2 && port.size() <= 5 && all(port, is_digit) &&
         reads_as_words(value.substr(0, colon));
}

bool names_password(std::string_view key) {
  static constexpr auto kStems =
      std::to_array<std::string_view>({"pass", "pwd", "pw", "psw", "kennwort", "contrasena",
                                       "mot_de_passe", "senha", "geslo", "wachtwoord"});
  // `passwordSecret`, `password_key`: the name of an entry that holds it.
  static constexpr auto kEntries = std::to_array<std::string_view>({"secret", "key"});
  return contains_one_of(key, kStems) && !ends_with_one_of(key, kEntries);
}

/// `password_field`, `tokenType`, `__author__`: the key tells of a secret, or seems to, but holds
/// something else.
bool names_something_else(std::string_view key) {
  static constexpr auto kEndings = std::to_array<std::string_view>(
      {"name",      "names",       "_id",       "ids",        "type",       "types",
       "field",     "fields",      "label",     "length",     "len",        "url",
       "uri",       "path",        "file",      "policy",     "ref",        "expiry",
       "expires",   "ttl",         "timeout",   "expiration", "title",      "hint",
       "message",   "msg",         "error",     "prompt",     "help",       "text",
       "regex",     "description", "pattern",   "format",     "prefix",     "suffix",
       "count",     "index",       "limit",     "size",       "endpoint",   "version",
       "algorithm", "column",      "param",     "params",     "header",     "class",
       "parameter", "icon",        "input",     "selector",   "strength",   "provider",
       "location",  "rules",       "encoder",   "validator",  "validation", "store",
       "method",    "placeholder", "time",      "date",       "_at",        "enabled",
       "required",  "html",        "encoding",  "author",     "kind",       "status",
       "realm",     "issuer",      "audience",  "scope",      "scopes",     "maxage",
       "minage",    "max_age",     "history",   "quality",    "regexp",     "entropy",
       "usage",     "comment",     "tooltip",   "caption",    "digest",     "checksum",
       "plugin",    "dir",         "directory", "folder",     "module",     "handler",
       "host",      "domain",      "server",    "port",       "address",    "callback",
       "mode",      "state",       "attribute", "property",   "route",      "mapping",
       "changed",   "modified",    "lastused",  "broker",     "prog",       "program",
       "command",   "cmd",         "getpass",   "encryption"});
  static constexpr auto kParts =
      std::to_array<std::string_view>({"public_key",      "publickey",
                                       "public-key",      "pubkey",
                                       "author_",         "authors",
                                       "credit",          "passthr",
                                       "pass-thr",        "pass_thr",
                                       "passive",         "bypass",
                                       "tokeniz",         "tokenis",
                                       "secretary",       "keychain",
                                       "keyid",           "keymap",
                                       "keyword",         "keyboard",
                                       "primary_key",     "foreign_key",
                                       "cache_key",       "csrf_token",
                                       "csrf-token",      "csrftoken",
                                       "xsrf-token",      "xsrf_token",
                                       "xsrftoken",       "authenticity",
                                       "nextpage",        "next_page",
                                       "pagetoken",       "page_token",
                                       "page-token",      "nexttoken",
                                       "next_token",      "continuation",
                                       "invalid",         "nonmatch",
                                       "non_match",       "dummy",
                                       "placeholder",     "storage_key",
                                       "sort_key",        "partition_key",
                                       "idempotency",     "expire",
                                       "expiry",          "fingerprint",
                                       "secretsmanager",  "secretmanager",
                                       "thumbprint",      "verificationtoken",
                                       "password_policy", "passwordpolicy",
                                       "password-policy", "sealed",
                                       "ac_cv_",          "keygen",
                                       "askpass",         "pw_gecos",
                                       "pw_shell",        "pw_uid",
                                       "pw_gid",          "pwdn",
                                       "pwdown",          "pwm",
                                       "pwrap",           "high_pass",
                                       "highpass",        "low_pass",
                                       "lowpass",         "band_pass",
                                       "bandpass"});
  const bool hump = key.ends_with("Id") || key.ends_with("ID") || key.ends_with("Name");
  return hump || ends_with_one_of(key, kEndings) || contains_one_of(key, kParts);
}

/// `password1`, `password2`: fields of a form.
bool is_next_in_row(std::string_view value, std::string_view key) {
  return key.size() > 1 && key.size() == value.size() && is_digit(key.back()) &&
         is_digit(value.back()) &&
         equal_ignoring_case(key.substr(0, key.size() - 1), value.substr(0, value.size() - 1));
}

/// "password", "api_key", "admin password": what people write where the value should stand.
bool names_itself(std::string_view value, std::string_view key) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"password",         "passwd",       "passwort",   "pass",          "pwd",
       "secret",           "token",        "key",        "apikey",        "api_key",
       "api-key",          "secretkey",    "secret_key", "secret-key",    "accesstoken",
       "access_token",     "access-token", "auth",       "value",         "credentials",
       "bearer",           "basic",        "user",       "username",      "login",
       "example",          "test",         "testing",    "sample",        "demo",
       "mypassword",       "mysecret",     "mytoken",    "mypass",        "thepassword",
       "somepassword",     "xxx",          "passphrase", "client_secret", "new-password",
       "current-password", "wrong",        "incorrect",  "encrypted",     "invalid",
       "username:password"});
  // In a URL, `app:secret@db`, it is a password in use more often than not; `secret = "secret"`
  // isn't.
  if (key.empty() && value == "secret") return false;
  const auto last = value.find_last_not_of("_-: *");
  if (last != npos && equal_ignoring_case(value.substr(0, last + 1), key)) return true;
  if (is_next_in_row(value, key)) return true;
  const auto is_label_char = [](char c) {
    return is_letter(c) || std::string_view("_-/#.:").find(c) != npos;
  };
  return is_one_of(value, kWords) || (contains(value, "passw") && !any(value, is_digit) &&
                                      (reads_as_words(value) || all(value, is_label_char)));
}

/// Files of texts in several languages: what is written there for a password is its label.
bool is_translation(std::string_view path) {
  static constexpr auto kFolders = std::to_array<std::string_view>(
      {"locale/", "locales/", "i18n/", "lang/", "langs/", "languages/", "translations/", "l10n/",
       "/values/strings", "/resources/strings"});
  static constexpr auto kExtensions = std::to_array<std::string_view>(
      {".po", ".pot", ".strings", ".arb", ".resx", ".xliff", ".xlf"});
  return contains_one_of(path, kFolders) || ends_with_one_of(path, kExtensions) ||
         (contains(path, "messages") && ends_with(path, ".properties"));
}

// What is shorter is no token in a file of texts.
constexpr std::size_t kShortestToken = 16;

/// The first word of a text: `password.hint=Use eight characters`.
bool goes_on_as_text(std::string_view value, std::string_view rest) {
  if (any(value, is_digit)) return false;
  const auto next = rest.find_first_not_of(" \t");
  return next != npos && next > 0 && (is_letter(rest[next]) || rest[next] == '\\') &&
         next + 1 < rest.size() && is_letter(rest[next + 1]);
}

/// `getpwuid(st` before `->st_uid)`
bool goes_on_as_member(std::string_view value, const ValueContext& context) {
  return !context.quoted && value.ends_with('-') && context.rest.starts_with('>') &&
         value.find('(') != npos;
}

/// Whether a value without quotes goes on to the end of its line in such a file.
bool holds_whole_lines(std::string_view path) {
  static constexpr auto kExtensions = std::to_array<std::string_view>(
      {".properties", ".ini", ".txt", ".md", ".rst", ".adoc", ".log", ".lang", ".mdx"});
  return ends_with_one_of(path, kExtensions);
}

bool is_label(std::string_view value, const ValueContext& context) {
  if (is_translation(context.path) &&
      (!any(value, is_digit) || value.size() < kShortestToken || value.find(' ') != npos))
    return true;
  // `pam_unix(passwd:chauthtok)`
  if (!context.quoted && ends_with(context.path, ".log") && all(value, is_letter)) return true;
  return !context.quoted && !context.key.empty() && holds_whole_lines(context.path) &&
         goes_on_as_text(value, context.rest);
}

bool is_foreign_text(std::string_view value) {
  return any(value, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

/// Words with blanks between them, a number or a quoted word among them where there are many; also
/// commands, whose words are shorter.
bool is_prose(std::string_view value) {
  const auto blanks = static_cast<std::size_t>(std::ranges::count(value, ' '));
  if (blanks == 0) return false;
  if (reads_as_words(value) || !any(value, is_digit)) return true;
  const auto letters = static_cast<std::size_t>(std::ranges::count_if(value, is_letter));
  return blanks >= 3 && (letters + blanks) * 10 >= value.size() * 8 && word_share(value) > 0.4;
}

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

bool tells_of_secret(std::string_view value) {
  static constexpr auto kStems = std::to_array<std::string_view>(
      {"pass", "pwd", "secret", "token", "key", "user", "auth", "login", "cred"});
  return contains_one_of(value, kStems);
}

/// `challengePassword`, `auth.user`: a name that tells of a password, or any name in a program.
bool names_something(std::string_view value, const ValueContext& context) {
  if (!is_compound_name(value)) return false;
  if (context.key.empty()) return std::ranges::count(value, '.') >= 2;
  // `spf = pass:softfail:neutral`
  return is_source_file(context.path) || tells_of_secret(value) ||
         std::ranges::count(value, ':') >= 2;
}

/// `pass` alone counts rounds and tells phases in programs: `pass: "opaque"`.
bool counts_rounds(std::string_view value, const ValueContext& context) {
  return equal_ignoring_case(context.key, "pass") && is_source_file(context.path) &&
         all(value, is_letter);
}

/// `pass:[*]_name_` of AsciiDoc, which is literal text; `label: node {` of a device tree.
bool is_syntax(std::string_view value, const ValueContext& context) {
  if (context.quoted || context.key.empty()) return false;
  return (context.key == "pass" && value.starts_with('[')) || context.rest.starts_with(" {");
}

/// `gv100_fifo_token`, `GPIO105_nIR_ON`: parts in one case, or short ones.
bool is_joined_variable(std::string_view value) {
  constexpr std::size_t kShortPart = 4;
  if (value.find('_') == npos || !all(value, is_name_char)) return false;
  while (!value.empty()) {
    const std::string_view part = value.substr(0, value.find('_'));
    if (part.size() > kShortPart && any(part, is_lower) && any(part, is_upper)) return false;
    value.remove_prefix(std::min(part.size() + 1, value.size()));
  }
  return true;
}

/// `test "$linkmode,$pass" = "prog,link"` in libtool's ltmain.sh, which stands in most C projects.
bool is_libtool_pass(std::string_view value, const ValueContext& context) {
  static constexpr auto kPasses = std::to_array<std::string_view>(
      {"conv", "scan", "dlopen", "dlpreopen", "prog", "lib", "link"});
  if (context.key != "pass") return false;
  const auto comma = std::min(value.find(','), value.size());
  return is_one_of(value.substr(0, comma), kPasses) &&
         (comma == value.size() || is_one_of(value.substr(comma + 1), kPasses));
}

/// `docker run -v $PWD:/src`: the shell's working directory.
bool is_beside_working_directory(std::string_view value, const ValueContext& context) {
  return equal_ignoring_case(context.key, "pwd") && value.starts_with('/');
}

/// `LDAPMatchPassLocal = "local"`: an entry of an enumeration.
bool ends_its_key(std::string_view value, const ValueContext& context) {
  return all(value, is_letter) && is_source_file(context.path) &&
         ends_with(context.key, lower_ascii(value));
}

/// `SELF-TEST-3`: the name of a constant.
bool is_numbered_constant(std::string_view value) {
  const auto is_part = [](char c) { return is_upper(c) || is_digit(c) || c == '_' || c == '-'; };
  return value.size() >= 8 && is_upper(value[0]) && all(value, is_part) &&
         value.find_first_of("_-") != npos && reads_as_words(value);
}

/// `postgres:postgres@`, `password: 123456`: too weak for a placeholder to look like it.
bool is_default_password(std::string_view value, const ValueContext& context) {
  static constexpr auto kNobody = std::to_array<std::string_view>(
      {"user", "username", "usr", "name", "login", "foo", "your", "password", "pass"});
  if (value.size() < 4) return false;
  if (value == context.user)
    return !is_one_of(value, kNobody) && !is_code(value) && !is_foreign_text(value);
  // Oracle's manuals, since 1979
  if (value.starts_with("tiger") && context.user == "scott") return true;
  return value.size() <= 10 && all(value, is_digit);
}

/// The host of a URL whose password ends before `rest`: `@[2001:db8::1]:5432/app`.
std::string_view host_after(std::string_view rest) {
  if (!rest.starts_with('@')) return {};
  rest.remove_prefix(1);
  if (rest.starts_with('[')) return rest.substr(1, rest.find(']') - 1);
  return rest.substr(0, rest.find_first_of(":/?# \t\r\n\"'`,;)>"));
}

/// A password of letters before a name or an address that is reserved for documentation (RFC 2606,
/// RFC 3849, RFC 5737).
bool is_for_documentation(std::string_view value, std::string_view rest) {
  static constexpr auto kNames =
      std::to_array<std::string_view>({"example.com", "example.org", "example.net", ".example"});
  static constexpr auto kNetworks =
      std::to_array<std::string_view>({"2001:db8:", "192.0.2.", "198.51.100.", "203.0.113."});
  const std::string_view host = host_after(rest);
  return all(value, is_letter) &&
         (ends_with_one_of(host, kNames) || begins_with_one_of(host, kNetworks));
}

/// Whether one of the runs of letters in `token` is one of `words`.
template <std::size_t N>
bool holds_word(std::string_view token, const std::array<std::string_view, N>& words) {
  for (const auto* begin = token.begin(); begin != token.end();) {
    begin = std::find_if(begin, token.end(), is_letter);
    const auto* const end = std::find_if_not(begin, token.end(), is_letter);
    if (is_one_of(std::string_view(begin, end), words)) return true;
    begin = end;
  }
  return false;
}

/// `invalid_k7xq2m`, `sc_bad.1f2e`: says that it opens nothing. Shorter words are in random text
/// too often.
bool says_it_is_wrong(std::string_view token) {
  static constexpr auto kDenials = std::to_array<std::string_view>(
      {"invalid", "incorrect", "wrong", "bogus", "malformed", "notvalid"});
  return holds_word(token, kDenials) || contains(token, "_bad.") || contains(token, "-bad-") ||
         contains(token, "_bad_") || begins_with(token, "bad-") || begins_with(token, "bad_");
}

/// `password="CircleOfLife"`, unlike `password="challengeToken"` and `CHALLENGE_PASSWORD="code"`.
ValueKind judge_name(std::string_view value, const ValueContext& context) {
  const bool chosen = context.quoted && contains(context.key, "passw") &&
                      any(context.key, is_lower) && !tells_of_secret(value) &&
                      value.find_first_of(".:/|") == npos && !says_it_is_wrong(value);
  return chosen ? ValueKind::doubtful : ValueKind::identifier;
}

ValueKind judge_password(std::string_view value, const ValueContext& context) {
  if (value.size() < 4 || value.size() > 200) return ValueKind::identifier;
  if (names_something(value, context)) return judge_name(value, context);
  if (counts_rounds(value, context) || ends_its_key(value, context) ||
      is_libtool_pass(value, context))
    return ValueKind::identifier;
  const bool known = is_stock_password(value) || is_numbered_constant(value);
  return known ? ValueKind::doubtful : ValueKind::credible;
}

/// `acme-registry-secrets`, `shop.local-tls`, `billing-svc-1`: parts in one case, random or not,
/// and short numbers apart.
bool is_joined_name(std::string_view value) {
  constexpr std::string_view kJoints = "-_.";
  constexpr std::size_t kLongestNumber = 4;
  if (value.find_first_of(kJoints) == npos) return false;
  while (!value.empty()) {
    const auto end = std::min(value.find_first_of(kJoints), value.size());
    const auto part = value.substr(0, end);
    if (!all(part, is_lower) && (part.size() > kLongestNumber || !all(part, is_digit)))
      return false;
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return true;
}

bool is_credible_token(std::string_view value) {
  if (value.size() < 8 || value.size() > 4000) return false;
  if (all(value, is_digit)) return value.size() >= 16;
  if (is_time_uuid(value)) return false;
  if (is_host_and_port(value)) return false;
  if (value.find(' ') != npos && (value.size() < 32 || character_classes(value) < 4)) return false;
  const bool long_enough = value.size() >= kShortestToken;
  if (reads_as_words(value) || is_joined_name(value)) return false;
  if (word_share(value) > (long_enough ? 0.6 : 0.5)) return false;
  return (long_enough || any(value, is_digit)) &&
         shannon_entropy(value) >= (long_enough ? 2.8 : 2.3);
}

/// `password = x9K2…` without quotes in a program is text inside a longer string, if it looks like
/// nothing a program says.
bool is_credible_in_code(std::string_view value) {
  if (value.size() < 8 || all(value, is_digit) || begins_with(value, "0x")) return false;
  if (!any(value, is_letter) || value.find_first_of("()[]{},;") != npos) return false;
  if (is_joined_variable(value)) return false;
  if (word_share(value) > (value.find('.') == npos ? 0.5 : 0.3)) return false;
  return std::ranges::count_if(value, is_digit) >= 2 && shannon_entropy(value) >= 2.8;
}

// A token that somebody made up and that is shorter stands for nothing.
constexpr std::size_t kShortestMadeUp = 12;

/// `endr-foo1234567890abc`: the words that programmers write where any would do.
bool holds_filler(std::string_view token) {
  static constexpr auto kFillers =
      std::to_array<std::string_view>({"foo", "bar", "baz", "qux", "dummy", "fake"});
  return holds_word(token, kFillers);
}

/// `ZXhhbXBsZS1jb29raWUtc2VjcmV0`: words in base64, as the values of manifests are.
bool is_encoded_phrase(std::string_view token) {
  const auto decoded = token.size() % 4 == 0 ? decode_base64(token) : std::nullopt;
  return decoded && all(*decoded, [](char c) { return c >= ' ' && c <= '~' && !is_digit(c); }) &&
         word_share(*decoded) > 0.5;
}

ValueKind judge_token(std::string_view value, const ValueContext& context) {
  using enum ValueKind;
  // `MINIO_SECRET_KEY=minio123`: some products let people choose.
  if (contains(context.key, "secret") && any(value, is_digit) && is_stock_password(value))
    return doubtful;
  if (!is_credible_token(value) || breaks_known_form(context.key, value)) return identifier;
  if (says_it_is_wrong(value)) return placeholder;
  // `my-cluster-key:oyArl7zl…`
  if (begins_with(value, "my-") || begins_with(value, "my_") || is_encoded_phrase(value))
    return doubtful;
  if (!is_made_up(value)) return credible;
  return value.size() < kShortestMadeUp || holds_filler(value) ? placeholder : doubtful;
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

bool holds_password(const ValueContext& context) {
  return context.key.empty() || names_password(context.key);
}

ValueKind judge_value(std::string_view value, const ValueContext& context) {
  using enum ValueKind;
  const bool expression = !context.quoted && !context.key.empty() && is_source_file(context.path);
  const bool password = holds_password(context);
  const bool named =
      names_something_else(context.key) || is_beside_working_directory(value, context);
  if (is_sealed(value)) return encrypted;
  if (is_reference(value)) return reference;
  if (password && !named && !expression && is_default_password(value, context)) return doubtful;
  if (is_placeholder(value) || is_foreign_text(value) || is_label(value, context) ||
      is_for_documentation(value, context.rest))
    return placeholder;
  if (is_code(value) || goes_on_as_member(value, context) || is_syntax(value, context)) return code;
  if (named || is_identifier(value, context.path)) return identifier;
  if (expression && !is_credible_in_code(value)) return code;
  if (names_itself(value, context.key)) return placeholder;
  if (is_prose(value)) return is_passphrase(value, context.key) ? credible : placeholder;
  return password ? judge_password(value, context) : judge_token(value, context);
}

}  // namespace nhiscan

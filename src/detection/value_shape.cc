// What free-form values are when they aren't secrets: one predicate for each shape, all of them
// plain scans.

#include "detection/value_shape.h"

#include <array>
#include <cstddef>

#include "detection/value_text.h"
#include "detection/wordlike.h"

namespace nhiscan {
namespace {

using namespace value_text;

/// `HTTPPORT`: capitals, more of them than the two of a percent-encoded byte.
bool is_capital_name(std::string_view name) {
  const auto* const end =
      std::ranges::find_if_not(name, [](char c) { return is_upper(c) || c == '_'; });
  return end - name.begin() >= 4;
}

/// `/$file_pwd`, `prefix-$NAME`: a variable behind a joint.
bool holds_variable(std::string_view value) {
  for (auto at = value.find('$'); at != npos; at = value.find('$', at + 1)) {
    if (at > 0 && std::string_view("/:-_.=,@ ").find(value[at - 1]) == npos) continue;
    const auto name = value.substr(at + 1);
    const auto* const end = std::ranges::find_if_not(name, is_name_char);
    const auto word = name.substr(0, static_cast<std::size_t>(end - name.begin()));
    const bool named = word.find('_') != npos || reads_as_words(word);
    if (word.size() >= 3 && (is_letter(word[0]) || word[0] == '_') && named) return true;
  }
  return false;
}

bool is_dotted_name(std::string_view text) {
  return all(text, [](char c) { return is_name_char(c) || c == '.' || c == ':'; }) &&
         reads_as_words(text);
}

/// `$VAR`, `$$VAR`, `$obj->x`, `%VAR%`, `__VAR__`, `@VAR@`, `@param`, `:param`, `&anchor`,
/// `` `command` ``.
bool is_variable(std::string_view value) {
  if (value.size() < 2) return false;
  if (value.starts_with("\\$")) value.remove_prefix(1);
  const std::string_view rest = value.substr(1);
  switch (value.front()) {
    case '`':
      return true;
    case '$':
      if (rest[0] == '$') return is_variable(rest);
      // `$.config.key` of Jsonnet
      if (rest[0] == '.') return reads_as_words(rest.substr(1));
      return all(rest, is_name_char) || (is_letter(rest[0]) && rest.find_first_of("[>.$") != npos);
    case '%':
      return value.back() == '%' || rest[0] == '{' || is_capital_name(rest);
    case '_':
      return value.size() > 4 && value.starts_with("__") && value.ends_with("__");
    case '@':
      // of autoconf and Maven
      if (rest.size() >= 4 && rest.back() == '@' && is_dotted_name(rest.substr(0, rest.size() - 1)))
        return true;
      [[fallthrough]];
    case ':':
    case '&':
      return all(rest, is_name_char) && !any(rest, is_digit);
    default:
      return false;
  }
}

/// `{name}` or `{}` anywhere, or a value cut off behind `{name`.
bool holds_braced_name(std::string_view value) {
  const auto open = value.find('{');
  if (open == npos) return false;
  const auto close = value.find('}', open);
  if (close == npos) return open == 0;
  const auto name = value.substr(open + 1, close - open - 1);
  const auto is_path_char = [](char c) {
    return is_name_char(c) || c == '.' || c == ':' || c == ' ';
  };
  return name.empty() || (all(name, is_path_char) && (name.size() == 1 || reads_as_words(name)));
}

/// `testpass-%d`, `%s:%v`: printf's conversions behind a joint or at the end.
bool holds_conversion(std::string_view value) {
  for (auto at = value.find('%'); at != npos && at + 1 < value.size();
       at = value.find('%', at + 1)) {
    const bool ends = at + 2 == value.size() || !is_alnum(value[at + 2]);
    const bool begins = at == 0 || !is_alnum(value[at - 1]);
    if (std::string_view("dvqxuif").find(value[at + 1]) != npos && ends && begins) return true;
  }
  return false;
}

bool is_template(std::string_view value) {
  static constexpr auto kMarks =
      std::to_array<std::string_view>({"${", "{{", "<%", "#{", "$(", "%(", "{%", "@{", "<?", "%s",
                                       "%@", "%1$", "%2$", "%3$", "[["});
  const auto holds = [&](auto mark) { return value.find(mark) != npos; };
  return std::ranges::any_of(kMarks, holds) || holds_conversion(value) || holds_braced_name(value);
}

bool is_lookup(std::string_view value) {
  static constexpr auto kPrefixes = std::to_array<std::string_view>(
      {"process.env", "os.environ",   "os.getenv",   "getenv",     "env.",
       "env[",        "env(",         "env:",        "system.get", "secrets.",
       "secret://",   "vault:",       "vault/",      "op://",      "arn:aws:",
       "!ref",        "!sub",         "!getatt",     "!vault",     "!secret",
       "ssm:",        "ref+",         "akv://",      "bws://",     "keyring:",
       "@microsoft.", "config.",      "settings.",   "self.",      "this.",
       "var.",        "import.meta.", "resolve:ssm", "sm://",      "gcp-secret://",
       "data.",       "module.",      "local.",      "random_",    "google_secret",
       "aws_",        "secretkeyref", "valuefrom",   "params.",    "options.",
       "args.",       "request.",     "req.",        "opts."});
  if (begins_with(value, "vault:v1:")) return false;
  return begins_with_one_of(value, kPrefixes) || contains(value, "secretsmanager:") ||
         (begins_with(value, "projects/") && contains(value, "/secrets/"));
}

bool is_type_or_constant(std::string_view value) {
  static constexpr auto kWords = std::to_array<std::string_view>(
      {"string",     "str",     "int",     "integer",  "number",   "bool",      "boolean",
       "float",      "double",  "bytes",   "byte",     "char",     "object",    "any",
       "void",       "null",    "none",    "nil",      "array",    "undefined", "undef",
       "hashed",     "users",   "focus",   "hover",    "true",     "nullptr",   "false",
       "yes",        "no",      "on",      "off",      "text",     "map",       "list",
       "dict",       "uuid",    "date",    "email",    "url",      "required",  "optional",
       "default",    "empty",   "enabled", "nan",      "disabled", "blank",     "secretstr",
       "utf8",       "utf-8",   "latin1",  "latin-1",  "ascii",    "base64",    "hex",
       "hidden",     "input",   "varchar", "nullable", "unset",    "inherit",   "username",
       "repository", "include", "printf",  "print",    "lookup",   "sprintf",   "tpl",
       "always",     "never",   "digest",  "hide",     "show",     "public",    "private",
       "visible"});
  return is_one_of(value.substr(0, value.find_last_not_of("|)") + 1), kWords);
}

/// `AWS_SECRET_KEY`, `INFLUXDB_AUTH_TOKEN`: the name of a constant or variable.
bool is_constant_name(std::string_view value) {
  const auto is_part = [](char c) { return is_upper(c) || c == '_'; };
  return value.size() >= 6 && value.find('_') != npos && is_upper(value[0]) && all(value, is_part);
}

/// `[a-z]+`, `^.*$`, `\\w{8,}`.
bool is_regex(std::string_view value) {
  static constexpr auto kMarks = std::to_array<std::string_view>(
      {"[a-z", "[A-Z", "[0-9", "[^",   "\\w", "\\d", "\\s", "\\S", "\\b", ".*",
       ".+",   "(?:",  "(?P<", "(?i)", "(?<", "]+",  "]*",  "]{",  ")?",  "\\."});
  const auto marks =
      std::ranges::count_if(kMarks, [&](auto mark) { return value.find(mark) != npos; });
  return marks >= 2 || (marks == 1 && (value.front() == '^' || value.back() == '$' ||
                                       value.ends_with("/g") || value.find('|') != npos));
}

/// `Token{a64f992 …`, `android.os.BinderProxy@2bd79ce`: how Java prints an object.
bool is_printed_object(std::string_view value) {
  const auto mark = value.find_first_of("{@");
  if (mark == npos || mark < 4 || !is_letter(value[0])) return false;
  const auto is_type_char = [](char c) { return is_letter(c) || c == '.' || c == '$'; };
  if (!all(value.substr(0, mark), is_type_char)) return false;
  auto number = value.substr(mark + 1);
  number = number.substr(0, number.find_first_of(" }"));
  return number.size() >= 5 && number.size() <= 8 && all(number, is_hex) && any(number, is_digit);
}

/// `a.b.c(…)`, `table[index]`; also where the value was cut off behind the opening bracket.
bool is_call_or_index(std::string_view value) {
  const bool sigil = value.starts_with('$');
  if (sigil) value.remove_prefix(1);
  const auto open = value.find_first_of("([");
  if (open == npos || open < (sigil ? 1 : 2) || !is_dotted_name(value.substr(0, open)))
    return false;
  const bool index = value[open] == '[' && all(value.substr(open + 1), is_name_char);
  const bool closed =
      open + 1 == value.size() || value.find_first_of(")]", open) != npos || value[open + 1] == '$';
  return index || closed || value.substr(0, open).find('.') != npos;
}

/// `a && b`, `x => …`, `new X`, `attribute="…`.
bool holds_operator(std::string_view value) {
  static constexpr auto kOperators = std::to_array<std::string_view>(
      {"=>", "->", "::", "&&", "||", ")[", ").", " == ", " != ", " + ", " ? ", "?.", "();", "[\""});
  static constexpr auto kOpenings =
      std::to_array<std::string_view>({"new ", "function", "return ", "await ", "lambda ", "fn("});
  const auto holds = [&](auto mark) { return value.find(mark) != npos; };
  const bool blank = value.find(' ') != npos;
  if (value.find("===") != npos || (value.front() == ')' && value.find('(') != npos)) return true;
  if (std::ranges::any_of(kOperators, holds) && (blank || !any(value, is_digit))) return true;
  if (value.find('<') != npos && value.find('=') != npos) return true;
  return (blank && value.ends_with("= ")) || begins_with_one_of(value, kOpenings);
}

/// `\x55\x1D`, `\u3299\ufe0f`: bytes and characters that no keyboard has.
bool is_escaped_data(std::string_view value) {
  const auto is_escape_char = [](char c) { return is_hex(c) || c == '\\' || c == 'x' || c == 'u'; };
  return value.size() >= 4 && value[0] == '\\' && (value[1] == 'x' || value[1] == 'u') &&
         all(value, is_escape_char);
}

/// `r=ab,s=abcd,i=4096`: letters that are told what they are, as in SCRAM.
bool is_list_of_pairs(std::string_view value) {
  std::size_t pairs = 0;
  for (std::size_t begin = 0; begin <= value.size(); ++pairs) {
    const auto end = std::min(value.find(',', begin), value.size());
    if (end - begin < 2 || !is_letter(value[begin]) || value[begin + 1] != '=') return false;
    begin = end + 1;
  }
  return pairs >= 2;
}

/// `svcaccts[0].secretKey=secretKey`: one name assigned to another.
bool is_assignment(std::string_view value) {
  const auto equals = value.find('=');
  if (equals == npos || equals < 3 || equals + 3 > value.size()) return false;
  const auto is_place_char = [](char c) {
    return is_name_char(c) || std::string_view(".[]").find(c) != npos;
  };
  const std::string_view place = value.substr(0, equals);
  return place.find('.') != npos && is_letter(place[0]) && all(place, is_place_char) &&
         reads_as_words(value.substr(equals + 1));
}

/// `80(%rsp)`.
bool is_machine_operand(std::string_view value) {
  const auto open = value.find("(%");
  return open != npos && value.back() == ')' && all(value.substr(0, open), is_alnum);
}

/// `(join "," $list)`, cut off behind its first word.
bool is_open_call(std::string_view value) {
  return value.size() > 1 && value.front() == '(' && value.find(')') == npos &&
         reads_as_words(value.substr(1));
}

/// `--api-key`, `--password=`: an option's name.
bool is_option(std::string_view value) {
  const auto name = value.substr(0, value.find_last_not_of('=') + 1);
  return name.starts_with("--") && reads_as_words(name.substr(2));
}

/// `man1/openssl-passwd.pod`: words, and a file's extension at the end.
bool is_relative_path(std::string_view value) {
  const auto slash = value.rfind('/');
  const auto dot = value.rfind('.');
  if (slash == npos || dot == npos || dot < slash) return false;
  const auto extension = value.substr(dot + 1);
  return extension.size() >= 2 && extension.size() <= 5 && all(extension, is_lower) &&
         word_share(value) > 0.5;
}

/// `8080/message`, behind the colon of a host.
bool is_port_and_path(std::string_view value) {
  const auto slash = value.find('/');
  return slash != npos && slash >= 2 && slash <= 5 && all(value.substr(0, slash), is_digit) &&
         reads_as_words(value.substr(slash + 1));
}

bool is_path(std::string_view value) {
  static constexpr auto kRoots =
      std::to_array<std::string_view>({"/", "./", "../", "~/", "*.", "file:"});
  static constexpr auto kExtensions = std::to_array<std::string_view>(
      {".pem",        ".key", ".crt",  ".cer", ".p12", ".pfx", ".jks", ".json", ".yml",  ".yaml",
       ".txt",        ".xml", ".html", ".php", ".js",  ".ts",  ".py",  ".env",  ".conf", ".log",
       ".properties", ".go",  ".java", ".rb",  ".o",   ".ko",  ".lo",  ".so"});
  if (begins_with_one_of(value, kRoots) && value.size() < 200)
    return std::ranges::count(value, '/') >= 2 || reads_as_words(value);
  if (value.size() > 3 && is_letter(value[0]) && value[1] == ':' && value[2] == '\\') return true;
  if (is_port_and_path(value)) return true;
  if (value.find(' ') != npos) return false;
  return ends_with_one_of(value, kExtensions) || is_relative_path(value);
}

constexpr auto kDigestNames = std::to_array<std::string_view>(
    {"sha1-", "sha256-", "sha384-", "sha512-", "sha1:", "sha256:", "sha512:", "md5:"});

/// The scope of an AWS signature (`AKIA…/20260101/us-east-1/s3/aws4_request`): no secret in it.
bool is_signature_scope(std::string_view value) {
  if (contains(value, "4_request")) return true;
  for (auto slash = value.find('/'); slash != npos; slash = value.find('/', slash + 1)) {
    const auto day = value.substr(slash + 1, 9);
    if (day.size() == 9 && day[8] == '/' && all(day.substr(0, 8), is_digit)) return true;
  }
  return false;
}

/// A URL (a password inside it is the business of other rules) or an e-mail address.
bool is_address(std::string_view value) {
  if (value.find("://") != npos || begins_with(value, "jdbc:")) return true;
  const auto at = value.find('@');
  if (at == npos || at == 0 || value.find('@', at + 1) != npos) return false;
  const auto host = value.substr(at + 1);
  const auto dot = host.rfind('.');
  const auto is_user_char = [](char c) {
    return is_name_char(c) || c == '.' || c == '-' || c == '+';
  };
  return dot != npos && dot > 0 && host.size() - dot > 2 && all(host.substr(dot + 1), is_letter) &&
         all(value.substr(0, at), is_user_char);
}

bool is_digest(std::string_view value, std::string_view path) {
  if (begins_with_one_of(value, kDigestNames) || value.find("@sha256:") != npos) return true;
  return value.size() >= 32 && all(value, is_hex) && is_lock_file(path);
}

/// `1.13.5-alpine`, `v2.0.0+build`.
bool is_tagged_version(std::string_view value) {
  if (value.starts_with('v')) value.remove_prefix(1);
  const auto end = value.find_first_of("-+");
  if (end == npos || std::ranges::count(value.substr(0, end), '.') != 2) return false;
  return all(value.substr(0, end), [](char c) { return is_digit(c) || c == '.'; }) &&
         is_digit(value[0]) && value.size() - end < 16;
}

/// `master-2024-12-11-08b888a`: a branch, the day, the commit.
bool is_build_tag(std::string_view value) {
  const auto last = value.rfind('-');
  if (last == npos || value.size() - last < 8 || value.size() - last > 13) return false;
  if (!all(value.substr(last + 1), is_hex)) return false;
  std::string_view before = value.substr(0, last);
  for (const std::size_t width : {2, 2, 4}) {
    if (before.size() < width || !all(before.substr(before.size() - width), is_digit)) return false;
    before.remove_suffix(width);
    if (before.ends_with('-')) before.remove_suffix(1);
  }
  return !before.empty() && reads_as_words(before);
}

/// `2026-01-31`
bool is_date(std::string_view value) {
  if (value.size() != 10) return false;
  for (std::size_t i = 0; i < value.size(); ++i)
    if (i == 4 || i == 7 ? value[i] != '-' : !is_digit(value[i])) return false;
  return true;
}

/// `12.5`, `^6.4|^7.0`, `>=1.2 <2.0`: numbers, versions and ranges of them.
bool is_number(std::string_view value) {
  if (is_tagged_version(value) || is_build_tag(value) || is_date(value)) return true;
  const auto is_version_char = [](char c) {
    return is_digit(c) || std::string_view(".^~|<>=* ").find(c) != npos;
  };
  return value.find('.') != npos && any(value, is_digit) && all(value, is_version_char);
}

/// Digits that end in the check digit of Luhn (ISO/IEC 7812-1, annex B): a card's or an account's.
bool is_card_number(std::string_view value) {
  if (value.size() < 13 || value.size() > 19 || !all(value, is_digit)) return false;
  int sum = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const int digit = value[value.size() - 1 - i] - '0';
    const int doubled = 2 * digit;
    sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 == 0;
}

/// "-----BEGIN CERTIFICATE" in base64: public.
bool is_encoded_certificate(std::string_view value) {
  return value.starts_with("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS");
}

bool is_colour(std::string_view value) {
  const auto hash = value.rfind('#');
  if (hash == npos || (hash > 0 && value[hash - 1] != ' ')) return false;
  const auto digits = value.substr(hash + 1);
  return digits.size() >= 3 && digits.size() <= 8 && all(digits, is_hex);
}

/// `encrypted:array`: how a model of Laravel keeps an attribute.
bool is_cast(std::string_view value) {
  constexpr std::string_view kPrefix = "encrypted:";
  return begins_with(value, kPrefix) && all(value.substr(kPrefix.size()), is_lower);
}

/// `*2470C0C0…`: twice hashed by SHA-1 (MySQL reference manual, 'Password Hashing in MySQL').
bool is_mysql_hash(std::string_view value) {
  return value.size() == 41 && value[0] == '*' && all(value.substr(1), is_hex);
}

/// `{COQLCE6DU6GtcS5P=}`: base64 between braces (Maven's settings-security.xml).
bool is_maven_sealed(std::string_view value) {
  if (value.size() < 18 || value.front() != '{' || value.back() != '}') return false;
  const auto inside = value.substr(1, value.size() - 2);
  const auto is_base64 = [](char c) { return is_alnum(c) || c == '+' || c == '/' || c == '='; };
  return all(inside, is_base64) && any(inside, is_digit) && any(inside, is_upper) &&
         any(inside, is_lower);
}

}  // namespace

bool is_reference(std::string_view value) {
  return is_variable(value) || is_template(value) || is_lookup(value) || holds_variable(value);
}

bool names_its_store(std::string_view value) {
  static constexpr auto kStores = std::to_array<std::string_view>(
      {"process.env",   "os.environ",    "os.getenv", "getenv",      "env.",        "env[",
       "env(",          "env:",          "secrets.",  "secret://",   "vault:",      "vault/",
       "op://",         "arn:aws:",      "!vault",    "!secret",     "ssm:",        "ref+",
       "akv://",        "bws://",        "keyring:",  "@microsoft.", "resolve:ssm", "sm://",
       "gcp-secret://", "google_secret", "projects/", "system.get",  "<%= env"});
  if (value.size() > 300) return false;
  if (value.starts_with("${") || value.starts_with("{{"))
    return value.find('(') == npos && value.back() == '}';
  if (begins_with_one_of(value, kStores) || contains(value, "secretsmanager:")) return true;
  const bool variable = value.starts_with('$') || (value.starts_with('%') && value.ends_with('%'));
  return variable && is_capital_name(value.substr(1));
}

bool is_sealed(std::string_view value) {
  static constexpr auto kPrefixes = std::to_array<std::string_view>({"enc[",
                                                                     "enc(",
                                                                     "$ansible_vault",
                                                                     "{cipher}",
                                                                     "vault:v1:",
                                                                     "{aqaaab",
                                                                     "ej[1:",
                                                                     "secure:",
                                                                     "encrypted:",
                                                                     "{ssha",
                                                                     "{sha",
                                                                     "{bcrypt}",
                                                                     "{crypt}",
                                                                     "{aes}",
                                                                     "$2a$",
                                                                     "$2b$",
                                                                     "$2y$",
                                                                     "$argon2",
                                                                     "$apr1$",
                                                                     "$pbkdf2",
                                                                     "pbkdf2",
                                                                     "scrypt:",
                                                                     "$scrypt$",
                                                                     "scram-sha-256$",
                                                                     "01000000d08c9ddf",
                                                                     "sha512crypt",
                                                                     "-----begin pgp message",
                                                                     "crypt:"});
  if (is_cast(value)) return false;
  if (begins_with_one_of(value, kPrefixes)) return true;
  if (is_maven_sealed(value) || is_mysql_hash(value)) return true;
  const bool crypt =
      value.size() >= 20 && value[0] == '$' && (is_digit(value[1]) || value[1] == 'y');
  if (crypt && value.find('$', 2) <= 4) return true;
  if (value.size() >= 100 && value.starts_with("gAAAAA")) return true;
  return value.size() >= 300 && (value.starts_with("Ag") || value.starts_with("AQICAH"));
}

bool is_lock_file(std::string_view path) {
  static constexpr auto kEndings =
      std::to_array<std::string_view>({".lock", "go.sum", "lock.json", "lock.yaml", "lock.yml",
                                       "shasums", ".sha256", "checksums.txt"});
  return ends_with_one_of(path, kEndings);
}

bool is_named_as_digest(std::string_view before) {
  static constexpr auto kLinks = std::to_array<std::string_view>({"/commit/", "/commits/"});
  return ends_with_one_of(before, kDigestNames) || before.ends_with("sha256=") ||
         ends_with_one_of(before, kLinks);
}

bool is_code(std::string_view value) {
  return is_type_or_constant(value) || is_call_or_index(value) || holds_operator(value) ||
         is_regex(value) || is_printed_object(value) || is_open_call(value) ||
         is_escaped_data(value) || is_machine_operand(value) || is_assignment(value) ||
         is_list_of_pairs(value) || is_cast(value);
}

bool is_source_file(std::string_view path) {
  static constexpr auto kExtensions = std::to_array<std::string_view>(
      {".c",       ".s",        ".cc",  ".cpp",   ".cxx",   ".h",      ".hh",    ".hpp",
       ".java",    ".kt",       ".kts", ".scala", ".go",    ".rs",     ".py",    ".pyi",
       ".rb",      ".php",      ".js",  ".jsx",   ".ts",    ".tsx",    ".mjs",   ".cjs",
       ".cs",      ".vb",       ".m",   ".mm",    ".swift", ".pl",     ".pm",    ".lua",
       ".dart",    ".r",        ".ex",  ".exs",   ".erl",   ".hs",     ".clj",   ".vue",
       ".svelte",  ".groovy",   ".tf",  ".jl",    ".zig",   ".gradle", ".ipynb", ".sol",
       ".proto",   ".graphql",  ".css", ".scss",  ".vim",   ".tcl",    ".el",    ".lisp",
       ".jsonnet", ".libsonnet"});
  return ends_with_one_of(path, kExtensions);
}

bool is_identifier(std::string_view value, std::string_view path) {
  return is_path(value) || is_address(value) || is_digest(value, path) || is_number(value) ||
         is_colour(value) || is_constant_name(value) || is_option(value) ||
         is_signature_scope(value) || is_encoded_certificate(value) || is_card_number(value);
}

bool is_compound_name(std::string_view value) {
  const auto is_joint_or_letter = [](char c) {
    return is_letter(c) || std::string_view("_-.:/|").find(c) != npos;
  };
  if (!all(value, is_joint_or_letter)) return false;
  const auto humps = [](char a, char b) { return is_lower(a) && is_upper(b); };
  const bool humped = std::ranges::adjacent_find(value, humps) != value.end();
  return (humped || !all(value, is_letter)) && reads_as_words(value);
}

}  // namespace nhiscan

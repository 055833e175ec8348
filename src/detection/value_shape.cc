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

/// `$VAR`, `$obj->x`, `%VAR%`, `__VAR__`, `@param`, `:param`, `&anchor`.
bool is_variable(std::string_view value) {
  if (value.size() < 2) return false;
  const std::string_view rest = value.substr(1);
  switch (value.front()) {
    case '$':
      return all(rest, is_name_char) || (is_letter(rest[0]) && rest.find_first_of("[>.$") != npos);
    case '%':
      return value.back() == '%' || rest[0] == '{';
    case '_':
      return value.size() > 4 && value.starts_with("__") && value.ends_with("__");
    case '@':
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

bool is_template(std::string_view value) {
  static constexpr auto kMarks = std::to_array<std::string_view>(
      {"${", "{{", "<%", "#{", "$(", "%(", "{%", "@{", "<?", "%s", "%@", "%1$s", "[["});
  const auto holds = [&](auto mark) { return value.find(mark) != npos; };
  return std::ranges::any_of(kMarks, holds) || value == "%d" || value == "%v" || value == "%q" ||
         holds_braced_name(value);
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
      {"string",   "str",       "int",       "integer", "number",  "bool",      "boolean",
       "float",    "double",    "bytes",     "byte",    "char",    "object",    "any",
       "void",     "null",      "none",      "nil",     "array",   "undefined", "true",
       "nullptr",  "false",     "yes",       "no",      "on",      "off",       "text",
       "map",      "list",      "dict",      "uuid",    "date",    "email",     "url",
       "required", "optional",  "default",   "empty",   "enabled", "nan",       "disabled",
       "blank",    "secretstr", "utf8",      "utf-8",   "latin1",  "latin-1",   "ascii",
       "base64",   "hex",       "hidden",    "input",   "varchar", "nullable",  "unset",
       "inherit",  "username",  "repository"});
  return is_one_of(value, kWords);
}

bool is_dotted_name(std::string_view text) {
  return all(text, [](char c) { return is_name_char(c) || c == '.' || c == ':'; }) &&
         reads_as_words(text);
}

/// `a.b.c(…)`, `table[index]`; also where the value was cut off behind the opening bracket.
bool is_call_or_index(std::string_view value) {
  const auto open = value.find_first_of("([");
  if (open == npos || open < 2 || !is_dotted_name(value.substr(0, open))) return false;
  return open + 1 == value.size() || value.find_first_of(")]", open) != npos;
}

/// `a && b`, `x => …`, `new X`, `attribute="…`.
bool holds_operator(std::string_view value) {
  static constexpr auto kOperators = std::to_array<std::string_view>(
      {"=>", "->", "::", "&&", "||", " == ", " != ", " + ", " ? ", "?.", "();", "[\""});
  static constexpr auto kOpenings =
      std::to_array<std::string_view>({"new ", "function", "return ", "await ", "lambda ", "fn("});
  const auto holds = [&](auto mark) { return value.find(mark) != npos; };
  const bool blank = value.find(' ') != npos;
  if (std::ranges::any_of(kOperators, holds) && (blank || !any(value, is_digit))) return true;
  if (value.find('<') != npos && value.find('=') != npos) return true;
  return (blank && value.ends_with("= ")) || begins_with_one_of(value, kOpenings);
}

bool is_path(std::string_view value) {
  static constexpr auto kRoots =
      std::to_array<std::string_view>({"/", "./", "../", "~/", "*.", "file:"});
  static constexpr auto kExtensions = std::to_array<std::string_view>(
      {".pem", ".key",  ".crt",  ".cer", ".p12",        ".pfx", ".jks",  ".json",
       ".yml", ".yaml", ".txt",  ".xml", ".html",       ".php", ".js",   ".ts",
       ".py",  ".env",  ".conf", ".log", ".properties", ".go",  ".java", ".rb"});
  if (begins_with_one_of(value, kRoots) && value.size() < 200)
    return std::ranges::count(value, '/') >= 2 || reads_as_words(value);
  if (value.size() > 3 && is_letter(value[0]) && value[1] == ':' && value[2] == '\\') return true;
  return ends_with_one_of(value, kExtensions) && value.find(' ') == npos;
}

constexpr auto kDigestNames = std::to_array<std::string_view>(
    {"sha1-", "sha256-", "sha384-", "sha512-", "sha1:", "sha256:", "sha512:", "md5:"});

/// A URL (a password inside it is the business of other rules) or an e-mail address.
bool is_address(std::string_view value) {
  if (value.find("://") != npos) return true;
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
  if (begins_with_one_of(value, kDigestNames)) return true;
  return value.size() >= 32 && all(value, is_hex) && is_lock_file(path);
}

bool is_number(std::string_view value) {
  return value.find('.') != npos && all(value, [](char c) { return is_digit(c) || c == '.'; });
}

bool is_colour(std::string_view value) {
  const auto hash = value.rfind('#');
  if (hash == npos || (hash > 0 && value[hash - 1] != ' ')) return false;
  const auto digits = value.substr(hash + 1);
  return digits.size() >= 3 && digits.size() <= 8 && all(digits, is_hex);
}

}  // namespace

bool is_reference(std::string_view value) {
  return is_variable(value) || is_template(value) || is_lookup(value);
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
                                                                     "scram-sha-",
                                                                     "01000000d08c9ddf",
                                                                     "sha512crypt",
                                                                     "-----begin pgp message",
                                                                     "crypt:"});
  if (begins_with_one_of(value, kPrefixes)) return true;
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
  return ends_with_one_of(before, kDigestNames) || before.ends_with("sha256=");
}

bool is_code(std::string_view value) {
  return value.starts_with("(?") || is_type_or_constant(value) || is_call_or_index(value) ||
         holds_operator(value);
}

bool is_source_file(std::string_view path) {
  static constexpr auto kExtensions = std::to_array<std::string_view>(
      {".c",     ".cc",    ".cpp",  ".cxx",    ".h",      ".hh",    ".hpp",     ".java", ".kt",
       ".kts",   ".scala", ".go",   ".rs",     ".py",     ".pyi",   ".rb",      ".php",  ".js",
       ".jsx",   ".ts",    ".tsx",  ".mjs",    ".cjs",    ".cs",    ".vb",      ".m",    ".mm",
       ".swift", ".pl",    ".pm",   ".lua",    ".dart",   ".r",     ".ex",      ".exs",  ".erl",
       ".hs",    ".clj",   ".vue",  ".svelte", ".groovy", ".tf",    ".jl",      ".zig",  ".gradle",
       ".ipynb", ".md",    ".html", ".rst",    ".sol",    ".proto", ".graphql", ".adoc", ".css",
       ".scss",  ".vim",   ".tcl",  ".el",     ".lisp"});
  return ends_with_one_of(path, kExtensions);
}

bool is_identifier(std::string_view value, std::string_view path) {
  return is_path(value) || is_address(value) || is_digest(value, path) || is_number(value) ||
         is_colour(value);
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

#include "reports/secret_store.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"

namespace nhiscan {
namespace {

constexpr std::string_view kEnvironment = "read it from the environment";
constexpr std::string_view kOwnLine = "\n";  // a comment can't stand behind a value
constexpr std::string_view kFill = "leave a reference that is filled in where it runs";

/// `{key}` is the name that the file uses, `{VAR}` that of an environment variable.
struct Language {
  std::string_view names;  ///< extensions and whole names of files, each between blanks
  std::string_view where;
  std::string_view line;
  std::string_view comment;      ///< begins one; empty: there are none
  std::string_view comment_end;  ///< empty: the end of the line; or kOwnLine
};

// The standard library of each language, or the tool's own way to name a value that is kept
// elsewhere.
constexpr auto kLanguages = std::to_array<Language>({
    {" py pyw ipynb ", kEnvironment, "{key} = os.environ[\"{VAR}\"]", "#", ""},
    {" js mjs cjs jsx ts tsx mts cts vue svelte ", kEnvironment, "const {key} = process.env.{VAR};",
     "//", ""},
    {" go ", kEnvironment, "{key} := os.Getenv(\"{VAR}\")", "//", ""},
    {" java ", kEnvironment, "String {key} = System.getenv(\"{VAR}\");", "//", ""},
    {" kt kts ", kEnvironment, "val {key} = System.getenv(\"{VAR}\")", "//", ""},
    {" scala sc ", kEnvironment, "val {key} = sys.env(\"{VAR}\")", "//", ""},
    {" groovy gradle jenkinsfile ", kEnvironment, "{key} = System.getenv('{VAR}')", "//", ""},
    {" cs ", kEnvironment, "var {key} = Environment.GetEnvironmentVariable(\"{VAR}\");", "//", ""},
    {" fs fsx ", kEnvironment, "let {key} = Environment.GetEnvironmentVariable \"{VAR}\"", "//",
     ""},
    {" c h ", kEnvironment, "const char *{key} = getenv(\"{VAR}\");", "//", ""},
    {" cc cpp cxx hh hpp m mm ", kEnvironment, "const char* {key} = std::getenv(\"{VAR}\");", "//",
     ""},
    {" rs ", kEnvironment, "let {key} = std::env::var(\"{VAR}\")?;", "//", ""},
    {" swift ", kEnvironment, "let {key} = ProcessInfo.processInfo.environment[\"{VAR}\"]", "//",
     ""},
    {" dart ", kEnvironment, "final {key} = Platform.environment['{VAR}'];", "//", ""},
    {" php ", kEnvironment, "${key} = getenv('{VAR}');", "//", ""},
    {" rb rake gemfile rakefile ", kEnvironment, "{key} = ENV.fetch(\"{VAR}\")", "#", ""},
    {" ex exs ", kEnvironment, "{key} = System.fetch_env!(\"{VAR}\")", "#", ""},
    {" erl ", kEnvironment, "{Key} = os:getenv(\"{VAR}\")", "%", ""},
    {" clj cljs ", kEnvironment, "(def {key} (System/getenv \"{VAR}\"))", ";", ""},
    {" pl pm ", kEnvironment, "my ${key} = $ENV{{VAR}};", "#", ""},
    {" lua ", kEnvironment, "local {key} = os.getenv(\"{VAR}\")", "--", ""},
    {" r ", kEnvironment, "{key} <- Sys.getenv(\"{VAR}\")", "#", ""},
    {" jl ", kEnvironment, "{key} = ENV[\"{VAR}\"]", "#", ""},
    {" sh bash zsh ksh envrc ", kEnvironment, "{key}=${{VAR}:?is not set}", "#", ""},
    {" fish ", kEnvironment, "set {key} ${VAR}", "#", ""},
    {" ps1 psm1 ", kEnvironment, "${key} = $env:{VAR}", "#", ""},
    {" bat cmd ", kEnvironment, "set {key}=%{VAR}%", "rem", kOwnLine},
    {" tf tfvars hcl ", "declare a sensitive variable, set as TF_VAR_{key}", "{key} = var.{key}",
     "#", ""},
    {" dockerfile containerfile ", "give it to the build as a secret",
     "RUN --mount=type=secret,id={key},env={VAR} …", "#", kOwnLine},
    {" yml yaml ", kFill, "{key}: ${{VAR}}", "#", ""},
    {" toml ", kFill, "{key} = \"${{VAR}}\"", "#", ""},
    {" ini cfg conf properties npmrc pypirc netrc ", kFill, "{key}=${{VAR}}", "#", kOwnLine},
    {" json jsonc json5 ", kFill, R"("{key}": "${{VAR}}")", "", ""},
    {" xml config csproj props plist ", kFill, "${{VAR}}", "<!--", " -->"},
    {" html htm ", "ask a server for it; a page can't keep it", "", "<!--", " -->"},
    {" sql ", "set the password where the database runs", "", "--", ""},
    {" md markdown rst adoc txt ", "write a name in its place", "<{VAR}>", "", ""},
    {" css scss less ", "keep it out of what is served", "", "/*", " */"},
    {" nix ", "read it from a file that isn't in the store", "{key}File = \"/run/secrets/{key}\";",
     "#", ""},
    {" pem key p8 p12 pfx jks keystore ppk gpg asc ",
     "keep the file outside of the repository, and name its path in {VAR}", "", "", ""},
});

constexpr Language kOther{"", "keep it in a secret store, and leave its name here", "${{VAR}}", "#",
                          ""};
constexpr Language kWorkflow{"", "make it a secret of the repository (Settings > Secrets)",
                             "{key}: ${{ secrets.{VAR} }}", "#", ""};
constexpr Language kGitlabCi{"", "make it a masked variable (Settings > CI/CD > Variables)",
                             "{key}: ${VAR}", "#", ""};
constexpr Language kDotEnv{
    "", "keep the file out of git: git rm --cached it, and name it in .gitignore", "", "#",
    kOwnLine};
constexpr Language kSampleEnv{"", "an example needs no value", "{key}=", "#", kOwnLine};

bool is_env_file(std::string_view name) {
  return name == ".env" || name.starts_with(".env.") || name.ends_with(".env");
}

bool is_sample(std::string_view name) {
  return std::ranges::any_of(
      std::to_array<std::string_view>({"example", "sample", "template", "dist"}),
      [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
}

bool is_named(const Language& language, std::string_view name) {
  const std::string wanted = " " + std::string(name) + " ";
  return language.names.find(wanted) != std::string_view::npos;
}

const Language& language_of(std::string_view path) {
  const std::string lower = lower_ascii(path);
  const std::string_view name = std::string_view(lower).substr(lower.rfind('/') + 1);
  const std::string_view extension = name.substr(name.rfind('.') + 1);  // the name if it has none
  if (lower.find(".github/workflows/") != std::string::npos) return kWorkflow;
  if (name.starts_with(".gitlab-ci")) return kGitlabCi;
  if (is_env_file(name)) return is_sample(name) ? kSampleEnv : kDotEnv;
  const std::string_view stem = name.substr(0, name.find('.'));
  for (const Language& language : kLanguages)
    if (is_named(language, extension) ||
        (!stem.empty() && stem.ends_with("file") && is_named(language, stem)))
      return language;
  return kOther;
}

bool is_ascii_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_upper(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
bool is_alnum(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

/// `stripeKey`, `stripe-key` and `stripe.key` become `STRIPE_KEY`.
std::string variable_name(std::string_view name) {
  std::string variable;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool begins_word =
        is_upper(c) && i > 0 && is_alnum(name[i - 1]) && !is_upper(name[i - 1]);
    if ((begins_word || !is_alnum(c)) && !variable.empty() && variable.back() != '_')
      variable += '_';
    if (is_alnum(c)) variable += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  while (variable.ends_with('_'))
    variable.pop_back();
  return variable.empty() || !is_ascii_letter(variable.front()) ? "SECRET_" + variable : variable;
}

bool is_identifier(std::string_view name) {
  return !name.empty() && is_ascii_letter(name.front()) && name.size() <= 60 &&
         std::ranges::all_of(name, [](char c) { return is_alnum(c) || c == '_'; });
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

}  // namespace

StoreAdvice store_advice(std::string_view path, std::string_view key, std::string_view fallback) {
  const Language& language = language_of(path);
  const std::string variable = variable_name(is_identifier(key) ? key : fallback);
  const std::string name = is_identifier(key) ? std::string(key) : lower_ascii(variable);
  const auto filled = [&](std::string_view form) {
    std::string text(form);
    replace_all(text, "{key}", name);
    replace_all(text, "{Key}", variable.substr(0, 1) + lower_ascii(variable.substr(1)));
    replace_all(text, "{VAR}", variable);
    return text;
  };
  return {filled(language.where), filled(language.line)};
}

AllowComment allow_comment(std::string_view path, std::string_view reason) {
  const Language& language = language_of(path);
  if (language.comment.empty()) return {};
  const bool is_own_line = language.comment_end == kOwnLine;
  const std::string_view marker = is_own_line ? " nhiscan:allow-next-line " : " nhiscan:allow ";
  const std::string_view end = is_own_line ? "" : language.comment_end;
  return {
      std::string(language.comment) + std::string(marker) + std::string(reason) + std::string(end),
      is_own_line};
}

}  // namespace nhiscan

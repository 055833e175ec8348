#include "classification/context.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"

namespace nhiscan {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

constexpr auto kTestDirectories =
    std::to_array<std::string_view>({"spec", "specs", "mocks", "__mocks__", "t"});
// Words of a directory's name: `integration-test`, `src/testFixtures`, `_unit_tests`.
constexpr auto kTestWords = std::to_array<std::string_view>(
    {"tests",      "testing",   "testdata",       "testlib",  "testutil",  "testutils",
     "testenv",    "unittests", "selftests",      "testcase", "testcases", "testsuite",
     "testsuites", "regress",   "regression",     "fixture",  "fixtures",  "golden",
     "goldens",    "snapshots", "expectedoutput", "e2e"});
// Words that end in "test" and mean another thing.
constexpr auto kOtherTests =
    std::to_array<std::string_view>({"attest", "contest", "detest", "fastest", "greatest", "latest",
                                     "lightest", "protest", "shortest", "smartest"});
constexpr auto kManualDirectories =
    std::to_array<std::string_view>({"doc", "docs", "documentation", "man", "tutorials"});
// Words of a directory's name: `docs_src`, `api-docs`.
constexpr auto kManualWords =
    std::to_array<std::string_view>({"docs", "documentation", "tutorial", "tutorials"});
constexpr auto kExampleDirectories =
    std::to_array<std::string_view>({"examples", "example", "samples", "sample"});
constexpr auto kAgentDirectories = std::to_array<std::string_view>(
    {".claude", ".cursor", ".codex", ".gemini", ".windsurf", ".continue", ".roo", ".cline"});
constexpr auto kAgentFiles = std::to_array<std::string_view>(
    {".mcp.json", "mcp.json", "mcp_config.json", "claude_desktop_config.json",
     "cline_mcp_settings.json", ".aider.conf.yml"});
constexpr auto kCiDirectories = std::to_array<std::string_view>(
    {"workflows", ".circleci", ".buildkite", ".teamcity", ".woodpecker", ".drone"});
constexpr auto kCiFiles = std::to_array<std::string_view>(
    {".gitlab-ci.yml", ".travis.yml", "jenkinsfile", "azure-pipelines.yml",
     "bitbucket-pipelines.yml", ".drone.yml", "appveyor.yml", "cloudbuild.yaml"});
constexpr auto kContainerFiles = std::to_array<std::string_view>(
    {"dockerfile", "containerfile", "docker-compose.yml", "docker-compose.yaml", "compose.yaml",
     "compose.yml", ".dockerconfigjson", ".dockercfg"});
constexpr auto kConfigExtensions = std::to_array<std::string_view>(
    {"yml",    "yaml",       "json",     "toml",  "ini",    "cfg", "conf",    "config",
     "env",    "properties", "xml",      "tf",    "tfvars", "hcl", "tfstate", "plist",
     "pem",    "key",        "crt",      "cer",   "p8",     "ppk", "npmrc",   "netrc",
     "pgpass", "rc",         "settings", "jsonc", "json5"});
constexpr auto kNotebookExtensions =
    std::to_array<std::string_view>({"ipynb", "rmd", "rmarkdown", "qmd", "zpln"});
constexpr auto kDocumentationExtensions = std::to_array<std::string_view>(
    {"md", "mdx", "rst", "adoc", "asciidoc", "txt", "tex", "html", "htm", "1", "5", "8", "pod"});
// What stands before or behind the extension of a file that is to be copied and filled in.
constexpr auto kSampleExtensions = std::to_array<std::string_view>(
    {"example", "sample", "samples", "dist", "template", "tmpl", "tpl", "tt", "skel"});

/// The parts of a path, lower case, the last one apart.
struct PathParts {
  std::vector<std::string> directories;
  std::string name;
  std::string extension;
  std::string stem;                   ///< the name up to its first dot, as it is spelt
  std::vector<std::string> in_names;  ///< the words of the directories' names
};

/// Words of a name: split at anything but letters and digits, and where a lower-case letter meets
/// an upper-case one.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  char previous = 0;
  for (const char c : text) {
    const bool letter = std::isalnum(static_cast<unsigned char>(c)) != 0;
    const bool hump = std::isupper(static_cast<unsigned char>(c)) != 0 &&
                      std::islower(static_cast<unsigned char>(previous)) != 0;
    if ((!letter || hump) && !words.back().empty()) words.emplace_back();
    if (letter) words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    previous = c;
  }
  return words;
}

PathParts parts_of(std::string_view path) {
  PathParts parts;
  std::string lower = lower_ascii(path);
  std::size_t begin = 0;
  for (std::size_t slash = lower.find('/'); slash != std::string::npos;
       slash = lower.find('/', begin)) {
    if (slash > begin) parts.directories.push_back(lower.substr(begin, slash - begin));
    begin = slash + 1;
  }
  parts.in_names = words_of(path.substr(0, begin));
  parts.name = lower.substr(begin);
  parts.stem = path.substr(begin, path.find('.', begin) - begin);
  if (const std::size_t dot = parts.name.rfind('.'); dot != std::string::npos)
    parts.extension = parts.name.substr(dot + 1);
  return parts;
}

template <std::size_t N>
bool stands_in(const PathParts& parts, const std::array<std::string_view, N>& directories) {
  return std::ranges::any_of(parts.directories,
                             [&](const std::string& d) { return is_one_of(d, directories); });
}

/// `test_login.py`, `login-test.js`, `LoginTests.java`, `login.spec.ts`.
bool is_test_name(const PathParts& parts) {
  static constexpr auto kEnds = std::to_array<std::string_view>({"test", "tests", "spec"});
  const std::vector<std::string> words = words_of(parts.stem);
  if (words.size() == 1 && words[0] == "tests") return true;
  // A program `test.py` is none more often than not.
  if (words.size() == 1 && words[0] == "test" && is_one_of(parts.extension, kConfigExtensions))
    return true;
  if (words.size() > 1 && (words.front() == "test" || is_one_of(words.back(), kEnds))) return true;
  return parts.name.find(".test.") != std::string::npos ||
         parts.name.find(".spec.") != std::string::npos;
}

bool is_test(const PathParts& parts) {
  const auto is_test_word = [](const std::string& word) {
    return is_one_of(word, kTestWords) || (word.ends_with("test") && !is_one_of(word, kOtherTests));
  };
  return stands_in(parts, kTestDirectories) || std::ranges::any_of(parts.in_names, is_test_word) ||
         is_test_name(parts);
}

/// `app.yml.dist`, `.env.example`, `settings.sample.php`.
bool is_sample(const PathParts& parts) {
  const auto last = parts.name.rfind('.');
  if (last == std::string::npos || last == 0) return false;
  const auto before = parts.name.rfind('.', last - 1);
  return is_one_of(parts.extension, kSampleExtensions) ||
         (before != std::string::npos &&
          is_one_of(std::string_view(parts.name).substr(before + 1, last - before - 1),
                    kSampleExtensions));
}

/// `swagger.json`, `acme-openapi.yaml`.
bool is_api_description(const PathParts& parts) {
  const std::vector<std::string> words = words_of(parts.stem);
  return is_one_of(words.back(), std::to_array<std::string_view>({"swagger", "openapi"}));
}

bool is_for_readers(const PathParts& parts) {
  const auto is_manual_word = [](const std::string& word) { return is_one_of(word, kManualWords); };
  return stands_in(parts, kManualDirectories) ||
         std::ranges::any_of(parts.in_names, is_manual_word) ||
         is_one_of(parts.extension, kDocumentationExtensions) || is_sample(parts) ||
         is_api_description(parts) || parts.name.starts_with("readme") ||
         parts.name.starts_with("changelog");
}

bool is_log(const PathParts& parts) {
  return parts.extension == "log" || parts.name.find(".log.") != std::string::npos ||
         stands_in(parts, std::to_array<std::string_view>({"logs"}));
}

bool is_config(const PathParts& parts) {
  if (is_one_of(parts.extension, kConfigExtensions)) return true;
  return parts.name.starts_with(".env") ||
         (parts.name.starts_with('.') && parts.name.ends_with("rc"));
}

constexpr auto kEnvironments = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"prod", "prod"},       {"production", "prod"}, {"prd", "prod"},    {"live", "prod"},
    {"staging", "staging"}, {"stage", "staging"},   {"stg", "staging"}, {"preprod", "staging"},
    {"uat", "staging"},     {"qa", "test"},         {"dev", "dev"},     {"development", "dev"},
    {"local", "dev"},       {"sandbox", "dev"},     {"test", "test"},   {"tests", "test"},
    {"testing", "test"},    {"ci", "test"},         {"e2e", "test"},
});

std::optional<std::string> environment_in(std::string_view text) {
  std::optional<std::string> found;
  for (const std::string& word : words_of(text)) {
    const auto* row = std::ranges::find(kEnvironments, word,
                                        &std::pair<std::string_view, std::string_view>::first);
    if (row != kEnvironments.end()) found = std::string(row->second);
  }
  return found;
}

}  // namespace

Context context_of(std::string_view path) {
  if (path.starts_with("git:commit/") || path.starts_with("git:tag/"))
    return Context::commit_message;
  const PathParts parts = parts_of(path);
  if (is_test(parts)) return Context::test;
  if (is_one_of(parts.extension, kNotebookExtensions)) return Context::notebook_source;
  if (is_one_of(parts.name, kAgentFiles) || stands_in(parts, kAgentDirectories))
    return Context::agent_config;
  if (is_one_of(parts.name, kCiFiles) || stands_in(parts, kCiDirectories)) return Context::ci;
  if (is_one_of(parts.name, kContainerFiles) || parts.name.starts_with("dockerfile.") ||
      parts.extension == "dockerfile")
    return Context::container;
  if (is_log(parts)) return Context::log;
  if (is_for_readers(parts) || stands_in(parts, kExampleDirectories)) return Context::documentation;
  return is_config(parts) ? Context::config : Context::code;
}

bool is_for_readers(std::string_view path) { return is_for_readers(parts_of(path)); }

bool is_key_for_readers(std::string_view key_path) {
  static constexpr auto kEntries =
      std::to_array<std::string_view>({"example", "examples", "sample", "samples"});
  constexpr std::string_view kText = "description";
  const std::string lower = lower_ascii(key_path);
  for (std::size_t begin = 0; begin < lower.size();) {
    const std::size_t end = std::min(lower.find_first_of(".[", begin), lower.size());
    const std::string_view entry = std::string_view(lower).substr(begin, end - begin);
    if (is_one_of(entry, kEntries) || entry.ends_with(kText)) return true;
    begin = end + 1;
  }
  return false;
}

std::string environment_of(std::string_view path, std::string_view key) {
  if (auto from_key = environment_in(key)) return *std::move(from_key);
  return environment_in(path).value_or("unknown");
}

}  // namespace nhiscan

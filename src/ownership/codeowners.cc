// Patterns are gitignore-like with the exceptions that each vendor documents. A GitHub pattern that
// names a directory owns what is below it, except that `dir/*` owns direct children only; a GitLab
// pattern does so only with a `/` at its end.

#include "ownership/codeowners.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "base/glob.h"
#include "base/text.h"

namespace nhiscan {
namespace {

bool is_blank(char byte) { return byte == ' ' || byte == '\t'; }

bool is_name_byte(char byte) {
  return std::isalnum(static_cast<unsigned char>(byte)) != 0 || byte == '-' || byte == '_' ||
         byte == '.';
}

/// The next word, and moves `text` behind it. A backslash keeps the blank after it inside the word.
std::string_view take_word(std::string_view& text) {
  std::size_t begin = 0;
  while (begin < text.size() && is_blank(text[begin]))
    ++begin;
  std::size_t end = begin;
  while (end < text.size() && !is_blank(text[end]))
    end += text[end] == '\\' ? 2 : 1;
  end = std::min(end, text.size());
  const std::string_view word = text.substr(begin, end - begin);
  text.remove_prefix(end);
  return word;
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != 0 && at != std::string_view::npos && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of("<>()\"',;") == std::string_view::npos;
}

/// `@user`, `@org/team`, `@group/sub/group`, `@@role`.
bool is_handle(std::string_view text) {
  if (!text.starts_with("@")) return false;
  text.remove_prefix(text.starts_with("@@") ? 2 : 1);
  return !text.empty() && text.front() != '/' && text.back() != '/' &&
         std::all_of(text.begin(), text.end(),
                     [](char byte) { return is_name_byte(byte) || byte == '/'; });
}

bool is_owner(std::string_view text) { return is_handle(text) || is_email(text); }

/// Bitbucket's `@workspace/group:random(2)` without the part from the `:`.
std::string_view without_selection(std::string_view owner) {
  return owner.substr(0, owner.find(':'));
}

struct SectionHeader {
  std::string name;
  std::string_view owners;
};

/// `^[Name][2] @default`; nothing if the line isn't a header.
std::optional<SectionHeader> section_header(std::string_view line) {
  if (line.starts_with("^")) line.remove_prefix(1);
  if (!line.starts_with("[")) return std::nullopt;
  const std::size_t end = line.find(']');
  if (end == std::string_view::npos || end == 1) return std::nullopt;
  SectionHeader header{lower_ascii(trim(line.substr(1, end - 1))), line.substr(end + 1)};
  if (header.owners.starts_with("[")) {
    const std::size_t close = header.owners.find(']');
    if (close != std::string_view::npos) header.owners.remove_prefix(close + 1);
  }
  return header;
}

}  // namespace

/// Fills a Codeowners line by line.
class Codeowners::Reader {
 public:
  Reader(Codeowners& file, CodeownersDialect dialect) : file_(file), dialect_(dialect) {
    file_.sections_.emplace_back();
  }

  void read(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      ++line_;
      read_line(trim(text.substr(0, end)));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

 private:
  void warn(std::string message) { file_.warnings_.push_back({line_, std::move(message)}); }

  void read_line(std::string_view line) {
    if (line.empty() || line.front() == '#') return;
    if (dialect_ == CodeownersDialect::gitlab) {
      if (const auto header = section_header(line)) return open_section(*header);
    }
    Rule rule;
    rule.line = line_;
    std::string_view rest = line;
    rule.pattern = take_word(rest);
    if (!set_glob(rule)) return;
    if (!read_owners(rest, rule.owners)) return;
    if (dialect_ == CodeownersDialect::gitlab && trim(rest).empty()) rule.owners = default_owners_;
    file_.sections_[section_].rules.push_back(std::move(rule));
  }

  void open_section(const SectionHeader& header) {
    const auto [place, is_new] = section_of_name_.try_emplace(header.name, file_.sections_.size());
    if (is_new) file_.sections_.emplace_back();
    section_ = place->second;
    default_owners_.clear();
    read_owners(header.owners, default_owners_);
  }

  /// False, with a warning, if one of them makes the line invalid.
  bool read_owners(std::string_view text, std::vector<std::string>& owners) {
    const bool is_gitlab = dialect_ == CodeownersDialect::gitlab;
    while (true) {
      std::string_view word = take_word(text);
      if (word.empty() || (word.front() == '#' && !is_gitlab)) return true;
      if (dialect_ == CodeownersDialect::bitbucket) word = without_selection(word);
      if (is_owner(word)) {
        owners.emplace_back(word);
      } else if (!is_gitlab) {
        warn("not an owner: " + escape_terminal(word.substr(0, 80)));
        return false;
      }
    }
  }

  /// False, with a warning, if the pattern can't stand in this dialect.
  bool set_glob(Rule& rule) {
    std::string_view pattern = rule.pattern;
    const bool is_gitlab = dialect_ == CodeownersDialect::gitlab;
    if (!is_gitlab && pattern.front() == '!') return refuse("negation isn't supported");
    if (!is_gitlab && pattern.find_first_of("[]") != std::string_view::npos)
      return refuse("`[ ]` isn't supported");
    if (!is_gitlab && pattern.starts_with("\\#")) return refuse("`\\#` isn't supported");
    rule.negated = pattern.front() == '!';
    if (rule.negated) pattern.remove_prefix(1);
    rule.directory_only = !pattern.empty() && pattern.back() == '/';
    if (rule.directory_only) pattern.remove_suffix(1);
    const std::size_t slash = pattern.find('/');
    rule.name_only = slash == std::string_view::npos;
    if (slash == 0) pattern.remove_prefix(1);
    if (pattern.empty()) return refuse("the pattern is empty");
    rule.below = !is_gitlab && (rule.name_only || (pattern != "*" && !pattern.ends_with("/*")));
    rule.glob = pattern;
    if (is_gitlab && !rule.name_only && slash != 0) rule.glob.insert(0, "**/");
    rule.literal = !is_glob(rule.glob);
    return true;
  }

  bool refuse(const std::string& why) {
    warn("line skipped: " + why);
    return false;
  }

  Codeowners& file_;
  CodeownersDialect dialect_;
  std::size_t line_ = 0;
  std::size_t section_ = 0;
  std::map<std::string, std::size_t, std::less<>> section_of_name_;
  std::vector<std::string> default_owners_;
};

Codeowners Codeowners::parse(std::string_view text, CodeownersDialect dialect) {
  Codeowners file;
  if (text.size() > kMaxBytes) {
    file.warnings_.push_back({0, "larger than 3 MB, so it counts as absent"});
    return file;
  }
  Reader(file, dialect).read(text);
  return file;
}

bool Codeowners::matches_whole(const Rule& rule, std::string_view path) {
  if (!rule.name_only) return rule.literal ? path == rule.glob : glob_match(rule.glob, path);
  const std::size_t slash = path.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? path : path.substr(slash + 1);
  return rule.literal ? name == rule.glob : glob_match(rule.glob, name);
}

bool Codeowners::matches(const Rule& rule, std::string_view path) {
  if (!rule.directory_only && matches_whole(rule, path)) return true;
  if (!rule.directory_only && !rule.below) return false;
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1)) {
    if (matches_whole(rule, path.substr(0, slash))) return true;
  }
  return false;
}

const Codeowners::Rule* Codeowners::last_match(const Section& section, std::string_view path) {
  const auto& rules = section.rules;
  const bool is_excluded = std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
    return rule.negated && matches(rule, path);
  });
  if (is_excluded) return nullptr;
  const auto last = std::find_if(rules.rbegin(), rules.rend(), [&](const Rule& rule) {
    return !rule.negated && matches(rule, path);
  });
  return last == rules.rend() ? nullptr : &*last;
}

bool Codeowners::is_catch_all(const Rule& rule) {
  return !rule.directory_only &&
         ((rule.name_only && rule.glob == "*") || rule.glob == "**" || rule.glob == "**/*");
}

std::vector<CodeownersMatch> Codeowners::match(std::string_view path) const {
  std::vector<CodeownersMatch> found;
  for (const Section& section : sections_) {
    const Rule* rule = last_match(section, path);
    if (rule == nullptr) continue;
    found.push_back({rule->owners, rule->line, rule->pattern, is_catch_all(*rule)});
  }
  return found;
}

const std::vector<std::string>& codeowners_locations() {
  static const std::vector<std::string> kLocations = {".github/CODEOWNERS", "CODEOWNERS",
                                                      "docs/CODEOWNERS", ".gitlab/CODEOWNERS",
                                                      ".bitbucket/CODEOWNERS"};
  return kLocations;
}

CodeownersDialect codeowners_dialect(std::string_view location, std::string_view text) {
  if (location.starts_with(".github/")) return CodeownersDialect::github;
  if (location.starts_with(".gitlab/")) return CodeownersDialect::gitlab;
  if (location.starts_with(".bitbucket/")) return CodeownersDialect::bitbucket;
  text = text.substr(0, Codeowners::kMaxBytes);
  bool is_bitbucket = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    if (section_header(line) || line.find(" @@") != std::string_view::npos)
      return CodeownersDialect::gitlab;
    is_bitbucket = is_bitbucket || line.find("@teams/") != std::string_view::npos ||
                   line.find(":random(") != std::string_view::npos ||
                   line.find(":least_busy(") != std::string_view::npos;
  }
  return is_bitbucket ? CodeownersDialect::bitbucket : CodeownersDialect::github;
}

std::string codeowners_kind(std::string_view owner, CodeownersDialect dialect) {
  if (!owner.starts_with("@")) return "person";
  if (owner.starts_with("@@") || owner.find('/') != std::string_view::npos) return "team";
  return dialect == CodeownersDialect::gitlab ? "unknown" : "person";
}

}  // namespace nhiscan

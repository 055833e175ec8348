// Each line is read by itself, so that an error names it, and what two branches both wrote counts
// once.
//
// git merges two insertions without a conflict where at least one unchanged line lies between
// them. Fingerprints are random, so 256 fixed lines among them, of which each file has all, leave a
// chance of a few in a thousand that two new entries meet; `merge=union` in .gitattributes covers
// those, where git itself merges.
#include "suppression/baseline_file.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "base/near_word.h"
#include "base/text.h"
#include "base/time.h"
#include "base/toml.h"
#include "base/toml_date.h"
#include "credentials/fingerprint.h"

namespace nhiscan {
namespace {

constexpr std::int64_t kVersion1 = 1;
constexpr std::size_t kFingerprintLength = 26;
constexpr std::size_t kLongestEntry = 16UL * 1024;
constexpr std::string_view kAlphabet = "234567abcdefghijklmnopqrstuvwxyz";  // as bytes are sorted
constexpr std::string_view kHead =
    "# Findings that are known; see nhiscan-baseline(1). One entry on each line, sorted; the "
    "lines\n"
    "# between them keep the changes of two branches apart.\n";

constexpr auto kConflictMarkers =
    std::to_array<std::string_view>({"<<<<<<<", "=======", ">>>>>>>", "|||||||"});
constexpr auto kHeadKeys = std::to_array<std::string_view>({"version", "salt_check"});
constexpr auto kEntryKeys = std::to_array<std::string_view>({"rule", "reason", "owner", "expires"});

bool is_base32(std::string_view text) {
  return std::ranges::all_of(text,
                             [](char c) { return kAlphabet.find(c) != std::string_view::npos; });
}

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : to_valid_utf8(text)) {
    if (c == '"' || c == '\\') out += '\\';
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f)
      out += ' ';
    else
      out += c;
  }
  return out + '"';
}

std::string id_of(const BaselineEntry& entry) {
  return entry.salt.empty() ? entry.fingerprint : entry.fingerprint + "-" + entry.salt;
}

bool says_the_same(const BaselineEntry& a, const BaselineEntry& b) {
  const auto all = [](const BaselineEntry& entry) {
    return std::tie(entry.rule, entry.reason, entry.owner, entry.expires);
  };
  return all(a) == all(b);
}

/// Reads one line after the other.
class BaselineReader {
 public:
  explicit BaselineReader(const std::string& file) : file_(file) {}

  Result<BaselineFile> read(std::string_view text) {
    while (!text.empty()) {
      ++line_;
      const std::string_view line = trim(take_line(text));
      if (const Status done = read_line(line); !done) return done.error();
    }
    if (!version_seen_)
      return Error{file_ + ":1: lacks its version; a baseline has the line 'version = 1'"};
    return std::move(read_);
  }

 private:
  [[nodiscard]] Error wrong(const std::string& what) const {
    return {file_ + ":" + std::to_string(line_) + ": " + what};
  }

  Status read_line(std::string_view line) {
    const auto begins = [&](std::string_view marker) { return line.starts_with(marker); };
    if (std::ranges::any_of(kConflictMarkers, begins))
      return wrong(
          "a merge conflict stands here; keep the entries of both sides, delete the "
          "marker lines, and run 'nhiscan baseline create'");
    if (line.empty() || line.front() == '#') return Done{};
    if (line.size() > kLongestEntry) return wrong("a line of more than 16 KiB is no entry");
    toml::table table;
    try {
      table = toml::parse(line);
    } catch (const toml::parse_error& failure) {
      return wrong("no entry, or one that is cut off: " + std::string(failure.description()));
    }
    if (table.size() != 1) return wrong("no entry");
    const auto only = table.begin();
    const std::string key(only->first.str());
    return std::ranges::find(kHeadKeys, std::string_view(key)) != kHeadKeys.end()
               ? read_head(key, only->second)
               : read_entry(key, only->second);
  }

  Status read_head(std::string_view key, const toml::node& node) {
    if (key == "salt_check") {
      const auto value = node.value_exact<std::string>();
      if (!value) return wrong("salt_check must be a string");
      if (!read_.salt_check.empty() && read_.salt_check != *value)
        return wrong("entries of two salts can't stand in one baseline");
      read_.salt_check = *value;
      return Done{};
    }
    const auto version = node.value_exact<std::int64_t>();
    if (!version) return wrong("version must be a whole number");
    if (*version != kVersion1)
      return wrong("version " + std::to_string(*version) +
                   " isn't known to this nhiscan, which reads version 1");
    version_seen_ = true;
    return Done{};
  }

  Status read_entry(const std::string& key, const toml::node& node) {
    if (!version_seen_) return wrong("an entry stands before the line 'version = 1'");
    BaselineEntry entry;
    entry.line = line_;
    entry.fingerprint = key.substr(0, kFingerprintLength);
    const bool salted = key.size() > kFingerprintLength;
    if (salted && key[kFingerprintLength] == '-') entry.salt = key.substr(kFingerprintLength + 1);
    if (entry.fingerprint.size() != kFingerprintLength || !is_base32(entry.fingerprint) ||
        salted != !entry.salt.empty() || !is_base32(entry.salt))
      return wrong("'" + escape_terminal(key) +
                   "' is no fingerprint: it has 26 characters of a-z and 2-7, and for a guessable "
                   "secret a salt behind a '-'" +
                   did_you_mean(key, kHeadKeys));
    const toml::table* fields = node.as_table();
    if (fields == nullptr) return wrong("an entry is written as FINGERPRINT = { rule = \"…\" }");
    for (const auto& [name, value] : *fields)
      if (const Status done = read_field(name.str(), value, entry); !done) return done.error();
    if (entry.rule.empty()) return wrong("the entry lacks its rule");
    return add(std::move(entry));
  }

  [[nodiscard]] Status read_field(std::string_view name, const toml::node& value,
                                  BaselineEntry& entry) const {
    if (name == "expires") {
      entry.expires = midnight_of(value);
      if (!entry.expires) return wrong("expires must be a date, as 2027-01-31");
      return Done{};
    }
    std::string* to = name == "rule"     ? &entry.rule
                      : name == "reason" ? &entry.reason
                      : name == "owner"  ? &entry.owner
                                         : nullptr;
    if (to == nullptr)
      return wrong("unknown key '" + escape_terminal(name) + "'" + did_you_mean(name, kEntryKeys));
    const auto text = value.value_exact<std::string>();
    if (!text) return wrong(std::string(name) + " must be a string");
    *to = *text;
    return Done{};
  }

  Status add(BaselineEntry entry) {
    const auto [known, added] = by_id_.try_emplace(id_of(entry), read_.entries.size());
    if (added) {
      read_.entries.push_back(std::move(entry));
      return Done{};
    }
    BaselineEntry& first = read_.entries[known->second];
    std::string note = "the entry of line " + std::to_string(first.line) + " again";
    if (says_the_same(first, entry)) {
      note += "; it counts once";
    } else {
      note += ", with other words; those of line " + std::to_string(first.line) + " count";
      if (entry.expires && (!first.expires || *entry.expires < *first.expires)) {
        first.expires = entry.expires;
        note += ", to the earlier day";
      }
    }
    read_.notes.push_back(wrong(note).message);
    return Done{};
  }

  const std::string& file_;
  int line_ = 0;
  bool version_seen_ = false;
  BaselineFile read_;
  std::map<std::string, std::size_t> by_id_;
};

std::string line_of(const BaselineEntry& entry) {
  std::string line = id_of(entry) + " = { rule = " + toml_text(entry.rule);
  if (!entry.reason.empty()) line += ", reason = " + toml_text(entry.reason);
  if (!entry.owner.empty()) line += ", owner = " + toml_text(entry.owner);
  if (entry.expires) line += ", expires = " + format_date(*entry.expires);
  return line + " }";
}

}  // namespace

std::string salt_check(std::string_view salt) {
  return name_fingerprint(salt, "baseline").substr(0, 8);
}

Result<BaselineFile> parse_baseline(std::string_view text, const std::string& file) {
  return BaselineReader(file).read(text);
}

std::string to_text(const BaselineFile& baseline) {
  std::string text(kHead);
  text += "version = 1\n";
  if (!baseline.salt_check.empty()) text += "salt_check = \"" + baseline.salt_check + "\"\n";
  std::vector<std::string> lines;
  for (const BaselineEntry& entry : baseline.entries)
    lines.push_back(line_of(entry));
  std::ranges::sort(lines);
  auto next = lines.begin();
  for (const char first : kAlphabet)
    for (std::size_t i = 0; i < kAlphabet.size(); i += 4) {
      const std::string mark{first, kAlphabet[i]};
      for (; next != lines.end() && *next < mark; ++next)
        text += *next + "\n";
      text += "#" + mark + "\n";
    }
  for (; next != lines.end(); ++next)
    text += *next + "\n";
  return text;
}

}  // namespace nhiscan

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "nhiscan/kinds.h"

namespace nhiscan {

/// How a matched secret is judged: `exact` drops only placeholders, `judged` reads the value as a
/// person would, `unjudged` drops nothing.
enum class ValueJudgement : std::uint8_t { exact, judged, unjudged };

/// What excuses the findings of a rule, as the rule files of other scanners have it.
struct Allowlist {
  enum class Condition : std::uint8_t { any, all };
  enum class Target : std::uint8_t { secret, match, line };

  Condition condition = Condition::any;  ///< of the criteria that are there
  std::vector<std::string> commits;      ///< full ids
  std::vector<std::string> paths;        ///< PCRE2, UTF-8
  std::vector<std::string> regexes;      ///< PCRE2, UTF-8
  Target target = Target::secret;        ///< of the regexes
  std::vector<std::string> stopwords;    ///< in the secret; lower case
};

/// Another rule that has to match in the same document for a finding to count.
struct Requirement {
  std::string rule;
  std::optional<std::uint32_t> lines;    ///< at most so many from the finding's first
  std::optional<std::uint32_t> columns;  ///< at most so many from the finding's first
};

/// One credential signature. The fields are those of rules/README.md.
struct Rule {
  std::string id;
  std::string name;
  std::string provider;
  Kind kind = Kind::api_key;
  std::string pattern;                ///< PCRE2, bytes
  std::string anchor;                 ///< Hyperscan; filled by the linter where the file gives none
  std::size_t lead = 0;               ///< bytes of a match that may stand before its anchor
  std::vector<std::string> keywords;  ///< lower case
  std::size_t near = 48;              ///< bytes from a keyword's end to the secret's begin
  double min_entropy = 0;             ///< bits per byte
  ValueJudgement value = ValueJudgement::exact;
  std::vector<std::string> ignore;
  std::string checksum;
  bool proof_required = false;
  std::string decode;
  Severity severity = Severity::medium;
  Confidence confidence = Confidence::high;
  LifetimeClass lifetime = LifetimeClass::unknown;
  Storage storage = Storage::plaintext;
  std::string scope;
  std::vector<std::string> pairs;
  bool is_public = false;
  int priority = 50;
  std::string revoke;
  std::string source;
  bool utf8 = false;               ///< the pattern is matched on UTF-8
  bool whole_document = false;     ///< a document that holds the anchor is searched from end to end
  std::vector<std::string> needs;  ///< lower case; the document holds one of them
  std::vector<std::uint32_t> secret_groups;  ///< the first that took part is the secret; 0: all.
                                             ///< Empty: the group `secret`, else all
  std::string path;                          ///< PCRE2, UTF-8; of files that it looks at
  std::vector<Allowlist> allowlists;
  std::vector<Requirement> requires_rules;
  bool reported = true;  ///< false: there only for rules that require it
  std::vector<std::string> tags;
  std::vector<std::string> matches;
  std::vector<std::string> no_match;
  std::string file;              ///< where it was read from
  int line = 0;                  ///< 1-based
  std::size_t anchor_width = 0;  ///< bytes; filled by the linter
  std::size_t reach = 0;         ///< bytes after its anchor in which a match may begin; likewise
  bool spotted = false;          ///< a match holds a stretch that looks drawn at random
};

}  // namespace nhiscan

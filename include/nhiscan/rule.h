#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "nhiscan/kinds.h"

namespace nhiscan {

/// How a matched secret is judged: `exact` drops only placeholders, `judged` reads the value as a
/// person would.
enum class ValueJudgement : std::uint8_t { exact, judged };

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
  std::vector<std::string> matches;
  std::vector<std::string> no_match;
  std::string file;              ///< where it was read from
  int line = 0;                  ///< 1-based
  std::size_t anchor_width = 0;  ///< bytes; filled by the linter
  std::size_t reach = 0;         ///< bytes after its anchor in which a match may begin; likewise
};

}  // namespace nhiscan

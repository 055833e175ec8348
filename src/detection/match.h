#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "nhiscan/finding.h"
#include "nhiscan/rule.h"

namespace nhiscan {

/// A confirmed secret in one document. Spans are byte ranges of the document.
struct Match {
  std::shared_ptr<const Rule> rule;
  Span span;       ///< of the whole pattern
  Span secret;     ///< inside `span`
  Facts captures;  ///< the pattern's other named groups that took part, except `key` and `quote`
  std::string key;
  Storage storage = Storage::plaintext;  ///< what the value itself shows; else the rule's counts
  Confidence confidence = Confidence::high;  ///< if lower than the rule's, what the value deserves
  std::vector<std::string> excusing_commits{};  ///< ids of commits in which it doesn't count
  std::string provider = {};        ///< whom the text round it names, where the rule knows nobody
  std::string provider_basis = {};  ///< what names it: "key ATERA_API_KEY"
};

/// Whether it lies there for everybody to read; a value kept elsewhere is only named.
inline bool is_present(const Match& match) { return match.storage != Storage::referenced; }

/// What the pipeline says of one rule in one document apart from its matches.
struct RuleNote {
  std::shared_ptr<const Rule> rule;
  std::uint64_t count = 0;
};

/// All that detection says of one document.
struct Detected {
  std::vector<Match> matches;  ///< sorted by secret, no two secrets overlap
  std::uint64_t allowed_inline = 0;
  std::uint64_t placeholders = 0;
  std::uint64_t excused = 0;  ///< by allowlists of rules
  std::vector<RuleNote>
      floods;  ///< matches above the cap of one rule in one document: counted, not kept
  std::vector<RuleNote> gave_up;  ///< confirmations that ran into PCRE2's limits
};

}  // namespace nhiscan

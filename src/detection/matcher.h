#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "detection/confirmers.h"
#include "detection/gathered_text.h"
#include "detection/match.h"
#include "detection/provider_name.h"
#include "detection/rule_set.h"
#include "detection/spotted.h"
#include "wrap/hyperscan.h"

namespace nhiscan {

/// A place where a rule's anchor ends: a raw Hyperscan hit.
struct Candidate {
  std::uint32_t rule = 0;
  std::uint64_t end = 0;
  auto operator<=>(const Candidate&) const = default;
};

/// A candidate with what it came to.
struct JudgedCandidate {
  struct Kept {
    Span span;
    Span secret;
    Storage storage = Storage::plaintext;
  };
  Candidate candidate;
  Outcome outcome;
  std::vector<Kept> matches;
};

/// A candidate that may be known from another document, in which the same bytes stand round it.
struct KnownCandidate {
  Candidate candidate;
  const JudgedCandidate* known = nullptr;
};

/// Finds secrets in documents. Belongs to one thread; the rule set is shared and must outlive it.
class Matcher {
 public:
  /// What is said of a match: all, or only where it is and by which rule, which costs less.
  enum class Detail : std::uint8_t { all, place };

  explicit Matcher(const RuleSet& rules, Detail detail = Detail::all);

  /// `path` decides only how free-form values are read (code or config). Of each rule `most`
  /// matches at most are kept, the rest counted.
  Detected scan(std::string_view text, std::string_view path,
                std::size_t most = Confirmer::kMostMatches);

  /// The first half of `scan`: adds the text's candidates, in no order. Each depends on no more
  /// than the rule's `candidate_bytes` round its end. `text` is shorter than 4 GiB.
  void find_candidates(std::string_view text, std::vector<Candidate>& out);
  /// Only those of rules that aren't spotted, and of those that are.
  void find_plain_candidates(std::string_view text, std::vector<Candidate>& out);
  void find_spotted_candidates(std::string_view text, std::vector<Candidate>& out);

  /// The second half: `candidates` are all of the text's, in any order. What each came to is added
  /// to `judged`, in the same order.
  Detected confirm(std::string_view text, std::string_view path,
                   std::span<const KnownCandidate> candidates,
                   std::vector<JudgedCandidate>& judged);

  /// The same result by each rule's pattern alone, without Hyperscan: slow, the oracle of the
  /// tests.
  Detected scan_without_anchors(std::string_view text, std::string_view path);

 private:
  struct Scan;

  static int on_anchor(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                       void* context) noexcept;
  static int gather_anchor(unsigned id, unsigned long long from, unsigned long long to,
                           unsigned flags, void* context) noexcept;
  Confirmer& confirmer(std::size_t rule);
  void scan_plain(Scan& scan, const RuleSet::Image& image);
  void gather(const RuleSet::Image& image, const SharedDatabase& database, std::string_view text,
              std::vector<Candidate>& out);
  template <class Use>
  void for_each_gathering(std::string_view text, Use use);
  void find_gathered(std::string_view text, std::vector<Candidate>& out);
  void confirm_candidates(Scan& scan);
  void judge(Scan& scan, const KnownCandidate& candidate, JudgedCandidate& judged);
  Detected finish(Scan& scan);
  void name_providers(Scan& scan);

  const RuleSet& rules_;
  Detail detail_;
  Confirmers confirmers_;
  std::optional<ProviderNames> names_;  // made when a match needs it
  HsScratch scratch_;
  CandidateBytes around_spots_;    // where anchors of spotted rules may stand, from a spot's end
  std::vector<std::size_t> used_;  // rules with candidates in this document
  std::size_t most_matches_ = Confirmer::kMostMatches;  // of a rule in this document
  std::vector<Candidate> candidates_;
  std::vector<Span> windows_;  // round spots
  GatheredText gathered_;      // some of them
  std::vector<Candidate> in_gathered_;
  std::vector<std::uint32_t> order_;
};

}  // namespace nhiscan

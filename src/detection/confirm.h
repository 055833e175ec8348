#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detection/claimed_prefixes.h"
#include "detection/match.h"
#include "detection/rule_conditions.h"
#include "detection/value_judge.h"
#include "nhiscan/result.h"
#include "wrap/pcre2.h"

namespace nhiscan {

/// What the confirmation of one candidate came to, and on what it depended.
struct Outcome {
  std::uint32_t back = 0;   ///< bytes before the anchor's end that were looked at
  std::uint32_t ahead = 0;  ///< bytes after it; reaching beyond the text means that its end counted
  std::int64_t next = 0;    ///< where the rule's next match may begin, from the anchor's end
  std::uint32_t matches = 0;
  bool repeatable = false;  ///< the same bytes elsewhere come to the same
};

/// Which of a rule's tests a match must pass.
enum class Filters : std::uint8_t {
  all,
  keywords,  ///< only that a keyword stands before it: samples and placeholders count too
  none       ///< the pattern alone
};

/// Finds and judges the matches of one rule near a candidate. Belongs to one thread.
///
/// A match of the rule's pattern counts when it begins at or before the candidate's reach and after
/// the previous match; so going through all candidates in order finds what a search of the whole
/// document with the pattern alone would find.
class Confirmer {
 public:
  /// `claimed` outlives the confirmer; without it no prefix is claimed.
  static Result<Confirmer> make(std::shared_ptr<const Rule> rule, pcre2_match_context* limits,
                                Filters filters = Filters::all,
                                const ClaimedPrefixes* claimed = nullptr);

  /// Forgets the previous document. Of this one `most` matches at most are kept, the rest counted.
  void begin_document(std::size_t most = kMostMatches);
  static constexpr std::size_t kMostMatches = 10'000;

  /// Goes through the matches that the candidate whose anchor ends at `end` stands for; adds to
  /// `out` those that hold.
  Outcome confirm(std::string_view text, std::string_view path, std::size_t end, Detected& out);

  /// Whether `known`, of another document, is what `confirm` would come to for a candidate that
  /// ends at `end` among the same bytes; the caller then adds its matches and calls `take`.
  [[nodiscard]] bool may_take(const Outcome& known, std::size_t end) const;
  void take(const Outcome& known, std::size_t end);

  /// Goes through the whole document without candidates: the oracle of the tests.
  void confirm_everywhere(std::string_view text, std::string_view path, Detected& out);

  /// Matches of this document above the cap.
  [[nodiscard]] std::uint64_t flood() const { return flood_; }
  [[nodiscard]] std::uint64_t gave_up() const { return gave_up_; }
  /// Places in all documents where a match was looked for, whether one began there or not.
  [[nodiscard]] std::uint64_t tried() const { return tried_; }
  [[nodiscard]] const std::shared_ptr<const Rule>& rule() const { return rule_; }

 private:
  /// What a credible value shows of how it is kept, and how far it is to be trusted.
  struct Shown {
    Storage storage = Storage::plaintext;
    Confidence confidence = Confidence::high;
  };

  /// No match begins from `next_` to `end`; what that depends on ends at `seen`.
  struct InVain {
    std::size_t end = 0;
    std::size_t seen = 0;
  };

  Confirmer() = default;

  [[nodiscard]] std::size_t lead() const;
  [[nodiscard]] Span starts_of(std::size_t end) const;
  [[nodiscard]] bool admits(std::string_view text, std::string_view path, std::size_t near);
  std::size_t search(std::string_view text, std::string_view path, Span starts, Detected& out);
  int match(std::string_view text, std::size_t from, std::size_t limit, std::size_t& visible);
  [[nodiscard]] bool lacks_spot(std::string_view match) const;
  [[nodiscard]] std::size_t resumes_in_default(std::string_view text, std::size_t end) const;
  void judge(std::string_view text, std::string_view path, Detected& out);
  [[nodiscard]] std::string_view key_in(std::string_view text) const;
  [[nodiscard]] std::string_view user_in(std::string_view text) const;
  [[nodiscard]] ValueKind kind_of(std::string_view value, const ValueContext& context) const;
  [[nodiscard]] std::optional<Span> group(std::size_t number) const;
  [[nodiscard]] std::optional<Span> secret_span() const;
  [[nodiscard]] bool keyword_before(std::string_view text, std::size_t begin) const;
  [[nodiscard]] std::optional<Shown> shown_by(std::string_view text, std::string_view path,
                                              Span secret, Detected& out) const;

  std::shared_ptr<const Rule> rule_;
  Filters filters_ = Filters::all;
  PcreCode code_;
  PcreMatchData data_;
  pcre2_match_context* limits_ = nullptr;
  const ClaimedPrefixes* claimed_ = nullptr;
  std::size_t reach_back_ = 0;                  // bytes before a match that may decide on it
  std::unique_ptr<RuleConditions> conditions_;  // null for most rules
  std::string_view document_;                   // that is searched now
  std::size_t secret_group_ = 0;
  std::size_t key_group_ = 0;    // 0: the pattern has none
  std::size_t quote_group_ = 0;  // 0: the pattern has none
  std::vector<std::pair<std::size_t, std::string>> fact_groups_;
  std::size_t next_ = 0;  // matches begin here or later
  InVain in_vain_;        // of candidates that stand close together, each place is tried once
  std::uint64_t tried_ = 0;
  std::size_t kept_ = 0;
  std::size_t most_ = kMostMatches;
  std::uint64_t flood_ = 0;
  std::uint64_t gave_up_ = 0;
};

}  // namespace nhiscan

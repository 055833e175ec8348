#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "detection/confirm.h"
#include "detection/match.h"
#include "detection/rule_set.h"
#include "wrap/hyperscan.h"
#include "wrap/pcre2.h"

namespace nhiscan {

/// Finds secrets in documents. Belongs to one thread; the rule set is shared and must outlive it.
class Matcher {
 public:
  explicit Matcher(const RuleSet& rules);

  /// `path` decides only how free-form values are read (code or config).
  Detected scan(std::string_view text, std::string_view path);

  /// The same result by each rule's pattern alone, without Hyperscan: slow, the oracle of the
  /// tests.
  Detected scan_without_anchors(std::string_view text, std::string_view path);

 private:
  struct Candidate {
    std::uint32_t rule;
    std::uint64_t end;  // of the anchor
    auto operator<=>(const Candidate&) const = default;
  };
  struct Scan;

  static int on_anchor(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                       void* context) noexcept;
  Confirmer& confirmer(std::size_t rule);
  void confirm_candidates(Scan& scan);
  Detected finish(Scan& scan);

  const RuleSet& rules_;
  HsScratch scratch_;
  PcreMatchContext limits_;
  PcreJitStack stack_;
  std::vector<std::optional<Confirmer>> confirmers_;  // made when a rule has its first candidate
  std::vector<std::size_t> used_;                     // rules with candidates in this document
  std::vector<Candidate> candidates_;
};

}  // namespace nhiscan

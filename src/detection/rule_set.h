#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detection/anchor.h"
#include "nhiscan/result.h"
#include "nhiscan/rule.h"
#include "wrap/hyperscan.h"

namespace nhiscan {

/// Rules with the Hyperscan databases that find their anchors. Immutable while a scan runs; shared
/// by all threads.
class RuleSet {
 public:
  /// The anchors of rules that came together; the id i is that of rule `first + i`.
  struct Image {
    SharedDatabase plain;    ///< looked for everywhere; null: none
    SharedDatabase spotted;  ///< looked for near spots (spotted.h); null: none
    std::size_t first = 0;
  };

  RuleSet() = default;

  /// The rules that the product was built with.
  static Result<RuleSet> embedded();

  /// Rules given now; for tests and tools.
  static Result<RuleSet> compile(std::vector<Rule> rules);

  /// Adds rules in a database of their own, read from `cache` when it holds one for the same rules,
  /// else compiled and stored there (an empty path: never stored). A rule whose id is known already
  /// replaces that rule.
  Status add(std::vector<Rule> rules, const std::filesystem::path& cache);

  /// Leaves out the rules for which `keep` says no.
  void restrict_to(const std::function<bool(const Rule&)>& keep);

  /// Has allowlists excuse the findings of a built-in rule, or of all where `id` is empty. False
  /// where there is none.
  bool excuse_built_in(std::string_view id, const std::vector<Allowlist>& allowlists);

  /// Leaves out a built-in rule. False where there is none of that id.
  bool leave_out_built_in(std::string_view id);

  [[nodiscard]] std::span<const std::shared_ptr<const Rule>> rules() const { return rules_; }
  [[nodiscard]] bool enabled(std::size_t rule) const { return enabled_[rule]; }
  /// Whether the product was built with it.
  [[nodiscard]] bool is_built_in(std::size_t rule) const { return rule < built_in_; }
  [[nodiscard]] std::size_t enabled_count() const;
  [[nodiscard]] std::span<const Image> images() const { return images_; }

  /// Changes whenever an enabled rule does; 16 hex digits.
  [[nodiscard]] std::string digest() const;

 private:
  void append(std::vector<std::shared_ptr<const Rule>> rules, SharedDatabase plain,
              SharedDatabase spotted);

  std::vector<std::shared_ptr<const Rule>> rules_;
  std::vector<bool> enabled_;
  std::size_t built_in_ = 0;
  std::vector<Image> images_;
  std::string known_digest_;  // empty: to be computed
};

/// The anchors of those of `rules` that are spotted, or of the others.
std::vector<Anchor> anchors_of(std::span<const Rule> rules, bool spotted);

/// The rules that the product was built with, and their examples, which a RuleSet has not.
Result<std::vector<Rule>> embedded_rules_with_examples();

/// Where compiled user rules are kept: `$XDG_CACHE_HOME/nhiscan`, else `~/.cache/nhiscan`, else
/// empty.
std::filesystem::path rule_cache_directory();

}  // namespace nhiscan

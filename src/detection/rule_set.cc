#include "detection/rule_set.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>

#include "detection/anchor.h"
#include "detection/image_cache.h"
#include "detection/rule_codec.h"
#include "detection/rule_lint.h"

namespace nhiscan {

std::vector<Anchor> anchors_of(std::span<const Rule> rules, bool spotted) {
  std::vector<Anchor> anchors;
  for (std::size_t i = 0; i < rules.size(); ++i)
    if (rules[i].spotted == spotted) anchors.push_back({rules[i].anchor, static_cast<unsigned>(i)});
  return anchors;
}

Result<RuleSet> RuleSet::compile(std::vector<Rule> rules) {
  RuleSet set;
  if (const Status added = set.add(std::move(rules), {}); !added) return added.error();
  return set;
}

Status RuleSet::add(std::vector<Rule> rules, const std::filesystem::path& cache) {
  if (rules.empty()) return Done{};
  if (const Status good = prepare_rules(rules); !good) return good.error();
  const std::vector<Anchor> anchors = anchors_of(rules, false);
  const std::string key = image_key(anchors);
  HsDatabase plain = cached_image(cache, key);
  if (!plain && !anchors.empty()) {
    auto compiled = compile_anchors(anchors, host_cpu());
    if (!compiled) return compiled.error().within(rules.front().file);
    plain = *std::move(compiled);
    store_image(cache, key, *plain);
  }
  auto spotted = compile_anchors(anchors_of(rules, true), host_cpu());
  if (!spotted) return spotted.error().within(rules.front().file);
  std::vector<std::shared_ptr<const Rule>> shared;
  for (Rule& rule : rules)
    shared.push_back(std::make_shared<const Rule>(std::move(rule)));
  append(std::move(shared), std::move(plain), *std::move(spotted));
  return Done{};
}

void RuleSet::append(std::vector<std::shared_ptr<const Rule>> rules, SharedDatabase plain,
                     SharedDatabase spotted) {
  for (std::size_t i = 0; i < rules_.size(); ++i)
    if (std::ranges::any_of(rules, [&](const auto& rule) { return rule->id == rules_[i]->id; }))
      enabled_[i] = false;
  images_.push_back({std::move(plain), std::move(spotted), rules_.size()});
  known_digest_.clear();
  std::ranges::move(rules, std::back_inserter(rules_));
  enabled_.resize(rules_.size(), true);
}

void RuleSet::restrict_to(const std::function<bool(const Rule&)>& keep) {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    if (!enabled_[i] || keep(*rules_[i])) continue;
    enabled_[i] = false;
    known_digest_.clear();
  }
}

bool RuleSet::excuse_built_in(std::string_view id, const std::vector<Allowlist>& allowlists) {
  bool found = false;
  for (std::size_t i = 0; i < built_in_; ++i) {
    if (!id.empty() && rules_[i]->id != id) continue;
    Rule rule = *rules_[i];
    rule.allowlists.insert(rule.allowlists.end(), allowlists.begin(), allowlists.end());
    rules_[i] = std::make_shared<const Rule>(std::move(rule));
    found = true;
  }
  if (found) known_digest_.clear();
  return found;
}

bool RuleSet::leave_out_built_in(std::string_view id) {
  bool found = false;
  for (std::size_t i = 0; i < built_in_; ++i) {
    if (rules_[i]->id != id) continue;
    enabled_[i] = false;
    found = true;
  }
  if (found) known_digest_.clear();
  return found;
}

std::size_t RuleSet::enabled_count() const {
  return static_cast<std::size_t>(std::ranges::count(enabled_, true));
}

std::string RuleSet::digest() const {
  if (!known_digest_.empty()) return known_digest_;
  std::vector<Rule> rules;
  for (std::size_t i = 0; i < rules_.size(); ++i)
    if (enabled_[i]) rules.push_back(*rules_[i]);
  return rules_digest(std::move(rules));
}

std::filesystem::path rule_cache_directory() {
  // NOLINTBEGIN(concurrency-mt-unsafe): nothing here changes the environment
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache == '/')
    return std::filesystem::path(cache) / "nhiscan";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
    return std::filesystem::path(home) / ".cache" / "nhiscan";
  // NOLINTEND(concurrency-mt-unsafe)
  return {};
}

}  // namespace nhiscan

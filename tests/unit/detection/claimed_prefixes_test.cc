#include "detection/claimed_prefixes.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

using nhiscan::ClaimedPrefixes;
using nhiscan::Rule;

namespace {

std::shared_ptr<const Rule> rule_with(std::string pattern) {
  Rule rule;
  rule.pattern = std::move(pattern);
  return std::make_shared<const Rule>(std::move(rule));
}

}  // namespace

TEST_CASE("ClaimedPrefixes: the literal beginning of a secret, up to its last separator") {
  const std::vector rules = {
      rule_with(R"(\b(?<secret>acme_live_[0-9a-f]{32})\b)"),
      rule_with(R"((?<secret>acme_[0-9a-f]{32}))"),
      rule_with(R"(x(?<secret>token_[a-z]{20}))"),
      rule_with(R"((?<secret>bx\-pat\-[a-z]{20}))"),
      rule_with(R"((?<secret>ab-[a-z]{20}))"),
      rule_with(R"(acme[a-z]{20})"),
  };
  const ClaimedPrefixes claimed(rules);
  CHECK(claimed.claim("acme_live_0011"));
  CHECK(claimed.claim("acme_x"));
  CHECK(claimed.claim("bx-pat-x"));
  CHECK_FALSE(claimed.claim("token_x"));
  CHECK_FALSE(claimed.claim("ab-x"));
  CHECK_FALSE(claimed.claim("acmex"));
  CHECK_FALSE(claimed.claim(""));
  CHECK_FALSE(ClaimedPrefixes().claim("acme_x"));
}

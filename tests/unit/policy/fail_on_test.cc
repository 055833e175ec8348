#include "policy/fail_on.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

using namespace nhiscan;

namespace {

constexpr std::int64_t kNow = 1795163400;
constexpr std::int64_t kDay = 86400;

Finding sample() {
  auto rule = std::make_shared<Rule>();
  rule->id = "github-pat";
  Finding finding;
  finding.rule = rule;
  finding.provider = "GitHub Inc";
  finding.kind = Kind::oauth_token;
  finding.severity = Severity::high;
  finding.confidence = Confidence::medium;
  finding.validity = Validity::checksum_ok;
  finding.context = Context::ci;
  finding.environment = "prod";
  finding.lifetime.lifetime_class = LifetimeClass::long_lived;
  finding.owner.verdict = OwnerVerdict::weakly_owned;
  finding.tracked = true;
  finding.commit =
      Commit{.id = "1", .author = {}, .email = {}, .date = kNow - 100 * kDay, .summary = {}};
  return finding;
}

bool holds(const std::string& expression, const Finding& finding = sample()) {
  const auto condition = parse_fail_on(expression);
  REQUIRE_MESSAGE(condition, expression);
  return (*condition)(finding, kNow);
}

std::string error_of(const std::string& expression) {
  const auto condition = parse_fail_on(expression);
  return condition ? "" : condition.error().message;
}

}  // namespace

TEST_CASE("parse_fail_on: every field is compared with the finding's") {
  for (const char* expression : {"severity==high",
                                 "severity>=high",
                                 "severity>medium",
                                 "severity<critical",
                                 "severity<=high",
                                 "severity!=low",
                                 "confidence>low",
                                 "class==oauth_token",
                                 "kind==oauth_token",
                                 "provider=='github inc'",
                                 "provider==\"GitHub*\"",
                                 "rule==github-*",
                                 "rule!=aws*",
                                 "validity==checksum_ok",
                                 "context==ci",
                                 "environment==prod",
                                 "lifetime==long",
                                 "owner==weakly_owned",
                                 "age>90d",
                                 "age>=14w",
                                 "age<1y",
                                 "age>2399h",
                                 "age==100",
                                 "new",
                                 "at_head",
                                 "tracked"}) {
    CAPTURE(expression);
    CHECK(holds(expression));
    CHECK_FALSE(holds("!(" + std::string(expression) + ")"));
  }
}

TEST_CASE("parse_fail_on: && binds closer than ||, ! closest") {
  CHECK(holds("new || new && severity==low"));
  CHECK_FALSE(holds("(new || new) && severity==low"));
  CHECK_FALSE(holds("!new || severity==low"));
  CHECK(holds("!(severity==low) && !!new"));
  CHECK(holds("  severity >= high\n&&\tnew  "));
}

TEST_CASE("parse_fail_on: what isn't known satisfies no comparison") {
  Finding finding = sample();
  finding.commit.reset();
  finding.tracked.reset();
  CHECK_FALSE(holds("age>0", finding));
  CHECK_FALSE(holds("age<1y", finding));
  CHECK_FALSE(holds("tracked", finding));
  CHECK(holds("!tracked", finding));
  CHECK(holds("rule!=x", Finding{}));
}

TEST_CASE("parse_fail_on: new is what the baseline doesn't hold") {
  Finding finding = sample();
  finding.in_baseline = true;
  CHECK_FALSE(holds("severity>=high && new", finding));
  CHECK(holds("severity>=high && !new", finding));
}

TEST_CASE("parse_fail_on: says where something is wrong, and what would be right") {
  CHECK(error_of("severity>=hgih") ==
        "column 11: severity: 'hgih' is none of low, medium, high, critical");
  CHECK(error_of("kind>=jwt") == "column 7: kind: it has no order; compare it with == or !=");
  CHECK(error_of("new and tracked") == "column 5: unexpected 'and'; for both, write &&");
  CHECK(error_of("new tracked") == "column 5: unexpected 'tracked'; join conditions with && or ||");
  CHECK(error_of("severity=high") ==
        "column 9: after severity comes one of == != < <= > >=, not '='; for equality, write ==");
  CHECK(error_of("(new || tracked") == "column 16: a ) is missing for the ( at column 1");
  CHECK(error_of("new == true") == "column 5: new is true or false: write new or !new");
  CHECK(error_of("age > soon") ==
        "column 7: age: 'soon' is no age such as 12h, 90d, 4w or 1y; a number alone counts days");
  CHECK(error_of("provider=='Acme") ==
        "column 11: a value is missing before ''Acme'; its quote isn't closed");
  CHECK(error_of("severity>=") == "column 11: a value is missing before the end");
  CHECK(
      error_of("").starts_with("column 1: the end is no field; there are severity, confidence, "));
  CHECK(error_of("sevrity>=high").starts_with("column 1: 'sevrity' is no field; there are "));
  CHECK(error_of("not new").starts_with("column 1: 'not' is no field; for the opposite, write !"));
  CHECK(error_of("new &&").starts_with("column 7: the end is no field; there are "));
  CHECK(error_of("environment==production") ==
        "column 14: environment: 'production' is none of prod, staging, dev, test, unknown");
  CHECK(error_of(std::string("\x1b[2J")).starts_with("column 1: '\\x1b' is no field"));
}

TEST_CASE("parse_fail_on: long and deep expressions end in an error") {
  CHECK(error_of(std::string(5000, '!')) == "the expression is longer than 4096 bytes");
  CHECK(error_of(std::string(100, '(') + "new" + std::string(100, ')')) ==
        "column 65: too deep; 64 levels are the most");
  CHECK(error_of(std::string(100, '!') + "new") == "column 65: too deep; 64 levels are the most");
  CHECK(holds(std::string(60, '(') + "new" + std::string(60, ')')));
}

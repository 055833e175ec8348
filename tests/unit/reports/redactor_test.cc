#include "reports/redactor.h"

#include <doctest/doctest.h>

#include "unit/reports/sample_report.h"

using namespace nhiscan;

TEST_CASE("Redactor: hides every long secret of the report, wherever it stands") {
  const Report report = sample::dir_report();
  const Redactor redactor(report);
  const std::string token = sample::acme_token();
  CHECK(redactor.clean("a " + token + " b " + token) == "a ******** b ********");
  CHECK(redactor.clean(token) == "********");
  CHECK(redactor.clean(token.substr(1)) == token.substr(1));
  CHECK(redactor.clean("").empty());
}

TEST_CASE("Redactor: hides a short secret only in text about it") {
  Report report = sample::empty_report();
  const auto rule = sample::rule("r", "R", Kind::password, Severity::low);
  report.findings = {sample::finding("idshort", rule, "production", sample::place("a", 1, 1))};
  const Redactor redactor(report);
  CHECK(redactor.clean("src/production/a") == "src/production/a");
  CHECK(redactor.clean("set production", redactor.secrets_of({"idshort", "idother"})) ==
        "set ********");
}

TEST_CASE("Redactor: takes the longest of secrets that begin alike") {
  Report report = sample::empty_report();
  const auto rule = sample::rule("r", "R", Kind::password, Severity::low);
  const std::string first = "0123456789abcdef";
  report.findings = {sample::finding("id1", rule, first, sample::place("a", 1, 1)),
                     sample::finding("id2", rule, first + "rest", sample::place("a", 2, 1))};
  CHECK(Redactor(report).clean("<" + first + "rest>") == "<********>");
}

TEST_CASE("Redactor: leaves all as it is where secrets are shown") {
  Report report = sample::dir_report();
  report.show_secrets = true;
  CHECK(Redactor(report).clean(sample::acme_token()) == sample::acme_token());
}

#include "reports/listing.h"

#include <doctest/doctest.h>

#include "unit/reports/sample_report.h"

using namespace nhiscan;

TEST_CASE("Listing: without an inventory, each secret once with all its places") {
  const Report report = sample::dir_report();
  const Listing listing(report);
  REQUIRE(listing.identities().size() == 3);
  const Identity& token = *listing.identities()[0];
  CHECK(token.id == "idtoken");
  CHECK(token.occurrences.size() == 2);
  CHECK(token.severity == Severity::critical);
  CHECK(token.first_seen == sample::kNow - 100 * sample::kDay);
  CHECK(listing.secret_of(token) ==
        "acme\xE2\x80\xA6"
        "eeff");
  CHECK(listing.identities()[2]->state == State::expired);
}

TEST_CASE("Listing: of an inventory, its identities, the worst first") {
  Report report = sample::inventory_report();
  std::swap(report.inventory.identities[0], report.inventory.identities[2]);
  const Listing listing(report);
  REQUIRE(listing.identities().size() == 3);
  CHECK(listing.identities()[0]->id == "idtoken");
  CHECK(listing.secret_of(*listing.identities()[1]).empty());
}

TEST_CASE("exposure_of: where it can be read, the history last") {
  Report report = sample::dir_report();
  CHECK(exposure_of(*Listing(report).identities()[0]) == "code");
  for (Finding& finding : report.findings)
    finding.at_head = false;
  CHECK(exposure_of(*Listing(report).identities()[0]) == "history");
  CHECK(exposure_of(sample::inventory_report().inventory.identities[1]) == "referenced");
  CHECK(exposure_of(sample::inventory_report().inventory.identities[2]) == "declared");
}

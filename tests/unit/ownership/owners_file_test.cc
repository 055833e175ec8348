#include "ownership/owners_file.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace nhiscan;

using Words = std::vector<std::string>;

TEST_CASE("parse_owners_file: reads Prow's form") {
  const OwnersFile prow = parse_owners_file(
      "approvers: [alice, infra-leads]\nreviewers: [bob]\nemeritus_approvers: [carol]\n"
      "options: {no_parent_owners: true}\n");
  CHECK(prow.is_prow);
  CHECK(prow.owners == Words{"alice", "infra-leads"});
  CHECK(prow.emeritus == Words{"carol"});
  CHECK(prow.no_parent);
  CHECK(parse_owners_file("filters:\n  \".*\":\n    approvers: [dan]\n").owners == Words{"dan"});
}

TEST_CASE("parse_owners_file: reads Chromium's form") {
  const OwnersFile chromium = parse_owners_file(
      "# COMPONENT: Net\nset noparent\na@x.io\n*\nb@x.io # LAST\nper-file *.h,x.cc=c@x.io\n"
      "file://net/OWNERS\ninclude /y/OWNERS\ninclude other:/z/OWNERS\n");
  CHECK_FALSE(chromium.is_prow);
  CHECK(chromium.no_parent);
  CHECK(chromium.owners == Words{"a@x.io", "b@x.io"});
  REQUIRE(chromium.per_file.size() == 1);
  CHECK(chromium.per_file[0].globs == Words{"*.h", "x.cc"});
  CHECK(chromium.per_file[0].owners == Words{"c@x.io"});
  CHECK(chromium.imports == Words{"/net/OWNERS", "/y/OWNERS"});
}

TEST_CASE("parse_owners_aliases: gives the names in lower case") {
  CHECK(parse_owners_aliases("aliases:\n  Infra-Leads: [a, b]\n") == Words{"infra-leads"});
}

#include "ownership/catalog.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace nhiscan;

TEST_CASE("parse_catalog: reads the owner of each catalog's entities") {
  const auto backstage =
      parse_catalog("catalog-info.yaml",
                    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: pay\n"
                    "spec:\n  owner: group:payments\n---\napiVersion: backstage.io/v1alpha1\n"
                    "kind: API\nmetadata: {name: p}\nspec: {owner: \"user:jane\"}\n");
  REQUIRE(backstage.size() == 2);
  CHECK(backstage[0].name == "group:payments");
  CHECK(backstage[0].kind == "team");
  CHECK(backstage[0].field == "Component pay: spec.owner");
  CHECK(backstage[0].line == 6);
  CHECK(backstage[1].kind == "person");
  CHECK(backstage[1].line == 11);
  const auto datadog =
      parse_catalog("entity.datadog.yaml",
                    "apiVersion: v3\nkind: service\nmetadata: {name: web, owner: web-team}\n"
                    "datadog: {codeLocations: [{paths: [\"web/**\"]}]}\n");
  REQUIRE(datadog.size() == 1);
  CHECK(datadog[0].paths == std::vector<std::string>{"web/**"});
  CHECK(parse_catalog("service.datadog.yaml", "schema-version: v2.2\ndd-service: a\nteam: t\n")
            .size() == 1);
  CHECK(parse_catalog("opslevel.yml", "version: 1\nservice: {owner: t}\n").size() == 1);
  CHECK(parse_catalog("cortex.yaml",
                      "info:\n  x-cortex-tag: a\n  x-cortex-owners: [{type: group, name: t}]\n")
            .size() == 1);
}

TEST_CASE("parse_catalog: another file, or a broken one, has no owner") {
  CHECK(
      parse_catalog("catalog-info.yaml", "apiVersion: v1\nkind: Pod\nspec: {owner: x}\n").empty());
  CHECK(parse_catalog("catalog-info.yaml", "a: [").empty());
}

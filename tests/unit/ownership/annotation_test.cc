#include "ownership/annotation.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace nhiscan;

namespace {

/// `key -> owner @line`, or empty.
std::string annotation(std::string_view text, std::size_t line) {
  const auto found = OwnerAnnotations(std::string(text)).find(line);
  return found ? found->key + " -> " + found->owner + " @" + std::to_string(found->line) : "";
}

}  // namespace

TEST_CASE("OwnerAnnotations::find: reads comments near the line, then the top of the file") {
  CHECK(annotation("# owner: team-x\nTOKEN=1\n", 2) == "owner -> team-x @1");
  CHECK(annotation("key = 1  // Owner: @acme/pay\n", 1) == "owner -> @acme/pay @1");
  CHECK(annotation("<!-- Contact: jane@example.com -->\n", 1) == "contact -> jane@example.com @1");
  CHECK(annotation("/* @owner Jane Doe <j@x.io> */\n", 1) == "owner -> Jane Doe <j@x.io> @1");
  CHECK(annotation("-- maintained by: data platform\n", 1) == "maintained by -> data platform @1");
  CHECK(annotation("# owner: near\n\n\n# owner: nearer\nX=1\n", 5) == "owner -> nearer @4");
  CHECK(annotation("# owner: above\nX=1\n# owner: below\n", 2) == "owner -> above @1");
  CHECK(annotation("# owner: top\n" + std::string(50, '\n') + "X=1\n", 52) == "owner -> top @1");
  CHECK(annotation(std::string(20, '\n') + "# owner: mid\n" + std::string(50, '\n') + "X=1\n", 72)
            .empty());
}

TEST_CASE("OwnerAnnotations::find: takes no key, prose or code for one") {
  CHECK(annotation("owner: root\n", 1).empty());
  CHECK(annotation("# ownership of this file is unclear\n", 1).empty());
  CHECK(annotation("# the owner: nobody knows\n", 1).empty());
  CHECK(annotation("# owner = ${OWNER}\n", 1).empty());
  CHECK(annotation("# owner:\n", 1).empty());
  CHECK(annotation("# teams: a\n", 1).empty());
}

#include "base/near_word.h"

#include <doctest/doctest.h>

#include <vector>

namespace nhiscan {

TEST_CASE("nearest_word: what was meant, if it is near") {
  const std::vector<std::string> words{"scan", "stdin", "inventory", "--format", "--full-scan"};
  struct Case {
    const char* typed;
    const char* meant;
  };
  for (const Case& one : std::vector<Case>{{"scna", "scan"},
                                           {"sacn", "scan"},
                                           {"inv", "inventory"},
                                           {"inventry", "inventory"},
                                           {"invnetroy", "inventory"},
                                           {"--fromat", "--format"},
                                           {"--ful", "--full-scan"},
                                           {"--formatt", "--format"},
                                           {"xyz", ""},
                                           {"s", ""},
                                           {"", ""},
                                           {"sdtin", "stdin"},
                                           {"dstin", ""}})
    CHECK_MESSAGE(nearest_word(one.typed, words).value_or("") == one.meant, one.typed);
}

TEST_CASE("nearest_word: a very long word is near nothing") {
  const std::vector<std::string> words{"scan"};
  CHECK_FALSE(nearest_word(std::string(1U << 20U, 's'), words));
}

}  // namespace nhiscan

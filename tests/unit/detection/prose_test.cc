#include "detection/prose.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>

using nhiscan::stands_in_prose;

namespace {

struct ProseCase {
  const char* path;
  std::string text;  ///< with `~` where it is asked
  bool expected;
};

}  // namespace

TEST_CASE("stands_in_prose: comments of a line, of several lines, and behind code") {
  const auto cases = std::to_array<ProseCase>({
      {"app.yml", "a: 1\n# password: ~\n", true},
      {"app.yml", "password: ~ # rotate\n", false},
      {"app.c", "int x;  // password = \"~\"\n", true},
      {"app.c", "char* url = \"https://a:~@b\";\n", false},
      {"app.c", "/*\n   password = \"~\"\n*/\n", true},
      {"app.c", "/* one */\nchar* password = \"~\";\n", false},
      {"app.js", "const all = \"src/*.js\";\nconst password = \"~\";\n", false},
      {"app.conf", "/*\npassword = ~\n", false},
      {"README", "password: ~", false},
      {"app.c", "~", false},
      {"app.c", "", false},
  });
  for (const ProseCase& c : cases) {
    CAPTURE(c.text);
    CHECK(stands_in_prose(c.text, c.path, std::min(c.text.find('~'), c.text.size())) == c.expected);
  }
}

TEST_CASE("stands_in_prose: Python's texts that document, and no other") {
  const auto cases = std::to_array<ProseCase>({
      {"a.py", "def f():\n    \"\"\"Connects.\n\n    f(password='~')\n    \"\"\"\n", true},
      {"a.py", "def f():\n    \"\"\"Connects.\"\"\"\n    g(password='~')\n", false},
      {"a.py", "EXAMPLES = r'''\n- password: ~\n'''\n", true},
      {"a.py", "CONFIG = '''\npassword: ~\n'''\n", false},
      {"a.py", "\"\"\"It's ''' here\"\"\"\nx = '~'\n", false},
      {"a.rb", "x = \"\"\"\n~\n\"\"\"\n", false},
  });
  for (const ProseCase& c : cases) {
    CAPTURE(c.text);
    CHECK(stands_in_prose(c.text, c.path, c.text.find('~')) == c.expected);
  }
}

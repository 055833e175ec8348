#include "decoders/value_tree.h"

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "decoders/config_format.h"
#include "decoders/json_tree.h"
#include "decoders/key_paths.h"

using namespace nhiscan;

namespace {

const ConfigFormat& format_of(std::string_view name) {
  const auto formats = config_formats();
  const auto found = std::ranges::find(formats, name, &ConfigFormat::name);
  REQUIRE(found != formats.end());
  return *found;
}

/// "path=value" for each text, joined by blanks.
std::string flat(std::string_view format, std::string_view text) {
  const auto tree = format_of(format).read(text);
  if (!tree) return "error: " + tree.error().message;
  const KeyPaths keys(*tree);
  std::string all;
  for (ValueTree::Index node = 0; node < tree->size(); ++node) {
    if ((*tree)[node].type != ValueTree::Type::text) continue;
    TextBuilder value(text);
    tree->decode(node, value);
    all += (all.empty() ? "" : " ") + keys.path_of(node) + "=" + std::string(value.text());
  }
  return all;
}

}  // namespace

TEST_CASE("config_formats: each value under its key, as it is meant") {
  struct Row {
    const char* format;
    std::string text;
    std::string flat;
  };
  const auto rows = std::to_array<Row>({
      {"json", R"({"a": [1, {"b": "x\ty"}], 'c': "\u00e9", d: true,})", "a[1].b=x\ty c=\xc3\xa9"},
      {"json", "// x\n[\"a\", /* y */ \"b\"]", "[0]=a [1]=b"},
      {"json", "\"only\"", "=only"},
      {"json", "{\"a\": \"x}", "error: line 1: a string without an end"},
      {"json", "{\"a\" 1}", "error: line 1: a key without a value"},
      {"json", "[1 2]", "error: line 1: a comma is missing"},
      {"json", "[\n1]\n]", "error: line 3: something stands behind the value"},
      {"json", "[1", "error: line 1: it ends too early"},
      {"yaml", "a:\n  - b: x\n    c: 1\n  - 'it''s'\n---\nd: y\n", "a[0].b=x a[1]=it's d=y"},
      {"yaml", "a: &x !t val\nb: *x\nc: {d: \"e\\x41\"}\n", "a=val c.d=eA"},
      {"yaml", "a: \"one\\\n   two\"\nb: >-\n  x\n  y\n\n  z\nc: |\n  l1\n   l2\n",
       "a=onetwo b=x y\nz c=l1\n l2"},
      {"yaml", "a: b\nc: [\n", "a=b"},
      {"xml", "<a k='1'><b>x &amp; y</b><b><![CDATA[&]]></b></a>", "a.k=1 a.b[0]=x & y a.b[1]=&"},
      {"xml", "<plist><dict><key>A B</key><array><string>x</string></array></dict></plist>",
       "[\"A B\"][0]=x"},
      {"toml", "a = 1\n[s.t]\nb = \"x\\ty\"\nc = ['p', \"q\"]\nd = {e = '''r'''}\n",
       "s.t.b=x\ty s.t.c[0]=p s.t.c[1]=q s.t.d.e=r"},
      {"hcl", "a \"b\" \"c\" {\n  d = \"x\"\n  e { f = [\"y\"] }\n}\ng = <<-E\n  z\n  E\n",
       "a.b.c.d=x a.b.c.e.f[0]=y g=  z\n"},
      {"properties", "a = x\\\n    y\n# c\nb\\:c:z\\=1\nd e\n", "a=xy b\\:c=z=1 d=e"},
      {"ini", "a=1\n; c\n[s \"t\"]\nexport B='x'\n[u]\nc : y\n", "a=1 s.t.B=x u.c=y"},
  });
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(flat(row.format, row.text) == row.flat);
  }
}

TEST_CASE("read_json_tree: depth is a limit") {
  const std::string deep(100'000, '[');
  const auto tree = read_json_tree(deep);
  REQUIRE(!tree);
  CHECK(tree.error().message == "line 1: more than 1,000 levels");
}

TEST_CASE("formats_of: by name and look, and by look alone where there is no name") {
  const auto names = [](std::string_view path, std::string_view text) {
    std::string all;
    for (const ConfigFormat* format : formats_of(path, text))
      all += std::string(format->name) + " ";
    return all;
  };
  CHECK(names("a/b.JSON", " {}") == "json ");
  CHECK(names("a/b.json", "text") == "");
  CHECK(names("a.c", "a: b\n") == "");
  CHECK(names("", "# c\n\na: b\n") == "yaml ");
  CHECK(names("", "a: b\nc=d\n") == "yaml properties ini ");
  CHECK(names("", "a = b\n[c]\n") == "toml hcl properties ini ");
  CHECK(names("", "import {\n  id = \"x\"\n}\n") == "hcl ");
  CHECK(names("", "include: x\n") == "yaml ");
  for (const std::string_view code :
       {"all::\n", "include shared.mak\nX = y\n", "typedef struct a {\n  int b;\n} a;\n",
        "#!/bin/sh\nA=b\nexport A\n", "foreach a {0 1} {\nset b=$a\n}\n"}) {
    CAPTURE(code);
    CHECK(names("", code) == "");
  }
  CHECK(names("", "x = 1\ndef f(a, b):\n  return a\nclass C: pass\nimport os, sys\n") == "");
  CHECK(names("a.json", "/* of\n * old */\n{\"a\": 1}") == "json ");
  CHECK(names("", "/* of\n * old */\n{\"a\": 1}") == "json ");
  CHECK(names("", "/* main.c */\n#include <a.h>\nint main(void) {\n  f(x);\n") == "");
  CHECK(names("web.config", "<?xml version='1.0'?>") == "xml ");
  std::string explained;
  for (int i = 0; i < 1000; ++i)
    explained += "# one more line of what can be set here\n";
  CHECK(names("values.yaml", explained + "a: b\n") == "yaml ");
  CHECK(names("", explained + "a: b\n") == "");
}

TEST_CASE("KeyPaths::node_at: the innermost value, of a byte in a key or a value") {
  constexpr std::string_view kText = R"({"a": {"b": ["x", "yy"]}, "c": 1})";
  const auto tree = read_json_tree(kText);
  REQUIRE(tree);
  const KeyPaths keys(*tree);
  const auto path_at = [&](std::string_view needle) {
    return keys.path_of(keys.node_at(kText.find(needle)));
  };
  CHECK(path_at("yy") == "a.b[1]");
  CHECK(path_at("b\"") == "a.b");
  CHECK(path_at("1}") == "c");
  CHECK(path_at(", \"yy") == "a.b");
  CHECK(path_at("{\"a") == "");
}

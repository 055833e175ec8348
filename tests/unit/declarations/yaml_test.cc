#include "declarations/yaml.h"

#include <doctest/doctest.h>

#include <string>

using nhiscan::mask_templates;
using nhiscan::parse_yaml;
using nhiscan::Span;
using nhiscan::split_yaml;
using nhiscan::YamlNode;
using nhiscan::YamlTemplates;

namespace {

std::string repeated(const std::string& part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i)
    text += part;
  return text;
}

std::string bytes_of(const std::string& text, YamlNode node) {
  return text.substr(node.span().begin, node.span().size());
}

}  // namespace

TEST_CASE("parse_yaml: a path through what isn't there gives a null node") {
  const auto document = parse_yaml("a: {b: [1, two]}\nc:\n");
  REQUIRE(document);
  const YamlNode root = document->root();
  CHECK(root["a"]["b"].items()[1].text() == "two");
  CHECK(!root["c"]);
  CHECK(!root["x"]["y"]["z"]);
  CHECK(root["a"]["b"]["no map"].text().empty());
  CHECK(root["a"].items().empty());
  CHECK(YamlNode().entries().empty());
}

TEST_CASE("parse_yaml: spans hold the bytes of each node") {
  struct Case {
    std::string yaml;
    std::string expected;
  };
  for (const Case& c : {
           Case{"k: plain value # comment\n", "plain value"},
           Case{"k: 'it''s'\nl: 1\n", "'it''s'"},
           Case{R"(k: "a \" b")", R"("a \" b")"},
           Case{"k: &anchor !!str v\n", "v"},
           Case{"k: |\n  one\n\n  two\nl: 1\n", "|\n  one\n\n  two"},
           Case{"k: one\n  two\nl: 1\n", "one\n  two"},
           Case{"k: [a, {b: c} ]\nl: 1\n", "[a, {b: c} ]"},
           Case{"k:\n  a: 1\n  b: 2\nl: 1\n", "a: 1\n  b: 2"},
           Case{"\xEF\xBB\xBFk: v\n", "v"},
           Case{"# é\nk: ü\n", "ü"},
       }) {
    CAPTURE(c.yaml);
    const auto document = parse_yaml(c.yaml);
    REQUIRE(document);
    CHECK(bytes_of(c.yaml, document->root()["k"]) == c.expected);
  }
}

TEST_CASE("parse_yaml: reads JSON with tabs and surrogate pairs") {
  const auto document = parse_yaml("{\n\t\"a\": [true,\t2],\n\t\"b\": \"\\ud83d\\ude00\"\n}\n");
  REQUIRE(document);
  CHECK(document->root()["a"].items()[1].text() == "2");
  CHECK(document->root()["b"].is_scalar());
}

TEST_CASE("parse_yaml: hostile input ends in an error") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 20; ++i) {
    const std::string name = "a" + std::to_string(i);
    const std::string before = "*a" + std::to_string(i - 1);
    bomb.append(name).append(": &").append(name).append(" [");
    bomb.append(repeated(before + ", ", 8)).append(before).append("]\n");
  }
  std::string deep = "d0: &d0 [x]\n";
  for (int i = 1; i < 200; ++i) {
    const std::string name = "d" + std::to_string(i);
    deep.append(name).append(": &").append(name).append(" [*d");
    deep.append(std::to_string(i - 1)).append("]\n");
  }
  const std::string long_scalar =
      "a: &a " + std::string(1 << 20, 'x') + "\nb: [" + repeated("*a, ", 100) + "]\n";
  for (const std::string& yaml :
       {bomb, deep, long_scalar, std::string(100'000, '['), repeated("- ", 5'000),
        repeated("a: b\n", 150'000), std::string(5 << 20, ' '), std::string("a: [b"),
        std::string("*unknown")}) {
    CAPTURE(yaml.substr(0, 40));
    CHECK(!parse_yaml(yaml));
  }
}

TEST_CASE("parse_yaml: an alias inside of its own anchor is null") {
  const auto document = parse_yaml("&a {self: *a, other: &b [1], again: *b}\n");
  REQUIRE(document);
  CHECK(!document->root()["self"]);
  CHECK(document->root()["again"].items().size() == 1);
}

TEST_CASE("split_yaml: documents with content, the marker belonging to what follows") {
  const std::string stream =
      "# note\n---\na: 1\n---\n# only a comment\n--- \n---\nb: |\n  ---\n---x\n";
  const auto documents = split_yaml(stream);
  REQUIRE(documents.size() == 2);
  CHECK(documents[0] == Span{7, 16});
  const auto second = parse_yaml(stream, documents[1]);
  CHECK(documents[1].end == stream.size());
  CHECK(split_yaml("").empty());
  CHECK(split_yaml(repeated("a\n---\n", 20'000)).size() == 10'000);
}

TEST_CASE("parse_yaml: one document failing leaves the others") {
  const std::string stream = "a: 1\n---\nb: [\n---\nc: 3\n";
  const auto documents = split_yaml(stream);
  REQUIRE(documents.size() == 3);
  CHECK(!parse_yaml(stream, documents[1]));
  const auto last = parse_yaml(stream, documents[2]);
  REQUIRE(last);
  CHECK(bytes_of(stream, last->root()["c"]) == "3");
}

TEST_CASE("mask_templates: same length, directives harmless") {
  struct Case {
    std::string text;
    std::string masked;
  };
  for (const Case& c : {
           Case{"{{- if .a }}\nk: 1\n{{- end }}\n", "            \nk: 1\n          \n"},
           Case{"k: {{ .a }}-b\n", "k: xxxxxxxx-b\n"},
           Case{"  {{ toYaml .x }} # why\n", "                  # why\n"},
           Case{"k: {{ if .a }}b{{ end }}\n", "k:            b         \n"},
           Case{"{{/* }} \n */}}k: 1\n", "        \n     k: 1\n"},
           Case{"k: {{ open\n", "k: {{ open\n"},
           Case{"- {{ . }}\n", "- xxxxxxx\n"},
       }) {
    CAPTURE(c.text);
    CHECK(mask_templates(c.text) == c.masked);
  }
}

TEST_CASE("parse_yaml: scalars of a template keep their directives") {
  const std::string text =
      "{{- if .x }}\nname: {{ include \"app.name\" . }}-api\nq: \"a {{ index .v \"k\" }}\"\n"
      "{{- end }}\n";
  const auto document = parse_yaml(text, {0, text.size()}, YamlTemplates::mask);
  REQUIRE(document);
  CHECK(document->root()["name"].text() == "{{ include \"app.name\" . }}-api");
  CHECK(document->root()["q"].text() == "a {{ index .v \"k\" }}");
}

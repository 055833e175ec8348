#include <doctest/doctest.h>

#include <array>
#include <string>

#include "decoders/config_hints.h"
#include "unit/decoders/collected_parts.h"

using namespace nhiscan;

namespace {

std::string values_of(std::string_view path, std::string_view text) {
  CollectedParts found;
  if (has_config_values(path, text)) decode_config_values({path, text, nullptr}, found);
  std::string all;
  for (const CollectedParts::Kept& kept : found.parts)
    all += (kept.part.step.empty() ? "" : kept.part.step + ": ") + kept.text;
  for (const CollectedParts::Said& said : found.said)
    all += "said: " + said.reason + "\n";
  return all;
}

}  // namespace

TEST_CASE("decode_config_values: what the text alone doesn't tell") {
  struct Row {
    const char* path;
    std::string text;
    std::string values;
  };
  const auto rows = std::to_array<Row>({
      {"a.yaml", "env:\n- value: some value\n  name: DB_PASSWORD\n",
       "env DB_PASSWORD = \"some value\"\n"},
      {"a.yaml", "env:\n- value: some value\n  name: LOCALE\n", ""},
      {"a.yaml", "passwords:\n- one two\n- th\"ree\n",
       "passwords = \"one two\"\npasswords = 'th\"ree'\n"},
      {"a.json", R"({"x": {"api_token": {"type": "string", "value": "abcd"}}})",
       "x api_token = \"abcd\"\n"},
      {"a.xml", "<s><password>a&amp;bc</password></s>", "s password = \"a&bc\"\n"},
      {"a.properties", "db.password=a\\=bc\n", "db.password = \"a=bc\"\n"},
      {"a.yaml", "data:\n  password: aHVudGVyMg==\nkind: Secret\n",
       "base64: password = \"hunter2\"\n"},
      {"a.yaml", "data:\n  password: aHVudGVyMg==\nkind: ConfigMap\n", ""},
      {"a.txt", "passwords:\n- one two\n", ""},
      {"package-lock.json", R"({"passwords": ["one two"]})", ""},
  });
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(values_of(row.path, row.text) == row.values);
  }
}

TEST_CASE("decode_config_values: says where a file is deeper than is read") {
  const std::string deep = std::string(2000, '[') + std::string(2000, ']');
  CHECK(values_of("a.json", deep) ==
        "said: json values not read apart: line 1: more than 1,000 levels\n");
}

TEST_CASE("has_config_hint: names of secrets as values, over nested values, before escapes") {
  for (const char* text :
       {"name: DB_PASSWORD\nvalue: x", "{\"Value\": 1, \"name\": \"apiToken\"}",
        "db_password:\n  x: y", "secret: >-\n  x", "<password>a&amp;b",
        "clientSecret = \"\\u0041\"", "kind: Secret",
        "<value>1</value>\n<name>\n  db_password\n</name>", "\n- {value: x, name: db_password}",
        "variable \"db_pwd\" {\ndefault = 1"})
    CHECK_MESSAGE(has_config_hint(text), text);
  for (const char* text :
       {"password: hunter\n", "token = \"abc\"\n", "keys: 1\n", "the whole week\n",
        "\"apiKey\": \"x\",\n", "<password>abc</password>", "",
        "contents: read\nrun: |\n  pwd\n  unset SSH_TOKEN  # without a value\n"})
    CHECK_MESSAGE(!has_config_hint(text), text);
}

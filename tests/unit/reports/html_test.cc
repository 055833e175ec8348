#include <doctest/doctest.h>

#include <sstream>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "reports/html_columns.h"
#include "unit/reports/sample_report.h"
#include "wrap/digest.h"

using namespace nhiscan;

namespace {

/// What stands between the first `begin` and the next `end`.
std::string part(const std::string& text, std::string_view begin, std::string_view end) {
  const std::size_t from = text.find(begin);
  REQUIRE(from != std::string::npos);
  const std::size_t start = from + begin.size();
  return text.substr(start, text.find(end, start) - start);
}

std::size_t count_of(const std::string& text, std::string_view wanted) {
  std::size_t count = 0;
  for (std::size_t at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1))
    ++count;
  return count;
}

Json report_in(const std::string& page) {
  return Json::parse(part(page, "<script type=\"application/json\" id=\"report\">", "</script>"));
}

Json value_of(const Json& report, const char* column, std::size_t row) {
  const Json& whole = report["columns"][column];
  return whole["values"][whole.contains("of") ? whole["of"][row].get<std::size_t>() : 0];
}

}  // namespace

TEST_CASE(
    "write_html: what comes from files neither ends the report's element nor becomes another") {
  const std::string plain = sample::written("html", sample::inventory_report());
  for (const Report& report : {sample::hostile_report(), sample::hostile_dir_report()}) {
    const std::string page = sample::written("html", report);
    CHECK(count_of(page, "<") == count_of(plain, "<"));
    CHECK(count_of(page, ">") == count_of(plain, ">"));
    const Json read = report_in(page);
    const std::string author = value_of(read, "occurrences", 0)[0]["commit"]["author"];
    CHECK(author.find("</script><script>alert(1)</script><img src=x onerror=alert(1)>") !=
          std::string::npos);
  }
}

TEST_CASE("write_html: the policy names the style and the script that the page has") {
  const std::string page = sample::written("html", sample::dir_report());
  const std::string policy = part(page, "Content-Security-Policy\" content=\"", "\">");
  CHECK(policy.find("default-src 'none'") == 0);
  for (const std::string& inlined :
       {part(page, "<style>", "</style>"), part(page, "<script type=\"module\">", "</script>")}) {
    CHECK(inlined.size() > 1000);
    CHECK(policy.find("'sha256-" + encode_base64(sha256(inlined)) + "'") != std::string::npos);
  }
  for (const char* outside : {"http://", "https://", "url(", "@import", " src="})
    CHECK(page.find(outside) == std::string::npos);
}

TEST_CASE("write_html: a secret of many places keeps some of them, and their number") {
  Report report = sample::inventory_report();
  auto& places = report.inventory.identities.front().occurrences;
  places.resize(700, places.front());
  const Json read = report_in(sample::written("html", report));
  CHECK(value_of(read, "occurrences", 0).size() == 500);
  CHECK(value_of(read, "places", 0) == 700);
  CHECK(read["count"] == 3);
}

TEST_CASE("HtmlColumns: rows read back from their columns") {
  const std::vector<Json> rows = {{{"a", 1}, {"b", "x<&>"}, {"c", nullptr}},
                                  {{"a", 2}, {"b", "x<&>"}, {"c", nullptr}},
                                  {{"a", 1}, {"b", Json::array({"y"})}, {"c", nullptr}},
                                  {{"a", 1}, {"b", "x<&>"}, {"c", nullptr}}};
  HtmlColumns columns;
  for (const Json& row : rows)
    columns.add(row);
  std::ostringstream text;
  columns.write(text);
  CHECK(text.str().find_first_of("<>&") == std::string::npos);
  const Json read = {{"columns", Json::parse("{" + text.str() + "}")}};
  for (std::size_t row = 0; row < rows.size(); ++row)
    for (const char* key : {"a", "b", "c"})
      CHECK(value_of(read, key, row) == rows[row][key]);
  CHECK(read["columns"]["a"]["values"].size() == 2);
  CHECK_FALSE(read["columns"]["c"].contains("of"));
}

TEST_CASE("make_visible: texts and keys show what a terminal could act on") {
  Json value = {{"k\x1B", Json::array({"a\nb", 1, {{"deep", "\xE2\x80\xAE"}}})},
                {"plain", "\xC3\xA9"}};
  make_visible(value);
  CHECK(value == Json{{"k\\x1b", Json::array({"a\\x0ab", 1, {{"deep", "\\u202e"}}})},
                      {"plain", "\xC3\xA9"}});
}

TEST_CASE("drop_unknown: null and empty members go, at any depth") {
  Json value = {
      {"a", nullptr}, {"b", {{"c", Json::array()}}}, {"d", {{"e", 0}, {"f", nullptr}}}, {"g", ""}};
  drop_unknown(value);
  CHECK(value == Json{{"d", {{"e", 0}}}, {"g", ""}});
}

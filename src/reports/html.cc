// One page that needs nothing else: the files of `html/`, which the build puts into the program,
// and the report as JSON in an element that browsers don't run. Its policy lets only that style and
// that script in, and no request out, so whatever stood in a file, a name or a commit stays text.
// The page itself makes the overview, the table and each identity's page out of the JSON.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/encoding.h"
#include "nhiscan/report.h"
#include "reports/html_columns.h"
#include "reports/listing.h"
#include "reports/markup.h"
#include "reports/phrases.h"
#include "reports/report_json.h"
#include "wrap/digest.h"

extern "C" {
extern const char nhiscan_page_begin[];
extern const char nhiscan_page_end[];
extern const char nhiscan_page_style_begin[];
extern const char nhiscan_page_style_end[];
extern const char nhiscan_page_script_begin[];
extern const char nhiscan_page_script_end[];
}

namespace nhiscan {
namespace {

// What a browser can still hold; the rest is counted.
constexpr std::size_t kMostRows = 200000;
constexpr std::size_t kMostPlaces = 500;
constexpr std::size_t kMostSkipped = 5000;

std::string_view asset(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

std::string source_of(std::string_view inlined) {
  return "'sha256-" + encode_base64(sha256(inlined)) + "'";
}

/// Leaves of a place what the page shows.
void shorten(Json& place) {
  Json location = Json::object();
  for (const char* key : {"path", "line", "column", "chain", "cell", "cell_line", "key_path"})
    location[key] = place["location"][key];
  auto& path = location["path"].get_ref<std::string&>();
  while (path.starts_with("./"))
    path.erase(0, 2);
  place["location"] = std::move(location);
  drop_unknown(place);
}

class HtmlReport {
 public:
  explicit HtmlReport(const Report& report) : report_(report), json_(report), listing_(report) {}

  /// The page, each `{{name}}` in it replaced.
  void write(std::ostream& out) const {
    std::string_view rest = asset(nhiscan_page_begin, nhiscan_page_end);
    for (std::size_t mark = rest.find("{{"); mark != std::string_view::npos;
         mark = rest.find("{{")) {
      const std::size_t end = rest.find("}}", mark);
      out << rest.substr(0, mark);
      write_part(rest.substr(mark + 2, end - mark - 2), out);
      rest.remove_prefix(end + 2);
    }
    out << rest;
  }

 private:
  void write_part(std::string_view name, std::ostream& out) const {
    const std::string_view style = asset(nhiscan_page_style_begin, nhiscan_page_style_end);
    const std::string_view script = asset(nhiscan_page_script_begin, nhiscan_page_script_end);
    if (name == "style-source")
      out << source_of(style);
    else if (name == "script-source")
      out << source_of(script);
    else if (name == "style")
      out << style;
    else if (name == "script")
      out << script;
    else if (name == "headline")
      out << markup_text(capitalised(headline()));
    else if (name == "report")
      write_report(out);
  }

  [[nodiscard]] std::string headline() const {
    const std::size_t count = listing_.identities().size();
    SeverityCounts counts{};
    for (const Identity* identity : listing_.identities())
      ++counts[static_cast<std::size_t>(identity->severity)];
    const std::string what = report_.command == "inventory"
                                 ? count_phrase(count, "identity", "identities")
                                 : count_phrase(count, "credential", "credentials");
    return join({what, severities_phrase(counts)}, ": ");
  }

  void write_report(std::ostream& out) const {
    const std::size_t shown = std::min(listing_.identities().size(), kMostRows);
    Json head = {{"tool", json_.tool()},
                 {"scan", json_.scan()},
                 {"shows_secrets", report_.show_secrets || report_.redact_percent == 0},
                 {"count", shown},
                 {"left_out", listing_.identities().size() - shown},
                 {"suppressed", json_.suppressed()},
                 {"coverage", coverage()}};
    make_visible(head);
    std::string text = element_json(head);
    text.pop_back();  // the object goes on
    out << text << ",\n\"columns\":{";
    HtmlColumns columns;
    for (std::size_t row = 0; row < shown; ++row)
      columns.add(row_of(*listing_.identities()[row]));
    columns.write(out);
    out << "}}";
  }

  [[nodiscard]] Json coverage() const {
    Json coverage = json_.coverage_counts();
    const std::vector<Skipped>& skipped = report_.coverage.skipped;
    Json listed = Json::array();
    for (const bool failed : {true, false})
      for (const Skipped& one : skipped)
        if (one.failed == failed && listed.size() < kMostSkipped)
          listed.push_back(json_.skipped(one));
    coverage["skipped_left_out"] = skipped.size() - listed.size();
    coverage["skipped"] = std::move(listed);
    return coverage;
  }

  [[nodiscard]] Json row_of(const Identity& identity) const {
    Json row = json_.identity(identity);
    row["title"] = identity_title(json_.redactor(), identity);
    const std::string secret = listing_.secret_of(identity);
    row["secret"] = text_or_null(report_.show_secrets ? secret : json_.redactor().clean(secret));
    row["exposure"] = exposure_of(identity);
    row["lifetime"]["phrase"] = lifetime_phrase(identity.lifetime, report_.started);
    row["offboarding"] = row["offboarding"]["steps"];
    row["places"] = identity.occurrences.size();
    Json& places = row["occurrences"];
    if (places.size() > kMostPlaces) places.erase(places.begin() + kMostPlaces, places.end());
    for (Json& place : places)
      shorten(place);
    make_visible(row);
    return row;
  }

  const Report& report_;
  ReportJson json_;
  Listing listing_;
};

}  // namespace

void write_html(const Report& report, std::ostream& out) { HtmlReport(report).write(out); }

}  // namespace nhiscan

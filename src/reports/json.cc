// The report itself; every other format is a projection of it. Written element by element, one
// finding or identity on each line.
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/report.h"
#include "reports/report_json.h"

namespace nhiscan {
namespace {

/// Calls `work` with 0 to `count` - 1, on `threads` threads where that pays.
template <class Work>
void for_each_index(std::size_t count, unsigned threads, const Work& work) {
  constexpr std::size_t kTooFew = 64;
  if (threads > 1 && count >= kTooFew) {
    // Without the first, oneTBB writes a warning where there are more threads than processors.
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
    tbb::task_arena arena(static_cast<int>(threads));
    arena.execute([&] { tbb::parallel_for(std::size_t{0}, count, work); });
    return;
  }
  for (std::size_t i = 0; i < count; ++i)
    work(i);
}

constexpr std::size_t kLinesAtOnce = 512;

/// `[`, the elements' lines, `]`. All threads make lines, some at a time; they are written in the
/// elements' order.
template <class Elements, class ToJson>
void write_list(const Elements& elements, unsigned threads, const ToJson& to_json,
                std::ostream& out) {
  std::string_view separator = "\n";
  out << '[';
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < elements.size(); begin += kLinesAtOnce) {
    lines.resize(std::min(kLinesAtOnce, elements.size() - begin));
    for_each_index(lines.size(), threads,
                   [&](std::size_t i) { lines[i] = json_line(to_json(elements[begin + i])); });
    for (const std::string& line : lines) {
      out << separator << "    " << line;
      separator = ",\n";
    }
  }
  out << (elements.empty() ? "]" : "\n  ]");
}

void write_coverage(const Report& report, const ReportJson& json, std::ostream& out) {
  std::string counts = json_line(json.coverage_counts());
  counts.pop_back();  // the object goes on
  out << counts << ",\"skipped\":";
  write_list(
      report.coverage.skipped, report.threads,
      [&](const Skipped& skipped) { return json.skipped(skipped); }, out);
  out << '}';
}

}  // namespace

void write_json(const Report& report, std::ostream& out) {
  const ReportJson json(report);
  out << "{\n  \"schema\": \"nhiscan-report/1\",\n  \"tool\": " << json_line(json.tool())
      << ",\n  \"scan\": " << json_line(json.scan()) << ",\n  \"findings\": ";
  write_list(
      report.findings, report.threads,
      [&](const Finding& finding) { return json.finding(finding); }, out);
  out << ",\n  \"identities\": ";
  write_list(
      report.inventory.identities, report.threads,
      [&](const Identity& identity) { return json.identity(identity); }, out);
  out << ",\n  \"coverage\": ";
  write_coverage(report, json, out);
  out << ",\n  \"suppressed\": " << json_line(json.suppressed()) << "\n}\n";
}

}  // namespace nhiscan

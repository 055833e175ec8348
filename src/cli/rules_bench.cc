// On one thread, whatever the machine has: with others beside it, times would say less.
#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "cli/output.h"
#include "cli/progress.h"
#include "cli/rules.h"
#include "cli/run_scan.h"
#include "cli/walk.h"
#include "detection/rule_bench.h"
#include "reports/rule_report.h"
#include "scan/blob_texts.h"

namespace nhiscan {
namespace {

/// Measures the rules on each text of a blob.
class BenchVisitor final : public LayerVisitor {
 public:
  BenchVisitor(RuleBench& bench, const std::string& path, Coverage& coverage)
      : bench_(bench), path_(path), coverage_(coverage) {}

  void visit(const Layer& text) override { bench_.measure(text.text, text.path); }

  void skip_part(const std::string& inside, std::string reason, PartSink::Cause cause) override {
    add_skipped(coverage_,
                {path_ + inside, std::move(reason), 0, cause == PartSink::Cause::failed});
  }

 private:
  RuleBench& bench_;
  const std::string& path_;
  Coverage& coverage_;
};

/// Returns the number of files that hold text.
std::uint64_t bench_source(Source& source, RuleBench& bench, Coverage& coverage,
                           ScanProgress& progress) {
  const ScanOptions options;
  BlobTexts texts(options.unpack, options.window_size, options.max_file_size);
  std::uint64_t files = 0;
  for (auto batch = source.next(); !batch.empty() && !progress.stop(); batch = source.next())
    for (const BlobRef& blob : batch) {
      const std::uint64_t before = bench.bytes();
      BenchVisitor visitor(bench, blob.path, coverage);
      texts.show(blob, visitor, coverage);
      files += bench.bytes() > before ? 1 : 0;
      progress.advance(1, bench.bytes() - before);
    }
  for (Skipped& skipped : source.take_skipped())
    add_skipped(coverage, std::move(skipped));
  if (interrupted()) add_skipped(coverage, {".", "interrupted; the rest was not read", 0, true});
  std::ranges::sort(coverage.skipped);
  return files;
}

/// The worst rule first.
void sort_costs(std::vector<RuleCosts::OfRule>& rules, std::string_view by) {
  using Key = std::tuple<double, double, std::string_view>;  // ascending
  const auto key = [by](const RuleCosts::OfRule& one) {
    const auto candidates = static_cast<double>(one.cost.candidates);
    if (by == "time")
      return Key{-static_cast<double>(one.cost.confirming.count()), -candidates, one.id};
    return Key{by == "ratio" ? confirm_ratio(one.cost) : 0, -candidates, one.id};
  };
  std::ranges::sort(rules, {}, key);
}

RuleCosts rule_costs(const RuleSet& rules, const RuleBench& bench) {
  RuleCosts costs;
  costs.bytes = bench.bytes();
  costs.finding = bench.finding();
  for (std::size_t i = 0; i < bench.costs().size(); ++i) {
    const RuleCost& cost = bench.costs()[i];
    if (cost.candidates == 0) continue;
    costs.total.candidates += cost.candidates;
    costs.total.confirmed += cost.confirmed;
    costs.total.matches += cost.matches;
    costs.total.confirming += cost.confirming;
    costs.rules.push_back({rules.rules()[i]->id, cost});
  }
  return costs;
}

ExitCode say_failed(const Coverage& coverage) {
  ExitCode status = ExitCode::clean;
  for (const Skipped& skipped : coverage.skipped) {
    if (!skipped.failed) continue;
    status = ExitCode::incomplete;
    say_notes({skipped.path + ": " + skipped.reason});
  }
  return interrupted() ? ExitCode::interrupted : status;
}

}  // namespace

void add_rules_bench_options(CLI::App& command, ScanArguments& arguments) {
  command.add_option("path", arguments.paths, "Files and directories (default: .)")
      ->type_name("PATH");
  command
      .add_option("--sort", arguments.sort,
                  "Which rules come first: those with the most time (default) or candidates, or "
                  "the lowest ratio")
      ->type_name("WHAT")
      ->check(CLI::IsMember({"time", "candidates", "ratio"}));
  command.add_option("--top", arguments.top, "Show N rules (default 20), 0 for all")
      ->type_name("N")
      ->check(CLI::Range(0, 1'000'000));
  command.add_flag("--no-times", arguments.no_times,
                   "Leave out the times: what is left depends on tree and rules alone");
  add_choosing_options(command, arguments);
  add_plain_options(command, arguments);
}

Result<int> run_rules_bench(const ScanSettings& settings) {
  const ScanArguments& wanted = settings.arguments;
  if (wanted.no_times && wanted.sort == "time")
    return Error{"--no-times: there is no time to sort by; --sort candidates or ratio"};
  const auto rules = load_rule_set(wanted);
  if (!rules) return rules.error();
  const auto source = open_walk(settings);
  if (!source) return source.error();

  Report base = make_report("rules", settings, *rules);
  RuleBench bench(*rules);
  TerminalProgress progress(
      settings.progress ? TerminalProgress::Visible::yes : TerminalProgress::Visible::no,
      listing_for_progress(settings));
  const std::uint64_t files = bench_source(**source, bench, base.coverage, progress);
  progress.finish();

  RuleCosts costs = rule_costs(*rules, bench);
  costs.files = files;
  if (wanted.no_times) costs.times = RuleCosts::Times::hide;
  const std::string_view usual = wanted.no_times ? "candidates" : "time";
  sort_costs(costs.rules, wanted.sort.empty() ? usual : wanted.sort);
  costs.shown = wanted.top == 0 ? costs.rules.size() : std::min(wanted.top, costs.rules.size());
  const ExitCode status = say_failed(base.coverage);
  const Status written = write_targets(settings.targets, [&](bool as_table, std::ostream& out) {
    as_table ? write_rule_costs_table(base, costs, out) : write_rule_costs_json(base, costs, out);
  });
  return exit_after(written, status);
}

}  // namespace nhiscan

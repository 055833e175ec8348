#include <algorithm>
#include <iostream>
#include <string>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/run_scan.h"
#include "cli/standard_input.h"
#include "credentials/fingerprint.h"
#include "reports/decoded.h"
#include "scan/recognise.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMostInput = 64UL * 1024 * 1024;

Result<std::shared_ptr<const Rule>> rule_named(const RuleSet& rules, const std::string& id) {
  if (id.empty()) return std::shared_ptr<const Rule>();
  for (const auto& rule : rules.rules())
    if (rule->id == id) return rule;
  return Error{"--as: there is no rule '" + id + "'"};
}

/// Neighbouring lines that nothing recognised are one entry, unless there is something to say of
/// them.
void add_unrecognised(const Recognised& part, std::vector<Unrecognised>& out) {
  const Piece& piece = part.piece;
  if (part.possible_rules.empty() && !out.empty() && out.back().possible_rules.empty() &&
      out.back().line + out.back().line_count == piece.line) {
    out.back().line_count += piece.line_count;
    out.back().bytes += piece.span.size();
    return;
  }
  out.push_back({piece.line, piece.line_count, piece.span.size(), part.possible_rules});
}

Decoded decode(std::vector<Recognised> parts, const ScanSettings& settings, const RuleSet& rules) {
  Decoded decoded;
  decoded.report = make_report("decode", settings, rules);
  for (Recognised& part : parts) {
    if (part.credentials.empty() && !part.piece.is_comment)
      add_unrecognised(part, decoded.unrecognised);
    std::ranges::move(part.credentials, std::back_inserter(decoded.report.findings));
  }
  return decoded;
}

}  // namespace

void add_decode_options(CLI::App& command, ScanArguments& arguments) {
  add_plain_options(command, arguments);
  command.add_option("--as", arguments.as_rule, "Take every line for a credential of this rule")
      ->type_name("ID");
  command.add_flag("--show-secrets", arguments.show_secrets, "Write secrets in full");
  command.add_option("--now", arguments.now, "Take TIME (RFC 3339) for the present")
      ->type_name("TIME");
}

Result<int> run_decode(const ScanSettings& settings) {
  if (const Status known = check_plain_formats(settings, "decode"); !known) return known.error();
  const auto rules = load_rule_set(settings.arguments);
  if (!rules) return rules.error();
  const auto as_rule = rule_named(*rules, settings.arguments.as_rule);
  if (!as_rule) return as_rule.error();
  const auto input = read_standard_input(kMostInput);
  if (!input) return Error{input.error().message + " (nhiscan stdin reads any length)"};

  const Decoded decoded =
      decode(recognise(*input, *rules, {*as_rule, settings.now, std::string(kPublicSalt)}),
             settings, *rules);
  const Status written = write_targets(settings.targets, [&](bool as_table, std::ostream& out) {
    as_table ? write_decoded_table(decoded, out) : write_decoded_json(decoded, out);
  });
  if (decoded.report.findings.empty() && decoded.unrecognised.empty())
    std::cerr << "nhiscan: standard input holds nothing to decode\n";
  const bool all = decoded.unrecognised.empty() && !decoded.report.findings.empty();
  return exit_after(written, all ? ExitCode::clean : ExitCode::findings);
}

}  // namespace nhiscan

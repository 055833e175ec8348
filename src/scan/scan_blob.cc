#include "scan/scan_blob.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>

#include "credentials/fingerprint.h"
#include "credentials/read.h"
#include "declarations/declarations.h"
#include "decoders/log_format.h"
#include "detection/log_noise.h"
#include "scan/join_findings.h"
#include "scan/line_hash.h"
#include "scan/locate.h"
#include "scan/log_secrets.h"
#include "scan/match_finding.h"

namespace nhiscan {
namespace {

bool is_proven(Validity validity) {
  return validity != Validity::unknown && validity != Validity::checksum_bad;
}

void add_unread(const BlobRef& blob, std::span<const Unread> parts, ScanOutcome& out) {
  for (const Unread& unread : parts)
    out.skip({blob.path, "declarations not read: " + unread.why, 0,
              unread.cause == Unread::Cause::limit && unread.certain});
}

/// Whether one of the spans of the blob touches the place. A member counts as a whole.
bool lies_in(std::span<const Span> touched, const Location& location) {
  if (location.is_in_member) return !touched.empty();
  const Span place{location.begin, location.end};
  return std::ranges::any_of(touched, [&](const Span& span) { return span.overlaps(place); });
}

void drop_untouched(const BlobRef& blob, std::string_view bytes, std::vector<Finding>& findings) {
  if (!blob.touched || findings.empty()) return;
  const std::vector<Span> touched = blob.touched(bytes);
  std::erase_if(findings,
                [&](const Finding& finding) { return !lies_in(touched, finding.location); });
}

/// One of a text's findings, of which the lines are counted in `text`.
void add_line_hash(std::string_view text, Finding& finding) {
  const std::size_t line = finding.location.line;
  finding.line_hash = line_hashes(text, {&line, 1}).front();
}

}  // namespace

void ScanOutcome::skip(Skipped skipped) { add_skipped(coverage, std::move(skipped)); }

void ScanOutcome::add(ScanOutcome part) {
  std::ranges::move(part.findings, std::back_inserter(findings));
  std::ranges::move(part.declarations, std::back_inserter(declarations));
  std::ranges::move(part.coverage.skipped, std::back_inserter(coverage.skipped));
  coverage.files += part.coverage.files;
  coverage.blobs += part.coverage.blobs;
  coverage.commits += part.coverage.commits;
  coverage.bytes_scanned += part.coverage.bytes_scanned;
  coverage.bytes_skipped += part.coverage.bytes_skipped;
  coverage.bytes_expanded += part.coverage.bytes_expanded;
  suppressed.inline_comment += part.suppressed.inline_comment;
  suppressed.placeholder += part.suppressed.placeholder;
  suppressed.allowlist += part.suppressed.allowlist;
}

/// What a scan does with the texts of a blob.
class BlobScanner::Visitor final : public LayerVisitor {
 public:
  /// `stored`: all bytes of a blob of which only what is touched counts.
  Visitor(BlobScanner& scanner, const BlobRef& blob, std::string_view stored, ScanOutcome& out)
      : scanner_(scanner), options_(scanner.options_), blob_(blob), stored_(stored), out_(out) {}

  void visit(const Layer& text) override {
    if (text.has_own_lines()) logs_.begin_window(text);
    add_findings(text);
    if (options_.declarations == ScanOptions::Declarations::leave_out || !text.has_own_lines())
      return;
    if (text.is_whole)
      add_declarations(text);
    else if (text.offset == 0)
      add_unread(blob_, unread_declarations(text.path, text.text), out_);
  }

  void skip_part(const std::string& inside, std::string reason, PartSink::Cause cause) override {
    out_.skip({blob_.path + inside, std::move(reason), 0, cause == PartSink::Cause::failed});
  }

 private:
  void add_findings(const Layer& layer) {
    const std::string path = rule_path(layer.path);
    Detected found = scanner_.matcher_.scan(layer.text, path);
    LogSecrets* const log = found.matches.empty() ? nullptr : log_of(layer);
    if (log != nullptr && !found.floods.empty())
      found = scanner_.matcher_.scan(layer.text, path, layer.text.size());
    out_.suppressed.inline_comment += found.allowed_inline;
    out_.suppressed.placeholder += found.placeholders;
    out_.suppressed.allowlist += found.excused;
    add_notes(found);
    const std::size_t before = out_.findings.size();
    for (Match& match : found.matches) {
      if (!is_wanted(layer, match)) continue;
      if (log != nullptr)
        add_to_log(layer, std::move(match), *log);
      else
        add(layer, std::move(match));
    }
    if (options_.line_hashes == ScanOptions::LineHashes::add)
      add_line_hashes(layer, std::span(out_.findings).subspan(before));
  }

  /// The path from the top of its tree.
  [[nodiscard]] std::string rule_path(std::string_view shown) const {
    const auto known = options_.rule_paths.find(blob_.root);
    if (known == options_.rule_paths.end()) return std::string(shown);
    std::string_view rest = shown;
    const std::string_view root = blob_.root;
    if (rest == root) return known->second;
    if (root != "." && rest.starts_with(root)) rest.remove_prefix(root.size());
    if (rest.starts_with('/')) rest.remove_prefix(1);
    return known->second + (known->second.empty() ? "" : "/") + std::string(rest);
  }

  void add_notes(const Detected& found) {
    for (const RuleNote& note : found.floods)
      out_.coverage.skipped.push_back(
          {blob_.path,
           "match flood: " + std::to_string(note.count) + " more matches of rule " + note.rule->id,
           0, false});
    for (const RuleNote& note : found.gave_up)
      out_.coverage.skipped.push_back(
          {blob_.path, "rule " + note.rule->id + " ran into the match limit", 0, true});
  }

  bool is_wanted(const Layer& layer, const Match& match) {
    if (!is_owned(layer, match.secret)) return false;
    if (!is_present(match) && options_.declarations == ScanOptions::Declarations::leave_out)
      return false;
    if (layer.has_own_lines() || !is_allowed(layer, match.secret)) return true;
    ++out_.suppressed.inline_comment;
    return false;
  }

  /// Null where what is seen is no log.
  LogSecrets* log_of(const Layer& layer) {
    LogSecrets* const log = logs_.of(*seen_in(layer, {}).first);
    return log != nullptr && log->context() ? log : nullptr;
  }

  /// Whether it stands where it counts.
  bool is_touched(const Layer& layer, Span secret) {
    if (!blob_.touched) return true;
    if (!touched_) touched_ = blob_.touched(stored_);
    return lies_in(*touched_, locate(layer, secret));
  }

  /// A secret that the log held before is counted.
  void add_to_log(const Layer& layer, Match match, LogSecrets& log) {
    if (is_log_noise(layer.text, match) || !is_touched(layer, match.secret)) return;
    const auto rule = match.rule;
    const std::string_view secret = layer.text.substr(match.secret.begin, match.secret.size());
    const auto [seen, place] = seen_in(layer, match.secret);
    const auto known = log.find(*rule, secret);
    if (known && !log.is_new(*known, place.begin)) return;
    const auto time = observed_at(seen->text, place, options_.now);
    if (known) return out_.findings[*known].observed.add({1, time, time});
    const std::size_t before = out_.findings.size();
    add(layer, std::move(match));
    if (out_.findings.size() == before) return;
    Finding& finding = out_.findings.back();
    finding.observed = {1, time, time};
    if (!finding.location.context) finding.location.context = log.context();
    log.add(*rule, secret, before);
    log.is_new(before, place.begin);
  }

  void add(const Layer& layer, Match match) {
    const Span secret = match.secret;
    Finding finding = finding_of_match(std::move(match), layer.text);
    read_credential(finding, layer.text, secret, options_.now);
    if (finding.rule->proof_required && !is_proven(finding.validity)) return;
    finding.location = locate(layer, secret);
    finding.location.root = blob_.root;
    finding.location.path = blob_.path;
    finding.location.blob_id = blob_.blob_id;
    finding.tracked = blob_.tracked;
    finding.at_head = blob_.at_head;
    finding.id = fingerprint(options_.salt, finding.kind, finding.secret.expose());
    out_.findings.push_back(std::move(finding));
  }

  static void add_line_hashes(const Layer& layer, std::span<Finding> findings) {
    const Layer* seen = &layer;
    while (!seen->has_own_lines())
      seen = seen->parent;
    if (!seen->is_whole || findings.empty()) return;
    if (seen != &layer) {
      for (Finding& finding : findings)
        add_line_hash(seen->text, finding);
      return;
    }
    std::vector<std::size_t> lines;
    for (const Finding& finding : findings)
      lines.push_back(finding.location.line);
    const std::vector<std::string> hashes = line_hashes(layer.text, lines);
    for (std::size_t i = 0; i < hashes.size(); ++i)
      findings[i].line_hash = hashes[i];
  }

  void add_declarations(const Layer& layer) {
    Declared declared = read_declarations(layer.path, layer.text);
    for (Declaration& declaration : declared.declarations) {
      declaration.location.root = blob_.root;
      declaration.location.path = blob_.path;
      declaration.location.chain = layer.chain();
      declaration.location.is_in_member = layer.part != nullptr && layer.part->way_back.empty();
      out_.declarations.push_back(std::move(declaration));
    }
    add_unread(blob_, declared.unread, out_);
  }

  BlobScanner& scanner_;
  const ScanOptions& options_;
  const BlobRef& blob_;
  std::string_view stored_;
  ScanOutcome& out_;
  LogStack logs_;
  std::optional<std::vector<Span>> touched_;
};

ScanOutcome BlobScanner::scan_blob(const BlobRef& blob) {
  ScanOutcome out;
  if (blob.read && !is_binary_by_name(blob)) {
    scan_stored(blob, out);
    return out;
  }
  Visitor visitor(*this, blob, {}, out);
  texts_.show(blob, visitor, out.coverage);
  join_findings(out.findings);
  return out;
}

void BlobScanner::scan_stored(const BlobRef& blob, ScanOutcome& out) {
  out.coverage.blobs = 1;
  const auto bytes = blob.read();
  if (!bytes) {
    out.coverage.files = 1;
    out.skip({blob.path, bytes.error().message, 0, true});
    return;
  }
  Visitor visitor(*this, blob, bytes->view(), out);
  texts_.show(blob, bytes->view(), visitor, out.coverage);
  join_findings(out.findings);
  drop_untouched(blob, bytes->view(), out.findings);
}

}  // namespace nhiscan

#include "scan/scan_blob.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>

#include "credentials/fingerprint.h"
#include "credentials/read.h"
#include "declarations/declarations.h"
#include "scan/binary.h"
#include "scan/line_counter.h"
#include "scan/line_hash.h"
#include "scan/match_finding.h"

namespace nhiscan {
namespace {

// A secret that a window cuts off is found whole in the next one, which begins this many bytes
// earlier.
constexpr std::size_t kOverlap = 64UL * 1024;
// Keywords, keys and comments before a secret that stands at the beginning of what a window owns.
constexpr std::size_t kContext = 8UL * 1024;

std::uint64_t size_on_disk(const BlobRef& blob) {
  if (blob.name.empty()) return 0;
  struct stat status {};
  const int directory = blob.directory ? blob.directory->descriptor() : AT_FDCWD;
  if (fstatat(directory, blob.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return 0;
  return static_cast<std::uint64_t>(status.st_size);
}

/// One text of a blob, and how its offsets become those of the blob.
struct Place {
  const BlobRef& blob;
  std::string_view text;
  std::uint64_t offset = 0;            // of `text` in the blob, for a window
  const Document* document = nullptr;  // for decoded text
  Span owned;                          // secrets that begin elsewhere are another window's

  [[nodiscard]] std::size_t in_blob(std::size_t at) const {
    return document != nullptr ? document->blob_offset(at) : offset + at;
  }
};

Finding finding_of(Match match, const Place& place, LineCounter& lines) {
  Location location;
  const LinePosition begin = lines.at(match.secret.begin);
  const LinePosition end = lines.at(match.secret.end);
  location.root = place.blob.root;
  location.path = place.blob.path;
  location.blob_id = place.blob.blob_id;
  location.line = begin.line;
  location.column = begin.column;
  location.end_line = end.line;
  location.end_column = end.column;
  location.begin = place.in_blob(match.secret.begin);
  location.end = place.in_blob(match.secret.end);
  if (place.document != nullptr) location.chain = place.document->chain;
  Finding finding = finding_of_match(std::move(match), place.text);
  finding.location = std::move(location);
  finding.tracked = place.blob.tracked;
  finding.at_head = place.blob.at_head;
  return finding;
}

bool is_proven(Validity validity) {
  return validity != Validity::unknown && validity != Validity::checksum_bad;
}

/// Detection and decoding of one text; `lines` goes on from one window to the next.
void scan_text(const Place& place, LineCounter& lines, Matcher& matcher, const ScanOptions& options,
               ScanOutcome& out) {
  Detected found = matcher.scan(place.text, place.blob.path);
  out.suppressed.inline_comment += found.allowed_inline;
  out.suppressed.placeholder += found.placeholders;
  for (const RuleNote& note : found.floods)
    out.coverage.skipped.push_back(
        {place.blob.path,
         "match flood: " + std::to_string(note.count) + " more matches of rule " + note.rule->id, 0,
         false});
  for (const RuleNote& note : found.gave_up)
    out.coverage.skipped.push_back(
        {place.blob.path, "rule " + note.rule->id + " ran into the match limit", 0, true});
  for (Match& match : found.matches) {
    if (match.secret.begin < place.owned.begin || match.secret.begin >= place.owned.end) continue;
    if (!is_present(match) && options.declarations == ScanOptions::Declarations::leave_out)
      continue;
    const Span secret = match.secret;
    Finding finding = finding_of(std::move(match), place, lines);
    read_credential(finding, place.text, secret, options.now);
    if (finding.rule->proof_required && !is_proven(finding.validity)) continue;
    finding.id = fingerprint(options.salt, finding.kind, finding.secret.expose());
    out.findings.push_back(std::move(finding));
  }
}

void add_line_hashes(std::string_view text, const ScanOptions& options,
                     std::span<Finding> findings) {
  if (findings.empty() || options.line_hashes == ScanOptions::LineHashes::leave_out) return;
  std::vector<std::size_t> lines;
  for (const Finding& finding : findings)
    lines.push_back(finding.location.line);
  const std::vector<std::string> hashes = line_hashes(text, lines);
  for (std::size_t i = 0; i < hashes.size(); ++i)
    findings[i].line_hash = hashes[i];
}

void add_unread(const BlobRef& blob, std::span<const Unread> parts, ScanOutcome& out) {
  for (const Unread& unread : parts)
    out.skip({blob.path, "declarations not read: " + unread.why, 0,
              unread.cause == Unread::Cause::limit && unread.certain});
}

void add_declarations(const BlobRef& blob, std::string_view text, ScanOutcome& out) {
  Declared declared = read_declarations(blob.path, text);
  for (Declaration& declaration : declared.declarations) {
    declaration.location.root = blob.root;
    out.declarations.push_back(std::move(declaration));
  }
  add_unread(blob, declared.unread, out);
}

void drop_untouched(const BlobRef& blob, std::string_view bytes, std::vector<Finding>& findings) {
  if (!blob.touched || findings.empty()) return;
  const std::vector<Span> touched = blob.touched(bytes);
  std::erase_if(findings, [&](const Finding& finding) {
    const Span place{finding.location.begin, finding.location.end};
    return std::ranges::none_of(touched, [&](const Span& span) { return span.overlaps(place); });
  });
}

}  // namespace

void ScanOutcome::skip(Skipped skipped) {
  coverage.bytes_skipped += skipped.bytes;
  coverage.skipped.push_back(std::move(skipped));
}

void ScanOutcome::add(ScanOutcome part) {
  std::ranges::move(part.findings, std::back_inserter(findings));
  std::ranges::move(part.declarations, std::back_inserter(declarations));
  std::ranges::move(part.coverage.skipped, std::back_inserter(coverage.skipped));
  coverage.files += part.coverage.files;
  coverage.blobs += part.coverage.blobs;
  coverage.commits += part.coverage.commits;
  coverage.bytes_scanned += part.coverage.bytes_scanned;
  coverage.bytes_skipped += part.coverage.bytes_skipped;
  suppressed.inline_comment += part.suppressed.inline_comment;
  suppressed.placeholder += part.suppressed.placeholder;
}

ScanOutcome BlobScanner::scan_blob(const BlobRef& blob) {
  ScanOutcome out;
  out.coverage.files = 1;
  if (is_binary_name(blob.path) && blob.descriptor < 0 && !blob.bytes) {
    out.skip({blob.path, "binary by name", size_on_disk(blob), false});
    return out;
  }
  if (blob.read) {
    scan_stored(blob, out);
    return out;
  }
  auto reader = WindowReader::open(blob, buffer_, options_.window_size);
  if (!reader) {
    out.coverage.files = 0;
    out.skip({blob.path, reader.error().message, size_on_disk(blob), true});
    return out;
  }
  scan_windows(blob, *reader, out);
  return out;
}

void BlobScanner::scan_stored(const BlobRef& blob, ScanOutcome& out) {
  out.coverage.blobs = 1;
  const auto bytes = blob.read();
  if (!bytes) {
    out.skip({blob.path, bytes.error().message, 0, true});
    return;
  }
  WindowReader reader = WindowReader::of(bytes->view(), buffer_);
  scan_windows(blob, reader, out);
  drop_untouched(blob, bytes->view(), out.findings);
}

void BlobScanner::scan_decoded(const BlobRef& blob, std::string_view bytes, const Decoder& decoder,
                               ScanOutcome& out) {
  const auto documents = decoder.decode(bytes);
  if (!documents) {
    out.skip({blob.path, documents.error().message, bytes.size(), true});
    return;
  }
  for (const Document& document : *documents) {
    LineCounter lines(document.text);
    const std::size_t before = out.findings.size();
    scan_text({blob, document.text, 0, &document, {0, document.text.size()}}, lines, matcher_,
              options_, out);
    add_line_hashes(document.text, options_, std::span(out.findings).subspan(before));
    if (options_.declarations == ScanOptions::Declarations::read)
      add_declarations(blob, document.text, out);
  }
  out.coverage.bytes_scanned += bytes.size();
}

/// Whether the blob is plain text that is to be scanned; else says in `out` what became of it.
bool BlobScanner::take_first(const BlobRef& blob, const WindowReader& reader, const Window& window,
                             ScanOutcome& out) {
  const auto size = [&] {
    return window.last ? window.text.size() : reader.size().value_or(window.text.size());
  };
  if (size() > options_.max_file_size) {
    out.skip({blob.path, "larger than --max-file-size", size(), false});
    return false;
  }
  if (!is_binary(window.text)) return true;
  const Decoder* decoder = decoder_for(blob.path, window.text.substr(0, kBinaryHead));
  if (decoder == nullptr) {
    out.skip({blob.path, "binary", size(), false});
  } else if (!window.last) {
    out.skip(
        {blob.path, "too large for the " + std::string(decoder->name) + " decoder", size(), true});
  } else {
    scan_decoded(blob, window.text, *decoder, out);
  }
  return false;
}

void BlobScanner::scan_windows(const BlobRef& blob, WindowReader& reader, ScanOutcome& out) {
  LinePosition start;
  std::size_t owned_from = 0;  // in the window
  while (true) {
    const auto window = reader.next(kOverlap + kContext);
    if (!window) {
      const std::uint64_t missing = reader.size().value_or(0) -
                                    std::min(reader.size().value_or(0), out.coverage.bytes_scanned);
      if (out.coverage.bytes_scanned == 0) out.coverage.files = 0;
      out.skip({blob.path, window.error().message, missing, true});
      return;
    }
    if (!*window) return;
    const std::string_view text = (*window)->text;
    const bool first = (*window)->offset == 0;
    if (first && !take_first(blob, reader, **window, out)) return;
    if (first && !(*window)->last && options_.declarations == ScanOptions::Declarations::read)
      add_unread(blob, unread_declarations(blob.path, text), out);
    const std::size_t next_owned = (*window)->last ? text.size() + 1 : text.size() - kOverlap;
    LineCounter lines(text, start);
    scan_text({blob, text, (*window)->offset, nullptr, {owned_from, next_owned}}, lines, matcher_,
              options_, out);
    out.coverage.bytes_scanned = (*window)->offset + text.size();
    if ((*window)->last) {
      if (!first) return;
      add_line_hashes(text, options_, out.findings);
      if (options_.declarations == ScanOptions::Declarations::read)
        add_declarations(blob, text, out);
      return;
    }
    start = LineCounter(text, start).at(text.size() - kOverlap - kContext);
    owned_from = kContext;
  }
}

}  // namespace nhiscan

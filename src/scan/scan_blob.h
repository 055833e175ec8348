#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "decoders/unpacker.h"
#include "detection/matcher.h"
#include "detection/rule_set.h"
#include "nhiscan/finding.h"
#include "nhiscan/identity.h"
#include "nhiscan/report.h"
#include "scan/blob_texts.h"
#include "sources/source.h"

namespace nhiscan {

struct ScanOptions {
  std::size_t window_size = 8UL * 1024 * 1024;  ///< bytes of a blob that are in memory at once
  std::uint64_t max_file_size = std::numeric_limits<std::uint64_t>::max();
  UnpackLimits unpack;
  enum class Declarations : std::uint8_t { read, leave_out } declarations = Declarations::leave_out;
  enum class LineHashes : std::uint8_t { add, leave_out } line_hashes = LineHashes::leave_out;
  std::int64_t now = 0;  ///< seconds since the epoch
  std::string salt;      ///< of the fingerprints
  /// What rules are told of paths: by PATH argument, how it lies in its tree ("src", or "").
  /// Empty: the path as it is shown.
  std::map<std::string, std::string, std::less<>> rule_paths{};
};

/// What a scan found, of one blob or of all.
struct ScanOutcome {
  std::vector<Finding> findings;
  std::vector<Declaration> declarations;
  Coverage coverage;
  Suppressed suppressed;

  void add(ScanOutcome part);
  void skip(Skipped skipped);
};

/// One thread's share of a scan: what is reused from blob to blob.
class BlobScanner {
 public:
  BlobScanner(const RuleSet& rules, const ScanOptions& options)
      : matcher_(rules),
        texts_(options.unpack, options.window_size, options.max_file_size),
        options_(options) {}

  /// Reads the blob and finds, decodes and fingerprints its secrets. Whatever is wrong with the
  /// blob ends in `coverage.skipped`.
  ScanOutcome scan_blob(const BlobRef& blob);

 private:
  class Visitor;

  void scan_stored(const BlobRef& blob, ScanOutcome& out);

  Matcher matcher_;
  BlobTexts texts_;
  const ScanOptions& options_;
};

}  // namespace nhiscan

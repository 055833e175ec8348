#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "nhiscan/finding.h"
#include "nhiscan/identity.h"

namespace nhiscan {

/// What was listed but not read. `failed`: it should have been read, so the scan is incomplete
/// (exit 3).
struct Skipped {
  std::string path;
  std::string reason;
  std::uint64_t bytes = 0;
  bool failed = false;
  auto operator<=>(const Skipped&) const = default;
};

struct Coverage {
  std::uint64_t files = 0;
  std::uint64_t blobs = 0;
  std::uint64_t commits = 0;
  std::uint64_t bytes_listed = 0;  ///< always bytes_scanned + bytes_skipped
  std::uint64_t bytes_scanned = 0;
  std::uint64_t bytes_skipped = 0;
  std::uint64_t bytes_expanded = 0;  ///< decoded from those that were listed; not among them
  std::vector<Skipped> skipped;      ///< sorted
};

struct Suppressed {
  std::uint64_t inline_comment = 0;
  std::uint64_t baseline = 0;
  std::uint64_t allowlist = 0;
  std::uint64_t placeholder = 0;
};

/// Everything that an output format may say.
struct Report {
  std::string tool_version;
  std::size_t rule_count = 0;
  std::string rule_digest;
  std::int64_t started = 0;  ///< seconds since the epoch
  std::int64_t finished = 0;
  std::string command;  ///< "dir", "stdin", "inventory"
  std::vector<std::string> roots;
  bool complete = true;
  std::vector<Finding> findings;  ///< sorted by location, then rule
  Inventory inventory;            ///< empty unless the command is `inventory`
  Coverage coverage;
  Suppressed suppressed;
  bool show_secrets = false;
  int redact_percent = 100;  ///< share of a secret that is hidden; 100: first and last four at most
  bool color = false;        ///< terminal formats only
  std::size_t width = 100;   ///< terminal columns
  unsigned threads = 1;      ///< that may make it
};

/// The secret as this report may show it.
std::string shown_secret(const Report& report, const Finding& finding);

}  // namespace nhiscan

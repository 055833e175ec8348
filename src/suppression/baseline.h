#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/finding.h"
#include "suppression/known_finding.h"

namespace nhiscan {

/// Whether a secret can be guessed from a hash of it that is quick to compute: passwords, and what
/// has less than 64 bits of entropy by its own characters.
bool is_guessable(const Finding& finding);

/// What the baselines of a run know, and which of their entries were met.
class Baselines {
 public:
  struct Entry {
    KnownFinding known;
    std::size_t file = 0;  ///< in `files()`
    bool met = false;      ///< a finding is what it knows
  };

  /// `salt` keys the fingerprints.
  explicit Baselines(std::string salt) : salt_(std::move(salt)) {}

  void add(KnownFindings known);

  /// Sets `in_baseline` of what is known at `now`, in seconds since the epoch, and marks the
  /// entries that were met, expired ones too. Computes slow hashes on `threads` threads, one for
  /// each guessable secret and each salt, and only where there are entries that need it.
  void mark(std::vector<Finding>& findings, std::int64_t now, unsigned threads);

  /// Gives an entry that knows only a place the fingerprints of what stood there. Without any, its
  /// commit can't be read, and the place counts in every commit.
  void resolve(Entry& entry, std::vector<std::string> fingerprints);

  /// Of entries alone; what isn't said of findings is in here.
  [[nodiscard]] const std::vector<KnownFindings>& files() const { return files_; }
  [[nodiscard]] std::vector<Entry>& entries() { return entries_; }
  [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
  [[nodiscard]] bool empty() const { return files_.empty(); }

 private:
  struct Marking;

  void mark_by_fingerprint(Marking& marking);
  void mark_by_slow_fingerprint(Marking& marking, unsigned threads);
  void mark_by_digest(Marking& marking);
  void mark_by_value(Marking& marking);
  void mark_by_place(Marking& marking);

  std::string salt_;
  std::vector<KnownFindings> files_;  // without their findings
  std::vector<Entry> entries_;
  std::multimap<std::string, std::size_t, std::less<>> by_fingerprint_;
};

/// Whether an entry counts at `now`.
bool counts_at(const KnownFinding& known, std::int64_t now);

/// The path of a file, named from the working directory, as seen from a directory that is named by
/// its canonical path; empty where it doesn't lie there.
class PathsWithin {
 public:
  explicit PathsWithin(std::string directory) : directory_(std::move(directory)) {}

  const std::string& of(const std::string& path);

 private:
  std::string directory_;
  std::map<std::string, std::string> known_;
};

}  // namespace nhiscan

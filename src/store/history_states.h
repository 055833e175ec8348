#pragma once

#include <map>
#include <string>

#include "nhiscan/result.h"
#include "scan/history_memory.h"

namespace nhiscan {

/// What scans leave for the next ones, by repository, in a file. It holds no secrets: of each one a
/// hash, and where it stands.
class HistoryStates {
 public:
  /// Reads the file; one that isn't there, is damaged or comes from another version of nhiscan is
  /// as good as empty. Fails, so that nothing is overwritten, if it is something else.
  static Result<HistoryStates> open(const std::string& file);

  /// `repository` is the path of its common directory, made canonical.
  HistoryMemory& of(const std::string& repository) { return memories_[repository]; }

  /// Replaces the file, readable by its owner alone, unless nothing is new; the old one stays whole
  /// until then.
  [[nodiscard]] Status save() const;

 private:
  std::string file_;
  std::map<std::string, HistoryMemory> memories_;
};

}  // namespace nhiscan

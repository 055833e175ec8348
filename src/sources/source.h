#pragma once

#include <memory>
#include <string>
#include <vector>

#include "nhiscan/report.h"

namespace nhiscan {

/// An open directory; names are opened relative to it, so that no path is walked twice.
class DirectoryHandle {
 public:
  explicit DirectoryHandle(int descriptor) : descriptor_(descriptor) {}
  DirectoryHandle(const DirectoryHandle&) = delete;
  DirectoryHandle& operator=(const DirectoryHandle&) = delete;
  ~DirectoryHandle();

  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

/// A promise to read a blob: nothing is open yet.
struct BlobRef {
  std::string root;                                  ///< the PATH argument
  std::string path;                                  ///< as a report shows it
  std::shared_ptr<const DirectoryHandle> directory;  ///< of a file on disk; `name` stands in it
  std::string name;
  std::shared_ptr<const std::string> bytes;  ///< of a blob in memory
  int descriptor = -1;  ///< of an open stream such as standard input; not owned
};

/// Lists blobs. Called by one thread at a time.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// The next few blobs; none when all are listed.
  virtual std::vector<BlobRef> next() = 0;

  /// What was listed so far without becoming a blob: unreadable directories, pipes, links that lead
  /// out, excluded names.
  virtual std::vector<Skipped> take_skipped() = 0;
};

}  // namespace nhiscan

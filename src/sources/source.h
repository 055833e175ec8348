#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "git/bytes.h"
#include "nhiscan/report.h"
#include "nhiscan/result.h"
#include "sources/byte_stream.h"

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
  std::shared_ptr<ByteStream> stream;        ///< of a large blob; read once
  int descriptor = -1;                  ///< of an open stream such as standard input; not owned
  std::function<Result<Bytes>()> read;  ///< of a blob in an object store
  /// Of a change: the spans of the blob that decide; what is found elsewhere isn't reported. Asked
  /// only when something is found.
  std::function<std::vector<Span>(std::string_view bytes)> touched;
  std::string blob_id;          ///< in hex, where known
  std::optional<bool> tracked;  ///< where the source knows whether git has the file
  bool at_head = true;
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

#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "nhiscan/result.h"
#include "wrap/handle.h"

// libarchive, read only and from memory or a stream. Filters that would start another program are
// not among those that it is asked to use.
namespace nhiscan {

/// Where the bytes of an archive come from. Called from C, so nothing throws.
class ArchiveSource {
 public:
  ArchiveSource() = default;
  ArchiveSource(const ArchiveSource&) = delete;
  ArchiveSource& operator=(const ArchiveSource&) = delete;
  virtual ~ArchiveSource() = default;

  /// The next bytes, which stay until the next call; empty at the end.
  virtual Result<std::string_view> next() noexcept = 0;
  /// Nothing where it can only be read in order.
  [[nodiscard]] virtual std::optional<std::uint64_t> size() const noexcept = 0;
  virtual bool seek(std::uint64_t offset) noexcept = 0;
  [[nodiscard]] virtual std::uint64_t position() const noexcept = 0;
};

/// An archive or compressed stream that is being read.
class ArchiveReader {
 public:
  enum class Member : std::uint8_t { file, other, end };

  /// `source` outlives the reader. Fails where the bytes are of no format that is known.
  explicit ArchiveReader(ArchiveSource& source);

  Status open();

  /// Goes to the next member. What is wrong with the archive as a whole is an error, after which
  /// there is nothing more.
  Result<Member> next();

  /// The member's name as it stands there; what isn't UTF-8 is left as it is.
  [[nodiscard]] std::string name() const;
  [[nodiscard]] bool is_encrypted() const;
  /// Nothing where the archive doesn't say.
  [[nodiscard]] std::optional<std::uint64_t> size() const;

  /// The member's bytes; 0 at its end. After an error the next member may still be read.
  Result<std::size_t> read(char* out, std::size_t size);

  /// Whether it is a compressed stream and no archive.
  [[nodiscard]] bool is_bare() const;
  /// Whether nothing was compressed.
  [[nodiscard]] bool is_empty() const;
  /// What it is compressed with, as "gzip"; empty if with nothing.
  [[nodiscard]] std::string compression() const;

 private:
  static la_ssize_t on_read(archive* reader, void* source, const void** bytes) noexcept;
  static la_int64_t on_skip(archive* reader, void* source, la_int64_t count) noexcept;
  static la_int64_t on_seek(archive* reader, void* source, la_int64_t offset, int from) noexcept;
  [[nodiscard]] Error last_error() const;

  ArchiveSource& source_;
  Handle<archive, archive_read_free> archive_;
  archive_entry* entry_ = nullptr;  // the archive's
};

}  // namespace nhiscan

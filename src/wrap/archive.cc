#include "wrap/archive.h"

#include <locale.h>  // NOLINT(modernize-deprecated-headers): POSIX, for newlocale

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <new>

namespace nhiscan {
namespace {

constexpr int kTries = 100;  // of members that are damaged one after the other

/// While it lives, this thread's characters are UTF-8, where the system has such a locale:
/// libarchive loses names that the locale can't write.
class NamesInUtf8 {
 public:
  NamesInUtf8() : before_(uselocale(utf8())) {}
  NamesInUtf8(const NamesInUtf8&) = delete;
  NamesInUtf8& operator=(const NamesInUtf8&) = delete;
  ~NamesInUtf8() { uselocale(before_); }

 private:
  /// Null, which changes nothing, where there is none.
  static locale_t utf8() {
    static const locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
    return locale;
  }

  locale_t before_;
};

}  // namespace

ArchiveReader::ArchiveReader(ArchiveSource& source)
    : source_(source), archive_(archive_read_new()) {
  if (!archive_) throw std::bad_alloc();
  archive* const reader = archive_.get();
  archive_read_support_filter_gzip(reader);
  archive_read_support_filter_bzip2(reader);
  archive_read_support_filter_xz(reader);
  archive_read_support_filter_lzma(reader);
  archive_read_support_filter_zstd(reader);
  archive_read_support_filter_lz4(reader);
  archive_read_support_filter_compress(reader);
  archive_read_support_filter_rpm(reader);
  archive_read_support_format_tar(reader);
  if (source_.size()) archive_read_support_format_zip_seekable(reader);
  archive_read_support_format_zip_streamable(reader);
  archive_read_support_format_7zip(reader);
  archive_read_support_format_cpio(reader);
  archive_read_support_format_ar(reader);
  archive_read_support_format_iso9660(reader);
  archive_read_support_format_raw(reader);
  archive_read_support_format_empty(reader);
}

Status ArchiveReader::open() {
  archive* const reader = archive_.get();
  archive_read_set_read_callback(reader, on_read);
  archive_read_set_skip_callback(reader, on_skip);
  if (source_.size()) archive_read_set_seek_callback(reader, on_seek);
  archive_read_set_callback_data(reader, &source_);
  if (archive_read_open1(reader) != ARCHIVE_OK) return last_error();
  return Done{};
}

Result<ArchiveReader::Member> ArchiveReader::next() {
  const NamesInUtf8 names;
  for (int i = 0; i < kTries; ++i) {
    const int code = archive_read_next_header(archive_.get(), &entry_);
    if (code == ARCHIVE_EOF) return Member::end;
    if (code == ARCHIVE_OK || code == ARCHIVE_WARN)
      return archive_entry_filetype(entry_) == AE_IFREG || is_bare() ? Member::file : Member::other;
    if (code == ARCHIVE_FATAL) break;
  }
  return last_error();
}

std::string ArchiveReader::name() const {
  const NamesInUtf8 names;
  const char* name = archive_entry_pathname_utf8(entry_);
  if (name == nullptr) name = archive_entry_pathname(entry_);
  return name == nullptr ? std::string("(unnamed)") : std::string(name);
}

bool ArchiveReader::is_encrypted() const { return archive_entry_is_data_encrypted(entry_) != 0; }

std::optional<std::uint64_t> ArchiveReader::size() const {
  if (archive_entry_size_is_set(entry_) == 0) return std::nullopt;
  return static_cast<std::uint64_t>(std::max<la_int64_t>(0, archive_entry_size(entry_)));
}

Result<std::size_t> ArchiveReader::read(char* out, std::size_t size) {
  for (int i = 0; i < kTries; ++i) {
    const la_ssize_t got = archive_read_data(archive_.get(), out, size);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (got != ARCHIVE_RETRY && got != ARCHIVE_WARN) break;
  }
  return last_error();
}

bool ArchiveReader::is_bare() const { return archive_format(archive_.get()) == ARCHIVE_FORMAT_RAW; }

bool ArchiveReader::is_empty() const {
  return archive_format(archive_.get()) == ARCHIVE_FORMAT_EMPTY;
}

std::string ArchiveReader::compression() const {
  std::string names;
  for (int i = 0; i < archive_filter_count(archive_.get()); ++i) {
    const char* name = archive_filter_name(archive_.get(), i);
    if (name == nullptr || archive_filter_code(archive_.get(), i) == ARCHIVE_FILTER_NONE) continue;
    names += (names.empty() ? "" : "+") + std::string(name);
  }
  return names;
}

Error ArchiveReader::last_error() const {
  const char* text = archive_error_string(archive_.get());
  return Error{text == nullptr ? "damaged" : text};
}

la_ssize_t ArchiveReader::on_read(archive* reader, void* source, const void** bytes) noexcept {
  const auto got = static_cast<ArchiveSource*>(source)->next();
  if (!got) {
    archive_set_error(reader, EIO, "%s", got.error().message.c_str());
    return ARCHIVE_FATAL;
  }
  *bytes = got->data();
  return static_cast<la_ssize_t>(got->size());
}

la_int64_t ArchiveReader::on_skip(archive* /*reader*/, void* source, la_int64_t count) noexcept {
  auto& bytes = *static_cast<ArchiveSource*>(source);
  const auto size = bytes.size();
  if (!size || count <= 0) return 0;
  const std::uint64_t position = bytes.position();
  const std::uint64_t target = std::min(*size, position + static_cast<std::uint64_t>(count));
  return bytes.seek(target) ? static_cast<la_int64_t>(target - position) : 0;
}

la_int64_t ArchiveReader::on_seek(archive* /*reader*/, void* source, la_int64_t offset,
                                  int from) noexcept {
  auto& bytes = *static_cast<ArchiveSource*>(source);
  const auto size = bytes.size();
  if (!size) return ARCHIVE_FATAL;
  const auto base = static_cast<la_int64_t>(from == SEEK_SET   ? 0
                                            : from == SEEK_CUR ? bytes.position()
                                                               : *size);
  la_int64_t target = 0;
  if (__builtin_add_overflow(base, offset, &target) || target < 0) return ARCHIVE_FATAL;
  target = std::min(target, static_cast<la_int64_t>(*size));
  return bytes.seek(static_cast<std::uint64_t>(target)) ? target : ARCHIVE_FATAL;
}

}  // namespace nhiscan

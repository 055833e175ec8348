// Archives and compressed streams, through libarchive: a member at a time, as a stream. What a
// member's data costs is counted as it is read, and also when it is passed over in a compressed
// archive, where it has to be inflated all the same.
#include "wrap/archive.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "base/text.h"
#include "decoders/binary.h"
#include "decoders/decoder.h"
#include "decoders/read_whole.h"

namespace nhiscan {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kChunk = std::size_t{64} * 1024;
constexpr std::size_t kLongestName = 4096;

// What an archive or a compressed stream begins with.
constexpr auto kMagics = std::to_array<std::string_view>({
    "\x1f\x8b\x08"sv,
    "\xfd"
    "7zXZ\0"sv,
    "\x28\xb5\x2f\xfd"sv,
    "\x04\x22\x4d\x18"sv,
    "\x1f\x9d"sv,
    "PK\x03\x04"sv,
    "PK\x05\x06"sv,
    "7z\xbc\xaf\x27\x1c"sv,
    "!<arch>\n"sv,
    "\xed\xab\xee\xdb"sv,
    "070701"sv,
    "070702"sv,
    "070707"sv,
    "\xc7\x71"sv,
    "\x71\xc7"sv,
});

bool is_bzip2(std::string_view head) {
  return head.starts_with("BZh") && head.size() > 10 && head[3] >= '1' && head[3] <= '9' &&
         (head.substr(4).starts_with("1AY&SY") || head.substr(4).starts_with("\x17\x72\x45\x38"));
}

/// The header without a magic number of .lzma: one of few properties, a power of two, and a size
/// that isn't known or isn't huge.
bool is_lzma(std::string_view head) {
  if (!head.starts_with("\x5d\0\0"sv) || head.size() < 14) return false;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(head[at]); };
  const bool is_power = byte(4) == 0 ? (byte(3) & (byte(3) - 1)) == 0 && byte(3) != 0
                                     : byte(3) == 0 && (byte(4) & (byte(4) - 1)) == 0;
  const std::string_view size = head.substr(5, 8);
  return is_power && (size == "\xff\xff\xff\xff\xff\xff\xff\xff"sv || size.ends_with("\0\0\0"sv));
}

/// "ustar", or the checksum of the older header.
bool is_tar(std::string_view head) {
  constexpr std::size_t kBlock = 512;
  constexpr std::size_t kSum = 148;
  if (head.size() < kBlock) return false;
  if (head.substr(257, 5) == "ustar") return true;
  unsigned long stated = 0;
  const std::string_view digits = head.substr(kSum, 6);
  if (head[0] == '\0' || head[100 + 6] < '0' || head[100 + 6] > '9') return false;
  for (const char c : digits) {
    if (c != ' ' && (c < '0' || c > '7')) return false;
    if (c != ' ') stated = stated * 8 + static_cast<unsigned long>(c - '0');
  }
  unsigned long sum = 8UL * ' ';
  for (std::size_t i = 0; i < kBlock; ++i)
    if (i < kSum || i >= kSum + 8) sum += static_cast<unsigned char>(head[i]);
  return sum == stated;
}

/// A zip behind a line for an interpreter, as zipapps have it, or behind the signature of a
/// browser's extension ("CRX Package Format").
bool is_zip_behind_header(std::string_view head) {
  if (head.starts_with("Cr24\3\0\0\0"sv) || head.starts_with("Cr24\2\0\0\0"sv)) return true;
  if (!head.starts_with("#!")) return false;
  const std::size_t line = head.find('\n');
  return line != std::string_view::npos && head.substr(line + 1).starts_with("PK\x03\x04");
}

bool is_disk_image(std::string_view head) {
  return head.size() > 0x8006 && head.substr(0x8001, 5) == "CD001";
}

bool is_read_out_of_order(std::string_view head) {
  return head.starts_with("PK") || head.starts_with("7z") || is_disk_image(head) ||
         is_zip_behind_header(head);
}

/// What libarchive reads from.
class StreamSource final : public ArchiveSource {
 public:
  explicit StreamSource(ByteStream& stream) : stream_(stream) {}

  // NOLINTNEXTLINE(bugprone-exception-escape): what escapes a decoder ends the program
  Result<std::string_view> next() noexcept override {
    const auto got = stream_.read(buffer_.data(), buffer_.size());
    if (!got) return got.error();
    position_ += *got;
    return std::string_view(buffer_.data(), *got);
  }
  [[nodiscard]] std::optional<std::uint64_t> size() const noexcept override {
    return stream_.size();
  }
  bool seek(std::uint64_t offset) noexcept override {
    if (!stream_.seek(offset)) return false;
    position_ = offset;
    return true;
  }
  [[nodiscard]] std::uint64_t position() const noexcept override { return position_; }

 private:
  ByteStream& stream_;
  std::uint64_t position_ = 0;
  std::string buffer_ = std::string(kChunk, '\0');
};

/// The data of one member.
class MemberStream final : public ByteStream {
 public:
  MemberStream(ArchiveReader& archive, PartSink& sink) : archive_(archive), sink_(sink) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    std::size_t total = 0;
    while (total < size && !at_end_) {
      const auto got = archive_.read(out + total, std::min(size - total, 4 * kChunk));
      if (!got && total > 0) {
        failure_ = got.error();
        at_end_ = true;
        break;
      }
      if (!got) return got.error();
      total += *got;
      at_end_ = *got == 0 || sink_.count(*got) == PartSink::Next::stop;
    }
    if (total == 0 && failure_) return *failure_;
    return total;
  }

  /// Reads the rest, as what comes after can't be reached otherwise.
  void pass_over() {
    std::string buffer(kChunk, '\0');
    while (true) {
      const auto got = read(buffer.data(), buffer.size());
      if (!got || *got == 0) return;
    }
  }

 private:
  ArchiveReader& archive_;
  PartSink& sink_;
  std::optional<Error> failure_;
  bool at_end_ = false;
};

/// The name of what was compressed; empty where the file's isn't known or says nothing.
std::string name_inside(std::string_view path) {
  constexpr auto kSuffixes = std::to_array<std::string_view>(
      {".gz", ".bz2", ".xz", ".zst", ".lz4", ".lzma", ".z", ".gzip", ".zstd"});
  const std::string lower = lower_ascii(path);
  for (const std::string_view suffix : kSuffixes)
    if (lower.ends_with(suffix)) return std::string(path.substr(0, path.size() - suffix.size()));
  return std::string(path);
}

/// Layers, configurations and manifests of images (`docker save`, OCI layouts), by the file's or
/// member's path.
bool is_of_image(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::string_view folder = slash == std::string_view::npos ? "" : path.substr(0, slash);
  const std::string_view name = path.substr(slash == std::string_view::npos ? 0 : slash + 1);
  const auto is_digest = [](std::string_view text) {
    return text.size() == 64 &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  };
  if (name == "layer.tar" || name == "oci-layout") return true;
  if (name == "json") return is_digest(folder);
  if (name.ends_with(".json")) return is_digest(name.substr(0, name.size() - 5));
  if (name.ends_with(".tar")) return is_digest(name.substr(0, name.size() - 4));
  return is_digest(name) && folder.ends_with("blobs/sha256");
}

class Unarchiver {
 public:
  Unarchiver(const Encoded& encoded, ArchiveReader& archive, bool may_be_text, PartSink& sink)
      : encoded_(encoded), archive_(archive), may_be_text_(may_be_text), sink_(sink) {}

  void read_all() {
    for (std::uint64_t count = 0;; ++count) {
      const auto member = archive_.next();
      if (!member && count == 0 && may_be_text_) return sink_.refuse();
      if (!member) {
        const std::string where =
            count == 0 ? std::string() : " after " + std::to_string(count) + " members";
        return sink_.skip("", "can't be unpacked" + where + ": " + member.error().message,
                          PartSink::Cause::failed);
      }
      if (*member == ArchiveReader::Member::end) {
        // libarchive takes zeros for an archive's end.
        if (count == 0 && !archive_.is_empty())
          sink_.skip("", "holds no member", PartSink::Cause::left_out);
        break;
      }
      if (archive_.is_bare() && archive_.compression().empty()) return sink_.refuse();
      if (sink_.count(0) == PartSink::Next::stop) return;
      if (*member == ArchiveReader::Member::file && read_member() == PartSink::Next::stop) return;
    }
    if (encrypted_ > kNamedMembers)
      sink_.skip("", std::to_string(encrypted_ - kNamedMembers) + " more encrypted members",
                 PartSink::Cause::left_out);
  }

 private:
  static constexpr std::uint64_t kNamedMembers = 100;

  PartSink::Next read_member() {
    Part part;
    part.form = Part::Form::bytes;
    if (archive_.is_bare()) {
      part.step = archive_.compression();
      part.path = name_inside(encoded_.path);
      part.lines = encoded_.lines;
      part.origin = {0, encoded_.stream->size().value_or(0)};
    } else {
      part.path = archive_.name().substr(0, kLongestName);
      part.step = part.path;
      part.context = is_of_image(part.path) || is_of_image(encoded_.path) ? Context::container
                                                                          : Context::archive;
    }
    MemberStream stream(archive_, sink_);
    if (archive_.is_encrypted()) {
      if (++encrypted_ <= kNamedMembers)
        sink_.skip(part.step, "encrypted", PartSink::Cause::left_out);
      return PartSink::Next::go_on;
    }
    if (!archive_.is_bare() && is_binary_name(part.path)) {
      sink_.leave_out_binary();
      if (!archive_.compression().empty()) stream.pass_over();
      return sink_.count(0);
    }
    part.stream = &stream;
    const PartSink::Next next = sink_.add(part);
    if (next == PartSink::Next::go_on && !archive_.compression().empty()) stream.pass_over();
    return next;
  }

  const Encoded& encoded_;
  ArchiveReader& archive_;
  bool may_be_text_;
  PartSink& sink_;
  std::uint64_t encrypted_ = 0;
};

}  // namespace

bool is_archive(std::string_view /*path*/, std::string_view head) {
  if (std::ranges::any_of(kMagics, [&](std::string_view magic) { return head.starts_with(magic); }))
    return true;
  return is_bzip2(head) || is_lzma(head) || is_tar(head) || is_zip_behind_header(head) ||
         is_disk_image(head);
}

void decode_archive(const Encoded& encoded, PartSink& sink) {
  // Zip, 7z and disk images are read from their ends and out of order, so they are held if they are
  // no file.
  std::string held;
  std::string head(kBinaryHead, '\0');
  ByteStream* stream = encoded.stream;
  std::optional<MemoryStream> memory;
  std::optional<ResumedStream> resumed;
  if (!stream->size()) {
    auto whole = read_whole(*stream, kDecoderHead, held);
    if (whole && !*whole && is_read_out_of_order(held))
      whole = read_whole(*stream, sink.most_in_memory(), held);
    if (!whole) return sink.skip("", whole.error().message, PartSink::Cause::failed);
    if (*whole)
      stream = &memory.emplace(held);
    else
      stream = &resumed.emplace(held, *stream);
  }
  if (stream->size()) {
    const auto got = stream->read(head.data(), head.size());
    head.resize(got ? *got : 0);
    stream->seek(0);
  } else {
    head = held.substr(0, kBinaryHead);
  }
  const bool may_be_text = !is_binary(head);
  StreamSource source(*stream);
  ArchiveReader archive(source);
  if (const Status opened = archive.open(); !opened)
    return sink.skip("", "can't be unpacked: " + opened.error().message, PartSink::Cause::failed);
  Unarchiver(encoded, archive, may_be_text, sink).read_all();
}

}  // namespace nhiscan

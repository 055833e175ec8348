#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "decoders/part.h"

namespace nhiscan {

/// Takes the parts that a decoder finds, one at a time.
class PartSink {
 public:
  /// After `stop` nothing more is wanted: a limit is reached, which has been said.
  enum class Next : std::uint8_t { go_on, stop };
  enum class Cause : std::uint8_t { failed, left_out };

  PartSink() = default;
  PartSink(const PartSink&) = delete;
  PartSink& operator=(const PartSink&) = delete;
  virtual ~PartSink() = default;

  /// Looks at the part and at what is in it, before it returns. Its bytes are counted; those of a
  /// stream as it is read.
  virtual Next add(const Part& part) = 0;

  /// Says that something is not read: the member `step`, or the decoder's input if it is empty.
  virtual void skip(std::string_view step, std::string reason, Cause cause) = 0;

  /// A member that holds no text, as its name says.
  virtual void leave_out_binary() = 0;

  /// The decoder's input isn't what it seemed; it is read as if no decoder had claimed it. Said
  /// before much of it was read, and in place of anything else.
  virtual void refuse() = 0;

  /// Counts bytes that were decoded without becoming a part.
  virtual Next count(std::uint64_t bytes) = 0;

  /// No part that is larger is wanted in `bytes`.
  [[nodiscard]] virtual std::size_t most_in_memory() const = 0;
};

/// What a decoder is given.
struct Encoded {
  std::string_view path;         ///< how the file or member is called; empty: not known
  std::string_view text;         ///< for those that read text
  ByteStream* stream = nullptr;  ///< for those that read bytes
  /// Whose lines a person sees: `parent` where the bytes are encoded in a text.
  Part::Lines lines = Part::Lines::own;
};

/// Turns bytes or text into parts.
struct Decoder {
  /// What it reads: `bytes` whatever it claims, which then is no text itself; `document` a whole
  /// text of which only the parts are read; `text` whole texts that it claims, and `window` any
  /// text a window at a time, which are scanned as they are, too.
  enum class Reads : std::uint8_t { bytes, document, text, window };

  std::string_view name;
  Reads reads = Reads::bytes;
  /// `head` is the first kDecoderHead bytes at most, or the whole of a text or window. Asked of
  /// every file, so it has to cost nothing. Where `path` is empty it isn't known, and the answer
  /// must be yes if it is for any path.
  bool (*claims)(std::string_view path, std::string_view head) = nullptr;
  void (*decode)(const Encoded& encoded, PartSink& sink) = nullptr;
};

/// How much of a blob decides which decoder reads it, in bytes: a disk image's mark stands at 32
/// KiB.
inline constexpr std::size_t kDecoderHead = 40UL * 1024;

/// How much of a text without a name decides in which formats it may be configuration, in bytes.
inline constexpr std::size_t kConfigHead = 2048;

std::span<const Decoder> decoders();

/// The first decoder of bytes or documents that claims them, or null.
const Decoder* decoder_for(std::string_view path, std::string_view head);

bool is_archive(std::string_view path, std::string_view head);
void decode_archive(const Encoded& encoded, PartSink& sink);

bool is_sqlite(std::string_view path, std::string_view head);
void decode_sqlite(const Encoded& encoded, PartSink& sink);

bool is_image_config(std::string_view path, std::string_view head);
void decode_image_config(const Encoded& encoded, PartSink& sink);

bool is_key_file(std::string_view path, std::string_view head);
void decode_key_file(const Encoded& encoded, PartSink& sink);

bool is_pyc(std::string_view path, std::string_view head);
void decode_pyc(const Encoded& encoded, PartSink& sink);

bool is_plist(std::string_view path, std::string_view head);
void decode_plist(const Encoded& encoded, PartSink& sink);

bool is_notebook(std::string_view path, std::string_view head);
void decode_notebook(const Encoded& encoded, PartSink& sink);

/// Whether a text may have them; without a path, by its first kConfigHead bytes.
bool may_have_config_values(std::string_view path, std::string_view text);
bool has_config_values(std::string_view path, std::string_view text);
void decode_config_values(const Encoded& encoded, PartSink& sink);

bool is_office_text(std::string_view path, std::string_view text);
void decode_office_text(const Encoded& encoded, PartSink& sink);

bool is_wide_text(std::string_view path, std::string_view head);
void decode_wide_text(const Encoded& encoded, PartSink& sink);

bool is_zlib(std::string_view path, std::string_view head);
void decode_zlib(const Encoded& encoded, PartSink& sink);

void decode_digit_runs(const Encoded& encoded, PartSink& sink);

void decode_byte_numbers(const Encoded& encoded, PartSink& sink);

void decode_escapes(const Encoded& encoded, PartSink& sink);

}  // namespace nhiscan

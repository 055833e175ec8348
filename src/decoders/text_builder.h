#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "decoders/part.h"

namespace nhiscan {

/// Whether terminal sequences (ECMA-48, section 5.4: colours and the like) are left out.
enum class TerminalSequences : std::uint8_t { keep, drop };

/// Builds the text of a part from runs of its parent, with the way back.
class TextBuilder {
 public:
  explicit TextBuilder(std::string_view parent) : parent_(parent) {}

  /// Bytes of the parent as they stand there.
  void copy(Span span);

  /// What the bytes of the parent in `from` stand for, as one.
  void decode(std::string_view text, Span from);

  /// Text that stands nowhere in the parent; it counts as being at `place`.
  void put(std::string_view text, std::size_t place);

  /// The content of a JSON string in `span`, without its quotes (RFC 8259, section 7, and JSON5's
  /// escapes). What is no escape stays as it is; half a surrogate pair becomes U+FFFD.
  void decode_json(Span span, TerminalSequences sequences = TerminalSequences::keep);

  [[nodiscard]] std::string_view parent() const { return parent_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] bool empty() const { return text_.empty(); }

  /// The text as a part in the lines of its parent. The builder must outlive it.
  [[nodiscard]] Part part() const;

 private:
  std::size_t decode_json_escape(std::size_t at, std::size_t end, TerminalSequences sequences);

  std::string_view parent_;
  std::string text_;
  WayBack way_back_;
};

}  // namespace nhiscan

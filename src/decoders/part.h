#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "nhiscan/finding.h"
#include "nhiscan/kinds.h"
#include "sources/byte_stream.h"

namespace nhiscan {

/// A run of a part's text that came from a run of its parent, unit by unit: every `text_unit` bytes
/// from every `parent_unit`. With a `parent_unit` of 0 the run stands for a place between bytes: it
/// is text that the decoder put in.
struct OffsetRun {
  std::size_t text = 0;
  std::size_t parent = 0;
  std::size_t text_unit = 1;
  std::size_t parent_unit = 1;
};

/// The way from each byte of a text back to the bytes that it was decoded from.
class WayBack {
 public:
  /// The unit at `text` of so many bytes came from that at `parent`. Called in the order of `text`,
  /// from 0 on without gaps; what goes on as the unit before did costs nothing.
  void add(OffsetRun unit);

  /// The bytes of the parent from which the text in `span` came.
  [[nodiscard]] Span in_parent(Span span) const;

  [[nodiscard]] bool empty() const { return runs_.empty(); }

 private:
  [[nodiscard]] const OffsetRun& run_of(std::size_t text) const;

  std::vector<OffsetRun> runs_;
};

/// From `begin` on a part's text stands under a key: "spec.env[2].value".
struct KeyPath {
  std::size_t begin = 0;
  std::string path;
};

/// What a decoder found in a blob, or in another part.
struct Part {
  /// Whether it is surely text, or may be anything.
  enum class Form : std::uint8_t { text, bytes } form = Form::text;
  /// Whose lines a person sees: `own` of what is opened apart, such as an archive's member;
  /// `parent` of what is written another way in the parent's text.
  enum class Lines : std::uint8_t { own, parent } lines = Lines::own;

  std::string_view bytes;
  ByteStream* stream = nullptr;  ///< in place of `bytes`: of what may be too large to be held

  std::string step;  ///< what the chain shows: a member's name, "base64"; empty: nothing
  std::string path;  ///< the file name that decides how it is read; empty: the parent's
  WayBack way_back;  ///< empty: there is none
  Span origin;       ///< where it stands in the parent as a whole, where there is no way back
  std::optional<int> cell;         ///< of a notebook, from 1
  std::optional<Context> context;  ///< nothing: the parent's
  std::vector<KeyPath> keys;       ///< ascending
};

}  // namespace nhiscan

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/line_counter.h"
#include "decoders/decoder.h"
#include "decoders/outline.h"
#include "sources/window_reader.h"

namespace nhiscan {

/// How far a blob is unpacked.
struct UnpackLimits {
  std::size_t depth = 8;                                           ///< parts within parts
  std::uint64_t expanded = std::uint64_t{4} * 1024 * 1024 * 1024;  ///< bytes of one blob's parts
  std::size_t in_memory = std::size_t{64} * 1024 * 1024;           ///< bytes of a part at most
  std::chrono::seconds time{300};                                  ///< for one blob
};

/// A window of a text, which is a blob or a part of one, with the way to the blob.
struct Layer {
  Layer() = default;
  /// Of a blob.
  explicit Layer(std::string_view name) : path(name) {}

  const Layer* parent = nullptr;  ///< null: it is the blob
  const Part* part = nullptr;     ///< null with it
  std::string_view path;          ///< the file name that decides how it is read; empty: unknown
  std::size_t depth = 0;          ///< parts round it
  std::string_view text;          ///< the window
  std::uint64_t offset = 0;       ///< of the window in the whole text
  bool is_whole = true;           ///< there is no other window
  bool is_last = true;
  /// Of a text in several windows: whether it is a log, by the first; nothing too where it has one.
  std::optional<Context> log;
  Span owned;                              ///< what begins elsewhere in the window is another's
  mutable LineCounter lines{{}};           ///< of `text`
  mutable std::optional<Outline> outline;  ///< of `text`; made when it is asked for

  /// Where the lines are that a person sees: this layer, or the one it is written in.
  [[nodiscard]] bool has_own_lines() const {
    return part == nullptr || part->lines == Part::Lines::own;
  }
  [[nodiscard]] Part::Lines lines_seen() const {
    return has_own_lines() ? Part::Lines::own : Part::Lines::parent;
  }
  /// The bytes of the parent's window from which those in `span` came; only where it has a parent.
  [[nodiscard]] Span in_parent(Span span) const {
    return part->way_back.empty() ? part->origin : part->way_back.in_parent(span);
  }
  /// What the text says of a place in it, if it is whole.
  [[nodiscard]] Outline::Place place_of(std::size_t at) const;
  /// The steps from the blob to here.
  [[nodiscard]] std::vector<std::string> chain() const;
};

/// Bytes that were decoded.
struct Expansion {
  std::uint64_t all = 0;
  std::uint64_t in_lines = 0;  ///< of parts whose lines are their parents'

  void add(const Expansion& other) {
    all += other.all;
    in_lines += other.in_lines;
  }
};

/// What is done with the texts of a blob.
class LayerVisitor {
 public:
  LayerVisitor() = default;
  LayerVisitor(const LayerVisitor&) = delete;
  LayerVisitor& operator=(const LayerVisitor&) = delete;
  virtual ~LayerVisitor() = default;

  virtual void visit(const Layer& text) = 0;
  /// `inside` is what comes after the blob's name: "!member!member", or nothing.
  virtual void skip_part(const std::string& inside, std::string reason, PartSink::Cause cause) = 0;
  /// After all that is in a part of the blob itself was shown.
  virtual void leave_part(const Part& /*part*/, const Expansion& /*of_it*/) {}
};

/// What reading a blob or part came to.
struct Reading {
  enum class As : std::uint8_t { text, parts, binary } as = As::text;
  std::uint64_t bytes = 0;       ///< of it, that were read
  std::optional<Error> failure;  ///< the rest can't be read
};

/// Finds all texts of a blob. Belongs to one thread.
class Unpacker {
 public:
  /// Of each part `window_size` bytes are held at once.
  Unpacker(const UnpackLimits& limits, std::size_t window_size)
      : limits_(limits), window_size_(window_size) {}

  /// Reads a blob, of which `first` is the reader's first window. Shows the visitor its text, or
  /// the texts in it, each before what is decoded from it.
  Reading read_blob(std::string_view path, WindowReader& reader, const Window& first,
                    LayerVisitor& visitor);

  /// The decoders of texts as a whole, and those of windows, for which a run of lines will do.
  enum class Inside : std::uint8_t { whole, windows, both };

  /// The same for a text whose own lines were looked at already: shows only what is in it.
  void look_inside(std::string_view path, std::string_view text, LayerVisitor& visitor,
                   Inside inside = Inside::both);

  /// Whether so much may be decoded of one blob, whatever its size.
  [[nodiscard]] bool is_free(const Expansion& expansion) const;

  /// Bytes that were decoded since the unpacker was made.
  [[nodiscard]] std::uint64_t expanded() const { return expanded_before_ + expanded_.all; }

 private:
  class Sink;
  class CountedStream;

  void begin(LayerVisitor& visitor);
  Reading read(Layer& layer, WindowReader& reader, Window window);
  Reading decode(const Decoder& decoder, Layer& layer, WindowReader& reader, const Window& first);
  Reading read_document(const Decoder& decoder, Layer& layer, WindowReader& reader,
                        const Window& first);
  Reading read_document(const Decoder& decoder, Layer& layer, std::string_view text,
                        WindowReader& reader, Sink& sink);
  Reading read_undecoded(Layer& layer, WindowReader& reader, const Window& window);
  Reading read_text(Layer& layer, WindowReader& reader, Window window);
  void look_inside(const Layer& layer, Inside inside = Inside::both);
  PartSink::Next add(const Layer& parent, const Part& part, Sink& sink);
  PartSink::Next count(const Layer& layer, std::uint64_t bytes);
  void stop(const Layer& layer, const std::string& reason);
  void say_stopped(const Layer& layer, const std::string& reason);

  UnpackLimits limits_;
  std::size_t window_size_;
  LayerVisitor* visitor_ = nullptr;
  std::vector<std::unique_ptr<Buffer>> buffers_;  // one for each depth
  std::uint64_t expanded_before_ = 0;
  Expansion expanded_;          // of this blob
  std::uint64_t consumed_ = 0;  // of this blob's own bytes
  std::chrono::steady_clock::time_point deadline_;
  bool is_stopped_ = false;
};

}  // namespace nhiscan

// Parts are looked at while their decoder is at work, one at a time, so that what is in memory is
// one window for each level of nesting. A bomb is told by how many bytes come out for each that
// went in, long before the limit for what a blob may expand to.
#include "decoders/unpacker.h"

#include <algorithm>
#include <utility>

#include "decoders/binary.h"
#include "decoders/log_format.h"
#include "decoders/read_whole.h"

namespace nhiscan {
namespace {

// A secret that a window cuts off is found whole in the next one, which begins this many bytes
// earlier.
constexpr std::size_t kOverlap = 64UL * 1024;
// Keywords, keys and comments before a secret that stands at the beginning of what a window owns.
constexpr std::size_t kContext = 8UL * 1024;
// What a few bytes may expand to, and each byte beyond; what is packed within a text is small.
constexpr std::uint64_t kFreeExpansion = std::uint64_t{64} * 1024 * 1024;
constexpr std::uint64_t kLargestRatio = 200;
constexpr std::uint64_t kLargestRatioInText = 50;

// How often each byte may be part of what is encoded in a text, and for how many that doesn't
// count.
constexpr std::uint64_t kFreeUndoing = std::uint64_t{4} * 1024 * 1024;
constexpr std::uint64_t kMostUndoing = 16;

bool is_bomb(std::uint64_t expanded, std::uint64_t consumed, std::uint64_t largest_ratio) {
  return expanded > kFreeExpansion && (expanded - kFreeExpansion) / largest_ratio > consumed;
}

std::string ratio_reason(std::uint64_t largest_ratio) {
  return "expands more than " + std::to_string(largest_ratio) + "-fold";
}

std::string inside_of(const Layer& layer) {
  std::string inside;
  for (const std::string& step : layer.chain())
    inside += "!" + step;
  return inside;
}

}  // namespace

std::vector<std::string> Layer::chain() const {
  std::vector<std::string> steps;
  for (const Layer* layer = this; layer->parent != nullptr; layer = layer->parent)
    if (!layer->part->step.empty()) steps.push_back(layer->part->step);
  std::ranges::reverse(steps);
  return steps;
}

Outline::Place Layer::place_of(std::size_t at) const {
  if (!is_whole) return {};
  if (!outline) outline.emplace(path, text);
  return outline->at(at);
}

/// What the decoder of a layer finds.
class Unpacker::Sink final : public PartSink {
 public:
  /// `consumed`, if it isn't null, is how much of the decoder's input was read so far.
  Sink(Unpacker& unpacker, const Layer& layer, const std::uint64_t* consumed = nullptr)
      : unpacker_(unpacker), layer_(layer), consumed_(consumed) {}

  Next add(const Part& part) override {
    if (is_stopped_) return Next::stop;
    const Next next = unpacker_.add(layer_, part, *this);
    return is_stopped_ ? Next::stop : next;
  }
  void skip(std::string_view step, std::string reason, Cause cause) override {
    std::string inside = inside_of(layer_);
    if (!step.empty()) inside += "!" + std::string(step);
    // What is encoded in a text was read as text, at least.
    if (!layer_.has_own_lines()) cause = Cause::left_out;
    unpacker_.visitor_->skip_part(inside, std::move(reason), cause);
  }
  void leave_out_binary() override { ++binary_; }
  void refuse() override { is_refused_ = true; }
  [[nodiscard]] bool is_refused() const { return is_refused_; }
  Next count(std::uint64_t bytes) override {
    if (is_stopped_ || unpacker_.count(layer_, bytes) == Next::stop) return Next::stop;
    expanded_ += bytes;
    if (consumed_ == nullptr || !is_bomb(expanded_, *consumed_, kLargestRatio)) return Next::go_on;
    is_stopped_ = true;
    unpacker_.say_stopped(layer_, ratio_reason(kLargestRatio));
    return Next::stop;
  }
  [[nodiscard]] std::size_t most_in_memory() const override {
    return unpacker_.limits_.in_memory >> layer_.depth;
  }

  void say_binary() {
    if (binary_ == 0) return;
    skip("", std::to_string(binary_) + (binary_ == 1 ? " binary member" : " binary members"),
         Cause::left_out);
  }

 private:
  Unpacker& unpacker_;
  const Layer& layer_;
  const std::uint64_t* consumed_;
  std::uint64_t expanded_ = 0;
  std::uint64_t binary_ = 0;
  bool is_refused_ = false;
  bool is_stopped_ = false;
};

/// Counts what is read, what is read again only up to the size of all.
class Unpacker::CountedStream final : public ByteStream {
 public:
  CountedStream(ByteStream& stream, std::uint64_t& count) : stream_(stream), count_(count) {}

  Result<std::size_t> read(char* out, std::size_t size) override {
    auto got = stream_.read(out, size);
    if (got) count_ += *got;
    if (const auto all = stream_.size()) count_ = std::min(count_, *all);
    return got;
  }
  bool seek(std::uint64_t offset) override { return stream_.seek(offset); }
  [[nodiscard]] std::optional<std::uint64_t> size() const override { return stream_.size(); }
  [[nodiscard]] std::optional<std::string_view> whole() const override {
    const auto all = stream_.whole();
    if (all) count_ = std::max<std::uint64_t>(count_, all->size());
    return all;
  }

 private:
  ByteStream& stream_;
  std::uint64_t& count_;
};

void Unpacker::begin(LayerVisitor& visitor) {
  visitor_ = &visitor;
  expanded_before_ += std::exchange(expanded_, {}).all;
  consumed_ = 0;
  is_stopped_ = false;
  deadline_ = {};
}

Reading Unpacker::read_blob(std::string_view path, WindowReader& reader, const Window& first,
                            LayerVisitor& visitor) {
  begin(visitor);
  Layer layer(path);
  return read(layer, reader, first);
}

void Unpacker::look_inside(std::string_view path, std::string_view text, LayerVisitor& visitor,
                           Inside inside) {
  begin(visitor);
  Layer layer(path);
  layer.text = text;
  layer.owned = {0, text.size() + 1};
  layer.lines = LineCounter(text);
  consumed_ = text.size();
  look_inside(layer, inside);
}

bool Unpacker::is_free(const Expansion& expansion) const {
  return expansion.all <= std::min(limits_.expanded, kFreeExpansion) &&
         expansion.in_lines <= kFreeUndoing;
}

Reading Unpacker::read(Layer& layer, WindowReader& reader, Window window) {
  if (const Decoder* decoder = decoder_for(layer.path, window.text.substr(0, kDecoderHead)))
    return decoder->reads == Decoder::Reads::bytes ? decode(*decoder, layer, reader, window)
                                                   : read_document(*decoder, layer, reader, window);
  return read_undecoded(layer, reader, window);
}

Reading Unpacker::read_undecoded(Layer& layer, WindowReader& reader, const Window& window) {
  if (is_binary(window.text.substr(0, kBinaryHead))) return {Reading::As::binary, 0, {}};
  return read_text(layer, reader, window);
}

/// A text of which only the parts are read, if it is what it seems and can be held.
Reading Unpacker::read_document(const Decoder& decoder, Layer& layer, WindowReader& reader,
                                const Window& first) {
  Sink sink(*this, layer);
  if (first.last) return read_document(decoder, layer, first.text, reader, sink);
  const std::unique_ptr<ByteStream> stream = reader.from_start(first);
  std::string held;
  const auto is_whole = read_whole(*stream, sink.most_in_memory(), held);
  if (is_whole && *is_whole) return read_document(decoder, layer, held, reader, sink);
  if (is_whole)
    sink.skip("", "too large for the " + std::string(decoder.name) + " decoder; read as text",
              PartSink::Cause::left_out);
  ResumedStream resumed(held, *stream);
  Buffer buffer;
  WindowReader again = WindowReader::of(resumed, buffer, window_size_);
  const auto window = again.next(0);
  Reading reading;
  if (!window) reading.failure = window.error();
  return window && *window ? read_undecoded(layer, again, **window) : reading;
}

Reading Unpacker::read_document(const Decoder& decoder, Layer& layer, std::string_view text,
                                WindowReader& reader, Sink& sink) {
  layer.text = text;
  layer.owned = {0, text.size() + 1};
  layer.lines = LineCounter(text);
  if (layer.parent == nullptr) consumed_ = text.size();
  decoder.decode({layer.path, text, nullptr}, sink);
  if (sink.is_refused()) return read_undecoded(layer, reader, {text, 0, true});
  sink.say_binary();
  return {Reading::As::parts, text.size(), {}};
}

Reading Unpacker::decode(const Decoder& decoder, Layer& layer, WindowReader& reader,
                         const Window& first) {
  const std::unique_ptr<ByteStream> stream = reader.from_start(first);
  std::uint64_t count = 0;
  std::uint64_t& consumed = layer.parent == nullptr ? consumed_ : count;
  CountedStream counted(*stream, consumed);
  Sink sink(*this, layer, &consumed);
  layer.text = first.text;
  layer.owned = {0, first.text.size() + 1};
  layer.lines = LineCounter(first.text);
  decoder.decode({layer.path, {}, &counted, layer.lines_seen()}, sink);
  if (sink.is_refused()) {
    if (is_binary(first.text)) return {Reading::As::binary, 0, {}};
    return read_text(layer, reader, first);
  }
  sink.say_binary();
  const auto size = stream->size();
  return {Reading::As::parts, size.value_or(consumed), {}};
}

Reading Unpacker::read_text(Layer& layer, WindowReader& reader, Window window) {
  Reading reading;
  LinePosition start;
  std::size_t owned_from = 0;  // in the window
  layer.is_whole = window.last;
  if (!window.last) layer.log = log_context(layer.path, window.text.substr(0, kDecoderHead));
  while (true) {
    const std::string_view text = window.text;
    if (layer.parent == nullptr) consumed_ = window.offset + text.size();
    layer.text = text;
    layer.offset = window.offset;
    layer.is_last = window.last;
    layer.owned = {owned_from, window.last ? text.size() + 1 : text.size() - kOverlap};
    layer.lines = LineCounter(text, start);
    visitor_->visit(layer);
    look_inside(layer);
    reading.bytes = window.offset + text.size();
    if (window.last) return reading;
    start = LineCounter(text, start).at(text.size() - kOverlap - kContext);
    owned_from = kContext;
    const auto next = reader.next(kOverlap + kContext);
    if (!next) reading.failure = next.error();
    if (!next || !*next) return reading;
    window = **next;
  }
}

void Unpacker::look_inside(const Layer& layer, Inside inside) {
  if (is_stopped_) return;
  const bool is_file = layer.part == nullptr || !layer.part->step.empty();
  const std::string_view path = layer.has_own_lines() ? layer.path : std::string_view();
  for (const Decoder& decoder : decoders()) {
    if (decoder.reads == Decoder::Reads::bytes || decoder.reads == Decoder::Reads::document)
      continue;
    if (decoder.reads == Decoder::Reads::text && (!is_file || layer.offset > 0)) continue;
    if (inside == (decoder.reads == Decoder::Reads::text ? Inside::windows : Inside::whole))
      continue;
    if (!decoder.claims(path, layer.text)) continue;
    Sink sink(*this, layer);
    if (decoder.reads == Decoder::Reads::text && !layer.is_whole) {
      sink.skip("", "too large for the " + std::string(decoder.name) + " decoder; read as text",
                PartSink::Cause::left_out);
      continue;
    }
    decoder.decode({path, layer.text, nullptr, layer.lines_seen()}, sink);
    if (is_stopped_) return;
  }
}

PartSink::Next Unpacker::add(const Layer& parent, const Part& part, Sink& sink) {
  using enum PartSink::Next;
  if (is_stopped_) return stop;
  if (parent.depth >= limits_.depth) {
    visitor_->skip_part(inside_of(parent) + "!" + part.step, "nested deeper than --max-depth",
                        PartSink::Cause::failed);
    return go_on;
  }
  const Expansion before = expanded_;
  if (count(parent, part.bytes.size()) == stop) return stop;
  if (part.lines == Part::Lines::parent) expanded_.in_lines += part.bytes.size();
  const std::uint64_t undone = expanded_.in_lines;
  if (undone > kFreeUndoing && (undone - kFreeUndoing) / kMostUndoing > consumed_) {
    this->stop(parent, "is encoded over and over");
    return stop;
  }
  Layer layer(part.path.empty() ? parent.path : std::string_view(part.path));
  layer.parent = &parent;
  layer.part = &part;
  layer.depth = parent.depth + 1;
  while (buffers_.size() < layer.depth)
    buffers_.push_back(std::make_unique<Buffer>());
  Buffer& buffer = *buffers_[layer.depth - 1];
  WindowReader reader = part.stream != nullptr
                            ? WindowReader::of(*part.stream, buffer, window_size_)
                            : WindowReader::of(part.bytes, buffer);
  const auto first = reader.next(0);
  if (!first) {
    sink.skip(part.step, first.error().message, PartSink::Cause::failed);
  } else if (*first) {
    const Reading reading = part.form == Part::Form::text ? read_text(layer, reader, **first)
                                                          : read(layer, reader, **first);
    if (reading.failure) sink.skip(part.step, reading.failure->message, PartSink::Cause::failed);
    if (reading.as == Reading::As::binary && layer.has_own_lines()) sink.leave_out_binary();
  }
  if (parent.parent == nullptr)
    visitor_->leave_part(part, {expanded_.all - before.all, expanded_.in_lines - before.in_lines});
  return is_stopped_ ? stop : go_on;
}

PartSink::Next Unpacker::count(const Layer& layer, std::uint64_t bytes) {
  using Clock = std::chrono::steady_clock;
  if (is_stopped_) return PartSink::Next::stop;
  if (expanded_.all == 0) deadline_ = Clock::now() + limits_.time;
  expanded_.all += bytes;
  const std::uint64_t ratio = layer.has_own_lines() ? kLargestRatio : kLargestRatioInText;
  if (expanded_.all > limits_.expanded)
    stop(layer, "expands to more than --max-expanded");
  else if (is_bomb(expanded_.all, consumed_, ratio))
    stop(layer, ratio_reason(ratio));
  else if (Clock::now() > deadline_)
    stop(layer, "takes longer than --max-unpack-time");
  return is_stopped_ ? PartSink::Next::stop : PartSink::Next::go_on;
}

void Unpacker::stop(const Layer& layer, const std::string& reason) {
  is_stopped_ = true;
  say_stopped(layer, reason);
}

void Unpacker::say_stopped(const Layer& layer, const std::string& reason) {
  visitor_->skip_part(inside_of(layer), reason + "; the rest of it was not read",
                      PartSink::Cause::failed);
}

}  // namespace nhiscan

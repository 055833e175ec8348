// Binary property lists (Apple's CFBinaryPList.c), as the XML that `plutil -convert xml1` makes of
// them, so that they are read on as configuration. Bytes among the values stand there in base64.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/encoding.h"
#include "decoders/decoder.h"
#include "decoders/read_whole.h"

namespace nhiscan {
namespace {

constexpr std::string_view kPlistMagic = "bplist0";
constexpr std::size_t kPlistMagicSize = 8;
constexpr std::size_t kTrailer = 32;
constexpr std::size_t kMostPlistDepth = 200;
constexpr std::size_t kBase64Line = 68;

std::string as_xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

class PlistReader {
 public:
  /// Gives `most` bytes of XML at most.
  PlistReader(std::string_view bytes, std::size_t most) : bytes_(bytes), most_(most) {}

  /// False where it isn't one, is damaged or is too large.
  bool read() {
    if (bytes_.size() < kPlistMagicSize + kTrailer) return false;
    const std::size_t trailer = bytes_.size() - kTrailer;
    offset_size_ = number(trailer + 6, 1);
    reference_size_ = number(trailer + 7, 1);
    const std::uint64_t count = number(trailer + 8, 8);
    const std::uint64_t top = number(trailer + 16, 8);
    table_ = number(trailer + 24, 8);
    const auto is_size = [](std::uint64_t size) { return size > 0 && size <= 8; };
    if (!is_size(offset_size_) || !is_size(reference_size_) || table_ > trailer ||
        count > (trailer - table_) / offset_size_ || top >= count)
      return false;
    seen_.resize(count);
    xml_ =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
        "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
        "<plist version=\"1.0\">\n";
    if (!add(top, 0)) return false;
    xml_ += "</plist>\n";
    return true;
  }

  [[nodiscard]] const std::string& xml() const { return xml_; }

 private:
  /// Big-endian; 0 for what lies outside.
  [[nodiscard]] std::uint64_t number(std::uint64_t at, std::uint64_t size) const {
    std::uint64_t value = 0;
    if (at > bytes_.size() || size > bytes_.size() - at) return 0;
    for (const char c : bytes_.substr(at, size))
      value = value << 8U | static_cast<unsigned char>(c);
    return value;
  }

  /// A marker's lower half, or the number behind it; `at` is then behind that.
  [[nodiscard]] std::optional<std::uint64_t> count_of(unsigned low, std::uint64_t& at) const {
    if (low != 0xF) return low;
    const std::uint64_t marker = number(at, 1);
    if (marker >> 4U != 1 || (marker & 0xFU) > 3) return std::nullopt;
    const std::uint64_t size = std::uint64_t{1} << (marker & 0xFU);
    const std::uint64_t count = number(at + 1, size);
    at += 1 + size;
    return count;
  }

  bool add(std::uint64_t object, std::size_t depth) {
    if (object >= seen_.size() || depth > kMostPlistDepth || xml_.size() > most_) return false;
    const std::uint64_t offset = number(table_ + object * offset_size_, offset_size_);
    if (offset < kPlistMagicSize || offset >= table_) return false;
    const auto marker = static_cast<unsigned>(number(offset, 1));
    std::uint64_t at = offset + 1;
    const unsigned type = marker >> 4U;
    if (type < 4) {
      add_scalar(marker, at);
      return true;
    }
    const auto count =
        type == 8 ? std::optional<std::uint64_t>((marker & 0xFU) + 1) : count_of(marker & 0xFU, at);
    if (!count) return false;
    switch (type) {
      case 4:
      case 5:
      case 6:
        return add_text(type, at, *count, depth);
      case 8:
        xml_ += "<integer>" + std::to_string(number(at, *count)) + "</integer>\n";
        return true;
      case 0xA:
      case 0xC:
      case 0xD:
        return add_container(type == 0xD, object, at, *count, depth);
      default:
        return false;
    }
  }

  void add_scalar(unsigned marker, std::uint64_t at) {
    if (marker == 8 || marker == 9)
      xml_ += marker == 9 ? "<true/>\n" : "<false/>\n";
    else if (marker >> 4U == 1)
      xml_ += "<integer>" + std::to_string(number(at, std::uint64_t{1} << (marker & 3U))) +
              "</integer>\n";
    else
      xml_ += "<real/>\n";  // and dates
  }

  bool add_text(unsigned type, std::uint64_t at, std::uint64_t count, std::size_t depth) {
    const std::uint64_t left = bytes_.size() - std::min<std::uint64_t>(at, bytes_.size());
    if (count > left / (type == 6 ? 2 : 1)) return false;
    if (type == 4) {
      const std::string base64 = encode_base64(bytes_.substr(at, count));
      xml_ += "<data>\n";
      for (std::size_t line = 0; line < base64.size(); line += kBase64Line)
        xml_ += std::string(depth, '\t') + base64.substr(line, kBase64Line) + "\n";
      xml_ += std::string(depth, '\t') + "</data>\n";
      return true;
    }
    const std::string text = type == 5 ? std::string(bytes_.substr(at, count)) : utf8_at(at, count);
    xml_ += "<string>" + as_xml(text) + "</string>\n";
    return true;
  }

  [[nodiscard]] std::string utf8_at(std::uint64_t at, std::uint64_t units) const {
    std::string text;
    for (std::uint64_t i = 0; i < units; ++i) {
      auto unit = static_cast<char32_t>(number(at + 2 * i, 2));
      const auto next = i + 1 < units ? static_cast<char32_t>(number(at + 2 * i + 2, 2)) : U'\0';
      if (unit >= 0xD800 && unit < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
        unit = 0x10000 + ((unit - 0xD800) << 10U) + (next - 0xDC00);
        ++i;
      }
      append_utf8(text, unit);
    }
    return text;
  }

  /// A list, a set or a map; one that is in itself, or in many others, is written once.
  bool add_container(bool is_map, std::uint64_t object, std::uint64_t at, std::uint64_t count,
                     std::size_t depth) {
    const std::string_view name = is_map ? "dict" : "array";
    if (seen_[object] || count == 0) {
      xml_ += "<" + std::string(name) + "/>\n";
      return true;
    }
    seen_[object] = true;
    if (count > bytes_.size() / reference_size_) return false;
    xml_ += "<" + std::string(name) + ">\n";
    for (std::uint64_t i = 0; i < count; ++i) {
      if (is_map && !add_key(number(at + i * reference_size_, reference_size_), depth + 1))
        return false;
      xml_ += std::string(depth + 1, '\t');
      const std::uint64_t value = at + ((is_map ? count : 0) + i) * reference_size_;
      if (!add(number(value, reference_size_), depth + 1)) return false;
    }
    xml_ += std::string(depth, '\t') + "</" + std::string(name) + ">\n";
    return true;
  }

  /// Keys are texts.
  bool add_key(std::uint64_t object, std::size_t depth) {
    const std::size_t before = xml_.size();
    if (!add(object, depth)) return false;
    std::string key = xml_.substr(before);
    xml_.resize(before);
    constexpr std::string_view kOpen = "<string>";
    constexpr std::string_view kClose = "</string>\n";
    if (!key.starts_with(kOpen)) return false;
    key = key.substr(kOpen.size(), key.size() - kOpen.size() - kClose.size());
    xml_ += std::string(depth, '\t') + "<key>" + key + "</key>\n";
    return true;
  }

  std::string_view bytes_;
  std::size_t most_;
  std::uint64_t offset_size_ = 0;
  std::uint64_t reference_size_ = 0;
  std::uint64_t table_ = 0;
  std::vector<bool> seen_;
  std::string xml_;
};

}  // namespace

bool is_plist(std::string_view /*path*/, std::string_view head) {
  return head.starts_with(kPlistMagic);
}

void decode_plist(const Encoded& encoded, PartSink& sink) {
  std::string bytes;
  const auto is_whole = read_whole(*encoded.stream, sink.most_in_memory(), bytes);
  if (!is_whole) return sink.skip("", is_whole.error().message, PartSink::Cause::failed);
  if (!*is_whole) return sink.skip("", "too large for the plist decoder", PartSink::Cause::failed);
  PlistReader reader(bytes, sink.most_in_memory());
  if (!reader.read()) return sink.skip("", "a damaged property list", PartSink::Cause::failed);
  Part part;
  part.step = "plist";
  part.path = encoded.path;
  part.bytes = reader.xml();
  sink.add(part);
}

}  // namespace nhiscan

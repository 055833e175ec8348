// The texts among the constants of compiled Python (CPython, Python/marshal.c and
// Lib/importlib/_bootstrap_external.py), each on a line with the name it is assigned to where that
// is known. Only marshal's structure is followed: nothing is run or built.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "decoders/decoder.h"
#include "decoders/read_whole.h"

namespace nhiscan {
namespace {

constexpr std::size_t kMostDepth = 200;
constexpr std::size_t kMostObjects = 2'000'000;

/// How a version of Python writes a code object: numbers before, objects, a number, and objects.
struct CodeLayout {
  int numbers;
  int objects;
  int objects_behind;
  int constants;  ///< which of the objects they are
  int names;
};

/// From the number in the file's first two bytes.
std::optional<CodeLayout> layout_of(unsigned magic) {
  if (magic >= 62000 && magic < 62300) return CodeLayout{4, 8, 1, 1, 2};  // 2.3 to 2.7
  if (magic >= 3000 && magic < 3400) return CodeLayout{5, 8, 1, 1, 2};    // 3.0 to 3.7
  if (magic >= 3400 && magic < 3450) return CodeLayout{6, 8, 1, 1, 2};    // 3.8 to 3.10
  if (magic >= 3450 && magic < 3800) return CodeLayout{5, 8, 2, 1, 2};    // 3.11 on
  return std::nullopt;
}

unsigned magic_of(std::string_view bytes) {
  return static_cast<unsigned char>(bytes[0]) |
         static_cast<unsigned>(static_cast<unsigned char>(bytes[1])) << 8U;
}

/// Where the marshalled code begins.
std::size_t header_size(unsigned magic) {
  if (magic >= 62000) return 8;
  if (magic < 3230) return 8;
  return magic < 3390 ? 12 : 16;
}

class MarshalReader {
 public:
  MarshalReader(std::string_view bytes, CodeLayout layout) : bytes_(bytes), layout_(layout) {}

  /// False where it ends in the middle, or is no marshal.
  bool read(std::size_t depth = 0) {
    if (at_ >= bytes_.size() || depth > kMostDepth || ++objects_ > kMostObjects) return false;
    const char type = static_cast<char>(bytes_[at_++] & 0x7F);
    switch (type) {
      case '0':
      case 'N':
      case 'F':
      case 'T':
      case 'S':
      case '.':
        return true;
      case 'i':
      case 'R':
      case 'r':
        return pass(4);
      case 'I':
      case 'g':
        return pass(8);
      case 'y':
        return pass(16);
      case 'f':
        return pass_short();
      case 'x':
        return pass_short() && pass_short();
      case 'l':
        return pass_long();
      case 's':
      case 't':
      case 'u':
      case 'a':
      case 'A':
        return read_text(number(4));
      case 'z':
      case 'Z':
        return read_text(number(1));
      case ')':
        return read_objects(number(1), depth);
      case '(':
      case '[':
      case '<':
      case '>':
        return read_objects(number(4), depth);
      case '{':
        return read_map(depth);
      case ':':
        return read_objects(3, depth);
      case 'c':
        return read_code(depth);
      default:
        return false;
    }
  }

  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  bool pass(std::size_t size) {
    if (bytes_.size() - at_ < size) return false;
    at_ += size;
    return true;
  }

  std::optional<std::size_t> number(std::size_t size) {
    if (bytes_.size() - at_ < size) return std::nullopt;
    std::size_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
      value |= static_cast<std::size_t>(static_cast<unsigned char>(bytes_[at_ + i])) << 8U * i;
    at_ += size;
    return value;
  }

  bool pass_short() {
    const auto size = number(1);
    return size && pass(*size);
  }

  bool pass_long() {
    const auto count = number(4);
    if (!count) return false;
    const auto digits = static_cast<std::int32_t>(*count);
    return pass(2 *
                static_cast<std::size_t>(digits < 0 ? -static_cast<std::int64_t>(digits) : digits));
  }

  /// What isn't text, such as bytecode, gives no line.
  bool read_text(std::optional<std::size_t> size) {
    if (!size || bytes_.size() - at_ < *size) return false;
    const std::string_view text = bytes_.substr(at_, *size);
    at_ += *size;
    const bool is_text = text.find('\0') == std::string_view::npos && text.size() >= 4;
    if (!is_text) return true;
    text_ += '"';
    for (const char c : text)
      text_ += c == '\n' ? std::string("\\n") : std::string(1, c);
    text_ += "\"\n";
    return true;
  }

  bool read_objects(std::optional<std::size_t> count, std::size_t depth) {
    if (!count || *count > bytes_.size()) return false;
    for (std::size_t i = 0; i < *count; ++i)
      if (!read(depth + 1)) return false;
    return true;
  }

  bool read_map(std::size_t depth) {
    while (at_ < bytes_.size() && (bytes_[at_] & 0x7F) != '0')
      if (!read(depth + 1) || !read(depth + 1)) return false;
    return pass(1);
  }

  bool read_code(std::size_t depth) {
    return pass(4 * static_cast<std::size_t>(layout_.numbers)) &&
           read_objects(static_cast<std::size_t>(layout_.objects), depth) && pass(4) &&
           read_objects(static_cast<std::size_t>(layout_.objects_behind), depth);
  }

  std::string_view bytes_;
  CodeLayout layout_;
  std::size_t at_ = 0;
  std::size_t objects_ = 0;
  std::string text_;
};

}  // namespace

bool is_pyc(std::string_view /*path*/, std::string_view head) {
  if (head.size() < 16 || head.substr(2, 2) != "\r\n") return false;
  const unsigned magic = magic_of(head);
  const std::size_t code = header_size(magic);
  return layout_of(magic) && code < head.size() && (head[code] & 0x7F) == 'c';
}

void decode_pyc(const Encoded& encoded, PartSink& sink) {
  std::string bytes;
  const auto is_whole = read_whole(*encoded.stream, sink.most_in_memory(), bytes);
  if (!is_whole) return sink.skip("", is_whole.error().message, PartSink::Cause::failed);
  if (!*is_whole) return sink.skip("", "too large for the pyc decoder", PartSink::Cause::failed);
  const unsigned magic = magic_of(bytes);
  const std::string_view code = std::string_view(bytes).substr(header_size(magic));
  MarshalReader reader(code, *layout_of(magic));
  const bool is_understood = reader.read();
  if (!is_understood && reader.text().empty()) return sink.refuse();
  if (!is_understood)
    sink.skip("", "compiled Python that ends too early or isn't understood",
              PartSink::Cause::failed);
  Part part;
  part.step = "constants";
  part.bytes = reader.text();
  sink.add(part);
}

}  // namespace nhiscan

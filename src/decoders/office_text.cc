// The text of office documents, as a person reads it: Office Open XML (ECMA-376: WordprocessingML,
// DrawingML and shared strings of SpreadsheetML) and OpenDocument 1.3, by the names of elements.
// Editors part a paragraph into runs wherever a check of the spelling, a change or a format begins,
// also in the middle of a token. Paragraphs are lines; what XML escapes stays as it is. Text that
// was deleted with changes tracked is not read here, as it stands between what was not.
#include <algorithm>
#include <array>
#include <span>

#include "decoders/decoder.h"
#include "decoders/text_builder.h"

namespace nhiscan {
namespace {

constexpr std::string_view kBlanksOfXml = " \t\r\n";
// A part has so many runs and ends with a paragraph, or has many more, since the way back of each
// is kept.
constexpr std::size_t kRunsOfPart = 32UL * 1024;
constexpr std::size_t kMostRunsOfPart = 16 * kRunsOfPart;

/// The name that a tag begins with, behind its `<`; empty of a closing one.
std::string_view name_of_tag(std::string_view tag) {
  return tag.substr(0, tag.find_first_of(" \t\r\n/>"));
}

/// The name of a document's root element.
std::string_view name_of_root(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  while (true) {
    const std::size_t open = text.find_first_not_of(kBlanksOfXml);
    if (open == std::string_view::npos || text[open] != '<') return {};
    text.remove_prefix(open + 1);
    if (!text.starts_with('?')) return name_of_tag(text.substr(0, 64));
    const std::size_t close = text.substr(0, kConfigHead).find("?>");
    if (close == std::string_view::npos) return {};
    text.remove_prefix(close + 2);
  }
}

bool is_among(std::string_view name, std::span<const std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

/// What a tag puts into the text.
std::string_view text_of_tag(std::string_view tag) {
  static constexpr auto kEnds =
      std::to_array<std::string_view>({"w:p", "a:p", "text:p", "text:h", "si", "text"});
  static constexpr auto kBreaks =
      std::to_array<std::string_view>({"w:br", "w:cr", "a:br", "text:line-break"});
  if (tag.starts_with('/')) return is_among(name_of_tag(tag.substr(1)), kEnds) ? "\n" : "";
  const std::string_view name = name_of_tag(tag);
  if (is_among(name, kBreaks)) return "\n";
  if (name == "w:tab" || name == "text:tab") return "\t";
  if (name == "text:s") return " ";
  return name == "w:noBreakHyphen" ? "-" : "";
}

class OfficeTextReader {
 public:
  OfficeTextReader(std::string_view xml, PartSink& sink)
      : xml_(xml), sink_(sink), is_open_document_(name_of_root(xml).starts_with("office:")) {}

  void read_all() {
    std::size_t at = 0;
    bool is_read = false;  // what comes before the next tag
    while (next_ == PartSink::Next::go_on) {
      const std::size_t open = xml_.find('<', at);
      const std::size_t close = open == std::string_view::npos ? open : xml_.find('>', open);
      if (close == std::string_view::npos) break;
      if (is_read) copy({at, open});
      const std::string_view tag = xml_.substr(open + 1, close - open - 1);
      const std::string_view mark = text_of_tag(tag);
      put(mark, open);
      const bool is_end = mark == "\n" && tag.starts_with('/');
      if (runs_ >= (is_end ? kRunsOfPart : kMostRunsOfPart)) give();
      is_read = holds_text(tag);
      at = close + 1;
    }
    if (next_ == PartSink::Next::go_on) give();
  }

 private:
  void copy(Span span) {
    text_.copy(span);
    has_text_ = has_text_ || span.size() > 0;
    ++runs_;
  }

  void put(std::string_view mark, std::size_t place) {
    text_.put(mark, place);
    runs_ += mark.empty() ? 0 : 1;
  }

  /// Whether text may follow the tag.
  [[nodiscard]] bool holds_text(std::string_view tag) const {
    static constexpr auto kTexts =
        std::to_array<std::string_view>({"w:t", "a:t", "t", "w:instrText"});
    const std::string_view name = name_of_tag(tag);
    if (is_open_document_) return !tag.starts_with('?') && name != "office:binary-data";
    return !tag.ends_with('/') && is_among(name, kTexts);
  }

  void give() {
    if (has_text_) next_ = sink_.add(text_.part());
    text_ = TextBuilder(xml_);
    has_text_ = false;
    runs_ = 0;
  }

  std::string_view xml_;
  PartSink& sink_;
  bool is_open_document_;
  TextBuilder text_{xml_};
  bool has_text_ = false;
  std::size_t runs_ = 0;
  PartSink::Next next_ = PartSink::Next::go_on;
};

}  // namespace

bool is_office_text(std::string_view /*path*/, std::string_view text) {
  static constexpr auto kRoots = std::to_array<std::string_view>({"w:document",
                                                                  "w:hdr",
                                                                  "w:ftr",
                                                                  "w:footnotes",
                                                                  "w:endnotes",
                                                                  "w:comments",
                                                                  "w:wordDocument",
                                                                  "pkg:package",
                                                                  "p:sld",
                                                                  "p:notes",
                                                                  "p:sldLayout",
                                                                  "p:sldMaster",
                                                                  "p:notesMaster",
                                                                  "dgm:dataModel",
                                                                  "c:chartSpace",
                                                                  "xdr:wsDr",
                                                                  "sst",
                                                                  "comments",
                                                                  "office:document",
                                                                  "office:document-content",
                                                                  "office:document-styles"});
  return is_among(name_of_root(text), kRoots);
}

void decode_office_text(const Encoded& encoded, PartSink& sink) {
  OfficeTextReader(encoded.text, sink).read_all();
}

}  // namespace nhiscan

#include <doctest/doctest.h>

#include <array>
#include <string>

#include "unit/decoders/collected_parts.h"

using namespace nhiscan;
using namespace std::string_literals;

namespace {

const std::string kXml = "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n";

void collect_office_parts(const std::string& xml, CollectedParts& found) {
  REQUIRE(is_office_text("", xml));
  decode_office_text({"", xml, nullptr}, found);
}

}  // namespace

TEST_CASE("decode_office_text: joins the runs of a paragraph, and gives each a line") {
  struct Row {
    std::string body;
    std::string text;
  };
  const auto rows = std::to_array<Row>({
      {"<w:document xmlns:w=\"x\"><w:body>\n <w:p>\n  <w:r>\n   <w:t>key abc</w:t></w:r>\n"
       "<w:proofErr w:type=\"spellStart\"/><w:r><w:rPr><w:b/></w:rPr>\n"
       "<w:t xml:space=\"preserve\">def </w:t><w:tab/><w:t>g</w:t><w:br/><w:t>h</w:t></w:r>"
       "<w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:r><w:t>i</w:t></w:r></w:p>"
       "<w:p><w:pPr/><w:r><w:t>end</w:t></w:r></w:p></w:body></w:document>",
       "key abcdef \tg\nhi\nend\n"},
      {"<p:sld><a:p><a:r><a:rPr lang=\"en\"/><a:t>abc</a:t></a:r><a:r><a:t>def</a:t></a:r></a:p>"
       "</p:sld>",
       "abcdef\n"},
      {"<sst count=\"1\"><si><r><t>abc</t></r><r><rPr><b/></rPr><t>def</t></r></si><si><t>g</t>"
       "</si></sst>",
       "abcdef\ng\n"},
      {"<office:document-content><office:body><text:p text:style-name=\"P1\">ab<text:span "
       "text:style-name=\"T1\">cd</text:span>ef<text:s/>g<text:tab/>h<text:line-break/>i</text:p>"
       "<text:h>j</text:h></office:body></office:document-content>",
       "abcdef g\th\ni\nj\n"},
  });
  for (const Row& row : rows) {
    CollectedParts found;
    collect_office_parts(kXml + row.body, found);
    REQUIRE(found.parts.size() == 1);
    CHECK(found.parts[0].text == row.text);
  }
}

TEST_CASE("decode_office_text: each byte leads back to where it stands") {
  const std::string xml =
      kXml + "<w:document><w:p><w:t>x abc</w:t><w:t>def</w:t></w:p></w:document>";
  CollectedParts found;
  collect_office_parts(xml, found);
  REQUIRE(found.parts.size() == 1);
  const Span span = found.parts[0].part.way_back.in_parent({2, 8});
  CHECK(xml.substr(span.begin, span.size()) == "abc</w:t><w:t>def");
  CHECK(found.parts[0].part.lines == Part::Lines::parent);
}

TEST_CASE("decode_office_text: a long document in many parts, each of whole paragraphs") {
  std::string xml = "<w:document>";
  for (int i = 0; i < 40'000; ++i)
    xml += "<w:p><w:t>abc</w:t><w:t>def</w:t></w:p>";
  CollectedParts found;
  collect_office_parts(xml, found);
  CHECK(found.parts.size() > 1);
  std::size_t size = 0;
  for (const CollectedParts::Kept& kept : found.parts) {
    CHECK(kept.text.ends_with("abcdef\n"));
    size += kept.text.size();
  }
  CHECK(size == 40'000 * 7);
}

TEST_CASE("is_office_text: by the root element") {
  CHECK(is_office_text("",
                       "<?xml version='1.0'?><?mso-application progid='Word.Document'?>\n"
                       "<w:wordDocument>"));
  for (const char* text : {"", "<", "<?xml", "<html><w:document>", "<w:documents>", "text",
                           "<?xml version='1.0'?>", "{\"w:document\": 1}"})
    CHECK(!is_office_text("", text));
  CollectedParts found;
  decode_office_text({"", "<w:document><w:p><w:t/><w:br/><w:t", nullptr}, found);
  CHECK(found.parts.empty());
}

"""Office documents whose editors part a token into runs: it is found as one, where its first run stands."""
from documents.archives import zip_file
from documents.case import SECRET, Case, place_of

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
RUNS = [SECRET[:6], SECRET[6:20], SECRET[20:]]


def document(begin, run, runs, end):
    """The runs, a change of the format between each two."""
    return DECLARATION + begin + "".join(run.replace("TEXT", text) for text in runs) + end


def cases():
    word = ('<w:document xmlns:w="w"><w:body><w:p><w:r><w:t xml:space="preserve">Token: </w:t></w:r>',
            '<w:proofErr w:type="spellStart"/><w:r w:rsidR="00A1"><w:rPr><w:b/></w:rPr><w:t>TEXT</w:t></w:r>')
    word_end = "</w:p></w:body></w:document>"
    slide = ('<p:sld xmlns:a="a"><p:txBody><a:p><a:r><a:t>Token: </a:t></a:r>',
             '<a:r><a:rPr lang="en-US" dirty="0" err="1"/><a:t>TEXT</a:t></a:r>')
    sheet = ('<sst xmlns="x"><si>', '<r><rPr><b/></rPr><t>TEXT</t></r>')
    odf = ('<office:document-content xmlns:text="t"><office:body><text:p text:style-name="P1">Token: ',
           '<text:span text:style-name="T1">TEXT</text:span>')
    for name, member, (begin, run), end in [
        ("docx-runs", "word/document.xml", word, word_end),
        ("pptx-runs", "ppt/slides/slide1.xml", slide, "</a:p></p:txBody></p:sld>"),
        ("xlsx-runs", "xl/sharedStrings.xml", sheet, "</si></sst>"),
        ("odt-runs", "content.xml", odf, "</text:p></office:body></office:document-content>"),
    ]:
        suffix = name.split("-", maxsplit=1)[0]
        xml = document(begin, run, RUNS, end)
        yield Case(name, f"office/runs.{suffix}", zip_file([(member, xml.encode())]), [place_of(xml, RUNS[0], [member])])
        whole = document(begin, run, [SECRET], end)
        yield Case(f"{suffix}-one-run", f"office/whole.{suffix}", zip_file([(member, whole.encode())]),
                   [place_of(whole, SECRET, [member])])
    flat = document(odf[0].replace("-content", ""), odf[1], RUNS, "</text:p></office:body></office:document>")
    yield Case("fodt-runs", "office/runs.fodt", flat.encode(), [place_of(flat, RUNS[0])])
    deleted = '<w:del><w:r><w:delText>was another</w:delText></w:r></w:del>'
    tracked = document(word[0], word[1], RUNS, word_end).replace("<w:proofErr", deleted + "<w:proofErr")
    yield Case("docx-tracked", "office/tracked.docx", zip_file([("word/document.xml", tracked.encode())]),
               [place_of(tracked, RUNS[0], ["word/document.xml"])])

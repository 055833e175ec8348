"""The same text in other character sets and encodings."""
from documents.case import Case, at, text_with_secret


def character_sets():
    text = text_with_secret()
    for name, encoding, mark, chain in [
        ("utf8", "utf-8", b"", []),
        ("utf8-bom", "utf-8-sig", b"", []),
        ("utf16le-bom", "utf-16-le", b"\xff\xfe", ["utf16"]),
        ("utf16be-bom", "utf-16-be", b"\xfe\xff", ["utf16"]),
    ]:
        yield Case(name, f"charset/{name}.txt", mark + text.encode(encoding), [at(3, 10, chain)])
    one_line = text_with_secret(line=1)
    yield Case("utf8-bom-first-line", "charset/utf8-first.txt", one_line.encode("utf-8-sig"), [at(1, 10)])


def cases():
    return [*character_sets()]

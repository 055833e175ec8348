"""The same text in other character sets, and encoded or escaped inside other text."""
import base64
import gzip
import json
import quopri
import urllib.parse
import zlib

from documents.case import SECRET, Case, at, text_with_secret

NOTE = f"# deployed by hand ÿÿ~~~??>>\ntoken = {SECRET}\n"


def character_sets():
    text = text_with_secret()
    for name, encoding, mark, chain in [
        ("utf8", "utf-8", b"", []),
        ("utf8-bom", "utf-8-sig", b"", []),
        ("utf16le-bom", "utf-16-le", b"\xff\xfe", ["utf16"]),
        ("utf16be-bom", "utf-16-be", b"\xfe\xff", ["utf16"]),
        ("utf16le", "utf-16-le", b"", ["utf16"]),
        ("utf16be", "utf-16-be", b"", ["utf16"]),
        ("utf32le-bom", "utf-32-le", b"\xff\xfe\0\0", ["utf32"]),
        ("utf32be-bom", "utf-32-be", b"\0\0\xfe\xff", ["utf32"]),
        ("utf32le", "utf-32-le", b"", ["utf32"]),
        ("utf32be", "utf-32-be", b"", ["utf32"]),
    ]:
        yield Case(name, f"charset/{name}.txt", mark + text.encode(encoding), [at(3, 10, chain)])
    one_line = text_with_secret(line=1)
    yield Case("utf8-bom-first-line", "charset/utf8-first.txt", one_line.encode("utf-8-sig"), [at(1, 10)])
    for encoding in ("latin-1", "cp1252", "utf-8"):
        yield Case(f"accents-{encoding}", f"charset/accents-{encoding}.txt",
                   f'# Schlüssel für Zoë ({encoding})\nclé = "é" ; token = "{SECRET}"\n'.encode(encoding), [at(2, 22)])
    yield Case("utf16-beyond-bmp", "charset/emoji.txt", b"\xff\xfe" + f'# 🔑 é\n"🔑" token = "{SECRET}"\n'.encode("utf-16-le"),
               [at(2, 14, ["utf16"])])
    yield Case("utf16-no-mark-crlf", "charset/crlf.reg", text.replace("\n", "\r\n").encode("utf-16-le"),
               [at(3, 10, ["utf16"])])


def encoded(content, prefix, per_unit, digits, skip):
    """The column where the unit is in which the byte at `skip` of the content is encoded."""
    return len(prefix) + skip // per_unit * digits + 1


def base64_cases():
    note = NOTE.encode()
    skip = note.index(SECRET.encode())
    standard = base64.b64encode(note).decode()
    url = base64.urlsafe_b64encode(note).decode()
    column = lambda prefix: encoded(note, prefix, 3, 4, skip)
    for name, prefix, digits, suffix in [
        ("base64-value", "blob: ", standard, ""),
        ("base64-quoted", 'let blob = "', standard, '";'),
        ("base64-url", 'const blob = "', url, '";'),
        ("base64-unpadded", "blob=", standard.rstrip("="), ""),
        ("base64-data-uri", '<a href="data:text/plain;base64,', standard, '">'),
        ("base64-data-uri-charset", "url(data:text/plain;charset=utf-8;base64,", standard, ")"),
        ("base64-in-path", "GET /decode/", url.rstrip("="), " HTTP/1.1"),
        ("base64-after-name", "payload_", standard, ""),
        ("base64-shell", "echo ", standard, " | base64 -d > .env"),
        ("base64-xml", "<data>", standard, "</data>"),
    ]:
        yield Case(name, f"encoded/{name}.txt", f"one\ntwo\n{prefix}{digits}{suffix}\n".encode(),
                   [at(3, column(prefix), ["base64"])])
    token = SECRET.encode()
    yield Case("base64-token-alone", "encoded/token.yaml",
               b"a: 1\nvalue: " + base64.b64encode(token) + b"\n", [at(2, 8, ["base64"])])
    for width in (64, 76, 40, 33):
        lines = [standard[i:i + width] for i in range(0, len(standard), width)]
        digit = skip // 3 * 4
        yield Case(f"base64-wrapped-{width}", f"encoded/wrapped-{width}.txt",
                   ("begin\n" + "\n".join(lines) + "\n").encode(),
                   [at(2 + digit // width, digit % width + 1, ["base64"])])
        yield Case(f"base64-wrapped-indented-{width}", f"encoded/wrapped-{width}.yaml",
                   ("data: |\n" + "".join(f"    {line}\r\n" for line in lines)).encode(),
                   [at(2 + digit // width, digit % width + 5, ["base64"])])


def hex_cases():
    note = NOTE.encode()
    skip = note.index(SECRET.encode())
    for name, prefix, digits in [
        ("hex", "blob = ", note.hex()),
        ("hex-upper", "blob = ", note.hex().upper()),
        ("hex-0x", "blob = 0x", note.hex()),
        ("hex-sql", "INSERT INTO t VALUES (x'", note.hex()),
    ]:
        yield Case(name, f"encoded/{name}.txt", f"first\n{prefix}{digits}\n".encode(),
                   [at(2, encoded(note, prefix, 1, 2, skip), ["hex"])])
    digits = note.hex()
    lines = [digits[i:i + 60] for i in range(0, len(digits), 60)]
    yield Case("hex-wrapped", "encoded/xxd-p.txt", ("\n".join(lines) + "\n").encode(),
               [at(1 + 2 * skip // 60, 2 * skip % 60 + 1, ["hex"])])


def all_percent(text):
    return "".join(f"%{byte:02X}" for byte in text.encode())


def escape_cases():
    prefix = 'url = "https://example.com/cb?next='
    inner = f"https://api.example.com/?access_token={SECRET}&x=1"
    quoted = urllib.parse.quote(inner, safe="")
    yield Case("percent-query", "escaped/query.txt", f'\n{prefix}{quoted}"\n'.encode(),
               [at(2, len(prefix) + quoted.index(SECRET) + 1, ["percent"])])
    yield Case("percent-all", "escaped/percent-all.txt", f"q={all_percent('token=' + SECRET)}\n".encode(),
               [at(1, 3 + 3 * 6, ["percent"])])
    yield Case("percent-inside", "escaped/percent-inside.txt",
               f"https://x.example/?t={SECRET.replace('_', '%5F')}&b=2\n".encode(), [at(1, 22, ["percent"])])
    yield Case("percent-twice", "escaped/percent-twice.txt",
               f"https://x.example/?t={SECRET.replace('_', '%255f')}&b=2\n".encode(), [at(1, 22, ["percent", "percent"])])
    for name, escape, chain in [
        ("html-decimal", lambda c: f"&#{ord(c)};", "html"),
        ("html-hex", lambda c: f"&#x{ord(c):x};", "html"),
        ("json-u", lambda c: f"\\u{ord(c):04x}", "escapes"),
        ("c-hex", lambda c: f"\\x{ord(c):02x}", "escapes"),
        ("c-octal", lambda c: f"\\{ord(c):03o}", "escapes"),
        ("js-code-point", lambda c: f"\\u{{{ord(c):x}}}", "escapes"),
        ("python-long-u", lambda c: f"\\U{ord(c):08x}", "escapes"),
        ("percent-bytes", lambda c: f"%{ord(c):02x}", "percent"),
    ]:
        whole = "".join(map(escape, SECRET))
        yield Case(f"{name}-all", f"escaped/{name}-all.txt", f'one\ntoken = "{whole}"\n'.encode(), [at(2, 10, [chain])])
        some = "".join(escape(c) if i in (3, 20, 39) else c for i, c in enumerate(SECRET))
        yield Case(f"{name}-some", f"escaped/{name}-some.txt", f'one\ntoken = "{some}"\n'.encode(), [at(2, 10, [chain])])
        before = f'text = "a{escape("=")}{SECRET}{escape("&")}b"\n'
        # The semicolon of a reference is a boundary, so that the token stands there as it is.
        yield Case(f"{name}-around", f"escaped/{name}-around.txt", before.encode(),
                   [at(1, before.index(SECRET) + 1, [] if escape("=")[-1] in ";}" else [chain])])
    line = json.dumps({"log": f"started\nGITHUB={SECRET}\n{SECRET}\tend"})
    yield Case("json-newlines", "escaped/newlines.json", line.encode(),
               [at(1, line.index(SECRET) + 1), at(1, line.rindex(SECRET) + 1, ["escapes"])])
    deep = json.dumps({"a": json.dumps({"b": json.dumps({"c": "x\n" + SECRET})})})
    yield Case("json-in-json-in-json", "escaped/deep.json", deep.encode(), [at(1, deep.index(SECRET) + 1, ["escapes"] * 3)])
    yield Case("continued-string", "escaped/continued.yaml", f'token: "{SECRET[:20]}\\\n   {SECRET[20:]}"\n'.encode(),
               [at(1, 9, key_path="token")])
    text = f"Subject: keys\nContent-Transfer-Encoding: quoted-printable\n\n" + quopri.encodestring(
        f"Dear all, here is the new one, please keep it to yourselves: {SECRET}\n".encode()).decode()
    assert SECRET not in text
    yield Case("quoted-printable-soft-break", "escaped/mail.eml", text.encode(), [at(4, 62, ["quoted-printable"])])
    yield Case("quoted-printable-equals", "escaped/short.eml", f"\ntoken=3D{SECRET}\n".encode(),
               [at(2, 9, ["quoted-printable"])])
    colour = SECRET[:10] + "\x1b[1;31m" + SECRET[10:25] + "\x1b[0m" + SECRET[25:]
    yield Case("ansi-inside", "escaped/colour.log", f"one\n\x1b[32mtoken\x1b[0m: \x1b[36m{colour}\x1b[0m\n".encode(),
               [at(2, 22, ["ansi"])])
    yield Case("ansi-before", "escaped/green.log", f"using \x1b[32m{SECRET}\x1b[0m now\n".encode(), [at(1, 12, ["ansi"])])


def dump_lines(data, line_of):
    return "".join(line_of(at, data[at:at + 16]) for at in range(0, len(data), 16))


def shown(data):
    return "".join(chr(byte) if 32 <= byte < 127 else "." for byte in data)


def registry_value(name, text):
    """As regedit writes a REG_EXPAND_SZ: UTF-16 in lines of 80 bytes at most."""
    lines = [f'"{name}"=hex(2):']
    data = (text + "\0").encode("utf-16-le")
    for i, byte in enumerate(data):
        if len(lines[-1]) > 76:
            lines.append("  ")
        lines[-1] += f"{byte:02x}" + ("," if i + 1 < len(data) else "")
    return "\\\r\n".join(lines) + "\r\n"


def number_cases():
    note = NOTE.encode()
    skip = note.index(SECRET.encode())
    ascii_note = NOTE.encode("ascii", "ignore")
    whole = ascii_note.index(SECRET.encode())
    for name, prefix, write, suffix in [
        ("colon-hex", "key: ", lambda data: ":".join(f"{byte:02x}" for byte in data), ""),
        ("colon-hex-upper", 'key = "', lambda data: ":".join(f"{byte:02X}" for byte in data), '"'),
        ("blank-hex", "key: ", lambda data: " ".join(f"{byte:02x}" for byte in data), ""),
        ("c-array", "unsigned char key[] = {", lambda data: ", ".join(f"0x{byte:02x}" for byte in data), "};"),
        ("c-array-close", "key[] = {", lambda data: ",".join(f"0x{byte:02X}" for byte in data), "};"),
        ("decimal-list", "key = bytes([", lambda data: ", ".join(map(str, data)), "])"),
        ("json-decimal-list", '{"key":[', lambda data: ",".join(map(str, data)), "]}"),
        ("from-char-code", "var key = String.fromCharCode(", lambda data: ",".join(map(str, data)), ");"),
        ("decimal-blanks", "key: ", lambda data: " ".join(map(str, data)), ""),
        ("hex-list", "key = [", lambda data: ", ".join(f"{byte:02x}" for byte in data), "]"),
    ]:
        digits = "0x" if "0x" in write(b"a") else ""
        line = prefix + write(ascii_note) + suffix
        column = len(prefix + write(ascii_note[:whole] + b"a")) - len(write(b"a")) + len(digits) + 1
        yield Case(name, f"numbers/{name}.txt", f"one\n{line}\n".encode(), [at(2, column, ["numbers"])])
    alone = SECRET.encode()
    for width, indent, separator in ((12, "  ", ", "), (8, "\t", ",")):
        rows = [separator.join(f"0x{byte:02x}" for byte in alone[i:i + width]) for i in range(0, len(alone), width)]
        text = "unsigned char key[] = {\n" + ",\n".join(indent + row for row in rows) + "\n};\n"
        yield Case(f"xxd-i-{width}", f"numbers/xxd-i-{width}.h", text.encode(), [at(2, len(indent) + 3, ["numbers"])])
    for name, key in (("short", "Token"), ("long", "A name that leaves little of its first line for the value")):
        export = f'Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Software]\r\n{registry_value(key, SECRET)}"End"=dword:00000001\r\n'
        value = at(4, len(key) + 11, ["numbers"])
        yield Case(f"registry-{name}", f"numbers/{name}.reg", export.encode(), [value])
        yield Case(f"registry-{name}-utf16", f"numbers/{name}-utf16.reg", b"\xff\xfe" + export.encode("utf-16-le"),
                   [{**value, "chain": ["utf16", "numbers"]}])
    for name, before, write, after, separator in [
        ("Casts.java", "(byte)0x", "{:02x}", "", ", "), ("Casts.cs", "(byte) ", "{}", "", ","), ("Casts.kt", "0x", "{:02X}", ".toByte()", ", "),
    ]:
        for width in (8, 99):
            rows = [separator.join(before + write.format(byte) + after for byte in alone[i:i + width]) for i in range(0, len(alone), width)]
            text = "byte[] key = {\n" + ",\n".join("            " + row for row in rows) + "\n};\n"
            yield Case(f"{name}-{width}", f"numbers/{width}/{name}", text.encode(), [at(2, 13 + len(before), ["numbers"])])
    rows = [":".join(f"{byte:02x}" for byte in alone[i:i + 15]) for i in range(0, len(alone), 15)]
    yield Case("openssl-colons", "numbers/openssl.txt", ("data:\n" + ":\n".join("    " + row for row in rows) + "\n").encode(),
               [at(2, 5, ["numbers"])])
    pairs = lambda data: " ".join(f"{byte:02x}" for byte in data)
    row, rest = divmod(skip, 16)
    for name, line_of, column in [
        ("xxd", lambda at, data: f"{at:08x}: " + " ".join(
            data[i:i + 2].hex() for i in range(0, len(data), 2)).ljust(39) + f"  {shown(data)}\n", 11 + rest // 2 * 5 + rest % 2 * 2),
        ("hexdump-C", lambda at, data: f"{at:08x}  " + f"{pairs(data[:8])}  {pairs(data[8:])}".ljust(48) + f"  |{shown(data)}|\n",
         11 + rest * 3 + rest // 8),
        ("od-x", lambda at, data: f"{at:06x} {pairs(data)}".ljust(56) + f">{shown(data)}<\n", 8 + rest * 3),
        ("od-octal", lambda at, data: f"{at:07o} {pairs(data)}\n", 9 + rest * 3),
        ("wireshark", lambda at, data: f"  {at:04x}   {pairs(data)}".ljust(57) + f"   {shown(data)}\r\n", 10 + rest * 3),
    ]:
        yield Case(f"dump-{name}", f"numbers/{name}.txt", ("dump:\n" + dump_lines(note, line_of) + "end\n").encode(),
                   [at(2 + row, column, ["dump"])])
    memory = b"\0\1\2\xff" * 5 + b"token=" + alone + b"\0" * 9
    yield Case("dump-of-memory", "numbers/memory.txt", dump_lines(
        memory, lambda at, data: f"{at + 0x7ffe10:016x}: {pairs(data)}\n").encode(), [at(2, 19 + 3 * 10, ["dump"])])


def nested_cases():
    note = NOTE.encode()
    begin = "blob: "
    for name, packed, chain in [
        ("gzip-in-base64", base64.b64encode(gzip.compress(note, mtime=0)), ["base64", "gzip"]),
        ("zlib-in-base64", base64.b64encode(zlib.compress(note)), ["base64", "zlib"]),
        ("zlib-best-in-base64url", base64.urlsafe_b64encode(zlib.compress(note, 9)), ["base64", "zlib"]),
        ("gzip-in-hex", gzip.compress(note, mtime=0).hex().encode(), ["hex", "gzip"]),
        ("base64-in-gzip-in-base64",
         base64.b64encode(gzip.compress(b"x: " + base64.b64encode(note), mtime=0)), ["base64", "gzip", "base64"]),
    ]:
        yield Case(name, f"nested/{name}.yaml", b"a: 1\n" + begin.encode() + packed + b"\n", [at(2, 7, chain)])
    yield Case("base64-twice", "nested/twice.txt",
               b"v=" + base64.b64encode(b"x: " + base64.b64encode(SECRET.encode())) + b"\n",
               [at(1, 3 + 4, ["base64", "base64"])])
    depth_7 = SECRET.encode()
    for _ in range(7):
        depth_7 = base64.b64encode(depth_7)
    yield Case("base64-seven-times", "nested/seven.txt", b"v: " + depth_7 + b"\n", [at(1, 4, ["base64"] * 7)])
    yield Case("hex-in-base64", "nested/hex.txt", b"v: " + base64.b64encode(SECRET.encode().hex().encode()) + b"\n",
               [at(1, 4, ["base64", "hex"])])
    yield Case("percent-in-base64", "nested/percent.txt",
               b"v: " + base64.b64encode(all_percent(SECRET).encode()) + b"\n", [at(1, 4, ["base64", "percent"])])
    digits = base64.b64encode(b">>>???" + note).decode()
    escaped = urllib.parse.quote(digits, safe="")
    unit = digits[(6 + note.index(SECRET.encode())) // 3 * 4:][:8]
    yield Case("base64-in-percent", "nested/percent-base64.txt", f"https://x.example/?q={escaped}\n".encode(),
               [at(1, 22 + escaped.index(unit), ["percent", "base64"])])
    command = f'$env:TOKEN = "{SECRET}"; ./deploy.ps1'
    wide = base64.b64encode(command.encode("utf-16-le")).decode()
    prefix = "powershell.exe -NoProfile -EncodedCommand "
    yield Case("powershell-encoded-command", "nested/run.cmd", f"@echo off\n{prefix}{wide}\n".encode(),
               [at(2, encoded(command, prefix, 3, 4, 2 * command.index(SECRET)), ["base64", "utf16"])])
    line = json.dumps({"config": "a\n" + base64.b64encode(b"token = " + SECRET.encode()).decode()})
    yield Case("json-string-of-base64", "nested/config.json", line.encode(),
               [at(1, encoded(b"", line[:line.index("dG9r")], 3, 4, 8), ["escapes", "base64"])])


def cases():
    for group in (character_sets, base64_cases, hex_cases, escape_cases, number_cases, nested_cases):
        yield from group()

#!/usr/bin/env python3
"""Input made to exhaust whoever unpacks or decodes it: each ends soon and in bounded memory, what is beside it is read,
and what is not read of it is said.

usage: python3 tests/bombs_test.py NHISCAN [NAME…]      NAME: only bombs whose names contain it
"""
import base64
import contextlib
import gzip
import io
import json
import lzma
import os
import pathlib
import random
import sqlite3
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib

SECRET = "gh" + "p_" + "R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu0Lq7Ye"
CPU_SECONDS = float(os.environ.get("NHISCAN_BOMB_SECONDS", "4"))  # 2 in a release build
# Of addresses, --max-memory's default; 0: no limit, since sanitizers take more.
MEMORY = int(os.environ.get("NHISCAN_BOMB_MEMORY", 1024**3))
FAILED, READ, FOUND = 3, 0, 1


def deflated(megabytes):
    """A raw deflate stream of blanks: the same block again and again."""
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = block.compress(b" " * 2**20) + block.flush(zlib.Z_FULL_FLUSH)
    again = zlib.compressobj(9, zlib.DEFLATED, -15)
    again.compress(b"")
    return once * megabytes + again.flush()


def gzip_of(deflated):
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + deflated + b"\0" * 8


def zip_of(members, count=1, method=8, flags=0, size=0xFFFFFFFE):
    """Members that all may lie at the same place."""
    out = b""
    entries = []
    for name, data in members:
        fields = struct.pack("<HHHHHIIIHH", 20, flags, method, 0, 0, 0, len(data), size, len(name), 0)
        for i in range(count):
            entry = name if count == 1 else b"%07d" % i
            entries.append(b"PK\x01\x02" + struct.pack("<H", 20) + fields[:22] + struct.pack(
                "<HHHHHII", len(entry), 0, 0, 0, 0, 0, len(out)) + entry)
        out += b"PK\x03\x04" + fields + name + data
    directory = b"".join(entries)
    total = min(len(members) * count, 0xFFFF)
    return out + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, total, total, len(directory), len(out), 0)


def quoted_zip(count, megabytes):
    """Members of which each begins with a copy of the next one's header, in a block that isn't compressed, and goes on
    as that one: so all of them end with the same few bytes, which become so many megabytes."""
    kernel = deflated(megabytes)
    header_size = 30 + 6
    sizes = [(len(kernel), megabytes * 2**20)]
    for _ in range(count - 1):
        sizes.append((5 + header_size + sizes[-1][0], header_size + sizes[-1][1]))
    sizes.reverse()
    out = b""
    directory = b""
    for i, (packed, size) in enumerate(sizes):
        fields = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, packed, size, 6, 0)
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + b"%06d" % i
        out += b"PK\x03\x04" + fields + b"%06d" % i
        if i + 1 < count:
            out += b"\0" + struct.pack("<HH", header_size, 0xFFFF ^ header_size)
    out += kernel
    return out + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(out), 0)


def zip_file(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def nested_zips(levels, copies, content):
    for level in range(levels):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for i in range(copies):
                archive.writestr(f"{level}-{i}.zip" if level else f"{i}.txt", content)
        content = out.getvalue()
    return content


def tar_with(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def token(number):
    """Such as is found, and no other's."""
    return "gh" + "p_" + base64.b64encode(random.Random(number).randbytes(27), altchars=b"ab").decode()


def database(damaged):
    with tempfile.TemporaryDirectory() as temp:
        file = pathlib.Path(temp) / "a.db"
        with contextlib.closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("create table t(a text, b text)")
            connection.executemany("insert into t values(?, ?)", [(f"text {i}", "word " * 30) for i in range(20_000)])
        pages = bytearray(file.read_bytes())
    if damaged:
        for page in range(4096, len(pages), 8192):
            pages[page : page + 64] = random.Random(page).randbytes(64)
    return bytes(pages)


def property_list(objects, offsets):
    table = b"".join(struct.pack(">H", offset) for offset in offsets)
    return b"bplist00" + objects + table + bytes(6) + struct.pack(">BBQQQ", 2, 1, len(offsets), 0, 8 + len(objects))


def lying_7z():
    """A header that says there are 2^61 files."""
    header = b"\x01\x05\xff" + struct.pack("<Q", 2**61) + b"\0"
    start = struct.pack("<QQI", 0, len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + header


def entities():
    """Ten billion times "lol"."""
    rows = "".join(f'<!ENTITY l{i + 1} "{f"&l{i};" * 10}">' for i in range(10))
    return f'<!DOCTYPE l [<!ENTITY l0 "lol">{rows}]>\n<l><name>a</name><value>&l10;</value></l>'


def aliases():
    """Nine to the power of twenty times "x"."""
    rows = "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(20))
    return f"a: &a [{','.join(['x'] * 9)}]\n{rows}- name: password\n  value: *t\n"


def notebook(cells):
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})


def times(text, count):
    for _ in range(count):
        text = base64.b64encode(text)
    return text


def random_bytes(size):
    return random.Random(1).randbytes(size)


def tar_of(size, data):
    info = tarfile.TarInfo("a.txt")
    info.size = size
    return info.tobuf() + data


def bombs():
    """Name, file name, content, exit status without the file beside it, and what is said of it."""
    blanks = deflated(8 * 1024)
    yield "gzip ratio", "a.gz", gzip_of(blanks), FAILED, "200-fold"
    yield "gzip ratio in base64", "a.txt", b"x: " + base64.b64encode(gzip_of(deflated(2048))) + b"\n", FAILED, "200-fold"
    yield "zip ratio", "a.zip", zip_of([(b"a.txt", blanks)]), FAILED, "200-fold"
    yield "xz ratio", "a.xz", lzma.compress(b" " * 2**28, preset=1), FAILED, "200-fold"
    yield "zip in zip in zip", "b.zip", nested_zips(6, 16, b" " * 2**20), FAILED, "200-fold"
    yield "overlapping members", "c.zip", zip_of([(b"a.txt", deflated(10))], count=60_000), None, None
    deep = b"end"
    for i in range(50):
        deep = zip_file(f"{i}.zip", deep)
    yield "deep", "d.zip", deep, FAILED, "nested deeper than --max-depth"
    yield "bomb beside a text", "t.tar", tar_with([("a.gz", gzip_of(deflated(512))), ("b.txt", f"token = {SECRET}\n".encode())]), FOUND, "a.gz: expands"
    yield "members in members' headers", "q.zip", quoted_zip(30_000, 1), FAILED, "200-fold"
    yield "members in few members' headers", "q2.zip", quoted_zip(250, 21), FAILED, "200-fold"
    yield "bombs in base64", "s.txt", b"".join(b"x: " + base64.b64encode(gzip_of(deflated(60))) + b"\n" for _ in range(40)), FAILED, "50-fold"
    yield "many small streams in base64", "u.txt", (b"x: " + base64.b64encode(gzip.compress(b"text of a few words", mtime=0)) + b"\n") * 50_000, None, None
    yield "many small archives", "v.tar", tar_with((f"{i}.zip", zip_file("a.txt", "text")) for i in range(20_000)), READ, None
    yield "nothing compressed", "w.gz", gzip.compress(b"", mtime=0), READ, None
    yield "7z of too many files", "x.7z", lying_7z(), FAILED, "Damaged"
    yield "zstd with a huge window", "y.zst", b"\x28\xb5\x2f\xfd\0" + bytes([(31 - 10) << 3]) + b"\x01\0\0" + b"xyz" * 99, FAILED, "memory"
    yield "cpio too large", "z.cpio", b"070701" + b"00000001" + b"000081A4" + b"0" * 40 + b"FFFFFFF0" + b"0" * 32 + b"FFFFFFF0" + b"0" * 8 + b"a.txt\0", FAILED, "z.cpio"
    yield "encrypted member", "e.zip", zip_of([(b"a.txt", b"0123456789abcdef")], method=0, flags=1, size=4), READ, "encrypted"
    yield "size too small", "f.zip", zip_of([(b"a.txt", zlib.compress(b"text " * 9999, 9)[2:-4])], size=3), None, None
    yield "size too large", "g.tar", tar_of(2**40, b"text\n" * 1000), FAILED, "Truncated tar archive"
    whole = gzip.compress(random_bytes(2**20), mtime=0)
    yield "gzip cut off", "h.gz", whole[: len(whole) // 2], None, None
    text = gzip.compress(("".join(map(str, random_bytes(2**19)))).encode(), mtime=0)
    yield "gzip of text cut off", "h2.gz", text[: len(text) // 2], FAILED, "truncated"
    yield "xz cut off", "i.xz", lzma.compress(b"text " * 2**18)[:200], FAILED, "i.xz"
    yield "zip cut off", "j.zip", zip_file("a.txt", random_bytes(2**16).hex())[:30000], FAILED, "j.zip"
    yield "a million members", "k.ar", b"!<arch>\n" + b"".join(
        b"%-16d%-12d%-6d%-6d%-8o%-10d`\n" % (i, 0, 0, 0, 0o100644, 0) for i in range(1_000_000)), READ, None
    yield "a million members of a zip", "l.zip", zip_of([(b"a.txt", b"")], count=1_000_000, method=0, size=0), None, None
    yield "random bytes", "m.log", random_bytes(2**24), READ, "binary"
    yield "random bytes without zeros", "n.log", random_bytes(2**24).replace(b"\0", b"x"), READ, None
    yield "hex digits on one line", "h.txt", b"8f" * 1_000_000, None, None
    yield "deep JSON", "o.json", b'{"a":' * 100_000 + b"1" + b"}" * 100_000, None, None
    yield "entities of entities", "a.xml", entities().encode(), READ, None
    yield "aliases of aliases", "a.yaml", aliases().encode(), None, None
    yield "deep YAML", "b.yaml", b"a: " + b"[" * 100_000 + b"]" * 100_000, None, None
    yield "deep TOML", "a.toml", b"a = " + b"[" * 100_000 + b"]" * 100_000, None, None
    yield "deep XML", "b.xml", b"<a>" * 200_000 + b"</a>" * 200_000, None, None
    yield "deep notebook", "a.ipynb", b'{"cells":' + b"[" * 100_000 + b"]" * 100_000 + b"}", None, None
    yield "many cells", "b.ipynb", notebook([{"cell_type": "code", "source": f"x = {i}", "outputs": []} for i in range(60_000)]).encode(), READ, None
    yield "many tokens in cells", "c.Rmd", "".join(f"```{{r}}\nx = '{token(i)}'\n```\n" for i in range(20_000)).encode(), FOUND, None
    yield "tokens under long keys", "c.json", ('{"%s":' % ("k" * 1000) * 300 + json.dumps([token(i) for i in range(10_000)]) + "}" * 300).encode(), FOUND, None
    # A list of a list of a list, each thirty times in the other; and one that is in itself.
    lists = b"".join(b"\xaf\x10\x1e" + bytes([i + 1]) * 30 for i in range(30)) + b"\x51x"
    yield "lists of lists", "a.plist", property_list(lists, [8 + 33 * i for i in range(31)]), READ, None
    yield "a list in itself", "b.plist", property_list(b"\xa1\0", [8]), READ, None
    yield "a property list cut off", "c.plist", property_list(b"\xa1\0", [8])[:-9], FAILED, "damaged"
    yield "database", "a.db", database(damaged=False), READ, None
    yield "damaged database", "b.db", database(damaged=True), FAILED, "damaged"
    yield "deep arrays", "p.json", b"[" * 100_000 + b"]" * 100_000, None, None
    yield "base64 of base64", "q.txt", times(b"x: 1, and so on and on\n", 20), FAILED, "nested deeper than --max-depth"
    for name, unit in [
        ("percent", b"%25"), ("percent of percent", b"%2525252525252525"), ("references", b"&#x26;#38;"), ("units", b"\\u005cu005c"),
        ("backslashes", b"\\"), ("quotes", b'\\\\\\":\\\\\\"'), ("soft breaks", b"a" * 70 + b"=\n"), ("colours", b"\x1b[m"),
        ("colours in words", b"abcdefgh\x1b[m"), ("all of them", b"a%41&#x41;\\x41=3D\x1b[mabcdefghijklmnop"),
        ("blanks", b'\\":' + b" " * 60), ("digits", b"abcdefghijklmnopqrstuvwxyz_/-+"), ("hex", b"0123456789abcdef"),
        ("zeros of UTF-16", b"a\0"),
        ("lone surrogates", b"\xd8\0"),
    ]:
        yield name, f"r-{name}.txt", unit * (2**22 // len(unit)), None, None


def run(nhiscan, directory, path):
    """Exit status, report and CPU seconds, with no more memory than there may be."""
    with open(directory / "out", "w+b") as out:
        process = subprocess.Popen(["prlimit", f"--as={MEMORY or 'unlimited'}", nhiscan, "dir", "-j1", "-f", "json", path], stdout=out, stderr=subprocess.DEVNULL, cwd=directory)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        report = json.loads(out.read()) if process.returncode in (0, 1, 3) else None
    return process.returncode, report, usage.ru_utime + usage.ru_stime


def wrong_with(nhiscan, top, name, content, status_wanted, said):
    tree = top / "tree"
    tree.mkdir()
    (tree / name).write_bytes(content)
    status, report, seconds = run(nhiscan, top, "tree")
    if report is None:
        return f"ended with {status}"
    skipped = " ".join(row["path"] + ": " + row["reason"] for row in report["coverage"]["skipped"])
    if status_wanted is not None and status != status_wanted:
        return f"exit {status}, {status_wanted} wanted; skipped: {skipped[:300]}"
    if said is not None and said not in skipped:
        return f"says nothing of '{said}': {skipped[:300]}"
    if os.environ.get("NHISCAN_BOMB_TIMES"):
        print(f"{name}: {seconds:.2f} s, exit {status}")
    if seconds > CPU_SECONDS:
        return f"took {seconds:.1f} s"
    (tree / "beside.py").write_text(f'token = "{SECRET}"\n')
    status, report, _ = run(nhiscan, top, "tree")
    if status != 1 or not any(f["location"]["path"] == "tree/beside.py" for f in report["findings"]):
        return f"exit {status}, and the file beside it is not read"
    return None


def main():
    nhiscan = str(pathlib.Path(sys.argv[1]).resolve())
    count = 0
    failed = 0
    for name, file, content, status, said in bombs():
        if sys.argv[2:] and not any(word in name for word in sys.argv[2:]):
            continue
        count += 1
        with tempfile.TemporaryDirectory() as temp:
            wrong = wrong_with(nhiscan, pathlib.Path(temp), file, content, status, said)
        if wrong:
            failed += 1
            print(f"{name}: {wrong}")
    if failed:
        sys.exit(f"{failed} of {count} failed")
    print(f"{count} bombs, all contained")


if __name__ == "__main__":
    main()

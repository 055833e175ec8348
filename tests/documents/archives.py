"""Archives and compressed streams, alone and nested, with the secret in a member."""
import bz2
import gzip
import io
import lzma
import os
import pathlib
import subprocess
import tarfile
import tempfile
import zipfile

from documents.case import Case, at, text_with_secret

TEXT = text_with_secret().encode()
MEMBER = "etc/app.conf"


def tar(members, mode="w", form=tarfile.PAX_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def zip_file(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def tool(command, content):
    return subprocess.run(command, input=content, stdout=subprocess.PIPE, check=True).stdout


def bsdtar(form, *more):
    with tempfile.TemporaryDirectory() as temp:
        file = pathlib.Path(temp) / MEMBER
        file.parent.mkdir()
        file.write_bytes(TEXT)
        os.utime(file, (0, 0))
        return subprocess.run(["bsdtar", "-c", "-f", "-", "--format", form, *more, MEMBER], cwd=temp,
                              stdout=subprocess.PIPE, check=True).stdout


def ar(members):
    out = b"!<arch>\n"
    for name, content in members:
        out += f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode() + content
        out += b"\n" * (len(content) % 2)
    return out


def rpm(payload):
    """The lead, an empty signature and header, and the payload."""
    lead = b"\xed\xab\xee\xdb\x03\x00" + b"\0" * 90
    header = b"\x8e\xad\xe8\x01\0\0\0\0" + b"\0\0\0\0" + b"\0\0\0\0"
    return lead + header + header + payload


def cases():
    place = [at(3, 10, [MEMBER], context="archive")]
    members = [(MEMBER, TEXT)]
    plain = {
        "gzip": gzip.compress(TEXT, mtime=0), "bzip2": bz2.compress(TEXT), "xz": lzma.compress(TEXT),
        "lzma": lzma.compress(TEXT, format=lzma.FORMAT_ALONE),
        "zstd": tool(["zstd", "-q", "-c"], TEXT), "lz4": tool(["lz4", "-q", "-c"], TEXT),
    }
    for name, content in plain.items():
        yield Case(name, f"compressed/app.log.{name}", content, [at(3, 10, [name])])
    for name, content in {
        "tar": tar(members), "tar-ustar": tar([*members, ("note", b"ustar")], form=tarfile.USTAR_FORMAT),
        "tar-gnu": tar(members, form=tarfile.GNU_FORMAT), "tar-gz": tar(members, "w:gz"),
        "tar-bz2": tar(members, "w:bz2"), "tar-xz": tar(members, "w:xz"),
        "tar-zst": tool(["zstd", "-q", "-c"], tar(members)), "zip-stored": zip_file(members, zipfile.ZIP_STORED),
        "cpio-newc": bsdtar("newc"), "cpio-odc": bsdtar("odc"), "7z": bsdtar("7zip"), "iso": bsdtar("iso9660"),
    }.items():
        yield Case(name, f"archive/{name}", content, place)
    for name in ["zip", "jar", "war", "ear", "whl", "nupkg", "apk", "vsix", "docx", "xlsx", "pptx", "odt", "epub"]:
        # A history says of one blob with several names that it is one.
        yield Case(name, f"archive/sample.{name}", zip_file([*members, ("note.txt", name.encode())]), place)
    yield Case("zipapp", "archive/tool.pyz", b"#!/usr/bin/env python3\n" + zip_file(members), place)
    yield Case("crx", "archive/tool.crx", b"Cr24\3\0\0\0\4\0\0\0abcd" + zip_file(members), place)
    yield Case("zipapp-in-tar", "archive/tools.tar", tar([("tool.pyz", b"#!/usr/bin/env python3\n" + zip_file(members))]),
               [at(3, 10, ["tool.pyz", MEMBER])])
    yield Case("deb", "archive/sample.deb",
               ar([("debian-binary", b"2.0\n"), ("data.tar.xz", tar(members, "w:xz"))]),
               [at(3, 10, ["data.tar.xz", MEMBER])])
    yield Case("rpm", "archive/sample.rpm", rpm(gzip.compress(bsdtar("newc"), mtime=0)), place)
    yield Case("nested", "archive/nested.zip", zip_file([("logs.tar.gz", tar([("app.log", TEXT)], "w:gz"))]),
               [at(3, 10, ["logs.tar.gz", "app.log"])])
    yield Case("nested-utf16", "archive/utf16.zip", zip_file([("a.txt", b"\xff\xfe" + TEXT.decode().encode("utf-16-le"))]),
               [at(3, 10, ["a.txt", "utf16"])])
    yield Case("name-in-utf8", "archive/utf8-name.zip", zip_file([("größe/日本.conf", TEXT)]), [at(3, 10, ["größe/日本.conf"])])
    yield Case("escaping-names", "archive/escaping.tar", tar([("../../etc/x", b"x\n"), ("/etc/shadow", TEXT)]),
               [at(3, 10, ["/etc/shadow"])])
    layer = "0" * 64 + "/layer.tar"
    yield Case("docker-save", "image/save.tar", tar([(layer, tar([("app/.env", TEXT)])), ("manifest.json", b"[]")]),
               [at(3, 10, [layer, "app/.env"], context="container")])
    layer = "1" * 64 + ".tar"
    yield Case("docker-archive", "image/archive.tar", tar([(layer, tar([("app/.env", TEXT)])), ("manifest.json", b"[]")]),
               [at(3, 10, [layer, "app/.env"], context="container")])
    yield Case("docker-archive-json", "image/json.tar", tar([("2" * 64 + "/json", TEXT), ("repositories", b"{}")]),
               [at(3, 10, ["2" * 64 + "/json"], context="container")])
    blob = "blobs/sha256/" + "a" * 64
    yield Case("oci-directory", "oci/" + blob, tar([("srv/.env", TEXT)], "w:gz"), [at(3, 10, ["srv/.env"], context="container")])
    yield Case("oci-layout", "image/oci.tar", tar([("oci-layout", b"{}"), (blob, tar([("app/.env", TEXT)], "w:gz"))]),
               [at(3, 10, [blob, "app/.env"], context="container")])

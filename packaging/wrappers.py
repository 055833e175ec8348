"""Carries the static program to other package managers: usage: python3 packaging/wrappers.py TARBALL DIRECTORY

TARBALL is the one that package.sh makes. Written into DIRECTORY: the list of parts, as it is in the tarball; a wheel
(`pip install`, `uvx`); a package for npm (`npm install`, `npx`), whose command is the program itself, so that no interpreter starts
first; a formula for Homebrew on Linux, which names the tarball by its digest. The same tarball gives the same bytes.
"""

import base64
import gzip
import hashlib
import io
import json
import pathlib
import re
import sys
import tarfile
import zipfile

TOP = pathlib.Path(__file__).resolve().parent.parent
HOME = "https://git.example.org/nhiscan"
SUMMARY = "Find credentials and other non-human identities in code"
# The program needs no library, so it runs wherever the kernel does, with glibc or musl.
PLATFORMS = ("manylinux_2_17_x86_64", "manylinux2014_x86_64", "musllinux_1_1_x86_64")


class Tarball:
    """The files of the tarball, by their path below its one folder; all of them have the time of the program."""

    def __init__(self, path):
        self.files = {}
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile():
                    self.files[member.name.partition("/")[2]] = archive.extractfile(member).read()
                    if member.name.endswith("bin/nhiscan"):
                        self.time = int(member.mtime)
        self.version = re.search(r"nhiscan-([\d.]+)-linux", path.name)[1]
        self.digest = hashlib.sha256(path.read_bytes()).hexdigest()

    def below(self, folder):
        return {name: content for name, content in self.files.items() if name.startswith(folder)}

    def document(self, name):
        return self.files[f"share/doc/nhiscan/{name}"]


def mode_of(name):
    return 0o755 if name.endswith("bin/nhiscan") or name.endswith("scripts/nhiscan") else 0o644


def write_npm(tarball, directory):
    manuals = {f"man/{pathlib.PurePath(name).name.removesuffix('.gz')}": gzip.decompress(page) for name, page in tarball.below("share/man/").items()}
    manifest = {
        "name": "nhiscan", "version": tarball.version, "description": SUMMARY, "license": "Apache-2.0", "homepage": HOME,
        "keywords": ["secrets", "credentials", "scanner", "security", "git"], "os": ["linux"], "cpu": ["x64"],
        "bin": {"nhiscan": "bin/nhiscan"}, "man": [f"./{name}" for name in sorted(manuals)]}
    files = {"package.json": (json.dumps(manifest, indent=2) + "\n").encode(), "bin/nhiscan": tarball.files["bin/nhiscan"],
             "README.md": tarball.document("README.md"), "LICENSE": tarball.document("copyright"),
             "third-party-licences.txt": tarball.document("third-party-licences.txt"), **manuals}
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size, member.mode, member.mtime = len(content), mode_of(name), tarball.time
            archive.addfile(member, io.BytesIO(content))
    (directory / f"nhiscan-{tarball.version}.tgz").write_bytes(gzip.compress(packed.getvalue(), mtime=0))


def write_wheel(tarball, directory):
    """A wheel as "Binary distribution format" of the Python packaging guide describes it; pip puts `data/scripts` on the path."""
    name = f"nhiscan-{tarball.version}"
    tags = "".join(f"Tag: py3-none-{platform}\n" for platform in PLATFORMS)
    metadata = (f"Metadata-Version: 2.1\nName: nhiscan\nVersion: {tarball.version}\nSummary: {SUMMARY}\nHome-page: {HOME}\n"
                "License: Apache-2.0\nRequires-Python: >=3.7\nDescription-Content-Type: text/markdown\n\n").encode()
    files = {
        f"{name}.data/scripts/nhiscan": tarball.files["bin/nhiscan"],
        **{f"{name}.data/data/{path}": content for folder in ("share/man/", "share/bash-completion/", "share/fish/", "share/zsh/")
           for path, content in tarball.below(folder).items()},
        f"{name}.dist-info/METADATA": metadata + tarball.document("README.md"),
        f"{name}.dist-info/WHEEL": f"Wheel-Version: 1.0\nGenerator: nhiscan\nRoot-Is-Purelib: false\n{tags}".encode(),
        f"{name}.dist-info/LICENSE": tarball.document("copyright"),
        f"{name}.dist-info/third-party-licences.txt": tarball.document("third-party-licences.txt")}
    record = "".join(f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip('=')},{len(content)}\n"
                     for path, content in files.items())
    files[f"{name}.dist-info/RECORD"] = (record + f"{name}.dist-info/RECORD,,\n").encode()
    with zipfile.ZipFile(directory / f"{name}-py3-none-{'.'.join(PLATFORMS)}.whl", "w", zipfile.ZIP_DEFLATED) as wheel:
        for path, content in files.items():
            member = zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0))
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, (0o100000 | mode_of(path)) << 16
            wheel.writestr(member, content)


def write_formula(tarball, directory):
    template = (TOP / "packaging/nhiscan.rb.in").read_text(encoding="utf-8")
    values = {"version": tarball.version, "sha256": tarball.digest, "home": HOME, "summary": SUMMARY}
    (directory / "nhiscan.rb").write_text(re.sub(r"@(\w+)@", lambda match: values[match[1]], template), encoding="utf-8")


def main():
    tarball = Tarball(pathlib.Path(sys.argv[1]))
    directory = pathlib.Path(sys.argv[2])
    (directory / f"nhiscan-{tarball.version}.cdx.json").write_bytes(tarball.document("nhiscan.cdx.json"))
    write_npm(tarball, directory)
    write_wheel(tarball, directory)
    write_formula(tarball, directory)


if __name__ == "__main__":
    main()

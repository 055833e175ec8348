"""Lists what the program is made of, as CycloneDX 1.6 and as a text of licences: usage: python3 packaging/sbom.py BUILD SBOM NOTICES

BUILD is a build directory of Ninja in which the program is built. A component is the source package of Debian that a library comes
from which the linker reads, or a header that brings code with it. Each has the version, the licence that its copyright file
declares for all files, and how it is bound: `static`, `dynamic` or `header`. NOTICES holds the copyright file of each that is in the
program itself. The same build gives the same bytes; SOURCE_DATE_EPOCH is the time in them.
"""

import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import uuid

TOP = pathlib.Path(__file__).resolve().parent.parent
SPDX = {"Apache-2.0": "Apache-2.0", "BSD-2-clause": "BSD-2-Clause", "BSD-3-clause": "BSD-3-Clause", "BSL-1.0": "BSL-1.0", "Expat": "MIT",
        "MIT": "MIT", "public-domain": None, "Zlib": "Zlib", "zlib": "Zlib", "LGPL-2.1+": "LGPL-2.1-or-later", "GPL-2": "GPL-2.0-only"}
DECLARATIONS_ONLY = {"linux"}  # headers of the kernel: nothing of it is in a program
BINDINGS = ("static", "dynamic", "header")


def output(*command, cwd=None):
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


def linked_files(build):
    """What the linker reads, by its own word."""
    commands = output("ninja", "-t", "commands", "nhiscan", cwd=build).splitlines()
    link = next(line for line in reversed(commands) if " -o nhiscan " in line).replace(" -o nhiscan ", " -Wl,--trace -o /dev/null ")
    for line in output("sh", "-c", link, cwd=build).splitlines():
        path = re.sub(r"\([^()]*\)$", "", line)
        if re.search(r"\.(a|so)([.\d]*)$", path):
            yield build / path


def included_files(build):
    """The headers of the program's objects."""
    ours = False
    for line in output("ninja", "-t", "deps", cwd=build).splitlines():
        if not line.startswith(" "):
            ours = line.startswith("CMakeFiles/nhiscan") and "rulec" not in line
        elif ours:
            yield build / line.strip()


def packages_of(paths):
    """The binary package of each path that dpkg knows; a path may be known without its /usr."""
    names = {}
    for path in paths:
        real = os.path.realpath(path)
        if not real.startswith(str(TOP)):
            names[real] = path
            names[real.removeprefix("/usr")] = path
    found = subprocess.run(["dpkg-query", "--search", *names], capture_output=True, text=True, check=False).stdout if names else ""
    for line in found.splitlines():
        package, _, path = line.partition(": ")
        if path in names and "," not in package:
            yield names[path], package


def field(package, name):
    return output("dpkg-query", "--show", "--showformat", f"${{{name}}}", package).strip()


def copyright_of(package):
    path = pathlib.Path("/usr/share/doc") / package.partition(":")[0] / "copyright"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def declared_licence(text):
    """What a machine-readable copyright file says of `Files: *`; None if it isn't one."""
    for stanza in re.split(r"\n\s*\n", text):
        if re.search(r"^Files:\s*\*\s*$", stanza, re.M) and (name := re.search(r"^License:[ \t]*(\S.*)$", stanza, re.M)):
            return name[1].strip()
    return None


class Parts:
    """The components, by source package."""

    def __init__(self):
        self.found = {}

    def add(self, source, version, binding, copyright_text):
        if source in DECLARATIONS_ONLY:
            return
        known = self.found.setdefault(source, {"version": version, "binding": binding, "copyright": copyright_text})
        if BINDINGS.index(binding) < BINDINGS.index(known["binding"]):
            known["binding"] = binding

    def add_debian(self, paths, binding_of):
        for path, package in packages_of(paths):
            self.add(field(package, "source:Package"), field(package, "source:Version"), binding_of(path), copyright_of(package))

    def add_built_here(self, paths):
        """Libraries that static_libraries.sh built, which keeps version and licence of each."""
        for record in sorted({record for path in paths for record in path.parent.parent.glob("*.built")}):
            self.add(record.stem, record.read_text(encoding="utf-8").strip(), "static", record.with_suffix(".copyright").read_text(encoding="utf-8"))


def parts_of(build):
    linked = sorted(set(linked_files(build)))
    parts = Parts()
    parts.add_debian(linked, lambda path: "static" if path.suffix == ".a" else "dynamic")
    parts.add_built_here(linked)
    parts.add_debian(sorted(set(included_files(build))), lambda path: "header")
    return dict(sorted(parts.found.items()))


def component(name, part):
    purl = f"pkg:deb/debian/{name}@{part['version'].replace('+', '%2B').replace(':', '%3A').replace('~', '%7E')}?arch=source&distro=debian-12"
    described = {"type": "library", "bom-ref": purl, "name": name, "version": part["version"], "purl": purl,
                 "properties": [{"name": "nhiscan:binding", "value": part["binding"]}]}
    if licence := declared_licence(part["copyright"]):
        spdx = SPDX.get(licence)
        described["licenses"] = [{"license": {"id": spdx} if spdx else {"name": licence}}]
    return described


def bill(build, parts):
    version = re.search(r'"([\d.]+)"', (TOP / "include/nhiscan/version.h").read_text(encoding="utf-8"))[1]
    reference = f"nhiscan@{version}"
    listed = [component(name, part) for name, part in parts.items()]
    when = datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", (build / "nhiscan").stat().st_mtime)), datetime.timezone.utc)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, reference + json.dumps(listed))}",
        "metadata": {"timestamp": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
                     "component": {"type": "application", "bom-ref": reference, "name": "nhiscan", "version": version,
                                   "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": listed,
        "dependencies": [{"ref": reference, "dependsOn": [one["bom-ref"] for one in listed]}, *({"ref": one["bom-ref"]} for one in listed)]}


def notices(parts):
    inside = [f"{'=' * 100}\n{name} {part['version']}\n{'=' * 100}\n\n{part['copyright'].strip()}\n"
              for name, part in parts.items() if part["binding"] != "dynamic"]
    return "Parts of these works are in the program nhiscan, under their own licences.\n\n" + "\n".join(inside)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    parts = parts_of(build)
    pathlib.Path(sys.argv[2]).write_text(json.dumps(bill(build, parts), indent=2) + "\n", encoding="utf-8")
    pathlib.Path(sys.argv[3]).write_text(notices(parts), encoding="utf-8")


if __name__ == "__main__":
    main()

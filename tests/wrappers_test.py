"""What carries the program to other package managers, each installed, run and removed: usage: python3 tests/wrappers_test.py DIRECTORY

DIRECTORY is where packaging/package.sh puts the packages: tarball, wheel, npm package, formula, list of parts. pip, npm and a
stand-in for Homebrew install without the network; what isn't on this machine is named as not tried.
"""

import base64
import csv
import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

import jsonschema

TESTS = pathlib.Path(__file__).resolve().parent
SECRET = "ghp" + "_R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu0Lq7Ye"
LICENCES = ["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "GPL-2.0-only", "LGPL-2.1-or-later", "MIT", "Zlib"]  # ids of SPDX
failures = []


def fail(what, detail=""):
    failures.append(what)
    print(f"{what}\n{detail}")


def run(command, cwd, **more):
    environment = {"PATH": os.environ["PATH"], "HOME": str(cwd), "LC_ALL": "C.UTF-8", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return subprocess.run([str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, timeout=1200, check=False, **more)


def succeeds(command, cwd):
    done = run(command, cwd)
    if done.returncode != 0:
        fail(" ".join(str(part) for part in command), done.stdout + done.stderr)
    return done


def finds(program, cwd):
    done = run([program, "stdin", "--format", "jsonl"], cwd, input=f'token = "{SECRET}"\n')
    if done.returncode != 1 or "github-pat-classic" not in done.stdout:
        fail(f"{program} finds no secret: exit {done.returncode}", done.stdout + done.stderr)


def files_below(directory):
    return sorted(str(path.relative_to(directory)) for path in directory.rglob("*") if not path.is_dir() and "__pycache__" not in path.parts)


def only(directory, pattern):
    found = list(directory.glob(pattern))
    if len(found) != 1:
        sys.exit(f"{len(found)} files {pattern} in {directory}")
    return found[0]


def check_wheel(packages, scratch):
    wheel = only(packages, "nhiscan-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        record = next(name for name in archive.namelist() if name.endswith("/RECORD"))
        rows = list(csv.reader(io.StringIO(archive.read(record).decode())))
        if sorted(row[0] for row in rows) != sorted(archive.namelist()):
            fail("the wheel's record lists other files")
        for name, digest, size in rows:
            content = archive.read(name)
            wanted = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
            if name != record and (digest != f"sha256={wanted}" or int(size) != len(content)):
                fail(f"the wheel's record is wrong about {name}")
    succeeds([sys.executable, "-m", "venv", scratch / "venv"], scratch)
    pip = scratch / "venv/bin/pip"
    before = files_below(scratch / "venv")
    if succeeds([pip, "install", "--quiet", "--no-index", wheel], scratch).returncode != 0:
        return
    finds(scratch / "venv/bin/nhiscan", scratch)
    if not (scratch / "venv/share/man/man1/nhiscan.1.gz").is_file():
        fail("the wheel has no man page")
    succeeds([pip, "uninstall", "--quiet", "--yes", "nhiscan"], scratch)
    if left := set(files_below(scratch / "venv")) - set(before):
        fail(f"the wheel leaves {left}")


def check_npm(packages, scratch):
    package = only(packages, "nhiscan-*.tgz")
    with tarfile.open(package) as archive:
        manifest = json.load(archive.extractfile("package/package.json"))
        names = archive.getnames()
        for path in [manifest["bin"]["nhiscan"], *manifest["man"]]:
            if f"package/{path.removeprefix('./')}" not in names:
                fail(f"the npm package names {path}, which it hasn't")
        if not archive.getmember("package/bin/nhiscan").mode & 0o111:
            fail("the npm package's program can't be executed")
    if not shutil.which("npm"):
        return print("no npm here: its package isn't installed")
    project = scratch / "project"
    project.mkdir()
    (project / "package.json").write_text('{"name": "project", "version": "1.0.0"}\n', encoding="utf-8")
    if succeeds(["npm", "install", "--offline", "--save-dev", package], project).returncode != 0:
        return
    finds(project / "node_modules/.bin/nhiscan", project)
    if "nhiscan" not in succeeds(["npx", "--offline", "nhiscan", "--version"], project).stdout:
        fail("npx doesn't run nhiscan")
    succeeds(["npm", "uninstall", "--offline", "nhiscan"], project)
    if left := [name for name in files_below(project) if "nhiscan" in name]:
        fail(f"npm leaves {left}")


def check_formula(packages, scratch):
    tarball = only(packages, "nhiscan-*-linux-*.tar.gz")
    formula = only(packages, "nhiscan.rb")
    text = formula.read_text(encoding="utf-8")
    if re.search(r'sha256 "(.*)"', text)[1] != hashlib.sha256(tarball.read_bytes()).hexdigest():
        fail("the formula has another digest")
    if not re.search(r'url ".*/' + re.escape(tarball.name) + '"', text):
        fail("the formula names another tarball")
    if not shutil.which("ruby"):
        return print("no ruby here: the formula isn't run")
    unpacked = scratch / "unpacked"
    unpacked.mkdir()
    succeeds(["tar", "-xzf", tarball, "-C", unpacked, "--strip-components=1"], scratch)
    if succeeds(["ruby", "-W", TESTS / "formula.rb", formula, unpacked, scratch / "keg"], scratch).returncode != 0:
        return
    finds(scratch / "keg/bin/nhiscan", scratch)
    for name in ("share/man/man1/nhiscan.1.gz", "share/zsh/site-functions/_nhiscan", "etc/bash_completion.d/nhiscan"):
        if not (scratch / "keg" / name).is_file():
            fail(f"the formula doesn't install {name}")


def check_parts(packages):
    listed = json.loads(only(packages, "nhiscan-*.cdx.json").read_text(encoding="utf-8"))
    schema = (TESTS / "schema/cyclonedx-bom-1.6.schema.json").read_text(encoding="utf-8")
    schema = json.loads(schema.replace('"$ref": "spdx.SNAPSHOT.schema.json"', f'"enum": {json.dumps(LICENCES)}'))
    for error in jsonschema.validators.validator_for(schema)(schema).iter_errors(listed):
        fail(f"list of parts: {error.json_path}: {error.message[:200]}")
    names = {component["name"] for component in listed["components"]}
    if missing := {"hyperscan", "libgit2", "onetbb", "openssl", "pcre2", "sqlite3", "nlohmann-json3", "glibc"} - names:
        fail(f"the list of parts lacks {missing}")
    with tarfile.open(only(packages, "nhiscan-*-linux-*.tar.gz")) as archive:
        notices = next(member for member in archive if member.name.endswith("third-party-licences.txt"))
        text = archive.extractfile(notices).read().decode()
    for component in listed["components"]:
        if component["properties"][0]["value"] != "dynamic" and f"{component['name']} {component['version']}\n" not in text:
            fail(f"no licence of {component['name']}")


def main():
    packages = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        check_wheel(packages, scratch)
        check_npm(packages, scratch)
        check_formula(packages, scratch)
        check_parts(packages)
    print("wrappers: all as expected" if not failures else f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

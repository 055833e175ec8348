#!/usr/bin/env python3
"""One secret in every container, encoding and document syntax: found at the exact line, column and chain.

usage: python3 tests/documents_test.py NHISCAN [NAME…]      NAME: only cases whose names contain it

Each module of tests/documents/ has a function `cases()` that gives Case objects. All of them are scanned as files, as
blobs of a repository's history, as staged files and as standard input, and must give the same places each time.
"""
import importlib.util
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

ENVIRONMENT = {
    **os.environ,
    "LC_ALL": "C.UTF-8",
    "SOURCE_DATE_EPOCH": "1795000000",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "GIT_AUTHOR_DATE": "2026-10-01T09:00:00Z",
    "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@example.com", "GIT_COMMITTER_DATE": "2026-10-01T09:00:00Z",
}


def load_cases(wanted):
    cases = []
    for path in sorted((HERE / "documents").glob("*.py")):
        if path.name == "case.py":
            continue
        spec = importlib.util.spec_from_file_location("documents_" + path.stem, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        cases += list(module.cases())
    names = [case.name for case in cases]
    assert len(set(names)) == len(names), "two cases have one name"
    assert len({case.path for case in cases}) == len(cases), "two cases have one path"
    return [case for case in cases if not wanted or any(word in case.name for word in wanted)]


def run(nhiscan, arguments, directory, stdin=b""):
    done = subprocess.run([nhiscan, *arguments, "-f", "json", "--show-secrets"], cwd=directory, input=stdin,
                          env=ENVIRONMENT, capture_output=True, timeout=300)
    if done.returncode not in (0, 1, 3):
        sys.exit(f"nhiscan {' '.join(arguments)} ended with {done.returncode}: {done.stderr.decode()}")
    report = json.loads(done.stdout)
    coverage = report["coverage"]
    if coverage["bytes_listed"] != coverage["bytes_scanned"] + coverage["bytes_skipped"]:
        sys.exit(f"nhiscan {' '.join(arguments)}: coverage does not add up")
    return report


def place(location):
    found = {"line": location["line"], "column": location["column"], "chain": location["chain"]}
    for key in ("cell", "cell_line", "key_path"):
        if location.get(key) is not None:
            found[key] = location[key]
    return found


def places_by_path(report, secrets):
    found = {}
    for finding in report["findings"]:
        if finding["secret"] in secrets:
            entry = {**place(finding["location"]), "context": finding["context"], "secret": finding["secret"],
                     **{key: finding[key] for key in ("count", "first_observed", "last_observed")}}
            found.setdefault(finding["location"]["path"], []).append(entry)
    return found


def difference(case, found):
    """What is wrong, or nothing."""
    found = [entry for entry in found if entry["secret"] == case.secret]
    wanted = case.places
    if len(found) != len(wanted):
        return f"{len(wanted)} wanted, {len(found)} found: {found}"
    for entry, place_wanted in zip(sorted(found, key=str), sorted(wanted, key=str)):
        for key, value in place_wanted.items():
            if entry.get(key) != value:
                return f"{key}: {value!r} wanted, {entry.get(key)!r} found"
    return None


def git(directory, *arguments):
    subprocess.run(["git", *arguments], cwd=directory, env=ENVIRONMENT, check=True, capture_output=True)


def main():
    nhiscan = str(pathlib.Path(sys.argv[1]).resolve())
    cases = load_cases(sys.argv[2:])
    secrets = {case.secret for case in cases}
    failed = []

    def check(how, found):
        for case in cases:
            wrong = difference(case, found.get(case.path, []))
            if wrong:
                failed.append((how, case.name))
                print(f"{how}: {case.name}: {wrong}")

    with tempfile.TemporaryDirectory() as temp:
        top = pathlib.Path(temp) / "work"
        top.mkdir()
        git(top, "init", "-q")
        for case in cases:
            file = top / case.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(case.content)
        check("dir", places_by_path(run(nhiscan, ["dir", "."], top), secrets))
        git(top, "add", "-A", "-f")
        check("staged", places_by_path(run(nhiscan, ["git", "--staged"], top), secrets))
        git(top, "commit", "-q", "-m", "all")
        check("git", places_by_path(run(nhiscan, ["git"], top), secrets))
        check("range", places_by_path(run(nhiscan, ["git", "--log-opts", "HEAD"], top), secrets))
        for case in cases:
            report = run(nhiscan, ["stdin", "--name", case.path], top, case.content)
            wrong = difference(case, places_by_path(report, secrets).get(case.path, []))
            if wrong:
                failed.append(("stdin", case.name))
                print(f"stdin: {case.name}: {wrong}")

    if failed:
        sys.exit(f"{len(failed)} of {5 * len(cases)} failed")
    print(f"{len(cases)} cases, each as a file, staged, in the history, in a range and on standard input")


if __name__ == "__main__":
    main()

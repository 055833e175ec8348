"""Asks git where the blobs of findings came from: first_commits.py NHISCAN REPOSITORY [COUNT [SEED]]

COUNT findings of the history, drawn at random: the commit must be the last that `git log --all --find-object` lists
with the blob put somewhere, and the path one that git saw it at. Exit 1 where one isn't.
"""

import json
import random
import subprocess
import sys


def introductions(repository, blob):
    """(commit, path) of each change that puts the blob at a path, in git's order: the newest first."""
    log = subprocess.run(
        ["git", "-C", repository, "log", "--all", "-m", "--no-renames", "--raw", "--no-abbrev", "-z", "--format=%x00commit %H", f"--find-object={blob}"],
        check=False, capture_output=True, text=True, errors="surrogateescape").stdout
    commit, change, found = None, None, []
    for field in log.split("\0"):
        if change is not None:
            if change[3] == blob and change[2] != blob:
                found.append((commit, field))
            change = None
        elif field.startswith("commit "):
            commit = field.removeprefix("commit ").strip()
        elif field.lstrip("\n").startswith(":"):
            change = field.split()
    return found


def complaint(repository, finding):
    blob, path, commit = finding["location"]["blob"], finding["location"]["path"], finding["commit"]["id"]
    found = introductions(repository, blob)
    if not found:
        return f"git knows no commit that adds {blob}, we {commit} {path}"
    if commit != found[-1][0]:
        return f"{blob}: we {commit}, git {found[-1][0]}"
    if path not in {one for _, one in found}:
        return f"{blob}: we {path}, git {sorted({one for _, one in found})}"
    return None


def is_of_file(finding):
    location = finding["location"]
    return location["blob"] and not location["path"].startswith("git:") and finding["commit"] and finding["history"]["reach"] == "ref"


def main(program, repository, count="200", seed="1"):
    report = subprocess.run([program, "git", "-q", "--exit-zero", "-f", "json", repository], check=True, capture_output=True).stdout
    findings = [one for one in json.loads(report)["findings"] if is_of_file(one)]
    drawn = random.Random(int(seed)).sample(findings, min(int(count), len(findings)))
    complaints = [text for text in (complaint(repository, one) for one in drawn) if text]
    for text in complaints:
        print(text)
    print(f"{len(drawn)} findings, {len(complaints)} differ")
    return 1 if complaints or not drawn else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

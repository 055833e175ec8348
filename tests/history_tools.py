"""What tests/history_test.sh can't say in shell.

token NAME…          one token for each name, as NAME=TOKEN lines
summary REPORT       a line for each finding: name|paths|reach|at_head|removed_at|commit|author|line
skipped REPORT       a line for each `skipped` row that failed: path|reason
lost WHOLE PART GIT  findings of the report WHOLE that PART lacks though git reads the blob, or though no `skipped` row names it or a pack
deep GIT DEPTH FILE  a commit whose tree holds the file below so many directories; prints its id
"""

import hashlib
import json
import re
import subprocess
import sys
import zlib
from pathlib import Path

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
NAMES = ("merge deleted branch stash reflog unreachable orphan message tag note renamed crlf wide versions later deep bomb large").split()


def base62(number, width):
    digits = ""
    for _ in range(width):
        number, digit = divmod(number, 62)
        digits = DIGITS[digit] + digits
    return digits


def token(name):
    """A GitHub token with the checksum that such have; put together here, so that none stands in the repository."""
    body = base62(int.from_bytes(hashlib.sha256(name.encode()).digest(), "big"), 30)
    return "ghp" + "_" + body + base62(zlib.crc32(body.encode()), 6)


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def summary(path):
    names = {token(name): name for name in NAMES}
    lines = []
    for finding in load(path)["findings"]:
        history, commit = finding["history"], finding["commit"]
        paths = ",".join(re.sub("[0-9a-f]{40,64}", "ID", one) for one in history["paths"] or [finding["location"]["path"]])
        lines.append("|".join(map(str, (
            names.get(finding["secret"], "?"), paths, history["reach"], finding["at_head"], history["removed_at"] or "-",
            commit["summary"].split(":")[0] if commit else "-", commit["author"] if commit else "-", finding["location"]["line"]))))
    for line in sorted(lines):
        print(line)


def failed_rows(path):
    return [row for row in load(path)["coverage"]["skipped"] if row["failed"]]


def lost(whole, part, git):
    found = {finding["id"] for finding in load(part)["findings"]}
    named = "\n".join(row["path"] for row in failed_rows(part))
    is_pack_lost = re.search(r"\.(pack|idx)$", named, re.MULTILINE)
    for finding in load(whole)["findings"]:
        blob = finding["location"]["blob"]
        if finding["id"] in found:
            continue
        is_whole = subprocess.run(["git", "--git-dir", git, "cat-file", "-p", blob], capture_output=True, check=False).returncode == 0
        if is_whole or not (is_pack_lost or blob in named):
            print(f"{finding['location']['path']} is lost: git {'reads' if is_whole else 'cannot read'} {blob}")


def write_object(git, kind, body):
    data = f"{kind} {len(body)}\0".encode() + body
    name = hashlib.sha1(data).hexdigest()
    path = Path(git, "objects", name[:2], name[2:])
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.write_bytes(zlib.compress(data, 1))
    return name


def deep(git, depth, file):
    child = f"100644 {Path(file).name}".encode() + b"\0" + bytes.fromhex(write_object(git, "blob", Path(file).read_bytes()))
    for _ in range(int(depth)):
        child = b"40000 d\0" + bytes.fromhex(write_object(git, "tree", child))
    tree = write_object(git, "tree", child)
    person = "Ada Author <ada@example.com> 1790100000 +0000"
    print(write_object(git, "commit", f"tree {tree}\nauthor {person}\ncommitter {person}\n\ndeep\n".encode()))


def main(command, *arguments):
    if command == "token":
        print("\n".join(f"{name}={token(name)}" for name in arguments))
    elif command == "skipped":
        for row in failed_rows(*arguments):
            print(f"{row['path']}|{row['reason']}")
    else:
        {"summary": summary, "lost": lost, "deep": deep}[command](*arguments)


if __name__ == "__main__":
    main(*sys.argv[1:])

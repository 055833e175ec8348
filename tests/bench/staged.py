"""Measures `nhiscan git --staged`, and the hook that runs it, beside git's own work, and prints Markdown tables. README.md says how
to read them.

It generates two repositories with ten changed files staged. Runs are interleaved, and figures are medians, in milliseconds of wall
time.
"""

import argparse
import os
import subprocess
import sys
import tempfile

import bench

AREAS, PARTS, CHANGED = 70, 20, 10
SMALL, LARGE = 200, 70_000
ENVIRONMENT = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
# Joined here, so that no whole token stands in the repository.
LEAK = 'token = "' + "ghp" + "_R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu0Lq7Ye" + '"\n'


def git(top, *arguments, given=None):
    subprocess.run(["git", "-C", top, *arguments], input=given, check=True, stdout=subprocess.DEVNULL)


def path_of(number):
    return f"src/area{number % AREAS:02}/part{number // AREAS % PARTS:02}/module_{number:05}.py"


def text_of(number):
    return "".join(f"def step_{number}_{i}(value):\n    return value * {number + i}\n" for i in range(20))


def make_repository(top, files):
    """One commit of so many files, ten of which have a line more in the index."""
    git(".", "init", "--quiet", "--initial-branch=main", top)
    stream = ["commit refs/heads/main\ncommitter Ada <ada@example.com> 1790000000 +0000\ndata 5\nfirst\n"]
    for number in range(files):
        text = text_of(number)
        stream.append(f"M 100644 inline {path_of(number)}\ndata {len(text)}\n{text}\n")
    git(top, "fast-import", "--quiet", given="".join(stream).encode())
    git(top, "read-tree", "HEAD")
    stage(top, files, "changed = True\n")


def stage(top, files, line):
    for number in range(0, files, files // CHANGED):
        path = os.path.join(top, path_of(number))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text_of(number) + line)
        git(top, "add", path_of(number))


def make_hooks(nhiscan, top, directory):
    """Two directories for core.hooksPath: with nhiscan's hook, and with one that does nothing."""
    git(top, "config", "core.hooksPath", os.path.join(directory, "scans"))
    subprocess.run([nhiscan, "install", top], check=True, stdout=subprocess.DEVNULL)
    empty = os.path.join(directory, "empty")
    os.makedirs(empty)
    with open(os.path.join(empty, "pre-commit"), "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\nexit 0\n")
    os.chmod(file.name, 0o755)
    git(top, "config", "--unset", "core.hooksPath")
    return {"nhiscan's": os.path.join(directory, "scans"), "empty": empty}


def measure_hook(nhiscan, top, directory, repeat):
    """What a hook that finds nothing adds to git's own time for it."""
    runs = bench.interleave({name: ["git", "-c", f"core.hooksPath={hooks}", "hook", "run", "pre-commit"]
                             for name, hooks in make_hooks(nhiscan, top, directory).items()}, repeat)
    ours, empty = (1000 * bench.median(one, "wall") for one in runs.values())
    print()
    bench.table("repository", "git hook run pre-commit", "an empty hook", "beyond git's", "hold")
    bench.row(f"{SMALL} entries, {CHANGED} changed", f"{ours:.1f} ms", f"{empty:.1f} ms", f"{ours - empty:.1f} ms", "20 ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=31)
    parser.add_argument("nhiscan")
    arguments = parser.parse_args()
    os.environ.update(ENVIRONMENT)
    nhiscan = os.path.realpath(arguments.nhiscan)
    with tempfile.TemporaryDirectory() as directory:
        repositories = {}
        for files in (SMALL, LARGE):
            top = os.path.join(directory, str(files))
            make_repository(top, files)
            repositories[files] = top
        os.chdir(repositories[SMALL])
        measure_hook(nhiscan, repositories[SMALL], directory, arguments.repeat)
        print()
        bench.table("repository", "nhiscan git --staged", "git diff-index --cached HEAD", "nhiscan --version", "hold")
        for name, line in (("", None), (", ten secrets found", LEAK)):
            for files, top in repositories.items():
                if line:
                    stage(top, files, line)
                os.chdir(top)
                runs = bench.interleave({"nhiscan": [nhiscan, "git", "--staged", "--no-progress"],
                                         "git": ["git", "diff-index", "--cached", "HEAD"],
                                         "start": [nhiscan, "--version"]}, arguments.repeat)
                cells = [f"{1000 * bench.median(one, 'wall'):.1f} ms" for one in runs.values()]
                bench.row(f"{files:,} entries, {CHANGED} changed{name}", *cells, "20 ms" if files == SMALL else "40 ms")
        os.chdir("/")


if __name__ == "__main__":
    sys.exit(main())

"""Measures `nhiscan git --log-opts A..B` beside `git log -p A..B` and prints a Markdown table. README.md says how to read it.

B is HEAD of a repository with a long history. Runs are interleaved, and figures are medians, in milliseconds of wall time.
"""

import argparse
import os
import subprocess
import sys

import bench

COMMITS = (1, 10, 1000)
HOLD = {1: "100 ms", 10: "100 ms"}


def git(top, *arguments):
    return subprocess.run(["git", "-C", top, *arguments], check=True, capture_output=True, text=True).stdout.split()


def ranges(top):
    """For each number of commits a range that ends at HEAD and has at least so many, as few as merges allow."""
    line = git(top, "rev-list", "--first-parent", "--max-count=2000", "HEAD")
    wanted = list(COMMITS)
    for commit in line[1:]:
        count = int(git(top, "rev-list", "--count", f"{commit}..HEAD")[0])
        while wanted and count >= wanted[0]:
            yield wanted.pop(0), count, f"{commit}..HEAD"
        if not wanted:
            return


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("nhiscan")
    parser.add_argument("repository")
    arguments = parser.parse_args()
    nhiscan = os.path.realpath(arguments.nhiscan)
    os.chdir(arguments.repository)
    bench.table("range", "nhiscan git --log-opts", "git log -p", "hold")
    for wanted, count, span in ranges("."):
        runs = bench.interleave({"nhiscan": [nhiscan, "git", "--no-progress", "--log-opts", span],
                                 "git": ["git", "log", "-p", span]}, arguments.repeat)
        cells = [f"{1000 * bench.median(one, 'wall'):.0f} ms" for one in runs.values()]
        bench.row(f"{count:,} commit{'s' if count > 1 else ''}", *cells, HOLD.get(wanted, ""))


if __name__ == "__main__":
    sys.exit(main())

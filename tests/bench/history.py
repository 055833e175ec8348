"""Measures `nhiscan git` on repositories beside what git needs to print them. README.md says how to read it.

Runs are interleaved, and figures are medians: CPU seconds of one thread, wall seconds of two and of runs with a state. `git log -p`,
which takes minutes, runs once.
"""

import argparse
import os
import subprocess
import sys
import tempfile

import bench


def measure(nhiscan, repository, repeat):
    """One row: the repository's name, then CPU seconds and ratios. `objects` are scans without attribution."""
    objects = os.path.join(os.path.dirname(nhiscan), "tests", "scan_objects")
    scan = [nhiscan, "git", "--no-progress", "-f", "json", "-o", os.devnull, repository]
    git = ["git", "-C", repository]
    os.environ["GIT_NO_LAZY_FETCH"] = "1"
    runs = bench.interleave({
        "delta": [*scan, "-j1"],
        "full": [*scan, "-j1", "--full-scan"],
        "objects": [objects, "delta", repository],
        "all_objects": [objects, "full", repository],
        "cat": [*git, "cat-file", "--batch-all-objects", "--batch", "--unordered"],
        "two": [*scan, "-j2"],
    }, repeat)
    cpu = {name: bench.median(runs[name], "cpu") for name in runs}
    wall = {name: bench.median(runs[name], "wall") for name in runs}
    try:
        log = bench.Run([*git, "log", "-p", "-U0", "--full-history", "--all"]).cpu
    except SystemExit:  # of a partial clone
        log = None
    bench.row(os.path.basename(os.path.dirname(repository)) or repository, f"{cpu['objects']:.2f} s", f"{cpu['cat']:.2f} s",
              f"{cpu['objects'] / cpu['cat']:.2f}", f"{cpu['all_objects']:.2f} s", f"{cpu['objects'] / cpu['all_objects']:.2f}",
              f"{cpu['delta']:.2f} s", f"{log:.1f} s" if log else "", f"{cpu['delta'] / log:.3f}" if log else "",
              f"{cpu['full']:.2f} s", f"{cpu['delta'] / cpu['full']:.2f}", f"{wall['two'] / wall['delta']:.2f}",
              f"{bench.peak_memory([*scan, '-j2'])} MiB")


def measure_state(nhiscan, repository, repeat):
    with tempfile.TemporaryDirectory() as directory:
        scan = [nhiscan, "git", "--no-progress", "-f", "json", "-o", os.devnull, "--state", f"{directory}/state", repository]
        first = bench.Run(scan).wall
        again = bench.median([bench.Run(scan) for _ in range(repeat)], "wall")
    bench.row(os.path.basename(os.path.dirname(repository)) or repository, f"{first:.2f} s", f"{1000 * again:.0f} ms")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("nhiscan")
    parser.add_argument("repository", nargs="+")
    arguments = parser.parse_args()
    nhiscan = os.path.realpath(arguments.nhiscan)
    repositories = [os.path.realpath(repository) for repository in arguments.repository]
    subprocess.run([nhiscan, "--version"], check=True, stdout=subprocess.DEVNULL)
    bench.table("repository", "objects, CPU", "cat-file", "ratio", "all of them", "ratio", "nhiscan git", "log -p", "ratio", "--full-scan",
                "ratio", "two threads, wall", "peak memory with the mapped packs")
    for repository in repositories:
        measure(nhiscan, repository, arguments.repeat)
    bench.table("repository", "with --state, first", "again")
    for repository in repositories:
        measure_state(nhiscan, repository, arguments.repeat)


if __name__ == "__main__":
    sys.exit(main())

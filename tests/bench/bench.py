"""Measures nhiscan on a tree and prints Markdown tables. bench.sh calls it; README.md says how to read it.

Runs are interleaved (A B C A B C …), so that a slow minute of the machine hits every command alike; figures are medians.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

# An identifier that holds a telling word, an operator, a value: what the free-form rules look for. The bare form has neither the
# rest of the identifier nor quotes round it, finds less, and lets ripgrep skip from literal to literal.
KEY_VALUE = r"""(?i)[a-z0-9_.-]{0,40}(key|token|secret|passw(or)?d|auth)[a-z0-9_.-]{0,20}["']?\s*(=|:|=>|:=)\s*["']?[^\s"']{8,}"""
BARE_KEY_VALUE = r"""(?i)(api_?key|secret|token|passw(or)?d)\s*[:=]\s*['"]?[A-Za-z0-9_\-/+=]{8,}"""
RULE_COUNTS = [150, 300, 900, 1500]


class Run:
    """What one run cost."""

    def __init__(self, command):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.wall = time.perf_counter() - start
        self.cpu = usage.ru_utime + usage.ru_stime
        if process.returncode not in (0, 1):  # rg says 1 where nothing matches
            sys.exit(f"{' '.join(command)}: exit status {process.returncode}")


def peak_memory(command):
    """MiB. Measured from a small process: what is started from here counts Python's own memory as its own."""
    with tempfile.NamedTemporaryFile("r") as file:
        subprocess.run(["/usr/bin/time", "-q", "-f", "%M", "-o", file.name, *command], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=False)
        return f"{int(file.read()) / 1024:.1f}"


def interleave(commands, repeat):
    """Runs each command once unmeasured, then `repeat` times in turn: {name: [Run…]}."""
    runs = {name: [] for name in commands}
    for command in commands.values():
        Run(command)
    for _ in range(repeat):
        for name, command in commands.items():
            runs[name].append(Run(command))
    return runs


def median(runs, field):
    return statistics.median(getattr(run, field) for run in runs)


def spread(runs, field):
    values = [getattr(run, field) for run in runs]
    return f"{min(values):.3f} to {max(values):.3f}"


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |")


def table(*head):
    print()
    row(*head)
    row(*("---" for _ in head))


def size_of(tree):
    files = total = 0
    for directory, _, names in os.walk(tree):
        for name in names:
            path = os.path.join(directory, name)
            if not os.path.islink(path) and os.path.isfile(path):
                files += 1
                total += os.path.getsize(path)
    return files, total


def bench_tree(nhiscan, tree, repeat):
    scan = [nhiscan, "dir", "--exit-zero", "-q", "-f", "jsonl", "-o", "/dev/null"]
    commands = {
        "nhiscan -j1": [*scan, "-j1", tree],
        "nhiscan -j2": [*scan, "-j2", tree],
        "rg literal": ["rg", "-j1", "-uuu", "-c", "AKIAIOSFODNN7", tree],
        "rg key=value": ["rg", "-j1", "-uuu", "-c", KEY_VALUE, tree],
        "rg bare key=value": ["rg", "-j1", "-uuu", "-c", BARE_KEY_VALUE, tree],
        "cat": ["find", tree, "-type", "f", "-exec", "cat", "{}", "+"],
    }
    if not shutil.which("rg"):
        sys.exit("ripgrep is missing")
    runs = interleave(commands, repeat)
    table("command", "CPU s", "lowest to highest", "wall s", "peak memory MiB")
    for name, measured in runs.items():
        row(name, f"{median(measured, 'cpu'):.3f}", spread(measured, "cpu"), f"{median(measured, 'wall'):.3f}",
            peak_memory(commands[name]))

    def ratio(name, field, other):
        return f"{median(runs[name], field) / median(runs[other], field):.2f}"

    table("ratio", "measured", "hold", "aim")
    row("CPU: nhiscan -j1 / rg literal", ratio("nhiscan -j1", "cpu", "rg literal"), "3", "2")
    row("CPU: nhiscan -j1 / rg key=value", ratio("nhiscan -j1", "cpu", "rg key=value"), "1", "0.6")
    row("CPU: nhiscan -j1 / rg bare key=value", ratio("nhiscan -j1", "cpu", "rg bare key=value"), "", "1")
    row("CPU: nhiscan -j1 / cat", ratio("nhiscan -j1", "cpu", "cat"), "", "")
    row("wall: nhiscan -j2 / nhiscan -j1", ratio("nhiscan -j2", "wall", "nhiscan -j1"), "0.6", "0.52")


def bench_start(nhiscan, repeat):
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "small.env")
        with open(path, "w", encoding="ascii") as file:
            file.write("PORT=8080\nLOG_LEVEL=info\n")
        commands = {"`nhiscan dir` on one file of 24 bytes": [nhiscan, "dir", path], "`nhiscan --version`": [nhiscan, "--version"]}
        runs = interleave(commands, 3 * repeat)
        table("start", "wall ms", "CPU ms", "peak memory MiB")
        for name, command in commands.items():
            row(name, f"{1000 * median(runs[name], 'wall'):.1f}", f"{1000 * median(runs[name], 'cpu'):.1f}", peak_memory(command))


def bench_rules(scan_rules, rules, tree, repeat):
    with tempfile.TemporaryDirectory() as directory:
        made_up = os.path.join(directory, "bench.toml")
        generate = os.path.join(os.path.dirname(__file__), "generate_rules.py")
        with open(made_up, "wb") as file:
            subprocess.run([sys.executable, generate, str(RULE_COUNTS[-1])], stdout=file, check=True)
        measured = {count: [] for count in RULE_COUNTS}
        for _ in range(repeat):
            for count in RULE_COUNTS:
                command = [scan_rules, str(count), tree, rules, made_up]
                measured[count].append(json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout))
    cpu = {count: statistics.median(one["cpu"] for one in runs) for count, runs in measured.items()}
    table("rules", "scan, CPU s", "MB/s", "to 300 rules", "findings")
    for count in RULE_COUNTS:
        one = measured[count][0]
        row(count, f"{cpu[count]:.3f}", f"{one['bytes'] / cpu[count] / 1e6:.0f}", f"{cpu[count] / cpu[300]:.2f}", one["findings"])


def main():
    parser = argparse.ArgumentParser()
    for name in ("nhiscan", "scan_rules", "rules", "tree"):
        parser.add_argument(name)
    parser.add_argument("--repeat", type=int, default=7)
    arguments = parser.parse_args()
    files, total = size_of(arguments.tree)
    print(f"{files} files, {total / 1e6:.1f} MB, {arguments.repeat} runs of each, {os.cpu_count()} processors")
    bench_tree(arguments.nhiscan, arguments.tree, arguments.repeat)
    bench_start(arguments.nhiscan, arguments.repeat)
    bench_rules(arguments.scan_rules, arguments.rules, arguments.tree, arguments.repeat)


if __name__ == "__main__":
    main()

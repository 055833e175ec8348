"""How fast logs and notebooks are read, beside plain text of the same machine: README.md says how to read it.

usage: python3 tests/bench/documents.py [--repeat N] [--megabytes N] NHISCAN [NOTEBOOKS]

NOTEBOOKS: a directory of real notebooks, in place of generated ones. Runs take turns, one thread each; figures are medians of CPU time.
"""

import argparse
import base64
import gzip
import json
import pathlib
import random
import shutil
import tempfile
import uuid

from bench import Run, median, row, table

WORDS = """the of data model user order cart price list page view item event click search filter result image video blog post share login
account profile setting static asset request response served cached timeout retry queue worker thread started finished with from for""".split()


class Maker:
    """Lines of text, the same in each run."""

    def __init__(self):
        self.random = random.Random(5)

    def text(self, words):
        return " ".join(self.random.choices(WORDS, k=words))

    def digits(self, count):
        return "".join(self.random.choices("0123456789abcdef", k=count))

    def id(self):
        return str(uuid.UUID(int=self.random.getrandbits(128)))

    def time(self):
        return f"2026-10-01T{self.random.randrange(24):02}:{self.random.randrange(60):02}:{self.random.randrange(60):02}"

    def plain(self):
        return f"{self.text(self.random.randrange(6, 18)).capitalize()}.\n"

    def json_line(self):
        r = self.random
        return json.dumps({
            "ts": self.time() + "Z", "level": r.choice(["info", "warn", "debug"]), "msg": self.text(5), "service": r.choice(WORDS),
            "trace_id": self.digits(32), "span_id": self.digits(16), "request_id": self.id(),
            "http": {"method": "GET", "path": f"/{r.choice(WORDS)}/{r.randrange(9999)}?page={r.randrange(99)}", "status": 200},
            "user": f"u{r.randrange(99999)}@corp.test", "duration_ms": r.random() * 99}) + "\n"

    def access_line(self):
        r = self.random
        address = ".".join(str(r.randrange(256)) for _ in range(4))
        return (f'{address} - - [01/Oct/2026:09:00:{r.randrange(60):02} +0000] "GET /{r.choice(WORDS)}/{r.choice(WORDS)}.html?id={r.randrange(10**6)}&q='
                f'{r.choice(WORDS)}%20{r.choice(WORDS)} HTTP/1.1" 200 {r.randrange(10**5)} "https://www.example.com/{r.choice(WORDS)}" '
                '"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"\n')

    def notebook(self):
        """As much in pictures as in text, which is how notebooks are."""
        r = self.random
        cells = []
        for i in range(60):
            source = [f"df_{j} = frame.{r.choice(WORDS)}(data['{r.choice(WORDS)}'], {j})\n" for j in range(r.randrange(2, 20))]
            outputs = [{"output_type": "execute_result", "execution_count": i, "metadata": {}, "data": {
                "text/plain": [self.plain() for _ in range(8)],
                "text/html": ["<table>\n", *(f"<tr><td>{r.random()}</td><td>{r.random()}</td></tr>\n" for _ in range(8)), "</table>"]}}]
            if i % 6 == 0:
                picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + r.randbytes(16_000)).decode()
                outputs.append({"output_type": "display_data", "metadata": {}, "data": {"image/png": picture + "\n"}})
            cells += [{"cell_type": "markdown", "metadata": {}, "source": [self.plain() for _ in range(4)]},
                      {"cell_type": "code", "execution_count": i, "metadata": {}, "outputs": outputs, "source": source}]
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 2}, indent=1) + "\n"


def write(path, size, make):
    """Lines from `make`, a few megabytes of them again and again, until there is so much."""
    block = b""
    while len(block) < min(size, 4_000_000):
        block += "".join(make() for _ in range(1 if make.__name__ == "notebook" else 1000)).encode()
    path.parent.mkdir()
    with path.open("wb") as file:
        while file.tell() < size:
            file.write(block)


def make_inputs(top, size, notebooks):
    maker = Maker()
    write(top / "plain" / "a.txt", size, maker.plain)
    write(top / "json-lines" / "a.jsonl", size, maker.json_line)
    write(top / "access-log" / "access.log", size, maker.access_line)
    (top / "gzip-log").mkdir()
    with (top / "access-log" / "access.log").open("rb") as log, gzip.open(top / "gzip-log" / "access.log.gz", "wb", 6) as out:
        shutil.copyfileobj(log, out)
    if notebooks:
        (top / "notebooks").mkdir()
        contents = [path.read_bytes() for path in sorted(pathlib.Path(notebooks).rglob("*.ipynb"))]
        for i in range(max(1, size // sum(map(len, contents)))):
            for j, content in enumerate(contents):
                (top / "notebooks" / f"{i}-{j}.ipynb").write_bytes(content)
    else:
        (top / "notebooks").mkdir()
        for i in range(max(1, size // 500_000)):
            (top / "notebooks" / f"{i}.ipynb").write_text(maker.notebook())


def size_of(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("nhiscan")
    parser.add_argument("notebooks", nargs="?")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temp:
        top = pathlib.Path(temp)
        make_inputs(top, options.megabytes * 1_000_000, options.notebooks)
        kinds = {"plain": None, "json-lines": 0.6, "access-log": 0.6, "notebooks": 0.5}
        commands = {kind: [options.nhiscan, "dir", "-j1", "-q", "--exit-zero", "-f", "json", str(top / kind)] for kind in [*kinds, "gzip-log"]}
        commands["zcat"] = ["sh", "-c", f"zcat {top}/gzip-log/access.log.gz | wc"]
        commands["start"] = [options.nhiscan, "--version"]
        runs = {name: [] for name in commands}
        for command in commands.values():
            Run(command)
        for _ in range(options.repeat):
            for name, command in commands.items():
                runs[name].append(Run(command))
        start = median(runs["start"], "cpu")
        speeds = {kind: size_of(top / kind) / 1e6 / (median(runs[kind], "cpu") - start) for kind in kinds}
        table("input", "MB", "MB/s", "of plain text", "hold")
        for kind, hold in kinds.items():
            row(kind, f"{size_of(top / kind) / 1e6:.1f}", f"{speeds[kind]:.0f}", f"{speeds[kind] / speeds['plain']:.2f}", hold or "")
        table("gzip log", "seconds")
        row("nhiscan dir", f"{median(runs['gzip-log'], 'cpu'):.2f}")
        row("zcat, wc", f"{median(runs['zcat'], 'cpu'):.2f}")
        row("ratio", f"{median(runs['gzip-log'], 'cpu') / median(runs['zcat'], 'cpu'):.2f}")


if __name__ == "__main__":
    main()

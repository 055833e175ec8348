#!/usr/bin/env python3
"""Checks what nhiscan writes in one format against its schema, or what the readers of the format ask for.

usage: validate_report.py SAMPLE_REPORT FORMAT

SAMPLE_REPORT is the test program; each of its samples is checked: nothing found, a working tree, an inventory, hostile
text everywhere with and without an inventory, 50,000 findings. Exit status 0 if all are right, 1 if one isn't.
"""

import csv
import html.parser
import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import jsonschema

FOLDER = pathlib.Path(__file__).parent
SAMPLES = ("empty", "dir", "inventory", "hostile", "hostile_dir", "many")
FINDINGS = {"empty": 0, "dir": 4, "inventory": 4, "hostile": 4, "hostile_dir": 4, "many": 50000}
SECRETS = {"empty": 0, "dir": 3, "hostile_dir": 3, "many": 50000}
IDENTITIES = {"inventory": 3, "hostile": 3}
LISTED = SECRETS | IDENTITIES
MOST_CHECKED = 200


def some(elements):
    """All of a short list; of a long one, enough to see what its elements are like."""
    return elements[:: max(1, len(elements) // MOST_CHECKED)]


def schema_problems(schema_name, instances):
    schema = json.loads((FOLDER / schema_name).read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema, format_checker=jsonschema.FormatChecker())
    for instance in instances:
        for error in validator.iter_errors(instance):
            yield f"{error.json_path}: {error.message[:300]}"


def expect(found, wanted, what):
    if found != wanted:
        yield f"{what}: {found!r}, not {wanted!r}"


def check_csv(text, sample):
    rows = list(csv.reader(io.StringIO(text)))
    yield from expect(len(rows), 1 + (IDENTITIES[sample] if sample in IDENTITIES else FINDINGS[sample]), "rows")
    if len({len(row) for row in rows}) != 1:
        yield "rows of different lengths"
    for row in rows[1:]:
        for cell in row:
            if cell[:1] in tuple("=+-@\t\r"):
                yield f"a spreadsheet would compute {cell[:40]!r}"


def check_cyclonedx(text, sample):
    bom = json.loads(text)
    components = bom["components"]
    yield from expect(len(components), LISTED[sample], "components")
    yield from expect(len({component["bom-ref"] for component in components}), len(components), "distinct bom-refs")
    yield from schema_problems("cyclonedx-bom-1.6.schema.json", [bom | {"components": some(components)}])
    for component in components:
        if "value" in component.get("cryptoProperties", {}).get("relatedCryptoMaterialProperties", {}):
            yield "a value is written"


COMMAND = re.compile(r"::(?P<level>notice|warning|error) (?P<properties>[^:]*)::(?P<message>.*)")


def unescaped(text, pairs):
    for code, character in pairs:
        text = text.replace(code, character)
    return text


def check_github(text, sample):
    # As the runner reads it: "Workflow commands for GitHub Actions".
    lines = text.splitlines()
    yield from expect(len(text.split("\n")) - 1, len(lines), "lines, however they are counted")
    levels = []
    for line in lines:
        command = COMMAND.fullmatch(line)
        if command is None:
            yield f"not a command: {line[:200]!r}"
            continue
        levels.append(command["level"])
        properties = {}
        for pair in command["properties"].split(","):
            name, equals, value = pair.partition("=")
            if not equals or name not in {"title", "file", "line", "endLine", "col", "endColumn"} or name in properties:
                yield f"a property {pair!r}"
            properties[name] = unescaped(value, (("%3A", ":"), ("%2C", ","), ("%25", "%")))
        if re.search("%(?!25)", command["message"]):
            yield f"an escape that the runner would read: {line[:200]!r}"
        if "title" not in properties or ("file" in properties) != ("line" in properties):
            yield f"incomplete: {properties}"
        if "col" in properties and properties["line"] != properties["endLine"]:
            yield "columns over several lines"
        if sample.startswith("hostile") and "file" in properties and "::error::x,y:z" not in properties["file"]:
            yield f"a file name that doesn't read back: {properties['file']!r}"
    rank = {"error": 0, "warning": 1, "notice": 2}
    unread = len([line for line in lines if "title=nhiscan%3A not read" in line])
    annotations = [rank[level] for level in levels[1 : len(levels) - unread]]
    if annotations != sorted(annotations):
        yield "the worst don't come first"
    if sample not in IDENTITIES:
        yield from expect(len(annotations), FINDINGS[sample], "annotations")


def text_problems(value, where, longest=None):
    if not isinstance(value, str) or not value:
        yield f"{where} is {value!r}"
    elif longest is not None and len(value) > longest:
        yield f"{where} has {len(value)} characters"


def check_gitlab(text, sample):
    # What the schema of secret-detection reports 15.2.1 asks for, and the importer of DefectDojo.
    report = json.loads(text)
    yield from expect(report["version"], "15.2.1", "version")
    scan = report["scan"]
    yield from expect(scan["type"], "secret_detection", "type")
    if scan["status"] not in ("success", "failure"):
        yield f"status {scan['status']!r}"
    for key in ("start_time", "end_time"):
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", scan[key]):
            yield f"{key} {scan[key]!r}"
    for tool in ("analyzer", "scanner"):
        for key in ("id", "name", "version"):
            yield from text_problems(scan[tool][key], f"{tool}.{key}")
        yield from text_problems(scan[tool]["vendor"]["name"], f"{tool}.vendor.name")
    for message in scan["messages"]:
        yield from text_problems(message["value"], "a message")
        if message["level"] not in ("info", "warn", "fatal"):
            yield f"level {message['level']!r}"
    yield from expect(len(report["vulnerabilities"]), FINDINGS[sample], "vulnerabilities")
    yield from expect(len({leak["id"] for leak in report["vulnerabilities"]}), FINDINGS[sample], "distinct ids")
    for leak in report["vulnerabilities"]:
        if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", leak["id"]):
            yield f"id {leak['id']!r}"
        yield from text_problems(leak["name"], "name", 255)
        yield from text_problems(leak["description"], "description", 1048576)
        yield from text_problems(leak["solution"], "solution", 7000)
        if leak["severity"] not in ("Info", "Unknown", "Low", "Medium", "High", "Critical"):
            yield f"severity {leak['severity']!r}"
        if not leak["identifiers"]:
            yield "no identifier"
        for identifier in leak["identifiers"]:
            for key in ("type", "name", "value"):
                yield from text_problems(identifier[key], f"identifier.{key}")
            if not re.match("(https?|ftp)://.", identifier.get("url", "https://x")):
                yield f"url {identifier['url']!r}"
        place = leak["location"]
        yield from text_problems(place["commit"]["sha"], "commit.sha")
        if not 1 <= place["start_line"] <= place["end_line"]:
            yield f"lines {place['start_line']} to {place['end_line']}"
        for item in leak["tracking"]["items"]:
            if leak["tracking"]["type"] != "source" or not item["signatures"]:
                yield "no signature to track it by"
            for signature in item["signatures"]:
                if signature["algorithm"] not in ("hash", "location", "scope_offset", "scope_offset_compressed"):
                    yield f"algorithm {signature['algorithm']!r}"
    for leak in some(report["vulnerabilities"]):
        yield from markdown_problems(leak["description"] + "\n\n" + leak["solution"], {"p", "code"})


GITLEAKS = {
    "RuleID": str, "Description": str, "StartLine": int, "EndLine": int, "StartColumn": int, "EndColumn": int, "Match": str,
    "Secret": str, "File": str, "SymlinkFile": str, "Commit": str, "Entropy": (int, float), "Author": str, "Email": str,
    "Date": str, "Message": str, "Tags": list, "Fingerprint": str,
}  # fmt: skip


def check_gitleaks(text, sample):
    # The keys and types of gitleaks' report.Finding, in its order; DefectDojo refuses a file with an empty description.
    leaks = json.loads(text)
    yield from expect(len(leaks), FINDINGS[sample], "leaks")
    for leak in leaks:
        yield from expect(list(leak), list(GITLEAKS), "keys")
        for key, kind in GITLEAKS.items():
            if not isinstance(leak[key], kind):
                yield f"{key} is {leak[key]!r}"
        yield from text_problems(leak["Description"], "Description")
        if leak["Date"] and not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", leak["Date"]):
            yield f"Date {leak['Date']!r}"
        parts = [leak["Commit"]] if leak["Commit"] else []
        parts += [leak["File"], leak["RuleID"], str(leak["StartLine"])]
        yield from expect(leak["Fingerprint"], ":".join(parts), "Fingerprint")


def check_junit(text, sample):
    with tempfile.NamedTemporaryFile("w", suffix=".xml", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        command = ["xmllint", "--nonet", "--noout", "--huge", "--schema", FOLDER / "junit-10.xsd", file.name]
        checked = subprocess.run(command, capture_output=True, text=True, check=False)
    if checked.returncode != 0:
        yield checked.stderr[:1000]
        return
    root = xml.etree.ElementTree.fromstring(text)
    cases = root.findall("testsuite/testcase")
    kinds = {"tests": cases, "failures": root.findall(".//failure"), "errors": root.findall(".//error")}
    for name, elements in kinds.items():
        yield from expect(int(root.get(name)), len(elements), name)
        yield from expect(sum(int(suite.get(name)) for suite in root), len(elements), f"{name} of the suites")
    if not cases:
        yield "no test at all"
    if sample not in IDENTITIES:
        yield from expect(len(kinds["failures"]), FINDINGS[sample], "failures")


class Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = set()
        self.attributes = set()
        self.open = []
        self.code = []
        self.prose = ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.open.append(tag)
        if tag == "code":
            self.code.append("")

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if "code" in self.open:
            self.code[-1] += data
        else:
            self.prose += data


def markdown_problems(text, allowed):
    """As GitHub renders it, HTML let through."""
    extensions = ("table", "autolink", "strikethrough", "tasklist")
    command = ["cmark-gfm", "--unsafe"] + [part for name in extensions for part in ("-e", name)]
    page = Tags()
    page.feed(subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout)
    if page.tags - allowed:
        yield f"elements {page.tags - allowed}"
    if page.attributes - {"align", "start"}:
        yield f"attributes {page.attributes}"
    if re.search("[@#]", page.prose):
        yield f"someone or something is mentioned: {page.prose!r}"
    return page


MARKDOWN = {"h2", "table", "thead", "tbody", "tr", "th", "td", "code", "strong", "details", "summary", "ul", "ol", "li", "p"}


def check_markdown(text, sample):
    if len(text) > 65536:
        yield f"{len(text)} characters"
    page = yield from markdown_problems(text, MARKDOWN)
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    if sample != "many":
        yield from expect(len(rows), LISTED[sample] + (LISTED[sample] > 0), "rows")
    elif "more are not shown here" not in text:
        yield "what is left out isn't counted"
    if sample.startswith("hostile") and not any("@team #1 *c* www.a.test" in code for code in page.code):
        yield f"the text isn't shown as it is: {page.code}"


def check_ocsf(text, sample):
    events = [json.loads(line) for line in text.splitlines()]
    yield from expect([event["class_uid"] for event in events], [2004] * LISTED[sample] + [6007], "classes")
    yield from schema_problems("ocsf-1.5.0-detection_finding.schema.json", some(events[:-1]))
    yield from schema_problems("ocsf-1.5.0-scan_activity.schema.json", events[-1:])
    for event in events:
        yield from expect(event["type_uid"], event["class_uid"] * 100 + event["activity_id"], "type_uid")


def main(arguments):
    if len(arguments) != 2:
        sys.exit(__doc__)
    program, name = arguments
    check = globals()[f"check_{name}"]
    failed = False
    for sample in SAMPLES:
        text = subprocess.run([program, name, sample], capture_output=True, check=True).stdout.decode("utf-8")
        for problem in list(dict.fromkeys(check(text, sample)))[:10]:
            print(f"{name}, {sample}: {problem}", file=sys.stderr)
            failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main(sys.argv[1:])

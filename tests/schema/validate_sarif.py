#!/usr/bin/env python3
"""Checks SARIF reports against the schema of SARIF 2.1.0 and the further demands of GitHub code scanning.

usage: validate_sarif.py REPORT…    (`-`: standard input)

Exit status 0 if all are right, 1 if one isn't.
"""

import json
import pathlib
import re
import sys

import jsonschema

SCHEMA = pathlib.Path(__file__).with_name("sarif-schema-2.1.0.json")
MOST_RESULTS = 25000
LONGEST_DESCRIPTION = 1024
LONGEST_NAME = 255
MOST_TAGS = 20
HASH = re.compile(r"[0-9a-f]{1,16}:[1-9][0-9]*")


def rule_problems(rule):
    for key in ("shortDescription", "fullDescription", "help"):
        if not rule.get(key, {}).get("text"):
            yield f"rule {rule['id']}: no {key}.text"
    for key in ("shortDescription", "fullDescription"):
        if len(rule.get(key, {}).get("text", "")) > LONGEST_DESCRIPTION:
            yield f"rule {rule['id']}: {key} is too long"
    if len(rule.get("name", "")) > LONGEST_NAME:
        yield f"rule {rule['id']}: name is too long"
    severity = rule["properties"].get("security-severity", "")
    if not 0.1 <= float(severity or 0) <= 10.0:
        yield f"rule {rule['id']}: security-severity is {severity!r}"
    if len(rule["properties"].get("tags", [])) > MOST_TAGS:
        yield f"rule {rule['id']}: too many tags"


def result_problems(result, rules):
    name = f"result of {result.get('ruleId')}"
    if not result["message"].get("text"):
        yield f"{name}: no message"
    if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
        yield f"{name}: ruleIndex points at another rule"
    if not result.get("locations"):
        yield f"{name}: no location"
        return
    place = result["locations"][0]["physicalLocation"]
    if not re.fullmatch(r"(?:[A-Za-z0-9._~/:-]|%[0-9A-F]{2})+", place["artifactLocation"]["uri"]):
        yield f"{name}: uri {place['artifactLocation']['uri']!r} is not percent-encoded"
    region = place["region"]
    start = (region["startLine"], region["startColumn"])
    if (region["endLine"], region["endColumn"]) < start:
        yield f"{name}: the region ends before it begins"
    fingerprints = result.get("partialFingerprints", {})
    if "nhiFingerprint/v1" not in fingerprints:
        yield f"{name}: no fingerprint"
    line_hash = fingerprints.get("primaryLocationLineHash")
    if line_hash is not None and not HASH.fullmatch(line_hash):
        yield f"{name}: primaryLocationLineHash is {line_hash!r}"


def problems(report):
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    found = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(report)]
    if found:
        return found
    if "$schema" not in report:
        found.append("no $schema")
    for run in report["runs"]:
        rules = run["tool"]["driver"]["rules"]
        if len({rule["id"] for rule in rules}) != len(rules):
            found.append("a rule is listed twice")
        if len(run["results"]) > MOST_RESULTS:
            found.append("too many results")
        for rule in rules:
            found.extend(rule_problems(rule))
        for result in run["results"]:
            found.extend(result_problems(result, rules))
    return found


def main(paths):
    if not paths:
        sys.exit(__doc__)
    failed = False
    for path in paths:
        text = sys.stdin.read() if path == "-" else pathlib.Path(path).read_text(encoding="utf-8")
        for problem in problems(json.loads(text)):
            print(f"{path}: {problem}", file=sys.stderr)
            failed = True
    sys.exit(failed)


if __name__ == "__main__":
    main(sys.argv[1:])

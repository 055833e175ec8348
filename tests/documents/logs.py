"""Logs, histories and transcripts: a secret is one finding for each file, with a count and the times of its first and
last occurrence."""
import bz2
import gzip
import json
import lzma
import subprocess

from documents.case import SECRET, Case, at

FIRST, MIDDLE, LAST = "2026-10-01T09:41:07Z", "2026-10-01T10:00:00Z", "2026-10-02T00:00:30Z"


def log(name, lines, line, column, chain=(), path=None, content=None, context="log", **more):
    """The secret is seen first at that line and column."""
    wanted = {"first_observed": FIRST, "last_observed": LAST, "count": 3, **more}
    return Case(name, path or f"var/{name}.txt", content or ("\n".join(lines) + "\n").encode(),
                [at(line, column, chain, context=context, **wanted)])


def three(line, times=("2026-10-01T09:41:07Z", "2026-10-01T10:00:00Z", "2026-10-02T00:00:30Z"), other=None):
    """Six lines: the secret's alternate with others. The line has TIME and SECRET in it."""
    lines = []
    for time in times:
        lines.append((other or line).replace("TIME", time).replace("SECRET", "none"))
        lines.append(line.replace("TIME", time).replace("SECRET", SECRET))
    return lines


def column_of(lines):
    return lines[1].index(SECRET) + 1


def line_formats():
    access = ("01/Oct/2026:11:41:07 +0200", "01/Oct/2026:12:00:00 +0200", "02/Oct/2026:02:00:30 +0200")
    syslog = ("Oct  1 09:41:07", "Oct  1 10:00:00", "Oct  2 00:00:30")
    nginx = ("2026/10/01 09:41:07", "2026/10/01 10:00:00", "2026/10/02 00:00:30")
    millis = ("2026-10-01 09:41:07,113", "2026-10-01 10:00:00,500", "2026-10-02 00:00:30,999")
    fraction = tuple(time.replace("Z", ".1234567Z") for time in (FIRST, MIDDLE, LAST))
    epoch = ("1790847667", "1790848800", "1790899230")
    for name, line, times in [
        ("jsonl-time-first", '{"time":"TIME","level":"info","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","msg":"token SECRET"}', None),
        ("jsonl-time-last", '{"level":"info","msg":"token SECRET","ts":"TIME"}', None),
        ("jsonl-epoch", '{"level":"info","msg":"token SECRET","ts":TIME.25}', epoch),
        ("jsonl-epoch-millis", '{"timestamp":TIME000,"msg":"token SECRET"}', epoch),
        ("logfmt", "time=TIME level=info request_id=7d9f5f1e-5a3c-4a1e-9f59-0b6f1c0f2a11 auth=SECRET", None),
        ("logfmt-ts", "level=info ts=TIME msg=called auth=SECRET", None),
        ("syslog-3164", "TIME web1 app[812]: auth SECRET accepted", syslog),
        ("syslog-5424", "<34>1 TIME web1 app 812 - - auth SECRET accepted", fraction),
        ("access-query", '203.0.113.9 - - [TIME] "GET /v1/repos?access_token=SECRET&page=2 HTTP/1.1" 200 512 "-" "curl/8.5"', access),
        ("access-referrer", '203.0.113.9 - ada [TIME] "GET / HTTP/1.1" 200 5 "https://x.example/cb?token=SECRET" "x"', access),
        ("nginx-error", "TIME [error] 812#0: *7 upstream failed, request: \"GET /?t=SECRET HTTP/1.1\"", nginx),
        ("log4j", "TIME ERROR [main] c.e.App - Authorization: Bearer SECRET", millis),
        ("github-actions", "TIME ##[debug]Authorization: token SECRET", fraction),
        ("jenkins", "[TIME] + curl -H 'Authorization: token SECRET' https://api.github.com/user", None),
        ("gitlab-ci", "TIME 00O $ curl -H 'Authorization: token SECRET' https://api.github.com/user", fraction),
        ("kubernetes-audit", '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Request","requestURI":"/x?t=SECRET",'
                             '"requestReceivedTimestamp":"TIME","stageTimestamp":"TIME"}', fraction),
        ("docker-json-file", '{"log":"auth SECRET\\n","stream":"stderr","time":"TIME"}', fraction),
    ]:
        lines = three(line, times or (FIRST, MIDDLE, LAST))
        yield log(name, lines, 2, column_of(lines))
    # Escaped in the record.
    lines = three('{"time":"TIME","body":"a=1\\u0026token\\u003dSECRET"}')
    yield log("jsonl-escaped", lines, 2, column_of(lines), ["escapes"])
    lines = three('203.0.113.9 - - [TIME] "GET /?next=%2Fcb%3Ftoken%3DSECRET HTTP/1.1" 200 5 "-" "-"', access)
    yield log("access-escaped", lines, 2, column_of(lines), ["percent"])
    colour = f"{SECRET[:12]}\x1b[32m{SECRET[12:]}"
    lines = [f"{time} \x1b[36;1mtoken:\x1b[0m {colour}\x1b[0m" for time in fraction]
    yield log("ci-colours", lines, 1, len(fraction[0]) + 1 + 7 + 6 + 4 + 1 + 1, ["ansi"])


def histories():
    yield Case("bash-history", "home/.bash_history",
               f"#1790847667\nls\n#1790848800\ncurl -H 'Authorization: token {SECRET}' https://api.github.com\n".encode(),
               [at(4, 31, context="log", first_observed=MIDDLE, last_observed=MIDDLE, count=1)])
    yield Case("bash-history-no-times", "root/.bash_history", f"cd\nexport T={SECRET}\nexport T={SECRET}\n".encode(),
               [at(2, 10, context="log", first_observed=None, count=2)])
    yield Case("zsh-history", "home/.zsh_history",
               f": 1790847667:0;ls\n: 1790848800:3;gh auth login --with-token <<< {SECRET}\n".encode(),
               [at(2, 47, context="log", first_observed=MIDDLE, count=1)])
    yield Case("fish-history", "home/fish_history", f"- cmd: export T={SECRET}\n  when: 1790848800\n".encode(),
               [at(1, 17, context="log", first_observed=MIDDLE, count=1)])
    for name, path in [
        ("claude-session", ".claude/projects/-work-app/3f0c.jsonl"), ("codex-session", ".codex/sessions/2026/10/01/rollout-1.jsonl"),
        ("elsewhere-session", "transcripts/run.jsonl"),
    ]:
        lines = three('{"type":"user","timestamp":"TIME","message":{"role":"user","content":"use SECRET for %s"}}' % name)
        yield log(name, lines, 2, column_of(lines), path=path, context="transcript")
    lines = three('{"type":"user","timestamp":"TIME","message":{"role":"user","content":[{"type":"tool_result","content":'
                  '"A=1\\nGITHUB_TOKEN=\\"SECRET\\"\\nB=2"}]}}')
    yield log("tool-result", lines, 2, column_of(lines), path=".claude/projects/-work-app/env.jsonl", context="transcript")
    yield Case("aider-history", "app/.aider.chat.history.md", f"# chat\n\n#### use {SECRET}\n".encode(),
               [at(3, 10, context="transcript")])


def records():
    def har(indent):
        entries = [{"startedDateTime": time, "request": {"method": "GET", "url": f"https://x.example/?t={SECRET}"}}
                   for time in (FIRST, MIDDLE, LAST)]
        return json.dumps({"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": entries}},
                          indent=indent)
    for name, indent in (("har", None), ("har-indented", 2)):
        text = har(indent)
        before = text[:text.index(SECRET)]
        yield Case(name, f"browser/{name}.har", text.encode(),
                   [at(before.count("\n") + 1, len(before) - before.rfind("\n"), context="log", count=3,
                       first_observed=FIRST, last_observed=LAST)])
    trail = json.dumps({"Records": [
        {"eventVersion": "1.08", "eventTime": time, "eventName": "x", "requestParameters": {"environment": {"T": SECRET}}}
        for time in (FIRST, MIDDLE, LAST)]})
    yield Case("cloudtrail", "trail/1.json", trail.encode(),
               [at(1, trail.index(SECRET) + 1, context="log", count=3, first_observed=FIRST, last_observed=LAST)])


def rotated():
    text = ("\n".join(three("TIME app token SECRET")) + "\n").encode()
    column = 32
    for name, content, chain in [
        ("app.log.1", text + b"1", []), ("app.log.2.gz", gzip.compress(text, mtime=0), ["gzip"]),
        ("app.log.3.xz", lzma.compress(text), ["xz"]), ("app.log.4.bz2", bz2.compress(text), ["bzip2"]),
        ("app.log.5.zst", subprocess.run(["zstd", "-q", "-c"], input=text, stdout=subprocess.PIPE, check=True).stdout,
         ["zstd"]),
    ]:
        yield Case(f"rotated-{name}", f"rotated/{name}", content,
                   [at(2, column, chain, context="log", count=3, first_observed=FIRST, last_observed=LAST)])


def cases():
    for group in (line_formats, histories, records, rotated):
        yield from group()

"""Secrets in the middle of long lines, and keys that are broken up by the syntax round them."""
import json
import subprocess
import urllib.parse

from documents.case import SECRET, Case, at

BEGIN = "-----BEGIN " + "PRIVATE KEY-----"


def private_key():
    """The lines of a new one."""
    pem = subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout.decode()
    return pem.strip().split("\n")


def key_case(name, text, chain=()):
    """The key is found from its BEGIN to its END, as the file has it."""
    begin = text.index(BEGIN)
    end = text.index("-----END")
    end = text.index("KEY-----", end) + len("KEY-----")
    before = text[:begin]
    return Case(f"key-{name}", f"keys/{name}", text.encode(),
                [at(before.count("\n") + 1, begin - (before.rfind("\n") + 1) + 1, chain)], secret=text[begin:end])


def broken_keys():
    lines = private_key()
    escaped = "\\n".join(lines) + "\\n"
    yield key_case("plain.pem", "\n".join(lines) + "\n")
    yield key_case("json.json", json.dumps({"private_key": "\n".join(lines) + "\n"}))
    yield key_case("env.env", f'KEY="{escaped}"\n')
    yield key_case("json-in-json.json", json.dumps({"file": json.dumps({"private_key": "\n".join(lines) + "\n"})}))
    for name, before, middle, after in [
        ("concat.js", 'const key = "', '\\n" +\n  "', '\\n";\n'),
        ("concat-front.js", "const key = '", "\\n'\n    + '", "\\n';\n"),
        ("Concat.java", 'String key = "', '\\n"\n      + "', '\\n";\n'),
        ("concat.go", 'key := "', '\\n" +\n\t"', '\\n"\n'),
        ("adjacent.py", 'key = (\n    "', '\\n"\n    "', '\\n"\n)\n'),
        ("adjacent.c", 'static const char key[] =\n  "', '\\n"\n  "', '\\n";\n'),
        ("concat.php", "$key = '", "' .\n  '", "';\n"),
        ("concat.rb", "key = '", "' \\\n  '", "'\n"),
        ("list.py", 'key = "\\n".join([\n  "', '",\n  "', '",\n])\n'),
        ("folded.yaml", "key: >-\n  ", "\n  ", "\n"),
        ("folded-blank.yaml", "key: >\n  ", "\n\n  ", "\n"),
        ("literal.yaml", "tls:\n  key: |\n    ", "\n    ", "\n"),
        ("quoted.yaml", 'key: "', "\\n\\\n  ", '\\n"\n'),
        ("commented.sh", "# ", "\n# ", "\n"),
        ("mail.txt", "> ", "\n> ", "\n"),
        ("change.diff", "+", "\n+", "\n"),
        ("crlf.pem", "", "\r\n", "\r\n"),
        ("blanks.txt", "key=", " ", "\n"),
    ]:
        yield key_case(name, before + middle.join(lines) + after)


def scattered_keys():
    """The key as it is meant, at the place of its BEGIN."""
    lines = private_key()
    key = "\n".join(lines)
    time = lambda i: f"2026-10-01T09:00:{i:02}.123456789Z"
    for name, line_of in [
        ("times.log", lambda i, line: f"{time(i)} {line}\n"),
        ("app.log", lambda i, line: f"[2026-10-01 09:00:{i:02}] INFO app - {line}\r\n"),
        ("syslog", lambda i, line: f"Oct  1 09:00:{i:02} host app[123]: {line}\n"),
        ("pod.log", lambda i, line: f"{time(i)} stdout F {line}\n"),
        ("actions.log", lambda i, line: f"build\tRun\t{time(i)} {line}\n"),
        ("container-json.log", lambda i, line: json.dumps({"log": line + "\n", "stream": "stdout", "time": time(i)}) + "\n"),
        ("breaks.html", lambda i, line: f"{line}<br/>\n"),
        ("breaks-joined.html", lambda i, line: f"{line}<br>"),
        ("rows.html", lambda i, line: f'<td class="line">{line}</td>\n'),
        ("Append.java", lambda i, line: f'    key.append("{line}\\n");\n'),
    ]:
        text = "one\n" + "".join(line_of(i, line) for i, line in enumerate(lines)) + "\nend\n"
        begin = text.index(BEGIN)
        yield Case(f"key-{name}", f"keys/{name}", text.encode(), [at(2, begin - text.rfind("\n", 0, begin), ["lines"])], secret=key)
    for name, quote in [("percent", urllib.parse.quote), ("form", urllib.parse.quote_plus)]:
        yield Case(f"key-{name}", f"keys/{name}.txt", f"one\nid=7&key={quote(key)}%0A&x=1\n".encode(), [at(2, 10, ["percent"])], secret=key)


def long_lines():
    filler = "!function(){var a=1,b=a+2;return a*b}();"
    before = filler * (2_500_000 // len(filler)) + 'k="'
    yield Case("minified", "dist/app.min.js", (before + SECRET + '";' + filler * 60_000).encode(), [at(1, len(before) + 1)])
    line = json.dumps({"source": filler * 20_000 + f"\n{SECRET}\n", "x": "y" * 100_000})
    yield Case("minified-escaped", "dist/app.js.map", line.encode(), [at(1, line.index(SECRET) + 1, ["escapes"])])


def cases():
    for group in (broken_keys, scattered_keys, long_lines):
        yield from group()

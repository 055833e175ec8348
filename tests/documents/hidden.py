"""Secrets in the middle of long lines, and keys that are broken up by the syntax round them."""
import json
import subprocess

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


def long_lines():
    filler = "!function(){var a=1,b=a+2;return a*b}();"
    before = filler * (2_500_000 // len(filler)) + 'k="'
    yield Case("minified", "dist/app.min.js", (before + SECRET + '";' + filler * 60_000).encode(), [at(1, len(before) + 1)])
    line = json.dumps({"source": filler * 20_000 + f"\n{SECRET}\n", "x": "y" * 100_000})
    yield Case("minified-escaped", "dist/app.js.map", line.encode(), [at(1, line.index(SECRET) + 1, ["escapes"])])


def cases():
    for group in (broken_keys, long_lines):
        yield from group()

"""Databases, keystores, keys, compiled Python and container images, with the secret in each of their parts."""
import base64
import hashlib
import io
import json
import marshal
import pathlib
import plistlib
import sqlite3
import struct
import subprocess
import tarfile
import tempfile
import zipfile

from documents.case import LINE, SECRET, Case, at, place_of

PASSWORD = "tR7-kq2" + "Vx9zW"


def pem(label, content):
    body = base64.b64encode(content).decode()
    lines = [body[i:i + 64] for i in range(0, len(body), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----"])


def openssl(*arguments, **more):
    return subprocess.run(["openssl", *arguments], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **more).stdout


def keys():
    for name, generate, label, der in [
        ("pkcs8", ["genpkey", "-algorithm", "ed25519"], "PRIVATE KEY", ["pkcs8", "-topk8", "-nocrypt", "-outform", "DER"]),
        ("pkcs1", ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"], "RSA PRIVATE KEY", ["rsa", "-outform", "DER", "-traditional"]),
        ("ec", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"], "EC PRIVATE KEY", ["ec", "-outform", "DER"]),
        ("pkcs8-sealed", ["genpkey", "-algorithm", "ed25519"], "ENCRYPTED PRIVATE KEY",
         ["pkcs8", "-topk8", "-passout", "pass:x", "-outform", "DER"]),
    ]:
        content = openssl(*der, input=openssl(*generate))
        yield Case("der-" + name, f"keys/{name}.der", content, [at(1, 1, ["der"])], pem(label, content))
    with tempfile.TemporaryDirectory() as temp:
        key, certificate = str(pathlib.Path(temp) / "key"), str(pathlib.Path(temp) / "crt")
        openssl("req", "-x509", "-newkey", "ed25519", "-nodes", "-keyout", key, "-out", certificate, "-subj", "/CN=x.org")
        content = openssl("x509", "-in", certificate, "-outform", "DER")
        yield Case("der-certificate", "keys/x.cer", content, [at(1, 1, ["der"])], pem("CERTIFICATE", content))
        content = openssl("pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", "pass:x")
    yield Case("pkcs12", "keys/x.p12", content, [at(1, 9, ["pkcs12"])], base64.b64encode(content).decode())
    for name, magic in [("jks", b"\xfe\xed\xfe\xed"), ("jceks", b"\xce\xce\xce\xce")]:
        sealed = hashlib.sha512(name.encode()).digest() * 3
        content = magic + struct.pack(">III", 2, 1, 1) + struct.pack(">H", 3) + b"app" + struct.pack(">QI", 1760000000000, len(sealed)) + sealed
        content += struct.pack(">I", 0) + hashlib.sha1(content).digest()
        yield Case(name, f"keys/store.{name}", content, [at(1, 11, ["keystore"])], base64.b64encode(content).decode())

    def text(value):
        return struct.pack(">H", len(value)) + value
    entry = struct.pack(">H", 2) + text(b"CORP.ORG") + text(b"HTTP") + text(b"web.corp.org")
    entry += struct.pack(">IIBH", 1, 1760000000, 3, 18) + text(hashlib.sha256(b"key").digest()) + struct.pack(">I", 3)
    content = b"\x05\x02" + struct.pack(">i", len(entry)) + entry
    yield Case("keytab", "keys/http.keytab", content, [at(1, 9, ["keytab"])], base64.b64encode(content).decode())


def database(*statements):
    with tempfile.TemporaryDirectory() as temp:
        path = pathlib.Path(temp) / "db"
        connection = sqlite3.connect(path)
        for statement, *values in statements:
            connection.execute(statement, values)
        connection.commit()
        connection.close()
        return path.read_bytes()


def databases():
    table = "CREATE TABLE logins (id INTEGER PRIMARY KEY, host TEXT, token TEXT)"
    row = "INSERT INTO logins (host, token) VALUES (?, ?)"
    column = len('{"host": "b", "token": "') + 1
    rows = [(table,), (row, "a", "x"), (row, "b", SECRET)]
    yield Case("sqlite", "db/app.sqlite", database(*rows), [at(2, column, ["logins"])])
    yield Case("sqlite-wal", "db/wal.db", database(("PRAGMA journal_mode=WAL",), *rows), [at(2, column, ["logins"])])
    yield Case("sqlite-blob", "db/blob.db", database(("CREATE TABLE files (name TEXT, content BLOB)",), ("INSERT INTO files VALUES ('.env', ?)", LINE.encode())),
               [at(1, len('{"name": ".env", "content": "token = \\"') + 1, ["files"])])
    yield Case("sqlite-settings", "db/settings.db", database(("CREATE TABLE settings (name TEXT, value TEXT)",), ("INSERT INTO settings VALUES ('db_password', ?)", PASSWORD)),
               [at(1, len('{"name": "db_password", "value": "') + 1, ["settings"])], PASSWORD)
    many = [(row, str(i), "x" * 900) for i in range(200)]
    content = bytearray(database(*rows, *many, ("CREATE TABLE other (token TEXT)",), ("INSERT INTO other VALUES (?)", SECRET)))
    for page in range(20, 30):
        content[page * 4096:page * 4096 + 16] = b"\xff" * 16
    yield Case("sqlite-damaged", "db/damaged.db", bytes(content), [at(2, column, ["logins"]), at(1, len('{"token": "') + 1, ["other"])])


def compiled():
    code = compile(f"import os\n\ndef connect():\n    return os.environ or '{SECRET}'\n", "app.py", "exec")
    import importlib.util
    content = importlib.util.MAGIC_NUMBER + b"\0" * 12 + marshal.dumps(code)
    yield Case("pyc", "bin/app.pyc", content, [{"chain": ["constants"], "column": 2}])


def tar(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def images():
    def image(environment=(), history=()):
        return {"architecture": "amd64", "config": {"Env": ["PATH=/bin", *environment], "Cmd": ["sh"]}, "created": "2026-01-01T00:00:00Z",
                "history": [{"created": "2026-01-01T00:00:00Z", "created_by": "/bin/sh -c #(nop) ADD file:x in / "}, *history],
                "os": "linux", "rootfs": {"type": "layers", "diff_ids": ["sha256:" + "0" * 64]}}
    name = "b" * 64
    for case, path, config, member, step, where in [
        ("environment", "env.tar", image([f"API_TOKEN={SECRET}"]), name + ".json", "environment", {"key_path": "config.Env[1]"}),
        ("history", "history.tar", image(history=[{"created_by": f"RUN |1 TOKEN={SECRET} /bin/sh -c a && b"}]), name + ".json", "history",
         {"key_path": "history[1].created_by"}),
    ]:
        text = json.dumps(config).replace("&", "\\u0026")
        manifest = json.dumps([{"Config": member, "RepoTags": ["x:1"], "Layers": [name + "/layer.tar"]}])
        content = tar([(member, text.encode()), ("manifest.json", manifest.encode())])
        yield Case("image-" + case, "image/" + path, content, [place_of(text, chain=[member, step], context="container", **where)])
    text = json.dumps(image([f"API_TOKEN={SECRET}"]), indent=1)
    member = "blobs/sha256/" + name
    yield Case("image-oci-environment", "image/oci-env.tar", tar([("oci-layout", b"{}"), (member, text.encode())]),
               [place_of(text, chain=[member, "environment"], context="container", key_path="config.Env[1]")])


def property_lists():
    """In binary, and seen as XML, which Python writes as plutil does."""
    account = {"Accounts": [{"Name": "größe", "Token": SECRET}, {"Count": 3, "Flag": True}], "Zone": "x" * 40}
    xml = plistlib.dumps(account, sort_keys=True)
    binary = plistlib.dumps(account, fmt=plistlib.FMT_BINARY, sort_keys=True)
    yield Case("plist", "plist/app.plist", binary, [place_of(xml, chain=["plist"], key_path="Accounts[0].Token", context="config")])
    yield Case("plist-in-zip", "plist/app.ipa", zipped("Payload/Info.plist", plistlib.dumps({**account, "Zone": "y"}, fmt=plistlib.FMT_BINARY)),
               [place_of(xml, chain=["Payload/Info.plist", "plist"], key_path="Accounts[0].Token")])
    wide = plistlib.dumps({"Note": f"ключ: {SECRET}"}, fmt=plistlib.FMT_BINARY)
    yield Case("plist-utf16", "plist/wide.plist", wide, [at(6, 16, ["plist"], key_path="Note")])
    data = plistlib.dumps({"Blob": LINE.encode()}, fmt=plistlib.FMT_BINARY)
    yield Case("plist-data", "plist/data.plist", data, [{"chain": ["plist", "base64"], "line": 7, "key_path": "Blob"}])


def zipped(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def cases():
    return [*keys(), *databases(), *compiled(), *images(), *property_lists()]

"""Configuration files: under which key a secret stands, and secrets that only a reader of the format finds."""
import base64
import json

from documents.case import SECRET, Case, place_of

PASSWORD = "tR7-kq2" + "Vx9zW"
# Half of the digits of a UUID: nothing but its key says what it is.
TOKEN = "9c1f60ab" + "d27e4835"
CONFIG = {"context": "config"}


def config(name, path, text, key_path, needle=PASSWORD, secret=None, **more):
    if isinstance(text, dict):
        text = json.dumps(text, indent=2)
    return Case("config-" + name, "config/" + path, text.encode(), [place_of(text, needle, key_path=key_path, **more)], secret or needle)


def plain():
    """What the text alone tells, with its key's path."""
    secret = SECRET
    for name, path, text, key_path in [
        ("yaml", "app.yaml", f"a: 1\ndatabase:\n  users:\n    - name: x\n    - name: y\n      token: {secret}\n", "database.users[1].token"),
        ("yaml-quoted", "quoted.yml", f"db:\n  'the token': \"{secret}\"\n", 'db["the token"]'),
        ("yaml-documents", "two.yaml", f"a: 1\n---\nb:\n- c: {secret}\n", "b[0].c"),
        ("yaml-flow", "flow.yaml", f"a: {{b: [1, {{c: {secret}}}]}}\n", "a.b[1].c"),
        ("yaml-block", "block.yaml", f"files:\n  env: |\n    A=1\n    TOKEN={secret}\n", "files.env"),
        ("yaml-utf8", "utf8.yaml", f"größe: übergroß\nliste:\n  - ключ: {secret}\n", "liste[0].ключ"),
        ("yaml-broken", "broken.yaml", f"a:\n  b: {secret}\n  c: [1\nd: }}\n", "a.b"),
        ("json", "app.json", {"db": [{"x": 1}, {"token": secret}]}, "db[1].token"),
        ("json-comments", "settings.jsonc", f'// {{\n{{"a": 1, /* x */ "b": {{"c": "{secret}",}},}}\n', "b.c"),
        ("json-broken", "broken.json", f'{{"a": {{"b": "{secret}"}}, \n', None),
        ("toml", "app.toml", f'x = 1\n[servers.alpha]\nports = [1, 2]\ntoken = "{secret}"\n', "servers.alpha.token"),
        ("toml-inline", "inline.toml", f'db = {{ user = "x", keys = [ "a", "{secret}" ] }}\n', "db.keys[1]"),
        ("ini", "app.ini", f"[main]\na=1\n[server one]\n; x\ntoken = {secret}\n", '["server one"].token'),
        ("git-config", "repo/.gitconfig", f'[remote "origin"]\n\turl = https://x:{secret}@github.com/a/b\n', 'remote.origin.url'),
        ("properties", "app.properties", f"# x\nspring.main=1\napi.token={secret}\n", "api.token"),
        ("dotenv", ".env", f"A=1\nexport TOKEN='{secret}'\n", "TOKEN"),
        ("xml", "app.xml", f'<?xml version="1.0"?>\n<a>\n  <b id="1"/>\n  <b id="2"><token>{secret}</token></b>\n</a>\n', "a.b[1].token"),
        ("xml-attribute", "web.config", f'<configuration><appSettings>\n<add key="t" value="{secret}"/></appSettings></configuration>', "configuration.appSettings.add.value"),
        ("xml-broken", "broken.xml", f"<a><b>{secret}</b><c></a>", None),
        ("plist", "app.plist", f'<?xml version="1.0"?>\n<plist version="1.0"><dict>\n<key>A</key><string>x</string>\n<key>Keys</key>\n<array><string>{secret}</string></array></dict></plist>\n', "Keys[0]"),
        ("hcl", "main.tf", f'provider "github" {{\n  owner = "x"\n  token = "{secret}"\n}}\n', "provider.github.token"),
        ("hcl-nested", "nested.tf", f'resource "a" "b" {{\n  env {{\n    list = [\n      "x",\n      "{secret}",\n    ]\n  }}\n}}\n', "resource.a.b.env.list[1]"),
        ("hcl-heredoc", "heredoc.tf", f'resource "a" "b" {{\n  user_data = <<-EOF\n    export TOKEN={secret}\n  EOF\n}}\n', "resource.a.b.user_data"),
        ("tfvars", "prod.tfvars", f'x = 1\ntokens = {{\n  a = "{secret}"\n}}\n', "tokens.a"),
    ]:
        yield config(name, path, text, key_path, secret)


def elsewhere():
    """Values whose names stand in another entry, or further up."""
    pair = {"containers": [{"env": [{"name": "A", "value": "b"}, {"value": PASSWORD, "type": "x", "name": "DB_PASSWORD"}]}]}
    yield config("json-pair-reversed", "pair.json", pair, "containers[0].env[1].value")
    yield config("yaml-pair-apart", "pair.yaml", f"spec:\n  env:\n  - name: DB_PASSWORD\n    # of the\n    # database\n    optional: no\n    value: {PASSWORD}\n",
                 "spec.env[0].value")
    yield config("yaml-pair-reversed", "pair2.yaml", f"spec:\n  env:\n  - value: {PASSWORD}\n    name: DB_PASSWORD\n", "spec.env[0].value")
    yield config("xml-pair", "pair.xml", f"<properties>\n<property>\n  <value>{PASSWORD}</value>\n  <final>x</final>\n  <name>db.password</name>\n</property></properties>",
                 "properties.property.value")
    yield config("hcl-default", "variables.tf", f'variable "db_password" {{\n  type    = string\n  default = "{PASSWORD}"\n}}\n', "variable.db_password.default")
    yield config("toml-pair", "pair.toml", f'[[env]]\nvalue = "{PASSWORD}"\nsecret = true\nname = "DB_PASSWORD"\n', "env.value")
    yield config("yaml-list", "list.yaml", f"passwords:\n  # old\n  - changeme\n  - {PASSWORD}\n", "passwords[1]")
    yield config("yaml-key-above", "above.yaml", f"db_password:\n  description: of the database\n  sensitive: true\n  value: {PASSWORD}\n", "db_password.value")
    yield config("json-key-above", "above.json", {"api_token": {"type": "string", "value": TOKEN}}, "api_token.value", TOKEN)


def written():
    """Values that are written another way than they are meant."""
    half = len(SECRET) // 2
    broken = SECRET[:half] + "\\\n    " + SECRET[half:]
    for name, path, text, key_path, needle in [
        ("yaml-double-lines", "lines.yaml", f'auth:\n  token: "{broken}"\n', "auth.token", broken),
        ("properties-lines", "lines.properties", f"a=1\nauth.token={broken}\n", "auth.token", broken),
        ("toml-lines", "lines.toml", f'[auth]\ntoken = """\\\n    {broken}"""\n', "auth.token", broken),
    ]:
        yield config(name, path, text, key_path, needle, SECRET)
    value = "tR7:kq2=Vx9" + "zW"
    written = value.replace(":", "\\:").replace("=", "\\=")
    yield config("properties-escapes", "escapes.properties", f"db.password={written}\n", "db.password", written, value)
    value = "tR7&kq2<Vx9" + "zW"
    written = value.replace("&", "&amp;").replace("<", "&lt;")
    yield config("xml-entities", "entities.xml", f"<server><password>{written}</password></server>", "server.password", written, value)
    yield config("yaml-single-quotes", "single.yaml", "db:\n  password: 'tR7''kq2" + "Vx9zW'\n", "db.password", "tR7''kq2" + "Vx9zW", "tR7'kq2" + "Vx9zW")


def kubernetes():
    encoded = base64.b64encode(PASSWORD.encode()).decode()
    for name, path, text in [
        ("yaml", "secret.yaml", f"apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  user: YWRtaW4=\n  password: {encoded}\n"),
        ("yaml-reversed", "secret2.yaml", f"data:\n  password: {encoded}\nmetadata:\n  name: db\nkind: Secret\napiVersion: v1\n"),
        ("json", "secret.json", {"data": {"password": encoded}, "kind": "Secret", "metadata": {"name": "db"}}),
        ("list", "list.yaml", f"kind: List\nitems:\n- kind: ConfigMap\n  data: {{a: b}}\n- data:\n    password: {encoded}\n  kind: Secret\n"),
    ]:
        key_path = "items[1].data.password" if name == "list" else "data.password"
        yield config("kubernetes-" + name, "kubernetes/" + path, text, key_path, encoded, PASSWORD, chain=["base64"])
    env = "A=1\nTOKEN=" + SECRET + "\n"
    encoded = base64.b64encode(env.encode()).decode()
    text = f"kind: Secret\ndata:\n  .env: |\n    {encoded[:32]}\n    {encoded[32:]}\n"
    needle = encoded[12:32] + "\n    " + encoded[32:68]
    yield config("kubernetes-lines", "kubernetes/lines.yaml", text, "data..env", needle, SECRET, chain=["base64"])


def hostile():
    """What is too deep or too large is read as text."""
    bomb = "a: &a [x, x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9))
    yield config("yaml-aliases", "bomb.yaml", bomb + f"token: {SECRET}\n", "token", SECRET)
    laughs = '<?xml version="1.0"?>\n<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<l><x>&b;</x><token>' + SECRET + "</token></l>"
    yield config("xml-entities-nested", "laughs.xml", laughs, "l.token", SECRET)
    deep = '{"a":' * 100_000 + f'"{SECRET}"' + "}" * 100_000
    yield config("json-deep", "deep.json", deep, None, SECRET)


def cases():
    return [*plain(), *elsewhere(), *written(), *kubernetes(), *hostile()]

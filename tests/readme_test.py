"""Runs what the README shows: usage: python3 tests/readme_test.py NHISCAN

Every fenced block is run as written in a scratch directory, or, where it needs the network or a CI, in its shell parts; what
it shows is compared with what comes out, `…` standing for anything. Every option that is named is one.
"""

import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

import yaml

TOP = pathlib.Path(__file__).resolve().parent.parent
NHISCAN = os.path.realpath(sys.argv[1])
README = (TOP / "README.md").read_text(encoding="utf-8")
ENVIRONMENT = {
    "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "COLUMNS": "100", "GIT_CONFIG_NOSYSTEM": "1", "SOURCE_DATE_EPOCH": "1795000000",
    "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@acme.test", "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@acme.test",
    "GIT_AUTHOR_DATE": "2026-10-01T09:00:00Z", "GIT_COMMITTER_DATE": "2026-10-01T09:00:00Z"}
# Joined here, so that no whole token stands in the repository.
GITHUB = "ghp" + "_R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu" + "2Uy52s"  # its last six are a checksum
STRIPE = "sk_li" + "ve_4eC39HqLyjWDarjtT1zdwXyZ"

failures = []


def fail(what, detail=""):
    failures.append(what)
    print(f"{what}\n{detail}")


def blocks():
    """(language, text) of every fenced block."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", README, re.M | re.S)


class Scratch:
    """A checkout of the example that the README shows, with the program on the path and under the names that it is called by."""

    def __init__(self, directory):
        self.top = pathlib.Path(directory) / "shop"
        self.home = pathlib.Path(directory) / "home"
        programs = pathlib.Path(directory) / "bin"
        for path in (self.top, self.home, programs):
            path.mkdir()
        (programs / "nhiscan").symlink_to(NHISCAN)
        self.environment = ENVIRONMENT | {"HOME": str(self.home), "PATH": f"{programs}:{ENVIRONMENT['PATH']}",
                                          "GIT_CONFIG_GLOBAL": str(self.home / "gitconfig")}
        self.write("deploy/prod.env", f"GITHUB_TOKEN={GITHUB}\nDATABASE_URL=postgres://shop:Zk7mQw2xVt9pLr4s@db.acme.test/shop\n")
        self.write("src/billing.py", f'import stripe\n\nstripe.api_key = "{STRIPE}"\n')
        self.write(".github/CODEOWNERS", "* @acme/dev\n/deploy/ @acme/platform\n")
        self.write(".github/workflows/deploy.yml", "on: push\njobs:\n  deploy:\n    permissions: write-all\n    runs-on: ubuntu-latest\n    steps: [{run: make}]\n")
        self.write("deploy/ci-bot.yaml", "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: ci-bot, namespace: shop, labels: {owner: team-platform}}\n---\n"
                   "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: ci-bot}\n"
                   "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}\n"
                   "subjects: [{kind: ServiceAccount, name: ci-bot, namespace: shop}]\n")

    def write(self, name, text):
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, command, shell="sh", **more):
        return subprocess.run([shell, "-c", command], cwd=self.top, env=self.environment | more, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, timeout=300)

    def on_terminal(self, command):
        """What stands on a terminal without colours."""
        done = self.run(f"script -qec {shlex.quote(command)} /dev/null", NO_COLOR="1", TERM="xterm")
        return done.stdout.replace("\r\n", "\n")

    def git(self, branch="main"):
        """The tree as a repository whose branch has one commit more than origin's main."""
        script = (f"git init -q -b {branch} . && printf '{{}}\\n' >package.json && git add package.json && git commit -q -m first && "
                  "git update-ref refs/remotes/origin/main HEAD && git add . && git commit -q -m change")
        done = self.run(script)
        if done.returncode != 0:
            fail("git", done.stderr)


def as_shown(expected, written):
    """Whether the lines are the expected ones; `…` stands for any text, and alone on a line for any lines."""
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line).replace("…", ".*") + "\n" for line in expected.splitlines())
    return re.fullmatch(pattern, written) is not None


def run_console(text, scratch):
    """`$ command` and what it writes."""
    for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.M):
        done = scratch.on_terminal(command)
        if not as_shown(expected, done):
            fail(f"$ {command}: writes something else", done)


def in_scratch(run):
    with tempfile.TemporaryDirectory() as directory:
        run(Scratch(directory))


def check_status(what, done, statuses=(0, 1)):
    if done.returncode not in statuses:
        fail(f"{what}: exit {done.returncode}", done.stdout + done.stderr)


def console(text):
    def run(scratch):
        text_to_run = text.replace("sh packaging/nhiscan.sh", "nhiscan")  # the script would build the program first
        if "git commit" in text:
            scratch.git()
            scratch.write("src/billing.py", f'import stripe\n\napi_key = "{STRIPE}"\n')
            scratch.run("nhiscan install && git add src")
        run_console(text_to_run, scratch)
    in_scratch(run)


def shell(text):
    def run(scratch):
        for script in ("nhiscan.sh", "test.sh"):
            scratch.write(f"packaging/{script}", 'set -eu\ncase $0 in *test.sh) exit 0 ;; esac\nexec nhiscan "$@"\n')
        scratch.git()
        for line in text.splitlines():
            if line.strip():
                check_status(line, scratch.run(line))
    in_scratch(run)


def settings(text):
    def run(scratch):
        scratch.write(".nhiscan.toml", text)
        done = scratch.run("nhiscan config show")
        if done.returncode != 0 or "# .nhiscan.toml:1" not in done.stdout:
            fail("the settings aren't read", done.stdout + done.stderr)
    in_scratch(run)


def toml(text):
    if "[[rule]]" not in text:
        return settings(text)

    def run(scratch):
        scratch.write("rule.toml", text)
        scratch.write("token.txt", "acme_" + "00112233445566778899aabbccddeeff\n")
        done = scratch.run("nhiscan dir --rules rule.toml -f jsonl token.txt")
        if done.returncode != 1 or "acme-deploy-token" not in done.stdout:
            fail("the rule finds nothing", done.stdout + done.stderr)
    in_scratch(run)


def fragment_of_json(text):
    try:
        json.loads("{" + text + "}")
    except ValueError as error:
        fail("JSON", f"{error}\n{text}")


def shell_parts(value):
    """The scripts of a CI's settings."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("run", "script") and isinstance(inner, str):
                yield inner
            elif key == "script" and isinstance(inner, list):
                yield "\n".join(inner)
            else:
                yield from shell_parts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from shell_parts(inner)


def run_in_ci(script, statuses=(1,), **environment):
    """Runs it where a commit brings a secret; a fresh clone, as a CI has it."""
    def run(scratch):
        scratch.git("topic")
        (scratch.top / "results").mkdir()
        done = scratch.run(script, "bash", **environment)
        check_status(script, done, statuses)
        if "GitHub personal access token" not in done.stdout:
            fail(f"{script}: says nothing of the secret", done.stdout + done.stderr)
        for report in re.findall(r"-f \w+=(\S+)", script):
            if not (scratch.top / report.strip('"')).stat().st_size:
                fail(f"{script}: {report} is empty")
    in_scratch(run)


def yaml_block(text):
    settings = yaml.safe_load(text)
    for script in shell_parts(settings):
        run_in_ci(script)
    for hook in [hook for repo in settings.get("repos", []) for hook in repo["hooks"]] if isinstance(settings, dict) else []:
        known = {one["id"] for one in yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
        if hook["id"] not in known:
            fail(f"there is no hook {hook['id']}")
    for step in (step for job in settings.get("jobs", {}).values() for step in job["steps"]) if isinstance(settings.get("jobs"), dict) else []:
        if isinstance(step, dict) and "nhiscan@" in step.get("uses", ""):
            inputs = yaml.safe_load((TOP / "action.yml").read_text(encoding="utf-8"))["inputs"]
            if unknown := set(step.get("with", {})) - set(inputs):
                fail(f"action.yml has no {unknown}")
    if "include" in settings and not (TOP / settings["include"]["file"]).is_file():
        fail(f"there is no {settings['include']['file']}")


def groovy(text):
    scripts = re.findall(r"\bsh '([^']*)'", text)
    if not scripts:
        fail("Jenkins: no shell part")
    for script in scripts:
        run_in_ci(script)


def check_options():
    """Options that the text names are options of some command."""
    known = set()
    listed = subprocess.run([NHISCAN, "--help"], capture_output=True, text=True, check=True).stdout
    commands = re.findall(r"^  (\w+) ", listed.split("Subcommands:")[1].split("\n\n")[0], re.M)
    for command in commands:
        helps = [subprocess.run([NHISCAN, command, "--help"], capture_output=True, text=True, check=True).stdout]
        if "Subcommands:" in helps[0]:
            helps += [subprocess.run([NHISCAN, command, nested, "--help"], capture_output=True, text=True, check=True).stdout
                      for nested in re.findall(r"^  (\w+)", helps[0].split("Subcommands:")[1], re.M)]
        for text in helps:
            known.update(re.findall(r"--[a-z][a-z-]+", text))
    spans = [span for span in re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", README, flags=re.M | re.S))
             if not span.startswith(("docker", "cmake", "git "))]
    for option in sorted(set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", "\n".join(spans)))):
        if option not in known | {"--help"}:
            fail(f"README names {option}, which no command has")
    for command in sorted(set(re.findall(r"`nhiscan (\w+)", README)) - set(commands) - {"COMMAND"}):
        fail(f"README names nhiscan {command}, which isn't there")


def main():
    kinds = {"sh": shell, "console": console, "toml": toml, "json": fragment_of_json, "yaml": yaml_block, "groovy": groovy}
    for language, text in blocks():
        if language not in kinds:
            fail(f"a block of {language}, which nobody tries")
        else:
            kinds[language](text)
    check_options()
    print(f"{len(blocks())} blocks, {len(failures)} failures")
    return 1 if failures or not blocks() else 0


if __name__ == "__main__":
    sys.exit(main())

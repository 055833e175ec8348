"""What is handed to package managers and CI, as far as it goes without root and the network: usage: python3 tests/packaging_test.py NHISCAN BUILD

The installed tree has program, man pages and completions; the deb, where dpkg-deb is there, has them and the libraries that the
program loads; so has the rpm; wheel, npm package, formula and list of parts are made of the installed tree, and tried; hooks, action
and template call what there is, and their shell parts find a secret.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

TOP = pathlib.Path(__file__).resolve().parent.parent
NHISCAN = os.path.realpath(sys.argv[1])
BUILD = os.path.realpath(sys.argv[2])
SECRET = "ghp" + "_R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu0Lq7Ye"
PACKAGED = ["bin/nhiscan", "share/man/man1/nhiscan.1.gz", "share/man/man1/nhiscan-install.1.gz",
            "share/bash-completion/completions/nhiscan", "share/zsh/vendor-completions/_nhiscan",
            "share/fish/vendor_completions.d/nhiscan.fish", "share/doc/nhiscan/copyright", "share/nhiscan/rules/github.toml"]
failures = []


def fail(what, detail=""):
    failures.append(what)
    print(f"{what}\n{detail}")


def run(command, cwd, **environment):
    base = {"PATH": os.environ["PATH"], "HOME": str(cwd), "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "ann@acme.test", "GIT_COMMITTER_NAME": "Ann", "GIT_COMMITTER_EMAIL": "ann@acme.test"}
    return subprocess.run(command, cwd=cwd, env=base | environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=1200)


def check_installed(directory):
    prefix = directory / "prefix"
    done = run(["cmake", "--install", BUILD, "--prefix", str(prefix)], directory)
    if done.returncode != 0:
        return fail("cmake --install", done.stdout + done.stderr)
    for name in PACKAGED:
        if not (prefix / name).is_file() or not (prefix / name).stat().st_size:
            fail(f"{name} isn't installed")
    if run([str(prefix / "bin/nhiscan"), "--version"], directory).returncode != 0:
        fail("the installed program doesn't run")


def check_deb(directory):
    if not shutil.which("dpkg-deb") or not shutil.which("dpkg-shlibdeps"):
        return print("no dpkg-dev here: the deb isn't built")
    done = run(["cpack", "--config", f"{BUILD}/CPackConfig.cmake", "-G", "DEB", "-B", str(directory / "deb"), "-D", "CPACK_STRIP_FILES=OFF", "-D", "CPACK_DEBIAN_COMPRESSION_TYPE=none"], directory)
    debs = list((directory / "deb").glob("nhiscan_*.deb"))
    if done.returncode != 0 or len(debs) != 1:
        return fail("cpack -G DEB", done.stdout + done.stderr)
    listed = run(["dpkg-deb", "--contents", str(debs[0])], directory).stdout
    for name in PACKAGED:
        if f"./usr/{name}\n" not in listed:
            fail(f"the deb has no {name}", listed)
    for line in listed.splitlines():
        if " root/root " not in line or line[5] == "w" or line[8] == "w":
            fail(f"owner or mode: {line}")
    depends = run(["dpkg-deb", "--field", str(debs[0]), "Depends"], directory).stdout
    for library in ("libc6", "libgit2-1.5", "libtbb12", "libssl3"):
        if library not in depends:
            fail(f"the deb doesn't depend on {library}: {depends}")


def check_rpm(directory):
    if not shutil.which("rpmbuild"):
        return print("no rpmbuild here: the rpm isn't built")
    done = run(["cpack", "--config", f"{BUILD}/CPackConfig.cmake", "-G", "RPM", "-B", str(directory / "rpm"), "-D", "CPACK_RPM_COMPRESSION_TYPE=gzip"], directory)
    rpms = list((directory / "rpm").glob("nhiscan-*.rpm"))
    if done.returncode != 0 or len(rpms) != 1:
        return fail("cpack -G RPM", done.stdout + done.stderr)
    listed = run(["rpm", "--query", "--list", "--package", str(rpms[0])], directory).stdout.splitlines()
    for name in PACKAGED:
        if f"/usr/{name}" not in listed:
            fail(f"the rpm has no {name}", "\n".join(listed))
    for shared in ("/usr", "/usr/bin", "/usr/share", "/usr/share/man", "/usr/share/man/man1", "/usr/share/doc", "/usr/share/zsh"):
        if shared in listed:
            fail(f"the rpm owns {shared}")


def check_wrappers(directory):
    """With the program of this build in place of the static one."""
    if not shutil.which("dpkg-query") or not shutil.which("ninja"):
        return print("no dpkg or ninja here: nothing is made of the installed tree")
    name = f"nhiscan-{run([NHISCAN, '--version'], directory).stdout.split()[1]}-linux-x86_64"
    packages = directory / "packages"
    packages.mkdir()
    zsh = directory / name / "share/zsh"
    documents = directory / name / "share/doc/nhiscan"
    for command in (["cmake", "--install", BUILD, "--strip", "--prefix", str(directory / name)],
                    [sys.executable, str(TOP / "packaging/sbom.py"), BUILD, str(documents / "nhiscan.cdx.json"), str(documents / "third-party-licences.txt")],
                    ["tar", "-czf", str(packages / f"{name}.tar.gz"), name],
                    [sys.executable, str(TOP / "packaging/wrappers.py"), str(packages / f"{name}.tar.gz"), str(packages)],
                    [sys.executable, str(TOP / "tests/wrappers_test.py"), str(packages)]):
        done = run(command, directory)
        if done.returncode != 0:
            return fail(" ".join(command), done.stdout + done.stderr)
        if (zsh / "vendor-completions").is_dir():  # the static build has it where others than Debian look
            (zsh / "vendor-completions").rename(zsh / "site-functions")


def check_hooks(directory):
    hooks = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    if {hook["id"] for hook in hooks} != {"nhiscan", "nhiscan-system", "nhiscan-docker"}:
        fail("hooks of other names")
    make_repository(directory / "hooked")
    (directory / "hooked/new.py").write_text(f'token = "{SECRET}"\n', encoding="utf-8")
    run(["git", "add", "."], directory / "hooked")
    for hook in hooks:
        program, *arguments = hook["entry"].split()
        if hook["language"] == "script" and not os.access(TOP / program, os.X_OK):
            fail(f"{program} can't be executed")
        done = run([NHISCAN, *arguments], directory / "hooked")
        if done.returncode != 1 or "new.py:1:10" not in done.stdout:
            fail(f"{hook['id']}: exit {done.returncode}", done.stdout + done.stderr)
        if hook["language"] == "docker" and 'ENTRYPOINT ["nhiscan"]' not in (TOP / "Dockerfile").read_text(encoding="utf-8"):
            fail("the image doesn't run nhiscan")


def make_repository(directory):
    """One clean commit, then one with a secret."""
    directory.mkdir()
    script = (f"git init -q -b main . && echo x >a.txt && git add . && git commit -q -m first && "
              f"printf 'token = \"%s\"\\n' {SECRET} >leak.py && git add . && git commit -q -m leak && echo y >a.txt && git commit -q -a -m more")
    done = run(["sh", "-c", script], directory)
    if done.returncode != 0:
        fail("git", done.stderr)


def revision(directory, name):
    return run(["git", "rev-parse", name], directory).stdout.strip()


def with_program(directory):
    """A PATH on which nhiscan is."""
    programs = directory / "programs"
    programs.mkdir(exist_ok=True)
    if not (programs / "nhiscan").exists():
        (programs / "nhiscan").symlink_to(NHISCAN)
    return f"{programs}:{os.environ['PATH']}"


def check_action(directory):
    action = yaml.safe_load((TOP / "action.yml").read_text(encoding="utf-8"))
    steps = action["runs"]["steps"]
    if action["runs"]["using"] != "composite":
        fail("the action isn't composite")
    repository = directory / "action"
    make_repository(repository)
    shallow = directory / "shallow"
    run(["git", "clone", "-q", "--depth", "1", f"file://{repository}", str(shallow)], directory)
    whole = revision(repository, "HEAD~2")
    cases = [
        # where, before, range, arguments -> status, text
        (repository, whole, "", "", 1, "::error"),
        (repository, revision(repository, "HEAD~1"), "", "", 0, ""),
        (repository, "", "all", "", 1, "leak.py"),
        (repository, "0" * 40, "", "", 1, "leak.py"),
        (repository, whole, "", "--fail-on 'severity>=critical && provider==nobody'", 0, "leak.py"),
        (shallow, whole, "", "", 1, "fetch-depth: 0"),
        (shallow, "", f"{whole}..HEAD", "", 2, "fetch-depth: 0"),
    ]
    for where, before, commits, arguments, status, text in cases:
        for step in steps:
            environment = {key: evaluated(value, {"github.action_path": str(TOP), "inputs.path": str(where), "inputs.range": commits,
                                                  "inputs.args": arguments, "inputs.sarif": "out.sarif",
                                                  "github.event.pull_request.base.sha || github.event.before": before})
                           for key, value in step["env"].items()}
            done = run(["bash", "-e", "-c", step["run"]], where, PATH=with_program(directory), GITHUB_OUTPUT=str(directory / "output"),
                       GITHUB_STEP_SUMMARY=str(directory / "summary.md"), **environment)
            if done.returncode != status or text not in done.stdout + done.stderr or SECRET in done.stdout:
                fail(f"action: {before[:7]} {commits} {arguments}: exit {done.returncode}, not {status} with '{text}'", done.stdout + done.stderr)
            if status == 1 and "nhiscan" not in (directory / "summary.md").read_text(encoding="utf-8"):
                fail("action: no summary")
            if status == 1 and not (where / "out.sarif").stat().st_size:
                fail("action: no SARIF file")
            (where / "out.sarif").unlink(missing_ok=True)


def evaluated(value, context):
    return re.sub(r"\$\{\{ (.*?) \}\}", lambda match: context[match[1]], value)


def check_gitlab(directory):
    job = yaml.safe_load((TOP / "packaging/ci/gitlab.yml").read_text(encoding="utf-8"))["nhiscan"]
    repository = directory / "gitlab"
    make_repository(repository)
    first = revision(repository, "HEAD~2")
    last = revision(repository, "HEAD~1")
    for environment, status in [({"CI_MERGE_REQUEST_DIFF_BASE_SHA": first}, 1), ({"CI_COMMIT_BEFORE_SHA": last}, 0),
                                ({"CI_COMMIT_BEFORE_SHA": "0" * 40}, 1), ({}, 1)]:
        done = run(["bash", "-e", "-c", "\n".join(job["script"])], repository, PATH=with_program(directory), **environment)
        if done.returncode != status:
            fail(f"gitlab: {environment}: exit {done.returncode}, not {status}", done.stdout + done.stderr)
        for report in job["artifacts"]["reports"].values():
            if not (repository / report).stat().st_size:
                fail(f"gitlab: {report} is empty")
            (repository / report).unlink()


def main():
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        check_installed(directory)
        check_deb(directory)
        check_rpm(directory)
        check_wrappers(directory)
        check_hooks(directory)
        check_action(directory)
        check_gitlab(directory)
    print("packaging: all as expected" if not failures else f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

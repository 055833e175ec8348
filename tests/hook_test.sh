#!/bin/sh
# `nhiscan install` and the hooks that it installs, on real git: a staged secret stops the commit, a pushed one the push, and
# --uninstall brings back what was there, byte for byte.
#
# usage: sh tests/hook_test.sh NHISCAN
set -eu

nhiscan=$(readlink -f -- "$1")
temp=$(mktemp -d)
trap 'chmod -R u+rwx "$temp"; rm -rf "$temp"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$temp/home
mkdir "$HOME"
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_CONFIG_GLOBAL XDG_CONFIG_HOME
export HOME XDG_CACHE_HOME=$HOME/.cache GIT_CONFIG_NOSYSTEM=1 LC_ALL=C.UTF-8
export GIT_AUTHOR_NAME="Ada Author" GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME="Ada Author" GIT_COMMITTER_EMAIL=ada@example.com
failed=0
p=ghp
secret=${p}_R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu0Lq7Ye

fail() { echo "$case: $*"; cat "$temp/out" 2>/dev/null; failed=1; }
leak() { printf 'token = "%s"\n' "$secret"; }

# fresh: an empty repository with one commit, which becomes the working directory.
fresh() {
  cd "$temp"
  rm -rf tree server clone "$HOME"
  mkdir "$HOME"
  git init -q -b main tree
  cd tree
  printf 'one\ntwo\n' >app.py
  git add .
  git commit -q -m first
}

install() { "$nhiscan" install "$@" >"$temp/out" 2>&1 || fail "install $* fails"; }

# stops WHERE [COMMIT-OPTION…]: a commit fails and names the place.
stops() {
  where=$1
  shift
  if git commit -q -m leak "$@" >"$temp/out" 2>&1; then fail "the commit isn't stopped"; fi
  grep -qF "$where" "$temp/out" || fail "says nothing of $where"
  if grep -qF "$secret" "$temp/out"; then fail "shows the secret"; fi
}

# passes [COMMIT-OPTION…]: a commit is made.
passes() { git commit -q -m clean "$@" >"$temp/out" 2>&1 || fail "the commit is stopped"; }

# files DIRECTORY: what is in it, with types, modes and contents.
files() { (cd "$1" && find . \( -name objects -o -name refs -o -name logs -o -name index -o -name COMMIT_EDITMSG \) -prune -o -printf '%p %y %m %l\n' -type f -exec sha256sum {} \; | sort); }
before() { files "${1:-.git}" >"$temp/before"; }
restored() {
  files "${1:-.git}" >"$temp/after"
  cmp -s "$temp/before" "$temp/after" || { fail "isn't as before"; diff "$temp/before" "$temp/after" || true; }
}

case="plain"
fresh
before
install
leak >>app.py
passes --allow-empty
git add app.py
stops app.py:3:10
for text in 'GitHub' '1. Remove it' 'rotate it' '2. Or move it to a secret store' 'github_pat_classic = os.environ["GITHUB_PAT_CLASSIC"]' '3. Or, if it is harmless, allow it' '# nhiscan:allow REASON' 'can use it'; do
  grep -qF "$text" "$temp/out" || fail "says nothing of '$text'"
done
printf 'one\ntwo\ntoken = "%s"  # nhiscan:allow made up for a test\n' "$secret" >app.py
git add app.py
passes
install
install --uninstall
restored

case="partially staged"
fresh
install
leak >>app.py
git add app.py
printf 'one\ntwo\n' >app.py
stops app.py:3:10
git add app.py
leak >>app.py
echo three >other.txt
git add other.txt
passes
stops app.py:3:10 app.py
stops app.py:3:10 -a

case="a hook that was there"
fresh
mkdir -p .git/hooks
printf '#!/bin/sh\necho "$0 $#" >>"%s/ran"\nexit 0' "$temp" >.git/hooks/pre-commit
chmod 750 .git/hooks/pre-commit
before
install
echo x >>app.py
passes -a
[ "$(wc -l <"$temp/ran")" = 1 ] || fail "it doesn't run"
leak >>app.py
stops app.py:4:10 -a
[ "$(wc -l <"$temp/ran")" = 1 ] || fail "it runs although nothing is to be committed"
install
printf '#!/bin/sh\nexit 7\n' >.git/hooks/pre-commit.before-nhiscan
git checkout -q app.py
echo y >>app.py
git commit -q -a -m no >"$temp/out" 2>&1 && fail "its verdict doesn't count"
printf '#!/bin/sh\necho "$0 $#" >>"%s/ran"\nexit 0' "$temp" >.git/hooks/pre-commit.before-nhiscan
install --uninstall
restored
rm -f "$temp/ran"

case="a hook that is a link, and one that isn't executable"
fresh
mkdir -p .git/hooks scripts
printf '#!/bin/sh\n: >"%s/ran"\n' "$temp" >scripts/check
chmod 755 scripts/check
ln -s ../../scripts/check .git/hooks/pre-commit
before
install
echo x >>app.py
passes -a
[ -e "$temp/ran" ] || fail "the link doesn't run"
install --uninstall
restored
rm .git/hooks/pre-commit "$temp/ran"
printf '#!/bin/sh\nexit 1\n' >.git/hooks/pre-commit
chmod 644 .git/hooks/pre-commit
before
install
echo x >>app.py
passes -a
install --uninstall
restored

case="no directory of hooks"
fresh
rm -rf .git/hooks
before
install --hook pre-commit --hook pre-push
leak >>app.py
stops app.py:3:10 -a
install --uninstall --hook pre-commit --hook pre-push
restored

case="a worktree"
fresh
git worktree add -q "$temp/clone"
before
cd "$temp/clone"
install
leak >>app.py
stops app.py:3:10 -a
cd "$temp/tree"
leak >>app.py
stops app.py:3:10 -a
cd "$temp/clone"
install --uninstall
cd "$temp/tree"
rm -f .git/worktrees/clone/COMMIT_EDITMSG
restored

case="a submodule"
fresh
git init -q "$temp/clone"
(cd "$temp/clone" && echo x >app.py && git add . && git commit -q -m first)
git -c protocol.file.allow=always submodule --quiet add "$temp/clone" lib
passes
cd lib
before ../.git/modules/lib
install
leak >>app.py
stops app.py:2:10 -a
cd ..
printf 'three\n' >>app.py
passes app.py
cd lib
install --uninstall
restored ../.git/modules/lib

case="SHA-256"
rm -rf "$temp/tree"
git init -q -b main --object-format=sha256 "$temp/tree"
cd "$temp/tree"
git config core.hooksPath "$temp/tree/.githooks"
install
leak >>app.py
git add app.py
stops app.py:1:10

case="core.hooksPath in the repository"
fresh
git config core.hooksPath .githooks
before .
install
[ -x .githooks/pre-commit ] || fail "isn't where git looks"
leak >>app.py
stops app.py:3:10 -a
mkdir src && cd src
stops app.py:3:10 -a
cd .. && rmdir src
git checkout -q app.py
install --uninstall
restored .

case="core.hooksPath of a worktree"
fresh
git config extensions.worktreeConfig true
git worktree add -q "$temp/clone"
cd "$temp/clone"
git config --worktree core.hooksPath "$temp/clone/own"
install
[ -x own/pre-commit ] || fail "isn't where git looks"
leak >>app.py
stops app.py:3:10 -a

case="core.hooksPath of the user, with an include"
fresh
printf '[include]\n\tpath = ~/more\n' >"$HOME/.gitconfig"
printf '[core]\n\thooksPath = ~/hooks\n' >"$HOME/more"
before "$HOME"
install
[ -x "$HOME/hooks/pre-commit" ] || fail "isn't where git looks"
grep -q 'all your repositories' "$temp/out" || fail "doesn't say that it counts for all"
leak >>app.py
stops app.py:3:10 -a
install --uninstall
restored "$HOME"
install --scope global
stops app.py:3:10 -a
install --scope global --uninstall
restored "$HOME"

case="all repositories"
fresh
mkdir "$HOME/.config"
printf '# mine\n[user]\n\tname = Ada' >"$HOME/.gitconfig"
chmod 600 "$HOME/.gitconfig"
mkdir -p .git/hooks
printf '#!/bin/sh\n: >"%s/ran"\n' "$temp" | tee .git/hooks/pre-commit >.git/hooks/commit-msg
chmod 755 .git/hooks/pre-commit .git/hooks/commit-msg
before "$HOME"
install --scope global
leak >>app.py
stops app.py:3:10 -a
[ ! -e "$temp/ran" ] || fail "the repository's hook runs although nothing is to be committed"
git checkout -q app.py && echo x >>app.py
passes -a
[ -e "$temp/ran" ] || fail "the repository's own hook doesn't run"
rm "$temp/ran"
passes --allow-empty --no-verify
[ ! -e "$temp/ran" ] || fail "--no-verify runs hooks"
printf '#!/bin/sh\nexit 1\n' >.git/hooks/commit-msg
git commit -q --allow-empty -m no 2>/dev/null && fail "the repository's own commit-msg doesn't count"
rm .git/hooks/commit-msg
install --hook pre-push --scope global
install --scope global --uninstall
leak >>app.py
passes -a
install --hook pre-push --scope global --uninstall
restored "$HOME"
rm -f "$temp/ran"

case="husky"
fresh
mkdir -p .husky/_
git config core.hooksPath .husky/_
printf '#!/usr/bin/env sh\ns=$(dirname "$(dirname "$0")")/$(basename "$0")\n[ ! -f "$s" ] && exit 0\nsh -e "$s" "$@"\n' >.husky/_/h
printf '#!/usr/bin/env sh\n. "${0%%/*}/h"' | tee .husky/_/pre-commit >.husky/_/pre-push
chmod +x .husky/_/pre-commit .husky/_/pre-push
printf 'echo tests >>"%s/ran"\n' "$temp" >.husky/pre-commit
before .
install
leak >>app.py
stops app.py:3:10 -a
git checkout -q app.py && echo x >>app.py
passes -a
[ -e "$temp/ran" ] || fail "husky's script doesn't run"
git checkout -q HEAD^ -- app.py
install --hook pre-push
install --hook pre-push --uninstall
install --uninstall
rm -f "$temp/ran"
restored .

case="lefthook"
fresh
printf 'pre-commit:\n  commands:\n    lint:\n      run: true\n' >lefthook.yml
mkdir -p .git/hooks
printf '#!/bin/sh\n# LEFTHOOK\n: >"%s/ran"\n' "$temp" >.git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
before .
install
grep -q 'nhiscan.* git --staged --format hook' lefthook-local.yml || fail "lefthook doesn't know of it"
python3 -c 'import sys; sys.exit(0 if "run: |-" in open("lefthook-local.yml").read() else 1)' || fail "no YAML"
install --hook pre-push
leak >>app.py
stops app.py:3:10 -a
git checkout -q app.py && echo x >>app.py
passes -a
[ -e "$temp/ran" ] || fail "lefthook's hook doesn't run"
git checkout -q HEAD^ -- app.py
install --uninstall
install --hook pre-push --uninstall
rm -f "$temp/ran"
restored .

case="in the way"
fresh
mkdir -p .git/hooks
echo a >.git/hooks/pre-commit
echo b >.git/hooks/pre-commit.before-nhiscan
before
"$nhiscan" install >"$temp/out" 2>&1 && fail "overwrites a hook"
grep -q 'move one of them away' "$temp/out" || fail "doesn't say what is in the way"
restored
install --uninstall
grep -q 'no pre-commit hook of nhiscan' "$temp/out" || fail "doesn't say that there is none"
restored

case="read-only"
fresh
rm -rf .git/hooks/*
before
chmod -R a-w .git
as_nobody=
program=$nhiscan
if [ "$(id -u)" = 0 ]; then
  as_nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
  cp "$nhiscan" "$temp/nhiscan"
  chmod 755 "$temp" "$temp/nhiscan"
  program=$temp/nhiscan
fi
got=0
$as_nobody env HOME=/nonexistent "$program" install >"$temp/out" 2>&1 || got=$?
[ "$got" = 2 ] || fail "exit $got"
grep -q 'hooks.*: Permission denied; nothing was changed' "$temp/out" || fail "no clear error"
chmod -R u+w .git
files .git | sed 's/ [0-9]* $//' >"$temp/after"
sed 's/ [0-9]* $//' "$temp/before" | cmp -s - "$temp/after" || fail "something was changed"

case="no repository"
mkdir -p "$temp/none" && cd "$temp/none"
"$nhiscan" install >"$temp/out" 2>&1 && fail "succeeds"
grep -q 'not in a git repository' "$temp/out" || fail "no clear error"

case="the program is gone"
fresh
cp "$nhiscan" "$temp/gone"
"$temp/gone" install >/dev/null
rm "$temp/gone"
PATH=/usr/bin:/bin git commit -q --allow-empty -m x >"$temp/out" 2>&1 && fail "nothing was scanned"
grep -q 'nhiscan is gone' "$temp/out" || fail "doesn't say so"

# pushes WHERE [PUSH-ARGUMENT…]: a push fails and names the place; with an empty WHERE it succeeds.
pushes() {
  where=$1
  shift
  got=0
  git push -q "$@" >"$temp/out" 2>&1 || got=$?
  if [ -z "$where" ]; then
    [ "$got" = 0 ] || fail "the push is stopped"
  else
    [ "$got" != 0 ] || fail "the push isn't stopped"
    grep -qF "$where" "$temp/out" || fail "says nothing of $where"
    if grep -qF "$secret" "$temp/out"; then fail "shows the secret"; fi
  fi
}

case="pre-push"
fresh
git init -q --bare "$temp/server"
git remote add origin "$temp/server"
leak >>app.py
git commit -q -a -m old
git push -q origin main
mkdir -p .git/hooks
printf '#!/bin/sh\ncat >"%s/ran"\n' "$temp" >.git/hooks/pre-push
chmod +x .git/hooks/pre-push
before .git/hooks
install --hook pre-push
pushes "" origin main
echo x >>app.py
git commit -q -a -m clean
pushes "" origin main
grep -qx "refs/heads/main $(git rev-parse HEAD) refs/heads/main $(git rev-parse HEAD^)" "$temp/ran" || fail "the hook that was there reads other lines"
pushes "" origin main:other
git checkout -q -b topic
leak >new.py
git add new.py && git commit -q -m leak
git rm -q new.py && git commit -q -m gone
pushes new.py:1:10 origin topic
grep -q "git rebase -i $(git rev-parse --short=10 HEAD^)" "$temp/out" || fail "doesn't say which commit"
pushes new.py:1:10 --all origin
pushes "" origin main :other
git tag v1 && git tag -a -m annotated v2
pushes new.py:1:10 origin v1
pushes new.py:1:10 origin v2
git init -q --bare "$temp/clone"
pushes app.py:3:10 "$temp/clone" main
install --hook pre-push --uninstall
restored .git/hooks
rm -f "$temp/ran"

case="pre-receive"
fresh
git init -q --bare "$temp/server"
git remote add origin "$temp/server"
git push -q origin main
"$nhiscan" install --hook pre-receive "$temp/server" >/dev/null
echo x >>app.py
git commit -q -a -m clean
pushes "" origin main
leak >new.py
git add new.py && git commit -q -m leak
pushes new.py:1:10 origin main
grep -q 'remote: .*GitHub' "$temp/out" || fail "the one who pushes isn't told"
[ "$(git -C "$temp/server" rev-parse main)" = "$(git rev-parse HEAD^)" ] || fail "the server took it"
pushes new.py:1:10 origin HEAD:refs/heads/topic
for i in $(seq 120); do echo "$i" >"many$i.txt"; done
git add . && git commit -q -m many
git -C "$temp/server" config receive.unpackLimit 1
pushes new.py:1:10 origin main
git reset -q --hard HEAD~2
pushes "" origin main HEAD:refs/heads/topic
pushes "" origin :topic

case="lines that are wrong"
fresh
for lines in 'HEAD main' 'a b c' 'refs/heads/main 0 refs/heads/main 0'; do
  for mode in --pre-push --pre-receive; do
    got=0
    printf '%s\n' "$lines" | "$nhiscan" git $mode >"$temp/out" 2>&1 || got=$?
    [ "$got" = 2 ] || fail "$mode exits with $got for '$lines'"
    grep -q 'line 1' "$temp/out" || fail "doesn't name the line"
  done
done
zeros=$(printf '%040d' 0)
printf 'refs/heads/main %s refs/heads/main %s\n' "$(printf '%040d' 7)" "$zeros" | "$nhiscan" git --pre-push >"$temp/out" 2>&1 && fail "an object that is missing is clean"
grep -q missing "$temp/out" || fail "doesn't say what is missing"
"$nhiscan" git --pre-push </dev/null >"$temp/out" 2>&1 || fail "nothing to push isn't clean"
"$nhiscan" git --pre-push --staged </dev/null >"$temp/out" 2>&1 && fail "two modes at once"

case="a repository of which only GIT_DIR tells"
fresh
mv .git "$temp/clone"
git --git-dir="$temp/clone" config core.hooksPath "$temp/clone/hooks"
"$nhiscan" install "$temp/clone" >/dev/null
leak >>app.py
git --git-dir="$temp/clone" --work-tree=. commit -q -a -m leak >"$temp/out" 2>&1 && fail "the commit isn't stopped"
grep -q 'app.py:3:10' "$temp/out" || fail "says nothing of the place"

[ "$failed" = 0 ] && echo "hooks: all as expected"
exit "$failed"

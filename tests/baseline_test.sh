#!/bin/sh
# Baselines on real git: what is known stays known wherever it goes, what is new is reported in old places, and branches that
# each add an entry merge. Then repositories that other scanners were used in, as they are.
#
# usage: sh tests/baseline_test.sh NHISCAN
set -eu

nhiscan=$(readlink -f -- "$1")
. "$(dirname -- "$0")/isolated.sh"
export GIT_AUTHOR_NAME="Ada Author" GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME="Ada Author" GIT_COMMITTER_EMAIL=ada@example.com
failed=0
p=ghp
one=${p}_R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu0Lq7Ye
two=${p}_T7mWcP2xK9vBqR4yZd6NsF1gLh8jEu3Ma5Oi
three=${p}_K4nXdQ6yM2wCtS8zVe7PrG3hJi9kFv1Nb5Uo
new=${p}_W9pYfR5zL3xDuT7aXg8QsH4jKk2mGw6Oc1Vi

fail() {
  echo "$case: $*"
  failed=1
}

fresh() {
  rm -rf "$temp/tree"
  git init -q -b main "$temp/tree"
  cd "$temp/tree"
}

commit() {
  git add -A
  git commit -q --no-verify --allow-empty -m "${1:-change}"
}

# padding N: lines that git recognises a file by when it moves.
padding() { awk -v n="$1" 'BEGIN { for (i = 1; i <= n; i++) print "line " i " of what goes along" }'; }

# start: one secret in a file with some lines, a guessable one, and a baseline that knows both.
start() {
  fresh
  mkdir src
  (padding 20 && printf 'token = "%s"\n' "$one" && padding 20) >src/app.py
  printf 'db_password = "%s"\n' "Tr0ub4dor-and-3" >src/db.py
  commit start
  run 1 dir .
  create
  commit baseline
}

create() {
  "$nhiscan" baseline create "$@" >"$temp/out" 2>"$temp/err" || { fail "baseline create: exit $?"; cat "$temp/err"; }
}

# run STATUS COMMAND…: runs nhiscan; the exit status has to be that.
run() {
  status=$1
  shift
  got=0
  "$nhiscan" "$@" -f jsonl >"$temp/out" 2>"$temp/err" </dev/null || got=$?
  [ "$got" = "$status" ] || { fail "'$*': exit $got, expected $status"; cat "$temp/err"; grep -o '^.*"location"' "$temp/out" || true; }
}

# known: nothing is reported by any command.
known() {
  run 0 dir .
  run 0 git .
  run 0 scan .
  run 0 inventory .
}

# reported PATH:LINE…: `dir` reports exactly these.
reported() {
  run 1 dir .
  found=$(sed -nE 's/.*"path":"([^"]*)",("blob":[^,]*,)?"line":([0-9]+).*/\1:\3/p' "$temp/out" | tr '\n' ' ')
  [ "${found% }" = "$*" ] || fail "reports '${found% }', expected '$*'"
}

says() { grep -qF -e "$1" "$temp/out" "$temp/err" || { fail "says nothing of '$1'"; cat "$temp/err"; }; }

# What is new in the place of what is known is reported, at HEAD and when it is staged.
case_new_in_place() {
  cp "$1" "$temp/kept"
  sed -i "s/$one/$new/" "$1"
  run 1 dir .
  says "\"path\":\"$1\""
  git add "$1"
  run 1 git --staged
  cp "$temp/kept" "$1"
  git add "$1"
  run 0 git --staged
  git prune --expire=now
}

case="known"
start
known
grep -q "merge=union" .gitattributes || fail "no merge rule in .gitattributes"
grep -qF "$one" .nhiscan-baseline && fail "the baseline holds a secret"
grep -q "Tr0ub4dor" .nhiscan-baseline && fail "the baseline holds a password"
case_new_in_place src/app.py

case="the quick hash of a password isn't in the baseline"
"$nhiscan" dir src --no-baseline -f jsonl >"$temp/out" || true
id=$(sed -nE 's/.*"id":"([a-z2-7]{26})".*db\.py.*/\1/p' "$temp/out" | head -n 1)
[ -n "$id" ] || fail "no finding in db.py"
grep -q "$id" .nhiscan-baseline && fail "it is there"

case="moved lines"
start
(padding 7 && cat src/app.py) >"$temp/app" && cp "$temp/app" src/app.py
git add -A
run 0 git --staged
commit moved
known
case_new_in_place src/app.py

case="reindented, in other quotes, and in YAML"
sed -i 's/^/        /; s/"/'"'"'/g' src/app.py src/db.py
commit reindented
known
printf 'deploy:\n  token: %s\n' "$one" >src/deploy.yml
commit yaml
known
case_new_in_place src/app.py

case="renamed"
mkdir lib
git mv src/app.py lib/application.py
git mv src/db.py lib/database.py
commit renamed
known
case_new_in_place lib/application.py

case="rebased"
start
git checkout -q -b topic
(padding 3 && cat src/app.py) >"$temp/app" && cp "$temp/app" src/app.py
commit "topic 1"
git mv src/app.py src/moved.py
commit "topic 2"
git checkout -q main
echo other >other.txt
commit other
git checkout -q topic
git rebase -q main || fail "a conflict"
known
case_new_in_place src/moved.py

case="squashed"
git checkout -q main
git merge -q --squash topic >/dev/null
commit squashed
git branch -q -D topic
known
case_new_in_place src/moved.py

case="cherry-picked"
git checkout -q -b release HEAD~1
git cherry-pick main >/dev/null || fail "a conflict"
known
case_new_in_place src/moved.py

# Two branches add an entry each; so do their baselines. `$1` merges.
two_branches() {
  git checkout -q -b left main
  printf 'token = "%s"\n' "$two" >left.py
  create --reason "the left one" --owner "@acme/left"
  commit left
  git checkout -q -b right main
  printf 'token = "%s"\n' "$three" >right.py
  create --reason "the right one" --expires 2999-01-31
  commit right
}

for how in merge rebase cherry-pick; do
  case="two branches, by $how"
  start
  two_branches
  case $how in
    merge) git merge -q -m merged left >"$temp/err" 2>&1 || fail "a conflict" ;;
    rebase) git rebase -q left >"$temp/err" 2>&1 || fail "a conflict" ;;
    cherry-pick) git cherry-pick left >"$temp/err" 2>&1 || fail "a conflict" ;;
  esac
  known
  grep -q 'reason = "the left one", owner = "@acme/left"' .nhiscan-baseline || fail "the left words are gone"
  grep -q 'reason = "the right one", expires = 2999-01-31' .nhiscan-baseline || fail "the right words are gone"
  create
  says "0 entries added, 4 in all"
done

case="two branches that each begin a baseline"
fresh
echo base >base.txt
commit base
two_branches
git merge -q -m merged left >"$temp/err" 2>&1 || fail "a conflict"
known

case="two branches that add the same entry"
start
git checkout -q -b left main
printf 'token = "%s"\n' "$two" >left.py
create
commit left
git checkout -q -b right main
printf 'token = "%s"\n' "$two" >right.py
create
commit right
git merge -q -m merged left >"$temp/err" 2>&1 || fail "a conflict"
known

# Entries that neighbour each other, and where the server that merges reads no .gitattributes.
case="many pairs of branches, without .gitattributes"
start
conflicts=0
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
  git checkout -q -B left main
  printf 'token = "%s"\n' "$(echo "$two" | tr 0-9 "$(echo 0123456789 | cut -c"$((i % 9 + 1))"-)0123456789" | cut -c1-40)" >left.py
  create && rm -f .gitattributes && commit left
  git checkout -q -B right main
  printf 'token = "%s"\n' "$(echo "$three" | tr 0-9 "$(echo 0123456789 | cut -c"$((i % 9 + 1))"-)0123456789" | cut -c1-40)" >right.py
  create && rm -f .gitattributes && commit right
  git merge -q -m merged left >/dev/null 2>&1 || { conflicts=$((conflicts + 1)); git merge --abort; }
done
[ "$conflicts" -le 1 ] || fail "$conflicts of 12 merges have conflicts"

case="expired and unused entries"
start
printf 'token = "%s"\n' "$two" >short.py
create --reason "until it is rotated" --expires 2027-03-31
run 0 scan . --now 2027-03-31T23:59:59Z
run 1 scan . --now 2027-04-01
says "expired on 2027-03-31, so it is reported again"
says "until it is rotated"
printf 'token = "%s"\n' "$three" >gone.py
create
rm gone.py
run 0 scan . --now 2027-01-01
says "1 entry is not found any more"
run 0 scan . --now 2027-01-01 -v
says ".nhiscan-baseline:"
says ": not found any more (github-pat-classic"
cp .nhiscan-baseline "$temp/before"
"$nhiscan" baseline prune --dry-run --now 2027-01-01 2>"$temp/err" || fail "prune: exit $?"
cmp -s .nhiscan-baseline "$temp/before" || fail "a dry run changed the file"
"$nhiscan" baseline prune --now 2027-01-01 2>"$temp/err" || fail "prune: exit $?"
says "1 entry taken out"
run 0 scan . --now 2027-01-01
"$nhiscan" baseline prune --now 2027-06-01 2>"$temp/err" || fail "prune: exit $?"
says "expired on 2027-03-31"
run 1 scan .
got=0
"$nhiscan" baseline prune src 2>"$temp/err" || got=$?
[ "$got" = 2 ] || fail "prune of a part: exit $got"
says "is only a part of what"

case="another salt"
start
run 0 scan .
run 2 scan . --salt another
says "was made under another salt"
rm .nhiscan-baseline
"$nhiscan" baseline create --salt another 2>"$temp/err" || fail "exit $?"
run 0 scan . --salt another
printf 'salt = "another"\n' >.nhiscan.toml
run 0 scan .

case="a baseline that is wrong"
start
cp .nhiscan-baseline "$temp/baseline"
wrong() {
  for command in "dir ." "git ." "scan ." "inventory ." "git --staged"; do
    # shellcheck disable=SC2086
    run 2 $command
    says "$1"
    [ -s "$temp/out" ] && fail "$command wrote a report"
  done
  cp .nhiscan-baseline "$temp/wrong"
  got=0
  "$nhiscan" baseline create 2>"$temp/err" || got=$?
  [ "$got" = 2 ] || fail "create: exit $got"
  cmp -s .nhiscan-baseline "$temp/wrong" || fail "create changed the file"
  cp "$temp/baseline" .nhiscan-baseline
}
entry=$(grep -n ' = { rule' .nhiscan-baseline | head -n 1)
line=${entry%%:*}
sed -i "${line}i <<<<<<< ours" .nhiscan-baseline
wrong ".nhiscan-baseline:$line: a merge conflict stands here"
sed -i 's/^version = 1/version = 9/' .nhiscan-baseline
wrong ".nhiscan-baseline:3: version 9 isn't known"
sed -i '/^version/d' .nhiscan-baseline
wrong ".nhiscan-baseline:"
sed -i "${line}s/ }\$//" .nhiscan-baseline
wrong ".nhiscan-baseline:$line: no entry, or one that is cut off"
sed -i "${line}s/rule/ruel/" .nhiscan-baseline
wrong ".nhiscan-baseline:$line: unknown key 'ruel'; did you mean 'rule'?"
sed -i "${line}p; ${line}s/rule = /reason = \"x\", rule = /" .nhiscan-baseline
run 0 scan .
says ".nhiscan-baseline:$((line + 1)): the entry of line $line again, with other words"
cp "$temp/baseline" .nhiscan-baseline
sed -i "${line}p" .nhiscan-baseline
run 0 scan .
says ".nhiscan-baseline:$((line + 1)): the entry of line $line again; it counts once"
cp "$temp/baseline" .nhiscan-baseline
head -c "$(($(head -n "$line" .nhiscan-baseline | wc -c) - 10))" "$temp/baseline" >.nhiscan-baseline
wrong ".nhiscan-baseline:$line: no entry, or one that is cut off"
mv .nhiscan-baseline "$temp/kept"
ln -s "$temp/kept" .nhiscan-baseline
run 2 dir .
says ".nhiscan-baseline: can't be read as a baseline: it has to be a plain file"
rm .nhiscan-baseline
mkdir .nhiscan-baseline
run 2 dir .
says ".nhiscan-baseline: can't be read as a baseline: it has to be a plain file"

case="gitleaks"
fresh
mkdir src vendor
(padding 5 && printf 'token = "%s"\n' "$one") >src/app.py
commit first
first=$(git rev-parse HEAD)
printf 'token = "%s"\n' "$two" >src/tool.py
printf 'token = "%s"\n' "$three" >vendor/lib.py
printf 'token = "%s"  # gitleaks:allow\n' "$new" >src/allowed.py
cat >.gitleaks.toml <<'TOML'
title = "ours"
[extend]
useDefault = true
[[rules]]
id = "acme-token"
description = "Acme token"
regex = '''acme_[0-9a-f]{16}'''
keywords = ["acme_"]
[[allowlists]]
description = "not ours"
paths = ['''^vendor/''']
TOML
printf 'key = "acme_%s"\n' 0123456789abcdef >src/acme.py
printf '# known\n%s:src/app.py:github-pat-classic:6\n' "$first" >.gitleaksignore
run 1 dir .
says '"rule":"acme-token"'
sed -i 's/^token/  token/' src/app.py
(padding 3 && cat src/app.py) >src/moved.py && git rm -qf src/app.py
printf 'src/acme.py:acme-token:1\n' >>.gitleaksignore
reported src/tool.py:1
cat >"$temp/report.json" <<JSON
[{"RuleID":"github-pat-classic","Description":"a","StartLine":1,"EndLine":1,"StartColumn":10,"EndColumn":49,"Match":"$two","Secret":"$two",
  "File":"src/tool.py","SymlinkFile":"","Commit":"","Entropy":4.5,"Author":"","Email":"","Date":"","Message":"","Tags":[],
  "Fingerprint":"src/tool.py:github-pat-classic:1"}]
JSON
run 0 dir . -b "$temp/report.json"
git add -A
run 0 git --staged -b "$temp/report.json"
commit second
run 0 scan . -b "$temp/report.json"
run 0 git . --baseline-path "$temp/report.json"
(cd src && run 0 dir . -b "$temp/report.json" && [ "$failed" = 0 ]) || fail "from a directory below"
(cd .. && run 0 dir tree -b "$temp/report.json" && [ "$failed" = 0 ]) || fail "from the directory above"
run 0 dir "$temp/tree" -b "$temp/report.json"
sed -i "s/$two/$new/" src/tool.py
run 1 dir . -b "$temp/report.json"
sed -i "s/$one/$new/" src/moved.py
run 1 dir .
says '"path":"src/moved.py"'
printf '[{"RuleID": ' >"$temp/cut.json"
run 2 dir . -b "$temp/cut.json"
says "cut.json:1: is cut off"
run 2 dir . -b "$temp/missing.json"
says "can't be read"

case="detect-secrets"
fresh
mkdir src test
printf 'token = "%s"\n' "$one" >src/app.py
printf 'db_password = "%s"\n' "Tr0ub4dor-and-3" >src/db.py
printf 'url = "postgres://app:%s@db.acme.test/app"\n' "h4rd-2-gu3ss-It" >src/url.py
printf 'token = "%s"  # pragma: allowlist secret\n' "$two" >src/allowed.py
printf 'token = "%s"\n' "$three" >test/fixture.py
sha1() { printf '%s' "$1" | sha1sum | cut -d' ' -f1; }
cat >.secrets.baseline <<JSON
{
  "version": "1.5.0",
  "plugins_used": [{"name": "GitHubTokenDetector"}, {"name": "KeywordDetector", "keyword_exclude": ""}],
  "filters_used": [
    {"path": "detect_secrets.filters.allowlist.is_line_allowlisted"},
    {"path": "detect_secrets.filters.regex.should_exclude_file", "pattern": ["^test/"]}
  ],
  "results": {
    "src/app.py": [
      {"type": "GitHub Token", "filename": "src/app.py", "hashed_secret": "$(sha1 "$one")", "is_verified": false, "line_number": 1}
    ],
    "src/db.py": [
      {"type": "Secret Keyword", "filename": "src/db.py", "hashed_secret": "$(sha1 Tr0ub4dor-and-3)", "is_verified": false,
       "line_number": 1, "is_secret": false}
    ],
    "src/url.py": [
      {"type": "Basic Auth Credentials", "filename": "src/url.py", "hashed_secret": "$(sha1 h4rd-2-gu3ss-It)",
       "is_verified": false, "line_number": 1}
    ]
  },
  "generated_at": "2026-11-01T10:00:00Z"
}
JSON
run 0 dir .
(padding 4 && cat src/app.py) >src/moved.py && rm src/app.py
commit all
known
sed -i "s/$one/$new/" src/moved.py
reported src/moved.py:5
sed -i 's/"results"/"result"/' .secrets.baseline
run 2 dir .
says "an object 'results'"

case="kingfisher, ggshield and .secretsignore"
fresh
mkdir src doc
printf 'token = "%s"\n' "$one" >src/app.py
printf 'token = "%s"\n' "$two" >doc/manual.txt
printf 'token = "%s"\n' "$three" >src/other.py
printf 'version: 2\nfingerprint_algorithm: kingfisher-v1\nrepositories:\n- id: local:///x\n  findings:\n  - path: src/app.py\n    fingerprint: '"'1'"'\n    rule_id: kingfisher.github.1\n    line: 1\n' >"$temp/kingfisher.yml"
reported doc/manual.txt:1 src/app.py:1 src/other.py:1
run 1 dir . -b "$temp/kingfisher.yml"
grep -q '"path":"src/app.py"' "$temp/out" && fail "kingfisher's entry counts for nothing"
printf 'ExactFindings:\n  matches:\n  - filepath: src/app.py\n    fingerprint: '"'1'"'\n    linenum: 1\n' >"$temp/kingfisher.yml"
printf 'doc/\n' >.secretsignore
printf 'version: 2\nsecret:\n  ignored_matches:\n    - name: known\n      match: %s\n' "$(printf '%s' "$three" | sha256sum | cut -d' ' -f1)" >.gitguardian.yaml
run 0 dir . -b "$temp/kingfisher.yml"
printf 'version: 7\nrepositories: []\n' >"$temp/kingfisher.yml"
run 2 dir . -b "$temp/kingfisher.yml"
says "kingfisher.yml:1: version 7 isn't known"

case="our own report"
fresh
printf 'token = "%s"\n' "$one" >app.py
"$nhiscan" dir . -f json="$temp/report.json" >/dev/null || true
run 0 dir . -b "$temp/report.json"

[ "$failed" = 0 ] && echo "all baselines as expected"
exit "$failed"

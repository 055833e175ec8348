#!/bin/sh
# Settings files: which one decides, overlays, allowlists, what a project may not decide, and what is wrong in one.
#
# usage: sh tests/settings_test.sh NHISCAN
set -eu

nhiscan=$(readlink -f -- "$1")
. "$(dirname -- "$0")/isolated.sh"
failed=0
p=ghp
one=${p}_R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu0Lq7Ye
two=${p}_T7mWcP2xK9vBqR4yZd6NsF1gLh8jEu3Ma5Oi

fail() {
  echo "$case: $*"
  failed=1
}

# start: a repository with two secrets of one rule, and one that is in doubt.
start() {
  rm -rf "$temp/tree" "$HOME/.config"
  git init -q -b main "$temp/tree"
  cd "$temp/tree"
  mkdir -p app/deep lib
  printf 'token = "%s"\n' "$one" >app/deep/a.py
  printf 'token = "%s"\n' "$two" >lib/b.py
  printf 'db_password = "%s"\n' "Tr0ub4dor-and-3" >lib/c.py
}

# finds PATHS [ARGS…]: `dir` reports findings at exactly these paths.
finds() {
  wanted=$1
  shift
  [ $# -gt 0 ] || set -- .
  "$nhiscan" dir -f jsonl "$@" >"$temp/out" 2>"$temp/err" || true
  found=$(sed -nE 's/.*"path":"([^"]*)",("blob":[^,]*,)?"line".*/\1/p' "$temp/out" | tr '\n' ' ')
  [ "${found% }" = "$wanted" ] || { fail "finds '${found% }', expected '$wanted'"; cat "$temp/err"; }
}

says() { grep -qF -e "$1" "$temp/out" "$temp/err" || { fail "says nothing of '$1'"; cat "$temp/err"; }; }

# wrong MESSAGE [FILE]: with standard input as the settings, every command ends with 2 and this message, and writes nothing.
wrong() {
  file=${2:-.nhiscan.toml}
  cat >"$file"
  for command in dir scan git inventory "git --staged" "config show" "baseline create"; do
    got=0
    # shellcheck disable=SC2086
    "$nhiscan" $command >"$temp/out" 2>"$temp/err" || got=$?
    [ "$got" = 2 ] || fail "$command: exit $got"
    says "$1"
    [ -s "$temp/out" ] && fail "$command wrote a report"
    [ -e .nhiscan-baseline ] && fail "a baseline was made"
  done
  rm "$file"
}

case="none"
start
finds "app/deep/a.py lib/b.py lib/c.py"

case="the nearest decides, then the user's, and the command line before all"
printf 'min_severity = "critical"\n' >.nhiscan.toml
finds "app/deep/a.py lib/b.py"
finds "app/deep/a.py lib/b.py lib/c.py" . --min-severity low
finds "app/deep/a.py lib/b.py lib/c.py" . --no-config
(cd lib && finds "b.py" && [ "$failed" = 0 ]) || fail "from a directory below"
mkdir -p "$HOME/.config/nhiscan"
printf 'min_severity = "low"\nskip_rule = ["github-pat-classic"]\n' >"$HOME/.config/nhiscan/config.toml"
finds ""
rm .nhiscan.toml
finds "lib/c.py"
finds "app/deep/a.py lib/b.py lib/c.py" . --no-config

case="--config"
start
printf 'exclude = ["lib/"]\n' >"$temp/chosen.toml"
printf 'exclude = ["app/"]\n' >.nhiscan.toml
finds "lib/b.py lib/c.py"
finds "app/deep/a.py" . --config "$temp/chosen.toml"
finds "app/deep/a.py" . -c "$temp/chosen.toml"
"$nhiscan" dir -v . >"$temp/out" 2>"$temp/err" || true
says "settings: .nhiscan.toml"
got=0
"$nhiscan" dir . -c "$temp/missing.toml" >"$temp/out" 2>"$temp/err" || got=$?
[ "$got" = 2 ] || fail "a missing file: exit $got"
says "can't be read as settings"

case="patterns count from the file's directory"
printf 'exclude = ["/lib/b.py"]\n' >.nhiscan.toml
finds "app/deep/a.py lib/c.py"
finds "lib/c.py" lib
(cd lib && finds "c.py" && finds "../lib/c.py" ../lib && [ "$failed" = 0 ]) || fail "from a directory below"
finds "$temp/tree/app/deep/a.py $temp/tree/lib/c.py" "$temp/tree"

case="an overlay"
start
printf 'min_severity = "critical"\n' >.nhiscan.toml
printf 'min_severity = "low"\n\n[[allowlist]]\nfingerprints = ["aaaaaaaaaaaaaaaaaaaaaaaaaa"]\n' >lib/.nhiscan.toml
printf 'skip_rule = ["github-pat-classic"]\nthreads = 1\n' >app/.nhiscan.toml
finds "lib/b.py lib/c.py"
finds "app/deep/a.py lib/b.py lib/c.py" . --min-severity low --no-config
finds "" app
finds "lib/b.py lib/c.py" lib
git add -A
GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b.test GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b.test git commit -q -m all
"$nhiscan" git -f jsonl >"$temp/out" 2>"$temp/err" || true
[ "$(grep -c '"rule"' "$temp/out")" = 2 ] || fail "git reads no overlay"
printf 'min_severety = "low"\n' >lib/.nhiscan.toml
got=0
"$nhiscan" dir . >"$temp/out" 2>"$temp/err" || got=$?
[ "$got" = 2 ] || fail "a wrong overlay: exit $got"
says "lib/.nhiscan.toml:1: unknown key 'min_severety'; did you mean 'min_severity'?"
[ -s "$temp/out" ] && fail "a report was written"

case="allowlists"
start
id=$("$nhiscan" dir lib/b.py -f jsonl | sed -nE 's/.*"id":"([a-z2-7]{26})".*/\1/p')
printf '[[allowlist]]\nfingerprints = ["%s"]\nreason = "known"\n' "$id" >.nhiscan.toml
finds "app/deep/a.py lib/c.py"
"$nhiscan" dir -f json | grep -q '"allowlist":1' || fail "it isn't counted"
printf '[[allowlist]]\npaths = ["lib/"]\nrules = ["github-*"]\n' >.nhiscan.toml
finds "app/deep/a.py lib/c.py"
printf '[[allowlist]]\nstopwords = ["TR0UB4"]\n' >.nhiscan.toml
finds "app/deep/a.py lib/b.py"
printf '[[allowlist]]\npaths = ["lib/"]\nexpires = 2027-01-31\n' >.nhiscan.toml
finds "app/deep/a.py" . --now 2027-01-31T23:00:00Z
finds "app/deep/a.py lib/b.py lib/c.py" . --now 2027-02-01

case="what is written stays in the project"
start
printf 'format = ["json", "sarif=reports.sarif"]\n' >.nhiscan.toml
(cd lib && "$nhiscan" dir .. >"$temp/out" 2>"$temp/err" || true)
[ -s reports.sarif ] || fail "no report beside the settings"
wrong ".nhiscan.toml:1: format must stay in the directory" <<'TOML'
format = ["json=../out.json"]
TOML
wrong ".nhiscan.toml:2: output must stay in the directory" <<'TOML'

output = "/tmp/nhiscan-out.json"
TOML
wrong ".nhiscan.toml:1: show_secrets isn't for a project to decide" <<'TOML'
show_secrets = true
TOML

case="wrong"
start
wrong ".nhiscan.toml:2: unknown key 'min-severity'; did you mean 'min_severity'?" <<'TOML'
# settings
min-severity = "high"
TOML
wrong ".nhiscan.toml:1: unknown key 'exclud'; did you mean 'exclude'?" <<'TOML'
exclud = ["a"]
TOML
wrong ".nhiscan.toml:1: exclude must be a list of strings" <<'TOML'
exclude = "vendor"
TOML
wrong ".nhiscan.toml:3: exit_zero must be true or false" <<'TOML'


exit_zero = "yes"
TOML
wrong ".nhiscan.toml:1: threads must be a whole number from 0 to 1024" <<'TOML'
threads = 2.5
TOML
wrong ".nhiscan.toml:1: exit_code must be a whole number from 0 to 255" <<'TOML'
exit_code = 300
TOML
wrong ".nhiscan.toml:1: min_severity must be one of the words: low medium high critical" <<'TOML'
min_severity = "huge"
TOML
wrong ".nhiscan.toml:1: max_memory: '1M' is not a size of at least 16M" <<'TOML'
max_memory = "1M"
TOML
wrong ".nhiscan.toml:1: fail_on: " <<'TOML'
fail_on = "severity >>"
TOML
wrong ".nhiscan.toml:1: format: there is no format 'yaml'" <<'TOML'
format = ["yaml"]
TOML
wrong ".nhiscan.toml:2: " <<'TOML'
min_severity = "high"
min_severity = "low"
TOML
wrong ".nhiscan.toml:1: " <<'TOML'
exclude = ["a"
TOML
wrong ".nhiscan.toml:1: allowlist must be written as [[allowlist]]" <<'TOML'
allowlist = true
TOML
wrong ".nhiscan.toml:2: allowlist: unknown key 'path'; did you mean 'paths'?" <<'TOML'
[[allowlist]]
path = ["a"]
TOML
wrong ".nhiscan.toml:1: an allowlist needs paths, rules, fingerprints or stopwords" <<'TOML'
[[allowlist]]
reason = "because"
TOML
wrong "fingerprints: 'abc' is none" <<'TOML'
[[allowlist]]
fingerprints = ["abc"]
TOML
wrong "expires must be a date" <<'TOML'
[[allowlist]]
paths = ["a"]
expires = "soon"
TOML
printf 'skip_rule = ["github-pat-clasic"]\n' >.nhiscan.toml
got=0
"$nhiscan" dir . >"$temp/out" 2>"$temp/err" || got=$?
[ "$got" = 2 ] || fail "an unknown rule: exit $got"
says ".nhiscan.toml:1: skip_rule: there is no rule 'github-pat-clasic'; did you mean 'github-pat-classic'?"
rm .nhiscan.toml
ln -s /etc/passwd .nhiscan.toml
"$nhiscan" dir . >"$temp/out" 2>"$temp/err" && fail "a link is followed"
says "has to be a plain file"
rm .nhiscan.toml

case="config show"
mkdir -p "$HOME/.config/nhiscan"
printf 'color = "never"\nmin_severity = "low"\n' >"$HOME/.config/nhiscan/config.toml"
printf '\nmin_severity = "high"\nexclude = ["a"]\n\n[[allowlist]]\npaths = ["x/"]\nreason = "r"\n' >.nhiscan.toml
"$nhiscan" config show --exclude b --threads 2 >"$temp/out" 2>"$temp/err" || fail "exit $?"
has() { grep -qE "$1" "$temp/out" || { fail "shows nothing of '$1'"; cat "$temp/out"; }; }
has '^min_severity = "high" +# \.nhiscan\.toml:2$'
has '^color = "never" +# .*/\.config/nhiscan/config\.toml:1$'
has '^threads = 2 +# command line$'
has '^exit_code = 1 +# default$'
has '^exclude = \["a"\] +# command line, \.nhiscan\.toml:3$'
has '^\[\[allowlist\]\]  # \.nhiscan\.toml:5$'
grep -v -e '^redact' -e '^show_secrets' "$temp/out" >"$temp/shown.toml"
"$nhiscan" config show -c "$temp/shown.toml" >"$temp/again" 2>"$temp/err" || { fail "what it shows is no settings file"; cat "$temp/err"; }

case=".gitleaks.toml in place of ours"
start
printf '[allowlist]\npaths = ["""^lib/"""]\n' >.gitleaks.toml
finds "app/deep/a.py"
(cd lib && finds "" && [ "$failed" = 0 ]) || fail "from a directory below"
finds "$temp/tree/app/deep/a.py" "$temp/tree"
touch .nhiscan.toml
finds "app/deep/a.py lib/b.py lib/c.py"
rm .nhiscan.toml
printf '[allowlist]\npaths = 3\n' >.gitleaks.toml
got=0
"$nhiscan" dir . >"$temp/out" 2>"$temp/err" || got=$?
[ "$got" = 2 ] || fail "a wrong one: exit $got"
says ".gitleaks.toml:2: "

case="standard input under a name in no directory"
start
got=0
(cd "$temp" && timeout 20 "$nhiscan" stdin --name no/such/file.py <tree/lib/b.py) >"$temp/out" 2>"$temp/err" || got=$?
[ "$got" = 1 ] || fail "exit $got"

[ "$failed" = 0 ] && echo "all settings as expected"
exit "$failed"

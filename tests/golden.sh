#!/bin/sh
# Runs nhiscan on every case in fixtures/ and compares what it writes with what stands there, byte for byte.
#
# usage: sh tests/golden.sh [--bless] NHISCAN [CASE…]        --bless: rewrite what stands there
#
# A case is a folder:
#   cmd      the command line after `nhiscan`, read by sh; $NHISCAN is the program too
#   input/   what is in the working directory when it runs
#   setup    a script that sh runs there before; it joins tokens from fragments, and may build git histories
#   stdout   expected; so is stderr, where there is one
#   exit     expected exit status, if not 0
# In all of them the number of rules and their digest are written as 0, since every new rule changes them.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd -P)
bless=no
if [ "${1-}" = --bless ]; then
  bless=yes
  shift
fi
[ $# -gt 0 ] || { echo "usage: sh tests/golden.sh [--bless] NHISCAN [CASE…]" >&2; exit 2; }
NHISCAN=$(readlink -f -- "$1")
shift
[ -x "$NHISCAN" ] || { echo "$NHISCAN is not a program" >&2; exit 2; }
cd "$top/fixtures"
[ $# -gt 0 ] || set -- */

temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
trap 'exit 1' HUP INT TERM

# The surroundings of a case are the same on every machine.
unset NO_COLOR XDG_RUNTIME_DIR COLUMNS GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
HOME=$temp/home XDG_CACHE_HOME=$temp/home/.cache XDG_CONFIG_HOME=$temp/home/.config
export NHISCAN HOME XDG_CACHE_HOME XDG_CONFIG_HOME
export LC_ALL=C.UTF-8 TZ=UTC TERM=dumb SOURCE_DATE_EPOCH=1795000000  # 2026-11-18T11:06:40Z
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME="Ada Author" GIT_AUTHOR_EMAIL=ada@example.com GIT_AUTHOR_DATE="2026-10-01T09:00:00Z"
export GIT_COMMITTER_NAME="Ada Author" GIT_COMMITTER_EMAIL=ada@example.com GIT_COMMITTER_DATE="2026-10-01T09:00:00Z"

# run CASE: leaves stdout, stderr and exit in $temp.
run() {
  rm -rf "$temp/work" "$temp/home"
  mkdir "$temp/work" "$temp/home"
  if [ -d "$1/input" ]; then cp -R "$1/input/." "$temp/work"; fi
  if [ -e "$1/setup" ]; then (cd "$temp/work" && sh "$top/fixtures/$1/setup") >"$temp/setup.log" 2>&1 || return 1; fi
  status=0
  (cd "$temp/work" && sh -c "\"\$NHISCAN\" $(cat "$top/fixtures/$1/cmd")") >"$temp/raw.out" 2>"$temp/raw.err" </dev/null || status=$?
  without_rules <"$temp/raw.out" >"$temp/stdout"
  without_rules <"$temp/raw.err" >"$temp/stderr"
  echo "$status" >"$temp/exit"
}

without_rules() {
  sed -E -e 's/("rules": ?\{"count": ?)[0-9]+/\10/' \
    -e '/"rules": ?\{$/{n; s/("count": ?)[0-9]+/\10/;}' \
    -e 's/("digest": ?")[0-9a-f]{16}"/\10"/' \
    -e 's/[0-9]+ rules \([0-9a-f]{16}\)/0 rules (0)/'
}

# keep CASE: what was written becomes what is expected.
keep() {
  cp "$temp/stdout" "$1/stdout"
  if [ -e "$1/stderr" ]; then cp "$temp/stderr" "$1/stderr"; fi
  if [ "$(cat "$temp/exit")" = 0 ]; then rm -f "$1/exit"; else cp "$temp/exit" "$1/exit"; fi
}

# as_expected CASE
as_expected() {
  same=0
  diff -u --label "$1/stdout" "$1/stdout" --label written "$temp/stdout" || same=1
  if [ -e "$1/stderr" ]; then diff -u --label "$1/stderr" "$1/stderr" --label written "$temp/stderr" || same=1; fi
  expected=0
  if [ -e "$1/exit" ]; then expected=$(cat "$1/exit"); fi
  if [ "$(cat "$temp/exit")" != "$expected" ]; then
    echo "$1: exit status $(cat "$temp/exit"), expected $expected"
    same=1
  fi
  [ "$same" = 0 ] || [ -e "$1/stderr" ] || cat "$temp/stderr"
  return "$same"
}

cases=0
failed=0
for case; do
  case=${case%/}
  [ -e "$case/cmd" ] || { echo "fixtures/$case: no cmd"; failed=$((failed + 1)); continue; }
  cases=$((cases + 1))
  if ! run "$case"; then
    echo "fixtures/$case: setup failed"
    cat "$temp/setup.log"
    failed=$((failed + 1))
  elif [ "$bless" = yes ]; then
    keep "$case"
  else
    as_expected "$case" || failed=$((failed + 1))
  fi
done
echo "$cases cases, $failed failed"
[ "$failed" = 0 ] && [ "$cases" -gt 0 ]

#!/bin/sh
# Input that nobody wants: each ends as the exit statuses say, with a word about what was not read, and never in a crash.
#
# usage: sh tests/bad_input_test.sh NHISCAN
set -eu

nhiscan=$(readlink -f -- "$1")
temp=$(mktemp -d)
trap 'chmod -R u+rwx "$temp"; rm -rf "$temp"' EXIT
HOME=$temp XDG_CACHE_HOME=$temp/.cache
export HOME XDG_CACHE_HOME
failed=0
as_nobody=
p=ghp
secret=${p}_R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu0Lq7Ye

fresh() {
  rm -rf "$temp/tree"
  mkdir "$temp/tree"
  cd "$temp/tree"
}

# expect STATUS TEXT ARGS…: the exit status, and a text that standard output or error holds. $as_nobody is put before the command.
expect() {
  status=$1 text=$2
  shift 2
  got=0
  timeout 120 $as_nobody "$nhiscan" "$@" >"$temp/out" 2>"$temp/err" </dev/null || got=$?
  if [ "$got" != "$status" ]; then
    echo "nhiscan $*: exit $got, expected $status"
    head -c 500 "$temp/err"
    failed=1
  elif ! grep -qF -e "$text" "$temp/out" "$temp/err"; then
    echo "nhiscan $*: says nothing of '$text'"
    failed=1
  fi
}

fresh
mkfifo pipe
ln -s nothing dangling
ln -s loop loop
ln -s / outside
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
printf 'token = "%s"\n' "$secret" >app.py
expect 1 'named pipe' dir --format json .
expect 1 'symbolic link to nothing' dir --format json .
expect 1 'symbolic link that loops' dir --format json .
expect 1 'symbolic link that leaves the scanned tree' dir --format json .
expect 1 'socket' dir --format json .

# Root may read everything, so that these run as nobody.
fresh
printf 'token = "%s"\n' "$secret" >app.py
mkdir closed
chmod 000 app.py closed
chmod 755 "$temp"
program=$nhiscan
if [ "$(id -u)" = 0 ]; then
  as_nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
  cp "$nhiscan" "$temp/nhiscan"
  nhiscan=$temp/nhiscan
fi
expect 3 'Permission denied' dir --format json .
expect 3 '"files":0,' dir --format json .
printf 'token = "%s"\n' "$secret" >open.py
expect 1 'Permission denied' dir --format json .
expect 1 '"files":1,' dir --format json .
nhiscan=$program as_nobody=

fresh
truncate -s 10G sparse
expect 0 '"bytes_skipped":10737418240' dir --format json .
(printf 'token = "%s" ' "$secret" && head -c 30000000 /dev/zero | tr '\0' x) >one-line.txt
rm sparse
expect 1 'github-pat-classic' dir --format json --max-memory 64M .

fresh
awk -v s="$secret" 'BEGIN { for (i = 0; i < 300000; i++) printf "t = \"%s\"\n", s }' >many.txt
expect 1 'more matches of rule github-pat-classic' dir --format json .
expect 1 'github-pat-classic' dir --format json -j16 .
if [ -s "$temp/err" ]; then echo "-j16 says:"; cat "$temp/err"; failed=1; fi

fresh
printf 'token = "%s"\n' "$secret" >"$(printf 'line\nend\033[31m\377')"
printf '\377\376\000token = "%s"\000\n' "$secret" >mixed
deep=.
for i in $(seq 200); do deep=$deep/d; done
mkdir -p "$deep"
printf 'token = "%s"\n' "$secret" >"$deep/app.py"
printf 'token = "%s"\n' "$secret" >"$(printf '%0255d' 7)"
expect 1 'github-pat-classic' dir --format json .
expect 1 'GitHub' dir --format table .
if grep -q "$(printf '\033\\[31m')" "$temp/out"; then echo "an escape sequence reached the terminal"; failed=1; fi

fresh
printf 'token = "%s"\n' "$secret" >app.py
printf '[[rule]]\nid = "a"\n' >rule.toml
expect 2 "rule.toml:1: rule 'a': missing key 'kind'" dir --rules rule.toml .
printf '[[rule]]\nid = "a"\nkind = "api_key"\npattern = "x+"\n' >rule.toml
expect 2 "rule.toml:1: rule 'a': no bounded anchor" dir --rules rule.toml .
expect 2 '--no-such-option' dir --no-such-option .
expect 2 'nothing-here: No such file or directory' dir nothing-here
expect 2 'nothing.toml: cannot be read' dir --rules nothing.toml .
expect 3 '/dev/full: No space left on device' dir --format json -o /dev/full .
expect 3 'No such file or directory' dir -o missing/report.json .
expect 2 "'json=' names no file" dir --format json= .

# A report that can't be written whole leaves the old one, and nothing else.
fresh
awk -v s="$secret" 'BEGIN { for (i = 0; i < 50; i++) printf "t%d = \"%s\"\n", i, s }' >app.py
for format in json sarif table hook csv; do
  echo old >report
  (ulimit -f 1 && expect 3 'report: File too large' dir --format "$format" -o report app.py && exit "$failed") || failed=1
  [ "$(cat report)" = old ] && [ "$(ls)" = "app.py
report" ] || { echo "$format: a report half-written: $(ls)"; failed=1; }
done
mkdir closed
chmod 555 closed
if [ "$(id -u)" = 0 ]; then
  as_nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
  nhiscan=$temp/nhiscan
fi
expect 3 'closed/report.json: Permission denied' dir --format json -o closed/report.json app.py
[ -z "$(ls closed)" ] || { echo "something is in a directory that can't be written"; failed=1; }
chmod 755 closed
nhiscan=$program as_nobody=

# A reader that goes away, and an interruption, end the program in good order.
fresh
awk -v s="$secret" 'BEGIN { for (i = 0; i < 9000; i++) printf "t%d = \"%s\"\n", i, s }' >many.txt
(timeout 60 "$nhiscan" dir --format json . 2>"$temp/err" || echo $? >"$temp/status") | head -n 1 >/dev/null
[ "$(cat "$temp/status")" = 1 ] && [ ! -s "$temp/err" ] || { echo "a closed pipe: exit $(cat "$temp/status")"; cat "$temp/err"; failed=1; }
fresh
for i in $(seq 400); do head -c 2000000 /dev/urandom | base64 >"noise$i"; done
# How long the start takes depends on the machine and the build, so the signal comes later and later until it meets a running scan.
interrupted=no
for delay in 0.3 0.6 1.2 2.4; do
  timeout --preserve-status --signal=INT "$delay" "$nhiscan" dir -j1 --format json . >"$temp/out" 2>"$temp/err" && got=0 || got=$?
  if [ "$got" = 130 ] && grep -q '"complete":false' "$temp/out"; then interrupted=yes; break; fi
done
[ "$interrupted" = yes ] || { echo "an interrupted scan ends with $got and no report"; failed=1; }
[ "$failed" = 0 ] && echo "bad input: all as expected"
exit "$failed"

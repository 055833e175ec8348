#!/bin/sh
# `nhiscan git` on one history in every layout of a repository, on parts of it, and on damaged ones.
#
# usage: sh tests/history_test.sh NHISCAN        NHISCAN_SLOW=1: with a blob of 2 GiB too
set -eu

nhiscan=$(readlink -f -- "$1")
tools="python3 $(dirname "$(readlink -f -- "$0")")/history_tools.py"
first_commits="python3 $(dirname "$(readlink -f -- "$0")")/first_commits.py"
temp=$(mktemp -d)
trap 'chmod -R u+rwx "$temp"; rm -rf "$temp"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$temp/home XDG_CACHE_HOME=$temp/home/.cache
mkdir "$HOME"
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
export HOME XDG_CACHE_HOME GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null LC_ALL=C.UTF-8 TZ=UTC
export GIT_AUTHOR_NAME="Ada Author" GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME="Ada Author" GIT_COMMITTER_EMAIL=ada@example.com
export GIT_CONFIG_COUNT=4 GIT_CONFIG_KEY_0=gc.auto GIT_CONFIG_VALUE_0=0 GIT_CONFIG_KEY_1=protocol.file.allow GIT_CONFIG_VALUE_1=always
export GIT_CONFIG_KEY_2=maintenance.auto GIT_CONFIG_VALUE_2=false GIT_CONFIG_KEY_3=safe.directory GIT_CONFIG_VALUE_3='*'
failed=0
$tools token merge deleted branch stash reflog unreachable orphan message tag note renamed crlf wide versions later deep bomb large >"$temp/tokens"
token() { sed -n "s/^$1=//p" "$temp/tokens"; }
leak() { printf 'token = "%s"\n' "$(token "$1")"; }
complain() { echo "$case: $*"; failed=1; }

# Each commit is a minute later than the one before.
tick() {
  now=$((now + 60))
  export GIT_AUTHOR_DATE="$now +0000" GIT_COMMITTER_DATE="$now +0000"
}
commit() {
  tick
  git add .
  git commit -q --no-verify --allow-empty -m "$1"
}

# build DIRECTORY [INIT-OPTION…]: the history of which the findings are known; everything in it is loose.
build() {
  directory=$1
  shift
  rm -rf "$directory"
  git init -q -b main "$@" "$directory"
  cd "$directory"
  now=1790000000
  mkdir src
  seq 200 >src/numbers.txt
  seq 60 >old.txt
  echo one >a.txt
  commit "first"
  leak deleted >gone.txt
  commit "adds gone.txt"
  git rm -q gone.txt
  commit "removes gone.txt"
  leak renamed >>old.txt
  commit "a token into old.txt"
  git mv old.txt new.txt
  commit "renames old.txt"
  for i in 1 2 3 4 5 6 7 8; do
    sed -i "$((20 * i))s/.*/changed $i/" src/numbers.txt
    [ "$i" != 3 ] || leak versions >>src/numbers.txt
    [ "$i" != 7 ] || sed -i '/token/d' src/numbers.txt
    commit "change $i"
  done
  printf 'one\r\ntoken = "%s"\r\n' "$(token crlf)" >crlf.txt
  leak wide | iconv -f UTF-8 -t UTF-16 >wide.txt
  commit "two encodings"
  git checkout -q -b other
  leak branch >branch.txt
  tick
  git add .
  git commit -q --author="Bob Branch <bob@example.com>" -m "on a branch"
  git checkout -q -b topic main
  echo theirs >a.txt
  commit "theirs"
  git checkout -q main
  echo ours >a.txt
  commit "ours"
  tick
  git merge -q topic >/dev/null 2>&1 && complain "no conflict"
  (echo both && leak merge) >a.txt
  commit "merges topic"
  echo both >a.txt
  commit "tidies up"
  commit "deploys: token = \"$(token message)\""
  tick
  git tag -a -m "token = \"$(token tag)\"" v1
  git notes add -m "token = \"$(token note)\""
  leak reflog >reflog.txt
  commit "a mistake"
  tick
  git reset -q --hard HEAD~1
  leak stash >>a.txt
  tick
  git stash -q
  leak unreachable | git hash-object -w --stdin >/dev/null
  leak orphan >"$temp/orphan"
  tree=$(printf '100644 blob %s\torphan.txt\n' "$(git hash-object -w "$temp/orphan")" | git mktree)
  git commit-tree -m "an orphan" "$tree" >/dev/null
}

cat >"$temp/expected" <<'EXPECTED'
branch|branch.txt|ref|False|-|on a branch|Bob Branch|1
crlf|crlf.txt|head|True|-|two encodings|Ada Author|2
deleted|gone.txt|ref|False|2026-09-21T14:16:20Z|adds gone.txt|Ada Author|1
merge|a.txt|ref|False|2026-09-21T14:33:20Z|merges topic|Ada Author|2
message|git:commit/ID|ref|False|-|deploys|Ada Author|1
note|ID|ref|False|-|Notes added by 'git notes add'|Ada Author|1
orphan|orphan.txt|unreachable|False|-|an orphan|Ada Author|1
reflog|reflog.txt|reflog|False|-|a mistake|Ada Author|1
renamed|old.txt,new.txt|head|True|-|a token into old.txt|Ada Author|61
stash|a.txt|stash|False|-|WIP on main|Ada Author|2
tag|git:tag/ID|ref|False|-|-|-|1
unreachable|git:blob/ID|unreachable|False|-|-|-|1
versions|src/numbers.txt|ref|False|2026-09-21T14:25:20Z|change 3|Ada Author|201
wide|wide.txt|head|True|-|two encodings|Ada Author|1
EXPECTED

# run STATUS REPORT [ARGS…]: a scan of the working directory and its exit status.
run() {
  status=$1 report=$2 got=0
  shift 2
  timeout 300 $as_nobody "$nhiscan" git -f json --show-secrets --now 2026-10-01T00:00:00Z "$@" >"$report" 2>"$temp/err" </dev/null || got=$?
  [ "$got" = "$status" ] || { complain "exit $got, expected $status ($*)"; head -n 5 "$temp/err"; }
}

# finds EXPECTED: what the last report $temp/report says.
finds() {
  $tools summary "$temp/report" >"$temp/found"
  diff "$1" "$temp/found" >"$temp/diff" || { complain "other findings"; cat "$temp/diff"; }
}

# same EXPECTED [ARGS…]: the findings, nothing skipped, and the same bytes for any number of threads and with a full scan.
same() {
  wanted=$1
  shift
  run 1 "$temp/report" -j1 "$@"
  finds "$wanted"
  [ -z "$($tools skipped "$temp/report")" ] || { complain "skips something"; $tools skipped "$temp/report"; }
  for other in -j4 "-j1 --full-scan" "-j4 --full-scan"; do
    run 1 "$temp/other" $other "$@"
    cmp -s "$temp/report" "$temp/other" || complain "another report with $other"
  done
}

# layout NAME: a copy of the scripted repository in the working directory.
layout() {
  case=$1
  cd "$temp"
  rm -rf work clone linked
  cp -a tree work
  cd work
}
pack_objects() { git rev-list --objects "$@" | cut -d' ' -f1 | git pack-objects -q .git/objects/pack/pack >/dev/null; }
several_packs() {
  pack_objects main~9
  pack_objects main~14 other
  pack_objects --all --reflog
}
# into_one_pack [OPTION…]: whatever there is, with deltas by id unless an option says otherwise.
into_one_pack() {
  git cat-file --batch-all-objects --batch-check='%(objectname)' >"$temp/ids"
  git pack-objects -q "$@" .git/objects/pack/pack <"$temp/ids" >/dev/null
  git prune-packed -q
  [ "$(git count-objects)" = "0 objects, 0 kilobytes" ] || complain "$(git count-objects)"
  pack=$(echo .git/objects/pack/*.pack)
  chmod u+w .git/objects/pack/*
}

as_nobody=
case="loose objects"
build "$temp/tree"
same "$temp/expected"
cp "$temp/report" "$temp/whole"

layout "one pack"
into_one_pack --delta-base-offset --depth=50 --window=50
same "$temp/expected"
$first_commits "$nhiscan" . >"$temp/first" || complain "$(cat "$temp/first")"
git repack -qadf --depth=50 --window=50
run 1 "$temp/report"
grep -v -e '^unreachable' -e '^orphan' "$temp/expected" >"$temp/repacked"
finds "$temp/repacked"

layout "several packs, duplicates, loose objects"
several_packs
same "$temp/expected"
case="$case, pruned"
git prune-packed -q
same "$temp/expected"
case="a multi-pack-index"
git multi-pack-index write
same "$temp/expected"
case="a multi-pack-index alone"
rm .git/objects/pack/*.idx
same "$temp/expected"

layout "a pack index of version 1"
into_one_pack
git index-pack --index-version=1 -o "$temp/v1.idx" "$pack" >/dev/null
mv -f "$temp/v1.idx" "${pack%.pack}.idx"
same "$temp/expected"

layout "deltas by id"
into_one_pack --depth=50 --window=50
same "$temp/expected"

layout "alternates"
git clone -q --shared . ../clone
cd ../clone
sed -E 's/^(stash|reflog|note)(\|[^|]*)\|[a-z]*\|/\1\2|unreachable|/' "$temp/expected" >"$temp/cloned"
same "$temp/cloned"

layout "a mirror"
git clone -q --mirror --no-local . ../clone
cd ../clone
grep -v -e '^reflog' -e '^unreachable' -e '^orphan' "$temp/expected" >"$temp/mirrored"
same "$temp/mirrored"

layout "a worktree"
git worktree add -q --detach ../linked main
cd ../linked
same "$temp/expected"

layout "a .git file"
mv .git ../linked
echo "gitdir: ../linked" >.git
same "$temp/expected"

case="SHA-256"
build "$temp/work" --object-format=sha256
same "$temp/expected"
into_one_pack --delta-base-offset
same "$temp/expected"

# remembers: a run with the state gives the bytes of one without.
remembers() {
  run 1 "$temp/report"
  run 1 "$temp/other" --state "$temp/state"
  cmp -s "$temp/report" "$temp/other" || complain "another report"
}
layout "a state"
rm -f "$temp/state"
remembers
[ "$(stat -c %a "$temp/state")" = 600 ] || complain "others can read it"
touch -d 2001-01-01 "$temp/state"
remembers
[ "$(stat -c %Y "$temp/state")" = "$(date -d 2001-01-01 +%s)" ] || complain "is written without news"
! grep -qF "$(token merge)" "$temp/state" || complain "holds a secret"
now=1790900000
leak later >later.txt
commit "one more"
remembers
git rm -q later.txt new.txt
commit "removes two"
remembers
git branch -q -D topic
remembers
several_packs
git prune-packed -q
remembers
git repack -qad
remembers
git stash drop -q
git reflog expire --expire=all --all
git gc -q --prune=now
remembers
run 1 "$temp/other" --state "$temp/state" --only-rule github-pat-classic
run 1 "$temp/report" --only-rule github-pat-classic
cmp -s "$temp/report" "$temp/other" || complain "the rules of another run"
printf x | dd of="$temp/state" bs=1 seek=300 conv=notrunc 2>/dev/null
remembers
echo "a letter" >"$temp/letter"
run 2 "$temp/other" --state "$temp/letter"
run 1 "$temp/other" --state "$temp/no/such/directory/state"
grep -q 'state' "$temp/err" || complain "does not say that it can't be written"

layout "several repositories"
git clone -q --no-local . ../clone
cd ..
run 1 "$temp/report" work clone
blobs() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["coverage"]["blobs"])' "$1"; }
both=$(blobs "$temp/report")
run 1 "$temp/other" work
[ "$both" = "$(blobs "$temp/other")" ] || complain "reads $both blobs, not $(blobs "$temp/other")"
$tools summary "$temp/other" >"$temp/first"
run 1 "$temp/other" clone
$tools summary "$temp/other" | cat - "$temp/first" | sed -E 's,(work|clone)/,,g' | sort >"$temp/each"
$tools summary "$temp/report" | sed -E 's,(work|clone)/,,g' | sort | diff "$temp/each" - || complain "other findings than one by one"

layout "names and content"
run 1 "$temp/report" --verify-objects
[ -z "$($tools skipped "$temp/report")" ] || complain "skips something"
into_one_pack --delta-base-offset
run 1 "$temp/report" --verify-objects
[ -z "$($tools skipped "$temp/report")" ] || complain "skips something of a pack"
git unpack-objects -q <"$pack" 2>/dev/null || :
loose=$(printf 'another content' | git hash-object -w --stdin)
file() { echo ".git/objects/$(echo "$1" | sed 's|^..|&/|')"; }
chmod u+w "$(file "$loose")"
cp "$(file "$(printf 'some content' | git hash-object -w --stdin)")" "$(file "$loose")"
run 1 "$temp/report" --verify-objects
[ "$($tools skipped "$temp/report")" = "git:blob/$loose|its content is not that of its name" ] || { complain "names it not"; $tools skipped "$temp/report"; }

layout "ranges"
only() { grep -E "^($1)\\|" "$temp/expected" >"$temp/part" || :; }
ranged() {
  only "$1"
  shift
  if [ -s "$temp/part" ]; then same "$temp/part" "$@"; else run 0 "$temp/report" "$@"; finds /dev/null; fi
}
ranged branch --log-opts main..other
ranged branch --log-opts "^main other"
ranged message --since-commit HEAD~1
ranged 'message' --since-commit HEAD~2
ranged 'merge|message' --since-commit HEAD~3
ranged 'branch|crlf|deleted|renamed|versions|wide' --branch other
ranged 'branch' --branch other --since-commit main
ranged 'none' --log-opts main..topic~1
ranged '[b-n].*|renamed|reflog|stash|tag|versions|wide' --reachable
run 2 "$temp/report" --log-opts main..nothing
run 2 "$temp/report" --since-commit nothing
run 2 "$temp/report" --log-opts main..other:branch.txt

case="ranges: a rename"
ranged none --log-opts main~14..main~13
echo 'renamed|old.txt,new.txt|head|True|-|a token into old.txt|Ada Author|61' >"$temp/part"
same "$temp/part" --log-opts main~15..main~12
case="ranges: a tag"
echo "tag|git:tag/ID|ref|False|-|-|-|1" >"$temp/part"
same "$temp/part" --log-opts main..v1

case="replace refs and grafts"
git replace "$(git rev-parse other:branch.txt)" "$(git rev-parse main:a.txt)"
git rev-parse main >.git/info/grafts
git pack-refs --all
run 1 "$temp/report"
finds "$temp/expected"

layout "a range that brings back what was removed"
git checkout -q -b again main
now=1790010000
leak deleted >gone.txt
commit "brings gone.txt back"
echo "deleted|gone.txt|head|True|-|brings gone.txt back|Ada Author|1" >"$temp/part"
same "$temp/part" --log-opts main..again
echo "deleted|gone.txt|head|True|-|adds gone.txt|Ada Author|1" >"$temp/part"
run 1 "$temp/report" --log-opts main~17..again
$tools summary "$temp/report" | grep '^deleted' | diff "$temp/part" - || complain "another commit"
git mv gone.txt back.txt
commit "renames gone.txt"
git rm -q back.txt
commit "removes back.txt"
echo "deleted|gone.txt,back.txt|ref|False|2026-09-21T17:03:00Z|brings gone.txt back|Ada Author|1" >"$temp/part"
same "$temp/part" --log-opts main..again

# broken TEXT: exit 1 for what is found and 3 where nothing is, a row with that text, and what git can still read is found.
broken() {
  run 1 "$temp/report"
  $tools skipped "$temp/report" >"$temp/skipped"
  grep -qE "$1" "$temp/skipped" || { complain "no row says '$1'"; head -n 5 "$temp/skipped"; }
  $tools lost "$temp/whole" "$temp/report" "${2:-.git}" >"$temp/lost"
  [ ! -s "$temp/lost" ] || { complain "something is lost"; cat "$temp/lost"; }
  run 1 "$temp/other" --full-scan
  cmp -s "$temp/report" "$temp/other" || complain "another report with --full-scan"
  # Trees are read for what is found.
  if grep -qv '^git:tree' "$temp/skipped"; then run 3 "$temp/other" --only-rule aws-access-key-id; fi
}

layout "a truncated pack"
into_one_pack --delta-base-offset
truncate -s "$(($(stat -c %s "$pack") * 2 / 3))" "$pack"
broken 'pack\|cut off or changed'
grep -q 'git:[a-z]*/.*damaged' "$temp/skipped" || complain "names no object"

layout "flipped bytes"
into_one_pack --delta-base-offset
cp "$pack" "$temp/pack"
for part in 1 2 3 4 5 6 7 8 9; do
  cp "$temp/pack" "$pack"
  printf '\377\000\377\125' | dd of="$pack" bs=1 seek="$(($(stat -c %s "$pack") * part / 10))" conv=notrunc 2>/dev/null
  broken 'git:.*\|'
done

layout "flipped bytes, and another pack has the objects"
into_one_pack --delta-base-offset
git pack-objects -q --window=0 .git/objects/pack/pack <"$temp/ids" >/dev/null
for part in 2 4 6 8; do
  printf '\377\000\377\125' | dd of="$pack" bs=1 seek="$(($(stat -c %s "$pack") * part / 10))" conv=notrunc 2>/dev/null
done
same "$temp/expected"

layout "a pack index that is cut off"
several_packs
git prune-packed
index=$(ls -S .git/objects/pack/*.idx | head -n 1)
chmod u+w "$index"
truncate -s 500 "$index"
broken "its index can't be read"

layout "a pack that is gone"
several_packs
git prune-packed
rm -f "$(ls -S .git/objects/pack/*.pack | head -n 1)"
broken 'its pack is not there'

layout "a commit that is gone"
object() { git rev-parse "$1" | sed 's|^..|.git/objects/&/|'; }
rm -f "$(object main~4)"
broken "git:commit/$(git rev-parse main~4)\\|missing"

layout "a tree that is gone"
rm -f "$(object main~6:src)" "$(object main~8^{tree})"
broken "git:tree/$(git rev-parse main~6:src 2>/dev/null || true)"

layout "a shallow clone"
git clone -q --depth 1 "file://$temp/work" ../clone
cd ../clone
only 'crlf|message|renamed|wide|tag'
run 1 "$temp/report"
cut -d'|' -f1 "$temp/part" >"$temp/names"
$tools summary "$temp/report" | cut -d'|' -f1 | diff "$temp/names" - || complain "other findings"
[ "$($tools skipped "$temp/report" | grep -c 'a shallow clone')" = 1 ] || complain "no row says so"
[ "$($tools skipped "$temp/report" | wc -l)" = 1 ] || complain "more than one row"
run 3 "$temp/other" --only-rule aws-access-key-id

layout "a range in a shallow clone"
git clone -q --depth 6 "file://$temp/work" ../clone
cd ../clone
only message
same "$temp/part" --log-opts HEAD~1..HEAD
only 'merge|message'
same "$temp/part" --since-commit HEAD~3
run 1 "$temp/report" --branch main
[ "$($tools skipped "$temp/report" | cut -c 1-19)" = ".|a shallow clone: " ] || complain "$($tools skipped "$temp/report")"

for filter in blob:none tree:0; do
  layout "a partial clone, $filter"
  git config uploadpack.allowFilter true
  git clone -q --filter=$filter "file://$temp/work" ../clone
  cd ../clone
  count=$(git rev-list --objects --missing=print --all | grep -c '^?' || true)
  run 1 "$temp/report"
  $tools skipped "$temp/report" >"$temp/skipped"
  [ "$(cat "$temp/skipped")" = "git:objects|$count objects are not in this partial clone" ] || { complain "$count objects"; cat "$temp/skipped"; }
  run 3 "$temp/other" --only-rule aws-access-key-id
done

layout "a ref to nothing"
git rev-parse main | tr 0-9a-f a-f0-9 >.git/refs/heads/nothing
broken 'refs/heads/nothing\|leads to'

case="an unborn HEAD"
rm -rf "$temp/work" && git init -q "$temp/work" && cd "$temp/work"
run 0 "$temp/report"
[ -z "$($tools skipped "$temp/report")" ] || complain "skips something"

case="looks like a repository"
rm -rf "$temp/work" && mkdir -p "$temp/work/.git" && cd "$temp/work"
run 2 "$temp/report"
mkdir .git/objects .git/refs
: >.git/HEAD
run 3 "$temp/report"
case="no repository"
rm -rf "$temp/work/.git"
run 2 "$temp/report"
grep -q "not in a git repository" "$temp/err" || complain "$(cat "$temp/err")"

layout "read-only objects, another's repository"
chmod -R a-w .git/objects
if [ "$(id -u)" = 0 ]; then
  chown -R 12345 .
  same "$temp/expected"
  chmod 755 "$temp"
  program=$nhiscan
  cp "$nhiscan" "$temp/nhiscan"
  nhiscan=$temp/nhiscan as_nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
fi
same "$temp/expected"
only branch
same "$temp/part" --log-opts main..other
nhiscan=${program:-$nhiscan} as_nobody=

layout "repacked meanwhile"
git checkout -q -b work
(while [ ! -e "$temp/enough" ]; do git commit -q --allow-empty -m more && git repack -qad; done >/dev/null 2>&1) &
for i in 1 2 3 4 5 6 7 8 9 10; do
  run 1 "$temp/report" -j2
  finds "$temp/expected"
  [ -z "$($tools skipped "$temp/report")" ] || { complain "skips something"; $tools skipped "$temp/report"; }
done
: >"$temp/enough"
wait

case="a deep tree"
rm -rf "$temp/work" && git init -q -b main "$temp/work" && cd "$temp/work"
leak deep >"$temp/deep.txt"
$tools deep .git 10000 "$temp/deep.txt" >.git/refs/heads/main
run 1 "$temp/report"
[ "$($tools summary "$temp/report" | sed 's|d/||g')" = "deep|deep.txt|head|True|-|deep|Ada Author|1" ] || complain "$($tools summary "$temp/report" | tail -c 200)"

case="a tree bomb"
rm -rf "$temp/work" && git init -q -b main "$temp/work" && cd "$temp/work"
leak bomb >"$temp/bomb.txt"
entry="100644 blob $(git hash-object -w "$temp/bomb.txt")"
for level in 1 2 3 4 5 6 7 8 9 10; do
  entry="040000 tree $(for i in 0 1 2 3 4 5 6 7 8 9; do printf '%s\td%s\n' "$entry" "$i"; done | git mktree)"
done
git commit-tree -m bomb "${entry##* }" >.git/refs/heads/main
run 1 "$temp/report" --max-memory 64M
$tools skipped "$temp/report" >"$temp/skipped"
grep -q 'too many paths' "$temp/skipped" || complain "says nothing of the paths left out"

if [ "${NHISCAN_SLOW-}" = 1 ]; then
  case="a blob of 2 GiB"
  rm -rf "$temp/work" && git init -q -b main "$temp/work" && cd "$temp/work"
  git config core.bigFileThreshold 1m
  (yes "a line of text without anything in it" | head -c 1073741824 && leak large && yes "and so on and so on" | head -c 1073741824) >large.txt
  git add large.txt
  git commit -q -m large
  rm large.txt
  run 1 "$temp/report" --max-memory 64M -j1
  $tools summary "$temp/report" | grep -q '^large|large.txt|head' || complain "isn't found"
  if [ -x /usr/bin/time ]; then
    /usr/bin/time -f %M -o "$temp/peak" "$nhiscan" git -j1 --max-memory 64M -o /dev/null -f json 2>/dev/null || :
    [ "$(tail -n 1 "$temp/peak")" -le 307200 ] || complain "needs $(tail -n 1 "$temp/peak") KiB"
  fi
fi

[ "$failed" = 0 ] && echo "all histories as expected"
exit "$failed"

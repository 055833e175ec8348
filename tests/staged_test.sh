#!/bin/sh
# `nhiscan git --staged` in every layout of a repository. Each case builds one, stages a change and says which paths have findings.
#
# usage: sh tests/staged_test.sh NHISCAN
set -eu

nhiscan=$(readlink -f -- "$1")
. "$(dirname -- "$0")/isolated.sh"
export GIT_AUTHOR_NAME="Ada Author" GIT_AUTHOR_EMAIL=ada@example.com GIT_COMMITTER_NAME="Ada Author" GIT_COMMITTER_EMAIL=ada@example.com
failed=0
p=ghp
secret=${p}_R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu0Lq7Ye
other=${p}_T7mWcP2xK9vBqR4yZd6NsF1gLh8jEu3Ma5Oi

# fresh [INIT-OPTION…]: an empty repository, which becomes the working directory.
fresh() {
  rm -rf "$temp/tree"
  git init -q -b main "$@" "$temp/tree"
  cd "$temp/tree"
}

leak() { printf 'token = "%s"\n' "${1:-$secret}"; }
commit() { git commit -q --no-verify --allow-empty -m "${1:-change}"; }

# start [INIT-OPTION…]: a repository with a commit of some files, none of them with a secret.
start() {
  fresh "$@"
  mkdir -p src/deep doc
  printf 'one\ntwo\nthree\n' | tee a.txt src/b.txt src/deep/c.txt doc/d.txt >z.txt
  git add .
  commit
}

# expect STATUS LOCATIONS [ARGS…]: the exit status and the findings as path:line, in order, with blanks between.
expect() {
  status=$1 wanted=$2
  shift 2
  got=0
  "$nhiscan" git --staged --format jsonl "$@" >"$temp/out" 2>"$temp/err" </dev/null || got=$?
  found=$(sed -nE 's/.*"path":"([^"]*)",("blob":"[0-9a-f]*",)?"line":([0-9]+).*/\1:\3/p' "$temp/out" | tr '\n' ' ')
  if [ "$got" != "$status" ] || [ "${found% }" != "$wanted" ]; then
    echo "$case: exit $got and '${found% }', expected $status and '$wanted'"
    cat "$temp/err"
    failed=1
  fi
}

# says TEXT: what the last run wrote holds it.
says() {
  grep -qF -e "$1" "$temp/out" "$temp/err" || { echo "$case: says nothing of '$1'"; failed=1; }
}

case="plain"
start
expect 0 ""
leak >src/new.txt
expect 0 ""
git add src/new.txt
leak >>doc/d.txt
git add doc
expect 1 "doc/d.txt:4 src/new.txt:1"
expect 1 "doc/d.txt:4 src/new.txt:1" src
says '"root":"src"'
expect 1 "$temp/tree/doc/d.txt:4 $temp/tree/src/new.txt:1" "$temp/tree"
says '"at_head":false'
says '"commit":null'
says '"tracked":true'
(cd src && expect 1 "../doc/d.txt:4 new.txt:1" && [ "$failed" = 0 ]) || failed=1
(cd .. && expect 1 "tree/doc/d.txt:4 tree/src/new.txt:1" tree && [ "$failed" = 0 ]) || failed=1
expect 0 "" --exit-zero --only-rule aws-access-key-id
expect 1 "src/new.txt:1" --exclude doc/
echo 'new.*' >src/.nhiscanignore
expect 1 "doc/d.txt:4"
says 'excluded by .nhiscanignore' || true
expect 1 "doc/d.txt:4 src/new.txt:1" --no-ignore
commit
expect 0 ""

case="--pre-commit"
got=0
leak "$other" >pre.txt
git add pre.txt
"$nhiscan" git --pre-commit --format jsonl >"$temp/out" || got=$?
[ "$got" = 1 ] || { echo "$case: exit $got"; failed=1; }

case="touched lines only"
start
leak >>a.txt
git add .
commit
printf 'zero\n' | cat - a.txt >"$temp/a"
cp "$temp/a" a.txt
git add .
expect 0 ""
sed -i "s/^token = /  token = /" a.txt
git add .
expect 1 "a.txt:5"
leak "$other" >>a.txt
git add .
expect 1 "a.txt:5 a.txt:6"

case="a comment that allows"
start
printf 'token = "%s"  # nhiscan:allow\n' "$secret" >>a.txt
git add .
expect 0 ""

case="before the first commit"
fresh
expect 0 ""
leak >a.txt
mkdir d && leak >d/b.txt
git add .
expect 1 "a.txt:1 d/b.txt:1"

case="a merge with a conflict"
start
git checkout -q -b theirs
(echo theirs && leak) >a.txt
leak >src/theirs.txt
git add .
commit
git checkout -q main
echo ours >a.txt
git add .
commit
git merge -q theirs >/dev/null 2>&1 && { echo "$case: no conflict"; failed=1; }
expect 1 "a.txt:2 src/theirs.txt:1"
(echo ours && leak "$other") >a.txt
git add a.txt
expect 1 "a.txt:2 src/theirs.txt:1"

case="both sides of a conflict added the same path"
start
git checkout -q -b theirs
(echo theirs && leak) >new.txt && git add . && commit
git checkout -q main
(echo ours && leak "$other") >new.txt && git add . && commit
git merge -q theirs >/dev/null 2>&1 || true
expect 1 "new.txt:2"

case="a worktree"
start
git worktree add -q "$temp/tree/linked" -b linked
cd linked
leak >src/new.txt
git add .
expect 1 "src/new.txt:1"
cd ..
expect 0 ""
expect 1 "linked/src/new.txt:1" linked

case="a submodule"
start
git init -q -b main "$temp/library"
(cd "$temp/library" && echo text >l.txt && git add . && commit)
git -c protocol.file.allow=always submodule --quiet add "$temp/library" lib
expect 0 ""
commit
leak >>lib/l.txt
git -C lib add .
expect 0 ""
expect 1 "lib/l.txt:2" lib
git -C lib commit -q -m leak
git add lib
expect 0 ""
rm -rf "$temp/library"

for version in 2 3 4; do
  case="version $version"
  start
  git update-index --index-version "$version"
  leak >>src/deep/c.txt
  git add .
  touch later && git add -N later
  expect 1 "src/deep/c.txt:4"
done

for version in 2 4; do
  case="a split index of version $version"
  start
  for i in 1 2 3 4 5 6 7 8 9; do echo "$i" >"src/many$i.txt"; done
  find . -path ./.git -prune -o -type f -exec touch -d '2020-01-01' {} +  # git writes fresh entries into both files
  git add .
  commit
  git update-index --index-version "$version"
  git -c splitIndex.maxPercentChange=100 update-index --split-index
  git config splitIndex.maxPercentChange 100
  leak >>src/b.txt
  leak >src/between.txt
  git rm -q --cached doc/d.txt
  leak >zz.txt
  git add src zz.txt
  ls .git/sharedindex.* >/dev/null
  [ "$(wc -c <.git/index)" -lt "$(cat .git/sharedindex.* | wc -c)" ] || { echo "$case: isn't split"; failed=1; }
  expect 1 "src/b.txt:4 src/between.txt:1 zz.txt:1"
  rm .git/sharedindex.*
  expect 2 ""
  says "is split"
done

case="a sparse index"
start
mkdir -p src/far/away
leak >src/far/away/old.txt
git add .
commit
git checkout -q -b theirs
leak "$other" >src/far/away/new.txt
git add .
commit
git checkout -q main
git sparse-checkout set --cone --sparse-index doc
git ls-files --sparse | grep -qx src/ || { echo "$case: isn't sparse"; failed=1; }
expect 0 ""
leak >>doc/d.txt
git add .
expect 1 "doc/d.txt:4"
git reset -q --hard
expect 0 ""
git checkout -q theirs
git reset -q --soft main
git ls-files --sparse | grep -qx src/ || { echo "$case: isn't sparse"; failed=1; }
expect 1 "src/far/away/new.txt:1"

case="SHA-256"
start --object-format=sha256
leak >>src/deep/c.txt
git add .
expect 1 "src/deep/c.txt:4"
git update-index --index-version 4
git gc -q
expect 1 "src/deep/c.txt:4"

case="intent to add"
start
leak >new.txt
git add -N new.txt
expect 0 ""

case="a deleted file"
start
leak >src/b.txt
git add .
commit
git rm -q src/b.txt
expect 0 ""

case="a renamed file"
start
(cat a.txt && leak) >src/b.txt
git add .
commit
git mv src/b.txt src/renamed.txt
expect 1 "src/renamed.txt:4"

case="the index decides, not the file"
start
leak >>a.txt
git add .
printf 'one\n' >a.txt
expect 1 "a.txt:4"
git add .
leak >>a.txt
expect 0 ""

case="only the executable bit"
start
leak >a.txt
git add .
commit
git update-index --chmod=+x a.txt
expect 0 ""

case="a symbolic link"
start
ln -s "https://user:$secret@github.com/acme/app" src/link
git add .
expect 1 "src/link:1"
git commit -q -m link
rm src/link && leak >src/link
git add .
expect 1 "src/link:1"

case="a directory becomes a file"
start
git rm -rq src
leak >src
git add .
expect 1 "src:1"

case="UTF-16"
start
leak | iconv -f UTF-8 -t UTF-16 >wide.txt
git add .
expect 1 "wide.txt:1"
commit
(leak && echo more) | iconv -f UTF-8 -t UTF-16 >wide.txt
git add .
expect 0 ""

case="packed, with HEAD detached and its ref packed"
start
leak >>a.txt
git add .
git gc -q --prune=now
git pack-refs --all
expect 1 "a.txt:4"
git checkout -q --detach
expect 1 "a.txt:4"

case="alternates"
start
git clone -q -s . "$temp/clone"
cd "$temp/clone"
leak >>a.txt
git add .
expect 1 "a.txt:4"
cd "$temp" && rm -rf clone

case="the index that git gives a hook"
start
mkdir -p .git/hooks
cat >.git/hooks/pre-commit <<HOOK
#!/bin/sh
exec "$nhiscan" git --staged --format jsonl -o "$temp/hook"
HOOK
chmod +x .git/hooks/pre-commit
leak >>a.txt
leak >>z.txt
git add z.txt
git commit -q -m partial a.txt 2>/dev/null && { echo "$case: the hook let it pass"; failed=1; }
grep -q '"path":"a.txt"' "$temp/hook" || { echo "$case: a.txt is missing"; failed=1; }
grep -q '"path":"z.txt"' "$temp/hook" && { echo "$case: z.txt isn't part of the commit"; failed=1; }
rm "$temp/hook"
git commit -q -a -m all 2>/dev/null && { echo "$case: the hook let it pass"; failed=1; }
[ "$(grep -c '"rule":' "$temp/hook")" = 2 ] || { echo "$case: not both files"; failed=1; }

case="many entries, of which no tree is remembered"
start
awk -v id="$(git rev-parse HEAD:a.txt)" 'BEGIN { for (i = 0; i < 12000; i++) printf "100644 %s\tmany/d%d/e%d/f%d.txt\n", id, i % 40, i % 7, i }' |
  git update-index --index-info
git read-tree "$(git write-tree)"
git commit -q -m many
leak >>a.txt
leak >src/new.txt
git add a.txt src
git update-index --force-remove many/d3/e3/f3.txt
expect 1 "a.txt:4 src/new.txt:1"
git read-tree --empty
git ls-tree -r HEAD | git update-index --index-info
git add a.txt src
expect 1 "a.txt:4 src/new.txt:1"
leak >"$temp/blob"
git update-index --add --cacheinfo "100644,$(git hash-object -w "$temp/blob"),many/d7/e0/f7.txt"
expect 1 "a.txt:4 many/d7/e0/f7.txt:1 src/new.txt:1"

case="a bare repository"
rm -rf "$temp/tree"
git init -q --bare "$temp/tree"
cd "$temp/tree"
expect 2 ""
says "a bare repository has no index"

case="no index"
fresh
rm -f .git/index
expect 0 ""

case="no repository"
rm -rf "$temp/tree" && mkdir "$temp/tree" && cd "$temp/tree"
expect 2 ""
says "not in a git repository"

case="a damaged index"
start
leak >>a.txt
git add .
head -c 100 .git/index >"$temp/index" && cp "$temp/index" .git/index
expect 2 ""
says "damaged or cut off"

case="a blob that is gone"
start
leak >>a.txt
leak >new.txt
git add .
rm -f ".git/objects/$(git rev-parse :new.txt | sed 's|^..|&/|')"
expect 1 "a.txt:4"
says "missing"
git reset -q a.txt
expect 3 ""

case="HEAD's blob is gone"
start
leak >>a.txt
git add .
rm -f ".git/objects/$(git rev-parse HEAD:a.txt | sed 's|^..|&/|')"
expect 1 "a.txt:4"

case="a large blob"
start
(leak && head -c 20000000 /dev/zero | tr '\0' x) >big.txt
git add .
expect 3 "" --max-memory 16M
expect 1 "big.txt:1" --max-memory 2G

[ "$failed" = 0 ] && echo "all layouts as expected"
exit "$failed"

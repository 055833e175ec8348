#!/bin/sh
# Plants one secret wherever a report could repeat it, runs every command with every format, and searches all that was written.
#
# usage: sh tests/no_secret_test.sh NHISCAN
set -eu

nhiscan=$(readlink -f -- "$1")
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
mkdir "$temp/tree" "$temp/written" "$temp/home"
HOME=$temp/home XDG_CACHE_HOME=$temp/home/.cache GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export HOME XDG_CACHE_HOME GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL
cd "$temp/tree"

p=ghp
secret=${p}_R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu0Lq7Ye
password=Zk7mQw2x${p}Vt9pLr4s

# As content, in every position that a report reads.
printf 'token = "%s"\n' "$secret" >app.py
printf '# owner: %s\ntoken = "%s"\n' "$secret" "$secret" >annotated.py
printf 'DB_PASSWORD=%s\nurl = postgres://%s:%s@db.example.org/%s\n' "$password" "$secret" "$password" "$secret" >.env
printf 'Authorization: Basic %s\n' "$(printf 'deploy:%s' "$password" | base64 -w0)" >request.http
printf 'curl -u deploy:%s https://example.org\n' "$password" >run.sh
printf '* %s\n' "$secret" >CODEOWNERS
printf '{"name": "x", "author": "%s"}\n' "$secret" >package.json
printf 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\n  labels:\n    owner: %s\nstringData:\n  token: %s\n' \
  "$secret" "$secret" "$secret" >secret.yaml
mkdir -p .github/workflows
printf 'on: push\njobs:\n  %s:\n    runs-on: x\n    environment: %s\n    steps:\n      - run: echo %s ${{ secrets.A }}\n' \
  "$secret" "$secret" "$secret" >.github/workflows/ci.yml
printf 'eyJhbGciOiJub25lIn0.%s.\n' "$(printf '{"sub":"%s","iss":"%s","exp":1}' "$secret" "$secret" | base64 -w0 | tr '+/' '-_' | tr -d =)" >jwt.txt
# As a name, in a path that can't be read, in a link.
printf 'token = "%s"\n' "$secret" >"name-$secret.txt"
mkfifo "pipe-$secret"
ln -s "$secret" "link-$secret"
# In a rule file that is wrong.
printf '[[rule]]\nid = "a"\nkind = "api_key"\npattern = "(%s"\n' "$secret" >"$temp/broken.toml"
git init -q . && git -c "user.name=$secret" -c "user.email=$secret@example.org" add -A 2>/dev/null
git -c "user.name=$secret" -c "user.email=$secret@example.org" commit -q -m "$secret"

formats=$("$nhiscan" dir --format '?' 2>&1 | sed -n 's/.*there are //p' | tr -d ,)
[ -n "$formats" ]
runs=0
run() {
  runs=$((runs + 1))
  "$nhiscan" "$@" >"$temp/written/$runs.out" 2>"$temp/written/$runs.err" </dev/null || true
}
for format in $formats; do
  for command in dir inventory; do
    run "$command" --format "$format" -v --color always .
    run "$command" --format "$format" -o "$temp/written/$command.$format" .
  done
  "$nhiscan" stdin --name "a/$secret" --format "$format" <app.py >"$temp/written/stdin.$format" 2>&1 || true
done
run dir --rules "$temp/broken.toml" .
run dir --redact=50 --format json app.py

# A file's own name, an owner's or an author's words stay as they are unless they are a secret that was found; all of these are.
if grep -rlF -e "$secret" -e "$password" "$temp/written"; then
  echo "a secret was written in full"
  grep -rnoF -e "$secret" -e "$password" "$temp/written" | cut -d: -f1,2 | sort | uniq -c
  exit 1
fi
"$nhiscan" dir --show-secrets --format json . 2>/dev/null | grep -qF "$secret" || { echo "--show-secrets shows none"; exit 1; }
echo "$runs runs, no secret written"

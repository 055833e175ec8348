#!/bin/sh
# What a person at a terminal meets: help on one screen, suggestions, colours, narrow terminals, ASCII, completions.
#
# usage: sh tests/terminal_test.sh NHISCAN
set -eu

nhiscan=$(readlink -f -- "$1")
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
HOME=$temp XDG_CACHE_HOME=$temp/.cache
unset NO_COLOR CLICOLOR CLICOLOR_FORCE COLUMNS LC_ALL LC_CTYPE LANG
export HOME XDG_CACHE_HOME LC_ALL=C.UTF-8 TERM=xterm GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
mkdir "$temp/tree"
cd "$temp/tree"
p=ghp
printf 'token = "%s"\n' "${p}_R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu0Lq7Ye" >app.py
mkdir -p deploy/a-directory-with-a-long-name
printf 'url = "postgres://app:Zk7mQw2xVt9pLr4s@db.example.org/shop"\n' >deploy/a-directory-with-a-long-name/settings.toml
printf 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a-service-account-with-a-long-name\n' >deploy/account.yaml
escape=$(printf '\033')
failed=0

fail() { echo "$*"; failed=1; }
# run COMMAND…: leaves its output, with or without a terminal, in $temp/out.
run() { "$@" >"$temp/out" 2>"$temp/err" </dev/null || true; }
on_terminal() { script -qec "stty cols ${width:-80} 2>/dev/null; $*" /dev/null </dev/null 2>/dev/null | tr -d '\r' >"$temp/out"; }
has_color() { grep -q "$escape\[[0-9;]*m" "$temp/out"; }
widest() { sed "s/$escape\[[0-9;]*[mK]//g" "$temp/out" | wc -L; }

# The help of the program: 24 lines and 80 columns, with examples that run.
run "$nhiscan" --help
[ "$(wc -l <"$temp/out")" -le 24 ] || fail "--help has $(wc -l <"$temp/out") lines"
[ "$(widest)" -le 80 ] || fail "--help is $(widest) columns wide"
grep -q '^Examples:' "$temp/out" || fail "--help has no examples"
git init -q .
sed -n '/^Examples:/,/^[A-Z]/s/^  \(nhiscan .*[^ ]\)   *.*/\1/p' "$temp/out" >"$temp/examples"
[ "$(wc -l <"$temp/examples")" -ge 3 ] || fail "fewer than three examples"
while read -r name rest; do
  got=0
  (cd "$temp/tree" && eval "\"\$nhiscan\" $rest") >"$temp/out" 2>"$temp/err" </dev/null || got=$?
  [ "$got" -le 1 ] || { fail "example '$name $rest' exits with $got"; cat "$temp/err"; }
done <"$temp/examples"
rm -rf .git nhi.csv

# suggests TEXT ARGUMENTS…: a usage error that says so.
suggests() {
  text=$1
  shift
  got=0
  "$nhiscan" "$@" >"$temp/out" 2>"$temp/err" </dev/null || got=$?
  [ "$got" = 2 ] || fail "nhiscan $*: exit $got"
  grep -qF -e "$text" "$temp/err" || { fail "nhiscan $*: doesn't say '$text'"; cat "$temp/err"; }
}
suggests "there is no command 'scna'; did you mean scan?" scna
suggests "there is no command 'xyzzy'; there are scan, dir, git" xyzzy
suggests "there is no command 'rules lst'; did you mean list?" rules lst
suggests "rules needs one of its commands: list" rules
suggests "there is no option --fromat; did you mean --format?" dir --fromat json .
suggests "there is no option --formt; did you mean --format?" dir --formt=json .
suggests "there is no option --ful; did you mean --full-scan?" git --ful
suggests "there is no option --nothing-like-it; nhiscan dir --help lists them" dir --nothing-like-it
suggests "there is no option --dry-run; nhiscan baseline create --help lists them" baseline create --dry-run
suggests "there is no option --verson; did you mean --version?" --verson
suggests "min-severity" dir --min-severity hihg .
printf 'x' >"$temp/ctl"
suggests '\x1b' "$(printf 'a\033[31m')"

# Colours.
run "$nhiscan" dir -f table .
has_color && fail "colours in a pipe"
run env CLICOLOR_FORCE=1 "$nhiscan" dir -f table .
has_color || fail "CLICOLOR_FORCE has no effect"
run env CLICOLOR_FORCE=0 "$nhiscan" dir -f table .
has_color && fail "CLICOLOR_FORCE=0 has one"
run env CLICOLOR_FORCE=1 NO_COLOR=1 "$nhiscan" dir -f table .
has_color && fail "NO_COLOR doesn't win over CLICOLOR_FORCE"
run env NO_COLOR=1 "$nhiscan" dir -f table --color always .
has_color || fail "--color always doesn't win over NO_COLOR"
run env CLICOLOR_FORCE=1 "$nhiscan" dir -f table --color never .
has_color && fail "--color never doesn't win"
run env CLICOLOR_FORCE=1 "$nhiscan" dir -f json .
has_color && fail "colours in JSON"
if command -v script >/dev/null; then
  on_terminal "$nhiscan dir ."
  has_color || fail "no colours on a terminal"
  grep -q '^{' "$temp/out" && fail "no table on a terminal"
  for variable in NO_COLOR=1 CLICOLOR=0 TERM=dumb; do
    on_terminal "env $variable $nhiscan dir ."
    has_color && fail "colours with $variable"
  done
  on_terminal "env NO_COLOR= $nhiscan dir ."
  has_color || fail "an empty NO_COLOR has an effect"
  width=20
  on_terminal "$nhiscan dir ."
  [ "$(widest)" -le 20 ] || fail "$(widest) columns on a terminal of 20"
  width=80
fi

# Narrow terminals: nothing is wider, and nothing that counts is lost.
for columns in 20 40 59 60 80; do
  for command in dir inventory; do
    run env COLUMNS=$columns "$nhiscan" $command -f table .
    [ "$(widest)" -le "$columns" ] || { fail "$command: $(widest) columns of $columns"; cat "$temp/out"; }
    tr -s ' \n' ' ' <"$temp/out" >"$temp/words"
    for text in critical 'GitHub' 'PostgreSQL' 'app.py'; do
      grep -qF "$text" "$temp/words" || { fail "$command: nothing of '$text' in $columns columns"; cat "$temp/out"; }
    done
  done
done

# Without UTF-8 there is only ASCII on standard output; a file has it all.
for locale in C POSIX ''; do
  for format in table hook; do
    run env LC_ALL=$locale "$nhiscan" dir -f $format -f $format="$temp/file" .
    LC_ALL=C grep -q '[^ -~]' "$temp/out" && fail "LC_ALL=$locale: not only ASCII in $format"
    grep -q 'ghp_~q7Ye\|ghp_~.*7Ye' "$temp/out" || { fail "LC_ALL=$locale: nothing for the dots"; cat "$temp/out"; }
    grep -q '…' "$temp/file" || fail "LC_ALL=$locale: only ASCII in the file"
  done
done
for locale in C.UTF-8 C.utf8 xx_XX.UTF-8; do  # the last isn't installed
  run env LC_ALL= LC_CTYPE=$locale LANG=C "$nhiscan" dir -f table .
  grep -q '…' "$temp/out" || fail "ASCII although the locale $locale has UTF-8"
done
run env LC_ALL=C "$nhiscan" rules list -f table
LC_ALL=C grep -q '[^ -~]' "$temp/out" && fail "not only ASCII in rules list"

# -q and -v.
run "$nhiscan" dir -v -f json .
grep -q ' rules (.*thread' "$temp/err" || fail "-v says nothing of the rules"
mkfifo pipe
run "$nhiscan" dir -q -f json .
[ ! -s "$temp/err" ] || fail "-q says something"
rm pipe

# bash completes LINE: what it offers, in order.
completes() {
  offered=$(bash -c '
    eval "$("$1" completion bash)"
    compopt() { :; }
    COMP_LINE=$2
    read -ra COMP_WORDS <<<"${2//=/ = }"
    [[ $2 == *" " ]] && COMP_WORDS+=("")
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    _nhiscan
    echo "${COMPREPLY[*]}"' bash "$nhiscan" "$1")
  case " $offered " in
    *" $2 "*) ;;
    *) fail "bash: '$1' gives '$offered', not $2" ;;
  esac
}
if command -v bash >/dev/null; then
  "$nhiscan" completion bash | bash -n || fail "bash: syntax"
  completes "nhiscan " "scan"
  completes "nhiscan inv" "inventory"
  completes "nhiscan scan --min-s" "--min-severity"
  completes "nhiscan scan --min-severity " "critical"
  completes "nhiscan scan --min-severity=hi" "high"
  completes "nhiscan git -f sar" "sarif"
  completes "nhiscan rules " "list"
  completes "nhiscan rules show --f" "--format"
  completes "nhiscan completion z" "zsh"
  completes "nhiscan install --hook pre-p" "pre-push"
  completes "nhiscan dir app" "app.py"
  completes "nhiscan dir --rules app" "app.py"
fi
if command -v zsh >/dev/null; then
  "$nhiscan" completion zsh >"$temp/_nhiscan"
  zsh -n "$temp/_nhiscan" || fail "zsh: syntax"
  cat >"$temp/zpty.zsh" <<'ZSH'
# Presses the tab key behind LINE, and waits until zsh shows TEXT: DIRECTORY LINE TEXT
zmodload zsh/zpty
zpty session zsh -f -i
zpty -w session "PROMPT='at''-prompt'; fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -D"
zpty -r -m session text "*at-prompt*"
zpty -w -n session "$2"$'\t\t'
zpty -r -m session text "*$3*"
ZSH
  for case in "nhiscan inv:inventory" "nhiscan scan --min-severity=cri:critical" "nhiscan rules sh:show" "nhiscan install --hook pre-p:pre-push"; do
    timeout 60 zsh -f "$temp/zpty.zsh" "$temp" "${case%:*}" "${case##*:}" >/dev/null 2>&1 </dev/null || fail "zsh: '${case%:*}' doesn't give ${case##*:}"
  done
fi
if command -v fish >/dev/null; then
  "$nhiscan" completion fish >"$temp/nhiscan.fish"
  fish --no-execute "$temp/nhiscan.fish" || fail "fish: syntax"
  for case in "nhiscan inv:inventory" "nhiscan scan --min-severity :critical" "nhiscan rules :list" "nhiscan rules show --fo:--format" "nhiscan dir app:app.py" "nhiscan completion :bash"; do
    fish --no-config -c "source $temp/nhiscan.fish; complete -C '${case%:*}'" >"$temp/out" 2>&1 || true
    grep -q "^${case##*:}" "$temp/out" || { fail "fish: '${case%:*}' doesn't give ${case##*:}"; head -n 5 "$temp/out"; }
  done
fi

[ "$failed" = 0 ] && echo "terminal: all as expected"
exit "$failed"

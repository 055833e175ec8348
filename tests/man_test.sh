#!/bin/sh
# Compares the man pages with --help, both ways: commands and options. The options that every scanning command has read the
# same in each page that has them.
#
# usage: sh tests/man_test.sh NHISCAN
set -eu

nhiscan=$(readlink -f -- "$1")
cd "$(dirname "$0")/../man"
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
failed=0

# same WHAT: compares the names in $temp/help and $temp/page.
same() {
  for one in help page; do
    sort -u "$temp/$one" >"$temp/$one.sorted"
    if [ ! -s "$temp/$one" ]; then echo "$1: none in the $one"; failed=1; fi
  done
  if ! diff -u --label "--help" "$temp/help.sorted" --label page "$temp/page.sorted" >"$temp/diff"; then
    echo "$1 differ:"
    grep '^[-+]' "$temp/diff"
    failed=1
  fi
}

# Of help text: each line of an option begins with two blanks and its names, joined by commas.
options_of_help() { sed -n 's/^  \(-[^ ]*\).*/\1/p' | tr ',' '\n' | sed 's/[{=[].*//'; }

# Of a page: "Fl f" is -f and "Fl -format" is --format in the .It lines.
options_of_page() { sed -n 's/^\.It Fl/Fl/p' "$1" | tr ' ' '\n' | sed -n '/^Fl$/{n; s/^/-/p;}'; }

# The help of a command, then of each of its own commands.
help_of() {
  "$nhiscan" "$@" --help
  [ $# = 1 ] || return 0
  for nested in $("$nhiscan" "$1" --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\).*/\1/p'); do "$nhiscan" "$1" "$nested" --help; done
}

shared_options() { sed -n '/^\.\\" Options of every/,/^\.\\" End of the options/p' "$1"; }

"$nhiscan" --help | sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\).*/nhiscan-\1.1/p' >"$temp/help"
ls nhiscan-*.1 >"$temp/page"
same "commands and pages"
sed -n 's/^\.It Xr \(nhiscan-[a-z]*\) 1/\1.1/p' nhiscan.1 >"$temp/page"
same "the commands of nhiscan.1"

for page in nhiscan*.1; do
  command=${page#nhiscan}
  command=${command#-}
  if [ "${command%.1}" ]; then help_of "${command%.1}"; else "$nhiscan" --help; fi >"$temp/text"
  options_of_help <"$temp/text" >"$temp/help"
  options_of_page "$page" >"$temp/page"
  same "the options of $page"
done

shared_options nhiscan-dir.1 >"$temp/shared"
for page in $(grep -l '^\.\\" Options of every' nhiscan-*.1); do
  shared_options "$page" | cmp -s - "$temp/shared" || { echo "$page words the shared options unlike nhiscan-dir.1"; failed=1; }
done

if command -v mandoc >/dev/null; then
  mandoc -Tlint -Wwarning nhiscan*.1 || failed=1
fi
exit "$failed"

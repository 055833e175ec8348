#!/bin/sh
# Runs nhiscan from a checkout: sh packaging/nhiscan.sh ARGUMENT…
#
# The first call on Debian 12 installs the packages that are missing and builds build/release/nhiscan; later calls start
# it at once, and build again only when a source has changed. Standard output is the program's alone; what the build says
# goes to build/nhiscan-build.log.
set -eu

root=$(cd "$(dirname "$(readlink -f -- "$0")")/.." && pwd -P)
program=$root/build/release/nhiscan
stamp=$root/build/nhiscan-build.stamp  # as old as the beginning of the build that made the program
log=$root/build/nhiscan-build.log

is_current() {
  [ -x "$program" ] && [ -e "$stamp" ] &&
    [ -z "$(cd "$root" && find CMakeLists.txt CMakePresets.json include src rules -newer "$stamp")" ]
}

install_and_build() {
  . "$root/packaging/setup.sh"
  install_packages build && configure release OFF && build release --target nhiscan
}

bring_up_to_date() {
  why="first run only"
  [ ! -x "$program" ] || why="its sources have changed"
  if [ -t 2 ]; then echo "nhiscan: building nhiscan ($why)…" >&2; fi
  : >"$stamp.new"
  if install_and_build >"$log" 2>&1; then
    mv "$stamp.new" "$stamp"
  else
    tail -n 40 "$log" >&2
    echo "nhiscan: the build failed; $log holds all of its output" >&2
    exit 2
  fi
}

if ! is_current; then
  mkdir -p "$root/build"
  (
    flock 9
    is_current || bring_up_to_date 9>&-  # no child keeps the lock
  ) 9>"$root/build/nhiscan-build.lock"
fi
exec "$program" "$@"

#!/bin/sh
# Builds the release preset and measures it on a directory: sh tests/bench/bench.sh TREE [RUNS]
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd -P)
[ $# -gt 0 ] || { echo "usage: sh tests/bench/bench.sh TREE [RUNS]" >&2; exit 2; }
tree=$(cd "$1" && pwd -P)
. "$root/packaging/setup.sh"

{
  install_packages build test bench
  configure release ON
  build release --target nhiscan scan_rules
} >&2
exec python3 "$root/tests/bench/bench.py" --repeat "${2:-7}" \
  "$root/build/release/nhiscan" "$root/build/release/tests/scan_rules" "$root/rules" "$tree"

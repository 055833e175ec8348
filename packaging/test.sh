#!/bin/sh
# Builds and tests nhiscan: sh packaging/test.sh [PRESET…]
#
# PRESET is one of CMakePresets.json: dev (the default: every test), release, asan, tsan, tidy, fuzz, vectorscan. Packages that are
# missing on Debian 12 are installed. Ends at the first preset that fails.
set -eu

root=$(cd "$(dirname "$(readlink -f -- "$0")")/.." && pwd -P)
. "$root/packaging/setup.sh"
[ $# -gt 0 ] || set -- dev

install_packages build test
for preset; do
  case $preset in
    tidy | fuzz) install_packages clang ;;
    vectorscan) install_packages vectorscan ;;
  esac
  echo "== $preset"
  configure "$preset" ON
  case $preset in
    tsan) build "$preset" --target unit_tests ;;  # its only test
    *) build "$preset" ;;
  esac
  (cd "$root" && ctest --preset "$preset" --parallel "$(nproc)")
done

#!/bin/sh
# Builds the packages into build/packages: sh packaging/package.sh [deb|tarball]…     without an argument both
#
#   deb      for Debian 12: the program, its man pages and completions; dependencies are those that its libraries need
#   tarball  for any Linux on x86-64: the same, the program linked statically
set -eu

root=$(cd "$(dirname "$(readlink -f -- "$0")")/.." && pwd -P)
. "$root/packaging/setup.sh"
[ $# -gt 0 ] || set -- deb tarball
out=$root/build/packages
mkdir -p "$out"

install_packages build package
for package; do
  case $package in
    deb)
      configure release OFF
      build release --target nhiscan completions man_pages
      (cd "$root/build/release" && cpack -G DEB -B "$out")
      ;;
    tarball)
      sh "$root/packaging/static_libraries.sh" "$root/build/static_libraries"
      libraries=$root/build/static_libraries
      (cd "$root" && PKG_CONFIG_PATH=$libraries/lib/pkgconfig cmake --preset release -B build/static -DBUILD_TESTING=OFF \
        -DNHISCAN_STATIC=ON -DCMAKE_PREFIX_PATH="$libraries")
      (cd "$root" && cmake --build build/static --target nhiscan completions man_pages)
      (cd "$root/build/static" && cpack -G TGZ -B "$out")
      ;;
    *)
      echo "usage: sh packaging/package.sh [deb|tarball]…" >&2
      exit 2
      ;;
  esac
done
rm -rf "$out/_CPack_Packages"
ls -l "$out"

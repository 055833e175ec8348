#!/bin/sh
# Builds the packages into build/packages: sh packaging/package.sh [deb|static]…     without an argument both
#
#   deb     for Debian 12: the program, its man pages and completions; dependencies are those that its libraries need
#   static  for any Linux on x86-64: the same, the program linked statically, as a tarball and an rpm, with what carries it
#           elsewhere: a wheel, an npm package and a Homebrew formula; and the list of its parts (CycloneDX)
#
# SHA256SUMS is written over all that is there.
set -eu

root=$(cd "$(dirname "$(readlink -f -- "$0")")/.." && pwd -P)
. "$root/packaging/setup.sh"
[ $# -gt 0 ] || set -- deb static
out=$root/build/packages
mkdir -p "$out"

install_packages build package
for package; do
  case $package in
    deb)
      rm -f "$out"/*.deb
      configure release OFF
      build release --target nhiscan completions man_pages sbom
      (cd "$root/build/release" && cpack -G DEB -B "$out")
      ;;
    static)
      rm -f "$out"/*.tar.gz "$out"/*.tgz "$out"/*.rpm "$out"/*.whl "$out"/*.rb "$out"/*.cdx.json
      libraries=$root/build/static_libraries
      sh "$root/packaging/static_libraries.sh" "$libraries"
      (cd "$root" && PKG_CONFIG_PATH=$libraries/lib/pkgconfig cmake --preset release -B build/static -DBUILD_TESTING=OFF \
        -DNHISCAN_STATIC=ON -DCMAKE_PREFIX_PATH="$libraries")
      (cd "$root" && cmake --build build/static --target nhiscan completions man_pages sbom)
      (cd "$root/build/static" && cpack -G "TGZ;RPM" -B "$out")
      python3 "$root/packaging/wrappers.py" "$out"/nhiscan-*.tar.gz "$out"
      ;;
    *)
      echo "usage: sh packaging/package.sh [deb|static]…" >&2
      exit 2
      ;;
  esac
done
rm -rf "$out/_CPack_Packages"
(cd "$out" && rm -f SHA256SUMS && sha256sum -- * >SHA256SUMS.new && mv SHA256SUMS.new SHA256SUMS)
ls -l "$out"

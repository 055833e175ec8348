#!/bin/sh
# Builds the libraries of the static program that Debian has no archive of, or only one that needs more: oneTBB, and libgit2
# without network protocols, from Debian's sources: sh packaging/static_libraries.sh PREFIX
#
# apt needs a deb-src entry. What is there already isn't built again: PACKAGE.built holds the version, PACKAGE.copyright Debian's
# word on the licences, for the list of parts.
set -eu

root=$(cd "$(dirname "$(readlink -f -- "$0")")/.." && pwd -P)
. "$root/packaging/setup.sh"
prefix=$(mkdir -p "$1" && cd "$1" && pwd -P)
work=$prefix/source
install_packages static

# fetch PACKAGE: unpacks the newest source that can be had into $work.
fetch() {
  for version in $(apt-cache showsrc "$1" | sed -n 's/^Version: //p' | sort -Vru); do
    rm -rf "$work"
    mkdir -p "$work"
    if (cd "$work" && apt-get -qq source "$1=$version"); then return 0; fi
    echo "$1 $version can't be had: an older version is built, if there is one" >&2
  done
  echo "the source of $1 can't be had; does apt have a deb-src entry?" >&2
  return 1
}

# build_static PACKAGE CMAKE_OPTION…: builds Debian's source, and installs it into the prefix.
build_static() {
  package=$1
  shift
  [ ! -e "$prefix/$package.built" ] || return 0
  fetch "$package"
  cmake -S "$work/$package"-*/ -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX="$prefix" \
    -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=OFF "$@"
  cmake --build "$work/build"
  cmake --install "$work/build"
  cp "$work/$package"-*/debian/copyright "$prefix/$package.copyright"
  rm -rf "$work"
  echo "$version" >"$prefix/$package.built"
}

build_static onetbb -DTBB_TEST=OFF -DTBB_STRICT=OFF -DTBB_DISABLE_HWLOC_AUTOMATIC_SEARCH=ON -DTBBMALLOC_BUILD=OFF
build_static libgit2 -DUSE_SSH=OFF -DUSE_HTTPS=OFF -DUSE_GSSAPI=OFF -DUSE_NTLMCLIENT=OFF -DREGEX_BACKEND=pcre2 \
  -DUSE_HTTP_PARSER=system -DUSE_BUNDLED_ZLIB=OFF -DBUILD_TESTS=OFF -DBUILD_CLI=OFF

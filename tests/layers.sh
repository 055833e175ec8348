#!/bin/sh
# Fails if an #include points up: a folder of src/ may include itself, those that stand left of it in the order below, base/
# and nhiscan/. C libraries are included by src/wrap alone. include/nhiscan/ includes only itself and the standard library.
#
# usage: sh tests/layers.sh [TOP]
set -eu

cd "${1:-$(dirname "$0")/..}"
grep -rnE '^[[:space:]]*#[[:space:]]*include' include src |
  awk '
    BEGIN {
      order = "base wrap git sources decoders detection credentials declarations inventory classification ownership" \
              " suppression policy scan reports store cli"
      count = split(order, names, " ")
      for (i = 1; i <= count; i++) rank[names[i]] = i
      top = count + 1                              # src/main.cc and the tool src/rulec may include everything
      c_library = "^<(hs|pcre2|git2|archive|archive_entry|sqlite3|libdeflate|zlib)[.]h>|^<(git2|openssl|hs|curl)/"
    }
    function bad(why) { print place ": " target " " why; failed = 1 }
    {
      place = $0; sub(/:[ \t]*#.*/, "", place)     # file:line
      file = place; sub(/:[0-9]+$/, "", file)
      target = $0; sub(/.*#[ \t]*include[ \t]*/, "", target); sub(/[ \t].*/, "", target)
      split(file, part, "/")
      if (target ~ /^</) {
        if (file ~ /^include\// && target !~ /^<[a-z0-9_]+>$/) bad("is not of the standard library")
        else if (target ~ c_library && file !~ /^src\/wrap\//) bad("is a C library; include its header of src/wrap")
        next
      }
      folder = target; gsub(/"/, "", folder)
      if (folder !~ /^[a-z0-9_]+\//) { bad("names no folder"); next }
      sub(/\/.*/, "", folder)
      if (folder == "nhiscan") next
      if (file ~ /^include\//) { bad("leaves include/nhiscan"); next }
      own = part[2]
      from = file ~ /^src\/[^\/]*$/ || own == "rulec" ? top : rank[own]
      if (!from) bad("is included by a folder without a place in the order")
      else if (!rank[folder]) bad("is of a folder without a place in the order")
      else if (rank[folder] > from) bad("points up from " own "/")
    }
    END { if (!failed) print NR " includes point one way"; exit failed || NR == 0 }
  '

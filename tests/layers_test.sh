#!/bin/sh
# Plants includes in a small tree and checks what tests/layers.sh says of each.
set -eu

layers=$(cd "$(dirname "$0")" && pwd)/layers.sh
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT
failed=0

# judge WANTED FILE INCLUDE: WANTED is allowed or refused.
judge() {
  rm -rf "${top:?}"/*
  mkdir -p "$top/src/base" "$top/include/nhiscan" "$top/$(dirname "$2")"
  echo '#include <string>' >"$top/src/base/text.h"
  echo "#include $3" >"$top/$2"
  said=refused
  if sh "$layers" "$top" >/dev/null; then said=allowed; fi
  if [ "$said" != "$1" ]; then
    echo "$2 with #include $3 is $said"
    failed=1
  fi
}

judge allowed src/scan/scan.cc '"detection/matcher.h"'
judge allowed src/scan/scan.cc '"scan/locate.h"'
judge allowed src/git/pack.cc '"base/text.h"  // why'
judge allowed src/git/pack.cc '"nhiscan/result.h"'
judge allowed src/wrap/git.h '<git2.h>'
judge allowed src/main.cc '"cli/command.h"'
judge allowed src/rulec/main.cc '"detection/matcher.h"'
judge allowed include/nhiscan/finding.h '<cstdint>'
judge refused src/detection/matcher.cc '"scan/scan.h"'
judge refused src/base/text.cc '"wrap/git.h"'
judge refused src/cli/dir.cc '"rulec/main.h"'
judge refused src/cli/dir.cc '"dir.h"'
judge refused src/cli/dir.cc '"../cli/dir.h"'
judge refused src/scan/scan.cc '<hs.h>'
judge refused src/credentials/pem.cc '<openssl/pem.h>'
judge refused src/somewhere/new.cc '"base/text.h"'
judge refused include/nhiscan/finding.h '<nlohmann/json.hpp>'
judge refused include/nhiscan/finding.h '<unistd.h>'
judge refused include/nhiscan/finding.h '"base/text.h"'
exit "$failed"

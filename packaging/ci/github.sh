#!/bin/sh
# What action.yml runs: annotations on standard output, a summary of the job, and a SARIF file.
set -eu

# The program that is installed, or else one that is built beside the action.
run_nhiscan() {
  if command -v nhiscan >/dev/null; then
    nhiscan "$@"
  else
    sh "$NHISCAN_ACTION/packaging/nhiscan.sh" "$@"
  fi
}

range=${NHISCAN_RANGE-}
before=${NHISCAN_BEFORE-}
if [ -z "$range" ] && git -C "$NHISCAN_PATH" cat-file -e "$before^{commit}" 2>/dev/null; then
  range=$before..HEAD
elif [ -z "$range" ] && [ -n "$before" ] && [ -n "$(printf '%s' "$before" | tr -d 0)" ]; then
  echo "::notice title=nhiscan::$before is not in this clone, so all that is in it is scanned. With 'fetch-depth: 0', actions/checkout brings the history, and only what is new is scanned."
fi
if [ -n "$range" ] && [ "$range" != all ]; then
  set -- --log-opts "$range"
else
  set --
fi

echo "sarif=$NHISCAN_SARIF" >>"${GITHUB_OUTPUT:-/dev/null}"
eval "set -- \"\$@\" ${NHISCAN_ARGS-}"
run_nhiscan git -f github -f markdown="${GITHUB_STEP_SUMMARY:-/dev/null}" -f sarif="$NHISCAN_SARIF" "$@" "$NHISCAN_PATH"

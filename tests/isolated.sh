# Sourced by tests: a scratch directory $temp that goes when they end, and neither the user's files nor git's settings.
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$temp/home XDG_CACHE_HOME=$temp/home/.cache
mkdir "$HOME"
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE XDG_CONFIG_HOME
export HOME XDG_CACHE_HOME GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null LC_ALL=C.UTF-8

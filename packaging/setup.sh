# Sourced by the scripts beside it, with $root the top of the checkout: packages, configuring, building.

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

is_installed() {
  dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

# Prints the packages of the groups $* that are not installed.
missing_packages() {
  for group; do
    sed -n "s/^$group //p" "$root/packaging/packages.txt"
  done | while IFS='|' read -r package other; do
    is_installed "$package" || { [ -n "$other" ] && is_installed "$other"; } || echo "$package"
  done
}

# Installs what the groups $* of packages.txt lack. Without dpkg it is left to cmake to say what is missing.
install_packages() {
  command -v dpkg-query >/dev/null || return 0
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  echo "installing" $missing
  # An index that cannot be refreshed may still do; if not, the installation says so.
  as_root apt-get -qq update || true
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -y -o DPkg::Lock::Timeout=600 --no-install-recommends install $missing </dev/null
}

# configure PRESET TESTING: TESTING is ON or OFF. A build directory that was made for another checkout is made anew.
configure() {
  cache=$root/build/$1/CMakeCache.txt
  if [ -e "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
    rm -rf "$root/build/$1/CMakeFiles" "$cache"
  fi
  (cd "$root" && cmake --preset "$1" -DBUILD_TESTING="$2")
}

# build PRESET [CMAKE_OPTION…]
build() {
  preset=$1
  shift
  (cd "$root" && cmake --build --preset "$preset" "$@")
}

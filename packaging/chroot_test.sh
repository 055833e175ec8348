#!/bin/sh
# Tries the packages of build/packages where nothing else is: sh packaging/chroot_test.sh [CHROOT]
#
# The deb is installed, run, removed and purged in a Debian 12 that debootstrap makes (or that CHROOT holds already), and
# leaves nothing behind; the tarball's program runs in an empty directory. Needs root and the network.
set -eu

root=$(cd "$(dirname "$(readlink -f -- "$0")")/.." && pwd -P)
. "$root/packaging/setup.sh"
packages=$root/build/packages
temp=$(mktemp -d)
chroot=${1-}
trap 'rm -rf "$temp"' EXIT
trap 'exit 1' HUP INT TERM
if [ -z "$chroot" ]; then
  install_packages chroot
  chroot=$temp/debian
  debootstrap --variant=minbase bookworm "$chroot" >"$temp/log" 2>&1 || { tail -n 20 "$temp/log"; exit 1; }
fi

p=ghp
secret=${p}_R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu0Lq7Ye

# start_time COMMAND…: the median of 21 runs, in milliseconds.
start_time() {
  python3 - "$@" <<'PYTHON'
import statistics, subprocess, sys, time
def run():
    begin = time.perf_counter()
    subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
    return 1000 * (time.perf_counter() - begin)
print(f"{statistics.median(run() for _ in range(21)):.1f} ms")
PYTHON
}

# finds COMMAND…: the command, given a secret, finds it.
finds() {
  printf 'token = "%s"\n' "$secret" >"$temp/input"
  got=0
  "$@" stdin --format jsonl <"$temp/input" >"$temp/found" || got=$?
  [ "$got" = 1 ] && grep -q github-pat-classic "$temp/found" || { echo "$*: exit $got, no secret found"; exit 1; }
}

# listing: every file of the chroot but what apt and dpkg remember, and what they made for themselves.
listing() { (cd "$chroot" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./var/lib -o -path ./var/cache -o -path ./var/log -o -path ./tmp \) -prune -o -print | sort); }

deb=$(ls "$packages"/nhiscan_*.deb)
echo "== $(basename "$deb")"
dpkg-deb --field "$deb" Depends
cp "$deb" "$chroot/tmp/nhiscan.deb"
chroot "$chroot" apt-get -qq update
# The libraries first, so that what is compared is the package alone.
chroot "$chroot" sh -c 'apt-get -qq -y --no-install-recommends install /tmp/nhiscan.deb && dpkg --purge nhiscan' >"$temp/log" 2>&1 ||
  { tail -n 20 "$temp/log"; exit 1; }
listing >"$temp/before"
chroot "$chroot" dpkg --install /tmp/nhiscan.deb >"$temp/log" 2>&1 || { tail -n 20 "$temp/log"; exit 1; }
chroot "$chroot" nhiscan --version
finds chroot "$chroot" nhiscan
for file in share/man/man1/nhiscan.1.gz share/man/man1/nhiscan-git.1.gz share/bash-completion/completions/nhiscan \
  share/zsh/vendor-completions/_nhiscan share/fish/vendor_completions.d/nhiscan.fish share/doc/nhiscan/copyright; do
  [ -s "$chroot/usr/$file" ] || { echo "$file is missing"; exit 1; }
done
echo "starts in $(start_time chroot "$chroot" nhiscan --version), of which chroot $(start_time chroot "$chroot" /bin/true)"
chroot "$chroot" dpkg --remove nhiscan >"$temp/log" 2>&1
chroot "$chroot" dpkg --purge nhiscan >>"$temp/log" 2>&1
listing >"$temp/after"
diff "$temp/before" "$temp/after" || { echo "the deb leaves something behind"; exit 1; }
rm "$chroot/tmp/nhiscan.deb"

tarball=$(ls "$packages"/nhiscan-*.tar.gz)
echo "== $(basename "$tarball")"
mkdir "$temp/bare"
tar -xzf "$tarball" -C "$temp/bare" --strip-components=1
file -b "$temp/bare/bin/nhiscan"
chroot "$temp/bare" /bin/nhiscan --version
finds chroot "$temp/bare" /bin/nhiscan
mkdir "$temp/bare/tree"
cp "$temp/input" "$temp/bare/tree/app.py"
git init -q "$temp/bare/tree"
git -C "$temp/bare/tree" add app.py
got=0
chroot "$temp/bare" /bin/nhiscan git --staged --format jsonl /tree >"$temp/found" || got=$?
[ "$got" = 1 ] && grep -q 'tree/app.py' "$temp/found" || { echo "in the bare chroot: exit $got"; exit 1; }
echo "starts in $(start_time chroot "$temp/bare" /bin/nhiscan --version)"
echo "packages: all as expected"

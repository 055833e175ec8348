#!/bin/sh
# Tries the packages of build/packages where nothing else is: sh packaging/chroot_test.sh [CHROOT]
#
# The deb is installed, run, removed and purged in a Debian 12 that debootstrap makes (or that CHROOT holds already), and
# leaves nothing behind; so is the rpm in a directory that holds nothing; the tarball's program runs in an empty directory; wheel,
# npm package and formula are installed, run and removed where they can be. Needs root and the network.
set -eu

root=$(cd "$(dirname "$(readlink -f -- "$0")")/.." && pwd -P)
. "$root/packaging/setup.sh"
packages=$root/build/packages
temp=$(mktemp -d)
chroot=${1-}
trap 'rm -rf "$temp"' EXIT
trap 'exit 1' HUP INT TERM
install_packages chroot
if [ -z "$chroot" ]; then
  chroot=$temp/debian
  debootstrap --variant=minbase bookworm "$chroot" >"$temp/log" 2>&1 || { tail -n 20 "$temp/log"; exit 1; }
fi

p=ghp
secret=${p}_R3kVbN8sQ1mXyT6wZc4LpD9fHj2aGu0Lq7Ye

most=${NHISCAN_MOST_MS:-15}  # that a start may take

# starts CHROOT PROGRAM: how long `PROGRAM --version` takes there, the median of 41 runs without the start of chroot itself; fails
# if that is too long.
starts() {
  python3 - "$most" "$@" <<'PYTHON'
import os, statistics, sys, time
most, directory, program = float(sys.argv[1]), *sys.argv[2:]
null = os.open(os.devnull, os.O_WRONLY)
def run():
    child = os.fork()
    if child == 0:
        os.chroot(directory)
        os.chdir("/")
        os.dup2(null, 1)
        begin = time.monotonic_ns()
        if os.posix_spawn(program, [program, "--version"], {}) and os.wait()[1] == 0:
            os.write(pipe[1], str(time.monotonic_ns() - begin).encode())
        os._exit(0)
    os.waitpid(child, 0)
    return int(os.read(pipe[0], 99)) / 1e6
pipe = os.pipe()
os.set_blocking(pipe[0], False)
median = statistics.median(run() for _ in range(41))
print(f"starts in {median:.1f} ms")
sys.exit(median > most)
PYTHON
}

# finds COMMAND…: the command, given a secret, finds it.
finds() {
  printf 'token = "%s"\n' "$secret" >"$temp/input"
  got=0
  "$@" stdin --format jsonl <"$temp/input" >"$temp/found" || got=$?
  [ "$got" = 1 ] && grep -q github-pat-classic "$temp/found" || { echo "$*: exit $got, no secret found"; exit 1; }
}

# reads_repository CHROOT PROGRAM: as nobody, what another user has staged.
reads_repository() {
  mkdir "$1/tree"
  cp "$temp/input" "$1/tree/app.py"
  git init -q "$1/tree"
  git -C "$1/tree" add app.py
  got=0
  chroot --userspec=65534:65534 "$1" "$2" git --staged --format jsonl /tree >"$temp/found" || got=$?
  [ "$got" = 1 ] && grep -q 'tree/app.py' "$temp/found" || { echo "$2 in a repository: exit $got"; exit 1; }
  rm -r "$1/tree"
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
starts "$chroot" /usr/bin/nhiscan
# A repository that belongs to somebody else, as a container sees one that is mounted.
reads_repository "$chroot" /usr/bin/nhiscan
chroot "$chroot" dpkg --remove nhiscan >"$temp/log" 2>&1
chroot "$chroot" dpkg --purge nhiscan >>"$temp/log" 2>&1
listing >"$temp/after"
diff "$temp/before" "$temp/after" || { echo "the deb leaves something behind"; exit 1; }
rm "$chroot/tmp/nhiscan.deb"

tarball=$(ls "$packages"/nhiscan-*-linux-*.tar.gz)
echo "== $(basename "$tarball")"
mkdir "$temp/bare"
tar -xzf "$tarball" -C "$temp/bare" --strip-components=1
file -b "$temp/bare/bin/nhiscan"
if readelf -d "$temp/bare/bin/nhiscan" | grep NEEDED; then echo "it needs a library"; exit 1; fi
chroot "$temp/bare" /bin/nhiscan --version
finds chroot "$temp/bare" /bin/nhiscan
reads_repository "$temp/bare" /bin/nhiscan
starts "$temp/bare" /bin/nhiscan

rpm=$(ls "$packages"/nhiscan-*.rpm)
echo "== $(basename "$rpm")"
rpm --query --package --requires "$rpm" | grep -v '^rpmlib' && { echo "it needs a package"; exit 1; }
mkdir "$temp/rpm"
rpm --root "$temp/rpm" --initdb
(cd "$temp/rpm" && find . | sort) >"$temp/before"
rpm --root "$temp/rpm" --install "$rpm"
finds chroot "$temp/rpm" /usr/bin/nhiscan
starts "$temp/rpm" /usr/bin/nhiscan
for file in share/man/man1/nhiscan.1.gz share/bash-completion/completions/nhiscan share/zsh/site-functions/_nhiscan \
  share/doc/nhiscan/third-party-licences.txt; do
  [ -s "$temp/rpm/usr/$file" ] || { echo "$file is missing"; exit 1; }
done
rpm --root "$temp/rpm" --erase nhiscan
find "$temp/rpm" -name '*nhiscan*' | grep . && { echo "the rpm leaves something behind"; exit 1; }

echo "== wheel, npm package, formula, list of parts"
python3 "$root/tests/wrappers_test.py" "$packages"
(cd "$packages" && sha256sum --check --quiet SHA256SUMS)
echo "packages: all as expected"

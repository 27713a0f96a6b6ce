# shellcheck shell=sh
# SPDX-License-Identifier: MIT
# What the scripts of findings/ share: a folder of their own that goes away, how
# to get pinned packages into it, and how to tell that a behaviour has changed.
set -eu

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM

# Nothing of the user's settings may change what is seen.
export LC_ALL=C TZ=UTC GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME='Bo Example' GIT_AUTHOR_EMAIL=bo@example.com
export GIT_COMMITTER_NAME='Bo Example' GIT_COMMITTER_EMAIL=bo@example.com

changed=0

skip() {
	echo "skipped: $*"
	exit 77
}

need() {
	for tool; do
		command -v "$tool" >/dev/null || skip "there is no $tool"
	done
}

# npm_packages NAME@VERSION...: into $tmp/node_modules; no script of theirs runs.
npm_packages() {
	need npm node
	npm install --prefix "$tmp" --silent --no-audit --no-fund \
		--ignore-scripts "$@" >"$tmp/npm.log" 2>&1 ||
		skip "npm cannot get $*"
}

# deb_package NAME=VERSION: unpacked into $tmp/deb, not installed.
deb_package() {
	need apt-get dpkg
	(cd "$tmp" && apt-get download "$1") >"$tmp/apt.log" 2>&1 ||
		skip "apt cannot get $1"
	mkdir -p "$tmp/deb"
	dpkg -x "$tmp/${1%%=*}_"*.deb "$tmp/deb"
}

# seen WHAT THEN NOW: shows what is seen, and minds when it is not as it was.
seen() {
	printf '%s\n' "$1" "$3" | sed '2,$s/^/    /'
	if [ "$2" != "$3" ]; then
		printf '%s\n' "  CHANGED, it was:" "$2" | sed '2,$s/^/    /'
		changed=1
	fi
}

finish() {
	[ "$changed" = 0 ] || echo "the behaviour is not what it was"
	exit "$changed"
}

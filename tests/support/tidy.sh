#!/bin/sh
# SPDX-License-Identifier: MIT
# clang-tidy, but not twice on the same: a file in which it found nothing is not
# looked at again as long as the file, its headers, the options and the checks
# are the same, in whichever checkout. The build calls it for each file of src.
#
#	tidy.sh CLANG-TIDY OPTION... SOURCE -- COMPILER FLAG...
#
# It remembers below XDG_CACHE_HOME, or ~/.cache; delete healthscan-tidy there
# to have everything looked at anew.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/healthscan-tidy

# What clang-tidy sees: comments too, as some silence it. Where the checkout is
# makes no difference.
seen() {
	"$1" --version
	cat "$root/.clang-tidy"
	printf '%s\n' "$@"
	while [ "$1" != -- ]; do
		shift
	done
	shift
	# Without the name of the object file.
	for word in "$@"; do
		shift
		[ "$word" = -o ] || [ "${last:-}" = -o ] || set -- "$@" "$word"
		last=$word
	done
	"$@" -E -C
}

if ! mkdir -p "$cache" 2>/dev/null || ! [ -w "$cache" ]; then
	exec "$@"
fi
text=$(mktemp "$cache/seen.XXXXXX")
trap 'rm -f "$text"' EXIT
# What the compiler does not take is for clang-tidy to tell.
if ! seen "$@" >"$text" 2>/dev/null; then
	rm -f "$text"
	trap - EXIT
	exec "$@"
fi
found=$cache/$(sed "s|$root||g" "$text" | sha256sum | cut -d' ' -f1)
if ! [ -e "$found" ]; then
	"$@"
	: >"$found"
fi

#!/bin/sh
# SPDX-License-Identifier: MIT
# Whether a release build came out as hard to attack as CMakeLists.txt asks for:
# looks at the program and the shared library, not at the flags. A build with
# sanitizers has other means and is not looked at.
#
# usage: hardening.sh BUILD-DIRECTORY
set -eu

build=$1
failed=no

# wants FILE WHAT PATTERN READELF-OPTION...: the file's headers have it.
wants() {
	file=$1
	what=$2
	pattern=$3
	shift 3
	if ! readelf -W "$@" "$file" | grep -Eq -e "$pattern"; then
		echo "hardening.sh: $file: $what" >&2
		failed=yes
	fi
}

# lacks FILE WHAT PATTERN READELF-OPTION...
lacks() {
	file=$1
	what=$2
	pattern=$3
	shift 3
	if readelf -W "$@" "$file" | grep -Eq -e "$pattern"; then
		echo "hardening.sh: $file: $what" >&2
		failed=yes
	fi
}

look_at() {
	wants "$1" "goes where it was linked for: no PIE" 'Type: +DYN' -h
	wants "$1" "its stack may be executable" 'GNU_STACK .* RW +0x' -l
	lacks "$1" "has memory to write to and to execute" \
		'LOAD .* RWE ' -l
	wants "$1" "no RELRO: relocated data stay writable" GNU_RELRO -l
	wants "$1" "binds lazily: its GOT stays writable" \
		'BIND_NOW|Flags:.* NOW' -d
	lacks "$1" "has text relocations" TEXTREL -d
	lacks "$1" "looks for libraries where it was built" 'R(UN)?PATH' -d
	wants "$1" "no stack protector" '__stack_chk_fail' --dyn-syms
	# Of the C libraries that know FORTIFY; musl does not.
	if readelf -W --dyn-syms "$1" | grep -q '@GLIBC_'; then
		wants "$1" "no FORTIFY" '__(mem|str|v?sn?)[a-z]*_chk@' \
			--dyn-syms
	fi
	# Landing pads, of which a few are the start files'.
	if [ "$(uname -m)" = x86_64 ]; then
		pads=$(objdump -d "$1" | grep -c endbr64 || true)
		if [ "$pads" -lt 100 ]; then
			echo "hardening.sh: $1: no -fcf-protection" >&2
			failed=yes
		fi
	fi
}

if [ "$(uname -s)" = Darwin ]; then
	echo "hardening.sh: not looked at: no ELF" >&2
	exit 0
fi
look_at "$build/healthscan"
look_at "$build/libhealthscan.so"
wants "$build/healthscan" "is no PIE by its own word" 'Flags:.* PIE' -d
[ "$failed" = no ]

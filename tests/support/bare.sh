#!/bin/sh
# SPDX-License-Identifier: MIT
# Does healthscan build, pass its tests and install on a bare Debian? This
# makes one with debootstrap, clones HEAD into it and goes the way of somebody
# who has just met the project: ./dev demo, ./dev test, ./dev package, and apt
# install of what has come of it. It takes as long as the tests do, so CI does
# not run it.
#
#	tests/support/bare.sh [-f FOLDER] [-k] [-m MIRROR] SUITE [STEP...]
#
#	SUITE      bookworm, trixie, sid: what debootstrap knows
#	STEP       demo, test, package, install: these only, in this order
#	-f FOLDER  where to put it; a system that is there already is gone on
#	           with. Without it, in a new folder below TMPDIR
#	-k         keep a new folder
#	-m MIRROR  where Debian's packages come from; without it, from where
#	           this machine's apt has them
#
# All mounts and processes live in namespaces of their own, which end with
# each step, however it ends, and nothing of the machine is mounted within.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)

die() {
	printf 'bare.sh: %s\n' "$*" >&2
	exit 2
}

# The first mirror in apt's lists that has Debian itself, not its security
# updates or somebody else's packages.
mirror_of_apt() {
	# shellcheck disable=SC2016 # apt's own names
	apt-get indextargets --format '$(SITE) $(ORIGIN) $(LABEL)' |
		awk '$2 == "Debian" && $3 == "Debian" { print $1; exit }'
}

# What apt has to heed here to reach them. A mirror that stands still for some
# weeks is past the date that sid says of itself.
settings_of_apt() {
	apt-config dump --no-empty |
		grep -E '^Acquire::(Check-(Valid-Until|Date)|Retries|https?::Proxy) ' ||
		true
}

# alone COMMAND...: where it may mount what it likes and start what it likes.
# In the background, as a trap waits for what runs in the foreground.
alone() {
	unshare --mount --mount-proc --pid --fork --kill-child "$@" &
	child=$!
	result=0
	wait "$child" || result=$?
	child=
	return "$result"
}

# inside FOLDER COMMAND: runs it there, with what programs expect of a system.
inside() {
	# shellcheck disable=SC2016 # for the shell that is started
	alone sh -euc '
		mount -t proc proc "$1/proc"
		mount -t devpts -o newinstance,ptmxmode=0666,mode=0620,gid=5 \
			devpts "$1/dev/pts"
		mount -t tmpfs tmpfs "$1/dev/shm"
		exec chroot "$@"' sh "$1" env -i HOME=/root LANG=C.UTF-8 \
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		${http_proxy:+"http_proxy=$http_proxy"} \
		${https_proxy:+"https_proxy=$https_proxy"} \
		sh -euc "$2"
}

# What each step runs in the clone.
command_of() {
	case $1 in
	demo | test | package) echo "cd /opt/healthscan && ./dev $1" ;;
	install)
		echo "cd /opt/healthscan
		apt-get install -y ./build/package/healthscan_*.deb
		cd / && healthscan version
		healthscan explain pr_merge_cycle >/dev/null"
		;;
	*) die "there is no step '$1'" ;;
	esac
}

# What ctest has said, once for each build.
tests_in() {
	sed -n 's/^.*tests* passed, \([0-9]* tests* failed out of [0-9]*\)$/\1/p' "$1" |
		tr '\n' ';' | sed 's/;$//; s/;/; /g'
}

# step NAME: a line of the result; what it has printed is in log/NAME.
step() {
	log=$logs/$1
	begun=$(date +%s)
	said=ok
	inside "$system" "$(command_of "$1")" >"$log" 2>&1 </dev/null ||
		said=FAILED
	counted=
	if [ "$1" = test ]; then
		counted=$(tests_in "$log")
		skipped=$(sed -n 's/^dev: all passed, but //p' "$log")
		counted=" (${counted:-no test}${skipped:+; $skipped})"
	fi
	echo "$suite $1: $said$counted, $(($(date +%s) - begun)) s"
	if [ "$said" = FAILED ]; then
		tail -n 40 "$log" | sed 's/^/    /'
		failed=yes
	fi
}

folder=
keep=
mirror=
while getopts f:km: option; do
	case $option in
	f) folder=$OPTARG keep=yes ;;
	k) keep=yes ;;
	m) mirror=$OPTARG ;;
	*) die "usage: tests/support/bare.sh [-f FOLDER] [-k] [-m MIRROR] SUITE [STEP...]" ;;
	esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || die "which suite? bookworm, trixie, sid"
suite=$1
shift
[ $# -gt 0 ] || set -- demo test package install
for one in "$@"; do
	command_of "$one" >/dev/null
done
[ "$(id -u)" -eq 0 ] || die "only root can make a system; use sudo"
command -v debootstrap >/dev/null || die "debootstrap is not there: apt install debootstrap"
command -v unshare >/dev/null || die "unshare is not there: apt install util-linux"
mirror=${mirror:-$(mirror_of_apt)}
[ -n "$mirror" ] || die "apt names no mirror of Debian; name one with -m"

made=
[ -n "$folder" ] || made=$(mktemp -d)
folder=${folder:-$made}
mkdir -p "$folder/log"
folder=$(CDPATH='' cd -- "$folder" && pwd -P)
child=
# Killed, unshare takes with it all that runs and is mounted in there.
# shellcheck disable=SC2317 # called by the trap
tidy() {
	if [ -n "$child" ]; then
		kill -KILL "$child" 2>/dev/null || true
		wait "$child" 2>/dev/null || true
		sleep 1
	fi
	[ -n "$keep" ] || rm -rf --one-file-system "$folder"
}
trap tidy EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

system=$folder/system
logs=$folder/log
if [ ! -e "$folder/made" ]; then
	rm -rf --one-file-system "$system"
	echo "$suite: making it in $folder"
	alone debootstrap --variant=minbase "$suite" "$system" "$mirror" \
		>"$logs/debootstrap" 2>&1 || {
		tail -n 20 "$logs/debootstrap" >&2
		die "debootstrap failed"
	}
	settings_of_apt >"$system/etc/apt/apt.conf.d/00here"
	: >"$folder/made"
fi
[ -z "$(git -C "$root" status --porcelain)" ] ||
	echo "$suite: what is not committed is not tested"
rm -rf --one-file-system "$system/opt/healthscan"
git clone -q "$root" "$system/opt/healthscan"

failed=
for one in "$@"; do
	step "$one"
done
[ -z "$keep" ] || echo "$suite: the logs are in $logs"
[ -z "$failed" ]

#!/bin/sh
# Every benchmark: run.sh HEALTHSCAN PROGRAMS [GIT-DIR...], where PROGRAMS is the
# folder of the built programs. Ratios are against a peer in the same run; where
# there is a limit, it stands beside. Without folders the history benchmark
# walks one that it makes up.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
healthscan=$1
programs=$2
shift 2
python3 "$here/sync.py" "$healthscan" "$programs/bench_run" \
	"$programs/bench_decode"
python3 "$here/scan.py" "$healthscan" "$programs/bench_run"
python3 "$here/store.py" "$programs/bench_run" "$programs/bench_store"
python3 "$here/catalogue.py" "$healthscan" "$programs/bench_run"
python3 "$here/engine.py" "$healthscan" "$programs/bench_run"
python3 "$here/archive.py" "$healthscan" "$programs/bench_run"
python3 "$here/export.py" "$healthscan" "$programs/bench_run"
[ ! -x "$programs/bench_receive" ] ||
	python3 "$here/receive.py" "$healthscan" "$programs/bench_receive"
echo
python3 "$here/git.py" "$programs/bench_git_walk" "$@"

#!/bin/sh
# Every benchmark: run.sh HEALTHSCAN BENCH_GIT_WALK [GIT-DIR...]. Ratios are
# against a peer in the same run. Without folders the history benchmark
# walks one that it makes up.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
healthscan=$1
walk=$2
shift 2
python3 "$here/sync.py" "$healthscan"
echo
python3 "$here/catalogue.py" "$healthscan"
echo
python3 "$here/git.py" "$walk" "$@"

#!/bin/sh
# Compares the first walk of a history (every commit's author, date and
# documentation flag) with git's own log of the documentation commits, which
# prints less: git.sh BENCH_GIT_WALK DIR...
# Prints the ratio of the fastest of five runs each.
set -eu
walk=$1
shift

# fastest COMMAND...: the least wall time of five runs, in seconds.
fastest() {
	best=
	for _ in 1 2 3 4 5; do
		begin=$(date +%s%N)
		"$@" >/dev/null
		end=$(date +%s%N)
		took=$((end - begin))
		if [ -z "$best" ] || [ "$took" -lt "$best" ]; then
			best=$took
		fi
	done
	echo "$best" | awk '{ printf "%.3f", $1 / 1e9 }'
}

echo "repository                     commits      git     walk  ratio"
for dir in "$@"; do
	folder=docs
	if git -C "$dir" cat-file -e HEAD:Documentation 2>/dev/null; then
		folder=Documentation
	fi
	commits=$(git -C "$dir" rev-list --count HEAD)
	git_s=$(fastest git -C "$dir" -c core.commitGraph=false log \
		--no-merges --full-history --oneline -- "$folder")
	walk_s=$(fastest "$walk" "$dir" "$folder/**")
	name=$(git -C "$dir" config remote.origin.url || basename "$dir")
	echo "$name $commits $git_s $walk_s" | awk '{
		printf "%-30.30s %8d %7.2fs %7.2fs %6.2f\n", $1, $2, $3, $4, $4 / $3 }'
done

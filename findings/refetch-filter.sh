#!/bin/sh
# SPDX-License-Identifier: MIT
# A clone without folders, mended by a refetch, forgets folders again.
#
# Version   git 2.39.5 (2.55.0 alike)
# Expected  `git fetch --refetch --filter=blob:none` in a clone that was made with
#           --filter=tree:0 mends it for good: git-fetch(1) says of the first
#           filter that later fetches use it, so the one named last is thought to
#           take its place.
# Seen      the folders come, but remote.origin.partialclonefilter stays tree:0:
#           the next plain `git fetch` brings new commits without their folders.
#           What lasts is to set the filter first and then to refetch.
# Matters   whoever counts commits by the paths they touch (documentation, tests,
#           ownership) in such a clone has a right answer on the first day, and
#           afterwards a request for each commit, or with a library that does not
#           fetch, as libgit2, an error.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need git
git --version
cd "$tmp"

git init -q -b main upstream
git -C upstream config uploadpack.allowFilter true
commit() {
	mkdir -p "upstream/docs/$1"
	echo "$1" >"upstream/docs/$1/page"
	git -C upstream add .
	git -C upstream commit -q -m "$1"
}
# Folders that the clone knows of and lacks. Only the highest is known of: what
# is below it is named by itself. rev-list is the command that does not fetch
# them while it is asked; the other side tells what they are.
lacking() {
	git -C clone rev-list --objects --missing=print origin/main |
		sed -n 's/^?//p' |
		git -C upstream cat-file --batch-check | grep -c ' tree '
}

commit one
git clone -q --no-checkout --filter=tree:0 "file://$tmp/upstream" clone
seen "folders lacking after the clone" 1 "$(lacking)"

git -C clone fetch -q --refetch --filter=blob:none
seen "after the refetch" 0 "$(lacking)"
seen "filter that is kept" tree:0 \
	"$(git -C clone config remote.origin.partialclonefilter)"

commit two
git -C clone fetch -q
seen "after the next fetch" 1 "$(lacking)"

git -C clone config remote.origin.partialclonefilter blob:none
git -C clone fetch -q --refetch
commit three
git -C clone fetch -q
seen "with the filter set, after a refetch and one more fetch" 0 "$(lacking)"
finish

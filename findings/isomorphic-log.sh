#!/bin/sh
# SPDX-License-Identifier: MIT
# Who changed the documentation, and how many commits are there? A log that
# compares neighbours in time, not a commit with its parents.
#
# Versions  npm isomorphic-git 1.44.19; git 2.39.5
# Expected  a log limited to a path has the commits that change it, and any log has
#           each commit once, as git's own has.
# Seen      - two branches side by side, one of which touches docs once: the log of
#             docs has the merge and a commit of the other branch that changes
#             nothing there besides: what is compared is one commit with the next
#             older one, whichever branch that is on.
#           - with `includeChanges`, the same log tells of the commit that it is not
#             about docs: its list of changes has code alone.
#           - where one commit's clock is behind that of its parent, the parent and
#             all that is behind it are listed twice: 7 entries, 5 commits.
# Matters   the frequency of documentation commits and the number of commits are
#           read with it in browsers, editors and dashboards without a git. Busy
#           projects with parallel branches come out far too well documented.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need git
npm_packages isomorphic-git@1.44.19

# begin NAME: a repository to commit to.
begin() {
	repo=$tmp/$1
	git init -q -b main "$repo"
}

# commit SUBJECT SECONDS PATH: changes it, at that time.
commit() {
	mkdir -p "$repo/$(dirname "$3")"
	echo "$1" >"$repo/$3"
	git -C "$repo" add .
	at "$2" commit -q -m "$1"
}

# at SECONDS GIT-COMMAND...: after 2026-01-01.
at() {
	when="$((1767225600 + $1)) +0000"
	shift
	GIT_AUTHOR_DATE=$when GIT_COMMITTER_DATE=$when git -C "$repo" "$@"
}

merge() {
	at "$1" merge -q --no-ff -m merge "$2"
}

# log_of OPTIONS: what its log has, in its order.
log_of() {
	NODE_PATH=$tmp/node_modules node -e '
		const git = require("isomorphic-git");
		const [dir, options] = process.argv.slice(1);
		git.log({ fs: require("fs"), dir, ...eval("(" + options + ")") })
			.then((all) => all.map((one) =>
				one.commit.message.trim() + (one.commit.changes ?
				": " + one.commit.changes.map((change) =>
					change[2]).join(", ") : "")))
			.then((all) => console.log(all.join("\n")));' "$repo" "$1" 2>&1
}

begin branches
commit first 100 docs/guide.md
git -C "$repo" switch -q -c side
commit side-1 200 code.c
git -C "$repo" switch -q main
commit docs 300 docs/guide.md
git -C "$repo" switch -q side
commit side-2 400 code.c
git -C "$repo" switch -q main
merge 500 side

seen "git log --full-history -- docs" 'docs
first' "$(git -C "$repo" log --full-history --no-merges --format=%s -- docs)"
seen "isomorphic-git, filepath: docs" 'merge
side-2
docs
first' "$(log_of '{ filepath: "docs" }')"
seen "isomorphic-git, with what each changes" 'merge: code.c
side-2: code.c
docs: docs/guide.md
first: docs/guide.md' \
	"$(log_of '{ filepath: "docs", includeChanges: true }')"

begin clock
commit one 100 a
commit two 200 a
git -C "$repo" switch -q -c side
commit behind 50 b
git -C "$repo" switch -q main
commit three 300 a
merge 400 side

seen "git rev-list --count HEAD" 5 "$(git -C "$repo" rev-list --count HEAD)"
seen "isomorphic-git, all of it" 'merge
three
two
one
behind
two
one' "$(log_of '{}')"
finish

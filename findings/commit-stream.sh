#!/bin/sh
# SPDX-License-Identifier: MIT
# Commits that have no author are no commits, and "PRAGMA" is a pull request.
#
# Versions  npm commit-stream 2.2.0; git 2.39.5
# Expected  a stream of what `git log` prints has each commit, with its subject and its
#           authors: the author, and who is named by Co-authored-by.
# Seen      - the commits of an author whose e-mail address is empty, as in histories
#             that were imported from another system, are not in the stream.
#           - a subject that begins with the letters PR has no summary, and the rest of
#             its first word on is the "pull request".
#           - a message that quotes another commit, with its "Author:" line, as backports
#             do, makes that author an author of this one as well.
# Matters   changelogs and lists of contributors are made from it: people of an import
#           are left out, and who wrote the original also wrote the backport.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need git
npm_packages commit-stream@2.2.0

repo=$tmp/repo
git init -q -b main "$repo"

# commit AUTHOR MESSAGE...: a paragraph each.
commit() {
	author=$1
	shift
	printf '%s\n\n' "$@" |
		git -C "$repo" commit -q --allow-empty --author "$author" -F -
}

commit 'Ada Example <ada@example.com>' 'Begin'
commit 'cvsuser <>' 'Import the history'
commit 'Ada Example <ada@example.com>' 'PRAGMA lines are kept'
commit 'Bo Example <bo@example.com>' 'Backport the fix' \
	'Author: Ada Example <ada@example.com>'

# streamed: the summary, the authors and the pull request of each commit.
streamed() {
	cat >"$tmp/stream.mjs" <<'EOF'
import { createInterface } from "node:readline";
import commitStream from "commit-stream";
const stream = commitStream();
stream.on("data", (commit) => console.log([
	commit.summary, commit.authors.map((one) => one.name).join(" and "),
	commit.prUrl ?? "none"].join(" | ")));
for await (const line of createInterface({ input: process.stdin }))
	stream.write(line);
stream.end();
EOF
	git -C "$repo" log --reverse | node "$tmp/stream.mjs"
}

seen "git log" 'Begin | Ada Example
Import the history | cvsuser
PRAGMA lines are kept | Ada Example
Backport the fix | Bo Example' \
	"$(git -C "$repo" log --reverse --format='%s | %an')"
seen "commit-stream: summary | authors | pull request" 'Begin | Ada Example | none
 | Ada Example | AGMA lines are kept
Backport the fix | Bo Example and Ada Example | none' "$(streamed)"
finish

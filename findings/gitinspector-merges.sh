#!/bin/sh
# SPDX-License-Identifier: MIT
# A merge on top hides whole people, and parallel branches count twice.
#
# Version   gitinspector 0.4.4 (Debian's gitinspector 0.4.4+dfsg-12, Debian 12)
# Expected  "historical commit information, by author" covers the commits that
#           HEAD reaches, each once, with merges left out.
# Seen      it lists them without merges, in the order of their dates, and then
#           asks git what the 200th, 400th … and the last of that list reach, each
#           less what the one before reaches.
#           - Where HEAD is a merge, the last of the list is on one side of it
#             only: the other side is missing, authors and all. One more plain
#             commit, and they are there.
#           - Beyond 200 commits, two branches that live side by side are counted
#             again and again: of 501 commits it makes 601.
#           Neither is reported.
# Matters   the head of a project that merges pull requests IS a merge. Who has
#           just been merged for the first time is then not a contributor, and the
#           shares of all others, the bus factor with them, are of another
#           history; long-lived release branches count double.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

python=/usr/bin/python3

need git awk sed sort "$python"
deb_package gitinspector=0.4.4+dfsg-12

# commit AUTHOR FILE HOUR
commit() {
	echo "$1 at $3" >>"$repo/$2"
	git -C "$repo" add "$2"
	at="2026-11-02T$3:00:00Z"
	GIT_AUTHOR_NAME=$1 GIT_AUTHOR_EMAIL=$1@example.com \
		GIT_AUTHOR_DATE=$at GIT_COMMITTER_DATE=$at \
		git -C "$repo" commit -q -m "$2"
}

# inspected: "author commits" as gitinspector has them.
inspected() {
	(cd "$repo" && PYTHONPATH=$tmp/deb/usr/lib/python3/dist-packages \
		"$python" "$tmp/deb/usr/bin/gitinspector" -F xml) 2>"$tmp/log" |
		sed -n -e '/<changes>/,/<\/changes>/{
			s/.*<name>\(.*\)<\/name>.*/\1/p
			s/.*<commits>\(.*\)<\/commits>.*/ \1/p
		}' | sed -e 'N;s/\n//' | sort
}

# counted: the same from git.
counted() {
	git -C "$repo" log --no-merges --format=%an | sort | uniq -c |
		sed 's/^ *\([0-9]*\) \(.*\)/\2 \1/'
}

repo=$tmp/small
git init -q -b main "$repo"
commit ada a.py 08
git -C "$repo" checkout -q -b topic
commit bo b.py 09
commit bo b.py 10
git -C "$repo" checkout -q main
commit cy c.py 11
GIT_COMMITTER_DATE=2026-11-02T12:00:00Z GIT_AUTHOR_DATE=2026-11-02T12:00:00Z \
	git -C "$repo" merge -q --no-ff -m 'Merge topic' topic

seen "a merge on top, git" 'ada 1
bo 2
cy 1' "$(counted)"
seen "a merge on top, gitinspector" 'ada 1
cy 1' "$(inspected)"
commit cy c.py 13
seen "one more commit, gitinspector" 'ada 1
bo 2
cy 2' "$(inspected)"

# Two branches side by side, a commit a minute, merged, and one commit more. The
# 200th commit is on one branch, the 400th on the other.
repo=$tmp/long
git init -q -b main "$repo"
awk '
function commit(branch, author, minute, parent) {
	printf "commit refs/heads/%s\nmark :%d\n", branch, minute + 1
	printf "committer %s <%s@example.com> %d +0000\n", author, author,
		1793000000 + 60 * minute
	printf "data 1\nx\n%s", parent
	printf "M 644 inline %s.py\ndata <<.\n%d\n.\n\n", branch, minute
	head[branch] = minute + 1
}
BEGIN {
	commit("main", "ada", 0, "")
	for (m = 1; m < 500; m++)
		if ((m % 2 == 1) == (m < 300))
			commit("main", "ada", m, "")
		else
			commit("stable", "bo", m,
				head["stable"] ? "" : "from :1\n")
	commit("main", "cy", 500, "merge :" head["stable"] "\n")
	commit("main", "ada", 501, "")
}' | git -C "$repo" fast-import --quiet
git -C "$repo" checkout -q main

seen "two long branches, git" 'ada 252
bo 249' "$(counted)"
seen "two long branches, gitinspector" 'ada 352
bo 249' "$(inspected)"
finish

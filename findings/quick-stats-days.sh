#!/bin/sh
# SPDX-License-Identifier: MIT
# A changelog by days puts commits under other days, and leaves the oldest out.
#
# Version   git-quick-stats 2.4.1 (Debian's 2.4.1-1, Debian 12), git 2.39.5
# Expected  `git-quick-stats --changelogs` heads each day that has commits by its
#           date, and lists below it the commits of that day.
# Seen      it asks git for `--since=DATE --until=NEXT-DATE`. A date without a time
#           is, for git, that day at the present time of day. So a commit from
#           before that time is listed under the day before that has commits, and
#           of the oldest day it is not listed at all: the same command over the
#           same commits gives another changelog in the morning than at night.
# Matters   release notes and counts by the day are made of such lists; git's own
#           --since and --until are fit for no window that begins at midnight.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need bash git
deb_package git-quick-stats=2.4.1-1

repo=$tmp/repo
git init -q -b main "$repo"
for time in 2026-03-02T00:00:01Z 2026-03-02T23:59:58Z 2026-03-03T00:00:02Z \
	2026-03-05T00:00:03Z; do
	GIT_AUTHOR_DATE=$time GIT_COMMITTER_DATE=$time \
		git -C "$repo" commit -q --allow-empty -m "of $time"
done

seen "git's own days of the commits" \
	'2026-03-05 of 2026-03-05T00:00:03Z
2026-03-03 of 2026-03-03T00:00:02Z
2026-03-02 of 2026-03-02T23:59:58Z
2026-03-02 of 2026-03-02T00:00:01Z' \
	"$(git -C "$repo" log --date=short --format='%cd %s')"
seen "git-quick-stats --changelogs" \
	'[2026-03-05]
[2026-03-03]
* of 2026-03-05T00:00:03Z (Bo Example)
[2026-03-02]
* of 2026-03-03T00:00:02Z (Bo Example)
* of 2026-03-02T23:59:58Z (Bo Example)' \
	"$(cd "$repo" && TERM=dumb bash "$tmp/deb/usr/bin/git-quick-stats" \
		--changelogs 2>/dev/null | sed -n -e 's/^ *\([[*].*\)/\1/p')"
finish

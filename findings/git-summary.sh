#!/bin/sh
# SPDX-License-Identifier: MIT
# Folding the addresses of one person throws away some of the person's commits.
#
# Version   git-extras 6.5.0 (Debian 12), `git summary --dedup-by-email`
# Expected  authors who share an address become one, with the sum of their
#           commits; the shares are of all commits.
# Seen      - one person with two addresses, one of them under two names, as when
#             somebody commits at home, at work and from the web: the lesser row
#             of the shared address is added to a sum that has already been moved
#             to the other address, and goes with it. 3 of 12 commits are in no
#             line, and the shares are of the 15 that are left, not of 18.
#           - in a cron job or CI, where standard input is no terminal, there are
#             no authors at all, and the exit code is 0: `git shortlog` without a
#             revision reads a log from there.
# Matters   the option is for just those who have several addresses, most often
#           the maintainers: their share, and with it the bus factor, comes out
#           too low or too high, and nothing adds up the lines.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need git bash awk sed column
deb_package git-extras=6.5.0-1
PATH=$tmp/deb/usr/bin:$PATH

repo=$tmp/repo
git init -q -b main "$repo"

# commits COUNT NAME EMAIL
commits() {
	count=$1
	while [ "$count" -gt 0 ]; do
		GIT_AUTHOR_NAME=$2 GIT_AUTHOR_EMAIL=$3 \
			git -C "$repo" commit -q --allow-empty -m "$count"
		count=$((count - 1))
	done
}

commits 5 'Ada Example' ada@home.example
commits 4 'Ada Example' ada@work.example
commits 3 ada-e ada@home.example
commits 6 'Bo Example' bo@example.com

# summary OPTIONS...: its number of commits and its authors, from no terminal. Its
# table needs a UTF-8 locale.
summary() {
	code=0
	(cd "$repo" && LC_ALL=C.UTF-8 \
		bash "$tmp/deb/usr/bin/git-summary" "$@" </dev/null) >"$tmp/out" ||
		code=$?
	sed -n -e 's/^ *commits *: */commits: /p' -e '/authors/,$p' "$tmp/out" |
		sed -e 's/^ *//' -e 's/[[:space:]][[:space:]]*/ /g' -e '/authors/d'
	echo "exit code: $code"
}

seen "git shortlog" \
	'6 Bo Example <bo@example.com>
5 Ada Example <ada@home.example>
4 Ada Example <ada@work.example>
3 ada-e <ada@home.example>' \
	"$(git -C "$repo" shortlog -nse HEAD | sed -e 's/^ *//' -e 's/	/ /')"
seen "git summary HEAD" \
	'commits: 18
9 Ada Example 50.0%
6 Bo Example 33.3%
3 ada-e 16.7%
exit code: 0' \
	"$(summary HEAD)"
seen "git summary --dedup-by-email HEAD" \
	'commits: 18
9 Ada Example 60.0%
6 Bo Example 40.0%
exit code: 0' \
	"$(summary --dedup-by-email HEAD)"
seen "git summary --dedup-by-email" \
	'commits: 18
exit code: 0' \
	"$(summary --dedup-by-email)"
finish

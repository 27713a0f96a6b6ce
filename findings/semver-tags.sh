#!/bin/sh
# SPDX-License-Identifier: MIT
# A release that there never was, and a last one that was only a candidate.
#
# Versions  npm git-semver-tags 8.0.1, on @conventional-changelog/git-client 2.7.0;
#           git 2.39.5
# Expected  the semver tags of a history are those of its tags that are versions, as
#           `git tag --merged` has them, the latest release first.
# Seen      - the text of commit messages is read as well: one that says "(image tag:
#             v9.9.9, as before)" is a tag v9.9.9, and the first of the list, whatever
#             was released.
#           - where a candidate became the release, both tags are of one commit, and
#             v2.0.0-rc.1 comes before v2.0.0: the last release is the candidate.
# Matters   the number of releases, when the last one was and what is new since are
#           asked of these packages, and by most changelogs of JavaScript projects.
#           One note about an image makes a release, and what is new since then is
#           asked of a tag that git does not know.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need git
npm_packages git-semver-tags@8.0.1 @conventional-changelog/git-client@2.7.0

# import NAME: makes $repo of the commits in $tmp/stream.
import() {
	repo=$tmp/$1
	git init -q -b main "$repo"
	git -C "$repo" fast-import --quiet <"$tmp/stream"
}

# commit MESSAGE [TAG]
commit() {
	clock=$((clock + 60))
	cat <<EOF
commit refs/heads/main
committer Bo Example <bo@example.com> $clock +0000
data ${#1}
$1
EOF
	[ -z "${2:-}" ] || printf 'reset refs/tags/%s\nfrom refs/heads/main\n\n' "$2"
}

# semver_tags: what git-semver-tags finds, a line each, the last one first.
semver_tags() {
	cat >"$tmp/tags.mjs" <<'EOF'
import { getSemverTags } from "git-semver-tags";
const tags = await getSemverTags({ cwd: process.argv[2] });
console.log(tags.join("\n"));
EOF
	node "$tmp/tags.mjs" "$repo"
}

clock=1767225600
{
	commit 'Begin' v1.0.0
	commit 'Go on' v1.1.0
	commit 'Build with another compiler (image tag: v9.9.9, as before)'
} >"$tmp/stream"
import prose
seen "git tag --merged" 'v1.1.0
v1.0.0' "$(git -C "$repo" tag --merged HEAD --sort=-creatordate)"
seen "git-semver-tags" 'v9.9.9
v1.1.0
v1.0.0' "$(semver_tags)"

{
	commit 'Begin' v1.0.0
	commit 'The candidate becomes the release' v2.0.0-rc.1
} >"$tmp/stream"
import promoted
git -C "$repo" tag v2.0.0
seen "a release that was a candidate: git-semver-tags" 'v2.0.0-rc.1
v2.0.0
v1.0.0' "$(semver_tags)"
finish

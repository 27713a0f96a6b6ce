#!/bin/sh
# SPDX-License-Identifier: MIT
# How many co-authors has a commit? It depends on who reads its trailers.
#
# Versions  git 2.39.5, npm description-to-co-authors 0.3.0,
#           npm @git-stunts/trailer-codec 2.1.1
# Expected  Co-authored-by is a convention that every tool of the field knows, and
#           git's own two readers, `git log --format=%(trailers)` and
#           `git interpret-trailers --parse`, agree in any case.
# Seen      - one line of prose right above, as assistants write it, hides the
#             trailer from git, unless a Signed-off-by stands there too. The first
#             package counts it; the second refuses the whole message.
#           - text below a line `---` hides the trailers above it from git log
#             and shortlog, while interpret-trailers stops at that line and shows
#             them: git disagrees with git.
#           - of a squashed commit git sees the last paragraph only, the first
#             package every one.
#           - two co-authors are an error for the second package ("Duplicate
#             trailer key").
# Matters   shares of co-authored and of assisted commits, and credit for squashed
#           work, can be 0 or 100 % of the same history.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need git node
npm_packages description-to-co-authors@0.3.0 @git-stunts/trailer-codec@2.1.1

cat >"$tmp/count.mjs" <<'EOF'
import { readFileSync } from "node:fs";
import { descriptionToCoAuthors } from "description-to-co-authors";
import { decodeMessage } from "@git-stunts/trailer-codec";

const text = readFileSync(process.argv[2], "utf8");
let codec;

try {
	codec = "co-authored-by" in decodeMessage(text).trailers ? 1 : 0;
} catch (e) {
	codec = `error: ${e.message}`;
}
console.log(`description-to-co-authors: ${descriptionToCoAuthors(text).length}`);
console.log(`trailer-codec: ${codec}`);
EOF
git init -q "$tmp/repo"

# How many co-authors each finds in the message on stdin.
count() {
	cat >"$tmp/message"
	git -C "$tmp/repo" commit -q --allow-empty --cleanup=verbatim \
		-F "$tmp/message"
	echo "git log: $(git -C "$tmp/repo" log -1 \
		--format='%(trailers:key=co-authored-by)' | grep -c .)"
	echo "git interpret-trailers: $(git interpret-trailers --parse \
		<"$tmp/message" | grep -ci '^co-authored-by')"
	node "$tmp/count.mjs" "$tmp/message"
}

git --version

seen "a line of prose right above" \
	'git log: 0
git interpret-trailers: 0
description-to-co-authors: 1
trailer-codec: error: Trailers must be separated from the body by a blank line' \
	"$(count <<'EOF'
Mend the parser

It lost a line.

Written with an assistant
Co-authored-by: Ann Example <ann@example.org>
EOF
	)"
seen "the same with a Signed-off-by" \
	'git log: 1
git interpret-trailers: 1
description-to-co-authors: 1
trailer-codec: error: Trailers must be separated from the body by a blank line' \
	"$(count <<'EOF'
Mend the parser

It lost a line.

Written with an assistant
Co-authored-by: Ann Example <ann@example.org>
Signed-off-by: Bo Example <bo@example.com>
EOF
	)"
seen "notes for the reviewer, below ---" \
	'git log: 0
git interpret-trailers: 1
description-to-co-authors: 1
trailer-codec: 0' \
	"$(count <<'EOF'
Mend the parser

It lost a line.

Co-authored-by: Ann Example <ann@example.org>
---
Tried by hand.
EOF
	)"
seen "a squash of two commits" \
	'git log: 1
git interpret-trailers: 1
description-to-co-authors: 2
trailer-codec: 1' \
	"$(count <<'EOF'
Mend the parser (#7)

* Find the line

Co-authored-by: Ann Example <ann@example.org>

* Keep the line

Co-authored-by: Cleo Example <cleo@example.net>
EOF
	)"
seen "two co-authors" \
	'git log: 2
git interpret-trailers: 2
description-to-co-authors: 2
trailer-codec: error: Duplicate trailer key: "co-authored-by"' \
	"$(count <<'EOF'
Mend the parser

It lost a line.

Co-authored-by: Ann Example <ann@example.org>
Co-authored-by: Cleo Example <cleo@example.net>
EOF
	)"
finish

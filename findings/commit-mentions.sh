#!/bin/sh
# SPDX-License-Identifier: MIT
# The people and issues that a commit message is said to name.
#
# Version   npm conventional-commits-parser 7.1.4
# Expected  `mentions` are people spoken of by @name, `references` the issues that
#           a commit names.
# Seen      - the domain of every e-mail address is a mention: two trailers
#             `… <ann@example.org>` make the person "example" twice, and a scoped
#             package with a version, @acme/tool@7, two people more.
#           - "C#7" is issue 7 of a repository "C".
#           - in "Fixes #3, see acme/w#4" the verb counts for both.
#           - the address of an issue, which GitHub takes for a reference, is none.
# Matters   who is thanked in release notes, which issues a release closed, and
#           the share of commits that lead to an issue are counted from these.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need npm node
npm_packages conventional-commits-parser@7.1.4

cat >"$tmp/parse.mjs" <<'EOF'
import { CommitParser } from "conventional-commits-parser";

const bodies = {
	"trailers": "Reviewed-by: Ann <ann@example.org>\n" +
		"Tested-by: Cleo <cleo@example.org>",
	"a package": "Move to @acme/tool@7",
	"a language": "Build it as C#7",
	"one of two": "Fixes #3, see acme/w#4",
	"an address": "Fixes https://github.com/acme/w/issues/9",
};
const parser = new CommitParser();

for (const [name, body] of Object.entries(bodies)) {
	const { mentions, references } = parser.parse(`fix: it\n\n${body}`);
	const issues = references.map((r) => [r.action ?? "names",
		[r.owner, r.repository].filter(Boolean).join("/") + "#" + r.issue]
		.join(" "));
	console.log(`${name}: people [${mentions.join(", ")}],`,
		`issues [${issues.join(", ")}]`);
}
EOF

seen "named in the message" \
	'trailers: people [example, example], issues []
a package: people [acme, 7], issues []
a language: people [], issues [names C#7]
one of two: people [], issues [Fixes #3, Fixes acme/w#4]
an address: people [], issues []' \
	"$(node "$tmp/parse.mjs")"
finish

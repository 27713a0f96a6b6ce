#!/bin/sh
# SPDX-License-Identifier: MIT
# One CODEOWNERS file, three readers, three answers to "who owns this?".
#
# Versions  npm codeowners 5.1.1, codeowners-utils 1.0.2,
#           @snyk/github-codeowners 1.1.0
# Expected  the packages of the field that read GitHub's CODEOWNERS agree with
#           its documentation: a note behind '#' is allowed, and `docs/*` means
#           the files of that folder, none further down.
# Seen      - a note behind the owners: the first takes '#' and each word of the
#             note for owners, the second is right, the third refuses the file.
#           - `docs/*` also owns docs/deep/b.md for the first two; the third alone
#             is right.
#           So none of the three is right throughout.
# Matters   the share of files with an owner, and how many files hang on one
#           person, are measures of resilience; "with", "a" and "note" are no
#           people.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need node npm
npm_packages codeowners@5.1.1 codeowners-utils@1.0.2 \
	@snyk/github-codeowners@1.1.0

cat >"$tmp/owners.cjs" <<'EOF'
const fs = require("node:fs");
const Codeowners = require("codeowners");
const utils = require("codeowners-utils");
const { OwnershipEngine } =
	require("@snyk/github-codeowners/dist/lib/ownership");

const [folder, path] = process.argv.slice(2);
const file = `${folder}/CODEOWNERS`;
const rules = utils.parse(fs.readFileSync(file, "utf8"));

console.error = () => {};

function show(name, owners) {
	let text;
	try {
		text = (owners() ?? []).join(" ") || "nobody";
	} catch (e) {
		text = `error: ${e.message}`;
	}
	console.log(`${name}: ${text}`);
}

show("codeowners", () => new Codeowners(folder).getOwner(path));
show("codeowners-utils", () => utils.matchFile(path, rules)?.owners);
show("github-codeowners", () =>
	OwnershipEngine.FromCodeownersFile(file).calcFileOwnership(path));
EOF

# owners PATH: who owns it by the CODEOWNERS on stdin.
owners() {
	mkdir -p "$tmp/repo"
	cat >"$tmp/repo/CODEOWNERS"
	node "$tmp/owners.cjs" "$tmp/repo" "$1"
}

seen "x.js, by '*.js @js-team # with a note'" \
	'codeowners: @js-team # with a note
codeowners-utils: @js-team
github-codeowners: error: # is not a valid owner name in rule *.js @js-team # with a note' \
	"$(echo '*.js @js-team # with a note' | owners x.js)"
seen "docs/deep/b.md, by 'docs/* @writers'" \
	'codeowners: @writers
codeowners-utils: @writers
github-codeowners: nobody' \
	"$(echo 'docs/* @writers' | owners docs/deep/b.md)"
finish

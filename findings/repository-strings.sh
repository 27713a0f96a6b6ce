#!/bin/sh
# SPDX-License-Identifier: MIT
# Where does this package live? Four readers of one `repository` disagree.
#
# Versions  npm hosted-git-info 9.0.3 (npm's own), git-url-parse 16.1.0,
#           parse-github-url 1.0.4, parse-github-repo-url 1.4.1
# Expected  what npm accepts as `repository` in package.json (a shorthand, an
#           address from a browser, one of another forge) leads each reader to the
#           same host, owner and name, or is refused.
# Seen      - `github:acme/widget`, which npm's documentation recommends: one says
#             that the host is "acme", one names no host, one refuses it.
#           - `https://github.com/acme/widget/`: one refuses it for the slash.
#           - `https://git.example.com/acme/widget`: one takes it for GitHub's
#             acme/widget, somebody else's project.
#           - `…/widget/issues` is a branch "issues" for one; npm's reader, which
#             takes `…/widget/tree/main`, refuses it.
# Matters   lists of projects to look after are made of these strings. One that is
#           refused is missing without a word, and one that is read as another
#           forge's is a project that nobody meant.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need node npm
npm_packages hosted-git-info@9.0.3 git-url-parse@16.1.0 \
	parse-github-url@1.0.4 parse-github-repo-url@1.4.1

cat >"$tmp/read.mjs" <<'EOF'
import { createRequire } from "module";
const require = createRequire(import.meta.url);
const hosted = require("hosted-git-info");
const url = require("git-url-parse").default ?? require("git-url-parse");
const parse = require("parse-github-url");
const repo = require("parse-github-repo-url");

const readers = {
	"hosted-git-info": (text) => {
		const found = hosted.fromUrl(text);
		return found && `${found.domain} ${found.user}/${found.project}`;
	},
	"git-url-parse": (text) => {
		const found = url(text);
		return `${found.resource || "(no host)"} ${found.full_name}`;
	},
	"parse-github-url": (text) => {
		const found = parse(text);
		return `${found.host} ${found.repo} on ${found.branch}`;
	},
	"parse-github-repo-url": (text) => {
		const found = repo(text);
		return found && `(GitHub) ${found[0]}/${found[1]}`;
	},
};
for (const [name, read] of Object.entries(readers)) {
	let found;
	try {
		found = read(process.argv[2]) || "refused";
	} catch {
		found = "refused";
	}
	console.log(`${name}: ${found}`);
}
EOF

# of TEXT THEN
of() {
	seen "$1" "$2" "$(node "$tmp/read.mjs" "$1")"
}

of git+https://github.com/acme/widget.git \
	'hosted-git-info: github.com acme/widget
git-url-parse: github.com acme/widget
parse-github-url: github.com acme/widget on master
parse-github-repo-url: (GitHub) acme/widget'
of github:acme/widget \
	'hosted-git-info: github.com acme/widget
git-url-parse: (no host) acme/widget
parse-github-url: acme acme/widget on master
parse-github-repo-url: refused'
of https://github.com/acme/widget/ \
	'hosted-git-info: github.com acme/widget
git-url-parse: github.com acme/widget
parse-github-url: github.com acme/widget on master
parse-github-repo-url: refused'
of https://git.example.com/acme/widget \
	'hosted-git-info: refused
git-url-parse: git.example.com acme/widget
parse-github-url: git.example.com acme/widget on master
parse-github-repo-url: (GitHub) acme/widget'
of https://github.com/acme/widget/issues \
	'hosted-git-info: refused
git-url-parse: github.com acme/widget
parse-github-url: github.com acme/widget on issues
parse-github-repo-url: refused'
finish

#!/bin/sh
# SPDX-License-Identifier: MIT
# A package URL loses its repository on the way from one library to the next.
#
# Versions  npm 10.9.4 (with Node.js 22) and 11.19.1, packageurl-js 2.0.1,
#           purl 2.1.0, @socketregistry/packageurl-js 1.4.3
# Expected  where a dependency comes from git, its purl says so in `vcs_url`, and
#           each library of package URLs reads the same repository from it; names
#           on GitHub are the same in any case, as purl's specification has it.
# Seen      - npm 10 writes vcs_url as it is. packageurl-js takes its + for a blank
#             ("git ssh://…", no address), and all three take the commit behind #
#             for a folder. npm 11.19.1 escapes it.
#           - purl reads the escaped one rightly and writes it again with a bare +,
#             which packageurl-js then reads as a blank: each of them reads what it
#             has written itself, the two together lose the repository.
#           - for purl, Acme/Widget and acme/widget on GitHub are two packages; the
#             other two fold them.
# Matters   `npm sbom` of a lock file names a repository nowhere but here, and only
#           for dependencies from git: often one's own forks, whose health nobody
#           else watches. They leave the list silently, or a repository is in it
#           twice.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need npm node jq
npm_packages npm-10@npm:npm@10.9.4 npm-11@npm:npm@11.19.1 \
	packageurl-js@2.0.1 purl@2.1.0 @socketregistry/packageurl-js@1.4.3

project=$tmp/project
mkdir -p "$project"
cat >"$project/package.json" <<'EOF'
{"name": "root", "version": "1.0.0", "dependencies": {"fork": "acme/fork"}}
EOF
cat >"$project/package-lock.json" <<'EOF'
{"name": "root", "version": "1.0.0", "lockfileVersion": 3, "packages": {
 "": {"name": "root", "version": "1.0.0", "dependencies": {"fork": "acme/fork"}},
 "node_modules/fork": {"version": "1.0.0",
  "resolved": "git+ssh://git@github.com/acme/fork.git#0123456789abcdef0123456789abcdef01234567"}}}
EOF

# purl_of NPM: that of the fork in the SBOM that it makes.
purl_of() {
	(cd "$project" && node "$tmp/node_modules/$1/bin/npm-cli.js" sbom --offline \
		--package-lock-only --sbom-format cyclonedx) 2>"$tmp/log" |
		jq -r '.components[].purl'
}

cat >"$tmp/read.mjs" <<'EOF'
import { PackageURL } from "packageurl-js";
import { PackageURL as Socket } from "@socketregistry/packageurl-js";
import * as purl from "purl";

const [what, text] = process.argv.slice(2);
const read = {
	"packageurl-js": (text) => PackageURL.fromString(text),
	"purl": (text) => purl.parse(text),
	"socketregistry": (text) => Socket.fromString(text),
};
const written = {
	"packageurl-js": (text) => PackageURL.fromString(text).toString(),
	"purl": (text) => purl.stringify(purl.parse(text)),
	"socketregistry": (text) => Socket.fromString(text).toString(),
};

for (const name of Object.keys(read)) {
	if (what === "read") {
		const { qualifiers, subpath } = read[name](text);
		console.log(`${name}: ${qualifiers.vcs_url}`
			+ (subpath ? `, folder ${subpath}` : ""));
	} else if (what === "pass on") {
		for (const next of Object.keys(read))
			console.log(`${name} to ${next}: `
				+ read[next](written[name](text)).qualifiers.vcs_url);
	} else {
		console.log(`${name}: ${written[name](text)}`);
	}
}
EOF

old=$(purl_of npm-10)
new=$(purl_of npm-11)
seen "npm 10.9.4" \
	'pkg:npm/fork@1.0.0?vcs_url=git+ssh://git@github.com/acme/fork.git#0123456789abcdef0123456789abcdef01234567' \
	"$old"
seen "npm 11.19.1" \
	'pkg:npm/fork@1.0.0?vcs_url=git%2Bssh%3A%2F%2Fgit%40github.com%2Facme%2Ffork.git%230123456789abcdef0123456789abcdef01234567' \
	"$new"
seen "that of npm 10, read" \
	'packageurl-js: git ssh://git@github.com/acme/fork.git, folder 0123456789abcdef0123456789abcdef01234567
purl: git+ssh://git@github.com/acme/fork.git, folder 0123456789abcdef0123456789abcdef01234567
socketregistry: git+ssh://git@github.com/acme/fork.git, folder 0123456789abcdef0123456789abcdef01234567' \
	"$(node "$tmp/read.mjs" read "$old")"
seen "a right one, read by the first, written, and read by the second" \
	'packageurl-js to packageurl-js: git+https://git.example/acme/w.git
packageurl-js to purl: git+https://git.example/acme/w.git
packageurl-js to socketregistry: git+https://git.example/acme/w.git
purl to packageurl-js: git https://git.example/acme/w.git
purl to purl: git+https://git.example/acme/w.git
purl to socketregistry: git+https://git.example/acme/w.git
socketregistry to packageurl-js: git+https://git.example/acme/w.git
socketregistry to purl: git+https://git.example/acme/w.git
socketregistry to socketregistry: git+https://git.example/acme/w.git' \
	"$(node "$tmp/read.mjs" "pass on" \
		'pkg:generic/w@1?vcs_url=git%2Bhttps://git.example/acme/w.git')"
seen "pkg:github/Acme/Widget@v1, written" \
	'packageurl-js: pkg:github/acme/widget@v1
purl: pkg:github/Acme/Widget@v1
socketregistry: pkg:github/acme/widget@v1' \
	"$(node "$tmp/read.mjs" write 'pkg:github/Acme/Widget@v1')"
finish

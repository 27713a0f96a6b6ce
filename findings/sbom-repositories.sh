#!/bin/sh
# SPDX-License-Identifier: MIT
# npm's bill of materials forgets where a package lives.
#
# Version   npm 11.19.1 (`npm sbom`, CycloneDX 1.5 and SPDX 2.3)
# Expected  `npm sbom` runs over what is installed and names each package's
#           repository, whichever of the forms of package.json it is given in:
#           an object, "owner/name", "github:owner/name" or an address.
# Seen      only the object comes out, as `vcs`; the three forms in one string
#           leave a component without any (in a tree of 189 well-known packages
#           that was 66). The object's `directory` is lost, so that packages of one
#           repository look alike. SPDX output names no repository at all, and
#           with --package-lock-only neither does CycloneDX.
# Matters   a list of "the projects we depend on", made from an SBOM in order to
#           look at their health, lacks a third of them without a word; which ones
#           is a matter of their authors' style, not of chance.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need npm node jq
npm_packages npm@11.19.1

project=$tmp/project
mkdir -p "$project"
cat >"$project/package.json" <<'EOF'
{"name": "root", "version": "1.0.0", "dependencies": {
 "address": "1.0.0", "object": "1.0.0", "part": "1.0.0",
 "prefixed": "1.0.0", "short": "1.0.0"}}
EOF

# installed NAME REPOSITORY: as npm leaves it in node_modules.
installed() {
	mkdir -p "$project/node_modules/$1"
	printf '{"name": "%s", "version": "1.0.0", "repository": %s}\n' "$1" "$2" \
		>"$project/node_modules/$1/package.json"
}

installed object '{"type": "git", "url": "git+https://github.com/acme/a.git"}'
installed part '{"type": "git", "url": "https://github.com/acme/many.git",
 "directory": "packages/part"}'
installed short '"acme/b"'
installed prefixed '"github:acme/c"'
installed address '"https://github.com/acme/d"'

# sbom FORMAT FILTER OPTIONS...
sbom() {
	format=$1
	filter=$2
	shift 2
	(cd "$project" &&
		node "$tmp/node_modules/npm/bin/npm-cli.js" sbom --offline \
			--sbom-format "$format" "$@") | jq -r "$filter"
}

echo "npm $(node "$tmp/node_modules/npm/bin/npm-cli.js" --version)"

vcs='.components[] | .name + ":" + ([.externalReferences[]? |
	select(.type == "vcs") | " " + .url] | join(""))'
seen "CycloneDX" \
	'address:
object: git+https://github.com/acme/a.git
part: https://github.com/acme/many.git
prefixed:
short:' \
	"$(sbom cyclonedx "$vcs")"
seen "SPDX: places where anything of acme is named" 0 \
	"$(sbom spdx '[.. | strings | select(test("acme"))] | length')"

(cd "$project" && node "$tmp/node_modules/npm/bin/npm-cli.js" install \
	--package-lock-only --offline --silent --no-audit --no-fund) ||
	skip "no lock file could be made"
seen "CycloneDX from the lock file: repositories named" 0 \
	"$(sbom cyclonedx '[.. | strings | select(test("acme"))] | length' \
		--package-lock-only)"
finish

#!/bin/sh
# SPDX-License-Identifier: MIT
# "That was the last page": a valid Link header that ends the reading early.
#
# Versions  npm @octokit/plugin-paginate-rest 16.0.0, parse-link-header 2.0.0,
#           http-link-header 1.1.4
# Expected  what reads Link headers for a living finds rel="next" in any header
#           that RFC 8288 allows, or says that it could not read it.
# Seen      - Octokit's paginate() goes on only where rel="next" stands right
#             behind the address, in quotes and alone. With another parameter
#             before it, without quotes, or as rel="next last" it returns the first
#             page as the whole list.
#           - parse-link-header returns null, as for no header at all, when the
#             header is longer than 2000 characters: a filter by many labels,
#             repeated for next and last, is enough.
#           No error in either case; http-link-header reads all of them.
# Matters   issues are counted from the first page only: 100 of them, and the
#           number looks like any other. It shows behind proxies and with servers
#           other than the one a client was made for.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need npm node
npm_packages @octokit/plugin-paginate-rest@16.0.0 parse-link-header@2.0.0 \
	http-link-header@1.1.4

cat >"$tmp/next.mjs" <<'EOF'
import { composePaginateRest } from "@octokit/plugin-paginate-rest";
import parse from "parse-link-header";
import http from "http-link-header";

const url = "https://api.example.com/repositories/1/issues";
const label = "l".repeat(1000);
const long = `${url}?labels=${label}&page=`;
const headers = {
	usual: `<${url}?page=2>; rel="next", <${url}?page=2>; rel="last"`,
	"title first": `<${url}?page=2>; title="more"; rel="next"`,
	"no quotes": `<${url}?page=2>; rel=next`,
	"two relations": `<${url}?page=2>; rel="next last"`,
	long: `<${long}2>; rel="next", <${long}2>; rel="last"`,
};

// How many rows paginate() finds in two pages of one row each, over a transport
// that is a function here.
async function rows(link) {
	let asked = 0;
	const request = async () => {
		asked++;
		return { status: 200, url, data: [{ number: asked }],
			headers: asked === 1 ? { link } : {} };
	};
	request.endpoint = () => ({ method: "GET", url, headers: {} });
	return (await composePaginateRest({ request }, "GET /issues")).length;
}

for (const [name, link] of Object.entries(headers)) {
	const found = [
		`octokit ${await rows(link)} of 2 rows`,
		`parse-link-header ${parse(link)?.next ? "next" : "none"}`,
		`http-link-header ${http.parse(link).rel("next").length
			? "next" : "none"}`,
	];
	console.log(`${name}: ${found.join(", ")}`);
}
EOF

seen "is there a second page?" \
	'usual: octokit 2 of 2 rows, parse-link-header next, http-link-header next
title first: octokit 1 of 2 rows, parse-link-header next, http-link-header next
no quotes: octokit 1 of 2 rows, parse-link-header next, http-link-header next
two relations: octokit 1 of 2 rows, parse-link-header next, http-link-header next
long: octokit 2 of 2 rows, parse-link-header none, http-link-header next' \
	"$(node "$tmp/next.mjs")"
finish

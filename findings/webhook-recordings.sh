#!/bin/sh
# SPDX-License-Identifier: MIT
# Recorded webhooks of issues and pushes against GitHub's description of them.
#
# Versions  npm @octokit/openapi-webhooks 12.1.0 (GitHub's own description),
#           @octokit/webhooks-examples 7.6.1 (recordings), ajv 8.20.0 (validator)
# Expected  a recorded delivery satisfies the description; an issue has a state,
#           and an open one no closed_at; a field means the same in each event.
# Seen      - more than a third of the recordings do not satisfy the description,
#             no push among those that do: it calls required what was added since.
#           - `state` is not required in an issue that is opened or pinned, while
#             `closed_at` is; in the recordings `pinned` and `unpinned` have none.
#           - `reopened` brings an open issue with the closed_at of its last close.
#           - repository.created_at is a number in push, a text in all others.
# Matters   code generated from the description refuses old deliveries, archives
#           and older servers; "closed_at is set" counts reopened issues as closed,
#           "state is open" loses pinned ones.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need npm node
npm_packages @octokit/openapi-webhooks@12.1.0 \
	@octokit/webhooks-examples@7.6.1 ajv@8.20.0

cat >"$tmp/check.cjs" <<'EOF'
const fs = require("node:fs");
const Ajv = require("ajv/dist/2020");

const read = (name) => JSON.parse(fs.readFileSync(
	`${__dirname}/node_modules/@octokit/${name}`, "utf8"));
const api = read("openapi-webhooks/generated/api.github.com.json");
const events = read("webhooks-examples/api.github.com/index.json");

const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema(api, "api:");

// The description of an event has one entry for each of its actions.
function schema(event, action) {
	const name = (action ? `${event}-${action}` : event).replaceAll("_", "-");
	return api.webhooks[name]?.post.requestBody.content["application/json"]
		.schema;
}

function satisfies(event, payload) {
	const { $ref } = schema(event, payload.action);
	return ajv.validate({ $ref: `api:${$ref}` }, payload);
}

function resolve(node) {
	while (node.$ref)
		node = node.$ref.slice(2).split("/").reduce((o, k) => o[k], api);
	return node;
}

// Whether an issue of such an event has to have the field.
function required(action, field) {
	const issue = resolve(resolve(schema("issues", action)).properties.issue);
	const parts = (issue.allOf ?? [issue]).map(resolve);
	return parts.some((p) => p.required?.includes(field)) ? "yes" : "no";
}

const all = events.flatMap((e) => e.examples.map((payload) =>
	({ event: e.name, payload })));
const known = all.filter((e) => schema(e.event, e.payload.action));
const good = known.filter((e) => satisfies(e.event, e.payload));
const push = (list) => list.filter((e) => e.event === "push").length;
console.log(`satisfy the description: ${good.length} of ${known.length},`,
	`of push ${push(good)} of ${push(known)}`);

for (const action of ["opened", "closed", "pinned", "reopened"])
	console.log(`${action}: state required ${required(action, "state")},`,
		`closed_at required ${required(action, "closed_at")}`);

for (const { payload: { action, issue } } of
	all.filter((e) => e.event === "issues"))
	if (!issue.state || (issue.state === "open" && issue.closed_at))
		console.log(`recorded ${action}: state ${issue.state ?? "missing"},`,
			`closed_at ${issue.closed_at ? "set" : "not set"}`);

const kinds = {};
for (const { event, payload } of all)
	if (payload.repository)
		(kinds[typeof payload.repository.created_at] ??= new Set()).add(event);
for (const [kind, names] of Object.entries(kinds).sort())
	console.log(`repository.created_at is a ${kind} in`,
		names.size === 1 ? [...names][0] : `${names.size} kinds of event`);
EOF

seen "description and recordings" \
	'satisfy the description: 215 of 327, of push 0 of 7
opened: state required no, closed_at required yes
closed: state required yes, closed_at required yes
pinned: state required no, closed_at required yes
reopened: state required yes, closed_at required yes
recorded pinned: state missing, closed_at not set
recorded reopened: state open, closed_at set
recorded unpinned: state missing, closed_at not set
repository.created_at is a number in push
repository.created_at is a string in 47 kinds of event' \
	"$(node "$tmp/check.cjs")"
finish

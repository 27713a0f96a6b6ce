#!/bin/sh
# SPDX-License-Identifier: MIT
# The relay on the way makes a right signature wrong, and says 200.
#
# Versions  npm smee-client 5.0.0 with a channel that speaks as smee.io's server
#           does, localtunnel 2.0.2, @octokit/webhooks-methods 6.0.0,
#           express-github-webhook 1.0.6
# Expected  a relay hands a webhook on as it came: X-Hub-Signature-256 is over the
#           very bytes of the body.
# Seen      smee-client gets the JSON decoded and writes it anew, as JSON.stringify
#           does. Bodies that another program wrote come out with the same
#           meaning, other bytes, and a signature that no longer fits:
#           - all of Gitea's and Forgejo's, which are indented;
#           - GitHub's with a control character, which it writes in capitals
#             (\u001B, of a pasted terminal log, by octokit/webhooks.js#71), so
#             that one comment fails among many that pass.
#           express-github-webhook does the same to itself, with no relay at all;
#           a tunnel (localtunnel) does not. The sender gets its 200 before the
#           receiver has seen anything, so it shows the delivery as done and
#           there is nothing to send again; smee-client logs the 401 as
#           information.
# Matters   what is counted from webhooks lacks, for good, just the comments with
#           logs in them, and an issue that was answered seems unanswered; or the
#           secret of a whole Gitea server seems wrong.
# shellcheck source=lib/finding.sh
. "$(dirname -- "$0")/lib/finding.sh"

need npm node
npm_packages smee-client@5.0.0 localtunnel@2.0.2 \
	@octokit/webhooks-methods@6.0.0 express-github-webhook@1.0.6

# Everything is on this machine: no proxy between.
unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy

cat >"$tmp/relays.mjs" <<'EOF'
import { createHmac } from "node:crypto";
import http from "node:http";
import net from "node:net";
import { verify } from "@octokit/webhooks-methods";
import expressWebhook from "express-github-webhook";
import localtunnel from "localtunnel";
import { SmeeClient } from "smee-client";

const secret = "made up";
const host = "127.0.0.1";
const bodies = {
	"as JSON.stringify has it": '{"action":"created","comment":"a <b>"}',
	"as GitHub has a terminal log": '{"action":"created",'
		+ '"comment":"\\u001B[31mfailed\\u001B[0m"}',
	"as Gitea has it": '{\n  "action": "created",\n'
		+ '  "comment": "a \\u003cb\\u003e"\n}',
};

async function text(stream) {
	const parts = [];
	for await (const part of stream)
		parts.push(part);
	return Buffer.concat(parts).toString();
}

async function listening(server) {
	await new Promise((done) => server.listen(0, host, done));
	return server.address().port;
}

// The receiver: whether the signature fits the bytes that came.
let arrived = () => {};
const receiver = http.createServer(async (request, response) => {
	const body = await text(request);
	const right = await verify(secret, body,
		request.headers["x-hub-signature-256"]);
	response.writeHead(right ? 200 : 401).end();
	arrived(right);
});
const receiverPort = await listening(receiver);

// The channel: what is posted goes to the listener as smee.io's server passes it
// on, headers beside the decoded body, and the sender gets its 200 at once.
let listener;
const channel = http.createServer(async (request, response) => {
	if (request.method === "GET") {
		response.writeHead(200, { "content-type": "text/event-stream" });
		response.write("event: ready\ndata: {}\n\n");
		listener = response;
		return;
	}
	const event = { ...request.headers,
		body: JSON.parse(await text(request)), query: {}, timestamp: 1 };
	listener.write(`data: ${JSON.stringify(event)}\n\n`);
	response.end();
});
const channelPort = await listening(channel);

// The far end of the tunnel: it names a port, and what the client connects there
// is a way to the receiver.
let way;
const tunnelEnd = net.createServer((socket) => { way = socket; });
const tunnelPort = await listening(tunnelEnd);
const tunnelHost = http.createServer((request, response) => {
	response.setHeader("content-type", "application/json");
	response.end(JSON.stringify({ id: "x", ip: host, port: tunnelPort,
		max_conn_count: 1, url: "http://x.example" }));
});
const tunnelHostPort = await listening(tunnelHost);

function signed(body) {
	const code = (name) => createHmac(name, secret).update(body).digest("hex");
	return {
		"content-type": "application/json",
		"x-github-event": "issue_comment",
		"x-github-delivery": "1",
		"x-hub-signature": `sha1=${code("sha1")}`,
		"x-hub-signature-256": `sha256=${code("sha256")}`,
	};
}

function post(port, body) {
	return new Promise((done, failed) => {
		http.request({ host, port, path: "/c", method: "POST", agent: false,
			headers: { ...signed(body), "content-length": Buffer.byteLength(body) } },
		(response) => { response.resume(); done(response.statusCode); })
			.on("error", failed).end(body);
	});
}

function throughTunnel(body) {
	const head = Object.entries({ host, ...signed(body),
		"content-length": Buffer.byteLength(body), connection: "close" })
		.map(([name, value]) => `${name}: ${value}\r\n`).join("");
	way.write(`POST /c HTTP/1.1\r\n${head}\r\n${body}`);
}

// A middleware of express, called as express does behind its JSON parser.
function express(body) {
	const handler = expressWebhook({ path: "/c", secret });
	handler.on("error", () => {});
	let status;
	const response = { status(code) { status = code; return this; }, send() {} };
	handler({ method: "POST", url: "/c", headers: signed(body),
		body: JSON.parse(body) }, response, () => {});
	return status === 200;
}

async function verdict(send) {
	const seen = new Promise((done) => { arrived = done; });
	const status = await send();
	const right = (await seen) ? "right" : "WRONG";
	return status === undefined ? right : `${right} (sender: ${status})`;
}

const logged = [];
const smee = new SmeeClient({
	source: `http://${host}:${channelPort}/c`,
	target: `http://${host}:${receiverPort}/c`,
	logger: { info: (line) => logged.push(`info ${line}`),
		error: (line) => logged.push(`error ${line}`) },
});
await smee.start();

for (const [name, body] of Object.entries(bodies)) {
	const tunnel = await localtunnel({ port: receiverPort, local_host: host,
		host: `http://${host}:${tunnelHostPort}` });
	while (!way)
		await new Promise((done) => setTimeout(done, 5));
	console.log(`${name}:`);
	console.log(`  direct      ${await verdict(() => post(receiverPort, body))}`);
	console.log(`  localtunnel ${await verdict(() => throughTunnel(body))}`);
	console.log(`  smee        ${await verdict(() => post(channelPort, body))}`);
	console.log(`  express     ${express(body) ? "right" : "WRONG"}`);
	tunnel.close();
	way = undefined;
}
await new Promise((done) => setTimeout(done, 100));
console.log("log of smee-client:");
for (const line of logged.filter((line) => line.includes("POST")))
	console.log(`  ${line.replace(/:\d+/, "")}`);
process.exit(0);
EOF

seen "does the signature fit at the receiver?" \
	'as JSON.stringify has it:
  direct      right (sender: 200)
  localtunnel right
  smee        right (sender: 200)
  express     right
as GitHub has a terminal log:
  direct      right (sender: 200)
  localtunnel right
  smee        WRONG (sender: 200)
  express     WRONG
as Gitea has it:
  direct      right (sender: 200)
  localtunnel right
  smee        WRONG (sender: 200)
  express     WRONG
log of smee-client:
  info POST http://127.0.0.1/c - 200
  info POST http://127.0.0.1/c - 401
  info POST http://127.0.0.1/c - 401' \
	"$(NODE_NO_WARNINGS=1 timeout 60 node "$tmp/relays.mjs")"
finish

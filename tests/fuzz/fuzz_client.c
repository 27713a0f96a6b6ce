/* SPDX-License-Identifier: MIT */
/*
 * A server that answers anything: a line "%%" ends an answer, and the next
 * begins. Its first line is the status (0: none, -1: none, but it may pass),
 * then come its headers, an empty line and the body. Whatever it says, the
 * client comes to an end, asks nobody else, and tells no token.
 */
#include "base/number.h"
#include "fuzz/fuzz.h"
#include "http/call.h"
#include "http/client.h"
#include "http/transport.h"
#include "source/github/protocol.h"

#define TOKEN "ghs_Tqz8"

enum { MOST_ASKED = 300, REQUESTS = 2, IN_FLIGHT = 2 };

struct server {
	struct hscan_transport transport;
	struct hscan_text all, rest; /* of the answers; they begin anew */
	const struct hscan_wire_request *asked[IN_FLIGHT];
	size_t waiting, count;
	int64_t now_ms;
};

static bool
tells_token(const char *text)
{
	return strstr(text, TOKEN) != NULL;
}

static enum hscan_status
start(struct hscan_transport *transport,
    const struct hscan_wire_request *request, struct hscan_error *err)
{
	struct server *server = (struct server *)transport;
	const struct hscan_text target = hscan_text_of(request->target);

	(void)err;
	ENSURE(server->waiting < IN_FLIGHT);
	ENSURE(++server->count <= MOST_ASKED);
	ENSURE(hscan_target_is_valid(target));
	ENSURE(!tells_token(request->target));
	ENSURE(!request->etag || !tells_token(request->etag));
	for (char *const *line = request->headers; *line; line++)
		ENSURE(!strpbrk(*line, "\r\n"));
	server->asked[server->waiting++] = request;
	return HSCAN_OK;
}

/* Takes an answer off; they are never used up. */
static void
answer(struct server *server, struct hscan_wire_reply *reply)
{
	struct hscan_text line = hscan_text_split(&server->rest, '\n');
	bool in_body = false;
	int64_t status;

	if (!hscan_parse_i64(line, -1, 599, &status))
		status = 200;
	if (status < 1) {
		reply->failure = hscan_fail(
		    &reply->err, HSCAN_ENET, "the line is dead; look at it");
		reply->tries = status < 0 ? 5 : 1;
		status = 0;
	}
	reply->status = status > 0 && status < 100 ? 100 : (int)status;
	while (server->rest.ptr) {
		line = hscan_text_split(&server->rest, '\n');
		if (hscan_text_is(line, "%%"))
			break;
		if (!in_body && line.len == 0) {
			in_body = true;
			continue;
		}
		(void)hscan_buf_add_text(
		    in_body ? &reply->body : &reply->headers, line);
		(void)hscan_buf_add_char(
		    in_body ? &reply->body : &reply->headers, '\n');
	}
	if (!server->rest.ptr)
		server->rest = server->all;
}

static enum hscan_status
wait_for(struct hscan_transport *transport, int timeout_ms,
    struct hscan_wire_reply *reply, struct hscan_error *err)
{
	struct server *server = (struct server *)transport;

	(void)err;
	ENSURE(timeout_ms >= 0);
	hscan_buf_reset(&reply->headers);
	hscan_buf_reset(&reply->body);
	reply->request = NULL;
	reply->failure = HSCAN_OK;
	reply->tries = 1;
	reply->unreached = reply->retry_http1 = false;
	reply->status = 0;
	if (server->waiting == 0) {
		server->now_ms += timeout_ms;
		return HSCAN_OK;
	}
	reply->request = server->asked[0];
	server->asked[0] = server->asked[1];
	server->waiting--;
	server->now_ms += 10;
	answer(server, reply);
	return HSCAN_OK;
}

static void
close_it(struct hscan_transport *transport)
{
	(void)transport;
}

static int64_t
now_s(void *payload)
{
	return INT64_C(1782892800) + ((struct server *)payload)->now_ms / 1000;
}

static int64_t
monotonic_ms(void *payload)
{
	return ((struct server *)payload)->now_ms;
}

static void
on_waiting(int64_t seconds, const char *why, void *payload)
{
	(void)payload;
	ENSURE(seconds > 0);
	ENSURE(why[0] && !tells_token(why));
}

static void
on_line(const char *line, void *payload)
{
	(void)payload;
	ENSURE(line[0] && !tells_token(line));
	ENSURE(fuzz_is_shown(hscan_text_of(line)));
}

static void
ensure_target(struct hscan_text target)
{
	ENSURE(!target.ptr || hscan_target_is_valid(target));
}

static void
ensure_answer(const struct hscan_http_reply *got, enum hscan_status status,
    const struct hscan_error *err)
{
	ENSURE(got->user != NULL);
	ENSURE(hscan_target_is_valid(got->target));
	if (status != HSCAN_OK) {
		ENSURE(status == HSCAN_ENET || status == HSCAN_ELIMIT ||
		       status == HSCAN_EAUTH || status == HSCAN_EREFUSED);
		fuzz_ensure_failure(err, status);
		ENSURE(!tells_token(err->message));
		return;
	}
	ENSURE(got->status >= 100 && got->status <= 599);
	ENSURE(got->status < 500);
	ENSURE(
	    got->body.len == 0 || (got->status != 304 && got->status != 204));
	ensure_target(got->next);
	ensure_target(got->moved_to);
	ENSURE(got->pages == -1 || got->pages > 0);
	fuzz_touch(got->body);
	fuzz_touch(got->etag);
	fuzz_touch(got->credential);
	fuzz_touch(got->headers);
}

static void
ask_all(struct hscan_http *http)
{
	static const char *const targets[REQUESTS] = {
	    "/repos/o/n/issues?state=all", "/repos/o/n"};
	struct hscan_http_reply got;
	struct hscan_error err;

	for (size_t i = 0; i < REQUESTS; i++) {
		const struct hscan_http_request request = {
		    .target = hscan_text_of(targets[i]),
		    .etag = hscan_text_of(i ? "W/\"a\"" : NULL),
		    .etag_of = hscan_text_of(http->credentials.at[0].id),
		    .user = http,
		};

		ENSURE(hscan_http_submit(http, &request, &err) == HSCAN_OK);
	}
	for (size_t i = 0; i < REQUESTS; i++) {
		enum hscan_status status = hscan_http_next(http, &got, &err);

		ensure_answer(&got, status, &err);
	}
	ENSURE(http->pending == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct hscan_transport_ops ops = {
	    .start = start, .wait = wait_for, .close = close_it};
	struct server server = {.transport.ops = &ops,
	    .all = fuzz_text(data, size),
	    .rest = fuzz_text(data, size)};
	struct hscan_http_options options;
	struct hscan_http *http = NULL;

	hscan_http_options_init(&options);
	options.dialect = &hscan_github_dialect;
	options.api_url = "https://api.example.org/";
	options.token = TOKEN "\n" TOKEN "-2\n";
	options.user_agent = "healthscan";
	options.max_in_flight = IN_FLIGHT;
	options.max_wait_s = 120;
	options.now_s = now_s;
	options.monotonic_ms = monotonic_ms;
	options.waiting = on_waiting;
	options.trace = options.note = options.warn = on_line;
	options.payload = &server;
	ENSURE(hscan_http_open_on(&options, &server.transport, &http, NULL) ==
	       HSCAN_OK);
	ask_all(http);
	hscan_http_close(http);
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* The queue of requests and how it is worked off; see client.h. */
#include "http/client.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <healthscan/repo.h>

#include "base/buf.h"
#include "base/text.h"
#include "http/headers.h"
#include "http/link.h"
#include "http/rate.h"
#include "http/session.h"
#include "http/transport.h"

/* The user's interrupt is seen at least this often. */
#define GLANCE_MS 200

/* Longer than any ETag that a server may send in one header. */
#define ETAG_MAX 8192

static const struct hscan_http_rate no_rate = {-1, -1, -1};

void
hscan_http_options_init(struct hscan_http_options *options)
{
	*options = (struct hscan_http_options){
	    .max_in_flight = 4,
	    .max_attempts = 5,
	    .max_wait_s = 300,
	    .max_body_bytes = (size_t)64 * 1024 * 1024,
	    .connect_timeout_s = 15,
	    .stall_timeout_s = 30,
	};
}

/* --- opening --- */

/* Visible ASCII only: what goes into a header must not end it. */
static bool
is_header_word(const char *string, bool spaces)
{
	for (; *string; string++) {
		if (*string == ' ' && spaces)
			continue;
		if (*string <= ' ' || *string > '~')
			return false;
	}
	return true;
}

/* The token is the last to go in, so that no half of it stays behind in
 * memory that the buffer has outgrown. */
static char *
join(const char *name, const char *value)
{
	struct hscan_buf line;

	hscan_buf_init(&line, SIZE_MAX);
	(void)hscan_buf_add_string(&line, name);
	if (hscan_buf_add_string(&line, value))
		return line.ptr;
	hscan_buf_clear(&line);
	return NULL;
}

/* The only place that knows which API this is. The token's line is last. */
static enum hscan_status
make_headers(struct hscan_http *http, const struct hscan_http_options *options,
    struct hscan_error *err)
{
	const char *agent = options->user_agent ? options->user_agent
						: "healthscan/" HSCAN_VERSION;
	const char *token = options->token ? options->token : "";

	if (!is_header_word(agent, true))
		return hscan_fail(err, HSCAN_EINVAL,
		    "the user agent has control characters or characters "
		    "outside ASCII; give another one");
	if (!is_header_word(token, false))
		return hscan_fail(err, HSCAN_EINVAL,
		    "the token has spaces, line breaks or characters outside "
		    "ASCII; check where it was copied from");
	http->has_token = token[0] != '\0';
	http->headers[0] = join("Accept: ", "application/vnd.github+json");
	http->headers[1] = join("X-GitHub-Api-Version: ", "2022-11-28");
	http->headers[2] = join("User-Agent: ", agent);
	if (http->has_token)
		http->headers[3] = join("Authorization: Bearer ", token);
	for (size_t i = 0; i < (http->has_token ? 4 : 3); i++) {
		if (!http->headers[i])
			return hscan_no_memory(err);
	}
	return HSCAN_OK;
}

static enum hscan_status
open_transport(struct hscan_http *http,
    const struct hscan_http_options *options, struct hscan_error *err)
{
	struct hscan_wire_options wire = {
	    .base = &http->base,
	    .headers = http->headers,
	    .ca_file = options->ca_file,
	    .max_in_flight = options->max_in_flight,
	    .max_body_bytes = options->max_body_bytes,
	    .connect_timeout_s = options->connect_timeout_s,
	    .stall_timeout_s = options->stall_timeout_s,
	};
	struct hscan_transport *inner = NULL;
	enum hscan_status status;

	if (options->replay_dir)
		status =
		    hscan_replay_open(options->replay_dir, &wire, &inner, err);
	else
		status = hscan_curl_open(&wire, &inner, err);
	if (status != HSCAN_OK)
		return status;
	http->transport = inner;
	if (!options->record_dir)
		return HSCAN_OK;
	return hscan_record_open(
	    options->record_dir, &http->base, inner, &http->transport, err);
}

/* Everything but the transport. */
static enum hscan_status
make_client(const struct hscan_http_options *options, struct hscan_http **out,
    struct hscan_error *err)
{
	struct hscan_http *http;
	enum hscan_status status;

	assert(options->now_s && options->monotonic_ms);
	assert(options->max_in_flight > 0 && options->max_attempts > 0);
	http = calloc(1, sizeof(*http));
	if (!http) {
		(void)hscan_no_memory(err);
		return HSCAN_ENOMEM;
	}
	http->options = *options;
	/* The caller's strings need not outlive this call. */
	http->options.api_url = NULL;
	http->options.token = NULL;
	http->options.user_agent = NULL;
	http->options.record_dir = NULL;
	http->options.replay_dir = NULL;
	http->options.ca_file = NULL;
	http->seen = no_rate;
	http->hold.until_ms = INT64_MIN / 4;
	http->random = (uint64_t)options->monotonic_ms(options->payload) ^
		       (uint64_t)options->now_s(options->payload) << 20;
	hscan_wire_reply_init(&http->reply);
	hscan_buf_init(&http->next, HSCAN_TARGET_MAX);
	status = hscan_url_parse(
	    options->api_url ? options->api_url : "", &http->base, err);
	if (status == HSCAN_OK)
		status = make_headers(http, options, err);
	if (status != HSCAN_OK) {
		hscan_http_close(http);
		return status;
	}
	hscan_url_authority(&http->base, http->authority);
	*out = http;
	return HSCAN_OK;
}

enum hscan_status
hscan_http_open(const struct hscan_http_options *options,
    struct hscan_http **out, struct hscan_error *err)
{
	struct hscan_http *http = NULL;
	enum hscan_status status = make_client(options, &http, err);

	if (status != HSCAN_OK)
		return status;
	status = open_transport(http, options, err);
	if (status != HSCAN_OK) {
		hscan_http_close(http);
		return status;
	}
	*out = http;
	return HSCAN_OK;
}

enum hscan_status
hscan_http_open_on(const struct hscan_http_options *options,
    struct hscan_transport *transport, struct hscan_http **out,
    struct hscan_error *err)
{
	enum hscan_status status = make_client(options, out, err);

	if (status != HSCAN_OK)
		hscan_transport_close(transport);
	else
		(*out)->transport = transport;
	return status;
}

/* --- closing --- */

static void
free_call(struct call *call)
{
	if (!call)
		return;
	free(call->target);
	free(call->etag);
	free(call->moved);
	free(call->moved_to);
	free(call);
}

static void
wipe_and_free(char *secret)
{
	/* A plain memset before free() may be optimised away. */
	volatile char *at = secret;

	if (!secret)
		return;
	while (*at)
		*at++ = '\0';
	free(secret);
}

void
hscan_http_close(struct hscan_http *http)
{
	if (!http)
		return;
	/* It borrows the headers and the calls, so it goes first. */
	hscan_transport_close(http->transport);
	while (http->calls) {
		struct call *call = http->calls;

		http->calls = call->next;
		free_call(call);
	}
	free_call(http->answered);
	for (size_t i = 0; i < sizeof(http->headers) / sizeof(http->headers[0]);
	     i++)
		wipe_and_free(http->headers[i]);
	hscan_wire_reply_clear(&http->reply);
	hscan_buf_clear(&http->next);
	free(http);
}

/* --- what it knows --- */

const char *
hscan_http_base_path(const struct hscan_http *http)
{
	return http->base.path;
}

bool
hscan_http_has_token(const struct hscan_http *http)
{
	return http->has_token;
}

unsigned
hscan_http_lines(const struct hscan_http *http)
{
	return http->options.max_in_flight;
}

size_t
hscan_http_pending(const struct hscan_http *http)
{
	return http->pending;
}

struct hscan_http_rate
hscan_http_rate_seen(const struct hscan_http *http)
{
	return http->seen;
}

struct hscan_http_count
hscan_http_count(const struct hscan_http *http)
{
	return http->count;
}

/* --- the queue --- */

static void
drop_answer(struct hscan_http *http)
{
	free_call(http->answered);
	http->answered = NULL;
}

static void
append(struct hscan_http *http, struct call *call)
{
	struct call **at = &http->calls;

	while (*at)
		at = &(*at)->next;
	*at = call;
}

static void
take_out(struct hscan_http *http, struct call *call)
{
	struct call **at = &http->calls;

	while (*at != call)
		at = &(*at)->next;
	*at = call->next;
	call->next = NULL;
}

/* An ETag that could end its header is of no use; without it the request is
 * merely not conditional. */
static bool
is_proper_etag(struct hscan_text etag)
{
	if (etag.len == 0 || etag.len > ETAG_MAX)
		return false;
	for (size_t i = 0; i < etag.len; i++) {
		unsigned char c = (unsigned char)etag.ptr[i];

		if (c < ' ' || c == 0x7F)
			return false;
	}
	return true;
}

enum hscan_status
hscan_http_submit(struct hscan_http *http,
    const struct hscan_http_request *request, struct hscan_error *err)
{
	struct call *call;

	drop_answer(http);
	if (!hscan_target_is_valid(request->target))
		return hscan_fail(err, HSCAN_EINVAL,
		    "not a target: it must begin with '/' and hold visible "
		    "ASCII only; percent-encode the rest");
	call = calloc(1, sizeof(*call));
	if (!call)
		return hscan_no_memory(err);
	call->user = request->user;
	call->owner = request->owner;
	call->target = strndup(request->target.ptr, request->target.len);
	if (is_proper_etag(request->etag))
		call->etag = strndup(request->etag.ptr, request->etag.len);
	if (!call->target || (is_proper_etag(request->etag) && !call->etag)) {
		free_call(call);
		return hscan_no_memory(err);
	}
	call->state = CALL_QUEUED;
	call->not_before_ms = INT64_MIN;
	call->wire = (struct hscan_wire_request){
	    .target = call->target,
	    .etag = call->etag,
	    .user = call,
	};
	append(http, call);
	http->pending++;
	return HSCAN_OK;
}

static bool
is_interrupted(const struct hscan_http *http)
{
	return http->options.interrupted && *http->options.interrupted != 0;
}

/* The oldest that somebody still waits for; there is one while any are
 * pending. */
static struct call *
oldest(const struct hscan_http *http)
{
	struct call *call = http->calls;

	while (call->state == CALL_ABANDONED)
		call = call->next;
	return call;
}

static enum hscan_status
start(struct hscan_http *http, struct call *call, struct hscan_error *err)
{
	enum hscan_status status =
	    http->transport->ops->start(http->transport, &call->wire, err);

	if (status != HSCAN_OK)
		return status;
	call->state = CALL_ON_WIRE;
	call->tries++;
	http->on_wire++;
	http->count.requests++;
	return HSCAN_OK;
}

/* Starts whatever may go out now. `*nap_ms` is shortened to the time until
 * more may. On failure `*call` is the one that has failed. */
static enum hscan_status
start_ready(struct hscan_http *http, int64_t *nap_ms, struct call **failed,
    struct hscan_error *err)
{
	struct call *call;

	for (call = http->calls; call; call = call->next) {
		int64_t now = http->options.monotonic_ms(http->options.payload);
		enum hscan_status status;
		int64_t wait_ms = 0;

		if (http->on_wire >= http->options.max_in_flight)
			break;
		if (call->state != CALL_QUEUED)
			continue;
		*failed = call;
		status = hscan_policy_hold(http, call, &wait_ms, err);
		if (status != HSCAN_OK)
			return status;
		if (call->not_before_ms > now &&
		    wait_ms < call->not_before_ms - now)
			wait_ms = call->not_before_ms - now;
		if (wait_ms > 0) {
			if (wait_ms < *nap_ms)
				*nap_ms = wait_ms;
			continue;
		}
		status = start(http, call, err);
		if (status != HSCAN_OK)
			return status;
	}
	return HSCAN_OK;
}

static void
fill_failure(struct hscan_http_answer *out, const struct call *call)
{
	*out = (struct hscan_http_answer){
	    .user = call->user,
	    .target = hscan_text_of(call->target),
	    .status = call->last_status,
	    .pages = -1,
	    .date = HSCAN_NEVER,
	    .rate = no_rate,
	};
}

static void
fill_answer(const struct hscan_http *http, struct hscan_http_answer *out,
    const struct call *call)
{
	struct hscan_text headers = hscan_buf_text(&http->reply.headers);

	fill_failure(out, call);
	out->body = hscan_buf_text(&http->reply.body);
	out->etag = hscan_header_get(headers, "etag");
	if (http->next.len > 0)
		out->next = hscan_buf_text(&http->next);
	out->pages = hscan_link_pages(headers);
	out->moved_to = hscan_text_of(call->moved_to);
	out->date = hscan_rate_date(headers);
	out->rate = hscan_rate_read(headers);
}

/* The call is over. What is on the wire cannot be freed yet. */
static void
finish(struct hscan_http *http, struct call *call)
{
	http->pending--;
	if (call->state == CALL_ON_WIRE) {
		call->state = CALL_ABANDONED;
		return;
	}
	take_out(http, call);
	http->answered = call;
}

void
hscan_http_drop(struct hscan_http *http, const void *owner)
{
	struct call *call = http->calls;

	while (call) {
		struct call *next = call->next;

		if (call->owner == owner && call->state != CALL_ABANDONED) {
			http->pending--;
			if (call->state == CALL_ON_WIRE) {
				call->state = CALL_ABANDONED;
			} else {
				take_out(http, call);
				free_call(call);
			}
		}
		call = next;
	}
}

/* Waits for a reply and judges it. `*done`: that call is over. */
static enum hscan_status
wait_and_judge(struct hscan_http *http, int64_t nap_ms, struct call **call,
    bool *done, struct hscan_error *err)
{
	const struct hscan_transport *transport = http->transport;
	enum hscan_status status;
	bool again = false;

	*done = false;
	*call = oldest(http);
	status = transport->ops->wait(
	    http->transport, (int)nap_ms, &http->reply, err);
	if (status != HSCAN_OK || !http->reply.request)
		return status;
	*call = http->reply.request->user;
	http->on_wire--;
	if ((*call)->state == CALL_ABANDONED) {
		take_out(http, *call);
		free_call(*call);
		return HSCAN_OK;
	}
	(*call)->state = CALL_QUEUED;
	status = hscan_policy_judge(http, *call, &again, err);
	*done = status == HSCAN_OK && !again;
	return status;
}

enum hscan_status
hscan_http_next(struct hscan_http *http, struct hscan_http_answer *out,
    struct hscan_error *err)
{
	struct call *call = NULL;
	enum hscan_status status = HSCAN_OK;
	bool done = false;

	assert(http->pending > 0);
	drop_answer(http);
	while (status == HSCAN_OK && !done) {
		int64_t nap_ms = GLANCE_MS;

		if (is_interrupted(http)) {
			call = oldest(http);
			status = hscan_fail(err, HSCAN_EINTR,
			    "interrupted; run again to go on");
			break;
		}
		status = start_ready(http, &nap_ms, &call, err);
		if (status == HSCAN_OK)
			status =
			    wait_and_judge(http, nap_ms, &call, &done, err);
	}
	if (status == HSCAN_OK)
		fill_answer(http, out, call);
	else
		fill_failure(out, call);
	finish(http, call);
	return status;
}

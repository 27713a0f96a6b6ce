/* SPDX-License-Identifier: MIT */
/* The queue of requests and how it is worked off; see client.h. */
#include "http/client.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <healthscan/repo.h>

#include "base/buf.h"
#include "base/text.h"
#include "http/backoff.h"
#include "http/call.h"
#include "http/headers.h"
#include "http/link.h"
#include "http/rate.h"
#include "http/transport.h"

/* The user's interrupt is seen at least this often. */
#define GLANCE_MS 200

/* Longer than any ETag that a server may send in one header. */
#define ETAG_MAX 8192

void
hscan_http_options_init(struct hscan_http_options *options)
{
	*options = (struct hscan_http_options){
	    .max_in_flight = 4,
	    .max_attempts = 5,
	    .max_wait_s = 60,
	    .retry_delay_s = 2,
	    .max_body_bytes = (size_t)64 * 1024 * 1024,
	    .connect_timeout_s = 15,
	    .stall_timeout_s = 30,
	    .answer_time_s = 60,
	};
}

/* --- opening --- */

/* "Name: value"; `what` is what it is to the user. */
static enum hscan_status
make_line(const char *name, const char *value, const char *what, char **out,
    struct hscan_error *err)
{
	struct hscan_buf line;

	/* Visible ASCII: what goes into a header must not end it. */
	for (const char *at = value; *at; at++)
		if (*at < ' ' || *at > '~')
			return hscan_fail(err, HSCAN_EINVAL,
			    "%s has control characters or characters outside "
			    "ASCII; give another one",
			    what);
	hscan_buf_init(&line, SIZE_MAX);
	if (!hscan_buf_add_format(&line, "%s: %s", name, value))
		return hscan_no_memory(err);
	*out = line.ptr;
	return HSCAN_OK;
}

static enum hscan_status
open_transport(struct hscan_http *http,
    const struct hscan_http_options *options, struct hscan_error *err)
{
	struct hscan_wire_options wire = {
	    .base = &http->base,
	    .ca_file = options->ca_file,
	    .max_in_flight = options->max_in_flight,
	    .max_body_bytes = options->max_body_bytes,
	    .connect_timeout_s = options->connect_timeout_s,
	    .stall_timeout_s = options->stall_timeout_s,
	    .answer_time_s = options->answer_time_s,
	    .connecting = options->connecting,
	    .payload = options->payload,
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
	return hscan_record_open(options->record_dir, &http->base,
	    http->options.dialect, inner, &http->transport, err);
}

/* What cannot fail. */
static void
set_up(struct hscan_http *http, const struct hscan_http_options *options)
{
	http->options = *options;
	if (!http->options.dialect)
		http->options.dialect = &hscan_http_plain;
	/* The caller's strings need not outlive this call. */
	http->options.api_url = NULL;
	http->options.token = NULL;
	http->options.user_agent = NULL;
	http->options.record_dir = NULL;
	http->options.replay_dir = NULL;
	http->options.ca_file = NULL;
	http->seen = HSCAN_RATE_UNKNOWN;
	http->hold = HOLD_NONE;
	http->in_flight = options->max_in_flight;
	http->budget = options->budget ? *options->budget : 0;
	http->random = (uint64_t)options->monotonic_ms(options->payload) ^
		       (uint64_t)options->now_s(options->payload) << 20;
	hscan_wire_reply_init(&http->reply);
	hscan_buf_init(&http->next, HSCAN_TARGET_MAX);
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
	if (!http)
		return hscan_no_memory(err);
	set_up(http, options);
	status = hscan_url_parse(options->api_url ? options->api_url : "",
	    http->options.dialect->example_url, &http->base, err);
	if (status == HSCAN_OK)
		status =
		    credentials_read(options->token, &http->credentials, err);
	if (status == HSCAN_OK)
		status = make_line("User-Agent",
		    options->user_agent ? options->user_agent
					: "healthscan/" HSCAN_VERSION,
		    "the user agent", &http->agent, err);
	if (status != HSCAN_OK) {
		hscan_http_close(http);
		return status;
	}
	http->base.aliased = http->options.dialect->is_aliased(http->base.host);
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

	if (!http)
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
	free(call->etag_of);
	free(call->upload);
	free(call->type);
	free(call->moved);
	free(call->moved_to);
	free(call);
}

void
hscan_http_close(struct hscan_http *http)
{
	if (!http)
		return;
	/* It borrows the calls and their headers, so it goes first. */
	hscan_transport_close(http->transport);
	while (http->calls) {
		struct call *call = http->calls;

		http->calls = call->next;
		free_call(call);
	}
	free_call(http->answered);
	credentials_clear(&http->credentials);
	free(http->agent);
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
	return credentials_has_token(&http->credentials);
}

unsigned
hscan_http_lines(const struct hscan_http *http)
{
	return http->options.max_in_flight;
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

static enum hscan_status
copy_etag(struct call *call, const struct hscan_http_request *request,
    struct hscan_error *err)
{
	if (request->body || !request->etag_of.ptr ||
	    !is_proper_etag(request->etag))
		return HSCAN_OK;
	call->etag = strndup(request->etag.ptr, request->etag.len);
	call->etag_of = strndup(request->etag_of.ptr, request->etag_of.len);
	return call->etag && call->etag_of ? HSCAN_OK : hscan_no_memory(err);
}

static enum hscan_status
copy_body(struct call *call, const struct hscan_http_body *body,
    struct hscan_error *err)
{
	if (!body)
		return HSCAN_OK;
	call->upload = calloc(1, sizeof(*call->upload));
	if (!call->upload)
		return hscan_no_memory(err);
	call->upload->body = *body;
	call->upload->body.type = NULL; /* need not outlive this call */
	return make_line(
	    "Content-Type", body->type, "the type of a body", &call->type, err);
}

static enum hscan_status
copy_request(struct call *call, const struct hscan_http_request *request,
    struct hscan_error *err)
{
	enum hscan_status status = copy_etag(call, request, err);

	if (status == HSCAN_OK)
		status = copy_body(call, request->body, err);
	if (status != HSCAN_OK)
		return status;
	call->user = request->user;
	call->owner = request->owner;
	call->target = strndup(request->target.ptr, request->target.len);
	call->wire = (struct hscan_wire_request){
	    .target = call->target,
	    .upload = call->upload,
	    .user = call,
	};
	return call->target ? HSCAN_OK : hscan_no_memory(err);
}

enum hscan_status
hscan_http_submit(struct hscan_http *http,
    const struct hscan_http_request *request, struct hscan_error *err)
{
	struct call *call;
	enum hscan_status status;

	drop_answer(http);
	if (!hscan_target_is_valid(request->target))
		return hscan_fail(err, HSCAN_EINVAL,
		    "not a target: it must begin with '/' and hold visible "
		    "ASCII only; percent-encode the rest");
	call = calloc(1, sizeof(*call));
	if (!call)
		return hscan_no_memory(err);
	status = copy_request(call, request, err);
	if (status != HSCAN_OK) {
		free_call(call);
		return status;
	}
	call->state = CALL_QUEUED;
	call->not_before_ms = INT64_MIN;
	call->useless = (unsigned)request->failures;
	call->attempts = http->options.max_attempts;
	if (request->attempts > 0 && request->attempts < call->attempts)
		call->attempts = request->attempts;
	if (call->useless > 0)
		call->not_before_ms = hscan_http_clock_ms(http) +
				      hscan_policy_pause_ms(http, call);
	append(http, call);
	http->pending++;
	return HSCAN_OK;
}

static bool
is_interrupted(const struct hscan_http *http)
{
	return http->options.interrupted && *http->options.interrupted != 0;
}

/* The oldest whose answer is still wanted; there is one while any are
 * pending. */
static struct call *
oldest(const struct hscan_http *http)
{
	struct call *call = http->calls;

	while (call->state == CALL_ABANDONED)
		call = call->next;
	return call;
}

static void
fill_headers(const struct hscan_http *http, struct call *call)
{
	const struct hscan_http_dialect *dialect = http->options.dialect;
	const struct credential *credential = call->credential;
	char **line = call->wire.headers;

	call->plain = call->plain || http->plain;
	if (dialect->accept)
		*line++ = dialect->accept;
	*line++ = http->agent;
	if (dialect->version && !call->plain)
		*line++ = dialect->version;
	if (call->type)
		*line++ = call->type;
	call->wire.credentials = &http->credentials;
	if (credential->line)
		*line++ = credential->line;
	*line = NULL;
	call->wire.etag =
	    call->etag && strcmp(call->etag_of, credential->id) == 0
		? call->etag
		: NULL;
}

static enum hscan_status
start(struct hscan_http *http, struct call *call, struct hscan_error *err)
{
	enum hscan_status status;

	fill_headers(http, call);
	status =
	    call->upload ? hscan_upload_rewind(call->upload, err) : HSCAN_OK;
	if (status == HSCAN_OK)
		status = http->transport->ops->start(
		    http->transport, &call->wire, err);
	if (status != HSCAN_OK)
		return status;
	call->state = CALL_ON_WIRE;
	call->in_flight = http->in_flight;
	call->tries++;
	http->on_wire++;
	http->count.requests++;
	if (http->options.budget && !http->transport->offline)
		--*http->options.budget;
	return HSCAN_OK;
}

/* How many may be on the wire: one alone after a limit, so that not all start
 * again the moment it ends; likewise after a 401, as all may get one. */
static size_t
allowed(const struct hscan_http *http)
{
	return http->careful || http->refusals > 0 ? 1 : http->in_flight;
}

/* The request that goes alone now, if there is one: what has failed repeatedly
 * may be too much for the server beside others, and a fault that hits every
 * second request does not hit two in a row. If it fails alone, the others wait
 * for its next try. */
static const struct call *
find_alone(const struct hscan_http *http)
{
	int64_t now = hscan_http_clock_ms(http);
	const struct call *alone = NULL;
	unsigned most = HSCAN_ALONE_AFTER - 1;

	for (const struct call *call = http->calls; call; call = call->next) {
		unsigned troubles = call->failures + call->useless;

		if (call->state == CALL_ABANDONED || troubles <= most ||
		    (troubles == HSCAN_ALONE_AFTER &&
			call->not_before_ms > now))
			continue;
		if (call->state == CALL_ON_WIRE)
			return call;
		alone = call;
		most = troubles;
	}
	return alone;
}

/* Starts one, unless it has to wait: `*nap_ms` is shortened to how long. */
static enum hscan_status
start_or_wait(struct hscan_http *http, struct call *call, int64_t *nap_ms,
    struct hscan_error *err)
{
	int64_t now = hscan_http_clock_ms(http);
	int64_t wait_ms = 0;
	enum hscan_status status =
	    hscan_policy_admit(http, call, &wait_ms, err);

	if (status != HSCAN_OK)
		return status;
	if (call->not_before_ms > now && wait_ms < call->not_before_ms - now)
		wait_ms = call->not_before_ms - now;
	if (wait_ms <= 0)
		return start(http, call, err);
	if (wait_ms < *nap_ms)
		*nap_ms = wait_ms;
	return HSCAN_OK;
}

/* Starts whatever may go out now. `*nap_ms` is shortened to the time until
 * more may. On failure `*call` is the one that has failed. */
static enum hscan_status
start_ready(struct hscan_http *http, int64_t *nap_ms, struct call **failed,
    struct hscan_error *err)
{
	const struct call *alone = find_alone(http);

	for (struct call *call = http->calls; call; call = call->next) {
		enum hscan_status status;
		struct hscan_error why;

		if (http->on_wire >= (alone ? 1 : allowed(http)))
			break;
		if (call->state != CALL_QUEUED || (alone && call != alone))
			continue;
		*failed = call;
		status = start_or_wait(http, call, nap_ms, &why);
		/* What was sent has been counted already: take its answer. */
		if ((status == HSCAN_ELIMIT || status == HSCAN_EAUTH) &&
		    http->on_wire > 0)
			break;
		if (status != HSCAN_OK) {
			if (err)
				*err = why;
			return status;
		}
	}
	return HSCAN_OK;
}

static void
fill_failure(struct hscan_http_reply *out, const struct call *call)
{
	*out = (struct hscan_http_reply){
	    .user = call->user,
	    .target = hscan_text_of(call->target),
	    .status = call->last_status,
	    .pages = -1,
	    .credential =
		hscan_text_of(call->credential ? call->credential->id : NULL),
	    .date = HSCAN_NEVER,
	    .rate = HSCAN_RATE_UNKNOWN,
	};
}

static void
fill_answer(const struct hscan_http *http, struct hscan_http_reply *out,
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
	out->headers = headers;
	out->date = hscan_rate_date(headers);
	out->rate = http->options.dialect->rate(headers);
}

/* Its answer is not wanted any more. True while it is on the wire, where it
 * cannot be freed; what goes with it is not read any more. */
static bool
abandon(struct hscan_http *http, struct call *call)
{
	http->pending--;
	if (call->state != CALL_ON_WIRE)
		return false;
	call->state = CALL_ABANDONED;
	if (call->upload)
		call->upload->dropped = true;
	return true;
}

/* The call is over. */
static void
finish(struct hscan_http *http, struct call *call)
{
	if (abandon(http, call))
		return;
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
			if (!abandon(http, call)) {
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

/* Until a call is over, or the clock says `until`. */
static enum hscan_status
await(struct hscan_http *http, int64_t until, struct call **call, bool *done,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	do {
		int64_t nap_ms = until - hscan_http_clock_ms(http);

		if (nap_ms > GLANCE_MS)
			nap_ms = GLANCE_MS;
		if (is_interrupted(http)) {
			*call = oldest(http);
			return hscan_fail(err, HSCAN_EINTR,
			    "interrupted; run again to go on");
		}
		status = start_ready(http, &nap_ms, call, err);
		if (status == HSCAN_OK)
			status = wait_and_judge(
			    http, nap_ms > 0 ? nap_ms : 0, call, done, err);
	} while (
	    status == HSCAN_OK && !*done && hscan_http_clock_ms(http) < until);
	return status;
}

enum hscan_status
hscan_http_next_within(struct hscan_http *http, int64_t most_ms,
    struct hscan_http_reply *out, bool *there, struct hscan_error *err)
{
	int64_t now = hscan_http_clock_ms(http);
	int64_t until = most_ms < INT64_MAX - now ? now + most_ms : INT64_MAX;
	struct call *call = NULL;
	bool done = false;
	enum hscan_status status;

	assert(http->pending > 0);
	drop_answer(http);
	status = await(http, until, &call, &done, err);
	*there = done || status != HSCAN_OK;
	if (!*there)
		return HSCAN_OK;
	if (status == HSCAN_OK)
		fill_answer(http, out, call);
	else
		fill_failure(out, call);
	finish(http, call);
	return status;
}

enum hscan_status
hscan_http_next(struct hscan_http *http, struct hscan_http_reply *out,
    struct hscan_error *err)
{
	bool there;

	return hscan_http_next_within(http, INT64_MAX, out, &there, err);
}

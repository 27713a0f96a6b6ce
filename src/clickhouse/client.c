/* SPDX-License-Identifier: MIT */
/* Who is asked, and one request after the other; see client.h. It speaks to the
 * transport of src/http itself: what the client there adds, such as tries and
 * tokens, is of no use for rows that have already been told. */
#include "clickhouse/client.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "clickhouse/call.h"
#include "clickhouse/exception.h"
#include "clickhouse/url.h"

enum {
	CONNECT_TIMEOUT_S = 10,
	TIME_S = 600,
	/* A server looks at its clock now and then only, and has to say so. */
	GRACE_S = 5,
	GRACE_SHARE = 10,
	/* How often we look for an interrupt. */
	WAIT_MS = 100,
	/* How long a server may take to end what nobody waits for. */
	KILL_S = 2,
	SESSION_SIZE = 80,
};

/* Of what is no rows: an exception, or the columns of a question. */
#define SAID_MAX ((size_t)1024 * 1024)

/* Of an address. */
#define TARGET_MAX ((size_t)16 * 1024)

/* Longer ones are a mistake. */
#define HEADER_MAX ((size_t)4 * 1024)

enum { TYPE, AGENT, USER, PASSWORD, HEADERS };

struct hscan_clickhouse {
	struct hscan_clickhouse_url url;
	char name[HSCAN_AUTHORITY_SIZE + HSCAN_DATABASE_SIZE + 1];
	char *user;
	struct hscan_buf headers[HEADERS];
	struct clickhouse_beside beside;
	int64_t time_s;
	struct hscan_transport *transport; /* NULL: interrupted */
	char session[SESSION_SIZE];        /* "": none */
	unsigned long long calls;          /* so far */
	char *ca_file;                     /* NULL: none */
	struct hscan_wire_reply reply;
	int code; /* of the last call's exception; 0: there was none */
	const volatile sig_atomic_t *interrupted;
	void (*trace)(const char *line, void *payload);
	void *payload;
};

/* A setting of the user's profile may not make an answer out of half of one:
 * limits throw, a shard that is down is a failure. What is joined lies on one
 * shard. */
static const char settings[] = "&wait_end_of_query=1"
			       "&skip_unavailable_shards=0"
			       "&distributed_product_mode=local"
			       "&insert_distributed_sync=1"
			       "&join_use_nulls=0"
			       "&timeout_overflow_mode=throw"
			       "&read_overflow_mode=throw"
			       "&result_overflow_mode=throw"
			       "&group_by_overflow_mode=throw"
			       "&sort_overflow_mode=throw"
			       "&set_overflow_mode=throw"
			       "&join_overflow_mode=throw"
			       "&distinct_overflow_mode=throw"
			       "&transfer_overflow_mode=throw";

/* --- opening and closing --- */

void
hscan_clickhouse_options_init(struct hscan_clickhouse_options *options)
{
	*options = (struct hscan_clickhouse_options){
	    .connect_timeout_s = CONNECT_TIMEOUT_S, .time_s = TIME_S};
}

/* What would end a header, or begin another one. */
static bool
has_control(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7F)
			return true;
	return false;
}

static enum hscan_status
write_headers(struct hscan_clickhouse *ch,
    const struct hscan_clickhouse_options *options, struct hscan_error *err)
{
	const char *user =
	    options->user && options->user[0] ? options->user : "default";

	if (has_control(user) ||
	    (options->password && has_control(options->password)))
		return hscan_fail(err, HSCAN_EINVAL,
		    "the user or the password for ClickHouse has a line break "
		    "or another control character in it; correct it");
	ch->user = strdup(user);
	if (options->user_agent)
		(void)hscan_buf_add_format(
		    &ch->headers[AGENT], "User-Agent: %s", options->user_agent);
	(void)hscan_buf_add_format(
	    &ch->headers[USER], "X-ClickHouse-User: %s", user);
	if (options->password)
		(void)hscan_buf_add_format(&ch->headers[PASSWORD],
		    "X-ClickHouse-Key: %s", options->password);
	if (!ch->user)
		return hscan_no_memory(err);
	for (size_t i = 0; i < HEADERS; i++)
		if (ch->headers[i].failed == HSCAN_EREFUSED)
			return hscan_fail(err, HSCAN_EINVAL,
			    "the user or the password for ClickHouse is longer "
			    "than %zu bytes; correct it",
			    HEADER_MAX);
		else if (ch->headers[i].failed != HSCAN_OK)
			return hscan_no_memory(err);
	return HSCAN_OK;
}

/* The type is of what goes with the request. Those at once are of one
 * type: only rows go beside rows. */
static enum hscan_status
add_headers(struct hscan_clickhouse *ch, const char *type,
    struct hscan_wire_request *request, struct hscan_error *err)
{
	size_t count = 0;

	hscan_buf_reset(&ch->headers[TYPE]);
	(void)hscan_buf_add_format(
	    &ch->headers[TYPE], "Content-Type: %s", type);
	for (size_t i = 0; i < HEADERS; i++)
		if (ch->headers[i].len > 0)
			request->headers[count++] = ch->headers[i].ptr;
	return hscan_buf_check(&ch->headers[TYPE], "a header", err);
}

static enum hscan_status
open_transport(struct hscan_clickhouse *ch, int64_t connect_timeout_s,
    int64_t wait_s, struct hscan_error *err)
{
	const struct hscan_wire_options wire = {
	    .base = &ch->url.server,
	    .ca_file = ch->ca_file,
	    .max_in_flight = CLICKHOUSE_AT_ONCE,
	    .max_body_bytes = SAID_MAX,
	    .connect_timeout_s = connect_timeout_s,
	    .stall_timeout_s = wait_s,
	    .answer_time_s = wait_s,
	    .too_slow = "ask for less at once",
	};

	return hscan_curl_open(&wire, &ch->transport, err);
}

static enum hscan_status
keep_options(struct hscan_clickhouse *ch,
    const struct hscan_clickhouse_options *options, struct hscan_error *err)
{
	if (options->session)
		(void)snprintf(
		    ch->session, sizeof(ch->session), "%s", options->session);
	if (options->ca_file)
		ch->ca_file = strdup(options->ca_file);
	return options->ca_file && !ch->ca_file ? hscan_no_memory(err)
						: HSCAN_OK;
}

enum hscan_status
hscan_clickhouse_open(const struct hscan_clickhouse_options *options,
    struct hscan_clickhouse **out, struct hscan_error *err)
{
	struct hscan_clickhouse *ch = calloc(1, sizeof(*ch));
	char authority[HSCAN_AUTHORITY_SIZE];
	enum hscan_status status;

	if (!ch)
		return hscan_no_memory(err);
	for (size_t i = 0; i < HEADERS; i++)
		hscan_buf_init_secret(&ch->headers[i], HEADER_MAX);
	hscan_wire_reply_init(&ch->reply);
	ch->time_s = options->time_s;
	ch->interrupted = options->interrupted;
	ch->trace = options->trace;
	ch->payload = options->payload;
	status = hscan_clickhouse_url_parse(options->url,
	    options->password && options->password[0], &ch->url, err);
	if (status == HSCAN_OK)
		status = write_headers(ch, options, err);
	if (status == HSCAN_OK)
		status = keep_options(ch, options, err);
	if (status == HSCAN_OK)
		status = open_transport(ch, options->connect_timeout_s,
		    options->time_s + GRACE_S + options->time_s / GRACE_SHARE,
		    err);
	if (status != HSCAN_OK) {
		hscan_clickhouse_close(ch);
		return status;
	}
	hscan_url_authority(&ch->url.server, authority);
	(void)snprintf(
	    ch->name, sizeof(ch->name), "%s/%s", authority, ch->url.database);
	*out = ch;
	return HSCAN_OK;
}

void
hscan_clickhouse_close(struct hscan_clickhouse *ch)
{
	if (!ch)
		return;
	hscan_transport_close(ch->transport);
	hscan_wire_reply_clear(&ch->reply);
	for (size_t i = 0; i < HEADERS; i++)
		hscan_buf_clear(&ch->headers[i]);
	if (ch->beside.payload)
		ch->beside.free(ch->beside.payload);
	free(ch->user);
	free(ch->ca_file);
	free(ch);
}

const char *
hscan_clickhouse_name(const struct hscan_clickhouse *ch)
{
	return ch->name;
}

int
clickhouse_last_code(const struct hscan_clickhouse *ch)
{
	return ch->code;
}

const char *
clickhouse_user(const struct hscan_clickhouse *ch)
{
	return ch->user;
}

/* --- one request --- */

bool
clickhouse_add_encoded(struct hscan_buf *out, struct hscan_text text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (hscan_is_alnum(c) || c == '-' || c == '_' || c == '.')
			(void)hscan_buf_add_char(out, c);
		else
			(void)hscan_buf_add_format(
			    out, "%%%02X", (unsigned)(unsigned char)c);
	}
	return out->failed == HSCAN_OK;
}

static enum hscan_status
write_target(struct hscan_clickhouse *ch, const char *query,
    struct hscan_buf *target, struct hscan_error *err)
{
	hscan_buf_reset(target);
	(void)hscan_buf_add_format(target,
	    "%s/?database=%s&max_execution_time=%" PRId64 "%s",
	    ch->url.server.path, ch->url.database, ch->time_s, settings);
	/* What stays on this machine is not worth the time. */
	if (!hscan_url_is_loopback(&ch->url.server))
		(void)hscan_buf_add_string(
		    target, "&enable_http_compression=1");
	if (ch->session[0])
		(void)hscan_buf_add_format(
		    target, "&query_id=%s-%llu", ch->session, ++ch->calls);
	if (query) {
		(void)hscan_buf_add_char(target, '&');
		(void)hscan_buf_add_string(target, query);
	}
	return hscan_buf_check(target, "the address of a question", err);
}

static void
give_up(struct hscan_clickhouse *ch)
{
	hscan_transport_close(ch->transport);
	ch->transport = NULL;
}

static void
tell(struct hscan_clickhouse *ch, const struct hscan_wire_request *request)
{
	struct hscan_error why;
	enum hscan_status status = open_transport(ch, KILL_S, KILL_S, &why);

	if (status == HSCAN_OK)
		status =
		    ch->transport->ops->start(ch->transport, request, &why);
	for (int waited = 0; status == HSCAN_OK && waited < KILL_S * 1000;
	     waited += WAIT_MS) {
		status = ch->transport->ops->wait(
		    ch->transport, WAIT_MS, &ch->reply, &why);
		if (ch->reply.request)
			break;
	}
	give_up(ch);
}

/* A server goes on with a question although nobody is there any more, for as
 * long as it is allowed to, so it is told: of all that this session has asked.
 * It may be that it cannot be. */
static void
end_there(struct hscan_clickhouse *ch)
{
	char sql[SESSION_SIZE + 80];
	struct clickhouse_bytes bytes = {.at = 0};
	struct hscan_upload upload = {.sent = 0};
	struct hscan_wire_request request = {.upload = &upload};
	struct hscan_buf target;
	struct hscan_error why;
	enum hscan_status status;

	(void)snprintf(sql, sizeof(sql),
	    "KILL QUERY WHERE startsWith(query_id, '%s-') ASYNC", ch->session);
	bytes.all = hscan_text_of(sql);
	upload.body = clickhouse_body_of(&bytes, "text/plain; charset=utf-8");
	hscan_buf_init(&target, TARGET_MAX);
	(void)hscan_buf_add_format(
	    &target, "%s/?database=%s", ch->url.server.path, ch->url.database);
	/* Behind the type of a form it would be taken for a part of one. */
	status = add_headers(ch, upload.body.type, &request, &why);
	request.target = hscan_buf_string(&target);
	if (status == HSCAN_OK && target.failed == HSCAN_OK)
		tell(ch, &request);
	hscan_buf_clear(&target);
}

static enum hscan_status
interrupt(struct hscan_clickhouse *ch, struct hscan_error *err)
{
	give_up(ch);
	if (ch->session[0])
		end_there(ch);
	return hscan_fail(err, HSCAN_EINTR, "interrupted");
}

static void
trace(const struct hscan_clickhouse *ch, const struct clickhouse_flight *flight)
{
	const struct hscan_sink *sink = flight->request.sink;
	char line[sizeof(ch->name) + 80];

	if (!ch->trace)
		return;
	(void)snprintf(line, sizeof(line), "POST %s %d %zu", ch->name,
	    ch->reply.status, ch->reply.body.len + (sink ? sink->bytes : 0));
	ch->trace(line, ch->payload);
}

/* Once the answer is there: what it says. */
static enum hscan_status
judge(struct hscan_clickhouse *ch, struct hscan_error *err)
{
	const struct hscan_wire_reply *reply = &ch->reply;

	if (reply->failure != HSCAN_OK) {
		*err = reply->err;
		return reply->failure;
	}
	if (reply->status != 200) {
		ch->code = hscan_clickhouse_code(
		    hscan_text_trim(hscan_buf_text(&reply->body)));
		return hscan_clickhouse_explain(reply->status,
		    hscan_buf_text(&reply->body), ch->name, ch->user, err);
	}
	return HSCAN_OK;
}

static enum hscan_status
go_on(struct hscan_clickhouse *ch, int wait_ms, struct hscan_error *err)
{
	struct clickhouse_flight *flight;
	enum hscan_status status;

	if (!ch->transport)
		return hscan_fail(err, HSCAN_EINTR, "interrupted");
	status =
	    ch->transport->ops->wait(ch->transport, wait_ms, &ch->reply, err);
	if (status != HSCAN_OK) {
		give_up(ch);
		return status;
	}
	if (ch->reply.request) {
		flight = ch->reply.request->user;
		flight->up = false;
		trace(ch, flight);
		flight->failed.status = judge(ch, &flight->failed);
	} else if (ch->interrupted && *ch->interrupted) {
		return interrupt(ch, err);
	}
	return HSCAN_OK;
}

enum hscan_status
clickhouse_pump(struct hscan_clickhouse *ch, struct hscan_error *err)
{
	return go_on(ch, WAIT_MS, err);
}

enum hscan_status
clickhouse_glance(struct hscan_clickhouse *ch, struct hscan_error *err)
{
	return go_on(ch, 0, err);
}

void
clickhouse_flight_init(struct clickhouse_flight *flight)
{
	*flight = (struct clickhouse_flight){.up = false};
	hscan_buf_init(&flight->target, TARGET_MAX);
}

void
clickhouse_flight_clear(struct clickhouse_flight *flight)
{
	hscan_buf_clear(&flight->target);
}

enum hscan_status
clickhouse_start(struct hscan_clickhouse *ch, struct clickhouse_flight *flight,
    const struct clickhouse_call *call, struct hscan_error *err)
{
	enum hscan_status status;

	if (!ch->transport)
		return hscan_fail(err, HSCAN_EINTR, "interrupted");
	flight->upload = (struct hscan_upload){.body = *call->body};
	flight->request = (struct hscan_wire_request){
	    .upload = &flight->upload, .sink = call->sink, .user = flight};
	flight->failed.status = HSCAN_OK;
	status = write_target(ch, call->query, &flight->target, err);
	if (status == HSCAN_OK)
		status =
		    add_headers(ch, call->body->type, &flight->request, err);
	if (status != HSCAN_OK)
		return status;
	flight->request.target = flight->target.ptr;
	status =
	    ch->transport->ops->start(ch->transport, &flight->request, err);
	flight->up = status == HSCAN_OK;
	return status;
}

/* The client outlives what it has started only if that has ended. */
static enum hscan_status
fly(struct hscan_clickhouse *ch, struct clickhouse_flight *flight,
    const struct clickhouse_call *call, struct hscan_error *err)
{
	enum hscan_status status = clickhouse_start(ch, flight, call, err);

	while (status == HSCAN_OK && flight->up)
		status = clickhouse_pump(ch, err);
	if (status == HSCAN_OK && flight->failed.status != HSCAN_OK) {
		*err = flight->failed;
		status = err->status;
	}
	return status;
}

struct clickhouse_beside *
clickhouse_beside(struct hscan_clickhouse *ch)
{
	return &ch->beside;
}

enum hscan_status
hscan_clickhouse_settle(struct hscan_clickhouse *ch, struct hscan_error *err)
{
	struct hscan_error ours;

	if (!err) /* there is always something to say within */
		err = &ours;
	return ch->beside.payload
		   ? ch->beside.settle(ch, ch->beside.payload, err)
		   : HSCAN_OK;
}

enum hscan_status
clickhouse_call(struct hscan_clickhouse *ch, const struct clickhouse_call *call,
    struct hscan_text *said, struct hscan_error *err)
{
	struct clickhouse_flight flight;
	struct hscan_error ours;
	enum hscan_status status;

	if (!err) /* there is always something to say within */
		err = &ours;
	status = hscan_clickhouse_settle(ch, err);
	/* What became of that is not this call's, to be tried again. */
	ch->code = 0;
	if (status != HSCAN_OK)
		return status;
	clickhouse_flight_init(&flight);
	status = fly(ch, &flight, call, err);
	clickhouse_flight_clear(&flight);
	if (status == HSCAN_OK && said)
		*said = hscan_buf_text(&ch->reply.body);
	return status;
}

/* --- bodies in memory --- */

static enum hscan_status
read_bytes(
    void *payload, char *out, size_t size, size_t *len, struct hscan_error *err)
{
	struct clickhouse_bytes *bytes = payload;
	size_t left = bytes->all.len - bytes->at;

	(void)err;
	*len = left < size ? left : size;
	if (*len > 0)
		memcpy(out, bytes->all.ptr + bytes->at, *len);
	bytes->at += *len;
	return HSCAN_OK;
}

static enum hscan_status
rewind_bytes(void *payload, struct hscan_error *err)
{
	struct clickhouse_bytes *bytes = payload;

	(void)err;
	bytes->at = 0;
	return HSCAN_OK;
}

struct hscan_http_body
clickhouse_body_of(struct clickhouse_bytes *bytes, const char *type)
{
	return (struct hscan_http_body){
	    .type = type,
	    .length = (int64_t)bytes->all.len,
	    .read = read_bytes,
	    .rewind = rewind_bytes,
	    .payload = bytes,
	};
}

enum hscan_status
hscan_clickhouse_exec(
    struct hscan_clickhouse *ch, const char *sql, struct hscan_error *err)
{
	struct clickhouse_bytes bytes = {.all = hscan_text_of(sql)};
	const struct hscan_http_body body =
	    clickhouse_body_of(&bytes, "text/plain; charset=utf-8");
	const struct clickhouse_call call = {.body = &body};

	return clickhouse_call(ch, &call, NULL, err);
}

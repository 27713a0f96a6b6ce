/* SPDX-License-Identifier: MIT */
/* What a reply means: an answer, another try, a wait, another place. */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <healthscan/repo.h>

#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "http/backoff.h"
#include "http/call.h"
#include "http/fault.h"
#include "http/headers.h"
#include "http/link.h"
#include "http/rate.h"

#define REDIRECTS_MAX 5

/* A cursor would push the reason out of the message. */
#define SHOWN_MAX 160

/* So many 401 in a row are about the token, not about what was asked for. */
#define REFUSALS_MAX 3

/* A token that ends sooner than this is worth a warning. */
#define SOON_S (INT64_C(7) * 86400)

/* --- messages --- */

enum hscan_status
hscan_policy_failed(
    const struct call *call, enum hscan_status status, struct hscan_error *err)
{
	const char *more = strlen(call->target) > SHOWN_MAX ? "..." : "";

	if (call->failures > 1)
		hscan_error_prefix(err,
		    "%s %.*s%s failed %u times: ", call_method(call), SHOWN_MAX,
		    call->target, more, call->failures);
	else
		hscan_error_prefix(err, "%s %.*s%s failed: ", call_method(call),
		    SHOWN_MAX, call->target, more);
	return status;
}

static void
trace(const struct hscan_http *http, const struct call *call)
{
	const struct hscan_wire_reply *reply = &http->reply;
	struct hscan_buf line;

	if (!http->options.trace)
		return;
	hscan_buf_init(&line, HSCAN_TARGET_MAX + 1024);
	(void)hscan_buf_add_format(
	    &line, "%s %s", call_method(call), call->wire.target);
	if (reply->failure != HSCAN_OK)
		(void)hscan_buf_add_format(&line, " failed (%.*s)",
		    (int)strcspn(reply->err.message, ";"), reply->err.message);
	else
		(void)hscan_buf_add_format(
		    &line, " %d %zu", reply->status, reply->body.len);
	(void)hscan_buf_add_format(&line, " (try %u)", call->tries);
	http->options.trace(hscan_buf_string(&line), http->options.payload);
	hscan_buf_clear(&line);
}

static void
announce_wait(const struct hscan_http *http, int64_t wait_ms, const char *why)
{
	if (http->options.waiting && wait_ms >= 1000)
		http->options.waiting(
		    (wait_ms + 999) / 1000, why, http->options.payload);
}

/* --- rate limits --- */

/* By the server's clock, if its answer has a Date. */
static int64_t
server_now(const struct hscan_http *http)
{
	int64_t date = hscan_rate_date(hscan_buf_text(&http->reply.headers));

	return date != HSCAN_NEVER ? date
				   : http->options.now_s(http->options.payload);
}

static enum hscan_status
fail_limit(const struct hscan_http *http, const struct call *call,
    const struct hold *hold, struct hscan_error *err)
{
	const struct hscan_http_dialect *dialect = http->options.dialect;
	char until[HSCAN_TIME_SIZE];
	/* It is within the hour, so the day says nothing. */
	const char *clock = until + strlen("2026-01-01T");
	enum hscan_status status = HSCAN_ELIMIT;

	hscan_format_time(hold->until_s, until);
	if (!hold->primary)
		(void)hscan_fail(err, status,
		    "%s asks to slow down (secondary rate limit); run again "
		    "after %s, or wait longer with --max-wait",
		    http->authority, clock);
	else if (credentials_has_token(&http->credentials) ||
		 dialect->an_hour == 0)
		(void)hscan_fail(err, status,
		    "the rate limit of %s is used up; run again after %s, or "
		    "wait with --max-wait",
		    http->authority, clock);
	else
		(void)hscan_fail(err, status,
		    "the rate limit of %s is used up; run again after %s, "
		    "wait with --max-wait, or %s: %d requests an hour instead "
		    "of %d",
		    http->authority, clock, dialect->give_token,
		    dialect->an_hour, dialect->an_hour_without);
	return hscan_policy_failed(call, status, err);
}

/* The longest hold counts: answers may overtake each other. */
static void
set_hold(
    const struct hscan_http *http, struct hold *at, const struct hold *hold)
{
	int64_t longer_ms = hold->until_ms - at->until_ms;
	bool reported = at->reported && longer_ms < 1000;

	if (http->transport->offline || longer_ms <= 0)
		return;
	*at = *hold;
	at->reported = reported;
}

/* Remembers the budget in the answer; once it is used up, its token is not used
 * before the reset. */
static void
note_rate(struct hscan_http *http, const struct call *call)
{
	struct hscan_http_rate rate =
	    http->options.dialect->rate(hscan_buf_text(&http->reply.headers));
	int64_t now = server_now(http);
	struct hold hold;
	int64_t wait_s;

	if (rate.limit < 0 && rate.remaining < 0 && rate.reset < 0)
		return;
	http->seen = rate;
	if (!hscan_rate_is_used_up(&rate, now))
		return;
	wait_s = hscan_rate_until_reset(&rate, now);
	hold = (struct hold){
	    .until_ms = hscan_http_clock_ms(http) + wait_s * 1000,
	    .until_s = now + wait_s,
	    .primary = true,
	};
	set_hold(http, &call->credential->hold, &hold);
}

/* Asked to slow down, the client sends fewer requests at once from then on.
 * Those that were in flight together count once. */
static void
slow_down(struct hscan_http *http, const struct call *call)
{
	char line[120];

	if (http->in_flight == 1 || call->in_flight > http->in_flight)
		return;
	http->in_flight /= 2;
	if (!http->options.note)
		return;
	(void)snprintf(line, sizeof(line),
	    "no more than %u request%s at once from here on: the server asks "
	    "to slow down",
	    http->in_flight, http->in_flight == 1 ? "" : "s");
	http->options.note(line, http->options.payload);
}

/* How long to wait where the server does not say. The random part, which
 * spreads clients, must not push the wait beyond the maximum. */
static int64_t
limit_pause_ms(struct hscan_http *http, const struct call *call)
{
	int64_t max_ms = http->options.max_wait_s * 1000;
	int64_t least_ms = hscan_backoff_limit_ms(call->limits, 0);
	int64_t pause_ms = hscan_backoff_limit_ms(
	    call->limits, hscan_backoff_random(&http->random));

	return pause_ms > max_ms && least_ms <= max_ms ? max_ms : pause_ms;
}

/* Whether requests have to wait now. None is sent then, so this one was in
 * flight when another answer brought the limit. */
static bool
is_held(const struct hscan_http *http, const struct call *call)
{
	int64_t now_ms = hscan_http_clock_ms(http);

	return http->hold.until_ms > now_ms ||
	       (call->credential && call->credential->hold.until_ms > now_ms);
}

static enum hscan_status
judge_limit(struct hscan_http *http, struct call *call, bool primary,
    bool was_held, bool *again, struct hscan_error *err)
{
	struct hscan_text headers = hscan_buf_text(&http->reply.headers);
	const struct hscan_http_rate rate =
	    http->options.dialect->rate(headers);
	const struct hscan_text any = {NULL, 0};
	int64_t now = server_now(http), now_ms = hscan_http_clock_ms(http);
	int64_t wait_s = hscan_rate_wait(headers, &rate, now);
	int64_t wait_ms = wait_s * 1000;
	unsigned before = call->limits;
	struct hold hold = {.primary = primary};
	struct hold *held =
	    hold.primary ? &call->credential->hold : &http->hold;

	/* Requests in flight when a limit is hit do not count as hits. */
	call->limits += !was_held;
	if (wait_s < 0)
		wait_ms = limit_pause_ms(http, call);
	if (wait_s == 0)
		wait_ms = 1000; /* it has said no, after all */
	hold.until_ms = now_ms + wait_ms;
	hold.until_s = now + wait_ms / 1000;
	if (!hold.primary)
		slow_down(http, call);
	set_hold(http, held, &hold);
	*again = true;
	/* Trying another token does not count as a retry. */
	if (hold.primary && !http->transport->offline &&
	    hscan_upload_can_repeat(call->upload) &&
	    credentials_choose(&http->credentials, any, now_ms)) {
		call->limits = before;
		return HSCAN_OK;
	}
	/* hscan_policy_admit() finds out whether that is too long. */
	if (call->limits < http->options.max_attempts &&
	    hscan_upload_can_repeat(call->upload))
		return HSCAN_OK;
	*again = false;
	return fail_limit(http, call, &hold, err);
}

/* Repeating a wrong token locks accounts and blocks addresses; after a few
 * refusals nothing more is sent. */
static enum hscan_status
check_welcome(const struct hscan_http *http, struct hscan_error *err)
{
	if (http->refusals < REFUSALS_MAX || http->transport->offline)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EAUTH,
	    "%s is not asked again: %s (HTTP 401); %s", http->authority,
	    credentials_has_token(&http->credentials)
		? "it does not accept the token"
		: "it wants a token",
	    credentials_has_token(&http->credentials)
		? "make a new one"
		: http->options.dialect->give_token);
}

/* Once a request has failed to connect after all its tries, the others fail at
 * once. */
static enum hscan_status
check_connection(const struct hscan_http *http, const struct call *call,
    struct hscan_error *err)
{
	if (http->down.status == HSCAN_OK)
		return HSCAN_OK;
	(void)hscan_fail(err, http->down.status, "%s", http->down.message);
	return hscan_policy_failed(call, http->down.status, err);
}

static enum hscan_status
check_budget(const struct hscan_http *http, struct hscan_error *err)
{
	if (!http->options.budget || http->transport->offline ||
	    *http->options.budget > 0)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_ELIMIT,
	    "the budget of %" PRId64 " request%s is used up; what was fetched "
	    "is kept, run again to go on",
	    http->budget, http->budget == 1 ? "" : "s");
}

enum hscan_status
hscan_policy_admit(struct hscan_http *http, struct call *call, int64_t *wait_ms,
    struct hscan_error *err)
{
	int64_t now_ms = hscan_http_clock_ms(http);
	struct hold *hold = &http->hold;
	struct credential *credential;
	enum hscan_status status = check_connection(http, call, err);

	if (status == HSCAN_OK)
		status = check_welcome(http, err);
	if (status != HSCAN_OK)
		return status;
	credential = credentials_choose(
	    &http->credentials, hscan_text_of(call->etag_of), now_ms);
	if (!credential)
		hold = &credentials_earliest(&http->credentials)->hold;
	if (hold->until_ms < http->hold.until_ms)
		hold = &http->hold;
	*wait_ms = hold->until_ms > now_ms ? hold->until_ms - now_ms : 0;
	if (*wait_ms == 0) {
		call->credential = credential;
		return check_budget(http, err);
	}
	if ((*wait_ms + 999) / 1000 > http->options.max_wait_s)
		return fail_limit(http, call, hold, err);
	http->careful = true;
	if (!hold->reported) {
		hold->reported = true;
		announce_wait(http, *wait_ms,
		    hold->primary ? "the rate limit is used up"
				  : "the server asks to slow down");
	}
	return HSCAN_OK;
}

/* --- failures that may pass --- */

/* Longer each time, except for the first try alone. */
int64_t
hscan_policy_pause_ms(struct hscan_http *http, const struct call *call)
{
	unsigned troubles = call->failures + call->useless;

	return hscan_backoff_failure_ms(http->options.retry_delay_s * 1000,
	    troubles == HSCAN_ALONE_AFTER + 1 ? 1 : troubles,
	    hscan_backoff_random(&http->random));
}

/* Counts a failure of a kind that is worth `tries` in all. True when there is
 * to be another try, after a pause of at least `pause_s`. */
static bool
try_later(struct hscan_http *http, struct call *call, unsigned tries,
    int64_t pause_s, const char *why)
{
	int64_t delay_ms;

	call->failures++;
	if (call->failures >= call->attempts || call->failures >= tries ||
	    pause_s > http->options.max_wait_s ||
	    !hscan_upload_can_repeat(call->upload))
		return false;
	if (http->transport->offline)
		return true;
	delay_ms = hscan_policy_pause_ms(http, call);
	if (delay_ms < pause_s * 1000)
		delay_ms = pause_s * 1000;
	call->not_before_ms = hscan_http_clock_ms(http) + delay_ms;
	announce_wait(http, delay_ms, why);
	return true;
}

static enum hscan_status
judge_failure(struct hscan_http *http, struct call *call, bool *again,
    struct hscan_error *err)
{
	const struct hscan_wire_reply *reply = &http->reply;
	char why[HSCAN_ERROR_SIZE];

	(void)snprintf(why, sizeof(why), "%.*s",
	    (int)strcspn(reply->err.message, ";"), reply->err.message);
	if (try_later(http, call, reply->tries, 0, why)) {
		call->wire.http1 = call->wire.http1 || reply->retry_http1;
		*again = true;
		return HSCAN_OK;
	}
	(void)hscan_fail(err, reply->failure, "%s", reply->err.message);
	/* The others would fail in the same way, after as long a wait. */
	if (reply->unreached)
		http->down = reply->err;
	if (reply->failure == HSCAN_ENET || reply->failure == HSCAN_EREFUSED)
		return hscan_policy_failed(call, reply->failure, err);
	return reply->failure;
}

static const char *
reason_of(int status)
{
	switch (status) {
	case 500: return " (Internal Server Error)";
	case 502: return " (Bad Gateway)";
	case 503: return " (Service Unavailable)";
	case 504: return " (Gateway Timeout)";
	default: return "";
	}
}

static enum hscan_status
judge_server_error(struct hscan_http *http, struct call *call, bool *again,
    struct hscan_error *err)
{
	const struct hscan_wire_reply *reply = &http->reply;
	const char *fault = hscan_fault_of(http->options.dialect, reply);
	int64_t pause_s = hscan_rate_retry_after(
	    hscan_buf_text(&reply->headers), server_now(http));
	char why[HSCAN_AUTHORITY_SIZE + 64];

	if (fault)
		(void)snprintf(
		    why, sizeof(why), "%s answered %s", http->authority, fault);
	else
		(void)snprintf(why, sizeof(why), "%s answered %d%s",
		    http->authority, reply->status, reason_of(reply->status));
	if (try_later(http, call, UINT_MAX, pause_s, why)) {
		*again = true;
		return HSCAN_OK;
	}
	if (reply->status == 200 || reply->status == 304)
		(void)hscan_fail(err, HSCAN_ENET,
		    "%s; check the address and who is in between, or run again "
		    "later",
		    why);
	else
		(void)hscan_fail(err, HSCAN_ENET,
		    "%s; the server has trouble, run again later", why);
	return hscan_policy_failed(call, HSCAN_ENET, err);
}

/* --- redirects --- */

static bool
is_redirect(int status)
{
	return status == 301 || status == 302 || status == 307 || status == 308;
}

/* Takes `target` over as the next hop. */
static enum hscan_status
move(struct call *call, char *target, bool for_good, struct hscan_error *err)
{
	if (!for_good)
		call->moved_for_now = true;
	/* A temporary redirect does not lead to a new name. */
	if (for_good && !call->moved_for_now) {
		char *moved_to = strdup(target);

		if (!moved_to) {
			free(target);
			return hscan_no_memory(err);
		}
		free(call->moved_to);
		call->moved_to = moved_to;
	}
	free(call->moved);
	call->moved = target;
	call->wire.target = target;
	call->redirects++;
	return HSCAN_OK;
}

static enum hscan_status
follow(struct hscan_http *http, struct call *call, struct hscan_text location,
    bool *again, struct hscan_error *err)
{
	struct hscan_buf target;
	struct hscan_error why;
	enum hscan_status status;
	int code = http->reply.status;

	if (call->redirects == REDIRECTS_MAX) {
		(void)hscan_fail(err, HSCAN_EREFUSED,
		    "more than %d redirects in a row; check the address",
		    REDIRECTS_MAX);
		return hscan_policy_failed(call, HSCAN_EREFUSED, err);
	}
	hscan_buf_init(&target, HSCAN_TARGET_MAX);
	status = hscan_url_resolve(&http->base,
	    hscan_text_of(call->wire.target), location, &target, &why);
	if (status == HSCAN_OK) {
		*again = true;
		return move(call, target.ptr, code == 301 || code == 308, err);
	}
	hscan_buf_clear(&target);
	if (status == HSCAN_ENOMEM)
		return hscan_no_memory(err);
	(void)hscan_fail(err, status,
	    "a redirect of %s was not followed: %s; only %s%s is asked",
	    http->authority, why.message, http->base.tls ? "" : "http://",
	    http->authority);
	return hscan_policy_failed(call, status, err);
}

/* --- refusals that another try may get round --- */

/* A token is not accepted, and not used from here on. True when there is
 * another one. */
static bool
try_other_token(struct hscan_http *http, struct call *call)
{
	struct credential *credential = call->credential;
	char line[HSCAN_AUTHORITY_SIZE + 120];

	/* Already known: it was in flight with the first that was refused. */
	if (credential->refused)
		return true;
	if (!credentials_refuse(&http->credentials, credential)) {
		http->refusals++;
		return false;
	}
	(void)snprintf(line, sizeof(line),
	    "%s does not accept the token on line %zu; the others are used, "
	    "replace it",
	    http->authority, credential->place);
	if (http->options.warn)
		http->options.warn(line, http->options.payload);
	return true;
}

/* A server that does not know the version of the API says 400, one that has
 * dropped it 410, which also means that the object is gone: a request without
 * a version shows which of the two. */
static bool
try_without_version(const struct hscan_http *http, struct call *call)
{
	bool first = http->options.dialect->version && !call->plain;

	call->plain = true;
	return first;
}

static bool
try_as_another(struct hscan_http *http, struct call *call)
{
	int status = http->reply.status;

	if (status == 401)
		return try_other_token(http, call) &&
		       hscan_upload_can_repeat(call->upload);
	return (status == 400 || status == 410) &&
	       hscan_upload_can_repeat(call->upload) &&
	       try_without_version(http, call);
}

/* --- what else the headers say --- */

static void
note_expiry(const struct hscan_http *http, struct credential *credential)
{
	struct hscan_text headers = hscan_buf_text(&http->reply.headers);
	char when[HSCAN_TIME_SIZE], line[160];
	int64_t end;

	if (credential->reported || !http->options.warn ||
	    !http->options.dialect->token_expiry(headers, &end) ||
	    end - server_now(http) > SOON_S)
		return;
	credential->reported = true;
	hscan_format_time(end, when);
	(void)snprintf(line, sizeof(line),
	    "the token%s expires at %s; make a new one",
	    http->credentials.len > 1 ? " in use" : "", when);
	http->options.warn(line, http->options.payload);
}

/* The version of the API that we speak is about to end. */
static void
note_sunset(struct hscan_http *http)
{
	struct hscan_text headers = hscan_buf_text(&http->reply.headers);
	struct hscan_text old = hscan_header_get(headers, "deprecation");
	struct hscan_text end = hscan_header_get(headers, "sunset");
	char shown_old[80], shown_end[80];
	char line[HSCAN_AUTHORITY_SIZE + 300];

	if (http->sunset_reported || !http->options.note ||
	    (!old.ptr && !end.ptr))
		return;
	http->sunset_reported = true;
	(void)snprintf(line, sizeof(line),
	    "%s says that this version of its API ends (Deprecation: %s, "
	    "Sunset: %s); look for a newer healthscan",
	    http->authority,
	    old.ptr ? hscan_safe(old, shown_old, sizeof(shown_old)) : "-",
	    end.ptr ? hscan_safe(end, shown_end, sizeof(shown_end)) : "-");
	http->options.note(line, http->options.payload);
}

static void
note_version(struct hscan_http *http, const struct call *call)
{
	char line[120];

	if (!call->plain || http->plain || http->reply.status >= 400)
		return;
	http->plain = true;
	if (!http->options.note)
		return;
	(void)snprintf(line, sizeof(line),
	    "the server does not know version %s of the API; it is asked "
	    "without one",
	    http->options.dialect->version_name);
	http->options.note(line, http->options.payload);
}

static void
note_headers(struct hscan_http *http, const struct call *call)
{
	if (http->reply.status == 304)
		http->count.not_modified++;
	note_rate(http, call);
	note_expiry(http, call->credential);
	note_sunset(http);
	note_version(http, call);
}

/* --- the whole --- */

/* The token would get into the store, a message or a recording. */
static enum hscan_status
refuse_echo(const struct hscan_http *http, const struct call *call,
    struct hscan_error *err)
{
	(void)hscan_fail(err, HSCAN_EREFUSED,
	    "%s repeats the token in its answer, which is not kept; check who "
	    "is in between, and make a new token",
	    http->authority);
	return hscan_policy_failed(call, HSCAN_EREFUSED, err);
}

static void
warn_of_foreign(struct hscan_http *http, const char *foreign)
{
	char line[3 * HSCAN_ORIGIN_SIZE + 160];

	if (http->foreign_reported || !http->options.warn)
		return;
	http->foreign_reported = true;
	(void)snprintf(line, sizeof(line),
	    "%s names %s in its links to further pages: they are asked of "
	    "%s%s all the same, and only of it",
	    http->authority, foreign, http->base.tls ? "" : "http://",
	    http->authority);
	http->options.warn(line, http->options.payload);
}

/* The next page, if the answer names one. */
static enum hscan_status
find_next(
    struct hscan_http *http, const struct call *call, struct hscan_error *err)
{
	struct hscan_text url =
	    hscan_link_next(hscan_buf_text(&http->reply.headers));
	char foreign[HSCAN_ORIGIN_SIZE];
	struct hscan_error why;
	enum hscan_status status;

	hscan_buf_reset(&http->next);
	if (!url.ptr)
		return HSCAN_OK;
	status = hscan_url_follow(&http->base, hscan_text_of(call->wire.target),
	    url, &http->next, foreign, &why);
	if (status == HSCAN_OK && foreign[0] != '\0')
		warn_of_foreign(http, foreign);
	if (status == HSCAN_OK)
		return HSCAN_OK;
	if (status == HSCAN_ENOMEM)
		return hscan_no_memory(err);
	(void)hscan_fail(err, status,
	    "the link to the next page was refused: %s; only %s%s is asked",
	    why.message, http->base.tls ? "" : "http://", http->authority);
	return hscan_policy_failed(call, status, err);
}

enum hscan_status
hscan_policy_judge(struct hscan_http *http, struct call *call, bool *again,
    struct hscan_error *err)
{
	struct hscan_wire_reply *reply = &http->reply;
	struct hscan_text headers = hscan_buf_text(&reply->headers);
	struct hscan_text location;
	bool held = is_held(http, call);
	enum hscan_http_limit limit;

	*again = false;
	trace(http, call);
	if (reply->status != 0)
		call->last_status = reply->status;
	/* Before the status: a 200 may have been cut short. */
	if (reply->failure != HSCAN_OK)
		return judge_failure(http, call, again, err);
	if (hscan_fault_repeats_token(reply))
		return refuse_echo(http, call, err);
	note_headers(http, call);
	limit = http->options.dialect->limit(
	    reply->status, headers, hscan_buf_text(&reply->body));
	if (limit != HSCAN_LIMIT_NONE)
		return judge_limit(
		    http, call, limit == HSCAN_LIMIT_BUDGET, held, again, err);
	http->careful = false;
	if (reply->status != 401)
		http->refusals = 0;
	if (reply->status >= 500 ||
	    hscan_fault_of(http->options.dialect, reply))
		return judge_server_error(http, call, again, err);
	*again = try_as_another(http, call);
	if (*again)
		return HSCAN_OK;
	if (reply->status == 204 || reply->status == 304)
		hscan_buf_reset(&reply->body);
	location = hscan_header_get(headers, "location");
	if (is_redirect(reply->status) && location.ptr && !call->upload)
		return follow(http, call, location, again, err);
	return find_next(http, call, err);
}

/* SPDX-License-Identifier: MIT */
/* What a reply means: an answer, another try, a wait, another place. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <healthscan/repo.h>

#include "base/text.h"
#include "base/time.h"
#include "http/backoff.h"
#include "http/headers.h"
#include "http/link.h"
#include "http/rate.h"
#include "http/session.h"

#define REDIRECTS_MAX 5

/* A cursor would push the reason out of the message. */
#define SHOWN_MAX 160

/* --- messages --- */

enum hscan_status
hscan_policy_failed(
    const struct call *call, enum hscan_status status, struct hscan_error *err)
{
	const char *more = strlen(call->target) > SHOWN_MAX ? "..." : "";

	if (call->failures > 1)
		hscan_error_prefix(err,
		    "GET %.*s%s failed %u times: ", SHOWN_MAX, call->target,
		    more, call->failures);
	else
		hscan_error_prefix(
		    err, "GET %.*s%s failed: ", SHOWN_MAX, call->target, more);
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
	(void)hscan_buf_add_format(&line, "GET %s", call->wire.target);
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
tell(const struct hscan_http *http, int64_t wait_ms, const char *why)
{
	if (http->options.waiting && wait_ms >= 1000)
		http->options.waiting(
		    (wait_ms + 999) / 1000, why, http->options.payload);
}

/* --- rate limits --- */

static int64_t
monotonic_ms(const struct hscan_http *http)
{
	return http->options.monotonic_ms(http->options.payload);
}

/* By the server's clock, where it has told us. */
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
	char until[HSCAN_TIME_SIZE];
	enum hscan_status status = HSCAN_ELIMIT;

	hscan_format_time(hold->until_s, until);
	if (!hold->primary)
		(void)hscan_fail(err, status,
		    "%s asks to slow down (secondary rate limit) until %s; "
		    "run again then, or wait longer with --max-wait",
		    http->authority, until);
	else if (http->has_token)
		(void)hscan_fail(err, status,
		    "the rate limit of %s is used up until %s; run again "
		    "then, or wait with --max-wait",
		    http->authority, until);
	else
		(void)hscan_fail(err, status,
		    "the rate limit of %s is used up until %s; give a token "
		    "(5000 requests an hour instead of 60), run again then, "
		    "or wait with --max-wait",
		    http->authority, until);
	return hscan_policy_failed(call, status, err);
}

/* The longest hold counts: answers may overtake each other. */
static void
set_hold(struct hscan_http *http, const struct hold *hold)
{
	int64_t longer_ms = hold->until_ms - http->hold.until_ms;
	bool told = http->hold.told && longer_ms < 1000;

	if (http->transport->offline || longer_ms <= 0)
		return;
	http->hold = *hold;
	http->hold.told = told;
}

/* Remembers what the answer says of the budget, and does not ask for more
 * once it is used up. */
static void
note_rate(struct hscan_http *http)
{
	struct hscan_http_rate rate =
	    hscan_rate_read(hscan_buf_text(&http->reply.headers));
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
	    .until_ms = monotonic_ms(http) + wait_s * 1000,
	    .until_s = now + wait_s,
	    .primary = true,
	};
	set_hold(http, &hold);
}

static enum hscan_status
judge_limit(struct hscan_http *http, struct call *call, bool *again,
    struct hscan_error *err)
{
	struct hscan_text headers = hscan_buf_text(&http->reply.headers);
	int64_t now = server_now(http);
	int64_t wait_s = hscan_rate_wait(headers, now);
	struct hold hold = {
	    .primary = hscan_rate_read(headers).remaining == 0,
	};

	call->limits++;
	if (wait_s < 0)
		wait_s = hscan_backoff_limit_ms(call->limits,
			     hscan_backoff_random(&http->random)) /
			 1000;
	if (wait_s == 0)
		wait_s = 1; /* it has said no, after all */
	hold.until_ms = monotonic_ms(http) + wait_s * 1000;
	hold.until_s = now + wait_s;
	set_hold(http, &hold);
	if (wait_s > http->options.max_wait_s ||
	    call->limits >= http->options.max_attempts)
		return fail_limit(http, call, &hold, err);
	*again = true;
	return HSCAN_OK;
}

enum hscan_status
hscan_policy_hold(struct hscan_http *http, const struct call *call,
    int64_t *wait_ms, struct hscan_error *err)
{
	int64_t left_ms = http->hold.until_ms - monotonic_ms(http);

	*wait_ms = left_ms > 0 ? left_ms : 0;
	if (*wait_ms == 0)
		return HSCAN_OK;
	if (*wait_ms / 1000 > http->options.max_wait_s)
		return fail_limit(http, call, &http->hold, err);
	if (!http->hold.told) {
		http->hold.told = true;
		tell(http, *wait_ms,
		    http->hold.primary ? "the rate limit is used up"
				       : "the server asks to slow down");
	}
	return HSCAN_OK;
}

/* --- failures that may pass --- */

/* Counts a failure. True when there is to be another try, after a pause of
 * at least `pause_s`. */
static bool
try_later(struct hscan_http *http, struct call *call, int64_t pause_s,
    const char *why)
{
	int64_t delay_ms;

	call->failures++;
	if (call->failures >= http->options.max_attempts ||
	    pause_s > http->options.max_wait_s)
		return false;
	if (http->transport->offline)
		return true;
	delay_ms = hscan_backoff_failure_ms(
	    call->failures, hscan_backoff_random(&http->random));
	if (delay_ms < pause_s * 1000)
		delay_ms = pause_s * 1000;
	call->not_before_ms = monotonic_ms(http) + delay_ms;
	tell(http, delay_ms, why);
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
	if (reply->retry && try_later(http, call, 0, why)) {
		call->wire.http1 = call->wire.http1 || reply->retry_http1;
		*again = true;
		return HSCAN_OK;
	}
	(void)hscan_fail(err, reply->failure, "%s", reply->err.message);
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
	int status = http->reply.status;
	char why[HSCAN_AUTHORITY_SIZE + 64];
	int64_t pause_s = hscan_rate_retry_after(
	    hscan_buf_text(&http->reply.headers), server_now(http));

	(void)snprintf(why, sizeof(why), "%s answered %d%s", http->authority,
	    status, reason_of(status));
	if (try_later(http, call, pause_s, why)) {
		*again = true;
		return HSCAN_OK;
	}
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
	/* What a temporary redirect leads to is nobody's new name. */
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
	    "a redirect of %s was not followed: %s; only %s is asked",
	    http->authority, why.message, http->authority);
	return hscan_policy_failed(call, status, err);
}

/* --- the whole --- */

/* The next page, if the answer names one. */
static enum hscan_status
find_next(
    struct hscan_http *http, const struct call *call, struct hscan_error *err)
{
	struct hscan_text url =
	    hscan_link_next(hscan_buf_text(&http->reply.headers));
	struct hscan_error why;
	enum hscan_status status;

	hscan_buf_reset(&http->next);
	if (!url.ptr)
		return HSCAN_OK;
	status = hscan_url_resolve(&http->base,
	    hscan_text_of(call->wire.target), url, &http->next, &why);
	if (status == HSCAN_OK)
		return HSCAN_OK;
	if (status == HSCAN_ENOMEM)
		return hscan_no_memory(err);
	(void)hscan_fail(err, status,
	    "the link to the next page was refused: %s; only %s is asked",
	    why.message, http->authority);
	return hscan_policy_failed(call, status, err);
}

enum hscan_status
hscan_policy_judge(struct hscan_http *http, struct call *call, bool *again,
    struct hscan_error *err)
{
	struct hscan_wire_reply *reply = &http->reply;
	struct hscan_text headers = hscan_buf_text(&reply->headers);
	struct hscan_text location;

	*again = false;
	trace(http, call);
	if (reply->status != 0)
		call->last_status = reply->status;
	/* Before the status: a 200 may have been cut short. */
	if (reply->failure != HSCAN_OK)
		return judge_failure(http, call, again, err);
	if (reply->status == 304)
		http->count.not_modified++;
	note_rate(http);
	if (reply->status >= 500)
		return judge_server_error(http, call, again, err);
	if (hscan_rate_is_limit(
		reply->status, headers, hscan_buf_text(&reply->body)))
		return judge_limit(http, call, again, err);
	if (reply->status == 204 || reply->status == 304)
		hscan_buf_reset(&reply->body);
	location = hscan_header_get(headers, "location");
	if (is_redirect(reply->status) && location.ptr)
		return follow(http, call, location, again, err);
	return find_next(http, call, err);
}

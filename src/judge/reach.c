/* SPDX-License-Identifier: MIT */
/* From when to when a stream is known; see reach.h. */
#include "judge/reach.h"

#include "model/heartbeat.h"

/* How far what is known for certain goes on from `at`. */
static int64_t
extend_surely(const struct hscan_reach *reach, int64_t at)
{
	int64_t next = at;

	if (reach->synced && reach->since <= at && reach->until > next)
		next = reach->until;
	for (size_t i = 0; i < reach->spans_len; i++) {
		const struct hscan_span *span = &reach->spans[i];

		if (span->complete && span->starts_at <= at &&
		    span->ends_at > next)
			next = span->ends_at;
	}
	return next;
}

/* The same for what a receiver has seen. Its last heartbeat may be a moment
 * before the end. */
static int64_t
extend_live(const struct hscan_reach *reach, int64_t at, int64_t to)
{
	int64_t next = at;

	for (size_t i = 0; i < reach->spans_len && at >= reach->heard_from;
	     i++) {
		const struct hscan_span *span = &reach->spans[i];
		int64_t end = span->ends_at;

		if (!span->live || span->starts_at > at)
			continue;
		if (end < to && end + HSCAN_HEARTBEAT_SLACK_S >= to)
			end = to;
		if (end > next)
			next = end;
	}
	return next;
}

/* From `at` on, as far as there is no gap. */
static int64_t
extend(
    const struct hscan_reach *reach, int64_t at, int64_t to, int64_t *watched)
{
	int64_t next = at;

	do {
		at = next;
		next = extend_surely(reach, at);
		if (next > at)
			continue;
		next = extend_live(reach, at, to);
		if (next > at && *watched == HSCAN_NEVER)
			*watched = at;
	} while (next > at && next < to);
	return next;
}

unsigned
hscan_reach_sources(const struct hscan_reach *reach, int64_t from, int64_t to)
{
	unsigned sources = 0;

	if (reach->synced && reach->until > from)
		from = reach->until;
	for (size_t i = 0; i < reach->spans_len && from < to; i++) {
		const struct hscan_span *span = &reach->spans[i];

		if (span->starts_at < to && span->ends_at > from)
			sources |= 1U << (unsigned)span->source;
	}
	return sources;
}

enum hscan_told
hscan_reach_tells(
    const struct hscan_reach *reach, int64_t from, int64_t to, int64_t *watched)
{
	int64_t since = HSCAN_NEVER;

	if (reach->synced && reach->until < to &&
	    hscan_reach_sources(reach, reach->until, to) == 0)
		to = reach->until;
	if (from < to && extend(reach, from, to, &since) < to)
		return hscan_reach_sources(reach, from, to) != 0
			   ? HSCAN_TOLD_PARTLY
			   : HSCAN_TOLD_UNREAD;
	if (since == HSCAN_NEVER)
		return HSCAN_TOLD_WHOLE;
	*watched = since;
	return HSCAN_TOLD_WATCHED;
}

int64_t
hscan_reach_until(const struct hscan_reach *reach)
{
	int64_t at = reach->synced ? reach->until : HSCAN_NEVER;
	int64_t watched = HSCAN_NEVER;

	for (size_t i = 0; i < reach->spans_len; i++)
		if (!reach->synced && reach->spans[i].complete &&
		    reach->spans[i].ends_at > at)
			at = reach->spans[i].ends_at;
	return extend(reach, at, INT64_MAX, &watched);
}

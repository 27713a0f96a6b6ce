/* SPDX-License-Identifier: MIT */
/* From when to when a stream is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "judge/reach.h"
#include "model/heartbeat.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))
#define NEVER      HSCAN_NEVER

/* Of a receiver, of one who says that it is all, and of one who does not. */
#define LIVE(from, to) \
	{ \
		"", HSCAN_SOURCE_WEBHOOK, (from), (to), false, true \
	}
#define ALL(from, to) \
	{ \
		"", HSCAN_SOURCE_BACKUP, (from), (to), true, false \
	}
#define SOME(from, to) \
	{ \
		"", HSCAN_SOURCE_BACKUP, (from), (to), false, false \
	}
/* Of deliveries that another server has kept. */
#define KEPT(from, to) \
	{ \
		"", HSCAN_SOURCE_WEBHOOK, (from), (to), false, false \
	}
#define SYNC(from, to) true, (from), (to)
#define NO_SYNC        false, NEVER, NEVER

enum {
	WHOLE = HSCAN_TOLD_WHOLE,
	WATCHED = HSCAN_TOLD_WATCHED,
	PARTLY = HSCAN_TOLD_PARTLY,
	UNREAD = HSCAN_TOLD_UNREAD,
	MOST = 4,
	SLACK = HSCAN_HEARTBEAT_SLACK_S,
	W = 1 << HSCAN_SOURCE_WEBHOOK,
	B = 1 << HSCAN_SOURCE_BACKUP,
};

static const struct row {
	const char *what;
	bool synced;
	int64_t since, until;
	struct hscan_span spans[MOST]; /* as many as end after 0 */
	int64_t from, to;
	int told;
	int64_t watched; /* or NEVER */
	unsigned sources;
} rows[] = {
    {"nothing was read", NO_SYNC, {{0}}, 1000, 2000, UNREAD, NEVER, 0},
    {"no time at all", NO_SYNC, {{0}}, 1000, 1000, WHOLE, NEVER, 0},
    /* What no other tells of is as old as its sync. */
    {"a sync", SYNC(NEVER, 1500), {{0}}, 1000, 2000, WHOLE, NEVER, 0},
    {"a sync from then on", SYNC(1000, 1500), {{0}}, 1000, 2000, WHOLE, NEVER,
	0},
    {"a sync from later on", SYNC(1001, 1500), {{0}}, 1000, 2000, UNREAD, NEVER,
	0},
    {"a receiver that ended before the sync", SYNC(NEVER, 1500),
	{LIVE(900, 1500)}, 1000, 2000, WHOLE, NEVER, 0},
    {"a receiver that began after the window", SYNC(NEVER, 1500),
	{LIVE(2000, 2500)}, 1000, 2000, WHOLE, NEVER, 0},
    /* A receiver goes on from a sync. */
    {"a receiver since before the sync", SYNC(NEVER, 1500), {LIVE(1400, 2100)},
	1000, 2000, WATCHED, 1500, W},
    {"a receiver since the sync", SYNC(NEVER, 1500), {LIVE(1500, 2000)}, 1000,
	2000, WATCHED, 1500, W},
    {"a receiver since after the sync", SYNC(NEVER, 1500), {LIVE(1501, 2100)},
	1000, 2000, PARTLY, NEVER, W},
    {"a window before its end", SYNC(NEVER, 1500), {LIVE(1501, 2100)}, 1000,
	1500, WHOLE, NEVER, 0},
    {"its last heartbeat is a moment ago", SYNC(NEVER, 1500),
	{LIVE(1400, 2000 - SLACK)}, 1000, 2000, WATCHED, 1500, W},
    {"its last heartbeat is too long ago", SYNC(NEVER, 1500),
	{LIVE(1400, 1999 - SLACK)}, 1000, 2000, PARTLY, NEVER, W},
    {"between two of its spans there is no slack", SYNC(NEVER, 1500),
	{LIVE(1400, 1600), LIVE(1601, 2100)}, 1000, 2000, PARTLY, NEVER, W},
    {"two of its spans that meet", SYNC(NEVER, 1500),
	{LIVE(1600, 2100), LIVE(1400, 1600)}, 1000, 2000, WATCHED, 1500, W},
    {"a receiver without a sync", NO_SYNC, {LIVE(900, 2100)}, 1000, 2000,
	PARTLY, NEVER, W},
    {"a sync from later on, and a receiver", SYNC(1200, 1500),
	{LIVE(900, 2100)}, 1000, 2000, PARTLY, NEVER, W},
    /* Who says that it is all needs no sync. */
    {"all of it", NO_SYNC, {ALL(1000, 2000)}, 1000, 2000, WHOLE, NEVER, B},
    {"all but the first second", NO_SYNC, {ALL(1001, 2000)}, 1000, 2000, PARTLY,
	NEVER, B},
    {"all but the last second", NO_SYNC, {ALL(1000, 1999)}, 1000, 2000, PARTLY,
	NEVER, B},
    {"all of it, by two", NO_SYNC, {ALL(1400, 2000), ALL(900, 1400)}, 1000,
	2000, WHOLE, NEVER, B},
    {"all of another time", NO_SYNC, {ALL(2000, 3000), ALL(0, 1000)}, 1000,
	2000, UNREAD, NEVER, 0},
    {"a part, by somebody", NO_SYNC, {SOME(900, 2100)}, 1000, 2000, PARTLY,
	NEVER, B},
    {"parts, by two", NO_SYNC, {SOME(900, 1100), LIVE(1900, 2100)}, 1000, 2000,
	PARTLY, NEVER, B | W},
    {"no word of all after the sync", SYNC(NEVER, 1500), {SOME(900, 2100)},
	1000, 2000, PARTLY, NEVER, B},
    {"a time that the sync does not reach back to", SYNC(1200, 2000),
	{SOME(900, 2100)}, 1000, 2000, UNREAD, NEVER, 0},
    {"before the sync's beginning and after its end", SYNC(1200, 1500),
	{ALL(900, 1200), ALL(1500, 2000)}, 1000, 2000, WHOLE, NEVER, B},
    {"a receiver from there on", SYNC(1200, 1500),
	{ALL(1500, 1700), ALL(900, 1300), LIVE(1600, 2000)}, 1000, 2000,
	WATCHED, 1700, B | W},
    {"what another server has kept", SYNC(NEVER, 1500), {KEPT(900, 2100)}, 1000,
	2000, PARTLY, NEVER, W},
    {"a receiver between two that tell all", SYNC(NEVER, 1200),
	{ALL(1500, 2000), LIVE(1100, 1600)}, 1000, 2000, WATCHED, 1200, B | W},
};

static struct hscan_reach
reach_of(const struct row *row)
{
	struct hscan_reach reach = {
	    .synced = row->synced,
	    .since = row->since,
	    .until = row->until,
	    .heard_from = row->synced ? row->since : INT64_MAX,
	    .spans = row->spans,
	};

	while (reach.spans_len < MOST && row->spans[reach.spans_len].ends_at)
		reach.spans_len++;
	return reach;
}

static void
it_is_told_or_not(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		const struct row *row = &rows[i];
		const struct hscan_reach reach = reach_of(row);
		int64_t watched = NEVER;
		int told = (int)hscan_reach_tells(
		    &reach, row->from, row->to, &watched);

		if (told != row->told || watched != row->watched)
			fail_msg("%s: %d since %lld", row->what, told,
			    (long long)watched);
		if (hscan_reach_sources(&reach, row->from, row->to) !=
		    row->sources)
			fail_msg("%s: other sources", row->what);
	}
}

static void
it_is_told_up_to_then(void **state)
{
	static const struct {
		bool synced;
		int64_t since, until;
		struct hscan_span spans[MOST];
		int64_t told;
	} cases[] = {
	    {NO_SYNC, {{0}}, NEVER},
	    {NO_SYNC, {LIVE(900, 2100)}, NEVER},
	    {NO_SYNC, {ALL(1400, 2000), ALL(900, 1400)}, 2000},
	    {SYNC(1200, 1500), {{0}}, 1500},
	    {SYNC(1200, 1500), {LIVE(1500, 2000), ALL(1900, 2100)}, 2100},
	    {SYNC(1200, 1500), {LIVE(1501, 2000), ALL(1900, 2100)}, 1500},
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct row row = {.synced = cases[i].synced,
		    .since = cases[i].since,
		    .until = cases[i].until};
		struct hscan_reach reach;

		memcpy(row.spans, cases[i].spans, sizeof(row.spans));
		reach = reach_of(&row);
		if (hscan_reach_until(&reach) != cases[i].told)
			fail_msg("case %zu: %lld", i,
			    (long long)hscan_reach_until(&reach));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_is_told_or_not),
	    cmocka_unit_test(it_is_told_up_to_then),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

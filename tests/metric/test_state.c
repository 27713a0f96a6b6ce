/* SPDX-License-Identifier: MIT */
/* Histories of an item, and when it was open by them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "metric/state.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))
#define NEVER      HSCAN_NEVER

enum {
	CLOSED = HSCAN_EVENT_CLOSED,
	REOPENED = HSCAN_EVENT_REOPENED,
	MERGED = HSCAN_EVENT_MERGED,
	READY = HSCAN_EVENT_READY_FOR_REVIEW,
	DRAFT = HSCAN_EVENT_CONVERT_TO_DRAFT,
	DISCUSSION = HSCAN_EVENT_CONVERTED_TO_DISCUSSION,
};

/* Every item was created at 100. */
static const struct {
	const char *what;
	int64_t closed_at;
	struct {
		int kind;
		int64_t at, id;
	} turns[6];
	size_t len;
	struct hscan_stretch expected[4];
	size_t expected_len;
} rows[] = {
    {"never closed", NEVER, {{0}}, 0, {{100, NEVER, NEVER, false}}, 1},
    {"closed", 200, {{CLOSED, 200, 1}}, 1, {{100, 200, NEVER, true}}, 1},
    {"closed, by its row alone", 200, {{0}}, 0, {{100, 200, NEVER, true}}, 1},
    {"the row is 5 s late: the event's time counts", 205, {{CLOSED, 200, 1}}, 1,
	{{100, 200, NEVER, true}}, 1},
    {"the row is 5 s early", 195, {{CLOSED, 200, 1}}, 1,
	{{100, 200, NEVER, true}}, 1},
    {"reopened", NEVER, {{CLOSED, 200, 1}, {REOPENED, 300, 2}}, 2,
	{{100, 200, 300, true}, {300, NEVER, NEVER, false}}, 2},
    {"closed, reopened, closed", 400,
	{{CLOSED, 200, 1}, {REOPENED, 300, 2}, {CLOSED, 400, 3}}, 3,
	{{100, 200, 300, true}, {300, 400, NEVER, true}}, 2},
    {"the same, in another order", 400,
	{{CLOSED, 400, 3}, {CLOSED, 200, 1}, {REOPENED, 300, 2}}, 3,
	{{100, 200, 300, true}, {300, 400, NEVER, true}}, 2},
    {"a misclick", 900,
	{{CLOSED, 200, 1}, {REOPENED, 204, 2}, {CLOSED, 900, 3}}, 3,
	{{100, 200, 204, true}, {204, 900, NEVER, true}}, 2},
    {"the last close is only in the row", 400,
	{{CLOSED, 200, 1}, {REOPENED, 300, 2}}, 2,
	{{100, 200, 300, true}, {300, 400, NEVER, true}}, 2},
    {"two of one second, closed last", 200,
	{{CLOSED, 200, 9}, {CLOSED, 150, 1}, {REOPENED, 200, 8}}, 3,
	{{100, 150, 200, true}, {200, 200, NEVER, true}}, 2},
    {"two of one second, reopened last", NEVER,
	{{REOPENED, 200, 9}, {CLOSED, 200, 8}}, 2,
	{{100, 200, 200, true}, {200, NEVER, NEVER, false}}, 2},
    {"all in the second of creation", NEVER,
	{{CLOSED, 100, 1}, {REOPENED, 100, 2}}, 2,
	{{100, 100, 100, true}, {100, NEVER, NEVER, false}}, 2},
    {"imported: closed before it was created, by its row", 50, {{0}}, 0,
	{{100, 50, NEVER, true}}, 1},
    {"imported: closed and reopened before it was created", NEVER,
	{{CLOSED, 50, 1}, {REOPENED, 60, 2}}, 2,
	{{100, 50, 60, true}, {100, NEVER, NEVER, false}}, 2},
    {"imported: closed twice before it was created", 70,
	{{CLOSED, 50, 1}, {CLOSED, 70, 2}}, 2,
	{{100, 50, 70, true}, {100, 70, NEVER, true}}, 2},
    {"imported: reopened before it was created, closed after", 200,
	{{CLOSED, 50, 1}, {REOPENED, 60, 2}, {CLOSED, 200, 3}}, 3,
	{{100, 50, 60, true}, {100, 200, NEVER, true}}, 2},
    {"an open issue became a discussion; the row says closed", 200,
	{{DISCUSSION, 200, 1}}, 1, {{100, 200, NEVER, false}}, 1},
    {"closed, then a discussion", 300, {{CLOSED, 200, 1}, {DISCUSSION, 300, 2}},
	2, {{100, 200, 300, true}}, 1},
    {"closed and a discussion in one second", 200,
	{{DISCUSSION, 200, 2}, {CLOSED, 200, 1}}, 2, {{100, 200, 200, true}},
	1},
    {"nothing happens after a discussion", 300,
	{{DISCUSSION, 300, 1}, {REOPENED, 400, 2}, {CLOSED, 500, 3}}, 3,
	{{100, 300, NEVER, false}}, 1},
    {"a reopening without a close says nothing", NEVER, {{REOPENED, 300, 2}}, 1,
	{{100, NEVER, NEVER, false}}, 1},
    {"a reopening that no event tells of: what events say holds", NEVER,
	{{CLOSED, 200, 1}}, 1, {{100, 200, NEVER, true}}, 1},
    {"closed twice, the reopening is missing: the later is the latest", 400,
	{{CLOSED, 200, 1}, {CLOSED, 400, 3}}, 2,
	{{100, 200, 400, true}, {400, 400, NEVER, true}}, 2},
    {"the same, the later close is only in the row", 400, {{CLOSED, 200, 1}}, 1,
	{{100, 200, 400, true}, {400, 400, NEVER, true}}, 2},
    {"merged: two events, one close", 201, {{CLOSED, 201, 2}, {MERGED, 200, 1}},
	2, {{100, 200, NEVER, true}}, 1},
    {"drafts change nothing", 400,
	{{DRAFT, 150, 1}, {READY, 160, 2}, {CLOSED, 400, 3}}, 3,
	{{100, 400, NEVER, true}}, 1},
    {"ids above 2^32 order too", NEVER,
	{{REOPENED, 200, INT64_C(29715691814)},
	    {CLOSED, 200, INT64_C(29715691813)}},
	2, {{100, 200, 200, true}, {200, NEVER, NEVER, false}}, 2},
};

static void
histories_give_their_stretches(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_turn turns[7];
		struct hscan_stretch got[8];
		size_t len;

		for (size_t k = 0; k < rows[i].len; k++)
			turns[k] = (struct hscan_turn){
			    (enum hscan_event_kind)rows[i].turns[k].kind,
			    rows[i].turns[k].at, rows[i].turns[k].id};
		len = hscan_replay_state(
		    100, rows[i].closed_at, turns, rows[i].len, got);
		if (len != rows[i].expected_len)
			fail_msg("%s: %zu stretches", rows[i].what, len);
		for (size_t k = 0; k < len; k++) {
			const struct hscan_stretch *e = &rows[i].expected[k];

			if (got[k].opened_at == e->opened_at &&
			    got[k].ended_at == e->ended_at &&
			    got[k].closed_until == e->closed_until &&
			    got[k].closed == e->closed)
				continue;
			fail_msg("%s: stretch %zu is %lld, %lld, %lld, %d",
			    rows[i].what, k, (long long)got[k].opened_at,
			    (long long)got[k].ended_at,
			    (long long)got[k].closed_until, got[k].closed);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(histories_give_their_stretches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

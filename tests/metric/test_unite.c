/* SPDX-License-Identifier: MIT */
/* What several sources tell of an item becomes one event a fact, whatever the
 * order in which it came. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "metric/unite.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))
#define NEVER      HSCAN_NEVER

enum {
	C = HSCAN_EVENT_CLOSED,
	O = HSCAN_EVENT_REOPENED,
	M = HSCAN_EVENT_MERGED,
	R = HSCAN_EVENT_READY_FOR_REVIEW,
	D = HSCAN_EVENT_CONVERT_TO_DRAFT,
	X = HSCAN_EVENT_CONVERTED_TO_DISCUSSION,
};

/* Sources, as bits. */
enum { REST = 1, HOOK = 2, BACKUP = 4, ARCHIVE = 8 };

enum { MOST = 12, RANDOM_MOST = 40 };

static const struct hscan_told_row untold = {
    0, NEVER, HSCAN_UNKNOWN_YET, HSCAN_UNKNOWN_YET};

/* --- by hand --- */

struct given {
	int kind, grade;
	int64_t at, id;
	unsigned sources;
};

struct shown {
	int kind;
	int64_t at;
	unsigned sources;
};

static const struct {
	const char *what;
	struct hscan_told_row row;
	struct given given[MOST];
	struct shown shown[MOST];
} cases[] = {
    {"nothing", {0, NEVER, -1, -1}, {{0}}, {{0}}},
    {"the forge's events stay as they are", {0, NEVER, -1, -1},
	{{C, 0, 100, 1, REST}, {C, 0, 101, 3, REST}, {O, 0, 100, 2, REST}},
	{{C, 100, REST}, {O, 100, REST}, {C, 101, REST}}},
    {"a close by its own time is the forge's, 5 s off either way",
	{0, NEVER, -1, -1},
	{{C, 0, 100, 1, REST}, {C, 1, 105, 0, HOOK}, {C, 0, 205, 2, REST},
	    {C, 1, 200, 0, HOOK}},
	{{C, 100, REST | HOOK}, {C, 205, REST | HOOK}}},
    {"6 s off it is another", {0, NEVER, -1, -1},
	{{C, 0, 100, 1, REST}, {C, 1, 106, 0, HOOK}},
	{{C, 100, REST}, {C, 106, HOOK}}},
    {"each stands for one of its own time: the earliest goes first",
	{0, NEVER, -1, -1},
	{{C, 0, 100, 1, REST}, {C, 0, 103, 2, REST}, {C, 1, 101, 0, HOOK},
	    {C, 1, 102, 0, HOOK}, {C, 1, 104, 0, HOOK}},
	{{C, 100, REST | HOOK}, {C, 103, REST | HOOK}, {C, 104, HOOK}}},
    {"a time near it is up to 15 s later, or 2 s earlier", {0, NEVER, -1, -1},
	{{O, 0, 100, 1, REST}, {O, 2, 115, 0, ARCHIVE}, {O, 0, 202, 2, REST},
	    {O, 2, 200, 0, HOOK}},
	{{O, 100, REST | ARCHIVE}, {O, 202, REST | HOOK}}},
    {"and no more", {0, NEVER, -1, -1},
	{{O, 0, 100, 1, REST}, {O, 2, 116, 0, ARCHIVE}, {O, 0, 203, 2, REST},
	    {O, 2, 200, 0, HOOK}},
	{{O, 100, REST}, {O, 116, ARCHIVE}, {O, 200, HOOK}, {O, 203, REST}}},
    {"an own time stands for one near it", {0, NEVER, -1, -1},
	{{C, 1, 100, 0, HOOK}, {C, 2, 104, 0, ARCHIVE}},
	{{C, 100, HOOK | ARCHIVE}}},
    {"what is hidden stands for nothing", {0, NEVER, -1, -1},
	{{C, 0, 96, 1, REST}, {C, 1, 100, 0, HOOK}, {C, 2, 101, 0, ARCHIVE},
	    {C, 2, 102, 0, ARCHIVE}},
	{{C, 96, REST | HOOK | ARCHIVE}, {C, 102, ARCHIVE}}},
    {"two near it, of different sources, are one: the earlier",
	{0, NEVER, -1, -1}, {{O, 2, 100, 0, HOOK}, {O, 2, 115, 0, ARCHIVE}},
	{{O, 100, HOOK | ARCHIVE}}},
    {"16 s apart they are two", {0, NEVER, -1, -1},
	{{O, 2, 100, 0, HOOK}, {O, 2, 116, 0, ARCHIVE}},
	{{O, 100, HOOK}, {O, 116, ARCHIVE}}},
    {"one source tells of two facts", {0, NEVER, -1, -1},
	{{O, 2, 100, 0, HOOK}, {O, 2, 104, 0, HOOK}, {O, 2, 105, 0, ARCHIVE},
	    {O, 2, 106, 0, ARCHIVE}},
	{{O, 100, HOOK | ARCHIVE}, {O, 104, HOOK | ARCHIVE}}},
    {"two near what is better are one with it", {0, NEVER, -1, -1},
	{{O, 0, 100, 1, REST}, {O, 2, 101, 0, HOOK}, {O, 2, 103, 0, ARCHIVE},
	    {O, 2, 104, 0, BACKUP}},
	{{O, 100, REST | HOOK | ARCHIVE | BACKUP}}},
    {"close, reopen, close within a minute, told by three", {160, 160, 0, -1},
	{{C, 0, 100, 1, REST}, {O, 0, 130, 2, REST}, {C, 0, 160, 3, REST},
	    {C, 1, 100, 0, HOOK}, {O, 2, 131, 0, HOOK}, {C, 1, 161, 0, HOOK},
	    {C, 2, 103, 0, ARCHIVE}, {O, 2, 134, 0, ARCHIVE},
	    {C, 2, 160, 0, ARCHIVE}},
	{{C, 100, REST | HOOK | ARCHIVE}, {O, 130, REST | HOOK | ARCHIVE},
	    {C, 160, REST | HOOK | ARCHIVE}}},
    {"the same without the forge's events", {160, 160, 0, -1},
	{{C, 1, 100, 0, HOOK}, {O, 2, 131, 0, HOOK}, {C, 1, 160, 0, HOOK},
	    {C, 2, 103, 0, ARCHIVE}, {O, 2, 134, 0, ARCHIVE},
	    {C, 2, 162, 0, ARCHIVE}},
	{{C, 100, HOOK | ARCHIVE}, {O, 131, HOOK | ARCHIVE},
	    {C, 160, HOOK | ARCHIVE}}},
    {"close, reopen, close within one second", {100, 100, 0, -1},
	{{C, 0, 100, 1, REST}, {O, 0, 100, 2, REST}, {C, 0, 100, 3, REST},
	    {C, 1, 100, 0, HOOK}, {O, 2, 100, 0, HOOK}},
	{{C, 100, REST | HOOK}, {O, 100, REST | HOOK}, {C, 100, REST}}},
    {"the row says that it is closed after the newest second",
	{100, 100, 0, -1}, {{C, 1, 100, 0, HOOK}, {O, 2, 100, 0, HOOK}},
	{{O, 100, HOOK}, {C, 100, HOOK}}},
    {"or that it is open", {100, NEVER, 1, -1},
	{{C, 1, 100, 0, HOOK}, {O, 2, 100, 0, HOOK}},
	{{C, 100, HOOK}, {O, 100, HOOK}}},
    {"an older row says nothing: against the state before", {99, NEVER, 0, -1},
	{{C, 1, 100, 0, HOOK}, {O, 2, 100, 0, HOOK}},
	{{C, 100, HOOK}, {O, 100, HOOK}}},
    {"reopen and close in one second, as it was closed before",
	{0, NEVER, -1, -1},
	{{C, 1, 90, 0, HOOK}, {C, 1, 100, 0, HOOK}, {O, 2, 100, 0, HOOK}},
	{{C, 90, HOOK}, {O, 100, HOOK}, {C, 100, HOOK}}},
    {"as the row alone says that it was closed", {95, 90, 0, -1},
	{{C, 1, 100, 0, HOOK}, {O, 2, 100, 0, HOOK}},
	{{O, 100, HOOK}, {C, 100, HOOK}}},
    {"not in the newest second the row says nothing", {200, 200, 0, -1},
	{{C, 1, 100, 0, HOOK}, {O, 2, 100, 0, HOOK}, {C, 1, 200, 0, HOOK}},
	{{C, 100, HOOK}, {O, 100, HOOK}, {C, 200, HOOK}}},
    {"one of the forge among others of its second", {0, NEVER, -1, -1},
	{{C, 0, 90, 1, REST}, {C, 0, 100, 2, REST}, {O, 2, 100, 0, HOOK}},
	{{C, 90, REST}, {O, 100, HOOK}, {C, 100, REST}}},
    {"drafts have a state of their own", {100, NEVER, 1, 1},
	{{R, 2, 100, 0, HOOK}, {D, 2, 100, 0, HOOK}, {C, 1, 100, 0, HOOK},
	    {O, 2, 100, 0, HOOK}},
	{{C, 100, HOOK}, {O, 100, HOOK}, {R, 100, HOOK}, {D, 100, HOOK}}},
    {"what is not said to be a draft was none", {0, NEVER, -1, -1},
	{{R, 2, 100, 0, HOOK}, {D, 2, 100, 0, HOOK}},
	{{D, 100, HOOK}, {R, 100, HOOK}}},
    {"a merge tells of its close", {0, NEVER, -1, -1}, {{M, 1, 100, 0, BACKUP}},
	{{C, 100, BACKUP}, {M, 100, BACKUP}}},
    {"but not where that is told", {0, NEVER, -1, -1},
	{{M, 1, 100, 0, HOOK}, {C, 1, 101, 0, HOOK}},
	{{M, 100, HOOK}, {C, 101, HOOK}}},
    {"a merge told late has the time of its close", {0, NEVER, -1, -1},
	{{M, 2, 110, 0, ARCHIVE}, {C, 2, 110, 0, ARCHIVE},
	    {C, 1, 100, 0, HOOK}},
	{{C, 100, HOOK | ARCHIVE}, {M, 100, ARCHIVE}}},
    {"nothing comes after a merge", {100, 100, 0, -1},
	{{M, 1, 100, 0, HOOK}, {C, 1, 100, 0, HOOK}, {O, 2, 100, 0, HOOK}},
	{{O, 100, HOOK}, {C, 100, HOOK}, {M, 100, HOOK}}},
    {"discussions are of the forge alone", {0, NEVER, -1, -1},
	{{X, 0, 100, 7, REST}, {C, 1, 90, 0, HOOK}},
	{{C, 90, HOOK}, {X, 100, REST}}},
};

static size_t
give(const struct given *given, struct hscan_told *out)
{
	size_t len = 0;

	for (; len < MOST && given[len].kind != 0; len++)
		out[len] = (struct hscan_told){
		    .kind = (enum hscan_event_kind)given[len].kind,
		    .grade = (enum hscan_grade)given[len].grade,
		    .at = given[len].at,
		    .id = given[len].id,
		    .actor_id = NEVER,
		    .sources = given[len].sources,
		};
	return len;
}

static void
events_are_united(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct hscan_told events[2 * MOST] = {{.at = 0}};
		size_t len = give(cases[i].given, events), expected = 0;

		len = hscan_unite(&cases[i].row, events, len);
		while (expected < MOST && cases[i].shown[expected].kind != 0)
			expected++;
		if (len != expected)
			fail_msg("%s: %zu are shown", cases[i].what, len);
		for (size_t k = 0; k < len; k++) {
			const struct shown *e = &cases[i].shown[k];

			if ((int)events[k].kind != e->kind ||
			    events[k].at != e->at ||
			    events[k].sources != e->sources ||
			    events[k].id != (int64_t)k + 1)
				fail_msg("%s: the %zuth is %d at %lld of %u",
				    cases[i].what, k + 1, (int)events[k].kind,
				    (long long)events[k].at, events[k].sources);
		}
	}
}

static void
what_one_does_not_know_another_tells(void **state)
{
	struct hscan_told events[6] = {
	    {.kind = HSCAN_EVENT_CLOSED,
		.at = 100,
		.id = 1,
		.actor_id = NEVER,
		.sources = REST},
	    {.kind = HSCAN_EVENT_CLOSED,
		.grade = HSCAN_GRADE_OWN,
		.at = 100,
		.actor_id = 7,
		.reason = {"completed", 9},
		.sources = HOOK},
	    {.kind = HSCAN_EVENT_CLOSED,
		.grade = HSCAN_GRADE_NEAR,
		.at = 102,
		.actor_id = 8,
		.reason = {"not_planned", 11},
		.sources = ARCHIVE},
	};

	(void)state;
	assert_int_equal(hscan_unite(&untold, events, 3), 1);
	assert_int_equal(events[0].actor_id, 7);
	assert_true(hscan_text_is(events[0].reason, "completed"));
	assert_int_equal(events[0].sources, REST | HOOK | ARCHIVE);
}

/* --- whatever the order --- */

static bool
same_shown(const struct hscan_told *a, const struct hscan_told *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (a[i].kind != b[i].kind || a[i].grade != b[i].grade ||
		    a[i].at != b[i].at || a[i].id != b[i].id ||
		    a[i].actor_id != b[i].actor_id ||
		    a[i].sources != b[i].sources)
			return false;
	return true;
}

/* The next permutation in place, by Heap's way; false after the last. */
struct permutation {
	struct hscan_told at[MOST];
	size_t counts[MOST], len, turn;
};

static bool
next_permutation(struct permutation *p)
{
	while (p->turn < p->len) {
		size_t i = p->turn;

		if (p->counts[i] < i) {
			size_t from = i % 2 ? p->counts[i] : 0;
			struct hscan_told held = p->at[from];

			p->at[from] = p->at[i];
			p->at[i] = held;
			p->counts[i]++;
			p->turn = 1;
			return true;
		}
		p->counts[i] = 0;
		p->turn++;
	}
	return false;
}

static void
the_order_of_arrival_is_no_matter(void **state)
{
	(void)state;
	for (size_t i = 0; i < LEN(cases); i++) {
		struct hscan_told first[2 * MOST] = {{.at = 0}};
		struct permutation p = {.turn = 1};
		size_t len;

		p.len = give(cases[i].given, p.at);
		/* Who did it differs, so that who fills it in shows. */
		for (size_t k = 0; k < p.len; k++)
			p.at[k].actor_id =
			    k % 2 ? (int64_t)(k + p.at[k].sources) : NEVER;
		memcpy(first, p.at, sizeof(p.at));
		len = hscan_unite(&cases[i].row, first, p.len);
		while (next_permutation(&p)) {
			struct hscan_told again[2 * MOST] = {{.at = 0}};

			memcpy(again, p.at, sizeof(p.at));
			if (hscan_unite(&cases[i].row, again, p.len) != len ||
			    !same_shown(first, again, len))
				fail_msg(
				    "%s: depends on the order", cases[i].what);
		}
	}
}

/* --- against the rules, as plainly as they can be written --- */

/* The same from a generator of its own, so that a failure can be repeated. */
static uint64_t seed = 17;

static unsigned
any(unsigned most)
{
	seed = seed * UINT64_C(6364136223846793005) +
	       UINT64_C(1442695040888963407);
	return (unsigned)(seed >> 33) % most;
}

struct plain {
	struct hscan_told event;
	int partner_of_own; /* those of grade 0: whether one of grade 1 is it */
	unsigned near;
	bool taken_near;
	int is; /* which this is; -1: itself */
};

/* Is a before b among those of one kind? */
static bool
is_before(const struct hscan_told *a, const struct hscan_told *b)
{
	if (a->at != b->at)
		return a->at < b->at;
	if (a->grade != b->grade)
		return a->grade < b->grade;
	return a->id < b->id;
}

/* The earliest, within so much of `at`, of the kind and the grades; taken by
 * none of the grade. */
static int
plain_earliest(const struct plain *all, int len, const struct hscan_told *of,
    int64_t before, int64_t after, bool own)
{
	int best = -1;

	for (int i = 0; i < len; i++) {
		const struct plain *p = &all[i];

		if (p->event.kind != of->kind || p->is >= 0 ||
		    p->event.at < of->at - before ||
		    p->event.at > of->at + after ||
		    (own ? p->event.grade != 0 || p->partner_of_own
			 : p->event.grade == 2 || p->taken_near))
			continue;
		if (best < 0 || is_before(&p->event, &all[best].event))
			best = i;
	}
	return best;
}

/* The earliest of grade 2 within 15 s before, not joined to another of grade
 * 2, that stands with none of the sources. */
static int
plain_group(const struct plain *all, int len, const struct plain *of)
{
	int best = -1;

	for (int i = 0; i < len; i++) {
		const struct plain *p = &all[i];
		int stands = p->is >= 0 ? p->is : i;

		if (p->event.kind != of->event.kind || p->event.grade != 2 ||
		    p->event.at >= of->event.at ||
		    p->event.at < of->event.at - 15 ||
		    (p->is >= 0 && !p->taken_near) ||
		    (all[stands].near & of->event.sources) != 0)
			continue;
		if (best < 0 || p->event.at < all[best].event.at)
			best = i;
	}
	return best < 0 ? -1 : all[best].is >= 0 ? all[best].is : best;
}

/* In order of time, as they are in `all`. */
static void
plain_match(struct plain *all, int len)
{
	for (int i = 0; i < len; i++) {
		int is;

		if (all[i].event.grade != 1)
			continue;
		is = plain_earliest(all, len, &all[i].event, 5, 5, true);
		if (is >= 0)
			all[is].partner_of_own = 1;
		all[i].is = is;
	}
	for (int i = 0; i < len; i++) {
		int is;

		if (all[i].event.grade != 2)
			continue;
		is = plain_earliest(all, len, &all[i].event, 15, 2, false);
		if (is >= 0) {
			all[is].taken_near = true;
			/* It begins a group that the better one stands for. */
			all[i].taken_near = true;
		} else {
			is = plain_group(all, len, &all[i]);
		}
		all[i].is = is;
		all[is >= 0 ? is : i].near |= all[i].event.sources;
	}
}

/* Those that are shown, in order of time; the sources of each with those that
 * it stands for. */
static int
plain_shown(struct plain *all, int len, struct hscan_told *out)
{
	int shown = 0;

	for (int i = 0; i < len; i++)
		if (all[i].is >= 0)
			all[all[i].is].event.sources |= all[i].event.sources;
	for (int i = 0; i < len; i++)
		if (all[i].is < 0)
			out[shown++] = all[i].event;
	return shown;
}

static int
plain_unite(const struct hscan_told *events, int len, struct hscan_told *out)
{
	struct plain all[RANDOM_MOST];

	for (int i = 0; i < len; i++) {
		int at = i;

		for (; at > 0 && is_before(&events[i], &all[at - 1].event);
		     at--)
			all[at] = all[at - 1];
		all[at] = (struct plain){.event = events[i], .is = -1};
	}
	plain_match(all, len);
	return plain_shown(all, len, out);
}

/* A random set without two of one kind, grade and second, where these have no
 * id. No merges: a close is made of them. */
static int
random_events(struct hscan_told *out)
{
	static const int kinds[] = {C, O, R, D};
	int most = (int)any(RANDOM_MOST) + 1, len = 0;
	unsigned span = any(2) ? 30 : 200;

	for (int i = 0; i < most; i++) {
		struct hscan_told event = {
		    .kind = (enum hscan_event_kind)kinds[any(any(2) ? 2 : 4)],
		    .grade = (enum hscan_grade)any(3),
		    .at = 1000 + any(span),
		    .actor_id = NEVER,
		    .sources = 1U << any(4) | (any(4) ? 0 : 1U << any(4)),
		};
		bool known = false;

		event.id = event.grade == 0 ? i + 1 : 0;
		for (int k = 0; k < len; k++)
			known = known ||
				(out[k].kind == event.kind &&
				    out[k].grade == event.grade &&
				    out[k].at == event.at && event.grade != 0);
		if (!known)
			out[len++] = event;
	}
	return len;
}

/* Each of the one is among the other. */
static bool
is_among(const struct hscan_told *event, const struct hscan_told *all, int len)
{
	for (int i = 0; i < len; i++)
		if (all[i].kind == event->kind && all[i].at == event->at &&
		    all[i].grade == event->grade &&
		    all[i].sources == event->sources)
			return true;
	return false;
}

static void
random_sets_follow_the_rules(void **state)
{
	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct hscan_told events[2 * RANDOM_MOST] = {{.at = 0}};
		struct hscan_told plain[RANDOM_MOST] = {{.at = 0}};
		int len = random_events(events);
		int expected = plain_unite(events, len, plain);

		len = (int)hscan_unite(&untold, events, (size_t)len);
		if (len != expected)
			fail_msg("round %d: %d are shown, not %d", round, len,
			    expected);
		for (int i = 0; i < len; i++)
			if (!is_among(&events[i], plain, expected))
				fail_msg("round %d: the %dth is not right",
				    round, i + 1);
	}
}

/* --- the order of a second, of all that there could be --- */

static bool
turns_open(int kind)
{
	return kind == O;
}

/* Whether any order of a second's events, those of the forge in theirs, ends
 * with this state. */
static bool
can_end(const struct hscan_told *events, int len, bool open)
{
	int last_known = -1;

	for (int i = 0; i < len; i++)
		if (events[i].grade == 0 &&
		    (last_known < 0 || events[i].id > events[last_known].id))
			last_known = i;
	for (int i = 0; i < len; i++)
		if (turns_open((int)events[i].kind) == open &&
		    (events[i].grade != 0 || i == last_known))
			return true;
	return false;
}

static void
the_newest_second_ends_as_the_row_says(void **state)
{
	(void)state;
	for (int round = 0; round < 5000; round++) {
		struct hscan_told events[16] = {{.at = 0}}, given[16];
		int len = 0, known = (int)any(4);
		bool open = any(2), possible;
		const struct hscan_told_row row = {
		    100, NEVER, open ? HSCAN_YES : HSCAN_NO, HSCAN_UNKNOWN_YET};
		int64_t last = 0;

		for (; len < known; len++)
			events[len] = (struct hscan_told){
			    .kind = any(2) ? HSCAN_EVENT_CLOSED
					   : HSCAN_EVENT_REOPENED,
			    .at = 100,
			    .id = len + 1,
			    .actor_id = len + 1,
			    .sources = REST};
		if (any(3) && known == 0)
			events[len++] =
			    (struct hscan_told){.kind = HSCAN_EVENT_CLOSED,
				.grade = HSCAN_GRADE_OWN,
				.at = 100,
				.actor_id = NEVER,
				.sources = HOOK};
		if (any(3) && known == 0)
			events[len++] =
			    (struct hscan_told){.kind = HSCAN_EVENT_REOPENED,
				.grade = HSCAN_GRADE_NEAR,
				.at = 100,
				.actor_id = NEVER,
				.sources = HOOK};
		if (len == 0)
			continue;
		memcpy(given, events, sizeof(given));
		possible = can_end(given, len, open);
		len = (int)hscan_unite(&row, events, (size_t)len);
		if (possible)
			assert_int_equal(
			    turns_open((int)events[len - 1].kind), open);
		for (int i = 0; i < len; i++) {
			if (events[i].actor_id == NEVER)
				continue;
			assert_true(events[i].actor_id > last);
			last = events[i].actor_id;
		}
	}
}

/* Hundreds of thousands take no time to speak of. */
static void
long_histories_are_no_matter(void **state)
{
	enum { MANY = 300000 };
	struct hscan_told *events =
	    test_calloc((size_t)2 * MANY, sizeof(*events));
	size_t len = 0, shown;

	(void)state;
	assert_non_null(events);
	for (int i = 0; i < MANY / 3; i++) {
		/* All of the forge's within a minute. */
		events[len++] = (struct hscan_told){
		    .kind = i % 2 ? HSCAN_EVENT_REOPENED : HSCAN_EVENT_CLOSED,
		    .at = 1000 + i % 60,
		    .id = i + 1,
		    .actor_id = NEVER,
		    .sources = REST};
		events[len++] = (struct hscan_told){.kind = HSCAN_EVENT_CLOSED,
		    .grade = HSCAN_GRADE_OWN,
		    .at = 1000 + i,
		    .actor_id = NEVER,
		    .sources = HOOK};
		events[len++] = (struct hscan_told){.kind = HSCAN_EVENT_MERGED,
		    .grade = HSCAN_GRADE_NEAR,
		    .at = 1000 + i,
		    .actor_id = NEVER,
		    .sources = ARCHIVE};
	}
	shown = hscan_unite(&untold, events, len);
	assert_true(shown > MANY / 3 && shown < MANY);
	test_free(events);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(events_are_united),
	    cmocka_unit_test(what_one_does_not_know_another_tells),
	    cmocka_unit_test(the_order_of_arrival_is_no_matter),
	    cmocka_unit_test(random_sets_follow_the_rules),
	    cmocka_unit_test(the_newest_second_ends_as_the_row_says),
	    cmocka_unit_test(long_histories_are_no_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Unites what several sources tell of an item; see unite.h. */
#include "metric/unite.h"

#include <stdlib.h>

/* How far an object's own time may be from that of the forge's event. */
#define OWN_S INT64_C(5)

/* A time near it is that of the telling: seldom before, at times long after. */
#define LATE_S  INT64_C(15)
#define EARLY_S INT64_C(2)

static int
compare_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* --- which are the same --- */

static int
by_kind_and_grade(const void *a, const void *b)
{
	const struct hscan_told *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->grade != y->grade)
		return x->grade < y->grade ? -1 : 1;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return compare_numbers(x->id, y->id);
}

static void
absorb(struct hscan_told *shown, struct hscan_told *worse)
{
	shown->sources |= worse->sources;
	if (shown->actor_id == HSCAN_NEVER)
		shown->actor_id = worse->actor_id;
	if (!shown->reason.ptr)
		shown->reason = worse->reason;
	worse->hidden = true;
}

/* Events of one kind and grade in order of time, those left that may still
 * stand for another. Whoever is asked for is later each time, and takes the
 * earliest: what was passed over once is never wanted again. */
struct candidates {
	struct hscan_told *next, *end;
};

/* The earliest within [from, to]; NULL when there is none. */
static struct hscan_told *
earliest(struct candidates *all, int64_t from, int64_t to)
{
	while (
	    all->next < all->end && (all->next->hidden || all->next->at < from))
		all->next++;
	return all->next < all->end && all->next->at <= to ? all->next : NULL;
}

static void
unite_own(struct candidates forge, struct candidates own)
{
	for (struct hscan_told *at = own.next; at < own.end; at++) {
		struct hscan_told *better =
		    earliest(&forge, at->at - OWN_S, at->at + OWN_S);

		if (!better)
			continue;
		absorb(better, at);
		forge.next++;
	}
}

/* The better event that one of grade 2 is; NULL when there is none. */
static struct hscan_told *
take_better(struct candidates *forge, struct candidates *own, int64_t at)
{
	struct hscan_told *a = earliest(forge, at - LATE_S, at + EARLY_S);
	struct hscan_told *b = earliest(own, at - LATE_S, at + EARLY_S);

	if (!a || (b && b->at < a->at))
		a = b;
	if (a && a == b)
		own->next++;
	else if (a)
		forge->next++;
	return a;
}

/* The same fact, as another source tells it: its group is among those that
 * begin at `from` or later. There is one of grade 2 a second at most, so these
 * are few. */
static struct hscan_told *
group_of(struct hscan_told *from, const struct hscan_told *at)
{
	for (; from < at; from++)
		if (from->group && (from->group->near & at->sources) == 0)
			return from->group;
	return NULL;
}

static void
unite_near(
    struct candidates forge, struct candidates own, struct candidates near)
{
	struct hscan_told *from = near.next;

	for (struct hscan_told *at = near.next; at < near.end; at++) {
		struct hscan_told *better = take_better(&forge, &own, at->at);

		while (from->at < at->at - LATE_S)
			from++;
		if (better)
			at->group = better;
		else if (!(better = group_of(from, at)))
			at->group = better = at;
		better->near |= at->sources;
		if (better != at)
			absorb(better, at);
	}
}

static struct candidates
of_grade(
    struct hscan_told *begin, struct hscan_told *end, enum hscan_grade grade)
{
	while (begin < end && begin->grade < grade)
		begin++;
	while (begin < end && end[-1].grade > grade)
		end--;
	return (struct candidates){begin, end};
}

static size_t
drop_hidden(struct hscan_told *events, size_t len)
{
	size_t shown = 0;

	for (size_t i = 0; i < len; i++)
		if (!events[i].hidden)
			events[shown++] = events[i];
	return shown;
}

/* Leaves one event a fact; of each kind in order of time, as it is before. */
static size_t
unite_kinds(struct hscan_told *events, size_t len)
{
	struct hscan_told *begin = events, *const all = events + len;

	while (begin < all) {
		struct hscan_told *end = begin + 1;
		struct candidates forge, own, near;

		while (end < all && end->kind == begin->kind)
			end++;
		forge = of_grade(begin, end, HSCAN_GRADE_FORGE);
		own = of_grade(begin, end, HSCAN_GRADE_OWN);
		near = of_grade(begin, end, HSCAN_GRADE_NEAR);
		unite_own(forge, own);
		unite_near(forge, own, near);
		begin = end;
	}
	return drop_hidden(events, len);
}

/* --- a merge is a close --- */

static int
by_kind_and_time(const void *a, const void *b)
{
	const struct hscan_told *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->grade != y->grade)
		return x->grade < y->grade ? -1 : 1;
	return compare_numbers(x->id, y->id);
}

/* The earliest of `len` closes that may be the merge's own. */
static const struct hscan_told *
close_of(
    const struct hscan_told *merge, const struct hscan_told *closes, size_t len)
{
	bool near = merge->grade == HSCAN_GRADE_NEAR;
	int64_t from = merge->at - (near ? LATE_S : OWN_S);
	int64_t to = merge->at + (near ? EARLY_S : OWN_S);
	size_t low = 0, high = len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (closes[middle].at < from)
			low = middle + 1;
		else
			high = middle;
	}
	return low < len && closes[low].at <= to ? &closes[low] : NULL;
}

static size_t
tell_closes(struct hscan_told *events, size_t len)
{
	size_t closes = 0, told = len;

	qsort(events, len, sizeof(*events), by_kind_and_time);
	while (closes < len && events[closes].kind == HSCAN_EVENT_CLOSED)
		closes++;
	for (size_t i = closes; i < len; i++) {
		struct hscan_told *merge = &events[i];
		const struct hscan_told *close;

		if (merge->kind != HSCAN_EVENT_MERGED)
			continue;
		close = close_of(merge, events, closes);
		if (!close) {
			events[told] = *merge;
			events[told++].kind = HSCAN_EVENT_CLOSED;
		} else if (merge->grade == HSCAN_GRADE_NEAR) {
			merge->at = close->at;
		}
	}
	return told;
}

/* --- their order --- */

/* What events turn, each on its own: whether the item is open, and whether it
 * is a draft. */
enum side { OPENNESS, READINESS, SIDES };

static enum side
side_of(const struct hscan_told *event)
{
	return event->kind == HSCAN_EVENT_READY_FOR_REVIEW ||
		       event->kind == HSCAN_EVENT_CONVERT_TO_DRAFT
		   ? READINESS
		   : OPENNESS;
}

/* Whether it is open, or ready, after this event. */
static bool
turns_on(const struct hscan_told *event)
{
	return event->kind == HSCAN_EVENT_REOPENED ||
	       event->kind == HSCAN_EVENT_READY_FOR_REVIEW;
}

/* Nothing turns it back: what was merged cannot be reopened. */
static bool
is_final(const struct hscan_told *event)
{
	return event->kind == HSCAN_EVENT_MERGED ||
	       event->kind == HSCAN_EVENT_CONVERTED_TO_DISCUSSION;
}

/* By second and side; there those of the forge first, in its order, and those
 * that are final last. */
static int
by_second(const void *a, const void *b)
{
	const struct hscan_told *x = a, *y = b;
	bool known = x->grade == HSCAN_GRADE_FORGE;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (side_of(x) != side_of(y))
		return side_of(x) < side_of(y) ? -1 : 1;
	if (known != (y->grade == HSCAN_GRADE_FORGE))
		return known ? -1 : 1;
	if (known && x->id != y->id)
		return x->id < y->id ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return compare_numbers(x->grade, y->grade);
}

static int
by_place(const void *a, const void *b)
{
	const struct hscan_told *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (side_of(x) != side_of(y))
		return side_of(x) < side_of(y) ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

/* Of one second and side: `known` events of the forge, in its order, and others
 * without one. Laid from the front or, `backwards`, from the end. */
struct second {
	struct hscan_told *events;
	size_t known, len;
	size_t known_laid;
	bool backwards;
};

/* Which comes next: one that turns to `want`, so that each turns what the one
 * before it has left; one of the forge only when it is its turn. */
static size_t
choose(const struct second *second, bool want)
{
	const struct hscan_told *events = second->events;
	bool left = second->known_laid < second->known;
	size_t next = second->backwards ? second->known - 1 - second->known_laid
					: second->known_laid;
	size_t other = second->len;

	if (left && turns_on(&events[next]) == want)
		return next;
	for (size_t i = second->known; i < second->len; i++) {
		if (events[i].laid)
			continue;
		if (turns_on(&events[i]) == want)
			return i;
		if (other == second->len)
			other = i;
	}
	return left ? next : other;
}

static void
lay(struct second *second, bool want)
{
	for (size_t i = 0; i < second->len; i++) {
		size_t at = choose(second, want);

		second->events[at].laid = true;
		second->events[at].place =
		    second->backwards ? second->len - 1 - i : i;
		second->known_laid += at < second->known;
		want = !turns_on(&second->events[at]);
	}
}

/* How a side stands while the seconds are gone through. */
struct standing {
	bool on;        /* after the second before; at first it is open */
	int64_t last;   /* when that was */
	int64_t newest; /* of the last of all */
	enum hscan_tristate end; /* what the row says */
};

/* Lays one second, and tells how the side stands after it. */
static void
lay_second(const struct hscan_told_row *row, struct standing *standing,
    struct hscan_told *events, size_t len)
{
	struct second second = {.events = events, .len = len};
	int64_t at = events[0].at;
	size_t last = 0;

	/* A close that the row alone tells of. */
	if (side_of(events) == OPENNESS && row->closed_at != HSCAN_NEVER &&
	    row->closed_at > standing->last && row->closed_at < at)
		standing->on = false;
	while (second.known < len &&
	       events[second.known].grade == HSCAN_GRADE_FORGE)
		second.known++;
	while (second.len > second.known && is_final(&events[second.len - 1])) {
		second.len--;
		events[second.len].place = second.len;
	}
	second.backwards = at == standing->newest && row->updated_at >= at &&
			   standing->end != HSCAN_UNKNOWN_YET;
	lay(&second,
	    second.backwards ? standing->end == HSCAN_YES : !standing->on);
	for (size_t i = 1; i < len; i++)
		if (events[i].place > events[last].place)
			last = i;
	standing->on = turns_on(&events[last]);
	standing->last = at;
}

static enum hscan_tristate
no_draft(enum hscan_tristate draft)
{
	return draft == HSCAN_UNKNOWN_YET ? draft
	       : draft == HSCAN_YES       ? HSCAN_NO
					  : HSCAN_YES;
}

static void
put_in_order(
    const struct hscan_told_row *row, struct hscan_told *events, size_t len)
{
	struct standing sides[SIDES] = {
	    [OPENNESS] = {.on = true, .last = INT64_MIN, .end = row->open},
	    [READINESS] = {.on = true,
		.last = INT64_MIN,
		.end = no_draft(row->draft)},
	};
	size_t end;

	qsort(events, len, sizeof(*events), by_second);
	for (size_t i = 0; i < len; i++)
		sides[side_of(&events[i])].newest = events[i].at;
	for (size_t i = 0; i < len; i = end) {
		end = i + 1;
		while (end < len && events[end].at == events[i].at &&
		       side_of(&events[end]) == side_of(&events[i]))
			end++;
		lay_second(
		    row, &sides[side_of(&events[i])], &events[i], end - i);
	}
	qsort(events, len, sizeof(*events), by_place);
}

size_t
hscan_unite(
    const struct hscan_told_row *row, struct hscan_told *events, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		events[i].hidden = events[i].laid = false;
		events[i].place = 0;
		events[i].near = 0;
		events[i].group = NULL;
	}
	if (len > 0)
		qsort(events, len, sizeof(*events), by_kind_and_grade);
	len = unite_kinds(events, len);
	len = tell_closes(events, len);
	put_in_order(row, events, len);
	for (size_t i = 0; i < len; i++)
		events[i].id = (int64_t)i + 1;
	return len;
}

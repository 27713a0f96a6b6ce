/* SPDX-License-Identifier: MIT */
/* Replays the state of an item from its events; see state.h. */
#include "metric/state.h"

#include <stdlib.h>

/* A row's closed_at within this of a close event is the same close: GitHub
 * writes the two some seconds apart at times. */
#define SAME_CLOSE_S 5

static int
by_time(const void *a, const void *b)
{
	const struct hscan_turn *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

static bool
ends_open(enum hscan_event_kind kind)
{
	return kind == HSCAN_EVENT_CLOSED || kind == HSCAN_EVENT_MERGED ||
	       kind == HSCAN_EVENT_CONVERTED_TO_DISCUSSION;
}

/* Is the close that the row tells of among the events? */
static bool
has_close_at(const struct hscan_turn *turns, size_t len, int64_t closed_at)
{
	for (size_t i = 0; i < len; i++)
		if (ends_open(turns[i].kind) &&
		    turns[i].at >= closed_at - SAME_CLOSE_S &&
		    turns[i].at <= closed_at + SAME_CLOSE_S)
			return true;
	return false;
}

/* A close of what is closed already: the reopening between is not among the
 * events. It counts as the latest close, after no time of being open. */
static bool
is_another_close(
    const struct hscan_stretch *closed, const struct hscan_turn *turn)
{
	return closed->ended_at != HSCAN_NEVER && ends_open(turn->kind) &&
	       turn->at > closed->ended_at + SAME_CLOSE_S;
}

/* What is not there yet is not open either: events that an import has brought
 * along may be older than the item. */
static struct hscan_stretch
stretch_from(int64_t opened_at, int64_t created_at)
{
	if (opened_at < created_at)
		opened_at = created_at;
	return (struct hscan_stretch){
	    .opened_at = opened_at,
	    .ended_at = HSCAN_NEVER,
	    .closed_until = HSCAN_NEVER,
	};
}

size_t
hscan_replay_state(int64_t created_at, int64_t closed_at,
    struct hscan_turn *turns, size_t len, struct hscan_stretch *out)
{
	struct hscan_stretch *last = out;
	bool open = true;

	if (closed_at != HSCAN_NEVER && !has_close_at(turns, len, closed_at))
		turns[len++] = (struct hscan_turn){
		    HSCAN_EVENT_CLOSED, closed_at, INT64_MAX};
	qsort(turns, len, sizeof(*turns), by_time);
	*last = stretch_from(created_at, created_at);
	for (size_t i = 0; i < len; i++) {
		bool gone =
		    turns[i].kind == HSCAN_EVENT_CONVERTED_TO_DISCUSSION;

		if (open && ends_open(turns[i].kind)) {
			last->ended_at = turns[i].at;
			last->closed = !gone;
			open = false;
		} else if (!open && gone) {
			last->closed_until = turns[i].at;
		} else if (!open && turns[i].kind == HSCAN_EVENT_REOPENED) {
			last->closed_until = turns[i].at;
			*++last = stretch_from(turns[i].at, created_at);
			open = true;
		} else if (is_another_close(last, &turns[i])) {
			last->closed_until = turns[i].at;
			*++last = stretch_from(turns[i].at, created_at);
			last->ended_at = turns[i].at;
			last->closed = true;
		}
		if (gone)
			break;
	}
	return (size_t)(last - out) + 1;
}

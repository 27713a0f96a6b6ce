/* SPDX-License-Identifier: MIT */
/* The lists of a repository that GitHub has: a row each says how it is asked
 * for, read and walked. A list that is read as others are is a row and nothing
 * more. Pure. */
#ifndef HSCAN_SOURCE_GITHUB_LISTS_H
#define HSCAN_SOURCE_GITHUB_LISTS_H

#include <stdbool.h>

#include <healthscan/metric.h>

#include "model/stream.h"
#include "source/github/decode.h"

/* Rows this much older than the newest are read again: replicas lag, and many
 * rows share one second. Commits so much: what is merged late comes in between.
 */
#define HSCAN_OVERLAP_S        300
#define HSCAN_COMMIT_OVERLAP_S ((int64_t)90 * 86400)

/* What a page of a list holds; every array but that of its kind is empty. */
struct hscan_rows {
	struct hscan_items items;
	struct hscan_events events;
	struct hscan_responses comments;
	struct hscan_releases releases;
	struct hscan_bases bases;
	struct hscan_listed_commits commits;
	size_t len;       /* of that array */
	bool passed_over; /* no row of it is kept, but there was one */
	struct hscan_bad_rows bad;
	int64_t id; /* of the first row; 0 of commits */
	/* By what the list is ordered: updated_at, or the numbers of events;
	 * HSCAN_NEVER without any. Of commits, some of which clocks that were
	 * wrong have put out of order, `oldest` is the newest of the last
	 * quarter. */
	int64_t newest, oldest;
	int64_t oldest_at; /* of events, in time */
};

/* Fills in what the page holds of its kind. */
typedef enum hscan_status hscan_list_decoder(struct hscan_text body,
    struct hscan_arena *arena, struct hscan_rows *out, struct hscan_error *err);

enum hscan_list_order {
	HSCAN_ORDER_NONE,   /* or none to rely on */
	HSCAN_ORDER_TIME,   /* newest first */
	HSCAN_ORDER_NUMBER, /* highest first; numbers do not change */
};

/* What the walk of a list has of its own. */
enum hscan_walk_kind {
	HSCAN_WALK_ALONE,   /* nothing */
	HSCAN_WALK_ISSUES,  /* with the next two, and from both ends */
	HSCAN_WALK_BACKLOG, /* the open ones; before them, and once only */
	HSCAN_WALK_TAIL,    /* from the oldest change on */
	HSCAN_WALK_RECHECK, /* all of them once more; when that is due */
	HSCAN_WALK_DOCS,    /* one list for each folder */
	HSCAN_WALK_NONE,    /* no list: pull requests, one by one */
};

enum { HSCAN_LAST_TURN = 6 };

struct hscan_list {
	const char *stream; /* as which the store keeps how far it was read */
	const char *rows;   /* the stream that its rows are of; NULL: its own */
	const char *title;  /* for people; NULL: as its stream */
	const char *called; /* one of its rows, before its number */
	unsigned needs;     /* enum hscan_need: for what it is read */
	enum hscan_walk_kind walk;
	/* What is asked for, below the repository; of a row by itself, with
	 * its number at the end, NULL: not to be had; and for people. */
	const char *target;
	const char *row;
	const char *endpoint;
	hscan_list_decoder *decode;
	int64_t overlap; /* of the next walk with the last */
	int turn;        /* of a forecast, up to HSCAN_LAST_TURN */
	enum hscan_list_order order;
	bool bounded;   /* it is read as far back as is asked for */
	bool since;     /* the server leaves out what is older, if asked to */
	bool capped;    /* it serves no more than some ten thousand, then 422 */
	bool of_issues; /* it is switched off with them, 410 */
	bool optional;  /* where it cannot be read, one does without */
	bool by_number; /* people know its rows by the number of an item */
};

/* Decodes a page. Fails as the decoders. */
HSCAN_CHECK enum hscan_status hscan_list_decode(const struct hscan_list *list,
    struct hscan_text body, struct hscan_arena *arena, struct hscan_rows *out,
    struct hscan_error *err);

/* In the order in which they are asked for; a row without a stream ends them.
 */
enum { HSCAN_LISTS_MOST = 16 };
extern const struct hscan_list hscan_lists[HSCAN_LISTS_MOST];

static inline const char *
hscan_list_rows(const struct hscan_list *list)
{
	return list->rows ? list->rows : list->stream;
}

static inline const char *
hscan_list_title(const struct hscan_list *list)
{
	return list->title ? list->title : list->stream;
}

/* The row of a stream; NULL: it is no list. */
const struct hscan_list *hscan_list_of(const char *stream);

#endif

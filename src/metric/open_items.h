/* SPDX-License-Identifier: MIT */
/* The items that are open, each with what was written on it: who has to move is
 * told from that (judge/waiting.h). */
#ifndef HSCAN_METRIC_OPEN_ITEMS_H
#define HSCAN_METRIC_OPEN_ITEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/record.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

#include "metric/engine.h"

/* The numbers are those of the records. */
enum hscan_word_kind {
	HSCAN_WORD_COMMENT = HSCAN_COMMENT,
	HSCAN_WORD_REVIEW = HSCAN_REVIEW,
	HSCAN_WORD_READY = HSCAN_EVENT_READY_FOR_REVIEW,
	HSCAN_WORD_DRAFTED = HSCAN_EVENT_CONVERT_TO_DRAFT,
};

/* Something that was said on an item. */
struct hscan_word {
	int64_t at;
	enum hscan_word_kind kind;
	bool by_author; /* of the item */
	bool by_maintainer;
	bool by_bot;
	struct hscan_text login; /* absent: of a deleted account */
};

struct hscan_open_item {
	int64_t number;
	enum hscan_item_kind kind;
	struct hscan_text title;   /* or absent */
	struct hscan_text author;  /* login; or absent */
	bool left_out;             /* its author is one of those who are not
				    * counted */
	enum hscan_tristate draft; /* as of its newest row */
	int64_t created_at;
	int64_t updated_at; /* nothing of it is newer; 0: not told */
	bool silent;        /* nobody has commented on it */
	bool doubted;       /* its answers could not be read */
	unsigned parts;     /* read of it by itself: set of enum hscan_detail */
	int64_t read_at;    /* and as of this updated_at */
	const struct hscan_word *words; /* the oldest first, also those after
					 * the end */
	size_t words_len;
};

/* Maintainers are as in struct hscan_signs_question. */
struct hscan_open_items_question {
	int64_t repo_id; /* one that the engine was asked for */
	int64_t end;
	const struct hscan_text *logins;
	size_t logins_len;
};

/* An item; everything in it is borrowed until the callback returns. */
typedef enum hscan_status hscan_open_item_fn(
    const struct hscan_open_item *item, void *payload, struct hscan_error *err);

/* Gives the items of the scope's slice that are open at the end, by number.
 * Those that could not be read are not among them. Fails as the store, and as
 * the callback. */
HSCAN_CHECK enum hscan_status hscan_engine_open_items(
    struct hscan_engine *engine,
    const struct hscan_open_items_question *question, hscan_open_item_fn *take,
    void *payload, struct hscan_error *err);

#endif

/* SPDX-License-Identifier: MIT */
/* Records by chance, the same on every machine: whoever tells who did something
 * tells the same. */
#ifndef HSCAN_TESTS_DRAWN_H
#define HSCAN_TESTS_DRAWN_H

#include "base/mix.h"
#include "store/told.h"

/* The same numbers on every machine. */
static uint64_t draws;

static inline int64_t
draw(int64_t below)
{
	return (int64_t)(hscan_mix(++draws * HSCAN_GOLDEN) % (uint64_t)below);
}

/* A record of a random kind, by a random source. */
struct told {
	struct telling telling;
	struct hscan_item item;
	struct hscan_event event;
	struct hscan_response response;
	struct hscan_release release;
	struct hscan_base base;
	struct hscan_text label;
	bool by_name; /* its source does not tell the number */
};

/* Whoever tells who did something tells the same. */
static inline struct hscan_actor
actor_of(int64_t number)
{
	return (struct hscan_actor){.id = draw(2) ? 50 + number : 0};
}

static inline void
draw_item(struct told *told, int64_t number)
{
	bool partial = draw(3) == 0, closed = draw(2) != 0;

	told->label = text(draw(2) ? "bug" : "ui");
	told->item = (struct hscan_item){
	    .kind = number % 2 ? HSCAN_ISSUE : HSCAN_PULL_REQUEST,
	    .id = draw(2) ? 700 + number : 0,
	    .number = number,
	    .title = text(draw(2) ? "one" : "two"),
	    .author = {.id = 60 + number},
	    .open = !closed,
	    .draft = HSCAN_UNKNOWN_YET,
	    .created_at = 10,
	    .updated_at = partial ? 0 : 20 + draw(4),
	    .closed_at = closed ? 15 + draw(2) : HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER,
	    .labels = partial ? NULL : &told->label,
	    .labels_len = partial ? 0 : 1,
	    .unknown = partial ? HSCAN_ITEM_LOCKED | HSCAN_ITEM_COMMENTS : 0,
	};
	told->telling.item = &told->item;
}

static inline void
draw_event(struct told *told, int64_t number)
{
	enum hscan_grade grade = (enum hscan_grade)draw(3);

	told->event = (struct hscan_event){
	    .kind = draw(2) ? HSCAN_EVENT_CLOSED : HSCAN_EVENT_REOPENED,
	    .id = grade == HSCAN_GRADE_FORGE ? 900 + draw(2) : 0,
	    .number = number,
	    .occurred_at = 12 + draw(2),
	    .actor = actor_of(number),
	    .grade = grade,
	};
	told->telling.event = &told->event;
}

static inline void
draw_response(struct told *told, int64_t number)
{
	told->response = (struct hscan_response){
	    .kind = draw(2) ? HSCAN_COMMENT : HSCAN_REVIEW,
	    .id = 300 + number,
	    .number = number,
	    .occurred_at = 13 + draw(3),
	    .actor = actor_of(number),
	    .near = draw(2) != 0,
	    .association = text(draw(3) ? "NONE" : "MEMBER"),
	};
	told->response.state = (enum hscan_review_state)draw(5);
	told->telling.response = &told->response;
}

static inline void
draw_release(struct told *told)
{
	told->release = (struct hscan_release){
	    .id = 1 + draw(2),
	    .tag_name = text("v1"),
	    .name = text(draw(2) ? "a" : "b"),
	    .created_at = 5,
	    .published_at = 6 + draw(2),
	};
	told->telling.release = &told->release;
}

static inline void
draw_base(struct told *told, int64_t number)
{
	told->base = (struct hscan_base){
	    .number = number,
	    .branch = text(draw(2) ? "main" : "next"),
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER,
	    .updated_at = 20 + draw(3),
	};
	told->telling.base = &told->base;
}

static inline void
draw_one(struct told *told)
{
	int64_t number = 1 + draw(6);

	*told = (struct told){.by_name = draw(2) != 0};
	told->telling.source =
	    (enum hscan_source)(told->by_name ? 2 + draw(2) : draw(4));
	told->telling.told_at = 30 + draw(3);
	switch (draw(6)) {
	case 0: draw_event(told, number); break;
	case 1: draw_event(told, number); break;
	case 2: draw_response(told, number); break;
	case 3: draw_release(told); break;
	case 4: draw_base(told, number); break;
	default: draw_item(told, number); break;
	}
}

static const char *const all_of_it[] = {
    "SELECT r.full_name, i.number, i.kind, i.forge_id, title, author_id, open,"
    "       i.created_at, updated_at, closed_at, i.source, mark, i.unknown,"
    "       sources"
    "  FROM item AS i JOIN repo AS r USING (repo_id) ORDER BY 2",
    "SELECT number, kind, occurred_at, forge_id, actor_id, reason, sources"
    "  FROM event ORDER BY 1, 2, 3, 4",
    "SELECT number, kind, forge_id, occurred_at, near, actor_id, sources,"
    "       state"
    "  FROM response ORDER BY 1, 2, 3",
    "SELECT forge_id, tag_name, name, published_at, told_at, source, sources"
    "  FROM release ORDER BY 1",
    "SELECT number, base, updated_at FROM pull_base ORDER BY 1",
    "SELECT number, label FROM item_label ORDER BY 1, 2",
    "SELECT stream, source, starts_at, ends_at, complete FROM span"
    " ORDER BY 1, 2, 3, 5",
    "SELECT actor_id FROM maintainer ORDER BY 1",
};

#endif

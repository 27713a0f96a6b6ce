/* SPDX-License-Identifier: MIT */
/* From when to when deliveries were heard; see beat.h. */
#include "serve/beat.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/grow.h"
#include "store/store.h"

enum {
	AT_ONCE = 50,  /* repositories in one transaction */
	ASTRAY_S = 10, /* by which the two clocks may differ */
};

void
serve_beat_init(struct serve_beat *beat, struct serve_now now)
{
	*beat = (struct serve_beat){.last = now};
}

void
serve_beat_clear(struct serve_beat *beat)
{
	free(beat->repos);
	*beat = (struct serve_beat){.repos = NULL};
}

/* Where it is, or belongs. */
static size_t
place_of(const struct serve_beat *beat, int64_t repo_id)
{
	size_t low = 0, high = beat->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (beat->repos[middle].repo_id < repo_id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_at(const struct serve_beat *beat, size_t at, int64_t repo_id)
{
	return at < beat->len && beat->repos[at].repo_id == repo_id;
}

enum hscan_status
serve_beat_hear(struct serve_beat *beat, int64_t repo_id, int64_t at,
    struct hscan_error *err)
{
	size_t place = place_of(beat, repo_id);
	struct serve_heard *more;

	if (is_at(beat, place, repo_id))
		return HSCAN_OK;
	more =
	    hscan_grow(beat->repos, &beat->room, beat->len + 1, sizeof(*more));
	if (!more)
		return hscan_no_memory(err);
	beat->repos = more;
	memmove(&more[place + 1], &more[place],
	    (beat->len - place) * sizeof(*more));
	beat->len++;
	more[place] = (struct serve_heard){repo_id, at};
	return HSCAN_OK;
}

/* The spans that reached to `since`, where the last beat was, reach to `now`.
 */
static enum hscan_status
move_on(struct serve_heard *heard, struct hscan_store *store, int64_t now,
    struct hscan_error *err)
{
	struct hscan_span *spans = NULL;
	struct hscan_arena arena;
	size_t len = 0;
	enum hscan_status status;

	hscan_arena_init(&arena);
	status =
	    hscan_store_spans(store, heard->repo_id, &arena, &spans, &len, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		struct hscan_span span = spans[i];

		if (span.source != HSCAN_SOURCE_WEBHOOK || span.complete ||
		    span.ends_at < heard->since || span.ends_at >= now)
			continue;
		span.starts_at = span.ends_at;
		span.ends_at = now;
		status =
		    hscan_store_put_span(store, heard->repo_id, &span, err);
	}
	hscan_arena_clear(&arena);
	return status;
}

/* Those from `from` on; `since` is moved on by whoever commits. */
static enum hscan_status
write_some(struct serve_beat *beat, size_t from, size_t len,
    struct hscan_store *store, int64_t now, struct hscan_error *err)
{
	enum hscan_status status = hscan_store_begin(store, err);

	if (status != HSCAN_OK)
		return status;
	for (size_t i = from; i < from + len && status == HSCAN_OK; i++)
		status = move_on(&beat->repos[i], store, now, err);
	if (status == HSCAN_OK)
		status = hscan_store_commit(store, err);
	if (status != HSCAN_OK) {
		hscan_store_rollback(store);
		return status;
	}
	for (size_t i = from; i < from + len; i++)
		beat->repos[i].since = now;
	return HSCAN_OK;
}

/* Whether the machine was suspended, or its clock was set, since the last beat:
 * what happened meanwhile is not known. */
static bool
is_broken(const struct serve_beat *beat, struct serve_now now)
{
	int64_t off = now.s - beat->last.s - (now.ms - beat->last.ms) / 1000;

	return off > ASTRAY_S || off < -ASTRAY_S;
}

/* After a break each repository has to be heard anew. */
static bool
go_on(struct serve_beat *beat, struct serve_now now)
{
	bool broken = is_broken(beat, now);

	if (broken)
		beat->len = 0;
	beat->last = now;
	return !broken;
}

enum hscan_status
serve_beat_write(struct serve_beat *beat, struct hscan_store *store,
    struct serve_now now, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (!go_on(beat, now))
		return HSCAN_OK;
	for (size_t i = 0; i < beat->len && status == HSCAN_OK; i += AT_ONCE) {
		size_t len = beat->len - i < AT_ONCE ? beat->len - i : AT_ONCE;

		status = write_some(beat, i, len, store, now.s, err);
	}
	return status;
}

enum hscan_status
serve_beat_write_one(struct serve_beat *beat, struct hscan_store *store,
    int64_t repo_id, struct serve_now now, struct hscan_error *err)
{
	size_t at = place_of(beat, repo_id);

	if (!go_on(beat, now) || !is_at(beat, at, repo_id))
		return HSCAN_OK;
	return write_some(beat, at, 1, store, now.s, err);
}

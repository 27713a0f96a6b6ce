/* SPDX-License-Identifier: MIT */
/* From when to when deliveries were heard; see beat.h. */
#include "serve/beat.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "store/store.h"
#include "sync/intake.h"

enum {
	AT_ONCE = 50,  /* repositories in one transaction */
	ASTRAY_S = 10, /* by which the two clocks may differ */
};

void
serve_beat_init(struct serve_beat *beat, struct serve_now now)
{
	*beat = (struct serve_beat){.began = now.s, .last = now};
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

/* The one of that repository, made if need be; NULL: no memory. */
static struct serve_heard *
entry_of(struct serve_beat *beat, int64_t repo_id, struct hscan_error *err)
{
	size_t at = place_of(beat, repo_id);
	struct serve_heard *more;

	if (is_at(beat, at, repo_id))
		return &beat->repos[at];
	more =
	    hscan_grow(beat->repos, &beat->room, beat->len + 1, sizeof(*more));
	if (!more) {
		(void)hscan_no_memory(err);
		return NULL;
	}
	beat->repos = more;
	memmove(&more[at + 1], &more[at], (beat->len - at) * sizeof(*more));
	beat->len++;
	more[at] =
	    (struct serve_heard){.repo_id = repo_id, .since = beat->began};
	return &more[at];
}

enum hscan_status
serve_beat_hear(struct serve_beat *beat, int64_t repo_id, enum serve_hook hook,
    struct serve_now now, bool *first, struct hscan_error *err)
{
	struct serve_heard *entry = entry_of(beat, repo_id, err);
	bool there = hook != SERVE_HOOK_DELETED;

	if (!entry)
		return HSCAN_ENOMEM;
	*first = there && !entry->heard;
	if (*first && (entry->deleted || hook == SERVE_HOOK_MADE))
		entry->since = now.s;
	entry->heard = there;
	entry->deleted = !there;
	return HSCAN_OK;
}

static enum hscan_status
write_one(struct serve_heard *entry, struct hscan_store *store, int64_t now,
    struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	enum hscan_status status;

	if (!entry->heard || entry->since > now)
		return HSCAN_OK;
	status = hscan_store_get_repo(store, entry->repo_id, &stored, err);
	hscan_stored_repo_clear(&stored);
	if (status == HSCAN_OK)
		return hscan_intake_put_span(store, entry->repo_id,
		    entry->since, now, HSCAN_INTAKE_LIVE, err);
	if (status != HSCAN_ENOTFOUND)
		return status;
	/* It has been forgotten meanwhile. */
	entry->heard = false;
	entry->since = now;
	return HSCAN_OK;
}

/* Those from `from` on. */
static enum hscan_status
write_some(struct serve_beat *beat, size_t from, size_t len,
    struct hscan_store *store, int64_t now, struct hscan_error *err)
{
	enum hscan_status status = hscan_store_begin(store, err);

	if (status != HSCAN_OK)
		return status;
	for (size_t i = from; i < from + len && status == HSCAN_OK; i++)
		status = write_one(&beat->repos[i], store, now, err);
	if (status == HSCAN_OK)
		status = hscan_store_commit(store, err);
	if (status != HSCAN_OK)
		hscan_store_rollback(store);
	return status;
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
static void
go_on(struct serve_beat *beat, struct serve_now now)
{
	bool broken = is_broken(beat, now);

	beat->last = now;
	if (broken)
		beat->began = now.s;
	for (size_t i = 0; i < beat->len && broken; i++) {
		beat->repos[i].heard = false;
		beat->repos[i].since = now.s;
	}
}

enum hscan_status
serve_beat_write(struct serve_beat *beat, struct hscan_store *store,
    struct serve_now now, bool *more, struct hscan_error *err)
{
	size_t from = beat->next < beat->len ? beat->next : 0;
	size_t len = beat->len - from < AT_ONCE ? beat->len - from : AT_ONCE;
	enum hscan_status status = HSCAN_OK;

	go_on(beat, now);
	if (len > 0)
		status = write_some(beat, from, len, store, now.s, err);
	*more = status == HSCAN_OK && from + len < beat->len;
	beat->next = *more ? from + len : 0;
	return status;
}

enum hscan_status
serve_beat_write_one(struct serve_beat *beat, struct hscan_store *store,
    int64_t repo_id, struct serve_now now, struct hscan_error *err)
{
	size_t at = place_of(beat, repo_id);

	go_on(beat, now);
	if (!is_at(beat, at, repo_id) || !beat->repos[at].heard)
		return HSCAN_OK;
	return write_some(beat, at, 1, store, now.s, err);
}

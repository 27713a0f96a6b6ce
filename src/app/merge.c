/* SPDX-License-Identifier: MIT */
/* Stores of other collectors, into that of the settings; see merge.h. */
#include "app/merge.h"

#include <poll.h>
#include <stdlib.h>

#include "store/store.h"

enum {
	/* So long others wait at most, but for one row and the commit. */
	LOCKED_MS = 50,
	/* So often, while others change what is read. */
	TRIES = 5,
	/* So long they can begin: who waits looks every hundredth of a second
	 * at first, and later every tenth. */
	PAUSE_MS = 10,
};

/* A store that is taken in. */
struct other {
	struct hscan_store *store;
	int64_t newest; /* sync of it */
	size_t place;   /* among those that were named */
};

struct merge {
	struct app *app;
	struct hscan_store *store;
	struct other *others; /* owned; by their newest sync */
	size_t len;
	int64_t since_ms;  /* since when others have to wait */
	int64_t done, all; /* repositories */
};

/* --- while it goes on --- */

static bool
is_time(void *payload)
{
	const struct merge *merge = payload;

	return app_monotonic_ms(merge->app) - merge->since_ms >= LOCKED_MS;
}

static enum hscan_status
pause_a_moment(void *payload, struct hscan_error *err)
{
	struct merge *merge = payload;
	const struct app *app = merge->app;

	(void)poll(NULL, 0, PAUSE_MS);
	merge->since_ms = app_monotonic_ms(app);
	if (!app->interrupted || !*app->interrupted)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINTR,
	    "interrupted after %lld of %lld repositories; run the same command "
	    "again to go on",
	    (long long)merge->done, (long long)merge->all);
}

static void
on_repo(int64_t done, int64_t all, void *payload)
{
	struct merge *merge = payload;

	merge->done = done;
	merge->all = all;
	app_progress(merge->app, "repositories", done, all);
}

/* --- before it --- */

static enum hscan_status
open_one(struct merge *merge, const char *path, size_t place,
    struct hscan_error *err)
{
	struct other *other = &merge->others[merge->len];
	enum hscan_status status =
	    hscan_store_open_other(path, merge->store, &other->store, err);

	if (status != HSCAN_OK)
		return status;
	other->place = place;
	merge->len++;
	for (size_t i = 0; i + 1 < merge->len; i++)
		if (hscan_store_is_same(other->store, merge->others[i].store))
			return hscan_fail(err, HSCAN_EINVAL,
			    "%s: it was named before; name each store once",
			    path);
	status = hscan_store_set_frugal(other->store, err);
	return status == HSCAN_OK
		   ? hscan_store_newest_sync(other->store, &other->newest, err)
		   : status;
}

static int
by_newest(const void *a, const void *b)
{
	const struct other *x = a, *y = b;

	if (x->newest != y->newest)
		return x->newest < y->newest ? -1 : 1;
	return x->place < y->place ? -1 : 1;
}

/* All of them are looked at before anything is taken of any. */
static enum hscan_status
open_all(struct merge *merge, const char *const *paths, size_t len,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		status = open_one(merge, paths[i], i, err);
	for (size_t i = 0; i < merge->len && status == HSCAN_OK; i++) {
		status = hscan_store_check_other(
		    merge->store, merge->others[i].store, err);
		if (status == HSCAN_ESTORE)
			hscan_error_prefix(err, "%s: ", paths[i]);
	}
	if (status == HSCAN_OK && len > 0)
		qsort(merge->others, len, sizeof(*merge->others), by_newest);
	return status;
}

/* --- all of it --- */

static enum hscan_status
merge_all(struct merge *merge, struct merge_one *out, struct hscan_error *err)
{
	const struct hscan_merge_watch watch = {
	    is_time, pause_a_moment, on_repo, merge};
	int64_t newest = 0;
	enum hscan_status status =
	    hscan_store_newest_sync(merge->store, &newest, err);

	for (size_t i = 0; i < merge->len && status == HSCAN_OK; i++) {
		const struct other *other = &merge->others[i];
		struct merge_one *one = &out[other->place];
		struct hscan_merged merged = {0};

		merge->since_ms = app_monotonic_ms(merge->app);
		status = hscan_store_merge(merge->store, other->store,
		    other->newest > newest, &watch, &merged, err);
		one->merged.repositories = merged.repositories;
		one->merged.added += merged.added;
		one->merged.united += merged.united;
		one->done = status == HSCAN_OK;
	}
	app_progress(merge->app, NULL, 0, 0);
	return status == HSCAN_OK
		   ? hscan_store_join_stand_ins(merge->store, err)
		   : status;
}

/* Whether it failed because another process was faster: `*again`. */
static enum hscan_status
merge_once(struct merge *merge, const char *const *paths, size_t len,
    struct merge_one *out, bool *again, struct hscan_error *err)
{
	enum hscan_status status = open_all(merge, paths, len, err);

	if (status == HSCAN_OK)
		status = merge_all(merge, out, err);
	*again = false;
	for (size_t i = 0; i < merge->len; i++) {
		*again =
		    *again || (status == HSCAN_ESTORE &&
				  hscan_store_is_stale(merge->others[i].store));
		hscan_store_close(merge->others[i].store);
	}
	merge->len = 0;
	return status;
}

enum hscan_status
merge_run(struct app *app, const char *const *paths, size_t len,
    struct merge_one *out, struct hscan_error *err)
{
	struct merge merge = {.app = app};
	enum hscan_status status;
	bool again = true;

	for (size_t i = 0; i < len; i++)
		out[i] = (struct merge_one){.path = paths[i]};
	merge.others = calloc(len > 0 ? len : 1, sizeof(*merge.others));
	status = merge.others
		     ? hscan_store_open(app->settings.db, &merge.store, err)
		     : hscan_no_memory(err);
	if (status != HSCAN_OK)
		again = false;
	for (int i = 0; i < TRIES && again; i++)
		status = merge_once(&merge, paths, len, out, &again, err);
	hscan_store_close(merge.store);
	free(merge.others);
	return status;
}

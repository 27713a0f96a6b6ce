/* SPDX-License-Identifier: MIT */
/* Who keeps what was said of a group; see heir.h. */
#include "app/heir.h"

#include "app/groups.h"

struct search {
	const struct app *app;
	struct hscan_store *store;
	int64_t from;
	int64_t found; /* 0: none yet */
};

/* The first is the one that a group's alerts are kept with from the start. */
static enum hscan_status
on_member(
    const struct hscan_repo_name *name, void *payload, struct hscan_error *err)
{
	struct search *search = payload;
	struct hscan_stored_repo stored = {0};
	enum hscan_status status =
	    hscan_store_find_repo(search->store, name, &stored, err);

	if (status == HSCAN_OK && stored.repo_id != search->from &&
	    (search->found == 0 || stored.repo_id < search->found))
		search->found = stored.repo_id;
	hscan_stored_repo_clear(&stored);
	return status == HSCAN_ENOTFOUND ? HSCAN_OK : status;
}

static enum hscan_status
find(struct hscan_text scope, int64_t from, int64_t *repo_id, void *payload,
    struct hscan_error *err)
{
	struct search *search = payload;
	struct hscan_text group, rest;
	bool known;
	enum hscan_status status;

	search->from = from;
	search->found = 0;
	*repo_id = 0;
	if (!groups_split_scope(scope, &group, &rest))
		return HSCAN_OK;
	group.ptr++; /* the "@" */
	group.len--;
	status = groups_each(
	    &search->app->settings, group, &known, on_member, search, err);
	if (status == HSCAN_OK)
		*repo_id = search->found;
	return status;
}

enum hscan_status
heir_forget(const struct app *app, struct hscan_store *store, int64_t repo_id,
    int64_t *rows, struct hscan_error *err)
{
	struct search search = {.app = app, .store = store};
	const struct hscan_heirs heirs = {find, &search};

	return hscan_store_forget(store, repo_id, &heirs, rows, err);
}

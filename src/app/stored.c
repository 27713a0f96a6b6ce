/* SPDX-License-Identifier: MIT */
/* From a word to what is stored; see stored.h. */
#include "app/stored.h"

#include "app/clones.h"
#include "app/local_names.h"
#include "app/names.h"
#include "app/target.h"
#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"
#include "sync/local.h"

enum { LONGEST_NAME = 64 * 1024 };

struct search {
	struct app *app;
	struct hscan_store *store;
	const char *word;
	bool alone;
	struct local_names names; /* of the settings' arena */
	struct hscan_stored_repo *out;
	const char **shown;
};

static enum hscan_status
show(struct search *search, const char *before, struct hscan_text name,
    struct hscan_error *err)
{
	struct hscan_text copy = {NULL, 0};
	struct hscan_buf text;

	hscan_buf_init(&text, LONGEST_NAME);
	(void)hscan_buf_add_string(&text, before);
	hscan_add_safe(&text, name, false);
	if (text.failed == HSCAN_OK)
		copy = hscan_arena_dup(
		    &search->app->settings.arena, hscan_buf_text(&text));
	hscan_buf_clear(&text);
	*search->shown = copy.ptr;
	return copy.ptr ? HSCAN_OK : hscan_no_memory(err);
}

static enum hscan_status
not_stored(const struct search *search, struct hscan_error *err)
{
	char shown[NAMES_SHOWN_SIZE], db[200];

	return hscan_fail(err, HSCAN_ENODATA,
	    "%s cannot be found: it is not in the store %s; healthscan repos "
	    "lists what is, healthscan repo fetches one",
	    hscan_safe(hscan_text_of(search->word), shown, sizeof(shown)),
	    hscan_safe(
		hscan_text_of(search->app->settings.db), db, sizeof(db)));
}

static enum hscan_status
take_local(struct search *search, const struct local_name *name,
    struct hscan_error *err)
{
	enum hscan_status status = show(search, LOCAL_PREFIX, name->name, err);

	if (status == HSCAN_OK)
		status = hscan_store_find_number(search->store,
		    HSCAN_LOCAL_HOST, name->number, search->out, err);
	return status;
}

static enum hscan_status
take_name(
    struct search *search, struct hscan_repo_name name, struct hscan_error *err)
{
	char shown[NAMES_SHOWN_SIZE];
	enum hscan_status status =
	    names_find(search->app, search->store, &name, search->out, err);

	return status == HSCAN_OK
		   ? show(search, "", hscan_text_of(names_show(&name, shown)),
			 err)
		   : status;
}

/* The clone's own row; else, unless that alone is meant, its origin's. */
static enum hscan_status
on_clone(const struct clone *clone, void *payload, struct hscan_error *err)
{
	struct search *search = payload;
	int64_t number = hscan_local_number(clone->path);
	char shown[NAMES_SHOWN_SIZE];
	enum hscan_status status;

	for (size_t i = 0; i < search->names.len; i++)
		if (search->names.items[i].number == number)
			return take_local(search, &search->names.items[i], err);
	if (!clone->has_origin)
		return not_stored(search, err);
	if (!search->alone) {
		status = take_name(search, clone->origin, err);
		return status == HSCAN_ENOTFOUND ? not_stored(search, err)
						 : status;
	}
	return hscan_fail(err, HSCAN_ENODATA,
	    "the clone cannot be found: nothing of it alone is in the store; "
	    "if its origin is meant, write %s",
	    names_show(&clone->origin, shown));
}

static enum hscan_status
take_word(struct search *search, struct hscan_error *err)
{
	const struct local_name *local =
	    local_names_find(&search->names, search->word, true);
	struct hscan_repo_name name;
	enum hscan_status status;

	if (local_names_is_local(search->word))
		return local ? take_local(search, local, err)
			     : not_stored(search, err);
	status = names_parse(search->word, &name, local ? NULL : err);
	if (status == HSCAN_OK)
		status = take_name(search, name, err);
	else if (local)
		return take_local(search, local, err);
	if (status != HSCAN_ENOTFOUND)
		return status;
	return local ? take_local(search, local, err) : not_stored(search, err);
}

enum hscan_status
stored_find(struct app *app, struct hscan_store *store, const char *word,
    bool alone, struct hscan_stored_repo *out, const char **shown,
    struct hscan_error *err)
{
	struct search search = {.app = app,
	    .store = store,
	    .word = word,
	    .alone = alone,
	    .out = out,
	    .shown = shown};
	enum hscan_status status =
	    local_names_load(&search.names, store, &app->settings.arena, err);

	if (status != HSCAN_OK)
		return status;
	if (!target_is_folder(word))
		return take_word(&search, err);
	names_note_folder(app, word);
	return clones_find_one(
	    word, &app->settings.arena, on_clone, &search, err);
}

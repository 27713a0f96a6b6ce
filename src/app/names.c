/* SPDX-License-Identifier: MIT */
/* Old names and new ones; see names.h. */
#include "app/names.h"

#include <stdio.h>
#include <string.h>

#include "app/target.h"
#include "base/safe.h"
#include "base/text.h"

struct app_name {
	struct hscan_repo_name name;
	struct hscan_whose whose;
	struct app_name *next;
};

const char *
names_show(const struct hscan_repo_name *name, char out[NAMES_SHOWN_SIZE])
{
	bool host = strcmp(name->host, HSCAN_DEFAULT_HOST) != 0;

	(void)snprintf(out, NAMES_SHOWN_SIZE, "%s%s%s/%s",
	    host ? name->host : "", host ? "/" : "", name->owner, name->name);
	return out;
}

void
names_add(
    struct hscan_buf *out, struct hscan_text host, struct hscan_text full_name)
{
	if (!hscan_text_is(host, HSCAN_DEFAULT_HOST)) {
		(void)hscan_buf_add_text(out, host);
		(void)hscan_buf_add_char(out, '/');
	}
	(void)hscan_buf_add_text(out, full_name);
}

void
names_adopt(struct hscan_text full_name, struct hscan_repo_name *name)
{
	struct hscan_repo_name now;

	if (hscan_repo_name_parse(full_name, &now, NULL) != HSCAN_OK)
		return;
	memcpy(name->owner, now.owner, sizeof(now.owner));
	memcpy(name->name, now.name, sizeof(now.name));
}

enum hscan_status
names_find(struct app *app, struct hscan_store *store,
    struct hscan_repo_name *name, struct hscan_stored_repo *out,
    struct hscan_error *err)
{
	struct hscan_repo_name asked = *name;
	enum hscan_status status = hscan_store_find_repo(store, name, out, err);
	char shown[NAMES_SHOWN_SIZE];

	if (status != HSCAN_OK)
		return status;
	names_adopt(out->repo.full_name, name);
	if (!hscan_repo_name_equal(&asked, name))
		app_warn(app, "%s is %s/%s now; use that name",
		    names_show(&asked, shown), name->owner, name->name);
	return HSCAN_OK;
}

enum hscan_status
names_look_up(struct hscan_store *store, const struct hscan_repo_name *name,
    struct hscan_whose *out, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	enum hscan_status status;

	*out = (struct hscan_whose){.number = 0};
	status = hscan_store_find_repo(store, name, &stored, err);
	if (status == HSCAN_OK) {
		*out = (struct hscan_whose){stored.repo.id, *name};
		names_adopt(stored.repo.full_name, &out->now);
	}
	hscan_stored_repo_clear(&stored);
	return status == HSCAN_ENOTFOUND ? HSCAN_OK : status;
}

/* --- what forges say --- */

static struct app_name *
find_said(const struct app *app, const struct hscan_repo_name *name)
{
	struct app_name *said = app->names;

	while (said && !hscan_repo_name_equal(&said->name, name))
		said = said->next;
	return said;
}

enum hscan_status
names_ask(struct app *app, struct hscan_store *store,
    const struct hscan_repo_name *name, struct hscan_whose *out,
    struct hscan_error *err)
{
	struct settings *settings = &app->settings;
	struct app_name *said = find_said(app, name);
	struct hscan_http *http = NULL;
	enum hscan_status status = HSCAN_OK;

	if (said) {
		*out = said->whose;
		return HSCAN_OK;
	}
	said = hscan_arena_alloc(&settings->arena, 1, sizeof(*said));
	if (!said)
		return hscan_no_memory(err);
	said->name = *name;
	status = app_client(app, name->host, &http, err);
	/* Who only wants to know what would be done has nothing noted. */
	if (status == HSCAN_OK)
		status =
		    hscan_sync_whose(http, settings->dry_run ? NULL : store,
			name, app_now_s(app), &said->whose, err);
	if (status != HSCAN_OK)
		return status;
	said->next = app->names;
	app->names = said;
	*out = said->whose;
	return HSCAN_OK;
}

bool
names_are_alike(
    const struct hscan_repo_name *a, const struct hscan_repo_name *b)
{
	return strcmp(a->host, b->host) == 0 &&
	       (hscan_text_is_nocase(hscan_text_of(a->owner), b->owner) ||
		   hscan_text_is_nocase(hscan_text_of(a->name), b->name));
}

/* --- whether two are one --- */

/* By the forge: whether `other` leads to the repository `number`, 0 where the
 * store does not know it, which goes by `name`. */
static enum hscan_status
ask_for(struct app *app, struct hscan_store *store,
    const struct hscan_repo_name *name, int64_t number,
    const struct hscan_repo_name *other, struct hscan_whose *out,
    struct hscan_error *err)
{
	struct hscan_whose named = {.number = number}, said = {0};
	enum hscan_status status = names_ask(app, store, other, &said, err);

	if (status != HSCAN_OK || said.number == 0)
		return status;
	if (number == 0 && hscan_repo_name_equal(&said.now, name))
		named.number = said.number;
	else if (number == 0)
		status = names_ask(app, store, name, &named, err);
	if (status == HSCAN_OK && said.number == named.number)
		*out = said;
	return status;
}

enum hscan_status
names_match(struct app *app, struct hscan_store *store,
    const struct hscan_repo_name *name, const struct hscan_repo_name *other,
    struct hscan_whose *out, struct hscan_error *err)
{
	struct hscan_whose known = {.number = 0};
	int64_t number = 0, of_other = 0;
	enum hscan_status status;

	*out = (struct hscan_whose){.number = 0};
	if (strcmp(name->host, other->host) != 0)
		return HSCAN_OK;
	status = hscan_store_get_name(store, name, &number, err);
	if (status == HSCAN_OK)
		status = hscan_store_get_name(store, other, &of_other, err);
	if (status != HSCAN_OK ||
	    (number != 0 && of_other != 0 && number != of_other))
		return status;
	if (app->settings.offline) {
		status = names_look_up(store, other, &known, err);
		if (status == HSCAN_OK && number != 0 && known.number == number)
			*out = known;
		return status;
	}
	if (of_other == 0 && !names_are_alike(name, other))
		return HSCAN_OK;
	return ask_for(app, store, name, number, other, out, err);
}

enum hscan_status
names_parse(
    const char *word, struct hscan_repo_name *out, struct hscan_error *err)
{
	struct hscan_text text = hscan_text_of(word);
	enum hscan_status status = hscan_repo_name_parse(text, out, err);
	char shown[200];

	if (status == HSCAN_OK ||
	    (!hscan_text_starts(text, "/") && !hscan_text_starts(text, "./") &&
		!hscan_text_starts(text, "../")))
		return status;
	return hscan_fail(err, status,
	    "'%s' does not name a repository: there is no such folder; check "
	    "the path, or write OWNER/NAME",
	    hscan_safe(text, shown, sizeof(shown)));
}

void
names_note_folder(struct app *app, const char *word)
{
	char shown[200];

	if (!target_might_be_name(word))
		return;
	(void)hscan_safe(hscan_text_of(word), shown, sizeof(shown));
	app_say(app, APP_SAY,
	    "%s is taken for the clone in that folder; for the repository of "
	    "that name write " HSCAN_DEFAULT_HOST "/%s",
	    shown, shown);
}

void
names_warn_of_origin(struct app *app, const char *dir,
    const struct hscan_repo_name *origin, const struct hscan_whose *whose)
{
	char shown[200], old[NAMES_SHOWN_SIZE];

	if (hscan_repo_name_equal(origin, &whose->now))
		return;
	app_warn(app,
	    "%s: its origin %s is %s/%s now; change it with git remote set-url",
	    hscan_safe(hscan_text_of(dir), shown, sizeof(shown)),
	    names_show(origin, old), whose->now.owner, whose->now.name);
}

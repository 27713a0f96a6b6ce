/* SPDX-License-Identifier: MIT */
/* From a word, or none, to the one repository that is meant; see meant.h. */
#include "app/meant.h"

#include "app/local_names.h"
#include "app/names.h"
#include "app/target.h"
#include "base/safe.h"
#include "base/text.h"
#include "store/store.h"

struct meaning {
	struct app *app;
	struct meant out;
};

static enum hscan_status
mean_clone_alone(struct meaning *m, struct hscan_error *err)
{
	m->out.folder = hscan_arena_dup(
	    &m->app->settings.arena, hscan_git_folder(m->out.git))
			    .ptr;
	return m->out.folder ? HSCAN_OK : hscan_no_memory(err);
}

/* The repository that the clone's origin names; if that is none on a forge that
 * can be asked, the clone is a repository of its own. */
static enum hscan_status
mean_clone(struct meaning *m, struct hscan_error *err)
{
	if (hscan_git_origin(m->out.git, &m->out.name) &&
	    !local_names_is_other_forge(m->out.name.host))
		return HSCAN_OK;
	return mean_clone_alone(m, err);
}

/* Without a word: the clone that --git names, or the one that we are in. */
static enum hscan_status
mean_nothing(struct meaning *m, struct hscan_error *err)
{
	const char *git = m->app->settings.git;
	enum hscan_status status;

	status = hscan_git_open(git ? git : ".", !git, &m->out.git, err);
	if (status == HSCAN_OK)
		return mean_clone(m, err);
	if (git) {
		hscan_error_prefix(err, "--git: ");
		if (status == HSCAN_ENOTFOUND)
			err->status = status = HSCAN_EINVAL;
	} else if (status == HSCAN_ENOTFOUND) {
		status = hscan_fail(err, HSCAN_EINVAL,
		    "cannot tell which repository is meant: this folder is no "
		    "clone; say OWNER/NAME, or name a clone's folder");
	}
	return status;
}

/* Whether the store, if there is one, has a clone of that name. */
static bool
has_clone(struct app *app, const char *word)
{
	struct hscan_store *store = NULL;
	struct local_names names = {.items = NULL};
	struct hscan_arena arena;
	bool found;

	hscan_arena_init(&arena);
	found = hscan_store_open_snapshot(app->settings.db, &store, NULL) ==
		    HSCAN_OK &&
		local_names_load(&names, store, &arena, NULL) == HSCAN_OK &&
		local_names_find(&names, word, false);
	hscan_store_close(store);
	hscan_arena_clear(&arena);
	return found;
}

/* Whether the store, if there is one, has that repository. */
static bool
has_repo(struct app *app, const struct hscan_repo_name *name)
{
	struct hscan_stored_repo stored = {0};
	struct hscan_store *store = NULL;
	bool found;

	found = hscan_store_open_snapshot(app->settings.db, &store, NULL) ==
		    HSCAN_OK &&
		hscan_store_find_repo(store, name, &stored, NULL) == HSCAN_OK;
	hscan_stored_repo_clear(&stored);
	hscan_store_close(store);
	return found;
}

/* As if we were in it. Offline, the clone has something to tell even where the
 * store has nothing of its origin. */
static enum hscan_status
mean_folder(struct meaning *m, const char *folder, struct hscan_error *err)
{
	enum hscan_status status;
	char shown[200];

	names_note_folder(m->app, folder);
	status = hscan_git_open(folder, true, &m->out.git, err);
	if (status == HSCAN_ENOTFOUND)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the folder %s is no clone: there is no git repository in "
		    "it; name a clone's folder, or OWNER/NAME",
		    hscan_safe(hscan_text_of(folder), shown, sizeof(shown)));
	if (status == HSCAN_OK)
		status = mean_clone(m, err);
	if (status == HSCAN_OK && !m->out.folder && m->app->settings.offline &&
	    !has_repo(m->app, &m->out.name))
		status = mean_clone_alone(m, err);
	return status;
}

static enum hscan_status
mean_word(struct meaning *m, const char *word, struct hscan_error *err)
{
	const struct settings *settings = &m->app->settings;
	bool folder = target_is_folder(word);
	enum hscan_status status = HSCAN_OK;

	if (settings->git && (folder || local_names_is_local(word)))
		return hscan_fail(err, HSCAN_EINVAL,
		    "two clones are named: one by --git, one by the word; "
		    "leave out one of them");
	if (folder)
		return mean_folder(m, word, err);
	if (local_names_is_local(word)) {
		m->out.stored = word;
		return HSCAN_OK;
	}
	/* The name's own clone is there, too. */
	if (!settings->git && !settings->no_git && target_is_both(word))
		status = hscan_git_open(word, false, &m->out.git, err);
	if (status == HSCAN_OK)
		status = names_parse(word, &m->out.name, err);
	if ((status != HSCAN_OK ||
		local_names_is_other_forge(m->out.name.host)) &&
	    has_clone(m->app, word)) {
		m->out.stored = word;
		return HSCAN_OK;
	}
	return status;
}

enum hscan_status
meant_find(struct app *app, const char *word, struct meant *out,
    struct hscan_error *err)
{
	struct meaning m = {.app = app};
	enum hscan_status status =
	    word ? mean_word(&m, word, err) : mean_nothing(&m, err);

	*out = m.out;
	return status;
}

bool
meant_by_place(const struct app *app)
{
	const struct settings *settings = &app->settings;
	struct hscan_git *git = NULL;
	enum hscan_status status = HSCAN_ENOTFOUND;

	if (!settings->no_git && !settings->not_here)
		status = hscan_git_open(".", true, &git, NULL);
	hscan_git_close(git);
	/* Without memory it is for who asks next to say so. */
	return settings->git || status == HSCAN_OK || status == HSCAN_ENOMEM;
}

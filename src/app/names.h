/* SPDX-License-Identifier: MIT */
/* Repositories that were renamed: what lists, people and clones still call
 * them. What the store or a redirect says of a name is believed; while a forge
 * is asked anyhow, none of a clone without asking for it. */
#ifndef HSCAN_APP_NAMES_H
#define HSCAN_APP_NAMES_H

#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "app/app.h"
#include "base/buf.h"
#include "store/store.h"
#include "sync/names.h"

/* Room for a name as it is shown: "owner/name", its host before it where that
 * has to be said. */
#define NAMES_SHOWN_SIZE 512
const char *names_show(
    const struct hscan_repo_name *name, char out[NAMES_SHOWN_SIZE]);

/* The same of what the store has, a clone's "local/..." among it; appended as
 * it is. */
void names_add(
    struct hscan_buf *out, struct hscan_text host, struct hscan_text full_name);

/* Puts a forge's "owner/name" in place of what a name was. */
void names_adopt(struct hscan_text full_name, struct hscan_repo_name *name);

/* hscan_store_find_repo(), and tells the user when the repository goes by
 * another name, which is what `name` becomes. */
HSCAN_CHECK enum hscan_status names_find(struct app *app,
    struct hscan_store *store, struct hscan_repo_name *name,
    struct hscan_stored_repo *out, struct hscan_error *err);

/* What the store knows of a name: number 0 where that is nothing. */
HSCAN_CHECK enum hscan_status names_look_up(struct hscan_store *store,
    const struct hscan_repo_name *name, struct hscan_whose *out,
    struct hscan_error *err);

/* What a forge says of a name; it is asked once a run. As hscan_sync_whose(),
 * and fails as app_client(). */
HSCAN_CHECK enum hscan_status names_ask(struct app *app,
    struct hscan_store *store, const struct hscan_repo_name *name,
    struct hscan_whose *out, struct hscan_error *err);

/* Whether it is worth asking whether two names are one repository's: who
 * renames one keeps its owner, who transfers it keeps its name. */
bool names_are_alike(
    const struct hscan_repo_name *a, const struct hscan_repo_name *b);

/* Whether `other`, the origin of a clone, is a name of the repository that goes
 * by `name`: `out` tells of it then, else its number is 0. */
HSCAN_CHECK enum hscan_status names_match(struct app *app,
    struct hscan_store *store, const struct hscan_repo_name *name,
    const struct hscan_repo_name *other, struct hscan_whose *out,
    struct hscan_error *err);

/* hscan_repo_name_parse() of a word that is no folder: of one that looks like a
 * path it is said that nothing is there. */
HSCAN_CHECK enum hscan_status names_parse(
    const char *word, struct hscan_repo_name *out, struct hscan_error *err);

/* Tells the user, where a word could have been a name, too, that it was taken
 * for the folder's. */
void names_note_folder(struct app *app, const char *word);

/* Tells the user that the origin of a clone is an old name, if it is. */
void names_warn_of_origin(struct app *app, const char *dir,
    const struct hscan_repo_name *origin, const struct hscan_whose *whose);

#endif

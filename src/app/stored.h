/* SPDX-License-Identifier: MIT */
/* Which repository of the store a word of the user's means, for commands that
 * only look there. */
#ifndef HSCAN_APP_STORED_H
#define HSCAN_APP_STORED_H

#include <stdbool.h>

#include <healthscan/status.h>

#include "app/app.h"
#include "store/store.h"

/**
 * Finds the repository that a word names: OWNER/NAME, a clone by what it is
 * called or by its folder. Unless `alone`, that folder stands for the
 * repository of its origin, too, where the store has nothing of it by itself.
 * `shown`, of the settings' arena and safe to print, is what the repository is
 * called. HSCAN_ENODATA: the store does not have it. HSCAN_EINVAL: the word
 * names none.
 */
HSCAN_CHECK enum hscan_status stored_find(struct app *app,
    struct hscan_store *store, const char *word, bool alone,
    struct hscan_stored_repo *out, const char **shown, struct hscan_error *err);

#endif

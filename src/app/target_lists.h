/* SPDX-License-Identifier: MIT */
/* The repositories that are named one by one: by the user's words, in files,
 * and in lists of the configuration. */
#ifndef HSCAN_APP_TARGET_LISTS_H
#define HSCAN_APP_TARGET_LISTS_H

#include <stddef.h>

#include <healthscan/status.h>

#include "app/app.h"
#include "app/repo_list.h"

/**
 * Tells each name of the lists of the configuration that the settings ask for,
 * then of the words: a name, a file with a list of them, "-" for standard
 * input. Whether one comes twice is for others to see; a word that is a folder
 * is passed over. HSCAN_EINVAL, saying what can be written, for a name, a list
 * or a file that cannot be used; else as `on_name`.
 */
HSCAN_CHECK enum hscan_status target_lists_read(struct app *app,
    const char *const *words, size_t words_len, repo_list_fn *on_name,
    void *payload, struct hscan_error *err);

#endif

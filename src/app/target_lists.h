/* SPDX-License-Identifier: MIT */
/* The repositories that are named one by one: by the user's words, in files,
 * and in lists of the configuration. */
#ifndef HSCAN_APP_TARGET_LISTS_H
#define HSCAN_APP_TARGET_LISTS_H

#include <stddef.h>

#include <healthscan/scan.h>
#include <healthscan/status.h>

#include "app/app.h"
#include "app/repo_list.h"
#include "base/arena.h"

/* What files said whose entries need not all name a repository. Everything is
 * of the arena. */
struct target_inputs {
	struct hscan_scan_input *items;
	size_t len, room;
	struct hscan_scan_unlisted *unlisted;
	size_t unlisted_len, unlisted_room;
};

/**
 * Tells each name of the lists of the configuration that the settings ask for,
 * then of the words, then of --sbom. A word is a name, or a file (of names, a
 * table, a JSON list or a bill of materials, told by its content), or "-" for
 * such a file as standard input. Whether a name comes twice is for others to
 * see; a word that is a folder is passed over. What a file says is told to the
 * user, with what is left out of it, which is not an error. HSCAN_EINVAL,
 * saying what can be written, for a name, a list or a file that cannot be used;
 * else as `on_name`.
 */
HSCAN_CHECK enum hscan_status target_lists_read(struct app *app,
    const char *const *words, size_t words_len, struct hscan_arena *arena,
    repo_list_fn *on_name, void *payload, struct target_inputs *out,
    struct hscan_error *err);

/* Fails, where nothing at all was named, for what the first file lacks. False:
 * there was no such file. */
bool target_lists_explain(
    const struct target_inputs *inputs, struct hscan_error *err);

#endif

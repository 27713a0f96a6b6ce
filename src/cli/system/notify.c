/* SPDX-License-Identifier: MIT */
/* Runs the user's command; see notify.h. */
#include "cli/system/notify.h"

#include <string.h>

#include "base/arena.h"
#include "cli/system/child.h"

enum { PATIENCE_MS = 60000 };

enum hscan_status
notify_run(const char *command, bool shell, struct hscan_text input,
    const volatile sig_atomic_t *interrupted, struct hscan_error *err)
{
	static char sh[] = "sh", option[] = "-c";
	const struct child child = {
	    .what = "the notify command",
	    .failure = HSCAN_EINVAL,
	    .patience_ms = PATIENCE_MS,
	    .input = input,
	    .interrupted = interrupted,
	};
	struct hscan_arena arena;
	size_t size = strlen(command) + 1;
	char *words[] = {sh, option, NULL, NULL}, **argv = words;
	enum hscan_status status = HSCAN_OK;

	hscan_arena_init(&arena);
	if (shell) {
		words[2] = hscan_arena_alloc(&arena, size, 1);
		if (words[2])
			memcpy(words[2], command, size);
		else
			status = hscan_no_memory(err);
	} else {
		status = child_split(command, child.what, &arena, &argv, err);
	}
	if (status == HSCAN_OK)
		status = child_run(&child, argv, err);
	hscan_arena_clear(&arena);
	return status;
}

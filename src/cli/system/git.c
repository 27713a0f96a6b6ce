/* SPDX-License-Identifier: MIT */
/* git, in an environment that names no other repository; see git.h. */
#include "cli/system/git.h"

#include <string.h>

#include "cli/system/child.h"

/* A history of decades takes a while to send; one that never ends does not. */
enum { PATIENCE_MS = 2 * 3600 * 1000, LONGEST_OUTPUT = 64 * 1024 };

static char no_prompt[] = "GIT_TERMINAL_PROMPT=0";

/* They name another repository than the one that git is told to work on, as
 * they do within a hook, or another file of settings: what is there would be
 * replaced by ours. Within a hook that judges a push no branch may be changed.
 * The last three have a new repository made so that libgit2 cannot read it. */
static const char *const of_another[] = {"GIT_DIR", "GIT_WORK_TREE",
    "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE", "GIT_GRAFT_FILE",
    "GIT_NAMESPACE", "GIT_IMPLICIT_WORK_TREE", "GIT_PREFIX", "GIT_CONFIG",
    "GIT_QUARANTINE_PATH", "GIT_DEFAULT_REF_FORMAT", "GIT_DEFAULT_HASH",
    "GIT_REFERENCE_BACKEND", NULL};

/* A child may write to its words; NULL without memory. */
static char **
copy_words(struct hscan_arena *arena, const char *const *words)
{
	size_t len = 0;
	char **copies;

	while (words[len])
		len++;
	copies = hscan_arena_alloc(arena, len + 1, sizeof(*copies));
	for (size_t i = 0; copies && i < len; i++) {
		size_t size = strlen(words[i]) + 1;

		copies[i] = hscan_arena_alloc(arena, size, 1);
		if (!copies[i])
			return NULL;
		memcpy(copies[i], words[i], size);
	}
	return copies;
}

enum hscan_status
git_run(const char *const *words,
    void (*on_line)(const char *line, void *payload), void *payload,
    const volatile sig_atomic_t *interrupted, struct hscan_error *err)
{
	struct hscan_buf output;
	struct hscan_arena arena;
	const struct child child = {
	    .what = "--clone:",
	    .failure = HSCAN_ENET,
	    .patience_ms = PATIENCE_MS,
	    .variable = no_prompt,
	    .without = of_another,
	    .output = &output,
	    .on_line = on_line,
	    .payload = payload,
	    .interrupted = interrupted,
	};
	enum hscan_status status;
	char **argv;

	hscan_buf_init(&output, LONGEST_OUTPUT);
	hscan_arena_init(&arena);
	argv = copy_words(&arena, words);
	status = argv ? child_run(&child, argv, err) : hscan_no_memory(err);
	hscan_arena_clear(&arena);
	hscan_buf_clear(&output);
	return status;
}

/* SPDX-License-Identifier: MIT */
/* Runs a program of the user's, without a shell: feeds it, reads what it
 * prints, and does not wait for ever. */
#ifndef HSCAN_CLI_SYSTEM_CHILD_H
#define HSCAN_CLI_SYSTEM_CHILD_H

#include <signal.h>
#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"
#include "base/buf.h"

struct child {
	const char *what; /* "the notify command", for messages */
	/* What a failure of the program itself is; that it cannot be run at
	 * all is HSCAN_EINVAL. */
	enum hscan_status failure;
	int patience_ms;
	struct hscan_text input; /* for its standard input */
	/* "NAME=value" for its environment, in place of what was there; may
	 * be NULL. */
	char *variable;
	/* Names of variables that it does not get, up to a NULL; may be NULL.
	 */
	const char *const *without;
	/* Gets what it prints; freed by the caller. NULL: that goes
	 * to our stderr, as what it says there does. */
	struct hscan_buf *output;
	/* With `output`: called for each line of its standard error, raw; may
	 * be NULL. */
	void (*on_line)(const char *line, void *payload);
	void *payload;
	/* Becomes non-zero when the user interrupts; may be NULL. */
	const volatile sig_atomic_t *interrupted;
};

/**
 * Splits a command into words at white space; '…' and "…" keep theirs, and a
 * backslash outside of '…' takes the next character as it is. Nothing is
 * expanded. `*out` ends with NULL. HSCAN_EINVAL, naming `what`: a quote
 * without its other, or no word at all.
 */
HSCAN_CHECK enum hscan_status child_split(const char *command, const char *what,
    struct hscan_arena *arena, char ***out, struct hscan_error *err);

/* Our environment, without what this one does not get and with what it has in
 * its place; the array is the caller's to free. NULL: no memory. */
char **child_environment(const struct child *child);

/**
 * Runs the words and waits for their end; kills what takes too long. What the
 * program leaves running in the background is not waited for. HSCAN_EINVAL,
 * child->failure or HSCAN_EINTR; the output is never in the message.
 */
HSCAN_CHECK enum hscan_status child_run(
    const struct child *child, char *const *argv, struct hscan_error *err);

#endif

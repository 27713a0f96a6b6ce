/* SPDX-License-Identifier: MIT */
/* What the command line says, by the table of options. */
#ifndef HSCAN_CLI_SETTING_ARGV_H
#define HSCAN_CLI_SETTING_ARGV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"
#include "cli/setting/options.h"

/* An option as it was given. */
struct option_use {
	const struct option_spec *option;
	const char *value; /* NULL for flags */
};

/* What argv says, not yet judged. Borrows from argv and an arena. */
struct command_line {
	const char *command; /* NULL: none was given */
	uint64_t takes;      /* the command's; set by the caller */
	const char *const *args;
	size_t args_len;
	const struct option_use *uses;
	size_t uses_len;
	bool help;
	bool whole; /* by its long name */
	bool version;
	/* The first option that there is not, without its dashes; or absent. */
	struct hscan_text unknown;
	bool unknown_letter; /* it had one dash */
};

/* Takes argv apart. HSCAN_EINVAL: a missing argument or a superfluous one, with
 * a hint. */
HSCAN_CHECK enum hscan_status options_parse(int argc, const char *const *argv,
    struct hscan_arena *arena, struct command_line *out,
    struct hscan_error *err);

/* HSCAN_EINVAL when an option was given that there is not, or that
 * `line->takes` does not have. */
HSCAN_CHECK enum hscan_status options_check(
    const struct command_line *line, struct hscan_error *err);

#endif

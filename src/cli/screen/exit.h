/* SPDX-License-Identifier: MIT */
/* The exit codes, said once: the help and the manual are written from the
 * table. A code never changes its meaning. */
#ifndef HSCAN_CLI_SCREEN_EXIT_H
#define HSCAN_CLI_SCREEN_EXIT_H

#include <healthscan/status.h>

enum exit_code {
	EXIT_DONE = 0,
	EXIT_GATE_FAILED = 1,
	EXIT_USAGE = 2,
	EXIT_NO_DATA = 3,
	EXIT_SOURCE = 4,
	EXIT_LOCAL = 5,
	EXIT_INTERRUPTED = 130,
	EXIT_TERMINATED = 143,
};

struct exit_row {
	enum exit_code code;
	const char *sentence; /* NULL ends the table */
};

extern const struct exit_row exit_rows[];

/* What a failure, or HSCAN_OK, ends the program with. `caught` is the signal
 * that interrupted, 0 for none. */
enum exit_code exit_code_of(enum hscan_status status, int caught);

#endif

/* SPDX-License-Identifier: MIT */
/* The voice of the program: what it says on stderr, and the result. */
#ifndef HSCAN_CLI_SCREEN_SAY_H
#define HSCAN_CLI_SCREEN_SAY_H

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "cli/cli.h"
#include "report/grid.h"
#include "report/report.h"

/* Prints "healthscan: message" and returns the exit code for it. A reader
 * that went away is no error: nothing is printed, and it is 0. */
int cli_error(struct cli *cli, const struct hscan_error *err);

/* Prints "healthscan: message" alone. */
void cli_say(struct cli *cli, const char *message);

/* Prints "healthscan: warning: …", also when quiet. */
void cli_warn(struct cli *cli, const char *format, ...) HSCAN_PRINTF(2, 3);

/* How the reader's screen is, for the formats. */
struct hscan_look screen_style(const struct cli *cli);

/* Writes the whole result to where the user wants it; at most once a run, but
 * for lines that go to stdout one by one. */
HSCAN_CHECK enum hscan_status cli_write(
    struct cli *cli, struct hscan_text result, struct hscan_error *err);

/* Writes rows and columns in the format that the user wants. */
HSCAN_CHECK enum hscan_status cli_write_grid(
    struct cli *cli, const struct hscan_grid *grid, struct hscan_error *err);

#endif

/* SPDX-License-Identifier: MIT */
/* What the files of healthscan doctor share: rows of what was found. */
#ifndef HSCAN_CLI_COMMAND_DOCTOR_H
#define HSCAN_CLI_COMMAND_DOCTOR_H

#include <stdbool.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "app/names.h"
#include "base/arena.h"
#include "cli/cli.h"
#include "report/grid.h"

struct hscan_git;
struct hscan_http;

struct doctor {
	struct cli *cli;
	struct hscan_arena arena;
	struct hscan_grid grid;
	struct hscan_repo_name name; /* of which but the host may be known */
	bool named;                  /* a repository is meant */
	struct hscan_git *git;       /* owned; NULL: none */
	const char *place;           /* of the clone that was named, or NULL */
	struct hscan_whose whose;    /* the clone, where its origin is another
				      * name of it; else number 0 */
	struct hscan_error broken; /* why it cannot be read; HSCAN_OK: it can */
	struct hscan_http *http;   /* borrowed; NULL: none can be had */
	bool answers;              /* the server does, and lets us in */
	int code;                  /* of the first failure */
	struct hscan_error *err;   /* of what ends the run */
	enum hscan_status status;
};

/* Adds a row: status "ok", "warn" or "skipped"; for "fail" see the next one. */
void doctor_print(struct doctor *doctor, const char *check, const char *status,
    const char *to_do, const char *format, ...) HSCAN_PRINTF(5, 6);

/* Adds the row of a failure, and remembers its exit code if it is the first. */
void doctor_fail(
    struct doctor *doctor, const char *check, const struct hscan_error *why);

/* Adds a row for each of `checks`, up to NULL. */
void doctor_skip(
    struct doctor *doctor, const char *const *checks, const char *why);

/* The server that --engine names. */
void doctor_check_engine(struct doctor *doctor);

#endif

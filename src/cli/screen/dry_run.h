/* SPDX-License-Identifier: MIT */
/* --dry-run: what bringing the store up to date would cost. */
#ifndef HSCAN_CLI_SCREEN_DRY_RUN_H
#define HSCAN_CLI_SCREEN_DRY_RUN_H

#include <healthscan/status.h>

#include "app/evaluation.h"
#include "app/forecast.h"
#include "cli/cli.h"

/* The forecast of one repository, found out and shown. */
HSCAN_CHECK enum hscan_status dry_run_one(
    struct cli *cli, struct evaluation *evaluation, struct hscan_error *err);

/* Says to a person, before the first look at a repository, how many requests it
 * takes, where these are more than an hour without a token allows. A few
 * requests find that out; a failure of theirs is left to the run itself. */
HSCAN_CHECK enum hscan_status dry_run_warn(
    struct cli *cli, struct evaluation *evaluation, struct hscan_error *err);

/* Writes the rows as the result, and their sum in words; as a table on stdout
 * where the format or --output is for pages. */
HSCAN_CHECK enum hscan_status dry_run_show(
    struct cli *cli, const struct forecast *forecast, struct hscan_error *err);

#endif

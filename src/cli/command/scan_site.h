/* SPDX-License-Identifier: MIT */
/* A scan as a folder: a page for each repository, written as soon as that is
 * done with, and one of all of them. */
#ifndef HSCAN_CLI_COMMAND_SCAN_SITE_H
#define HSCAN_CLI_COMMAND_SCAN_SITE_H

#include <healthscan/scan.h>
#include <healthscan/status.h>

#include "app/survey.h"
#include "base/buf.h"
#include "cli/cli.h"
#include "cli/screen/folder.h"
#include "report/report.h"

struct site {
	struct cli *cli;
	const struct hscan_format *format;
	struct folder folder;
	const char *host; /* of all that are on a forge; NULL: of none, or there
			   * are several */
	struct hscan_buf page; /* the one that is being written */
};

/* Whether --output names a folder. */
bool site_is_wanted(const struct settings *settings);

/* HSCAN_EINVAL: the format has no pages. */
HSCAN_CHECK enum hscan_status site_check(
    const struct settings *settings, struct hscan_error *err);

/* Opens the folder of --output for the pages of these; they must outlive it.
 * Fails as folder_open() and folder_check(). Call site_close() in either
 * case. */
HSCAN_CHECK enum hscan_status site_open(struct site *site, struct cli *cli,
    const struct targets *targets, struct hscan_error *err);

/* Writes the page of one that has a report, with `survey->payload` as the site,
 * and sets entry->page. */
HSCAN_CHECK survey_fn site_write_page;

/* Writes the page of all, and removes pages of earlier runs that are not in it
 * any more. */
HSCAN_CHECK enum hscan_status site_finish(
    struct site *site, struct hscan_text index, struct hscan_error *err);

void site_close(struct site *site);

#endif

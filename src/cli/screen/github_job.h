/* SPDX-License-Identifier: MIT */
/* What --format github tells a job beside its log: the summary and the outputs,
 * in the files that GITHUB_STEP_SUMMARY and GITHUB_OUTPUT name. */
#ifndef HSCAN_CLI_SCREEN_GITHUB_JOB_H
#define HSCAN_CLI_SCREEN_GITHUB_JOB_H

#include <healthscan/report.h>
#include <healthscan/scan.h>
#include <healthscan/status.h>

#include "cli/cli.h"

/* Both do nothing with another format, and for a file that is not named. */
HSCAN_CHECK enum hscan_status job_write_report(struct cli *cli,
    const struct hscan_report *report, struct hscan_error *err);
HSCAN_CHECK enum hscan_status job_write_scan(
    struct cli *cli, const struct hscan_scan *scan, struct hscan_error *err);

#endif

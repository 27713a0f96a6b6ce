/* SPDX-License-Identifier: MIT */
/* The summary and the outputs of a job; see github_job.h. */
#include "cli/screen/github_job.h"

#include <string.h>

#include "base/buf.h"
#include "cli/screen/output.h"
#include "cli/screen/say.h"
#include "cli/setting/load.h"
#include "report/github.h"
#include "report/scan.h"

#define MAX_BYTES ((size_t)64 * 1024 * 1024)

/* Appends to the file that a variable names; nothing where it names none. */
static enum hscan_status
append(const char *variable, struct hscan_buf *text, struct hscan_error *err)
{
	const char *path = settings_getenv(variable);
	enum hscan_status status = hscan_buf_check(text, variable, err);

	if (status == HSCAN_OK && path)
		status =
		    output_append(path, variable, hscan_buf_text(text), err);
	return status;
}

static bool
is_wanted(const struct cli *cli)
{
	return strcmp(cli->app.settings.format, "github") == 0;
}

/* Both texts, when they could be made, and clears them. */
static enum hscan_status
append_both(struct hscan_buf *summary, struct hscan_buf *outputs,
    enum hscan_status status, struct hscan_error *err)
{
	if (status == HSCAN_OK)
		status = append("GITHUB_STEP_SUMMARY", summary, err);
	if (status == HSCAN_OK)
		status = append("GITHUB_OUTPUT", outputs, err);
	hscan_buf_clear(summary);
	hscan_buf_clear(outputs);
	return status;
}

enum hscan_status
job_write_report(
    struct cli *cli, const struct hscan_report *report, struct hscan_error *err)
{
	const struct hscan_look look = screen_style(cli);
	struct hscan_buf summary, outputs;

	if (!is_wanted(cli))
		return HSCAN_OK;
	hscan_buf_init(&summary, MAX_BYTES);
	hscan_buf_init(&outputs, MAX_BYTES);
	hscan_github_outputs(report, &outputs);
	return append_both(&summary, &outputs,
	    hscan_report_write(report, "markdown", &look, &summary, err), err);
}

enum hscan_status
job_write_scan(
    struct cli *cli, const struct hscan_scan *scan, struct hscan_error *err)
{
	const struct hscan_look look = screen_style(cli);
	struct hscan_buf summary, outputs;

	if (!is_wanted(cli))
		return HSCAN_OK;
	hscan_buf_init(&summary, MAX_BYTES);
	hscan_buf_init(&outputs, MAX_BYTES);
	hscan_github_scan_outputs(scan, &outputs);
	return append_both(&summary, &outputs,
	    hscan_scan_write(scan, "markdown", &look, &summary, err), err);
}

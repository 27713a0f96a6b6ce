/* SPDX-License-Identifier: MIT */
/* healthscan trend: metrics over time. */
#include <string.h>

#include "cli/command/command.h"
#include "cli/screen/say.h"
#include "report/trend.h"

#define MAX_BYTES ((size_t)64 * 1024 * 1024)

static enum hscan_status
show(struct cli *cli, struct evaluation *evaluation, void *payload,
    struct hscan_error *err)
{
	const struct hscan_look look = screen_style(cli);
	enum hscan_status status;
	struct hscan_buf text;

	(void)payload;
	if (strcmp(cli->app.settings.format, "table") != 0)
		return command_show_report(cli, evaluation, err);
	hscan_buf_init(&text, MAX_BYTES);
	status = hscan_trend_write(&evaluation->report, &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	return status;
}

int
cmd_trend(struct cli *cli)
{
	return command_evaluate(cli, 0, &cli->app.settings.metrics, show, NULL);
}

/* SPDX-License-Identifier: MIT */
/* healthscan metrics: lists the metrics and the bounds in force. */
#include <string.h>

#include "cli/bounds.h"
#include "cli/cli.h"
#include "cli/exit.h"
#include "report/catalogue.h"

int
cmd_metrics(struct cli *cli)
{
	struct hscan_metrics metrics = {0};
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_buf text;
	enum hscan_status status;
	bool lines;

	hscan_buf_init(&text, (size_t)1024 * 1024);
	lines = strcmp(cli->settings.format, "ndjson") == 0;
	status = bounds_load(&cli->settings, NULL, &metrics, &err);
	if (status == HSCAN_OK)
		status = lines || strcmp(cli->settings.format, "json") == 0
			     ? hscan_catalogue_json(
				   metrics.at, metrics.len, lines, &text, &err)
			     : hscan_catalogue_text(
				   metrics.at, metrics.len, &text, &err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), &err);
	hscan_buf_clear(&text);
	hscan_metrics_clear(&metrics);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}

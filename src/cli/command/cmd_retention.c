/* SPDX-License-Identifier: MIT */
/* healthscan retention [OWNER/NAME]: whether newcomers came again. */
#include "app/retention.h"
#include "base/text.h"
#include "cli/command/command.h"
#include "cli/screen/say.h"
#include "report/retention.h"

#define MAX_BYTES ((size_t)64 * 1024 * 1024)

static enum hscan_status
show(struct cli *cli, struct evaluation *evaluation, void *payload,
    struct hscan_error *err)
{
	const struct hscan_look look = screen_style(cli);
	struct hscan_retention retention;
	enum hscan_status status;
	struct hscan_buf text;

	(void)payload;
	hscan_buf_init(&text, MAX_BYTES);
	status = retention_find(evaluation, &retention, err);
	if (status == HSCAN_OK)
		status = hscan_retention_write(
		    &retention, cli->app.settings.format, &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	return status;
}

int
cmd_retention(struct cli *cli)
{
	struct hscan_text metric = hscan_text_of(RETENTION_METRIC);
	struct settings_list ids = {&metric, 1, 1};

	cli->app.settings.windows = 0;
	return command_evaluate(cli, 0, &ids, show, NULL);
}

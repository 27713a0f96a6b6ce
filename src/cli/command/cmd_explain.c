/* SPDX-License-Identifier: MIT */
/* healthscan explain METRIC [OWNER/NAME]: what a number means, from the metric
 * itself; with a repository also the number, and the rows it is made of. */
#include <string.h>

#include "app/catalogue.h"
#include "app/meant.h"
#include "app/samples.h"
#include "base/text.h"
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "report/explanation.h"

#define MAX_BYTES ((size_t)1024 * 1024 * 1024)

static enum hscan_status
show(struct cli *cli, struct evaluation *evaluation,
    const struct hscan_sample *samples, size_t len, struct hscan_error *err)
{
	const struct hscan_explanation explanation = {
	    &evaluation->report, samples, len};
	const struct hscan_look look = screen_style(cli);
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, MAX_BYTES);
	status = hscan_explanation_write(&explanation, command_limit(cli, len),
	    cli->app.settings.format, &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	return status;
}

static enum hscan_status
show_number(struct cli *cli, struct evaluation *evaluation, void *payload,
    struct hscan_error *err)
{
	struct hscan_sample *samples = NULL;
	enum hscan_status status;
	bool *shown = payload;
	size_t len = 0;

	*shown = true;
	status = samples_collect(
	    evaluation, 0, cli->app.settings.sort, &samples, &len, err);
	return status == HSCAN_OK ? show(cli, evaluation, samples, len, err)
				  : status;
}

enum hscan_status
explain_definition(struct cli *cli, const char *name, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct hscan_text id = hscan_text_of(name);
	struct settings_list ids = {&id, 1, 1};
	struct hscan_metrics metrics = {0};
	enum hscan_status status;

	status = catalogue_load(&cli->app.settings, &ids, &metrics, err);
	if (status == HSCAN_OK)
		status = catalogue_check(&metrics, id, err);
	if (status == HSCAN_OK) {
		hscan_definition_write(hscan_metrics_find(&metrics, id), out);
		status = hscan_buf_check(out, "the definition", err);
	}
	hscan_metrics_clear(&metrics);
	return status;
}

static int
alone(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_buf text;
	enum hscan_status status;

	hscan_buf_init(&text, (size_t)1024 * 1024);
	status = explain_definition(cli, cli->args[0], &text, &err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), &err);
	hscan_buf_clear(&text);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}

static int
with_repository(struct cli *cli, struct settings_list *ids)
{
	struct hscan_error err = {.status = HSCAN_OK};
	bool shown = false;
	int code;

	if (samples_check_order(cli->app.settings.sort, &err) != HSCAN_OK)
		return cli_error(cli, &err);
	code = command_evaluate(cli, 1, ids, show_number, &shown);
	/* Who is in a clone by chance, and offline, still has the definition.
	 */
	if (!shown && cli->args_len < 2 &&
	    strcmp(cli->app.settings.format, "table") == 0 &&
	    (code == EXIT_NO_DATA || code == EXIT_SOURCE))
		(void)alone(cli);
	return code;
}

int
cmd_explain(struct cli *cli)
{
	struct hscan_text id = hscan_text_of(cli->args[0]);
	struct settings_list ids = {&id, 1, 1};

	return cli->args_len > 1 || meant_by_place(&cli->app)
		   ? with_repository(cli, &ids)
		   : alone(cli);
}

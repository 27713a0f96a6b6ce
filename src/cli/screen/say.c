/* SPDX-License-Identifier: MIT */
/* What the program says; see say.h. */
#include "cli/screen/say.h"

#include <stdarg.h>

#include "base/safe.h"
#include "base/text.h"
#include "cli/screen/exit.h"
#include "cli/screen/output.h"
#include "cli/screen/pager.h"
#include "store/store.h"

/* One line on stderr; the bar, if any, makes room. It ends up in logs: what was
 * given in place of a name or a file may hold a password. */
static void
print_line(struct cli *cli, const char *prefix, const char *message)
{
	struct hscan_buf line, said;

	hscan_buf_init(&said, 16 * (size_t)HSCAN_ERROR_SIZE);
	hscan_buf_init(&line, 16 * (size_t)HSCAN_ERROR_SIZE);
	hscan_add_without_secrets(&said, hscan_text_of(message));
	hscan_add_safe(&line, hscan_buf_text(&said), !cli->terminal.utf8);
	hscan_buf_clear(&said);
	progress_done(&cli->progress);
	(void)fprintf(
	    cli->err, "healthscan: %s%s\n", prefix, hscan_buf_string(&line));
	hscan_buf_clear(&line);
}

void
cli_say(struct cli *cli, const char *message)
{
	print_line(cli, "", message);
}

int
cli_error(struct cli *cli, const struct hscan_error *err)
{
	int caught = cli->app.interrupted ? (int)*cli->app.interrupted : 0;

	if (err->status != HSCAN_ECLOSED)
		cli_say(cli, err->message);
	return (int)exit_code_of(err->status, caught);
}

void
cli_warn(struct cli *cli, const char *format, ...)
{
	char message[HSCAN_ERROR_SIZE];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	print_line(cli, "warning: ", message);
}

struct hscan_look
screen_style(const struct cli *cli)
{
	return (struct hscan_look){
	    .columns = cli->terminal.columns,
	    .colour = cli->terminal.colour,
	    .utf8 = cli->terminal.utf8,
	    .links = cli->terminal.links,
	};
}

enum hscan_status
cli_write(struct cli *cli, struct hscan_text result, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	progress_done(&cli->progress);
	if (cli->app.reading)
		status = hscan_store_unchanged(cli->app.reading, err);
	if (status != HSCAN_OK)
		return status;
	if (pager_helps(cli, result) && pager_show(result))
		return HSCAN_OK;
	return output_write(cli->app.settings.output, cli->out, result, err);
}

/* As many rows as people will ever look at. */
#define MAX_GRID_BYTES ((size_t)1024 * 1024 * 1024)

enum hscan_status
cli_write_grid(
    struct cli *cli, const struct hscan_grid *grid, struct hscan_error *err)
{
	const struct hscan_look look = screen_style(cli);
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, MAX_GRID_BYTES);
	status =
	    hscan_grid_write(grid, cli->app.settings.format, &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	return status;
}

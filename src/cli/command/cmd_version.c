/* SPDX-License-Identifier: MIT */
/* healthscan version: which one this is; with -v, what it runs on. */
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "http/client.h"
#include "source/git/git.h"
#include "store/store.h"

int
cmd_version(struct cli *cli)
{
	struct hscan_error err;
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, 1024);
	(void)hscan_buf_add_string(&text, "healthscan " HSCAN_VERSION "\n");
	if (cli->app.settings.verbose > 0) {
		char git[HSCAN_GIT_LIBRARY_SIZE];

		(void)hscan_buf_add_format(&text, "%s\n%s\nsqlite %s\n",
		    hscan_http_library(), hscan_git_library(git),
		    hscan_store_library());
	}
	status = hscan_buf_check(&text, "the version", &err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), &err);
	hscan_buf_clear(&text);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}

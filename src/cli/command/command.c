/* SPDX-License-Identifier: MIT */
/* What commands have in common; see command.h. */
#include "cli/command/command.h"

#include <string.h>

#include <healthscan/repo.h>

#include "app/names.h"
#include "base/safe.h"
#include "base/suggest.h"
#include "base/text.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"

const struct command *
command_find(const struct command *table, const char *name)
{
	for (const struct command *c = table; c->name; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	return NULL;
}

enum hscan_status
command_unknown(
    const struct command *table, const char *name, struct hscan_error *err)
{
	struct suggestion suggestion = {.word = hscan_text_of(name)};
	struct hscan_repo_name repo;
	char shown[120], called[NAMES_SHOWN_SIZE];

	(void)hscan_safe(hscan_text_of(name), shown, sizeof(shown));
	if (hscan_repo_name_parse(hscan_text_of(name), &repo, NULL) == HSCAN_OK)
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is no command; did you mean: healthscan repo %s",
		    shown, names_show(&repo, called));
	for (const struct command *c = table; c->name; c++)
		suggestion_offer(&suggestion, c->name);
	if (suggestion.nearest)
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is no command; did you mean: healthscan %s", shown,
		    suggestion.nearest);
	return hscan_fail(err, HSCAN_EINVAL,
	    "'%s' is no command; see healthscan help", shown);
}

int
command_exit(struct cli *cli, enum hscan_status status,
    enum hscan_status source, const struct hscan_error *err)
{
	return status == HSCAN_OK ? (int)exit_code_of(source, 0)
				  : cli_error(cli, err);
}

size_t
command_limit(const struct cli *cli, size_t len)
{
	enum { USUAL_LIMIT = 20 };
	const struct settings *settings = &cli->app.settings;

	if (settings->limit >= 0)
		return (uint64_t)settings->limit < len ? (size_t)settings->limit
						       : len;
	if (strcmp(settings->format, "table") == 0 && len > USUAL_LIMIT)
		return USUAL_LIMIT;
	return len;
}

/* SPDX-License-Identifier: MIT */
/* healthscan import: what others have kept, into the store. */
#include <string.h>

#include "app/import.h"
#include "base/text.h"
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"

const struct action import_actions[] = {
    {.name = "webhook",
	.summary = "deliveries that a server has kept",
	.argument = "DIR|FILE|-",
	.value = VALUE_FILE},
    {.name = "rest",
	.summary = "lists of GitHub's, kept with gh api or curl",
	.value = VALUE_FILE},
    {.name = "github-backup",
	.summary = "a folder of python-github-backup",
	.argument = "DIR",
	.value = VALUE_FILE},
    {.name = "metadata-backup",
	.summary = "a folder of github-metadata-backup",
	.argument = "DIR",
	.value = VALUE_FILE},
    {.name = "perceval",
	.summary = "items of Perceval's GitHub backend",
	.value = VALUE_FILE},
    {.name = "migration",
	.summary = "a migration archive of GitHub's",
	.argument = "FILE...|DIR",
	.value = VALUE_FILE},
    {.name = "gharchive",
	.summary = "hours of GH Archive",
	.argument = "FILE...|DIR|-",
	.value = VALUE_FILE},
    {.name = NULL},
};

enum { OUTCOME, WHY, RECORDS, FIRST, COLUMNS };

static const struct hscan_text columns[COLUMNS] = {
    [OUTCOME] = {"outcome", 7},
    [WHY] = {"why", 3},
    [RECORDS] = {"records", 7},
    [FIRST] = {"first", 5},
};

static enum hscan_status
add(struct hscan_grid *grid, const char *outcome, int64_t records,
    const struct import_refusal *refusal, struct hscan_error *err)
{
	struct hscan_cell *row = hscan_grid_row(grid);

	if (!row)
		return hscan_no_memory(err);
	row[OUTCOME] = hscan_cell_string(outcome);
	row[RECORDS] = hscan_cell_integer(records);
	if (refusal) {
		row[WHY] = hscan_cell_text(refusal->why);
		row[FIRST] = hscan_cell_text(refusal->first[0]);
	}
	return HSCAN_OK;
}

static enum hscan_status
write_result(struct cli *cli, const struct import_result *result,
    struct hscan_error *err)
{
	struct hscan_arena arena;
	struct hscan_grid grid;
	enum hscan_status status;

	hscan_arena_init(&arena);
	hscan_grid_init(&grid, &arena, "healthscan.import/1", columns, COLUMNS);
	status = add(&grid, "taken", result->taken, NULL, err);
	if (status == HSCAN_OK)
		status =
		    add(&grid, "passed over", result->passed_over, NULL, err);
	for (size_t i = 0; i < result->refusals_len && status == HSCAN_OK; i++)
		status = add(&grid, "refused", result->refusals[i].count,
		    &result->refusals[i], err);
	if (status == HSCAN_OK && result->short_told > 0)
		status = add(&grid, "events that GitHub tells",
		    result->short_told, NULL, err);
	if (status == HSCAN_OK && result->short_told > 0)
		status = add(&grid, "of these in the archive",
		    result->short_shared, NULL, err);
	if (status == HSCAN_OK)
		status = cli_write_grid(cli, &grid, err);
	hscan_arena_clear(&arena);
	return status;
}

/* "3 refused (issues/5.json, issues/7.json, ...): the record cannot be used:
 * created_at is missing" */
static void
say_refusal(struct cli *cli, const struct import_refusal *refusal)
{
	size_t room = sizeof(refusal->first) / sizeof(refusal->first[0]);
	struct hscan_buf names;

	hscan_buf_init(&names, 4096);
	for (size_t i = 0; i < room && refusal->first[i].ptr; i++) {
		(void)hscan_buf_add_string(&names, i > 0 ? ", " : "");
		(void)hscan_buf_add_text(&names, refusal->first[i]);
	}
	cli_warn(cli, "%lld refused (%s%s): %.*s", (long long)refusal->count,
	    hscan_buf_string(&names),
	    refusal->count > (int64_t)room ? ", ..." : "",
	    (int)refusal->why.len, refusal->why.ptr);
	hscan_buf_clear(&names);
}

/* One line, unless the counts are asked for as a list. */
static bool
wants_list(const struct cli *cli)
{
	const struct settings *settings = &cli->app.settings;

	return settings->output || option_flagged(settings, "format") ||
	       strcmp(settings->format, "table") != 0;
}

/* An import that did not begin tells nothing but why. */
static bool
has_begun(const struct import_result *result)
{
	return result->files > 0 || result->refused > 0;
}

/* What the archive has of what there was. */
static void
say_share(struct cli *cli, const struct import_result *result)
{
	if (result->short_taken == 0)
		return;
	if (result->short_told == 0)
		progress_say(&cli->progress,
		    "import: how much GH Archive has of these pull requests is "
		    "not known: healthscan sync --profile full reads their "
		    "events from GitHub, to compare");
	else
		progress_say(&cli->progress,
		    "import: of %lld events of pull requests that GitHub tells "
		    "of the same time GH Archive has %lld (%.1f %%)",
		    (long long)result->short_told,
		    (long long)result->short_shared,
		    100.0 * (double)result->short_shared /
			(double)result->short_told);
}

static void
say_result(struct cli *cli, const struct import_result *result)
{
	for (size_t i = 0; i < result->refusals_len; i++)
		say_refusal(cli, &result->refusals[i]);
	if (result->short_lines > 0)
		cli_warn(cli,
		    "%lld event%s passed over, of pull requests since "
		    "October 2025, of which GH Archive tells little and has "
		    "few; --era-c takes them, and no number is judged by them",
		    (long long)result->short_lines,
		    result->short_lines == 1 ? " was" : "s were");
	say_share(cli, result);
	if (result->unknown > 0)
		cli_warn(cli,
		    "%lld record%s passed over, of repositories that are "
		    "not in the store: the archive tells no more than their "
		    "names; put them there first, with healthscan sync",
		    (long long)result->unknown,
		    result->unknown == 1 ? " was" : "s were");
	if (wants_list(cli))
		return;
	progress_say(&cli->progress,
	    "import: %lld file%s of %lld repositor%s: %lld record%s taken, "
	    "%lld passed over, %lld refused",
	    (long long)result->files, result->files == 1 ? "" : "s",
	    (long long)result->repositories,
	    result->repositories == 1 ? "y" : "ies", (long long)result->taken,
	    result->taken == 1 ? "" : "s", (long long)result->passed_over,
	    (long long)result->refused);
}

/* A word that is the name of a kind is one. */
static enum import_kind
kind_of(const char *word)
{
	for (int i = IMPORT_BY_CONTENT + 1; i < IMPORT_KINDS; i++)
		if (strcmp(word, import_kind_name((enum import_kind)i)) == 0)
			return (enum import_kind)i;
	return IMPORT_BY_CONTENT;
}

static enum hscan_status
run(struct cli *cli, struct import_result *result, struct hscan_error *err)
{
	enum import_kind kind = kind_of(cli->args[0]);
	size_t first = kind == IMPORT_BY_CONTENT ? 0 : 1;
	enum hscan_status status;

	if (cli->args_len == first)
		return hscan_fail(err, HSCAN_EINVAL,
		    "import %s: no file is named; name files, a folder, or - "
		    "for standard input",
		    import_kind_name(kind));
	status = import_run(&cli->app, kind, cli->args + first,
	    cli->args_len - first, result, err);
	if (status == HSCAN_OK || has_begun(result))
		say_result(cli, result);
	if (status == HSCAN_OK && wants_list(cli))
		status = write_result(cli, result, err);
	return status;
}

/* A file that was cut off, or of which nothing could be used, has failed. */
static bool
has_failed(const struct cli *cli, const struct import_result *result)
{
	return result->cut ||
	       (result->refused > 0 &&
		   (cli->app.settings.strict ||
		       result->taken + result->passed_over == 0));
}

int
cmd_import(struct cli *cli)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct import_result result;
	enum hscan_status status;
	bool failed;

	import_result_init(&result);
	status = run(cli, &result, &err);
	failed = has_failed(cli, &result);
	import_result_clear(&result);
	if (status != HSCAN_OK)
		return cli_error(cli, &err);
	return failed ? EXIT_SOURCE : EXIT_DONE;
}

/* SPDX-License-Identifier: MIT */
/* healthscan config: every setting that is in force, and where it is from. */
#include <stdio.h>
#include <string.h>

#include <healthscan/repo.h>

#include "app/catalogue.h"
#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/command/command.h"
#include "cli/screen/exit.h"
#include "cli/screen/say.h"
#include "cli/setting/tokens.h"
#include "judge/alert.h"
#include "metric/unit.h"

static const struct hscan_text columns[] = {
    {"setting", 7}, {"value", 5}, {"from", 4}};
enum {
	SETTING,
	VALUE,
	FROM,
	COLUMNS = sizeof(columns) / sizeof(columns[0]),
};

/* A list of a configuration, with what is put between. */
enum { LONGEST_VALUE = 8 * 1024 * 1024 };

/* --- values, as they would be written --- */

static void
add_list(struct hscan_buf *out, const struct settings_list *list)
{
	for (size_t i = 0; i < list->len; i++) {
		(void)hscan_buf_add_string(out, i > 0 ? ", " : "");
		(void)hscan_buf_add_text(out, list->items[i]);
	}
}

static void
add_set(struct hscan_buf *out, const struct option_spec *option, unsigned set)
{
	const char *before = "";
	const char *name;

	for (unsigned i = 0; (name = option_choice(option, i)); i++) {
		if (!(set & 1U << i))
			continue;
		(void)hscan_buf_add_format(out, "%s%s", before, name);
		before = ",";
	}
}

static void
add_duration(struct hscan_buf *out, int64_t seconds)
{
	const struct hscan_window_spec spec = {.seconds = seconds};
	char name[HSCAN_WINDOW_NAME_SIZE];

	(void)hscan_buf_add_string(
	    out, seconds > 0 ? hscan_window_name(&spec, name) : "0s");
}

static void
add_time(struct hscan_buf *out, int64_t when)
{
	char text[HSCAN_TIME_SIZE];

	if (when == HSCAN_NEVER)
		return;
	hscan_format_time(when, text);
	(void)hscan_buf_add_string(out, text);
}

/* A name and a password have no place in a URL, and less on a screen. */
static void
add_string(struct hscan_buf *out, const char *text, bool url)
{
	if (url && text && strchr(text, '@'))
		text = "(not shown: it may hold a password)";
	(void)hscan_buf_add_text(out, hscan_text_of(text));
}

/* Adds nothing where nothing is set. */
static void
add_value(struct hscan_buf *out, const struct settings *settings,
    const struct option_spec *option)
{
	const void *at = (const unsigned char *)settings + option->offset;
	char name[HSCAN_WINDOW_NAME_SIZE];

	switch (option->kind) {
	case OPTION_FLAG:
		(void)hscan_buf_add_string(
		    out, *(const bool *)at ? "true" : "false");
		break;
	case OPTION_COUNT:
		(void)hscan_buf_add_format(out, "%d", *(const int *)at);
		break;
	case OPTION_TEXT:
	case OPTION_FORMAT:
		add_string(out, *(const char *const *)at,
		    option->offset == offsetof(struct settings, api_url));
		break;
	case OPTION_CHOICE:
		(void)hscan_buf_add_string(
		    out, option_choice(option, (size_t) * (const int *)at));
		break;
	case OPTION_NUMBER:
		/* -1 means "format decides" or "any number". */
		if (*(const int64_t *)at >= option->min)
			(void)hscan_buf_add_format(
			    out, "%lld", (long long)*(const int64_t *)at);
		break;
	case OPTION_DURATION: add_duration(out, *(const int64_t *)at); break;
	case OPTION_TIME: add_time(out, *(const int64_t *)at); break;
	case OPTION_LIST: add_list(out, at); break;
	case OPTION_WINDOW:
		(void)hscan_buf_add_string(out, hscan_window_name(at, name));
		break;
	case OPTION_DECIMAL: hscan_add_number(out, *(const double *)at); break;
	case OPTION_SET: add_set(out, option, *(const unsigned *)at); break;
	case OPTION_BOUND:
	case OPTION_HELP:
	case OPTION_VERSION: break;
	}
}

/* --- rows --- */

/* Copies the texts; a value of nothing is none. */
static enum hscan_status
add_row(struct hscan_grid *grid, const struct hscan_buf *setting,
    const struct hscan_buf *value, const char *from, struct hscan_error *err)
{
	struct hscan_cell *row = hscan_grid_row(grid);
	enum hscan_status status;

	if (!row)
		return hscan_no_memory(err);
	status = hscan_buf_check(setting, "a setting", err);
	if (status == HSCAN_OK)
		status = hscan_buf_check(value, "a setting", err);
	if (status != HSCAN_OK)
		return status;
	row[SETTING] = hscan_cell_text(
	    hscan_arena_dup(grid->arena, hscan_buf_text(setting)));
	row[FROM] = hscan_cell_path(hscan_text_of(from ? from : "default"));
	if (value->len > 0)
		row[VALUE] = hscan_cell_text(
		    hscan_arena_dup(grid->arena, hscan_buf_text(value)));
	if (row[SETTING].kind == HSCAN_CELL_NULL ||
	    (value->len > 0 && row[VALUE].kind == HSCAN_CELL_NULL))
		return hscan_no_memory(err);
	return HSCAN_OK;
}

/* What is no setting, or has rows of its own. */
static bool
is_passed_over(const struct option_spec *option)
{
	return option->kind == OPTION_HELP || option->kind == OPTION_VERSION ||
	       option->kind == OPTION_BOUND;
}

static enum hscan_status
add_option(struct hscan_grid *grid, const struct settings *settings,
    const struct option_spec *option, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf setting, value;

	hscan_buf_init(&setting, LONGEST_VALUE);
	hscan_buf_init(&value, LONGEST_VALUE);
	if (option->key)
		(void)hscan_buf_add_string(&setting, option->key);
	else
		(void)hscan_buf_add_format(&setting, "--%s", option->name);
	add_value(&value, settings, option);
	status = add_row(grid, &setting, &value,
	    settings->sources[option - option_table], err);
	hscan_buf_clear(&setting);
	hscan_buf_clear(&value);
	return status;
}

/* Whether there is a token, and where; never the token. */
static enum hscan_status
add_token(struct hscan_grid *grid, const struct settings *settings,
    const char *setting_name, const char *host, struct hscan_error *err)
{
	const char *from = settings_token_variable(host);
	enum hscan_status status;
	struct hscan_buf setting, value;

	/* The file is the stronger one. */
	if (settings->token_file)
		from = "api.token-file";
	else if (!from && settings->auth_command)
		from = "auth.command";
	hscan_buf_init(&setting, LONGEST_VALUE);
	hscan_buf_init(&value, LONGEST_VALUE);
	(void)hscan_buf_add_string(&setting, setting_name);
	(void)hscan_buf_add_string(&value, from ? "(not shown)" : "");
	status = add_row(grid, &setting, &value, from, err);
	hscan_buf_clear(&setting);
	hscan_buf_clear(&value);
	return status;
}

/* How values compare need not be told where it is as in the metric's file. */
static void
add_bound_value(struct hscan_buf *out, const struct hscan_metric *metric,
    const struct hscan_metric *built_in, bool risk)
{
	const struct hscan_bound *now = risk ? &metric->risk : &metric->healthy;
	struct hscan_text unit;
	bool same = built_in &&
		    (risk ? built_in->risk : built_in->healthy).comparison ==
			now->comparison;

	if (same)
		hscan_add_number(out, now->value);
	else
		hscan_add_bound_words(out, now);
	unit = hscan_unit_behind(hscan_buf_text(out), metric->unit);
	(void)hscan_buf_add_char(out, ' ');
	(void)hscan_buf_add_text(out, unit);
}

static enum hscan_status
add_bound(struct hscan_grid *grid, const struct settings *settings,
    const struct hscan_metric *metric, const struct hscan_metric *built_in,
    enum settings_bound bound, struct hscan_error *err)
{
	bool risk = bound == BOUND_RISK;
	const struct settings_threshold *set =
	    settings_threshold_find(settings, metric->id, bound);
	struct hscan_buf setting, text;
	enum hscan_status status;

	if ((risk ? metric->risk : metric->healthy).comparison ==
	    HSCAN_NO_BOUND)
		return HSCAN_OK;
	hscan_buf_init(&setting, LONGEST_VALUE);
	hscan_buf_init(&text, LONGEST_VALUE);
	(void)hscan_buf_add_string(&setting, "threshold.");
	(void)hscan_buf_add_text(&setting, metric->id);
	(void)hscan_buf_add_string(&setting, risk ? ".risk" : ".healthy");
	add_bound_value(&text, metric, built_in, risk);
	status = add_row(grid, &setting, &text, set ? set->source : NULL, err);
	hscan_buf_clear(&setting);
	hscan_buf_clear(&text);
	return status;
}

static enum hscan_status
add_bounds(struct hscan_grid *grid, const struct settings *settings,
    const struct hscan_metrics *metrics, struct hscan_error *err)
{
	struct hscan_metrics built_in = {0};
	enum hscan_status status = hscan_metrics_load(&built_in, err);

	for (size_t i = 0; i < metrics->len && status == HSCAN_OK; i++) {
		const struct hscan_metric *metric = &metrics->at[i];
		const struct hscan_metric *was =
		    hscan_metrics_find(&built_in, metric->id);

		status =
		    add_bound(grid, settings, metric, was, BOUND_HEALTHY, err);
		if (status == HSCAN_OK)
			status = add_bound(
			    grid, settings, metric, was, BOUND_RISK, err);
	}
	hscan_metrics_clear(&built_in);
	return status;
}

/* A row a list. */
static enum hscan_status
add_scans(struct hscan_grid *grid, const struct settings *settings, size_t at,
    struct hscan_error *err)
{
	const struct settings_scan *first = &settings->scans[at];
	struct hscan_buf setting, value;
	enum hscan_status status;

	for (size_t i = 0; i < at; i++)
		if (hscan_text_equal(settings->scans[i].list, first->list))
			return HSCAN_OK; /* it has its row */
	hscan_buf_init(&setting, LONGEST_VALUE);
	hscan_buf_init(&value, LONGEST_VALUE);
	(void)hscan_buf_add_string(&setting, first->group ? "group." : "scan.");
	(void)hscan_buf_add_text(&setting, first->list);
	(void)hscan_buf_add_string(&setting, ".repo");
	for (size_t i = at; i < settings->scans_len; i++) {
		if (!hscan_text_equal(settings->scans[i].list, first->list))
			continue;
		(void)hscan_buf_add_string(&value, i > at ? ", " : "");
		hscan_add_without_secrets(&value, settings->scans[i].repo);
	}
	status = add_row(grid, &setting, &value, first->source, err);
	hscan_buf_clear(&setting);
	hscan_buf_clear(&value);
	return status;
}

static enum hscan_status
fill(struct hscan_grid *grid, const struct settings *settings,
    const struct hscan_metrics *metrics, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (const struct option_spec *o = option_table;
	     o->name && status == HSCAN_OK; o++)
		if (!is_passed_over(o))
			status = add_option(grid, settings, o, err);
	if (status == HSCAN_OK)
		status = add_token(grid, settings, "token (github.com)",
		    HSCAN_DEFAULT_HOST, err);
	if (status == HSCAN_OK)
		status =
		    add_token(grid, settings, "token (other hosts)", "", err);
	for (size_t i = 0; i < settings->scans_len && status == HSCAN_OK; i++)
		status = add_scans(grid, settings, i, err);
	if (status == HSCAN_OK)
		status = add_bounds(grid, settings, metrics, err);
	return status;
}

int
cmd_config(struct cli *cli)
{
	struct hscan_metrics metrics = {0};
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_arena arena;
	struct hscan_grid grid;
	enum hscan_status status;

	hscan_arena_init(&arena);
	hscan_grid_init(&grid, &arena, "healthscan.config/1", columns, COLUMNS);
	status = catalogue_load(&cli->app.settings, NULL, &metrics, &err);
	if (status == HSCAN_OK)
		status = fill(&grid, &cli->app.settings, &metrics, &err);
	if (status == HSCAN_OK)
		status = cli_write_grid(cli, &grid, &err);
	hscan_metrics_clear(&metrics);
	hscan_arena_clear(&arena);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}

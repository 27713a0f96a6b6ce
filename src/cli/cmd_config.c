/* SPDX-License-Identifier: MIT */
/* healthscan config: every setting that is in force, and where it is from. */
#include <stdio.h>

#include "base/number.h"
#include "base/round.h"
#include "base/text.h"
#include "cli/bounds.h"
#include "cli/cli.h"
#include "cli/exit.h"

static const struct hscan_text columns[] = {
    {"key", 3}, {"option", 6}, {"value", 5}, {"from", 4}};
enum {
	KEY,
	OPTION,
	VALUE,
	FROM,
	COLUMNS = sizeof(columns) / sizeof(columns[0]),
};

enum { LONGEST_VALUE = 1024 * 1024 };

static const void *
member(const struct settings *settings, const struct option_spec *option)
{
	return (const unsigned char *)settings + option->offset;
}

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
	const char *name;
	const char *before = "";

	for (unsigned i = 0; (name = option_choice(option, i)); i++) {
		if (!(set & 1U << i))
			continue;
		(void)hscan_buf_add_format(out, "%s%s", before, name);
		before = ", ";
	}
}

static void
add_duration(struct hscan_buf *out, int64_t seconds)
{
	const struct hscan_window_spec spec = {.seconds = seconds};
	char name[HSCAN_WINDOW_NAME_SIZE];

	if (seconds > 0)
		(void)hscan_buf_add_string(out, hscan_window_name(&spec, name));
}

/* The value as it would be written. Nothing: it is not set. */
static void
add_value(struct hscan_buf *out, const struct settings *settings,
    const struct option_spec *option)
{
	const void *at = member(settings, option);
	char name[HSCAN_WINDOW_NAME_SIZE];

	switch (option->kind) {
	case OPTION_FLAG:
		(void)hscan_buf_add_string(
		    out, *(const bool *)at ? "true" : "false");
		break;
	case OPTION_TEXT:
	case OPTION_FORMAT:
		(void)hscan_buf_add_text(
		    out, hscan_text_of(*(const char *const *)at));
		break;
	case OPTION_CHOICE:
		(void)hscan_buf_add_string(
		    out, option_choice(option, (size_t) * (const int *)at));
		break;
	case OPTION_NUMBER:
		(void)hscan_buf_add_format(
		    out, "%lld", (long long)*(const int64_t *)at);
		break;
	case OPTION_DURATION: add_duration(out, *(const int64_t *)at); break;
	case OPTION_LIST: add_list(out, at); break;
	case OPTION_WINDOW:
		(void)hscan_buf_add_string(out, hscan_window_name(at, name));
		break;
	case OPTION_DECIMAL: hscan_add_number(out, *(const double *)at); break;
	case OPTION_SET: add_set(out, option, *(const unsigned *)at); break;
	case OPTION_TIME:
	case OPTION_COUNT:
	case OPTION_BOUND:
	case OPTION_HELP:
	case OPTION_VERSION: break;
	}
}

static enum hscan_status
add_row(struct hscan_grid *grid, struct hscan_text key, const char *option,
    struct hscan_text value, const char *from, struct hscan_error *err)
{
	struct hscan_cell *row = hscan_grid_row(grid);

	if (!row)
		return hscan_no_memory(err);
	row[KEY] = hscan_cell_text(hscan_arena_dup(grid->arena, key));
	row[OPTION] = hscan_cell_string(option);
	row[VALUE] = hscan_cell_text(hscan_arena_dup(grid->arena, value));
	row[FROM] =
	    hscan_cell_text(hscan_arena_dup(grid->arena, hscan_text_of(from)));
	return row[VALUE].text.ptr && row[FROM].text.ptr ? HSCAN_OK
							 : hscan_no_memory(err);
}

static enum hscan_status
add_option(struct hscan_grid *grid, const struct settings *settings,
    const struct option_spec *option, struct hscan_error *err)
{
	const char *source = settings->sources[option - option_table];
	enum hscan_status status;
	struct hscan_buf value;
	char name[64];

	(void)snprintf(name, sizeof(name), "--%s", option->name);
	hscan_buf_init(&value, LONGEST_VALUE);
	add_value(&value, settings, option);
	status = hscan_buf_check(&value, "a setting", err);
	if (status == HSCAN_OK)
		status = add_row(grid, hscan_text_of(option->key),
		    hscan_arena_dup(grid->arena, hscan_text_of(name)).ptr,
		    value.len > 0 ? hscan_buf_text(&value)
				  : hscan_text_of("(none)"),
		    source ? source : "default", err);
	hscan_buf_clear(&value);
	return status;
}

/* Whether it is a setting rather than a question: it has a key, or something
 * in the environment stands for it. */
static bool
is_setting(const struct option_spec *option)
{
	return option->key || option->env;
}

static enum hscan_status
add_listed(struct hscan_grid *grid, const char *key,
    const struct settings_list *list, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf value;

	hscan_buf_init(&value, LONGEST_VALUE);
	add_list(&value, list);
	status = hscan_buf_check(&value, "a setting", err);
	if (status == HSCAN_OK)
		status = add_row(grid, hscan_text_of(key), NULL,
		    value.len > 0 ? hscan_buf_text(&value)
				  : hscan_text_of("(none)"),
		    list->len > 0 ? "configuration" : "default", err);
	hscan_buf_clear(&value);
	return status;
}

/* Where a bound was set last; NULL: in the metric's own file. */
static const char *
source_of(const struct settings *settings, struct hscan_text id,
    enum settings_bound bound)
{
	for (size_t i = settings->thresholds_len; i > 0; i--) {
		const struct settings_threshold *t =
		    &settings->thresholds[i - 1];

		if (t->bound == bound && hscan_text_equal(t->id, id))
			return t->source;
	}
	return NULL;
}

static enum hscan_status
add_bound(struct hscan_grid *grid, const struct settings *settings,
    const struct hscan_metric *metric, enum settings_bound bound,
    struct hscan_error *err)
{
	bool risk = bound == BOUND_RISK;
	const struct hscan_bound *value =
	    risk ? &metric->risk : &metric->healthy;
	const char *source = source_of(settings, metric->id, bound);
	struct hscan_buf key, text;
	enum hscan_status status;

	if (value->comparison == HSCAN_NO_BOUND)
		return HSCAN_OK;
	hscan_buf_init(&key, LONGEST_VALUE);
	hscan_buf_init(&text, LONGEST_VALUE);
	(void)hscan_buf_add_string(&key, "threshold.");
	(void)hscan_buf_add_text(&key, metric->id);
	(void)hscan_buf_add_string(&key, risk ? ".risk" : ".healthy");
	hscan_add_number(&text, value->value);
	(void)hscan_buf_add_char(&text, ' ');
	(void)hscan_buf_add_text(&text, metric->unit);
	status = hscan_buf_check(&key, "a setting", err);
	if (status == HSCAN_OK)
		status = hscan_buf_check(&text, "a setting", err);
	if (status == HSCAN_OK)
		status = add_row(grid, hscan_buf_text(&key), "--threshold",
		    hscan_buf_text(&text), source ? source : "default", err);
	hscan_buf_clear(&key);
	hscan_buf_clear(&text);
	return status;
}

static enum hscan_status
fill(struct hscan_grid *grid, struct settings *settings,
    const struct hscan_metrics *metrics, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (const struct option_spec *o = option_table;
	     o->name && status == HSCAN_OK; o++)
		if (is_setting(o))
			status = add_option(grid, settings, o, err);
	if (status == HSCAN_OK)
		status = add_listed(
		    grid, "gate.metric", &settings->gate_metrics, err);
	if (status == HSCAN_OK)
		status = add_listed(
		    grid, "maintainers.login", &settings->maintainers, err);
	for (size_t i = 0; i < metrics->len && status == HSCAN_OK; i++) {
		status = add_bound(
		    grid, settings, &metrics->at[i], BOUND_HEALTHY, err);
		if (status == HSCAN_OK)
			status = add_bound(
			    grid, settings, &metrics->at[i], BOUND_RISK, err);
	}
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
	status = bounds_load(&cli->settings, NULL, &metrics, &err);
	if (status == HSCAN_OK)
		status = fill(&grid, &cli->settings, &metrics, &err);
	if (status == HSCAN_OK)
		status = cli_write_grid(cli, &grid, &err);
	hscan_metrics_clear(&metrics);
	hscan_arena_clear(&arena);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}

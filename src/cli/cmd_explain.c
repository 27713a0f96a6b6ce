/* SPDX-License-Identifier: MIT */
/* healthscan explain METRIC: what a number means, from the metric itself. */
#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/bounds.h"
#include "cli/cli.h"
#include "cli/exit.h"
#include "cli/suggest.h"
#include "metric/parse.h"

static void
add_line(struct hscan_buf *out, const char *label, struct hscan_text value)
{
	if (value.len == 0)
		return;
	(void)hscan_buf_add_format(out, "%-10s ", label);
	hscan_add_safe(out, value, false);
	(void)hscan_buf_add_char(out, '\n');
}

static void
add_bound(struct hscan_buf *out, const char *label,
    const struct hscan_bound *bound, struct hscan_text unit)
{
	static const char *const words[] = {
	    [HSCAN_NO_BOUND] = "",
	    [HSCAN_AT_MOST] = "at most",
	    [HSCAN_LESS] = "less than",
	    [HSCAN_AT_LEAST] = "at least",
	    [HSCAN_MORE] = "more than",
	};

	if (bound->comparison == HSCAN_NO_BOUND)
		return;
	(void)hscan_buf_add_format(
	    out, "%-10s %s ", label, words[bound->comparison]);
	hscan_add_number(out, bound->value);
	(void)hscan_buf_add_char(out, ' ');
	hscan_add_safe(out, unit, false);
	(void)hscan_buf_add_char(out, '\n');
}

static void
explain(const struct hscan_metric *metric, struct hscan_buf *out)
{
	static const char *const better[] = {
	    [HSCAN_BETTER_NEUTRAL] = "neither",
	    [HSCAN_BETTER_LOWER] = "lower",
	    [HSCAN_BETTER_HIGHER] = "higher",
	};
	struct hscan_text rest = metric->definition, line;

	add_line(out, "metric", metric->id);
	add_line(out, "title", metric->title);
	add_line(out, "unit", metric->unit);
	add_line(out, "statistic",
	    hscan_text_of(hscan_statistic_name(metric->statistic)));
	add_line(out, "better", hscan_text_of(better[metric->better]));
	add_bound(out, "healthy", &metric->healthy, metric->unit);
	add_bound(out, "risk", &metric->risk, metric->unit);
	add_line(out, "risk from", metric->risk_from);
	add_line(out, "CHAOSS", metric->chaoss);
	while (hscan_definition_line(&rest, &line)) {
		hscan_add_safe(out, line, false);
		(void)hscan_buf_add_char(out, '\n');
	}
}

static enum hscan_status
find(const struct hscan_metrics *metrics, const char *id,
    const struct hscan_metric **out, struct hscan_error *err)
{
	char shown[80];

	*out = hscan_metrics_find(metrics, hscan_text_of(id));
	if (*out)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "there is no metric '%s'; healthscan metrics lists them",
	    hscan_safe(hscan_text_of(id), shown, sizeof(shown)));
}

int
cmd_explain(struct cli *cli)
{
	struct hscan_metrics metrics = {0};
	const struct hscan_metric *metric = NULL;
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_buf text;
	enum hscan_status status;

	hscan_buf_init(&text, (size_t)1024 * 1024);
	status = bounds_load(&cli->settings, &metrics, &err);
	if (status == HSCAN_OK)
		status = find(&metrics, cli->args[0], &metric, &err);
	if (status == HSCAN_OK) {
		explain(metric, &text);
		status = hscan_buf_check(&text, "the definition", &err);
	}
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), &err);
	hscan_buf_clear(&text);
	hscan_metrics_clear(&metrics);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}

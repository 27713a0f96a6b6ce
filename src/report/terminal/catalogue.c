/* SPDX-License-Identifier: MIT */
/* The list of metrics as text; see catalogue.h. */
#include "report/catalogue.h"

#include <string.h>

#include "base/round.h"
#include "base/safe.h"
#include "metric/parse.h"
#include "report/words.h"

static size_t
longest_id(const struct hscan_metric *metrics, size_t len)
{
	size_t longest = 0;

	for (size_t i = 0; i < len; i++)
		if (metrics[i].id.len > longest)
			longest = metrics[i].id.len;
	return longest;
}

static void
add_bound(struct hscan_buf *out, const char *word,
    const struct hscan_bound *bound, const char *before, bool utf8)
{
	if (bound->comparison == HSCAN_NO_BOUND)
		return;
	(void)hscan_buf_add_format(out, "%s%s %s ", before, word,
	    words_operator(bound->comparison, utf8));
	hscan_add_number(out, bound->value);
}

/* A line of its own, where there are any. */
static void
add_bounds(struct hscan_buf *out, const struct hscan_metric *metric, int indent,
    bool utf8)
{
	bool healthy = metric->healthy.comparison != HSCAN_NO_BOUND;
	bool risk = metric->risk.comparison != HSCAN_NO_BOUND;

	if (!healthy && !risk && metric->risk_from.len == 0)
		return;
	(void)hscan_buf_add_format(out, "%*s", indent, "");
	add_bound(out, "healthy", &metric->healthy, "", utf8);
	add_bound(out, "risk", &metric->risk, healthy ? ", " : "", utf8);
	if (metric->risk_from.len > 0) {
		(void)hscan_buf_add_string(
		    out, healthy ? ", risk as " : "risk as ");
		hscan_add_safe(out, metric->risk_from, !utf8);
	}
	(void)hscan_buf_add_char(out, '\n');
}

enum hscan_status
hscan_catalogue_text(const struct hscan_metric *metrics, size_t len,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	size_t width = longest_id(metrics, len);

	for (size_t i = 0; i < len; i++) {
		const struct hscan_metric *metric = &metrics[i];
		const char *profile;

		hscan_add_safe(out, metric->id, !look->utf8);
		(void)hscan_buf_add_format(
		    out, "%*s", (int)(width - metric->id.len + 2), "");
		hscan_add_safe(out, metric->title, !look->utf8);
		(void)hscan_buf_add_string(out, ", ");
		hscan_add_safe(out, metric->unit, !look->utf8);
		profile = hscan_metric_profile_name(metric);
		if (strcmp(profile, "core") != 0)
			(void)hscan_buf_add_format(
			    out, " (--profile %s)", profile);
		(void)hscan_buf_add_char(out, '\n');
		add_bounds(out, metric, (int)width + 2, look->utf8);
	}
	return hscan_buf_check(out, "the list of metrics", err);
}

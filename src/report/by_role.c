/* SPDX-License-Identifier: MIT */
/* A row a role; see by_role.h. */
#include "report/by_role.h"

#include "base/buf.h"
#include "base/text.h"

enum { LONGEST_TITLE = 1024 };

const char by_role_basis[] =
    "of the authors as the newest records have them, not as of the time; bots "
    "are included";

/* Whether there is anything to be shown of a role. */
static bool
has_any(const struct hscan_role_value *role)
{
	bool any = role->open > 0;

	for (size_t i = 0; i < role->trend_len; i++)
		any |= role->trend[i].n > 0;
	return any;
}

static size_t
count(const struct hscan_report *report)
{
	size_t len = report->measures_len;

	for (size_t i = 0; i < report->measures_len; i++)
		for (size_t r = 0; report->measures[i].roles && r < HSCAN_ROLES;
		     r++)
			len += has_any(&report->measures[i].roles[r]);
	return len;
}

/* The metric under the name that it has of a role, without bounds; NULL: out of
 * memory. */
static const struct hscan_metric *
metric_of(const struct hscan_metric *metric, enum hscan_role role,
    struct hscan_arena *arena)
{
	struct hscan_metric *own = hscan_arena_alloc(arena, 1, sizeof(*own));
	struct hscan_buf title;

	if (!own)
		return NULL;
	*own = *metric;
	own->healthy = own->risk =
	    (struct hscan_bound){.comparison = HSCAN_NO_BOUND};
	own->risk_from = (struct hscan_text){NULL, 0};
	own->unbound = false;
	hscan_buf_init(&title, LONGEST_TITLE);
	(void)hscan_buf_add_text(&title, metric->title);
	(void)hscan_buf_add_format(&title, ": %s", hscan_role_name(role));
	own->title = hscan_arena_dup(arena, hscan_buf_text(&title));
	hscan_buf_clear(&title);
	return own->title.ptr ? own : NULL;
}

static bool
spread_one(const struct hscan_measure *all, const struct hscan_role_value *role,
    struct hscan_arena *arena, struct hscan_measure *out)
{
	*out = (struct hscan_measure){
	    .metric = metric_of(all->metric, role->role, arena),
	    .now = role->now,
	    .p75 = role->p75,
	    .p90 = role->p90,
	    .count = role->count,
	    .numerator = role->numerator,
	    .censors = all->censors,
	    .open = role->open,
	    .km_median = role->km_median,
	    .verdicts = 1U << HSCAN_VERDICT_NONE,
	    .trend = role->trend,
	    .trend_len = role->trend_len,
	    .role = role->role,
	};
	return out->metric != NULL;
}

/* Of a part there are no samples. */
static enum hscan_status
spread_evidence(const struct hscan_report *report,
    const struct hscan_measure *measures, size_t len, struct hscan_arena *arena,
    struct hscan_report *out, struct hscan_error *err)
{
	struct hscan_evidence *evidence;
	size_t from = 0;

	if (!report->evidence)
		return HSCAN_OK;
	evidence = hscan_arena_alloc(arena, len, sizeof(*evidence));
	if (!evidence)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++)
		evidence[i] = measures[i].role == HSCAN_ROLE_NONE
				  ? report->evidence[from++]
				  : (struct hscan_evidence){.samples = NULL};
	out->evidence = evidence;
	return HSCAN_OK;
}

enum hscan_status
by_role_spread(const struct hscan_report *report, struct hscan_arena *arena,
    struct hscan_report *out, struct hscan_error *err)
{
	size_t most = count(report), len = 0;
	struct hscan_measure *measures =
	    hscan_arena_alloc(arena, most, sizeof(*measures));

	if (!measures)
		return hscan_no_memory(err);
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *all = &report->measures[i];

		measures[len++] = *all;
		for (size_t r = 0; all->roles && r < HSCAN_ROLES; r++)
			if (has_any(&all->roles[r]) &&
			    !spread_one(
				all, &all->roles[r], arena, &measures[len++]))
				return hscan_no_memory(err);
	}
	*out = *report;
	out->measures = measures;
	out->measures_len = len;
	return spread_evidence(report, measures, len, arena, out, err);
}

bool
by_role_is_judged(const struct hscan_report *report, size_t at)
{
	while (at > 0 && report->measures[at].role != HSCAN_ROLE_NONE)
		at--;
	return report->measures[at].verdict != HSCAN_VERDICT_NONE;
}

const char *
by_role_why_none(const struct hscan_measure *measure)
{
	int64_t n = 0;

	for (size_t r = 0; measure->roles && r < HSCAN_ROLES; r++)
		n += measure->roles[r].now.n;
	return measure->roles && measure->now.n > 0 && n == 0
		   ? measure->roles[0].now.reason
		   : NULL;
}

/* SPDX-License-Identifier: MIT */
/* The metrics with the bounds that are set: every metric, both bounds, each way
 * to write them; bounds that contradict each other; metrics of one's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/catalogue.h"
#include "base/text.h"
#include "model/threshold.h"
#include "support/support.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

static const char *const words[] = {
    [BOUND_HEALTHY] = "healthy",
    [BOUND_RISK] = "risk",
};

static void
set(struct settings *s, struct hscan_text id, enum settings_bound bound,
    const char *value, const char *source)
{
	const struct settings_threshold threshold = {
	    .id = id,
	    .bound = bound,
	    .value = hscan_text_of(value),
	    .source = source,
	};
	struct hscan_error err = {.message = ""};

	if (settings_threshold_add(s, &threshold, &err) != HSCAN_OK)
		fail_msg("%s: %s", value, err.message);
}

static const struct hscan_metric *
metric_of(const struct hscan_metrics *metrics, const char *id)
{
	const struct hscan_metric *metric =
	    hscan_metrics_find(metrics, hscan_text_of(id));

	assert_non_null(metric);
	return metric;
}

/* --- every metric --- */

static enum hscan_comparison
opposite(enum hscan_comparison comparison)
{
	switch (comparison) {
	case HSCAN_AT_MOST: return HSCAN_MORE;
	case HSCAN_LESS: return HSCAN_AT_LEAST;
	case HSCAN_AT_LEAST: return HSCAN_LESS;
	case HSCAN_MORE: return HSCAN_AT_MOST;
	case HSCAN_NO_BOUND: break;
	}
	return HSCAN_NO_BOUND;
}

/* What 2 of the unit can be written as. */
static const char *const *
two_of(struct hscan_text unit)
{
	static const char *const hours[] = {"2", "2h", "120m", "7200s", NULL};
	static const char *const days[] = {"2", "2d", "48h", NULL};
	static const char *const weeks[] = {"2", "2w", "14d", NULL};
	static const char *const shares[] = {"2", "2%", "2.0%", NULL};
	static const char *const plain[] = {"2", "2.0", NULL};

	if (hscan_text_is(unit, "hours"))
		return hours;
	if (hscan_text_is(unit, "days"))
		return days;
	if (hscan_text_is(unit, "weeks"))
		return weeks;
	return hscan_text_is(unit, "%") ? shares : plain;
}

/* Sets one bound as it is written, and the other one so that no value meets
 * both. */
static void
check_one(const struct hscan_metric *metric, enum settings_bound bound,
    const char *written, enum hscan_comparison comparison)
{
	struct hscan_metrics metrics = {0};
	struct hscan_error err = {.message = ""};
	enum settings_bound other =
	    bound == BOUND_RISK ? BOUND_HEALTHY : BOUND_RISK;
	const struct hscan_bound *found;
	struct settings s;
	char complement[32];

	settings_init(&s);
	set(&s, metric->id, bound, written, "here");
	(void)snprintf(complement, sizeof(complement), "%s 2",
	    hscan_threshold_word(opposite(comparison)));
	set(&s, metric->id, other, complement, "there");
	if (catalogue_load(&s, NULL, &metrics, &err) != HSCAN_OK)
		fail_msg("%s %s %s: %s", metric->id.ptr, words[bound], written,
		    err.message);
	for (size_t i = 0; i < metrics.len; i++) {
		const struct hscan_metric *m = &metrics.at[i];

		if (!hscan_text_equal(m->id, metric->id))
			continue;
		found = bound == BOUND_RISK ? &m->risk : &m->healthy;
		assert_int_equal(found->comparison, comparison);
		assert_near(found->value, 2.0);
		/* The risk is its own now. */
		assert_int_equal(m->risk_from.len, 0);
	}
	hscan_metrics_clear(&metrics);
	settings_clear(&s);
}

static void
check_spellings(const struct hscan_metric *metric, enum settings_bound bound)
{
	static const struct {
		const char *before;
		enum hscan_comparison comparison;
	} spellings[] = {
	    {"<= ", HSCAN_AT_MOST},
	    {"<=", HSCAN_AT_MOST},
	    {"\xE2\x89\xA4", HSCAN_AT_MOST},
	    {"at-most ", HSCAN_AT_MOST},
	    {"< ", HSCAN_LESS},
	    {"less-than ", HSCAN_LESS},
	    {">= ", HSCAN_AT_LEAST},
	    {"\xE2\x89\xA5 ", HSCAN_AT_LEAST},
	    {"at-least ", HSCAN_AT_LEAST},
	    {">", HSCAN_MORE},
	    {"more-than ", HSCAN_MORE},
	};
	const char *const *values = two_of(metric->unit);
	const struct hscan_bound *own =
	    bound == BOUND_RISK ? &metric->risk : &metric->healthy;
	enum hscan_comparison bare = own->comparison;
	char written[64];

	if (bare == HSCAN_NO_BOUND)
		bare = hscan_threshold_comparison(
		    metric->better, bound == BOUND_RISK);
	for (size_t v = 0; values[v]; v++) {
		if (bare != HSCAN_NO_BOUND)
			check_one(metric, bound, values[v], bare);
		for (size_t i = 0; i < LEN(spellings); i++) {
			(void)snprintf(written, sizeof(written), "%s%s",
			    spellings[i].before, values[v]);
			check_one(
			    metric, bound, written, spellings[i].comparison);
		}
	}
}

static void
every_metric_takes_both_bounds_in_each_spelling(void **state)
{
	struct hscan_metrics metrics = {0};
	struct hscan_error err;

	(void)state;
	assert_int_equal(hscan_metrics_load(&metrics, &err), HSCAN_OK);
	assert_true(metrics.len >= 29);
	for (size_t i = 0; i < metrics.len; i++) {
		check_spellings(&metrics.at[i], BOUND_HEALTHY);
		check_spellings(&metrics.at[i], BOUND_RISK);
	}
	hscan_metrics_clear(&metrics);
}

/* A bound in a unit that is another metric's, and a bare one of what has no
 * direction: the place, the metric, and what would fit. */
static void
every_metric_refuses_what_does_not_fit(void **state)
{
	struct hscan_metrics metrics = {0}, none = {0};
	struct hscan_error err;

	(void)state;
	assert_int_equal(hscan_metrics_load(&metrics, &err), HSCAN_OK);
	for (size_t i = 0; i < metrics.len; i++) {
		const struct hscan_metric *m = &metrics.at[i];
		bool share = hscan_text_is(m->unit, "%");
		const char *wrong = share ? "at-least 3d" : "at-least 3%";
		struct settings s;

		settings_init(&s);
		set(&s, m->id, BOUND_RISK, wrong, "/etc/policy:7");
		assert_int_equal(
		    catalogue_load(&s, NULL, &none, &err), HSCAN_EINVAL);
		assert_memory_equal(err.message, "/etc/policy:7: ", 15);
		assert_memory_equal(err.message + 15, m->id.ptr, m->id.len);
		assert_non_null(strstr(err.message, share ? "'3d'" : "'3%'"));
		assert_non_null(strstr(err.message, "such as "));
		settings_clear(&s);
	}
	hscan_metrics_clear(&metrics);
}

/* --- which comparison --- */

struct step {
	enum settings_bound bound;
	const char *value;
	const char *source;
};

/* One metric, and what is set of it in turn. */
struct row {
	const char *id;
	struct step steps[4];
	const char *message; /* NULL: it is no mistake */
	struct hscan_bound healthy, risk;
};

static void
check_row(const struct row *row)
{
	struct hscan_metrics metrics = {0};
	struct hscan_error err = {.message = ""};
	const struct hscan_metric *metric;
	enum hscan_status status;
	struct settings s;

	settings_init(&s);
	for (size_t i = 0; i < LEN(row->steps) && row->steps[i].value; i++)
		set(&s, hscan_text_of(row->id), row->steps[i].bound,
		    row->steps[i].value, row->steps[i].source);
	status = catalogue_load(&s, NULL, &metrics, &err);
	if (row->message) {
		assert_int_equal(status, HSCAN_EINVAL);
		assert_string_equal(err.message, row->message);
	} else if (status != HSCAN_OK) {
		fail_msg("%s: %s", row->id, err.message);
	} else {
		metric = metric_of(&metrics, row->id);
		assert_int_equal(
		    metric->healthy.comparison, row->healthy.comparison);
		assert_near(metric->healthy.value, row->healthy.value);
		assert_int_equal(metric->risk.comparison, row->risk.comparison);
		assert_near(metric->risk.value, row->risk.value);
	}
	hscan_metrics_clear(&metrics);
	settings_clear(&s);
}

static void
what_is_compared(void **state)
{
	static const struct row rows[] = {
	    {"pr_first_response",
		{{BOUND_HEALTHY, "2d", "flag"}, {BOUND_RISK, "5d", "flag"}},
		NULL, {HSCAN_AT_MOST, 48}, {HSCAN_MORE, 120}},
	    {"active_contributors",
		{{BOUND_HEALTHY, "5", "flag"}, {BOUND_RISK, "2", "flag"}}, NULL,
		{HSCAN_AT_LEAST, 5}, {HSCAN_LESS, 2}},
	    /* As the metric's own is, where it has one. */
	    {"doc_quiet_weeks", {{BOUND_RISK, "4w", "flag"}}, NULL,
		{HSCAN_NO_BOUND, 0}, {HSCAN_AT_LEAST, 4}},
	    {"doc_quiet_weeks", {{BOUND_RISK, "> 4w", "flag"}}, NULL,
		{HSCAN_NO_BOUND, 0}, {HSCAN_MORE, 4}},
	    /* Of two the later; a bare one is compared as before. */
	    {"pr_backlog",
		{{BOUND_RISK, ">= 9", "flag"}, {BOUND_RISK, "12", "flag"}},
		NULL, {HSCAN_NO_BOUND, 0}, {HSCAN_AT_LEAST, 12}},
	    {"pr_backlog",
		{{BOUND_RISK, "9", "flag"}, {BOUND_RISK, "< 1", "flag"}}, NULL,
		{HSCAN_NO_BOUND, 0}, {HSCAN_LESS, 1}},
	    {"doc_share",
		{{BOUND_RISK, "< 9%", "flag"}, {BOUND_RISK, "2", "flag"}}, NULL,
		{HSCAN_NO_BOUND, 0}, {HSCAN_LESS, 2}},
	    /* Against the metric's direction, if that is meant. */
	    {"new_contributors", {{BOUND_RISK, "more-than 50", "flag"}}, NULL,
		{HSCAN_NO_BOUND, 0}, {HSCAN_MORE, 50}},
	    /* Its own, in its own unit, in place of another metric's. */
	    {"doc_update_frequency", {{BOUND_RISK, "0.5", "flag"}}, NULL,
		{HSCAN_AT_LEAST, 3}, {HSCAN_LESS, 0.5}},
	    {"doc_share", {{BOUND_RISK, "5%", "flag"}},
		"flag: doc_share: neither more nor less of it is better, so "
		"the bound has to say which; write \"less-than 5%\" or "
		"\"more-than 5%\"",
		{HSCAN_NO_BOUND, 0}, {HSCAN_NO_BOUND, 0}},
	    {"issue_not_planned", {{BOUND_HEALTHY, "40", "/etc/policy:3"}},
		"/etc/policy:3: issue_not_planned: neither more nor less of it "
		"is better, so the bound has to say which; write \"at-least "
		"40\" or \"at-most 40\"",
		{HSCAN_NO_BOUND, 0}, {HSCAN_NO_BOUND, 0}},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++)
		check_row(&rows[i]);
}

/* --- two bounds --- */

static void
contradictions(void **state)
{
	static const struct row rows[] = {
	    {"pr_first_response",
		{{BOUND_HEALTHY, "5d", "/etc/policy:3"},
		    {BOUND_RISK, "2d", "flag"}},
		"the bounds of pr_first_response contradict each other: "
		"healthy is <= 120 hours (/etc/policy:3) and risk is > 48 "
		"hours (flag), so a value may be both; change one of them",
		{HSCAN_NO_BOUND, 0}, {HSCAN_NO_BOUND, 0}},
	    {"doc_quiet_weeks", {{BOUND_HEALTHY, "2", "flag"}},
		"the bounds of doc_quiet_weeks contradict each other: healthy "
		"is <= 2 weeks (flag) and risk is >= 2 weeks (the metric's "
		"own), so a value may be both; set the risk, too",
		{HSCAN_NO_BOUND, 0}, {HSCAN_NO_BOUND, 0}},
	    {"pr_merge_cycle", {{BOUND_RISK, "< 1h", "flag"}},
		"the bounds of pr_merge_cycle contradict each other: healthy "
		"is <= 72 hours (the metric's own) and risk is < 1 hour "
		"(flag), so a value may be both; set the healthy bound, too",
		{HSCAN_NO_BOUND, 0}, {HSCAN_NO_BOUND, 0}},
	    {"doc_share",
		{{BOUND_HEALTHY, ">= 10%", "flag"},
		    {BOUND_RISK, "> 50%", "flag"}},
		"the bounds of doc_share contradict each other: healthy is >= "
		"10 % (flag) and risk is > 50 % (flag), so a value may be "
		"both; change one of them",
		{HSCAN_NO_BOUND, 0}, {HSCAN_NO_BOUND, 0}},
	    /* They meet, and no value is both. */
	    {"pr_first_response",
		{{BOUND_HEALTHY, "2d", "flag"}, {BOUND_RISK, "48h", "flag"}},
		NULL, {HSCAN_AT_MOST, 48}, {HSCAN_MORE, 48}},
	    /* Only the last of each counts. */
	    {"pr_first_response",
		{{BOUND_HEALTHY, "5d", "flag"}, {BOUND_RISK, "2d", "flag"},
		    {BOUND_HEALTHY, "1d", "flag"}},
		NULL, {HSCAN_AT_MOST, 24}, {HSCAN_MORE, 48}},
	    /* The metric's own gives way: the rest is healthy. */
	    {"pr_merge_cycle", {{BOUND_RISK, "1d", "flag"}}, NULL,
		{HSCAN_NO_BOUND, 0}, {HSCAN_MORE, 24}},
	    {"issue_close_rate", {{BOUND_RISK, "90%", "flag"}}, NULL,
		{HSCAN_NO_BOUND, 0}, {HSCAN_LESS, 90}},
	    {"pr_merge_cycle", {{BOUND_RISK, "4d", "flag"}}, NULL,
		{HSCAN_AT_MOST, 72}, {HSCAN_MORE, 96}},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++)
		check_row(&rows[i]);
}

/* --- metrics of one's own --- */

#define OWN \
	"-- id: slow\n-- title: Slow\n-- unit: days\n-- better: lower\n" \
	"-- statistic: median\n-- streams: issues\n--\n-- Slow.\nSELECT 1;\n"

struct fixture {
	char dir[64];
	char path[96];
	struct settings s;
	struct hscan_metrics metrics;
	struct hscan_error err;
};

static void
set_up(struct fixture *f)
{
	FILE *file;

	*f = (struct fixture){.dir = "/tmp/healthscan-test.XXXXXX"};
	assert_non_null(mkdtemp(f->dir));
	(void)snprintf(f->path, sizeof(f->path), "%s/slow.sql", f->dir);
	file = fopen(f->path, "w");
	assert_non_null(file);
	assert_true(fputs(OWN, file) >= 0);
	assert_int_equal(fclose(file), 0);
	settings_init(&f->s);
}

static void
tear_down(struct fixture *f)
{
	hscan_metrics_clear(&f->metrics);
	settings_clear(&f->s);
	assert_int_equal(unlink(f->path), 0);
	assert_int_equal(rmdir(f->dir), 0);
}

static void
add_file(struct fixture *f, struct settings_list *list)
{
	assert_int_equal(
	    settings_list_add(&f->s, list, hscan_text_of(f->path), &f->err),
	    HSCAN_OK);
}

static void
check_own(struct fixture *f, struct settings_list *ids)
{
	const struct hscan_metric *metric;

	if (catalogue_load(&f->s, ids, &f->metrics, &f->err) != HSCAN_OK)
		fail_msg("%s", f->err.message);
	metric = metric_of(&f->metrics, "slow");
	assert_true(metric->own);
	assert_int_equal(metric->risk.comparison, HSCAN_MORE);
	assert_near(metric->risk.value, 14.0);
	/* Where it is from is found by the metric's id. */
	assert_non_null(
	    settings_threshold_find(&f->s, hscan_text_of("slow"), BOUND_RISK));
}

static void
an_own_metric_is_known_by_its_id(void **state)
{
	struct fixture f;

	(void)state;
	/* Where it is asked for, and where it is only named. */
	for (int way = 0; way < 3; way++) {
		struct settings_list *ids = way == 0 ? &f.s.metrics : NULL;

		set_up(&f);
		add_file(&f, way == 2 ? &f.s.gate_metrics : &f.s.metrics);
		set(&f.s, hscan_text_of("slow"), BOUND_RISK, "2w", "flag");
		check_own(&f, ids);
		tear_down(&f);
	}
}

static void
an_own_metric_is_known_by_its_file(void **state)
{
	struct hscan_metrics metrics = {0};
	struct fixture f;
	size_t built_in;

	(void)state;
	assert_int_equal(hscan_metrics_load(&metrics, NULL), HSCAN_OK);
	built_in = metrics.len;
	hscan_metrics_clear(&metrics);
	for (int way = 0; way < 2; way++) {
		set_up(&f);
		add_file(&f, &f.s.metrics);
		set(&f.s, hscan_text_of(f.path), BOUND_RISK, "2w", "flag");
		check_own(&f, way == 0 ? &f.s.metrics : NULL);
		/* It is read once. */
		assert_int_equal(f.metrics.len, built_in + 1);
		tear_down(&f);
	}
}

/* --- working hours --- */

static void
add_text(struct settings *s, struct settings_list *list, const char *text)
{
	assert_int_equal(
	    settings_list_add(s, list, hscan_text_of(text), NULL), HSCAN_OK);
}

static void
working_hours_take_the_place_of_bounds(void **state)
{
	const struct hscan_metric *metric;
	struct hscan_metrics metrics;
	struct settings s;

	(void)state;
	settings_init(&s);
	add_text(&s, &s.hours, "Mon-Fri 09:00-17:00 Nowhere/Land");
	set(&s, hscan_text_of("pr_first_response"), BOUND_RISK, "2d", "flag");
	assert_int_equal(catalogue_load(&s, NULL, &metrics, NULL), HSCAN_OK);

	metric = metric_of(&metrics, "pr_merge_cycle");
	assert_int_equal(metric->clock, HSCAN_CLOCK_HOURS);
	assert_true(hscan_text_is(metric->unit, "business h"));
	assert_true(metric->unbound);
	assert_int_equal(metric->healthy.comparison, HSCAN_NO_BOUND);
	assert_int_equal(metric->risk.comparison, HSCAN_NO_BOUND);

	/* What is set counts, in working days. */
	metric = metric_of(&metrics, "pr_first_response");
	assert_int_equal(metric->risk.comparison, HSCAN_MORE);
	assert_near(metric->risk.value, 16.0);
	assert_false(metric->unbound);

	metric = metric_of(&metrics, "pr_answered_within");
	assert_true(hscan_text_is(
	    metric->title, "PRs answered within 2 business days"));
	assert_true(hscan_text_is(metric->unit, "%"));
	assert_int_equal(metric->within_s, 16 * 3600);

	/* Ages and rates have no working hours. */
	metric = metric_of(&metrics, "pr_open_age");
	assert_int_equal(metric->clock, HSCAN_CLOCK_CALENDAR);
	assert_true(hscan_text_is(metric->unit, "days"));
	metric = metric_of(&metrics, "doc_quiet_weeks");
	assert_int_equal(metric->risk.comparison, HSCAN_AT_LEAST);
	hscan_metrics_clear(&metrics);
	settings_clear(&s);
}

static void
without_working_hours_all_hours_count(void **state)
{
	/* Nothing is set; or another place has set some, and this one none. */
	for (int way = 0; way < 2; way++) {
		const struct hscan_metric *metric;
		struct hscan_metrics metrics;
		struct settings s;

		(void)state;
		settings_init(&s);
		if (way == 1)
			add_text(&s, &s.hours, "none");
		s.within = "36h";
		assert_int_equal(
		    catalogue_load(&s, NULL, &metrics, NULL), HSCAN_OK);
		metric = metric_of(&metrics, "pr_merge_cycle");
		assert_int_equal(metric->clock, HSCAN_CLOCK_EITHER);
		assert_true(hscan_text_is(metric->unit, "hours"));
		assert_near(metric->risk.value, 168.0);
		metric = metric_of(&metrics, "issue_answered_within");
		assert_true(
		    hscan_text_is(metric->title, "Issues answered within 36h"));
		assert_int_equal(metric->within_s, 36 * 3600);
		hscan_metrics_clear(&metrics);
		settings_clear(&s);
	}
}

static void
lines_that_contradict_each_other_are_refused(void **state)
{
	struct hscan_error err = {.message = ""};
	struct hscan_metrics metrics;
	struct settings s;

	(void)state;
	settings_init(&s);
	add_text(&s, &s.hours, "Mon-Fri 09:00-17:00 Europe/Berlin");
	add_text(&s, &s.hours, "Sat 09:00-12:00 Europe/Paris");
	assert_int_equal(
	    catalogue_load(&s, NULL, &metrics, &err), HSCAN_EINVAL);
	assert_string_equal(err.message,
	    "hours.work: working hours have one time zone, and these have two, "
	    "Europe/Berlin and Europe/Paris; write all lines in one of them");
	settings_clear(&s);
}

/* --- and of one's own --- */

static void
an_own_metric_may_be_missing(void **state)
{
	struct fixture f;
	char missing[128];

	(void)state;
	set_up(&f);
	set(&f.s, hscan_text_of("slow"), BOUND_RISK, "2w", "/etc/policy:2");
	assert_int_equal(
	    catalogue_load(&f.s, NULL, &f.metrics, &f.err), HSCAN_EINVAL);
	assert_string_equal(f.err.message,
	    "/etc/policy:2: there is no metric 'slow'; healthscan metrics "
	    "lists them");
	tear_down(&f);
	set_up(&f);
	(void)snprintf(missing, sizeof(missing), "%s.sql", f.path);
	set(&f.s, hscan_text_of(missing), BOUND_RISK, "2w", "/etc/policy:2");
	assert_int_equal(
	    catalogue_load(&f.s, NULL, &f.metrics, &f.err), HSCAN_EINVAL);
	assert_non_null(
	    strstr(f.err.message, "/etc/policy:2: cannot read the metric "));
	tear_down(&f);
}

/* --- what a metric is called --- */

static const char *
id_of(const struct hscan_metric *metric)
{
	return metric ? metric->id.ptr : "none";
}

static void
titles_and_other_spellings_are_found(void **state)
{
	static const struct {
		const char *word, *id;
	} rows[] = {
	    {"pr_merge_cycle", "pr_merge_cycle"},
	    {"PR_merge_cycle", "pr_merge_cycle"},
	    {"pr-merge-cycle", "pr_merge_cycle"},
	    {"PR merge cycle", "pr_merge_cycle"},
	    {"Documentation lag", "doc_lag"},
	    {"documentation-lag", "doc_lag"},
	    {"Doc Lag", "doc_lag"},
	    {"Documentation  lag", NULL},
	    {"pr_merge_cycl", NULL},
	    {"pr_merge_cycle ", NULL},
	    {"_", NULL},
	    {"", NULL},
	};
	struct hscan_metrics metrics = {0};
	struct settings s;

	(void)state;
	settings_init(&s);
	assert_int_equal(catalogue_load(&s, NULL, &metrics, NULL), HSCAN_OK);
	for (size_t i = 0; i < LEN(rows); i++) {
		const struct hscan_metric *found =
		    catalogue_find(&metrics, hscan_text_of(rows[i].word));

		if (!rows[i].id)
			assert_null(found);
		else if (!found || !hscan_text_is(found->id, rows[i].id))
			fail_msg("%s: %s", rows[i].word, id_of(found));
	}
	/* Each of them by its own, and by no other's. */
	for (size_t i = 0; i < metrics.len; i++) {
		assert_ptr_equal(
		    catalogue_find(&metrics, metrics.at[i].id), &metrics.at[i]);
		assert_ptr_equal(catalogue_find(&metrics, metrics.at[i].title),
		    &metrics.at[i]);
	}
	hscan_metrics_clear(&metrics);
	settings_clear(&s);
}

static void
near_misses_are_told(void **state)
{
	static const struct {
		const char *word, *message;
	} rows[] = {
	    {"doc_lga", "there is no metric 'doc_lga'; did you mean doc_lag?"},
	    {"Documentatoin Lag",
		"there is no metric 'Documentatoin Lag'; did you mean "
		"doc_lag?"},
	    {"PRs acepted", "there is no metric 'PRs acepted'; did you mean "
			    "pr_acceptance?"},
	    {"nonsense", "there is no metric 'nonsense'; healthscan metrics "
			 "lists them"},
	    {"", "there is no metric ''; healthscan metrics lists them"},
	};
	struct hscan_metrics metrics = {0};
	struct settings s;

	(void)state;
	settings_init(&s);
	assert_int_equal(catalogue_load(&s, NULL, &metrics, NULL), HSCAN_OK);
	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_error err = {.message = ""};

		assert_int_equal(catalogue_check(&metrics,
				     hscan_text_of(rows[i].word), &err),
		    HSCAN_EINVAL);
		assert_string_equal(err.message, rows[i].message);
	}
	hscan_metrics_clear(&metrics);
	settings_clear(&s);
}

static void
names_become_ids_each_once(void **state)
{
	static const char *const given[] = {
	    "Documentation lag", "pr-backlog", "DOC_LAG", "nonsense"};
	struct hscan_metrics metrics = {0};
	struct settings s;

	(void)state;
	settings_init(&s);
	for (size_t i = 0; i < LEN(given); i++)
		assert_int_equal(settings_list_add(&s, &s.metrics,
				     hscan_text_of(given[i]), NULL),
		    HSCAN_OK);
	set(&s, hscan_text_of("PR Backlog"), BOUND_RISK, "> 7", "flag");
	assert_int_equal(
	    catalogue_load(&s, &s.metrics, &metrics, NULL), HSCAN_OK);
	assert_int_equal(s.metrics.len, 3);
	assert_true(hscan_text_is(s.metrics.items[0], "doc_lag"));
	assert_true(hscan_text_is(s.metrics.items[1], "pr_backlog"));
	assert_true(hscan_text_is(s.metrics.items[2], "nonsense"));
	assert_near(metric_of(&metrics, "pr_backlog")->risk.value, 7);
	hscan_metrics_clear(&metrics);
	settings_clear(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_metric_takes_both_bounds_in_each_spelling),
	    cmocka_unit_test(every_metric_refuses_what_does_not_fit),
	    cmocka_unit_test(what_is_compared),
	    cmocka_unit_test(contradictions),
	    cmocka_unit_test(an_own_metric_is_known_by_its_id),
	    cmocka_unit_test(an_own_metric_is_known_by_its_file),
	    cmocka_unit_test(an_own_metric_may_be_missing),
	    cmocka_unit_test(titles_and_other_spellings_are_found),
	    cmocka_unit_test(near_misses_are_told),
	    cmocka_unit_test(names_become_ids_each_once),
	    cmocka_unit_test(working_hours_take_the_place_of_bounds),
	    cmocka_unit_test(without_working_hours_all_hours_count),
	    cmocka_unit_test(lines_that_contradict_each_other_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

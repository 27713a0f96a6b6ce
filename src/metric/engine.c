/* SPDX-License-Identifier: MIT */
/* What the samples of a metric mean, and the numbers made from them; see
 * engine.h. Where they come from is the kind's affair. */
#include "metric/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "metric/kind.h"
#include "metric/people.h"
#include "metric/pool.h"
#include "metric/range.h"
#include "metric/series.h"
#include "metric/statistic.h"
#include "metric/unit.h"
#include "model/hours.h"

enum { HOUR_S = 3600 };

static int
by_number(const void *a, const void *b)
{
	const struct hscan_engine_index *x = a, *y = b;

	return (x->repo_id > y->repo_id) - (x->repo_id < y->repo_id);
}

/* A row says its repository, of which there may be hundreds. */
static struct hscan_engine_index *
index_scope(const struct hscan_engine_scope *scope)
{
	struct hscan_engine_index *index =
	    calloc(scope->repos + 1, sizeof(*index));

	for (size_t i = 0; i < hscan_scope_len(scope) && index; i++) {
		const struct hscan_engine_pool pool =
		    hscan_scope_pool(scope, i);

		for (size_t at = pool.from; at < pool.from + pool.len; at++)
			index[at] = (struct hscan_engine_index){
			    scope->repo_ids[at], at, i};
	}
	if (index)
		qsort(index, scope->repos, sizeof(*index), by_number);
	return index;
}

enum hscan_status
hscan_engine_open(const struct hscan_engine_kind *kind,
    struct hscan_store *store, const struct hscan_engine_scope *scope,
    struct hscan_engine **out, struct hscan_error *err)
{
	enum hscan_status status = kind->open(kind, store, scope, out, err);

	if (status != HSCAN_OK)
		return status;
	**out = (struct hscan_engine){kind, scope, index_scope(scope)};
	if ((*out)->index)
		return HSCAN_OK;
	kind->close(*out);
	*out = NULL;
	return hscan_no_memory(err);
}

void
hscan_engine_close(struct hscan_engine *engine)
{
	if (!engine)
		return;
	free(engine->index);
	engine->kind->close(engine);
}

enum hscan_status
hscan_engine_expect_signs(struct hscan_engine *engine,
    const struct hscan_signs_question *questions, size_t len,
    struct hscan_error *err)
{
	return engine->kind->expect_signs
		   ? engine->kind->expect_signs(engine, questions, len, err)
		   : HSCAN_OK;
}

enum hscan_status
hscan_engine_signs(struct hscan_engine *engine,
    const struct hscan_signs_question *question, struct hscan_signs *out,
    struct hscan_error *err)
{
	return engine->kind->signs(engine, question, out, err);
}

enum hscan_status
hscan_engine_suspects(struct hscan_engine *engine, int64_t repo_id,
    struct hscan_arena *arena, const struct hscan_suspect **out, size_t *len,
    struct hscan_error *err)
{
	return engine->kind->suspects(engine, repo_id, arena, out, len, err);
}

enum hscan_status
hscan_engine_open_items(struct hscan_engine *engine,
    const struct hscan_open_items_question *question, hscan_open_item_fn *take,
    void *payload, struct hscan_error *err)
{
	return engine->kind->open_items(engine, question, take, payload, err);
}

enum hscan_status
hscan_engine_contributors(struct hscan_engine *engine,
    hscan_contributor_fn *take, void *payload, struct hscan_error *err)
{
	if (!engine->kind->contributors)
		return hscan_fail(err, HSCAN_EINVAL,
		    "who contributed is not told on this engine; ask the "
		    "store, without --engine");
	return engine->kind->contributors(engine, take, payload, err);
}

/* --- a sample --- */

/* What becomes of it. */
enum fate {
	FATE_NONE, /* of no cohort */
	FATE_ENDED,
	FATE_OPEN,
	FATE_OTHER,
	FATE_NOBODYS, /* of the whole, and nobody says whose it is */
};

struct sample {
	int64_t weight; /* so many are like it */
	double value;   /* that counts */
	double wait;    /* of a duration: how long it is */
	enum fate fate;
	bool left_out;
	bool before; /* a duration: it ended before it began */
};

/* What is done with the rows of one metric. */
struct run {
	struct hscan_engine *engine;
	const struct hscan_metric *metric;
	struct hscan_engine_columns columns;
	int64_t unit_seconds;   /* 0: the unit has no length */
	struct series *all;     /* by repository, whatever the pools */
	struct series *by_role; /* HSCAN_ROLES times that, by role first; NULL:
				 * not asked for */
	struct hscan_people people;
	struct hscan_arena kept; /* the text of their samples */
	hscan_sample_fn *take;
	void *payload;
	/* Of a kind whose rows come by repository: where each is concluded
	 * when the next one begins; else NULL. */
	struct hscan_outcome *out;
	const struct hscan_engine_index *reading; /* NULL: none yet */
	/* Of the last row: most are of the same repository. NULL: of none. */
	const struct hscan_engine_index *last;
};

static struct run
run_of(struct hscan_engine *engine, const struct hscan_metric *metric)
{
	bool within = metric->statistic == HSCAN_STAT_WITHIN;

	return (struct run){
	    .engine = engine,
	    .metric = metric,
	    .unit_seconds = within ? HOUR_S : hscan_unit_seconds(metric->unit),
	};
}

/* Whether the samples are times that something took: none of those is below
 * zero, whatever an import says. */
static bool
are_durations(const struct run *run)
{
	return run->metric->statistic == HSCAN_STAT_WITHIN ||
	       (run->metric->statistic == HSCAN_STAT_MEDIAN &&
		   (run->columns.instants || run->columns.cohort ||
		       hscan_unit_is_time(run->metric->unit)));
}

/* From one instant to another, by the metric's clock; below zero where the
 * second comes first. */
static double
time_between(const struct run *run, int64_t from, int64_t to)
{
	const struct hscan_hours *hours = run->engine->scope->hours;
	int64_t seconds;

	if (run->metric->clock != HSCAN_CLOCK_HOURS || !hours)
		return hscan_duration_in(run->unit_seconds, from, to);
	seconds = from <= to ? hscan_hours_between(hours, from, to)
			     : -hscan_hours_between(hours, to, from);
	return (double)seconds / (double)run->unit_seconds;
}

/* What has not ended is as long as it is at its window's end. */
static int64_t
end_of(const struct run *run, const struct hscan_engine_row *row)
{
	return row->ended_at != HSCAN_NEVER
		   ? row->ended_at
		   : run->engine->scope->windows[row->window_no].end;
}

static enum fate
fate_of(const struct hscan_engine_row *row)
{
	if (row->standing == HSCAN_STANDING_UNKNOWN)
		return FATE_NOBODYS;
	switch (row->end) {
	case HSCAN_ROW_NO_COHORT: break;
	case HSCAN_ROW_ENDED:
		return row->says == HSCAN_ROW_DURATION &&
			       row->ended_at == HSCAN_NEVER
			   ? FATE_OPEN
			   : FATE_ENDED;
	case HSCAN_ROW_OPEN: return FATE_OPEN;
	case HSCAN_ROW_WITHDRAWN: return FATE_OTHER;
	}
	return FATE_NONE;
}

/* It counts once it is over, or can no longer be in time: as much time as was
 * given has passed exactly at the deadline. */
static void
judge_within(const struct run *run, const struct hscan_engine_row *row,
    struct sample *sample)
{
	double most = (double)run->metric->within_s / (double)run->unit_seconds;
	bool ended = row->ended_at != HSCAN_NEVER;

	sample->fate = ended || sample->wait >= most ? FATE_NONE : FATE_OPEN;
	sample->value = ended && sample->wait <= most;
}

static struct sample
sample_of(const struct run *run, const struct hscan_engine_row *row)
{
	struct sample sample = {
	    .weight = row->weight,
	    .value = row->value,
	    .fate = fate_of(row),
	    /* What bots have authored has a role, too. */
	    .left_out =
		(row->left_out &&
		    !hscan_engine_has_roles(run->engine->scope, run->metric)) ||
		row->standing == HSCAN_STANDING_ROBOT,
	};

	if (row->says == HSCAN_ROW_DURATION) {
		int64_t end = end_of(run, row);

		sample.value = sample.wait =
		    time_between(run, row->began_at, end);
		sample.before = end < row->began_at;
	} else {
		sample.before = sample.value < 0.0;
	}
	sample.before = sample.before && are_durations(run);
	if (run->metric->statistic == HSCAN_STAT_WITHIN)
		judge_within(run, row, &sample);
	return sample;
}

/* Room for one more; doubles. */
static bool
make_room(void **items, size_t len, size_t *size, size_t item_size)
{
	size_t more = *size ? *size * 2 : 32;
	void *bigger;

	if (len < *size)
		return true;
	bigger = realloc(*items, more * item_size);
	if (!bigger)
		return false;
	*items = bigger;
	*size = more;
	return true;
}

static bool
keep_values(struct series *series, const struct sample *sample)
{
	bool good = true;

	for (int64_t i = 0; i < sample->weight && good; i++) {
		void *values = series->values;

		good = make_room(&values, series->len, &series->size,
		    sizeof(*series->values));
		series->values = values;
		if (good)
			series->values[series->len++] = sample->value;
	}
	return good;
}

static bool
keep_durations(struct series *series, const struct sample *sample)
{
	const struct hscan_duration kept = {
	    sample->value, sample->fate == FATE_ENDED};
	bool good = true;

	for (int64_t i = 0; i < sample->weight && good; i++) {
		void *cohort = series->cohort;

		good = make_room(&cohort, series->cohort_len,
		    &series->cohort_size, sizeof(*series->cohort));
		series->cohort = cohort;
		if (good)
			series->cohort[series->cohort_len++] = kept;
	}
	return good;
}

static struct series *
series_at(const struct run *run, size_t repo, size_t window_no)
{
	return &run->all[repo * run->engine->scope->windows_len + window_no];
}

/* Where in the scope a repository is; NULL: it was not asked for. */
static const struct hscan_engine_index *
find_repo(const struct hscan_engine *engine, int64_t repo_id)
{
	const struct hscan_engine_index wanted = {repo_id, 0, 0};

	return bsearch(&wanted, engine->index, engine->scope->repos,
	    sizeof(wanted), by_number);
}

/* Where a row belongs; NULL for a repository or window not asked for. */
static struct series *
series_of(struct run *run, const struct hscan_engine_row *row)
{
	if (row->window_no < 0 ||
	    (uint64_t)row->window_no >= run->engine->scope->windows_len)
		return NULL;
	if (!run->last || run->last->repo_id != row->repo_id)
		run->last = find_repo(run->engine, row->repo_id);
	return run->last ? series_at(run, run->last->at, (size_t)row->window_no)
			 : NULL;
}

/* Whether n counts it. */
static bool
is_counted(const struct hscan_metric *metric, const struct sample *sample)
{
	if (metric->statistic == HSCAN_STAT_RATIO)
		return sample->value == 0.0;
	return sample->fate == FATE_NONE || sample->fate == FATE_ENDED;
}

static bool
keeps_values(const struct hscan_metric *metric)
{
	return metric->statistic == HSCAN_STAT_MEDIAN ||
	       hscan_is_division(metric->statistic);
}

static bool
add_to_series(const struct hscan_metric *metric, const struct sample *sample,
    struct series *series)
{
	int64_t counted = is_counted(metric, sample) ? sample->weight : 0;

	if (sample->left_out) {
		series->excluded_bots += counted;
		return true;
	}
	if (sample->before) {
		series->ended_before_began += counted;
		return true;
	}
	if (sample->fate == FATE_NOBODYS) {
		series->nobodys += (double)sample->weight * sample->value;
		return true;
	}
	series->n += counted;
	if (sample->fate == FATE_OPEN)
		series->open += sample->weight;
	if (metric->statistic == HSCAN_STAT_MEDIAN &&
	    sample->fate != FATE_NONE && !keep_durations(series, sample))
		return false;
	if (sample->fate == FATE_OPEN || sample->fate == FATE_OTHER)
		return true;
	if (sample->value != 0.0)
		series->nonzero += sample->weight;
	series->sum += (double)sample->weight * sample->value;
	series->last = sample->value;
	return !keeps_values(metric) || keep_values(series, sample);
}

static enum hscan_status
bad_row(const struct run *run, struct hscan_error *err)
{
	char shown[80];

	return hscan_fail(err, HSCAN_EPARSE,
	    "metric %s: a sample's %s, or it is of no repository or window "
	    "that was asked for",
	    hscan_safe(run->metric->id, shown, sizeof(shown)),
	    run->columns.instants ? "times are no whole seconds"
				  : "value is no number");
}

/* Whether a sample is of a person who may have others in other repositories of
 * the pool. A median is of the samples as they are. */
static bool
is_of_person(const struct run *run, const struct hscan_engine_row *row)
{
	return run->engine->scope->pools &&
	       run->metric->subject == HSCAN_SUBJECT_PERSON &&
	       run->metric->statistic != HSCAN_STAT_MEDIAN &&
	       run->metric->statistic != HSCAN_STAT_GAUGE &&
	       row->actor_id != HSCAN_NEVER && row->end == HSCAN_ROW_NO_COHORT;
}

static bool
add_person(struct run *run, const struct hscan_engine_row *row,
    const struct sample *made, struct hscan_sample *sample)
{
	const struct hscan_engine_scope *scope = run->engine->scope;
	const struct hscan_engine_index *repo =
	    find_repo(run->engine, row->repo_id);
	struct hscan_person person;

	/* A row of no repository that was asked for has been refused. */
	if (!repo)
		return true;
	person = (struct hscan_person){
	    .at = repo->pool * scope->windows_len + (size_t)row->window_no,
	    .host = scope->members[repo->at].host,
	    .actor_id = row->actor_id,
	    .value = made->value,
	    .left_out = made->left_out,
	    .sample = sample,
	};

	return hscan_people_add(&run->people, &person);
}

/* How many a person has in all are added up where that is what counts. */
static void
unite_people(struct run *run)
{
	hscan_people_unite(
	    &run->people, hscan_is_division(run->metric->statistic));
}

static size_t
series_len(const struct run *run)
{
	return run->engine->scope->repos * run->engine->scope->windows_len;
}

/* The series of the nth role beside one of all. */
static struct series *
of_role(const struct run *run, const struct series *all, size_t role)
{
	return &run->by_role[role * series_len(run) + (size_t)(all - run->all)];
}

static bool
add_to_role(const struct run *run, const struct hscan_engine_row *row,
    const struct sample *sample, const struct series *all)
{
	size_t role = (size_t)row->role - 1;

	return !run->by_role || row->role == HSCAN_ROLE_NONE ||
	       add_to_series(run->metric, sample, of_role(run, all, role));
}

static enum hscan_status conclude_windows(
    struct run *run, size_t subject, struct hscan_error *err);

/* The rows of another repository may follow. */
static enum hscan_status
turn_to_last(struct run *run, struct hscan_error *err)
{
	const struct hscan_engine_index *before = run->reading;

	if (before == run->last)
		return HSCAN_OK;
	run->reading = run->last;
	return before ? conclude_windows(run, before->at, err) : HSCAN_OK;
}

static enum hscan_status
add_row(
    const struct hscan_engine_row *row, void *payload, struct hscan_error *err)
{
	struct run *run = payload;
	struct series *series = series_of(run, row);
	struct sample sample;
	bool good;

	if (series && row->says == HSCAN_ROW_UNTOLD)
		series->untold = true;
	if (row->says == HSCAN_ROW_UNTOLD)
		return HSCAN_OK;
	if (!series || row->says == HSCAN_ROW_BAD)
		return bad_row(run, err);
	if (run->out) {
		enum hscan_status status = turn_to_last(run, err);

		if (status != HSCAN_OK)
			return status;
		if (series->concluded)
			return bad_row(run, err);
	}
	if (row->says == HSCAN_ROW_REASON) {
		series->unknown = true;
		(void)hscan_safe(
		    row->subject, series->reason, sizeof(series->reason));
		return HSCAN_OK;
	}
	series->standing |= run->columns.standing;
	sample = sample_of(run, row);
	good = is_of_person(run, row)
		   ? add_person(run, row, &sample, NULL)
		   : add_to_series(run->metric, &sample, series) &&
			 add_to_role(run, row, &sample, series);
	return good ? HSCAN_OK : hscan_no_memory(err);
}

/* --- the statistic --- */

static struct hscan_number
known(double value)
{
	return (struct hscan_number){true, value};
}

static void
summarize_median(struct series *series, struct hscan_outcome *out)
{
	static const double p[3] = {0.5, 0.75, 0.9};
	double quantiles[3], km;
	size_t low, high;

	if (hscan_km_median(series->cohort, series->cohort_len, &km))
		out->km_median = known(km);
	if (series->len == 0)
		return;
	hscan_quantiles(series->values, series->len, p, quantiles);
	out->value = known(quantiles[0]);
	out->p75 = known(quantiles[1]);
	out->p90 = known(quantiles[2]);
	if (hscan_median_ranks(series->len, &low, &high))
		out->ci95 = (struct hscan_interval){true,
		    hscan_select(series->values, series->len, low),
		    hscan_select(series->values, series->len, high)};
}

static void
summarize_share(const struct series *series, struct hscan_outcome *out)
{
	if (series->n == 0)
		return;
	out->numerator = known((double)series->nonzero);
	out->value = known(100.0 * (double)series->nonzero / (double)series->n);
	hscan_wilson(
	    series->nonzero, series->n, &out->ci95.low, &out->ci95.high);
	out->ci95.known = true;
	out->ci95.low *= 100.0;
	out->ci95.high *= 100.0;
}

static void
summarize_ratio(const struct series *series, struct hscan_outcome *out)
{
	out->numerator = known((double)series->nonzero);
	if (series->n > 0)
		out->value = known((double)series->nonzero / (double)series->n);
}

static void
summarize_half(struct series *series, struct hscan_outcome *out)
{
	size_t half = hscan_half(series->values, series->len, series->nobodys);

	if (half > 0)
		out->value = known((double)half);
}

static void
summarize_largest(struct series *series, size_t most, struct hscan_outcome *out)
{
	if (series->sum > 0)
		out->value = known(hscan_largest(
		    series->values, series->len, most, series->nobodys));
}

/* The least it may be: what is nobody's is of the greatest then. */
static double
least_half(struct series *series)
{
	double *greatest = &series->values[series->len - 1];
	double least;

	*greatest += series->nobodys;
	least = (double)hscan_half(series->values, series->len, 0.0);
	*greatest -= series->nobodys;
	return least;
}

static void
say_nobodys(double share, char out[HSCAN_REASON_SIZE])
{
	int tenths = (int)(10.0 * share + 0.5);

	(void)snprintf(out, HSCAN_REASON_SIZE,
	    "of %d.%d %% nobody says whose it is; tell it in organization.map "
	    "or organization.domain",
	    tenths / 10, tenths % 10);
}

/* What of the whole nobody says whose it is, and between what the value lies
 * whosever that is: it can but add to what is there. */
static void
tell_nobodys(const struct hscan_metric *metric, struct series *series,
    struct hscan_outcome *out)
{
	double whole = series->sum + series->nobodys;
	double share = whole > 0.0 ? 100.0 * series->nobodys / whole : 0.0;

	out->count = known(whole);
	if (whole <= 0.0)
		return;
	out->unknown = known(share);
	if (!out->value.known)
		say_nobodys(share, out->reason);
	else if (series->nobodys > 0.0 && metric->statistic == HSCAN_STAT_HALF)
		out->range = (struct hscan_interval){
		    true, least_half(series), out->value.value};
	else if (series->nobodys > 0.0)
		out->range = (struct hscan_interval){
		    true, out->value.value, out->value.value + share};
}

/* None of the numbers of a window that lacks a merge or more is right. */
static struct hscan_outcome
untold_outcome(const struct hscan_engine_scope *scope)
{
	struct hscan_outcome out = {.n = 0};

	(void)snprintf(out.reason, sizeof(out.reason), "%s%s",
	    "not collected: the server does not say which pull requests were "
	    "merged",
	    scope->history_events ? "" : "; use --history events");
	return out;
}

static struct hscan_outcome
summarize(const struct hscan_metric *metric, const struct hscan_window *window,
    struct series *series)
{
	struct hscan_outcome out = {
	    .n = series->n,
	    .excluded_bots = series->excluded_bots,
	    .ended_before_began = series->ended_before_began,
	    .open = series->open,
	};

	if (series->unknown) {
		memcpy(out.reason, series->reason, sizeof(out.reason));
		return out;
	}
	switch (metric->statistic) {
	case HSCAN_STAT_MEDIAN: summarize_median(series, &out); break;
	case HSCAN_STAT_SHARE:
	case HSCAN_STAT_WITHIN: summarize_share(series, &out); break;
	case HSCAN_STAT_RATIO: summarize_ratio(series, &out); break;
	case HSCAN_STAT_RATE:
		out.count = known(series->sum);
		out.value = known(
		    series->sum /
		    ((double)(window->end - window->start) / HSCAN_WEEK_S));
		break;
	case HSCAN_STAT_COUNT: out.value = known(series->sum); break;
	case HSCAN_STAT_GAUGE:
		if (series->n > 0)
			out.value = known(series->last);
		break;
	case HSCAN_STAT_HALF: summarize_half(series, &out); break;
	case HSCAN_STAT_LARGEST: summarize_largest(series, 1, &out); break;
	case HSCAN_STAT_LARGEST_THREE:
		summarize_largest(series, 3, &out);
		break;
	}
	if (series->standing)
		tell_nobodys(metric, series, &out);
	return out;
}

/* What may be missing from the samples of a pool, or repository. */
static enum hscan_status
find_missing(struct hscan_engine *engine, const struct hscan_metric *metric,
    size_t subject, size_t window_no, struct hscan_engine_missing *out,
    struct hscan_error *err)
{
	const struct hscan_engine_scope *scope = engine->scope;
	const struct hscan_engine_pool pool = hscan_scope_pool(scope, subject);
	enum hscan_status status = HSCAN_OK;

	for (size_t i = pool.from;
	     i < pool.from + pool.len && status == HSCAN_OK; i++) {
		const struct hscan_engine_place place = {
		    scope->repo_ids[i], window_no};
		struct hscan_engine_missing missing = {0};

		if (!hscan_scope_has(scope, i, window_no))
			continue;
		status = engine->kind->missing(
		    engine, metric, &place, &missing, err);
		out->samples += missing.samples;
		out->changed += missing.changed;
		out->any_number |= missing.any_number;
	}
	return status;
}

/* What that may come to. */
static enum hscan_status
doubt(struct hscan_engine *engine, const struct hscan_metric *metric, size_t at,
    struct series *series, struct hscan_outcome *out, struct hscan_error *err)
{
	const struct hscan_engine_scope *scope = engine->scope;
	size_t window_no = at % scope->windows_len;
	const struct hscan_range_samples samples = {series->values, series->len,
	    series->n, series->nonzero, series->sum};
	struct hscan_engine_missing missing = {0};
	struct hscan_interval range;
	enum hscan_status status;

	status = find_missing(
	    engine, metric, at / scope->windows_len, window_no, &missing, err);
	if (status != HSCAN_OK)
		return status;
	out->unreadable = missing.samples + missing.changed;
	range = hscan_range(
	    metric, &scope->windows[window_no], &samples, &missing, out->value);
	if (range.known)
		out->range = range;
	return HSCAN_OK;
}

/* The samples of people, each of whom has one now. */
static bool
add_people(struct run *run)
{
	const struct hscan_engine_scope *scope = run->engine->scope;
	bool good = true;

	unite_people(run);
	for (size_t i = 0; i < run->people.len && good; i++) {
		const struct hscan_person *person = &run->people.all[i];
		const struct sample sample = {.weight = 1,
		    .value = person->value,
		    .left_out = person->left_out};
		size_t pool = person->at / scope->windows_len;

		good = add_to_series(run->metric, &sample,
		    series_at(run, scope->pools[pool].from,
			person->at % scope->windows_len));
	}
	return good;
}

/* --- running --- */

/* Whether it is known which samples are open. */
static bool
censors(const struct run *run)
{
	return run->metric->statistic == HSCAN_STAT_WITHIN ||
	       (run->columns.cohort &&
		   run->metric->statistic == HSCAN_STAT_MEDIAN);
}

/* What the samples of one repository and window come to. */
static enum hscan_status
conclude(const struct run *run, struct hscan_engine *engine, size_t at,
    struct hscan_outcome *out, struct hscan_error *err)
{
	const struct hscan_engine_scope *scope = engine->scope;
	const struct hscan_engine_pool pool =
	    hscan_scope_pool(scope, at / scope->windows_len);
	struct series *series =
	    series_at(run, pool.from, at % scope->windows_len);

	*out = series->untold
		   ? untold_outcome(scope)
		   : summarize(run->metric,
			 &scope->windows[at % scope->windows_len], series);
	hscan_pool_name_reason(
	    scope, &pool, at % scope->windows_len, series, out->reason);
	out->censors = censors(run);
	return doubt(engine, run->metric, at, series, out, err);
}

static void
release(struct series *series)
{
	free(series->values);
	free(series->cohort);
	series->values = NULL;
	series->cohort = NULL;
	series->len = series->size = 0;
	series->cohort_len = series->cohort_size = 0;
}

/* Of all windows of one; its samples are needed no more. */
static enum hscan_status
conclude_windows(struct run *run, size_t subject, struct hscan_error *err)
{
	size_t len = run->engine->scope->windows_len;
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		struct series *series = series_at(run, subject, i);

		if (series->concluded)
			continue;
		status = conclude(run, run->engine, subject * len + i,
		    &run->out[subject * len + i], err);
		release(series);
		series->concluded = true;
	}
	return status;
}

/* The same of each role, one every windows_len. Why there is no telling of all
 * is why there is none of a part. */
static void
conclude_roles(const struct run *run, size_t at, struct hscan_outcome *out)
{
	const struct hscan_engine_scope *scope = run->engine->scope;
	size_t window_no = at % scope->windows_len;
	const struct hscan_engine_pool pool =
	    hscan_scope_pool(scope, at / scope->windows_len);
	const struct series *all = series_at(run, pool.from, window_no);

	for (size_t role = 0; role < HSCAN_ROLES; role++) {
		struct hscan_outcome *one = &out[role * scope->windows_len];
		struct series *own = of_role(run, all, role);

		own->unknown = all->unknown;
		memcpy(own->reason, all->reason, sizeof(own->reason));
		*one = all->untold ? untold_outcome(scope)
				   : summarize(run->metric,
					 &scope->windows[window_no], own);
		hscan_pool_name_reason(
		    scope, &pool, window_no, all, one->reason);
		one->censors = censors(run);
	}
}

static enum hscan_status
conclude_all(const struct run *run, struct hscan_engine *engine, const bool *of,
    struct hscan_outcome *out, struct hscan_outcome *by_role,
    struct hscan_error *err)
{
	const struct hscan_engine_scope *scope = engine->scope;
	size_t len = hscan_scope_len(scope) * scope->windows_len;
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		size_t subject = i / scope->windows_len;
		size_t window_no = i % scope->windows_len;

		if (of && !of[subject]) {
			out[i] = (struct hscan_outcome){.n = 0};
			continue;
		}
		if (run->out && series_at(run, subject, window_no)->concluded)
			continue;
		status = conclude(run, engine, i, &out[i], err);
		if (by_role)
			conclude_roles(run, i,
			    &by_role[subject * HSCAN_ROLES *
					 scope->windows_len +
				     window_no]);
	}
	return status;
}

static void
free_series(struct series *all, size_t len)
{
	for (size_t i = 0; i < len && all; i++)
		release(&all[i]);
	free(all);
}

/* Joins what each of the repositories of a pool has. */
static bool
join_pools(struct run *run)
{
	const struct hscan_engine_scope *scope = run->engine->scope;
	size_t len = series_len(run);
	bool good = true;

	if (!scope->pools)
		return true;
	good = add_people(run) && hscan_pools_join(scope, run->metric,
				      run->columns.instants, run->all);
	for (size_t role = 0; role < HSCAN_ROLES && run->by_role && good;
	     role++)
		good = hscan_pools_join(scope, run->metric,
		    run->columns.instants, &run->by_role[role * len]);
	return good;
}

bool
hscan_engine_has_roles(
    const struct hscan_engine_scope *scope, const struct hscan_metric *metric)
{
	return scope->by_role && metric->subject == HSCAN_SUBJECT_ITEM;
}

enum hscan_status
hscan_engine_run(struct hscan_engine *engine, const struct hscan_metric *metric,
    const bool *of, struct hscan_outcome *out, struct hscan_error *err)
{
	return hscan_engine_run_by_role(engine, metric, of, out, NULL, err);
}

enum hscan_status
hscan_engine_run_by_role(struct hscan_engine *engine,
    const struct hscan_metric *metric, const bool *of,
    struct hscan_outcome *out, struct hscan_outcome *by_role,
    struct hscan_error *err)
{
	bool roles = by_role && hscan_engine_has_roles(engine->scope, metric);
	struct run run = run_of(engine, metric);
	size_t len = series_len(&run);
	enum hscan_status status = HSCAN_OK;

	run.all = calloc(len ? len : 1, sizeof(*run.all));
	if (roles)
		run.by_role =
		    calloc(len ? len * HSCAN_ROLES : 1, sizeof(*run.by_role));
	if (!run.all || (roles && !run.by_role))
		status = hscan_no_memory(err);
	if (engine->kind->by_repository && !engine->scope->pools && !roles)
		run.out = out;
	if (status == HSCAN_OK)
		status = engine->kind->samples(
		    engine, metric, NULL, of, &run.columns, add_row, &run, err);
	if (status == HSCAN_OK && !join_pools(&run))
		status = hscan_no_memory(err);
	if (status == HSCAN_OK)
		status = conclude_all(
		    &run, engine, of, out, roles ? by_role : NULL, err);
	free_series(run.all, len);
	free_series(run.by_role, len * HSCAN_ROLES);
	hscan_people_clear(&run.people);
	return status;
}

/* --- the samples one by one --- */

/* As it is told; text is borrowed. */
static struct hscan_sample
sample_to_tell(const struct run *run, const struct hscan_engine_row *row,
    const struct sample *made)
{
	const struct hscan_engine_scope *scope = run->engine->scope;
	const struct hscan_engine_index *repo =
	    find_repo(run->engine, row->owner_id);
	struct hscan_sample sample = {
	    .subject = row->subject,
	    .number = row->number,
	    .pull_request = row->pull_request,
	    .title = row->title,
	    .author = row->author,
	    .sources = row->sources,
	    .began_at = row->began_at,
	    .ended_at = row->ended_at,
	    .value = run->metric->statistic == HSCAN_STAT_WITHIN ? made->wait
								 : made->value,
	    .author_role = row->role,
	    .people = row->people,
	};

	sample.role = made->left_out               ? HSCAN_SAMPLE_BOT
		      : made->before               ? HSCAN_SAMPLE_BEFORE
		      : made->fate == FATE_OPEN    ? HSCAN_SAMPLE_OPEN
		      : made->fate == FATE_OTHER   ? HSCAN_SAMPLE_ENDED
		      : made->fate == FATE_NOBODYS ? HSCAN_SAMPLE_UNKNOWN
						   : HSCAN_SAMPLE_COUNTED;
	if (scope->pools && repo &&
	    run->metric->subject != HSCAN_SUBJECT_PERSON)
		sample.repo = hscan_text_of(scope->members[repo->at].name);
	return sample;
}

/* Kept until all the samples of the person are known. */
static enum hscan_status
keep_person(struct run *run, const struct hscan_engine_row *row,
    const struct sample *made, const struct hscan_sample *sample,
    struct hscan_error *err)
{
	struct hscan_sample *kept =
	    hscan_arena_alloc(&run->kept, 1, sizeof(*kept));

	if (!kept)
		return hscan_no_memory(err);
	*kept = *sample;
	kept->subject = hscan_arena_dup(&run->kept, sample->subject);
	kept->author = hscan_arena_dup(&run->kept, sample->author);
	if ((sample->subject.ptr && !kept->subject.ptr) ||
	    (sample->author.ptr && !kept->author.ptr) ||
	    !add_person(run, row, made, kept))
		return hscan_no_memory(err);
	return HSCAN_OK;
}

static enum hscan_status
give_row(
    const struct hscan_engine_row *row, void *payload, struct hscan_error *err)
{
	struct run *run = payload;
	struct hscan_sample sample;
	struct sample made;

	if (row->says != HSCAN_ROW_VALUE && row->says != HSCAN_ROW_DURATION)
		return HSCAN_OK;
	made = sample_of(run, row);
	sample = sample_to_tell(run, row, &made);
	if (is_of_person(run, row))
		return keep_person(run, row, &made, &sample, err);
	return run->take(&sample, run->payload, err);
}

static enum hscan_status
give_people(struct run *run, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	unite_people(run);
	for (size_t i = 0; i < run->people.len && status == HSCAN_OK; i++) {
		const struct hscan_person *person = &run->people.all[i];
		struct hscan_sample sample = *person->sample;

		sample.value = person->value;
		status = run->take(&sample, run->payload, err);
	}
	return status;
}

enum hscan_status
hscan_engine_samples(struct hscan_engine *engine,
    const struct hscan_metric *metric, int64_t repo_id, size_t window_no,
    hscan_sample_fn *take, void *payload, struct hscan_error *err)
{
	const struct hscan_engine_scope *scope = engine->scope;
	const struct hscan_engine_index *repo = find_repo(engine, repo_id);
	struct hscan_engine_pool pool = {0, 0};
	struct run run = run_of(engine, metric);
	enum hscan_status status = HSCAN_OK;

	run.take = take;
	run.payload = payload;
	hscan_arena_init(&run.kept);
	if (repo)
		pool = hscan_scope_pool(scope, repo->pool);
	for (size_t i = 0; i < pool.len && status == HSCAN_OK; i++) {
		const struct hscan_engine_place place = {
		    scope->repo_ids[pool.from + i], window_no};

		if (hscan_scope_has(scope, pool.from + i, window_no))
			status = engine->kind->samples(engine, metric, &place,
			    NULL, &run.columns, give_row, &run, err);
	}
	if (status == HSCAN_OK)
		status = give_people(&run, err);
	hscan_people_clear(&run.people);
	hscan_arena_clear(&run.kept);
	return status;
}

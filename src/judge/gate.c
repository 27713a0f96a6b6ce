/* SPDX-License-Identifier: MIT */
/* Whether a report passes a policy; see gate.h. */
#include "judge/gate.h"

#include <math.h>

#include "base/buf.h"
#include "base/round.h"
#include "base/text.h"
#include "base/time.h"
#include "judge/alert.h"
#include "judge/gate_whole.h"
#include "metric/statistic.h"
#include "model/stream.h"
#include "model/threshold.h"
#include "model/unbound.h"

enum { LONGEST_LINE = 4096 };

/* One metric before the gate. */
struct candidate {
	const struct hscan_report *report;
	const struct hscan_gate_policy *policy;
	const struct hscan_measure *measure;
	const struct hscan_passed *passed;
};

/* --- what can be judged --- */

static bool
has_row(const struct hscan_report *report, const char *stream)
{
	for (size_t i = 0; i < report->coverage_len; i++)
		if (hscan_text_is(
			hscan_text_of(report->coverage[i].stream), stream))
			return true;
	return false;
}

/* Up to when a stream is known: by its last sync, or by those who have told of
 * it since. */
static int64_t
known_at(const struct hscan_coverage *row)
{
	return row->spans_len > 0 ? row->told_until : row->synced_at;
}

/* When what the metric is computed from was last found current: the oldest of
 * its streams. HSCAN_NEVER: never. */
static int64_t
read_at(const struct hscan_report *report, const struct hscan_metric *metric)
{
	static const struct {
		unsigned needs;
		const char *stream;
	} streams[] = {
	    {HSCAN_NEED_ISSUES | HSCAN_NEED_PULLS, HSCAN_STREAM_ISSUES},
	    {HSCAN_NEED_RELEASES, HSCAN_STREAM_RELEASES},
	    {HSCAN_NEED_EVENTS | HSCAN_NEED_STATE, HSCAN_STREAM_EVENTS},
	    {HSCAN_NEED_COMMENTS, HSCAN_STREAM_COMMENTS},
	    {HSCAN_NEED_REVIEWS, HSCAN_STREAM_REVIEWS},
	    {HSCAN_NEED_GIT, HSCAN_STREAM_GIT},
	    {HSCAN_NEED_DOCS, HSCAN_STREAM_DOCS},
	};
	int64_t oldest = INT64_MAX;
	unsigned needed = metric->needs;

	/* What has no row of its own is told by the clone. */
	if ((needed & HSCAN_NEED_DOCS) && !has_row(report, HSCAN_STREAM_DOCS))
		needed |= HSCAN_NEED_GIT;
	for (size_t i = 0; i < report->coverage_len; i++) {
		const struct hscan_coverage *row = &report->coverage[i];

		for (size_t j = 0; j < sizeof(streams) / sizeof(streams[0]);
		     j++)
			if ((needed & streams[j].needs) &&
			    hscan_text_is(hscan_text_of(row->stream),
				streams[j].stream) &&
			    known_at(row) < oldest)
				oldest = known_at(row);
	}
	return oldest == INT64_MAX ? HSCAN_NEVER : oldest;
}

static bool
is_stale(const struct candidate *c)
{
	int64_t max = c->policy->max_age_s;
	int64_t read = read_at(c->report, c->measure->metric);

	if (c->policy->read_before)
		return true;
	return max > 0 &&
	       (read == HSCAN_NEVER || read < c->report->as_of - max);
}

static bool
has_bounds(const struct hscan_measure *measure)
{
	return measure->healthy.comparison != HSCAN_NO_BOUND ||
	       measure->risk.comparison != HSCAN_NO_BOUND ||
	       measure->metric->risk_from.len > 0;
}

static const unsigned by_bounds = HSCAN_FAIL_RISK | HSCAN_FAIL_WATCH;
static const unsigned by_past = HSCAN_FAIL_DEVIATION | HSCAN_FAIL_REGRESSION;

/* Whether the policy can fail the metric at all. */
static bool
is_judgeable(const struct candidate *c)
{
	return ((c->policy->fail_on & by_bounds) && has_bounds(c->measure)) ||
	       ((c->policy->fail_on & by_past) &&
		   c->measure->metric->better != HSCAN_BETTER_NEUTRAL);
}

/* --- what it fails on --- */

static bool
is_worse(const struct hscan_metric *metric, double value, double than)
{
	if (metric->better == HSCAN_BETTER_LOWER)
		return value > than;
	return metric->better == HSCAN_BETTER_HIGHER && value < than;
}

/* Worse than the last passed run by more than that run's interval; a count
 * has no interval, so it may not get worse at all. */
static bool
is_regression(const struct candidate *c)
{
	const struct hscan_metric *metric = c->measure->metric;
	const struct hscan_passed *passed = c->passed;
	double value = c->measure->now.value.value;

	if (!passed->known)
		return false;
	if (passed->ci95.known)
		return is_worse(metric, value,
		    metric->better == HSCAN_BETTER_LOWER ? passed->ci95.high
							 : passed->ci95.low);
	if (metric->statistic == HSCAN_STAT_MEDIAN ||
	    hscan_is_share(metric->statistic))
		return false;
	return is_worse(metric, value, passed->value);
}

static enum hscan_gate_finding
judge_value(const struct candidate *c)
{
	unsigned fail_on = c->policy->fail_on;
	enum hscan_verdict verdict = c->measure->verdict;

	if (verdict == HSCAN_VERDICT_RISK &&
	    (fail_on & (HSCAN_FAIL_RISK | HSCAN_FAIL_WATCH)))
		return HSCAN_FINDING_RISK;
	if (verdict == HSCAN_VERDICT_WATCH && (fail_on & HSCAN_FAIL_WATCH))
		return HSCAN_FINDING_WATCH;
	if ((fail_on & HSCAN_FAIL_DEVIATION) &&
	    c->measure->baseline.deviation == HSCAN_DEVIATION_WORSE)
		return HSCAN_FINDING_DEVIATION;
	if ((fail_on & HSCAN_FAIL_REGRESSION) && is_regression(c))
		return HSCAN_FINDING_REGRESSION;
	/* To pass a gate on deviation there must be something to deviate
	 * from. */
	if ((fail_on & (by_bounds | by_past)) == HSCAN_FAIL_DEVIATION &&
	    !c->measure->baseline.known)
		return HSCAN_FINDING_MISSING;
	return HSCAN_FINDING_GOOD;
}

static bool
is_thin(const struct candidate *c)
{
	return !c->measure->now.value.known ||
	       hscan_reason_against(c->measure) ||
	       (has_bounds(c->measure) &&
		   c->measure->verdict == HSCAN_VERDICT_UNKNOWN);
}

/* Whether it might be judged if everything could be read. */
static bool
is_thin_for_doubt(const struct candidate *c)
{
	const unsigned unjudged =
	    1U << HSCAN_VERDICT_UNKNOWN | 1U << HSCAN_VERDICT_NONE;

	return c->measure->range.known && (c->measure->verdicts & ~unjudged);
}

/* Whether the records that could not be read may change the finding: another
 * verdict, or a value that regresses or deviates while this one does not. */
static bool
is_in_doubt(const struct candidate *c, enum hscan_gate_finding finding)
{
	unsigned fail_on = c->policy->fail_on;
	const struct hscan_interval *range = &c->measure->range;
	struct hscan_measure may_be = *c->measure;
	struct candidate other = *c;

	other.measure = &may_be;
	for (unsigned i = 0; i <= HSCAN_VERDICT_RISK; i++) {
		if (!(c->measure->verdicts & 1U << i))
			continue;
		may_be.verdict = (enum hscan_verdict)i;
		/* Too few to be judged, or enough. */
		if ((i == HSCAN_VERDICT_UNKNOWN) !=
		    (c->measure->verdict == HSCAN_VERDICT_UNKNOWN))
			return true;
		for (int end = 0; range->known && end < 2; end++) {
			may_be.now.value.value = end ? range->high : range->low;
			if (judge_value(&other) != finding)
				return true;
		}
		if (judge_value(&other) != finding)
			return true;
	}
	return (fail_on & HSCAN_FAIL_DEVIATION) &&
	       (range->known || c->measure->past_in_doubt) &&
	       finding != HSCAN_FINDING_RISK && finding != HSCAN_FINDING_WATCH;
}

static enum hscan_gate_finding
find(const struct candidate *c)
{
	enum hscan_gate_finding finding;
	bool thin = is_thin(c);

	if (!is_judgeable(c))
		return c->policy->named ? HSCAN_FINDING_MISSING
					: HSCAN_FINDING_NOT_JUDGED;
	/* A pull request must not pass because of its own commits, nor an old
	 * branch fail. */
	if (c->measure->other_head)
		return HSCAN_FINDING_OTHER_HEAD;
	if (thin && !c->policy->named && !is_thin_for_doubt(c))
		return HSCAN_FINDING_NOT_JUDGED;
	if (thin)
		return HSCAN_FINDING_MISSING;
	if (is_stale(c))
		return HSCAN_FINDING_STALE;
	if (c->measure->provisional && !c->policy->allow_provisional)
		return HSCAN_FINDING_PROVISIONAL;
	finding = judge_value(c);
	return is_in_doubt(c, finding) ? HSCAN_FINDING_MISSING : finding;
}

/* --- words --- */

static void
add_value(struct hscan_buf *out, const struct hscan_measure *measure)
{
	hscan_add_value_words(out, measure->now.value.value, measure->metric);
}

static void
add_why_bound(struct hscan_buf *out, const struct candidate *c, bool risk)
{
	const struct hscan_measure *measure = c->measure;
	const struct hscan_bound *bound =
	    risk ? &measure->risk : &measure->healthy;

	add_value(out, measure);
	(void)hscan_buf_add_string(out, risk ? " is at risk" : " is to watch");
	if (risk && measure->metric->risk_from.len > 0) {
		(void)hscan_buf_add_string(out, ", as ");
		(void)hscan_buf_add_text(out, measure->metric->risk_from);
		(void)hscan_buf_add_string(out, " is");
		return;
	}
	(void)hscan_buf_add_string(out, risk ? " (" : " (healthy is ");
	hscan_add_bound_words(out, bound);
	(void)hscan_buf_add_char(out, ')');
}

static void
add_why_deviation(struct hscan_buf *out, const struct candidate *c)
{
	const struct hscan_baseline *baseline = &c->measure->baseline;

	add_value(out, c->measure);
	(void)hscan_buf_add_string(out, " is worse than usual (");
	hscan_add_decimal(out, baseline->center, 4);
	(void)hscan_buf_add_string(out, " +- ");
	hscan_add_decimal(out, baseline->spread, 4);
	if (baseline->z.known) {
		(void)hscan_buf_add_string(out, ", z ");
		hscan_add_decimal(out, baseline->z.value, 2);
	}
	(void)hscan_buf_add_char(out, ')');
}

static void
add_why_regression(struct hscan_buf *out, const struct candidate *c)
{
	const struct hscan_passed *passed = c->passed;

	add_value(out, c->measure);
	(void)hscan_buf_add_string(out, " is worse than when it last passed (");
	hscan_add_decimal(out, passed->value, 4);
	if (passed->ci95.known) {
		(void)hscan_buf_add_string(out, ", 95 % ");
		hscan_add_decimal(out, passed->ci95.low, 4);
		(void)hscan_buf_add_string(out, " to ");
		hscan_add_decimal(out, passed->ci95.high, 4);
	}
	(void)hscan_buf_add_char(out, ')');
}

/* "5 h, but 7 could not be read: it lies between 3 and 9" */
static void
add_why_in_doubt(struct hscan_buf *out, const struct hscan_measure *measure)
{
	const struct hscan_interval *range = &measure->range;

	if (measure->now.value.known) {
		add_value(out, measure);
		(void)hscan_buf_add_string(out, ", but ");
	}
	if (measure->excluded_unreadable > 0) {
		(void)hscan_buf_add_format(out, "%lld could not be read",
		    (long long)measure->excluded_unreadable);
	} else if (measure->unknown.known) {
		(void)hscan_buf_add_string(out, "of ");
		hscan_add_decimal(out, measure->unknown.value, 1);
		(void)hscan_buf_add_string(out, " % nobody says whose it is");
	} else {
		(void)hscan_buf_add_string(out, "not all could be read");
	}
	(void)hscan_buf_add_string(out, ", which may change the verdict");
	if (!range->known || !isfinite(range->low) || !isfinite(range->high))
		return;
	(void)hscan_buf_add_string(out, ": it lies between ");
	hscan_add_decimal(out, range->low, 4);
	(void)hscan_buf_add_string(out, " and ");
	hscan_add_decimal(out, range->high, 4);
}

/* A bound that can be written for it. */
static const char *
example_of(const struct hscan_metric *metric)
{
	return metric->clock == HSCAN_CLOCK_HOURS &&
		       metric->statistic != HSCAN_STAT_WITHIN
		   ? "2d"
		   : hscan_threshold_example(metric->unit);
}

/* What would make the policy decide it. Quoted, it is right for a shell. */
static void
add_advice(struct hscan_buf *out, const struct candidate *c)
{
	const struct hscan_metric *metric = c->measure->metric;
	bool neutral = metric->better == HSCAN_BETTER_NEUTRAL;
	bool judged_by_bounds = c->policy->fail_on & by_bounds;

	(void)hscan_buf_add_format(out, "%s; ",
	    hscan_is_unbound(c->measure) ? HSCAN_UNBOUND
					 : "nothing to judge it by");
	if (!judged_by_bounds)
		(void)hscan_buf_add_string(out, "use --fail-on risk");
	if (has_bounds(c->measure))
		return;
	(void)hscan_buf_add_format(out, "%sset a bound, such as --threshold %s",
	    judged_by_bounds ? "" : " and ", neutral ? "\"" : "");
	(void)hscan_buf_add_text(out, metric->id);
	(void)hscan_buf_add_format(out, ".risk=%s%s%s",
	    neutral ? "less-than " : "", example_of(metric),
	    neutral ? "\"" : "");
	if (!neutral)
		(void)hscan_buf_add_string(
		    out, ", or use --fail-on regression");
}

static void
add_why_missing(struct hscan_buf *out, const struct candidate *c)
{
	const struct hscan_measure *measure = c->measure;

	if (is_judgeable(c) &&
	    (is_thin(c) ? is_thin_for_doubt(c)
			: c->measure->range.known || measure->past_in_doubt))
		add_why_in_doubt(out, measure);
	else if (!is_judgeable(c))
		add_advice(out, c);
	else if (measure->now.value.known && hscan_reason_against(measure))
		(void)hscan_buf_add_format(out,
		    "%s: %lld %s, and %lld %s needed", measure->now.reason,
		    (long long)measure->now.n,
		    measure->now.n == 1 ? "sample" : "samples",
		    (long long)c->policy->min_samples,
		    c->policy->min_samples == 1 ? "is" : "are");
	else if (measure->now.value.known)
		(void)hscan_buf_add_format(out,
		    "no baseline: %zu earlier %s with a value, and %d are "
		    "needed",
		    measure->baseline.windows,
		    measure->baseline.windows == 1 ? "window" : "windows", 6);
	else
		(void)hscan_buf_add_string(out,
		    measure->now.reason ? measure->now.reason : "no value");
}

static void
add_why_stale(struct hscan_buf *out, const struct candidate *c)
{
	int64_t read = read_at(c->report, c->measure->metric);
	char synced[HSCAN_TIME_SIZE];

	if (c->policy->read_before) {
		gate_add_read_before(out);
		return;
	}
	if (read == HSCAN_NEVER) {
		(void)hscan_buf_add_string(out, "stale: never read");
		return;
	}
	hscan_format_time(read, synced);
	(void)hscan_buf_add_format(
	    out, "stale: read %s, longer ago than --max-age allows", synced);
}

/* "5 h, but provisional: webhook since T; sync first, or ..." */
static void
add_why_provisional(struct hscan_buf *out, const struct hscan_measure *measure)
{
	char since[HSCAN_TIME_SIZE];

	add_value(out, measure);
	hscan_format_time(measure->provisional_since, since);
	(void)hscan_buf_add_format(out,
	    ", but provisional: webhook since %s; run healthscan sync first, "
	    "or decide by it with --allow-provisional",
	    since);
}

static struct hscan_text
line_of(const struct candidate *c, enum hscan_gate_finding finding,
    struct hscan_arena *arena)
{
	struct hscan_text line;
	struct hscan_buf text;

	hscan_buf_init(&text, LONGEST_LINE);
	(void)hscan_buf_add_text(&text, c->measure->metric->id);
	(void)hscan_buf_add_string(&text, ": ");
	switch (finding) {
	case HSCAN_FINDING_RISK: add_why_bound(&text, c, true); break;
	case HSCAN_FINDING_WATCH: add_why_bound(&text, c, false); break;
	case HSCAN_FINDING_DEVIATION: add_why_deviation(&text, c); break;
	case HSCAN_FINDING_REGRESSION: add_why_regression(&text, c); break;
	case HSCAN_FINDING_MISSING:
	case HSCAN_FINDING_NOT_JUDGED: add_why_missing(&text, c); break;
	case HSCAN_FINDING_STALE: add_why_stale(&text, c); break;
	case HSCAN_FINDING_OTHER_HEAD:
		(void)hscan_buf_add_string(&text, c->measure->now.reason);
		break;
	case HSCAN_FINDING_PROVISIONAL:
		add_why_provisional(&text, c->measure);
		break;
	case HSCAN_FINDING_GOOD: add_value(&text, c->measure); break;
	case HSCAN_FINDING_CLASS: /* of the repository, never of a metric */
	case HSCAN_FINDING_UNREACHABLE: break;
	}
	if (c->measure->now.value.known && finding <= HSCAN_FINDING_REGRESSION)
		(void)hscan_buf_add_format(
		    &text, ", n %lld", (long long)c->measure->now.n);
	line = hscan_arena_dup(arena, hscan_buf_text(&text));
	hscan_buf_clear(&text);
	return line;
}

/* --- the whole --- */

static enum hscan_gate_result
result_of(const struct hscan_gate_row *rows, size_t len,
    const struct hscan_gate_policy *policy)
{
	bool by_metrics = policy->fail_on & (by_bounds | by_past);
	size_t failed = 0, undecided = 0, provisional = 0, good = 0;

	for (size_t i = 0; i < len; i++) {
		switch (rows[i].finding) {
		/* That it could be read says nothing of its numbers. */
		case HSCAN_FINDING_GOOD:
			good += (rows[i].measure != NULL) == by_metrics;
			break;
		case HSCAN_FINDING_RISK:
		case HSCAN_FINDING_WATCH:
		case HSCAN_FINDING_DEVIATION:
		case HSCAN_FINDING_REGRESSION:
		case HSCAN_FINDING_CLASS:
		case HSCAN_FINDING_UNREACHABLE: failed++; break;
		case HSCAN_FINDING_MISSING:
		case HSCAN_FINDING_STALE:
		case HSCAN_FINDING_OTHER_HEAD: undecided++; break;
		case HSCAN_FINDING_PROVISIONAL: provisional++; break;
		case HSCAN_FINDING_NOT_JUDGED: break;
		}
	}
	if (failed > 0)
		return HSCAN_GATE_FAILED;
	/* There is a value, which may fail after the next sync. */
	if (provisional > 0 || (undecided > 0 && !policy->allow_unknown))
		return HSCAN_GATE_UNDECIDED;
	/* Missing data never passes, unless the policy allows it. */
	return good > 0 || policy->allow_unknown ? HSCAN_GATE_PASSED
						 : HSCAN_GATE_UNDECIDED;
}

static bool
is_failure(enum hscan_gate_finding finding)
{
	return finding >= HSCAN_FINDING_RISK &&
	       finding <= HSCAN_FINDING_REGRESSION;
}

/* Whether the metric that one is at risk because of has failed, too. */
static bool
has_failed_cause(const struct hscan_gate_row *row,
    const struct hscan_gate_row *rows, size_t len)
{
	if (!row->measure->because || !is_failure(row->finding))
		return false;
	for (size_t i = 0; i < len; i++)
		if (rows[i].measure->metric == row->measure->because)
			return is_failure(rows[i].finding);
	return false;
}

/* What two metrics fail for one cause is one failure. */
static enum hscan_status
count_once(struct hscan_gate_row *rows, size_t len, struct hscan_arena *arena,
    struct hscan_error *err)
{
	for (size_t i = 0; i < len; i++) {
		struct hscan_buf why;

		if (!has_failed_cause(&rows[i], rows, len))
			continue;
		hscan_buf_init(&why, LONGEST_LINE);
		(void)hscan_buf_add_text(&why, rows[i].why);
		(void)hscan_buf_add_string(&why, "; counted once, with ");
		(void)hscan_buf_add_text(&why, rows[i].measure->because->id);
		rows[i].finding = HSCAN_FINDING_NOT_JUDGED;
		rows[i].why = hscan_arena_dup(arena, hscan_buf_text(&why));
		hscan_buf_clear(&why);
		if (!rows[i].why.ptr)
			return hscan_no_memory(err);
	}
	return HSCAN_OK;
}

enum hscan_status
hscan_gate_judge(const struct hscan_report *report,
    const struct hscan_gate_policy *policy, const struct hscan_passed *passed,
    struct hscan_arena *arena, struct hscan_gate *out, struct hscan_error *err)
{
	struct hscan_gate_row *rows = hscan_arena_alloc(
	    arena, report->measures_len + GATE_WHOLE_ROWS, sizeof(*rows));
	size_t len = report->measures_len;
	enum hscan_status status;

	if (!rows)
		return hscan_no_memory(err);
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct candidate c = {
		    report, policy, &report->measures[i], &passed[i]};

		rows[i].measure = c.measure;
		rows[i].finding = find(&c);
		rows[i].why = line_of(&c, rows[i].finding, arena);
		if (!rows[i].why.ptr)
			return hscan_no_memory(err);
	}
	if (count_once(rows, report->measures_len, arena, err) != HSCAN_OK)
		return HSCAN_ENOMEM;
	status = gate_whole(report, policy, arena, rows, &len, err);
	if (status != HSCAN_OK)
		return status;
	*out = (struct hscan_gate){
	    .result = result_of(rows, len, policy),
	    .fail_on = policy->fail_on,
	    .fail_classes = policy->fail_classes,
	    .min_samples = policy->min_samples,
	    .allow_unknown = policy->allow_unknown,
	    .allow_provisional = policy->allow_provisional,
	    .max_age_s = policy->max_age_s,
	    .named = policy->named,
	    .rows = rows,
	    .rows_len = len,
	};
	return HSCAN_OK;
}

enum hscan_status
hscan_gate_recall(struct hscan_store *store, int64_t repo_id,
    struct hscan_text scope, const struct hscan_report *report,
    struct hscan_passed *out, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < report->measures_len && status == HSCAN_OK;
	     i++) {
		struct hscan_gate_value value = {0};

		status = hscan_store_get_passed(store, repo_id, scope,
		    report->measures[i].metric->id, report->as_of, &value, err);
		out[i] = (struct hscan_passed){
		    .known = value.known,
		    .value = value.value,
		    .ci95 = {value.has_interval, value.low, value.high},
		};
	}
	return status;
}

/* The value that later runs must not regress from: the worst that the records
 * that could not be read allow. If they allow anything there is none. */
static struct hscan_gate_value
mark_of(const struct hscan_measure *measure)
{
	const struct hscan_interval *ci95 = &measure->now.ci95;
	bool lower = measure->metric->better == HSCAN_BETTER_LOWER;
	double worst = lower ? measure->range.high : measure->range.low;
	struct hscan_gate_value mark = {
	    .known = measure->now.value.known,
	    .value = measure->now.value.value,
	    .has_interval = ci95->known,
	    .low = ci95->low,
	    .high = ci95->high,
	};

	if (!measure->range.known)
		return mark;
	mark.known = mark.known && isfinite(worst);
	if (is_worse(measure->metric, worst, mark.value) && !ci95->known)
		mark.value = worst;
	mark.low = fmin(mark.low, worst);
	mark.high = fmax(mark.high, worst);
	return mark;
}

enum hscan_status
hscan_gate_remember(struct hscan_store *store, int64_t repo_id,
    struct hscan_text scope, const struct hscan_report *report,
    struct hscan_error *err)
{
	enum hscan_status status;

	if (hscan_store_is_read_only(store))
		return HSCAN_OK;
	status = hscan_store_begin(store, err);
	for (size_t i = 0; i < report->measures_len && status == HSCAN_OK;
	     i++) {
		const struct hscan_measure *measure = &report->measures[i];
		const struct hscan_gate_value value = mark_of(measure);

		/* Low n is too weak to compare later runs with, and what is
		 * provisional may yet be another value. */
		if (value.known && !hscan_reason_against(measure) &&
		    !measure->provisional)
			status = hscan_store_put_passed(store, repo_id, scope,
			    measure->metric->id, report->as_of, &value, err);
	}
	if (status == HSCAN_OK)
		status = hscan_store_commit(store, err);
	if (status != HSCAN_OK)
		hscan_store_rollback(store);
	return status;
}

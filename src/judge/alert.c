/* SPDX-License-Identifier: MIT */
/* The life of an alert; see alert.h. */
#include "judge/alert.h"

#include "base/buf.h"
#include "base/round.h"
#include "base/text.h"
#include "metric/unit.h"
#include "model/unbound.h"

enum {
	LONGEST_MESSAGE = 4096,
	LARGEST_NOTIFICATION = 1024 * 1024,
	KINDS = 2,
};

static enum hscan_alert_sign
sign_of(enum hscan_verdict verdict, const struct hscan_alert_rule *rule)
{
	switch (verdict) {
	case HSCAN_VERDICT_RISK: return HSCAN_SIGN_BAD;
	case HSCAN_VERDICT_WATCH:
		return rule->on_watch ? HSCAN_SIGN_BAD : HSCAN_SIGN_WELL;
	case HSCAN_VERDICT_HEALTHY:
	/* The bound that it was at risk by has been taken away. */
	case HSCAN_VERDICT_NONE: return HSCAN_SIGN_WELL;
	case HSCAN_VERDICT_UNKNOWN: break;
	}
	return HSCAN_SIGN_UNKNOWN;
}

static enum hscan_alert_sign
covered(const struct hscan_measure *measure, enum hscan_alert_sign sign)
{
	return sign == HSCAN_SIGN_BAD && measure->because ? HSCAN_SIGN_COVERED
							  : sign;
}

/* Missing records neither fire nor clear an alert: every value that they allow
 * must give the same sign. */
enum hscan_alert_sign
hscan_alert_sign(const struct hscan_measure *measure,
    enum hscan_alert_kind kind, const struct hscan_alert_rule *rule)
{
	const struct hscan_baseline *baseline = &measure->baseline;
	enum hscan_alert_sign sign;

	if (kind == HSCAN_ALERT_DEVIATION) {
		/* Low n is not judged, so there is no verdict either. */
		if (!baseline->known || !measure->now.value.known ||
		    hscan_reason_against(measure) || measure->range.known ||
		    measure->past_in_doubt)
			return HSCAN_SIGN_UNKNOWN;
		sign = baseline->deviation == HSCAN_DEVIATION_WORSE
			   ? HSCAN_SIGN_BAD
			   : HSCAN_SIGN_WELL;
		return covered(measure, sign);
	}
	sign = sign_of(measure->verdict, rule);
	for (unsigned i = 0; i <= HSCAN_VERDICT_RISK; i++)
		if ((measure->verdicts & 1U << i) &&
		    sign_of((enum hscan_verdict)i, rule) != sign)
			return HSCAN_SIGN_UNKNOWN;
	return covered(measure, sign);
}

struct hscan_alert_state
hscan_alert_step(const struct hscan_alert_state *was,
    enum hscan_alert_sign sign, const struct hscan_alert_rule *rule, int64_t at,
    bool *turned)
{
	struct hscan_alert_state now = *was;

	*turned = false;
	switch (sign) {
	case HSCAN_SIGN_UNKNOWN: break;
	case HSCAN_SIGN_COVERED: *turned = was->firing; break;
	case HSCAN_SIGN_BAD:
		now.calm = 0;
		*turned = !was->firing;
		break;
	case HSCAN_SIGN_WELL:
		now.calm++;
		*turned = was->firing && now.calm >= rule->clear_after;
		break;
	}
	if (*turned) {
		now.firing = !was->firing;
		now.since = at;
		now.calm = 0;
	}
	return now;
}

/* --- words --- */

void
hscan_add_value_words(
    struct hscan_buf *out, double value, const struct hscan_metric *metric)
{
	struct hscan_text unit = metric->unit;

	hscan_add_decimal(out, value, 4);
	/* Plain numbers have no unit to say. */
	if (hscan_text_is(unit, "count") || hscan_text_is(unit, "ratio"))
		return;
	unit = hscan_unit_behind(hscan_buf_text(out), unit);
	(void)hscan_buf_add_string(out, hscan_text_is(unit, "%") ? "" : " ");
	(void)hscan_buf_add_text(out, unit);
}

void
hscan_add_bound_words(struct hscan_buf *out, const struct hscan_bound *bound)
{
	static const char *const operators[] = {
	    [HSCAN_NO_BOUND] = "",
	    [HSCAN_AT_MOST] = "<= ",
	    [HSCAN_LESS] = "< ",
	    [HSCAN_AT_LEAST] = ">= ",
	    [HSCAN_MORE] = "> ",
	};

	(void)hscan_buf_add_string(out, operators[bound->comparison]);
	hscan_add_decimal(out, bound->value, 9);
}

static void
add_threshold_words(struct hscan_buf *out, const struct hscan_measure *measure)
{
	static const char *const words[] = {
	    [HSCAN_VERDICT_NONE] = "has no bounds any more: ",
	    [HSCAN_VERDICT_UNKNOWN] = "is unknown: ",
	    [HSCAN_VERDICT_HEALTHY] = "is healthy: ",
	    [HSCAN_VERDICT_WATCH] = "is to watch: ",
	    [HSCAN_VERDICT_RISK] = "is at risk: ",
	};
	const struct hscan_metric *metric = measure->metric;
	bool risk = measure->verdict == HSCAN_VERDICT_RISK;
	const struct hscan_bound *bound =
	    risk ? &measure->risk : &measure->healthy;

	(void)hscan_buf_add_string(out, words[measure->verdict]);
	hscan_add_value_words(out, measure->now.value.value, metric);
	if (risk && metric->risk_from.len > 0) {
		(void)hscan_buf_add_string(out, " (as ");
		(void)hscan_buf_add_text(out, metric->risk_from);
		(void)hscan_buf_add_string(out, " is)");
	} else if (bound->comparison != HSCAN_NO_BOUND) {
		(void)hscan_buf_add_format(
		    out, " (%s is ", risk ? "risk" : "healthy");
		hscan_add_bound_words(out, bound);
		(void)hscan_buf_add_char(out, ')');
	}
}

static void
add_deviation_words(struct hscan_buf *out, const struct hscan_measure *measure)
{
	const struct hscan_baseline *baseline = &measure->baseline;
	bool mad = baseline->method == HSCAN_BASELINE_MAD;

	(void)hscan_buf_add_string(
	    out, baseline->deviation == HSCAN_DEVIATION_WORSE
		     ? "is worse than usual: "
		     : "is as usual: ");
	hscan_add_value_words(out, measure->now.value.value, measure->metric);
	(void)hscan_buf_add_string(out, ", usual ");
	hscan_add_decimal(out, baseline->center, 4);
	(void)hscan_buf_add_format(
	    out, " (%zu windows, %s ", baseline->windows, mad ? "mad" : "sd");
	hscan_add_decimal(out, baseline->spread, 4);
	(void)hscan_buf_add_char(out, ')');
	if (baseline->z.known) {
		(void)hscan_buf_add_string(out, ", z ");
		hscan_add_decimal(out, baseline->z.value, 2);
	}
}

/* Why it clears though all is as bad as it was. */
static void
add_cause_words(struct hscan_buf *out, const struct hscan_measure *measure)
{
	(void)hscan_buf_add_string(out, "is at risk, as ");
	(void)hscan_buf_add_text(out, measure->because->title);
	(void)hscan_buf_add_string(out, " is, whose alert stands for both");
}

static struct hscan_text
message_of(const struct hscan_measure *measure, enum hscan_alert_kind kind,
    enum hscan_alert_sign sign, struct hscan_arena *arena)
{
	struct hscan_text message;
	struct hscan_buf text;

	hscan_buf_init(&text, LONGEST_MESSAGE);
	(void)hscan_buf_add_text(&text, measure->metric->title);
	(void)hscan_buf_add_char(&text, ' ');
	if (sign == HSCAN_SIGN_COVERED)
		add_cause_words(&text, measure);
	else if (!measure->now.value.known)
		(void)hscan_buf_add_format(&text, "has no value: %s",
		    measure->now.reason ? measure->now.reason : "unknown");
	else if (kind == HSCAN_ALERT_DEVIATION)
		add_deviation_words(&text, measure);
	else
		add_threshold_words(&text, measure);
	if (sign != HSCAN_SIGN_COVERED && measure->now.value.known &&
	    measure->metric->statistic != HSCAN_STAT_GAUGE)
		(void)hscan_buf_add_format(
		    &text, ", n %lld", (long long)measure->now.n);
	if (measure->excluded_unreadable > 0)
		(void)hscan_buf_add_format(&text,
		    ", and %lld that could not be read",
		    (long long)measure->excluded_unreadable);
	message = hscan_arena_dup(arena, hscan_buf_text(&text));
	hscan_buf_clear(&text);
	return message;
}

/* --- evaluation --- */

struct evaluation {
	struct hscan_store *store;
	int64_t repo_id;
	struct hscan_text scope;
	const struct hscan_report *report;
	const struct hscan_alert_rule *rule;
	hscan_alert_words_fn *words; /* NULL: no notifications */
	struct hscan_arena *arena;
	bool keep;    /* this is the newest evaluation, and counts */
	int64_t last; /* as-of of the newest one before; or of the same */
	struct hscan_alert *alerts;
	bool *fresh;
	size_t len;
	struct hscan_error *err;
};

/* Keeps a step: the state, and the turn if it is one. */
static enum hscan_status
keep_step(struct evaluation *e, const struct hscan_alert_key *key,
    const struct hscan_stored_alert *stored, const struct hscan_alert *alert)
{
	const struct hscan_alert_turn turn = {
	    .key = *key,
	    .at = e->report->as_of,
	    .firing = alert->firing,
	    .has_value = alert->value.known,
	    .value = alert->value.value,
	    .message = alert->message,
	};
	enum hscan_status status;

	status = hscan_store_put_alert(e->store, key, stored, e->err);
	if (status != HSCAN_OK)
		return status;
	if (alert->turned)
		return hscan_store_put_turn(e->store, &turn, e->err);
	return e->rule->every > 0 ? HSCAN_OK
				  : hscan_store_drop_turn(e->store, key,
					e->report->as_of, e->err);
}

/* Whether an earlier evaluation as of the same instant has already announced
 * this turn. */
static enum hscan_status
was_told(struct evaluation *e, const struct hscan_alert_key *key, bool firing,
    bool *told)
{
	bool found, fired;
	enum hscan_status status;

	status = hscan_store_get_turn(
	    e->store, key, e->report->as_of, &found, &fired, e->err);
	if (status == HSCAN_OK)
		*told = found && fired == firing;
	return status;
}

/* Queues the notification of a turn, or drops that of one that is taken back.
 */
static enum hscan_status
keep_words(struct evaluation *e, const struct hscan_alert_key *key,
    const struct hscan_alert *alert, bool told)
{
	int64_t at = e->report->as_of;
	enum hscan_status status = HSCAN_OK;
	struct hscan_buf words;

	if (alert->turned ? told : e->rule->every > 0)
		return HSCAN_OK;
	status = hscan_store_drop_notification(e->store, key, at, e->err);
	if (status != HSCAN_OK || !alert->turned || !e->words)
		return status;
	hscan_buf_init(&words, LARGEST_NOTIFICATION);
	status = e->words(e->report, alert, &words, e->err);
	if (status == HSCAN_OK)
		status = hscan_store_put_notification(
		    e->store, key, at, hscan_buf_text(&words), e->err);
	hscan_buf_clear(&words);
	return status;
}

/* Whether something was stored as of a time that has not come. */
static bool
is_astray(const struct hscan_alert_rule *rule, int64_t at_run)
{
	return rule->now != 0 && at_run > rule->now;
}

/* Whether it is long enough ago that all was looked at. */
static bool
counts(const struct evaluation *e, const struct hscan_stored_alert *stored)
{
	int64_t at = e->report->as_of;

	return stored->at_run == HSCAN_NEVER || stored->at_run > at ||
	       at - stored->at_run >= e->rule->every;
}

/* Moves what is stored on to this evaluation. Of the past nothing is known; the
 * same instant again is from where it was before that. */
static void
step(const struct evaluation *e, enum hscan_alert_sign sign,
    struct hscan_stored_alert *stored, struct hscan_alert *alert)
{
	int64_t at = e->report->as_of;
	bool counted = counts(e, stored);

	if (stored->at_run > at && !is_astray(e->rule, stored->at_run))
		stored->now = (struct hscan_alert_state){0};
	else if (stored->at_run == at && e->rule->every == 0)
		stored->now = stored->was;
	/* That all is well counts now and then only; that it is not, always. */
	if (sign == HSCAN_SIGN_WELL && !counted)
		sign = HSCAN_SIGN_UNKNOWN;
	stored->was = stored->now;
	stored->now =
	    hscan_alert_step(&stored->was, sign, e->rule, at, &alert->turned);
	if (counted || alert->turned)
		stored->at_run = at;
	alert->firing = stored->now.firing;
	alert->since = stored->now.since;
}

/* `*told` becomes whether the turn has been told of before, or is not to be. */
static enum hscan_status
keep(struct evaluation *e, const struct hscan_alert_key *key,
    const struct hscan_stored_alert *stored, const struct hscan_alert *alert,
    bool silent, bool *told)
{
	enum hscan_status status = was_told(e, key, alert->firing, told);

	*told |= silent;
	if (status == HSCAN_OK)
		status = keep_step(e, key, stored, alert);
	if (status == HSCAN_OK)
		status = keep_words(e, key, alert, *told);
	return status;
}

static enum hscan_status
evaluate_one(struct evaluation *e, const struct hscan_measure *measure,
    enum hscan_alert_kind kind)
{
	const struct hscan_alert_key key = {
	    e->repo_id, e->scope, measure->metric->id, (int64_t)kind};
	struct hscan_stored_alert stored;
	struct hscan_alert alert = {
	    .measure = measure,
	    .metric = measure->metric->id,
	    .kind = kind,
	    .value = measure->now.value,
	};
	enum hscan_alert_sign sign = hscan_alert_sign(measure, kind, e->rule);
	bool told = !e->keep; /* without keeping, nothing is announced */
	bool is_new;
	enum hscan_status status;

	status = hscan_store_get_alert(e->store, &key, &stored, e->err);
	if (status != HSCAN_OK)
		return status;
	is_new = stored.at_run == HSCAN_NEVER;
	step(e, sign, &stored, &alert);
	/* What never fired, and does not now, needs no row. */
	if (!alert.turned && is_new)
		return HSCAN_OK;
	alert.message = message_of(measure, kind, sign, e->arena);
	if (!alert.message.ptr)
		return hscan_no_memory(e->err);
	if (e->keep)
		status = keep(e, &key, &stored, &alert,
		    sign == HSCAN_SIGN_COVERED, &told);
	if (status != HSCAN_OK || (!alert.firing && !alert.turned))
		return status;
	e->fresh[e->len] = alert.turned && !told;
	e->alerts[e->len++] = alert;
	return HSCAN_OK;
}

static enum hscan_status
evaluate_all(struct evaluation *e)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < e->report->measures_len && status == HSCAN_OK;
	     i++) {
		const struct hscan_measure *measure = &e->report->measures[i];

		status = evaluate_one(e, measure, HSCAN_ALERT_THRESHOLD);
		if (status == HSCAN_OK)
			status =
			    evaluate_one(e, measure, HSCAN_ALERT_DEVIATION);
	}
	if (status == HSCAN_OK && e->keep)
		status = hscan_store_put_alert_run(
		    e->store, e->repo_id, e->scope, e->report->as_of, e->err);
	return status;
}

enum hscan_status
hscan_alerts_evaluate(struct hscan_store *store, int64_t repo_id,
    struct hscan_text scope, const struct hscan_report *report,
    const struct hscan_alert_rule *rule, hscan_alert_words_fn *words, bool keep,
    struct hscan_arena *arena, struct hscan_alert **out, size_t *len,
    const bool **fresh, struct hscan_error *err)
{
	size_t most = report->measures_len * KINDS;
	struct evaluation e = {
	    .store = store,
	    .repo_id = repo_id,
	    .scope = scope,
	    .report = report,
	    .rule = rule,
	    .words = words,
	    .arena = arena,
	    .last = HSCAN_NEVER,
	    .alerts = hscan_arena_alloc(arena, most, sizeof(*e.alerts)),
	    .fresh = hscan_arena_alloc(arena, most, sizeof(*e.fresh)),
	    .err = err,
	};
	enum hscan_status status;

	if (!e.alerts || !e.fresh)
		return hscan_no_memory(err);
	status = hscan_store_begin(store, err);
	if (status != HSCAN_OK)
		return status;
	status = hscan_store_get_alert_run(store, repo_id, scope, &e.last, err);
	e.keep = keep && !hscan_store_is_read_only(store) &&
		 (e.last == HSCAN_NEVER || report->as_of >= e.last ||
		     is_astray(rule, e.last));
	if (status == HSCAN_OK)
		status = evaluate_all(&e);
	if (status == HSCAN_OK)
		status = hscan_store_commit(store, err);
	if (status != HSCAN_OK) {
		hscan_store_rollback(store);
		return status;
	}
	*out = e.alerts;
	*len = e.len;
	*fresh = e.fresh;
	return HSCAN_OK;
}

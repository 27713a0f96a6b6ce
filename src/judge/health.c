/* SPDX-License-Identifier: MIT */
/* The whole answer about one repository; see health.h. */
#include "judge/health.h"

#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "judge/cause.h"
#include "judge/coverage.h"
#include "judge/life.h"
#include "metric/suspects.h"

enum {
	/* So many are asked about at once: it takes less time for each, and
	 * memory for all. */
	MOST_AT_ONCE = 256,
	/* No more once there are so many rows. */
	MOST_ROWS = 200000,
};

/* A repository, of which the answer is being put together. */
struct health {
	struct hscan_store *store;
	const struct hscan_health_query *question;
	const struct hscan_health_one *one;
	struct hscan_arena *arena;
	struct hscan_stored_repo repo;
	const struct hscan_life *life; /* of the arena; NULL: not asked for */
	const struct hscan_suspect *suspects; /* of the arena */
	size_t suspects_len;
	const struct hscan_window *windows; /* newest first */
	size_t windows_len;
	unsigned needed; /* enum hscan_need, of the metrics to show */
	struct hscan_cover cover;
	struct hscan_measure *measures; /* of the arena; one a metric */
	struct hscan_error *err;
};

/* Repositories that are asked about at once. What is not borrowed is of the
 * arena. */
struct group {
	struct hscan_store *store;
	const struct hscan_health_query *question;
	struct hscan_arena *arena;
	const struct hscan_metric **metrics; /* to show, in order */
	size_t metrics_len;
	unsigned needed; /* enum hscan_need, of these */
	struct hscan_window *windows;
	size_t windows_len;
	struct health *all;
	size_t len, most;
	int64_t rows; /* of all of them */
	int64_t *repo_ids;
	bool *of;                            /* see hscan_engine_run() */
	struct hscan_outcome *found, *cause; /* of a metric, of its risk_from */
	struct hscan_engine *engine;
	struct hscan_error *err;
};

/* --- what it is computed from --- */

static enum hscan_status
cover(struct health *health)
{
	health->cover = (struct hscan_cover){
	    .store = health->store,
	    .question = health->question,
	    .one = health->one,
	    .repo = &health->repo,
	    .windows = health->windows,
	    .windows_len = health->windows_len,
	    .needed = health->needed,
	    .arena = health->arena,
	    .err = health->err,
	};
	return hscan_cover(&health->cover);
}

/* --- the measures --- */

/* The metrics to show, in order. */
static enum hscan_status
choose(const struct hscan_health_query *question, struct hscan_arena *arena,
    const struct hscan_metric ***out, size_t *len, struct hscan_error *err)
{
	const struct hscan_metrics *all = question->metrics;
	size_t most = question->ids_len > 0 ? question->ids_len : all->len;
	const struct hscan_metric **chosen =
	    hscan_arena_alloc(arena, most, sizeof(const struct hscan_metric *));
	size_t count = 0;
	char id[80];

	if (!chosen)
		return hscan_no_memory(err);
	for (size_t i = 0; i < most; i++) {
		const struct hscan_metric *metric =
		    question->ids_len > 0
			? hscan_metrics_find(all, question->ids[i])
			: &all->at[i];

		if (!metric)
			return hscan_fail(err, HSCAN_EINVAL,
			    "there is no metric '%s'; healthscan metrics lists "
			    "them",
			    hscan_safe(question->ids[i], id, sizeof(id)));
		/* The user's own may be there for its bounds alone. */
		if (question->ids_len > 0 ||
		    (!metric->own && (question->full ||
					 !(metric->needs & HSCAN_NEEDS_FULL))))
			chosen[count++] = metric;
	}
	*out = chosen;
	*len = count;
	return HSCAN_OK;
}

enum hscan_status
hscan_health_needs(const struct hscan_health_query *question,
    struct hscan_arena *arena, unsigned *out, struct hscan_error *err)
{
	const struct hscan_metric **chosen = NULL;
	unsigned needs = 0;
	size_t len = 0;
	enum hscan_status status;

	status = choose(question, arena, &chosen, &len, err);
	for (size_t i = 0; i < len; i++) {
		const struct hscan_metric *other =
		    hscan_metrics_find(question->metrics, chosen[i]->risk_from);

		needs |= chosen[i]->needs | (other ? other->needs : 0U);
	}
	if (question->slice.base.ptr)
		needs |= HSCAN_NEED_BASES;
	if (question->replies)
		needs |= HSCAN_NEED_COMMENTS | HSCAN_NEED_REVIEWS;
	/* The whole history takes long: it is read for a trend, or for metrics
	 * that were named. */
	if (question->windows == 0 && question->ids_len == 0)
		needs &= ~(unsigned)HSCAN_NEED_HISTORY;
	if (status == HSCAN_OK)
		*out = needs;
	return status;
}

static struct hscan_engine_scope
scope_of(const struct hscan_health_query *question, const int64_t *repo_ids,
    size_t repos, const struct hscan_window *windows, size_t windows_len)
{
	return (struct hscan_engine_scope){
	    .repo_ids = repo_ids,
	    .repos = repos,
	    .windows = windows,
	    .windows_len = windows_len,
	    .bots_included = question->bots_included,
	    .bot_logins = question->bot_logins,
	    .bot_logins_len = question->bot_logins_len,
	    .history_events = question->history_events,
	    .slice = question->slice,
	    .watch = question->watch,
	};
}

/* There is no number where the store has lost rows. */
static enum hscan_status
check_store(const struct health *health)
{
	const struct hscan_slice *slice = &health->question->slice;

	return hscan_store_check(health->store, health->repo.repo_id,
	    slice->labels_len > 0 || slice->base.ptr, health->err);
}

static struct hscan_assessment
assessment_of(const struct health *health)
{
	const struct hscan_health_query *question = health->question;

	return (struct hscan_assessment){
	    .windows = health->windows,
	    .windows_len = health->windows_len,
	    .missing = health->cover.missing,
	    .other_head = &health->cover.other_head,
	    .gaps = health->cover.gaps,
	    .watched = health->cover.watched,
	    .repo_created_at = health->repo.repo.created_at,
	    .min_samples = question->min_samples,
	    .method = question->baseline_method,
	    .sigma = question->sigma,
	};
}

/* Runs a metric for those for whom it can be computed. */
static enum hscan_status
run(struct group *group, const struct hscan_metric *metric,
    struct hscan_outcome *out)
{
	bool any = false;

	for (size_t i = 0; i < group->len; i++) {
		const struct hscan_assessment assessment =
		    assessment_of(&group->all[i]);

		group->of[i] = hscan_is_computable(&assessment, metric);
		any |= group->of[i];
	}
	if (any)
		return hscan_engine_run(
		    group->engine, metric, group->of, out, group->err);
	memset(out, 0, group->len * group->windows_len * sizeof(*out));
	return HSCAN_OK;
}

/* Measures the nth metric in all of the repositories. */
static enum hscan_status
measure(struct group *group, size_t n)
{
	const struct hscan_metric *metric = group->metrics[n], *cause = NULL;
	enum hscan_status status;

	status = hscan_find_risk_from(
	    group->question->metrics, metric, &cause, group->err);
	if (status == HSCAN_OK && cause)
		status = run(group, cause, group->cause);
	if (status == HSCAN_OK)
		status = run(group, metric, group->found);
	for (size_t i = 0; i < group->len && status == HSCAN_OK; i++) {
		struct health *health = &group->all[i];
		const struct hscan_assessment assessment =
		    assessment_of(health);
		size_t at = i * group->windows_len;
		const struct hscan_found found = {metric, &group->found[at]};
		const struct hscan_found from = {cause, &group->cause[at]};

		status = hscan_assess(&assessment, &found, cause ? &from : NULL,
		    group->arena, &health->measures[n], group->err);
	}
	return status;
}

/* Who may be a robot, where a value rests on answers. */
static enum hscan_status
find_suspects(const struct group *group, struct health *health)
{
	const unsigned answers = HSCAN_NEED_COMMENTS | HSCAN_NEED_REVIEWS;

	for (size_t i = 0; i < group->metrics_len; i++)
		if ((group->metrics[i]->needs & answers) &&
		    health->measures[i].now.value.known)
			return hscan_engine_suspects(group->engine,
			    health->repo.repo_id, group->arena,
			    &health->suspects, &health->suspects_len,
			    group->err);
	return HSCAN_OK;
}

/* What the measures of one come to, and its life. */
static enum hscan_status
sum_up(const struct group *group, struct health *health)
{
	enum hscan_status status = find_suspects(group, health);

	hscan_find_causes(health->measures, group->metrics_len);
	if (status == HSCAN_OK && group->question->lifecycle)
		status = hscan_tell_life(
		    &health->cover, group->engine, &health->life);
	return status;
}

static enum hscan_status
compute(struct group *group)
{
	const struct hscan_engine_scope scope = scope_of(group->question,
	    group->repo_ids, group->len, group->windows, group->windows_len);
	enum hscan_status status;

	status = hscan_engine_open(group->question->engine, group->store,
	    &scope, &group->engine, group->err);
	for (size_t n = 0; n < group->metrics_len && status == HSCAN_OK; n++)
		status = measure(group, n);
	for (size_t i = 0; i < group->len && status == HSCAN_OK; i++)
		status = sum_up(group, &group->all[i]);
	hscan_engine_close(group->engine);
	group->engine = NULL;
	return status;
}

/* --- the report --- */

/* What is provisional of it, and since when. */
static void
note_provisional(struct hscan_report *report)
{
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (!measure->provisional)
			continue;
		if (!report->provisional ||
		    measure->provisional_since < report->provisional_since)
			report->provisional_since = measure->provisional_since;
		report->provisional = true;
	}
}

static enum hscan_status
fill_report(const struct health *health, size_t measures_len)
{
	const struct hscan_health_query *question = health->question;
	struct hscan_repo repo = health->repo.repo;
	bool settled = health->cover.complete && !health->one->incomplete;
	struct hscan_text host;

	/* The name may be a local variable of who asks. */
	host = hscan_arena_dup(
	    health->arena, hscan_text_of(health->one->name->host));
	repo.full_name = hscan_arena_dup(health->arena, repo.full_name);
	repo.default_branch =
	    hscan_arena_dup(health->arena, repo.default_branch);
	if (!repo.full_name.ptr || !host.ptr)
		return hscan_no_memory(health->err);
	*health->one->out = (struct hscan_report){
	    .version = question->version,
	    .generated_at = question->generated_at,
	    .as_of = question->as_of,
	    .synced_at = health->cover.synced_at,
	    .complete = settled && !health->cover.in_doubt,
	    .settled = settled,
	    .bots_included = question->bots_included,
	    .history_events = question->history_events,
	    .window = health->windows[0],
	    .host = host.ptr,
	    .repo = repo,
	    .coverage = health->cover.rows,
	    .coverage_len = health->cover.len,
	    .measures = health->measures,
	    .measures_len = measures_len,
	    .slice = question->slice,
	    .min_samples = question->min_samples,
	    .life = health->life,
	    .suspects = health->suspects,
	    .suspects_len = health->suspects_len,
	};
	note_provisional(health->one->out);
	return HSCAN_OK;
}

/* The repository that is asked for, in the store. */
static enum hscan_status
find_repo(struct health *health)
{
	int64_t repo_id = health->one->repo_id;

	if (repo_id != 0)
		return hscan_store_get_repo(
		    health->store, repo_id, &health->repo, health->err);
	return hscan_store_find_repo(
	    health->store, health->one->name, &health->repo, health->err);
}

/* --- some of them --- */

/* What does not depend on the repository. */
static enum hscan_status
open_group(struct group *group)
{
	const struct hscan_health_query *question = group->question;
	struct hscan_arena *arena = group->arena;
	size_t most = group->most, len = question->windows + 1;
	enum hscan_status status;

	status = choose(
	    question, arena, &group->metrics, &group->metrics_len, group->err);
	if (status == HSCAN_OK)
		status = hscan_health_needs(
		    question, arena, &group->needed, group->err);
	if (status != HSCAN_OK)
		return status;
	group->windows_len = len;
	group->windows = hscan_arena_alloc(arena, len, sizeof(*group->windows));
	group->all = hscan_arena_alloc(arena, most, sizeof(*group->all));
	group->repo_ids =
	    hscan_arena_alloc(arena, most, sizeof(*group->repo_ids));
	group->of = hscan_arena_alloc(arena, most, sizeof(*group->of));
	group->found =
	    hscan_arena_alloc(arena, most * len, sizeof(*group->found));
	group->cause =
	    hscan_arena_alloc(arena, most * len, sizeof(*group->cause));
	if (!group->windows || !group->all || !group->repo_ids || !group->of ||
	    !group->found || !group->cause)
		return hscan_no_memory(group->err);
	return hscan_windows_lay(&question->window, question->as_of,
	    group->windows, len, group->err);
}

static bool
has(const struct group *group, int64_t repo_id)
{
	for (size_t i = 0; i < group->len; i++)
		if (group->all[i].repo.repo_id == repo_id)
			return true;
	return false;
}

/* Finds out what there is of one. */
static enum hscan_status
look_into(struct group *group, struct health *health)
{
	enum hscan_status status = cover(health);

	if (status == HSCAN_OK)
		status = check_store(health);
	for (size_t i = 0; i < health->cover.len; i++)
		group->rows += health->cover.rows[i].rows;
	health->measures = hscan_arena_alloc(
	    group->arena, group->metrics_len, sizeof(*health->measures));
	if (status == HSCAN_OK && !health->measures)
		status = hscan_no_memory(group->err);
	return status;
}

/* Takes as many as fit, at least one; each once. */
static enum hscan_status
take_some(struct group *group, const struct hscan_health_one *ones, size_t len)
{
	enum hscan_status status = HSCAN_OK;

	while (group->len < len && group->len < group->most &&
	       group->rows < MOST_ROWS && status == HSCAN_OK) {
		struct health *health = &group->all[group->len];

		*health = (struct health){
		    .store = group->store,
		    .question = group->question,
		    .one = &ones[group->len],
		    .arena = group->arena,
		    .windows = group->windows,
		    .windows_len = group->windows_len,
		    .needed = group->needed,
		    .err = group->err,
		};
		status = find_repo(health);
		if (status == HSCAN_OK && has(group, health->repo.repo_id)) {
			hscan_stored_repo_clear(&health->repo);
			break;
		}
		group->len++;
		if (status == HSCAN_OK)
			status = look_into(group, health);
	}
	return status;
}

/* Answers for those that were taken. */
static enum hscan_status
answer(struct group *group)
{
	enum hscan_status status;

	for (size_t i = 0; i < group->len; i++)
		group->repo_ids[i] = group->all[i].repo.repo_id;
	status = compute(group);
	for (size_t i = 0; i < group->len && status == HSCAN_OK; i++)
		status = fill_report(&group->all[i], group->metrics_len);
	return status;
}

static void
clear(struct group *group)
{
	for (size_t i = 0; i < group->len; i++)
		hscan_stored_repo_clear(&group->all[i].repo);
	group->len = 0;
	group->rows = 0;
}

enum hscan_status
hscan_health_many(struct hscan_store *store,
    const struct hscan_health_query *question,
    const struct hscan_health_one *ones, size_t len, struct hscan_arena *arena,
    struct hscan_error *err)
{
	struct group group = {
	    .store = store,
	    .question = question,
	    .arena = arena,
	    .most = len < MOST_AT_ONCE ? len : MOST_AT_ONCE,
	    .err = err,
	};
	enum hscan_status status = open_group(&group);

	for (size_t at = 0; at < len && status == HSCAN_OK;) {
		status = hscan_store_hold(store, err);
		if (status != HSCAN_OK)
			break;
		status = take_some(&group, &ones[at], len - at);
		if (status == HSCAN_OK)
			status = answer(&group);
		hscan_store_let_go(store);
		at += group.len;
		clear(&group);
	}
	return status;
}

enum hscan_status
hscan_health(struct hscan_store *store,
    const struct hscan_health_query *question,
    const struct hscan_health_one *one, struct hscan_arena *arena,
    struct hscan_report *out, struct hscan_error *err)
{
	struct hscan_health_one asked = *one;

	asked.out = out;
	return hscan_health_many(store, question, &asked, 1, arena, err);
}

/* --- the samples --- */

enum hscan_status
hscan_health_samples(struct hscan_store *store,
    const struct hscan_health_query *question,
    const struct hscan_health_one *one, const struct hscan_metric *metric,
    hscan_sample_fn *take, void *payload, struct hscan_arena *arena,
    struct hscan_error *err)
{
	struct health health = {
	    .store = store,
	    .question = question,
	    .one = one,
	    .arena = arena,
	    .err = err,
	};
	struct hscan_engine *engine = NULL;
	struct hscan_engine_scope scope;
	struct hscan_window window;
	enum hscan_status status;

	status = find_repo(&health);
	if (status == HSCAN_OK)
		status = check_store(&health);
	/* The rows of the window that is reported are enough. */
	if (status == HSCAN_OK)
		status = hscan_windows_lay(
		    &question->window, question->as_of, &window, 1, err);
	if (status == HSCAN_OK) {
		scope = scope_of(question, &health.repo.repo_id, 1, &window, 1);
		status = hscan_engine_open(
		    question->engine, store, &scope, &engine, err);
	}
	if (status == HSCAN_OK)
		status = hscan_engine_samples(
		    engine, metric, health.repo.repo_id, 0, take, payload, err);
	hscan_engine_close(engine);
	hscan_stored_repo_clear(&health.repo);
	return status;
}

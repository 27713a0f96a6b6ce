/* SPDX-License-Identifier: MIT */
/* The whole answer about one repository; see health.h. */
#include "judge/health.h"

#include <stdio.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "judge/cause.h"
#include "judge/coverage.h"
#include "judge/life.h"

/* What is being put together. */
struct health {
	struct hscan_store *store;
	const struct hscan_health_query *question;
	struct hscan_arena *arena;
	struct hscan_stored_repo repo;
	const struct hscan_life *life; /* of the arena; NULL: not asked for */
	struct hscan_window *windows;  /* likewise; newest first */
	size_t windows_len;
	unsigned needed; /* enum hscan_need, of the metrics to show */
	struct hscan_cover cover;
	struct hscan_error *err;
};

/* --- the windows --- */

static enum hscan_status
lay_windows(struct health *health)
{
	const struct hscan_health_query *question = health->question;
	size_t len = question->windows + 1;

	health->windows =
	    hscan_arena_alloc(health->arena, len, sizeof(*health->windows));
	if (!health->windows)
		return hscan_no_memory(health->err);
	health->windows_len = len;
	return hscan_windows_lay(&question->window, question->as_of,
	    health->windows, len, health->err);
}

/* --- what it is computed from --- */

static enum hscan_status
cover(struct health *health)
{
	health->cover = (struct hscan_cover){
	    .store = health->store,
	    .question = health->question,
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
	/* The whole history takes long: it is read for a trend, or for metrics
	 * that were named. */
	if (question->windows == 0 && question->ids_len == 0)
		needs &= ~(unsigned)HSCAN_NEED_HISTORY;
	if (status == HSCAN_OK)
		*out = needs;
	return status;
}

static struct hscan_engine_scope
scope_of(const struct health *health)
{
	const struct hscan_health_query *question = health->question;

	return (struct hscan_engine_scope){
	    .repo_ids = &health->repo.repo_id,
	    .repos = 1,
	    .windows = health->windows,
	    .windows_len = health->windows_len,
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

static enum hscan_status
compute(struct health *health, const struct hscan_metric *const *metrics,
    struct hscan_measure *measures, size_t len)
{
	const struct hscan_health_query *question = health->question;
	const struct hscan_engine_scope scope = scope_of(health);
	struct hscan_assessment assessment = {
	    .scope = &scope,
	    .metrics = question->metrics,
	    .missing = health->cover.missing,
	    .other_head = &health->cover.other_head,
	    .gaps = health->cover.gaps,
	    .watched = health->cover.watched,
	    .repo_created_at = health->repo.repo.created_at,
	    .min_samples = question->min_samples,
	    .method = question->baseline_method,
	    .sigma = question->sigma,
	};
	enum hscan_status status;

	status = check_store(health);
	if (status == HSCAN_OK)
		status = hscan_engine_open(question->engine, health->store,
		    &scope, &assessment.engine, health->err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		status = hscan_assess(&assessment, metrics[i], health->arena,
		    &measures[i], health->err);
	if (status == HSCAN_OK)
		hscan_find_causes(measures, len);
	if (status == HSCAN_OK && question->lifecycle)
		status = hscan_tell_life(
		    &health->cover, assessment.engine, &health->life);
	hscan_engine_close(assessment.engine);
	return status;
}

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
fill_report(struct health *health, const struct hscan_repo_name *name,
    const struct hscan_measure *measures, size_t len, struct hscan_report *out)
{
	const struct hscan_health_query *question = health->question;
	struct hscan_repo repo = health->repo.repo;
	bool settled = health->cover.complete && !question->incomplete;
	struct hscan_text host;

	/* The name may be a local variable of who asks. */
	host = hscan_arena_dup(health->arena, hscan_text_of(name->host));
	repo.full_name = hscan_arena_dup(health->arena, repo.full_name);
	repo.default_branch =
	    hscan_arena_dup(health->arena, repo.default_branch);
	if (!repo.full_name.ptr || !host.ptr)
		return hscan_no_memory(health->err);
	*out = (struct hscan_report){
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
	    .measures = measures,
	    .measures_len = len,
	    .slice = question->slice,
	    .min_samples = question->min_samples,
	    .life = health->life,
	};
	note_provisional(out);
	return HSCAN_OK;
}

/* The repository that is asked for, in the store. */
static enum hscan_status
find_repo(struct health *health, const struct hscan_repo_name *name)
{
	int64_t repo_id = health->question->repo_id;

	if (repo_id != 0)
		return hscan_store_get_repo(
		    health->store, repo_id, &health->repo, health->err);
	return hscan_store_find_repo(
	    health->store, name, &health->repo, health->err);
}

enum hscan_status
hscan_health(struct hscan_store *store, const struct hscan_repo_name *name,
    const struct hscan_health_query *question, struct hscan_arena *arena,
    struct hscan_report *out, struct hscan_error *err)
{
	struct health health = {
	    .store = store,
	    .question = question,
	    .arena = arena,
	    .err = err,
	};
	const struct hscan_metric **metrics = NULL;
	struct hscan_measure *measures = NULL;
	size_t len = 0; /* of both */
	enum hscan_status status;

	status = choose(question, arena, &metrics, &len, err);
	if (status == HSCAN_OK)
		status =
		    hscan_health_needs(question, arena, &health.needed, err);
	if (status == HSCAN_OK)
		measures = hscan_arena_alloc(arena, len, sizeof(*measures));
	if (status == HSCAN_OK && !measures)
		status = hscan_no_memory(err);
	if (status == HSCAN_OK)
		status = find_repo(&health, name);
	if (status == HSCAN_OK)
		status = lay_windows(&health);
	if (status == HSCAN_OK)
		status = cover(&health);
	if (status == HSCAN_OK)
		status = compute(&health, metrics, measures, len);
	if (status == HSCAN_OK)
		status = fill_report(&health, name, measures, len, out);
	hscan_stored_repo_clear(&health.repo);
	return status;
}

enum hscan_status
hscan_health_samples(struct hscan_store *store,
    const struct hscan_repo_name *name,
    const struct hscan_health_query *question,
    const struct hscan_metric *metric, hscan_sample_fn *take, void *payload,
    struct hscan_arena *arena, struct hscan_error *err)
{
	struct health health = {
	    .store = store,
	    .question = question,
	    .arena = arena,
	    .err = err,
	};
	struct hscan_engine *engine = NULL;
	struct hscan_engine_scope scope;
	enum hscan_status status;

	status = find_repo(&health, name);
	if (status == HSCAN_OK)
		status = check_store(&health);
	if (status == HSCAN_OK)
		status = lay_windows(&health);
	if (status == HSCAN_OK) {
		scope = scope_of(&health);
		/* The rows of the window that is reported are enough. */
		scope.windows_len = 1;
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

/* SPDX-License-Identifier: MIT */
/* From the settings to the numbers; see evaluation.h. */
#include "app/evaluation.h"

#include <string.h>

#include "app/catalogue.h"
#include "app/groups.h"
#include "app/organizations.h"
#include "app/target_group.h"
#include "app/working_hours.h"
#include "base/buf.h"
#include "base/text.h"
#include "metric/sqlite/engine.h"
#include "model/window.h"
#include "store/alerts.h"

enum { LONGEST_SCOPE = 64 * 1024 };

static enum hscan_status
fill_question(struct evaluation *evaluation, const struct settings_list *ids,
    struct hscan_error *err)
{
	const struct settings *settings = &evaluation->app->settings;
	enum hscan_status status;

	evaluation->question = (struct hscan_health_query){
	    .version = HSCAN_VERSION,
	    .engine = evaluation->app->engine ? evaluation->app->engine
					      : &hscan_sqlite_engine,
	    .generated_at = evaluation->run.now,
	    .windows = (size_t)settings->windows,
	    .min_samples = settings->min_samples,
	    .baseline_method = (enum hscan_baseline_method)settings->baseline,
	    .sigma = settings->sigma,
	    .full = settings->profile == PROFILE_FULL,
	    .activity = settings->profile == PROFILE_ACTIVITY,
	    .slice =
		{
		    .labels = settings->labels.items,
		    .labels_len = settings->labels.len,
		    .author = hscan_text_of(settings->author),
		    .base = hscan_text_of(settings->base),
		},
	    .bots_included = settings->bots == BOTS_INCLUDE,
	    .by_role = settings->by == BY_ROLE,
	    .agent_logins = settings->agent_logins.items,
	    .agent_logins_len = settings->agent_logins.len,
	    .lifecycle = true,
	    .history_events = settings->history == HISTORY_EVENTS,
	    .bot_logins = settings->bot_logins.items,
	    .bot_logins_len = settings->bot_logins.len,
	    .metrics = &evaluation->metrics,
	    .ids = ids->items,
	    .ids_len = ids->len,
	    .doc_paths = hscan_doc_paths_key(evaluation->run.doc_paths),
	    .maintainers = settings->maintainers.items,
	    .maintainers_len = settings->maintainers.len,
	    .gitdm_order = settings->gitdm_order,
	    .watch = evaluation->app->watch,
	};
	status = working_hours_open(settings, &evaluation->arena,
	    &evaluation->question.hours, &evaluation->question.business, err);
	if (status != HSCAN_OK)
		return status;
	return settings_window(settings, evaluation->run.now,
	    &evaluation->question.as_of, &evaluation->question.window, err);
}

/* What has to be fetched for the question, and how far back. */
static enum hscan_status
plan(struct evaluation *evaluation, struct hscan_error *err)
{
	const struct hscan_health_query *question = &evaluation->question;
	size_t len = question->windows + 1;
	struct hscan_window *windows =
	    hscan_arena_alloc(&evaluation->arena, len, sizeof(*windows));
	enum hscan_status status;

	if (!windows)
		return hscan_no_memory(err);
	status = hscan_health_needs(
	    question, &evaluation->arena, &evaluation->run.needs, err);
	/* It may be large, and most runs do not look at it. */
	if (status == HSCAN_OK &&
	    (evaluation->run.needs & HSCAN_NEED_ORGANIZATIONS))
		status = organizations_open(&evaluation->app->settings,
		    &evaluation->arena, &evaluation->question.organizations,
		    err);
	if (status == HSCAN_OK)
		status = hscan_windows_lay(
		    &question->window, question->as_of, windows, len, err);
	if (status != HSCAN_OK)
		return status;
	evaluation->run.from = windows[len - 1].start;
	evaluation->run.to = windows[0].end;
	evaluation->run.whole = (evaluation->run.needs & HSCAN_NEED_HISTORY) ||
				evaluation->app->settings.sweep;
	return HSCAN_OK;
}

/* What a wait is measured by. Holidays are no part of it: to add the next
 * year's does not make it another question. */
static void
add_clock(struct hscan_buf *out, const struct evaluation *evaluation)
{
	const struct hscan_business *business = evaluation->question.business;
	const char *within = evaluation->app->settings.within;

	for (size_t i = 0; business && i < business->work_len; i++) {
		(void)hscan_buf_add_string(out, " hours=");
		(void)hscan_buf_add_text(out, business->work[i]);
	}
	if (strcmp(within, SETTINGS_WITHIN) != 0)
		(void)hscan_buf_add_format(out, " within=%s", within);
}

/* The question in words: alerts and passed gates are kept for each. */
static enum hscan_status
name_scope(struct evaluation *evaluation, struct hscan_error *err)
{
	const struct hscan_health_query *question = &evaluation->question;
	const struct hscan_slice *slice = &question->slice;
	char window[HSCAN_WINDOW_NAME_SIZE];
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, LONGEST_SCOPE);
	(void)hscan_buf_add_string(
	    &text, hscan_window_name(&question->window, window));
	for (size_t i = 0; i < slice->labels_len; i++) {
		(void)hscan_buf_add_string(&text, " label=");
		(void)hscan_buf_add_text(&text, slice->labels[i]);
	}
	if (slice->author.ptr) {
		(void)hscan_buf_add_string(&text, " author=");
		(void)hscan_buf_add_text(&text, slice->author);
	}
	if (slice->base.ptr) {
		(void)hscan_buf_add_string(&text, " base=");
		(void)hscan_buf_add_text(&text, slice->base);
	}
	add_clock(&text, evaluation);
	if (question->organizations && question->gitdm_order)
		(void)hscan_buf_add_string(&text, " gitdm-order");
	if (question->bots_included || question->by_role)
		(void)hscan_buf_add_string(&text, " bots");
	if (question->history_events)
		(void)hscan_buf_add_string(&text, " events");
	status = hscan_buf_check(&text, "the slice", err);
	if (status == HSCAN_OK) {
		evaluation->scope =
		    hscan_arena_dup(&evaluation->arena, hscan_buf_text(&text));
		if (!evaluation->scope.ptr)
			status = hscan_no_memory(err);
	}
	hscan_buf_clear(&text);
	return status;
}

static enum hscan_status
load_metrics(struct evaluation *evaluation, struct app *app,
    struct settings_list *ids, struct hscan_error *err)
{
	enum hscan_status status;

	*evaluation = (struct evaluation){.app = app};
	hscan_arena_init(&evaluation->arena);
	status = catalogue_load(&app->settings, ids, &evaluation->metrics, err);
	/* Nothing is asked for the sake of a metric that is not there. */
	for (size_t i = 0; i < ids->len && status == HSCAN_OK; i++)
		status =
		    catalogue_check(&evaluation->metrics, ids->items[i], err);
	return status;
}

static enum hscan_status
ask(struct evaluation *evaluation, const struct settings_list *ids,
    struct hscan_error *err)
{
	enum hscan_status status = fill_question(evaluation, ids, err);

	if (status == HSCAN_OK)
		status = plan(evaluation, err);
	if (status == HSCAN_OK)
		status = name_scope(evaluation, err);
	return status;
}

/* Whether there is one is known before there is a store. */
static enum hscan_status
open_group(struct target_run *run, struct app *app, const char *word,
    struct hscan_error *err)
{
	enum hscan_status status = groups_check(&app->settings, word, err);

	return status == HSCAN_OK ? target_group_open(run, app, word, err)
				  : status;
}

enum hscan_status
evaluation_open(struct evaluation *evaluation, struct app *app,
    const char *repo, struct settings_list *ids, struct hscan_error *err)
{
	enum hscan_status status = load_metrics(evaluation, app, ids, err);

	if (status == HSCAN_OK && repo && groups_is(repo))
		status = open_group(&evaluation->run, app, repo, err);
	else if (status == HSCAN_OK)
		status = target_run_open(&evaluation->run, app, repo, err);
	if (status == HSCAN_OK)
		status = ask(evaluation, ids, err);
	return status == HSCAN_OK ? target_group_begin(&evaluation->run, err)
				  : status;
}

enum hscan_status
evaluation_open_many(struct evaluation *evaluation, struct app *app,
    struct settings_list *ids, struct hscan_error *err)
{
	enum hscan_status status = load_metrics(evaluation, app, ids, err);

	if (status == HSCAN_OK)
		status = target_run_open_shared(&evaluation->run, app, err);
	if (status == HSCAN_OK)
		status = hscan_store_set_frugal(evaluation->run.store, err);
	if (status == HSCAN_OK)
		status = ask(evaluation, ids, err);
	return status;
}

struct hscan_health_one
evaluation_one(const struct target_run *run)
{
	struct target_members *members = run->members;

	for (size_t i = 0; members && i < members->len; i++)
		members->ones[i] = evaluation_one(members->runs[i]);
	return (struct hscan_health_one){
	    .name = &run->name,
	    .repo_id = run->repo_id,
	    .incomplete = run->source_failed != HSCAN_OK,
	    .git_missing = run->git_missing,
	    .forge_missing = run->forge_missing,
	    .group = members ? &members->asked : NULL,
	};
}

enum hscan_status
evaluation_reports(struct evaluation *evaluation, struct evaluation_part *parts,
    size_t len, struct hscan_arena *arena, struct hscan_error *err)
{
	struct hscan_health_one *ones =
	    hscan_arena_alloc(arena, len, sizeof(*ones));

	if (!ones)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++) {
		ones[i] = evaluation_one(parts[i].run);
		ones[i].out = &parts[i].report;
	}
	return hscan_health_many(evaluation->run.store, &evaluation->question,
	    ones, len, arena, err);
}

/* The question about a group, which is not that about the member that it is
 * kept with. */
static enum hscan_status
name_group_key(
    struct evaluation *evaluation, const char *group, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, LONGEST_SCOPE);
	groups_add_scope(&text, hscan_text_of(group));
	(void)hscan_buf_add_text(&text, evaluation->scope);
	status = hscan_buf_check(&text, "the slice", err);
	if (status == HSCAN_OK) {
		evaluation->key =
		    hscan_arena_dup(&evaluation->arena, hscan_buf_text(&text));
		if (!evaluation->key.ptr)
			status = hscan_no_memory(err);
	}
	hscan_buf_clear(&text);
	return status;
}

enum hscan_status
evaluation_key(struct evaluation *evaluation, const struct target_run *run,
    struct hscan_error *err)
{
	int64_t kept_with = 0;
	enum hscan_status status;

	evaluation->repo_id = run->repo_id;
	evaluation->key = evaluation->scope;
	if (!run->members)
		return HSCAN_OK;
	status = name_group_key(evaluation, run->target->group->name, err);
	if (status == HSCAN_OK)
		status = hscan_store_find_alert_run(
		    run->store, evaluation->key, &kept_with, err);
	if (status == HSCAN_OK && kept_with != 0)
		evaluation->repo_id = kept_with;
	return status;
}

enum hscan_status
evaluation_report(struct evaluation *evaluation, struct hscan_error *err)
{
	enum hscan_status status = target_group_find(&evaluation->run, err);
	struct hscan_health_one one;

	if (status == HSCAN_OK)
		status = evaluation_key(evaluation, &evaluation->run, err);
	one = evaluation_one(&evaluation->run);
	if (status == HSCAN_OK)
		status =
		    hscan_health(evaluation->run.store, &evaluation->question,
			&one, &evaluation->arena, &evaluation->report, err);
	return status;
}

enum hscan_status
evaluation_want_replies(struct evaluation *evaluation, struct hscan_error *err)
{
	evaluation->question.replies = true;
	return plan(evaluation, err);
}

void
evaluation_close(struct evaluation *evaluation)
{
	target_run_close(&evaluation->run);
	hscan_metrics_clear(&evaluation->metrics);
	hscan_arena_clear(&evaluation->arena);
}

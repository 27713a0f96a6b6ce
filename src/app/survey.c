/* SPDX-License-Identifier: MIT */
/* The same question to many repositories; see survey.h. */
#include "app/survey.h"

#include <stdlib.h>
#include <string.h>

#include "app/target_group.h"
#include "app/target_sync.h"
#include "base/text.h"
#include "store/shadow.h"

enum hscan_status
survey_open(struct survey *survey, struct app *app, struct hscan_error *err)
{
	enum hscan_status status;

	*survey = (struct survey){.done = 0};
	hscan_arena_init(&survey->batch);
	survey->slimmer.arena = &survey->evaluation.arena;
	status = evaluation_open_many(
	    &survey->evaluation, app, &app->settings.metrics, err);
	if (status == HSCAN_OK)
		survey->elsewhere =
		    hscan_store_is_shadow(survey->evaluation.run.store);
	return status;
}

static enum hscan_status
make_room(struct survey *survey, struct hscan_error *err)
{
	struct hscan_arena *arena = &survey->evaluation.arena;
	size_t len = survey->targets.len, place = 0;
	enum hscan_status status = HSCAN_OK;

	survey->runs = hscan_arena_alloc(arena, len + 1, sizeof(*survey->runs));
	survey->entries =
	    hscan_arena_alloc(arena, len + 1, sizeof(*survey->entries));
	survey->runs_of =
	    hscan_arena_alloc(arena, len + 1, sizeof(struct target_run *));
	if (!survey->runs || !survey->entries || !survey->runs_of)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		struct target_run *run = &survey->runs[i];

		target_run_for(
		    run, &survey->evaluation.run, &survey->targets.items[i]);
		run->places = len - survey->targets.groups;
		if (run->target->group)
			status =
			    target_group_lay(run, survey->runs, arena, err);
		else
			run->place = ++place;
	}
	return status;
}

/* --- reports --- */

/* An entry that waits for its report. */
struct survey_waiting {
	struct hscan_scan_entry *entry;
	struct target_run *run;
};

/* A row that holds nothing but a name is no answer; a group has what the other
 * members tell. */
static const struct hscan_report *
answer_of(const struct evaluation_part *part)
{
	return !part->run->members && part->run->source_failed != HSCAN_OK &&
		       part->report.synced_at == HSCAN_NEVER
		   ? NULL
		   : &part->report;
}

/* Whole reports stay; others live until their entries have been passed on. */
static struct hscan_arena *
arena_of(struct survey *survey)
{
	return survey->slim == SLIM_NOT ? &survey->evaluation.arena
					: &survey->batch;
}

/* Passes an entry on with its report, judged, and keeps what is wanted of
 * that. */
static enum hscan_status
settle(struct survey *survey, struct hscan_scan_entry *entry,
    struct evaluation_part *part, struct hscan_error *err)
{
	enum hscan_status status;

	entry->report = part ? answer_of(part) : NULL;
	entry->repo_id = entry->report ? part->run->repo_id : 0;
	status = hscan_rank_note(entry, &survey->evaluation.arena, err);
	if (status == HSCAN_OK && survey->gating && part && entry->report)
		status = gating_take(survey->gating, &survey->evaluation,
		    part->run, &part->report, arena_of(survey), entry, err);
	if (status == HSCAN_OK && survey->on_entry)
		status = survey->on_entry(survey, entry,
		    part && entry->report ? part->run : NULL, err);
	if (status == HSCAN_OK && entry->report)
		status = slim_copy(&survey->slimmer, survey->slim,
		    entry->report, &entry->report, err);
	return status;
}

static bool
has_report(const struct target_run *run)
{
	return run->repo_id != 0 && !run->unreported;
}

/* The reports of some of those that wait. */
static enum hscan_status
report_on(struct survey *survey, const struct survey_waiting *some, size_t len,
    struct hscan_error *err)
{
	struct hscan_arena *arena = arena_of(survey);
	struct evaluation_part *parts =
	    hscan_arena_alloc(arena, len, sizeof(*parts));
	size_t count = 0;
	enum hscan_status status;

	if (!parts)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++)
		if (has_report(some[i].run))
			parts[count++].run = some[i].run;
	status =
	    evaluation_reports(&survey->evaluation, parts, count, arena, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		status = settle(survey, some[i].entry,
		    has_report(some[i].run) ? parts++ : NULL, err);
	return status;
}

/* By host, and number: as the rows lie there. */
static int
by_number(const void *a, const void *b)
{
	const struct survey_waiting *x = a, *y = b;
	int order = strcmp(x->run->name.host, y->run->name.host);

	return order != 0 ? order
			  : (x->run->repo_id > y->run->repo_id) -
				(x->run->repo_id < y->run->repo_id);
}

/* The reports of those that wait. Where the rows are elsewhere, it takes as
 * long for few as for many that lie side by side. */
static enum hscan_status
report_on_waiting(struct survey *survey, struct hscan_error *err)
{
	size_t first = survey->len - survey->waiting, len = survey->waiting;
	size_t most = survey->elsewhere ? SURVEY_ELSEWHERE : len;
	struct survey_waiting *waiting = calloc(len, sizeof(*waiting));
	enum hscan_status status = HSCAN_OK;

	if (!waiting)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++)
		waiting[i] = (struct survey_waiting){
		    &survey->entries[first + i], survey->runs_of[first + i]};
	if (survey->elsewhere)
		qsort(waiting, len, sizeof(*waiting), by_number);
	for (size_t at = 0; at < len && status == HSCAN_OK; at += most) {
		size_t left = len - at;

		status = report_on(
		    survey, &waiting[at], left < most ? left : most, err);
		hscan_arena_clear(&survey->batch);
	}
	free(waiting);
	return status;
}

static enum hscan_status
flush(struct survey *survey, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (survey->waiting > 0)
		status = report_on_waiting(survey, err);
	survey->waiting = 0;
	return status;
}

/* Somebody may be looking at what comes. */
static bool
is_overdue(const struct survey *survey)
{
	return survey->waiting > 0 && survey->on_entry && !survey->elsewhere &&
	       app_monotonic_ms(survey->evaluation.app) - survey->since_ms >=
		   SURVEY_LATEST_MS;
}

static enum hscan_status
on_idle(void *payload, struct hscan_error *err)
{
	struct survey *survey = payload;

	return is_overdue(survey) ? flush(survey, err) : HSCAN_OK;
}

/* --- entries --- */

/* The entry that shows the same repository, which was named before by another
 * of its names; NULL: none. */
static enum hscan_status
find_shown(struct survey *survey, const struct target_run *run,
    struct hscan_scan_entry **out, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < survey->len && run->repo_id != 0; i++) {
		if (survey->runs_of[i]->repo_id != run->repo_id ||
		    survey->runs_of[i]->members)
			continue;
		/* Whether it has a report is not known before that. */
		if (i >= survey->len - survey->waiting)
			status = flush(survey, err);
		if (status == HSCAN_OK && survey->entries[i].report)
			*out = &survey->entries[i];
		if (status != HSCAN_OK || *out)
			break;
	}
	return status;
}

/* Named once more: its failure is reported, its report is there already.
 * But for its clone, should the other name have had none. */
static enum hscan_status
merge(struct survey *survey, struct target_run *run,
    struct hscan_scan_entry *shown, struct hscan_error *err)
{
	const struct target_run *first =
	    survey->runs_of[shown - survey->entries];
	struct hscan_scan_entry again = {
	    .name = shown->name,
	    .failed = shown->failed,
	    .why = shown->why,
	    .asked = shown->asked,
	};
	struct hscan_arena *arena = arena_of(survey);
	struct evaluation_part *part;
	enum hscan_status status;

	if (run->source_failed != HSCAN_OK || survey->once ||
	    first->source_failed != HSCAN_OK || run->git_missing ||
	    !first->git_missing)
		return HSCAN_OK;
	part = hscan_arena_alloc(arena, 1, sizeof(*part));
	if (!part)
		return hscan_no_memory(err);
	part->run = run;
	status = evaluation_reports(&survey->evaluation, part, 1, arena, err);
	if (status == HSCAN_OK)
		status = settle(survey, &again, part, err);
	if (status == HSCAN_OK)
		*shown = again;
	return status;
}

/* One more, which waits for its report. */
static enum hscan_status
add_entry(
    struct survey *survey, struct target_run *run, struct hscan_error *err)
{
	struct hscan_scan_entry *entry = &survey->entries[survey->len];

	entry->asked = survey->len;
	entry->name = hscan_text_of(run->target->shown);
	entry->failed = run->source_failed;
	if (entry->failed != HSCAN_OK)
		entry->why = hscan_text_of(run->why->message);
	survey->runs_of[survey->len++] = run;
	if (survey->waiting++ == 0)
		survey->since_ms = app_monotonic_ms(survey->evaluation.app);
	return (survey->waiting == SURVEY_BATCH && !survey->elsewhere) ||
		       is_overdue(survey)
		   ? flush(survey, err)
		   : HSCAN_OK;
}

static enum hscan_status
on_read(struct target_run *run, void *payload, struct hscan_error *err)
{
	struct survey *survey = payload;
	struct hscan_scan_entry *shown = NULL;
	enum hscan_status status;

	/* Of thousands only one is open at a time. */
	hscan_git_close(run->git);
	run->git = NULL;
	survey->done += !run->members;
	status = run->members ? target_group_settle(run, err) : HSCAN_OK;
	if (status == HSCAN_OK)
		status = target_group_find(run, err);
	if (status == HSCAN_ENOTFOUND && run->source_failed != HSCAN_OK) {
		run->unreported = true;
		status = HSCAN_OK;
	}
	if (status == HSCAN_OK && run->target->member)
		return HSCAN_OK;
	if (status == HSCAN_OK && !run->members)
		status = find_shown(survey, run, &shown, err);
	run->unreported |= shown != NULL;
	if (status == HSCAN_OK && shown)
		status = merge(survey, run, shown, err);
	if (status != HSCAN_OK || (shown && run->source_failed == HSCAN_OK))
		return status;
	return add_entry(survey, run, err);
}

/* An interruption says how far it came. */
static enum hscan_status
ended(const struct survey *survey, enum hscan_status status,
    struct hscan_error *err)
{
	if (status != HSCAN_EINTR)
		return status;
	return hscan_fail(err, HSCAN_EINTR,
	    "interrupted after %zu of %zu repositories: what was read is in "
	    "the store; run the same command again to go on",
	    survey->done, survey->targets.len - survey->targets.groups);
}

enum hscan_status
survey_run(struct survey *survey, struct hscan_error *err)
{
	const struct target_runs_calls calls = {on_read, on_idle, survey};
	struct hscan_error why;
	enum hscan_status status = make_room(survey, err);

	if (status == HSCAN_OK)
		status = target_runs_sync(
		    survey->runs, survey->targets.len, &calls, err);
	/* What was read before an interruption is shown, too, if it can be. */
	if (status == HSCAN_OK)
		status = flush(survey, err);
	else if (status == HSCAN_EINTR)
		(void)flush(survey, &why);
	return ended(survey, status, err);
}

enum hscan_status
survey_forecast(
    struct survey *survey, struct forecast *out, struct hscan_error *err)
{
	size_t len = survey->targets.len;
	enum hscan_status status = make_room(survey, err);

	if (status != HSCAN_OK)
		return status;
	status = forecast_all(
	    survey->runs, len, &survey->evaluation.arena, out, err);
	survey->len = len;
	for (size_t i = 0; i < len; i++)
		survey->entries[i].failed = survey->runs[i].source_failed;
	return ended(survey, status, err);
}

/* In the order in which they were named; there are few. */
static void
sort_by_word(struct survey *survey)
{
	for (size_t i = 1; i < survey->len; i++) {
		struct hscan_scan_entry entry = survey->entries[i];
		struct target_run *run = survey->runs_of[i];
		size_t at = i;

		for (; at > 0 && survey->runs_of[at - 1]->target->word >
				     run->target->word;
		     at--) {
			survey->entries[at] = survey->entries[at - 1];
			survey->runs_of[at] = survey->runs_of[at - 1];
		}
		survey->entries[at] = entry;
		survey->runs_of[at] = run;
	}
}

enum hscan_status
survey_rank(struct survey *survey, const struct hscan_rank_order *order,
    struct hscan_error *err)
{
	const struct hscan_health_query *question =
	    &survey->evaluation.question;
	struct hscan_scan *scan = &survey->scan;
	struct hscan_window window = {0, 0};
	enum hscan_status status;

	if (order->key == HSCAN_RANK_AS_GIVEN)
		sort_by_word(survey);
	status = hscan_rank(survey->entries, survey->len, order,
	    &survey->evaluation.arena, err);
	if (status == HSCAN_OK)
		status = hscan_windows_lay(
		    &question->window, question->as_of, &window, 1, err);
	if (status != HSCAN_OK)
		return status;
	*scan = (struct hscan_scan){
	    .version = question->version,
	    .generated_at = question->generated_at,
	    .as_of = question->as_of,
	    .window = window,
	    .entries = survey->entries,
	    .len = survey->len,
	    .unlisted = survey->targets.unreadable,
	    .partial = survey->targets.partial,
	    .order = *order,
	    .share = survey->targets.shard.index,
	    .shares = survey->targets.shard.of,
	    .elsewhere = survey->targets.elsewhere,
	    .inputs = survey->targets.inputs.items,
	    .inputs_len = survey->targets.inputs.len,
	    .not_listed = survey->targets.inputs.unlisted,
	    .not_listed_len = survey->targets.inputs.unlisted_len,
	};
	for (size_t i = 0; i < scan->len; i++) {
		scan->reports += scan->entries[i].report != NULL;
		scan->failed += scan->entries[i].failed != HSCAN_OK;
	}
	return HSCAN_OK;
}

enum hscan_status
survey_outcome(const struct survey *survey)
{
	enum hscan_status worst = HSCAN_OK;

	/* A source that failed comes before what was never there. */
	for (size_t i = 0; i < survey->len; i++)
		if (survey->entries[i].failed != HSCAN_OK &&
		    (worst == HSCAN_OK || worst == HSCAN_ENODATA))
			worst = survey->entries[i].failed;
	/* A list that the token may not see all of has failed in part. */
	if (survey->targets.partial &&
	    (worst == HSCAN_OK || worst == HSCAN_ENODATA))
		worst = HSCAN_EAUTH;
	return worst;
}

void
survey_close(struct survey *survey)
{
	for (size_t i = 0; i < survey->targets.len && survey->runs; i++)
		target_run_close(&survey->runs[i]);
	targets_clear(&survey->targets);
	hscan_arena_clear(&survey->batch);
	evaluation_close(&survey->evaluation);
}

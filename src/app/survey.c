/* SPDX-License-Identifier: MIT */
/* The same question to many repositories; see survey.h. */
#include "app/survey.h"

#include "app/target_sync.h"
#include "base/text.h"

enum hscan_status
survey_open(struct survey *survey, struct app *app, struct hscan_error *err)
{
	*survey = (struct survey){.done = 0};
	return evaluation_open_many(
	    &survey->evaluation, app, &app->settings.metrics, err);
}

static enum hscan_status
make_room(struct survey *survey, struct hscan_error *err)
{
	struct hscan_arena *arena = &survey->evaluation.arena;
	size_t len = survey->targets.len;

	survey->runs = hscan_arena_alloc(arena, len + 1, sizeof(*survey->runs));
	survey->entries =
	    hscan_arena_alloc(arena, len + 1, sizeof(*survey->entries));
	survey->runs_of =
	    hscan_arena_alloc(arena, len + 1, sizeof(struct target_run *));
	if (!survey->runs || !survey->entries || !survey->runs_of)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++) {
		target_run_for(&survey->runs[i], &survey->evaluation.run,
		    &survey->targets.items[i]);
		survey->runs[i].place = i + 1;
		survey->runs[i].places = len;
	}
	return HSCAN_OK;
}

/* The report of one; none where the store has nothing of it. */
static enum hscan_status
report_on(struct survey *survey, struct target_run *run,
    const struct hscan_report **out, struct hscan_error *err)
{
	struct hscan_report *report =
	    hscan_arena_alloc(&survey->evaluation.arena, 1, sizeof(*report));
	bool failed = run->source_failed != HSCAN_OK;
	enum hscan_status status;

	if (!report)
		return hscan_no_memory(err);
	status = evaluation_report_of(&survey->evaluation, run, report, err);
	if (status == HSCAN_ENOTFOUND && failed)
		return HSCAN_OK;
	/* A row that holds nothing but a name is no answer. */
	if (status == HSCAN_OK && !(failed && report->synced_at == HSCAN_NEVER))
		*out = report;
	return status;
}

/* The entry that shows the same repository, which was named before by another
 * of its names; NULL: none. */
static struct hscan_scan_entry *
find_shown(const struct survey *survey, const struct target_run *run)
{
	for (size_t i = 0; i < survey->len && run->repo_id != 0; i++)
		if (survey->entries[i].report &&
		    survey->runs_of[i]->repo_id == run->repo_id)
			return &survey->entries[i];
	return NULL;
}

/* Named once more: its failure is reported, its report is there already.
 * But for its clone, should the other name have had none. */
static enum hscan_status
merge(struct survey *survey, struct target_run *run,
    struct hscan_scan_entry *shown, struct hscan_error *err)
{
	const struct target_run *first =
	    survey->runs_of[shown - survey->entries];

	/* What is written line by line has been written. */
	if (run->source_failed != HSCAN_OK || survey->on_entry ||
	    first->source_failed != HSCAN_OK || run->git_missing ||
	    !first->git_missing)
		return HSCAN_OK;
	return report_on(survey, run, &shown->report, err);
}

static enum hscan_status
on_read(struct target_run *run, void *payload, struct hscan_error *err)
{
	struct survey *survey = payload;
	struct hscan_scan_entry *entry = &survey->entries[survey->len];
	struct hscan_scan_entry *shown;
	enum hscan_status status;

	/* Of thousands only one is open at a time. */
	hscan_git_close(run->git);
	run->git = NULL;
	survey->done++;
	entry->name = hscan_text_of(run->target->shown);
	entry->failed = run->source_failed;
	if (entry->failed != HSCAN_OK)
		entry->why = hscan_text_of(run->why.message);
	status = target_run_find(run, err);
	if (status != HSCAN_OK && status != HSCAN_ENOTFOUND)
		return status;
	shown = find_shown(survey, run);
	if (shown)
		status = merge(survey, run, shown, err);
	else
		status = report_on(survey, run, &entry->report, err);
	if (status != HSCAN_OK || (shown && run->source_failed == HSCAN_OK))
		return status;
	survey->runs_of[survey->len++] = run;
	return survey->on_entry ? survey->on_entry(survey, entry, err)
				: HSCAN_OK;
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
	    survey->done, survey->targets.len);
}

enum hscan_status
survey_run(struct survey *survey, struct hscan_error *err)
{
	enum hscan_status status = make_room(survey, err);

	if (status != HSCAN_OK)
		return status;
	status = target_runs_sync(
	    survey->runs, survey->targets.len, on_read, survey, err);
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

enum hscan_status
survey_rank(struct survey *survey, const struct hscan_rank_order *order,
    struct hscan_error *err)
{
	const struct hscan_health_query *question =
	    &survey->evaluation.question;
	struct hscan_scan *scan = &survey->scan;
	struct hscan_window window = {0, 0};
	enum hscan_status status;

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
	evaluation_close(&survey->evaluation);
}

/* SPDX-License-Identifier: MIT */
/* The same question to many repositories; see survey.h. */
#include "app/survey.h"

#include "base/text.h"
#include "cli/screen/exit.h"

enum hscan_status
survey_open(struct survey *survey, struct cli *cli, struct hscan_error *err)
{
	*survey = (struct survey){.done = 0};
	return answer_open_several(
	    &survey->answer, cli, &cli->settings.metrics, err);
}

static enum hscan_status
make_room(struct survey *survey, struct hscan_error *err)
{
	struct hscan_arena *arena = &survey->answer.arena;
	size_t len = survey->targets.len;

	survey->sessions =
	    hscan_arena_alloc(arena, len + 1, sizeof(*survey->sessions));
	survey->entries =
	    hscan_arena_alloc(arena, len + 1, sizeof(*survey->entries));
	survey->sessions_of =
	    hscan_arena_alloc(arena, len + 1, sizeof(struct session *));
	if (!survey->sessions || !survey->entries || !survey->sessions_of)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++) {
		session_join(&survey->sessions[i], &survey->answer.session,
		    &survey->targets.items[i]);
		survey->sessions[i].place = i + 1;
		survey->sessions[i].places = len;
	}
	return HSCAN_OK;
}

/* The report of one; none where the store has nothing of it. */
static enum hscan_status
report_on(struct survey *survey, struct session *session,
    const struct hscan_report **out, struct hscan_error *err)
{
	struct hscan_report *report =
	    hscan_arena_alloc(&survey->answer.arena, 1, sizeof(*report));
	bool failed = session->source_failed != HSCAN_OK;
	enum hscan_status status;

	if (!report)
		return hscan_no_memory(err);
	status = answer_report_of(&survey->answer, session, report, err);
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
find_shown(const struct survey *survey, const struct session *session)
{
	for (size_t i = 0; i < survey->len && session->repo_id != 0; i++)
		if (survey->entries[i].report &&
		    survey->sessions_of[i]->repo_id == session->repo_id)
			return &survey->entries[i];
	return NULL;
}

/* Named once more: what failed of it is told, what it shows is there already.
 * But for its clone, should the other name have had none. */
static enum hscan_status
merge(struct survey *survey, struct session *session,
    struct hscan_scan_entry *shown, struct hscan_error *err)
{
	const struct session *first =
	    survey->sessions_of[shown - survey->entries];

	/* What is written line by line has been written. */
	if (session->source_failed != HSCAN_OK || survey->told ||
	    first->source_failed != HSCAN_OK || session->git_missing ||
	    !first->git_missing)
		return HSCAN_OK;
	return report_on(survey, session, &shown->report, err);
}

static enum hscan_status
take(struct session *session, void *payload, struct hscan_error *err)
{
	struct survey *survey = payload;
	struct hscan_scan_entry *entry = &survey->entries[survey->len];
	struct hscan_scan_entry *shown;
	enum hscan_status status;

	/* Of thousands only one is open at a time. */
	hscan_git_close(session->git);
	session->git = NULL;
	survey->done++;
	entry->name = hscan_text_of(session->target->shown);
	entry->failed = session->source_failed;
	if (entry->failed != HSCAN_OK)
		entry->why = hscan_text_of(session->why.message);
	status = session_find(session, err);
	if (status != HSCAN_OK && status != HSCAN_ENOTFOUND)
		return status;
	shown = find_shown(survey, session);
	if (shown)
		status = merge(survey, session, shown, err);
	else
		status = report_on(survey, session, &entry->report, err);
	if (status != HSCAN_OK || (shown && session->source_failed == HSCAN_OK))
		return status;
	survey->sessions_of[survey->len++] = session;
	return survey->told ? survey->told(survey, entry, err) : HSCAN_OK;
}

enum hscan_status
survey_run(struct survey *survey, struct hscan_error *err)
{
	size_t len = survey->targets.len;
	enum hscan_status status = make_room(survey, err);

	if (status != HSCAN_OK)
		return status;
	status = session_sync_all(survey->sessions, len, take, survey, err);
	/* Nothing was taken of a dry run. */
	if (survey->answer.cli->settings.dry_run)
		survey->len = len;
	for (size_t i = 0; i < len && survey->answer.cli->settings.dry_run; i++)
		survey->entries[i].failed = survey->sessions[i].source_failed;
	if (status == HSCAN_EINTR)
		return hscan_fail(err, HSCAN_EINTR,
		    "interrupted after %zu of %zu repositories: what was read "
		    "is in the store; run the same command again to go on",
		    survey->done, len);
	return status;
}

enum hscan_status
survey_rank(struct survey *survey, const struct hscan_rank_order *order,
    struct hscan_error *err)
{
	const struct hscan_health_query *question = &survey->answer.question;
	struct hscan_scan *scan = &survey->scan;
	struct hscan_window window = {0, 0};
	enum hscan_status status;

	status = hscan_rank(
	    survey->entries, survey->len, order, &survey->answer.arena, err);
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
	};
	for (size_t i = 0; i < scan->len; i++) {
		scan->reports += scan->entries[i].report != NULL;
		scan->failed += scan->entries[i].failed != HSCAN_OK;
	}
	return HSCAN_OK;
}

int
survey_exit(const struct survey *survey)
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
	return (int)exit_code_of(worst, 0);
}

void
survey_close(struct survey *survey)
{
	for (size_t i = 0; i < survey->targets.len && survey->sessions; i++)
		session_close(&survey->sessions[i]);
	answer_close(&survey->answer);
}

/* SPDX-License-Identifier: MIT */
/* From the settings to the numbers; see answer.h. */
#include "app/evaluation.h"

#include "app/catalogue.h"
#include "base/buf.h"
#include "base/text.h"
#include "cli/screen/exit.h"
#include "model/window.h"

enum { LONGEST_SCOPE = 64 * 1024 };

static enum hscan_status
fill_question(struct answer *answer, const struct settings_list *ids,
    struct hscan_error *err)
{
	const struct settings *settings = &answer->cli->settings;

	answer->question = (struct hscan_question){
	    .version = HSCAN_VERSION,
	    .generated_at = answer->session.now,
	    .windows = (size_t)settings->windows,
	    .min_samples = settings->min_samples,
	    .baseline_method = (enum hscan_baseline_method)settings->baseline,
	    .sigma = settings->sigma,
	    .full = settings->profile == PROFILE_FULL,
	    .slice =
		{
		    .labels = settings->labels.items,
		    .labels_len = settings->labels.len,
		    .author = hscan_text_of(settings->author),
		    .base = hscan_text_of(settings->base),
		},
	    .bots_included = settings->bots == BOTS_INCLUDE,
	    .lifecycle = true,
	    .history_events = settings->history == HISTORY_EVENTS,
	    .bot_logins = settings->bot_logins.items,
	    .bot_logins_len = settings->bot_logins.len,
	    .metrics = &answer->metrics,
	    .ids = ids->items,
	    .ids_len = ids->len,
	    .doc_paths = hscan_doc_paths_key(answer->session.doc_paths),
	    .git_missing = answer->session.git_missing,
	    .maintainers = settings->maintainers.items,
	    .maintainers_len = settings->maintainers.len,
	    .watch = &answer->cli->watch,
	};
	return settings_window(settings, answer->session.now,
	    &answer->question.as_of, &answer->question.window, err);
}

/* What has to be fetched for the question, and how far back. */
static enum hscan_status
plan(struct answer *answer, struct hscan_error *err)
{
	const struct hscan_question *question = &answer->question;
	size_t len = question->windows + 1;
	struct hscan_window *windows =
	    hscan_arena_alloc(&answer->arena, len, sizeof(*windows));
	enum hscan_status status;

	if (!windows)
		return hscan_no_memory(err);
	status = hscan_health_needs(
	    question, &answer->arena, &answer->session.needs, err);
	if (status == HSCAN_OK)
		status = hscan_windows_lay(
		    &question->window, question->as_of, windows, len, err);
	if (status != HSCAN_OK)
		return status;
	answer->session.from = windows[len - 1].start;
	answer->session.to = windows[0].end;
	answer->session.whole = (answer->session.needs & HSCAN_NEED_HISTORY) ||
				answer->cli->settings.sweep;
	return HSCAN_OK;
}

/* The question in words: alerts and passed gates are kept for each. */
static enum hscan_status
name_scope(struct answer *answer, struct hscan_error *err)
{
	const struct hscan_question *question = &answer->question;
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
	if (question->bots_included)
		(void)hscan_buf_add_string(&text, " bots");
	if (question->history_events)
		(void)hscan_buf_add_string(&text, " events");
	status = hscan_buf_check(&text, "the slice", err);
	if (status == HSCAN_OK) {
		answer->scope =
		    hscan_arena_dup(&answer->arena, hscan_buf_text(&text));
		if (!answer->scope.ptr)
			status = hscan_no_memory(err);
	}
	hscan_buf_clear(&text);
	return status;
}

static enum hscan_status
load_metrics(struct answer *answer, struct cli *cli, struct settings_list *ids,
    struct hscan_error *err)
{
	enum hscan_status status;

	*answer = (struct answer){.cli = cli};
	hscan_arena_init(&answer->arena);
	status = bounds_load(&cli->settings, ids, &answer->metrics, err);
	/* Nothing is asked for the sake of a metric that is not there. */
	for (size_t i = 0; i < ids->len && status == HSCAN_OK; i++)
		status = bounds_check(&answer->metrics, ids->items[i], err);
	return status;
}

static enum hscan_status
ask(struct answer *answer, const struct settings_list *ids,
    struct hscan_error *err)
{
	enum hscan_status status = fill_question(answer, ids, err);

	if (status == HSCAN_OK)
		status = plan(answer, err);
	if (status == HSCAN_OK)
		status = name_scope(answer, err);
	return status;
}

enum hscan_status
answer_open(struct answer *answer, struct cli *cli, size_t repo_at,
    struct settings_list *ids, struct hscan_error *err)
{
	enum hscan_status status = load_metrics(answer, cli, ids, err);

	if (status == HSCAN_OK)
		status = session_open(&answer->session, cli,
		    repo_at < cli->args_len ? cli->args[repo_at] : NULL, err);
	if (status == HSCAN_OK)
		status = ask(answer, ids, err);
	if (status == HSCAN_OK)
		status = session_sync(&answer->session, err);
	return status;
}

enum hscan_status
answer_open_several(struct answer *answer, struct cli *cli,
    struct settings_list *ids, struct hscan_error *err)
{
	enum hscan_status status = load_metrics(answer, cli, ids, err);

	if (status == HSCAN_OK)
		status = session_host(&answer->session, cli, err);
	if (status == HSCAN_OK)
		status = ask(answer, ids, err);
	return status;
}

enum hscan_status
answer_report_of(struct answer *answer, struct session *session,
    struct hscan_report *out, struct hscan_error *err)
{
	struct hscan_question *question = &answer->question;
	enum hscan_status status = session_find(session, err);

	/* The sync tells what came of it, and of the clone. */
	question->incomplete = session->source_failed != HSCAN_OK;
	question->git_missing = session->git_missing;
	question->forge_missing = session->forge_missing;
	question->repo_id = session->repo_id;
	if (status == HSCAN_OK)
		status = hscan_health(session->store, &session->name, question,
		    &answer->arena, out, err);
	return status;
}

enum hscan_status
answer_report(struct answer *answer, struct hscan_error *err)
{
	enum hscan_status status =
	    answer_report_of(answer, &answer->session, &answer->report, err);

	answer->repo_id = answer->session.repo_id;
	return status;
}

int
answer_exit(const struct answer *answer)
{
	return (int)exit_code_of(answer->session.source_failed, 0);
}

void
answer_close(struct answer *answer)
{
	session_close(&answer->session);
	hscan_metrics_clear(&answer->metrics);
	hscan_arena_clear(&answer->arena);
}

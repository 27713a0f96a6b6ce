/* SPDX-License-Identifier: MIT */
/* From what a program asks to a run of src/app; see call.h. */
#include "api/call.h"

#include <string.h>

#include "api/clock.h"
#include "api/sized.h"
#include "app/catalogue.h"
#include "base/safe.h"
#include "base/text.h"

/* As --windows and --jobs. */
enum { MOST_WINDOWS = 1000, MOST_JOBS = 8 };

/* --- hooks --- */

static int64_t
now_s(void *payload)
{
	const struct call *call = payload;

	if (call->clock_stands)
		return call->now;
	return call->hooks.now_s ? call->hooks.now_s(call->hooks.payload)
				 : api_clock_s();
}

static int64_t
monotonic_ms(void *payload)
{
	const struct call *call = payload;

	return call->hooks.monotonic_ms
		   ? call->hooks.monotonic_ms(call->hooks.payload)
		   : api_clock_ms();
}

static void
on_message(enum app_message kind, const char *line, void *payload)
{
	static const enum hscan_message kinds[] = {
	    [APP_TRACE] = HSCAN_MESSAGE_TRACE,
	    [APP_NOTE] = HSCAN_MESSAGE_NOTE,
	    [APP_SAY] = HSCAN_MESSAGE_NOTICE,
	    [APP_WARNING] = HSCAN_MESSAGE_WARNING,
	    [APP_FAILURE] = HSCAN_MESSAGE_FAILURE,
	};
	const struct hscan_hooks *hooks =
	    &((const struct call *)payload)->hooks;
	char shown[HSCAN_ERROR_SIZE];

	if (hooks->message)
		hooks->message(kinds[kind],
		    hscan_safe(hscan_text_of(line), shown, sizeof(shown)),
		    hooks->payload);
}

static void
on_progress(const char *label, int64_t done, int64_t total,
    int64_t requests_left, void *payload)
{
	const struct hscan_hooks *hooks =
	    &((const struct call *)payload)->hooks;

	if (hooks->progress)
		hooks->progress(
		    label, done, total, requests_left, hooks->payload);
}

static enum hscan_status
give_token(const char *host, struct hscan_buf *out, void *payload,
    struct hscan_error *err)
{
	const struct call *call = payload;

	(void)host;
	hscan_buf_reset(out);
	if (call->token)
		(void)hscan_buf_add_string(out, call->token);
	return hscan_buf_check(out, "the token", err);
}

/* --- an interrupt also ends SQL --- */

static void
begun(bool own, void *payload)
{
	(void)own;
	(void)payload;
}

static enum hscan_status
expired(void *payload)
{
	const struct app *app = payload;

	return app->interrupted && *app->interrupted != 0 ? HSCAN_EINTR
							  : HSCAN_OK;
}

/* --- what is asked --- */

static enum hscan_status
check_repository(const char *repository, struct hscan_error *err)
{
	struct hscan_repo_name name;

	if (!repository)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the question names no repository; write owner/name");
	return hscan_repo_name_parse(hscan_text_of(repository), &name, err);
}

static enum hscan_status
read_window(const struct hscan_question *question, struct settings *settings,
    struct hscan_error *err)
{
	if (question->windows > MOST_WINDOWS)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the question is about %zu windows; %d are the most",
		    question->windows, MOST_WINDOWS);
	settings->windows = (int64_t)question->windows;
	settings->as_of = question->as_of != 0 ? question->as_of : HSCAN_NEVER;
	if (!question->window ||
	    hscan_window_parse(
		hscan_text_of(question->window), &settings->window))
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "the question's window is not one; write 30d, 4w, 3mo, or week, "
	    "month, quarter, year");
}

/* Ids alone: a name of a file would be read, and run. */
static enum hscan_status
read_metrics(const struct hscan_question *question, struct settings *settings,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (!question->metrics && question->metrics_len > 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the question has metrics_len, but no metrics; set both");
	for (size_t i = 0; i < question->metrics_len && status == HSCAN_OK;
	     i++) {
		struct hscan_text id = hscan_text_of(
		    question->metrics[i] ? question->metrics[i] : "");

		if (id.len == 0 || catalogue_is_file(id))
			return hscan_fail(err, HSCAN_EINVAL,
			    "metric %zu of the question is no id of a metric; "
			    "write one such as pr_merge_cycle",
			    i + 1);
		status =
		    settings_list_add(settings, &settings->metrics, id, err);
	}
	return status;
}

enum hscan_status
call_begin(struct call *call, const struct hscan *hscan,
    const struct hscan_question *question, struct hscan_error *err)
{
	struct settings *settings = &call->app.settings;
	enum hscan_status status;

	*call = (struct call){.hooks = hscan->hooks};
	app_init(&call->app);
	call->app.hooks = (struct app_hooks){
	    .now_s = now_s,
	    .monotonic_ms = monotonic_ms,
	    .say = on_message,
	    .progress = on_progress,
	    .tokens = give_token,
	    .payload = call,
	};
	call->watch = (struct hscan_watch){begun, expired, &call->app};
	call->app.watch = &call->watch;
	call->app.interrupted = hscan->hooks.interrupted;
	call->app.store = hscan->store;
	call->open = true;
	settings->db = hscan->path;
	settings->profile = question->full ? PROFILE_FULL : PROFILE_CORE;
	settings->bots = question->bots ? BOTS_INCLUDE : BOTS_EXCLUDE;
	settings->history =
	    question->events ? HISTORY_EVENTS : HISTORY_SNAPSHOT;
	settings->offline = true;
	settings->no_git = true;
	status = check_repository(question->repository, err);
	if (status == HSCAN_OK)
		status = read_window(question, settings, err);
	return status == HSCAN_OK ? read_metrics(question, settings, err)
				  : status;
}

/* --- where it comes from --- */

/* Zero is what is usual, negative none. */
static void
set_wait(int64_t given, int64_t *out)
{
	if (given != 0)
		*out = given < 0 ? 0 : given < INT32_MAX ? given : INT32_MAX;
}

enum hscan_status
call_set_options(struct call *call, const struct hscan_sync_options *options,
    struct hscan_error *err)
{
	struct settings *settings = &call->app.settings;

	if (options->jobs < 0 || options->jobs > MOST_JOBS)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the options have %d requests at once; 1 to %d can be",
		    options->jobs, MOST_JOBS);
	if (options->budget < 0 || options->answer_time_s < 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the options have a negative %s; write 0 for what is usual",
		    options->budget < 0 ? "budget" : "answer_time_s");
	call->token = options->token;
	settings->api_url = options->api_url;
	settings->ca_file = options->ca_file;
	settings->git = options->git;
	settings->no_git = !options->git;
	settings->record = options->record;
	settings->replay = options->replay;
	settings->offline = options->offline;
	settings->jobs = options->jobs;
	if (options->budget > 0)
		settings->budget = options->budget;
	set_wait(options->max_wait_s, &settings->max_wait_s);
	set_wait(options->retry_delay_s, &settings->retry_delay_s);
	set_wait(options->answer_time_s, &settings->answer_time_s);
	return HSCAN_OK;
}

enum hscan_status
call_open(struct call *call, const struct hscan_question *question,
    struct hscan_error *err)
{
	enum hscan_status status;

	if (expired(&call->app) != HSCAN_OK)
		return hscan_fail(
		    err, HSCAN_EINTR, "interrupted; call again to go on");
	status = evaluation_open(&call->evaluation, &call->app,
	    question->repository, &call->app.settings.metrics, err);
	/* Why there is no clone is no news to whoever named none. */
	if (call->app.settings.no_git)
		call->evaluation.run.git_missing = NULL;
	return status;
}

void
call_end(struct call *call)
{
	if (!call->open)
		return;
	evaluation_close(&call->evaluation);
	app_clear(&call->app);
	*call = (struct call){0};
}

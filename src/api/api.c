/* SPDX-License-Identifier: MIT */
/* The public face of src/app: a store, a question, a sync, a report; see
 * healthscan.h. It stands beside the command line. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <healthscan/healthscan.h>

#include "api/call.h"
#include "api/sized.h"
#include "app/alerting.h"
#include "app/target_sync.h"
#include "base/buf.h"
#include "base/text.h"
#include "http/client.h"
#include "report/report.h"
#include "store/store.h"

enum { PAGE_COLUMNS = 80 };

#define MAX_TEXT_BYTES ((size_t)64 * 1024 * 1024)

const char *
hscan_version(void)
{
	return HSCAN_VERSION;
}

/* --- the store --- */

static enum hscan_status
open_store(const char *path, bool for_sync, struct hscan **out,
    struct hscan_error *err)
{
	struct hscan *made = calloc(1, sizeof(*made));
	enum hscan_status status;

	if (!made)
		return hscan_no_memory(err);
	made->for_sync = for_sync;
	made->path = strdup(path);
	if (!made->path)
		status = hscan_no_memory(err);
	else if (for_sync)
		status = hscan_store_open(path, &made->store, err);
	else
		status = hscan_store_open_read(path, &made->store, err);
	if (status == HSCAN_OK)
		*out = made;
	else
		hscan_close(made);
	return status;
}

enum hscan_status
hscan_open(const char *path, struct hscan **out, struct hscan_error *err)
{
	*out = NULL;
	/* The store would be made, and be found empty. */
	if (!path || access(path, F_OK) != 0)
		return hscan_fail(err, HSCAN_ESTORE,
		    "%s: there is no store; name the one that healthscan sync "
		    "fills",
		    path ? path : "(no path)");
	return open_store(path, false, out, err);
}

enum hscan_status
hscan_open_for_sync(
    const char *path, struct hscan **out, struct hscan_error *err)
{
	*out = NULL;
	if (!path || path[0] == '\0')
		return hscan_fail(err, HSCAN_ESTORE,
		    "(no path): there is no store; name a file for it");
	return open_store(path, true, out, err);
}

void
hscan_close(struct hscan *hscan)
{
	if (!hscan)
		return;
	call_end(&hscan->newest);
	hscan_store_close(hscan->store);
	free(hscan->path);
	free(hscan);
}

enum hscan_status
hscan_set_hooks(struct hscan *hscan, const struct hscan_hooks *hooks,
    struct hscan_error *err)
{
	struct hscan_hooks taken = {0};
	enum hscan_status status = HSCAN_OK;

	if (hooks)
		status = sized_take(hooks, "hscan_hooks",
		    SIZED_UP_TO(struct hscan_hooks, interrupted), &taken,
		    sizeof(taken), err);
	if (status == HSCAN_OK)
		hscan->hooks = taken;
	return status;
}

static enum hscan_status
take_question(const struct hscan_question *given, struct hscan_question *out,
    struct hscan_error *err)
{
	return sized_take(given, "hscan_question",
	    SIZED_UP_TO(struct hscan_question, metrics_len), out, sizeof(*out),
	    err);
}

static enum hscan_status
fail_for_nothing(const struct hscan_repo_name *name, struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_ENODATA,
	    "the store has nothing of %s/%s; fetch it first, with "
	    "hscan_sync_repository()",
	    name->owner, name->name);
}

/* --- sync --- */

static enum hscan_status
run_sync(struct call *call, const struct hscan_question *question,
    struct hscan_error *err)
{
	struct target_run *run = &call->evaluation.run;
	enum hscan_status status = call_open(call, question, err);

	if (status == HSCAN_OK && call->app.settings.offline) {
		status = target_run_find(run, err);
		if (status == HSCAN_ENOTFOUND)
			return fail_for_nothing(&run->name, err);
	}
	if (status == HSCAN_OK)
		status = target_run_sync(run, err);
	if (status == HSCAN_OK && run->source_failed != HSCAN_OK) {
		status = run->source_failed;
		*err = *run->why;
	}
	return status;
}

static enum hscan_status
take_options(const struct hscan_sync_options *given,
    struct hscan_sync_options *out, struct hscan_error *err)
{
	*out = (struct hscan_sync_options){0};
	if (!given)
		return HSCAN_OK;
	return sized_take(given, "hscan_sync_options",
	    SIZED_UP_TO(struct hscan_sync_options, answer_time_s), out,
	    sizeof(*out), err);
}

/* A caller of a later version may have more in it. */
static enum hscan_status
clear_result(struct hscan_sync_result *result, struct hscan_error *err)
{
	if (!result)
		return HSCAN_OK;
	if (result->size < SIZED_UP_TO(struct hscan_sync_result, not_modified))
		return hscan_fail(err, HSCAN_EINVAL,
		    "the size of struct hscan_sync_result is not set; set "
		    ".size to its sizeof");
	result->requests = 0;
	result->not_modified = 0;
	return HSCAN_OK;
}

static enum hscan_status
check_for_sync(const struct hscan *hscan, struct hscan_error *err)
{
	if (hscan->for_sync)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "%s was opened for reading; open it with hscan_open_for_sync()",
	    hscan->path);
}

static enum hscan_status
sync_as_asked(struct hscan *hscan, const struct hscan_question *question,
    const struct hscan_sync_options *options, struct hscan_sync_result *result,
    struct hscan_error *err)
{
	struct hscan_http_count count;
	struct call call;
	enum hscan_status status = call_begin(&call, hscan, question, err);

	if (status == HSCAN_OK)
		status = call_set_options(&call, options, err);
	if (status == HSCAN_OK)
		status = run_sync(&call, question, err);
	count = app_count(&call.app);
	if (result) {
		result->requests = count.requests;
		result->not_modified = count.not_modified;
	}
	call_end(&call);
	return status;
}

enum hscan_status
hscan_sync_repository(struct hscan *hscan,
    const struct hscan_question *question,
    const struct hscan_sync_options *options, struct hscan_sync_result *result,
    struct hscan_error *err)
{
	struct hscan_sync_options taken;
	struct hscan_question asked;
	struct hscan_error own;
	enum hscan_status status;

	err = err ? err : &own;
	status = clear_result(result, err);
	if (status == HSCAN_OK)
		status = check_for_sync(hscan, err);
	if (status == HSCAN_OK)
		status = take_question(question, &asked, err);
	if (status == HSCAN_OK)
		status = take_options(options, &taken, err);
	return status == HSCAN_OK
		   ? sync_as_asked(hscan, &asked, &taken, result, err)
		   : status;
}

/* --- evaluation --- */

static enum hscan_status
run_evaluation(struct hscan *hscan, const struct hscan_question *question,
    struct hscan_error *err)
{
	struct call *call = &hscan->newest;
	enum hscan_status status = call_open(call, question, err);

	if (status == HSCAN_OK && question->alerts && !hscan->for_sync)
		status = hscan_fail(err, HSCAN_EINVAL,
		    "alerts are kept in the store, which was opened for "
		    "reading; open it with hscan_open_for_sync()");
	if (status == HSCAN_OK)
		status = evaluation_report(&call->evaluation, err);
	if (status == HSCAN_OK && question->alerts)
		status = alerting_run(&call->evaluation, err);
	return status == HSCAN_OK ? hscan_store_unchanged(hscan->store, err)
				  : status;
}

/* `now`: the time, for which no clock is read then; NULL: by the clock. */
static enum hscan_status
evaluate(struct hscan *hscan, const struct hscan_question *question,
    const int64_t *now, const struct hscan_report **out,
    struct hscan_error *err)
{
	struct call *call = &hscan->newest;
	enum hscan_status status = call_begin(call, hscan, question, err);

	call->clock_stands = now != NULL;
	call->now = now ? *now : 0;
	if (status == HSCAN_OK)
		status = run_evaluation(hscan, question, err);
	if (status == HSCAN_OK)
		*out = &call->evaluation.report;
	else
		call_end(call);
	return status;
}

enum hscan_status
hscan_evaluate(struct hscan *hscan, const struct hscan_question *question,
    const struct hscan_report **out, struct hscan_error *err)
{
	struct hscan_question asked;
	struct hscan_repo_name name;
	struct hscan_error own;
	enum hscan_status status;

	err = err ? err : &own;
	*out = NULL;
	call_end(&hscan->newest);
	status = take_question(question, &asked, err);
	if (status == HSCAN_OK)
		status = evaluate(hscan, &asked, NULL, out, err);
	if (status == HSCAN_ENOTFOUND &&
	    hscan_repo_name_parse(
		hscan_text_of(asked.repository), &name, NULL) == HSCAN_OK)
		status = fail_for_nothing(&name, err);
	return status;
}

enum hscan_status
hscan_ask(struct hscan *hscan, const struct hscan_request *request,
    const struct hscan_report **out, struct hscan_error *err)
{
	const struct hscan_question question = {
	    .size = sizeof(question),
	    .repository = request->repository,
	    .window = request->window,
	    .full = request->full,
	    .bots = request->bots,
	    .windows = request->windows,
	    .metrics = request->metrics,
	    .metrics_len = request->metrics ? request->metrics_len : 0,
	};
	struct hscan_error own;

	*out = NULL;
	call_end(&hscan->newest);
	return evaluate(
	    hscan, &question, &request->as_of, out, err ? err : &own);
}

/* --- a report as text --- */

enum hscan_status
hscan_write(const struct hscan_report *report, const char *format, char **text,
    size_t *len, struct hscan_error *err)
{
	const struct hscan_look look = {.columns = PAGE_COLUMNS, .utf8 = true};
	enum hscan_status status;
	struct hscan_buf out;

	*text = NULL;
	*len = 0;
	hscan_buf_init(&out, MAX_TEXT_BYTES);
	status = hscan_report_write(report, format, &look, &out, err);
	if (status != HSCAN_OK) {
		hscan_buf_clear(&out);
		return status;
	}
	*text = out.ptr;
	*len = out.len;
	return HSCAN_OK;
}

void
hscan_free(char *text)
{
	free(text);
}

/* SPDX-License-Identifier: MIT */
/* The public face: a store, a question, a report; see healthscan.h. It stands
 * beside the command line, on top of everything else. */
#include <stdlib.h>
#include <unistd.h>

#include <healthscan/healthscan.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "judge/health.h"
#include "metric/registry.h"
#include "metric/sqlite/engine.h"
#include "model/window.h"
#include "report/report.h"
#include "source/git/git.h"
#include "store/store.h"

enum {
	USUAL_DAYS = 30,
	USUAL_SAMPLES = 5,
	SIGMA = 2,
	PAGE_COLUMNS = 80,
	MAX_WINDOWS = 1000, /* as of --windows */
};

#define MAX_TEXT_BYTES ((size_t)64 * 1024 * 1024)

struct hscan {
	struct hscan_store *store;         /* owned */
	struct hscan_metrics metrics;      /* owned */
	struct hscan_doc_paths *doc_paths; /* owned; the usual ones */
	struct hscan_arena arena;          /* owned; of the newest report */
	struct hscan_report report;
};

const char *
hscan_version(void)
{
	return HSCAN_VERSION;
}

enum hscan_status
hscan_open(const char *path, struct hscan **out, struct hscan_error *err)
{
	struct hscan *made;
	enum hscan_status status;

	*out = NULL;
	/* The store would be made, and be found empty. */
	if (!path || access(path, F_OK) != 0)
		return hscan_fail(err, HSCAN_ESTORE,
		    "%s: there is no store; name the one that healthscan sync "
		    "fills",
		    path ? path : "(no path)");
	made = calloc(1, sizeof(*made));
	if (!made)
		return hscan_no_memory(err);
	hscan_arena_init(&made->arena);
	status = hscan_store_open_read(path, &made->store, err);
	if (status == HSCAN_OK)
		status = hscan_metrics_load(&made->metrics, err);
	if (status == HSCAN_OK)
		status = hscan_doc_paths_new(NULL, 0, &made->doc_paths, err);
	if (status == HSCAN_OK)
		*out = made;
	else
		hscan_close(made);
	return status;
}

void
hscan_close(struct hscan *hscan)
{
	if (!hscan)
		return;
	hscan_store_close(hscan->store);
	hscan_metrics_clear(&hscan->metrics);
	hscan_doc_paths_free(hscan->doc_paths);
	hscan_arena_clear(&hscan->arena);
	free(hscan);
}

static enum hscan_status
read_window(const struct hscan_request *request, struct hscan_window_spec *out,
    struct hscan_error *err)
{
	*out = (struct hscan_window_spec){
	    .seconds = USUAL_DAYS * (int64_t)HSCAN_DAY_S};
	if (!request->window ||
	    hscan_window_parse(hscan_text_of(request->window), out))
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "the request's window is not one; write 30d, 4w, 3mo, or week, "
	    "month, quarter, year");
}

/* What the command line refuses, too. */
static enum hscan_status
check_request(const struct hscan_request *request, struct hscan_error *err)
{
	if (!request->repository)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the request names no repository; write owner/name");
	if (request->windows > MAX_WINDOWS)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the request asks for %zu windows; %d are the most",
		    request->windows, MAX_WINDOWS);
	return HSCAN_OK;
}

/* The names of metrics as texts, of the arena. */
static enum hscan_status
read_metrics(struct hscan *hscan, const struct hscan_request *request,
    struct hscan_health_query *question, struct hscan_error *err)
{
	struct hscan_text *ids = hscan_arena_alloc(
	    &hscan->arena, request->metrics_len + 1, sizeof(*ids));

	if (!ids)
		return hscan_no_memory(err);
	for (size_t i = 0; i < request->metrics_len; i++)
		ids[i] = hscan_text_of(request->metrics[i]);
	question->ids = ids;
	question->ids_len = request->metrics_len;
	return HSCAN_OK;
}

enum hscan_status
hscan_ask(struct hscan *hscan, const struct hscan_request *request,
    const struct hscan_report **out, struct hscan_error *err)
{
	struct hscan_health_query question = {
	    .version = HSCAN_VERSION,
	    .engine = &hscan_sqlite_engine,
	    .generated_at = request->as_of,
	    .as_of = request->as_of,
	    .windows = request->windows,
	    .min_samples = USUAL_SAMPLES,
	    .sigma = SIGMA,
	    .full = request->full,
	    .bots_included = request->bots,
	    .lifecycle = true,
	    .metrics = &hscan->metrics,
	    .doc_paths = hscan_doc_paths_key(hscan->doc_paths),
	};
	struct hscan_repo_name name;
	enum hscan_status status;

	*out = NULL;
	hscan->report = (struct hscan_report){0};
	hscan_arena_clear(&hscan->arena);
	status = check_request(request, err);
	if (status == HSCAN_OK)
		status = hscan_repo_name_parse(
		    hscan_text_of(request->repository), &name, err);
	if (status == HSCAN_OK)
		status = read_window(request, &question.window, err);
	if (status == HSCAN_OK)
		status = read_metrics(hscan, request, &question, err);
	if (status == HSCAN_OK)
		status = hscan_health(hscan->store, &name, &question,
		    &hscan->arena, &hscan->report, err);
	if (status == HSCAN_OK)
		*out = &hscan->report;
	return status;
}

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

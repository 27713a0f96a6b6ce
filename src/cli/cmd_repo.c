/* SPDX-License-Identifier: MIT */
/* healthscan repo: the main job. Sync what is needed, compute, show. */
#include "base/arena.h"
#include "base/safe.h"
#include "cli/bounds.h"
#include "cli/cli.h"
#include "cli/exit.h"
#include "cli/session.h"
#include "judge/health.h"
#include "report/report.h"

/* A report is some kilobytes; more than this is a fault. */
#define MAX_REPORT_BYTES ((size_t)64 * 1024 * 1024)

static struct hscan_question
question_of(const struct session *session, const struct hscan_metrics *metrics)
{
	const struct settings *settings = &session->cli->settings;

	return (struct hscan_question){
	    .version = HSCAN_VERSION,
	    .generated_at = session->now,
	    .as_of =
		settings->as_of == HSCAN_NEVER ? session->now : settings->as_of,
	    .window_s = settings->window_s,
	    .windows = (size_t)settings->windows,
	    .bots_included = settings->bots == BOTS_INCLUDE,
	    .history_events = settings->history == HISTORY_EVENTS,
	    .bot_logins = settings->bot_logins.items,
	    .bot_logins_len = settings->bot_logins.len,
	    .metrics = metrics,
	    .ids = settings->metrics.items,
	    .ids_len = settings->metrics.len,
	    .incomplete = session->source_failed != HSCAN_OK,
	    .doc_paths = hscan_doc_paths_key(session->doc_paths),
	    .git_missing = session->git_missing,
	};
}

static enum hscan_status
show(struct session *session, const struct hscan_metrics *metrics,
    struct hscan_error *err)
{
	struct cli *cli = session->cli;
	const struct hscan_question question = question_of(session, metrics);
	const struct hscan_look look = {
	    .columns = cli->terminal.columns,
	    .colour = cli->terminal.colour,
	    .utf8 = cli->terminal.utf8,
	};
	struct hscan_report report;
	struct hscan_arena arena;
	struct hscan_buf text;
	enum hscan_status status;

	hscan_arena_init(&arena);
	hscan_buf_init(&text, MAX_REPORT_BYTES);
	status = hscan_health(
	    session->store, &session->name, &question, &arena, &report, err);
	if (status == HSCAN_OK)
		status = hscan_format_find(cli->settings.format)
			     ->write(&report, &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	hscan_arena_clear(&arena);
	return status;
}

static enum hscan_status
run(struct session *session, const struct hscan_metrics *metrics,
    struct hscan_error *err)
{
	enum hscan_status status;

	status = session_sync(session, err);
	if (status != HSCAN_OK)
		return status;
	status = show(session, metrics, err);
	/* Nothing of it was ever fetched, and the user knows why. */
	if (status == HSCAN_ENOTFOUND && session->source_failed != HSCAN_OK)
		status = HSCAN_OK;
	return status;
}

/* Before anything is asked for its sake. */
static enum hscan_status
check_metrics(const struct settings *settings,
    const struct hscan_metrics *metrics, struct hscan_error *err)
{
	char id[80];

	for (size_t i = 0; i < settings->metrics.len; i++) {
		struct hscan_text wanted = settings->metrics.items[i];

		if (!hscan_metrics_find(metrics, wanted))
			return hscan_fail(err, HSCAN_EINVAL,
			    "there is no metric '%s'; healthscan metrics lists "
			    "them",
			    hscan_safe(wanted, id, sizeof(id)));
	}
	return HSCAN_OK;
}

int
cmd_repo(struct cli *cli)
{
	struct session session = {0};
	struct hscan_metrics metrics = {0};
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status;
	int code;

	status = bounds_load(&cli->settings, &metrics, &err);
	if (status == HSCAN_OK)
		status = check_metrics(&cli->settings, &metrics, &err);
	if (status == HSCAN_OK)
		status = session_open(&session, cli, &err);
	if (status == HSCAN_OK)
		status = run(&session, &metrics, &err);
	if (status != HSCAN_OK)
		code = cli_error(cli, &err);
	else
		code = (int)exit_code_of(session.source_failed, 0);
	session_close(&session);
	hscan_metrics_clear(&metrics);
	return code;
}

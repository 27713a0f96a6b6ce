/* SPDX-License-Identifier: MIT */
/* From an evaluation to its alerts; see alerting.h. */
#include "app/alerting.h"

#include "app/turn.h"
#include "base/buf.h"
#include "judge/alert.h"
#include "report/alert.h"

#define LONGEST_PATH ((size_t)64 * 1024)

enum { LARGEST_ALERT = 1024 * 1024 };

static void
warn_of_waiting(
    const struct app *app, const struct hscan_error *why, int64_t waiting)
{
	if (waiting == 1)
		app_warn(app,
		    "%s; the notification is kept and sent at the next run",
		    why->message);
	else
		app_warn(app,
		    "%s; %lld notifications are kept and sent at the next run",
		    why->message, (long long)waiting);
}

/* Sends the oldest that waits. `*more`: it has been taken. What is noted only
 * afterwards is sent again by the next run, should this one end in between. */
static enum hscan_status
send_one(struct evaluation *evaluation, struct hscan_buf *text, bool *more,
    struct hscan_error *err)
{
	const struct app *app = evaluation->app;
	struct hscan_store *store = evaluation->run.store;
	struct hscan_error why = {.status = HSCAN_OK};
	int64_t id = 0, waiting = 0;
	enum hscan_status status;

	*more = false;
	hscan_buf_reset(text);
	status = hscan_store_next_notification(
	    store, evaluation->repo_id, &id, text, &waiting, err);
	if (status != HSCAN_OK || id == 0)
		return status;
	status =
	    app->hooks.notify(hscan_buf_text(text), app->hooks.payload, &why);
	/* Ctrl-C may have ended the command before us. */
	if (app->interrupted && *app->interrupted != 0)
		return hscan_fail(
		    err, HSCAN_EINTR, "interrupted; run again to go on");
	/* A command that fails is no reason to show nothing. */
	if (status != HSCAN_OK) {
		warn_of_waiting(app, &why, waiting);
		return HSCAN_OK;
	}
	*more = true;
	return hscan_store_put_notified(store, evaluation->repo_id, id, err);
}

/* In its turn: of two runs at once both would send what waits. */
static enum hscan_status
send_in_turn(struct evaluation *evaluation, struct hscan_buf *text,
    struct hscan_error *err)
{
	struct hscan_buf path;
	enum hscan_status status;
	bool more = true;
	int turn = -1;

	hscan_buf_init(&path, LONGEST_PATH);
	(void)hscan_buf_add_format(
	    &path, "%s-notify", evaluation->app->settings.db);
	status = hscan_buf_check(&path, "a path", err);
	if (status == HSCAN_OK)
		status = turn_begin(
		    path.ptr, evaluation->app->interrupted, &turn, err);
	while (status == HSCAN_OK && more)
		status = send_one(evaluation, text, &more, err);
	turn_end(turn);
	hscan_buf_clear(&path);
	return status;
}

/* All that waits, in order: also what earlier runs could not send. */
static enum hscan_status
send_all(struct evaluation *evaluation, struct hscan_error *err)
{
	int64_t id = 0, waiting = 0;
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, LARGEST_ALERT);
	status = hscan_store_next_notification(evaluation->run.store,
	    evaluation->repo_id, &id, &text, &waiting, err);
	if (status == HSCAN_OK && id != 0)
		status = send_in_turn(evaluation, &text, err);
	hscan_buf_clear(&text);
	return status;
}

enum hscan_status
alerting_run(struct evaluation *evaluation, struct hscan_error *err)
{
	const struct settings *settings = &evaluation->app->settings;
	const struct hscan_alert_rule rule = {
	    .on_watch = settings->alert_on == ALERT_ON_WATCH,
	    .clear_after = settings->clear_after,
	};
	struct hscan_report *report = &evaluation->report;
	struct hscan_alert *alerts = NULL;
	const bool *fresh = NULL;
	size_t len = 0;
	enum hscan_status status;

	status = hscan_alerts_evaluate(evaluation->run.store,
	    evaluation->repo_id, evaluation->scope, report, &rule,
	    settings->notify_command ? hscan_alert_json : NULL, report->settled,
	    &evaluation->arena, &alerts, &len, &fresh, err);
	if (status != HSCAN_OK)
		return status;
	report->alerts = alerts;
	report->alerts_len = len;
	/* What cannot be noted as sent would be sent for ever. */
	if (!settings->notify_command || !evaluation->app->hooks.notify ||
	    hscan_store_is_read_only(evaluation->run.store))
		return HSCAN_OK;
	return send_all(evaluation, err);
}

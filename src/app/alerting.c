/* SPDX-License-Identifier: MIT */
/* From an evaluation to its alerts; see alerting.h. */
#include "app/alerting.h"

#include "app/turn.h"
#include "base/buf.h"
#include "report/alert.h"
#include "store/shadow.h"

#define LONGEST_PATH ((size_t)64 * 1024)

enum { LARGEST_ALERT = 1024 * 1024 };

/* What is being sent. */
struct sending {
	const struct app *app;
	struct hscan_store *store;
	int64_t repo_id;
	const char *when; /* one that fails is sent again */
	struct hscan_buf text;
	int64_t left;
};

static void
warn_of_waiting(const struct sending *sending, const struct hscan_error *why)
{
	if (sending->left == 1)
		app_warn(sending->app,
		    "%s; the notification is kept and sent %s", why->message,
		    sending->when);
	else
		app_warn(sending->app,
		    "%s; %lld notifications are kept and sent %s", why->message,
		    (long long)sending->left, sending->when);
}

/* Sends the oldest that waits. `*more`: it has been taken. What is noted only
 * afterwards is sent again by the next run, should this one end in between. */
static enum hscan_status
send_one(struct sending *sending, bool *more, struct hscan_error *err)
{
	const struct app *app = sending->app;
	struct hscan_error why = {.status = HSCAN_OK};
	int64_t id = 0;
	enum hscan_status status;

	*more = false;
	hscan_buf_reset(&sending->text);
	status = hscan_store_next_notification(sending->store, sending->repo_id,
	    &id, &sending->text, &sending->left, err);
	if (status != HSCAN_OK || id == 0)
		return status;
	status = app->hooks.notify(
	    hscan_buf_text(&sending->text), app->hooks.payload, &why);
	/* Ctrl-C may have ended the command before us. */
	if (app->interrupted && *app->interrupted != 0)
		return hscan_fail(
		    err, HSCAN_EINTR, "interrupted; run again to go on");
	/* A command that fails is no reason to show nothing. */
	if (status != HSCAN_OK) {
		warn_of_waiting(sending, &why);
		return HSCAN_OK;
	}
	*more = true;
	return hscan_store_put_notified(
	    sending->store, sending->repo_id, id, err);
}

/* In its turn: of two runs at once both would send what waits. */
static enum hscan_status
send_in_turn(struct sending *sending, struct hscan_error *err)
{
	struct hscan_buf path;
	enum hscan_status status;
	bool more = true;
	int turn = -1;

	hscan_buf_init(&path, LONGEST_PATH);
	(void)hscan_buf_add_format(
	    &path, "%s-notify", sending->app->settings.db);
	status = hscan_buf_check(&path, "a path", err);
	if (status == HSCAN_OK)
		status =
		    turn_begin(path.ptr, sending->app->interrupted, &turn, err);
	while (status == HSCAN_OK && more)
		status = send_one(sending, &more, err);
	turn_end(turn);
	hscan_buf_clear(&path);
	return status;
}

enum hscan_status
alerting_send(const struct app *app, struct hscan_store *store, int64_t repo_id,
    const char *when, int64_t *left, struct hscan_error *err)
{
	struct sending sending = {
	    .app = app, .store = store, .repo_id = repo_id, .when = when};
	int64_t id = 0;
	enum hscan_status status;

	hscan_buf_init(&sending.text, LARGEST_ALERT);
	status = hscan_store_next_notification(
	    store, repo_id, &id, &sending.text, &sending.left, err);
	if (status == HSCAN_OK && id != 0)
		status = send_in_turn(&sending, err);
	*left = sending.left;
	hscan_buf_clear(&sending.text);
	return status;
}

struct hscan_alert_rule
alerting_rule(const struct settings *settings)
{
	return (struct hscan_alert_rule){
	    .on_watch = settings->alert_on == ALERT_ON_WATCH,
	    .clear_after = settings->clear_after,
	};
}

enum hscan_status
alerting_evaluate(struct evaluation *evaluation,
    const struct hscan_alert_rule *rule, const bool **fresh,
    struct hscan_error *err)
{
	struct hscan_report *report = &evaluation->report;
	struct hscan_alert *alerts = NULL;
	size_t len = 0;
	enum hscan_status status;

	status = hscan_alerts_evaluate(evaluation->run.store,
	    evaluation->repo_id, evaluation->key, report, rule,
	    evaluation->app->settings.notify_command ? hscan_alert_json : NULL,
	    report->settled, &evaluation->arena, &alerts, &len, fresh, err);
	if (status != HSCAN_OK)
		return status;
	report->alerts = alerts;
	report->alerts_len = len;
	return HSCAN_OK;
}

enum hscan_status
alerting_run(struct evaluation *evaluation, struct hscan_error *err)
{
	const struct app *app = evaluation->app;
	const struct hscan_alert_rule rule = alerting_rule(&app->settings);
	const bool *fresh = NULL;
	int64_t left;
	enum hscan_status status;

	/* Nothing of them is kept there, and so nothing is known. */
	if (hscan_store_is_shadow(evaluation->run.store))
		return HSCAN_OK;
	status = alerting_evaluate(evaluation, &rule, &fresh, err);
	if (status != HSCAN_OK)
		return status;
	/* What cannot be noted as sent would be sent for ever. */
	if (!app->settings.notify_command || !app->hooks.notify ||
	    hscan_store_is_read_only(evaluation->run.store))
		return HSCAN_OK;
	return alerting_send(app, evaluation->run.store, evaluation->repo_id,
	    "at the next run", &left, err);
}

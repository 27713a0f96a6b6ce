/* SPDX-License-Identifier: MIT */
/* Evaluates the alerts of an answer; see alerting.h. */
#include "cli/alerting.h"

#include "base/buf.h"
#include "cli/notify.h"
#include "judge/alert.h"
#include "report/alert.h"

enum { LARGEST_ALERT = 1024 * 1024 };

static enum hscan_status
tell(struct answer *answer, const struct hscan_alert *alert,
    struct hscan_error *err)
{
	const struct settings *settings = &answer->cli->settings;
	struct hscan_error why = {.status = HSCAN_OK};
	enum hscan_status status;
	struct hscan_buf json;

	hscan_buf_init(&json, LARGEST_ALERT);
	status = hscan_alert_json(&answer->report, alert, &json, err);
	/* A command that fails is no reason to show nothing. */
	if (status == HSCAN_OK &&
	    notify_run(settings->notify_command, settings->notify_shell,
		hscan_buf_text(&json), &why) != HSCAN_OK)
		cli_warn(answer->cli, "%s", why.message);
	hscan_buf_clear(&json);
	return status;
}

enum hscan_status
alerting_run(struct answer *answer, struct hscan_error *err)
{
	const struct settings *settings = &answer->cli->settings;
	const struct hscan_alert_rule rule = {
	    .on_watch = settings->alert_on == ALERT_ON_WATCH,
	    .clear_after = settings->clear_after,
	};
	struct hscan_report *report = &answer->report;
	struct hscan_alert *alerts = NULL;
	const bool *fresh = NULL;
	size_t len = 0;
	enum hscan_status status;

	status = hscan_alerts_evaluate(answer->session.store, answer->repo_id,
	    answer->scope, report, &rule, report->complete, &answer->arena,
	    &alerts, &len, &fresh, err);
	if (status != HSCAN_OK)
		return status;
	report->alerts = alerts;
	report->alerts_len = len;
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		if (fresh[i] && settings->notify_command)
			status = tell(answer, &alerts[i], err);
	return status;
}

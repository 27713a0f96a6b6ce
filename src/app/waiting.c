/* SPDX-License-Identifier: MIT */
/* What is open and who has to move; see waiting.h. */
#include "app/waiting.h"

#include "judge/waiting_list.h"

enum hscan_status
waiting_open(struct evaluation *evaluation, struct app *app, const char *repo,
    struct hscan_error *err)
{
	const struct settings *settings = &app->settings;
	struct settings_list none = {NULL, 0, 0};
	enum hscan_status status =
	    evaluation_open(evaluation, app, repo, &none, err);
	struct target_run *run = &evaluation->run;
	int64_t as_of = evaluation->question.as_of;

	if (status != HSCAN_OK)
		return status;
	run->needs = HSCAN_NEED_ISSUES | HSCAN_NEED_PULLS | HSCAN_NEED_BACKLOG |
		     HSCAN_NEED_OPEN_ANSWERS;
	if (settings->base)
		run->needs |= HSCAN_NEED_BASES;
	/* What was open then has changed since, or is open now. */
	run->from = as_of < run->now ? as_of : run->now;
	run->to = as_of;
	run->whole = settings->sweep;
	return HSCAN_OK;
}

enum hscan_status
waiting_find(struct evaluation *evaluation, struct hscan_waiting *out,
    struct hscan_error *err)
{
	const struct settings *settings = &evaluation->app->settings;
	struct hscan_waiting found = {
	    .only = (enum hscan_waits_for)settings->waits_for,
	    .over_s = settings->over_s,
	};
	enum hscan_status status = target_run_find(&evaluation->run, err);
	struct hscan_health_one one;

	if (status != HSCAN_OK)
		return status;
	one = evaluation_one(&evaluation->run);
	status = hscan_waiting_list(evaluation->run.store,
	    &evaluation->question, &one, &evaluation->arena, &found, err);
	if (status == HSCAN_OK)
		*out = found;
	return status;
}

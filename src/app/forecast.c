/* SPDX-License-Identifier: MIT */
/* What a run would ask for; see forecast.h. */
#include "app/forecast.h"

#include "http/client.h"
#include "store/store.h"
#include "sync/plan.h"

enum {
	/* How many requests are on the wire at once. */
	TOKEN_LINES = 4,
	NOBODY_LINES = 1,
	/* Of a request, where nothing was asked to be measured. */
	USUAL_MS = 300,
};

static enum hscan_status
ask(struct target_run *run, struct forecast *out, struct hscan_error *err)
{
	struct forecast_part *part = &out->parts[out->len];
	int64_t began = app_monotonic_ms(run->app);
	enum hscan_status status;

	part->run = run;
	status = target_run_forecast(run, &part->found, err);
	out->spent_ms += app_monotonic_ms(run->app) - began;
	if (status != HSCAN_OK)
		return target_run_failed(run, status, err);
	out->len++;
	out->requests += part->found.requests;
	out->probes += part->found.probes;
	if (part->found.rate.limit >= 0)
		out->rate = part->found.rate;
	return HSCAN_OK;
}

enum hscan_status
forecast_all(struct target_run *runs, size_t len, struct hscan_arena *arena,
    struct forecast *out, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	*out = (struct forecast){.rate = {-1, -1, -1}};
	out->parts = hscan_arena_alloc(arena, len + 1, sizeof(*out->parts));
	if (!out->parts)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		status = ask(&runs[i], out, err);
	return status;
}

enum hscan_status
forecast_is_due(struct target_run *run, bool *due, struct hscan_error *err)
{
	const struct settings *settings = &run->app->settings;
	struct hscan_stored_repo stored = {0};
	struct hscan_http *http;
	enum hscan_status status;

	*due = false;
	/* A recording has to be of the run itself. */
	if (!target_run_asks_forge(run) || settings->replay ||
	    settings->record || !(run->needs & HSCAN_NEEDS_FULL))
		return HSCAN_OK;
	status = app_client(run->app, run->name.host, &http, err);
	if (status != HSCAN_OK || hscan_http_has_token(http))
		return status;
	status = hscan_store_find_repo(run->store, &run->name, &stored, err);
	hscan_stored_repo_clear(&stored);
	*due = status == HSCAN_ENOTFOUND;
	return *due ? HSCAN_OK : status;
}

int64_t
forecast_seconds(const struct forecast *forecast, bool token)
{
	int64_t ms = forecast->probes > 0
			 ? forecast->spent_ms / forecast->probes
			 : USUAL_MS;

	return hscan_plan_seconds(forecast->requests,
	    token ? FORECAST_TOKEN_AN_HOUR : FORECAST_NOBODY_AN_HOUR,
	    token ? TOKEN_LINES : NOBODY_LINES, ms);
}

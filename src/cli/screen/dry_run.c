/* SPDX-License-Identifier: MIT */
/* Tells what a run would ask for, and what that costs; see dry_run.h. */
#include "cli/screen/dry_run.h"

#include <stdio.h>
#include <time.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "report/grid.h"
#include "sync/plan.h"

/* How many requests are on the wire at once, with a token and without. */
enum {
	TOKEN_LINES = 4,
	PUBLIC_LINES = 1,
	/* Of a request, where nothing was asked to be measured. */
	USUAL_MS = 300,
};

enum { REPOSITORY, ENDPOINT, REQUESTS, WITH_TOKEN, WITHOUT, COLUMNS };

static const struct hscan_text columns[COLUMNS] = {
    [REPOSITORY] = {"repository", 10},
    [ENDPOINT] = {"endpoint", 8},
    [REQUESTS] = {"requests", 8},
    [WITH_TOKEN] = {"with_token_s", 12},
    [WITHOUT] = {"without_token_s", 15},
};

struct costs {
	struct hscan_arena arena;
	struct hscan_grid grid;
	int64_t requests, probes, spent_ms;
	struct hscan_http_rate rate;
};

static int64_t
clock_ms(void)
{
	struct timespec now = {0};

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum hscan_status
add_row(struct costs *costs, struct hscan_text repository,
    struct hscan_text endpoint, int64_t requests, struct hscan_error *err)
{
	struct hscan_cell *row = hscan_grid_row(&costs->grid);

	if (!row || !endpoint.ptr)
		return hscan_no_memory(err);
	row[REPOSITORY] = hscan_cell_text(repository);
	row[ENDPOINT] = hscan_cell_text(endpoint);
	row[REQUESTS] = hscan_cell_integer(requests);
	return HSCAN_OK;
}

static struct hscan_text
full_name(struct costs *costs, const struct session *session)
{
	char name[sizeof(session->name.owner) + sizeof(session->name.name)];

	(void)snprintf(name, sizeof(name), "%s/%s", session->name.owner,
	    session->name.name);
	return hscan_arena_dup(&costs->arena, hscan_text_of(name));
}

static enum hscan_status
add_forecast(struct costs *costs, const struct session *session,
    const struct hscan_forecast *forecast, struct hscan_error *err)
{
	struct hscan_text name = full_name(costs, session);
	enum hscan_status status = HSCAN_OK;

	/* Below /repos/OWNER/NAME; "/" is that itself. */
	for (size_t i = 0; i < forecast->len && status == HSCAN_OK; i++) {
		const char *endpoint = forecast->rows[i].endpoint;

		status = add_row(costs, name,
		    hscan_text_of(*endpoint ? endpoint : "/"),
		    forecast->rows[i].requests, err);
	}
	costs->requests += forecast->requests;
	costs->probes += forecast->probes;
	if (forecast->rate.limit >= 0)
		costs->rate = forecast->rate;
	return status;
}

static int64_t
seconds(const struct costs *costs, bool token)
{
	int64_t ms =
	    costs->probes > 0 ? costs->spent_ms / costs->probes : USUAL_MS;

	return hscan_plan_seconds(costs->requests,
	    token ? HSCAN_TOKEN_AN_HOUR : HSCAN_PUBLIC_AN_HOUR,
	    token ? TOKEN_LINES : PUBLIC_LINES, ms);
}

static enum hscan_status
add_total(struct costs *costs, struct hscan_error *err)
{
	const struct hscan_text none = {NULL, 0};
	enum hscan_status status =
	    add_row(costs, none, hscan_text_of("total"), costs->requests, err);
	struct hscan_cell *row;

	if (status != HSCAN_OK)
		return status;
	row = hscan_grid_cell(&costs->grid, (costs->grid.rows - 1) * COLUMNS);
	row[REPOSITORY] = (struct hscan_cell){.kind = HSCAN_CELL_NULL};
	row[WITH_TOKEN] = hscan_cell_integer(seconds(costs, true));
	row[WITHOUT] = hscan_cell_integer(seconds(costs, false));
	return HSCAN_OK;
}

/* "3 h 2 min" */
static const char *
in_words(int64_t seconds, char out[48])
{
	long long minutes = (seconds + 59) / 60;

	if (seconds < 60)
		(void)snprintf(out, 48, "%lld s", (long long)seconds);
	else if (minutes < 60)
		(void)snprintf(out, 48, "%lld min", minutes);
	else
		(void)snprintf(
		    out, 48, "%lld h %lld min", minutes / 60, minutes % 60);
	return out;
}

static void
tell(struct cli *cli, const struct costs *costs)
{
	char with[48], without[48], until[HSCAN_TIME_SIZE] = "";

	progress_say(&cli->progress,
	    "%lld requests: about %s with a token (%d an hour), %s without "
	    "(%d an hour)",
	    (long long)costs->requests, in_words(seconds(costs, true), with),
	    HSCAN_TOKEN_AN_HOUR, in_words(seconds(costs, false), without),
	    HSCAN_PUBLIC_AN_HOUR);
	if (costs->rate.limit < 0)
		return;
	hscan_format_time(costs->rate.reset, until);
	progress_say(&cli->progress,
	    "%lld requests were sent to find out; %lld of %lld are left until "
	    "%s%s",
	    (long long)costs->probes, (long long)costs->rate.remaining,
	    (long long)costs->rate.limit, until,
	    costs->requests > costs->rate.remaining
		? ", which is too few: the run will have to wait, or be run "
		  "again to go on"
		: "");
}

static enum hscan_status
ask_all(struct costs *costs, struct session *sessions, size_t len,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		struct hscan_forecast forecast = {.rate = {-1, -1, -1}};
		int64_t began = clock_ms();

		status = session_forecast(&sessions[i], &forecast, err);
		costs->spent_ms += clock_ms() - began;
		if (status == HSCAN_OK)
			status =
			    add_forecast(costs, &sessions[i], &forecast, err);
		else
			status = session_failed(&sessions[i], status, err);
	}
	return status;
}

enum hscan_status
dry_run(struct session *sessions, size_t len, struct hscan_error *err)
{
	struct cli *cli = sessions[0].cli;
	struct costs costs = {.rate = {-1, -1, -1}};
	enum hscan_status status;

	hscan_arena_init(&costs.arena);
	hscan_grid_init(&costs.grid, &costs.arena, "healthscan.forecast/1",
	    columns, COLUMNS);
	status = ask_all(&costs, sessions, len, err);
	if (status == HSCAN_OK)
		status = add_total(&costs, err);
	if (status == HSCAN_OK)
		status = cli_write_grid(cli, &costs.grid, err);
	if (status == HSCAN_OK)
		tell(cli, &costs);
	hscan_arena_clear(&costs.arena);
	return status;
}

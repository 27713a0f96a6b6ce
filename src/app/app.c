/* SPDX-License-Identifier: MIT */
/* The clients of a run, one a host, and its store; see app.h. */
#include "app/app.h"

#include <string.h>

#include "base/text.h"
#include "http/client.h"
#include "source/github/protocol.h"
#include "store/store.h"

/* Requests on the wire at once: GitHub asks for few, and for one at a time
 * of those who do not say who they are. */
#define IN_FLIGHT_WITH_TOKEN 4
#define IN_FLIGHT            1

/* Who asks a host, for all its repositories. */
struct app_client {
	const char *host;
	struct hscan_http *http; /* owned; NULL: not opened */
	struct app_client *next;
};

void
app_init(struct app *app)
{
	*app = (struct app){.budget = -1, .requests_left = -1};
	settings_init(&app->settings);
}

void
app_clear(struct app *app)
{
	for (struct app_client *c = app->clients; c; c = c->next)
		hscan_http_close(c->http);
	settings_clear(&app->settings);
	app_init(app);
}

/* --- what a client calls --- */

static int64_t
now_s(void *payload)
{
	return app_now_s(payload);
}

static int64_t
monotonic_ms(void *payload)
{
	const struct app *app = payload;

	return app->hooks.monotonic_ms(app->hooks.payload);
}

static void
on_connecting(const char *where, void *payload)
{
	app_say(payload, APP_SAY, "connecting to %s: no answer so far", where);
}

static void
on_waiting(int64_t seconds, const char *why, void *payload)
{
	app_say(
	    payload, APP_SAY, "waiting %lld s: %s", (long long)seconds, why);
}

static void
on_trace(const char *line, void *payload)
{
	app_say(payload, APP_TRACE, "%s", line);
}

static void
on_note(const char *line, void *payload)
{
	app_say(payload, APP_NOTE, "%s", line);
}

static void
on_warning(const char *line, void *payload)
{
	app_warn(payload, "%s", line);
}

/* --- the clients --- */

static enum hscan_status
open_http(struct app *app, const char *host, struct hscan_buf *url,
    struct hscan_buf *token, struct hscan_http **out, struct hscan_error *err)
{
	const struct settings *settings = &app->settings;
	struct hscan_http_options options;
	enum hscan_status status;

	status = settings_api_url(settings, host, url, err);
	/* A replay asks no server, so it needs no token. */
	if (status == HSCAN_OK && !settings->replay)
		status = app->hooks.tokens ? app->hooks.tokens(host, token,
						 app->hooks.payload, err)
					   : HSCAN_OK;
	if (status != HSCAN_OK)
		return status;
	hscan_http_options_init(&options);
	options.dialect = &hscan_github_dialect;
	options.api_url = hscan_buf_string(url);
	options.token = token->len > 0 ? hscan_buf_string(token) : NULL;
	options.user_agent = "healthscan/" HSCAN_VERSION;
	options.record_dir = settings->record;
	options.replay_dir = settings->replay;
	options.max_in_flight =
	    options.token ? IN_FLIGHT_WITH_TOKEN : IN_FLIGHT;
	if (settings->jobs > 0)
		options.max_in_flight = (unsigned)settings->jobs;
	if (app->attempts > 0)
		options.max_attempts = app->attempts;
	options.max_wait_s = settings->max_wait_s;
	options.answer_time_s = settings->answer_time_s;
	options.retry_delay_s = settings->retry_delay_s;
	options.ca_file = settings->ca_file;
	if (settings->budget >= 0)
		options.budget = &app->budget;
	options.now_s = now_s;
	options.monotonic_ms = monotonic_ms;
	options.waiting = on_waiting;
	options.connecting = on_connecting;
	options.trace = on_trace;
	options.note = on_note;
	options.warn = on_warning;
	options.payload = app;
	options.interrupted = app->interrupted;
	status = hscan_http_open(&options, out, err);
	/* A refusal at open is a usage error. */
	if (status == HSCAN_EREFUSED)
		err->status = status = HSCAN_EINVAL;
	return status;
}

/* Its URL and its token are the client's own from here on. */
static enum hscan_status
open_client(struct app *app, const char *host, struct hscan_http **out,
    struct hscan_error *err)
{
	struct hscan_buf url, token;
	enum hscan_status status;

	hscan_buf_init(&url, (size_t)64 * 1024);
	hscan_buf_init_secret(&token, (size_t)64 * 1024);
	status = open_http(app, host, &url, &token, out, err);
	hscan_buf_clear(&token);
	hscan_buf_clear(&url);
	return status;
}

static struct app_client *
find_client(const struct app *app, const char *host)
{
	struct app_client *client = app->clients;

	while (client && strcmp(client->host, host) != 0)
		client = client->next;
	return client;
}

enum hscan_status
app_client(struct app *app, const char *host, struct hscan_http **out,
    struct hscan_error *err)
{
	struct app_client *client = find_client(app, host);
	enum hscan_status status = HSCAN_OK;

	if (!app->clients)
		app->budget = app->settings.budget;
	if (!client) {
		struct hscan_text copy =
		    hscan_arena_dup(&app->settings.arena, hscan_text_of(host));

		client =
		    hscan_arena_alloc(&app->settings.arena, 1, sizeof(*client));
		if (!client || !copy.ptr)
			return hscan_no_memory(err);
		client->host = copy.ptr;
		client->next = app->clients;
		app->clients = client;
	}
	if (!client->http)
		status = open_client(app, host, &client->http, err);
	if (status == HSCAN_OK)
		*out = client->http;
	return status;
}

int64_t
app_requests_left(const struct app *app, const char *host)
{
	const struct app_client *client = find_client(app, host);

	return client && client->http
		   ? hscan_http_rate_seen(client->http).remaining
		   : -1;
}

struct hscan_http_count
app_count(const struct app *app)
{
	struct hscan_http_count all = {0};

	for (const struct app_client *c = app->clients; c; c = c->next) {
		struct hscan_http_count one = {0};

		if (c->http)
			one = hscan_http_count(c->http);
		all.requests += one.requests;
		all.not_modified += one.not_modified;
	}
	return all;
}

/* --- the store --- */

enum hscan_status
app_open_for_reading(
    struct app *app, struct hscan_store **out, struct hscan_error *err)
{
	enum hscan_status status =
	    hscan_store_open_read(app->settings.db, out, err);

	if (status == HSCAN_OK)
		app->reading = *out;
	return status;
}

/* SPDX-License-Identifier: MIT */
/* The loop of the receiver; see serve.h. */
#include "serve/serve.h"

#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/time.h"
#include "serve/admin.h"
#include "serve/group.h"
#include "serve/keep.h"
#include "serve/listen.h"
#include "serve/receiver.h"
#include "store/store.h"

enum {
	/* A signal that comes just before poll() is seen this much later. */
	LONGEST_WAIT_MS = 1000,
	/* For what was begun when the signal came. */
	DRAIN_MS = 10000,
	/* How long a group waits for others that are coming in already. */
	GATHER_MS = 5,
	/* BEGIN waits for others no longer: the loop tries again. */
	LOCK_MS = 50,
	ADOPT_MS = 60000,
	FORGET_MS = 3600000,
	ID_DAYS = 30, /* that ids of deliveries are kept */
};

#define SPOOL_MAX ((int64_t)16 * 1024 * 1024 * 1024)

/* All that runs. */
struct server {
	const struct serve_options *options;
	const struct serve_hooks *hooks;
	struct serve_log log;
	struct serve_gauges *gauges;
	struct serve_rule rule;
	struct serve_group group;
	struct serve_receiver receiver;
	struct serve_admin admin_use;
	struct serve_http *http, *admin;
	int socket, admin_socket; /* -1: none */
	int64_t tick_in_ms;
	int64_t adopt_ms; /* what is done now and then is due */
	int64_t forget_ms;
};

static int64_t
now_ms(const struct server *server)
{
	return server->hooks->monotonic_ms(server->hooks->payload);
}

static bool
is_interrupted(const struct server *server)
{
	return server->options->interrupted &&
	       *server->options->interrupted != 0;
}

/* --- beginning --- */

static enum hscan_status
open_socket(const struct server *server, const char *where, const char *option,
    int *fd, struct hscan_error *err)
{
	struct serve_place place;
	enum hscan_status status =
	    serve_place_parse(where, option, &place, err);

	if (status == HSCAN_OK)
		status =
		    serve_listen(&place, server->options->inherited, fd, err);
	return status;
}

static enum hscan_status
open_files(struct server *server, struct hscan_error *err)
{
	const struct serve_options *options = server->options;
	enum hscan_status status;

	status =
	    serve_spool_open(options->db, SPOOL_MAX, &server->group.spool, err);
	if (status == HSCAN_OK && options->keep)
		status =
		    serve_keep_open(options->keep, &server->group.keep, err);
	if (status == HSCAN_OK)
		status = hscan_store_set_durable(options->store, err);
	if (status == HSCAN_OK)
		status = hscan_store_set_patience(options->store, LOCK_MS, err);
	return status;
}

static enum hscan_status
open_http(struct server *server, struct hscan_error *err)
{
	const struct serve_options *options = server->options;
	const struct serve_http_use use = serve_receiver_use(&server->receiver);
	const struct serve_http_use admin = serve_admin_use(&server->admin_use);
	enum hscan_status status;

	status = open_socket(
	    server, options->listen, "listen", &server->socket, err);
	if (status == HSCAN_OK)
		status =
		    serve_http_open(server->socket, &use, &server->http, err);
	if (status != HSCAN_OK)
		return status;
	server->receiver.traffic = serve_http_traffic(server->http);
	server->admin_use.traffic = server->receiver.traffic;
	if (!options->admin)
		return HSCAN_OK;
	status = open_socket(
	    server, options->admin, "admin-listen", &server->admin_socket, err);
	if (status == HSCAN_OK)
		status = serve_http_open(
		    server->admin_socket, &admin, &server->admin, err);
	return status;
}

static void
set_up(struct server *server)
{
	const struct serve_options *options = server->options;

	server->log.hooks = server->hooks;
	server->rule = (struct serve_rule){
	    .secrets = options->secrets,
	    .insecure = options->insecure,
	    .only = options->only,
	    .only_len = options->only_len,
	};
	server->group = (struct serve_group){
	    .store = options->store,
	    .rule = &server->rule,
	    .host = options->host,
	    .hooks = server->hooks,
	    .gauges = server->gauges,
	    .log = &server->log,
	    .oldest_s = server->hooks->now_s(server->hooks->payload),
	};
	server->receiver.group = &server->group;
	server->admin_use.group = &server->group;
}

static void
say_where(const struct server *server)
{
	char where[80];

	serve_listen_name(server->socket, where, sizeof(where));
	serve_say(&server->log, SERVE_SAY, "listening on %s", where);
	if (!server->admin)
		return;
	serve_listen_name(server->admin_socket, where, sizeof(where));
	serve_say(&server->log, SERVE_SAY,
	    "telling /healthz and /metrics on %s", where);
}

/* --- turning --- */

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int
how_long(const struct server *server)
{
	int64_t now = now_ms(server);
	int64_t due = serve_group_due(&server->group, now);
	int64_t wait = least(LONGEST_WAIT_MS, server->tick_in_ms);
	int http = serve_http_wait_ms(server->http);
	int admin = server->admin ? serve_http_wait_ms(server->admin) : -1;

	if (due != INT64_MAX)
		wait = least(wait, due - now);
	if (http >= 0)
		wait = least(wait, http);
	if (admin >= 0)
		wait = least(wait, admin);
	return wait > 0 ? (int)wait : 0;
}

static bool
wait_for(const struct server *server, int timeout_ms)
{
	struct pollfd fds[2] = {
	    {.fd = serve_http_fd(server->http), .events = POLLIN},
	    {.fd = -1, .events = POLLIN},
	};

	if (server->admin)
		fds[1].fd = serve_http_fd(server->admin);
	return poll(fds, 2, timeout_ms) > 0;
}

/* Takes what is coming in, for a moment: so that those who come together share
 * a wait for the disk. */
static void
gather(const struct server *server)
{
	const struct serve_group *group = &server->group;
	int64_t began = now_ms(server);

	serve_http_turn(server->http);
	while (group->len > 0 && group->len < SERVE_CONNECTIONS &&
	       now_ms(server) - began < GATHER_MS &&
	       (serve_http_wait_ms(server->http) == 0 || wait_for(server, 0)))
		serve_http_turn(server->http);
}

/* What need not be done at once, and may fail: there is a next time. */
static void
tidy_up(struct server *server, int64_t now)
{
	int64_t old = server->hooks->now_s(server->hooks->payload) -
		      ID_DAYS * HSCAN_DAY_S;
	struct hscan_error err;
	bool adopted;

	if (now >= server->adopt_ms) {
		/* What another process left behind when it ended. */
		server->adopt_ms = now + ADOPT_MS;
		if (serve_spool_adopt(server->group.spool, &adopted, &err) !=
		    HSCAN_OK)
			serve_say(
			    &server->log, SERVE_WARNING, "%s", err.message);
	}
	if (now >= server->forget_ms) {
		server->forget_ms = now + FORGET_MS;
		if (hscan_store_drop_deliveries(
			server->options->store, old, &err) != HSCAN_OK)
			serve_say(&server->log, SERVE_NOTE, "%s", err.message);
	}
}

static void
look_after(struct server *server)
{
	int64_t now = now_ms(server);

	serve_group_drain(&server->group);
	if (server->group.keep)
		serve_keep_turn(server->group.keep, now);
	serve_log_turn(&server->log, now, false);
	tidy_up(server, now);
	server->tick_in_ms = LONGEST_WAIT_MS;
	if (server->hooks->tick)
		server->tick_in_ms =
		    server->hooks->tick(server->hooks->payload);
}

static void
turn(struct server *server)
{
	(void)wait_for(server, how_long(server));
	gather(server);
	serve_receiver_settle(&server->receiver);
	serve_http_turn(server->http);
	if (server->admin)
		serve_http_turn(server->admin);
	look_after(server);
}

/* --- ending --- */

/* Lets nobody in any more, and finishes what was begun; what has not come whole
 * by then is cut off, and its sender knows. */
static void
wind_up(struct server *server)
{
	int64_t end = now_ms(server) + DRAIN_MS;

	serve_say(&server->log, SERVE_SAY, "finishing what was begun");
	serve_http_quiesce(server->http);
	(void)close(server->socket);
	server->socket = -1;
	while (serve_http_under_way(server->http) > 0 && now_ms(server) < end)
		turn(server);
	/* A store that is locked to the end: the spool has the rest. */
	while (server->group.len > 0) {
		server->group.behind = true;
		server->group.retry_ms = INT64_MAX;
		serve_receiver_settle(&server->receiver);
	}
	serve_http_turn(server->http);
	while (server->hooks->ended &&
	       !server->hooks->ended(server->hooks->payload) &&
	       now_ms(server) < end)
		(void)poll(NULL, 0, 50);
	serve_log_turn(&server->log, now_ms(server), true);
}

static void
take_down(struct server *server)
{
	serve_http_close(server->http);
	serve_http_close(server->admin);
	if (server->socket >= 0)
		(void)close(server->socket);
	if (server->admin_socket >= 0)
		(void)close(server->admin_socket);
	serve_keep_close(server->group.keep);
	if (server->group.spool)
		serve_spool_close(server->group.spool);
	free(server->gauges);
}

enum hscan_status
serve_run(const struct serve_options *options, const struct serve_hooks *hooks,
    struct hscan_error *err)
{
	struct server server = {
	    .options = options,
	    .hooks = hooks,
	    .gauges = calloc(1, sizeof(*server.gauges)),
	    .socket = -1,
	    .admin_socket = -1,
	};
	enum hscan_status status;

	if (!server.gauges)
		return hscan_no_memory(err);
	set_up(&server);
	status = open_files(&server, err);
	if (status == HSCAN_OK)
		status = open_http(&server, err);
	if (status == HSCAN_OK) {
		say_where(&server);
		while (!is_interrupted(&server))
			turn(&server);
		wind_up(&server);
	}
	take_down(&server);
	return status;
}

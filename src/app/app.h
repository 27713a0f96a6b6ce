/* SPDX-License-Identifier: MIT */
/*
 * What one run stands on, from a question to an answer: the settings, the
 * clients of the hosts, and what only the program around it can do. There is
 * no terminal, environment or clock down here.
 */
#ifndef HSCAN_APP_APP_H
#define HSCAN_APP_APP_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "app/settings.h"
#include "base/buf.h"

struct hscan_http;
struct hscan_http_count;
struct hscan_store;
struct hscan_watch;
struct hscan_engine_kind;

enum app_message {
	APP_TRACE,   /* each request, for -vv */
	APP_NOTE,    /* a fact, for a log or -v */
	APP_SAY,     /* what the user has to know: why nothing moves */
	APP_WARNING, /* also when quiet */
	APP_FAILURE, /* of a source; the run goes on */
};

/* What the program gives. All but the clocks may be NULL. `payload` is that of
 * the table. */
struct app_hooks {
	int64_t (*now_s)(void *payload);        /* Unix time */
	int64_t (*monotonic_ms)(void *payload); /* never jumps */
	/* A line without its end; text from outside is not yet safe. */
	void (*say)(enum app_message kind, const char *line, void *payload);
	/* How far the reading of something is: a negative `total` is not known,
	 * nor a negative number of requests until the limit. `label` NULL:
	 * nothing is being read any more. */
	void (*progress)(const char *label, int64_t done, int64_t total,
	    int64_t requests_left, void *payload);
	/* Replaces `out`, a secret, by the tokens of a host, one a line; by
	 * nothing where there is none. NULL: there never is. */
	enum hscan_status (*tokens)(const char *host, struct hscan_buf *out,
	    void *payload, struct hscan_error *err);
	/* Whether the user has named a host, as distinct from a file that
	 * others may have written. NULL: none but GitHub is asked for what such
	 * a file names. */
	bool (*knows_host)(const char *host, void *payload);
	/* Runs git with these words, up to a NULL, in an environment that names
	 * no repository, and passes on each line of its standard error.
	 * HSCAN_ENET: it failed. HSCAN_EINVAL: it cannot be run; so does NULL.
	 */
	enum hscan_status (*git)(const char *const *words,
	    void (*on_line)(const char *line, void *payload),
	    void *line_payload, void *payload, struct hscan_error *err);
	/* Sends an alert, in JSON, to where the user wants it. NULL: alerts
	 * wait in the store. */
	enum hscan_status (*notify)(
	    struct hscan_text alert, void *payload, struct hscan_error *err);
	void *payload;
};

struct app_client;
struct app_name;

/* Make one with app_init(), then set what is not owned. */
struct app {
	struct settings settings; /* owned; its arena lives as long as this */
	struct app_hooks hooks;
	/* Becomes non-zero when the user interrupts; may be NULL. */
	const volatile sig_atomic_t *interrupted;
	const struct hscan_watch *watch; /* over SQL that runs too long, or
					  * NULL; borrowed */
	const char *clones;    /* where --clone puts them; NULL: nowhere */
	unsigned attempts;     /* of one request; 0: as many as is usual */
	int64_t budget;        /* requests that may still be sent */
	int64_t requests_left; /* until the limit, when last seen; or -1 */
	struct app_client *clients;
	struct app_name *names;      /* what forges said of them; names.h */
	struct hscan_store *reading; /* of app_open_for_reading(), or NULL */
	struct hscan_store *store;   /* open already, for each run to use;
				      * NULL: a run opens its own; borrowed */
	/* What computes metrics; NULL: the store's own. Borrowed. */
	const struct hscan_engine_kind *engine;
};

/* With the default settings, and without hooks. */
void app_init(struct app *app);

/* Closes the clients and frees everything. */
void app_clear(struct app *app);

/* The client of a host, opened when it is first asked for and shared by all
 * its repositories; borrowed until app_clear(). Fails as hscan_http_open(), and
 * with HSCAN_EINVAL for a token or an address that cannot be used. */
HSCAN_CHECK enum hscan_status app_client(struct app *app, const char *host,
    struct hscan_http **out, struct hscan_error *err);

/* What the newest answer of a host said; -1 before that, or without a limit. */
int64_t app_requests_left(const struct app *app, const char *host);

/* What all clients together have asked. */
struct hscan_http_count app_count(const struct app *app);

/* Opens the store of the settings, with hscan_store_open_read(), and remembers
 * it: a result is of use only if nobody has changed that store meanwhile. */
HSCAN_CHECK enum hscan_status app_open_for_reading(
    struct app *app, struct hscan_store **out, struct hscan_error *err);

/* --- what the user is told, and the time; say.c --- */

void app_say(const struct app *app, enum app_message kind, const char *format,
    ...) HSCAN_PRINTF(3, 4);
void app_warn(const struct app *app, const char *format, ...)
    HSCAN_PRINTF(2, 3);

/* A failure of a source, after which the run goes on. */
void app_fail(const struct app *app, const struct hscan_error *err);

/* As the hook; NULL: nothing is being read any more. */
void app_progress(
    const struct app *app, const char *label, int64_t done, int64_t total);

int64_t app_now_s(const struct app *app);
int64_t app_monotonic_ms(const struct app *app);

#endif

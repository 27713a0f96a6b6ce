/* SPDX-License-Identifier: MIT */
/*
 * The receiver of webhooks: an HTTP server that checks who has signed a
 * delivery, puts its facts into the store, and only then says so. One thread,
 * one loop. It knows no environment, no clock and no terminal: the program
 * around it gives them.
 */
#ifndef HSCAN_SERVE_SERVE_H
#define HSCAN_SERVE_SERVE_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

#include "serve/secrets.h"

struct hscan_intake;
struct hscan_store;

enum serve_message {
	SERVE_NOTE,    /* a line a delivery, for -v */
	SERVE_SAY,     /* where it listens, that it ends */
	SERVE_WARNING, /* refusals, a store that is locked */
};

/* What the program gives; `payload` is that of the table. The last three may be
 * NULL. */
struct serve_hooks {
	int64_t (*now_s)(void *payload);        /* Unix time */
	int64_t (*monotonic_ms)(void *payload); /* never jumps */
	/* A line without its end, which is safe to show. */
	void (*say)(enum serve_message kind, const char *line, void *payload);
	/* A delivery of a repository is in the store, durably. */
	void (*touched)(const struct hscan_intake *taken, void *payload);
	/* Called each turn of the loop; returns in how many milliseconds it
	 * wants to be called next, at the latest. */
	int64_t (*tick)(void *payload);
	/* Nothing more will be taken. The store is usable; false: call it again
	 * after a moment. */
	bool (*ended)(void *payload);
	void *payload;
};

/* All is borrowed. */
struct serve_options {
	const char *listen; /* "127.0.0.1:8080", "[::1]:8080", "fd:3" */
	const char *admin;  /* the same, of /healthz and /metrics; or NULL */
	int inherited;      /* sockets that were passed on, from 3 on */
	struct hscan_store *store;
	const char *db;   /* its path: the spool lies beside it */
	const char *host; /* that the deliveries are of: "github.com" */
	const struct serve_secrets *secrets;
	bool insecure;                 /* take what nobody has signed */
	const struct hscan_text *only; /* scopes that are taken; 0: all */
	size_t only_len;
	const char *keep; /* folder for raw deliveries, or NULL */
	/* Becomes the number of a signal: finish what was begun, then end. */
	const volatile sig_atomic_t *interrupted;
};

/* Serves until it is interrupted. HSCAN_EINVAL: an address that is none, or a
 * socket that was not passed on. HSCAN_EIO: it cannot listen there. */
HSCAN_CHECK enum hscan_status serve_run(const struct serve_options *options,
    const struct serve_hooks *hooks, struct hscan_error *err);

#endif

/* SPDX-License-Identifier: MIT */
/* What the commands that read a repository share: which one it is, its
 * store, its local clone, and bringing the store up to date. */
#ifndef HSCAN_APP_SESSION_H
#define HSCAN_APP_SESSION_H

#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "app/targets.h"
#include "cli/cli.h"
#include "source/git/git.h"
#include "store/store.h"
#include "sync/forecast.h"

struct session {
	struct cli *cli;
	/* One of several: the store and what is documentation are the host's,
	 * and what it is to read is said by its target. */
	bool guest;
	const struct target *target;  /* of a guest; borrowed */
	size_t place, places;         /* of a guest: the third of ten */
	struct hscan_repo_name name;  /* as asked for; then as it is called */
	struct hscan_repo_name asked; /* as asked for */
	bool told_name;               /* that it is called otherwise */
	int64_t repo_id;              /* set by session_sync(); 0: not known */
	struct hscan_store *store;    /* owned */
	struct hscan_git *git;        /* owned; NULL: no local clone */
	int64_t git_of;  /* where the clone has an old name: the forge's
			  * number of what it is a clone of; else 0 */
	bool git_looked; /* for a clone, before the forge is asked */
	struct hscan_doc_paths *doc_paths; /* owned; what is documentation */
	const char *git_missing;   /* why there is no history, or NULL */
	const char *forge_missing; /* why no forge tells of it, or NULL */
	int64_t now;
	/* What session_sync() reads: a set of enum hscan_need and, for what
	 * is read as far back as it is asked for only, the span of time. */
	unsigned needs;
	int64_t from, to;
	bool whole; /* the issues to their end; see struct hscan_sync */
	/* A source has failed; the user has been told. What was fetched before
	 * is in the store. */
	enum hscan_status source_failed;
	struct hscan_error why; /* of that */
	bool read;              /* by session_sync_all(): what a forge tells */
	struct relay *relay;    /* of the session_sync_all() under way */
};

/* Finds out which repository is meant (`repo` NULL: the current folder's),
 * looks for its clone, and opens the store. Call session_close() in either
 * case. */
HSCAN_CHECK enum hscan_status session_open(struct session *session,
    struct cli *cli, const char *repo, struct hscan_error *err);

/* Opens the store alone, for several repositories to share. Call
 * session_close() in either case. */
HSCAN_CHECK enum hscan_status session_host(
    struct session *session, struct cli *cli, struct hscan_error *err);

/* Finds the repository in the store, where the sync has not. HSCAN_ENOTFOUND:
 * the store has nothing of it. */
HSCAN_CHECK enum hscan_status session_find(
    struct session *session, struct hscan_error *err);

/* One of the host's repositories; the host must outlive it. */
void session_join(struct session *session, const struct session *host,
    const struct target *target);

/* The client of a host, opened when it is first asked for and shared by all
 * its repositories; borrowed until session_hang_up(). Fails as
 * hscan_http_open(), and with HSCAN_EINVAL for a token or an address that
 * cannot be used. */
HSCAN_CHECK enum hscan_status session_client(struct cli *cli, const char *host,
    struct hscan_http **out, struct hscan_error *err);
void session_hang_up(struct cli *cli);

/* A failure that leaves the store usable is told and remembered, and is
 * HSCAN_OK then; any other ends the run. */
HSCAN_CHECK enum hscan_status session_failed(struct session *session,
    enum hscan_status status, const struct hscan_error *err);

/* What session_sync() would ask a forge for; nothing with --offline. Fails as
 * the client and the store. */
HSCAN_CHECK enum hscan_status session_forecast(struct session *session,
    struct hscan_forecast *out, struct hscan_error *err);

/* Brings the store up to date, unless --offline. HSCAN_OK also when a source
 * failed but the store can go on to be used: see source_failed. */
HSCAN_CHECK enum hscan_status session_sync(
    struct session *session, struct hscan_error *err);

/* The same for several at once. `done` (may be NULL) is told each, in order, as
 * soon as it and those before it have been read, or have failed; any status of
 * its but HSCAN_OK ends the run. */
typedef enum hscan_status session_fn(
    struct session *session, void *payload, struct hscan_error *err);
HSCAN_CHECK enum hscan_status session_sync_all(struct session *sessions,
    size_t len, session_fn *done, void *payload, struct hscan_error *err);

void session_close(struct session *session);

#endif

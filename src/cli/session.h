/* SPDX-License-Identifier: MIT */
/* What the commands that read a repository share: which one it is, its
 * store, its local clone, and bringing the store up to date. */
#ifndef HSCAN_CLI_SESSION_H
#define HSCAN_CLI_SESSION_H

#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "cli/cli.h"
#include "source/git/git.h"
#include "store/store.h"

struct session {
	struct cli *cli;
	struct hscan_repo_name name;
	struct hscan_store *store;         /* owned */
	struct hscan_git *git;             /* owned; NULL: no local clone */
	struct hscan_doc_paths *doc_paths; /* owned; what is documentation */
	const char *git_missing; /* why there is no history, or NULL */
	int64_t now;
	/* What session_sync() reads: a set of enum hscan_stream and, for what
	 * is read as far back as it is asked for only, the span of time. */
	unsigned streams;
	int64_t from, to;
	bool whole; /* the issues to their end; see struct hscan_sync */
	/* A source has failed; the user has been told. What was fetched before
	 * is in the store. */
	enum hscan_status source_failed;
};

/* Finds out which repository is meant (`repo` NULL: the current folder's),
 * looks for its clone, and opens the store. Call session_close() in either
 * case. */
HSCAN_CHECK enum hscan_status session_open(struct session *session,
    struct cli *cli, const char *repo, struct hscan_error *err);

/* Brings the store up to date, unless --offline. HSCAN_OK also when a source
 * failed but the store can go on to be used: see source_failed. */
HSCAN_CHECK enum hscan_status session_sync(
    struct session *session, struct hscan_error *err);

void session_close(struct session *session);

#endif

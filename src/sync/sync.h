/* SPDX-License-Identifier: MIT */
/*
 * Brings the store up to date with a repository, asking for nothing twice.
 *
 * Each list is walked page by page from the top; a page and the place to go
 * on from are committed together, so that a walk that breaks is resumed. The
 * newest page's ETag is kept: the next run asks for that page alone, and a
 * 304 ends it.
 */
#ifndef HSCAN_SYNC_SYNC_H
#define HSCAN_SYNC_SYNC_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/metric.h>
#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "http/client.h"
#include "source/git/git.h"
#include "store/store.h"

struct hscan_sync_job;

struct hscan_sync {
	struct hscan_store *store;
	struct hscan_http *http; /* not used for git */
	/* As it was asked for; becomes what the repository is called now. */
	struct hscan_repo_name *name;
	/* What it was called when it was asked for; may be NULL. Remotes of a
	 * clone may have that name still. */
	const struct hscan_repo_name *asked;
	unsigned needs; /* set of enum hscan_need; its lists are read */
	int64_t now;    /* for synced_at */
	/* The span of the windows asked for: comments are read back to `from`,
	 * pull requests by themselves when they were opened or merged in it. */
	int64_t from, to;
	/* The issues are read to their end; else what has changed since `from`
	 * and, with HSCAN_NEED_BACKLOG, what is open. */
	bool whole;
	/* With HSCAN_NEED_DOCS: what is documentation. */
	const struct hscan_doc_paths *doc_paths;
	/* Looks now for what the lists no longer have, and not every ninety
	 * days. */
	bool recheck;
	/* Asks for everything, as if nothing had been read before: what is kept
	 * of a recording must stand by itself. */
	bool from_scratch;
	/* Called after each page with the title of what is read: "issues", ...,
	 * "sweep" or "git"; `total` is a guess, -1 without one. May be NULL. */
	void (*progress)(
	    const char *what, int64_t done, int64_t total, void *payload);
	/* Called when a repository has been read, or could not be; any status
	 * of its but HSCAN_OK ends the run. May be NULL. */
	enum hscan_status (*ended)(const struct hscan_sync_job *job,
	    void *payload, struct hscan_error *err);
	/* Called several times a second while answers are awaited; any status
	 * of its but HSCAN_OK ends the run. May be NULL. */
	enum hscan_status (*idle)(void *payload, struct hscan_error *err);
	/* Called with what of it was left out (a warning) or is gone, a line at
	 * a time; safe to print. May be NULL. */
	void (*say)(bool warning, const char *line, void *payload);
	void *payload;
	/* Becomes non-zero when the user interrupts; may be NULL. */
	const volatile sig_atomic_t *interrupted;
};

/* One of several repositories, and what came of it. */
struct hscan_sync_job {
	struct hscan_sync sync;
	int64_t repo_id;      /* set as soon as the repository is known */
	int64_t answers;      /* responses that were read */
	int64_t not_modified; /* how many of them were 304 */
	/* Another of the jobs is for the same repository by another name, and
	 * has read, or is reading, all that this one would. */
	bool twin;
	/* The number of the stored repository that had the name before, where
	 * another has it now; 0. */
	int64_t taken_from;
	enum hscan_status status;
	/* When status is not HSCAN_OK, while `ended` is called. */
	const struct hscan_error *err;
};

/**
 * Reads repositories from the forge, several at once, on the one client and
 * store that all of them name. What was read of one before a failure is kept;
 * calling again goes on from there. Single things that could not be read are
 * no failure: they are in doubt in the store, reported, and asked for again by
 * the next run. The `status` of each is as of hscan_http_next, HSCAN_EAUTH,
 * HSCAN_ENOTFOUND or HSCAN_EPARSE for what the server answered, or as of the
 * store. What is returned is HSCAN_OK unless nothing could go on: HSCAN_EINTR,
 * HSCAN_ENOMEM, HSCAN_ESTORE, HSCAN_EIO, HSCAN_EINVAL, or what `ended` said;
 * then those that were under way have that status, and `ended` is not called
 * for them. Of several that turn out to be one repository the first in the
 * array reads it.
 */
HSCAN_CHECK enum hscan_status hscan_sync_forges(
    struct hscan_sync_job *jobs, size_t len, struct hscan_error *err);

/**
 * Reads the history of a local repository: all of it the first time or after it
 * was rewritten, later only what is new. All or nothing is kept. The history is
 * that of the default branch, as the store knows it; if the clone does not have
 * that branch, of its usual head, with a warning. HSCAN_EREFUSED: a shallow
 * clone, which is incomplete.
 */
HSCAN_CHECK enum hscan_status hscan_sync_git(const struct hscan_sync *sync,
    int64_t repo_id, struct hscan_git *git, const struct hscan_doc_paths *paths,
    struct hscan_error *err);

#endif

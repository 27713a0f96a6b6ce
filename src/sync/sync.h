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
	unsigned streams; /* set of enum hscan_stream: REPO, ISSUES, ... */
	int64_t now;      /* for synced_at */
	/* The span of the windows asked for: comments are read back to `from`,
	 * pull requests by themselves when they were opened or merged in it. */
	int64_t from, to;
	/* The issues are read to their end; else what has changed since `from`
	 * and, with HSCAN_STREAM_OPEN, what is open. */
	bool whole;
	/* With HSCAN_STREAM_DOCS: what is documentation. */
	const struct hscan_doc_paths *doc_paths;
	/* Looks for what has vanished now, and not every ninety days. */
	bool sweep;
	/* Asks for everything, as if nothing had been read before: what is kept
	 * of a recording must stand by itself. */
	bool from_scratch;
	/* Told after each page; `total` is a guess, -1 without one. May be
	 * NULL. */
	void (*progress)(enum hscan_stream stream, int64_t done, int64_t total,
	    void *payload);
	/* Told when a repository has been read, or could not be; any status of
	 * its but HSCAN_OK ends the run. May be NULL. */
	enum hscan_status (*ended)(const struct hscan_sync_job *job,
	    void *payload, struct hscan_error *err);
	/* Told what of it was left out (a warning) or is gone, a line at a
	 * time; safe to print. May be NULL. */
	void (*say)(bool warning, const char *line, void *payload);
	void *payload;
	/* Becomes non-zero when the user interrupts; may be NULL. */
	const volatile sig_atomic_t *interrupted;
};

/**
 * Reads from the forge. `*repo_id` is set as soon as the repository is known,
 * even if a later request fails. What was read before a failure is kept;
 * calling again continues from there. A single item that cannot be read is not
 * a failure: the store keeps it as in doubt, the user is warned, and the next
 * run asks for it again. Fails as hscan_http_next, with HSCAN_EAUTH,
 * HSCAN_ENOTFOUND or HSCAN_EPARSE for the server's response, and as the store.
 */
HSCAN_CHECK enum hscan_status hscan_sync_forge(
    const struct hscan_sync *sync, int64_t *repo_id, struct hscan_error *err);

/* One of several repositories, and its result. */
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
	struct hscan_error err; /* when status is not HSCAN_OK */
};

/**
 * Reads several repositories at once, on the one client and store that all of
 * them name. The `status` of each is what hscan_sync_forge would return.
 * Returns HSCAN_OK unless nothing could continue: HSCAN_EINTR, HSCAN_ENOMEM,
 * HSCAN_ESTORE, HSCAN_EIO, HSCAN_EINVAL, or the status of `ended`; jobs that
 * this cut short are not reported. If several turn out to be one repository,
 * the first in the array reads it.
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

/* "repository", "issues", "releases", "events", "comments", "reviews",
 * "bases", "git", "documentation". */
const char *hscan_stream_name(enum hscan_stream stream);

#endif

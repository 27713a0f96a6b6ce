/* SPDX-License-Identifier: MIT */
/*
 * libhealthscan: from a repository's name to its health. It keeps a store of
 * what a forge and a clone tell, as the program healthscan does; either can use
 * what the other has put there, and both give the same numbers.
 *
 *	struct hscan_error err;
 *	struct hscan *hscan = NULL;
 *	const struct hscan_report *report;
 *	const struct hscan_question question = {
 *		.size = sizeof(question), .repository = "owner/name"};
 *	const struct hscan_sync_options options = {
 *		.size = sizeof(options), .token = token};
 *
 *	if (hscan_open_for_sync("healthscan.db", &hscan, &err) != HSCAN_OK ||
 *	    hscan_sync_repository(hscan, &question, &options, NULL, &err) !=
 *		HSCAN_OK ||
 *	    hscan_evaluate(hscan, &question, &report, &err) != HSCAN_OK)
 *		fprintf(stderr, "%s\n", err.message);
 *	else
 *		printf("%s/%.*s\n", report->host,
 *		    (int)report->repo.full_name.len,
 *		    report->repo.full_name.ptr);
 *	hscan_close(hscan);
 *
 * It prints nothing, reads no environment or configuration, runs no program,
 * has no state outside of a struct hscan, and asks a forge only within
 * hscan_sync_repository(). What lies below it reads what it always does:
 * libcurl the variables for proxies, libgit2 the user's configuration of git.
 * libgit2's options are the process's: its cache and its check of hashes are
 * off once a clone has been read.
 *
 * Arguments (paths, names, tokens) need to live only as long as the call. What
 * a call returns by pointer belongs to the library, except the text of
 * hscan_write(). `err` may be NULL. Its message is written only on failure,
 * says what to do, and never holds a token. Some name an option as the program
 * does: --git is the member `git`.
 *
 * A struct with the member `size` may get more members at its end in a later
 * version: set it to the struct's sizeof, and every other member that is not
 * needed to zero, which gives its default. A size that is too small, or a value
 * beyond the end that this version knows, is HSCAN_EINVAL.
 */
#ifndef HEALTHSCAN_HEALTHSCAN_H
#define HEALTHSCAN_HEALTHSCAN_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/report.h>
#include <healthscan/status.h>

/* An open store. It must not be used by two threads at the same time, nor by
 * the functions that it calls; each thread may open its own. */
struct hscan;

/* The version of the library, such as "1.2.3". Static storage. */
HSCAN_API const char *hscan_version(void);

/* Opens a store for reading: it is evaluated, and no record is changed. One of
 * an older version is migrated first, if it can be written. HSCAN_ESTORE: the
 * file does not exist, is not a store, or has another version; `*out` is NULL
 * then. Close it with hscan_close(). */
HSCAN_API HSCAN_CHECK enum hscan_status hscan_open(
    const char *path, struct hscan **out, struct hscan_error *err);

/* The same for a store that is to be brought up to date as well. It is made,
 * with the folders that it lies in, when it is not there. */
HSCAN_API HSCAN_CHECK enum hscan_status hscan_open_for_sync(
    const char *path, struct hscan **out, struct hscan_error *err);
HSCAN_API void hscan_close(struct hscan *hscan); /* NULL is fine */

/* --- what the library tells its user, and asks of it --- */

enum hscan_message {
	HSCAN_MESSAGE_TRACE,   /* each request: "GET /target 200 12345" */
	HSCAN_MESSAGE_NOTE,    /* a fact, for a log */
	HSCAN_MESSAGE_NOTICE,  /* why nothing moves: "waiting 40 s: ..." */
	HSCAN_MESSAGE_WARNING, /* something to see to: a token that expires */
	HSCAN_MESSAGE_FAILURE, /* of a source; the call goes on, and returns
				* the last one when it ends */
};

/* Any may be NULL. They are called by the thread that made the call, while it
 * lasts. */
struct hscan_hooks {
	size_t size;
	void *payload; /* passed to each */
	/* A line without its end, safe to print, without secrets. */
	void (*message)(
	    enum hscan_message kind, const char *line, void *payload);
	/* How far the reading of something is. Negative: a total, or a number
	 * of requests until the rate limit, that is not known. `label` is NULL
	 * when nothing is being read any more. */
	void (*progress)(const char *label, int64_t done, int64_t total,
	    int64_t requests_left, void *payload);
	/* The time in seconds since 1970, UTC, and one in milliseconds that
	 * never jumps. NULL: the system's. */
	int64_t (*now_s)(void *payload);
	int64_t (*monotonic_ms)(void *payload);
	/* Ends a call with HSCAN_EINTR once it is not zero; a signal handler or
	 * another thread may set it. Must live until it is replaced, or the
	 * store closed. */
	const volatile sig_atomic_t *interrupted;
};

/* From now on these are called; NULL: none. The struct is copied.
 * HSCAN_EINVAL: its size. */
HSCAN_API HSCAN_CHECK enum hscan_status hscan_set_hooks(struct hscan *hscan,
    const struct hscan_hooks *hooks, struct hscan_error *err);

/* --- a question --- */

/* What is asked about a repository. The same question says what to fetch for
 * it, and how far back. Only the first two members are required. */
struct hscan_question {
	size_t size;
	const char *repository; /* "owner/name", "host/owner/name" or its URL */
	int64_t as_of;          /* seconds since 1970, UTC; 0: now */
	const char *window;     /* "30d" (NULL), "3mo", "month", ... */
	bool full;   /* all metrics, not only those of the core profile */
	bool bots;   /* include what bots authored */
	bool events; /* replay the history of states from events; else take
		      * them from a snapshot, which needs fewer requests */
	bool alerts; /* evaluate alerts, too, and keep their life in the store:
		      * report->alerts; hscan_open_for_sync() only */
	size_t windows; /* how many windows before it, for the trend and
			 * the baseline, which needs six with a value;
			 * at most 1000 */
	const char *const *metrics; /* ids; NULL: all of the profile */
	size_t metrics_len;
};

/* Where the records come from. NULL or zeroes: from the forge, without a
 * token. */
struct hscan_sync_options {
	size_t size;
	/* Sent to the origin of the API alone. Several, one a line, are used in
	 * turn. The library wipes its copy. */
	const char *token;
	const char *api_url; /* NULL: by the repository's host */
	const char *ca_file; /* PEM; NULL: the system's */
	const char *git;     /* a local clone, for the history; NULL: none */
	const char *record;  /* a folder, to write each answer to */
	const char *replay;  /* a folder of such, to be asked instead of the
			      * forge; needs no token */
	bool offline;        /* ask no forge: read the clone alone */
	int jobs;            /* requests at once, 1 to 8; 0: as is usual */
	int64_t budget;      /* requests in this call; 0: any number */
	/* Each in seconds. 0: as is usual, 60, 60 and 2; negative: none. */
	int64_t max_wait_s;    /* a longer wait for a limit fails */
	int64_t retry_delay_s; /* the longest before a second try; it doubles */
	int64_t answer_time_s; /* until an answer begins; cannot be none */
};

/* What a sync has done, also when it failed. */
struct hscan_sync_result {
	size_t size;          /* set by the caller */
	int64_t requests;     /* sent, and answered out of a recording */
	int64_t not_modified; /* of these, with nothing new */
};

/**
 * Brings the store up to date with a repository, as far as the question needs.
 * What was read before a failure is kept, can be evaluated, and the next call
 * goes on from there. `options` and `result` may be NULL. A report that was
 * returned before is left alone. A program that syncs has to ignore SIGPIPE: a
 * server may hang up.
 *
 * HSCAN_EINVAL    an argument is wrong, or it is open for reading only
 * HSCAN_ENOTFOUND the forge has no such repository, or does not show it
 * HSCAN_EAUTH     the token is refused, or may not see it
 * HSCAN_ELIMIT    the budget is used up, or a rate limit lasts too long
 * HSCAN_ENET      no answer, or an error of the server; may pass later
 * HSCAN_ENODATA   `offline`, and the store has nothing of the repository
 * HSCAN_EINTR     it was interrupted
 * HSCAN_EPARSE, HSCAN_EIO, HSCAN_EREFUSED, HSCAN_ESTORE, HSCAN_ENOMEM
 */
HSCAN_API HSCAN_CHECK enum hscan_status hscan_sync_repository(
    struct hscan *hscan, const struct hscan_question *question,
    const struct hscan_sync_options *options, struct hscan_sync_result *result,
    struct hscan_error *err);

/**
 * Evaluates a repository by what the store holds of it. `*out` and everything
 * it points to belong to `hscan` and live until the next call of
 * hscan_evaluate() or hscan_ask(), even a failing one, or of hscan_close().
 * NULL on failure. HSCAN_ENODATA: the store has nothing of the repository; sync
 * it first. HSCAN_EINVAL: the question is wrong. HSCAN_ESTORE: also when
 * another process has changed a store that we cannot write; close it and open
 * it again. HSCAN_EINTR, HSCAN_ENOMEM.
 */
HSCAN_API HSCAN_CHECK enum hscan_status hscan_evaluate(struct hscan *hscan,
    const struct hscan_question *question, const struct hscan_report **out,
    struct hscan_error *err);

/* A question in short. Only the first two members are required; zero gives the
 * default of each other. Borrowed until hscan_ask() returns. */
struct hscan_request {
	const char *repository; /* as in struct hscan_question */
	int64_t as_of;          /* no clock is read for it: 0 is 1970 */
	const char *window;
	size_t windows;
	bool bots;
	bool full;
	const char *const *metrics;
	size_t metrics_len;
};

/* As hscan_evaluate(), but HSCAN_ENOTFOUND: the store has no records of the
 * repository. */
HSCAN_API HSCAN_CHECK enum hscan_status hscan_ask(struct hscan *hscan,
    const struct hscan_request *request, const struct hscan_report **out,
    struct hscan_error *err);

/**
 * Writes a report as "json", "html", "markdown", "prometheus" or another format
 * of `healthscan repo --format`. `*text` is NUL-terminated, `*len` bytes long,
 * and the caller frees it with hscan_free(). HSCAN_EINVAL: unknown format.
 */
HSCAN_API HSCAN_CHECK enum hscan_status hscan_write(
    const struct hscan_report *report, const char *format, char **text,
    size_t *len, struct hscan_error *err);
HSCAN_API void hscan_free(char *text); /* NULL is fine */

#endif

/* SPDX-License-Identifier: MIT */
/*
 * libhealthscan: the health of a repository, computed from the records that
 * healthscan has collected. It opens the store that `healthscan sync` (or repo,
 * check, scan) fills, and gives the same numbers as `healthscan repo
 * --offline`. It sends nothing, changes no record in the store, reads no clock,
 * environment or configuration, and prints nothing.
 *
 *	struct hscan_error err;
 *	struct hscan *hscan = NULL;
 *	const struct hscan_report *report;
 *	const struct hscan_request request = {
 *		.repository = "owner/name", .as_of = time(NULL)};
 *
 *	if (hscan_open("healthscan.db", &hscan, &err) != HSCAN_OK ||
 *	    hscan_ask(hscan, &request, &report, &err) != HSCAN_OK)
 *		fprintf(stderr, "%s\n", err.message);
 *	else
 *		printf("%s/%.*s\n", report->host,
 *		    (int)report->repo.full_name.len,
 *		    report->repo.full_name.ptr);
 *	hscan_close(hscan);
 *
 * Arguments (paths, names, the request) need to live only as long as the call.
 * What a call returns by pointer belongs to the library, except the text of
 * hscan_write().
 */
#ifndef HEALTHSCAN_HEALTHSCAN_H
#define HEALTHSCAN_HEALTHSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/report.h>
#include <healthscan/status.h>

/* An open store. It must not be used by two threads at the same time; each may
 * open its own. */
struct hscan;

/* The version of the library, such as "1.2.3". Static storage. */
HSCAN_API const char *hscan_version(void);

/* Opens a store for reading. One of an older version is migrated first, if it
 * can be written. HSCAN_ESTORE: the file does not exist, is not a store, or has
 * another version; `*out` is NULL then. Close it with hscan_close(). */
HSCAN_API HSCAN_CHECK enum hscan_status hscan_open(
    const char *path, struct hscan **out, struct hscan_error *err);
HSCAN_API void hscan_close(struct hscan *hscan); /* NULL is fine */

/* A question. Only the first two members are required; zero gives the default
 * of each other. Borrowed until hscan_ask() returns. */
struct hscan_request {
	const char *repository; /* "owner/name", "host/owner/name" or its URL */
	int64_t as_of;          /* seconds since 1970, UTC */
	const char *window;     /* "30d" (NULL), "3mo", "month", ... */
	size_t windows;         /* how many windows before it, for the trend and
				 * the baseline, which needs six with a value;
				 * at most 1000 */
	bool bots;              /* include what bots authored */
	bool full; /* all metrics, not only those of the core profile */
	const char *const *metrics; /* ids; NULL: all of the profile */
	size_t metrics_len;
};

/**
 * Evaluates a repository. `*out` and everything it points to belong to `hscan`
 * and live until the next call of hscan_ask(), even a failing one, or of
 * hscan_close(). NULL on failure. HSCAN_ENOTFOUND: the store has no records of
 * the repository. HSCAN_EINVAL: the request is wrong. HSCAN_ESTORE,
 * HSCAN_ENOMEM.
 */
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

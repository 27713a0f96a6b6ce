/* SPDX-License-Identifier: MIT */
/*
 * libhealthscan: the health of a repository from the records that healthscan
 * has collected. It opens the store that `healthscan sync` (or repo, check,
 * scan) fills, asks, and gives the same numbers as `healthscan repo --offline`.
 * It sends nothing, changes nothing that the store holds, reads no clock,
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
 * What a call is given (paths, names, the request) need live no longer than
 * the call. What it returns by pointer belongs to the library, but for the
 * text of hscan_write().
 */
#ifndef HEALTHSCAN_HEALTHSCAN_H
#define HEALTHSCAN_HEALTHSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/report.h>
#include <healthscan/status.h>

/* A store that is open to be asked. Not for two threads at once; each may have
 * its own. */
struct hscan;

/* Of the library; "1.2.3". Static storage. */
HSCAN_API const char *hscan_version(void);

/* Opens a store to read; one of an older version is brought up to date first,
 * where it can be written. HSCAN_ESTORE: it is none, is not there, or is of
 * another version; `*out` is NULL then. Close it with hscan_close(). */
HSCAN_API HSCAN_CHECK enum hscan_status hscan_open(
    const char *path, struct hscan **out, struct hscan_error *err);
HSCAN_API void hscan_close(struct hscan *hscan); /* NULL is fine */

/* What is asked; zero but for the first two is what is usual. Borrowed until
 * hscan_ask() returns. */
struct hscan_request {
	const char *repository; /* "owner/name", "host/owner/name" or its URL */
	int64_t as_of;          /* seconds since 1970, UTC */
	const char *window;     /* "30d" (NULL), "3mo", "month", ... */
	size_t windows;         /* how many before it, for the trend and what is
				 * usual, which needs six with a value; 1000 at
				 * most */
	bool bots;              /* count what bots have authored */
	bool full; /* all metrics, not only those of the core profile */
	const char *const *metrics; /* their ids; or NULL: the profile's */
	size_t metrics_len;
};

/**
 * Answers. `*out` and all that it leads to belong to `hscan` and live until it
 * is asked again, also in vain, or closed; NULL on failure.
 * HSCAN_ENOTFOUND: the store has nothing of the repository. HSCAN_EINVAL: the
 * request is wrong. HSCAN_ESTORE, HSCAN_ENOMEM.
 */
HSCAN_API HSCAN_CHECK enum hscan_status hscan_ask(struct hscan *hscan,
    const struct hscan_request *request, const struct hscan_report **out,
    struct hscan_error *err);

/**
 * Writes a report as "json", "html", "markdown", "prometheus" or any other
 * format of `healthscan repo --format`. `*text` is NUL-terminated and the
 * caller's to give to hscan_free(). HSCAN_EINVAL: there is no such format.
 */
HSCAN_API HSCAN_CHECK enum hscan_status hscan_write(
    const struct hscan_report *report, const char *format, char **text,
    size_t *len, struct hscan_error *err);
HSCAN_API void hscan_free(char *text); /* NULL is fine */

#endif

/* SPDX-License-Identifier: MIT */
/*
 * GitHub's JSON, turned into records. Pure: bytes in, records out, no I/O.
 * The records and their text live in the arena. A page is taken whole or not
 * at all: HSCAN_EPARSE when it is not JSON, not of the shape expected, or a
 * record lacks what it cannot do without (number, created_at, ...).
 *
 * Beyond that nothing is fatal: null users, missing keys, ids above 2^32,
 * lone surrogates, NUL escapes, unknown values of enumerations.
 */
#ifndef HSCAN_SOURCE_GITHUB_DECODE_H
#define HSCAN_SOURCE_GITHUB_DECODE_H

#include <healthscan/record.h>
#include <healthscan/repo.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"

struct hscan_items {
	struct hscan_item *at;
	size_t len;
};

struct hscan_events {
	struct hscan_event *at; /* only the kinds of enum hscan_event_kind */
	size_t len;
	int64_t newest_id; /* of all events on the page; 0 when it is empty */
	int64_t oldest_id;
	int64_t oldest_at; /* HSCAN_NEVER when it is empty */
};

struct hscan_releases {
	struct hscan_release *at;
	size_t len;
};

/* GET /repos/{owner}/{repo} */
HSCAN_CHECK enum hscan_status hscan_github_decode_repo(struct hscan_text body,
    struct hscan_arena *arena, struct hscan_repo *out, struct hscan_error *err);

/* GET /repos/{owner}/{repo}/issues: issues and pull requests */
HSCAN_CHECK enum hscan_status hscan_github_decode_items(struct hscan_text body,
    struct hscan_arena *arena, struct hscan_items *out,
    struct hscan_error *err);

/* GET /repos/{owner}/{repo}/issues/events */
HSCAN_CHECK enum hscan_status hscan_github_decode_events(struct hscan_text body,
    struct hscan_arena *arena, struct hscan_events *out,
    struct hscan_error *err);

/* GET /repos/{owner}/{repo}/releases */
HSCAN_CHECK enum hscan_status hscan_github_decode_releases(
    struct hscan_text body, struct hscan_arena *arena,
    struct hscan_releases *out, struct hscan_error *err);

/* The "message" of an error answer, made safe to print, cut to fit; "" when
 * there is none (an HTML page, say). Returns `out`. */
const char *hscan_github_error_message(
    struct hscan_text body, char *out, size_t size);

#endif

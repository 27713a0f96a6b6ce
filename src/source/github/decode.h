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

struct hscan_responses {
	struct hscan_response *at;
	size_t len;
	int64_t newest; /* updated_at on a page of comments; HSCAN_NEVER */
	int64_t oldest;
};

struct hscan_timeline {
	struct hscan_responses responses;
	struct hscan_events events; /* of being a draft */
};

struct hscan_bases {
	struct hscan_base *at;
	size_t len;
};

/* GET /repos/{owner}/{repo}/issues/comments */
HSCAN_CHECK enum hscan_status hscan_github_decode_comments(
    struct hscan_text body, struct hscan_arena *arena,
    struct hscan_responses *out, struct hscan_error *err);

/* GET /repos/{owner}/{repo}/pulls/{number}/reviews: those submitted */
HSCAN_CHECK enum hscan_status hscan_github_decode_reviews(
    struct hscan_text body, int64_t number, struct hscan_arena *arena,
    struct hscan_responses *out, struct hscan_error *err);

/* GET /repos/{owner}/{repo}/issues/{number}/timeline: comments, reviews, and
 * the events of being a draft; everything else is passed over */
HSCAN_CHECK enum hscan_status hscan_github_decode_timeline(
    struct hscan_text body, int64_t number, struct hscan_arena *arena,
    struct hscan_timeline *out, struct hscan_error *err);

/* GET /repos/{owner}/{repo}/pulls */
HSCAN_CHECK enum hscan_status hscan_github_decode_bases(struct hscan_text body,
    struct hscan_arena *arena, struct hscan_bases *out,
    struct hscan_error *err);

struct hscan_listed_commits {
	struct hscan_listed_commit *at;
	size_t len;
	int64_t newest; /* committed_at on the page; HSCAN_NEVER */
};

/* GET /repos/{owner}/{repo}/commits */
HSCAN_CHECK enum hscan_status hscan_github_decode_commits(
    struct hscan_text body, struct hscan_arena *arena,
    struct hscan_listed_commits *out, struct hscan_error *err);

struct hscan_rate_limit {
	int64_t limit; /* requests in an hour */
	int64_t remaining;
	int64_t reset; /* Unix time */
};

/* GET /rate_limit: what holds for what healthscan asks for */
HSCAN_CHECK enum hscan_status hscan_github_decode_rate(struct hscan_text body,
    struct hscan_arena *arena, struct hscan_rate_limit *out,
    struct hscan_error *err);

/* The "message" of an error answer, made safe to print, cut to fit; "" when
 * there is none (an HTML page, say). Returns `out`. */
const char *hscan_github_error_message(
    struct hscan_text body, char *out, size_t size);

/* The "block.reason" of an error answer, "tos" or "dmca", likewise. */
const char *hscan_github_block_reason(
    struct hscan_text body, char *out, size_t size);

#endif

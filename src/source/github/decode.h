/* SPDX-License-Identifier: MIT */
/*
 * GitHub's JSON, turned into records. Pure: bytes in, records out, no I/O.
 * The records and their text live in the arena. HSCAN_EPARSE: the page is not
 * JSON, or not of the shape expected. A row of a list that lacks what it cannot
 * do without (created_at, ...) is left out and named, see hscan_bad_rows; where
 * it does not even say which one it is, that is HSCAN_EPARSE too, as it is of
 * anything else that is no list of rows by themselves: a repository, the
 * reviews and the timeline of one pull request.
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

/* Names that are longer are nobody's. */
#define HSCAN_BAD_ROW_NAME 200

/* A row of a list that cannot be used, by what it is known by. */
struct hscan_bad_row {
	int64_t number;         /* of the item that it is of; 0: not known */
	int kind;               /* enum hscan_item_kind of that; 0: not known */
	struct hscan_text name; /* the forge's number, or a commit's; or absent
				 * for an item, which has a number */
	struct hscan_text why;  /* "created_at is missing" */
};

struct hscan_bad_rows {
	struct hscan_bad_row *at;
	size_t len;
};

struct hscan_items {
	struct hscan_item *at;
	size_t len;
	struct hscan_bad_rows bad;
};

struct hscan_events {
	struct hscan_event *at; /* only the kinds of enum hscan_event_kind */
	size_t len;
	int64_t newest_id; /* of all events on the page; 0 when it is empty */
	int64_t oldest_id;
	int64_t oldest_at; /* HSCAN_NEVER when it is empty */
	struct hscan_bad_rows bad;
};

struct hscan_releases {
	struct hscan_release *at;
	size_t len;
	struct hscan_bad_rows bad;
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
	struct hscan_bad_rows bad; /* comments */
};

struct hscan_timeline {
	struct hscan_responses responses;
	struct hscan_events events; /* of being a draft */
};

struct hscan_bases {
	struct hscan_base *at;
	size_t len;
	struct hscan_bad_rows bad;
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
	struct hscan_bad_rows bad;
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

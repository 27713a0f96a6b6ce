/* SPDX-License-Identifier: MIT */
/* Lists the repositories of an account; see owner.h. */
#include "sync/owner.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"
#include "source/github/decode.h"
#include "source/github/decode_repos.h"
#include "source/github/protocol.h"
#include "sync/explain.h"
#include "sync/internal.h"

/* A page that cannot be understood is asked for again this often. */
enum { TRIES = 3 };

/* So many entries that are left out are named. */
enum { MOST_NAMED = 30 };

#define LONGEST_TARGET ((size_t)64 * 1024)

struct listing {
	struct hscan_http *http;
	const char *owner;
	hscan_owner_fn *take;
	hscan_owner_gap_fn *gap;
	void *payload;
	struct hscan_owner_gaps *gaps;
	struct hscan_arena arena; /* of one page */
	struct hscan_buf target;  /* of the next page; empty at the end */
};

static enum hscan_status
explain(const struct listing *listing, const struct hscan_http_reply *answer,
    struct hscan_error *err)
{
	const char *owner = listing->owner;
	bool token = hscan_http_has_token(listing->http);
	char said[400];

	if (hscan_explain_refusal(answer, owner, err))
		return err->status;
	if (answer->status == 403)
		return hscan_fail(err, HSCAN_EAUTH,
		    "%s: HTTP 403 (\"%s\"): its repositories may not be "
		    "listed; "
		    "%s",
		    owner,
		    hscan_github_error_message(
			answer->body, said, sizeof(said)),
		    token ? "give the token read access to them"
			  : HSCAN_GITHUB_GIVE_TOKEN);
	if (answer->status == 404)
		return hscan_fail(err, HSCAN_ENOTFOUND,
		    "%s: HTTP 404: there is no such organization or user; "
		    "check the spelling",
		    owner);
	return hscan_explain_answer(answer, owner, token, err);
}

/* What the page leaves out; a long list of such entries is cut short. */
static void
tell_gaps(struct listing *listing, const struct hscan_repos *repos,
    struct hscan_text sso)
{
	struct hscan_owner_gaps *gaps = listing->gaps;
	char line[HSCAN_BAD_ROW_NAME + 300], name[HSCAN_BAD_ROW_NAME + 1];
	char why[120];

	for (size_t i = 0; i < repos->bad.len; i++) {
		const struct hscan_bad_row *row = &repos->bad.at[i];

		if (++gaps->unreadable > MOST_NAMED)
			continue;
		(void)snprintf(line, sizeof(line),
		    "%s: repository %s is left out: its entry in the list "
		    "cannot be used: %s%s",
		    listing->owner, hscan_safe(row->name, name, sizeof(name)),
		    hscan_safe(row->why, why, sizeof(why)),
		    gaps->unreadable == MOST_NAMED ? "; others may follow"
						   : "");
		listing->gap(line, listing->payload);
	}
	if (gaps->partial || !sync_is_partial(sso, why, sizeof(why)))
		return;
	gaps->partial = true;
	(void)snprintf(line, sizeof(line),
	    "%s: the list of its repositories is not whole: %s", listing->owner,
	    why);
	listing->gap(line, listing->payload);
}

static enum hscan_status
take_page(struct listing *listing, const struct hscan_http_reply *answer,
    struct hscan_error *err)
{
	struct hscan_repos repos = {0};
	enum hscan_status status;

	hscan_arena_reset(&listing->arena);
	status = hscan_github_decode_repos(
	    answer->body, &listing->arena, &repos, err);
	if (status == HSCAN_OK)
		tell_gaps(listing, &repos, hscan_github_sso(answer->headers));
	for (size_t i = 0; i < repos.len && status == HSCAN_OK; i++)
		status = listing->take(&repos.at[i], listing->payload, err);
	if (status != HSCAN_OK)
		return status;
	hscan_buf_reset(&listing->target);
	(void)hscan_buf_add_text(&listing->target, answer->next);
	return hscan_buf_check(&listing->target, "the next page", err);
}

/* Asks for one page. `*code` is what the server answered. */
static enum hscan_status
ask_page(struct listing *listing, int *code, struct hscan_error *err)
{
	struct hscan_http_reply answer;
	enum hscan_status status = HSCAN_OK;

	for (int tries = 0; tries < TRIES; tries++) {
		const struct hscan_http_request request = {
		    .target = hscan_buf_text(&listing->target)};

		status = hscan_http_submit(listing->http, &request, err);
		if (status == HSCAN_OK)
			status = hscan_http_next(listing->http, &answer, err);
		if (status != HSCAN_OK)
			return status;
		*code = answer.status;
		if (answer.status != 200)
			return explain(listing, &answer, err);
		status = take_page(listing, &answer, err);
		if (status != HSCAN_EPARSE)
			return status;
	}
	return status;
}

static enum hscan_status
walk(struct listing *listing, const char *kind, int *code,
    struct hscan_error *err)
{
	enum hscan_status status;

	hscan_buf_reset(&listing->target);
	/* The name has been checked: it is letters, digits, '-' and '_'. */
	(void)hscan_buf_add_format(&listing->target,
	    "%s/%s/%s/repos?per_page=100", hscan_http_base_path(listing->http),
	    kind, listing->owner);
	status = hscan_buf_check(&listing->target, "a request", err);
	while (status == HSCAN_OK && listing->target.len > 0)
		status = ask_page(listing, code, err);
	return status;
}

enum hscan_status
hscan_sync_owner(struct hscan_http *http, const char *owner,
    hscan_owner_fn *take, hscan_owner_gap_fn *gap, void *payload,
    struct hscan_owner_gaps *gaps, struct hscan_error *err)
{
	struct listing listing = {.http = http,
	    .owner = owner,
	    .take = take,
	    .gap = gap,
	    .payload = payload,
	    .gaps = gaps};
	enum hscan_status status;
	int code = 0;

	*gaps = (struct hscan_owner_gaps){0, false};
	hscan_arena_init(&listing.arena);
	hscan_buf_init(&listing.target, LONGEST_TARGET);
	status = walk(&listing, "orgs", &code, err);
	if (status == HSCAN_ENOTFOUND && code == 404)
		status = walk(&listing, "users", &code, err);
	hscan_buf_clear(&listing.target);
	hscan_arena_clear(&listing.arena);
	return status;
}

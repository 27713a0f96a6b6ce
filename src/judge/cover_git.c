/* SPDX-License-Identifier: MIT */
/* What of the commits was read, and of the commits to the documentation. */
#include <stdio.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "judge/cover.h"

/* What the forge calls default may be another branch than when the clone was
 * read. */
static enum hscan_head_kind
kind_of_head(
    const struct hscan_cover *cover, const struct hscan_stored_head *head)
{
	struct hscan_text branch = cover->repo->repo.default_branch;

	if (!branch.ptr)
		return HSCAN_HEAD_UNTOLD;
	if (!head->branch.ptr)
		return HSCAN_HEAD_UNKNOWN;
	/* A forge may also tell a name that is none. */
	return head->branch.len > 0 && hscan_text_equal(head->branch, branch)
		   ? HSCAN_HEAD_DEFAULT
		   : HSCAN_HEAD_OTHER;
}

/* Why nothing is judged by the commits; NULL: it is. */
static const char *
why_other_head(struct hscan_cover *cover, const struct hscan_stored_head *head,
    enum hscan_head_kind kind)
{
	char text[400], ref[120], branch[120];
	struct hscan_text why;

	if (kind != HSCAN_HEAD_OTHER && kind != HSCAN_HEAD_UNKNOWN)
		return NULL;
	(void)hscan_safe(
	    cover->repo->repo.default_branch, branch, sizeof(branch));
	if (head->unborn)
		(void)snprintf(text, sizeof(text),
		    "the clone had no commit of the default branch %s", branch);
	else
		(void)snprintf(text, sizeof(text),
		    "the commits are those of %s, not %sof the default branch "
		    "%s",
		    hscan_safe(head->ref, ref, sizeof(ref)),
		    kind == HSCAN_HEAD_OTHER ? "" : "known to be ", branch);
	why = hscan_arena_dup(cover->arena, hscan_text_of(text));
	return why.ptr ? why.ptr : "of another head";
}

/* "refs/heads/main at 1f0c2ab", and what is to be said of that. */
static struct hscan_text
describe_head(struct hscan_cover *cover, const struct hscan_stored_head *head,
    enum hscan_head_kind kind)
{
	char text[600], ref[256], branch[120]; /* more than all of it */
	int len;

	if (head->unborn)
		len = snprintf(text, sizeof(text), "no commits yet");
	else
		len = snprintf(text, sizeof(text), "%s at %02x%02x%02x%02x%02x",
		    hscan_safe(head->ref, ref, sizeof(ref)), head->sha[0],
		    head->sha[1], head->sha[2], head->sha[3], head->sha[4]);
	if (kind == HSCAN_HEAD_OTHER || kind == HSCAN_HEAD_UNKNOWN)
		len += snprintf(text + len, sizeof(text) - (size_t)len,
		    ", %s the default branch %s",
		    kind == HSCAN_HEAD_OTHER ? "not" : "not known to be",
		    hscan_safe(cover->repo->repo.default_branch, branch,
			sizeof(branch)));
	if (head->unmapped)
		(void)snprintf(text + len, sizeof(text) - (size_t)len,
		    "; its .mailmap was not there to be read: authors are not "
		    "mapped");
	return hscan_arena_dup(cover->arena, hscan_text_of(text));
}

static void
cover_head(struct hscan_cover *cover, const struct hscan_stored_head *head,
    struct hscan_coverage *row)
{
	if (!head->walked)
		return;
	cover->collected |= HSCAN_NEED_GIT;
	row->head_kind = kind_of_head(cover, head);
	row->note = describe_head(cover, head, row->head_kind);
	if (!head->unborn)
		row->head = hscan_arena_dup(cover->arena, head->ref);
	cover->other_head.reason = why_other_head(cover, head, row->head_kind);
}

/* Why the lists of a forge do not tell of the documentation either. */
static const char *
why_unlisted(struct hscan_cover *cover, const struct hscan_stream_state *state)
{
	const char *unread =
	    cover->one->git_missing ? cover->one->git_missing : "not collected";
	static const char no_clone[] = "not collected: no local clone; ";
	bool empty = hscan_text_ends(state->note, "is empty");
	struct hscan_text why;
	char reason[320], note[160];

	if (!state->finished && state->walk_next.ptr)
		return "not collected: the lists of commits were read only in "
		       "part";
	if (state->note.len == 0)
		return unread;
	/* What the server has said is the reason; that there is no clone is
	 * none beside it, but only what to do if the server is wrong. */
	(void)hscan_safe(state->note, note, sizeof(note));
	if (hscan_text_starts(hscan_text_of(unread), no_clone))
		(void)snprintf(reason, sizeof(reason),
		    "not collected: %s; %s%s", note,
		    empty ? "if it has commits, " : "",
		    unread + strlen(no_clone));
	else
		(void)snprintf(reason, sizeof(reason), "%s%s %s", unread,
		    cover->one->git_missing ? ";" : ":", note);
	why = hscan_arena_dup(cover->arena, hscan_text_of(reason));
	return why.ptr ? why.ptr : unread;
}

/* The lists of a forge, where the documentation is computed from them. */
static enum hscan_status
cover_listing(struct hscan_cover *cover, const struct hscan_listing *listing,
    const struct hscan_stream_state *state)
{
	struct hscan_coverage *row =
	    cover_row(cover, HSCAN_STREAM_DOCS, state->synced_at);

	row->collected = true;
	cover->collected |= HSCAN_NEED_DOCS;
	row->complete =
	    hscan_text_is(listing->doc_paths, cover->question->doc_paths);
	row->source = "rest";
	row->note =
	    hscan_text_of("about: as the forge lists them, for whole folders");
	row->since = listing->since;
	if (!row->complete)
		cover_missing(cover, HSCAN_NEED_DOCS,
		    "not collected: the commits were listed by other "
		    "documentation paths; run once without --offline");
	cover_since(cover, row, HSCAN_NEED_DOCS);
	return hscan_store_count_listed(cover->store, cover->repo->repo_id,
	    row->since, &row->rows, cover->err);
}

/* The commits to the documentation, unless they are those of the clone. */
static enum hscan_status
cover_docs(struct hscan_cover *cover, const struct hscan_stored_head *head)
{
	struct hscan_stream_state state;
	struct hscan_listing listing;
	enum hscan_status status;

	status = hscan_store_get_listing(
	    cover->store, cover->repo->repo_id, &listing, cover->err);
	if (status != HSCAN_OK)
		return status;
	status = hscan_store_get_stream(cover->store, cover->repo->repo_id,
	    HSCAN_STREAM_DOCS, &state, cover->err);
	if (status == HSCAN_OK && listing.preferred)
		status = cover_listing(cover, &listing, &state);
	else if (status == HSCAN_OK && !head->walked)
		cover_missing(
		    cover, HSCAN_NEED_DOCS, why_unlisted(cover, &state));
	hscan_stream_state_clear(&state);
	hscan_listing_clear(&listing);
	return status;
}

enum hscan_status
cover_git(struct hscan_cover *cover)
{
	struct hscan_stored_head head;
	struct hscan_coverage *row;
	unsigned docs;
	bool other;
	enum hscan_status status;

	status = hscan_store_get_head(
	    cover->store, cover->repo->repo_id, &head, cover->err);
	if (status != HSCAN_OK)
		return status;
	row = cover_row(cover, HSCAN_STREAM_GIT,
	    head.walked ? head.synced_at : HSCAN_NEVER);
	/* What was walked by other documentation paths answers another
	 * question. */
	other = head.walked &&
		!hscan_text_is(head.doc_paths, cover->question->doc_paths);
	row->complete = head.walked && !other && !head.unmapped;
	row->collected = head.walked;
	cover_head(cover, &head, row);
	status = cover_docs(cover, &head);
	/* The documentation may have a row of its own. */
	docs = HSCAN_NEED_DOCS & ~cover->collected;
	if (cover->other_head.reason)
		cover->other_head.needs = HSCAN_NEED_GIT | docs;
	if (other)
		cover_missing(cover, HSCAN_NEED_GIT | docs,
		    "not collected: the history was read with other "
		    "documentation paths; use --git DIR to read it again");
	else if (!head.walked)
		cover_missing(cover, HSCAN_NEED_GIT,
		    cover->one->git_missing ? cover->one->git_missing
					    : "not collected");
	if (head.unmapped)
		cover_missing(cover, HSCAN_NEED_AUTHORS,
		    "not collected: the clone has not the contents of its "
		    "head's .mailmap, so who is who is not known");
	hscan_stored_head_clear(&head);
	if (status != HSCAN_OK)
		return status;
	return hscan_store_count(cover->store, cover->repo->repo_id,
	    HSCAN_STREAM_GIT, &row->rows, cover->err);
}

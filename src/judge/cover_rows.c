/* SPDX-License-Identifier: MIT */
/* The rows of coverage, and what has no value for want of one; see cover.h. */
#include "judge/cover.h"

#include "metric/signs.h"

const char cover_issues_off[] = "issues disabled";
const char cover_pulls_off[] = "pull requests disabled";
const char cover_not_so_far_back[] =
    "not collected: not read for this window; run once without --offline";
const char cover_only_in_part[] =
    "not collected: the list was read only in part";

void
cover_missing(struct hscan_cover *cover, unsigned needs, const char *reason)
{
	cover->missing[cover->missing_len++] =
	    (struct hscan_missing){needs, reason};
}

struct hscan_coverage *
cover_row(struct hscan_cover *cover, const char *stream, int64_t synced_at)
{
	struct hscan_coverage *row = &cover->rows[cover->len++];

	*row = (struct hscan_coverage){
	    .stream = stream,
	    .synced_at = synced_at,
	    .since = HSCAN_NEVER,
	};
	if (synced_at != HSCAN_NEVER &&
	    (cover->synced_at == HSCAN_NEVER || synced_at < cover->synced_at))
		cover->synced_at = synced_at;
	return row;
}

/* The store may hold older records, of an earlier question; the row is of this
 * one. */
void
cover_clip(const struct hscan_cover *cover, struct hscan_coverage *row)
{
	int64_t oldest = cover->windows[cover->windows_len - 1].start;

	if (row->since < oldest)
		row->since = oldest;
}

/* Which windows begin before the records do. */
void
cover_since(
    struct hscan_cover *cover, struct hscan_coverage *row, unsigned needs)
{
	for (size_t i = 0; i < cover->windows_len; i++)
		if (cover->windows[i].start < row->since)
			cover_gap(cover, i, needs, cover_not_so_far_back);
	cover_clip(cover, row);
}

/* Whether others than syncs tell of it. */
bool
cover_is_mixed(const struct cover_list *list)
{
	return list->reach.spans_len > 0;
}

/* Whether what there is tells what the project is in the middle of: a part that
 * others told may be any. */
static bool
is_collected(const struct hscan_cover *cover, const struct cover_list *list)
{
	int64_t from = partly_from(cover, 0, HSCAN_BACK_START), since;

	if (!cover_is_mixed(list) || list->reach.synced)
		return list->row->collected;
	return hscan_reach_tells(&list->reach, from, cover->windows[0].end,
		   &since) == HSCAN_TOLD_WHOLE;
}

/* Since when all of a list is known. Where others than syncs tell of it, too,
 * it is enough for a life to know it of the times that it goes by. */
static int64_t
known_from(const struct hscan_cover *cover, const struct cover_list *list)
{
	const int64_t end = cover->windows[0].end;
	const int64_t froms[] = {
	    partly_from(cover, 0, HSCAN_BACK_START),
	    end - HSCAN_LIFE_YEAR_S,
	    end - HSCAN_LIFE_ANSWER_S,
	    end - HSCAN_LIFE_RECENT_S,
	};
	int64_t since;

	if (!cover_is_mixed(list))
		return list->row->complete ? list->row->since : INT64_MAX;
	for (size_t i = 0; i < sizeof(froms) / sizeof(froms[0]); i++) {
		enum hscan_told told =
		    hscan_reach_tells(&list->reach, froms[i], end, &since);

		if (told == HSCAN_TOLD_WHOLE || told == HSCAN_TOLD_WATCHED)
			return i == 0 ? HSCAN_NEVER : froms[i];
	}
	return INT64_MAX;
}

static void
note_known(struct hscan_cover *cover, enum hscan_need need, int64_t from)
{
	if (need == HSCAN_NEED_ISSUES)
		cover->issues_from = from;
	else if (need == HSCAN_NEED_RELEASES)
		cover->releases_from = from;
	else if (need == HSCAN_NEED_COMMENTS)
		cover->comments_from = from;
}

/* A row for what is read for a need. */
enum hscan_status
cover_read(struct hscan_cover *cover, const char *stream, enum hscan_need need,
    struct cover_list *out)
{
	struct hscan_stream_state state;
	struct hscan_coverage *row;
	enum hscan_status status;

	status = hscan_store_get_stream(
	    cover->store, cover->repo->repo_id, stream, &state, cover->err);
	if (status != HSCAN_OK)
		return status;
	row = cover_row(cover, stream, state.synced_at);
	row->complete = state.finished;
	row->since = state.since;
	row->note = hscan_arena_dup(cover->arena, state.note);
	*out = (struct cover_list){row, partly_reach(cover, stream, &state)};
	row->spans = out->reach.spans;
	row->spans_len = out->reach.spans_len;
	row->told_until = hscan_reach_until(&out->reach);
	hscan_stream_state_clear(&state);
	/* Of answers there are many; those of this question are counted later.
	 */
	if (!row->complete ||
	    (need != HSCAN_NEED_COMMENTS && need != HSCAN_NEED_REVIEWS))
		status = hscan_store_count(cover->store, cover->repo->repo_id,
		    stream, &row->rows, cover->err);
	row->collected = row->complete || row->rows > 0;
	if (is_collected(cover, out))
		cover->collected |= (unsigned)need;
	note_known(cover, need, known_from(cover, out));
	return status;
}

/* Of a list that was never read. */
const char *
cover_why_unread(struct hscan_cover *cover, const struct cover_list *list)
{
	if (!list->row->collected)
		return "not collected";
	if (!cover_is_mixed(list))
		return cover_only_in_part;
	return partly_words(
	    cover, hscan_reach_sources(&list->reach, INT64_MIN, INT64_MAX));
}

/* Where others tell of a list that was never read: whether all that is asked
 * for is there. */
void
cover_told(struct cover_list *list, enum hscan_told told)
{
	if (!list->reach.synced)
		list->row->complete = told == HSCAN_TOLD_WHOLE;
}

/* What has no value for want of a list; `back`: how far back it has to be
 * known. */
void
cover_note(struct hscan_cover *cover, struct cover_list *list, int64_t back,
    unsigned needs)
{
	const char *unread = list->reach.synced ? cover_not_so_far_back
						: cover_why_unread(cover, list);

	if (cover_is_mixed(list))
		cover_told(list,
		    partly_note_all(cover, &list->reach, back, needs, unread));
	else if (!list->row->complete)
		cover_missing(cover, needs, unread);
}

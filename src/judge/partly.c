/* SPDX-License-Identifier: MIT */
/* What others than a sync have told of a stream; see partly.h. */
#include "judge/partly.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

enum { LONGEST_REASON = 200 };

void
cover_gap(
    struct hscan_cover *cover, size_t n, unsigned needs, const char *reason)
{
	struct hscan_missing *gap = cover->gaps[n].at;

	while (gap->needs && gap->reason != reason)
		gap++;
	*gap = (struct hscan_missing){gap->needs | needs, reason};
}

enum hscan_status
partly_load(struct hscan_cover *cover)
{
	return hscan_store_spans(cover->store, cover->repo->repo_id,
	    cover->arena, &cover->spans, &cover->spans_len, cover->err);
}

struct hscan_reach
partly_reach(const struct hscan_cover *cover, const char *stream,
    const struct hscan_stream_state *state)
{
	struct hscan_reach reach = {
	    .synced = state->finished,
	    .since = state->since,
	    .until = state->synced_at,
	    /* It goes on from a sync. */
	    .heard_from = state->finished ? state->since : INT64_MAX,
	};

	/* Those of a stream lie side by side. */
	for (size_t i = 0; i < cover->spans_len; i++) {
		if (strcmp(cover->spans[i].stream, stream) != 0)
			continue;
		if (reach.spans_len++ == 0)
			reach.spans = &cover->spans[i];
	}
	return reach;
}

const char *
partly_words(struct hscan_cover *cover, unsigned sources)
{
	static const enum hscan_source by_name[] = {
	    HSCAN_SOURCE_ARCHIVE,
	    HSCAN_SOURCE_BACKUP,
	    HSCAN_SOURCE_REST,
	    HSCAN_SOURCE_WEBHOOK,
	};
	const char *before = "partly from ";
	struct hscan_text reason;
	struct hscan_buf words;

	hscan_buf_init(&words, LONGEST_REASON);
	for (size_t i = 0; i < sizeof(by_name) / sizeof(by_name[0]); i++) {
		if (!(sources & 1U << (unsigned)by_name[i]))
			continue;
		(void)hscan_buf_add_string(&words, before);
		(void)hscan_buf_add_string(
		    &words, hscan_source_name(by_name[i]));
		before = ", ";
	}
	reason = hscan_arena_dup(cover->arena, hscan_buf_text(&words));
	hscan_buf_clear(&words);
	return reason.ptr ? reason.ptr : "told only in part";
}

/* What is watched of the reported window alone is said: it is the newest, and
 * what is judged. */
static void
note_watched(struct hscan_cover *cover, unsigned needs, int64_t since)
{
	cover->watched[cover->watched_len++] =
	    (struct hscan_watched){needs, since};
}

enum hscan_told
partly_note(struct hscan_cover *cover, const struct hscan_reach *reach,
    size_t n, int64_t from, unsigned needs, const char *unread)
{
	int64_t end = cover->windows[n].end, since = HSCAN_NEVER;
	enum hscan_told told = hscan_reach_tells(reach, from, end, &since);

	switch (told) {
	case HSCAN_TOLD_WHOLE: break;
	case HSCAN_TOLD_WATCHED:
		if (n == 0)
			note_watched(cover, needs, since);
		break;
	case HSCAN_TOLD_PARTLY:
		cover_gap(cover, n, needs,
		    partly_words(cover, hscan_reach_sources(reach, from, end)));
		break;
	case HSCAN_TOLD_UNREAD: cover_gap(cover, n, needs, unread); break;
	}
	return told;
}

int64_t
partly_from(const struct hscan_cover *cover, size_t n, int64_t back)
{
	int64_t from = cover->windows[n].start;
	const struct hscan_repo *repo = &cover->repo->repo;

	if (back < from)
		from = back;
	/* Before it was made there was nothing to tell. */
	if (!(repo->unknown & HSCAN_REPO_CREATED) && repo->created_at > from)
		from = repo->created_at;
	return from;
}

enum hscan_told
partly_note_all(struct hscan_cover *cover, const struct hscan_reach *reach,
    int64_t back, unsigned needs, const char *unread)
{
	enum hscan_told first = HSCAN_TOLD_WHOLE;

	for (size_t n = 0; n < cover->windows_len; n++) {
		enum hscan_told told = partly_note(cover, reach, n,
		    partly_from(cover, n, back), needs, unread);

		if (n == 0)
			first = told;
	}
	return first;
}

/* SPDX-License-Identifier: MIT */
/* What webhooks should have told; see missed.h. */
#include "app/missed.h"

#include <string.h>

#include "base/arena.h"
#include "model/heartbeat.h"

/* A receiver is there in all streams at once; this one stands for them. */
static bool
is_there(const struct hscan_span *span)
{
	return span->live && strcmp(span->stream, HSCAN_STREAM_ISSUES) == 0;
}

static void
count(const struct hscan_missed *fact, void *payload)
{
	struct missed *missed = payload;
	struct missed_kind *kind = &missed->kinds[fact->what];

	if (kind->len < MISSED_NAMED)
		kind->numbers[kind->len] = fact->number;
	kind->len++;
}

static void
note_span(struct missed *missed, const struct hscan_span *span)
{
	if (!missed->listens || span->starts_at < missed->since)
		missed->since = span->starts_at;
	if (!missed->listens || span->ends_at > missed->until)
		missed->until = span->ends_at;
	missed->listens = true;
}

static enum hscan_status
find_sync(struct hscan_store *store, int64_t repo_id, struct missed *out,
    struct hscan_error *err)
{
	struct hscan_stream_state state;
	enum hscan_status status = hscan_store_get_stream(
	    store, repo_id, HSCAN_STREAM_ISSUES, &state, err);

	if (status != HSCAN_OK)
		return status;
	out->compared_to = state.finished ? state.synced_at : HSCAN_NEVER;
	hscan_stream_state_clear(&state);
	return HSCAN_OK;
}

enum hscan_status
missed_find(struct hscan_store *store, int64_t repo_id, int64_t now,
    struct missed *out, struct hscan_error *err)
{
	struct hscan_span *spans = NULL;
	struct hscan_arena arena;
	size_t len = 0;
	enum hscan_status status;

	*out = (struct missed){.listens = false};
	hscan_arena_init(&arena);
	status = hscan_store_spans(store, repo_id, &arena, &spans, &len, err);
	if (status == HSCAN_OK)
		status = find_sync(store, repo_id, out, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		if (!is_there(&spans[i]))
			continue;
		note_span(out, &spans[i]);
		/* A delivery may still be on its way. */
		status =
		    hscan_store_each_missed(store, repo_id, spans[i].starts_at,
			spans[i].ends_at - HSCAN_HEARTBEAT_SLACK_S, count, out,
			err);
	}
	out->silent =
	    out->listens && out->until + HSCAN_HEARTBEAT_SLACK_S < now;
	hscan_arena_clear(&arena);
	return status;
}

/* " (#3, #5, ...)" */
static void
add_numbers(struct hscan_buf *out, const struct missed_kind *kind)
{
	const char *before = " (";

	for (int64_t i = 0; i < kind->len && i < MISSED_NAMED; i++) {
		(void)hscan_buf_add_format(
		    out, "%s#%lld", before, (long long)kind->numbers[i]);
		before = ", ";
	}
	(void)hscan_buf_add_string(
	    out, kind->len > MISSED_NAMED ? ", ...)" : ")");
}

void
missed_add_words(struct hscan_buf *out, const struct missed *missed)
{
	static const char *const words[MISSED_KINDS][2] = {
	    [HSCAN_FACT_OPENED] = {"new issue or pull request",
		"new issues and pull requests"},
	    [HSCAN_FACT_EVENT] = {"event", "events"},
	    [HSCAN_FACT_COMMENT] = {"comment", "comments"},
	    [HSCAN_FACT_REVIEW] = {"review", "reviews"},
	    [HSCAN_FACT_RELEASE] = {"release", "releases"},
	};
	const char *before = "";

	for (size_t i = HSCAN_FACT_OPENED; i < MISSED_KINDS; i++) {
		const struct missed_kind *kind = &missed->kinds[i];

		if (kind->len == 0)
			continue;
		(void)hscan_buf_add_format(out, "%s%lld %s", before,
		    (long long)kind->len, words[i][kind->len != 1]);
		/* The number of a release tells nobody anything. */
		if (i != HSCAN_FACT_RELEASE)
			add_numbers(out, kind);
		before = ", ";
	}
}

/* SPDX-License-Identifier: MIT */
/* What is no fact of a repository that two stores have: how far each of its
 * streams was read, what could not be, and what was said of its numbers. */
#include <string.h>

#include "base/text.h"
#include "store/merging.h"

static const char doing[] = "cannot take in how far another store has come";

/* Longer than the name of any stream. */
enum { STREAM_SIZE = 64 };

static bool
copy_name(struct hscan_text name, char out[STREAM_SIZE])
{
	if (!name.ptr || name.len >= STREAM_SIZE)
		return false;
	memcpy(out, name.ptr, name.len);
	out[name.len] = '\0';
	return true;
}

/* --- spans --- */

/* Rows that several sources tell are written by other rules from here on, so it
 * has to be known; but from when to when they told is said when all of it is
 * there: who is stopped before must not be judged by a part. */
enum hscan_status
merging_begin_spans(struct merging *m)
{
	struct hscan_span *spans = NULL;
	struct hscan_arena arena;
	bool known = false;
	size_t len = 0;
	enum hscan_status status;

	if (!m->mixed)
		return HSCAN_OK;
	status = hscan_store_is_mixed(m->to, m->to_id, &known, m->err);
	if (status != HSCAN_OK || known)
		return status;
	hscan_arena_init(&arena);
	status = hscan_store_spans(
	    m->from, m->from_id, &arena, &spans, &len, m->err);
	if (status == HSCAN_OK && len > 0 &&
	    copy_name(hscan_text_of(spans[0].stream), m->stream)) {
		m->stand_in = (struct hscan_span){
		    .stream = m->stream,
		    .source = spans[0].source,
		    .starts_at = spans[0].starts_at,
		    .ends_at = spans[0].starts_at,
		};
		status =
		    hscan_store_put_span(m->to, m->to_id, &m->stand_in, m->err);
	}
	hscan_arena_clear(&arena);
	return status;
}

static enum hscan_status
put_spans(const struct merging *m)
{
	struct hscan_span *spans = NULL;
	struct hscan_arena arena;
	size_t len = 0;
	enum hscan_status status = HSCAN_OK;

	if (m->stand_in.stream)
		status = store_drop_span(m->to, m->to_id, &m->stand_in, m->err);
	hscan_arena_init(&arena);
	if (status == HSCAN_OK)
		status = hscan_store_spans(
		    m->from, m->from_id, &arena, &spans, &len, m->err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		status =
		    hscan_store_put_span(m->to, m->to_id, &spans[i], m->err);
	hscan_arena_clear(&arena);
	return status;
}

/* --- streams --- */

/* The states of a stream in both stores. */
struct both {
	struct hscan_stream_state here, there;
};

static void
close_both(struct both *both)
{
	hscan_stream_state_clear(&both->here);
	hscan_stream_state_clear(&both->there);
}

static enum hscan_status
open_both(const struct merging *m, const char *stream, struct both *both)
{
	enum hscan_status status;

	hscan_stream_state_init(&both->here);
	hscan_stream_state_init(&both->there);
	status = hscan_store_get_stream(
	    m->to, m->to_id, stream, &both->here, m->err);
	if (status == HSCAN_OK)
		status = hscan_store_get_stream(
		    m->from, m->from_id, stream, &both->there, m->err);
	return status;
}

/* A walk that has come to its end counts more than one under way, and that more
 * than none. */
static int
rank_of(const struct hscan_stream_state *state)
{
	return state->finished ? 2 : state->walk_next.ptr != NULL;
}

static bool
is_further(const struct both *both)
{
	int here = rank_of(&both->here), there = rank_of(&both->there);

	return here != there
		   ? there > here
		   : there > 0 && both->there.synced_at > both->here.synced_at;
}

enum hscan_status
merging_is_further(const struct merging *m, const char *stream, bool *out)
{
	struct both both;
	enum hscan_status status = open_both(m, stream, &both);

	if (status == HSCAN_OK)
		*out = is_further(&both);
	close_both(&both);
	return status;
}

/* Whether a list is one of records by their time, all of them from one time
 * on. */
static bool
is_by_time(const char *stream)
{
	static const char *const lists[] = {HSCAN_STREAM_ISSUES,
	    HSCAN_STREAM_COMMENTS, HSCAN_STREAM_EVENTS, HSCAN_STREAM_BASES,
	    HSCAN_STREAM_MERGES};

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (strcmp(stream, lists[i]) == 0)
			return true;
	return false;
}

/* Where what the other one has read reaches to what this one has, the records
 * of both go back as far as its. */
static int64_t
since_of(const struct hscan_stream_state *one,
    const struct hscan_stream_state *other)
{
	if (one->since == HSCAN_NEVER || !one->finished || !other->finished ||
	    other->watermark == HSCAN_NEVER || other->watermark < one->since)
		return one->since;
	return other->since < one->since ? other->since : one->since;
}

static enum hscan_status
put_stream(const struct merging *m, const char *stream, bool *further)
{
	struct hscan_stream_state *state;
	struct both both;
	int64_t since;
	enum hscan_status status = open_both(m, stream, &both);

	*further = status == HSCAN_OK &&
		   (is_further(&both) ||
		       (m->listing && hscan_text_starts(hscan_text_of(stream),
					  HSCAN_STREAM_DOCS)));
	state = *further ? &both.there : &both.here;
	since = state->since;
	if (status == HSCAN_OK && is_by_time(stream))
		since = since_of(state, *further ? &both.here : &both.there);
	if (status == HSCAN_OK && (*further || since != state->since)) {
		state->since = since;
		status = hscan_store_put_stream(
		    m->to, m->to_id, stream, state, m->err);
	}
	close_both(&both);
	return status;
}

/* --- what is in doubt --- */

static enum hscan_status
drop_doubts(const struct merging *m, const char *stream)
{
	struct store_call call = store_call_begin(m->to, STORE_DROP_DOUBTS);

	store_bind_i64(&call, ":repo_id", m->to_id);
	store_bind_text(&call, ":stream", hscan_text_of(stream));
	return store_call_end(&call, doing, m->err);
}

/* Those of a stream whose state is that of `from`. */
static enum hscan_status
put_doubts(const struct merging *m, const char *stream)
{
	struct store_call call =
	    store_scan_begin(m->from, m->from_id, STORE_DOUBT);
	enum hscan_status status = drop_doubts(m, stream), ended;

	while (status == HSCAN_OK && store_statement_row(&call))
		if (hscan_text_is(store_text(call.stmt, 1), stream))
			status = merging_put_row(m, STORE_PUT_DOUBT, call.stmt,
			    0, "cannot store what is in doubt");
	ended = store_statement_end(
	    &call, doing, status == HSCAN_OK ? m->err : NULL);
	return status == HSCAN_OK ? ended : status;
}

/* Those of a stream that neither store knows how far it was read, such as the
 * reviews, which are read one by one: what the newer sync says. */
static enum hscan_status
put_other_doubts(const struct merging *m)
{
	struct store_call call =
	    store_scan_begin(m->from, m->from_id, STORE_DOUBT);
	enum hscan_status status = HSCAN_OK, ended;

	if (m->newer)
		status = drop_doubts(m, HSCAN_STREAM_REVIEWS);
	while (status == HSCAN_OK && store_statement_row(&call)) {
		char stream[STREAM_SIZE];
		struct both both;

		if (!copy_name(store_text(call.stmt, 1), stream))
			continue;
		status = open_both(m, stream, &both);
		if (status == HSCAN_OK && rank_of(&both.here) == 0 &&
		    rank_of(&both.there) == 0)
			status = merging_put_row(m, STORE_PUT_DOUBT, call.stmt,
			    0, "cannot store what is in doubt");
		close_both(&both);
	}
	ended = store_statement_end(
	    &call, doing, status == HSCAN_OK ? m->err : NULL);
	return status == HSCAN_OK ? ended : status;
}

/* Of listed commits all streams are those of one store. */
static enum hscan_status
take_stream(const struct merging *m, sqlite3_stmt *row)
{
	char stream[STREAM_SIZE];
	bool further = false;
	enum hscan_status status;

	if (!copy_name(store_text(row, 1), stream))
		return hscan_fail(m->err, HSCAN_ESTORE,
		    "the other store has a stream that no version knows; go "
		    "back to a backup of it");
	if (!m->listing &&
	    hscan_text_starts(hscan_text_of(stream), HSCAN_STREAM_DOCS))
		return HSCAN_OK;
	status = put_stream(m, stream, &further);
	return status == HSCAN_OK && further ? put_doubts(m, stream) : status;
}

static enum hscan_status
put_streams(const struct merging *m)
{
	struct store_call call =
	    store_scan_begin(m->from, m->from_id, STORE_STREAM);
	enum hscan_status status = HSCAN_OK, ended;

	while (status == HSCAN_OK && store_statement_row(&call))
		status = take_stream(m, call.stmt);
	ended = store_statement_end(
	    &call, doing, status == HSCAN_OK ? m->err : NULL);
	if (status == HSCAN_OK)
		status = ended;
	return status == HSCAN_OK && (m->newer || m->added)
		   ? put_other_doubts(m)
		   : status;
}

/* --- what was said --- */

/* A table of what was said; `scope_at` is the column of the question. */
struct said {
	enum store_part part;
	int scope_at;
	enum store_statement drop, put;
};

/* Tables that belong together: what has the question in the first of them. */
struct family {
	enum store_statement has;
	size_t len;
	struct said tables[4];
};

static const struct family families[] = {
    {STORE_HAS_ALERT_RUN, 4,
	{
	    {STORE_ALERT_RUN, 1, STORE_DROP_SCOPE_ALERT_RUN,
		STORE_PUT_ALERT_RUN},
	    {STORE_ALERT, 1, STORE_DROP_SCOPE_ALERT, STORE_PUT_ALERT},
	    {STORE_ALERT_TURN, 1, STORE_DROP_SCOPE_ALERT_TURN, STORE_PUT_TURN},
	    {STORE_NOTIFICATION, 2, STORE_DROP_SCOPE_NOTIFICATION,
		STORE_PUT_NOTIFICATION},
	}},
    {STORE_HAS_GATE_PASS, 1,
	{{STORE_GATE_PASS, 1, STORE_DROP_SCOPE_GATE_PASS, STORE_PUT_PASSED}}},
    {STORE_HAS_SCAN_RESULT, 1,
	{{STORE_SCAN_RESULT, 1, STORE_DROP_SCOPE_SCAN_RESULT,
	    STORE_PUT_SCAN_RESULT}}},
};

static enum hscan_status
has_scope(const struct merging *m, bool here, enum store_statement which,
    struct hscan_text scope, bool *out)
{
	struct store_call call =
	    store_call_begin(here ? m->to : m->from, which);

	store_bind_i64(&call, ":repo_id", here ? m->to_id : m->from_id);
	store_bind_text(&call, ":scope", scope);
	*out = store_call_row(&call);
	return store_call_end(&call, doing, m->err);
}

static enum hscan_status
drop_said(
    const struct merging *m, const struct said *said, struct hscan_text scope)
{
	struct store_call call = store_call_begin(m->to, said->drop);

	store_bind_i64(&call, ":repo_id", m->to_id);
	store_bind_text(&call, ":scope", scope);
	return store_call_end(&call, doing, m->err);
}

static enum hscan_status
put_said(
    const struct merging *m, const struct said *said, struct hscan_text scope)
{
	struct store_call call =
	    store_scan_begin(m->from, m->from_id, said->part);
	enum hscan_status status = drop_said(m, said, scope), ended;

	while (status == HSCAN_OK && store_statement_row(&call))
		if (hscan_text_equal(
			store_text(call.stmt, said->scope_at), scope))
			status =
			    merging_put_row(m, said->put, call.stmt, 0, doing);
	ended = store_statement_end(
	    &call, doing, status == HSCAN_OK ? m->err : NULL);
	return status == HSCAN_OK ? ended : status;
}

/* Whether all of a family is the same already. */
static enum hscan_status
is_same(const struct merging *m, const struct family *family, bool *out)
{
	enum hscan_status status = HSCAN_OK;

	*out = true;
	for (size_t i = 0; i < family->len && status == HSCAN_OK && *out; i++)
		status = merging_is_same(m, family->tables[i].part, out);
	return status;
}

/* Of a question that was asked in both, the store with the newer sync says
 * all. */
static enum hscan_status
put_family(const struct merging *m, const struct family *family,
    struct hscan_text scope)
{
	bool here = false, there = false;
	enum hscan_status status =
	    has_scope(m, false, family->has, scope, &there);

	if (status == HSCAN_OK)
		status = has_scope(m, true, family->has, scope, &here);
	if (status != HSCAN_OK || !there || (here && !m->newer))
		return status;
	for (size_t i = 0; i < family->len && status == HSCAN_OK; i++)
		status = put_said(m, &family->tables[i], scope);
	return status;
}

static enum hscan_status
put_scopes(const struct merging *m, const struct family *family)
{
	struct store_call call = store_call_begin(m->from, STORE_EACH_SCOPE);
	enum hscan_status status = HSCAN_OK, ended;

	store_bind_i64(&call, ":repo_id", m->from_id);
	while (status == HSCAN_OK && store_call_row(&call))
		status = put_family(m, family, store_text(call.stmt, 0));
	ended =
	    store_call_end(&call, doing, status == HSCAN_OK ? m->err : NULL);
	return status == HSCAN_OK ? ended : status;
}

static enum hscan_status
put_all_said(const struct merging *m)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0;
	     i < sizeof(families) / sizeof(families[0]) && status == HSCAN_OK;
	     i++) {
		bool same = false;

		status = is_same(m, &families[i], &same);
		if (status == HSCAN_OK && !same)
			status = put_scopes(m, &families[i]);
	}
	return status;
}

enum hscan_status
merging_state(const struct merging *m)
{
	enum hscan_status status = put_spans(m);

	if (status == HSCAN_OK)
		status = put_all_said(m);
	if (status == HSCAN_OK)
		status = put_streams(m);
	if (status == HSCAN_OK)
		status = hscan_store_settle_merges(m->to, m->to_id, m->err);
	return status;
}

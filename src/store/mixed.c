/* SPDX-License-Identifier: MIT */
/* Events, answers, releases and branches of which several sources tell, in
 * whatever order: what is stored is a function of all that was told. Items are
 * in mixed_items.c. */
#include <string.h>

#include "base/mix.h"
#include "base/text.h"
#include "store/merging.h"

/* A set of sources. */
static unsigned
sources_of(const struct hscan_teller *teller)
{
	return 1U << (unsigned)teller->source;
}

/* Whether the best of the one set is better than that of the other. */
static bool
is_better(unsigned sources, unsigned others)
{
	return (sources & -sources) < (others & -others);
}

/* --- events --- */

/* As which number of the forge it is stored, which tells its grade. */
static int64_t
number_of_event(const struct hscan_event *event)
{
	switch (event->grade) {
	case HSCAN_GRADE_FORGE: return event->id;
	case HSCAN_GRADE_OWN: return 0;
	case HSCAN_GRADE_NEAR: return -1;
	}
	return event->id;
}

enum hscan_status
store_put_mixed_event(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_event *event, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_PUT_MIXED_EVENT);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", event->number);
	store_bind_i64(&call, ":kind", (int64_t)event->kind);
	store_bind_i64(&call, ":occurred_at", event->occurred_at);
	store_bind_i64(&call, ":forge_id", number_of_event(event));
	store_bind_id(&call, ":actor_id", event->actor.id);
	store_bind_text(&call, ":reason", event->reason);
	store_bind_sources(&call, sources_of(teller));
	return store_call_end(&call, "cannot store an event", err);
}

enum hscan_status
hscan_store_count_shared(struct hscan_store *store, int64_t repo_id,
    int64_t from, int64_t to, struct hscan_shared *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_COUNT_SHARED);

	*out = (struct hscan_shared){0, 0};
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":start", from);
	store_bind_i64(&call, ":end", to);
	if (store_call_row(&call))
		*out = (struct hscan_shared){sqlite3_column_int64(call.stmt, 0),
		    sqlite3_column_int64(call.stmt, 1)};
	return store_call_end(&call, "cannot count events", err);
}

/* --- what may have been deleted --- */

/* REST has it again when it tells of it later. */
static enum hscan_status
is_deleted(struct hscan_store *store, const struct hscan_teller *teller,
    int64_t repo_id, enum hscan_removal_kind kind, int64_t id, bool *out,
    struct hscan_error *err)
{
	struct hscan_removal removed = {kind, id, HSCAN_NEVER};
	enum hscan_status status = store_find_removal(store, repo_id, &removed,
	    teller->source == HSCAN_SOURCE_REST ? teller->told_at : HSCAN_NEVER,
	    err);

	*out = removed.removed_at != HSCAN_NEVER;
	return status;
}

/* --- answers --- */

/* An answer as it is stored. */
struct answer {
	size_t rows; /* how many there are of it */
	int64_t occurred_at;
	bool near;
	int64_t actor_id;
	unsigned sources;
	enum hscan_review_state state;
};

static void
bind_answer(struct store_call *call, int64_t repo_id,
    const struct hscan_response *response)
{
	store_bind_i64(call, ":repo_id", repo_id);
	store_bind_i64(call, ":number", response->number);
	store_bind_i64(call, ":kind", (int64_t)response->kind);
	store_bind_i64(call, ":forge_id", response->id);
}

static bool
is_same(const struct answer *a, const struct answer *b)
{
	return a->rows == b->rows && a->occurred_at == b->occurred_at &&
	       a->near == b->near && a->actor_id == b->actor_id &&
	       a->sources == b->sources && a->state == b->state;
}

/* Whom the best source names that names somebody; of two that this one names,
 * the greater number. */
static int64_t
giver_of(const struct answer *a, const struct answer *b)
{
	if (a->actor_id != 0 && b->actor_id != 0) {
		if (is_better(a->sources, b->sources))
			return a->actor_id;
		if (is_better(b->sources, a->sources))
			return b->actor_id;
	}
	return a->actor_id > b->actor_id ? a->actor_id : b->actor_id;
}

/* Its own time counts rather than one near it, of two the earlier. */
static struct answer
unite(const struct answer *a, const struct answer *b)
{
	bool earlier =
	    a->near != b->near ? b->near : a->occurred_at < b->occurred_at;
	struct answer both = earlier ? *a : *b;

	both.rows = 1;
	both.actor_id = giver_of(a, b);
	both.sources = a->sources | b->sources;
	both.state = a->state > b->state ? a->state : b->state;
	return both;
}

/* There may be more than one row of an answer from before several sources told
 * of the repository. */
static enum hscan_status
find_answer(struct hscan_store *store, int64_t repo_id,
    const struct hscan_response *response, struct answer *out,
    struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_RESPONSE);
	struct answer found = {0};

	bind_answer(&call, repo_id, response);
	while (store_call_row(&call)) {
		unsigned sources = (unsigned)sqlite3_column_int(call.stmt, 3);
		const struct answer row = {
		    .rows = 1,
		    .occurred_at = sqlite3_column_int64(call.stmt, 0),
		    .near = sqlite3_column_int(call.stmt, 1) != 0,
		    .actor_id = sqlite3_column_int64(call.stmt, 2),
		    .sources = sources ? sources : 1U << HSCAN_SOURCE_REST,
		    .state = (enum hscan_review_state)sqlite3_column_int(
			call.stmt, 4),
		};
		size_t rows = found.rows + 1;

		found = rows == 1 ? row : unite(&row, &found);
		found.rows = rows;
	}
	*out = found;
	return store_call_end(&call, "cannot read an answer", err);
}

static enum hscan_status
put_answer(struct hscan_store *store, int64_t repo_id,
    const struct hscan_response *response, const struct answer *answer,
    bool others, struct hscan_error *err)
{
	static const char doing[] = "cannot store an answer";
	struct store_call call;
	enum hscan_status status = HSCAN_OK;

	if (others) {
		call = store_call_begin(store, STORE_DROP_RESPONSE);
		bind_answer(&call, repo_id, response);
		status = store_call_end(&call, doing, err);
	}
	if (status != HSCAN_OK)
		return status;
	call = store_call_begin(store, STORE_PUT_MIXED_RESPONSE);
	bind_answer(&call, repo_id, response);
	store_bind_i64(&call, ":occurred_at", answer->occurred_at);
	store_bind_id(&call, ":actor_id", answer->actor_id);
	store_bind_sources(&call, answer->sources);
	store_bind_id(&call, ":near", answer->near);
	store_bind_id(&call, ":state", (int64_t)answer->state);
	return store_call_end(&call, doing, err);
}

enum hscan_status
store_put_mixed_response(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_response *response, struct hscan_error *err)
{
	struct answer answer = {1, response->occurred_at, response->near,
	    response->actor.id, sources_of(teller), response->state};
	struct answer stored = {0};
	enum hscan_status status = HSCAN_OK;
	bool deleted = false;

	if (response->kind == HSCAN_COMMENT)
		status = is_deleted(store, teller, repo_id,
		    HSCAN_REMOVAL_COMMENT, response->id, &deleted, err);
	if (status == HSCAN_OK && !deleted)
		status = find_answer(store, repo_id, response, &stored, err);
	if (status != HSCAN_OK || deleted)
		return status;
	if (stored.rows > 0)
		answer = unite(&answer, &stored);
	return is_same(&answer, &stored) ? HSCAN_OK
					 : put_answer(store, repo_id, response,
					       &answer, stored.rows > 0, err);
}

enum hscan_status
store_move_mixed_response(struct hscan_store *store, const char *host,
    int64_t repo_id, const struct hscan_response *response, unsigned sources,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (unsigned source = 0; sources >> source && status == HSCAN_OK;
	     source++) {
		const struct hscan_teller teller = {
		    .host = host,
		    .source = (enum hscan_source)source,
		    .told_at = HSCAN_NEVER,
		};

		if (sources & 1U << source)
			status = store_put_mixed_response(
			    store, &teller, repo_id, response, err);
	}
	return status;
}

/* --- releases --- */

/* What counts is told later; at the same time, by the better source; by the
 * same one, what has the greater number. */
struct rank {
	int64_t told_at; /* HSCAN_NEVER: REST told, at a time not known */
	enum hscan_source source;
	uint64_t mark;
};

static bool
beats(const struct rank *told, const struct rank *stored)
{
	bool rest = told->source == HSCAN_SOURCE_REST;

	if (stored->source == HSCAN_SOURCE_REST &&
	    (rest || stored->told_at == HSCAN_NEVER))
		return rest;
	if (told->told_at != stored->told_at)
		return told->told_at > stored->told_at;
	if (told->source != stored->source)
		return told->source < stored->source;
	return told->mark > stored->mark;
}

static uint64_t
number_of(struct hscan_text text)
{
	return text.ptr ? hscan_mix_bytes(text.ptr, text.len) : 0;
}

static uint64_t
release_mark(const struct hscan_release *release)
{
	const uint64_t values[] = {
	    number_of(release->tag_name),
	    number_of(release->name),
	    (uint64_t)release->author.id,
	    release->draft,
	    release->prerelease,
	    (uint64_t)release->created_at,
	    (uint64_t)release->published_at,
	};
	uint64_t mark = HSCAN_GOLDEN;

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		mark = store_add_value(mark, values[i]);
	return hscan_mix(mark);
}

/* Of what REST tells the last counts, whatever its clock said then; against
 * others, the latest time at which REST told: what an archive told before that
 * is older, whichever of them came first. */
static int64_t
time_of(const struct rank *told, const struct rank *stored)
{
	bool both = told->source == HSCAN_SOURCE_REST &&
		    stored->source == HSCAN_SOURCE_REST &&
		    stored->told_at != HSCAN_NEVER;

	return both && stored->told_at > told->told_at ? stored->told_at
						       : told->told_at;
}

/* What there is of a release. */
struct stored_release {
	struct rank rank;
	unsigned sources; /* 0: there is none */
};

static enum hscan_status
find_release(struct hscan_store *store, int64_t repo_id, int64_t id,
    struct stored_release *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_RELEASE);

	*out = (struct stored_release){.sources = 0};
	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":forge_id", id);
	if (store_call_row(&call)) {
		const struct hscan_release stored = {
		    .tag_name = store_text(call.stmt, 0),
		    .name = store_text(call.stmt, 1),
		    .author.id = sqlite3_column_int64(call.stmt, 2),
		    .draft = sqlite3_column_int(call.stmt, 3) != 0,
		    .prerelease = sqlite3_column_int(call.stmt, 4) != 0,
		    .created_at = sqlite3_column_int64(call.stmt, 5),
		    .published_at = store_time(call.stmt, 6),
		};

		out->rank = (struct rank){store_time(call.stmt, 8),
		    (enum hscan_source)sqlite3_column_int(call.stmt, 7),
		    release_mark(&stored)};
		out->sources = (unsigned)sqlite3_column_int(call.stmt, 9);
	}
	return store_call_end(&call, "cannot read a release", err);
}

static const char not_release[] = "cannot store a release";

static enum hscan_status
put_release(struct hscan_store *store, const struct hscan_teller *teller,
    int64_t repo_id, const struct hscan_release *release,
    struct hscan_error *err)
{
	struct store_call call =
	    store_call_begin(store, STORE_PUT_MIXED_RELEASE);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_release(&call, release);
	store_bind_time(&call, ":told_at", teller->told_at);
	store_bind_id(&call, ":source", (int64_t)teller->source);
	return store_call_end(&call, not_release, err);
}

static enum hscan_status
put_release_sources(struct hscan_store *store, int64_t repo_id, int64_t id,
    unsigned sources, struct hscan_error *err)
{
	struct store_call call =
	    store_call_begin(store, STORE_PUT_RELEASE_SOURCES);

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":forge_id", id);
	store_bind_sources(&call, sources);
	return store_call_end(&call, not_release, err);
}

enum hscan_status
store_put_mixed_release(struct hscan_store *store,
    const struct hscan_teller *teller, int64_t repo_id,
    const struct hscan_release *release, struct hscan_error *err)
{
	const struct rank told = {
	    teller->told_at, teller->source, release_mark(release)};
	unsigned sources = sources_of(teller);
	struct stored_release stored;
	enum hscan_status status;
	bool deleted;

	status = is_deleted(store, teller, repo_id, HSCAN_REMOVAL_RELEASE,
	    release->id, &deleted, err);
	if (status != HSCAN_OK || deleted)
		return status;
	status = find_release(store, repo_id, release->id, &stored, err);
	if (status == HSCAN_OK && stored.sources == 0)
		status = put_release(store, teller, repo_id, release, err);
	else if (status == HSCAN_OK && beats(&told, &stored.rank)) {
		struct hscan_teller last = *teller;

		last.told_at = time_of(&told, &stored.rank);
		status = put_release(store, &last, repo_id, release, err);
	}
	if (status == HSCAN_OK && (sources & ~stored.sources) != 0)
		status = put_release_sources(
		    store, repo_id, release->id, sources | stored.sources, err);
	return status;
}

/* --- branches of pull requests --- */

static enum hscan_status
find_base(struct hscan_store *store, int64_t repo_id, int64_t number,
    struct hscan_arena *arena, struct hscan_base *out, struct hscan_error *err)
{
	struct store_call call = store_call_begin(store, STORE_GET_BASE);
	enum hscan_status status = HSCAN_OK, ended;

	store_bind_i64(&call, ":repo_id", repo_id);
	store_bind_i64(&call, ":number", number);
	*out = (struct hscan_base){0};
	if (store_call_row(&call)) {
		*out = (struct hscan_base){
		    .number = number,
		    .branch = store_text(call.stmt, 0),
		    .merge_untold = sqlite3_column_int(call.stmt, 1) == 0,
		    .closed_at = store_time(call.stmt, 2),
		    .merged_at = store_time(call.stmt, 3),
		    .updated_at = sqlite3_column_int64(call.stmt, 4),
		};
		status = store_keep(arena, &out->branch, err);
	}
	ended = store_call_end(
	    &call, "cannot read a branch", status == HSCAN_OK ? err : NULL);
	return status == HSCAN_OK ? ended : status;
}

/* Told by rows of one time, the greater name counts. */
static bool
is_newer(const struct hscan_base *told, const struct hscan_base *stored)
{
	size_t len = told->branch.len < stored->branch.len ? told->branch.len
							   : stored->branch.len;
	int order;

	if (told->updated_at != stored->updated_at)
		return told->updated_at > stored->updated_at;
	order = len > 0 ? memcmp(told->branch.ptr, stored->branch.ptr, len) : 0;
	return order != 0 ? order > 0 : told->branch.len >= stored->branch.len;
}

/* The newer one, with what only the other tells of a merge, which is for
 * ever. */
static struct hscan_base
unite_bases(const struct hscan_base *told, const struct hscan_base *stored)
{
	bool newer = is_newer(told, stored);
	const struct hscan_base *older = newer ? stored : told;
	struct hscan_base base = newer ? *told : *stored;

	if (base.merge_untold)
		base.closed_at = older->closed_at;
	if (base.merged_at == HSCAN_NEVER)
		base.merged_at = older->merged_at;
	base.merge_untold = base.merge_untold && older->merge_untold;
	return base;
}

enum hscan_status
store_put_mixed_base(struct hscan_store *store, int64_t repo_id,
    const struct hscan_base *told, struct hscan_error *err)
{
	struct hscan_base base = *told, stored;
	struct hscan_arena arena;
	struct store_call call;
	enum hscan_status status;

	hscan_arena_init(&arena);
	status = find_base(store, repo_id, told->number, &arena, &stored, err);
	if (status == HSCAN_OK) {
		if (stored.number != 0)
			base = unite_bases(told, &stored);
		call = store_call_begin(store, STORE_PUT_MIXED_BASE);
		store_bind_i64(&call, ":repo_id", repo_id);
		store_bind_base(&call, &base);
		store_bind_i64(&call, ":updated_at", base.updated_at);
		status = store_call_end(&call, "cannot store a branch", err);
	}
	hscan_arena_clear(&arena);
	return status;
}

enum hscan_status
store_move_mixed_base(struct hscan_store *store, int64_t from, int64_t to,
    int64_t number, struct hscan_error *err)
{
	struct hscan_base base;
	struct hscan_arena arena;
	enum hscan_status status;

	hscan_arena_init(&arena);
	status = find_base(store, from, number, &arena, &base, err);
	if (status == HSCAN_OK && base.number != 0)
		status = store_put_mixed_base(store, to, &base, err);
	hscan_arena_clear(&arena);
	return status;
}

/* --- from one store to another --- */

/* A row of the table. */
static struct hscan_release
read_release(sqlite3_stmt *row)
{
	return (struct hscan_release){
	    .id = sqlite3_column_int64(row, 1),
	    .tag_name = store_text(row, 2),
	    .name = store_text(row, 3),
	    .author.id = sqlite3_column_int64(row, 4),
	    .draft = sqlite3_column_int(row, 5) != 0,
	    .prerelease = sqlite3_column_int(row, 6) != 0,
	    .created_at = sqlite3_column_int64(row, 7),
	    .published_at = store_time(row, 8),
	};
}

/* Of two of REST's, that of the newer sync. */
static bool
counts(const struct merging *m, const struct stored_release *told,
    const struct stored_release *stored)
{
	if (stored->sources == 0)
		return true;
	if (told->rank.mark == stored->rank.mark &&
	    told->rank.source == stored->rank.source &&
	    told->rank.told_at == stored->rank.told_at)
		return false;
	return told->rank.source == HSCAN_SOURCE_REST &&
		       stored->rank.source == HSCAN_SOURCE_REST
		   ? m->newer
		   : beats(&told->rank, &stored->rank);
}

enum hscan_status
merging_release(const struct merging *m, sqlite3_stmt *row)
{
	const struct hscan_release release = read_release(row);
	struct hscan_teller teller = {
	    .host = m->host,
	    .source = (enum hscan_source)sqlite3_column_int(row, 10),
	    .told_at = store_time(row, 9),
	};
	struct hscan_removal removed = {
	    HSCAN_REMOVAL_RELEASE, release.id, HSCAN_NEVER};
	struct stored_release told = {0}, stored = {0};
	unsigned sources, written;
	enum hscan_status status;

	status =
	    store_find_removal(m->to, m->to_id, &removed, HSCAN_NEVER, m->err);
	if (status != HSCAN_OK || removed.removed_at != HSCAN_NEVER)
		return status;
	status = find_release(m->from, m->from_id, release.id, &told, m->err);
	if (status == HSCAN_OK)
		status =
		    find_release(m->to, m->to_id, release.id, &stored, m->err);
	if (status == HSCAN_OK && counts(m, &told, &stored))
		status =
		    put_release(m->to, &teller, m->to_id, &release, m->err);
	/* REST alone is what a new row says. */
	written = stored.sources ? stored.sources : 1U << HSCAN_SOURCE_REST;
	sources = told.sources | stored.sources;
	return status == HSCAN_OK && sources != written
		   ? put_release_sources(
			 m->to, m->to_id, release.id, sources, m->err)
		   : status;
}

/* Where REST alone tells of it, that of the newer sync counts. */
enum hscan_status
merging_base(const struct merging *m, sqlite3_stmt *row)
{
	int64_t number = sqlite3_column_int64(row, 1);
	struct hscan_base told, stored;
	struct hscan_arena arena;
	enum hscan_status status;

	hscan_arena_init(&arena);
	status = find_base(m->from, m->from_id, number, &arena, &told, m->err);
	if (status == HSCAN_OK)
		status =
		    find_base(m->to, m->to_id, number, &arena, &stored, m->err);
	if (status == HSCAN_OK && stored.number == 0)
		status = merging_put_row(
		    m, STORE_PUT_MIXED_BASE, row, 0, "cannot store a branch");
	else if (status == HSCAN_OK && m->mixed)
		status = store_put_mixed_base(m->to, m->to_id, &told, m->err);
	else if (status == HSCAN_OK && m->newer)
		status = merging_put_row(
		    m, STORE_PUT_BASE, row, 0, "cannot store a branch");
	hscan_arena_clear(&arena);
	return status;
}

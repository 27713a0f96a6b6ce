/* SPDX-License-Identifier: MIT */
/* What coverage counts: the numbers of the store that are not in the shadow.
 * All that it will ask of a batch is noted first, and asked for together. */
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/number.h"
#include "base/text.h"
#include "clickhouse/rowbinary.h"
#include "metric/clickhouse/internal.h"

static const char *const stream_names[WAREHOUSE_STREAMS] = {HSCAN_STREAM_ISSUES,
    HSCAN_STREAM_RELEASES, HSCAN_STREAM_EVENTS, HSCAN_STREAM_GIT,
    HSCAN_STREAM_DOCS, HSCAN_STREAM_COMMENTS, HSCAN_STREAM_REVIEWS,
    HSCAN_STREAM_BASES};

void
warehouse_forget_counts(struct hscan_warehouse *warehouse)
{
	warehouse->counted_len = 0;
}

/* --- of a stream --- */

enum hscan_status
warehouse_take_count(
    struct warehouse_one *one, struct hscan_text row, struct hscan_error *err)
{
	struct hscan_text rest = hscan_text_trim(row), name;
	int64_t number = 0;

	if (hscan_text_starts(rest, "[\"") && hscan_text_ends(rest, "]")) {
		rest.ptr += 2;
		rest.len -= 3;
		name = hscan_text_split(&rest, '"');
		if (rest.ptr && hscan_text_starts(rest, ",") &&
		    hscan_parse_i64(hscan_text_trim((struct hscan_text){
					rest.ptr + 1, rest.len - 1}),
			0, INT64_MAX, &number)) {
			for (size_t i = 0; i < WAREHOUSE_STREAMS; i++)
				if (hscan_text_is(name, stream_names[i]))
					one->streams[i] = number;
			return HSCAN_OK;
		}
	}
	return hscan_fail(err, HSCAN_EPARSE,
	    "a row of 'count' is not one that this version has");
}

static enum hscan_status
count(void *payload, int64_t repo_id, const char *stream, int64_t *out,
    struct hscan_error *err)
{
	struct hscan_warehouse *warehouse = payload;
	const struct warehouse_one *one = warehouse_find(warehouse, repo_id);

	if (!one)
		return warehouse_not_whole(warehouse, repo_id, err);
	*out = 0;
	for (size_t i = 0; i < WAREHOUSE_STREAMS; i++)
		if (strcmp(stream, stream_names[i]) == 0)
			*out = one->streams[i];
	return HSCAN_OK;
}

/* --- of rows --- */

struct taking {
	struct warehouse_counted *all;
	size_t len;
	bool unread;
};

static enum hscan_status
on_count(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	const struct taking *taking = payload;
	struct hscan_unread *out;
	uint64_t no = values[1].u64;

	if (no >= taking->len || taking->all[no].of.repo_id != values[0].i64)
		return hscan_fail(err, HSCAN_EPARSE,
		    "the server counts what it was not asked for");
	out = &taking->all[no].out;
	out->pulls = (int64_t)values[2].u64;
	if (taking->unread) {
		out->comments = values[3].i64;
		out->since = values[4].i64;
	}
	return HSCAN_OK;
}

enum hscan_status
warehouse_add_doubts(struct hscan_warehouse *warehouse,
    struct warehouse_tables *tables, const char *streams,
    struct hscan_error *err)
{
	struct hscan_buf *out = warehouse_table(
	    tables, "ask_doubted", "repo_id Int64, number Int64");
	enum hscan_status status = HSCAN_OK;
	struct hscan_arena arena;

	hscan_arena_init(&arena);
	for (size_t i = 0; i < warehouse->batch_len && status == HSCAN_OK;
	     i++) {
		int64_t repo_id = warehouse->batch[i].repo->repo_id;
		struct hscan_doubt *doubts = NULL;
		size_t len = 0;

		status = hscan_store_doubts(warehouse->store, repo_id, streams,
		    HSCAN_NEVER, &arena, &doubts, &len, err);
		for (size_t j = 0; j < len && status == HSCAN_OK; j++) {
			(void)hscan_rowbinary_i64(out, repo_id);
			(void)hscan_rowbinary_i64(out, doubts[j].number);
		}
	}
	hscan_arena_clear(&arena);
	return status;
}

/* The questions, and the repositories that they are about. */
static void
add_questions(struct hscan_warehouse *warehouse,
    const struct warehouse_counted *all, size_t len,
    struct warehouse_tables *tables)
{
	struct hscan_buf *repos = warehouse_table(
	    tables, "ask_repo", "repo_id Int64, generation Int64");
	struct hscan_buf *out = warehouse_table(tables, "ask_count",
	    "repo_id Int64, no UInt64, starts_at Int64, ends_at Int64, "
	    "need UInt64");

	for (size_t i = 0; i < len; i++) {
		const struct warehouse_counting *of = &all[i].of;
		const struct warehouse_one *one =
		    warehouse_find(warehouse, of->repo_id);

		if (one && (i == 0 || of->repo_id != all[i - 1].of.repo_id)) {
			(void)hscan_rowbinary_i64(repos, of->repo_id);
			(void)hscan_rowbinary_i64(repos, one->repo->facts);
		}
		(void)hscan_rowbinary_i64(out, of->repo_id);
		(void)hscan_rowbinary_i64(out, (int64_t)i);
		(void)hscan_rowbinary_i64(out, of->from);
		(void)hscan_rowbinary_i64(out, of->to);
		(void)hscan_rowbinary_i64(out, of->need);
	}
}

/* Some of one kind, by repository. */
static enum hscan_status
ask(struct hscan_warehouse *warehouse, struct warehouse_counted *all,
    size_t len, struct hscan_error *err)
{
	static const char *const paths[WAREHOUSE_COUNTS] = {
	    [WAREHOUSE_COUNT_ITEMS] = "clickhouse/cover/items.sql",
	    [WAREHOUSE_COUNT_COMMENTS] = "clickhouse/cover/comments.sql",
	    [WAREHOUSE_COUNT_REVIEWS] = "clickhouse/cover/reviews.sql",
	    [WAREHOUSE_COUNT_UNSTATED] = "clickhouse/cover/unstated.sql",
	    [WAREHOUSE_COUNT_UNREAD] = "clickhouse/cover/unread.sql",
	    [WAREHOUSE_COUNT_LISTED] = "clickhouse/cover/listed.sql",
	};
	static const struct hscan_clickhouse_column columns[] = {
	    {"repo_id", HSCAN_CLICKHOUSE_I64},
	    {"no", HSCAN_CLICKHOUSE_U64},
	    {"rows", HSCAN_CLICKHOUSE_U64},
	    {"comments_of", HSCAN_CLICKHOUSE_I64},
	    {"since", HSCAN_CLICKHOUSE_I64},
	};
	bool is_unread = all->of.what == WAREHOUSE_COUNT_UNREAD;
	struct taking taking = {all, len, is_unread};
	struct warehouse_tables tables;
	const struct warehouse_ask question = {
	    .path = paths[all->of.what],
	    .tables = &tables,
	    .columns = columns,
	    .columns_len = is_unread ? 5 : 3,
	    .sorted = 1,
	    .on_row = on_count,
	    .payload = &taking,
	};
	enum hscan_status status;

	warehouse_tables_init(&tables);
	add_questions(warehouse, all, len, &tables);
	/* What could not be read is not counted. */
	status = warehouse_add_doubts(warehouse, &tables,
	    is_unread ? "," HSCAN_STREAM_ISSUES "," HSCAN_STREAM_REVIEWS ","
		      : "," HSCAN_STREAM_ISSUES ",",
	    err);
	if (status == HSCAN_OK)
		status = warehouse_ask(warehouse, &question, err);
	warehouse_tables_clear(&tables);
	return status;
}

static int
compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int
by_question(const void *a, const void *b)
{
	const struct warehouse_counting *x =
	    &((const struct warehouse_counted *)a)->of;
	const struct warehouse_counting *y =
	    &((const struct warehouse_counted *)b)->of;
	int order = compare((int64_t)x->what, (int64_t)y->what);

	if (order == 0)
		order = compare(x->repo_id, y->repo_id);
	if (order == 0)
		order = compare(x->from, y->from);
	if (order == 0)
		order = compare(x->to, y->to);
	return order != 0 ? order : compare(x->need, y->need);
}

/* Notes one that is not answered yet. */
static enum hscan_status
note(struct hscan_warehouse *warehouse,
    const struct warehouse_counting *counting, struct hscan_error *err)
{
	struct warehouse_counted *all = hscan_grow(warehouse->counted,
	    &warehouse->counted_room, warehouse->counted_len + 1, sizeof(*all));

	if (!all)
		return hscan_no_memory(err);
	warehouse->counted = all;
	all[warehouse->counted_len++] =
	    (struct warehouse_counted){.of = *counting};
	return HSCAN_OK;
}

/* In order, each once. */
static void
sort(struct hscan_warehouse *warehouse)
{
	struct warehouse_counted *all = warehouse->counted;
	size_t len = 0;

	if (warehouse->counted_len > 0)
		qsort(all, warehouse->counted_len, sizeof(*all), by_question);
	for (size_t i = 0; i < warehouse->counted_len; i++)
		if (len == 0 || by_question(&all[len - 1], &all[i]) != 0)
			all[len++] = all[i];
	warehouse->counted_len = len;
}

static enum hscan_status
rehearse(void *payload, bool begin, struct hscan_error *err)
{
	struct hscan_warehouse *warehouse = payload;
	struct warehouse_counted *all = warehouse->counted;
	enum hscan_status status = HSCAN_OK;

	warehouse->rehearsing = begin;
	if (begin) {
		warehouse_forget_counts(warehouse);
		return HSCAN_OK;
	}
	status = warehouse_check(warehouse, err);
	sort(warehouse);
	for (size_t at = 0, end = 0;
	     at < warehouse->counted_len && status == HSCAN_OK; at = end) {
		while (end < warehouse->counted_len &&
		       all[end].of.what == all[at].of.what)
			end++;
		status = ask(warehouse, &all[at], end - at, err);
	}
	return status;
}

static struct warehouse_counted *
find(const struct hscan_warehouse *warehouse,
    const struct warehouse_counting *counting)
{
	const struct warehouse_counted wanted = {.of = *counting};

	return warehouse->counted_len > 0
		   ? bsearch(&wanted, warehouse->counted,
			 warehouse->counted_len, sizeof(wanted), by_question)
		   : NULL;
}

/* One that was not to be foreseen. */
static enum hscan_status
ask_one(struct hscan_warehouse *warehouse,
    const struct warehouse_counting *counting, struct hscan_error *err)
{
	enum hscan_status status = warehouse_check(warehouse, err);

	if (status == HSCAN_OK)
		status = note(warehouse, counting, err);
	if (status != HSCAN_OK)
		return status;
	status = ask(
	    warehouse, &warehouse->counted[warehouse->counted_len - 1], 1, err);
	if (status == HSCAN_OK)
		sort(warehouse);
	else
		warehouse->counted_len--;
	return status;
}

static enum hscan_status
count_of(struct hscan_warehouse *warehouse,
    const struct warehouse_counting *counting, struct hscan_unread *out,
    struct hscan_error *err)
{
	const struct warehouse_counted *found;
	enum hscan_status status = HSCAN_OK;

	*out = (struct hscan_unread){.pulls = 0};
	if (!warehouse_find(warehouse, counting->repo_id))
		return warehouse_not_whole(warehouse, counting->repo_id, err);
	if (warehouse->rehearsing)
		return note(warehouse, counting, err);
	if (!find(warehouse, counting))
		status = ask_one(warehouse, counting, err);
	if (status != HSCAN_OK)
		return status;
	found = find(warehouse, counting);
	if (found)
		*out = found->out;
	return HSCAN_OK;
}

static enum hscan_status
number_of(struct hscan_warehouse *warehouse,
    const struct warehouse_counting *counting, int64_t *out,
    struct hscan_error *err)
{
	struct hscan_unread found = {0};
	enum hscan_status status = count_of(warehouse, counting, &found, err);

	if (status == HSCAN_OK)
		*out = found.pulls;
	return status;
}

static enum hscan_status
count_items(void *payload, int64_t repo_id, int64_t from, int64_t *out,
    struct hscan_error *err)
{
	const struct warehouse_counting counting = {
	    .what = WAREHOUSE_COUNT_ITEMS, .repo_id = repo_id, .from = from};

	return number_of(payload, &counting, out, err);
}

static enum hscan_status
count_comments(void *payload, int64_t repo_id, int64_t from, int64_t *out,
    struct hscan_error *err)
{
	const struct warehouse_counting counting = {
	    .what = WAREHOUSE_COUNT_COMMENTS, .repo_id = repo_id, .from = from};

	return number_of(payload, &counting, out, err);
}

static enum hscan_status
count_reviews(void *payload, int64_t repo_id, int64_t from, int64_t to,
    int64_t *out, struct hscan_error *err)
{
	const struct warehouse_counting counting = {
	    .what = WAREHOUSE_COUNT_REVIEWS,
	    .repo_id = repo_id,
	    .from = from,
	    .to = to};

	return number_of(payload, &counting, out, err);
}

static enum hscan_status
count_unstated(void *payload, int64_t repo_id, int64_t from, int64_t to,
    int64_t *out, struct hscan_error *err)
{
	const struct warehouse_counting counting = {
	    .what = WAREHOUSE_COUNT_UNSTATED,
	    .repo_id = repo_id,
	    .from = from,
	    .to = to};

	return number_of(payload, &counting, out, err);
}

static enum hscan_status
count_unread(void *payload, int64_t repo_id, int64_t from, int64_t to,
    unsigned need, struct hscan_unread *out, struct hscan_error *err)
{
	const struct warehouse_counting counting = {
	    .what = WAREHOUSE_COUNT_UNREAD,
	    .repo_id = repo_id,
	    .from = from,
	    .to = to,
	    .need = (int64_t)need,
	};

	return count_of(payload, &counting, out, err);
}

static enum hscan_status
count_listed(void *payload, int64_t repo_id, int64_t since, int64_t *out,
    struct hscan_error *err)
{
	const struct warehouse_counting counting = {
	    .what = WAREHOUSE_COUNT_LISTED, .repo_id = repo_id, .from = since};

	return number_of(payload, &counting, out, err);
}

void
warehouse_set_counts(struct hscan_warehouse *warehouse)
{
	warehouse->shadowed = (struct hscan_shadowed){
	    .rehearse = rehearse,
	    .count = count,
	    .count_items = count_items,
	    .count_comments = count_comments,
	    .count_reviews = count_reviews,
	    .count_unstated = count_unstated,
	    .count_unread = count_unread,
	    .count_listed = count_listed,
	    .payload = warehouse,
	};
}

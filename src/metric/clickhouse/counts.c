/* SPDX-License-Identifier: MIT */
/* What coverage counts: the numbers of the store that are not in the shadow.
 * The first question of a kind is answered for all of the batch. */
#include <stdlib.h>
#include <string.h>

#include "base/grow.h"
#include "base/number.h"
#include "base/text.h"
#include "clickhouse/rowbinary.h"
#include "metric/clickhouse/internal.h"

/* Questions of a kind that are answered for all of a batch; there are as many
 * as windows of one, and of others hardly more than one. */
enum { MOST_FOR_ALL = 64 };

static const char *const stream_names[WAREHOUSE_STREAMS] = {HSCAN_STREAM_ISSUES,
    HSCAN_STREAM_RELEASES, HSCAN_STREAM_EVENTS, HSCAN_STREAM_GIT,
    HSCAN_STREAM_DOCS, HSCAN_STREAM_COMMENTS, HSCAN_STREAM_REVIEWS,
    HSCAN_STREAM_BASES};

void
warehouse_forget_counts(struct hscan_warehouse *warehouse)
{
	for (size_t i = 0; i < warehouse->counted_len; i++)
		free(warehouse->counted[i].out);
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
	struct hscan_warehouse *warehouse;
	struct hscan_unread *out;
	bool unread;
};

static enum hscan_status
on_count(void *payload, const struct hscan_clickhouse_value *values,
    struct hscan_error *err)
{
	const struct taking *taking = payload;
	const struct warehouse_one *one =
	    warehouse_find(taking->warehouse, values[0].i64);
	struct hscan_unread *out;

	(void)err;
	if (!one)
		return HSCAN_OK;
	out = &taking->out[one - taking->warehouse->batch];
	out->pulls = (int64_t)values[1].u64;
	if (taking->unread) {
		out->comments = values[2].i64;
		out->since = values[3].i64;
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

static enum hscan_status
ask(struct hscan_warehouse *warehouse,
    const struct warehouse_counting *counting, struct hscan_unread *out,
    struct hscan_error *err)
{
	static const char *const paths[WAREHOUSE_COUNTS] = {
	    [WAREHOUSE_COUNT_ITEMS] = "clickhouse/cover/items.sql",
	    [WAREHOUSE_COUNT_COMMENTS] = "clickhouse/cover/comments.sql",
	    [WAREHOUSE_COUNT_REVIEWS] = "clickhouse/cover/reviews.sql",
	    [WAREHOUSE_COUNT_UNSTATED] = "clickhouse/cover/unstated.sql",
	    [WAREHOUSE_COUNT_UNREAD] = "clickhouse/cover/unread.sql",
	    [WAREHOUSE_COUNT_LISTED] = "clickhouse/cover/listed.sql",
	};
	static const struct hscan_clickhouse_column rows[] = {
	    {"repo_id", HSCAN_CLICKHOUSE_I64}, {"rows", HSCAN_CLICKHOUSE_U64}};
	static const struct hscan_clickhouse_column unread[] = {
	    {"repo_id", HSCAN_CLICKHOUSE_I64},
	    {"pulls", HSCAN_CLICKHOUSE_U64},
	    {"comments_of", HSCAN_CLICKHOUSE_I64},
	    {"since", HSCAN_CLICKHOUSE_I64},
	};
	bool is_unread = counting->what == WAREHOUSE_COUNT_UNREAD;
	struct taking taking = {warehouse, out, is_unread};
	struct warehouse_tables tables;
	const struct warehouse_ask question = {
	    .path = paths[counting->what],
	    .text = {.counting = counting},
	    .tables = &tables,
	    .columns = is_unread ? unread : rows,
	    .columns_len = is_unread ? 4 : 2,
	    .sorted = 1,
	    .on_row = on_count,
	    .payload = &taking,
	};
	enum hscan_status status;

	warehouse_tables_init(&tables);
	warehouse_add_batch(warehouse, false,
	    warehouse_table(
		&tables, "ask_repo", "repo_id Int64, generation Int64"));
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

static bool
is_same(const struct warehouse_counting *a, const struct warehouse_counting *b)
{
	return a->what == b->what && a->from == b->from && a->to == b->to &&
	       a->need == b->need;
}

/* The answer to a question that was asked before, or is now. */
static enum hscan_status
find(struct hscan_warehouse *warehouse,
    const struct warehouse_counting *counting, const struct hscan_unread **out,
    struct hscan_error *err)
{
	struct warehouse_counted *all = warehouse->counted;
	struct hscan_unread *found;
	enum hscan_status status = warehouse_check(warehouse, err);

	if (status != HSCAN_OK)
		return status;
	for (size_t i = 0; i < warehouse->counted_len; i++)
		if (is_same(&all[i].of, counting)) {
			*out = all[i].out;
			return HSCAN_OK;
		}
	/* The last place is used again by those that are too many. */
	if (warehouse->counted_len == MOST_FOR_ALL)
		free(all[--warehouse->counted_len].out);
	all = hscan_grow(all, &warehouse->counted_room,
	    warehouse->counted_len + 1, sizeof(*all));
	found = calloc(warehouse->batch_len + 1, sizeof(*found));
	if (all)
		warehouse->counted = all;
	if (!all || !found) {
		free(found);
		return hscan_no_memory(err);
	}
	all[warehouse->counted_len++] =
	    (struct warehouse_counted){*counting, found};
	status = ask(warehouse, counting, found, err);
	if (status != HSCAN_OK)
		free(all[--warehouse->counted_len].out);
	*out = found;
	return status;
}

static enum hscan_status
count_of(struct hscan_warehouse *warehouse, int64_t repo_id,
    const struct warehouse_counting *counting, struct hscan_unread *out,
    struct hscan_error *err)
{
	const struct warehouse_one *one = warehouse_find(warehouse, repo_id);
	const struct hscan_unread *all = NULL;
	enum hscan_status status;

	if (!one)
		return warehouse_not_whole(warehouse, repo_id, err);
	status = find(warehouse, counting, &all, err);
	if (status == HSCAN_OK && all)
		*out = all[one - warehouse->batch];
	return status;
}

static enum hscan_status
number_of(struct hscan_warehouse *warehouse, int64_t repo_id,
    const struct warehouse_counting *counting, int64_t *out,
    struct hscan_error *err)
{
	struct hscan_unread found = {0};
	enum hscan_status status =
	    count_of(warehouse, repo_id, counting, &found, err);

	if (status == HSCAN_OK)
		*out = found.pulls;
	return status;
}

static enum hscan_status
count_items(void *payload, int64_t repo_id, int64_t from, int64_t *out,
    struct hscan_error *err)
{
	const struct warehouse_counting counting = {
	    .what = WAREHOUSE_COUNT_ITEMS, .from = from};

	return number_of(payload, repo_id, &counting, out, err);
}

static enum hscan_status
count_comments(void *payload, int64_t repo_id, int64_t from, int64_t *out,
    struct hscan_error *err)
{
	const struct warehouse_counting counting = {
	    .what = WAREHOUSE_COUNT_COMMENTS, .from = from};

	return number_of(payload, repo_id, &counting, out, err);
}

static enum hscan_status
count_reviews(void *payload, int64_t repo_id, int64_t from, int64_t to,
    int64_t *out, struct hscan_error *err)
{
	const struct warehouse_counting counting = {
	    .what = WAREHOUSE_COUNT_REVIEWS, .from = from, .to = to};

	return number_of(payload, repo_id, &counting, out, err);
}

static enum hscan_status
count_unstated(void *payload, int64_t repo_id, int64_t from, int64_t to,
    int64_t *out, struct hscan_error *err)
{
	const struct warehouse_counting counting = {
	    .what = WAREHOUSE_COUNT_UNSTATED, .from = from, .to = to};

	return number_of(payload, repo_id, &counting, out, err);
}

static enum hscan_status
count_unread(void *payload, int64_t repo_id, int64_t from, int64_t to,
    unsigned need, struct hscan_unread *out, struct hscan_error *err)
{
	const struct warehouse_counting counting = {
	    .what = WAREHOUSE_COUNT_UNREAD,
	    .from = from,
	    .to = to,
	    .need = (int64_t)need,
	};

	return count_of(payload, repo_id, &counting, out, err);
}

static enum hscan_status
count_listed(void *payload, int64_t repo_id, int64_t since, int64_t *out,
    struct hscan_error *err)
{
	const struct warehouse_counting counting = {
	    .what = WAREHOUSE_COUNT_LISTED, .from = since};

	return number_of(payload, repo_id, &counting, out, err);
}

void
warehouse_set_counts(struct hscan_warehouse *warehouse)
{
	warehouse->shadowed = (struct hscan_shadowed){
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

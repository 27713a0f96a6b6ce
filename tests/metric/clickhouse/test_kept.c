/* SPDX-License-Identifier: MIT */
/* What is kept of an answer is what came, for that question alone; what cannot
 * be kept whole is not kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "metric/clickhouse/internal.h"

enum { TOO_MANY = (1 << 20) + 1 };

static const struct hscan_engine_row first = {
    .says = HSCAN_ROW_VALUE,
    .repo_id = INT64_MAX,
    .owner_id = INT64_MAX,
    .window_no = 12,
    .value = 4294967295.0,
    .weight = 1,
    .left_out = true,
    .end = HSCAN_ROW_NO_COHORT,
    .began_at = HSCAN_NEVER,
    .ended_at = HSCAN_NEVER,
    .actor_id = HSCAN_NEVER,
};

static void
begin(struct clickhouse_kept *kept)
{
	clickhouse_kept_begin(
	    kept, hscan_text_of("SELECT 1"), hscan_text_of("1, 2"));
}

static bool
answers(const struct clickhouse_kept *kept, const char *query, const char *of)
{
	return clickhouse_kept_answers(
	    kept, hscan_text_of(query), hscan_text_of(of));
}

static enum hscan_status
check_row(
    const struct hscan_engine_row *row, void *payload, struct hscan_error *err)
{
	size_t *seen = payload;

	(void)err;
	assert_int_equal(row->says, first.says);
	assert_int_equal(row->repo_id, *seen == 0 ? first.repo_id : 7);
	assert_int_equal(row->owner_id, row->repo_id);
	assert_int_equal(row->window_no, *seen == 0 ? first.window_no : 0);
	assert_true(row->value >= (*seen == 0 ? first.value : 3));
	assert_true(row->value <= (*seen == 0 ? first.value : 3));
	assert_int_equal(row->weight, 1);
	assert_int_equal(row->left_out, *seen == 0);
	assert_int_equal(row->end, *seen == 0 ? first.end : HSCAN_ROW_ENDED);
	assert_true(row->began_at == HSCAN_NEVER);
	assert_true(row->ended_at == HSCAN_NEVER);
	assert_true(row->actor_id == HSCAN_NEVER);
	++*seen;
	return HSCAN_OK;
}

static void
gives_what_came(void **state)
{
	struct clickhouse_kept kept = {.rows = NULL};
	struct hscan_engine_row second = first;
	size_t seen = 0;

	(void)state;
	second.repo_id = second.owner_id = 7;
	second.window_no = 0;
	second.value = 3;
	second.left_out = false;
	second.end = HSCAN_ROW_ENDED;
	for (int round = 0; round < 2; round++) {
		begin(&kept);
		clickhouse_keep(&kept, &first);
		clickhouse_keep(&kept, &second);
		assert_false(answers(&kept, "SELECT 1", "1, 2"));
		kept.whole = kept.fits;
	}
	assert_true(answers(&kept, "SELECT 1", "1, 2"));
	assert_false(answers(&kept, "SELECT 2", "1, 2"));
	assert_false(answers(&kept, "SELECT 1", "1, 3"));
	assert_false(answers(&kept, "SELECT 1", "1"));
	assert_int_equal(
	    clickhouse_kept_give(&kept, check_row, &seen, NULL), HSCAN_OK);
	assert_int_equal(seen, 2);
	clickhouse_kept_clear(&kept);
	assert_false(answers(&kept, "SELECT 1", "1, 2"));
}

static void
nothing_is_an_answer_too(void **state)
{
	struct clickhouse_kept kept = {.rows = NULL};

	(void)state;
	begin(&kept);
	kept.whole = kept.fits;
	assert_true(answers(&kept, "SELECT 1", "1, 2"));
	clickhouse_kept_clear(&kept);
}

static void
check_not_kept(struct hscan_engine_row row)
{
	struct clickhouse_kept kept = {.rows = NULL};

	begin(&kept);
	clickhouse_keep(&kept, &first);
	clickhouse_keep(&kept, &row);
	clickhouse_keep(&kept, &first);
	assert_false(kept.fits);
	clickhouse_kept_clear(&kept);
}

static void
what_is_not_plain(void **state)
{
	struct hscan_engine_row row;

	(void)state;
	row = first;
	row.value = 4294967296.0;
	check_not_kept(row);
	row.value = 0.5;
	check_not_kept(row);
	row.value = -1;
	check_not_kept(row);
	row = first;
	row.weight = 2;
	check_not_kept(row);
	row = first;
	row.window_no = -1;
	check_not_kept(row);
	row.window_no = 65536;
	check_not_kept(row);
	row = first;
	row.says = HSCAN_ROW_REASON;
	check_not_kept(row);
	row = first;
	row.role = HSCAN_ROLE_BOT;
	check_not_kept(row);
}

static void
too_many(void **state)
{
	struct clickhouse_kept kept = {.rows = NULL};

	(void)state;
	begin(&kept);
	for (int i = 0; i < TOO_MANY; i++)
		clickhouse_keep(&kept, &first);
	assert_false(kept.fits);
	clickhouse_kept_clear(&kept);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(gives_what_came),
	    cmocka_unit_test(nothing_is_an_answer_too),
	    cmocka_unit_test(what_is_not_plain),
	    cmocka_unit_test(too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

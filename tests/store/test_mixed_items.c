/* SPDX-License-Identifier: MIT */
/* Items of which several sources tell, in every order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/told.h"

#define NONE HSCAN_NEVER

/* A row of issue 7. */
static struct hscan_item
row(int64_t updated_at, const char *title, bool open)
{
	return (struct hscan_item){.kind = HSCAN_ISSUE,
	    .id = 70,
	    .number = 7,
	    .title = text(title),
	    .open = open,
	    .draft = HSCAN_UNKNOWN_YET,
	    .created_at = 10,
	    .updated_at = updated_at,
	    .closed_at = open ? NONE : updated_at,
	    .merged_at = NONE};
}

static const char newest_sql[] =
    "SELECT forge_id, title, open, updated_at, closed_at, source, unknown,"
    "       mark IS NULL FROM item";

static void
the_newest_row_counts_whoever_told_it(void **state)
{
	struct hscan_item rest = row(100, "rest", true);
	struct hscan_item webhook = row(200, "webhook", false);
	struct hscan_item backup = row(100, "backup", false);
	struct hscan_item archive = row(50, "archive", true);
	const struct telling tellings[] = {
	    {.source = HSCAN_SOURCE_REST, .item = &rest},
	    {.source = HSCAN_SOURCE_WEBHOOK, .item = &webhook},
	    {.source = HSCAN_SOURCE_BACKUP, .item = &backup},
	    {.source = HSCAN_SOURCE_ARCHIVE, .item = &archive},
	};

	(void)state;
	/* A pull request's id is not the issue's: it is not told. */
	webhook.id = 0;
	assert_told(tellings, 4, newest_sql, "70|webhook|0|200|200|1|~|0\n");
	/* At the same time the better source. */
	webhook.updated_at = 100;
	assert_told(tellings, 4, newest_sql, "70|rest|1|100|~|~|~|1\n");
	assert_told(
	    tellings + 1, 3, newest_sql, "70|webhook|0|100|200|1|~|0\n");
}

static void
two_rows_of_one_time_and_source_are_told_apart(void **state)
{
	const struct hscan_text labels[] = {text("bug"), text("ui")};
	const struct hscan_text turned[] = {text("ui"), text("bug")};
	struct hscan_item a = row(100, "one", true), b = row(100, "two", false);
	struct hscan_item c = row(100, "one", true), d = c;
	const struct telling tellings[] = {
	    {.source = HSCAN_SOURCE_WEBHOOK, .item = &a},
	    {.source = HSCAN_SOURCE_WEBHOOK, .item = &b},
	    {.source = HSCAN_SOURCE_WEBHOOK, .item = &c},
	    {.source = HSCAN_SOURCE_WEBHOOK, .item = &d},
	};
	static const char sql[] =
	    "SELECT i.title, i.open, group_concat(l.label)"
	    "  FROM item AS i LEFT JOIN item_label AS l USING (number)";
	static const size_t order[] = {0, 1, 2, 3};
	int64_t repo_id = 0;
	struct hscan_store *store = open_mixed(&repo_id);
	char *first;

	(void)state;
	c.labels = labels;
	d.labels = turned;
	c.labels_len = d.labels_len = 2;
	first = told_in_order(store, repo_id, tellings, order, 4, 1, sql);
	hscan_store_close(store);
	assert_told(tellings, 4, sql, first);
	free(first);
	/* Labels are a set. */
	assert_told(tellings + 2, 2, sql, "one|1|bug,ui\n");
}

static void
rows_without_a_time_are_united(void **state)
{
	struct hscan_item archive = row(0, NULL, true);
	struct hscan_item backup = row(0, "backup", false);
	struct hscan_item full = row(40, "full", true);
	const struct hscan_text label = text("bug");
	const struct telling tellings[] = {
	    {.source = HSCAN_SOURCE_ARCHIVE, .item = &archive},
	    {.source = HSCAN_SOURCE_BACKUP, .item = &backup},
	    {.source = HSCAN_SOURCE_ARCHIVE, .item = &full},
	};
	static const char sql[] =
	    "SELECT i.forge_id, i.title, i.author_id, i.author_association,"
	    "       i.open, i.comments, i.draft, i.updated_at, i.closed_at,"
	    "       i.source, i.unknown, l.label"
	    "  FROM item AS i LEFT JOIN item_label AS l USING (number)";

	(void)state;
	archive.unknown = HSCAN_ITEM_TITLE | HSCAN_ITEM_LOCKED |
			  HSCAN_ITEM_COMMENTS | HSCAN_ITEM_OPEN;
	archive.author = (struct hscan_actor){5, text("heron"), text("User")};
	archive.labels = &label;
	archive.labels_len = 1;
	backup.id = 0;
	backup.unknown = HSCAN_ITEM_LOCKED | HSCAN_ITEM_COMMENTS;
	backup.author_association = text("MEMBER");
	backup.draft = HSCAN_NO;
	backup.closed_at = 30;
	assert_told(tellings, 1, sql, "70||5|~|1|0|~|0|~|3|15|bug\n");
	assert_told(
	    tellings, 2, sql, "70|backup|5|MEMBER|0|0|0|0|30|2|6|bug\n");
	/* Against one that has a time they do not count, but for its id. */
	full.id = 0;
	assert_told(tellings, 3, sql, "70|full|~|~|1|0|~|40|~|3|~|~\n");
}

/* A row of pull request 8. */
static struct hscan_item
pull(int64_t updated_at, int64_t closed_at, int64_t merged_at, bool untold)
{
	return (struct hscan_item){.kind = HSCAN_PULL_REQUEST,
	    .id = 9,
	    .number = 8,
	    .open = closed_at == 0,
	    .draft = HSCAN_UNKNOWN_YET,
	    .created_at = 100,
	    .updated_at = updated_at,
	    .closed_at = closed_at ? closed_at : NONE,
	    .merged_at = merged_at ? merged_at : NONE,
	    .merge_untold = untold};
}

static void
what_is_known_of_a_merge_stays_known(void **state)
{
	static const struct {
		struct {
			int64_t updated, closed, merged;
			bool untold;
		} rows[3];
		const char *expected;
	} cases[] = {
	    {{{100, 0, 0, false}, {200, 200, 200, false}, {300, 200, 0, true}},
		"300|200|200|0\n"},
	    {{{100, 0, 0, false}, {200, 200, 0, false}, {300, 200, 0, true}},
		"300|200|~|0\n"},
	    {{{200, 200, 0, false}, {250, 0, 0, false}, {400, 400, 0, true}},
		"400|400|~|1\n"},
	    {{{100, 0, 0, false}, {200, 200, 0, true}, {300, 200, 0, true}},
		"300|200|~|1\n"},
	    {{{100, 0, 0, false}, {200, 200, 0, true}, {300, 200, 200, false}},
		"300|200|200|0\n"},
	    /* A partial row tells of it, too. */
	    {{{200, 200, 0, true}, {0, 200, 200, false}, {300, 200, 0, true}},
		"300|200|200|0\n"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(cases) * 6; i++) {
		struct hscan_item items[3];
		struct telling tellings[3];

		/* Whoever of the three sources tells which. */
		for (size_t k = 0; k < 3; k++) {
			size_t at = (k + i) % 3;

			items[k] = pull(cases[i / 6].rows[k].updated,
			    cases[i / 6].rows[k].closed,
			    cases[i / 6].rows[k].merged,
			    cases[i / 6].rows[k].untold);
			tellings[k] =
			    (struct telling){.source = (enum hscan_source)(
						 i % 6 < 3 ? at : 3 - at),
				.item = &items[k]};
		}
		assert_told(tellings, 3,
		    "SELECT updated_at, closed_at, merged_at, merge_untold"
		    "  FROM item",
		    cases[i / 6].expected);
	}
}

static const char gone_sql[] =
    "SELECT title, open, closed_at, gone_at FROM item";

static void
what_is_deleted_is_gone_whenever_that_is_told(void **state)
{
	struct hscan_item rest = row(100, "rest", true);
	struct hscan_item webhook = row(200, "webhook", true);
	struct hscan_item closed = row(150, "closed", false);
	struct hscan_item later = row(301, "later", true);
	const struct hscan_removal removal = {HSCAN_REMOVAL_ITEM, 7, 300};
	const struct hscan_removal again = {HSCAN_REMOVAL_ITEM, 7, 290};
	const struct telling tellings[] = {
	    {.source = HSCAN_SOURCE_WEBHOOK, .item = &later},
	    {.source = HSCAN_SOURCE_REST, .told_at = 120, .item = &rest},
	    {.source = HSCAN_SOURCE_WEBHOOK, .removal = &removal},
	    {.source = HSCAN_SOURCE_BACKUP, .item = &closed},
	    {.source = HSCAN_SOURCE_WEBHOOK, .removal = &again},
	    {.source = HSCAN_SOURCE_WEBHOOK, .item = &webhook},
	};

	(void)state;
	assert_told(tellings + 1, 2, gone_sql, "rest|0|300|300\n");
	assert_told(tellings + 1, 3, gone_sql, "closed|0|150|300\n");
	assert_told(tellings + 1, 5, gone_sql, "webhook|0|290|290\n");
	/* A row of later tells that it is there. */
	assert_told(tellings, 6, gone_sql, "later|1|~|~\n");
	later.updated_at = 295;
	assert_told(tellings, 6, gone_sql, "later|0|300|300\n");
	assert_told(tellings, 5,
	    "SELECT kind, forge_id, removed_at, source,"
	    " taken_back FROM removal",
	    "1|7|290|1|1\n1|7|300|1|~\n");
}

/* The list that a sync reads after that has it, so it was not deleted; that it
 * was there when a sync read it before says nothing. */
static void
rest_takes_back_what_it_tells_later(void **state)
{
	struct hscan_item rest = row(100, "rest", true);
	const struct hscan_removal removal = {HSCAN_REMOVAL_ITEM, 7, 100};
	const struct telling list = {
	    .source = HSCAN_SOURCE_REST, .told_at = 500, .item = &rest};
	const struct telling deleted = {
	    .source = HSCAN_SOURCE_WEBHOOK, .removal = &removal};
	struct hscan_store *store;
	int64_t repo_id;

	(void)state;
	store = open_mixed(&repo_id);
	tell(store, repo_id, &list);
	tell(store, repo_id, &deleted);
	assert_query(store, gone_sql, "rest|0|100|100\n");
	tell(store, repo_id, &list);
	assert_query(store, gone_sql, "rest|1|~|~\n");
	/* It is the same deletion, told once more. */
	tell(store, repo_id, &deleted);
	assert_query(store, gone_sql, "rest|1|~|~\n");
	hscan_store_close(store);
}

/* A sweep of REST has found it gone; what is older does not bring it back. */
static void
what_a_sweep_has_missed_stays_gone(void **state)
{
	struct hscan_item rest = row(100, "rest", true);
	struct hscan_item webhook = row(200, "webhook", true);
	const struct telling told = {
	    .source = HSCAN_SOURCE_WEBHOOK, .item = &webhook};
	const struct telling list = {
	    .source = HSCAN_SOURCE_REST, .told_at = 120, .item = &rest};
	struct hscan_store *store;
	struct hscan_error err;
	int64_t repo_id;

	(void)state;
	store = open_mixed(&repo_id);
	tell(store, repo_id, &list);
	ok(hscan_store_put_gone(store, repo_id, 7, 400, &err), &err);
	tell(store, repo_id, &told);
	assert_query(store, gone_sql, "webhook|0|400|400\n");
	webhook.updated_at = 401;
	tell(store, repo_id, &told);
	assert_query(store, gone_sql, "webhook|1|~|~\n");
	ok(hscan_store_verify(store, &err), &err);
	hscan_store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_newest_row_counts_whoever_told_it),
	    cmocka_unit_test(two_rows_of_one_time_and_source_are_told_apart),
	    cmocka_unit_test(rows_without_a_time_are_united),
	    cmocka_unit_test(what_is_known_of_a_merge_stays_known),
	    cmocka_unit_test(what_is_deleted_is_gone_whenever_that_is_told),
	    cmocka_unit_test(rest_takes_back_what_it_tells_later),
	    cmocka_unit_test(what_a_sweep_has_missed_stays_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

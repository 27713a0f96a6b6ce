/* SPDX-License-Identifier: MIT */
/* Records are kept once, the newest of each, in any order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/stored.h"

static const struct hscan_item versions[] = {
    {.kind = HSCAN_ISSUE,
	.id = INT64_C(5220762757),
	.number = 7,
	.title = {"first", 5},
	.author = {INT64_C(4294967297), {"alice", 5}, {"User", 4}},
	.open = true,
	.draft = HSCAN_UNKNOWN_YET,
	.created_at = 100,
	.updated_at = 100,
	.closed_at = HSCAN_NEVER,
	.merged_at = HSCAN_NEVER},
    {.kind = HSCAN_ISSUE,
	.id = INT64_C(5220762757),
	.number = 7,
	.title = {"closed", 6},
	.author = {INT64_C(4294967297), {"alice", 5}, {"User", 4}},
	.state_reason = {"completed", 9},
	.draft = HSCAN_UNKNOWN_YET,
	.comments = 1,
	.created_at = 100,
	.updated_at = 200,
	.closed_at = 200,
	.merged_at = HSCAN_NEVER},
    {.kind = HSCAN_ISSUE,
	.id = INT64_C(5220762757),
	.number = 7,
	.title = {"open again", 10},
	.author = {INT64_C(4294967297), {"alice", 5}, {"User", 4}},
	.state_reason = {"reopened", 8},
	.open = true,
	.locked = true,
	.draft = HSCAN_UNKNOWN_YET,
	.comments = 2,
	.created_at = 100,
	.updated_at = 300,
	.closed_at = HSCAN_NEVER,
	.merged_at = HSCAN_NEVER},
    {.kind = HSCAN_PULL_REQUEST,
	.id = 9,
	.number = 8,
	.title = {"", 0},
	.draft = HSCAN_NO,
	.created_at = 150,
	.updated_at = 160,
	.closed_at = 160,
	.merged_at = 160},
};

static const char items_sql[] =
    "SELECT number, kind, forge_id, title, author_id, state_reason, open,"
    "       locked, draft, comments, created_at, updated_at, closed_at,"
    "       merged_at"
    "  FROM item ORDER BY number";

static void
a_repository_is_its_number_not_its_name(void **state)
{
	struct fixture *f = *state;
	struct hscan_repo_name name = {"github.com", "NEW", "Name"};
	struct hscan_stored_repo found = {0};
	int64_t other;

	assert_int_equal(put_repo(f->store, HOST, 77, "o/n"), f->repo_id);
	assert_int_equal(put_repo(f->store, HOST, 77, "new/name"), f->repo_id);
	other = put_repo(f->store, "ghe.example.org", 77, "new/name");
	assert_int_not_equal(other, f->repo_id);

	assert_int_equal(
	    hscan_store_find_repo(f->store, &name, &found, NULL), HSCAN_OK);
	assert_int_equal(found.repo_id, f->repo_id);
	assert_int_equal(found.repo.id, 77);
	assert_true(hscan_text_is(found.repo.full_name, "new/name"));
	assert_true(hscan_text_is(found.repo.default_branch, "main"));
	assert_int_equal(found.repo.created_at, 1000);
	assert_true(found.repo.pushed_at == HSCAN_NEVER);
	assert_true(found.repo.has_issues);
	assert_false(found.repo.archived);
	assert_false(found.repo.fork);
	hscan_stored_repo_clear(&found);
	assert_int_equal(found.repo_id, 0);

	/* Somebody else has taken the name: the newer one goes by it. */
	other = put_repo(f->store, HOST, 78, "New/Name");
	assert_int_equal(
	    hscan_store_find_repo(f->store, &name, &found, NULL), HSCAN_OK);
	assert_int_equal(found.repo_id, other);
	hscan_stored_repo_clear(&found);

	(void)memcpy(name.name, "gone", 5);
	assert_fails(hscan_store_find_repo(f->store, &name, &found, &err),
	    HSCAN_ENOTFOUND, "NEW/gone is not in the store");
}

static void
the_newest_row_of_an_item_wins_in_any_order(void **state)
{
	struct fixture *f = *state;

	for (size_t code = 0; code < 256; code++) {
		const size_t order[] = {
		    code % 4, code / 4 % 4, code / 16 % 4, code / 64};
		unsigned seen = 0;

		exec(hscan_store_db(f->store), "DELETE FROM item");
		f->tampered = true;
		for (size_t i = 0; i < 4; i++) {
			seen |= 1U << order[i];
			assert_int_equal(
			    hscan_store_put_items(f->store, BY_REST(HOST),
				f->repo_id, &versions[order[i]], 1, NULL),
			    HSCAN_OK);
		}
		if (seen != 15)
			continue;
		/* Twice makes no difference either. */
		assert_int_equal(hscan_store_put_items(f->store, BY_REST(HOST),
				     f->repo_id, versions, order[0] + 1, NULL),
		    HSCAN_OK);
		assert_query(f->store, items_sql,
		    "7|1|5220762757|open again|4294967297|reopened|1|1|~|2|100|"
		    "300|~|~\n"
		    "8|2|9||~|~|0|0|0|0|150|160|160|160\n");
	}
	assert_query(f->store,
	    "SELECT host, forge_id, login, type FROM account",
	    "github.com|4294967297|alice|User\n");
}

static void
labels_are_those_of_the_newest_row(void **state)
{
	struct fixture *f = *state;
	struct hscan_text labels[] = {
	    hscan_text_of("bug"), hscan_text_of("easy"), hscan_text_of("old")};
	static const struct {
		int64_t updated_at;
		size_t from, len;
		const char *left;
	} rows[] = {
	    {10, 0, 0, ""},
	    {20, 1, 2, "7|easy\n7|old\n"},
	    {15, 0, 1, "7|easy\n7|old\n"},
	    {20, 0, 2, "7|bug\n7|easy\n"},
	    {30, 0, 0, ""},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_item item = {.kind = HSCAN_ISSUE,
		    .id = 1,
		    .number = 7,
		    .updated_at = rows[i].updated_at,
		    .closed_at = HSCAN_NEVER,
		    .merged_at = HSCAN_NEVER,
		    .labels = labels + rows[i].from,
		    .labels_len = rows[i].len};

		assert_int_equal(hscan_store_put_items(f->store, BY_REST(HOST),
				     f->repo_id, &item, 1, NULL),
		    HSCAN_OK);
		assert_query(f->store,
		    "SELECT number, label FROM item_label ORDER BY label",
		    rows[i].left);
	}
}

static void
a_change_within_the_same_second_is_taken(void **state)
{
	struct fixture *f = *state;
	struct hscan_item item = versions[2];

	item.comments = 5;
	assert_int_equal(hscan_store_put_items(f->store, BY_REST(HOST),
			     f->repo_id, &versions[2], 1, NULL),
	    HSCAN_OK);
	assert_int_equal(hscan_store_put_items(f->store, BY_REST(HOST),
			     f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
	assert_query(f->store, "SELECT comments FROM item", "5\n");
}

static void
events_are_kept_once(void **state)
{
	static const struct hscan_event events[] = {
	    {HSCAN_EVENT_CLOSED, INT64_C(29715691813), 7, 200,
		{5, {"bob", 3}, {"User", 4}}, {NULL, 0}, HSCAN_GRADE_FORGE},
	    {HSCAN_EVENT_CLOSED, INT64_C(29715691900), 7, 200,
		{5, {"bob", 3}, {"User", 4}}, {"duplicate", 9},
		HSCAN_GRADE_FORGE},
	    {HSCAN_EVENT_REOPENED, INT64_C(29715691901), 7, 200, {0}, {NULL, 0},
		HSCAN_GRADE_FORGE},
	};
	static const size_t orders[][3] = {
	    {0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
	struct fixture *f = *state;

	for (size_t i = 0; i < LEN(orders); i++) {
		exec(hscan_store_db(f->store), "DELETE FROM event");
		f->tampered = true;
		for (size_t k = 0; k < 6; k++)
			assert_int_equal(
			    hscan_store_put_events(f->store, BY_REST(HOST),
				f->repo_id, &events[orders[i][k % 3]], 1, NULL),
			    HSCAN_OK);
		assert_query(f->store,
		    "SELECT number, kind, occurred_at, forge_id, actor_id,"
		    " reason FROM event ORDER BY forge_id",
		    "7|1|200|29715691813|5|~\n7|1|200|29715691900|5|duplicate\n"
		    "7|2|200|29715691901|~|~\n");
	}
}

static void
a_release_is_what_it_is_now(void **state)
{
	struct fixture *f = *state;
	struct hscan_release release = {
	    .id = INT64_C(4294967299),
	    .tag_name = {"v1", 2},
	    .author = {6, {"bot", 3}, {"Bot", 3}},
	    .draft = true,
	    .created_at = 10,
	    .published_at = HSCAN_NEVER,
	};

	for (int i = 0; i < 2; i++)
		assert_int_equal(
		    hscan_store_put_releases(
			f->store, BY_REST(HOST), f->repo_id, &release, 1, NULL),
		    HSCAN_OK);
	assert_query(f->store,
	    "SELECT forge_id, tag_name, name, author_id, draft, prerelease,"
	    " created_at, published_at FROM release",
	    "4294967299|v1|~|6|1|0|10|~\n");
	release.draft = false;
	release.name = text("One");
	release.published_at = 20;
	assert_int_equal(hscan_store_put_releases(f->store, BY_REST(HOST),
			     f->repo_id, &release, 1, NULL),
	    HSCAN_OK);
	assert_query(f->store, "SELECT name, draft, published_at FROM release",
	    "One|0|20\n");
}

static void
odd_bytes_come_back_as_they_were(void **state)
{
	static const char odd[] = "a\0b\x1b[31m\xff\xc3'\"\n\xe2\x80\xae";
	struct fixture *f = *state;
	struct hscan_item item = versions[0];
	sqlite3_stmt *stmt = NULL;

	item.title = (struct hscan_text){odd, sizeof(odd) - 1};
	assert_int_equal(hscan_store_put_items(f->store, BY_REST(HOST),
			     f->repo_id, &item, 1, NULL),
	    HSCAN_OK);
	assert_int_equal(sqlite3_prepare_v2(hscan_store_db(f->store),
			     "SELECT title FROM item", -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	assert_int_equal(sqlite3_column_bytes(stmt, 0), sizeof(odd) - 1);
	assert_memory_equal(sqlite3_column_text(stmt, 0), odd, sizeof(odd) - 1);
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
}

static void
records_are_counted_by_stream(void **state)
{
	static const struct {
		const char *stream;
		int64_t rows;
	} rows[] = {
	    {HSCAN_STREAM_REPO, 1},
	    {HSCAN_STREAM_ISSUES, 2},
	    {HSCAN_STREAM_RELEASES, 0},
	    {HSCAN_STREAM_EVENTS, 0},
	    {HSCAN_STREAM_GIT, 0},
	};
	struct fixture *f = *state;
	int64_t other = put_repo(f->store, HOST, 78, "o/m");

	assert_int_equal(hscan_store_put_items(f->store, BY_REST(HOST),
			     f->repo_id, versions, 4, NULL),
	    HSCAN_OK);
	assert_int_equal(hscan_store_put_items(
			     f->store, BY_REST(HOST), other, versions, 1, NULL),
	    HSCAN_OK);
	for (size_t i = 0; i < LEN(rows); i++) {
		int64_t got = -1;

		assert_int_equal(hscan_store_count(f->store, f->repo_id,
				     rows[i].stream, &got, NULL),
		    HSCAN_OK);
		assert_int_equal(got, rows[i].rows);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(a_repository_is_its_number_not_its_name),
	    WITH_STORE(the_newest_row_of_an_item_wins_in_any_order),
	    WITH_STORE(labels_are_those_of_the_newest_row),
	    WITH_STORE(a_change_within_the_same_second_is_taken),
	    WITH_STORE(events_are_kept_once),
	    WITH_STORE(a_release_is_what_it_is_now),
	    WITH_STORE(records_are_counted_by_stream),
	    WITH_STORE(odd_bytes_come_back_as_they_were),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

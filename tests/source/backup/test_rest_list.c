/* SPDX-License-Identifier: MIT */
/* Rows of GitHub's lists that somebody has kept, told apart by what they hold.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/backup/rest_list.h"

#define T0    INT64_C(1767323045)
#define TIME0 "\"2026-01-02T03:04:05Z\""
#define TIME1 "\"2026-01-02T03:04:06Z\""
#define TIMES "\"created_at\":" TIME0 ",\"updated_at\":" TIME1
#define API   "https://api.github.com/repos/meadow/hay"
#define USER  "\"user\":{\"id\":8,\"login\":\"ann\",\"type\":\"User\"}"

static struct hscan_arena arena;
static struct hscan_error err;

static int
set_up(void **state)
{
	(void)state;
	hscan_arena_init(&arena);
	err = (struct hscan_error){.status = HSCAN_OK};
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	hscan_arena_clear(&arena);
	return 0;
}

/* From a copy with nothing behind it, so that reading too far is found. */
static enum hscan_status
decode(const char *row, struct hscan_told *out)
{
	struct hscan_text text = hscan_text_of(row);
	char *copy = malloc(text.len > 0 ? text.len : 1);
	enum hscan_status status;

	assert_non_null(copy);
	memcpy(copy, row, text.len);
	text.ptr = copy;
	status = hscan_rest_list_decode(text, &arena, out, &err);
	free(copy);
	return status;
}

static struct hscan_told
good(const char *row)
{
	struct hscan_told told;

	if (decode(row, &told) != HSCAN_OK)
		fail_msg("%s", err.message);
	assert_false(told.passed_over);
	return told;
}

static void
an_issue(void **state)
{
	struct hscan_told told = good(
	    "{\"id\":900,\"number\":7,\"title\":\"Hay\",\"state\":\"open\","
	    "\"locked\":false,\"comments\":2," TIMES "," USER
	    ",\"repository_url\":\"" API "\",\"node_id\":\"x\"}");

	(void)state;
	assert_int_equal(told.item.number, 7);
	assert_int_equal(told.item.id, 900);
	assert_int_equal(told.item.kind, HSCAN_ISSUE);
	assert_int_equal(told.item.unknown, 0);
	assert_true(hscan_text_is(told.host, "github.com"));
	assert_true(hscan_text_is(told.repo.full_name, "meadow/hay"));
	assert_int_equal(told.repo.id, 0);
	assert_int_equal(told.repo.unknown, 15);
	assert_false(told.repo_row);
	assert_int_equal(told.base.number, 0);
	assert_int_equal(told.parts, HSCAN_TOLD_ISSUES);
	assert_int_equal(told.lacks, 0);
	assert_int_equal(told.oldest, T0);
	assert_int_equal(told.newest, T0 + 1);
}

static void
a_pull_request(void **state)
{
	struct hscan_told told =
	    good("{\"id\":7001,\"number\":7,\"state\":\"closed\"," TIMES
		 "," USER ",\"closed_at\":" TIME1 ",\"merged_at\":" TIME1
		 ",\"issue_url\":\"" API
		 "/issues/7\",\"body\":\"words\",\"url\":\"" API
		 "/pulls/7\",\"base\":{\"ref\":\"main\",\"repo\":{\"id\":5,"
		 "\"full_name\":\"meadow/hay\",\"archived\":true," TIMES "}}}");

	(void)state;
	assert_int_equal(told.item.kind, HSCAN_PULL_REQUEST);
	/* Its id is of another space. */
	assert_int_equal(told.item.id, 0);
	assert_int_equal(told.item.merged_at, T0 + 1);
	assert_int_equal(told.item.unknown,
	    HSCAN_ITEM_TITLE | HSCAN_ITEM_LOCKED | HSCAN_ITEM_COMMENTS);
	assert_int_equal(told.base.number, 7);
	assert_true(hscan_text_is(told.base.branch, "main"));
	assert_int_equal(told.repo.id, 5);
	assert_int_equal(told.repo.archived, true);
	assert_int_equal(
	    told.repo.unknown, HSCAN_REPO_HAS_ISSUES | HSCAN_REPO_FORK);
	assert_true(told.repo_row);
	assert_int_equal(told.repo_told_at, T0 + 1);
	assert_int_equal(told.parts, HSCAN_TOLD_PULLS);
}

static void
answers(void **state)
{
	struct hscan_told told =
	    good("{\"id\":5," TIMES "," USER ",\"issue_url\":\"" API
		 "/issues/7\",\"body\":\"x\"}");

	(void)state;
	assert_int_equal(told.responses_len, 1);
	assert_int_equal(told.responses[0].kind, HSCAN_COMMENT);
	assert_int_equal(told.responses[0].number, 7);
	assert_int_equal(told.responses[0].occurred_at, T0);
	assert_int_equal(told.parts, HSCAN_TOLD_COMMENTS);
	told = good("{\"id\":6,\"submitted_at\":" TIME1 "," USER
		    ",\"state\":\"APPROVED\",\"pull_request_url\":\"" API
		    "/pulls/8\"}");
	assert_int_equal(told.responses[0].kind, HSCAN_REVIEW);
	assert_int_equal(told.responses[0].number, 8);
	assert_int_equal(told.responses[0].occurred_at, T0 + 1);
	assert_int_equal(told.parts, HSCAN_TOLD_REVIEWS);
}

static void
an_event(void **state)
{
	struct hscan_told told =
	    good("{\"id\":3,\"event\":\"closed\",\"created_at\":" TIME0
		 ",\"actor\":{\"id\":8,\"login\":\"ann\"},\"url\":\"" API
		 "/issues/events/3\",\"state_reason\":\"completed\","
		 "\"issue\":{\"number\":7}}");

	(void)state;
	assert_int_equal(told.events_len, 1);
	assert_int_equal(told.events[0].kind, HSCAN_EVENT_CLOSED);
	assert_int_equal(told.events[0].id, 3);
	assert_int_equal(told.events[0].number, 7);
	assert_int_equal(told.events[0].grade, HSCAN_GRADE_FORGE);
	assert_true(hscan_text_is(told.events[0].actor.login, "ann"));
	assert_true(hscan_text_is(told.events[0].reason, "completed"));
	/* One of another kind tells nothing. */
	told = good("{\"id\":3,\"event\":\"labeled\",\"created_at\":" TIME0
		    ",\"issue\":{\"number\":7}}");
	assert_int_equal(told.events_len, 0);
	/* Of a list of one issue it does not say of which. */
	assert_int_equal(decode("{\"id\":3,\"event\":\"closed\","
				"\"created_at\":" TIME0 "}",
			     &told),
	    HSCAN_EPARSE);
}

static void
releases_and_repositories(void **state)
{
	struct hscan_told told = good(
	    "{\"id\":4,\"tag_name\":\"v1\",\"draft\":false,"
	    "\"created_at\":\"2010-01-01T00:00:00Z\",\"published_at\":" TIME0
	    ",\"url\":\"" API "/releases/4\"}");

	(void)state;
	assert_int_equal(told.release.id, 4);
	/* When its commit was made says nothing of the release. */
	assert_int_equal(told.oldest, T0);
	assert_int_equal(told.parts, HSCAN_TOLD_RELEASES);
	told = good(
	    "{\"id\":5,\"full_name\":\"meadow/hay\",\"url\":\"" API
	    "\",\"has_issues\":true,\"fork\":false,\"archived\":false," TIMES
	    "}");
	assert_true(told.repo_row);
	assert_int_equal(told.repo.id, 5);
	assert_int_equal(told.repo.unknown, 0);
	assert_int_equal(told.item.number, 0);
}

static void
what_is_passed_over(void **state)
{
	static const char *const rows[] = {
	    "{}",
	    "{\"name\":\"bug\",\"color\":\"ff0000\"}",
	    "{\"number\":1,\"title\":\"v1\",\"state\":\"open\","
	    "\"creator\":{}," TIMES "}",
	    "{\"id\":1,\"diff_hunk\":\"@@\",\"pull_request_url\":\"" API
	    "/pulls/1\"," TIMES "}",
	    "{\"sha\":\"0\",\"commit\":{}}",
	};
	struct hscan_told told;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(decode(rows[i], &told), HSCAN_OK);
		assert_true(told.passed_over);
		assert_int_equal(told.item.number, 0);
		assert_int_equal(told.responses_len, 0);
	}
}

static void
what_is_refused(void **state)
{
	static const struct {
		const char *row, *why;
	} rows[] = {
	    {"", "it is empty"},
	    {"[]", "it is no object"},
	    {"{\"number\":7,\"user\":null,\"state\":\"open\",\"created_"
	     "at\":" TIME0 "}",
		"updated_at is missing"},
	    {"{\"number\":7,\"user\":null," TIMES "}",
		"state is neither open nor closed"},
	    {"{\"createdAt\":" TIME0 ",\"number\":1}", "GraphQL"},
	    {"{\"message\":\"Not Found\",\"documentation_url\":\"x\"}",
		"an error answer"},
	};
	struct hscan_told told;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(decode(rows[i].row, &told), HSCAN_EPARSE);
		if (!strstr(err.message, rows[i].why))
			fail_msg("%s: %s", rows[i].why, err.message);
		/* Nothing was asked for: no use trying again. */
		assert_null(strstr(err.message, "try again"));
	}
}

static void
addresses(void **state)
{
	static const struct {
		const char *url, *host, *name;
	} rows[] = {
	    {"https://api.github.com/repos/a/b", "github.com", "a/b"},
	    {"https://ghe.example.org/api/v3/repos/a/b", "ghe.example.org",
		"a/b"},
	    {"https://api.acme.ghe.com/repos/a/b", "acme.ghe.com", "a/b"},
	    {"https://api.github.com/users/a/b", NULL, NULL},
	    {"https://api.github.com/repos/a", NULL, NULL},
	    {"ftp://api.github.com/repos/a/b", NULL, NULL},
	    {"repos/a/b", NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_told told;
		char row[400];

		(void)snprintf(row, sizeof(row),
		    "{\"number\":7,\"state\":\"open\"," TIMES "," USER
		    ",\"repository_url\":\"%s\"}",
		    rows[i].url);
		told = good(row);
		assert_int_equal(told.host.ptr != NULL, rows[i].host != NULL);
		if (!rows[i].host)
			continue;
		assert_true(hscan_text_is(told.host, rows[i].host));
		assert_true(hscan_text_is(told.repo.full_name, rows[i].name));
	}
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
	    TEST(an_issue),
	    TEST(a_pull_request),
	    TEST(answers),
	    TEST(an_event),
	    TEST(releases_and_repositories),
	    TEST(what_is_passed_over),
	    TEST(what_is_refused),
	    TEST(addresses),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}

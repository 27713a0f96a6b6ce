/* SPDX-License-Identifier: MIT */
/* Comments, reviews and timelines: what is read, what is passed over, what is
 * refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/github/decode.h"

/* 2026-01-02T03:04:05Z */
#define T0     INT64_C(1767323045)
#define TIME0  "\"2026-01-02T03:04:05Z\""
#define TIME1  "\"2026-01-02T03:04:06Z\""
#define MEMBER "\"author_association\":\"MEMBER\""
#define USER   "{\"login\":\"heron-12\",\"id\":3,\"type\":\"User\"}"
#define COMMENT(url, created, updated, user) \
	"{\"id\":29715691813,\"issue_url\":" url ",\"created_at\":" created \
	",\"updated_at\":" updated ",\"user\":" user "}"
#define URL "\"https://api.github.com/repos/o/n/issues/7\""

static struct hscan_arena arena;
static struct hscan_error err;

static int
set_up(void **state)
{
	(void)state;
	hscan_arena_init(&arena);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	hscan_arena_clear(&arena);
	return 0;
}

static void
comments_are_read(void **state)
{
	struct hscan_responses got = {0};

	(void)state;
	assert_int_equal(
	    hscan_github_decode_comments(
		hscan_text_of("[" COMMENT(URL, TIME0, TIME1, USER) "," COMMENT(
		    "\"/8\"", TIME0, TIME0, "null") "]"),
		&arena, &got, &err),
	    HSCAN_OK);
	assert_int_equal(got.len, 2);
	assert_int_equal(got.newest, T0 + 1);
	assert_int_equal(got.oldest, T0);
	assert_int_equal(got.at[0].kind, HSCAN_COMMENT);
	assert_int_equal(got.at[0].id, INT64_C(29715691813));
	assert_int_equal(got.at[0].number, 7);
	assert_int_equal(got.at[0].occurred_at, T0);
	assert_int_equal(got.at[0].actor.id, 3);
	assert_true(hscan_text_is(got.at[0].actor.login, "heron-12"));
	assert_true(hscan_text_is(got.at[0].actor.type, "User"));
	assert_int_equal(got.at[1].number, 8);
	assert_int_equal(got.at[1].actor.id, 0);
	assert_int_equal(got.at[1].association.len, 0);
}

/* Every way to read an answer says whether a maintainer gave it. */
static void
answers_say_who_is_a_maintainer(void **state)
{
	struct hscan_responses got = {0};
	struct hscan_timeline both = {0};

	(void)state;
	assert_int_equal(
	    hscan_github_decode_comments(
		hscan_text_of(
		    "[{\"id\":1,\"issue_url\":" URL ",\"created_at\":" TIME0
		    ",\"updated_at\":" TIME0 "," MEMBER "}]"),
		&arena, &got, &err),
	    HSCAN_OK);
	assert_true(hscan_text_is(got.at[0].association, "MEMBER"));
	assert_int_equal(hscan_github_decode_reviews(
			     hscan_text_of("[{\"id\":1,\"submitted_at\":" TIME0
					   "," MEMBER "}]"),
			     7, &arena, &got, &err),
	    HSCAN_OK);
	assert_true(hscan_text_is(got.at[0].association, "MEMBER"));
	assert_int_equal(
	    hscan_github_decode_timeline(
		hscan_text_of("[{\"event\":\"commented\",\"id\":1,"
			      "\"created_at\":" TIME0 "," MEMBER "},"
			      "{\"event\":\"reviewed\",\"id\":2,"
			      "\"submitted_at\":" TIME0 "," MEMBER "}]"),
		7, &arena, &both, &err),
	    HSCAN_OK);
	assert_int_equal(both.responses.len, 2);
	for (size_t i = 0; i < both.responses.len; i++)
		assert_true(
		    hscan_text_is(both.responses.at[i].association, "MEMBER"));
}

static void
bad_comments_are_left_out_and_named(void **state)
{
	static const struct {
		const char *json, *why;
		int64_t number;
	} rows[] = {
	    {"[" COMMENT("null", TIME0, TIME0, USER) "]",
		"issue_url is missing or no number", 0},
	    {"[" COMMENT("\"x/y\"", TIME0, TIME0, USER) "]",
		"issue_url is missing or no number", 0},
	    {"[" COMMENT("\"issues/9007199254740992\"", TIME0, TIME0, USER) "]",
		"issue_url is missing or no number", 0},
	    {"[" COMMENT(URL, "null", TIME0, USER) "]", "created_at is missing",
		7},
	    {"[" COMMENT(URL, TIME0, "7", USER) "]", "updated_at is not a time",
		7},
	};
	static const char *const refused[] = {"[7]", "[{}]", "{}", ""};
	struct hscan_responses got = {.len = 42};

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		if (hscan_github_decode_comments(hscan_text_of(refused[i]),
			&arena, &got, &err) != HSCAN_EPARSE)
			fail_msg("accepted: %s", refused[i]);
	assert_int_equal(got.len, 42);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
		    hscan_github_decode_comments(
			hscan_text_of(rows[i].json), &arena, &got, &err),
		    HSCAN_OK);
		assert_int_equal(got.len, 0);
		assert_int_equal(got.bad.len, 1);
		assert_int_equal(got.bad.at[0].number, rows[i].number);
		assert_true(hscan_text_is(got.bad.at[0].name, "29715691813"));
		if (!hscan_text_is(got.bad.at[0].why, rows[i].why))
			fail_msg("%s: %s", rows[i].json, got.bad.at[0].why.ptr);
	}
}

/* In any case; what is not known, or not there, is not told. */
static void
what_a_review_says(void **state)
{
	static const struct {
		const char *json;
		enum hscan_review_state state;
	} rows[] = {
	    {"\"COMMENTED\"", HSCAN_COMMENTED},
	    {"\"APPROVED\"", HSCAN_APPROVED},
	    {"\"approved\"", HSCAN_APPROVED},
	    {"\"Changes_Requested\"", HSCAN_CHANGES_REQUESTED},
	    {"\"DISMISSED\"", HSCAN_DISMISSED},
	    {"\"APPROVED \"", HSCAN_STATE_UNTOLD},
	    {"\"CHEERED\"", HSCAN_STATE_UNTOLD},
	    {"\"\"", HSCAN_STATE_UNTOLD},
	    {"null", HSCAN_STATE_UNTOLD},
	    {"40", HSCAN_STATE_UNTOLD},
	    {"[\"APPROVED\"]", HSCAN_STATE_UNTOLD},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_responses list = {0};
		struct hscan_timeline timeline = {0};
		char json[256];

		(void)snprintf(json, sizeof(json),
		    "[{\"event\":\"reviewed\",\"id\":3,\"submitted_at\":" TIME0
		    ",\"state\":%s}]",
		    rows[i].json);
		assert_int_equal(
		    hscan_github_decode_reviews(
			hscan_text_of(json), 7, &arena, &list, &err),
		    HSCAN_OK);
		assert_int_equal(
		    hscan_github_decode_timeline(
			hscan_text_of(json), 7, &arena, &timeline, &err),
		    HSCAN_OK);
		assert_int_equal(list.len, 1);
		assert_int_equal(list.at[0].state, rows[i].state);
		assert_int_equal(timeline.responses.len, 1);
		assert_int_equal(timeline.responses.at[0].state, rows[i].state);
	}
}

/* One that is still being written is seen by its author alone. */
static void
submitted_reviews_are_read(void **state)
{
	struct hscan_responses got = {0};

	(void)state;
	assert_int_equal(
	    hscan_github_decode_reviews(
		hscan_text_of(
		    "[{\"id\":1,\"state\":\"PENDING\",\"user\":" USER "},"
		    "{\"id\":2,\"state\":\"pending\",\"submitted_at\":" TIME0
		    "},{\"id\":3,\"state\":\"APPROVED\",\"submitted_at\":" TIME0
		    ",\"user\":null},{\"id\":4,\"submitted_at\":" TIME1
		    ",\"user\":" USER "}]"),
		7, &arena, &got, &err),
	    HSCAN_OK);
	assert_int_equal(got.len, 2);
	assert_int_equal(got.at[0].id, 3);
	assert_int_equal(got.at[0].kind, HSCAN_REVIEW);
	assert_int_equal(got.at[0].number, 7);
	assert_int_equal(got.at[0].actor.id, 0);
	assert_int_equal(got.at[1].occurred_at, T0 + 1);
	assert_int_equal(got.at[1].actor.id, 3);
}

static void
timelines_tell_all_three(void **state)
{
	struct hscan_timeline got = {0};

	(void)state;
	assert_int_equal(
	    hscan_github_decode_timeline(
		hscan_text_of(
		    "[{\"event\":\"committed\",\"sha\":\"00\"},"
		    "{\"event\":\"commented\",\"id\":1,\"created_at\":" TIME0
		    ",\"actor\":" USER "},"
		    "{\"event\":\"reviewed\",\"id\":2,\"submitted_at\":" TIME1
		    ",\"user\":" USER "},"
		    "{\"event\":\"reviewed\",\"id\":3,\"state\":\"pending\"},"
		    "{\"event\":\"line-commented\"},"
		    "{\"event\":\"ready_for_review\",\"id\":4,"
		    "\"created_at\":" TIME0 ",\"actor\":null},"
		    "{\"event\":\"convert_to_draft\",\"id\":5,"
		    "\"created_at\":" TIME1 "},"
		    "{\"event\":\"closed\",\"id\":6,\"created_at\":" TIME1
		    "},{\"event\":\"commented\",\"id\":7},{\"event\":9},{}]"),
		12, &arena, &got, &err),
	    HSCAN_OK);
	assert_int_equal(got.responses.len, 2);
	assert_int_equal(got.responses.at[0].kind, HSCAN_COMMENT);
	assert_int_equal(got.responses.at[0].actor.id, 3);
	assert_int_equal(got.responses.at[1].kind, HSCAN_REVIEW);
	assert_int_equal(got.responses.at[1].number, 12);
	assert_int_equal(got.events.len, 2);
	assert_int_equal(got.events.at[0].kind, HSCAN_EVENT_READY_FOR_REVIEW);
	assert_int_equal(got.events.at[1].kind, HSCAN_EVENT_CONVERT_TO_DRAFT);
	assert_int_equal(got.events.at[1].occurred_at, T0 + 1);
}

static void
branches_are_read(void **state)
{
	struct hscan_bases got = {0};

	(void)state;
	assert_int_equal(
	    hscan_github_decode_bases(
		hscan_text_of("[{\"number\":7,\"updated_at\":" TIME0
			      ",\"base\":{\"ref\":\"release/1\"}}]"),
		&arena, &got, &err),
	    HSCAN_OK);
	assert_int_equal(got.len, 1);
	assert_int_equal(got.at[0].number, 7);
	assert_int_equal(got.at[0].updated_at, T0);
	assert_true(hscan_text_is(got.at[0].branch, "release/1"));
	assert_true(got.at[0].merge_untold);
	assert_int_equal(
	    hscan_github_decode_bases(
		hscan_text_of(
		    "[{\"number\":7,\"updated_at\":" TIME0 ",\"base\":null}]"),
		&arena, &got, &err),
	    HSCAN_OK);
	assert_int_equal(got.len, 0);
	assert_int_equal(got.bad.len, 1);
	assert_int_equal(got.bad.at[0].number, 7);
}

/* What the list of issues of an old server does not say. */
static void
merges_are_read_with_the_bases(void **state)
{
	static const struct {
		const char *fields;
		bool untold;
		int64_t closed_at, merged_at;
	} rows[] = {
	    {"\"state\":\"closed\",\"closed_at\":" TIME0
	     ",\"merged_at\":" TIME0,
		false, T0, T0},
	    {"\"state\":\"closed\",\"closed_at\":" TIME0 ",\"merged_at\":null",
		false, T0, HSCAN_NEVER},
	    {"\"state\":\"closed\",\"closed_at\":" TIME0, true, T0,
		HSCAN_NEVER},
	    {"\"state\":\"open\",\"closed_at\":" TIME0, false, HSCAN_NEVER,
		HSCAN_NEVER},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_bases got = {0};
		char json[256];

		(void)snprintf(json, sizeof(json),
		    "[{\"number\":7,\"updated_at\":%s,"
		    "\"base\":{\"ref\":\"b\"},%s}]",
		    TIME0, rows[i].fields);
		assert_int_equal(hscan_github_decode_bases(
				     hscan_text_of(json), &arena, &got, &err),
		    HSCAN_OK);
		assert_int_equal(got.at[0].merge_untold, rows[i].untold);
		assert_int_equal(got.at[0].closed_at, rows[i].closed_at);
		assert_int_equal(got.at[0].merged_at, rows[i].merged_at);
	}
}

/* Of the lists: labels in both spellings, and why an issue was closed. */
static void
labels_and_reasons_are_read(void **state)
{
	struct hscan_items items = {0};
	struct hscan_events events = {0};

	(void)state;
	assert_int_equal(
	    hscan_github_decode_items(
		hscan_text_of("[{\"number\":7,\"state\":\"open\","
			      "\"created_at\":" TIME0 ",\"updated_at\":" TIME0
			      ",\"labels\":[\"old\","
			      "{\"name\":\"bug\"},{\"name\":null},7,null]},"
			      "{\"number\":8,\"state\":\"open\","
			      "\"created_at\":" TIME0 ",\"updated_at\":" TIME0
			      ",\"labels\":null}]"),
		&arena, &items, &err),
	    HSCAN_OK);
	assert_int_equal(items.at[0].labels_len, 2);
	assert_true(hscan_text_is(items.at[0].labels[0], "old"));
	assert_true(hscan_text_is(items.at[0].labels[1], "bug"));
	assert_int_equal(items.at[1].labels_len, 0);
	assert_int_equal(
	    hscan_github_decode_events(
		hscan_text_of(
		    "[{\"id\":5,\"event\":\"closed\","
		    "\"created_at\":" TIME0 ",\"issue\":{\"number\":7},"
		    "\"state_reason\":\"not_planned\"}]"),
		&arena, &events, &err),
	    HSCAN_OK);
	assert_true(hscan_text_is(events.at[0].reason, "not_planned"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		comments_are_read, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		answers_say_who_is_a_maintainer, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		bad_comments_are_left_out_and_named, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_a_review_says, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		submitted_reviews_are_read, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		timelines_tell_all_three, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		branches_are_read, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		merges_are_read_with_the_bases, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		labels_and_reasons_are_read, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

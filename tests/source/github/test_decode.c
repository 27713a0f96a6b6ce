/* SPDX-License-Identifier: MIT */
/* GitHub's JSON: what is read, what is forgiven, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/github/decode.h"
#include "source/github/decode_repos.h"

/* 2026-01-02T03:04:05Z */
#define T0      INT64_C(1767323045)
#define TIME0   "\"2026-01-02T03:04:05Z\""
#define TIME1   "\"2026-01-02T03:04:06Z\""
#define TIMES   "\"created_at\":" TIME0 ",\"updated_at\":" TIME1
#define ITEM(x) "{\"number\":7,\"state\":\"open\"," TIMES x "}"
#define CLOSED(pull) \
	"{\"number\":7,\"state\":\"closed\"," TIMES ",\"closed_at\":" TIME0 \
	",\"pull_request\":" pull "}"
#define NO_ADDRESS \
	"\"url\":null,\"html_url\":null,\"diff_url\":null,\"patch_url\":null"
#define EVENT(x) \
	"{\"id\":5,\"event\":\"closed\",\"created_at\":" TIME0 \
	",\"issue\":{\"number\":7}" x "}"

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

/* A copy with nothing behind it, so that reading too far is found. */
static char *
exact(const char *json, struct hscan_text *out)
{
	size_t len = strlen(json);
	char *copy = malloc(len > 0 ? len : 1);

	assert_non_null(copy);
	for (size_t i = 0; i < len; i++)
		copy[i] = json[i];
	*out = (struct hscan_text){copy, len};
	return copy;
}

static enum hscan_status
items_of(const char *json, struct hscan_items *out)
{
	struct hscan_text body;
	char *copy = exact(json, &body);
	enum hscan_status status =
	    hscan_github_decode_items(body, &arena, out, &err);

	free(copy); /* nothing may borrow from the body */
	return status;
}

static struct hscan_item
item_of(const char *json)
{
	struct hscan_items items = {0};

	if (items_of(json, &items) != HSCAN_OK)
		fail_msg("%s: %s", json, err.message);
	assert_int_equal(items.len, 1);
	return items.at[0];
}

static enum hscan_status
events_of(const char *json, struct hscan_events *out)
{
	struct hscan_text body;
	char *copy = exact(json, &body);
	enum hscan_status status =
	    hscan_github_decode_events(body, &arena, out, &err);

	free(copy);
	return status;
}

static enum hscan_status
releases_of(const char *json, struct hscan_releases *out)
{
	struct hscan_text body;
	char *copy = exact(json, &body);
	enum hscan_status status =
	    hscan_github_decode_releases(body, &arena, out, &err);

	free(copy);
	return status;
}

static enum hscan_status
repo_of(const char *json, struct hscan_repo *out)
{
	struct hscan_text body;
	char *copy = exact(json, &body);
	enum hscan_status status =
	    hscan_github_decode_repo(body, &arena, out, &err);

	free(copy);
	return status;
}

static enum hscan_status
try_repos(const char *json, struct hscan_repos *out)
{
	struct hscan_text body;
	char *copy = exact(json, &body);
	enum hscan_status status =
	    hscan_github_decode_repos(body, &arena, out, &err);

	free(copy);
	return status;
}

static void
assert_text(struct hscan_text text, const char *expected)
{
	assert_non_null(text.ptr);
	assert_string_equal(text.ptr, expected); /* the arena adds a NUL */
	assert_int_equal(text.len, strlen(expected));
}

static void
lists_of_repositories_are_read(void **state)
{
	static const char *const bad[] = {
	    "{\"message\":\"Not Found\"}",
	    "[1]",
	    "[{\"created_at\":" TIME0 "}]",
	    "[{\"full_name\":\"a/b\\u001b\",\"created_at\":" TIME0 "}]",
	    "[",
	};
	struct hscan_repos repos;

	(void)state;
	assert_int_equal(try_repos("[]", &repos), HSCAN_OK);
	assert_int_equal(repos.len, 0);
	assert_int_equal(
	    try_repos("[{\"id\":7,\"full_name\":\"a/b\",\"created_at\":" TIME0
		      ",\"fork\":true},{\"id\":8,\"full_name\":\"a/c\","
		      "\"created_at\":" TIME0 ",\"archived\":true,"
		      "\"has_issues\":false,\"default_branch\":\"trunk\","
		      "\"pushed_at\":" TIME1 "}]",
		&repos),
	    HSCAN_OK);
	assert_int_equal(repos.len, 2);
	assert_int_equal(repos.at[0].id, 7);
	assert_text(repos.at[0].full_name, "a/b");
	assert_true(repos.at[0].fork);
	assert_false(repos.at[0].archived);
	assert_text(repos.at[1].full_name, "a/c");
	assert_true(repos.at[1].archived);
	assert_true(repos.at[0].has_issues);
	assert_false(repos.at[1].has_issues);
	assert_text(repos.at[1].default_branch, "trunk");
	assert_int_equal(repos.at[1].pushed_at, T0 + 1);
	/* What does not say which one it is spoils the page. */
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(try_repos(bad[i], &repos), HSCAN_EPARSE);
	assert_int_equal(repos.len, 2);
	/* What does is left out and named; a date may be missing. */
	assert_int_equal(try_repos("[{\"id\":7},{\"full_name\":\"a/b\"},"
				   "{\"id\":9,\"full_name\":\"a/d\","
				   "\"created_at\":null}]",
			     &repos),
	    HSCAN_OK);
	assert_int_equal(repos.len, 1);
	assert_text(repos.at[0].full_name, "a/d");
	assert_int_equal(repos.at[0].created_at, HSCAN_NEVER);
	assert_int_equal(repos.bad.len, 2);
	assert_text(repos.bad.at[0].name, "7");
	assert_text(repos.bad.at[0].why, "full_name is missing or not text");
	assert_text(repos.bad.at[1].name, "a/b");
	assert_text(repos.bad.at[1].why, "id is missing");
}

static void
a_full_issue_is_read(void **state)
{
	struct hscan_item item = item_of(
	    "[{\"id\":5220762757,\"number\":41,\"state\":\"closed\","
	    "\"state_reason\":\"not_planned\",\"title\":\"A \\u00e9 title\","
	    "\"user\":{\"login\":\"heron-12\",\"id\":4300000001,"
	    "\"type\":\"User\"},\"author_association\":\"MEMBER\","
	    "\"locked\":true,\"comments\":3,\"created_at\":" TIME0 ","
	    "\"updated_at\":\"2026-01-02T03:04:07Z\",\"closed_at\":" TIME1
	    "}]");

	(void)state;
	assert_int_equal(item.kind, HSCAN_ISSUE);
	assert_int_equal(item.id, INT64_C(5220762757));
	assert_int_equal(item.number, 41);
	assert_text(item.title, "A \xC3\xA9 title");
	assert_int_equal(item.author.id, INT64_C(4300000001));
	assert_text(item.author.login, "heron-12");
	assert_text(item.author.type, "User");
	assert_text(item.author_association, "MEMBER");
	assert_text(item.state_reason, "not_planned");
	assert_false(item.open);
	assert_true(item.locked);
	assert_int_equal(item.draft, HSCAN_UNKNOWN_YET);
	assert_int_equal(item.comments, 3);
	assert_int_equal(item.created_at, T0);
	assert_int_equal(item.updated_at, T0 + 2);
	assert_int_equal(item.closed_at, T0 + 1);
	assert_int_equal(item.merged_at, HSCAN_NEVER);
}

static void
a_bare_issue_is_enough(void **state)
{
	struct hscan_item item = item_of("[" ITEM("") "]");

	(void)state;
	assert_int_equal(item.kind, HSCAN_ISSUE);
	assert_int_equal(item.id, 0);
	assert_true(item.open);
	assert_false(item.locked);
	assert_null(item.title.ptr);
	assert_int_equal(item.author.id, 0);
	assert_null(item.author.login.ptr);
	assert_null(item.author.type.ptr);
	assert_null(item.author_association.ptr);
	assert_null(item.state_reason.ptr);
	assert_int_equal(item.draft, HSCAN_UNKNOWN_YET);
	assert_int_equal(item.comments, 0);
	assert_int_equal(item.closed_at, HSCAN_NEVER);
	assert_int_equal(item.merged_at, HSCAN_NEVER);
}

static void
pull_requests_are_told_apart(void **state)
{
	static const struct {
		const char *json;
		int64_t merged_at;
		enum hscan_item_kind kind;
		enum hscan_tristate draft;
	} rows[] = {
	    {ITEM(",\"pull_request\":{\"merged_at\":" TIME1 "}"), T0 + 1,
		HSCAN_PULL_REQUEST, HSCAN_UNKNOWN_YET},
	    {ITEM(",\"pull_request\":{\"merged_at\":null},\"draft\":true"),
		HSCAN_NEVER, HSCAN_PULL_REQUEST, HSCAN_YES},
	    /* GitHub's own of 2015, and an issue of the time before. */
	    {ITEM(",\"pull_request\":{\"url\":\"https://x\"}"), HSCAN_NEVER,
		HSCAN_PULL_REQUEST, HSCAN_UNKNOWN_YET},
	    {ITEM(",\"pull_request\":{\"html_url\":\"x\"}"), HSCAN_NEVER,
		HSCAN_PULL_REQUEST, HSCAN_UNKNOWN_YET},
	    {ITEM(",\"pull_request\":{\"url\":null,\"diff_url\":\"x\"}"),
		HSCAN_NEVER, HSCAN_PULL_REQUEST, HSCAN_UNKNOWN_YET},
	    {ITEM(",\"pull_request\":{\"patch_url\":\"x\"}"), HSCAN_NEVER,
		HSCAN_PULL_REQUEST, HSCAN_UNKNOWN_YET},
	    {ITEM(",\"pull_request\":{" NO_ADDRESS "}"), HSCAN_NEVER,
		HSCAN_ISSUE, HSCAN_UNKNOWN_YET},
	    {ITEM(",\"pull_request\":{" NO_ADDRESS ",\"merged_at\":null}"),
		HSCAN_NEVER, HSCAN_PULL_REQUEST, HSCAN_UNKNOWN_YET},
	    {ITEM(",\"pull_request\":{\"Merged_at\":null,\"url\":7}"),
		HSCAN_NEVER, HSCAN_ISSUE, HSCAN_UNKNOWN_YET},
	    {ITEM(",\"pull_request\":{},\"draft\":false"), HSCAN_NEVER,
		HSCAN_ISSUE, HSCAN_NO},
	    {ITEM(",\"pull_request\":[{\"url\":\"x\"}]"), HSCAN_NEVER,
		HSCAN_ISSUE, HSCAN_UNKNOWN_YET},
	    {ITEM(",\"pull_request\":{\"merged_at\":\"soon\"},\"draft\":1"),
		HSCAN_NEVER, HSCAN_PULL_REQUEST, HSCAN_UNKNOWN_YET},
	    {ITEM(",\"pull_request\":null"), HSCAN_NEVER, HSCAN_ISSUE,
		HSCAN_UNKNOWN_YET},
	    {ITEM(",\"Pull_Request\":{}"), HSCAN_NEVER, HSCAN_ISSUE,
		HSCAN_UNKNOWN_YET},
	};
	struct hscan_items items;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_buf buf;

		hscan_buf_init(&buf, 1000);
		(void)hscan_buf_add_format(&buf, "[%s]", rows[i].json);
		assert_int_equal(
		    items_of(hscan_buf_string(&buf), &items), HSCAN_OK);
		hscan_buf_clear(&buf);
		assert_int_equal(items.at[0].kind, rows[i].kind);
		assert_int_equal(items.at[0].merged_at, rows[i].merged_at);
		assert_int_equal(items.at[0].draft, rows[i].draft);
	}
}

/* A row that does not say whether it was merged is no row that says it was
 * not; and what is open is neither merged nor closed. */
static void
what_is_not_said_of_a_merge_is_not_known(void **state)
{
	static const struct {
		const char *json;
		bool untold;
		int64_t merged_at, closed_at;
	} rows[] = {
	    {CLOSED("{\"merged_at\":" TIME1 "}"), false, T0 + 1, T0},
	    {CLOSED("{\"merged_at\":null}"), false, HSCAN_NEVER, T0},
	    {CLOSED("{\"url\":\"x\"}"), true, HSCAN_NEVER, T0},
	    {CLOSED("{\"url\":\"x\",\"merged_at\":\"soon\"}"), true,
		HSCAN_NEVER, T0},
	    {CLOSED("{\"url\":\"x\",\"merged_at\":false}"), true, HSCAN_NEVER,
		T0},
	    {CLOSED("{" NO_ADDRESS "}"), false, HSCAN_NEVER, T0},
	    {CLOSED("null"), false, HSCAN_NEVER, T0},
	    {ITEM(",\"pull_request\":{\"url\":\"x\"}"), false, HSCAN_NEVER,
		HSCAN_NEVER},
	    /* Reopened, as webhooks and copies give it. */
	    {ITEM(",\"closed_at\":" TIME0), false, HSCAN_NEVER, HSCAN_NEVER},
	    {ITEM(",\"closed_at\":" TIME0 ",\"pull_request\":{\"url\":\"x\"}"),
		false, HSCAN_NEVER, HSCAN_NEVER},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_item item;
		struct hscan_buf buf;

		hscan_buf_init(&buf, 1000);
		(void)hscan_buf_add_format(&buf, "[%s]", rows[i].json);
		item = item_of(hscan_buf_string(&buf));
		hscan_buf_clear(&buf);
		assert_int_equal(item.merge_untold, rows[i].untold);
		assert_int_equal(item.merged_at, rows[i].merged_at);
		assert_int_equal(item.closed_at, rows[i].closed_at);
	}
}

static void
wrong_types_of_what_is_optional_are_absent(void **state)
{
	struct hscan_item item = item_of("[" ITEM(
	    ",\"id\":\"x\",\"title\":4,\"user\":[1],\"locked\":\"yes\","
	    "\"comments\":-1,\"closed_at\":5,\"state_reason\":{},"
	    "\"author_association\":false") "]");

	(void)state;
	assert_int_equal(item.id, 0);
	assert_null(item.title.ptr);
	assert_int_equal(item.author.id, 0);
	assert_null(item.author.login.ptr);
	assert_false(item.locked);
	assert_int_equal(item.comments, 0);
	assert_int_equal(item.closed_at, HSCAN_NEVER);
	assert_null(item.state_reason.ptr);
	assert_null(item.author_association.ptr);

	item =
	    item_of("[" ITEM(",\"comments\":1.5,\"id\":1e400,\"user\":{}") "]");
	assert_int_equal(item.comments, 0);
	assert_int_equal(item.id, 0);
	assert_null(item.author.login.ptr);
}

static void
an_open_row_is_not_closed(void **state)
{
	struct hscan_item item = item_of("[" ITEM(",\"closed_at\":" TIME1) "]");

	(void)state;
	assert_true(item.open);
	assert_int_equal(item.closed_at, HSCAN_NEVER);
}

static void
hostile_titles_are_kept_as_bytes(void **state)
{
	static const struct {
		const char *json, *title;
	} rows[] = {
	    {"a\\u001b[31mb", "a\x1b[31mb"},
	    {"raw \x1b and \x80\xff", "raw \x1b and \x80\xff"},
	    {"\\ud83d\\ude00", "\xF0\x9F\x98\x80"},
	    {"cut \\ud83d", "cut \xEF\xBF\xBD"},
	    {"low \\ude00!", "low \xEF\xBF\xBD!"},
	    {"nul \\u0000 here", "nul \xEF\xBF\xBD here"},
	    {"not \\\\u0000", "not \\u0000"},
	    {"\\u202eright", "\xE2\x80\xAEright"},
	    {"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_buf buf;

		hscan_buf_init(&buf, 1000);
		(void)hscan_buf_add_format(
		    &buf, "[" ITEM(",\"title\":\"%s\"") "]", rows[i].json);
		assert_text(
		    item_of(hscan_buf_string(&buf)).title, rows[i].title);
		hscan_buf_clear(&buf);
	}
}

static void
white_space_around_is_fine(void **state)
{
	struct hscan_items items = {.len = 9};

	(void)state;
	assert_int_equal(items_of(" \r\n[]\t\n ", &items), HSCAN_OK);
	assert_int_equal(items.len, 0);
	assert_int_equal(
	    items_of("\xEF\xBB\xBF[" ITEM("") "]", &items), HSCAN_OK);
	assert_int_equal(items.len, 1);
}

static void
broken_lists_are_refused(void **state)
{
	static const struct {
		const char *json, *message;
	} rows[] = {
	    {"", "the list of issues that GitHub sent cannot be used: it is "
		 "empty"},
	    {" ", "not JSON"},
	    {"[", "not JSON"},
	    {"[" ITEM(""), "not JSON"},
	    {"[]x", "not JSON"},
	    {"[][]", "not JSON"},
	    {"[] \x0b", "not JSON"},
	    {"[\"\\ud8\"]", "not JSON"},
	    {"<html>502</html>", "not JSON"},
	    {"null", "it is no list"},
	    {"\"x\"", "it is no list"},
	    {"{}", "an object where a list belongs"},
	    {"{\"message\":\"Server\\u001b Error\"}",
		"an object where a list belongs, which says \"Server\\x1B "
		"Error\""},
	    {"[null]", "entry 1: it is not an object"},
	    {"[" ITEM("") ",[]]", "entry 2: it is not an object"},
	    {"[{}]", "entry 1: number is missing"},
	    {"[" ITEM("") ",{\"number\":null}]", "entry 2: number is missing"},
	    {"[{\"number\":\"7\"}]", "entry 1: number is not a whole number"},
	    {"[{\"number\":0}]", "entry 1: number is not a whole number"},
	    {"[{\"number\":-7}]", "entry 1: number is not a whole number"},
	    {"[{\"number\":7.5}]", "entry 1: number is not a whole number"},
	    {"[{\"number\":1e400}]", "entry 1: number is not a whole number"},
	    {"[{\"number\":9007199254740993}]",
		"entry 1: number is not a whole number"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_items items = {.len = 9};

		if (items_of(rows[i].json, &items) != HSCAN_EPARSE)
			fail_msg("accepted: %s", rows[i].json);
		assert_int_equal(items.len, 9);
		assert_int_equal(err.status, HSCAN_EPARSE);
		if (!strstr(err.message, rows[i].message))
			fail_msg("%s: %s", rows[i].json, err.message);
	}
}

/* A row that says which one it is does not spoil the page. */
static void
bad_rows_are_left_out_and_named(void **state)
{
	static const struct {
		const char *json, *why;
	} rows[] = {
	    {"{\"number\":7," TIMES "}", "state is neither open nor closed"},
	    {"{\"number\":7,\"state\":\"ajar\"," TIMES "}",
		"state is neither open nor closed"},
	    {"{\"number\":7,\"state\":\"open\",\"updated_at\":" TIME0 "}",
		"created_at is missing"},
	    {"{\"number\":7,\"state\":\"open\",\"created_at\":" TIME0 "}",
		"updated_at is missing"},
	    {"{\"number\":7,\"state\":\"open\",\"created_at\":1}",
		"created_at is not a time"},
	    {"{\"number\":7,\"state\":\"open\",\"created_at\":\"today\"}",
		"created_at is not a time"},
	};
	struct hscan_buf page;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_items items = {.len = 9};

		hscan_buf_init(&page, 4000);
		(void)hscan_buf_add_format(
		    &page, "[" ITEM("") ",%s," ITEM("") "]", rows[i].json);
		if (items_of(hscan_buf_string(&page), &items) != HSCAN_OK)
			fail_msg("%s: %s", rows[i].json, err.message);
		hscan_buf_clear(&page);
		assert_int_equal(items.len, 2);
		assert_int_equal(items.bad.len, 1);
		assert_int_equal(items.bad.at[0].number, 7);
		assert_int_equal(items.bad.at[0].kind, HSCAN_ISSUE);
		if (!strstr(items.bad.at[0].why.ptr, rows[i].why))
			fail_msg(
			    "%s: %s", rows[i].json, items.bad.at[0].why.ptr);
	}
}

static void
a_raw_nul_is_refused(void **state)
{
	struct hscan_items items;

	(void)state;
	assert_int_equal(
	    hscan_github_decode_items(
		(struct hscan_text){"[]\0", 3}, &arena, &items, &err),
	    HSCAN_EPARSE);
	assert_int_equal(
	    hscan_github_decode_items(
		(struct hscan_text){"[\"a\0b\"]", 7}, &arena, &items, NULL),
	    HSCAN_EPARSE);
}

static void
deep_nesting_is_refused(void **state)
{
	char deep[5000];
	struct hscan_items items;

	(void)state;
	memset(deep, '[', sizeof(deep));
	assert_int_equal(
	    hscan_github_decode_items(
		(struct hscan_text){deep, sizeof(deep)}, &arena, &items, &err),
	    HSCAN_EPARSE);
}

static void
numbers_are_exact_to_the_last(void **state)
{
	struct hscan_item item =
	    item_of("[" ITEM(",\"id\":9007199254740991") "]");

	(void)state;
	assert_int_equal(item.id, INT64_C(9007199254740991));
}

static void
event_kinds_are_read(void **state)
{
	static const struct {
		const char *name;
		enum hscan_event_kind kind;
	} rows[] = {
	    {"closed", HSCAN_EVENT_CLOSED},
	    {"reopened", HSCAN_EVENT_REOPENED},
	    {"merged", HSCAN_EVENT_MERGED},
	    {"ready_for_review", HSCAN_EVENT_READY_FOR_REVIEW},
	    {"convert_to_draft", HSCAN_EVENT_CONVERT_TO_DRAFT},
	    {"converted_to_draft", HSCAN_EVENT_CONVERT_TO_DRAFT},
	    {"converted_to_discussion", HSCAN_EVENT_CONVERTED_TO_DISCUSSION},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_events events;
		struct hscan_buf buf;

		hscan_buf_init(&buf, 1000);
		(void)hscan_buf_add_format(&buf,
		    "[{\"id\":29715691813,\"event\":\"%s\",\"created_"
		    "at\":" TIME0 ",\"actor\":{\"login\":\"ash-lane\",\"id\":3,"
		    "\"type\":\"User\"},\"issue\":{\"number\":8}}]",
		    rows[i].name);
		assert_int_equal(
		    events_of(hscan_buf_string(&buf), &events), HSCAN_OK);
		hscan_buf_clear(&buf);
		assert_int_equal(events.len, 1);
		assert_int_equal(events.at[0].kind, rows[i].kind);
		assert_int_equal(events.at[0].id, INT64_C(29715691813));
		assert_int_equal(events.at[0].number, 8);
		assert_int_equal(events.at[0].occurred_at, T0);
		assert_int_equal(events.at[0].actor.id, 3);
		assert_text(events.at[0].actor.login, "ash-lane");
		assert_text(events.at[0].actor.type, "User");
		assert_int_equal(events.newest_id, INT64_C(29715691813));
		assert_int_equal(events.oldest_id, INT64_C(29715691813));
		assert_int_equal(events.oldest_at, T0);
	}
}

static void
skipped_events_still_count_for_the_ends(void **state)
{
	struct hscan_events events;

	(void)state;
	assert_int_equal(
	    events_of("[{\"id\":\"90\",\"event\":\"labeled\",\"created_at\":"
		      "\"2026-01-02T03:04:10Z\",\"issue\":{\"number\":1}},"
		      "{\"id\":50,\"event\":\"closed\",\"created_at\":" TIME1
		      ",\"actor\":null,\"issue\":{\"number\":7}},"
		      "{\"id\":40,\"event\":\"closed\",\"created_at\":" TIME1
		      ",\"issue\":null},"
		      "{\"id\":30,\"event\":\"reopened\",\"created_at\":" TIME1
		      "},"
		      "{\"id\":20,\"created_at\":" TIME0 "}]",
		&events),
	    HSCAN_OK);
	assert_int_equal(events.len, 1);
	assert_int_equal(events.at[0].id, 50);
	assert_int_equal(events.at[0].actor.id, 0);
	assert_null(events.at[0].actor.login.ptr);
	assert_int_equal(events.newest_id, 90);
	assert_int_equal(events.oldest_id, 20);
	assert_int_equal(events.oldest_at, T0);
}

static void
an_empty_page_of_events_has_no_ends(void **state)
{
	struct hscan_events events = {.len = 9};

	(void)state;
	assert_int_equal(events_of("[]", &events), HSCAN_OK);
	assert_int_equal(events.len, 0);
	assert_int_equal(events.newest_id, 0);
	assert_int_equal(events.oldest_id, 0);
	assert_int_equal(events.oldest_at, HSCAN_NEVER);
}

static void
broken_events_are_refused(void **state)
{
	static const struct {
		const char *json, *message;
	} rows[] = {
	    {"[{\"event\":\"labeled\",\"created_at\":" TIME0 "}]",
		"the list of issue events that GitHub sent cannot be used: "
		"entry 1: id is missing"},
	    {"[{\"id\":\"+5\",\"created_at\":" TIME0 "}]", "id is not a whole"},
	    {"[{\"id\":\"5x\",\"created_at\":" TIME0 "}]", "id is not a whole"},
	    {"[{\"id\":\"\",\"created_at\":" TIME0 "}]", "id is not a whole"},
	    {"[{\"id\":\"0\",\"created_at\":" TIME0 "}]", "id is not a whole"},
	    {"[{\"id\":\"9007199254740992\",\"created_at\":" TIME0 "}]",
		"id is not a whole"},
	    {"{\"message\":\"Not Found\"}", "which says \"Not Found\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_events events = {.len = 9};

		if (events_of(rows[i].json, &events) != HSCAN_EPARSE)
			fail_msg("accepted: %s", rows[i].json);
		assert_int_equal(events.len, 9);
		if (!strstr(err.message, rows[i].message))
			fail_msg("%s: %s", rows[i].json, err.message);
	}
}

static void
bad_events_are_left_out_and_named(void **state)
{
	struct hscan_events events;

	(void)state;
	assert_int_equal(
	    events_of(
		"[" EVENT(
		    "") ",{\"id\":4,\"event\":\"closed\","
			"\"created_at\":" TIME0 ",\"issue\":{}},{\"id\":\"5\"},"
			"{\"id\":6,\"event\":\"closed\",\"created_at\":" TIME0
			",\"issue\":3}]",
		&events),
	    HSCAN_OK);
	assert_int_equal(events.len, 1);
	assert_int_equal(events.bad.len, 3);
	assert_text(events.bad.at[0].name, "4");
	assert_text(events.bad.at[0].why, "number is missing");
	assert_text(events.bad.at[1].name, "5");
	assert_text(events.bad.at[1].why, "created_at is missing");
	assert_text(events.bad.at[2].name, "6");
}

static void
releases_are_read(void **state)
{
	struct hscan_releases releases;

	(void)state;
	assert_int_equal(
	    releases_of("[{\"id\":4300000009,\"tag_name\":\"v1.0\","
			"\"name\":\"One\",\"draft\":false,\"prerelease\":true,"
			"\"author\":{\"login\":\"bot[bot]\",\"id\":2,"
			"\"type\":\"Bot\"},\"created_at\":" TIME0
			",\"published_at\":" TIME1 "},"
			"{\"id\":1,\"draft\":true,\"published_at\":null,"
			"\"name\":null,\"created_at\":" TIME0 "}]",
		&releases),
	    HSCAN_OK);
	assert_int_equal(releases.len, 2);
	assert_int_equal(releases.at[0].id, INT64_C(4300000009));
	assert_text(releases.at[0].tag_name, "v1.0");
	assert_text(releases.at[0].name, "One");
	assert_text(releases.at[0].author.login, "bot[bot]");
	assert_text(releases.at[0].author.type, "Bot");
	assert_false(releases.at[0].draft);
	assert_true(releases.at[0].prerelease);
	assert_int_equal(releases.at[0].created_at, T0);
	assert_int_equal(releases.at[0].published_at, T0 + 1);
	assert_true(releases.at[1].draft);
	assert_false(releases.at[1].prerelease);
	assert_null(releases.at[1].name.ptr);
	assert_null(releases.at[1].tag_name.ptr);
	assert_int_equal(releases.at[1].published_at, HSCAN_NEVER);
	assert_int_equal(releases.at[1].author.id, 0);

	assert_int_equal(releases_of("[{\"created_at\":" TIME0 "}]", &releases),
	    HSCAN_EPARSE);
	assert_non_null(strstr(err.message,
	    "the list of releases that GitHub sent cannot be used: entry 1: "
	    "id is missing"));
	assert_int_equal(releases.len, 2);
	assert_int_equal(releases_of("[{\"id\":1}]", &releases), HSCAN_OK);
	assert_int_equal(releases.len, 0);
	assert_int_equal(releases.bad.len, 1);
	assert_text(releases.bad.at[0].name, "1");
	assert_text(releases.bad.at[0].why, "created_at is missing");
}

static void
a_repository_is_read(void **state)
{
	struct hscan_repo repo;

	(void)state;
	assert_int_equal(
	    repo_of("{\"id\":4200042,\"full_name\":\"sample/meadow\","
		    "\"default_branch\":\"main\",\"has_issues\":false,"
		    "\"archived\":true,\"fork\":true,\"created_at\":" TIME0
		    ",\"pushed_at\":" TIME1 "}",
		&repo),
	    HSCAN_OK);
	assert_int_equal(repo.id, 4200042);
	assert_text(repo.full_name, "sample/meadow");
	assert_text(repo.default_branch, "main");
	assert_int_equal(repo.created_at, T0);
	assert_int_equal(repo.pushed_at, T0 + 1);
	assert_false(repo.has_issues);
	assert_true(repo.archived);
	assert_true(repo.fork);

	assert_int_equal(repo_of("{\"id\":1,\"full_name\":\"o/n\","
				 "\"created_at\":" TIME0 ",\"pushed_at\":null}",
			     &repo),
	    HSCAN_OK);
	assert_null(repo.default_branch.ptr);
	assert_int_equal(repo.pushed_at, HSCAN_NEVER);
	assert_true(repo.has_issues);
	assert_false(repo.archived);
	assert_false(repo.fork);
}

static void
broken_repositories_are_refused(void **state)
{
	static const struct {
		const char *json, *message;
	} rows[] = {
	    {"[]", "the repository that GitHub sent cannot be used: it is no "
		   "object"},
	    {"{", "not JSON"},
	    {"{\"message\":\"x\"}", "cannot be used: id is missing"},
	    {"{\"id\":1,\"created_at\":" TIME0 "}", "full_name is missing"},
	    {"{\"id\":1,\"full_name\":\"\",\"created_at\":" TIME0 "}",
		"full_name is missing"},
	    {"{\"id\":1,\"full_name\":\"o/n\"}", "created_at is missing"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_repo repo = {.id = 9};

		if (repo_of(rows[i].json, &repo) != HSCAN_EPARSE)
			fail_msg("accepted: %s", rows[i].json);
		assert_int_equal(repo.id, 9);
		if (!strstr(err.message, rows[i].message))
			fail_msg("%s: %s", rows[i].json, err.message);
	}
}

static void
error_messages_are_made_safe(void **state)
{
	static const struct {
		const char *body, *message;
	} rows[] = {
	    {"{\"message\":\"Not Found\"}", "Not Found"},
	    {"{\"message\":\"a\\u001b\\n\\ud83d\"}", "a\\x1B\\n\xEF\xBF\xBD"},
	    {"{\"message\":\"0123456789012345678901234567890\"}",
		"01234567890123456789012"},
	    {"{\"message\":5}", ""},
	    {"{}", ""},
	    {"[]", ""},
	    {"<html>", ""},
	    {"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char out[24];

		memset(out, 'x', sizeof(out));
		assert_string_equal(
		    hscan_github_error_message(
			hscan_text_of(rows[i].body), out, sizeof(out)),
		    rows[i].message);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(lists_of_repositories_are_read),
	    TEST(a_full_issue_is_read),
	    TEST(a_bare_issue_is_enough),
	    TEST(pull_requests_are_told_apart),
	    TEST(what_is_not_said_of_a_merge_is_not_known),
	    TEST(wrong_types_of_what_is_optional_are_absent),
	    TEST(an_open_row_is_not_closed),
	    TEST(hostile_titles_are_kept_as_bytes),
	    TEST(white_space_around_is_fine),
	    TEST(broken_lists_are_refused),
	    TEST(bad_rows_are_left_out_and_named),
	    TEST(a_raw_nul_is_refused),
	    TEST(deep_nesting_is_refused),
	    TEST(numbers_are_exact_to_the_last),
	    TEST(event_kinds_are_read),
	    TEST(skipped_events_still_count_for_the_ends),
	    TEST(an_empty_page_of_events_has_no_ends),
	    TEST(broken_events_are_refused),
	    TEST(bad_events_are_left_out_and_named),
	    TEST(releases_are_read),
	    TEST(a_repository_is_read),
	    TEST(broken_repositories_are_refused),
	    TEST(error_messages_are_made_safe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

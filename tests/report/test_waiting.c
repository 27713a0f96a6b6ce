/* SPDX-License-Identifier: MIT */
/* A list of what waits that is data: against the files in fixtures/waiting, and
 * whether it keeps to any screen. With HSCAN_UPDATE=1 the files are written
 * instead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "report/waiting.h"
#include "report/width.h"
#include "support/support.h"

#define MAX_BYTES ((size_t)1024 * 1024)
#define NOW       INT64_C(1772323200) /* 2026-03-01 */
#define DAY       HSCAN_DAY_S
#define TEXT(literal) \
	{ \
		(literal), sizeof(literal) - 1 \
	}
#define LINK(rest) TEXT("https://github.com/sample/meadow/" rest)

/* The last is one that was not read, by an account that was deleted. */
static const struct hscan_waiting_item items[] = {
    {.number = 7,
	.kind = HSCAN_ISSUE,
	.title = TEXT("The window does not close"),
	.author = TEXT("heron-12"),
	.link = LINK("issues/7"),
	.created_at = NOW - 400 * DAY,
	.waits_for = HSCAN_WAITS_MAINTAINER,
	.why = HSCAN_SINCE_OPENED,
	.since = NOW - 400 * DAY,
	.days = 400,
	.last_at = HSCAN_NEVER},
    {.number = 1204,
	.kind = HSCAN_PULL_REQUEST,
	.title = TEXT("Close `it` | <b>when</b> asked to, and not [before](x) "
		      "that, on every system that there is \xE2\x80\xAEnow"),
	.author = TEXT("teal-5"),
	.link = LINK("pull/1204"),
	.created_at = NOW - 40 * DAY,
	.waits_for = HSCAN_WAITS_AUTHOR,
	.why = HSCAN_SINCE_REVIEW,
	.since = NOW - 30 * DAY - 3600,
	.days = 30,
	.last_at = NOW - 5 * DAY,
	.last_by = TEXT("plover-3")},
    {.number = 1210,
	.kind = HSCAN_PULL_REQUEST,
	.title = TEXT("=Draft"),
	.author = TEXT("owl-8"),
	.link = LINK("pull/1210"),
	.draft = true,
	.created_at = NOW - 2 * DAY,
	.waits_for = HSCAN_WAITS_AUTHOR,
	.why = HSCAN_SINCE_DRAFT,
	.since = NOW - DAY,
	.days = 1,
	.last_at = NOW - DAY},
    {.number = 9,
	.kind = HSCAN_ISSUE,
	.title = TEXT("Colours"),
	.link = LINK("issues/9"),
	.created_at = NOW - 300 * DAY,
	.waits_for = HSCAN_WAITS_UNKNOWN,
	.last_at = HSCAN_NEVER},
};

static const struct hscan_text labels[] = {TEXT("bug")};

static const struct hscan_waiting waiting = {.version = "0.1.0",
    .generated_at = NOW + 60,
    .as_of = NOW,
    .synced_at = NOW + 30,
    .host = "github.com",
    .repo = {.id = 42, .full_name = TEXT("sample/meadow")},
    .slice = {.labels = labels, .labels_len = 1},
    .items = items,
    .len = 4,
    .maintainers = 1,
    .authors = 2,
    .unread = 1,
    .excluded_bots = 3,
    .unreadable = 1,
    .reason = "not collected: the list was read only in part"};

static void
write_list(const struct hscan_waiting *list, size_t shown, const char *format,
    const struct hscan_look *look, struct hscan_buf *out)
{
	struct hscan_error err = {.status = HSCAN_OK};

	hscan_buf_init(out, MAX_BYTES);
	if (hscan_waiting_write(list, shown, format, look, out, &err) !=
	    HSCAN_OK)
		fail_msg("%s", err.message);
}

static void
compare(const char *name, struct hscan_text got)
{
	char path[4096];
	char *expected;
	size_t len = 0;

	(void)snprintf(path, sizeof(path), "%s/fixtures/waiting/%s",
	    HSCAN_SOURCE_DIR, name);
	if (getenv("HSCAN_UPDATE")) {
		support_write(path, got.ptr, got.len);
		return;
	}
	expected = support_read(path, &len);
	if (len != got.len || memcmp(expected, got.ptr, len) != 0)
		fail_msg(
		    "%s is not as it was:\n%.*s", name, (int)got.len, got.ptr);
	free(expected);
}

static void
it_looks_as_it_should(void **state)
{
	static const struct {
		const char *file, *format;
		struct hscan_look look;
		size_t shown;
	} goldens[] = {
	    {"table-80.txt", "table", {80, false, true, false}, 4},
	    {"table-80-ascii.txt", "table", {80, false, false, false}, 4},
	    {"table-200.txt", "table", {200, false, true, false}, 4},
	    {"shown-2.txt", "table", {80, false, true, false}, 2},
	    {"everyday.json", "json", {0, false, false, false}, 4},
	    {"everyday.csv", "csv", {0, false, false, false}, 4},
	    {"everyday.md", "markdown", {0, false, false, false}, 4},
	    {"everyday.html", "html", {0, false, false, false}, 4},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(goldens) / sizeof(goldens[0]); i++) {
		struct hscan_buf out;

		write_list(&waiting, goldens[i].shown, goldens[i].format,
		    &goldens[i].look, &out);
		compare(goldens[i].file, hscan_buf_text(&out));
		hscan_buf_clear(&out);
	}
}

static void
it_keeps_to_the_screen(void **state)
{
	(void)state;
	for (unsigned columns = 80; columns <= 220; columns += 5) {
		const struct hscan_look look = {columns, false, true, false};
		struct hscan_text rest;
		struct hscan_buf out;

		write_list(&waiting, 4, "table", &look, &out);
		rest = hscan_buf_text(&out);
		while (rest.ptr && rest.len > 0) {
			struct hscan_text line = hscan_text_split(&rest, '\n');

			if (hscan_text_width(line) > columns)
				fail_msg("%u: %.*s", columns, (int)line.len,
				    line.ptr);
		}
		hscan_buf_clear(&out);
	}
}

/* "wait" or "waits", and of whom alone. */
static void
the_counts_are_english(void **state)
{
	static const struct {
		struct hscan_waiting list;
		const char *words;
	} rows[] = {
	    {{.maintainers = 1}, "1 waits for a maintainer, 0 for the author"},
	    {{.maintainers = 2, .authors = 1, .unread = 3},
		"2 wait for a maintainer, 1 for the author, 3 not read"},
	    {{.only = HSCAN_WAITS_AUTHOR, .authors = 1},
		"1 waits for the author"},
	    {{.only = HSCAN_WAITS_MAINTAINER}, "0 wait for a maintainer"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_buf out;

		hscan_buf_init(&out, MAX_BYTES);
		waiting_add_counts(&out, &rows[i].list);
		assert_string_equal(hscan_buf_string(&out), rows[i].words);
		hscan_buf_clear(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(it_looks_as_it_should),
	    cmocka_unit_test(it_keeps_to_the_screen),
	    cmocka_unit_test(the_counts_are_english),
	};

	return cmocka_run_group_tests_name("waiting", tests, NULL, NULL);
}

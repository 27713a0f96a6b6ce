/* SPDX-License-Identifier: MIT */
/* What the first bytes of a line tell: only what is sure is passed over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/archive/filter.h"

#define LINE(type, repo) \
	"{\"id\":\"1\",\"type\":\"" type "\",\"actor\":{\"id\":7,\"login\":" \
	"\"ann\"}," repo "\"payload\":{\"pull_request\":{\"base\":{\"repo\":" \
	"{\"id\":5,\"name\":\"meadow\"}}}},\"public\":true}"
#define ISSUES(repo) LINE("IssuesEvent", repo)

static void
lines_are_told_by_their_first_bytes(void **state)
{
	static const struct hscan_hour_wanted number = {5, "sample/meadow"};
	static const struct hscan_hour_wanted name = {0, "sample/meadow"};
	static const struct {
		const char *line;
		bool any, by_number, by_name;
	} rows[] = {
	    {ISSUES("\"repo\":{\"id\":5,\"name\":\"sample/meadow\"},"), true,
		true, true},
	    {ISSUES("\"repo\":{\"id\":5,\"name\":\"Sample/MEADOW\"},"), true,
		true, true},
	    {ISSUES("\"repo\":{\"id\":5,\"name\":\"old/name\"},"), true, true,
		false},
	    {ISSUES("\"repo\":{\"id\":55,\"name\":\"sample/meadow\"},"), true,
		false, true},
	    {ISSUES("\"repo\":{\"id\":6,\"name\":\"sample/other\"},"), true,
		false, false},
	    {LINE("PushEvent", "\"repo\":{\"id\":5,\"name\":\"s/m\"},"), false,
		false, false},
	    {LINE("Push", ""), false, false, false},
	    /* Written otherwise: read. */
	    {ISSUES("\"repo\": {\"id\":6,\"name\":\"a/b\"},"), true, true,
		true},
	    {ISSUES("\"repo\":{\"name\":\"a/b\",\"id\":6},"), true, true, true},
	    {ISSUES("\"repo\":{\"id\":6e0,\"name\":\"a/b\"},"), true, true,
		true},
	    {ISSUES("\"repo\":{\"id\":\"6\",\"name\":\"a/b\"},"), true, true,
		true},
	    {ISSUES("\"repo\":{\"id\":6,\"name\":\"a\\/b\"},"), true, false,
		true},
	    /* The repository comes after the payload. */
	    {"{\"id\":\"1\",\"type\":\"IssuesEvent\",\"payload\":{\"repo\":"
	     "{\"id\":6,\"name\":\"a/b\"}},\"repo\":{\"id\":5}}",
		true, true, true},
	    {"{\"type\":\"PushEvent\",\"id\":\"1\"}", true, true, true},
	    {"{\"repository\":{},\"type\":\"PushEvent\"}", true, true, true},
	    {"{\"id\":\"1\",\"type\":\"Pu", true, true, true},
	    {"{\"id\":\"1\\\"\",\"type\":\"PushEvent\"}", true, true, true},
	    {"", true, true, true},
	    {"{", true, true, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text line = hscan_text_of(rows[i].line);

		if (hscan_hour_may_tell(line, NULL) != rows[i].any ||
		    hscan_hour_may_tell(line, &number) != rows[i].by_number ||
		    hscan_hour_may_tell(line, &name) != rows[i].by_name)
			fail_msg("%s", rows[i].line);
	}
}

/* However it is cut, nothing behind its end is read. */
static void
cut_lines_are_not_read_over_their_end(void **state)
{
	static const struct hscan_hour_wanted number = {6, "sample/other"};
	struct hscan_text line = hscan_text_of(
	    ISSUES("\"repo\":{\"id\":5,\"name\":\"sample/meadow\"},"));

	(void)state;
	for (size_t len = 0; len <= line.len; len++) {
		struct hscan_buf cut;

		/* Sanitizers see what is read behind it. */
		hscan_buf_init(&cut, 4096);
		(void)hscan_buf_add(&cut, line.ptr, len);
		(void)hscan_hour_may_tell(hscan_buf_text(&cut), &number);
		hscan_buf_clear(&cut);
	}
	assert_false(hscan_hour_may_tell(line, &number));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_are_told_by_their_first_bytes),
	    cmocka_unit_test(cut_lines_are_not_read_over_their_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* What fired and cleared, for a person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/alert_list.h"
#include "support/reports.h"

static void
check(const struct hscan_alert_line *lines, size_t len,
    const struct hscan_look *look, const char *expected)
{
	struct hscan_error err = {.message = ""};
	struct hscan_buf out;

	hscan_buf_init(&out, REPORT_BYTES);
	if (hscan_alert_list_write(lines, len, look, &out, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	assert_string_equal(hscan_buf_string(&out), expected);
	hscan_buf_clear(&out);
}

static struct hscan_alert_line
line(enum hscan_alert_state_word state, const char *repo, const char *scope,
    const char *message)
{
	return (struct hscan_alert_line){AS_OF, state, hscan_text_of(repo),
	    hscan_text_of(scope), hscan_text_of(message)};
}

static void
messages_wrap_below_their_repository(void **state)
{
	const struct hscan_look look = {.columns = 60, .utf8 = true};
	const struct hscan_alert_line lines[] = {
	    line(HSCAN_ALERT_WORD_FIRED, "o/a", "30d",
		"PR merge cycle is at risk: 200 hours (risk is >= 168), n 9"),
	    line(HSCAN_ALERT_WORD_OPEN, "o/b", "month", "one"),
	    line(HSCAN_ALERT_WORD_CLEARED, "o/a", "30d", "two \x1B"),
	    line(HSCAN_ALERT_WORD_OPEN, "o/a", "1d", "three"),
	};

	(void)state;
	check(lines, 4, &look,
	    "o/a, windows of 30 days\n"
	    "2026-08-22  fired    PR merge cycle is at risk: 200 hours\n"
	    "                     (risk is \u2265 168), n 9\n"
	    "2026-08-22  cleared  two \\x1B\n"
	    "\n"
	    "o/b, windows of a month\n"
	    "2026-08-22  open     one\n"
	    "\n"
	    "o/a, windows of 1 day\n"
	    "2026-08-22  open     three\n"
	    "\n"
	    "2 alerts are open.\n");
}

static void
questions_are_in_words(void **state)
{
	static const struct {
		const char *scope, *words;
	} cases[] = {
	    {"3mo", "windows of 3 months"},
	    {"1mo", "windows of 1 month"},
	    {"90s", "windows of 90 seconds"},
	    {"36h", "windows of 36 hours"},
	    {"quarter", "windows of a quarter"},
	    {"30d bots", "windows of 30 days, with bots"},
	    {"30d bots events",
		"windows of 30 days, with bots, history from events"},
	    {"30d label=good bots base=main",
		"windows of 30 days, only label=good bots base=main"},
	    {"30d label=mybots", "windows of 30 days, only label=mybots"},
	    {"30d label=bug events",
		"windows of 30 days, only label=bug, history from events"},
	    {"0d", "windows of a 0d"},
	};
	const struct hscan_look look = {.columns = 100};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct hscan_alert_line one =
		    line(HSCAN_ALERT_WORD_CLEARED, "o/a", cases[i].scope, "m");
		struct hscan_buf expected;

		hscan_buf_init(&expected, 1000);
		(void)hscan_buf_add_format(&expected,
		    "o/a, %s\n2026-08-22  cleared  m\n\nNo alert is open.\n",
		    cases[i].words);
		check(&one, 1, &look, hscan_buf_string(&expected));
		hscan_buf_clear(&expected);
	}
}

static void
nothing_is_said_too(void **state)
{
	const struct hscan_look look = {.columns = 80};
	const struct hscan_alert_line one =
	    line(HSCAN_ALERT_WORD_OPEN, "o/a", "30d", "m");

	(void)state;
	check(NULL, 0, &look, "No alert is open.\n");
	check(&one, 1, &look,
	    "o/a, windows of 30 days\n2026-08-22  open     m\n\n1 alert is "
	    "open.\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(messages_wrap_below_their_repository),
	    cmocka_unit_test(questions_are_in_words),
	    cmocka_unit_test(nothing_is_said_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

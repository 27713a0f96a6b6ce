/* SPDX-License-Identifier: MIT */
/* Messages that are too long, and messages made from themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <healthscan/status.h>

#include "base/safe.h"
#include "base/text.h"

#define MAX (HSCAN_ERROR_SIZE - 1)

static struct hscan_error err;

static int
set_up(void **state)
{
	(void)state;
	memset(&err, 0x7F, sizeof(err)); /* no NUL to rely on */
	return 0;
}

static void
assert_utf8(const char *message)
{
	struct hscan_text rest = hscan_text_of(message);

	while (rest.len > 0)
		assert_true(hscan_utf8_next(&rest) >= 0);
}

static void
a_failure_is_one_line(void **state)
{
	(void)state;
	assert_int_equal(hscan_fail(&err, HSCAN_EPARSE, "line %d: %s", 3, "no"),
	    HSCAN_EPARSE);
	assert_int_equal(err.status, HSCAN_EPARSE);
	assert_string_equal(err.message, "line 3: no");
	hscan_error_prefix(&err, "%s: ", "file");
	assert_string_equal(err.message, "file: line 3: no");
	assert_int_equal(err.status, HSCAN_EPARSE);
	assert_int_equal(hscan_no_memory(&err), HSCAN_ENOMEM);
	assert_int_equal(err.status, HSCAN_ENOMEM);
	assert_string_equal(err.message, "out of memory");
}

static void
nobody_has_to_listen(void **state)
{
	(void)state;
	assert_int_equal(hscan_fail(NULL, HSCAN_ENET, "%s", "x"), HSCAN_ENET);
	assert_int_equal(hscan_no_memory(NULL), HSCAN_ENOMEM);
	hscan_error_prefix(NULL, "%s", "x");
}

static void
empty_messages_are_empty(void **state)
{
	(void)state;
	(void)hscan_fail(&err, HSCAN_EIO, "%s", "");
	assert_string_equal(err.message, "");
	hscan_error_prefix(&err, "%s", "");
	assert_string_equal(err.message, "");
	hscan_error_prefix(&err, "a");
	assert_string_equal(err.message, "a");
	hscan_error_prefix(&err, "%s", "");
	assert_string_equal(err.message, "a");
}

static void
a_message_may_hold_the_one_before(void **state)
{
	(void)state;
	(void)hscan_fail(&err, HSCAN_ENET, "refused");
	(void)hscan_fail(&err, HSCAN_EIO, "%s, and again %s: %s", err.message,
	    err.message, err.message + 2);
	assert_string_equal(err.message, "refused, and again refused: fused");
	hscan_error_prefix(&err, "<%.7s> ", err.message);
	assert_string_equal(
	    err.message, "<refused> refused, and again refused: fused");
	for (int i = 0; i < 8; i++)
		hscan_error_prefix(&err, "%s", err.message);
	assert_int_equal(strlen(err.message), MAX);
	assert_int_equal(strncmp(err.message, "<refused> refused", 17), 0);
}

/* For every place at which a character can be cut, and every length of it. */
static void
long_messages_are_cut_at_a_character(void **state)
{
	static const char *const characters[] = {
	    "x", "\xC3\xBC", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		for (size_t before = MAX - 8; before <= MAX + 2; before++) {
			char text[HSCAN_ERROR_SIZE + 64];
			size_t width = strlen(characters[i]);
			size_t len = before;

			memset(text, 'a', before);
			while (len + width < sizeof(text)) {
				memcpy(text + len, characters[i], width);
				len += width;
			}
			text[len] = '\0';
			(void)hscan_fail(&err, HSCAN_EIO, "%s", text);
			len = strlen(err.message);
			assert_true(len <= MAX && len + 4 >= MAX);
			assert_memory_equal(err.message, text, len);
			assert_utf8(err.message);
		}
	}
}

static void
prefixes_cut_at_a_character(void **state)
{
	(void)state;
	for (size_t before = MAX - 10; before <= MAX + 4; before++) {
		char prefix[HSCAN_ERROR_SIZE + 16];
		size_t len;

		memset(prefix, 'p', before);
		prefix[before] = '\0';
		(void)hscan_fail(
		    &err, HSCAN_EIO, "\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC");
		hscan_error_prefix(&err, "%s", prefix);
		len = strlen(err.message);
		assert_true(len <= MAX);
		assert_true(len + 4 >= (before + 9 < MAX ? before + 9 : MAX));
		assert_memory_equal(
		    err.message, prefix, before < len ? before : len);
		assert_utf8(err.message);
		assert_int_equal(err.status, HSCAN_EIO);
	}
}

/* One that just fits is not cut, whatever it ends in. */
static void
what_fits_is_whole(void **state)
{
	char text[HSCAN_ERROR_SIZE];

	(void)state;
	memset(text, 'a', MAX);
	memcpy(text + MAX - 4, "\xF0\x9F\x98\x80", 5);
	(void)hscan_fail(&err, HSCAN_EIO, "%s", text);
	assert_string_equal(err.message, text);
	hscan_error_prefix(&err, "%s", "");
	assert_string_equal(err.message, text);
	(void)hscan_fail(&err, HSCAN_EIO, "%s", text + 10);
	hscan_error_prefix(&err, "%.10s", text);
	assert_string_equal(err.message, text);
}

static void
every_status_has_a_name(void **state)
{
	(void)state;
	for (int i = HSCAN_OK; i <= HSCAN_ECLOSED; i++) {
		const char *name = hscan_status_name((enum hscan_status)i);

		assert_non_null(name);
		assert_string_not_equal(name, "unknown");
		for (int j = HSCAN_OK; j < i; j++)
			assert_string_not_equal(
			    name, hscan_status_name((enum hscan_status)j));
	}
	assert_string_equal(hscan_status_name(HSCAN_OK), "ok");
	assert_string_equal(hscan_status_name(HSCAN_ENET), "network");
	assert_string_equal(
	    hscan_status_name((enum hscan_status)(HSCAN_ECLOSED + 1)),
	    "unknown");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(a_failure_is_one_line, set_up),
	    cmocka_unit_test_setup(nobody_has_to_listen, set_up),
	    cmocka_unit_test_setup(empty_messages_are_empty, set_up),
	    cmocka_unit_test_setup(a_message_may_hold_the_one_before, set_up),
	    cmocka_unit_test_setup(
		long_messages_are_cut_at_a_character, set_up),
	    cmocka_unit_test_setup(prefixes_cut_at_a_character, set_up),
	    cmocka_unit_test_setup(what_fits_is_whole, set_up),
	    cmocka_unit_test_setup(every_status_has_a_name, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Which tool has written a file, by its first object. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/backup/kind.h"

static void
kinds_are_told_apart(void **state)
{
	static const struct {
		const char *object;
		enum hscan_backup_kind kind;
	} rows[] = {
	    {"{}", HSCAN_BACKUP_REST},
	    {"{\"number\":1,\"state\":\"open\"}", HSCAN_BACKUP_REST},
	    {"{\"headers\":{},\"body\":\"\"}", HSCAN_BACKUP_WEBHOOK},
	    {"{\"number\":1,\"comment_data\":[]}", HSCAN_BACKUP_GITHUB},
	    {"{\"number\":1,\"base\":{},\"review_data\":[]}",
		HSCAN_BACKUP_GITHUB},
	    {"{\"type\":\"issue\",\"issue\":{},\"events\":[]}",
		HSCAN_BACKUP_METADATA},
	    {"{\"events\":[],\"pull\":{\"createdAt\":\"x\"},\"type\":\"pull\"}",
		HSCAN_BACKUP_METADATA},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum hscan_backup_kind kind = HSCAN_BACKUP_REST;

		assert_int_equal(
		    hscan_backup_kind_of(
			hscan_text_of(rows[i].object), &kind, NULL),
		    HSCAN_OK);
		assert_int_equal(kind, rows[i].kind);
	}
}

static void
kinds_that_are_not_read_say_what_to_do(void **state)
{
	static const struct {
		const char *object, *name;
	} rows[] = {
	    {"{\"createdAt\":\"x\",\"number\":1}", "gh with --json"},
	    {"{\"state\":\"MERGED\"}", "gh with --json"},
	    {"{\"magic\":\"x\",\"issues\":[]}", "i-d-template"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum hscan_backup_kind kind;
		struct hscan_error err = {.status = HSCAN_OK};

		assert_int_equal(
		    hscan_backup_kind_of(
			hscan_text_of(rows[i].object), &kind, &err),
		    HSCAN_EREFUSED);
		assert_non_null(strstr(err.message, rows[i].name));
	}
}

static void
what_is_no_json(void **state)
{
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_backup_kind kind;

	(void)state;
	assert_int_equal(hscan_backup_kind_of(hscan_text_of("{"), &kind, &err),
	    HSCAN_EPARSE);
	assert_int_equal(
	    hscan_backup_no_json(hscan_text_of("1,2,\\N\n3"), &err),
	    HSCAN_EREFUSED);
	assert_non_null(strstr(err.message, "GHTorrent"));
	assert_int_equal(
	    hscan_backup_no_json(hscan_text_of("\x1F\x8B\x08x"), &err),
	    HSCAN_EREFUSED);
	assert_non_null(strstr(err.message, "zcat"));
	assert_non_null(strstr(err.message, "import gharchive"));
	assert_int_equal(
	    hscan_backup_no_json(hscan_text_of("words"), &err), HSCAN_EPARSE);
	/* Commas alone make no table. */
	assert_int_equal(hscan_backup_no_json(hscan_text_of("\x01,2\n"), &err),
	    HSCAN_EPARSE);
	assert_int_equal(hscan_backup_no_json(hscan_text_of("\xFF,2\n"), &err),
	    HSCAN_EPARSE);
	assert_int_equal(
	    hscan_backup_no_json(hscan_text_of("\xC3\xA4\t,2\r\n"), &err),
	    HSCAN_EREFUSED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(kinds_are_told_apart),
	    cmocka_unit_test(kinds_that_are_not_read_say_what_to_do),
	    cmocka_unit_test(what_is_no_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

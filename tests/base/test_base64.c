/* SPDX-License-Identifier: MIT */
/* Base64: the examples of RFC 4648, every byte there and back, and the forms
 * that are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/base64.h"
#include "base/text.h"

static void
rfc_4648(void **state)
{
	static const char *const pairs[][2] = {
	    {"", ""},
	    {"f", "Zg=="},
	    {"fo", "Zm8="},
	    {"foo", "Zm9v"},
	    {"foob", "Zm9vYg=="},
	    {"fooba", "Zm9vYmE="},
	    {"foobar", "Zm9vYmFy"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		struct hscan_buf there, back;

		hscan_buf_init(&there, 100);
		hscan_buf_init(&back, 100);
		hscan_base64_encode(hscan_text_of(pairs[i][0]), &there);
		assert_string_equal(hscan_buf_string(&there), pairs[i][1]);
		assert_int_equal(
		    hscan_base64_decode(hscan_buf_text(&there), &back), true);
		assert_string_equal(hscan_buf_string(&back), pairs[i][0]);
		hscan_buf_clear(&there);
		hscan_buf_clear(&back);
	}
}

static void
every_byte(void **state)
{
	struct hscan_buf there, back;
	char bytes[256];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)i;
	hscan_buf_init(&there, 1000);
	hscan_buf_init(&back, 1000);
	hscan_base64_encode((struct hscan_text){bytes, sizeof(bytes)}, &there);
	assert_int_equal(
	    hscan_base64_decode(hscan_buf_text(&there), &back), true);
	assert_int_equal(back.len, sizeof(bytes));
	assert_memory_equal(back.ptr, bytes, sizeof(bytes));
	hscan_buf_clear(&there);
	hscan_buf_clear(&back);
}

static void
refused(void **state)
{
	static const char *const texts[] = {
	    "Zg",
	    "Zg=",
	    "Zg==\n",
	    " Zg==",
	    "Zg==Zg==",
	    "Zh==", /* bits that nothing stands for */
	    "Zm9=",
	    "=Zg=",
	    "====",
	    "Z===",
	    "Zm9-",
	    "Zm9_",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct hscan_buf out;

		hscan_buf_init(&out, 100);
		assert_int_equal(
		    hscan_base64_decode(hscan_text_of(texts[i]), &out), false);
		hscan_buf_clear(&out);
	}
}

/* The buffer may take no more: it says so. */
static void
too_much(void **state)
{
	struct hscan_buf out;

	(void)state;
	hscan_buf_init(&out, 2);
	assert_int_equal(
	    hscan_base64_decode(hscan_text_of("Zm9vYmFy"), &out), false);
	assert_int_not_equal(out.failed, HSCAN_OK);
	hscan_buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rfc_4648),
	    cmocka_unit_test(every_byte),
	    cmocka_unit_test(refused),
	    cmocka_unit_test(too_much),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* HMAC-SHA256 against the cases of RFC 4231 and GitHub's own example, and what
 * a signature may look like. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/webhook/signature.h"

#define SECRET "It's a Secret to Everybody"
#define BODY   "Hello, World!"
#define CODE \
	"757107ea0eb2509fc211221cce984b8a" \
	"37570b6d7586c22c46f4379c8b043e17"

/* `len` times the same byte. */
static struct hscan_text
many(char *room, char byte, size_t len)
{
	memset(room, byte, len);
	return (struct hscan_text){room, len};
}

static void
rfc_4231(void **state)
{
	char keys[4][131], data[2][50];
	char counted[25];
	const struct {
		struct hscan_text key, data;
		const char *code;
	} cases[] = {
	    {many(keys[0], 0x0b, 20), hscan_text_of("Hi There"),
		"b0344c61d8db38535ca8afceaf0bf12b"
		"881dc200c9833da726e9376c2e32cff7"},
	    {hscan_text_of("Jefe"),
		hscan_text_of("what do ya want for nothing?"),
		"5bdcc146bf60754e6a042426089575c7"
		"5a003f089d2739839dec58b964ec3843"},
	    {many(keys[1], (char)0xaa, 20), many(data[0], (char)0xdd, 50),
		"773ea91e36800e46854db8ebd09181a7"
		"2959098b3ef8c122d9635514ced565fe"},
	    {{counted, sizeof(counted)}, many(data[1], (char)0xcd, 50),
		"82558a389a443c0ea4cc819899f2083a"
		"85f0faa3e578f8077a2e3ff46729665b"},
	    {many(keys[2], (char)0xaa, 131),
		hscan_text_of(
		    "Test Using Larger Than Block-Size Key - Hash Key First"),
		"60e431591ee0b67f0d8a26aacbf5b77f"
		"8e0bc6213728c5140546040f0ee37f54"},
	    {many(keys[3], (char)0xaa, 131),
		hscan_text_of(
		    "This is a test using a larger than block-size "
		    "key and a larger than block-size data. The key "
		    "needs to be hashed before being used by the HMAC "
		    "algorithm."),
		"9b09ffa71b942fcb27635fbcd5b0e944"
		"bfdc63644f0713938a7f51535c3a35e2"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(counted); i++)
		counted[i] = (char)(i + 1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		unsigned char code[HSCAN_SHA256_SIZE];
		char hex[2 * HSCAN_SHA256_SIZE + 1];

		hscan_hmac_sha256(cases[i].key, cases[i].data, code);
		for (size_t j = 0; j < sizeof(code); j++)
			(void)snprintf(hex + 2 * j, 3, "%02x", code[j]);
		assert_string_equal(hex, cases[i].code);
	}
}

static bool
is_right(const char *header, const char *secret, const char *body)
{
	return hscan_signature_is_right(
	    hscan_text_of(header), hscan_text_of(secret), hscan_text_of(body));
}

static void
the_right_one(void **state)
{
	(void)state;
	assert_int_equal(is_right("sha256=" CODE, SECRET, BODY), true);
}

static void
no_other(void **state)
{
	static const char *const headers[] = {
	    NULL,
	    "",
	    "sha256=",
	    CODE,
	    "sha256:" CODE,
	    "sha1=" CODE,
	    "SHA256=" CODE,
	    " sha256=" CODE,
	    "sha256= " CODE,
	    "sha256=" CODE " ",
	    "sha256=" CODE "0",
	    "sha256=" CODE "," CODE,
	    "sha256=757107ea0eb2509fc211221cce984b8a"
	    "37570b6d7586c22c46f4379c8b043e1",
	    "sha256=757107ea0eb2509fc211221cce984b8a"
	    "37570b6d7586c22c46f4379c8b043e16",
	    "sha256=857107ea0eb2509fc211221cce984b8a"
	    "37570b6d7586c22c46f4379c8b043e17",
	    "sha256=757107ea0eb2509fc211221cce984b8a"
	    "37570b6d7586c22c46f4379c8b043e1g",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++)
		assert_int_equal(is_right(headers[i], SECRET, BODY), false);
	assert_int_equal(is_right("sha256=" CODE, SECRET, BODY "!"), false);
	assert_int_equal(is_right("sha256=" CODE, "a secret", BODY), false);
}

/* Without a secret anybody could sign. */
static void
an_empty_secret(void **state)
{
	/* printf 'Hello, World!' | openssl dgst -sha256 -hmac '' */
	(void)state;
	assert_int_equal(is_right("sha256=2bbcfa9524f3218c7a34b30e6936f8b1"
				  "a4516cb097f1a85a1c7d98b5977ec769",
			     "", BODY),
	    false);
	assert_int_equal(is_right("sha256=" CODE, NULL, BODY), false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rfc_4231),
	    cmocka_unit_test(the_right_one),
	    cmocka_unit_test(no_other),
	    cmocka_unit_test(an_empty_secret),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

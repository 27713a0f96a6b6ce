/* SPDX-License-Identifier: MIT */
/* SHA-256 against the examples that NIST publishes, and the lengths around
 * the edge of a block, worked out with sha256sum(1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/sha256.h"
#include "base/text.h"

static void
expect(struct hscan_text text, const char *hex)
{
	unsigned char digest[HSCAN_SHA256_SIZE];
	char got[2 * HSCAN_SHA256_SIZE + 1];

	hscan_sha256(text, digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		(void)snprintf(got + 2 * i, 3, "%02x", digest[i]);
	assert_string_equal(got, hex);
}

static void
published_examples(void **state)
{
	(void)state;
	expect(hscan_text_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b"
				  "934ca495991b7852b855");
	expect((struct hscan_text){NULL, 0},
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	expect(hscan_text_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a3"
				     "96177a9cb410ff61f20015ad");
	expect(hscan_text_of(
		   "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void
a_million_times_a(void **state)
{
	size_t len = 1000000;
	char *text = malloc(len);

	(void)state;
	assert_non_null(text);
	memset(text, 'a', len);
	expect((struct hscan_text){text, len},
	    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
	free(text);
}

static void
around_the_edge_of_a_block(void **state)
{
	static const struct {
		size_t len;
		const char *hex;
	} rows[] = {
	    {55, "d5e285683cd4efc02d021a5c62014694958901005d6f71e89e0989fac77e4"
		 "072"},
	    {56, "04c26261370ee7541549d16dee320c723e3fd14671e66a099afe0a377c168"
		 "88e"},
	    {57, "ae14a2563ccf969d99aca69ce6bb74981f734bbf9f655f73b8f06db68cab5"
		 "217"},
	    {63, "75220b47218278e656f2013bb8f0c455a25eaf01e86c64924e9d48d89776d"
		 "6f2"},
	    {64, "7ce100971f64e7001e8fe5a51973ecdfe1ced42befe7ee8d5fd6219506b53"
		 "93c"},
	    {65, "9537c5fdf120482f7d58d25e9ed583f52c02b4e304ea814db1633ad565aed"
		 "7e9"},
	    {119, "000b48d4edf0fa7bee3c6236ecd2785baa5db4eeb8bb54341b029e0d9fa5"
		  "fb0c"},
	    {120, "13f05a0b594787f5ecd315edc96141bd3243203d1b7d4f0836f37308b276"
		  "ba98"},
	    {128, "24da1b81d0b16df6428eee73c69fcb2a93c76bc6df706f0c6670fe6bfe80"
		  "0464"},
	};
	char text[128];

	(void)state;
	memset(text, 'x', sizeof(text));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect((struct hscan_text){text, rows[i].len}, rows[i].hex);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(published_examples),
	    cmocka_unit_test(a_million_times_a),
	    cmocka_unit_test(around_the_edge_of_a_block),
	};

	return cmocka_run_group_tests_name("base/sha256", tests, NULL, NULL);
}

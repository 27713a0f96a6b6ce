/* SPDX-License-Identifier: MIT */
/* SHA-1 against the examples that NIST publishes, and the lengths around the
 * edge of a block, worked out with sha1sum(1). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/sha1.h"
#include "base/text.h"

static void
expect(struct hscan_text text, const char *hex)
{
	unsigned char digest[HSCAN_SHA1_SIZE];
	char got[2 * HSCAN_SHA1_SIZE + 1];

	hscan_sha1(text, digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		(void)snprintf(got + 2 * i, 3, "%02x", digest[i]);
	assert_string_equal(got, hex);
}

static void
published_examples(void **state)
{
	(void)state;
	expect(hscan_text_of(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
	expect((struct hscan_text){NULL, 0},
	    "da39a3ee5e6b4b0d3255bfef95601890afd80709");
	expect(
	    hscan_text_of("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
	expect(hscan_text_of(
		   "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
	    "84983e441c3bd26ebaae4aa1f95129e5e54670f1");
}

static void
many_times_a(void **state)
{
	static const struct {
		size_t len;
		const char *hex;
	} cases[] = {
	    {1, "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"},
	    {55, "c1c8bbdc22796e28c0e15163d20899b65621d65a"},
	    {56, "c2db330f6083854c99d4b5bfb6e8f29f201be699"},
	    {63, "03f09f5b158a7a8cdad920bddc29b81c18a551f5"},
	    {64, "0098ba824b5c16427bd7a1122a5a442a25ec644d"},
	    {65, "11655326c708d70319be2610e8a57d9a5b959d3b"},
	    {119, "ee971065aaa017e0632a8ca6c77bb3bf8b1dfc56"},
	    {120, "f34c1488385346a55709ba056ddd08280dd4c6d6"},
	    {128, "ad5b3fdbcb526778c2839d2f151ea753995e26a0"},
	    {1000000, "34aa973cd4c4daa4f61eeb2bdbad27316534016f"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = malloc(cases[i].len);

		assert_non_null(text);
		memset(text, 'a', cases[i].len);
		expect((struct hscan_text){text, cases[i].len}, cases[i].hex);
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(published_examples),
	    cmocka_unit_test(many_times_a),
	};

	return cmocka_run_group_tests_name("sha1", tests, NULL, NULL);
}

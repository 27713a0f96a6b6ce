/* SPDX-License-Identifier: MIT */
/* The keys of repositories: they stand on servers, so they never change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "clickhouse/key.h"

static void
keys_are_what_they_were(void **state)
{
	/* printf 'github.com\0001' | sha256sum: the first 16 digits without
	 * the first bit. */
	static const struct {
		const char *host;
		int64_t forge_id, key;
	} cases[] = {
	    {"github.com", 1, INT64_C(8779823383229106591)},
	    {"GitHub.COM", 1, INT64_C(8779823383229106591)},
	    {"github.com", 272693838, INT64_C(7179113824115991182)},
	    {"local", -5, INT64_C(2201207786054473677)},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    hscan_clickhouse_key(
			hscan_text_of(cases[i].host), cases[i].forge_id),
		    cases[i].key);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keys_are_what_they_were),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

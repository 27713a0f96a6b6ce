/* SPDX-License-Identifier: MIT */
/* Tokens in memory: where they are is known, and nothing stays behind. How
 * they take turns is in test_client.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "http/credential.h"
#include "support/freed.h"
#include "support/support.h"

#define SECRET "ghp_s3cret0123456789"

static void
nothing_of_a_token_stays_behind(void **state)
{
	struct credentials credentials;
	struct hscan_error err;

	(void)state;
	freed_watch(SECRET);
	assert_int_equal(credentials_read("# two\n" SECRET "\n" SECRET "2\n",
			     &credentials, &err),
	    HSCAN_OK);
	assert_int_equal(credentials.len, 2);
	assert_string_equal(
	    credentials.at[0].line, "Authorization: Bearer " SECRET);
	assert_int_equal(credentials.at[0].place, 2);
	assert_int_equal(credentials.at[1].place, 3);
	credentials_clear(&credentials);
	/* The two lines, and what their digests are made of. */
	assert_within(freed_blocks, 5, 20);
	assert_int_equal(freed_with_secret, 0);
	freed_watch(NULL);
}

/* Not of those before one that cannot be sent, either. */
static void
nor_of_one_that_is_refused(void **state)
{
	struct credentials credentials;
	struct hscan_error err;

	(void)state;
	freed_watch(SECRET);
	assert_int_equal(credentials_read(SECRET "\n" SECRET " and more\n",
			     &credentials, &err),
	    HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "line 2"));
	assert_null(strstr(err.message, SECRET));
	assert_within(freed_blocks, 2, 20);
	assert_int_equal(freed_with_secret, 0);
	freed_watch(NULL);
}

/* The id is stored: there must be no way back from it. */
static void
an_id_is_of_one_token(void **state)
{
	static const char *const tokens[] = {"a", "b", "aa", "ghp_x"};
	char ids[4][CREDENTIAL_ID_SIZE];
	struct credentials credentials;
	struct hscan_error err;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(
		    credentials_read(tokens[i], &credentials, &err), HSCAN_OK);
		memcpy(ids[i], credentials.at[0].id, sizeof(ids[i]));
		credentials_clear(&credentials);
		assert_int_equal(strlen(ids[i]), CREDENTIAL_ID_SIZE - 1);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(ids[i], ids[j]);
	}
	assert_int_equal(credentials_read(NULL, &credentials, &err), HSCAN_OK);
	assert_string_equal(credentials.at[0].id, "");
	credentials_clear(&credentials);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_of_a_token_stays_behind),
	    cmocka_unit_test(nor_of_one_that_is_refused),
	    cmocka_unit_test(an_id_is_of_one_token),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

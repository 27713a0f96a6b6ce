/* SPDX-License-Identifier: MIT */
/* Numbers of our own for what has none, and which rows can be one repository.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/text.h"
#include "model/login_id.h"
#include "model/stand_in.h"

static int64_t
of(const char *host, const char *owner, const char *name)
{
	struct hscan_repo_name repo = {.host = ""};

	(void)snprintf(repo.host, sizeof(repo.host), "%s", host);
	(void)snprintf(repo.owner, sizeof(repo.owner), "%s", owner);
	(void)snprintf(repo.name, sizeof(repo.name), "%s", name);
	return hscan_repo_stand_in(&repo);
}

static void
a_name_is_a_number(void **state)
{
	int64_t number = of("github.com", "o", "n");

	(void)state;
	assert_true(hscan_repo_is_stand_in(number));
	assert_int_equal(of("github.com", "O", "N"), number);
	assert_true(of("ghe.example.com", "o", "n") != number);
	assert_true(of("github.com", "o", "m") != number);
	/* As stored; it never changes. */
	assert_int_equal(
	    number, hscan_login_id("github.com", hscan_text_of("o/n")));
}

static void
no_forge_and_no_clone_has_it(void **state)
{
	(void)state;
	assert_false(hscan_repo_is_stand_in(1));
	assert_false(hscan_repo_is_stand_in(INT64_MAX));
	/* Those of clones. */
	assert_false(hscan_repo_is_stand_in(-1));
	assert_false(hscan_repo_is_stand_in(-(INT64_C(1) << 52)));
}

static void
when_it_was_made_tells_it_from_others(void **state)
{
	struct hscan_repo a = {.created_at = 1000}, b = {.created_at = 1000};

	(void)state;
	assert_true(hscan_repo_may_be_one(&a, &b, false));
	b.created_at = 1060;
	assert_true(hscan_repo_may_be_one(&a, &b, false));
	b.created_at = 1061;
	assert_false(hscan_repo_may_be_one(&a, &b, true));
	assert_false(hscan_repo_may_be_one(&b, &a, true));
	/* Where that is not known, nobody but who names it can say. */
	b.unknown = HSCAN_REPO_CREATED;
	assert_true(hscan_repo_may_be_one(&a, &b, true));
	assert_true(hscan_repo_may_be_one(&b, &a, true));
	assert_false(hscan_repo_may_be_one(&a, &b, false));
	b.unknown = HSCAN_REPO_FORK;
	assert_false(hscan_repo_may_be_one(&a, &b, true));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_name_is_a_number),
	    cmocka_unit_test(no_forge_and_no_clone_has_it),
	    cmocka_unit_test(when_it_was_made_tells_it_from_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

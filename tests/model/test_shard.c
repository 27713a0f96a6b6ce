/* SPDX-License-Identifier: MIT */
/* Which of several collectors reads a repository. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "model/shard.h"

static struct hscan_repo_name
named(const char *host, const char *owner, const char *name)
{
	struct hscan_repo_name repo = {.host = ""};

	(void)snprintf(repo.host, sizeof(repo.host), "%s", host);
	(void)snprintf(repo.owner, sizeof(repo.owner), "%s", owner);
	(void)snprintf(repo.name, sizeof(repo.name), "%s", name);
	return repo;
}

static struct hscan_repo_name
numbered(int i)
{
	char name[32];

	(void)snprintf(name, sizeof(name), "repo%d", i);
	return named("github.com", "sample", name);
}

/* Collectors of two versions work on one list: these never change. They are
 * what tests/support/shares.py says, which shares no code with this. */
static void
a_share_is_for_ever(void **state)
{
	static const int of_4[] = {2, 4, 1, 1, 3, 4, 4, 2};
	static const int of_7[] = {2, 4, 5, 5, 5, 6, 4, 6};

	(void)state;
	for (int i = 0; i < 8; i++) {
		const struct hscan_repo_name repo = numbered(i);

		assert_int_equal(hscan_shard_of(&repo, 4), of_4[i]);
		assert_int_equal(hscan_shard_of(&repo, 7), of_7[i]);
		assert_int_equal(hscan_shard_of(&repo, 1), 1);
	}
}

static void
letters_do_not_matter_and_hosts_do(void **state)
{
	const struct hscan_repo_name small = named("ghe.example.com", "o", "n");
	const struct hscan_repo_name large = named("GHE.example.com", "O", "N");
	int others = 0;

	(void)state;
	assert_int_equal(
	    hscan_shard_of(&small, 1000), hscan_shard_of(&large, 1000));
	for (int i = 0; i < 50; i++) {
		const struct hscan_repo_name here = numbered(i);
		struct hscan_repo_name there = here;

		(void)strcpy(there.host, "ghe.example.com");
		others +=
		    hscan_shard_of(&here, 1000) != hscan_shard_of(&there, 1000);
	}
	assert_true(others > 40);
}

/* Of 4000 in 4 shares each has a thousand, give or take five times the standard
 * deviation, 27. */
static void
shares_are_alike(void **state)
{
	int count[5] = {0};

	(void)state;
	for (int i = 0; i < 4000; i++) {
		const struct hscan_repo_name repo = numbered(i);

		count[hscan_shard_of(&repo, 4)]++;
	}
	assert_int_equal(count[0], 0);
	for (int i = 1; i <= 4; i++)
		assert_true(count[i] > 1000 - 137 && count[i] < 1000 + 137);
}

/* With one collector more, what moves moves to the new one: about a fifth. */
static void
one_more_takes_its_own_share_alone(void **state)
{
	int moved = 0;

	(void)state;
	for (int i = 0; i < 4000; i++) {
		const struct hscan_repo_name repo = numbered(i);
		int64_t before = hscan_shard_of(&repo, 4);
		int64_t after = hscan_shard_of(&repo, 5);

		if (after == before)
			continue;
		assert_int_equal(after, 5);
		moved++;
	}
	assert_true(moved > 800 - 127 && moved < 800 + 127);
}

static void
each_is_in_one_share(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++) {
		const struct hscan_repo_name repo = numbered(i);
		int having = 0;

		for (int64_t s = 1; s <= 3; s++) {
			const struct hscan_shard shard = {s, 3};

			having += hscan_shard_has(&shard, &repo);
		}
		assert_int_equal(having, 1);
	}
}

static void
what_is_no_share(void **state)
{
	static const char *const words[] = {"", "/", "1", "1/", "/1", "0/4",
	    "5/4", "1/0", "-1/4", "1/4/4", "1/ 4", "a/b", "1/10001",
	    "1/99999999999999999999"};
	struct hscan_shard shard = {9, 9};
	struct hscan_error err;

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		assert_int_equal(
		    hscan_shard_parse(hscan_text_of(words[i]), &shard, &err),
		    HSCAN_EINVAL);
		assert_non_null(strstr(err.message, "1/N"));
		assert_int_equal(shard.of, 9);
	}
	assert_int_equal(
	    hscan_shard_parse(hscan_text_of("10000/10000"), &shard, &err),
	    HSCAN_OK);
	assert_int_equal(shard.index, 10000);
	assert_int_equal(shard.of, 10000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_share_is_for_ever),
	    cmocka_unit_test(letters_do_not_matter_and_hosts_do),
	    cmocka_unit_test(shares_are_alike),
	    cmocka_unit_test(one_more_takes_its_own_share_alone),
	    cmocka_unit_test(each_is_in_one_share),
	    cmocka_unit_test(what_is_no_share),
	};

	return cmocka_run_group_tests_name("shard", tests, NULL, NULL);
}

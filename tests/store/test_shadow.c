/* SPDX-License-Identifier: MIT */
/* A store of little: what it holds is read as from any other, what it does not
 * hold is asked for elsewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "store/shadow.h"

struct elsewhere {
	struct hscan_shadowed of;
	int64_t repo_id, from;
	char stream[20];
};

static enum hscan_status
count(void *payload, int64_t repo_id, const char *stream, int64_t *out,
    struct hscan_error *err)
{
	struct elsewhere *elsewhere = payload;

	(void)err;
	elsewhere->repo_id = repo_id;
	(void)snprintf(
	    elsewhere->stream, sizeof(elsewhere->stream), "%s", stream);
	*out = 7;
	return HSCAN_OK;
}

static enum hscan_status
count_items(void *payload, int64_t repo_id, int64_t from, int64_t *out,
    struct hscan_error *err)
{
	struct elsewhere *elsewhere = payload;

	if (repo_id == 0)
		return hscan_fail(err, HSCAN_ENET, "it does not answer");
	elsewhere->from = from;
	*out = 3;
	return HSCAN_OK;
}

static int
setup(void **state)
{
	static struct elsewhere elsewhere;
	struct hscan_store *store = NULL;
	struct hscan_error err;

	elsewhere = (struct elsewhere){
	    .of = {.count = count,
		.count_items = count_items,
		.payload = &elsewhere},
	};
	assert_int_equal(
	    hscan_store_open_shadow(&elsewhere.of, &store, &err), HSCAN_OK);
	*state = store;
	return 0;
}

static int
teardown(void **state)
{
	hscan_store_close(*state);
	return 0;
}

static enum hscan_status
put(struct hscan_store *store, const char *part, const char *row)
{
	struct hscan_error err;

	return hscan_store_put_shadow(
	    store, hscan_text_of(part), 77, hscan_text_of(row), &err);
}

static const char repo[] =
    "[1,\"github.com\",5,\"a/b\",\"main\",100,null,1,0,0,0,200,1,null]";

static size_t
columns(const char *row)
{
	size_t count = 1;

	for (; *row; row++)
		count += *row == ',';
	return count;
}

static void
a_repository_is_found_by_the_key(void **state)
{
	struct hscan_stored_repo found = {0};
	struct hscan_repo_name name = {"github.com", "a", "b"};
	struct hscan_error err;

	assert_int_equal(columns(repo), 14);
	assert_int_equal(put(*state, "repo", repo), HSCAN_OK);
	assert_int_equal(
	    hscan_store_find_repo(*state, &name, &found, &err), HSCAN_OK);
	assert_int_equal(found.repo_id, 77);
	assert_int_equal(found.repo.created_at, 100);
	hscan_stored_repo_clear(&found);
}

static void
blobs_come_in_hexadecimal(void **state)
{
	struct hscan_stored_head head;
	struct hscan_error err;

	assert_int_equal(put(*state, "repo", repo), HSCAN_OK);
	assert_int_equal(
	    put(*state, "git_head",
		"[1,\"0102030405060708090a0b0c0d0e0f1011121314\","
		"\"refs/heads/main\",\"docs\","
		"\"0000000000000000000000000000000000000000\",50,\"main\","
		"null,0]"),
	    HSCAN_OK);
	assert_int_equal(
	    hscan_store_get_head(*state, 77, &head, &err), HSCAN_OK);
	assert_true(head.walked);
	assert_int_equal(head.sha[19], 0x14);
	hscan_stored_head_clear(&head);
}

static void
what_is_no_row_of_it_is_refused(void **state)
{
	static const char *const rows[] = {"", "no", "[1,2]", "{\"a\":1}",
	    "[1,\"github.com\",5,\"a/"
	    "b\",\"main\",100,null,1,0,0,0,200,1,null,9]",
	    "[1,\"github.com\",5,[],\"main\",100,null,1,0,0,0,200,1,null]",
	    "[1,\"github.com\",\"x\",\"a/"
	    "b\",\"main\",100,null,1,0,0,0,200,1,null]",
	    "[1,\"github.com\",5,null,\"main\",100,null,1,0,0,0,200,1,null]"};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(put(*state, "repo", rows[i]), HSCAN_EPARSE);
	assert_int_equal(put(*state, "event", "[1]"), HSCAN_EPARSE);
	assert_int_equal(put(*state, "repo", repo), HSCAN_OK);
	assert_int_equal(
	    put(*state, "git_head",
		"[1,\"0g\",\"refs/heads/main\",\"docs\",\"00\",50,\"main\","
		"null,0]"),
	    HSCAN_EPARSE);
}

static void
the_rest_is_counted_elsewhere(void **state)
{
	struct hscan_error err = {HSCAN_OK, ""};
	int64_t rows = 0;

	assert_int_equal(
	    hscan_store_count(*state, 77, "events", &rows, &err), HSCAN_OK);
	assert_int_equal(rows, 7);
	assert_int_equal(
	    hscan_store_count_items(*state, 77, 12, &rows, &err), HSCAN_OK);
	assert_int_equal(rows, 3);
	assert_int_equal(
	    hscan_store_count_items(*state, 0, 12, &rows, &err), HSCAN_ENET);
	assert_string_equal(err.message, "it does not answer");
}

static void
it_is_never_kept(void **state)
{
	struct hscan_error err;

	assert_true(hscan_store_is_shadow(*state));
	assert_true(hscan_store_is_read_only(*state));
	assert_int_equal(hscan_store_unchanged(*state, &err), HSCAN_OK);
	assert_int_equal(hscan_store_check(*state, 77, true, &err), HSCAN_OK);
}

static void
a_batch_makes_room_for_the_next(void **state)
{
	static const char doubt[] = "[1,\"issues\",4,\"\",1,500,\"broken\",9]";
	struct hscan_doubt_count count = {0};
	struct hscan_stored_repo found = {0};
	struct hscan_error err;

	assert_int_equal(put(*state, "repo", repo), HSCAN_OK);
	assert_int_equal(put(*state, "doubt", doubt), HSCAN_OK);
	assert_int_equal(
	    hscan_store_count_doubts(*state, 77, "issues", 0, 10, &count, &err),
	    HSCAN_OK);
	assert_int_equal(count.len, 1);
	assert_int_equal(hscan_store_drop_shadows(*state, &err), HSCAN_OK);
	assert_int_equal(
	    hscan_store_count_doubts(*state, 77, "issues", 0, 10, &count, &err),
	    HSCAN_OK);
	assert_int_equal(count.len, 0);
	assert_int_equal(
	    hscan_store_get_repo(*state, 77, &found, &err), HSCAN_OK);
	hscan_stored_repo_clear(&found);
}

int
main(void)
{
#define WITH_STORE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
	    WITH_STORE(a_repository_is_found_by_the_key),
	    WITH_STORE(blobs_come_in_hexadecimal),
	    WITH_STORE(what_is_no_row_of_it_is_refused),
	    WITH_STORE(the_rest_is_counted_elsewhere),
	    WITH_STORE(it_is_never_kept),
	    WITH_STORE(a_batch_makes_room_for_the_next),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

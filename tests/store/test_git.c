/* SPDX-License-Identifier: MIT */
/* Commits, their authors, and the head they were walked from. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/stored.h"

static enum hscan_status
lower(struct hscan_text name, struct hscan_text email,
    struct hscan_text *mapped, void *payload, struct hscan_error *err)
{
	int *calls = payload;

	(void)email;
	if (hscan_text_is(name, "Broken"))
		return hscan_fail(err, HSCAN_EIO, "no mailmap");
	++*calls;
	*mapped = text("same@example.org");
	return HSCAN_OK;
}

static void
the_head_is_kept(void **state)
{
	struct fixture *f = *state;
	struct hscan_stored_head head = {0}, got;
	struct hscan_error err;

	ok(hscan_store_get_head(f->store, f->repo_id, &got, &err), &err);
	assert_false(got.walked);
	memset(head.sha, 0xAB, sizeof(head.sha));
	memset(head.mailmap, 0xCD, sizeof(head.mailmap));
	memset(head.stand_ins, 0xEF, sizeof(head.stand_ins));
	head.unmapped = true;
	head.ref = text("refs/heads/main");
	head.branch = text("feature/x");
	head.doc_paths = text("docs/**");
	head.synced_at = 9;
	ok(hscan_store_put_head(f->store, f->repo_id, &head, &err), &err);
	ok(hscan_store_get_head(f->store, f->repo_id, &got, &err), &err);
	assert_true(got.walked);
	assert_false(got.unborn);
	assert_memory_equal(got.sha, head.sha, HSCAN_SHA_SIZE);
	assert_memory_equal(got.mailmap, head.mailmap, HSCAN_SHA_SIZE);
	assert_memory_equal(got.stand_ins, head.stand_ins, HSCAN_SHA_SIZE);
	assert_true(got.unmapped);
	assert_false(got.old);
	assert_true(hscan_text_is(got.ref, "refs/heads/main"));
	assert_true(hscan_text_is(got.branch, "feature/x"));
	assert_true(hscan_text_is(got.doc_paths, "docs/**"));
	assert_int_equal(got.synced_at, 9);
	hscan_stored_head_clear(&got);

	/* Another head is not the same as one of which nothing is known. */
	head.branch = text("");
	ok(hscan_store_put_head(f->store, f->repo_id, &head, &err), &err);
	ok(hscan_store_get_head(f->store, f->repo_id, &got, &err), &err);
	assert_non_null(got.branch.ptr);
	assert_int_equal(got.branch.len, 0);
	hscan_stored_head_clear(&got);
	head.branch = (struct hscan_text){NULL, 0};
	head.unborn = true;
	ok(hscan_store_put_head(f->store, f->repo_id, &head, &err), &err);
	ok(hscan_store_get_head(f->store, f->repo_id, &got, &err), &err);
	assert_true(got.walked);
	assert_true(got.unborn);
	assert_null(got.branch.ptr);
	hscan_stored_head_clear(&got);
	assert_false(got.walked);
}

static void
commits_and_authors_are_kept_once(void **state)
{
	struct fixture *f = *state;
	struct hscan_commit commit = {.sha = {1}, .committed_at = 50};
	struct hscan_error err;
	int64_t first = 0, second = 0, again = 0;
	int calls = 0;

	ok(hscan_store_put_author(f->store, f->repo_id, text("A"),
	       text("a@example.org"), &first, &err),
	    &err);
	ok(hscan_store_put_author(
	       f->store, f->repo_id, text(NULL), text(NULL), &second, &err),
	    &err);
	ok(hscan_store_put_author(f->store, f->repo_id, text("A"),
	       text("a@example.org"), &again, &err),
	    &err);
	assert_true(first > 0);
	assert_int_equal(first, again);
	assert_int_not_equal(first, second);

	assert_false(
	    hscan_store_knows_commit(f->store, f->repo_id, commit.sha));
	commit.documentation = true;
	for (int i = 0; i < 2; i++)
		ok(hscan_store_put_commit(
		       f->store, f->repo_id, &commit, first, &err),
		    &err);
	assert_true(hscan_store_knows_commit(f->store, f->repo_id, commit.sha));
	assert_false(
	    hscan_store_knows_commit(f->store, f->repo_id + 1, commit.sha));
	assert_query(f->store,
	    "SELECT hex(sha), committed_at, merge, documentation"
	    "  FROM git_commit",
	    "0100000000000000000000000000000000000000|50|0|1\n");

	ok(hscan_store_map_authors(f->store, f->repo_id, lower, &calls, &err),
	    &err);
	assert_int_equal(calls, 2);
	assert_query(f->store,
	    "SELECT name, email, mapped FROM git_author ORDER BY name",
	    "||same@example.org\nA|a@example.org|same@example.org\n");
	ok(hscan_store_put_author(f->store, f->repo_id, text("Broken"),
	       text("b@example.org"), &again, &err),
	    &err);
	assert_int_equal(
	    hscan_store_map_authors(f->store, f->repo_id, lower, &calls, &err),
	    HSCAN_EIO);
	assert_string_equal(err.message, "no mailmap");

	ok(hscan_store_forget_commits(f->store, f->repo_id, &err), &err);
	assert_false(
	    hscan_store_knows_commit(f->store, f->repo_id, commit.sha));
	assert_query(f->store, "SELECT count(*) FROM git_author", "0\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(the_head_is_kept),
	    WITH_STORE(commits_and_authors_are_kept_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

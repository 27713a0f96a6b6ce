/* SPDX-License-Identifier: MIT */
/* How far each list was read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/stored.h"

static void
a_stream_remembers_how_far_it_was_read(void **state)
{
	struct fixture *f = *state;
	struct hscan_stream_state stream;
	struct hscan_error err;

	ok(hscan_store_get_stream(
	       f->store, f->repo_id, HSCAN_STREAM_ISSUES, &stream, &err),
	    &err);
	assert_false(stream.finished);
	assert_null(stream.etag.ptr);
	assert_true(stream.watermark == HSCAN_NEVER);
	assert_true(stream.synced_at == HSCAN_NEVER);
	assert_null(stream.walk_next.ptr);

	stream.walk_next = text("/repos/o/n/issues?page=2");
	stream.walk_etag = text("W/\"1\"");
	stream.walk_newest = INT64_C(29715691813);
	stream.walk_credential = text("0123456789abcdef");
	ok(hscan_store_put_stream(
	       f->store, f->repo_id, HSCAN_STREAM_ISSUES, &stream, &err),
	    &err);
	hscan_stream_state_clear(&stream);
	ok(hscan_store_get_stream(
	       f->store, f->repo_id, HSCAN_STREAM_ISSUES, &stream, &err),
	    &err);
	assert_false(stream.finished);
	assert_true(
	    hscan_text_is(stream.walk_next, "/repos/o/n/issues?page=2"));
	assert_true(hscan_text_is(stream.walk_etag, "W/\"1\""));
	assert_true(stream.walk_newest == INT64_C(29715691813));
	assert_true(hscan_text_is(stream.walk_credential, "0123456789abcdef"));
	/* Not known is not the same as nobody's. */
	assert_null(stream.credential.ptr);
	hscan_stream_state_clear(&stream);

	stream.finished = true;
	stream.etag = text("\"x\"");
	stream.credential = text("");
	stream.watermark = 5;
	stream.since = 4;
	stream.synced_at = 6;
	stream.note = text("issues disabled");
	ok(hscan_store_put_stream(
	       f->store, f->repo_id, HSCAN_STREAM_ISSUES, &stream, &err),
	    &err);
	hscan_stream_state_clear(&stream);
	ok(hscan_store_get_stream(
	       f->store, f->repo_id, HSCAN_STREAM_ISSUES, &stream, &err),
	    &err);
	assert_true(stream.finished);
	assert_true(hscan_text_is(stream.etag, "\"x\""));
	assert_non_null(stream.credential.ptr);
	assert_int_equal(stream.credential.len, 0);
	assert_null(stream.walk_credential.ptr);
	assert_int_equal(stream.watermark, 5);
	assert_int_equal(stream.since, 4);
	assert_int_equal(stream.synced_at, 6);
	assert_true(hscan_text_is(stream.note, "issues disabled"));
	assert_null(stream.walk_next.ptr);
	assert_true(stream.walk_newest == HSCAN_NEVER);
	hscan_stream_state_clear(&stream);

	/* Each stream is its own. */
	ok(hscan_store_get_stream(
	       f->store, f->repo_id, HSCAN_STREAM_EVENTS, &stream, &err),
	    &err);
	assert_false(stream.finished);
	hscan_stream_state_clear(&stream);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(a_stream_remembers_how_far_it_was_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

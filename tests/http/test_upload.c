/* SPDX-License-Identifier: MIT */
/* A body is as long as it was said to be, and is read twice only if it may. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/upload.h"

struct source {
	const char *text;
	size_t at;
	int rewinds;
	size_t fails_at; /* 0: never */
	bool fails_to_rewind;
};

static enum hscan_status
read_some(
    void *payload, char *out, size_t size, size_t *len, struct hscan_error *err)
{
	struct source *source = payload;
	size_t left = strlen(source->text) - source->at;

	if (source->fails_at > 0 && source->at >= source->fails_at)
		return hscan_fail(err, HSCAN_EIO, "no more; make room");
	*len = left < size ? left : size;
	if (*len > 3)
		*len = 3;
	memcpy(out, source->text + source->at, *len);
	source->at += *len;
	return HSCAN_OK;
}

static enum hscan_status
begin_again(void *payload, struct hscan_error *err)
{
	struct source *source = payload;

	if (source->fails_to_rewind)
		return hscan_fail(err, HSCAN_EIO, "it is gone; make it anew");
	source->at = 0;
	source->rewinds++;
	return HSCAN_OK;
}

static struct hscan_upload
upload_of(struct source *source, int64_t length, bool again)
{
	return (struct hscan_upload){
	    .body = {.length = length,
		.read = read_some,
		.rewind = again ? begin_again : NULL,
		.payload = source},
	};
}

/* Reads to the end. */
static enum hscan_status
drain(struct hscan_upload *upload, char *out)
{
	enum hscan_status status;
	size_t len;

	do {
		status = hscan_upload_read(upload, out, 8, &len);
		out += len;
	} while (status == HSCAN_OK && len > 0);
	*out = '\0';
	return status;
}

static void
as_long_as_it_is(void **state)
{
	struct source source = {.text = "0123456789"};
	struct hscan_upload upload = upload_of(&source, -1, false);
	char out[32];

	(void)state;
	assert_int_equal(drain(&upload, out), HSCAN_OK);
	assert_string_equal(out, "0123456789");
	assert_true(upload.whole);
	assert_int_equal(upload.sent, 10);
	assert_int_equal(drain(&upload, out), HSCAN_OK);
	assert_string_equal(out, "");
}

static void
as_long_as_was_said(void **state)
{
	struct source source = {.text = "0123456789"};
	struct hscan_upload upload = upload_of(&source, 8, false);
	char out[32];
	size_t len;

	(void)state;
	assert_int_equal(drain(&upload, out), HSCAN_OK);
	/* No byte more than Content-Length says. */
	assert_string_equal(out, "01234567");
	assert_int_equal(source.at, 8);
	assert_true(upload.whole);

	source.at = 0;
	upload = upload_of(&source, 11, false);
	assert_int_equal(drain(&upload, out), HSCAN_EINVAL);
	assert_string_equal(upload.failed.message,
	    "the body ended after 10 of 11 bytes; say how long it is, or that "
	    "this is not known");
	assert_int_equal(
	    hscan_upload_read(&upload, out, 8, &len), HSCAN_EINVAL);

	source.at = 0;
	upload = upload_of(&source, 0, false);
	assert_int_equal(drain(&upload, out), HSCAN_OK);
	assert_true(upload.whole);
	assert_int_equal(source.at, 0);
}

static void
a_failure_stays(void **state)
{
	struct source source = {.text = "0123456789", .fails_at = 6};
	struct hscan_upload upload = upload_of(&source, -1, true);
	char out[32];
	size_t len = 7;

	(void)state;
	assert_int_equal(drain(&upload, out), HSCAN_EIO);
	assert_string_equal(out, "012345");
	assert_string_equal(upload.failed.message, "no more; make room");
	source.fails_at = 0;
	assert_int_equal(hscan_upload_read(&upload, out, 8, &len), HSCAN_EIO);
	assert_int_equal(len, 0);
	/* But for one who begins anew. */
	assert_int_equal(hscan_upload_rewind(&upload, NULL), HSCAN_OK);
	assert_int_equal(drain(&upload, out), HSCAN_OK);
	assert_string_equal(out, "0123456789");
}

static void
once_or_again(void **state)
{
	struct source source = {.text = "0123456789"};
	struct hscan_upload upload = upload_of(&source, -1, false);
	struct hscan_error err;
	char out[32];
	size_t len;

	(void)state;
	assert_true(hscan_upload_can_repeat(NULL));
	/* What was not read so far is at its beginning. */
	assert_true(hscan_upload_can_repeat(&upload));
	assert_int_equal(hscan_upload_rewind(&upload, &err), HSCAN_OK);
	assert_int_equal(hscan_upload_read(&upload, out, 8, &len), HSCAN_OK);
	assert_false(hscan_upload_can_repeat(&upload));
	assert_int_equal(hscan_upload_rewind(&upload, &err), HSCAN_EINVAL);

	source.at = 0;
	upload = upload_of(&source, -1, true);
	assert_int_equal(hscan_upload_rewind(&upload, &err), HSCAN_OK);
	assert_int_equal(source.rewinds, 0);
	assert_int_equal(drain(&upload, out), HSCAN_OK);
	assert_true(hscan_upload_can_repeat(&upload));
	assert_int_equal(hscan_upload_rewind(&upload, &err), HSCAN_OK);
	assert_int_equal(source.rewinds, 1);
	assert_false(upload.whole);
	assert_int_equal(drain(&upload, out), HSCAN_OK);
	assert_string_equal(out, "0123456789");

	source.fails_to_rewind = true;
	assert_int_equal(hscan_upload_rewind(&upload, &err), HSCAN_EIO);
	assert_string_equal(err.message, "it is gone; make it anew");
}

static void
what_is_dropped_is_left_alone(void **state)
{
	struct source source = {.text = "0123456789"};
	struct hscan_upload upload = upload_of(&source, -1, true);
	char out[32];
	size_t len;

	(void)state;
	assert_int_equal(hscan_upload_read(&upload, out, 8, &len), HSCAN_OK);
	upload.dropped = true;
	upload.body.payload = NULL;
	assert_int_equal(hscan_upload_read(&upload, out, 8, &len), HSCAN_EINTR);
	assert_int_equal(len, 0);
	assert_int_equal(hscan_upload_rewind(&upload, NULL), HSCAN_EINTR);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(as_long_as_it_is),
	    cmocka_unit_test(as_long_as_was_said),
	    cmocka_unit_test(a_failure_stays),
	    cmocka_unit_test(once_or_again),
	    cmocka_unit_test(what_is_dropped_is_left_alone),
	};

	return cmocka_run_group_tests_name("http/upload", tests, NULL, NULL);
}

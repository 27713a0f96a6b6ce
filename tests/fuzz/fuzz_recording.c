/* SPDX-License-Identifier: MIT */
/* Recordings: what was read is written, by the recorder, so that it is read
 * as the same again. */
#include "fuzz/fuzz.h"
#include "http/headers.h"
#include "http/link.h"
#include "http/recording.h"

#define EXAMPLE "https://api.example.org"

static void
ensure_parts(const struct hscan_recording *recording, struct hscan_text text)
{
	ENSURE(fuzz_lies_within(recording->target, text));
	ENSURE(fuzz_lies_within(recording->if_none_match, text));
	ENSURE(fuzz_lies_within(recording->headers, text));
	ENSURE(fuzz_lies_within(recording->body, text));
	ENSURE(hscan_target_is_valid(recording->target));
	ENSURE(recording->status >= 100 && recording->status <= 599);
	/* The body goes to the very end. */
	ENSURE(
	    recording->body.ptr + recording->body.len == text.ptr + text.len);
}

static void
write_it(const struct hscan_recording *recording, struct hscan_buf *out)
{
	static const char *const kept[] = {"X-RateLimit-Remaining", NULL};
	struct hscan_wire_request request = {0};
	struct hscan_wire_reply reply;
	struct hscan_url base;
	char *target = fuzz_string(recording->target);
	char *etag = fuzz_string(recording->if_none_match);

	ENSURE(hscan_url_parse(
		   "https://api.github.com", EXAMPLE, &base, NULL) == HSCAN_OK);
	hscan_wire_reply_init(&reply);
	request.target = target;
	if (recording->if_none_match.ptr)
		request.etag = etag;
	reply.request = &request;
	reply.status = recording->status;
	reply.body.max = SIZE_MAX;
	(void)hscan_buf_add_text(&reply.headers, recording->headers);
	(void)hscan_buf_add_text(&reply.body, recording->body);
	if (reply.headers.failed == HSCAN_OK)
		ENSURE(hscan_recording_add(out, &base, kept, &reply));
	hscan_wire_reply_clear(&reply);
	free(target);
	free(etag);
}

static void
ensure_header(const struct hscan_recording *a, const struct hscan_recording *b,
    const char *name)
{
	ENSURE(hscan_text_equal(hscan_header_get(a->headers, name),
	    hscan_header_get(b->headers, name)));
}

/* The target of the next page; empty: there is none on this origin. */
static struct hscan_buf
next_of(const struct hscan_recording *recording)
{
	const struct hscan_text url = hscan_link_next(recording->headers);
	struct hscan_url base;
	struct hscan_buf next;

	ENSURE(hscan_url_parse(
		   "https://api.github.com", EXAMPLE, &base, NULL) == HSCAN_OK);
	hscan_buf_init(&next, HSCAN_TARGET_MAX);
	if (!url.ptr || hscan_url_resolve(&base, recording->target, url, &next,
			    NULL) != HSCAN_OK)
		hscan_buf_clear(&next);
	return next;
}

/* Whoever replays it goes on to the same page. */
static void
ensure_next(const struct hscan_recording *a, const struct hscan_recording *b)
{
	struct hscan_buf first = next_of(a), second = next_of(b);

	ENSURE(first.len == 0 || hscan_text_equal(hscan_buf_text(&first),
				     hscan_buf_text(&second)));
	hscan_buf_clear(&first);
	hscan_buf_clear(&second);
}

/* A NUL in a line of ours would end it. */
static bool
has_nul(const struct hscan_recording *recording)
{
	return recording->if_none_match.len > 0 &&
	       memchr(recording->if_none_match.ptr, '\0',
		   recording->if_none_match.len);
}

static void
ensure_round_trip(const struct hscan_recording *recording)
{
	struct hscan_recording again;
	struct hscan_buf out;

	hscan_buf_init(&out, SIZE_MAX);
	write_it(recording, &out);
	if (out.len > 0) {
		ENSURE(!hscan_recording_parse(hscan_buf_text(&out), &again));
		ENSURE(hscan_text_equal(again.target, recording->target));
		ENSURE(hscan_text_equal(again.body, recording->body));
		ENSURE(again.status == recording->status);
		ENSURE(
		    has_nul(recording) || hscan_text_equal(again.if_none_match,
					      recording->if_none_match));
		ensure_header(recording, &again, "etag");
		ensure_header(recording, &again, "retry-after");
		ensure_header(recording, &again, "x-ratelimit-remaining");
		ensure_next(recording, &again);
	}
	hscan_buf_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text text = fuzz_text(data, size);
	struct hscan_recording recording = {.status = -1};
	const char *why = hscan_recording_parse(text, &recording);
	char *name = fuzz_string(text);

	if (why) {
		ENSURE(why[0] && recording.status == -1);
	} else {
		ensure_parts(&recording, text);
		ensure_round_trip(&recording);
	}
	ENSURE(hscan_recording_number(name) >= 0);
	free(name);
	return 0;
}

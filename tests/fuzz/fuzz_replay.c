/* SPDX-License-Identifier: MIT */
/* Whole recordings: a line "%%" ends a file, and the next begins. Whoever
 * replays it gets an answer to each question that it opens with. */
#include "fuzz/file.h"
#include "http/recording.h"
#include "http/transport.h"

enum { MOST_FILES = 8, MOST_BODY = 4096 };

/* Takes the text of one file off. */
static struct hscan_text
take_file(struct hscan_text *rest)
{
	struct hscan_text file = {rest->ptr, 0};

	while (rest->ptr) {
		struct hscan_text line = hscan_text_split(rest, '\n');

		if (hscan_text_is(line, "%%"))
			return file;
		file.len = (size_t)(line.ptr + line.len - file.ptr) +
			   (rest->ptr != NULL);
	}
	return file;
}

static void
path_of(size_t number, char out[300])
{
	(void)snprintf(out, 300, "%s/%04zu.http", fuzz_temp_dir(), number + 1);
}

static void
ensure_reply(const struct hscan_wire_reply *reply, bool conditional)
{
	if (reply->failure != HSCAN_OK) {
		ENSURE(reply->failure == HSCAN_ENOTFOUND ||
		       reply->failure == HSCAN_EREFUSED);
		fuzz_ensure_failure(&reply->err, reply->failure);
		return;
	}
	ENSURE(reply->status >= 100 && reply->status <= 599);
	ENSURE(conditional || reply->status != 304);
	ENSURE(reply->body.len <= MOST_BODY);
}

/* Asks for a target, plainly and with an ETag, and once more. */
static void
ask(struct hscan_transport *transport, struct hscan_text target)
{
	static const char *const etags[] = {NULL, "W/\"a\"", NULL};
	char *string = fuzz_string(target);
	struct hscan_wire_reply reply;
	struct hscan_error err;

	hscan_wire_reply_init(&reply);
	for (size_t i = 0; i < sizeof(etags) / sizeof(etags[0]); i++) {
		struct hscan_wire_request request = {
		    .target = string, .etag = etags[i]};

		ENSURE(transport->ops->start(transport, &request, &err) ==
		       HSCAN_OK);
		ENSURE(transport->ops->wait(transport, 0, &reply, &err) ==
		       HSCAN_OK);
		ENSURE(reply.request == &request);
		ensure_reply(&reply, etags[i] != NULL);
	}
	ENSURE(transport->ops->wait(transport, 0, &reply, &err) == HSCAN_OK);
	ENSURE(reply.request == NULL);
	hscan_wire_reply_clear(&reply);
	free(string);
}

static void
replay(const struct hscan_text *files, size_t count)
{
	const struct hscan_wire_options options = {
	    .max_in_flight = 1, .max_body_bytes = MOST_BODY};
	struct hscan_transport *transport = NULL;
	struct hscan_recording recording;
	struct hscan_error err;
	enum hscan_status status =
	    hscan_replay_open(fuzz_temp_dir(), &options, &transport, &err);
	bool good = true;

	for (size_t i = 0; i < count; i++)
		good &= !hscan_recording_parse(files[i], &recording);
	ENSURE((status == HSCAN_OK) == good);
	if (status != HSCAN_OK) {
		ENSURE(status == HSCAN_EPARSE && !transport);
		fuzz_ensure_failure(&err, status);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		ENSURE(!hscan_recording_parse(files[i], &recording));
		ask(transport, recording.target);
	}
	ask(transport, hscan_text_of("/not/there"));
	hscan_transport_close(transport);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hscan_text rest = fuzz_text(data, size);
	struct hscan_text files[MOST_FILES];
	size_t count = 0;
	char path[300];

	do {
		files[count] = take_file(&rest);
		path_of(count, path);
		fuzz_write(path, files[count++]);
	} while (rest.ptr && count < MOST_FILES);
	replay(files, count);
	for (size_t i = 0; i < count; i++) {
		path_of(i, path);
		ENSURE(unlink(path) == 0);
	}
	return 0;
}

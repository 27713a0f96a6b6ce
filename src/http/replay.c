/* SPDX-License-Identifier: MIT */
/* A transport that answers out of a recording; see recording.h. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "http/headers.h"
#include "http/recording.h"
#include "http/transport.h"

#define PATH_BYTES_MAX ((size_t)8 * 1024)

/* Request line, headers and what is around them. */
#define HEAD_MAX (HSCAN_HEADERS_MAX + 2 * HSCAN_TARGET_MAX)

struct entry {
	int64_t number;
	char *name; /* of the file */
	char *target;
	int status;
	bool served; /* it, or a later one of the same target */
};

struct slot {
	const struct hscan_wire_request *request;
};

struct replay {
	struct hscan_transport transport;
	char *dir;
	size_t max_body_bytes;
	struct entry *entries; /* by number */
	size_t count;
	struct slot *queue; /* max_in_flight of them */
	size_t queue_size, queued;
};

/* --- files --- */

/* A recording may come from a stranger and hold a pipe or a device, which would
 * block; NULL with errno for those, too. */
static FILE *
open_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat info;
	FILE *file;

	if (fd < 0)
		return NULL;
	errno = EINVAL;
	file = fstat(fd, &info) == 0 && S_ISREG(info.st_mode) ? fdopen(fd, "rb")
							      : NULL;
	if (!file)
		(void)close(fd);
	return file;
}

/* Reads up to `max` bytes; more are left unread. */
static enum hscan_status
read_file(const char *path, size_t max, struct hscan_buf *out,
    struct hscan_error *err)
{
	char chunk[16 * 1024];
	FILE *file = open_file(path);
	size_t len = 1;
	bool failed;

	if (!file)
		return hscan_fail(err, HSCAN_EIO,
		    "cannot read the recording %s: %s; record again", path,
		    strerror(errno));
	while (out->len < max && len > 0) {
		size_t left = max - out->len;

		len = fread(chunk, 1,
		    left < sizeof(chunk) ? left : sizeof(chunk), file);
		if (!hscan_buf_add(out, chunk, len))
			break;
	}
	failed = ferror(file) != 0;
	(void)fclose(file);
	if (failed)
		return hscan_fail(err, HSCAN_EIO,
		    "cannot read the recording %s: it is no readable file; "
		    "record again",
		    path);
	return hscan_buf_check(out, path, err);
}

/* Reads a file, and what it says. */
static enum hscan_status
read_recording(const struct replay *replay, const char *name, size_t max,
    struct hscan_buf *content, struct hscan_recording *out,
    struct hscan_error *err)
{
	struct hscan_buf path;
	enum hscan_status status;
	const char *why;

	hscan_buf_init(&path, PATH_BYTES_MAX);
	(void)hscan_buf_add_format(&path, "%s/%s", replay->dir, name);
	status = hscan_buf_check(&path, "the name of a recording", err);
	if (status == HSCAN_OK)
		status = read_file(path.ptr, max, content, err);
	if (status != HSCAN_OK)
		goto out;
	why = hscan_recording_parse(hscan_buf_text(content), out);
	if (why)
		status = hscan_fail(err, HSCAN_EPARSE,
		    "the recording %s is broken: %s; record again", path.ptr,
		    why);
out:
	hscan_buf_clear(&path);
	return status;
}

/* --- the index --- */

static int
by_number(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;

	if (left->number != right->number)
		return left->number < right->number ? -1 : 1;
	return strcmp(left->name, right->name);
}

/* One more entry, whose memory doubles at every power of two. */
static bool
add_entry(struct replay *replay, const char *name)
{
	struct entry *entries = replay->entries;
	size_t count = replay->count;

	if ((count & (count - 1)) == 0) {
		entries = calloc(count ? count * 2 : 1, sizeof(*entries));
		if (!entries)
			return false;
		if (count > 0)
			memcpy(
			    entries, replay->entries, count * sizeof(*entries));
		free(replay->entries);
		replay->entries = entries;
	}
	entries[count].number = hscan_recording_number(name);
	entries[count].name = strdup(name);
	if (!entries[count].name)
		return false;
	replay->count++;
	return true;
}

/* What there is, in order. */
static enum hscan_status
list_files(struct replay *replay, struct hscan_error *err)
{
	const struct dirent *file;
	enum hscan_status status = HSCAN_OK;
	DIR *handle = opendir(replay->dir);

	if (!handle)
		return hscan_fail(err, HSCAN_EIO,
		    "cannot replay %s: %s; give the directory of a recording",
		    replay->dir, strerror(errno));
	while (status == HSCAN_OK && (file = readdir(handle))) {
		if (hscan_recording_number(file->d_name) > 0 &&
		    !add_entry(replay, file->d_name))
			status = hscan_no_memory(err);
	}
	(void)closedir(handle);
	if (status != HSCAN_OK)
		return status;
	if (replay->count == 0)
		return hscan_fail(err, HSCAN_EIO,
		    "cannot replay %s: it has no files such as 0001.http; give "
		    "the directory of a recording",
		    replay->dir);
	qsort(replay->entries, replay->count, sizeof(struct entry), by_number);
	return HSCAN_OK;
}

static enum hscan_status
read_heads(struct replay *replay, struct hscan_error *err)
{
	struct hscan_buf content;
	enum hscan_status status = HSCAN_OK;

	hscan_buf_init(&content, HEAD_MAX);
	for (size_t i = 0; i < replay->count; i++) {
		struct entry *entry = &replay->entries[i];
		struct hscan_recording rec;

		hscan_buf_reset(&content);
		status = read_recording(
		    replay, entry->name, HEAD_MAX, &content, &rec, err);
		if (status != HSCAN_OK)
			break;
		entry->status = rec.status;
		entry->target = strndup(rec.target.ptr, rec.target.len);
		if (!entry->target) {
			status = hscan_no_memory(err);
			break;
		}
	}
	hscan_buf_clear(&content);
	return status;
}

/* The next answer for that target that has not been served, else the last. A
 * 304 answers conditional requests only. NULL: there is none. */
static const struct entry *
choose(struct replay *replay, const struct hscan_wire_request *request)
{
	size_t chosen = replay->count;

	for (size_t i = 0; i < replay->count; i++) {
		const struct entry *entry = &replay->entries[i];

		if (strcmp(entry->target, request->target) != 0 ||
		    (entry->status == 304 && !request->etag))
			continue;
		chosen = i;
		if (!entry->served)
			break;
	}
	if (chosen == replay->count)
		return NULL;
	for (size_t i = 0; i <= chosen; i++) {
		if (strcmp(replay->entries[i].target, request->target) == 0)
			replay->entries[i].served = true;
	}
	return &replay->entries[chosen];
}

/* --- the transport --- */

static enum hscan_status
fill_reply(struct replay *replay, const struct entry *entry,
    struct hscan_wire_reply *reply, struct hscan_error *err)
{
	const char *etag = reply->request->etag;
	struct hscan_recording rec;
	struct hscan_buf content;
	enum hscan_status status;
	size_t max = replay->max_body_bytes < SIZE_MAX - HEAD_MAX
			 ? replay->max_body_bytes + HEAD_MAX
			 : SIZE_MAX;

	hscan_buf_init(&content, SIZE_MAX);
	status = read_recording(replay, entry->name, max, &content, &rec, err);
	if (status != HSCAN_OK)
		goto out;
	if (rec.body.len > replay->max_body_bytes) {
		status = hscan_fail(err, HSCAN_EREFUSED,
		    "its recorded answer is larger than %zu bytes; record "
		    "again",
		    replay->max_body_bytes);
		goto out;
	}
	reply->status = rec.status;
	if (etag && rec.status == 200 &&
	    hscan_text_is(hscan_header_get(rec.headers, "etag"), etag)) {
		reply->status = 304;
		rec.body.len = 0;
	}
	(void)hscan_buf_add_text(&reply->headers, rec.headers);
	(void)hscan_buf_add_text(&reply->body, rec.body);
	status = hscan_buf_check(&reply->headers, "a header block", err);
	if (status == HSCAN_OK)
		status = hscan_buf_check(&reply->body, "a body", err);
out:
	hscan_buf_clear(&content);
	return status;
}

static enum hscan_status
replay_start(struct hscan_transport *transport,
    const struct hscan_wire_request *request, struct hscan_error *err)
{
	struct replay *replay = (struct replay *)transport;

	if (replay->queued == replay->queue_size)
		return hscan_fail(
		    err, HSCAN_ENOMEM, "too many requests at once");
	replay->queue[replay->queued++].request = request;
	return HSCAN_OK;
}

static enum hscan_status
replay_wait(struct hscan_transport *transport, int timeout_ms,
    struct hscan_wire_reply *reply, struct hscan_error *err)
{
	struct replay *replay = (struct replay *)transport;
	const struct entry *entry;

	(void)timeout_ms;
	(void)err;
	hscan_buf_reset(&reply->headers);
	hscan_buf_reset(&reply->body);
	reply->failure = HSCAN_OK;
	reply->tries = 1;
	reply->unreached = false;
	reply->retry_http1 = false;
	reply->status = 0;
	reply->request = NULL;
	if (replay->queued == 0)
		return HSCAN_OK;
	reply->request = replay->queue[0].request;
	replay->queued--;
	memmove(replay->queue, replay->queue + 1,
	    replay->queued * sizeof(struct slot));
	if (reply->request->upload) {
		reply->failure = hscan_fail(&reply->err, HSCAN_EREFUSED,
		    "a recording answers no POST; ask the server itself");
		return HSCAN_OK;
	}
	entry = choose(replay, reply->request);
	if (entry)
		reply->failure = fill_reply(replay, entry, reply, &reply->err);
	else
		reply->failure = hscan_fail(&reply->err, HSCAN_ENOTFOUND,
		    "the recording in %.200s has no answer for GET %.200s; "
		    "record again with the same options",
		    replay->dir, reply->request->target);
	return HSCAN_OK;
}

static void
replay_close(struct hscan_transport *transport)
{
	struct replay *replay = (struct replay *)transport;

	for (size_t i = 0; i < replay->count; i++) {
		free(replay->entries[i].name);
		free(replay->entries[i].target);
	}
	free(replay->entries);
	free(replay->queue);
	free(replay->dir);
	free(replay);
}

static const struct hscan_transport_ops replay_ops = {
    .start = replay_start,
    .wait = replay_wait,
    .close = replay_close,
};

enum hscan_status
hscan_replay_open(const char *dir, const struct hscan_wire_options *options,
    struct hscan_transport **out, struct hscan_error *err)
{
	struct replay *replay = calloc(1, sizeof(*replay));
	enum hscan_status status;

	if (!replay)
		return hscan_no_memory(err);
	replay->transport.ops = &replay_ops;
	replay->transport.offline = true;
	replay->max_body_bytes = options->max_body_bytes;
	replay->queue_size = options->max_in_flight;
	replay->queue = calloc(replay->queue_size, sizeof(struct slot));
	replay->dir = strdup(dir);
	if (!replay->queue || !replay->dir) {
		status = hscan_no_memory(err);
		goto fail;
	}
	status = list_files(replay, err);
	if (status == HSCAN_OK)
		status = read_heads(replay, err);
	if (status != HSCAN_OK)
		goto fail;
	*out = &replay->transport;
	return HSCAN_OK;
fail:
	replay_close(&replay->transport);
	return status;
}

/* SPDX-License-Identifier: MIT */
/* A transport that writes down what another one brings; see recording.h. */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "http/fault.h"
#include "http/recording.h"
#include "http/transport.h"

#define PATH_BYTES_MAX ((size_t)8 * 1024)

struct record {
	struct hscan_transport transport;
	struct hscan_transport *inner; /* owned */
	struct hscan_url base;
	const struct hscan_http_dialect *dialect;
	char *dir;
	int64_t last; /* highest number in use */
};

static enum hscan_status
find_last(const char *dir, int64_t *last, struct hscan_error *err)
{
	const struct dirent *entry;
	DIR *handle = opendir(dir);

	if (!handle)
		return hscan_fail(err, HSCAN_EIO,
		    "cannot record into %s: %s; give another directory", dir,
		    strerror(errno));
	*last = 0;
	while ((entry = readdir(handle))) {
		int64_t number = hscan_recording_number(entry->d_name);

		if (number > *last)
			*last = number;
	}
	(void)closedir(handle);
	if (access(dir, W_OK | X_OK) == 0)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EIO,
	    "cannot record into %s: %s; give another directory", dir,
	    strerror(errno));
}

/* What replaying needs: every answer to a GET that is final, one hop at a time.
 * Failures and limits are of that moment only; 400 and 401 are about the
 * version and the token, which a replay does not send. */
static bool
is_worth_keeping(
    const struct record *record, const struct hscan_wire_reply *reply)
{
	const struct hscan_http_dialect *dialect = record->dialect;
	struct hscan_text headers = hscan_buf_text(&reply->headers);
	struct hscan_text body = hscan_buf_text(&reply->body);

	if (!reply->request || reply->request->upload ||
	    reply->failure != HSCAN_OK)
		return false;
	return !hscan_fault_repeats_token(reply) && reply->status < 500 &&
	       reply->status != 400 && reply->status != 401 &&
	       dialect->limit(reply->status, headers, body) ==
		   HSCAN_LIMIT_NONE &&
	       !hscan_fault_of(dialect, reply);
}

/* A new file: a symbolic link of that name is not followed. */
static bool
write_file(const char *path, const struct hscan_buf *content)
{
	FILE *file;
	bool written;

	(void)unlink(path); /* left by a run that was killed */
	file = fopen(path, "wbx");
	if (!file)
		return false;
	written = fwrite(content->ptr, 1, content->len, file) == content->len;
	/* A full disk may show only now. */
	return fclose(file) == 0 && written;
}

/* Under a temporary name first, so that half a file is never read. */
static enum hscan_status
write_recording(struct record *record, const struct hscan_buf *content,
    struct hscan_error *err)
{
	struct hscan_buf path, temporary;
	enum hscan_status status;

	hscan_buf_init(&path, PATH_BYTES_MAX);
	hscan_buf_init(&temporary, PATH_BYTES_MAX);
	(void)hscan_buf_add_format(
	    &path, "%s/%04" PRId64 ".http", record->dir, record->last + 1);
	(void)hscan_buf_add_format(&temporary, "%s/.%04" PRId64 ".http.tmp",
	    record->dir, record->last + 1);
	status = hscan_buf_check(&path, "the name of a recording", err);
	if (status == HSCAN_OK)
		status =
		    hscan_buf_check(&temporary, "the name of a recording", err);
	if (status != HSCAN_OK)
		goto out;
	if (!write_file(temporary.ptr, content) ||
	    rename(temporary.ptr, path.ptr) != 0) {
		status = hscan_fail(err, HSCAN_EIO,
		    "cannot write the recording %s: %s; make room or give "
		    "another directory",
		    path.ptr, strerror(errno));
		(void)unlink(temporary.ptr);
		goto out;
	}
	record->last++;
out:
	hscan_buf_clear(&temporary);
	hscan_buf_clear(&path);
	return status;
}

static enum hscan_status
keep(struct record *record, const struct hscan_wire_reply *reply,
    struct hscan_error *err)
{
	struct hscan_buf content;
	enum hscan_status status;

	hscan_buf_init(&content, SIZE_MAX);
	(void)hscan_recording_add(
	    &content, &record->base, record->dialect->kept, reply);
	status = hscan_buf_check(&content, "a recording", err);
	if (status == HSCAN_OK)
		status = write_recording(record, &content, err);
	hscan_buf_clear(&content);
	return status;
}

static enum hscan_status
record_start(struct hscan_transport *transport,
    const struct hscan_wire_request *request, struct hscan_error *err)
{
	struct record *record = (struct record *)transport;

	return record->inner->ops->start(record->inner, request, err);
}

static enum hscan_status
record_wait(struct hscan_transport *transport, int timeout_ms,
    struct hscan_wire_reply *reply, struct hscan_error *err)
{
	struct record *record = (struct record *)transport;
	enum hscan_status status =
	    record->inner->ops->wait(record->inner, timeout_ms, reply, err);

	if (status != HSCAN_OK || !is_worth_keeping(record, reply))
		return status;
	reply->failure = keep(record, reply, &reply->err);
	reply->tries = 1;
	return HSCAN_OK;
}

static void
record_close(struct hscan_transport *transport)
{
	struct record *record = (struct record *)transport;

	hscan_transport_close(record->inner);
	free(record->dir);
	free(record);
}

static const struct hscan_transport_ops record_ops = {
    .start = record_start,
    .wait = record_wait,
    .close = record_close,
};

enum hscan_status
hscan_record_open(const char *dir, const struct hscan_url *base,
    const struct hscan_http_dialect *dialect, struct hscan_transport *inner,
    struct hscan_transport **out, struct hscan_error *err)
{
	struct record *record;
	enum hscan_status status;
	int64_t last = 0;

	if (mkdir(dir, 0777) != 0 && errno != EEXIST)
		return hscan_fail(err, HSCAN_EIO,
		    "cannot make the directory %s to record into: %s; give "
		    "another one",
		    dir, strerror(errno));
	status = find_last(dir, &last, err);
	if (status != HSCAN_OK)
		return status;
	record = calloc(1, sizeof(*record));
	if (!record)
		return hscan_no_memory(err);
	record->dir = strdup(dir);
	if (!record->dir) {
		free(record);
		return hscan_no_memory(err);
	}
	record->transport.ops = &record_ops;
	record->transport.offline = inner->offline;
	record->inner = inner;
	record->base = *base;
	record->dialect = dialect;
	record->last = last;
	*out = &record->transport;
	return HSCAN_OK;
}

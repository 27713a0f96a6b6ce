/* SPDX-License-Identifier: MIT */
/* How far a body has been read; see upload.h. */
#include "http/upload.h"

#include <inttypes.h>

static enum hscan_status
fail_dropped(struct hscan_error *err)
{
	return hscan_fail(
	    err, HSCAN_EINTR, "the request was taken back; ask again");
}

static enum hscan_status
check_end(struct hscan_upload *upload)
{
	if (upload->sent >= upload->body.length)
		return HSCAN_OK;
	return hscan_fail(&upload->failed, HSCAN_EINVAL,
	    "the body ended after %" PRId64 " of %" PRId64
	    " bytes; say how long it is, or that this is not known",
	    upload->sent, upload->body.length);
}

enum hscan_status
hscan_upload_read(
    struct hscan_upload *upload, char *out, size_t size, size_t *len)
{
	const struct hscan_http_body *body = &upload->body;
	int64_t left = body->length - upload->sent;
	enum hscan_status status;

	*len = 0;
	if (upload->failed.status != HSCAN_OK)
		return upload->failed.status;
	if (upload->dropped)
		return fail_dropped(&upload->failed);
	if (body->length >= 0 && (uint64_t)left < size)
		size = (size_t)left;
	if (upload->whole || size == 0) {
		upload->whole = true;
		return HSCAN_OK;
	}
	status = body->read(body->payload, out, size, len, &upload->failed);
	if (status != HSCAN_OK) {
		*len = 0;
		upload->failed.status = status;
		return status;
	}
	upload->sent += (int64_t)*len;
	upload->whole = *len == 0 || upload->sent == body->length;
	return upload->whole ? check_end(upload) : HSCAN_OK;
}

bool
hscan_upload_can_repeat(const struct hscan_upload *upload)
{
	return !upload || upload->sent == 0 || upload->body.rewind;
}

enum hscan_status
hscan_upload_rewind(struct hscan_upload *upload, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (!hscan_upload_can_repeat(upload))
		return hscan_fail(err, HSCAN_EINVAL,
		    "the body can be read once only; make it anew");
	if (upload->dropped)
		status = fail_dropped(err);
	else if (upload->sent > 0)
		status = upload->body.rewind(upload->body.payload, err);
	if (status != HSCAN_OK)
		return status;
	upload->sent = 0;
	upload->whole = false;
	upload->failed.status = HSCAN_OK;
	return HSCAN_OK;
}

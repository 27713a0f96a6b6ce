/* SPDX-License-Identifier: MIT */
/*
 * A delivery as it was sent: the few headers that matter, and the body that
 * the signature is over. The same whether it comes by HTTP or from where
 * another server has kept it. Pure.
 */
#ifndef HSCAN_SOURCE_WEBHOOK_POST_H
#define HSCAN_SOURCE_WEBHOOK_POST_H

#include <stdbool.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/arena.h"
#include "base/buf.h"

/* Borrowed text; a header that was not sent is absent. */
struct hscan_post {
	struct hscan_text event;        /* X-GitHub-Event */
	struct hscan_text id;           /* X-GitHub-Delivery */
	struct hscan_text signature;    /* X-Hub-Signature-256 */
	struct hscan_text content_type; /* Content-Type */
	struct hscan_text host;         /* X-GitHub-Enterprise-Host */
	struct hscan_text body;
};

/* Sets the member of a header, whose name is read without case; one that does
 * not matter is passed over. False: it was set before. */
HSCAN_CHECK bool hscan_post_set(
    struct hscan_post *post, struct hscan_text name, struct hscan_text value);

/* Reads a line {"headers":{"X-GitHub-Event":"issues",…},"body":"BASE64"}. Text
 * is of the arena. HSCAN_EPARSE: it is not of that form. */
HSCAN_CHECK enum hscan_status hscan_post_read_line(struct hscan_text line,
    struct hscan_arena *arena, struct hscan_post *out, struct hscan_error *err);

/* Reads lines "Name: value"; borrows from `text`. The body is another file's.
 * HSCAN_EPARSE: a line is none of these, or a header is there twice. */
HSCAN_CHECK enum hscan_status hscan_post_read_headers(
    struct hscan_text text, struct hscan_post *out, struct hscan_error *err);

/* Appends the line that hscan_post_read_line() reads, with its line break; a
 * failure is kept in `out`. */
void hscan_post_write_line(
    const struct hscan_post *post, struct hscan_buf *out);

/**
 * The JSON of the body: the body itself, or of a form the field "payload",
 * which is decoded into `room`, replacing what it held. HSCAN_EPARSE: it is of
 * neither kind.
 */
HSCAN_CHECK enum hscan_status hscan_post_payload(const struct hscan_post *post,
    struct hscan_buf *room, struct hscan_text *out, struct hscan_error *err);

/* No body that GitHub sends is longer, written as a form. */
#define HSCAN_POST_BODY_MAX ((size_t)76 * 1024 * 1024)

#endif

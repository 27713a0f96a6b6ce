/* SPDX-License-Identifier: MIT */
/* Bytes in 64 letters (RFC 4648, section 4): how a line of text holds a body
 * that may be anything. */
#ifndef HSCAN_BASE_BASE64_H
#define HSCAN_BASE_BASE64_H

#include <stdbool.h>

#include <healthscan/text.h>

#include "base/buf.h"

/* Appends the bytes as letters, with '=' to a multiple of four; a failure is
 * kept in `out`. */
void hscan_base64_encode(struct hscan_text bytes, struct hscan_buf *out);

/* Appends the bytes of `text`. False: it is not the one way to write them, with
 * nothing around or within; or memory ran out, which is kept in `out`. */
HSCAN_CHECK bool hscan_base64_decode(
    struct hscan_text text, struct hscan_buf *out);

#endif

/* SPDX-License-Identifier: MIT */
/* Text on its way into HTML, SVG and XML. Whatever comes from outside is first
 * made fit to be shown and then escaped, so it can neither break out of its
 * place nor hide what it is. */
#ifndef HSCAN_REPORT_MARKUP_H
#define HSCAN_REPORT_MARKUP_H

#include <stddef.h>

#include <healthscan/text.h>

#include "base/buf.h"

/* Appends text for an element or an attribute within "". */
void markup_text(struct hscan_buf *out, struct hscan_text text);
void markup_string(struct hscan_buf *out, const char *string);

/* Appends words of ours, which are safe to print, with WORDS_GLUE as a blank
 * that does not break; `words` is cleared, and its failure becomes `out`'s. */
void markup_take(struct hscan_buf *out, struct hscan_buf *words);

/* Appends a part of a URL's path: what is not plain is percent-encoded. */
void markup_segment(struct hscan_buf *out, struct hscan_text text);

/* Appends RFC 4648 base64. */
void markup_base64(
    struct hscan_buf *out, const unsigned char *bytes, size_t len);

#endif

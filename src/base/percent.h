/* SPDX-License-Identifier: MIT */
/* Text as a part of a URL. A checked name needs no escape; an unchecked one
 * must not become another request or another link. */
#ifndef HSCAN_BASE_PERCENT_H
#define HSCAN_BASE_PERCENT_H

#include <healthscan/text.h>

#include "base/buf.h"

/* Appends `text` with every byte as %XX, but for the unreserved ones of RFC
 * 3986 and those of `plain`, such as "/" for a path of several segments. A
 * failure is kept in `out`. */
void hscan_add_percent(
    struct hscan_buf *out, struct hscan_text text, const char *plain);

#endif

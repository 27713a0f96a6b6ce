/* SPDX-License-Identifier: MIT */
/* Words on lines for 80 columns, in ASCII, as help and the lists of views have
 * them. A line breaks at a blank alone, so that --an-option stays whole. */
#ifndef HSCAN_CLI_COMMAND_PARAGRAPH_H
#define HSCAN_CLI_COMMAND_PARAGRAPH_H

#include <stddef.h>

#include <healthscan/text.h>

#include "base/buf.h"

/* `at` columns have been written of the first line; it goes on, and the others
 * begin, at `column`. Ends the last line. */
void paragraph_add(
    struct hscan_buf *out, struct hscan_text rest, size_t at, size_t column);

#endif

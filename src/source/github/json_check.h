/* SPDX-License-Identifier: MIT */
/* Whether text is JSON. The parser says only that it failed: this tells text
 * that is none from memory that ran out, without using any. */
#ifndef HSCAN_SOURCE_GITHUB_JSON_CHECK_H
#define HSCAN_SOURCE_GITHUB_JSON_CHECK_H

#include <stdbool.h>

#include <healthscan/text.h>

/* Deeper than this is refused, by the parser as well. */
#define HSCAN_JSON_DEPTH 1000

/* By RFC 8259, from the first byte to the last. */
bool hscan_is_json(struct hscan_text text);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Whether text is JSON. The parser says only that it failed: this finds out
 * whether that was for the text or for lack of memory, and uses none itself.
 * An allocator of our own that takes note, by cJSON_InitHooks(), would not do:
 * the hooks are those of the whole process and of all its threads, and a
 * program that uses libhealthscan may use cJSON as well, with hooks of its
 * own and trees that were allocated before.
 */
#ifndef HSCAN_SOURCE_GITHUB_JSON_CHECK_H
#define HSCAN_SOURCE_GITHUB_JSON_CHECK_H

#include <stdbool.h>

#include <healthscan/text.h>

/* Deeper than this is refused, by the parser as well. */
#define HSCAN_JSON_DEPTH 1000

/* By RFC 8259, from the first byte to the last. */
bool hscan_is_json(struct hscan_text text);

#endif

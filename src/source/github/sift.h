/* SPDX-License-Identifier: MIT */
/* Most of GitHub's JSON is text and URLs that are not needed. Skipping it costs
 * a fraction of what a parser needs to build a tree of it. Pure. */
#ifndef HSCAN_SOURCE_GITHUB_SIFT_H
#define HSCAN_SOURCE_GITHUB_SIFT_H

#include <stdbool.h>

#include <healthscan/text.h>

#include "base/buf.h"

/**
 * Appends `json` without the members, of objects at any depth, whose names are
 * not in `names` (NULL after the last), and returns true. Of a name with '/' at
 * its end the whole value is kept if nothing in it would be. Only what the
 * parser would accept is skipped. When anything is not as in the JSON that
 * servers write, it returns false and `out` means nothing: parse the whole,
 * which says what is wrong. When memory runs out it returns false, too, and the
 * failure is kept in `out`.
 */
bool hscan_json_sift(
    struct hscan_text json, const char *const *names, struct hscan_buf *out);

#endif

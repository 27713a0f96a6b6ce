/* SPDX-License-Identifier: MIT */
/* Makes JSON that GitHub does send fit for a strict parser that hands out C
 * strings. Pure. */
#ifndef HSCAN_SOURCE_GITHUB_REPAIR_H
#define HSCAN_SOURCE_GITHUB_REPAIR_H

#include <stdbool.h>

#include <healthscan/text.h>

#include "base/buf.h"

/* Whether there is a \u escape at all; without one nothing is to be done. */
bool hscan_json_has_unicode_escape(struct hscan_text json);

/**
 * Appends `json` with every lone surrogate escape and every \u0000 replaced
 * by \ufffd (U+FFFD, the replacement character). All else, broken escapes
 * included, stays as it is, and the length too. A failure is kept in `out`.
 */
void hscan_json_repair(struct hscan_text json, struct hscan_buf *out);

#endif

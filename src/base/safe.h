/* SPDX-License-Identifier: MIT */
/*
 * Text from outside, made fit to be shown. Titles and logins may hold escape
 * sequences, line breaks and bidi overrides; none of them may reach a
 * terminal, a log or an error message as they are.
 */
#ifndef HSCAN_BASE_SAFE_H
#define HSCAN_BASE_SAFE_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/text.h>

#include "base/buf.h"

/* Decodes one character; always moves at least one byte forward. Returns
 * its code point, or -1 for a byte that is not valid UTF-8 (overlong forms,
 * surrogates and code points above U+10FFFF are not). */
int32_t hscan_utf8_next(struct hscan_text *rest);

/* Whether a code point may be shown as it is: no control character (C0, C1,
 * DEL), no line or paragraph separator, no bidi control, no noncharacter. */
bool hscan_is_printable(int32_t code_point);

/* How many of the first bytes are letters and signs of ASCII, each shown as it
 * is: nearly all text is nothing else. */
size_t hscan_count_plain(struct hscan_text text);

/* Appends `text` in one line: what must not be shown is written visibly, as
 * \n, \t, \x1B for bytes and control characters, \u202E for the rest. With
 * `ascii`, so is everything outside ASCII. */
void hscan_add_safe(struct hscan_buf *out, struct hscan_text text, bool ascii);

/* Appends `text` as it is, but for what may be secret in its addresses:
 * "user:password@" is left out, and of "?token=..." or "&client_secret=..." the
 * value is "***". */
void hscan_add_without_secrets(struct hscan_buf *out, struct hscan_text text);

/* As hscan_add_safe() into an array, cut at a character; for error messages.
 * Returns `out`, which is always NUL-terminated. `size` must be at least 1. */
const char *hscan_safe(struct hscan_text text, char *out, size_t size);

#endif

/* SPDX-License-Identifier: MIT */
/* How many columns of a screen text takes. Independent of the locale. */
#ifndef HSCAN_REPORT_WIDTH_H
#define HSCAN_REPORT_WIDTH_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/text.h>

/* 0 for combining characters, 2 for East Asian wide ones and emoji, else 1. */
size_t hscan_char_width(int32_t code_point);

/* Of text that is fit to be shown. A byte that is not UTF-8 counts as 1; a
 * character that U+FE0F turns into a picture counts as 2. */
size_t hscan_text_width(struct hscan_text text);

/* The longest beginning that takes at most `columns`; empty when its first
 * character is wider. */
struct hscan_text hscan_text_fit(struct hscan_text text, size_t columns);

#endif

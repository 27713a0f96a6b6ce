/* SPDX-License-Identifier: MIT */
/* Numbers written by people or read from outside: the only parsers of them. */
#ifndef HSCAN_BASE_NUMBER_H
#define HSCAN_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/text.h>

/* Decimal digits with an optional sign, nothing else around them. False when
 * it is not one, or lies outside min…max; `out` is written on success only. */
bool hscan_parse_i64(
    struct hscan_text text, int64_t min, int64_t max, int64_t *out);

/* A decimal number such as "72", "-1.5" or "0.25"; no exponent, no hex, no
 * nan; independent of the locale. At most 15 significant digits. */
bool hscan_parse_decimal(struct hscan_text text, double *out);

/* Two hexadecimal digits a byte, in lower case: `size` bytes and no more. What
 * `out` holds after a failure means nothing. */
bool hscan_parse_hex(struct hscan_text text, unsigned char *out, size_t size);

#endif

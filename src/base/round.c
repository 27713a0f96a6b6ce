/* SPDX-License-Identifier: MIT */
/* Numbers as they are written; see round.h. */
#include "base/round.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* %f of the largest double takes 317; the smallest needs 341 decimals. */
enum { NUMBER_SIZE = 800, MOST_DECIMALS = 350 };

/* A library has no say in the locale: its point may be a comma, or a
 * character of several bytes. */
static void
use_point(char *text)
{
	char *to = text;
	bool inside = false;

	for (const char *from = text; *from; from++) {
		bool known = strchr("0123456789+-e", *from) != NULL;

		if (known)
			*to++ = *from;
		else if (!inside)
			*to++ = '.';
		inside = !known;
	}
	*to = '\0';
}

/* Below this two numbers of four decimals are never one double, and all of
 * them are whole when multiplied. */
#define MOST_OF_FOUR 1e11

/* Ten thousand times the value, to the nearest whole number, and what is
 * missing from that, both exactly; for those below MOST_OF_FOUR. */
static double
ten_thousands(double value, double *rest)
{
	double whole = rint(value * 1e4);

	*rest = fma(value, 1e4, -whole);
	return whole;
}

double
hscan_round4(double value)
{
	/* printf rounds the exact binary value, half to even: multiplying by
	 * 10000 first would round twice. */
	char text[NUMBER_SIZE];
	double rounded, rest;

	if (!isfinite(value))
		return value;
	/* Unless it is about half way the nearest is easily told. */
	if (fabs(value) < MOST_OF_FOUR) {
		rounded = ten_thousands(value, &rest) / 1e4;
		if (fabs(rest) < 0.4999)
			return rounded == 0.0 ? 0.0 : rounded;
	}
	(void)snprintf(text, sizeof(text), "%.4f", value);
	rounded = strtod(text, NULL);
	return rounded == 0.0 ? 0.0 : rounded;
}

/* One of at most four decimals, as nearly all are; false: it has more. */
static bool
add_short(struct hscan_buf *out, double value)
{
	double rest, whole;
	char text[32];
	int64_t number;
	size_t len;

	if (!(fabs(value) < MOST_OF_FOUR))
		return false;
	whole = ten_thousands(value, &rest);
	if (whole / 1e4 != value)
		return false;
	number = (int64_t)fabs(whole);
	len = (size_t)snprintf(text, sizeof(text), "%s%lld.%04lld",
	    whole < 0 ? "-" : "", (long long)(number / 10000),
	    (long long)(number % 10000));
	while (text[len - 1] == '0')
		len--;
	(void)hscan_buf_add(out, text, text[len - 1] == '.' ? len - 1 : len);
	return true;
}

void
hscan_add_number(struct hscan_buf *out, double value)
{
	char text[NUMBER_SIZE];
	bool plain = fabs(value) < 1e15;
	int precision = plain ? 0 : 1;

	if (add_short(out, value))
		return;
	/* The first that reads back is the shortest; some number of digits
	 * does, since 17 are enough for every double. */
	for (; precision <= MOST_DECIMALS; precision++) {
		if (plain)
			(void)snprintf(
			    text, sizeof(text), "%.*f", precision, value);
		else
			(void)snprintf(
			    text, sizeof(text), "%.*g", precision, value);
		if (!isfinite(value) || strtod(text, NULL) == value)
			break;
	}
	use_point(text);
	(void)hscan_buf_add_string(out, text);
}

void
hscan_add_decimal(struct hscan_buf *out, double value, int decimals)
{
	char text[NUMBER_SIZE];
	int precision = decimals < 9 ? decimals : 9;

	if (precision < 0)
		precision = 0;
	if (fabs(value) < 1e15) {
		(void)snprintf(text, sizeof(text), "%.*f", precision, value);
		value = strtod(text, NULL);
	}
	hscan_add_number(out, value);
}

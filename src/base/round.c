/* SPDX-License-Identifier: MIT */
/* Numbers as they are written; see round.h. */
#include "base/round.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

double
hscan_round4(double value)
{
	/* printf rounds the exact binary value, half to even: multiplying by
	 * 10000 first would round twice. */
	char text[400]; /* %f of the largest double takes 317 */
	double rounded;

	if (!isfinite(value) || fabs(value) >= 1e11)
		return value;
	(void)snprintf(text, sizeof(text), "%.4f", value);
	rounded = strtod(text, NULL);
	return rounded == 0.0 ? 0.0 : rounded;
}

void
hscan_add_number(struct hscan_buf *out, double value)
{
	char text[400]; /* %f of the largest double takes 317 */

	if (value == 0.0)
		value = 0.0; /* not -0 */
	for (int digits = 1; digits <= 17; digits++) {
		(void)snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	/* %g takes an exponent for 100000 with few digits; %f does not. */
	if (strchr(text, 'e') && fabs(value) < 1e15 && fabs(value) >= 1.0)
		(void)snprintf(text, sizeof(text), "%.0f", value);
	/* A library has no say in the locale: its point may be a comma. */
	for (char *c = text; *c; c++)
		if (!strchr("0123456789+-e", *c))
			*c = '.';
	(void)hscan_buf_add_string(out, text);
}

/* SPDX-License-Identifier: MIT */
/* Numbers from text; see number.h. */
#include "base/number.h"

#include "base/text.h"

bool
hscan_parse_i64(struct hscan_text text, int64_t min, int64_t max, int64_t *out)
{
	bool negative = false;
	int64_t value = 0; /* kept negative: INT64_MIN has no positive twin */

	if (text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+')) {
		negative = text.ptr[0] == '-';
		text.ptr++;
		text.len--;
	}
	if (text.len == 0)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		int digit = text.ptr[i] - '0';

		if (!hscan_is_digit(text.ptr[i]))
			return false;
		if (value < (INT64_MIN + digit) / 10)
			return false;
		value = value * 10 - digit;
	}
	if (!negative && value == INT64_MIN)
		return false;
	if (!negative)
		value = -value;
	if (value < min || value > max)
		return false;
	*out = value;
	return true;
}

bool
hscan_parse_decimal(struct hscan_text text, double *out)
{
	bool negative = false;
	bool point = false;
	int digits = 0, seen = 0;
	double value = 0.0, scale = 1.0;

	if (text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+')) {
		negative = text.ptr[0] == '-';
		text.ptr++;
		text.len--;
	}
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (!hscan_is_digit(text.ptr[i]))
			return false;
		seen++;
		if (digits > 0 || text.ptr[i] != '0')
			digits++;
		if (digits > 15)
			return false;
		value = value * 10.0 + (text.ptr[i] - '0');
		if (point)
			scale *= 10.0;
	}
	if (seen == 0)
		return false;
	value /= scale;
	*out = negative ? -value : value;
	return true;
}

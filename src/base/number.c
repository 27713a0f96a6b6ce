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
		if (!hscan_is_digit(text.ptr[i]) ||
		    __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, text.ptr[i] - '0', &value))
			return false;
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

/* Looked up: a whole history has some millions of digits. value + 1; 0: none.
 */
static unsigned
hex_value(char c)
{
	static const unsigned char values[256] = {['0'] = 1,
	    ['1'] = 2,
	    ['2'] = 3,
	    ['3'] = 4,
	    ['4'] = 5,
	    ['5'] = 6,
	    ['6'] = 7,
	    ['7'] = 8,
	    ['8'] = 9,
	    ['9'] = 10,
	    ['a'] = 11,
	    ['b'] = 12,
	    ['c'] = 13,
	    ['d'] = 14,
	    ['e'] = 15,
	    ['f'] = 16};

	return values[(unsigned char)c];
}

bool
hscan_parse_hex(struct hscan_text text, unsigned char *out, size_t size)
{
	if (text.len != 2 * size)
		return false;
	for (size_t i = 0; i < size; i++) {
		unsigned high = hex_value(text.ptr[2 * i]);
		unsigned low = hex_value(text.ptr[2 * i + 1]);

		if (high == 0 || low == 0)
			return false;
		out[i] = (unsigned char)((high - 1) * 16 + low - 1);
	}
	return true;
}

/* SPDX-License-Identifier: MIT */
/* Numbers: compared with what their digits say, and written so that they are
 * read as the same. */
#include <math.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/round.h"
#include "fuzz/fuzz.h"

enum { MOST_DIGITS = 15, MOST_DECIMALS = 9 };

static const int64_t untouched = INT64_C(-4711);

/* Takes the sign off. */
static bool
take_sign(struct hscan_text *text)
{
	bool negative = text->len > 0 && *text->ptr == '-';

	if (text->len > 0 && (*text->ptr == '-' || *text->ptr == '+')) {
		text->ptr++;
		text->len--;
	}
	return negative;
}

static bool
are_digits(struct hscan_text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!hscan_is_digit(text.ptr[i]))
			return false;
	return text.len > 0;
}

/* Without the zeroes in front; at least one digit stays. */
static struct hscan_text
significant(struct hscan_text digits)
{
	while (digits.len > 1 && *digits.ptr == '0') {
		digits.ptr++;
		digits.len--;
	}
	return digits;
}

/* By length, then digit by digit: no arithmetic that could overflow. */
static bool
is_at_most(struct hscan_text digits, const char *limit)
{
	size_t len = strlen(limit);

	if (digits.len != len)
		return digits.len < len;
	return memcmp(digits.ptr, limit, len) <= 0;
}

static void
ensure_integer(struct hscan_text text)
{
	struct hscan_text digits = text;
	bool negative = take_sign(&digits);
	int64_t out = untouched, narrow = untouched;
	char shown[32];
	bool fits = are_digits(digits) && is_at_most(significant(digits),
					      negative ? "9223372036854775808"
						       : "9223372036854775807");

	ENSURE(hscan_parse_i64(text, INT64_MIN, INT64_MAX, &out) == fits);
	if (!fits) {
		ENSURE(out == untouched);
		return;
	}
	(void)snprintf(shown, sizeof(shown), "%lld", (long long)out);
	ENSURE((shown[0] == '-') == (negative && out != 0));
	ENSURE(hscan_text_is(
	    significant(digits), shown[0] == '-' ? shown + 1 : shown));
	if (hscan_parse_i64(text, -100, 100, &narrow))
		ENSURE(narrow == out && out >= -100 && out <= 100);
	else
		ENSURE(out < -100 || out > 100);
}

/* Whether the text is a decimal number, by its looks. */
static bool
is_decimal(struct hscan_text text)
{
	size_t points = 0, seen = 0, digits = 0;

	(void)take_sign(&text);
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		points += c == '.';
		seen += hscan_is_digit(c);
		digits += hscan_is_digit(c) && (digits > 0 || c != '0');
	}
	return seen > 0 && points < 2 && seen + points == text.len &&
	       digits <= MOST_DIGITS;
}

static void
ensure_decimal(struct hscan_text text)
{
	double out = -4711.5, exact;
	char *string;

	ENSURE(hscan_parse_decimal(text, &out) == is_decimal(text));
	if (!is_decimal(text)) {
		ENSURE(out == -4711.5);
		return;
	}
	string = fuzz_string(text);
	exact = strtod(string, NULL);
	free(string);
	ENSURE(isfinite(out));
	ENSURE(fabs(out - exact) <= fabs(exact) * 1e-14 + 1e-300);
}

static double
read_back(const struct hscan_buf *buf)
{
	char *end;
	double value = strtod(hscan_buf_string(buf), &end);

	ENSURE(buf->failed == HSCAN_OK && buf->len > 0);
	ENSURE(end == buf->ptr + buf->len);
	ENSURE(strcmp(buf->ptr, "-0") != 0);
	return value;
}

static void
ensure_written(double value)
{
	double rounded = hscan_round4(value);
	struct hscan_buf buf;

	ENSURE(fabs(rounded - value) <= 0.00005 + fabs(value) * 1e-15);
	ENSURE(hscan_round4(rounded) == rounded);
	hscan_buf_init(&buf, 1024);
	hscan_add_number(&buf, value);
	ENSURE(read_back(&buf) == value);
	ENSURE(fabs(value) >= 1e15 || !strpbrk(buf.ptr, "eE"));
	/* Beyond that there are no decimals to leave out. */
	for (int decimals = 0; decimals <= MOST_DECIMALS && fabs(value) < 1e15;
	     decimals++) {
		double step = pow(10.0, -decimals);
		const char *point;

		hscan_buf_reset(&buf);
		hscan_add_decimal(&buf, value, decimals);
		ENSURE(fabs(read_back(&buf) - value) <=
		       step / 2 + fabs(value) * 1e-15);
		point = strchr(buf.ptr, '.');
		ENSURE(!point || strlen(point + 1) <= (size_t)decimals);
	}
	hscan_buf_clear(&buf);
}

static void
ensure_hex(struct hscan_text text)
{
	unsigned char out[8];
	char shown[2 * sizeof(out) + 1];

	if (!hscan_parse_hex(text, out, sizeof(out)))
		return;
	for (size_t i = 0; i < sizeof(out); i++)
		(void)snprintf(shown + 2 * i, 3, "%02x", out[i]);
	ENSURE(hscan_text_is(text, shown));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text text = fuzz_text(data, size);
	double value;

	ensure_integer(text);
	ensure_decimal(text);
	ensure_hex(text);
	if (size >= sizeof(value)) {
		memcpy(&value, data, sizeof(value));
		if (isfinite(value))
			ensure_written(value);
	}
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* Bounds written by people; see threshold.h. */
#include "model/threshold.h"

#include <stddef.h>
#include <string.h>

#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"

/* Which units a metric's own unit may be written in. */
static const struct {
	const char *metric_unit;
	const char *suffixes; /* each one character */
	const char *example;
} written_in[] = {
    {"hours", "smhdw", "such as 72h or 3d"},
    {"days", "hdw", "such as 14d or 2w"},
    {"weeks", "dw", "such as 14d or 2w"},
    {"%", "%", "such as 85%"},
};

static const struct {
	char suffix;
	double seconds;
} seconds_in[] = {
    {'s', 1.0},
    {'m', 60.0},
    {'h', 3600.0},
    {'d', 86400.0},
    {'w', 604800.0},
};

static double
seconds_of(char suffix)
{
	for (size_t i = 0; i < sizeof(seconds_in) / sizeof(seconds_in[0]); i++)
		if (seconds_in[i].suffix == suffix)
			return seconds_in[i].seconds;
	return 1.0; /* % */
}

/* Removes the unit from the end: '\0' if there is none, '?' if it is unknown.
 */
static char
take_suffix(struct hscan_text *value)
{
	char last;

	if (value->len == 0)
		return '\0';
	last = value->ptr[value->len - 1];
	if (hscan_is_digit(last) || last == '.')
		return '\0';
	value->len--;
	if (last == '\0' || !strchr("smhdw%", last))
		return '?';
	return last;
}

bool
hscan_threshold_is_value(struct hscan_text value)
{
	double number;

	return take_suffix(&value) != '?' &&
	       hscan_parse_decimal(value, &number);
}

enum hscan_status
hscan_threshold_value(struct hscan_text value, struct hscan_text metric_unit,
    double *out, struct hscan_error *err)
{
	struct hscan_text digits = value;
	char suffix = take_suffix(&digits);
	const char *suffixes = "";
	const char *example = "such as 2.5";
	char shown[64], unit[64];
	double number;

	for (size_t i = 0; i < sizeof(written_in) / sizeof(written_in[0]); i++)
		if (hscan_text_is(metric_unit, written_in[i].metric_unit)) {
			suffixes = written_in[i].suffixes;
			example = written_in[i].example;
		}
	if (!hscan_parse_decimal(digits, &number) ||
	    (suffix && !strchr(suffixes, suffix)))
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is not a number of %s; write a plain number%s%s",
		    hscan_safe(value, shown, sizeof(shown)),
		    hscan_safe(metric_unit, unit, sizeof(unit)),
		    *suffixes ? ", or one with a unit, " : ", ", example);
	if (suffix)
		number = number * seconds_of(suffix) /
			 seconds_of(metric_unit.ptr[0]);
	*out = number;
	return HSCAN_OK;
}

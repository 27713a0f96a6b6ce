/* SPDX-License-Identifier: MIT */
/* Bounds written by people; see threshold.h. */
#include "model/threshold.h"

#include <stddef.h>
#include <string.h>

#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"
#include "model/hours.h"

/* Which units a metric's own unit may be written in. */
struct written {
	const char *metric_unit;
	const char *suffixes; /* each one character */
	const char *examples;
	const char *example;
};

static const struct written written_in[] = {
    {"seconds", "smhdw", "such as 90s or 5m (s, m, h, d or w)", "5m"},
    {"minutes", "smhdw", "such as 90m or 2h (s, m, h, d or w)", "2h"},
    {"hours", "smhdw", "such as 72h or 3d (s, m, h, d or w)", "72h"},
    {"days", "hdw", "such as 14d or 2w (h, d or w)", "14d"},
    {"weeks", "dw", "such as 14d or 2w (d or w)", "2w"},
    {"%", "%", "such as 85%", "50%"},
};
/* Of hscan_threshold_in_hours() alone: elsewhere nobody knows how long a day of
 * it is. */
static const struct written business = {
    HSCAN_BUSINESS_UNIT, "smhdw", "such as 16h or 2d (s, m, h, d or w)", "2d"};
static const struct written plain = {"", "", "such as 2.5", "10"};

static const struct {
	const char *sign; /* on a keyboard, on a screen, and in words */
	const char *character;
	const char *word;
} comparisons[] = {
    [HSCAN_NO_BOUND] = {"", "", ""},
    [HSCAN_AT_MOST] = {"<=", "\xE2\x89\xA4", "at-most"},
    [HSCAN_LESS] = {"<", "<", "less-than"},
    [HSCAN_AT_LEAST] = {">=", "\xE2\x89\xA5", "at-least"},
    [HSCAN_MORE] = {">", ">", "more-than"},
};
enum { COMPARISONS = sizeof(comparisons) / sizeof(comparisons[0]) };

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

static const struct written *
find_written(struct hscan_text metric_unit)
{
	for (size_t i = 0; i < sizeof(written_in) / sizeof(written_in[0]); i++)
		if (hscan_text_is(metric_unit, written_in[i].metric_unit))
			return &written_in[i];
	return &plain;
}

const char *
hscan_threshold_example(struct hscan_text metric_unit)
{
	return find_written(metric_unit)->example;
}

/* --- how values compare --- */

const char *
hscan_threshold_word(enum hscan_comparison comparison)
{
	return comparisons[comparison].word;
}

/* Takes `start` from the text, and the spaces behind it. */
static bool
take(struct hscan_text *text, const char *start, bool with_space)
{
	size_t len = strlen(start);

	if (!hscan_text_starts(*text, start) ||
	    (with_space && (text->len == len || text->ptr[len] != ' ')))
		return false;
	text->ptr += len;
	text->len -= len;
	while (text->len > 0 && text->ptr[0] == ' ') {
		text->ptr++;
		text->len--;
	}
	return true;
}

enum hscan_comparison
hscan_threshold_take_comparison(struct hscan_text *bound)
{
	/* In the order of the enumeration "<=" comes before "<". */
	for (int i = HSCAN_AT_MOST; i < COMPARISONS; i++)
		if (take(bound, comparisons[i].sign, false) ||
		    take(bound, comparisons[i].character, false) ||
		    take(bound, comparisons[i].word, true))
			return (enum hscan_comparison)i;
	return HSCAN_NO_BOUND;
}

enum hscan_comparison
hscan_threshold_comparison(enum hscan_better better, bool risk)
{
	switch (better) {
	case HSCAN_BETTER_LOWER: return risk ? HSCAN_MORE : HSCAN_AT_MOST;
	case HSCAN_BETTER_HIGHER: return risk ? HSCAN_LESS : HSCAN_AT_LEAST;
	case HSCAN_BETTER_NEUTRAL: break;
	}
	return HSCAN_NO_BOUND;
}

/* --- how two bounds go together --- */

static bool
is_upper(const struct hscan_bound *bound)
{
	return bound->comparison == HSCAN_AT_MOST ||
	       bound->comparison == HSCAN_LESS;
}

static bool
holds_itself(const struct hscan_bound *bound)
{
	return bound->comparison == HSCAN_AT_MOST ||
	       bound->comparison == HSCAN_AT_LEAST;
}

bool
hscan_threshold_same_side(
    const struct hscan_bound *a, const struct hscan_bound *b)
{
	return is_upper(a) == is_upper(b);
}

bool
hscan_threshold_overlap(
    const struct hscan_bound *a, const struct hscan_bound *b)
{
	const struct hscan_bound *upper = is_upper(a) ? a : b;
	const struct hscan_bound *lower = is_upper(a) ? b : a;

	if (a->comparison == HSCAN_NO_BOUND || b->comparison == HSCAN_NO_BOUND)
		return false;
	if (hscan_threshold_same_side(a, b))
		return true;
	return lower->value < upper->value ||
	       (lower->value <= upper->value && holds_itself(lower) &&
		   holds_itself(upper));
}

/* --- values --- */

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

/* The number, and its unit as take_suffix() has it. */
static enum hscan_status
read_value(struct hscan_text value, const struct written *written,
    struct hscan_text metric_unit, double *number, char *suffix,
    struct hscan_error *err)
{
	struct hscan_text digits = value;
	char shown[64], unit[64];

	*suffix = take_suffix(&digits);
	if (hscan_parse_decimal(digits, number) &&
	    (!*suffix || strchr(written->suffixes, *suffix)))
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "'%s' is not a number of %s; write a plain number%s%s",
	    hscan_safe(value, shown, sizeof(shown)),
	    hscan_safe(metric_unit, unit, sizeof(unit)),
	    *written->suffixes ? ", or one with a unit, " : ", ",
	    written->examples);
}

enum hscan_status
hscan_threshold_value(struct hscan_text value, struct hscan_text metric_unit,
    double *out, struct hscan_error *err)
{
	enum hscan_status status;
	double number = 0.0;
	char suffix = '\0';

	status = read_value(value, find_written(metric_unit), metric_unit,
	    &number, &suffix, err);
	if (status != HSCAN_OK)
		return status;
	if (suffix)
		number = number * seconds_of(suffix) /
			 seconds_of(metric_unit.ptr[0]);
	*out = number;
	return HSCAN_OK;
}

enum hscan_status
hscan_threshold_in_hours(struct hscan_text value,
    const struct hscan_hours *hours, double *out, struct hscan_error *err)
{
	const struct hscan_text unit = hscan_text_of(HSCAN_BUSINESS_UNIT);
	enum hscan_status status;
	double number = 0.0, seconds;
	char suffix = '\0';

	status = read_value(value, &business, unit, &number, &suffix, err);
	if (status != HSCAN_OK)
		return status;
	seconds = suffix == 'd'   ? (double)hscan_hours_day_s(hours)
		  : suffix == 'w' ? (double)hscan_hours_week_s(hours)
		  : suffix        ? seconds_of(suffix)
				  : seconds_of('h');
	*out = number * seconds / seconds_of('h');
	return HSCAN_OK;
}

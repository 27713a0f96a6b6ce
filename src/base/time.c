/* SPDX-License-Identifier: MIT */
/* Instants and the calendar; see time.h. */
#include "base/time.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"

#define FIRST_TIME HSCAN_FIRST_YEAR
#define LAST_TIME  INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

struct civil {
	int64_t year, month, day, hour, minute, second;
};

/* Days since 1970-01-01; the algorithm of H. Hinnant, "chrono-compatible
 * low-level date algorithms". A year begins in March, so that the leap day
 * is its last. */
static int64_t
days_from_civil(int64_t year, int64_t month, int64_t day)
{
	int64_t era, year_of_era, day_of_year, day_of_era;

	year -= month <= 2;
	era = (year >= 0 ? year : year - 399) / 400;
	year_of_era = year - era * 400;
	day_of_year =
	    (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
		     day_of_year;
	return era * 146097 + day_of_era - 719468;
}

static struct civil
civil_from_time(int64_t when)
{
	int64_t days = when / HSCAN_DAY_S;
	int64_t second = when % HSCAN_DAY_S;
	int64_t era, doe, yoe, doy, mp;
	struct civil c;

	if (second < 0) {
		second += HSCAN_DAY_S;
		days--;
	}
	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	doe = days - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	c.day = doy - (153 * mp + 2) / 5 + 1;
	c.month = mp < 10 ? mp + 3 : mp - 9;
	c.year = yoe + era * 400 + (c.month <= 2);
	c.hour = second / 3600;
	c.minute = second / 60 % 60;
	c.second = second % 60;
	return c;
}

static int64_t
days_in_month(int64_t year, int64_t month)
{
	static const int64_t days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

static bool
time_from_civil(const struct civil *c, int64_t *out)
{
	int64_t second = c->second == 60 ? 59 : c->second;

	if (c->year < 1 || c->year > 9999 || c->month < 1 || c->month > 12)
		return false;
	if (c->day < 1 || c->day > days_in_month(c->year, c->month))
		return false;
	if (c->hour > 23 || c->minute > 59 || c->second > 60)
		return false;
	*out = days_from_civil(c->year, c->month, c->day) * HSCAN_DAY_S +
	       c->hour * 3600 + c->minute * 60 + second;
	return true;
}

/* Takes exactly `len` digits off the front. */
static bool
take_digits(struct hscan_text *text, size_t len, int64_t *out)
{
	if (text->len < len || !hscan_is_digit(text->ptr[0]))
		return false;
	if (!hscan_parse_i64(
		(struct hscan_text){text->ptr, len}, 0, INT64_MAX, out))
		return false;
	text->ptr += len;
	text->len -= len;
	return true;
}

static bool
take_one_of(struct hscan_text *text, const char *set)
{
	if (text->len == 0 || text->ptr[0] == '\0' ||
	    !strchr(set, text->ptr[0]))
		return false;
	text->ptr++;
	text->len--;
	return true;
}

static bool
take_date(struct hscan_text *text, struct civil *c)
{
	return take_digits(text, 4, &c->year) && take_one_of(text, "-") &&
	       take_digits(text, 2, &c->month) && take_one_of(text, "-") &&
	       take_digits(text, 2, &c->day);
}

static bool
take_clock(struct hscan_text *text, struct civil *c)
{
	return take_digits(text, 2, &c->hour) && take_one_of(text, ":") &&
	       take_digits(text, 2, &c->minute) && take_one_of(text, ":") &&
	       take_digits(text, 2, &c->second);
}

/* "Z", "+02:00" or "-0530"; seconds east of UTC. */
static bool
take_zone(struct hscan_text *text, int64_t *offset)
{
	int64_t hours, minutes;
	bool west;

	*offset = 0;
	if (take_one_of(text, "Zz"))
		return true;
	west = text->len > 0 && text->ptr[0] == '-';
	if (!take_one_of(text, "+-") || !take_digits(text, 2, &hours))
		return false;
	(void)take_one_of(text, ":");
	if (!take_digits(text, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*offset = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
	return true;
}

bool
hscan_parse_time(struct hscan_text text, int64_t *out)
{
	struct civil c = {0};
	int64_t when, offset;

	if (!take_date(&text, &c) || !take_one_of(&text, "Tt ") ||
	    !take_clock(&text, &c))
		return false;
	if (take_one_of(&text, ".")) {
		if (!take_one_of(&text, "0123456789"))
			return false;
		while (take_one_of(&text, "0123456789"))
			continue;
	}
	if (!take_zone(&text, &offset) || text.len > 0)
		return false;
	if (!time_from_civil(&c, &when))
		return false;
	when -= offset;
	if (when < FIRST_TIME || when > LAST_TIME)
		return false;
	*out = when;
	return true;
}

bool
hscan_parse_when(struct hscan_text text, int64_t *out)
{
	struct hscan_text rest = text;
	struct civil c = {0};

	if (take_date(&rest, &c) && rest.len == 0)
		return time_from_civil(&c, out);
	return hscan_parse_time(text, out);
}

bool
hscan_parse_duration(struct hscan_text text, int64_t *seconds)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', HSCAN_DAY_S},
	    {'w', HSCAN_WEEK_S}};
	const int64_t longest = 366000 * HSCAN_DAY_S;
	int64_t number;

	if (text.len < 2 || !hscan_is_digit(text.ptr[0]))
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (text.ptr[text.len - 1] != units[i].unit)
			continue;
		text.len--;
		if (!hscan_parse_i64(
			text, 1, longest / units[i].seconds, &number))
			return false;
		*seconds = number * units[i].seconds;
		return true;
	}
	return false;
}

static struct civil
civil_clamped(int64_t when)
{
	if (when < FIRST_TIME)
		when = FIRST_TIME;
	if (when > LAST_TIME)
		when = LAST_TIME;
	return civil_from_time(when);
}

/* By hand: a report has hundreds of them. Returns where it ends. */
static char *
put_digits(char *to, int64_t number, int digits, char after)
{
	for (int i = digits - 1; i >= 0; i--) {
		to[i] = (char)('0' + number % 10);
		number /= 10;
	}
	to[digits] = after;
	return to + digits + 1;
}

static char *
put_date(char *to, const struct civil *c, char after)
{
	to = put_digits(to, c->year, 4, '-');
	to = put_digits(to, c->month, 2, '-');
	return put_digits(to, c->day, 2, after);
}

void
hscan_format_time(int64_t when, char out[HSCAN_TIME_SIZE])
{
	struct civil c = civil_clamped(when);
	char *to = put_date(out, &c, 'T');

	to = put_digits(to, c.hour, 2, ':');
	to = put_digits(to, c.minute, 2, ':');
	to = put_digits(to, c.second, 2, 'Z');
	*to = '\0';
}

void
hscan_format_date(int64_t when, char out[HSCAN_TIME_SIZE])
{
	struct civil c = civil_clamped(when);

	(void)put_date(out, &c, '\0');
}

/* --- HTTP dates --- */

static bool
take_month(struct hscan_text *text, int64_t *month)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (int64_t i = 0; i < 12; i++) {
		if (text->len < 3 || memcmp(text->ptr, names + 3 * i, 3) != 0)
			continue;
		text->ptr += 3;
		text->len -= 3;
		*month = i + 1;
		return true;
	}
	return false;
}

static bool
take_word(struct hscan_text *text, const char *word)
{
	if (!hscan_text_starts(*text, word))
		return false;
	text->ptr += strlen(word);
	text->len -= strlen(word);
	return true;
}

/* "06 Nov 1994 08:49:37 GMT" */
static bool
imf_date(struct hscan_text text, struct civil *c)
{
	return take_digits(&text, 2, &c->day) && take_word(&text, " ") &&
	       take_month(&text, &c->month) && take_word(&text, " ") &&
	       take_digits(&text, 4, &c->year) && take_word(&text, " ") &&
	       take_clock(&text, c) && take_word(&text, " GMT") &&
	       text.len == 0;
}

/* "06-Nov-94 08:49:37 GMT"; two digits are 1970 to 2069. */
static bool
rfc850_date(struct hscan_text text, struct civil *c)
{
	if (!take_digits(&text, 2, &c->day) || !take_word(&text, "-") ||
	    !take_month(&text, &c->month) || !take_word(&text, "-") ||
	    !take_digits(&text, 2, &c->year) || !take_word(&text, " "))
		return false;
	c->year += c->year < 70 ? 2000 : 1900;
	return take_clock(&text, c) && take_word(&text, " GMT") &&
	       text.len == 0;
}

/* "Nov  6 08:49:37 1994" */
static bool
asctime_date(struct hscan_text text, struct civil *c)
{
	if (!take_month(&text, &c->month) || !take_word(&text, " "))
		return false;
	if (!take_digits(&text, 2, &c->day) &&
	    !(take_word(&text, " ") && take_digits(&text, 1, &c->day)))
		return false;
	return take_word(&text, " ") && take_clock(&text, c) &&
	       take_word(&text, " ") && take_digits(&text, 4, &c->year) &&
	       text.len == 0;
}

bool
hscan_parse_http_date(struct hscan_text text, int64_t *out)
{
	struct hscan_text rest = hscan_text_trim(text);
	struct hscan_text day = hscan_text_split(&rest, ' ');
	struct civil c = {0};

	/* The name of the day is not checked. */
	rest = hscan_text_trim(rest);
	if (day.len == 0 || rest.len == 0)
		return false;
	if (imf_date(rest, &c) || rfc850_date(rest, &c) ||
	    asctime_date(rest, &c))
		return time_from_civil(&c, out);
	return false;
}

void
hscan_civil_of(int64_t when, int64_t *year, int *month, int *day)
{
	struct civil c = civil_from_time(when);

	*year = c.year;
	*month = (int)c.month;
	*day = (int)c.day;
}

int64_t
hscan_civil_to(int64_t year, int month, int day)
{
	return days_from_civil(year, month, day) * HSCAN_DAY_S;
}

int64_t
hscan_add_months(int64_t when, int64_t months)
{
	struct civil c = civil_from_time(when);
	int64_t count, last, second;

	/* More than the whole range of years. */
	if (months < -120000 || months > 120000)
		return HSCAN_NEVER;
	count = c.year * 12 + c.month - 1 + months;
	if (count < 12 || count >= INT64_C(10000) * 12)
		return HSCAN_NEVER;
	c.year = count / 12;
	c.month = count % 12 + 1;
	last = days_in_month(c.year, c.month);
	if (c.day > last)
		c.day = last;
	second = c.hour * 3600 + c.minute * 60 + c.second;
	return days_from_civil(c.year, c.month, c.day) * HSCAN_DAY_S + second;
}

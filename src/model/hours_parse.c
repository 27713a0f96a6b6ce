/* SPDX-License-Identifier: MIT */
/* Reads working hours and holidays as people write them; see hours.h. */
#include <stdlib.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "model/hours.h"
#include "model/zone.h"

static const char advice[] = "write days, hours and a time zone, such as "
			     "\"Mon-Fri 09:00-17:00 Europe/Berlin\"";

/* --- days --- */

static bool
find_day(struct hscan_text word, size_t *out)
{
	static const char *const names[] = {
	    "mon", "tue", "wed", "thu", "fri", "sat", "sun"};

	for (size_t i = 0; i < 7; i++)
		if (hscan_text_is_nocase(word, names[i])) {
			*out = i;
			return true;
		}
	return false;
}

/* "Mon,Wed-Fri" as a set of 1 << day; 0: it is none. */
static unsigned
parse_days(struct hscan_text text)
{
	unsigned set = 0;

	while (text.ptr) {
		struct hscan_text part = hscan_text_split(&text, ',');
		struct hscan_text from = hscan_text_split(&part, '-');
		size_t first, last;

		if (!find_day(from, &first))
			return 0;
		last = first;
		if (part.ptr && !find_day(part, &last))
			return 0;
		for (size_t day = first;; day = (day + 1) % 7) {
			set |= 1U << day;
			if (day == last)
				break;
		}
	}
	return set;
}

/* --- spans of a day --- */

/* Two digits. */
static bool
parse_two(struct hscan_text text, int64_t *out)
{
	if (text.len != 2 || !hscan_is_digit(text.ptr[0]) ||
	    !hscan_is_digit(text.ptr[1]))
		return false;
	*out = (text.ptr[0] - '0') * 10 + (text.ptr[1] - '0');
	return true;
}

/* "09:00", to "24:00". */
static bool
parse_clock(struct hscan_text text, int64_t *out)
{
	struct hscan_text hour = hscan_text_split(&text, ':');
	int64_t hours, minutes;

	if (!text.ptr || !parse_two(hour, &hours) ||
	    !parse_two(text, &minutes) || minutes > 59)
		return false;
	*out = hours * 3600 + minutes * 60;
	return *out <= HSCAN_DAY_S;
}

static bool
parse_span(struct hscan_text text, struct hscan_hours_span *out)
{
	struct hscan_text from = hscan_text_split(&text, '-');

	return text.ptr && parse_clock(from, &out->from) &&
	       parse_clock(text, &out->to) && out->from < out->to;
}

/* Keeps them in order; false: it meets another, or there are too many. */
static bool
add_span(struct hscan_hours_day *day, const struct hscan_hours_span *span)
{
	size_t at = day->len;

	if (day->len == HSCAN_HOURS_SPANS)
		return false;
	while (at > 0 && day->spans[at - 1].from > span->from)
		at--;
	if ((at > 0 && day->spans[at - 1].to > span->from) ||
	    (at < day->len && day->spans[at].from < span->to))
		return false;
	memmove(&day->spans[at + 1], &day->spans[at],
	    (day->len - at) * sizeof(*day->spans));
	day->spans[at] = *span;
	day->len++;
	return true;
}

static bool
add_spans(struct hscan_hours *hours, unsigned days, struct hscan_text text)
{
	while (text.ptr) {
		struct hscan_text part = hscan_text_split(&text, ',');
		struct hscan_hours_span span;

		if (!parse_span(part, &span))
			return false;
		for (size_t i = 0; i < 7; i++)
			if (days & 1U << i && !add_span(&hours->days[i], &span))
				return false;
	}
	return true;
}

/* --- lines --- */

/* A word without the white space around it off the front. */
static struct hscan_text
take_word(struct hscan_text *rest)
{
	struct hscan_text word;

	*rest = hscan_text_trim(*rest);
	word = (struct hscan_text){rest->ptr, 0};
	while (rest->len > 0 && !hscan_is_space(*rest->ptr)) {
		word.len++;
		rest->ptr++;
		rest->len--;
	}
	return word;
}

static enum hscan_status
set_zone(
    struct hscan_hours *hours, struct hscan_text zone, struct hscan_error *err)
{
	char shown[120];

	(void)hscan_safe(zone, shown, sizeof(shown));
	if (!hscan_zone_is_name(zone) || zone.len >= HSCAN_HOURS_ZONE_SIZE)
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is not the name of a time zone; %s", shown, advice);
	if (hscan_hours_are_set(hours) &&
	    !hscan_text_is(zone, hours->zone_name))
		return hscan_fail(err, HSCAN_EINVAL,
		    "working hours have one time zone, and these have two, %s "
		    "and %s; write all lines in one of them",
		    hours->zone_name, shown);
	memcpy(hours->zone_name, zone.ptr, zone.len);
	hours->zone_name[zone.len] = '\0';
	return HSCAN_OK;
}

enum hscan_status
hscan_hours_add(
    struct hscan_hours *hours, struct hscan_text line, struct hscan_error *err)
{
	struct hscan_hours changed = *hours;
	struct hscan_text rest = line;
	struct hscan_text days = take_word(&rest);
	struct hscan_text spans = take_word(&rest);
	struct hscan_text zone = take_word(&rest);
	unsigned set = parse_days(days);
	enum hscan_status status;
	char shown[120];

	(void)hscan_safe(line, shown, sizeof(shown));
	if (set == 0 || zone.len == 0 || hscan_text_trim(rest).len > 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is no line of working hours; %s", shown, advice);
	if (!add_spans(&changed, set, spans))
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s': its hours are not from 00:00 to 24:00 with the "
		    "earlier one first, or meet others of the same day; %s",
		    shown, advice);
	status = set_zone(&changed, zone, err);
	if (status == HSCAN_OK)
		*hours = changed;
	return status;
}

/* --- holidays --- */

static int
by_day(const void *a, const void *b)
{
	const int64_t *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

enum hscan_status
hscan_hours_set_holidays(struct hscan_hours *hours,
    const struct hscan_text *dates, size_t len, struct hscan_arena *arena,
    struct hscan_error *err)
{
	int64_t *days = hscan_arena_alloc(arena, len + 1, sizeof(*days));
	char shown[80];

	if (!days)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++) {
		int64_t when;

		if (dates[i].len != sizeof("2026-12-25") - 1 ||
		    !hscan_parse_when(dates[i], &when))
			return hscan_fail(err, HSCAN_EINVAL,
			    "'%s' is no date of a holiday; write it as "
			    "2026-12-25",
			    hscan_safe(dates[i], shown, sizeof(shown)));
		/* Of years before 1970, too. */
		days[i] = when / HSCAN_DAY_S;
	}
	if (len > 0)
		qsort(days, len, sizeof(*days), by_day);
	hours->holidays = days;
	hours->holidays_len = len;
	return HSCAN_OK;
}

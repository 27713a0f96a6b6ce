/* SPDX-License-Identifier: MIT */
/* Reads working hours and holidays as people write them, and writes them so;
 * see hours.h. */
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

static const char *const day_names[] = {
    "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

static bool
find_day(struct hscan_text word, size_t *out)
{
	for (size_t i = 0; i < 7; i++)
		if (hscan_text_is_nocase(word, day_names[i])) {
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
	char shown[120], bad[60];

	(void)hscan_safe(line, shown, sizeof(shown));
	if (set == 0 || zone.len == 0 || hscan_text_trim(rest).len > 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is no line of working hours; %s", shown, advice);
	if (!add_spans(&changed, set, spans))
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s': '%s' are no hours of a day; each span is "
		    "HH:MM-HH:MM within 00:00-24:00, no two of a day overlap, "
		    "and there are at most %d; %s",
		    shown, hscan_safe(spans, bad, sizeof(bad)),
		    HSCAN_HOURS_SPANS, advice);
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
hscan_hours_holiday(
    struct hscan_text date, int64_t *day, struct hscan_error *err)
{
	int64_t when;
	char shown[80];

	if (date.len != sizeof("2026-12-25") - 1 ||
	    !hscan_parse_when(date, &when))
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is no date of a holiday; write it as 2026-12-25",
		    hscan_safe(date, shown, sizeof(shown)));
	/* Of years before 1970, too. */
	*day = when / HSCAN_DAY_S;
	return HSCAN_OK;
}

enum hscan_status
hscan_hours_set_holidays(struct hscan_hours *hours,
    const struct hscan_text *dates, size_t len, struct hscan_arena *arena,
    struct hscan_error *err)
{
	int64_t *days = hscan_arena_alloc(arena, len + 1, sizeof(*days));
	enum hscan_status status = HSCAN_OK;
	size_t kept = 0;

	if (!days)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		status = hscan_hours_holiday(dates[i], &days[i], err);
	if (status != HSCAN_OK)
		return status;
	if (len > 0)
		qsort(days, len, sizeof(*days), by_day);
	for (size_t i = 0; i < len; i++)
		if (kept == 0 || days[kept - 1] != days[i])
			days[kept++] = days[i];
	hours->holidays = days;
	hours->holidays_len = kept;
	return HSCAN_OK;
}

/* --- writing --- */

static bool
are_same(const struct hscan_hours_day *a, const struct hscan_hours_day *b)
{
	return a->len == b->len &&
	       memcmp(a->spans, b->spans, a->len * sizeof(*a->spans)) == 0;
}

static void
add_clock(struct hscan_buf *out, int64_t seconds)
{
	(void)hscan_buf_add_format(out, "%02d:%02d", (int)(seconds / 3600),
	    (int)(seconds % 3600 / 60));
}

bool
hscan_hours_next_line(
    const struct hscan_hours *hours, size_t *day, struct hscan_buf *out)
{
	const struct hscan_hours_day *first;
	size_t from = *day, to;

	while (from < 7 && hours->days[from].len == 0)
		from++;
	*day = from;
	if (from >= 7)
		return false;
	first = &hours->days[from];
	to = from;
	while (to + 1 < 7 && are_same(first, &hours->days[to + 1]))
		to++;
	*day = to + 1;
	(void)hscan_buf_add_string(out, day_names[from]);
	if (to > from)
		(void)hscan_buf_add_format(out, "-%s", day_names[to]);
	for (size_t i = 0; i < first->len; i++) {
		(void)hscan_buf_add_char(out, i > 0 ? ',' : ' ');
		add_clock(out, first->spans[i].from);
		(void)hscan_buf_add_char(out, '-');
		add_clock(out, first->spans[i].to);
	}
	return true;
}

/* SPDX-License-Identifier: MIT */
/* From settings to working hours; see working_hours.h. */
#include "app/working_hours.h"

#include "app/zone_file.h"
#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"
#include "model/length.h"

enum { MOST_LINES = 7, LONGEST_LINE = 1024 };

/* --- what may be written --- */

enum hscan_status
working_hours_check(struct hscan_text line, struct hscan_error *err)
{
	struct hscan_hours hours = {.zone_name = ""};

	if (hscan_text_is(line, WORKING_HOURS_NONE))
		return HSCAN_OK;
	return hscan_hours_add(&hours, line, err);
}

enum hscan_status
working_hours_check_holiday(struct hscan_text date, struct hscan_error *err)
{
	int64_t day;

	return hscan_hours_holiday(date, &day, err);
}

enum hscan_status
working_hours_check_within(struct hscan_text length, struct hscan_error *err)
{
	struct hscan_length within;
	char shown[80];

	if (hscan_length_parse(length, &within))
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "'%s' is not a length of time; write a whole number and one of s, "
	    "m, h, d, w, such as 2d",
	    hscan_safe(length, shown, sizeof(shown)));
}

/* --- what is written --- */

static size_t
count_none(const struct settings_list *lines)
{
	size_t count = 0;

	for (size_t i = 0; i < lines->len; i++)
		if (hscan_text_is(lines->items[i], WORKING_HOURS_NONE))
			count++;
	return count;
}

static enum hscan_status
is_mixed(struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EINVAL,
	    "hours.work: " WORKING_HOURS_NONE
	    " means that waits are counted in all hours, and stands beside "
	    "lines of hours; leave it out, or them");
}

enum hscan_status
working_hours_read(const struct settings *settings, struct hscan_arena *arena,
    struct hscan_hours *out, struct hscan_error *err)
{
	const struct settings_list *lines = &settings->hours;
	const struct settings_list *dates = &settings->holidays;
	struct hscan_hours hours = {.zone_name = ""};
	size_t none = count_none(lines);
	enum hscan_status status = HSCAN_OK;

	*out = hours;
	if (none == lines->len)
		return HSCAN_OK;
	if (none > 0)
		return is_mixed(err);
	for (size_t i = 0; i < lines->len && status == HSCAN_OK; i++)
		status = hscan_hours_add(&hours, lines->items[i], err);
	if (status != HSCAN_OK)
		hscan_error_prefix(err, "hours.work: ");
	else
		status = hscan_hours_set_holidays(
		    &hours, dates->items, dates->len, arena, err);
	if (status == HSCAN_OK)
		*out = hours;
	return status;
}

/* "Mon-Fri 09:00-17:00 Europe/Berlin", and so on. */
static enum hscan_status
add_lines(const struct hscan_hours *hours, struct hscan_arena *arena,
    struct hscan_business *words, struct hscan_error *err)
{
	struct hscan_text *lines =
	    hscan_arena_alloc(arena, MOST_LINES, sizeof(*lines));
	struct hscan_buf line;
	size_t day = 0, len = 0;
	bool good = lines != NULL;

	hscan_buf_init(&line, LONGEST_LINE);
	while (good && hscan_hours_next_line(hours, &day, &line)) {
		(void)hscan_buf_add_format(&line, " %s", hours->zone_name);
		lines[len] = hscan_arena_dup(arena, hscan_buf_text(&line));
		good = line.failed == HSCAN_OK && lines[len++].ptr;
		hscan_buf_reset(&line);
	}
	hscan_buf_clear(&line);
	words->work = lines;
	words->work_len = len;
	words->holidays = hours->holidays_len;
	return good ? HSCAN_OK : hscan_no_memory(err);
}

enum hscan_status
working_hours_open(const struct settings *settings, struct hscan_arena *arena,
    const struct hscan_hours **out, const struct hscan_business **words,
    struct hscan_error *err)
{
	struct hscan_hours *hours = hscan_arena_alloc(arena, 1, sizeof(*hours));
	struct hscan_business *said =
	    hscan_arena_alloc(arena, 1, sizeof(*said));
	const struct hscan_zone *zone = NULL;
	enum hscan_status status;

	*out = NULL;
	*words = NULL;
	if (!hours || !said)
		return hscan_no_memory(err);
	status = working_hours_read(settings, arena, hours, err);
	if (status != HSCAN_OK || !hscan_hours_are_set(hours))
		return status;
	status = zone_file_read(
	    settings->zone_folder, hours->zone_name, arena, &zone, err);
	if (status != HSCAN_OK)
		hscan_error_prefix(err, "hours.work: ");
	else
		status = hscan_hours_prepare(hours, zone, arena, err);
	if (status == HSCAN_OK)
		status = add_lines(hours, arena, said, err);
	if (status == HSCAN_OK)
		status = zone_file_release(
		    settings->zone_folder, arena, &said->tz, err);
	if (status != HSCAN_OK)
		return status;
	*out = hours;
	*words = said;
	return HSCAN_OK;
}

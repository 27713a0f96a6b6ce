/* SPDX-License-Identifier: MIT */
/* Lengths of time as people write them; see length.h. */
#include "model/length.h"

#include <stddef.h>

#include "base/number.h"
#include "base/text.h"
#include "base/time.h"

static const struct unit {
	char letter;
	int64_t seconds;
	const char *name;
} units[] = {
    {'s', 1, "second"},
    {'m', 60, "minute"},
    {'h', 3600, "hour"},
    {'d', HSCAN_DAY_S, "day"},
    {'w', HSCAN_WEEK_S, "week"},
};

bool
hscan_length_parse(struct hscan_text text, struct hscan_length *out)
{
	struct hscan_length length;
	int64_t seconds;

	if (!hscan_parse_duration(text, &seconds))
		return false;
	length.unit = text.ptr[text.len - 1];
	text.len--;
	if (!hscan_parse_i64(text, 1, INT64_MAX, &length.count))
		return false;
	*out = length;
	return true;
}

static const struct unit *
unit_of(struct hscan_length length)
{
	size_t i = 0;

	while (units[i].letter != length.unit)
		i++;
	return &units[i];
}

int64_t
hscan_length_s(struct hscan_length length, const struct hscan_hours *hours)
{
	if (hours && hscan_hours_are_set(hours) && length.unit == 'd')
		return length.count * hscan_hours_day_s(hours);
	if (hours && hscan_hours_are_set(hours) && length.unit == 'w')
		return length.count * hscan_hours_week_s(hours);
	return length.count * unit_of(length)->seconds;
}

void
hscan_add_length(
    struct hscan_buf *out, struct hscan_length length, bool business)
{
	if (business)
		(void)hscan_buf_add_format(out, "%lld business %s%s",
		    (long long)length.count, unit_of(length)->name,
		    length.count == 1 ? "" : "s");
	else
		(void)hscan_buf_add_format(
		    out, "%lld%c", (long long)length.count, length.unit);
}

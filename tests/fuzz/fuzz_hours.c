/* SPDX-License-Identifier: MIT */
/* Working hours and lengths of time as people write them: what was read is
 * written as the same again, and what is refused leaves nothing behind. */
#include "base/time.h"
#include "fuzz/fuzz.h"
#include "model/hours.h"
#include "model/length.h"

enum { LONGEST_LINE = 1024 };

/* A line a text, with the zone behind it. */
static void
ensure_again(const struct hscan_hours *hours)
{
	struct hscan_hours again = {.zone_name = ""};
	struct hscan_buf line;
	size_t day = 0;

	hscan_buf_init(&line, LONGEST_LINE);
	while (hscan_hours_next_line(hours, &day, &line)) {
		(void)hscan_buf_add_format(&line, " %s", hours->zone_name);
		ENSURE(line.failed == HSCAN_OK);
		ENSURE(hscan_hours_add(&again, hscan_buf_text(&line), NULL) ==
		       HSCAN_OK);
		hscan_buf_reset(&line);
	}
	ENSURE(memcmp(&again, hours, sizeof(again)) == 0);
	ENSURE(hscan_hours_day_s(hours) <= HSCAN_DAY_S &&
	       hscan_hours_week_s(hours) <= HSCAN_WEEK_S &&
	       hscan_hours_week_s(hours) >= hscan_hours_day_s(hours) &&
	       hscan_hours_day_s(hours) > 0);
	hscan_buf_clear(&line);
}

static void
ensure_length(struct hscan_text text, const struct hscan_hours *hours)
{
	struct hscan_length length;

	if (!hscan_length_parse(text, &length))
		return;
	ENSURE(length.count > 0 && hscan_length_s(length, NULL) > 0);
	ENSURE(hscan_length_s(length, hours) <= hscan_length_s(length, NULL));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hscan_text rest = fuzz_text(data, size);
	struct hscan_hours hours = {.zone_name = ""}, before;
	struct hscan_error err = {.status = HSCAN_OK};

	while (rest.ptr) {
		struct hscan_text line = hscan_text_split(&rest, '\n');
		enum hscan_status status;

		before = hours;
		status = hscan_hours_add(&hours, line, &err);
		if (status != HSCAN_OK) {
			ENSURE(status == HSCAN_EINVAL);
			ENSURE(memcmp(&before, &hours, sizeof(hours)) == 0);
			fuzz_ensure_failure(&err, status);
		}
		ensure_length(line, &hours);
	}
	if (hscan_hours_are_set(&hours))
		ensure_again(&hours);
	return 0;
}

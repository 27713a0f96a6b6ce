/* SPDX-License-Identifier: MIT */
/* Files of tz data: whatever is in one that is read, clocks there are never
 * further from UTC than clocks can be, and a reading of them is an instant. */
#include "base/time.h"
#include "fuzz/fuzz.h"
#include "model/zone.h"

/* A file has at most 26 hours, a rule 25. */
enum { FARTHEST = 26 * 3600 };

static const int64_t instants[] = {HSCAN_FIRST_YEAR, -1, 0, INT64_C(1325239200),
    INT64_C(1711846800), INT64_C(1774746000), INT64_C(4102444800),
    INT64_C(253402300799)};

static void
ensure_zone(const struct hscan_zone *zone)
{
	for (size_t i = 0; i < sizeof(instants) / sizeof(instants[0]); i++) {
		int64_t offset = hscan_zone_offset(zone, instants[i]);
		int64_t instant = hscan_zone_instant(zone, instants[i]);

		ENSURE(offset >= -FARTHEST && offset <= FARTHEST);
		ENSURE(instant >= instants[i] - FARTHEST - 1 &&
		       instant <= instants[i] + FARTHEST + 1);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_zone *zone = NULL;
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_arena arena;
	enum hscan_status status;

	hscan_arena_init(&arena);
	status = hscan_zone_parse(
	    fuzz_text(data, size), "Test/Zone", &arena, &zone, &err);
	if (status == HSCAN_OK) {
		ensure_zone(zone);
	} else {
		ENSURE(status == HSCAN_EPARSE && !zone);
		fuzz_ensure_failure(&err, status);
	}
	hscan_arena_clear(&arena);
	return 0;
}

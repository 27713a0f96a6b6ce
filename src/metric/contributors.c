/* SPDX-License-Identifier: MIT */
/* When people contributed, and who is one of them; see contributors.h. */
#include "metric/contributors.h"

#include "base/time.h"

/* That of 1969, too. */
static int64_t
day_of(int64_t when)
{
	return when / HSCAN_DAY_S - (when % HSCAN_DAY_S < 0);
}

int64_t
hscan_came_again(const int64_t *at, size_t len)
{
	int64_t first = day_of(at[0]);

	for (size_t i = 1; i < len; i++)
		if (day_of(at[i]) > first)
			return at[i];
	return HSCAN_NEVER;
}

size_t
hscan_same_leader(size_t *leaders, size_t of)
{
	while (leaders[of] != of) {
		leaders[of] = leaders[leaders[of]];
		of = leaders[of];
	}
	return of;
}

void
hscan_same_join(size_t *leaders, size_t one, size_t other)
{
	size_t a = hscan_same_leader(leaders, one);
	size_t b = hscan_same_leader(leaders, other);

	if (a < b)
		leaders[b] = a;
	else
		leaders[a] = b;
}

/* SPDX-License-Identifier: MIT */
/* The rule that a TZif file ends with: POSIX's TZ with the wider hours of
 * RFC 9636 ("CET-1CEST,M3.5.0,M10.5.0/3"). Pure. */
#ifndef HSCAN_MODEL_ZONE_RULE_H
#define HSCAN_MODEL_ZONE_RULE_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/text.h>

/* A day of each year, and the time of that day by the clocks until then. */
struct hscan_zone_day {
	enum {
		HSCAN_ZONE_JULIAN,  /* Jn: from 1 to 365, never 29 February */
		HSCAN_ZONE_ORDINAL, /* n: from 0 to 365 */
		HSCAN_ZONE_MONTH,   /* Mm.w.d */
	} kind;
	int day; /* n, or the day of the week from 0, Sunday */
	int month, week;
	int64_t time; /* seconds since 00:00; may be below 0 or above a day */
};

struct hscan_zone_rule {
	bool known;
	int64_t standard; /* seconds ahead of UTC */
	bool changes;     /* there is summer time */
	int64_t summer;   /* likewise, from `begins` to `ends` */
	struct hscan_zone_day begins, ends;
};

/* False: it is no such rule. */
bool hscan_zone_rule_parse(struct hscan_text text, struct hscan_zone_rule *out);

/* By how many seconds clocks are ahead of UTC at an instant. */
int64_t hscan_zone_rule_offset(
    const struct hscan_zone_rule *rule, int64_t when);

#endif

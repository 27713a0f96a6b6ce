/* SPDX-License-Identifier: MIT */
/* Time zones as files of tz data, made here: tests do not depend on which
 * release of it there is, or whether. */
#ifndef HSCAN_TESTS_ZONES_H
#define HSCAN_TESTS_ZONES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "model/zone.h"

#define ZONE_BERLIN "CET-1CEST,M3.5.0,M10.5.0/3"
#define ZONE_UTC    "UTC0"

/* The counts of a header, and two offsets of which the second is from an
 * instant on. */
static const char zone_bare[] = "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				"\0\0\0\1\0\0\0\4"
				"\0\0\0\0\0\0AAA";

static inline void
zone_put(char *to, int64_t value, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--) {
		to[i] = (char)(unsigned char)(value & 0xFF);
		value >>= 8;
	}
}

static inline const struct hscan_zone *
zone_parse(const char *file, size_t len, struct hscan_arena *arena)
{
	const struct hscan_zone *zone = NULL;
	struct hscan_error err;

	return hscan_zone_parse((struct hscan_text){file, len}, "Test", arena,
		   &zone, &err) == HSCAN_OK
		   ? zone
		   : NULL;
}

/* A file without a table: its rule alone. NULL: it is none. */
static inline const struct hscan_zone *
zone_of_rule(const char *rule, struct hscan_arena *arena)
{
	char file[256];
	size_t at = 2 * sizeof(zone_bare), len = strlen(rule);

	memcpy(file, zone_bare, sizeof(zone_bare));
	memcpy(file + sizeof(zone_bare), zone_bare, sizeof(zone_bare));
	file[at++] = '\n';
	memcpy(file + at, rule, len);
	at += len;
	file[at++] = '\n';
	return zone_parse(file, at, arena);
}

/* Clocks that are set once, from one offset in seconds to another. */
static inline const struct hscan_zone *
zone_with_change(
    int64_t when, int64_t before, int64_t after, struct hscan_arena *arena)
{
	char file[256] = {0};
	size_t at = sizeof(zone_bare);

	memcpy(file, zone_bare, sizeof(zone_bare));
	memcpy(file + at, zone_bare, 36);
	zone_put(file + at + 32, 1, 4); /* one time */
	zone_put(file + at + 36, 2, 4); /* two offsets */
	zone_put(file + at + 40, 4, 4); /* four letters */
	at += 44;
	zone_put(file + at, when, 8);
	file[at + 8] = 1;
	zone_put(file + at + 9, before, 4);
	zone_put(file + at + 15, after, 4);
	memcpy(file + at + 21, "AAA\0\n\n", 6);
	return zone_parse(file, at + 27, arena);
}

#endif

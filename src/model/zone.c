/* SPDX-License-Identifier: MIT */
/* Reads a time zone and reckons with it; see zone.h. The footer's rules are in
 * zone_rule.c. */
#include "model/zone.h"

#include <string.h>

#include "base/text.h"
#include "model/zone_rule.h"

enum {
	HEADER = 44,
	MOST_TRANSITIONS = 16 * 1024,
	MOST_TYPES = 256,
	LONGEST_NAME = 255,
	/* More than clocks have ever been away from UTC, either way. */
	MOST_OFFSET_S = 26 * 3600,
};

struct hscan_zone {
	const int64_t *from; /* ascending: from when on an offset holds */
	const int64_t *offset;
	size_t len;
	int64_t first; /* the offset before them all */
	int64_t reach; /* the greatest distance from UTC, either way */
	/* After the last of them; not known: that one's goes on. */
	struct hscan_zone_rule rule;
};

/* --- names --- */

static bool
is_part(struct hscan_text part)
{
	for (size_t i = 0; i < part.len; i++)
		if (!hscan_is_alnum(part.ptr[i]) && !strchr("_+-", part.ptr[i]))
			return false;
	return part.len > 0;
}

bool
hscan_zone_is_name(struct hscan_text name)
{
	if (name.len > LONGEST_NAME || memchr(name.ptr, '\0', name.len))
		return false;
	while (name.ptr)
		if (!is_part(hscan_text_split(&name, '/')))
			return false;
	return true;
}

/* --- the file --- */

/* The counts of a header, and where what it counts begins. */
struct block {
	const unsigned char *data; /* behind the header */
	size_t time_size;          /* 4 or 8 */
	size_t times, types, chars, leaps, isstd, isut;
};

static int64_t
signed_of(const unsigned char *bytes, size_t size)
{
	uint64_t value = bytes[0] & 0x80 ? UINT64_MAX : 0;

	for (size_t i = 0; i < size; i++)
		value = value << 8 | bytes[i];
	return (int64_t)value;
}

static size_t
count_of(const unsigned char *bytes)
{
	return (size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 |
	       (size_t)bytes[2] << 8 | bytes[3];
}

static size_t
size_of(const struct block *block)
{
	return block->times * (block->time_size + 1) + block->types * 6 +
	       block->chars + block->leaps * (block->time_size + 4) +
	       block->isstd + block->isut;
}

/* Takes a header and what it counts off the front; false: not there whole. */
static bool
take_block(struct hscan_text *rest, size_t time_size, struct block *out)
{
	const unsigned char *head = (const unsigned char *)rest->ptr;

	if (rest->len < HEADER || memcmp(head, "TZif", 4) != 0)
		return false;
	*out = (struct block){
	    .data = head + HEADER,
	    .time_size = time_size,
	    .isut = count_of(head + 20),
	    .isstd = count_of(head + 24),
	    .leaps = count_of(head + 28),
	    .times = count_of(head + 32),
	    .types = count_of(head + 36),
	    .chars = count_of(head + 40),
	};
	if (out->times > MOST_TRANSITIONS || out->types > MOST_TYPES ||
	    out->types == 0 || out->chars > rest->len ||
	    out->leaps > rest->len || out->isstd > rest->len ||
	    out->isut > rest->len || size_of(out) > rest->len - HEADER)
		return false;
	rest->ptr += HEADER + size_of(out);
	rest->len -= HEADER + size_of(out);
	return true;
}

static int64_t
offset_of_type(const struct block *block, size_t type)
{
	const unsigned char *types =
	    block->data + block->times * (block->time_size + 1);

	return signed_of(types + type * 6, 4);
}

static bool
are_offsets_sound(const struct block *block)
{
	for (size_t i = 0; i < block->types; i++) {
		int64_t offset = offset_of_type(block, i);

		if (offset > MOST_OFFSET_S || offset < -MOST_OFFSET_S)
			return false;
	}
	return true;
}

/* False: the table contradicts itself. */
static bool
fill(const struct block *block, int64_t *from, int64_t *offset)
{
	const unsigned char *indexes =
	    block->data + block->times * block->time_size;

	for (size_t i = 0; i < block->times; i++) {
		from[i] = signed_of(
		    block->data + i * block->time_size, block->time_size);
		if (indexes[i] >= block->types ||
		    (i > 0 && from[i] <= from[i - 1]))
			return false;
		offset[i] = offset_of_type(block, indexes[i]);
	}
	return true;
}

static enum hscan_status
is_no_zone(const char *name, struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EPARSE,
	    "the time zone %s cannot be read: its file is not as tz data is; "
	    "install tzdata again, or choose another zone",
	    name);
}

static enum hscan_status
has_leap_seconds(const char *name, struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EPARSE,
	    "the time zone %s counts leap seconds, as those below right/ do, "
	    "and the times of a forge do not; choose another zone, such as "
	    "Europe/Berlin",
	    name);
}

/* The block of eight bytes where there is one, and what stands behind it. */
static bool
find_block(struct hscan_text *rest, struct block *out)
{
	char version = '\0';

	if (rest->len > 4)
		version = rest->ptr[4];
	if (!take_block(rest, 4, out))
		return false;
	if (version < '2') {
		rest->len = 0;
		return true;
	}
	return take_block(rest, 8, out);
}

/* "\nCET-1CEST,M3.5.0,M10.5.0/3\n"; nothing between: no rule is known. */
static bool
read_footer(struct hscan_text footer, struct hscan_zone_rule *out)
{
	struct hscan_text line;

	*out = (struct hscan_zone_rule){.known = false};
	if (footer.len == 0)
		return true;
	line = hscan_text_split(&footer, '\n');
	if (line.len > 0 || !footer.ptr)
		return false;
	line = hscan_text_split(&footer, '\n');
	return footer.ptr &&
	       (line.len == 0 || hscan_zone_rule_parse(line, out));
}

static int64_t
farther(int64_t reach, int64_t offset)
{
	int64_t distance = offset < 0 ? -offset : offset;

	return distance > reach ? distance : reach;
}

static int64_t
reach_of(const struct hscan_zone *zone)
{
	int64_t reach = farther(0, zone->first);

	for (size_t i = 0; i < zone->len; i++)
		reach = farther(reach, zone->offset[i]);
	if (zone->rule.known) {
		reach = farther(reach, zone->rule.standard);
		reach = farther(reach, zone->rule.summer);
	}
	return reach;
}

enum hscan_status
hscan_zone_parse(struct hscan_text bytes, const char *name,
    struct hscan_arena *arena, const struct hscan_zone **out,
    struct hscan_error *err)
{
	struct hscan_zone *zone = hscan_arena_alloc(arena, 1, sizeof(*zone));
	int64_t *from, *offset;
	struct block block;

	if (!zone)
		return hscan_no_memory(err);
	if (!find_block(&bytes, &block) || !are_offsets_sound(&block) ||
	    !read_footer(bytes, &zone->rule))
		return is_no_zone(name, err);
	if (block.leaps > 0)
		return has_leap_seconds(name, err);
	from = hscan_arena_alloc(arena, block.times + 1, sizeof(*from));
	offset = hscan_arena_alloc(arena, block.times + 1, sizeof(*offset));
	if (!from || !offset)
		return hscan_no_memory(err);
	if (!fill(&block, from, offset))
		return is_no_zone(name, err);
	zone->from = from;
	zone->offset = offset;
	zone->len = block.times;
	zone->first = offset_of_type(&block, 0);
	zone->reach = reach_of(zone);
	*out = zone;
	return HSCAN_OK;
}

/* --- reckoning --- */

/* How many transitions lie at or before an instant. */
static size_t
passed(const struct hscan_zone *zone, int64_t when)
{
	size_t low = 0, high = zone->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->from[middle] <= when)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int64_t
hscan_zone_offset(const struct hscan_zone *zone, int64_t when)
{
	size_t at = passed(zone, when);

	if (at == zone->len && zone->rule.known)
		return hscan_zone_rule_offset(&zone->rule, when);
	return at > 0 ? zone->offset[at - 1] : zone->first;
}

/* The instant in (low, high] at which the offset becomes that of `high`; there
 * is one change between them. */
static int64_t
change_between(const struct hscan_zone *zone, int64_t low, int64_t high)
{
	int64_t before = hscan_zone_offset(zone, low);

	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (hscan_zone_offset(zone, middle) == before)
			low = middle;
		else
			high = middle;
	}
	return high;
}

int64_t
hscan_zone_instant(const struct hscan_zone *zone, int64_t reading)
{
	/* It lies between these two, and so does one change at the most. */
	int64_t low = reading - zone->reach - 1;
	int64_t high = reading + zone->reach + 1;
	int64_t before = hscan_zone_offset(zone, low);
	int64_t after = hscan_zone_offset(zone, high);
	int64_t early = reading - before;
	int64_t late = reading - after;

	if (hscan_zone_offset(zone, early) == before)
		return early;
	if (hscan_zone_offset(zone, late) == after)
		return late;
	return change_between(zone, low, high);
}

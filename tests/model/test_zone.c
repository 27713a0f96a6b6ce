/* SPDX-License-Identifier: MIT */
/* Reading time zones: files made here, and the rules that they end with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "model/zone.h"
#include "model/zone_rule.h"

static int64_t
when(const char *text)
{
	int64_t at = 0;

	if (!hscan_parse_when(hscan_text_of(text), &at))
		fail_msg("%s", text);
	return at;
}

/* --- the rule at the end --- */

static void
a_rule_changes_the_clocks(void **state)
{
	static const struct {
		const char *rule, *at;
		int64_t minutes;
	} rows[] = {
	    {"UTC0", "2026-07-01", 0},
	    {"<+0530>-5:30", "2026-07-01", 330},
	    {"CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T00:59:59Z", 60},
	    {"CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00Z", 120},
	    {"CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T00:59:59Z", 120},
	    {"CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T01:00:00Z", 60},
	    {"CET-1CEST,M3.5.0,M10.5.0/3", "2100-01-01", 60},
	    {"EST5EDT,M3.2.0,M11.1.0", "2026-03-08T06:59:59Z", -300},
	    {"EST5EDT,M3.2.0,M11.1.0", "2026-03-08T07:00:00Z", -240},
	    {"EST5EDT,M3.2.0,M11.1.0", "2026-11-01T05:59:59Z", -240},
	    {"EST5EDT,M3.2.0,M11.1.0", "2026-11-01T06:00:00Z", -300},
	    /* Half an hour, and in the south. */
	    {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-01-15", 660},
	    {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-06-15", 630},
	    {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-04-04T14:59:59Z",
		660},
	    {"<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-04-04T15:00:00Z",
		630},
	    /* Days counted otherwise; 2024 is a leap year. */
	    {"AAA0BBB,J60/0,J300/0", "2024-02-29T23:59:59Z", 0},
	    {"AAA0BBB,J60/0,J300/0", "2024-03-01T00:00:00Z", 60},
	    {"AAA0BBB,59/0,299/0", "2024-02-29T00:00:00Z", 60},
	    {"AAA0BBB,59/0,299/0", "2023-03-01T00:00:00Z", 60},
	    /* Hours before and after the day. */
	    {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T00:59:59Z", -120},
	    {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2026-03-29T01:00:00Z", -60},
	    {"EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-27T23:59:59Z", 120},
	    {"EET-2EEST,M3.4.4/50,M10.4.4/50", "2026-03-28T00:00:00Z", 180},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_zone_rule rule;

		if (!hscan_zone_rule_parse(hscan_text_of(rows[i].rule), &rule))
			fail_msg("%s", rows[i].rule);
		if (hscan_zone_rule_offset(&rule, when(rows[i].at)) !=
		    rows[i].minutes * 60)
			fail_msg("%s at %s", rows[i].rule, rows[i].at);
	}
}

static void
what_is_no_rule_is_refused(void **state)
{
	static const char *const rows[] = {"", "C-1", "CET", "CET-25",
	    "CET-1:60", "CET-1CEST", "CET-1CEST,M3.5.0",
	    "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
	    "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0/168",
	    "CET-1CEST,J0,J365", "CET-1CEST,0,366", "CET-1CEST,M3.5.0,M10.5.0,",
	    "<CET-1", "<>-1", ":Europe/Berlin", "CET-1CEST,M3.5.0,M10.5.0/3x"};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_zone_rule rule;

		if (hscan_zone_rule_parse(hscan_text_of(rows[i]), &rule))
			fail_msg("'%s' passes", rows[i]);
	}
}

/* --- files --- */

struct change {
	int64_t at;
	int type;
};

static void
add_number(struct hscan_buf *out, int64_t value, int size)
{
	for (int i = size - 1; i >= 0; i--)
		(void)hscan_buf_add_char(
		    out, (char)((uint64_t)value >> (8 * i) & 0xff));
}

static void
add_block(struct hscan_buf *out, char version, int size,
    const struct change *changes, size_t len, const int64_t *offsets,
    size_t types)
{
	(void)hscan_buf_add_string(out, "TZif");
	(void)hscan_buf_add_char(out, version);
	for (int i = 0; i < 15; i++)
		(void)hscan_buf_add_char(out, '\0');
	add_number(out, 0, 4);
	add_number(out, 0, 4);
	add_number(out, 0, 4);
	add_number(out, (int64_t)len, 4);
	add_number(out, (int64_t)types, 4);
	add_number(out, 4, 4);
	for (size_t i = 0; i < len; i++)
		add_number(out, changes[i].at, size);
	for (size_t i = 0; i < len; i++)
		add_number(out, changes[i].type, 1);
	for (size_t i = 0; i < types; i++) {
		add_number(out, offsets[i], 4);
		add_number(out, 0, 2);
	}
	add_number(out, 'A' << 24 | 'A' << 16 | 'A' << 8, 4);
}

static const struct change table[] = {{1000000, 1}, {2000000, 0}, {9000000, 1}};
static const int64_t offsets[] = {3600, 7200};

/* A file of version 2 with the table, and that footer. */
static void
make_file(struct hscan_buf *out, const char *footer)
{
	hscan_buf_init(out, 4096);
	add_block(out, '2', 4, NULL, 0, offsets, 1);
	add_block(out, '2', 8, table, 3, offsets, 2);
	(void)hscan_buf_add_string(out, footer);
}

static enum hscan_status
parse(struct hscan_text bytes, struct hscan_arena *arena,
    const struct hscan_zone **out, struct hscan_error *err)
{
	return hscan_zone_parse(bytes, "Test/Zone", arena, out, err);
}

static void
offsets_come_from_the_table_then_from_the_rule(void **state)
{
	const struct hscan_zone *zone;
	struct hscan_arena arena;
	struct hscan_error err;
	struct hscan_buf file;

	(void)state;
	hscan_arena_init(&arena);
	make_file(&file, "\nAAA-3\n");
	assert_int_equal(
	    parse(hscan_buf_text(&file), &arena, &zone, &err), HSCAN_OK);
	assert_int_equal(hscan_zone_offset(zone, -5000000000), 3600);
	assert_int_equal(hscan_zone_offset(zone, 999999), 3600);
	assert_int_equal(hscan_zone_offset(zone, 1000000), 7200);
	assert_int_equal(hscan_zone_offset(zone, 1999999), 7200);
	assert_int_equal(hscan_zone_offset(zone, 2000000), 3600);
	assert_int_equal(hscan_zone_offset(zone, 8999999), 3600);
	assert_int_equal(hscan_zone_offset(zone, 9000000), 3 * 3600);
	hscan_buf_clear(&file);
	/* Without a rule the last offset goes on. */
	make_file(&file, "\n\n");
	assert_int_equal(
	    parse(hscan_buf_text(&file), &arena, &zone, &err), HSCAN_OK);
	assert_int_equal(hscan_zone_offset(zone, 9000000000), 7200);
	hscan_buf_clear(&file);
	hscan_arena_clear(&arena);
}

static void
version_1_has_times_of_four_bytes(void **state)
{
	static const struct change old[] = {{-2000000000, 1}, {2000000000, 0}};
	const struct hscan_zone *zone;
	struct hscan_arena arena;
	struct hscan_error err;
	struct hscan_buf file;

	(void)state;
	hscan_arena_init(&arena);
	hscan_buf_init(&file, 4096);
	add_block(&file, '\0', 4, old, 2, offsets, 2);
	assert_int_equal(
	    parse(hscan_buf_text(&file), &arena, &zone, &err), HSCAN_OK);
	assert_int_equal(hscan_zone_offset(zone, -2000000001), 3600);
	assert_int_equal(hscan_zone_offset(zone, -2000000000), 7200);
	assert_int_equal(hscan_zone_offset(zone, 2000000000), 3600);
	hscan_buf_clear(&file);
	hscan_arena_clear(&arena);
}

/* The clocks go from 01:00 to 02:00 at 1000000 + 3600 of their reading, and
 * back at 2000000. */
static void
readings_are_found_skipped_and_repeated(void **state)
{
	const struct hscan_zone *zone;
	struct hscan_arena arena;
	struct hscan_error err;
	struct hscan_buf file;

	(void)state;
	hscan_arena_init(&arena);
	make_file(&file, "\nAAA-2\n");
	assert_int_equal(
	    parse(hscan_buf_text(&file), &arena, &zone, &err), HSCAN_OK);
	assert_int_equal(hscan_zone_instant(zone, 1003599), 999999);
	for (int64_t skipped = 1003600; skipped < 1007200; skipped += 599)
		assert_int_equal(hscan_zone_instant(zone, skipped), 1000000);
	assert_int_equal(hscan_zone_instant(zone, 1007200), 1000000);
	assert_int_equal(hscan_zone_instant(zone, 1007201), 1000001);
	/* The first of two. */
	assert_int_equal(hscan_zone_instant(zone, 2003599), 1996399);
	assert_int_equal(hscan_zone_instant(zone, 2003600), 1996400);
	assert_int_equal(hscan_zone_instant(zone, 2007199), 1999999);
	assert_int_equal(hscan_zone_instant(zone, 2007200), 2003600);
	hscan_buf_clear(&file);
	hscan_arena_clear(&arena);
}

/* However a file is cut or changed: no more than an error, or a zone. */
static void
broken_files_are_refused(void **state)
{
	const struct hscan_zone *zone;
	struct hscan_arena arena;
	struct hscan_error err;
	struct hscan_buf file;
	struct hscan_text bytes;

	(void)state;
	hscan_arena_init(&arena);
	make_file(&file, "\nAAA-2\n");
	bytes = hscan_buf_text(&file);
	/* Cut down to its second block it is whole, but has no rule. */
	for (size_t len = 0; len < bytes.len; len++) {
		struct hscan_text cut = {bytes.ptr, len};
		bool whole = len == bytes.len - strlen("\nAAA-2\n");

		assert_int_equal(parse(cut, &arena, &zone, &err),
		    whole ? HSCAN_OK : HSCAN_EPARSE);
	}
	assert_string_equal(err.message,
	    "the time zone Test/Zone cannot be read: its file is not as tz "
	    "data "
	    "is; install tzdata again, or choose another zone");
	hscan_buf_clear(&file);
	/* Times out of order; a type that is not there; a leap second; a day
	 * that is off by more than a day. */
	for (int i = 0; i < 4; i++) {
		size_t second = 44 + 6 + 4;

		make_file(&file, "\nAAA-2\n");
		switch (i) {
		case 0: memset(file.ptr + second + 44 + 8, 0, 8); break;
		case 1: file.ptr[second + 44 + 24] = 2; break;
		case 2: file.ptr[second + 31] = 1; break;
		case 3: file.ptr[second + 44 + 24 + 3 + 1] = 2; break;
		}
		assert_int_equal(
		    parse(hscan_buf_text(&file), &arena, &zone, &err),
		    HSCAN_EPARSE);
		hscan_buf_clear(&file);
	}
	hscan_arena_clear(&arena);
}

static void
names_lead_nowhere_else(void **state)
{
	static const char *const good[] = {"UTC", "Europe/Berlin",
	    "America/Argentina/Buenos_Aires", "Etc/GMT+5",
	    "America/Port-au-Prince"};
	static const char *const bad[] = {"", "/etc/passwd", "../UTC",
	    "Europe/", "Europe//Berlin", "Europe/./Berlin",
	    "America/../Europe/Berlin", "Europe/Berlin ", "UTC\n", "a.b"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(hscan_zone_is_name(hscan_text_of(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(hscan_zone_is_name(hscan_text_of(bad[i])));
	assert_false(hscan_zone_is_name((struct hscan_text){"UTC\0x", 5}));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_rule_changes_the_clocks),
	    cmocka_unit_test(what_is_no_rule_is_refused),
	    cmocka_unit_test(offsets_come_from_the_table_then_from_the_rule),
	    cmocka_unit_test(version_1_has_times_of_four_bytes),
	    cmocka_unit_test(readings_are_found_skipped_and_repeated),
	    cmocka_unit_test(broken_files_are_refused),
	    cmocka_unit_test(names_lead_nowhere_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

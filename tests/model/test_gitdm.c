/* SPDX-License-Identifier: MIT */
/* What the files of gitdm and of the CNCF say, line by line. The organizations
 * and people are made up, the oddities are not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "model/gitdm.h"
#include "support/exact.h"

static void
add_date(struct hscan_buf *out, int64_t when, int64_t always)
{
	char date[HSCAN_TIME_SIZE];

	hscan_format_date(when, date);
	(void)hscan_buf_add_format(out, "|%s", when == always ? "-" : date);
}

/* "employs KEY|NAME|from|until", one a line. */
static enum hscan_status
write_line(
    const struct hscan_gitdm_line *line, void *payload, struct hscan_error *err)
{
	static const char *const words[] = {
	    "employs", "alias", "file", "split"};
	struct hscan_buf *out = payload;

	(void)err;
	(void)hscan_buf_add_format(
	    out, "%zu %s ", line->line, words[line->says]);
	(void)hscan_buf_add_text(out, line->key);
	(void)hscan_buf_add_char(out, '|');
	(void)hscan_buf_add_text(out, line->name);
	if (line->says == HSCAN_GITDM_EMPLOYS) {
		add_date(out, line->from, INT64_MIN);
		add_date(out, line->until, INT64_MAX);
	}
	if (line->says == HSCAN_GITDM_SPLIT)
		(void)hscan_buf_add_format(out, "|%d", line->percent);
	(void)hscan_buf_add_char(out, '\n');
	return HSCAN_OK;
}

/* What is read, or the message. */
static void
check(enum hscan_gitdm_kind kind, struct hscan_text bytes, const char *expected)
{
	struct hscan_error err = {.status = HSCAN_OK};
	const struct hscan_gitdm_file file = {
	    "map", bytes, kind, hscan_text_of("Acme")};
	enum hscan_status status;
	struct hscan_buf out;

	hscan_buf_init(&out, 64 * 1024);
	status = hscan_gitdm_read(&file, write_line, &out, &err);
	if (status == HSCAN_OK) {
		assert_string_equal(hscan_buf_string(&out), expected);
	} else {
		assert_int_equal(status, HSCAN_EINVAL);
		assert_string_equal(err.message, expected);
	}
	hscan_buf_clear(&out);
}

struct row {
	const char *text, *expected;
};

static void
check_rows(enum hscan_gitdm_kind kind, const struct row *rows, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		struct hscan_text bytes = exact(rows[i].text);

		check(kind, bytes, rows[i].expected);
		exact_free(bytes);
	}
}

static void
employers_are_read(void **state)
{
	static const struct row rows[] = {
	    {"", ""},
	    {"# nothing\n\n  \t\n", ""},
	    {"acme.com\t\tAcme Inc.\n", "1 employs acme.com|Acme Inc.|-|-\n"},
	    {"\xEF\xBB\xBF"
	     "acme.com Acme\r\nb.org B & Co. < 2012-07-20  \r\n",
		"1 employs acme.com|Acme|-|-\n"
		"2 employs b.org|B & Co.|-|2012-07-20\n"},
	    {"  ann!b.org B <2012-7-2", "1 employs ann!b.org|B|-|2012-07-02\n"},
	    /* A '#' ends the line, and takes the date with it. */
	    {"ann@b.org Nebo #15 < 2017-07-01",
		"1 employs ann@b.org|Nebo|-|-\n"},
	    {"b.org Mills | B Corp (UK)",
		"1 employs b.org|Mills | B Corp (UK)|-|-\n"},
	    {"army dot liew AT b.org C",
		"1 employs army|dot liew AT b.org C|-|-\n"},
	};

	(void)state;
	check_rows(HSCAN_GITDM_EMPLOYERS, rows, sizeof(rows) / sizeof(rows[0]));
	check_rows(HSCAN_GITDM_ANY, rows, sizeof(rows) / sizeof(rows[0]));
}

static void
what_is_no_employer_is_refused(void **state)
{
	static const struct row rows[] = {
	    {"a.org A\nb.org\n",
		"map:2: 'b.org' names no employer; write 'example.org "
		"Example', perhaps with '< YYYY-MM-DD' behind it"},
	    {"b.org < 2012-01-01",
		"map:1: 'b.org < 2012-01-01' names no employer; write "
		"'example.org Example', perhaps with '< YYYY-MM-DD' behind "
		"it"},
	    {"b.org B < 2012-02-30",
		"map:1: 'b.org B < 2012-02-30' has no date of the calendar "
		"where one should be; write it as YYYY-MM-DD"},
	    {"b.org B <",
		"map:1: 'b.org B <' has no date of the calendar where one "
		"should be; write it as YYYY-MM-DD"},
	    {"b.org B < 2012-01-01 < 2013-01-01",
		"map:1: 'b.org B < 2012-01-01 < 2013-01-01' has no date of "
		"the calendar where one should be; write it as YYYY-MM-DD"},
	    {"b.org B < 99999-01-01",
		"map:1: 'b.org B < 99999-01-01' has no date of the calendar "
		"where one should be; write it as YYYY-MM-DD"},
	    {"b.org B < -1-01-01",
		"map:1: 'b.org B < -1-01-01' has no date of the calendar "
		"where one should be; write it as YYYY-MM-DD"},
	    {"\x1B[2J",
		"map:1: '\\x1B[2J' names no employer; write 'example.org "
		"Example', perhaps with '< YYYY-MM-DD' behind it"},
	};

	(void)state;
	check_rows(HSCAN_GITDM_EMPLOYERS, rows, sizeof(rows) / sizeof(rows[0]));
}

static void
no_line_is_endless_or_has_a_nul(void **state)
{
	enum { LONG = 65 * 1024 };
	const struct hscan_text nul = {"a.org A\nb\0c B\n", 14};
	struct hscan_error err = {.status = HSCAN_OK};
	char *bytes = malloc(LONG);
	struct hscan_gitdm_file file = {
	    "map", {bytes, LONG}, HSCAN_GITDM_EMPLOYERS, {NULL, 0}};
	struct hscan_buf out;

	(void)state;
	check(HSCAN_GITDM_ANY, nul,
	    "map:2: 'b\\x00c B' is no text: it has a NUL");
	assert_non_null(bytes);
	memset(bytes, 'a', LONG);
	hscan_buf_init(&out, 1024);
	assert_int_equal(
	    hscan_gitdm_read(&file, write_line, &out, &err), HSCAN_EINVAL);
	assert_non_null(
	    strstr(err.message, "is longer than the lines of such a file"));
	hscan_buf_clear(&out);
	free(bytes);
}

static void
aliases_are_read(void **state)
{
	static const struct row rows[] = {
	    {"a@b.org\tc@d.org\n", "1 alias a@b.org|c@d.org\n"},
	    {"a!b.org c!d.org", "1 alias a!b.org|c!d.org\n"},
	    {"\"Joe Hacker\" joe@b.org # him",
		"1 alias Joe Hacker|joe@b.org\n"},
	};
	static const struct row bad[] = {
	    {"a@b.org c@d.org\na@b.org Acme Inc.",
		"map:2: 'a@b.org Acme Inc.' is no alias; write the other "
		"address, a blank, and the one that stands for it"},
	    {"a@b.org c@d.org\na@b.org",
		"map:2: 'a@b.org' is no alias; write the other address, a "
		"blank, and the one that stands for it"},
	};

	(void)state;
	check_rows(HSCAN_GITDM_ANY, rows, sizeof(rows) / sizeof(rows[0]));
	check_rows(HSCAN_GITDM_ANY, bad, sizeof(bad) / sizeof(bad[0]));
}

static void
groups_are_of_one_employer(void **state)
{
	static const struct row rows[] = {
	    {"# ours\na@b.org\n\nc!d.org\n",
		"2 employs a@b.org|Acme|-|-\n4 employs c!d.org|Acme|-|-\n"},
	    {"a@b.org B", "map:1: 'a@b.org B' is more than one address"},
	};

	(void)state;
	check_rows(HSCAN_GITDM_GROUP, rows, sizeof(rows) / sizeof(rows[0]));
}

static void
people_are_read(void **state)
{
	static const struct row rows[] = {
	    {"# all\nann: ann!b.org, ann!users.noreply.github.com\n"
	     "\tB until 2014-11-01\n"
	     "\tF# & Co. from 2014-11-01 until 2016-01-01\n"
	     "\tUntil Now from 2016-01-01\n"
	     "ben: ben!c.org\n"
	     "\t#be\n",
		"3 employs ann!b.org|B|-|2014-11-01\n"
		"3 employs ann!users.noreply.github.com|B|-|2014-11-01\n"
		"4 employs ann!b.org|F# & Co.|2014-11-01|2016-01-01\n"
		"4 employs ann!users.noreply.github.com|F# & "
		"Co.|2014-11-01|2016-01-01\n"
		"5 employs ann!b.org|Until Now|2016-01-01|-\n"
		"5 employs ann!users.noreply.github.com|Until "
		"Now|2016-01-01|-\n"
		"7 employs ben!c.org|#be|-|-\n"},
	    {"ann: a!b.org\n\tB until 2014-02-30",
		"map:2: 'B until 2014-02-30' has no date of the calendar "
		"where one should be; write it as YYYY-MM-DD"},
	    {"ann: a!b.org\n\tuntil 2014-02-03",
		"map:2: 'until 2014-02-03' names no employer"},
	    {"ann: a!b.org\nBen",
		"map:2: 'Ben' describes nobody; write 'LOGIN: ADDRESS', and "
		"below it each employer behind a tab"},
	};

	(void)state;
	check_rows(HSCAN_GITDM_ANY, rows, sizeof(rows) / sizeof(rows[0]));
}

static void
configurations_are_read(void **state)
{
	static const struct row rows[] = {
	    {"# gitdm\nEmailAliases x/aliases\nEmailMap x/map\n"
	     "GroupMap x/g  The Illuminati\nFileTypeMap types\n"
	     "VirtualEmployer Half and half\n\t50% A Inc.\n 50 B\nend\n"
	     "EmailMap y\n",
		"2 file |x/aliases\n3 file |x/map\n"
		"4 file The Illuminati|x/g\n"
		"7 split Half and half|A Inc.|50\n"
		"8 split Half and half|B|50\n10 file |y\n"},
	    {"EmailMap", "map:1: 'EmailMap' names no file"},
	    {"GroupMap x",
		"map:1: 'GroupMap x' names no employer; write 'GroupMap FILE "
		"EMPLOYER'"},
	    {"EmailMap x\na.org A",
		"map:2: 'a.org A' is no line of a gitdm configuration; those "
		"begin with EmailMap, EmailAliases, GroupMap or "
		"VirtualEmployer"},
	    {"VirtualEmployer V\n101% A",
		"map:2: '101% A' is no part of a VirtualEmployer; write 'nn% "
		"EMPLOYER', and 'end' behind the last"},
	    {"VirtualEmployer V\n50% A\n",
		"map:3: '' is the last line, and a VirtualEmployer has no "
		"'end'"},
	    {"RXEmailAliases x",
		"map:1: 'RXEmailAliases x' names a file of patterns, which "
		"are not read here; write the addresses out in a file of "
		"EmailAliases"},
	};

	(void)state;
	check_rows(HSCAN_GITDM_ANY, rows, sizeof(rows) / sizeof(rows[0]));
}

/* In a file of gitdm's it says nothing, and stands there nevertheless. */
static void
a_line_of_ones_own_is_of_somebody(void **state)
{
	static const char *const good[] = {"example.org A", "b.example.org A",
	    "ann@example.org A", "ann!example.org A < 2026-01-02",
	    "ann@localhost A"};
	static const char *const bad[] = {"example A", "@example.org A",
	    ".example.org A", "example.org. A", "*.example.org A", "ann@ A",
	    "example.org", ". A"};
	struct hscan_gitdm_line line;
	struct hscan_error err = {.status = HSCAN_OK};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_int_equal(
		    hscan_gitdm_employs(hscan_text_of(good[i]), &line, &err),
		    HSCAN_OK);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(
		    hscan_gitdm_employs(hscan_text_of(bad[i]), &line, &err),
		    HSCAN_EINVAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(employers_are_read),
	    cmocka_unit_test(what_is_no_employer_is_refused),
	    cmocka_unit_test(no_line_is_endless_or_has_a_nul),
	    cmocka_unit_test(aliases_are_read),
	    cmocka_unit_test(groups_are_of_one_employer),
	    cmocka_unit_test(people_are_read),
	    cmocka_unit_test(configurations_are_read),
	    cmocka_unit_test(a_line_of_ones_own_is_of_somebody),
	};

	return cmocka_run_group_tests_name("model/gitdm", tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* From addresses and dates to organizations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "model/affiliation.h"
#include "support/exact.h"

static enum hscan_status
add_line(
    const struct hscan_gitdm_line *line, void *payload, struct hscan_error *err)
{
	return hscan_affiliations_add(payload, line, "map", err);
}

/* By a configuration, and whatever else there is; NULL with the message. */
static struct hscan_affiliations *
load(struct hscan_arena *arena, bool gitdm_order, const char *const *files,
    const char *renamed, struct hscan_error *err)
{
	struct hscan_affiliations *all =
	    hscan_affiliations_new(arena, gitdm_order);
	enum hscan_status status = HSCAN_OK;

	assert_non_null(all);
	for (; *files && status == HSCAN_OK; files++) {
		const struct hscan_gitdm_file file = {
		    .path = "map", .bytes = hscan_text_of(*files)};

		status = hscan_gitdm_read(&file, add_line, all, err);
	}
	if (status == HSCAN_OK && renamed)
		status =
		    hscan_affiliations_rename(all, hscan_text_of(renamed), err);
	if (status == HSCAN_OK)
		status = hscan_affiliations_finish(all, err);
	return status == HSCAN_OK ? all : NULL;
}

struct told {
	struct hscan_buf words;
	int64_t before; /* where the last one ended */
	int percent;    /* of those of one time */
	int64_t from;
};

/* "2012-01-01 Acme; " for each, and without a gap. */
static enum hscan_status
tell(
    const struct hscan_affiliation *one, void *payload, struct hscan_error *err)
{
	static const char *const standings[] = {"", "?", "robot "};
	struct told *told = payload;
	char date[HSCAN_TIME_SIZE];

	(void)err;
	if (one->from == told->from) {
		assert_true(told->percent > 0 && told->percent < 100);
	} else {
		assert_true(told->percent == 100);
		assert_true(one->from == told->before);
		told->percent = 0;
	}
	assert_true(one->from < one->until);
	told->from = one->from;
	told->before = one->until;
	told->percent += one->percent;
	hscan_format_date(one->from, date);
	(void)hscan_buf_add_format(&told->words, "%s%s%s",
	    told->words.len ? "; " : "", one->from == INT64_MIN ? "" : date,
	    one->from == INT64_MIN ? "" : " ");
	(void)hscan_buf_add_string(&told->words, standings[one->standing]);
	(void)hscan_buf_add_text(&told->words, one->organization);
	if (one->percent < 100)
		(void)hscan_buf_add_format(&told->words, " %d%%", one->percent);
	return HSCAN_OK;
}

static void
check(const struct hscan_affiliations *all, const char *address,
    const char *expected)
{
	struct told told = {
	    .before = INT64_MIN, .percent = 100, .from = INT64_MAX};
	struct hscan_text email = exact(address);

	hscan_buf_init(&told.words, 64 * 1024);
	assert_int_equal(
	    hscan_affiliate(all, email, tell, &told, NULL), HSCAN_OK);
	assert_true(told.before == INT64_MAX && told.percent == 100);
	if (strcmp(hscan_buf_string(&told.words), expected) != 0)
		fail_msg("%s: %s\n  expected %s", address,
		    hscan_buf_string(&told.words), expected);
	hscan_buf_clear(&told.words);
	exact_free(email);
}

static const char *const files[] = {
    "acme.com Acme\n"
    "labs.acme.com Acme Labs\n"
    "co.uk British\n"
    "github.com Forge\n"
    "school.edu Independent\n"
    "ci.dev (Robots)\n"
    "lost.org NotFound\n"
    "old.org Old < 2012-07-20\n"
    "old.org Older < 2010-01-01\n"
    "ann!acme.com Ann's < 2015-01-01\n"
    "ann!acme.com Second < 2015-01-01\n"
    "both.org V\n"
    "free.org W\n"
    "login!users.noreply.github.com Loginers\n"
    "com Everything\n",
    "second!acme.com first!old.org\n"
    "third@acme.com second@acme.com\n"
    "self@acme.com self@acme.com\n"
    "\"Joe Hacker\" joe@acme.com\n",
    "VirtualEmployer V\n 50% Acme\n 25% Beta\nend\n"
    "VirtualEmployer W\n 100% (Robots)\nend\n",
    "per: per!p.org\n\tLate from 2016-01-01\n"
    "\tMid from 2014-01-01 until 2015-01-01\n",
    NULL,
};

static void
addresses_are_of_organizations(void **state)
{
	static const struct {
		const char *address, *expected;
	} rows[] = {
	    {"x@acme.com", "Acme"},
	    {"X@ACME.COM", "Acme"},
	    {"x@mail.acme.com", "Acme"},
	    {"x@notacme.com", "?"},
	    {"x@acme.com.evil.org", "?"},
	    /* The longest domain, and no part of one. */
	    {"x@a.labs.acme.com", "Acme Labs"},
	    {"x@firm.co.uk", "British"},
	    /* A top-level domain is nobody's. */
	    {"x@other.com", "?"},
	    {"x@com", "?"},
	    {"x", "?"},
	    {"", "?"},
	    {"@", "?"},
	    {"x@", "?"},
	    {"x@..", "?"},
	    /* The address before its domain, up to the day. */
	    {"ann@acme.com", "Ann's; 2015-01-01 Acme"},
	    {"x@old.org", "Older; 2010-01-01 Old; 2012-07-20 ?"},
	    {"per@p.org", "?; 2014-01-01 Mid; 2015-01-01 ?; 2016-01-01 Late"},
	    /* Who is independent is one of their own, whatever the domain. */
	    {"x@school.edu", "Independent (x@school.edu)"},
	    {"y@school.edu", "Independent (y@school.edu)"},
	    {"x@ci.dev", "robot (Robots)"},
	    {"x@lost.org", "?"},
	    /* Aliases, also of aliases. */
	    {"second@acme.com", "Older; 2010-01-01 Old; 2012-07-20 ?"},
	    {"Third@acme.com", "Older; 2010-01-01 Old; 2012-07-20 ?"},
	    {"self@acme.com", "Acme"},
	    {"Joe Hacker", "Acme"},
	    /* What is split; what is left of it is nobody's. */
	    {"x@both.org", "Acme 50%; Beta 25%; ? 25%"},
	    {"x@free.org", "robot (Robots)"},
	    /* The forge's own addresses are not the forge's. */
	    {"login@users.noreply.github.com", "Loginers"},
	    {"12345+Login@users.noreply.github.com", "Loginers"},
	    {"12345+other@users.noreply.github.com", "?"},
	    {"x@github.com", "Forge"},
	};
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_affiliations *all;
	struct hscan_arena arena;

	(void)state;
	hscan_arena_init(&arena);
	all = load(&arena, false, files, NULL, &err);
	assert_string_equal(err.message, "");
	assert_non_null(all);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check(all, rows[i].address, rows[i].expected);
	hscan_arena_clear(&arena);
}

static void
gitdm_takes_the_shortest_domain(void **state)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_affiliations *all;
	struct hscan_arena arena;

	(void)state;
	hscan_arena_init(&arena);
	all = load(&arena, true, files, NULL, &err);
	assert_non_null(all);
	check(all, "x@a.labs.acme.com", "Acme");
	check(all, "ann@acme.com", "Ann's; 2015-01-01 Acme");
	check(all, "login@users.noreply.github.com", "Loginers");
	check(all, "1+login@users.noreply.github.com", "Forge");
	check(all, "x@other.com", "?");
	hscan_arena_clear(&arena);
}

static void
names_of_one_organization_are_one(void **state)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_affiliations *all;
	struct hscan_arena arena;

	(void)state;
	hscan_arena_init(&arena);
	all = load(&arena, false, files, "acme labs= Acme", &err);
	assert_non_null(all);
	check(all, "x@labs.acme.com", "Acme");
	all = load(&arena, false, files, "British = (Robots)", &err);
	assert_non_null(all);
	check(all, "x@co.uk", "robot (Robots)");
	all = load(&arena, false, files, "British", &err);
	assert_null(all);
	assert_string_equal(err.message,
	    "'British' is no alias of an organization; write 'Old name = "
	    "Name'");
	hscan_arena_clear(&arena);
}

static void
check_refused(const char *text, const char *expected)
{
	const char *const one[] = {text, NULL};
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_arena arena;

	hscan_arena_init(&arena);
	assert_null(load(&arena, false, one, NULL, &err));
	assert_int_equal(err.status, HSCAN_EINVAL);
	assert_string_equal(err.message, expected);
	hscan_arena_clear(&arena);
}

static void
contradictions_are_refused(void **state)
{
	struct hscan_buf many;

	(void)state;
	check_refused("a@x.org b@x.org\nb@x.org c@x.org\nc@x.org a@x.org\n",
	    "map:1: 'a@x.org' is an alias that leads from one to the next "
	    "without an end, or to its own beginning; leave one out");
	/* One that only leads into a circle. */
	check_refused("a@x.org b@x.org\nb@x.org c@x.org\nc@x.org b@x.org\n",
	    "map:1: 'a@x.org' is an alias that leads from one to the next "
	    "without an end, or to its own beginning; leave one out");
	check_refused("VirtualEmployer V\n60% A\n41% B\nend\n",
	    "map:3: 'v' is a VirtualEmployer of more than 100 %");
	hscan_buf_init(&many, 1024 * 1024);
	for (int i = 0; i < 1001; i++)
		(void)hscan_buf_add_string(&many, "x.org X < 2012-01-01\n");
	check_refused(hscan_buf_string(&many),
	    "map:1001: 'x.org' has more than 1000 lines, which is a mistake");
	hscan_buf_clear(&many);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses_are_of_organizations),
	    cmocka_unit_test(gitdm_takes_the_shortest_domain),
	    cmocka_unit_test(names_of_one_organization_are_one),
	    cmocka_unit_test(contradictions_are_refused),
	};

	return cmocka_run_group_tests_name(
	    "model/affiliation", tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Every class of a project, each at its edge, what its evidence says, and the
 * remarks beside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "base/time.h"
#include "judge/lifecycle.h"

#define END   INT64_C(1787356800) /* 2026-08-22 */
#define DAY   HSCAN_DAY_S
#define NEVER HSCAN_NEVER

enum {
	ARCHIVED = HSCAN_LIFE_ARCHIVED,
	NEW = HSCAN_LIFE_NEW,
	DORMANT = HSCAN_LIFE_DORMANT,
	QUIET = HSCAN_LIFE_QUIET,
	MAINTENANCE = HSCAN_LIFE_MAINTENANCE,
	ACTIVE = HSCAN_LIFE_ACTIVE,
	UNKNOWN = HSCAN_LIFE_UNKNOWN,
};

/* Of times, 0 stands for none, of created_at for long ago, and of what is known
 * since then for the start. */
#define UNREAD   INT64_MAX
#define READ     .commits_read = true, .replies_asked = true
#define CORE     .commits_read = true
#define NO_CLONE .replies_asked = true
#define CLONE \
	.commits_read = true, .clone_alone = true, .issues_from = UNREAD, \
	.releases_from = UNREAD, .comments_from = UNREAD
#define NOTHING \
	.issues_from = UNREAD, .releases_from = UNREAD, .comments_from = UNREAD
#define PULSE(n) .last_commit = END - DAY, .commits = {n}

static struct row {
	const char *what;
	int expected;
	struct hscan_life_facts facts;
	const char *evidence; /* a part of it; NULL: any */
	const char *reason;   /* of an unknown class */
} rows[] = {
    /* --- archived, new --- */
    {"archived comes before all", ARCHIVED,
	{READ, .created_at = END - DAY, .archived_at = END - 1,
	    .signs = {PULSE(99)}},
	"the forge says archived", NULL},
    {"the flag was seen at the end", ARCHIVED,
	{READ, .archived_at = END, .signs = {PULSE(99)}}, NULL, NULL},
    {"the flag was seen after the end", ACTIVE,
	{READ, .archived_at = END + 1, .signs = {PULSE(13)}}, NULL, NULL},
    {"nothing was read but the flag", ARCHIVED,
	{NOTHING, .archived_at = END, .signs = {0}}, NULL, NULL},
    {"89 days old", NEW, {READ, .created_at = END - 89 * DAY, .signs = {0}},
	"created 2026-05-25, younger than 90 days", NULL},
    {"a second less than 90 days old", NEW,
	{READ, .created_at = END - 90 * DAY + 1, .signs = {PULSE(50)}}, NULL,
	NULL},
    {"90 days old, and silent", DORMANT,
	{READ, .created_at = END - 90 * DAY, .signs = {0}}, NULL, NULL},
    {"90 days old, with a pulse", ACTIVE,
	{READ, .created_at = END - 90 * DAY, .signs = {PULSE(13)}}, NULL, NULL},
    {"created at the end", NEW,
	{READ, .created_at = END, .signs = {.by_tags = true}}, NULL, NULL},
    {"created after the end", UNKNOWN,
	{READ, .created_at = END + DAY, .signs = {.by_tags = true}},
	"created 2026-08-23; it was created later", "it was created later"},
    {"a clone without a commit", UNKNOWN,
	{CLONE, .created_at = NEVER, .signs = {.by_tags = true}}, NULL,
	"the clone has no commits"},
    {"nobody has told how old it is", QUIET,
	{READ, .created_at = NEVER, .signs = {PULSE(1)}}, NULL, NULL},

    /* --- dormant --- */
    {"nothing ever", DORMANT, {READ, .signs = {.by_tags = true}},
	"last human commit never, last merge never, last release never, last "
	"maintainer reply never",
	NULL},
    {"a commit 365 days before is a sign", QUIET,
	{READ, .signs = {.last_commit = END - 365 * DAY}},
	"0 human commits in 90 days, last human commit 2025-08-22", NULL},
    {"a second earlier it is none", DORMANT,
	{READ, .signs = {.last_commit = END - 365 * DAY - 1}},
	"last human commit 2025-08-21", NULL},
    {"a merge 365 days before is a sign", QUIET,
	{READ, .signs = {.last_merge = END - 365 * DAY}}, NULL, NULL},
    {"a second earlier it is none", DORMANT,
	{READ, .signs = {.last_merge = END - 365 * DAY - 1}}, NULL, NULL},
    {"a reply 365 days before is a sign", QUIET,
	{READ, .signs = {.last_reply = END - 365 * DAY, .year_replies = 1}},
	"1 maintainer reply in a year", NULL},
    {"a second earlier it is none", DORMANT,
	{READ, .signs = {.last_reply = END - 365 * DAY - 1}}, NULL, NULL},
    {"a release a second before the year is none", DORMANT,
	{READ, .signs = {.last_release = END - 365 * DAY - 1}},
	"last release 2025-08-21", NULL},
    {"commits of another head are no sign of life", UNKNOWN,
	{READ, .other_head = true, .pushed_at = END - DAY,
	    .signs = {PULSE(50)}},
	"last push 2026-08-21", "would need the commits of the default branch"},
    {"nor is their absence one of silence", UNKNOWN,
	{READ, .other_head = true, .pushed_at = END - DAY, .signs = {0}}, NULL,
	"would need the commits of the default branch"},
    {"unless nobody has pushed for a year", DORMANT,
	{READ, .other_head = true, .pushed_at = END - 365 * DAY - 1,
	    .signs = {PULSE(50)}},
	"last push 2025-08-21", NULL},
    {"with a clone the last push does not matter", DORMANT,
	{READ, .pushed_at = END - DAY, .signs = {0}}, NULL, NULL},
    {"no clone, and the last push is long ago", DORMANT,
	{NO_CLONE, .pushed_at = END - 365 * DAY - 1,
	    .signs = {.last_release = END - 500 * DAY}},
	"last push 2025-08-21, last merge never, last release 2025-04-09, last "
	"maintainer reply never; commits not read: no local clone",
	NULL},
    {"a push 365 days before may be a sign", UNKNOWN,
	{NO_CLONE, .pushed_at = END - 365 * DAY,
	    .signs = {.last_release = END - 500 * DAY}},
	NULL, "would need --git"},
    {"no clone, nothing was ever pushed", DORMANT,
	{NO_CLONE, .never_pushed = true, .signs = {.by_tags = true}},
	"last push never, last merge never, last maintainer reply never", NULL},
    {"that there is no time of a push says nothing", UNKNOWN,
	{NO_CLONE, .signs = {.last_release = END - 500 * DAY}}, NULL,
	"would need --git"},
    {"pushed after the end: what was before is open", UNKNOWN,
	{NO_CLONE, .pushed_at = END,
	    .signs = {.last_release = END - 500 * DAY}},
	"last merge never", "would need --git"},
    {"a reply within the year may have escaped", UNKNOWN,
	{CORE, .signs = {.last_unread = END - 365 * DAY}},
	"last human commit never, last merge never, last release never, no "
	"maintainer reply since 2025-08-22",
	"would need --profile full"},
    {"a second earlier none can have", DORMANT,
	{CORE, .signs = {.last_unread = END - 365 * DAY - 1}},
	"no maintainer reply since 2025-08-22", NULL},
    {"what was asked for may be older than what was read", UNKNOWN,
	{READ, .comments_from = END - 30 * DAY,
	    .signs = {.last_unread = END - 31 * DAY}},
	NULL, "would need older records (--windows)"},
    {"two things are missing", UNKNOWN,
	{.pushed_at = END - DAY, .signs = {.last_unread = END - DAY}}, NULL,
	"would need --git and --profile full"},
    {"the list goes back a year", DORMANT,
	{READ, .issues_from = END - 365 * DAY, .signs = {0}},
	"no merge since 2025-08-22, last release never, no maintainer reply "
	"since 2025-08-22",
	NULL},
    {"the list goes back a second less", UNKNOWN,
	{READ, .issues_from = END - 365 * DAY + 1, .signs = {0}}, NULL,
	"would need older records (--windows)"},
    {"the lists were not read", UNKNOWN,
	{READ, .issues_from = UNREAD, .releases_from = UNREAD, .signs = {0}},
	"last human commit never", "would need the whole lists of the forge"},
    {"single things could not be read", UNKNOWN,
	{READ, .in_doubt = true, .signs = {0}}, "last human commit never",
	"would need what could not be read"},
    {"silent, but for what may have been a merge", UNKNOWN,
	{READ, .signs = {.last_commit = END - 400 * DAY,
		   .last_untold = END - 365 * DAY}},
	"merges not known: the server does not say, last release never",
	"would need to know what was merged"},
    {"a second earlier it would be none", DORMANT,
	{READ, .signs = {.last_commit = END - 400 * DAY,
		   .last_untold = END - 365 * DAY - 1}},
	"merges not known", NULL},
    {"pull requests that are switched off merge nothing", DORMANT,
	{READ, .pulls_off = true, .signs = {.last_untold = END - DAY}}, NULL,
	NULL},
    {"nothing was read", UNKNOWN, {NOTHING, .signs = {.by_tags = true}},
	"nothing was read that tells; would need --git and the whole lists of "
	"the forge",
	"would need --git and the whole lists of the forge"},

    /* --- active --- */
    {"13 commits in 90 days", ACTIVE, {READ, .signs = {PULSE(13)}},
	"13 human commits in 90 days", NULL},
    {"12 are fewer than one a week", QUIET, {READ, .signs = {PULSE(12)}},
	"12 human commits in 90 days", NULL},
    {"merges and replies are no commits", MAINTENANCE,
	{READ, .signs = {PULSE(12), .last_merge = END - DAY,
		   .recent_merges = 50, .last_reply = END - DAY,
		   .recent_replies = 50, .year_replies = 50}},
	NULL, NULL},
    {"no clone: 13 merges and replies", ACTIVE,
	{NO_CLONE, .pushed_at = END - DAY,
	    .signs = {.last_merge = END - DAY,
		.recent_merges = 12,
		.last_reply = END - DAY,
		.recent_replies = 1,
		.year_replies = 3}},
	"12 merges in 90 days, 1 maintainer reply in 90 days, last push "
	"2026-08-21, last merge 2026-08-21, last release never, last "
	"maintainer reply 2026-08-21, 0 releases in a year, 3 maintainer "
	"replies in a year; commits not read: no local clone",
	NULL},
    {"no clone: with 12 the commits decide", UNKNOWN,
	{NO_CLONE, .pushed_at = END - DAY,
	    .signs = {.last_merge = END - DAY,
		.recent_merges = 6,
		.last_reply = END - DAY,
		.recent_replies = 6}},
	NULL, "would need --git"},
    {"no clone: no push for 90 days is no commit", MAINTENANCE,
	{NO_CLONE, .pushed_at = END - 90 * DAY - 1,
	    .signs = {.last_merge = END - 91 * DAY}},
	"last push 2026-05-23, last merge 2026-05-23", NULL},
    {"a push that a merge belies proves nothing", UNKNOWN,
	{NO_CLONE, .pushed_at = END - 91 * DAY,
	    .signs = {.last_merge = END - 91 * DAY + 1}},
	NULL, "would need --git"},
    {"no clone: a push 90 days before may be one", UNKNOWN,
	{NO_CLONE, .pushed_at = END - 90 * DAY,
	    .signs = {.last_merge = END - 91 * DAY}},
	NULL, "would need --git"},
    {"another head: 13 merges", ACTIVE,
	{READ, .other_head = true,
	    .signs = {.last_merge = END - DAY, .recent_merges = 13}},
	"; commits are not of the default branch", NULL},
    {"a merge that is known came later", ACTIVE,
	{NO_CLONE, .signs = {.last_merge = END - DAY,
		       .recent_merges = 13,
		       .last_untold = END - 2 * DAY}},
	"last merge 2026-08-21", NULL},

    /* --- maintenance, quiet --- */
    {"a release 365 days before", MAINTENANCE,
	{READ, .signs = {PULSE(1), .last_release = END - 365 * DAY,
		   .year_releases = 1}},
	"1 release in a year", NULL},
    {"a second earlier", QUIET,
	{READ, .signs = {PULSE(1), .last_release = END - 365 * DAY - 1}},
	"0 releases in a year, 0 maintainer replies in a year", NULL},
    {"a merge 180 days before", MAINTENANCE,
	{READ, .signs = {PULSE(1), .last_merge = END - 180 * DAY}}, NULL, NULL},
    {"a second earlier", QUIET,
	{READ, .signs = {PULSE(1), .last_merge = END - 180 * DAY - 1}}, NULL,
	NULL},
    {"a reply 180 days before", MAINTENANCE,
	{READ, .signs = {PULSE(1), .last_reply = END - 180 * DAY,
		   .year_replies = 2}},
	"2 maintainer replies in a year", NULL},
    {"a second earlier", QUIET,
	{READ, .signs = {PULSE(1), .last_reply = END - 180 * DAY - 1}}, NULL,
	NULL},
    {"a release alone is a sign, too", MAINTENANCE,
	{READ, .signs = {.last_release = END - DAY, .year_releases = 1}}, NULL,
	NULL},
    {"a reply within 180 days may have escaped", UNKNOWN,
	{CORE, .signs = {PULSE(1), .last_unread = END - 180 * DAY}}, NULL,
	"would need --profile full"},
    {"a second earlier none can have", QUIET,
	{CORE, .signs = {PULSE(1), .last_unread = END - 180 * DAY - 1}}, NULL,
	NULL},
    {"what may have escaped does not matter beside a merge", MAINTENANCE,
	{CORE, .signs = {PULSE(1), .last_merge = END - DAY,
		   .last_unread = END - DAY}},
	"; replies not read: --profile full", NULL},
    {"a reply that is known may not be the last", MAINTENANCE,
	{CORE, .signs = {PULSE(1), .last_reply = END - DAY, .year_replies = 1,
		   .last_unread = END - 1}},
	"last known maintainer reply 2026-08-21, 0 releases in a year, 1 "
	"maintainer reply in a year; not all replies read: --profile full",
	NULL},
    {"that there is none since has been read", MAINTENANCE,
	{CORE, .signs = {PULSE(1), .last_merge = END - DAY,
		   .last_unread = END - 181 * DAY}},
	"no maintainer reply since 2026-02-22, 0 releases in a year; not all "
	"replies read: --profile full",
	NULL},
    {"releases are not known where tags were not read", UNKNOWN,
	{NO_CLONE, .pushed_at = END - 100 * DAY,
	    .signs = {.by_tags = true, .last_merge = END - 200 * DAY}},
	"last push 2026-05-14, last merge 2026-02-03, last maintainer reply "
	"never, 0 maintainer replies in a year; would need --git",
	"would need --git"},
    {"tags prove no release where these were not read", UNKNOWN,
	{READ, .releases_from = UNREAD,
	    .signs = {PULSE(1), .by_tags = true, .last_release = END - DAY,
		.year_releases = 1}},
	"last tag 2026-08-21", "would need the whole lists of the forge"},
    {"a release of a list that was not read to its end is one", MAINTENANCE,
	{READ, .releases_from = UNREAD,
	    .signs = {PULSE(1), .last_release = END - DAY, .year_releases = 1}},
	NULL, NULL},

    /* --- a clone alone --- */
    {"the clone alone: commits and tags decide", MAINTENANCE,
	{CLONE, .signs = {PULSE(3), .by_tags = true, .last_release = END - DAY,
		    .year_releases = 2}},
	"3 human commits in 90 days, last human commit 2026-08-21, last tag "
	"2026-08-21, 2 tags in a year; of the clone alone",
	NULL},
    {"the clone alone: a pulse", ACTIVE,
	{CLONE, .signs = {PULSE(13), .by_tags = true}},
	"13 human commits in 90 days, last human commit 2026-08-21, last "
	"release never, 0 releases in a year; of the clone alone",
	NULL},
    {"the clone alone: neither", QUIET,
	{CLONE, .signs = {PULSE(12), .by_tags = true}}, NULL, NULL},
    {"the clone alone: silent", DORMANT,
	{CLONE, .signs = {.last_commit = END - 400 * DAY, .by_tags = true}},
	"last human commit 2025-07-18, last release never; of the clone alone",
	NULL},
    {"the clone alone, which cannot be read", UNKNOWN,
	{.clone_alone = true, NOTHING, .signs = {.by_tags = true}},
	"nothing was read that tells; would need --git", "would need --git"},
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

static void
none_of_zero(int64_t *sign)
{
	if (*sign == 0)
		*sign = NEVER;
}

static struct hscan_life_facts
facts_of(const struct hscan_life_facts *given)
{
	struct hscan_life_facts facts = *given;
	int64_t *const times[] = {
	    &facts.pushed_at,
	    &facts.archived_at,
	    &facts.issues_from,
	    &facts.releases_from,
	    &facts.comments_from,
	    &facts.signs.first_commit,
	    &facts.signs.last_commit,
	    &facts.signs.last_merge,
	    &facts.signs.last_untold,
	    &facts.signs.last_release,
	    &facts.signs.last_reply,
	    &facts.signs.last_unread,
	    &facts.signs.waiting_since,
	};

	facts.end = END;
	if (facts.created_at == 0)
		facts.created_at = END - 3000 * DAY;
	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		none_of_zero(times[i]);
	return facts;
}

static const struct hscan_life *
life_of(const struct hscan_life_facts *given, struct hscan_arena *arena)
{
	const struct hscan_life_facts facts = facts_of(given);
	const struct hscan_life *life = NULL;

	assert_int_equal(hscan_lifecycle(&facts, arena, &life, NULL), HSCAN_OK);
	return life;
}

/* What was read is not called unread, nor what nobody would read; and "never"
 * is said only of what is known from the start. */
static void
check_words(const struct hscan_life_facts *facts, const char *words)
{
	assert_true(words[0] != ',' && words[0] != ';');
	if (strstr(words, "replies not read") &&
	    (facts->replies_asked || strstr(words, "maintainer repl")))
		fail_msg("%s", words);
	if (facts->commits_read && strstr(words, "commits not read"))
		fail_msg("%s", words);
	if (facts->signs.by_tags && !facts->commits_read &&
	    strstr(words, "last release never"))
		fail_msg("%s", words);
	if (facts->issues_from != 0 && strstr(words, "last merge never"))
		fail_msg("%s", words);
	if (facts->signs.last_unread != 0 && strstr(words, "reply never"))
		fail_msg("%s", words);
}

static void
one(void **state)
{
	const struct row *row = *state;
	const struct hscan_life *life;
	struct hscan_arena arena;

	hscan_arena_init(&arena);
	life = life_of(&row->facts, &arena);
	if ((int)life->life_class != row->expected)
		fail_msg("%s: %s", hscan_life_name(life->life_class),
		    life->evidence.ptr);
	check_words(&row->facts, life->evidence.ptr);
	if (row->evidence && !strstr(life->evidence.ptr, row->evidence))
		fail_msg("%s", life->evidence.ptr);
	assert_int_equal(
	    life->life_class == HSCAN_LIFE_UNKNOWN, life->reason != NULL);
	assert_int_equal(row->reason != NULL, life->reason != NULL);
	if (row->reason)
		assert_string_equal(life->reason, row->reason);
	hscan_arena_clear(&arena);
}

/* --- remarks --- */

#define LONG_AGO .first_commit = END - 450 * DAY

static void
check_declining(const struct hscan_life_facts *facts, bool holds, double usual,
    const char *words)
{
	const struct hscan_life *life;
	struct hscan_arena arena;

	hscan_arena_init(&arena);
	life = life_of(facts, &arena);
	assert_null(life->declining.reason);
	assert_int_equal(life->declining.holds, holds);
	assert_int_equal(life->declining.commits, facts->signs.commits[0]);
	assert_int_equal((int)(life->declining.usual * 2), (int)(usual * 2));
	if (words)
		assert_string_equal(life->remarks.ptr, words);
	else
		assert_null(life->remarks.ptr);
	hscan_arena_clear(&arena);
}

static void
fewer_than_half_is_a_decline(void **state)
{
	static const struct {
		int64_t commits[HSCAN_LIFE_STRETCHES];
		bool holds;
		double usual;
		const char *words;
	} cases[] = {
	    /* Strictly under half of the median, in whatever order. */
	    {{6, 13, 13, 13, 13}, true, 13,
		"declining: 6 human commits in 90 days, usual 13"},
	    {{7, 13, 13, 13, 13}, false, 13, NULL},
	    {{10, 40, 1, 20, 21}, true, 20.5,
		"declining: 10 human commits in 90 days, usual 20.5"},
	    {{10, 20, 20, 1, 99}, false, 20, NULL},
	    {{1, 14, 100, 0, 12}, true, 13,
		"declining: 1 human commit in 90 days, usual 13"},
	    /* What was less than a pulse cannot decline. */
	    {{0, 12, 13, 12, 99}, false, 12.5, NULL},
	    {{0, 0, 0, 0, 0}, false, 0, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hscan_life_facts facts = {
		    READ, .signs = {.last_commit = END - DAY, LONG_AGO}};

		memcpy(facts.signs.commits, cases[i].commits,
		    sizeof(cases[i].commits));
		check_declining(
		    &facts, cases[i].holds, cases[i].usual, cases[i].words);
	}
}

static void
a_decline_needs_a_past(void **state)
{
	static const struct {
		struct hscan_life_facts facts;
		const char *reason;
	} cases[] = {
	    {{READ, .signs = {.first_commit = END - 450 * DAY + 1}},
		"the first commit is less than 450 days old"},
	    {{READ, .signs = {0}},
		"the first commit is less than 450 days old"},
	    {{NO_CLONE, .signs = {LONG_AGO}}, "would need --git"},
	    {{READ, .other_head = true, .signs = {LONG_AGO}},
		"the commits are not of the default branch"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hscan_life_facts facts = cases[i].facts;
		const struct hscan_life *life;
		struct hscan_arena arena;

		for (size_t j = 1; j < HSCAN_LIFE_STRETCHES; j++)
			facts.signs.commits[j] = 50;
		hscan_arena_init(&arena);
		life = life_of(&facts, &arena);
		assert_string_equal(life->declining.reason, cases[i].reason);
		assert_false(life->declining.holds);
		assert_null(life->remarks.ptr);
		hscan_arena_clear(&arena);
	}
}

static void
what_waits_is_counted(void **state)
{
	static const struct {
		struct hscan_life_facts facts;
		const char *words, *reason;
	} cases[] = {
	    {{READ, .signs = {0}}, NULL, NULL},
	    {{READ, .signs = {.waiting_issues = 1,
			.waiting_since = END - 400 * DAY}},
		"unanswered: 1 issue for over 90 days, the oldest since "
		"2025-07-18",
		NULL},
	    {{CORE, .signs = {.waiting_issues = 2,
			.waiting_pulls = 1,
			.waiting_untold = 3,
			.waiting_since = END - 91 * DAY}},
		"unanswered: at least 2 issues and 1 pull request for over 90 "
		"days, the oldest since 2026-05-23",
		NULL},
	    {{READ, .signs = {.waiting_pulls = 2,
			.waiting_since = END - 91 * DAY,
			LONG_AGO,
			.commits = {0, 20, 20, 20, 20}}},
		"declining: 0 human commits in 90 days, usual 20; unanswered: "
		"2 pull requests for over 90 days, the oldest since 2026-05-23",
		NULL},
	    /* Unknown is not none. */
	    {{CORE, .signs = {.waiting_untold = 3}}, NULL,
		"would need --profile full"},
	    {{READ, .signs = {.waiting_untold = 3}}, NULL,
		"the answers to older ones were not read"},
	    {{READ, .backlog_missing = "not collected",
		 .signs = {.waiting_issues = 3}},
		NULL, "not collected"},
	    {{READ, .in_doubt = true, .signs = {.waiting_issues = 3}}, NULL,
		"not all could be read"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct hscan_life *life;
		const struct hscan_signs *signs = &cases[i].facts.signs;
		struct hscan_arena arena;

		hscan_arena_init(&arena);
		life = life_of(&cases[i].facts, &arena);
		if (cases[i].words)
			assert_string_equal(life->remarks.ptr, cases[i].words);
		else
			assert_null(life->remarks.ptr);
		if (cases[i].reason) {
			assert_string_equal(
			    life->unanswered.reason, cases[i].reason);
			assert_int_equal(life->unanswered.issues, 0);
			assert_int_equal(life->unanswered.since, NEVER);
		} else {
			assert_null(life->unanswered.reason);
			assert_int_equal(
			    life->unanswered.issues, signs->waiting_issues);
			assert_int_equal(life->unanswered.pull_requests,
			    signs->waiting_pulls);
			assert_int_equal(
			    life->unanswered.untold, signs->waiting_untold);
		}
		hscan_arena_clear(&arena);
	}
}

static void
names(void **state)
{
	(void)state;
	assert_string_equal(hscan_life_name(HSCAN_LIFE_ACTIVE), "active");
	assert_string_equal(hscan_life_name(HSCAN_LIFE_NEW), "new");
	assert_string_equal(
	    hscan_life_name(HSCAN_LIFE_MAINTENANCE), "maintenance");
	assert_string_equal(hscan_life_name(HSCAN_LIFE_QUIET), "quiet");
	assert_string_equal(hscan_life_name(HSCAN_LIFE_DORMANT), "dormant");
	assert_string_equal(hscan_life_name(HSCAN_LIFE_ARCHIVED), "archived");
	assert_string_equal(hscan_life_name(HSCAN_LIFE_UNKNOWN), "unknown");
}

int
main(void)
{
	static const struct CMUnitTest others[] = {
	    cmocka_unit_test(fewer_than_half_is_a_decline),
	    cmocka_unit_test(a_decline_needs_a_past),
	    cmocka_unit_test(what_waits_is_counted),
	    cmocka_unit_test(names),
	};
	enum { OTHERS = sizeof(others) / sizeof(others[0]) };
	struct CMUnitTest tests[ROWS + OTHERS];

	for (size_t i = 0; i < ROWS; i++)
		tests[i] = (struct CMUnitTest){
		    .name = rows[i].what,
		    .test_func = one,
		    .initial_state = &rows[i],
		};
	memcpy(tests + ROWS, others, sizeof(others));
	return cmocka_run_group_tests_name("lifecycle", tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Events, answers, releases, branches, accounts and repositories of which
 * several sources tell, in every order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/told.h"

#define DAY 86400

static const struct hscan_actor heron = {5, {"heron", 5}, {"User", 4}};
static const struct hscan_actor nobody;

/* --- events --- */

static struct hscan_event
closed_at(int64_t at, int64_t id, enum hscan_grade grade)
{
	return (struct hscan_event){.kind = HSCAN_EVENT_CLOSED,
	    .id = id,
	    .number = 7,
	    .occurred_at = at,
	    .grade = grade};
}

static void
an_event_says_who_told_it(void **state)
{
	struct hscan_event rest = closed_at(100, 21, HSCAN_GRADE_FORGE);
	struct hscan_event webhook = closed_at(100, 0, HSCAN_GRADE_OWN);
	struct hscan_event backup = closed_at(100, 21, HSCAN_GRADE_FORGE);
	struct hscan_event archive = closed_at(100, 0, HSCAN_GRADE_OWN);
	struct hscan_event near = closed_at(104, 0, HSCAN_GRADE_NEAR);
	const struct telling tellings[] = {
	    {.source = HSCAN_SOURCE_REST, .event = &rest},
	    {.source = HSCAN_SOURCE_WEBHOOK, .event = &webhook},
	    {.source = HSCAN_SOURCE_BACKUP, .event = &backup},
	    {.source = HSCAN_SOURCE_ARCHIVE, .event = &archive},
	    {.source = HSCAN_SOURCE_ARCHIVE, .event = &near},
	};

	(void)state;
	rest.actor = nobody;
	rest.reason = text("completed");
	backup.actor = heron;
	backup.reason = text("of the backup");
	webhook.actor = (struct hscan_actor){6, text("otter"), text("User")};
	archive.actor = heron;
	archive.reason = text("of the archive");
	assert_told(tellings, 5,
	    "SELECT occurred_at, forge_id, actor_id, reason, sources"
	    "  FROM event ORDER BY occurred_at, forge_id DESC",
	    "100|21|5|completed|5\n"
	    "100|0|6|of the archive|10\n"
	    "104|-1|~|~|8\n");
}

/* The same source, of the same second: which came first is no matter. */
static void
of_two_that_one_source_tells_the_greater_counts(void **state)
{
	struct hscan_event first = closed_at(100, 0, HSCAN_GRADE_OWN);
	struct hscan_event second = first, third = first;
	struct hscan_response one = {.kind = HSCAN_COMMENT,
	    .id = 41,
	    .number = 7,
	    .occurred_at = 120,
	    .actor = heron};
	struct hscan_response other = one;
	const struct telling tellings[] = {
	    {.source = HSCAN_SOURCE_WEBHOOK, .event = &first, .response = &one},
	    {.source = HSCAN_SOURCE_WEBHOOK,
		.event = &second,
		.response = &other},
	    {.source = HSCAN_SOURCE_WEBHOOK, .event = &third},
	};

	(void)state;
	first.actor = heron;
	first.reason = text("completed");
	second.actor = (struct hscan_actor){6, text("otter"), text("User")};
	second.reason = text("not_planned");
	other.actor = second.actor;
	assert_told(tellings, 3,
	    "SELECT e.actor_id, e.reason, e.sources, r.actor_id, r.sources"
	    "  FROM event AS e, response AS r",
	    "6|not_planned|2|6|2\n");
}

static void
what_rest_alone_tells_is_as_ever(void **state)
{
	const struct hscan_event event = closed_at(100, 21, HSCAN_GRADE_FORGE);
	const struct hscan_response response = {.kind = HSCAN_COMMENT,
	    .id = 41,
	    .number = 7,
	    .occurred_at = 120,
	    .actor = heron};
	const struct telling told = {.source = HSCAN_SOURCE_REST,
	    .event = &event,
	    .response = &response};

	(void)state;
	assert_told(&told, 1,
	    "SELECT e.sources, r.sources, r.near, a.told_at, a.source"
	    "  FROM event AS e, response AS r, account AS a",
	    "~|~|~|~|~\n");
}

/* --- answers --- */

static struct hscan_response
answered_at(int64_t at, bool near)
{
	return (struct hscan_response){.kind = HSCAN_COMMENT,
	    .id = 41,
	    .number = 7,
	    .occurred_at = at,
	    .near = near};
}

static const char answers_sql[] =
    "SELECT occurred_at, kind, forge_id, actor_id, sources, near"
    "  FROM response ORDER BY kind, occurred_at";

static void
an_answer_is_one_whoever_tells_it(void **state)
{
	struct hscan_response rest = answered_at(120, false);
	struct hscan_response webhook = answered_at(120, false);
	struct hscan_response late = answered_at(124, true);
	struct hscan_response early = answered_at(110, true);
	struct hscan_response review = answered_at(130, false);
	const struct telling tellings[] = {
	    {.source = HSCAN_SOURCE_ARCHIVE, .response = &late},
	    {.source = HSCAN_SOURCE_ARCHIVE, .response = &early},
	    {.source = HSCAN_SOURCE_REST, .response = &review},
	    {.source = HSCAN_SOURCE_WEBHOOK, .response = &webhook},
	    {.source = HSCAN_SOURCE_REST, .response = &rest},
	};

	(void)state;
	review.kind = HSCAN_REVIEW;
	early.actor = heron;
	webhook.actor = (struct hscan_actor){6, text("otter"), text("User")};
	/* Of those that are near it the earlier. */
	assert_told(
	    tellings, 3, answers_sql, "110|1|41|5|8|1\n130|2|41|~|~|~\n");
	assert_told(
	    tellings, 4, answers_sql, "120|1|41|6|10|~\n130|2|41|~|~|~\n");
	/* REST tells nobody any more; of whom others tell it is one account. */
	early.actor = webhook.actor;
	assert_told(
	    tellings, 5, answers_sql, "120|1|41|6|11|~\n130|2|41|~|~|~\n");
}

/* What nobody has told is unknown, and a dismissal is for ever. */
static void
what_a_review_says_is_one_whoever_tells_it(void **state)
{
	static const char sql[] = "SELECT actor_id, sources, state"
				  "  FROM response";
	struct hscan_response rest = answered_at(130, false), webhook = rest,
			      archive = rest;
	const struct telling tellings[] = {
	    {.source = HSCAN_SOURCE_ARCHIVE, .response = &archive},
	    {.source = HSCAN_SOURCE_REST, .response = &rest},
	    {.source = HSCAN_SOURCE_WEBHOOK, .response = &webhook},
	};

	(void)state;
	rest.kind = webhook.kind = archive.kind = HSCAN_REVIEW;
	assert_told(tellings, 2, sql, "~|9|~\n");
	rest.state = HSCAN_COMMENTED;
	assert_told(tellings, 3, sql, "~|11|1\n");
	rest.state = HSCAN_DISMISSED;
	webhook.state = HSCAN_CHANGES_REQUESTED;
	assert_told(tellings, 3, sql, "~|11|4\n");
}

/* What was stored twice before other sources told becomes one. */
static void
answers_of_before_become_one(void **state)
{
	struct fixture *f = *state;
	const struct hscan_span span = {
	    HSCAN_STREAM_COMMENTS, HSCAN_SOURCE_WEBHOOK, 1, 2, false, false};
	struct hscan_response response = answered_at(130, false);
	const struct telling rest = {
	    .source = HSCAN_SOURCE_REST, .response = &response};
	struct hscan_error err;

	tell(f->store, f->repo_id, &rest);
	response.occurred_at = 120;
	tell(f->store, f->repo_id, &rest);
	ok(hscan_store_put_span(f->store, f->repo_id, &span, &err), &err);
	response.occurred_at = 125;
	tell(f->store, f->repo_id, &rest);
	assert_query(f->store, answers_sql, "120|1|41|~|~|~\n");
}

static void
a_deleted_comment_is_dropped_whenever_that_is_told(void **state)
{
	struct hscan_response rest = answered_at(120, false);
	struct hscan_response other = answered_at(130, false);
	struct hscan_response archive = answered_at(122, true);
	const struct hscan_removal removal = {HSCAN_REMOVAL_COMMENT, 41, 300};
	const struct telling tellings[] = {
	    {.source = HSCAN_SOURCE_REST, .told_at = 200, .response = &rest},
	    {.source = HSCAN_SOURCE_WEBHOOK, .removal = &removal},
	    {.source = HSCAN_SOURCE_ARCHIVE, .response = &archive},
	    {.source = HSCAN_SOURCE_REST, .response = &other},
	};
	struct telling later = tellings[0];
	struct hscan_store *store;
	int64_t repo_id;

	(void)state;
	other.id = 42;
	assert_told(tellings, 4, answers_sql, "130|1|42|~|~|~\n");
	later.told_at = 301;
	store = open_mixed(&repo_id);
	tell(store, repo_id, &tellings[1]);
	tell(store, repo_id, &later);
	tell(store, repo_id, &tellings[1]);
	tell(store, repo_id, &tellings[2]);
	assert_query(store, answers_sql, "120|1|41|~|9|~\n");
	hscan_store_close(store);
}

/* --- releases --- */

static struct hscan_release
a_release(const char *name, bool draft)
{
	return (struct hscan_release){.id = 31,
	    .tag_name = text("v1"),
	    .name = text(name),
	    .author = heron,
	    .draft = draft,
	    .created_at = 100,
	    .published_at = draft ? HSCAN_NEVER : 110};
}

static const char release_sql[] =
    "SELECT name, draft, published_at, told_at, source FROM release";

static void
a_release_is_what_was_told_of_it_last(void **state)
{
	struct hscan_release rest = a_release("rest", true);
	struct hscan_release webhook = a_release("webhook", false);
	struct hscan_release backup = a_release("backup", false);
	const struct hscan_removal removal = {HSCAN_REMOVAL_RELEASE, 31, 300};
	struct telling tellings[] = {
	    {.source = HSCAN_SOURCE_REST, .told_at = 100, .release = &rest},
	    {.source = HSCAN_SOURCE_WEBHOOK,
		.told_at = 200,
		.release = &webhook},
	    {.source = HSCAN_SOURCE_BACKUP, .told_at = 150, .release = &backup},
	    {.source = HSCAN_SOURCE_WEBHOOK, .removal = &removal},
	};

	(void)state;
	assert_told(tellings, 3, release_sql, "webhook|0|110|200|1\n");
	tellings[0].told_at = 200;
	assert_told(tellings, 3, release_sql, "rest|1|~|200|~\n");
	assert_told(tellings, 4, release_sql, "");
	/* The same source at the same time: the same one counts. */
	tellings[1].told_at = 150;
	tellings[1].source = HSCAN_SOURCE_BACKUP;
	assert_told(tellings + 1, 2, release_sql, "webhook|0|110|150|2\n");
}

/* The last list of REST counts, though its clock went back: what another told
 * before the one before is as old as ever, whenever it comes. */
static void
a_clock_that_goes_back_makes_no_release_older(void **state)
{
	struct hscan_release first = a_release("first", true);
	struct hscan_release last = a_release("last", false);
	struct hscan_release webhook = a_release("webhook", false);
	const struct telling lists[] = {
	    {.source = HSCAN_SOURCE_REST, .told_at = 200, .release = &first},
	    {.source = HSCAN_SOURCE_REST, .told_at = 150, .release = &last},
	};
	struct telling between = {
	    .source = HSCAN_SOURCE_WEBHOOK, .release = &webhook};

	(void)state;
	for (int64_t told_at = 180; told_at <= 220; told_at += 40)
		for (size_t place = 0; place <= LEN(lists); place++) {
			int64_t repo_id = 0;
			struct hscan_store *store = open_mixed(&repo_id);

			between.told_at = told_at;
			for (size_t i = 0; i <= LEN(lists); i++) {
				if (i == place)
					tell(store, repo_id, &between);
				if (i < LEN(lists))
					tell(store, repo_id, &lists[i]);
			}
			assert_query(store, release_sql,
			    told_at < 200 ? "last|0|110|200|~\n"
					  : "webhook|0|110|220|1\n");
			hscan_store_close(store);
		}
}

/* What REST told before others did was so when its list was current last. */
static void
a_release_of_before_is_as_its_list(void **state)
{
	static const struct {
		int64_t synced_at;
		const char *expected;
	} rows[] = {
	    {HSCAN_NEVER, "rest|1|~|~|~\n"},
	    {200, "rest|1|~|~|~\n"},
	    {199, "webhook|0|110|200|1\n"},
	};
	const struct hscan_span span = {
	    HSCAN_STREAM_RELEASES, HSCAN_SOURCE_WEBHOOK, 1, 2, false, false};
	struct hscan_release rest = a_release("rest", true);
	struct hscan_release webhook = a_release("webhook", false);
	const struct telling first = {
	    .source = HSCAN_SOURCE_REST, .told_at = 100, .release = &rest};
	const struct telling then = {.source = HSCAN_SOURCE_WEBHOOK,
	    .told_at = 200,
	    .release = &webhook};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		struct hscan_store *store = open_store(":memory:");
		int64_t repo_id = put_repo(store, HOST, 77, "o/n");
		struct hscan_stream_state stream;
		struct hscan_error err;

		tell(store, repo_id, &first);
		hscan_stream_state_init(&stream);
		stream.synced_at = rows[i].synced_at;
		ok(hscan_store_put_stream(
		       store, repo_id, HSCAN_STREAM_RELEASES, &stream, &err),
		    &err);
		ok(hscan_store_put_span(store, repo_id, &span, &err), &err);
		tell(store, repo_id, &then);
		assert_query(store, release_sql, rows[i].expected);
		hscan_store_close(store);
	}
}

/* --- branches --- */

static void
a_branch_is_that_of_the_newest_row(void **state)
{
	const struct hscan_base old = {.number = 8,
	    .updated_at = 100,
	    .branch = text("main"),
	    .closed_at = HSCAN_NEVER,
	    .merged_at = HSCAN_NEVER};
	const struct hscan_base merged = {.number = 8,
	    .updated_at = 200,
	    .branch = text("next"),
	    .closed_at = 200,
	    .merged_at = 200};
	const struct hscan_base silent = {.number = 8,
	    .updated_at = 300,
	    .branch = text("last"),
	    .closed_at = 200,
	    .merged_at = HSCAN_NEVER,
	    .merge_untold = true};
	const struct telling tellings[] = {
	    {.source = HSCAN_SOURCE_REST, .base = &old},
	    {.source = HSCAN_SOURCE_WEBHOOK, .base = &merged},
	    {.source = HSCAN_SOURCE_BACKUP, .base = &silent},
	};
	static const char sql[] =
	    "SELECT base, told, closed_at, merged_at, updated_at"
	    "  FROM pull_base";

	(void)state;
	assert_told(tellings, 2, sql, "next|1|200|200|200\n");
	assert_told(tellings + 1, 2, sql, "last|1|200|200|300\n");
}

/* --- accounts --- */

static void
an_account_is_as_rest_names_it(void **state)
{
	static const char sql[] =
	    "SELECT login, type, told_at, source FROM account";
	struct hscan_event events[5];
	struct telling tellings[5];
	static const struct {
		enum hscan_source source;
		int64_t told_at;
		const char *login, *type;
	} rows[] = {
	    {HSCAN_SOURCE_ARCHIVE, 40 * DAY + 9, "oldest", NULL},
	    {HSCAN_SOURCE_BACKUP, 30 * DAY + 5, "older", "User"},
	    {HSCAN_SOURCE_BACKUP, 30 * DAY + 7, "older", "User"},
	    {HSCAN_SOURCE_WEBHOOK, 31 * DAY + 1, "newer", "User"},
	    {HSCAN_SOURCE_REST, 10 * DAY, "rest", "User"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		events[i] = closed_at((int64_t)i, 0, HSCAN_GRADE_OWN);
		events[i].actor = (struct hscan_actor){
		    5, text(rows[i].login), text(rows[i].type)};
		tellings[i] = (struct telling){.source = rows[i].source,
		    .told_at = rows[i].told_at,
		    .event = &events[i]};
	}
	assert_told(tellings, 1, sql, "oldest|~|3456000|3\n");
	assert_told(tellings, 3, sql, "older|User|2592000|2\n");
	assert_told(tellings, 4, sql, "newer|User|2678400|1\n");
	assert_told(tellings, 5, sql, "rest|User|~|~\n");
}

/* Whoever may tell of one repository cannot make those of others bots, or bots
 * people, by a later word or by a login alone. */
static void
a_person_does_not_become_a_bot(void **state)
{
	static const char sql[] = "SELECT login, type FROM account";
	static const struct {
		int64_t day;
		const char *login, *type;
	} rows[] = {
	    {9, "heron[bot]", "User"},
	    {8, "heron", "Bot"},
	    {7, "heron[bot]", "Bot"},
	    {2, "heron", "User"},
	    {3, "egret", "User"},
	};
	struct hscan_event events[LEN(rows)];
	struct telling tellings[LEN(rows)];

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++) {
		events[i] = closed_at((int64_t)i, 0, HSCAN_GRADE_OWN);
		events[i].actor = (struct hscan_actor){
		    5, text(rows[i].login), text(rows[i].type)};
		tellings[i] = (struct telling){.source = HSCAN_SOURCE_WEBHOOK,
		    .told_at = rows[i].day * DAY,
		    .event = &events[i]};
	}
	assert_told(tellings, 3, sql, "heron[bot]|Bot\n");
	assert_told(tellings, 4, sql, "heron|User\n");
	assert_told(tellings, 5, sql, "egret|User\n");
	/* What is alone is believed. */
	assert_told(&tellings[1], 1, sql, "heron|Bot\n");
}

/* --- repositories --- */

static void
a_repository_is_as_the_newest_tells_it(void **state)
{
	static const char sql[] =
	    "SELECT full_name, created_at, archived, pulls_disabled,"
	    "       told_at, source, unknown FROM repo";
	struct hscan_repo rest = a_repo(77, "o/rest");
	struct hscan_repo webhook = a_repo(77, "o/webhook");
	struct hscan_repo older = a_repo(77, "o/older");
	struct hscan_repo archive = {.id = 77,
	    .full_name = text("o/archive"),
	    .pushed_at = HSCAN_NEVER,
	    .unknown = HSCAN_REPO_CREATED | HSCAN_REPO_HAS_ISSUES |
		       HSCAN_REPO_ARCHIVED | HSCAN_REPO_FORK};
	struct telling tellings[] = {
	    {.source = HSCAN_SOURCE_REST, .told_at = 100, .repo = &rest},
	    {.source = HSCAN_SOURCE_WEBHOOK, .told_at = 200, .repo = &webhook},
	    {.source = HSCAN_SOURCE_BACKUP, .told_at = 150, .repo = &older},
	    {.source = HSCAN_SOURCE_ARCHIVE, .told_at = 900, .repo = &archive},
	};

	(void)state;
	rest.pulls_disabled = true;
	webhook.archived = true;
	assert_told(tellings, 4, sql, "o/webhook|1000|1|1|200|1|~\n");
	tellings[0].told_at = 200;
	assert_told(tellings, 4, sql, "o/rest|1000|0|1|200|~|~\n");
}

/* What another source has found is there before REST has told of it. */
static void
a_repository_may_be_known_in_part(void **state)
{
	struct fixture *f = *state;
	const struct hscan_teller archive = {HOST, HSCAN_SOURCE_ARCHIVE, 500};
	const struct hscan_repo repo = {.id = 78,
	    .full_name = text("o/new"),
	    .pushed_at = HSCAN_NEVER,
	    .unknown = HSCAN_REPO_CREATED | HSCAN_REPO_ARCHIVED};
	struct hscan_stored_repo found = {0};
	struct hscan_error err;
	int64_t repo_id = 0;

	ok(hscan_store_put_repo(f->store, &archive, &repo, &repo_id, &err),
	    &err);
	ok(hscan_store_find_number(f->store, HOST, 78, &found, &err), &err);
	assert_int_equal(found.repo_id, repo_id);
	assert_int_equal(found.repo.unknown, repo.unknown);
	hscan_stored_repo_clear(&found);
	assert_int_equal(put_repo(f->store, HOST, 78, "o/new"), repo_id);
	ok(hscan_store_get_repo(f->store, repo_id, &found, &err), &err);
	assert_int_equal(found.repo.unknown, 0);
	hscan_stored_repo_clear(&found);
	assert_query(f->store,
	    "SELECT told_at, source, unknown FROM repo WHERE forge_id = 78",
	    "~|~|~\n");
}

static void
that_pulls_are_disabled_is_found_by_the_number_too(void **state)
{
	struct fixture *f = *state;
	struct hscan_repo repo = a_repo(77, "o/n");
	struct hscan_stored_repo found = {0};
	struct hscan_error err;
	int64_t repo_id = 0;

	repo.pulls_disabled = true;
	ok(hscan_store_put_repo(f->store, BY_REST(HOST), &repo, &repo_id, &err),
	    &err);
	ok(hscan_store_find_number(f->store, HOST, 77, &found, &err), &err);
	assert_true(found.repo.pulls_disabled);
	hscan_stored_repo_clear(&found);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_event_says_who_told_it),
	    cmocka_unit_test(of_two_that_one_source_tells_the_greater_counts),
	    cmocka_unit_test(what_rest_alone_tells_is_as_ever),
	    cmocka_unit_test(an_answer_is_one_whoever_tells_it),
	    cmocka_unit_test(what_a_review_says_is_one_whoever_tells_it),
	    WITH_STORE(answers_of_before_become_one),
	    cmocka_unit_test(
		a_deleted_comment_is_dropped_whenever_that_is_told),
	    cmocka_unit_test(a_release_is_what_was_told_of_it_last),
	    cmocka_unit_test(a_clock_that_goes_back_makes_no_release_older),
	    cmocka_unit_test(a_release_of_before_is_as_its_list),
	    cmocka_unit_test(a_branch_is_that_of_the_newest_row),
	    cmocka_unit_test(an_account_is_as_rest_names_it),
	    cmocka_unit_test(a_person_does_not_become_a_bot),
	    cmocka_unit_test(a_repository_is_as_the_newest_tells_it),
	    WITH_STORE(a_repository_may_be_known_in_part),
	    WITH_STORE(that_pulls_are_disabled_is_found_by_the_number_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Objects of GitHub's migration archives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "model/login_id.h"
#include "model/stand_in.h"
#include "source/backup/address.h"
#include "source/backup/kind.h"
#include "source/backup/migration.h"

#define T0    INT64_C(1767323045)
#define TIME0 "\"2026-01-02T03:04:05Z\""
#define TIME1 "\"2026-01-02T03:04:06Z\""
#define HUB   "https://github.com/"
#define REPO  HUB "o/n"
#define ANN   "\"user\":\"" HUB "Ann\","
#define ISSUE \
	"{\"type\":\"issue\",\"url\":\"" REPO "/issues/7\"," ANN \
	"\"title\":\"t\",\"created_at\":" TIME0 ",\"updated_at\":" TIME1 ","
#define PULL \
	"{\"type\":\"pull_request\",\"url\":\"" REPO "/pull/8\"," ANN \
	"\"title\":\"t\",\"created_at\":" TIME0 ","
#define EVENT(kind) \
	"{\"type\":\"issue_event\",\"url\":\"" REPO "/issues/7#event-31\"," \
	"\"actor\":\"" HUB "helper%5Bbot%5D\",\"event\":\"" kind "\"," \
	"\"created_at\":" TIME1 "}"

static struct hscan_arena arena;
static struct hscan_error err;
static struct hscan_logins logins;
static struct hscan_login account;

static int
set_up(void **state)
{
	(void)state;
	hscan_arena_init(&arena);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	hscan_arena_clear(&arena);
	hscan_logins_clear(&logins);
	return 0;
}

static struct hscan_told
told_by(const char *object)
{
	struct hscan_told told;

	if (hscan_migration_decode(hscan_text_of(object), "github.com", &logins,
		&arena, &told, &account, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	return told;
}

static void
assert_refused(const char *object, const char *why)
{
	struct hscan_told told;

	assert_int_equal(
	    hscan_migration_decode(hscan_text_of(object), "github.com", &logins,
		&arena, &told, &account, &err),
	    HSCAN_EPARSE);
	if (!strstr(err.message, why))
		fail_msg("%s", err.message);
}

static int64_t
id_of(const char *login)
{
	return hscan_login_id("github.com", hscan_text_of(login));
}

#define assert_text(text, string) assert_true(hscan_text_is(text, string))

/* --- rows --- */

static void
an_issue(void **state)
{
	struct hscan_told told = told_by(
	    ISSUE "\"closed_at\":null,\"labels\":[\"" REPO
		  "/labels/good%20first%20issue\",\"" REPO "/labels/bug\"]}");

	(void)state;
	assert_text(told.host, "github.com");
	assert_text(told.repo.full_name, "o/n");
	assert_int_equal(told.repo.id, 0);
	assert_int_equal(told.item.kind, HSCAN_ISSUE);
	assert_int_equal(told.item.id, 0);
	assert_int_equal(told.item.number, 7);
	assert_text(told.item.title, "t");
	assert_int_equal(told.item.author.id, id_of("ann"));
	assert_true(told.item.open);
	assert_int_equal(told.item.created_at, T0);
	assert_int_equal(told.item.updated_at, T0 + 1);
	assert_int_equal(told.item.closed_at, HSCAN_NEVER);
	assert_int_equal(
	    told.item.unknown, HSCAN_ITEM_LOCKED | HSCAN_ITEM_COMMENTS);
	assert_int_equal(told.item.draft, HSCAN_UNKNOWN_YET);
	assert_false(told.item.state_reason.ptr);
	assert_int_equal(told.item.labels_len, 2);
	assert_text(told.item.labels[0], "good first issue");
	assert_text(told.item.labels[1], "bug");
	assert_int_equal(told.parts, HSCAN_TOLD_ISSUES);
	assert_int_equal(told.oldest, T0);
	assert_int_equal(told.newest, T0 + 1);
	told = told_by(ISSUE "\"closed_at\":" TIME1 "}");
	assert_false(told.item.open);
	assert_int_equal(told.item.closed_at, T0 + 1);
}

/* It has no updated_at: it is partial. */
static void
a_pull_request(void **state)
{
	struct hscan_told told = told_by(
	    PULL "\"closed_at\":" TIME1 ",\"merged_at\":" TIME1
		 ",\"work_in_progress\":true,\"base\":{\"ref\":\"main\"}}");

	(void)state;
	assert_int_equal(told.item.kind, HSCAN_PULL_REQUEST);
	assert_int_equal(told.item.number, 8);
	assert_int_equal(told.item.updated_at, 0);
	assert_int_equal(told.item.merged_at, T0 + 1);
	assert_false(told.item.merge_untold);
	assert_int_equal(told.item.draft, HSCAN_YES);
	assert_int_equal(told.base.number, 8);
	assert_text(told.base.branch, "main");
	assert_int_equal(told.base.merged_at, T0 + 1);
	assert_int_equal(told.parts, HSCAN_TOLD_PULLS);
	told = told_by(PULL "\"closed_at\":" TIME1 ",\"merged_at\":null}");
	assert_int_equal(told.item.merged_at, HSCAN_NEVER);
	assert_false(told.item.merge_untold);
	assert_int_equal(told.item.draft, HSCAN_UNKNOWN_YET);
	assert_int_equal(told.base.number, 0);
}

/* What is not told is not taken for "no". */
static void
rows_that_lack_what_they_need(void **state)
{
	(void)state;
	assert_refused(ISSUE "\"title\":\"t\"}", "closed_at is missing");
	assert_refused(PULL "\"closed_at\":null}", "merged_at is missing");
	assert_refused("{\"type\":\"issue\",\"url\":\"" REPO
		       "/issues/7\",\"closed_at\":null}",
	    "created_at");
	assert_refused("{\"type\":\"issue\",\"url\":\"" REPO "/issues/x\"}",
	    "url is not that of an item");
	assert_refused("{\"type\":\"issue\",\"url\":5}", "url");
	assert_refused("{\"type\":\"issue_event\",\"url\":\"" REPO
		       "/issues/7#evint-1\",\"created_at\":" TIME1
		       ",\"event\":\"closed\"}",
	    "url is not that of an event");
	assert_refused("{\"type\":\"issue_comment\",\"url\":\"" REPO
		       "/issues/7#event-1\",\"created_at\":" TIME1 "}",
	    "url is not that of a comment");
	assert_refused("{}", "type is missing");
	assert_refused("nothing", "JSON");
}

/* Not that there is no memory. */
static void
addresses_that_say_nothing(void **state)
{
	static const char *const users[] = {"\"user\":\"\"",
	    "\"user\":\"https://github.com/\"", "\"user\":\"/\"",
	    "\"user\":\"https://github.com/apps/\"", "\"user\":5"};
	struct hscan_told told;
	char object[400];

	(void)state;
	for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++) {
		(void)snprintf(object, sizeof(object),
		    "{\"type\":\"issue\",\"url\":\"" REPO "/issues/7\",%s,"
		    "\"created_at\":" TIME0 ",\"updated_at\":" TIME1
		    ",\"closed_at\":null,\"labels\":[\"\",5,\"" REPO
		    "/labels/\",\"" REPO "/labels/bug\"]}",
		    users[i]);
		told = told_by(object);
		assert_int_equal(told.item.author.id, 0);
		assert_int_equal(told.item.labels_len, 1);
		assert_text(told.item.labels[0], "bug");
	}
	assert_true(told_by("{\"type\":\"user\",\"avatar_url\":"
			    "\"https://a/u/12?v=4\"}")
			.passed_over);
	assert_int_equal(account.id, 0);
}

/* --- what happened --- */

static void
events(void **state)
{
	static const struct {
		const char *object;
		enum hscan_event_kind kind;
	} kept[] = {
	    {EVENT("closed"), HSCAN_EVENT_CLOSED},
	    {EVENT("reopened"), HSCAN_EVENT_REOPENED},
	    {EVENT("merged"), HSCAN_EVENT_MERGED},
	    {EVENT("ready_for_review"), HSCAN_EVENT_READY_FOR_REVIEW},
	    {EVENT("convert_to_draft"), HSCAN_EVENT_CONVERT_TO_DRAFT},
	    {EVENT("converted_to_discussion"),
		HSCAN_EVENT_CONVERTED_TO_DISCUSSION},
	};
	struct hscan_told told;

	(void)state;
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		told = told_by(kept[i].object);
		assert_int_equal(told.events_len, 1);
		assert_int_equal(told.events[0].kind, kept[i].kind);
		assert_int_equal(told.events[0].grade, HSCAN_GRADE_FORGE);
		assert_int_equal(told.events[0].id, 31);
		assert_int_equal(told.events[0].number, 7);
		assert_int_equal(told.events[0].occurred_at, T0 + 1);
		assert_int_equal(told.events[0].actor.id, id_of("helper[bot]"));
	}
	told = told_by(EVENT("labeled"));
	assert_int_equal(told.events_len, 0);
	assert_int_equal(told.parts, HSCAN_TOLD_EVENTS);
}

static void
a_comment(void **state)
{
	struct hscan_told told = told_by(
	    "{\"type\":\"issue_comment\",\"url\":\"" REPO
	    "/pull/9#issuecomment-77\",\"user\":null,\"created_at\":" TIME0
	    ",\"reactions\":[{\"created_at\":\"2020-10-10T00:13:22+05:30\"}]}");

	(void)state;
	assert_int_equal(told.responses_len, 1);
	assert_int_equal(told.responses[0].id, 77);
	assert_int_equal(told.responses[0].number, 9);
	assert_int_equal(told.responses[0].kind, HSCAN_COMMENT);
	assert_int_equal(told.responses[0].occurred_at, T0);
	assert_int_equal(told.responses[0].actor.id, 0);
	assert_false(told.responses[0].near);
}

#define REVIEW_OF(url, more, state) \
	"{\"type\":\"pull_request_review\",\"url\":\"" REPO url "\"," ANN \
	"\"created_at\":" TIME0 "," more "\"state\":" state "}"
#define REVIEW(url, more) REVIEW_OF(url, more, "40")

/* A number that nobody knows, or a word, says nothing. */
static void
what_a_review_says(void **state)
{
#define SAYS(state) \
	REVIEW_OF("/pull/9#pullrequestreview-77", \
	    "\"submitted_at\":" TIME1 ",", state)
	static const struct {
		const char *json;
		enum hscan_review_state state;
	} rows[] = {
	    {SAYS("1"), HSCAN_COMMENTED},
	    {SAYS("30"), HSCAN_CHANGES_REQUESTED},
	    {SAYS("40"), HSCAN_APPROVED},
	    {SAYS("2"), HSCAN_STATE_UNTOLD},
	    {SAYS("\"APPROVED\""), HSCAN_STATE_UNTOLD},
	    {SAYS("null"), HSCAN_STATE_UNTOLD},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    told_by(rows[i].json).responses[0].state, rows[i].state);
}

static void
a_review(void **state)
{
	static const char *const urls[] = {
	    REVIEW("/pull/9/files#pullrequestreview-77",
		"\"submitted_at\":" TIME1 ","),
	    REVIEW(
		"/pull/9#pullrequestreview-77", "\"submitted_at\":" TIME1 ","),
	};
	struct hscan_told told;

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		told = told_by(urls[i]);
		assert_int_equal(told.responses_len, 1);
		assert_int_equal(told.responses[0].id, 77);
		assert_int_equal(told.responses[0].number, 9);
		assert_int_equal(told.responses[0].kind, HSCAN_REVIEW);
		assert_int_equal(told.responses[0].occurred_at, T0 + 1);
		assert_int_equal(told.responses[0].actor.id, id_of("ann"));
		assert_int_equal(told.parts, HSCAN_TOLD_REVIEWS);
	}
	/* Nobody has seen it. */
	told = told_by(
	    REVIEW("/pull/9#pullrequestreview-77", "\"submitted_at\":null,"));
	assert_int_equal(told.responses_len, 0);
	assert_int_equal(told.parts, HSCAN_TOLD_REVIEWS);
	assert_false(told.passed_over);
	assert_refused(REVIEW("/pull/9#pullrequestreview-77", ""),
	    "submitted_at is missing");
	assert_refused(
	    REVIEW("/pull/9#pullrequestreview-", "\"submitted_at\":" TIME1 ","),
	    "url is not that of a review");
	assert_refused(REVIEW("/issues/9#pullrequestreview-7",
			   "\"submitted_at\":" TIME1 ","),
	    "url is not that of a review");
	assert_refused(REVIEW("", "\"submitted_at\":" TIME1 ","),
	    "url is not that of a review");
}

#define RELEASE(tag, more) \
	"{\"type\":\"release\",\"url\":\"" REPO "/releases/tag/" tag "\"," ANN \
	"\"tag_name\":\"" tag "\",\"name\":\"\",\"prerelease\":true," more \
	"\"created_at\":" TIME0 "}"

static void
a_release(void **state)
{
	struct hscan_told told = told_by(RELEASE(
	    "v1", "\"state\":\"published\",\"published_at\":" TIME1 ","));

	(void)state;
	assert_text(told.repo.full_name, "o/n");
	assert_text(told.release.tag_name, "v1");
	assert_int_equal(
	    told.release.id, hscan_tag_stand_in(hscan_text_of("v1")));
	assert_true(told.release.id < 0);
	assert_true(told.release.id != hscan_tag_stand_in(hscan_text_of("V1")));
	assert_int_equal(told.release.author.id, id_of("ann"));
	assert_int_equal(told.release.published_at, T0 + 1);
	assert_true(told.release.prerelease);
	assert_false(told.release.draft);
	assert_int_equal(told.parts, HSCAN_TOLD_RELEASES);
	assert_int_equal(told.newest, T0 + 1);
	told = told_by(
	    RELEASE("v1", "\"state\":\"draft\",\"published_at\":null,"));
	assert_true(told.release.draft);
	assert_refused(
	    RELEASE("v1", "\"published_at\":" TIME1 ","), "state is missing");
	assert_refused(
	    RELEASE("v1", "\"state\":\"published\","), "published_at");
}

static void
a_repository(void **state)
{
	struct hscan_told told =
	    told_by("{\"type\":\"repository\",\"url\":\"" REPO
		    "\",\"has_issues\":true,\"default_branch\":\"main\","
		    "\"labels\":[{\"created_at\":" TIME1
		    "}],\"created_at\":" TIME0 "}");

	(void)state;
	assert_true(told.repo_row);
	assert_text(told.repo.full_name, "o/n");
	assert_text(told.repo.default_branch, "main");
	assert_int_equal(told.repo.id, 0);
	assert_int_equal(told.repo.created_at, T0);
	assert_true(told.repo.has_issues);
	assert_int_equal(
	    told.repo.unknown, HSCAN_REPO_ARCHIVED | HSCAN_REPO_FORK);
	/* It says nothing of when its records are of. */
	assert_int_equal(told.oldest, HSCAN_NEVER);
	assert_int_equal(told.parts, 0);
	assert_refused("{\"type\":\"repository\",\"url\":\"" HUB
		       "o\",\"created_at\":" TIME0 "}",
	    "url is not that of a repository");
}

static void
what_is_passed_over(void **state)
{
	(void)state;
	assert_true(told_by("{\"type\":\"repository\",\"url\":\"" REPO "\"}")
			.passed_over);
	assert_true(
	    told_by("{\"type\":\"attachment\",\"url\":\"x\"}").passed_over);
	assert_true(told_by("{\"type\":\"new\"}").passed_over);
}

/* --- accounts --- */

#define PERSON(type, url, avatar) \
	"{\"type\":\"" type "\",\"url\":\"" HUB url \
	"\",\"avatar_url\":\"" avatar "\"}"

static void
accounts_give_their_numbers(void **state)
{
	struct hscan_told told;

	(void)state;
	told = told_by(PERSON(
	    "user", "Ann", "https://avatars.githubusercontent.com/u/123?v=4"));
	assert_true(told.passed_over);
	assert_int_equal(account.id, 123);
	assert_false(account.bot);
	assert_true(hscan_logins_add(&logins, account));
	(void)told_by(PERSON("bot", "apps/helper", "https://a/u/9"));
	assert_true(account.bot);
	assert_int_equal(account.login_id, id_of("helper[bot]"));
	assert_true(hscan_logins_add(&logins, account));
	told = told_by(ISSUE "\"closed_at\":null}");
	assert_int_equal(told.item.author.id, 123);
	assert_text(told.item.author.login, "Ann");
	assert_text(told.item.author.type, "User");
	told = told_by(EVENT("closed"));
	assert_int_equal(told.events[0].actor.id, 9);
	assert_text(told.events[0].actor.type, "Bot");
	(void)told_by(PERSON("user", "Ann", "https://a/x/123"));
	assert_int_equal(account.id, 0);
	(void)told_by(PERSON("user", "Ann", "https://a/u/12x"));
	assert_int_equal(account.id, 0);
	(void)told_by(ISSUE "\"closed_at\":null}");
	assert_int_equal(account.id, 0);
}

static void
many_logins_are_found(void **state)
{
	enum { MANY = 5000 };

	(void)state;
	for (int64_t i = 1; i <= MANY; i++)
		assert_true(hscan_logins_add(
		    &logins, (struct hscan_login){
				 HSCAN_LOGIN_ID_MAX - i * 64, i, false}));
	/* The first stays. */
	assert_true(hscan_logins_add(
	    &logins, (struct hscan_login){HSCAN_LOGIN_ID_MAX - 64, 99, true}));
	for (int64_t i = 1; i <= MANY; i++) {
		struct hscan_actor actor = {.id = HSCAN_LOGIN_ID_MAX - i * 64};

		hscan_logins_resolve(&logins, &actor);
		assert_int_equal(actor.id, i);
	}
}

/* --- files --- */

static void
which_files_are_read(void **state)
{
	(void)state;
	assert_int_equal(hscan_migration_file_of("issues_000001.json"),
	    HSCAN_MIGRATION_RECORDS);
	assert_int_equal(hscan_migration_file_of("issue_events_000012.json"),
	    HSCAN_MIGRATION_RECORDS);
	assert_int_equal(
	    hscan_migration_file_of("bots_000001.json"), HSCAN_MIGRATION_WHOSE);
	assert_int_equal(hscan_migration_file_of("users_000001.json"),
	    HSCAN_MIGRATION_WHOSE);
	assert_int_equal(hscan_migration_file_of("repositories_000001.json"),
	    HSCAN_MIGRATION_WHOSE);
	assert_int_equal(
	    hscan_migration_file_of("pull_request_reviews_000001.json"),
	    HSCAN_MIGRATION_RECORDS);
	assert_int_equal(
	    hscan_migration_file_of("pull_request_review_comments_000001.json"),
	    HSCAN_MIGRATION_OTHER);
	assert_int_equal(hscan_migration_file_of("releases_000001.json"),
	    HSCAN_MIGRATION_RECORDS);
	assert_int_equal(hscan_migration_file_of("issues_000001.json.gz"),
	    HSCAN_MIGRATION_OTHER);
	assert_int_equal(
	    hscan_migration_file_of("issues_.json"), HSCAN_MIGRATION_OTHER);
	assert_int_equal(
	    hscan_migration_file_of("schema.json"), HSCAN_MIGRATION_OTHER);
}

static void
it_is_told_by_its_first_object(void **state)
{
	enum hscan_backup_kind kind;

	(void)state;
	assert_int_equal(
	    hscan_backup_kind_of(
		hscan_text_of(ISSUE "\"closed_at\":null}"), &kind, &err),
	    HSCAN_OK);
	assert_int_equal(kind, HSCAN_BACKUP_MIGRATION);
	/* REST's have numbers. */
	assert_int_equal(
	    hscan_backup_kind_of(hscan_text_of("{\"type\":\"issue\",\"url\":"
					       "\"u\",\"id\":5}"),
		&kind, &err),
	    HSCAN_OK);
	assert_int_equal(kind, HSCAN_BACKUP_REST);
}

static void
addresses(void **state)
{
	struct hscan_address address;

	(void)state;
	assert_true(hscan_address_parse(
	    hscan_text_of("http://ghe.example.com/o/n/pull/3/files#d-5"),
	    &address));
	assert_text(address.host, "ghe.example.com");
	assert_text(address.full_name, "o/n");
	assert_int_equal(address.number, 3);
	assert_true(address.pull);
	assert_int_equal(hscan_address_id(&address, "d-"), 5);
	assert_int_equal(hscan_address_id(&address, "e-"), 0);
	assert_true(hscan_address_parse(
	    hscan_text_of("https://github.com/ann"), &address));
	assert_false(address.full_name.ptr);
	assert_false(
	    hscan_address_parse(hscan_text_of("ftp://x/o/n"), &address));
	assert_false(hscan_address_parse(hscan_text_of("https://"), &address));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(an_issue, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_pull_request, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		rows_that_lack_what_they_need, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(events, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		addresses_that_say_nothing, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_comment, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_review, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_a_review_says, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_release, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_repository, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_is_passed_over, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		accounts_give_their_numbers, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		many_logins_are_found, set_up, tear_down),
	    cmocka_unit_test(which_files_are_read),
	    cmocka_unit_test(it_is_told_by_its_first_object),
	    cmocka_unit_test(addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

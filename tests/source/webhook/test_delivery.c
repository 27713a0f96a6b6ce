/* SPDX-License-Identifier: MIT */
/* Deliveries: what each tells, what is passed over, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "source/webhook/delivery.h"

/* 2026-01-02T03:04:05Z, and a second and two later */
#define T0    INT64_C(1767323045)
#define TIME0 "\"2026-01-02T03:04:05Z\""
#define TIME1 "\"2026-01-02T03:04:06Z\""
#define TIME2 "\"2026-01-02T03:04:07Z\""

#define TIMES           "\"created_at\":" TIME0 ",\"updated_at\":" TIME1
#define REPO(id)        "{\"id\":" #id ",\"full_name\":\"meadow/hay\"," TIMES "}"
#define SENDER          "\"sender\":{\"id\":8,\"login\":\"ann\",\"type\":\"User\"}"
#define REST            ",\"repository\":" REPO(5) "," SENDER "}"
#define ISSUE(x)        "{\"id\":900,\"number\":7," TIMES "," x "}"
#define PULL            "\"pull_request\":{\"diff_url\":\"d\",\"merged_at\":null}"
#define OPEN            "\"state\":\"open\",\"closed_at\":null"
#define CLOSED          "\"state\":\"closed\",\"closed_at\":" TIME0
#define BASE            "\"base\":{\"ref\":\"main\",\"repo\":{\"id\":5}}"
#define BODY(action, x) "{\"action\":\"" action "\"," x REST

static struct hscan_arena arena;
static struct hscan_error err;

static int
set_up(void **state)
{
	(void)state;
	hscan_arena_init(&arena);
	err = (struct hscan_error){.status = HSCAN_OK};
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	hscan_arena_clear(&arena);
	return 0;
}

/* From a copy with nothing behind it, so that reading too far is found. */
static enum hscan_status
decode(const char *event, const char *body, struct hscan_delivery *out)
{
	struct hscan_text text = hscan_text_of(body);
	char *copy = malloc(text.len > 0 ? text.len : 1);
	enum hscan_status status;

	assert_non_null(copy);
	memcpy(copy, body, text.len);
	text.ptr = copy;
	status = hscan_delivery_decode(
	    hscan_text_of(event), text, &arena, out, &err);
	free(copy);
	return status;
}

static struct hscan_delivery
good(const char *event, const char *body)
{
	struct hscan_delivery out;

	assert_int_equal(decode(event, body, &out), HSCAN_OK);
	assert_int_equal(out.known, true);
	assert_int_equal(out.repo.id, 5);
	assert_int_equal(out.repo_told_at, T0 + 1);
	return out;
}

static void
expect_event(const struct hscan_event *event, enum hscan_event_kind kind,
    int64_t at, enum hscan_grade grade, const char *actor)
{
	assert_int_equal(event->kind, kind);
	assert_int_equal(event->number, 7);
	assert_int_equal(event->id, 0);
	assert_int_equal(event->occurred_at, at);
	assert_int_equal(event->grade, grade);
	assert_string_equal(event->actor.login.ptr, actor);
}

/* --- issues --- */

static void
an_issue_opened(void **state)
{
	struct hscan_delivery d = good("issues",
	    BODY("opened", "\"issue\":" ISSUE(OPEN ",\"title\":\"Hay\"")));

	(void)state;
	assert_int_equal(d.items_len, 1);
	assert_int_equal(d.items[0].kind, HSCAN_ISSUE);
	assert_int_equal(d.items[0].id, 900);
	assert_int_equal(d.items[0].open, true);
	assert_string_equal(d.items[0].title.ptr, "Hay");
	assert_int_equal(d.events_len, 0);
	assert_int_equal(d.base.number, 0);
}

static void
an_issue_closed(void **state)
{
	struct hscan_delivery d = good("issues",
	    BODY("closed", "\"issue\":" ISSUE(
			       CLOSED ",\"state_reason\":\"not_planned\"")));

	(void)state;
	assert_int_equal(d.items_len, 1);
	assert_int_equal(d.items[0].open, false);
	assert_int_equal(d.events_len, 1);
	expect_event(
	    &d.events[0], HSCAN_EVENT_CLOSED, T0, HSCAN_GRADE_OWN, "ann");
	assert_string_equal(d.events[0].reason.ptr, "not_planned");
}

/* GitHub leaves the time of the close in the row. */
static void
an_issue_reopened(void **state)
{
	struct hscan_delivery d = good("issues",
	    BODY("reopened",
		"\"issue\":" ISSUE("\"state\":\"open\",\"closed_at\":" TIME0)));

	(void)state;
	assert_int_equal(d.items[0].closed_at, HSCAN_NEVER);
	assert_int_equal(d.events_len, 1);
	expect_event(&d.events[0], HSCAN_EVENT_REOPENED, T0 + 1,
	    HSCAN_GRADE_NEAR, "ann");
}

static void
an_issue_deleted(void **state)
{
	struct hscan_delivery d =
	    good("issues", BODY("deleted", "\"issue\":" ISSUE(OPEN)));

	(void)state;
	assert_int_equal(d.items_len, 0);
	assert_int_equal(d.removal.kind, HSCAN_REMOVAL_ITEM);
	assert_int_equal(d.removal.id, 7);
	assert_int_equal(d.removal.removed_at, T0 + 1);
}

static void
an_issue_transferred(void **state)
{
	struct hscan_delivery d = good("issues",
	    BODY("transferred",
		"\"changes\":{\"new_issue\":{\"number\":3,\"id\":901," TIMES
		"," OPEN "},\"new_repository\":{\"id\":6,\"full_name\":"
		"\"meadow/straw\"}},\"issue\":" ISSUE(OPEN)));

	(void)state;
	assert_int_equal(d.items_len, 0);
	assert_int_equal(d.removal.id, 7);
	assert_int_equal(d.other_repo.id, 6);
	assert_int_equal(d.other_item.number, 3);
}

static void
related_issues(void **state)
{
	struct hscan_delivery d = good("sub_issues",
	    BODY("sub_issue_added",
		"\"sub_issue\":" ISSUE(OPEN) ",\"parent_issue\":{\"number\":2,"
					     "\"id\":1," TIMES "," OPEN "}"));

	(void)state;
	assert_int_equal(d.items_len, 2);
	assert_int_equal(d.items[1].number, 2);
	d = good("sub_issues",
	    BODY("sub_issue_added",
		"\"sub_issue\":" ISSUE(OPEN) ",\"sub_issue_repo\":{\"id\":6}"));
	assert_int_equal(d.items_len, 0);
}

/* --- answers --- */

#define COMMENT \
	"\"comment\":{\"id\":44,\"created_at\":" TIME1 \
	",\"updated_at\":" TIME2 ",\"author_association\":\"OWNER\"" \
	",\"user\":{\"id\":9,\"login\":\"bob\",\"type\":\"User\"}}"

static void
a_comment(void **state)
{
	struct hscan_delivery d = good("issue_comment",
	    BODY("created", COMMENT ",\"issue\":" ISSUE(OPEN "," PULL)));

	(void)state;
	assert_int_equal(d.items_len, 1);
	assert_int_equal(d.items[0].kind, HSCAN_PULL_REQUEST);
	assert_int_equal(d.response.kind, HSCAN_COMMENT);
	assert_int_equal(d.response.id, 44);
	assert_int_equal(d.response.number, 7);
	assert_int_equal(d.response.occurred_at, T0 + 1);
	assert_string_equal(d.response.actor.login.ptr, "bob");
	assert_string_equal(d.response.association.ptr, "OWNER");
	d = good(
	    "issue_comment", BODY("edited", COMMENT ",\"issue\":" ISSUE(OPEN)));
	assert_int_equal(d.items_len, 1);
	assert_int_equal(d.response.number, 0);
}

/* When, no delivery says: no earlier than anything in it. */
static void
a_comment_deleted(void **state)
{
	struct hscan_delivery d = good("issue_comment",
	    BODY("deleted", COMMENT ",\"issue\":" ISSUE(OPEN)));

	(void)state;
	assert_int_equal(d.items_len, 1);
	assert_int_equal(d.response.number, 0);
	assert_int_equal(d.removal.kind, HSCAN_REMOVAL_COMMENT);
	assert_int_equal(d.removal.id, 44);
	assert_int_equal(d.removal.removed_at, T0 + 2);
}

static void
a_review(void **state)
{
	struct hscan_delivery d = good("pull_request_review",
	    BODY("submitted", "\"review\":{\"id\":45,\"submitted_at\":" TIME2
			      ",\"author_association\":\"MEMBER\",\"user\":"
			      "null},\"pull_request\":{\"number\":7}"));

	(void)state;
	assert_int_equal(d.items_len, 0);
	assert_int_equal(d.response.kind, HSCAN_REVIEW);
	assert_string_equal(d.response.association.ptr, "MEMBER");
	assert_int_equal(d.response.occurred_at, T0 + 2);
	assert_null(d.response.actor.login.ptr);
	assert_int_equal(d.response.state, HSCAN_STATE_UNTOLD);
}

/* A dismissal tells the review once more, and that it says nothing now. */
static void
what_a_review_says(void **state)
{
	struct hscan_delivery d = good("pull_request_review",
	    BODY("submitted", "\"review\":{\"id\":45,\"submitted_at\":" TIME2
			      ",\"state\":\"changes_requested\"},"
			      "\"pull_request\":{\"number\":7}"));

	(void)state;
	assert_int_equal(d.response.state, HSCAN_CHANGES_REQUESTED);
	d = good("pull_request_review",
	    BODY("dismissed", "\"review\":{\"id\":45,\"submitted_at\":" TIME2
			      ",\"state\":\"dismissed\"},"
			      "\"pull_request\":{\"number\":7}"));
	assert_int_equal(d.response.id, 45);
	assert_int_equal(d.response.occurred_at, T0 + 2);
	assert_int_equal(d.response.state, HSCAN_DISMISSED);
	assert_int_equal(d.events_len, 0);
}

/* --- pull requests --- */

static void
a_pull_request(void **state)
{
	struct hscan_delivery d = good("pull_request",
	    BODY("synchronize",
		"\"pull_request\":" ISSUE(OPEN "," BASE ",\"draft\":true")));

	(void)state;
	assert_int_equal(d.items_len, 1);
	assert_int_equal(d.items[0].kind, HSCAN_PULL_REQUEST);
	/* The id is one of pull requests, not of issues. */
	assert_int_equal(d.items[0].id, 0);
	assert_int_equal(d.items[0].draft, HSCAN_YES);
	assert_string_equal(d.base.branch.ptr, "main");
	assert_int_equal(d.events_len, 0);
}

static void
a_pull_request_merged(void **state)
{
	struct hscan_delivery d = good("pull_request",
	    BODY("closed", "\"pull_request\":" ISSUE(CLOSED
			       "," BASE ",\"merged\":true,\"merged_at\":" TIME1
			       ",\"merged_by\":{\"id\":9,\"login\":\"bob\"}")));

	(void)state;
	assert_int_equal(d.items[0].merged_at, T0 + 1);
	assert_int_equal(d.events_len, 2);
	expect_event(
	    &d.events[0], HSCAN_EVENT_CLOSED, T0, HSCAN_GRADE_OWN, "ann");
	expect_event(
	    &d.events[1], HSCAN_EVENT_MERGED, T0 + 1, HSCAN_GRADE_OWN, "bob");
}

static void
a_pull_request_not_merged(void **state)
{
	struct hscan_delivery d = good("pull_request",
	    BODY("closed",
		"\"pull_request\":" ISSUE(
		    CLOSED "," BASE ",\"merged\":false,\"merged_at\":null")));

	(void)state;
	assert_int_equal(d.events_len, 1);
	assert_int_equal(d.items[0].merge_untold, false);
}

static void
drafts(void **state)
{
	static const struct {
		const char *body;
		enum hscan_event_kind kind;
	} rows[] = {
	    {BODY("reopened", "\"pull_request\":" ISSUE(OPEN "," BASE)),
		HSCAN_EVENT_REOPENED},
	    {BODY("ready_for_review", "\"pull_request\":" ISSUE(OPEN "," BASE)),
		HSCAN_EVENT_READY_FOR_REVIEW},
	    {BODY("converted_to_draft",
		 "\"pull_request\":" ISSUE(OPEN "," BASE)),
		HSCAN_EVENT_CONVERT_TO_DRAFT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct hscan_delivery d = good("pull_request", rows[i].body);

		assert_int_equal(d.items_len, 1);
		assert_int_equal(d.events_len, 1);
		expect_event(&d.events[0], rows[i].kind, T0 + 1,
		    HSCAN_GRADE_NEAR, "ann");
	}
}

/* --- releases, repositories, hooks --- */

#define RELEASE \
	"\"release\":{\"id\":66,\"tag_name\":\"v1\",\"draft\":false," \
	"\"created_at\":" TIME0 ",\"published_at\":" TIME2 "}"

static void
a_release(void **state)
{
	struct hscan_delivery d = good("release", BODY("published", RELEASE));

	(void)state;
	assert_int_equal(d.release.id, 66);
	assert_int_equal(d.release.published_at, T0 + 2);
	assert_int_equal(d.release.draft, false);
	d = good("release", BODY("unpublished", RELEASE));
	assert_int_equal(d.release.draft, true);
	d = good("release", BODY("deleted", RELEASE));
	assert_int_equal(d.release.id, 0);
	assert_int_equal(d.removal.kind, HSCAN_REMOVAL_RELEASE);
	assert_int_equal(d.removal.id, 66);
	assert_int_equal(d.removal.removed_at, T0 + 2);
}

static void
a_repository_renamed(void **state)
{
	struct hscan_delivery d = good(
	    "repository", BODY("renamed", "\"changes\":{\"repository\":{"
					  "\"name\":{\"from\":\"grass\"}}}"));

	(void)state;
	assert_string_equal(d.old_name.ptr, "meadow/grass");
	d = good("repository",
	    BODY("transferred",
		"\"changes\":{\"owner\":{\"from\":{\"user\":{\"login\":"
		"\"ann\"}}}}"));
	assert_string_equal(d.old_name.ptr, "ann/hay");
	d = good("repository", BODY("archived", "\"changes\":{}"));
	assert_null(d.old_name.ptr);
}

/* The times of its repository are numbers. */
static void
a_push(void **state)
{
	struct hscan_delivery d = good("push",
	    "{\"ref\":\"refs/heads/main\",\"repository\":{\"id\":5,"
	    "\"full_name\":\"meadow/hay\",\"created_at\":1767323045,"
	    "\"pushed_at\":1767323047,\"updated_at\":" TIME1 "}," SENDER "}");

	(void)state;
	assert_int_equal(d.repo.created_at, T0);
	assert_int_equal(d.repo.pushed_at, T0 + 2);
}

static void
hooks(void **state)
{
	struct hscan_delivery d;

	(void)state;
	assert_int_equal(decode("ping",
			     "{\"zen\":\"Hay.\",\"hook_id\":1,\"hook\":{},"
			     "\"organization\":{}}",
			     &d),
	    HSCAN_OK);
	assert_int_equal(d.known, true);
	assert_int_equal(d.repo.id, 0);
	assert_int_equal(d.hook_deleted, false);
	assert_int_equal(decode("meta",
			     "{\"action\":\"deleted\",\"hook_id\":1,"
			     "\"hook\":{}}",
			     &d),
	    HSCAN_OK);
	assert_int_equal(d.hook_deleted, true);
}

/* --- passed over and refused --- */

static void
what_tells_nothing(void **state)
{
	static const char *const rows[][2] = {
	    {"watch", BODY("started", "\"x\":1")},
	    {"never_heard_of", "{}"},
	    {"", "{}"},
	    {"issues", BODY("pinned", "\"issue\":{\"number\":7}")},
	    {"issues", BODY("never heard of", "\"issue\":{}")},
	    {"issues", BODY("", "\"issue\":{}")},
	    {"pull_request_review", BODY("edited", "\"review\":{}")},
	    {"repository", BODY("privatized", "\"x\":1")},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct hscan_delivery d;

		assert_int_equal(decode(rows[i][0], rows[i][1], &d), HSCAN_OK);
		assert_int_equal(d.known, false);
		assert_int_equal(d.items_len, 0);
		assert_int_equal(d.events_len, 0);
	}
}

static void
what_cannot_be_used(void **state)
{
	static const char *const rows[][3] = {
	    {"issues", "", "it is empty"},
	    {"issues", "[]", "it is no object"},
	    {"issues", "{\"action\":\"opened\"", "not JSON"},
	    {"issues", BODY("opened", "\"comment\":{}"),
		"not that of the event"},
	    {"issues", BODY("pinned", "\"comment\":{}"),
		"not that of the event"},
	    {"issues", BODY("opened", "\"issue\":{\"number\":7}"), "state"},
	    {"issues",
		BODY("closed", "\"issue\":" ISSUE("\"state\":\"closed\"")),
		"closed_at is missing"},
	    {"issues",
		"{\"action\":\"opened\",\"issue\":" ISSUE(OPEN) "," SENDER "}",
		"repository is missing"},
	    {"issues",
		"{\"action\":\"opened\",\"issue\":" ISSUE(
		    OPEN) ",\"repository\":{\"id\":0}}",
		"id is not"},
	    {"pull_request",
		BODY("closed", "\"pull_request\":" ISSUE(
				   CLOSED "," BASE ",\"merged\":true")),
		"merged_at is missing"},
	    {"issue_comment",
		BODY("created", "\"comment\":{\"created_at\":" TIME0
				"},\"issue\":" ISSUE(OPEN)),
		"id is missing"},
	    {"pull_request_review",
		BODY("submitted",
		    "\"review\":{\"id\":4},\"pull_request\":{\"number\":7}"),
		"submitted_at is missing"},
	    {"release", BODY("deleted", "\"release\":{}"), "id is missing"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct hscan_delivery d;

		assert_int_equal(
		    decode(rows[i][0], rows[i][1], &d), HSCAN_EPARSE);
		assert_non_null(strstr(err.message, rows[i][2]));
	}
}

/* The header that names the event is not signed; the body is. */
static void
what_another_event_tells(void **state)
{
	static const char *const rows[][2] = {
	    {"issues", BODY("deleted", "\"issue\":" ISSUE(OPEN) "," COMMENT)},
	    {"pull_request",
		BODY("submitted",
		    "\"review\":{\"id\":4},\"pull_request\":" ISSUE(
			OPEN "," BASE))},
	    {"pull_request", BODY("created", COMMENT
				 ",\"pull_request\":" ISSUE(OPEN "," BASE))},
	    {"pull_request",
		BODY("resolved",
		    "\"thread\":{},\"pull_request\":" ISSUE(OPEN "," BASE))},
	    {"pull_request_review",
		BODY("dismissed", "\"review\":{},\"pull_request\":" ISSUE(
				      OPEN) ",\"issue\":" ISSUE(OPEN))},
	    {"release", BODY("deleted", RELEASE ",\"issue\":" ISSUE(OPEN))},
	    {"push", BODY("opened", "\"issue\":" ISSUE(OPEN))},
	    {"repository", BODY("edited", "\"issue\":" ISSUE(OPEN))},
	    {"repository", BODY("edited", RELEASE)},
	    {"repository", BODY("deleted", "\"hook\":{}")},
	    {"sub_issues", BODY("edited", "\"issue\":" ISSUE(OPEN))},
	    {"issue_dependencies", BODY("edited", "\"issue\":" ISSUE(OPEN))},
	    {"ping", BODY("deleted", "\"hook\":{}," RELEASE)},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct hscan_delivery d;

		assert_int_equal(
		    decode(rows[i][0], rows[i][1], &d), HSCAN_EPARSE);
		assert_non_null(strstr(err.message, "not that of the event"));
		assert_int_equal(d.known, false);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_issue_opened),
	    cmocka_unit_test(an_issue_closed),
	    cmocka_unit_test(an_issue_reopened),
	    cmocka_unit_test(an_issue_deleted),
	    cmocka_unit_test(an_issue_transferred),
	    cmocka_unit_test(related_issues),
	    cmocka_unit_test(a_comment),
	    cmocka_unit_test(a_comment_deleted),
	    cmocka_unit_test(a_review),
	    cmocka_unit_test(what_a_review_says),
	    cmocka_unit_test(a_pull_request),
	    cmocka_unit_test(a_pull_request_merged),
	    cmocka_unit_test(a_pull_request_not_merged),
	    cmocka_unit_test(drafts),
	    cmocka_unit_test(a_release),
	    cmocka_unit_test(a_repository_renamed),
	    cmocka_unit_test(a_push),
	    cmocka_unit_test(hooks),
	    cmocka_unit_test(what_tells_nothing),
	    cmocka_unit_test(what_cannot_be_used),
	    cmocka_unit_test(what_another_event_tells),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

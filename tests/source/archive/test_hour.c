/* SPDX-License-Identifier: MIT */
/* Lines of GH Archive of each shape: what they tell, and how well. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "model/login_id.h"
#include "source/archive/hour.h"

static struct hscan_arena arena;

static int64_t
when(const char *text)
{
	int64_t at = 0;

	if (!hscan_parse_when(hscan_text_of(text), &at))
		fail_msg("%s", text);
	return at;
}

/* A line as it has been since 2015. */
#define LINE(type, payload) \
	"{\"id\":\"1\",\"type\":\"" type "\",\"actor\":{\"id\":7,\"login\":" \
	"\"ann\"},\"repo\":{\"id\":5,\"name\":\"sample/" \
	"meadow\"},\"payload\":" payload \
	",\"public\":true,\"created_at\":\"2015-01-01T12:00:09Z\"}"

/* And before. */
#define OLD(type, payload, more) \
	"{\"repository\":{\"owner\":\"sample\",\"name\":\"meadow\"},\"type\":" \
	"\"" type "\",\"actor\":\"Ann\",\"created_at\":" \
	"\"2012-03-10T22:10:09-07:00\",\"public\":true,\"payload\":" payload \
	    more "}"

#define PULL(state, closed, merged) \
	"{\"id\":900,\"number\":3,\"state\":\"" state "\",\"title\":\"Mow\"," \
	"\"user\":{\"id\":8,\"login\":\"bob\",\"type\":\"User\"}," \
	"\"created_at\":\"2014-12-30T00:00:00Z\"," \
	"\"updated_at\":\"2015-01-01T12:00:05Z\",\"closed_at\":" closed \
	",\"merged_at\":" merged ",\"locked\":false,\"comments\":2," \
	"\"base\":{\"ref\":\"main\"},\"merged_by\":{\"id\":6,\"login\":" \
	"\"cid\"}}"

#define ISSUE(state, closed) \
	"{\"id\":800,\"number\":4,\"state\":\"" state \
	"\",\"title\":\"Weeds\"," \
	"\"user\":{\"id\":8,\"login\":\"bob\"},\"comments\":1," \
	"\"created_at\":\"2014-12-30T00:00:00Z\"," \
	"\"updated_at\":\"2015-01-01T12:00:05Z\",\"closed_at\":" closed "}"

#define SHORT \
	"{\"id\":900,\"number\":3,\"url\":\"u\",\"base\":{\"ref\":\"main\"}}"

static struct hscan_hour_line
decode(const char *line)
{
	struct hscan_hour_line out;
	struct hscan_error err;

	if (hscan_hour_decode(hscan_text_of(line), "github.com", &arena, &out,
		&err) != HSCAN_OK)
		fail_msg("%s: %s", line, err.message);
	return out;
}

static void
assert_event(const struct hscan_hour_line *line, size_t at,
    enum hscan_event_kind kind, const char *time, enum hscan_grade grade,
    int64_t actor)
{
	const struct hscan_event *event = &line->told.events[at];

	assert_true(at < line->told.events_len);
	assert_int_equal(event->kind, kind);
	assert_int_equal(event->occurred_at, when(time));
	assert_int_equal(event->grade, grade);
	assert_int_equal(event->actor.id, actor);
	assert_int_equal(event->id, 0);
}

static void
a_merge_tells_two_events_by_their_own_times(void **state)
{
	struct hscan_hour_line line = decode(LINE("PullRequestEvent",
	    "{\"action\":\"closed\",\"number\":3,\"pull_request\":" PULL(
		"closed", "\"2015-01-01T12:00:04Z\"",
		"\"2015-01-01T12:00:03Z\"") "}"));

	(void)state;
	assert_int_equal(line.era, HSCAN_HOUR_FULL);
	assert_int_equal(line.told_at, when("2015-01-01T12:00:09Z"));
	assert_int_equal(line.told.repo.id, 5);
	assert_true(hscan_text_is(line.told.repo.full_name, "sample/meadow"));
	assert_false(line.told.repo_row);
	assert_int_equal(line.told.item.number, 3);
	assert_int_equal(line.told.item.id, 0);
	assert_int_equal(line.told.item.kind, HSCAN_PULL_REQUEST);
	assert_int_equal(line.told.item.draft, HSCAN_UNKNOWN_YET);
	assert_null(line.told.item.author_association.ptr);
	assert_true(hscan_text_is(line.told.base.branch, "main"));
	assert_int_equal(line.told.events_len, 2);
	assert_event(&line, 0, HSCAN_EVENT_CLOSED, "2015-01-01T12:00:04Z",
	    HSCAN_GRADE_OWN, 7);
	assert_event(&line, 1, HSCAN_EVENT_MERGED, "2015-01-01T12:00:03Z",
	    HSCAN_GRADE_OWN, 6);
	assert_int_equal(line.told.newest, when("2015-01-01T12:00:09Z"));
	assert_int_equal(line.told.oldest, when("2014-12-30"));
}

static void
rows_and_events_of_whole_objects(void **state)
{
	static const struct {
		const char *line;
		int64_t number;
		size_t events;
		enum hscan_event_kind kind;
		const char *time;
		enum hscan_grade grade;
	} rows[] = {
	    {LINE("PullRequestEvent",
		 "{\"action\":\"opened\","
		 "\"pull_request\":" PULL("open", "null", "null") "}"),
		3, 0, HSCAN_EVENT_CLOSED, NULL, HSCAN_GRADE_OWN},
	    {LINE("PullRequestEvent",
		 "{\"action\":\"closed\","
		 "\"pull_request\":" PULL(
		     "closed", "\"2015-01-01T12:00:04Z\"", "null") "}"),
		3, 1, HSCAN_EVENT_CLOSED, "2015-01-01T12:00:04Z",
		HSCAN_GRADE_OWN},
	    {LINE("PullRequestEvent",
		 "{\"action\":\"reopened\","
		 "\"pull_request\":" PULL("open", "null", "null") "}"),
		3, 1, HSCAN_EVENT_REOPENED, "2015-01-01T12:00:05Z",
		HSCAN_GRADE_NEAR},
	    {LINE("IssuesEvent",
		 "{\"action\":\"opened\",\"issue\":" ISSUE("open", "null") "}"),
		4, 0, HSCAN_EVENT_CLOSED, NULL, HSCAN_GRADE_OWN},
	    {LINE("IssuesEvent", "{\"action\":\"labeled\",\"issue\":" ISSUE(
				     "open", "null") "}"),
		4, 0, HSCAN_EVENT_CLOSED, NULL, HSCAN_GRADE_OWN},
	    {LINE("IssuesEvent", "{\"action\":\"closed\",\"issue\":" ISSUE(
				     "closed", "\"2015-01-01T12:00:01Z\"") "}"),
		4, 1, HSCAN_EVENT_CLOSED, "2015-01-01T12:00:01Z",
		HSCAN_GRADE_OWN},
	    {LINE("IssuesEvent", "{\"action\":\"reopened\",\"issue\":" ISSUE(
				     "open", "null") "}"),
		4, 1, HSCAN_EVENT_REOPENED, "2015-01-01T12:00:05Z",
		HSCAN_GRADE_NEAR},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_hour_line line = decode(rows[i].line);

		assert_false(line.told.passed_over);
		assert_int_equal(line.told.item.number, rows[i].number);
		assert_int_equal(line.told.events_len, rows[i].events);
		if (rows[i].events > 0)
			assert_event(&line, 0, rows[i].kind, rows[i].time,
			    rows[i].grade, 7);
	}
}

static void
comments_reviews_and_releases(void **state)
{
	struct hscan_hour_line line = decode(LINE("IssueCommentEvent",
	    "{\"action\":\"created\",\"issue\":" ISSUE(
		"open", "null") ",\"comment\":{\"id\":55,\"user\":{\"id\":9,"
				"\"login\":\"dee\"},"
				"\"author_association\":\"COLLABORATOR\","
				"\"created_at\":\"2015-01-01T12:00:07Z\"}}"));

	(void)state;
	assert_int_equal(line.told.item.number, 4);
	assert_int_equal(line.told.item.kind, HSCAN_ISSUE);
	assert_int_equal(line.told.item.id, 800);
	assert_int_equal(line.told.responses_len, 1);
	assert_int_equal(line.told.responses[0].kind, HSCAN_COMMENT);
	assert_int_equal(line.told.responses[0].id, 55);
	assert_int_equal(line.told.responses[0].number, 4);
	assert_int_equal(line.told.responses[0].actor.id, 9);
	assert_string_equal(
	    line.told.responses[0].association.ptr, "COLLABORATOR");
	assert_int_equal(
	    line.told.responses[0].occurred_at, when("2015-01-01T12:00:07Z"));
	assert_false(line.told.responses[0].near);
	line = decode(LINE("PullRequestReviewEvent",
	    "{\"action\":\"dismissed\",\"pull_request\":" PULL("open", "null",
		"null") ",\"review\":{\"id\":66,\"user\":{\"id\":9},"
			"\"author_association\":\"OWNER\","
			"\"state\":\"dismissed\","
			"\"submitted_at\":\"2015-01-01T11:00:00Z\"}}"));
	assert_int_equal(line.told.item.number, 0);
	assert_int_equal(line.told.responses_len, 1);
	assert_int_equal(line.told.responses[0].kind, HSCAN_REVIEW);
	assert_string_equal(line.told.responses[0].association.ptr, "OWNER");
	assert_int_equal(line.told.responses[0].id, 66);
	assert_int_equal(line.told.responses[0].number, 3);
	assert_int_equal(line.told.responses[0].state, HSCAN_DISMISSED);
	line = decode(LINE("ReleaseEvent",
	    "{\"action\":\"published\",\"release\":{\"id\":77,\"tag_name\":"
	    "\"v1\",\"draft\":false,\"prerelease\":false,\"created_at\":"
	    "\"2014-01-01T00:00:00Z\",\"published_at\":"
	    "\"2015-01-01T12:00:08Z\",\"author\":{\"id\":7}}}"));
	assert_int_equal(line.told.release.id, 77);
	assert_int_equal(
	    line.told.release.published_at, when("2015-01-01T12:00:08Z"));
}

/* Of 2012: a login in place of an account, a number in place of an issue. */
static void
lines_of_the_old_shape(void **state)
{
	struct hscan_hour_line line = decode(OLD("IssuesEvent",
	    "{\"action\":\"opened\",\"number\":4,\"issue\":800}", ""));
	int64_t ann = hscan_login_id("github.com", hscan_text_of("ann"));

	(void)state;
	assert_int_equal(line.era, HSCAN_HOUR_OLD);
	assert_int_equal(line.told_at, when("2012-03-11T05:10:09Z"));
	assert_int_equal(line.told.repo.id, 0);
	assert_true(hscan_text_is(line.told.repo.full_name, "sample/meadow"));
	assert_int_equal(line.told.item.number, 4);
	assert_int_equal(line.told.item.id, 800);
	assert_int_equal(line.told.item.updated_at, 0);
	assert_int_equal(line.told.item.created_at, line.told_at);
	assert_int_equal(line.told.item.author.id, ann);
	assert_true(ann <= HSCAN_LOGIN_ID_MAX);
	assert_true(line.told.item.unknown & HSCAN_ITEM_TITLE);
	line = decode(OLD("IssuesEvent",
	    "{\"action\":\"closed\",\"number\":4,\"issue\":800}", ""));
	assert_int_equal(line.told.item.number, 0);
	assert_event(&line, 0, HSCAN_EVENT_CLOSED, "2012-03-11T05:10:09Z",
	    HSCAN_GRADE_NEAR, ann);
	line = decode(
	    OLD("IssueCommentEvent", "{\"issue_id\":800,\"comment_id\":55}",
		",\"url\":\"https://github.com/sample/meadow/issues/500#"
		"issuecomment-55\""));
	assert_int_equal(line.told.responses_len, 1);
	assert_int_equal(line.told.responses[0].number, 500);
	assert_int_equal(line.told.responses[0].id, 55);
	assert_int_equal(line.told.responses[0].actor.id, ann);
	assert_true(line.told.responses[0].near);
	line = decode(OLD("PullRequestEvent",
	    "{\"action\":\"closed\",\"number\":3,\"pull_request\":" PULL(
		"closed", "\"2012-03-11T05:10:08Z\"",
		"\"2012-03-11T05:10:07Z\"") "}",
	    ""));
	assert_int_equal(line.era, HSCAN_HOUR_OLD);
	assert_event(&line, 0, HSCAN_EVENT_CLOSED, "2012-03-11T05:10:08Z",
	    HSCAN_GRADE_OWN, ann);
	assert_event(&line, 1, HSCAN_EVENT_MERGED, "2012-03-11T05:10:07Z",
	    HSCAN_GRADE_OWN, 6);
}

/* Of 2011, before October: whose repository and account it is is told as today,
 * and of everything else little but numbers. */
#define BRIEF(type, payload) \
	"{\"repo\":{\"id\":5,\"url\":\"https://api.github.dev/repos/sample/" \
	"meadow\",\"name\":\"sample/meadow\"},\"type\":\"" type \
	"\",\"public\":true,\"created_at\":\"2011-02-12T16:45:04Z\"," \
	"\"payload\":" payload \
	",\"actor\":{\"gravatar_id\":\"0\",\"id\":7,\"login\":\"ann\"}," \
	"\"id\":\"1128246492\"}"
#define BRIEF_PULL(action) \
	BRIEF("PullRequestEvent", \
	    "{\"number\":3,\"pull_request\":{\"title\":\"Mow\",\"number\":3," \
	    "\"commits\":1,\"deletions\":2,\"id\":900,\"issue_id\":800," \
	    "\"additions\":2},\"repo\":\"sample/meadow\",\"actor\":\"ann\"," \
	    "\"actor_gravatar\":\"0\",\"action\":\"" action "\"}")

static void
lines_of_the_brief_shape(void **state)
{
	static const char time[] = "2011-02-12T16:45:04Z";
	struct hscan_hour_line line = decode(BRIEF_PULL("opened"));

	(void)state;
	assert_int_equal(line.era, HSCAN_HOUR_FULL);
	assert_int_equal(line.told.repo.id, 5);
	assert_int_equal(line.told.item.kind, HSCAN_PULL_REQUEST);
	assert_int_equal(line.told.item.number, 3);
	assert_int_equal(line.told.item.id, 800);
	assert_int_equal(line.told.item.created_at, when(time));
	assert_int_equal(line.told.item.updated_at, 0);
	assert_int_equal(line.told.item.author.id, 7);
	assert_true(hscan_text_is(line.told.item.title, "Mow"));
	assert_int_equal(line.told.item.unknown,
	    HSCAN_ITEM_LOCKED | HSCAN_ITEM_COMMENTS | HSCAN_ITEM_OPEN);
	/* Once it is closed nobody says whether it was merged. */
	assert_true(line.told.item.merge_untold);
	line = decode(BRIEF_PULL("closed"));
	assert_int_equal(line.era, HSCAN_HOUR_FULL);
	assert_int_equal(line.told.item.number, 0);
	assert_int_equal(line.told.events_len, 1);
	assert_event(&line, 0, HSCAN_EVENT_CLOSED, time, HSCAN_GRADE_NEAR, 7);
	line = decode(BRIEF_PULL("reopened"));
	assert_event(&line, 0, HSCAN_EVENT_REOPENED, time, HSCAN_GRADE_NEAR, 7);
	assert_true(decode(BRIEF_PULL("synchronize")).told.passed_over);
	line = decode(BRIEF("IssuesEvent",
	    "{\"number\":4,\"repo\":\"sample/meadow\",\"actor\":\"ann\","
	    "\"issue\":801,\"actor_gravatar\":\"0\",\"action\":\"opened\"}"));
	assert_int_equal(line.told.item.number, 4);
	assert_int_equal(line.told.item.id, 801);
	assert_int_equal(line.told.item.author.id, 7);
}

/* From October 2011 objects are whole; an issue has a pull_request, too, whose
 * addresses are null, and no account has a type. */
static void
lines_of_late_2011(void **state)
{
#define LATE(pull) \
	"{\"type\":\"IssueCommentEvent\",\"public\":true,\"actor\":{\"id\":7," \
	"\"login\":\"ann\"},\"created_at\":\"2011-10-07T23:59:31Z\"," \
	"\"payload\":{\"comment\":{\"created_at\":\"2011-10-07T23:59:31Z\"," \
	"\"updated_at\":\"2011-10-07T23:59:31Z\",\"id\":55,\"user\":{\"id\":" \
	"7," \
	"\"login\":\"ann\"}},\"action\":\"created\",\"issue\":{\"number\":52," \
	"\"created_at\":\"2011-07-05T22:17:32Z\",\"pull_request\":{" pull \
	"},\"comments\":46,\"title\":\"Weeds\",\"updated_at\":" \
	"\"2011-10-07T23:59:31Z\",\"id\":800,\"milestone\":null,\"closed_" \
	"at\":" \
	"null,\"user\":{\"id\":8,\"login\":\"bob\"},\"labels\":[],\"state\":" \
	"\"open\"},\"legacy\":{\"issue_id\":800,\"comment_id\":55}},\"id\":" \
	"\"1491327137\",\"org\":{\"id\":9,\"login\":\"sample\"},\"repo\":{" \
	"\"url\":\"u\",\"id\":5,\"name\":\"sample/meadow\"}}"
	struct hscan_hour_line line = decode(
	    LATE("\"diff_url\":null,\"patch_url\":null,\"html_url\":null"));

	(void)state;
	assert_int_equal(line.era, HSCAN_HOUR_FULL);
	assert_int_equal(line.told.item.kind, HSCAN_ISSUE);
	assert_int_equal(line.told.item.number, 52);
	assert_int_equal(line.told.item.draft, HSCAN_UNKNOWN_YET);
	assert_int_equal(line.told.responses_len, 1);
	assert_int_equal(line.told.responses[0].id, 55);
	assert_false(line.told.responses[0].near);
	assert_false(line.told.responses[0].actor.type.ptr);
	line = decode(LATE("\"diff_url\":\"d\",\"patch_url\":\"p\""));
	assert_int_equal(line.told.item.kind, HSCAN_PULL_REQUEST);
}

/* Of 2013: a repository has its number, besides much else. */
static void
lines_of_2013(void **state)
{
	struct hscan_hour_line line = decode(
	    "{\"actor\":\"ann\",\"created_at\":\"2013-01-04T10:41:48-08:00\","
	    "\"repository\":{\"owner\":\"sample\",\"created_at\":"
	    "\"2009-05-27T09:29:46-07:00\",\"homepage\":\"\",\"open_issues\":"
	    "494,"
	    "\"pushed_at\":\"2013-01-04T10:26:05-08:00\",\"url\":"
	    "\"https://github.com/sample/meadow\",\"organization\":\"sample\","
	    "\"fork\":false,\"has_issues\":true,\"name\":\"meadow\",\"id\":5},"
	    "\"public\":true,\"payload\":{\"issue_id\":800,\"comment_id\":55},"
	    "\"actor_attributes\":{\"login\":\"ann\",\"type\":\"User\"},"
	    "\"type\":"
	    "\"IssueCommentEvent\",\"url\":\"https://github.com/sample/meadow/"
	    "pull/4504#issuecomment-55\"}");

	(void)state;
	assert_int_equal(line.era, HSCAN_HOUR_OLD);
	assert_int_equal(line.told.repo.id, 5);
	assert_true(hscan_text_is(line.told.repo.full_name, "sample/meadow"));
	assert_int_equal(line.told_at, when("2013-01-04T18:41:48Z"));
	assert_int_equal(line.told.responses[0].number, 4504);
	assert_int_equal(line.told.responses[0].id, 55);
}

static void
the_oldest_times_have_slashes(void **state)
{
	struct hscan_hour_line line =
	    decode("{\"repository\":{\"id\":5,\"owner\":\"sample\",\"name\":"
		   "\"meadow\"},"
		   "\"type\":\"IssuesEvent\",\"actor\":\"ann\",\"payload\":{"
		   "\"action\":"
		   "\"closed\",\"number\":4,\"issue\":1},"
		   "\"created_at\":\"2011/03/04 23:59:58 -0800\"}");

	(void)state;
	assert_int_equal(line.told_at, when("2011-03-05T07:59:58Z"));
	assert_int_equal(line.told.repo.id, 5);
}

/* Since October 2025, of a pull request: only its number. */
static void
lines_of_the_short_shape(void **state)
{
	static const struct {
		const char *line;
		int64_t item;
		size_t events;
		bool passed_over;
	} rows[] = {
	    {LINE("PullRequestEvent",
		 "{\"action\":\"opened\",\"pull_request\":" SHORT "}"),
		3, 0, false},
	    {LINE("PullRequestEvent",
		 "{\"action\":\"closed\",\"pull_request\":" SHORT "}"),
		0, 1, false},
	    {LINE("PullRequestEvent",
		 "{\"action\":\"merged\",\"pull_request\":" SHORT "}"),
		0, 2, false},
	    {LINE("PullRequestEvent",
		 "{\"action\":\"reopened\",\"pull_request\":" SHORT "}"),
		0, 1, false},
	    {LINE("PullRequestEvent",
		 "{\"action\":\"labeled\",\"pull_request\":" SHORT "}"),
		0, 0, true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_hour_line line = decode(rows[i].line);

		assert_int_equal(line.era, HSCAN_HOUR_SHORT);
		assert_int_equal(line.told.item.number, rows[i].item);
		assert_int_equal(line.told.events_len, rows[i].events);
		assert_int_equal(line.told.passed_over, rows[i].passed_over);
		for (size_t n = 0; n < line.told.events_len; n++) {
			assert_int_equal(
			    line.told.events[n].grade, HSCAN_GRADE_NEAR);
			assert_int_equal(
			    line.told.events[n].occurred_at, line.told_at);
		}
	}
}

static void
others_are_passed_over(void **state)
{
	static const char *const lines[] = {
	    LINE("PushEvent", "{\"size\":1}"),
	    LINE("WatchEvent", "{\"action\":\"started\"}"),
	    LINE("CreateEvent", "{\"ref_type\":\"tag\"}"),
	    LINE("PullRequestReviewCommentEvent", "{\"action\":\"created\"}"),
	    LINE("ReleaseEvent",
		"{\"action\":\"edited\",\"release\":{\"id\":1}}"),
	    LINE("SomethingNew", "{}"),
	    "{}",
	    "{\"type\":3}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		assert_true(decode(lines[i]).told.passed_over);
}

static void
what_a_fact_needs_must_be_there(void **state)
{
	static const char *const lines[] = {"", "[]", "{", "words",
	    LINE("IssuesEvent", "{\"action\":\"closed\"}"),
	    LINE("IssuesEvent", "{\"action\":\"closed\",\"issue\":{}}"),
	    LINE("IssuesEvent", "{\"action\":\"closed\",\"issue\":" ISSUE(
				    "closed", "null") "}"),
	    LINE("PullRequestEvent", "{\"action\":\"closed\"}"),
	    LINE("PullRequestEvent", "{\"action\":\"closed\","
				     "\"pull_request\":{}}"),
	    LINE("IssueCommentEvent", "{\"action\":\"created\"}"),
	    LINE("IssueCommentEvent",
		"{\"action\":\"created\",\"issue\":" ISSUE(
		    "open", "null") ",\"comment\":{\"id\":1}}"),
	    LINE("PullRequestReviewEvent", "{\"action\":\"created\"}"),
	    LINE("ReleaseEvent", "{\"action\":\"published\"}"),
	    OLD("IssueCommentEvent", "{\"comment_id\":55}",
		",\"url\":\"https://github.com/sample/meadow/commit/1\""),
	    OLD("IssuesEvent", "{\"action\":\"closed\",\"issue\":800}", ""),
	    BRIEF("IssueCommentEvent", "{\"comment_id\":55,\"issue_id\":800}"),
	    BRIEF("PullRequestEvent",
		"{\"action\":\"opened\",\"pull_request\":{"
		"\"issue_id\":800}}"),
	    "{\"type\":\"IssuesEvent\",\"payload\":{},\"created_at\":"
	    "\"2015-01-01T12:00:09Z\"}",
	    "{\"type\":\"IssuesEvent\",\"repo\":{\"id\":5,\"name\":\"a/b\"},"
	    "\"created_at\":\"2015/01/01\"}",
	    "{\"type\":\"IssuesEvent\",\"repo\":{\"name\":\"a/b\"},"
	    "\"created_at\":\"2015-01-01T12:00:09Z\"}",
	    "{\"type\":\"IssuesEvent\",\"repository\":{\"name\":\"b\"},"
	    "\"created_at\":\"2015-01-01T12:00:09Z\"}"};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct hscan_hour_line out;
		struct hscan_error err;

		if (hscan_hour_decode(hscan_text_of(lines[i]), "github.com",
			&arena, &out, &err) != HSCAN_EPARSE)
			fail_msg("passes: %s", lines[i]);
	}
}

static void
a_login_is_one_account_however_it_is_written(void **state)
{
	int64_t ann = hscan_login_id("github.com", hscan_text_of("ann"));

	(void)state;
	assert_int_equal(
	    ann, hscan_login_id("github.com", hscan_text_of("AnN")));
	assert_int_not_equal(
	    ann, hscan_login_id("ghe.example.com", hscan_text_of("ann")));
	assert_int_not_equal(
	    ann, hscan_login_id("github.com", hscan_text_of("bob")));
	/* sha256("github.com/ann") begins with these 61 bits. */
	assert_int_equal(
	    ann, -(INT64_C(1) << 62) - INT64_C(1286770759271446315));
}

static int
begin(void **state)
{
	(void)state;
	hscan_arena_init(&arena);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	hscan_arena_clear(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_merge_tells_two_events_by_their_own_times),
	    cmocka_unit_test(rows_and_events_of_whole_objects),
	    cmocka_unit_test(comments_reviews_and_releases),
	    cmocka_unit_test(lines_of_the_old_shape),
	    cmocka_unit_test(lines_of_the_brief_shape),
	    cmocka_unit_test(lines_of_late_2011),
	    cmocka_unit_test(lines_of_2013),
	    cmocka_unit_test(the_oldest_times_have_slashes),
	    cmocka_unit_test(lines_of_the_short_shape),
	    cmocka_unit_test(others_are_passed_over),
	    cmocka_unit_test(what_a_fact_needs_must_be_there),
	    cmocka_unit_test(a_login_is_one_account_however_it_is_written),
	};

	return cmocka_run_group_tests(tests, begin, end);
}

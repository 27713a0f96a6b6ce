/* SPDX-License-Identifier: MIT */
/* What is judged of a repository that webhooks and backups have told of, and
 * what is not. */
#include "judge/asked.h"
#include "model/heartbeat.h"

#define HOUR   INT64_C(3600)
#define MADE   (NOW - 1000 * DAY) /* the repository */
#define SYNCED (NOW - 2 * HOUR)

static const char UNREAD[] =
    "not collected: not read for this window; run once without --offline";

static void
put_span(struct fixture *f, const char *stream, enum hscan_source source,
    int64_t from, int64_t to, bool complete)
{
	const struct hscan_span span = {stream, source, from, to, complete,
	    .live = source == HSCAN_SOURCE_WEBHOOK && !complete};

	assert_int_equal(
	    hscan_store_put_span(f->store, f->repo_id, &span, NULL), HSCAN_OK);
}

static void
put_release(struct fixture *f)
{
	const struct hscan_release release = {.id = 1,
	    .tag_name = hscan_text_of("v1"),
	    .created_at = OLDEST - DAY,
	    .published_at = OLDEST - DAY};

	assert_int_equal(hscan_store_put_releases(f->store, BY_REST(HOST),
			     f->repo_id, &release, 1, NULL),
	    HSCAN_OK);
}

/* Of every stream that a webhook tells of. */
static void
put_spans(struct fixture *f, enum hscan_source source, int64_t from, int64_t to,
    bool complete)
{
	static const char *const streams[] = {HSCAN_STREAM_ISSUES,
	    HSCAN_STREAM_EVENTS, HSCAN_STREAM_COMMENTS, HSCAN_STREAM_REVIEWS,
	    HSCAN_STREAM_RELEASES, HSCAN_STREAM_BASES};

	for (size_t i = 0; i < LEN(streams); i++)
		put_span(f, streams[i], source, from, to, complete);
}

static void
listen(struct fixture *f, int64_t from, int64_t to)
{
	put_spans(f, HSCAN_SOURCE_WEBHOOK, from, to, false);
}

static void
sync_all(struct fixture *f, int64_t at)
{
	finish(f, HSCAN_STREAM_REPO, at);
	finish(f, HSCAN_STREAM_ISSUES, at);
	finish(f, HSCAN_STREAM_RELEASES, at);
	finish(f, HSCAN_STREAM_EVENTS, at);
	finish(f, HSCAN_STREAM_COMMENTS, at);
	finish(f, HSCAN_STREAM_REVIEWS, at);
}

static const struct hscan_coverage *
row_of(const struct fixture *f, const char *stream)
{
	for (size_t i = 0; i < f->report.coverage_len; i++)
		if (strcmp(f->report.coverage[i].stream, stream) == 0)
			return &f->report.coverage[i];
	fail_msg("there is no row %s", stream);
	return NULL;
}

/* A window a word, the oldest first; "": it has a value, or none of a reason
 * that is no matter of what was told. */
static void
check_at(struct fixture *f, int line, const char *id, const char *oldest,
    const char *middle, const char *newest)
{
	const char *const expected[] = {oldest, middle, newest};
	const struct hscan_measure *measure;

	ask_for(f, id);
	measure = &f->report.measures[0];
	assert_int_equal(measure->trend_len, LEN(expected));
	for (size_t i = 0; i < LEN(expected); i++) {
		const char *reason = measure->trend[i].reason;

		if (!reason || strcmp(reason, "low n") == 0 ||
		    strcmp(reason, "no samples") == 0)
			reason = "";
		if (strcmp(reason, expected[i]) != 0)
			fail_msg(
			    "%s at %d, window %zu: '%s'", id, line, i, reason);
	}
}

#define check(f, ...) check_at(f, __LINE__, __VA_ARGS__)

static void
check_provisional(struct fixture *f, const char *id, int64_t since)
{
	check(f, id, "", "", "");
	assert_true(f->report.measures[0].provisional);
	assert_int_equal(f->report.measures[0].provisional_since, since);
	assert_true(f->report.provisional);
	assert_int_equal(f->report.provisional_since, since);
}

static void
check_final(struct fixture *f, const char *id)
{
	check(f, id, "", "", "");
	assert_false(f->report.measures[0].provisional);
	assert_false(f->report.provisional);
}

/* --- spans --- */

static void
spans_are_listed(void **state)
{
	struct fixture *f = *state;
	const struct hscan_coverage *row;

	sync_all(f, SYNCED);
	ask_for(f, "issue_close_rate");
	assert_int_equal(row_of(f, "issues")->spans_len, 0);
	put_span(f, HSCAN_STREAM_ISSUES, HSCAN_SOURCE_BACKUP, NOW - 9 * DAY,
	    NOW - 8 * DAY, true);
	put_span(f, HSCAN_STREAM_ISSUES, HSCAN_SOURCE_WEBHOOK, NOW - DAY, NOW,
	    false);
	put_span(f, HSCAN_STREAM_RELEASES, HSCAN_SOURCE_WEBHOOK, NOW - HOUR,
	    NOW, false);
	ask(f);
	row = row_of(f, "issues");
	assert_int_equal(row->spans_len, 2);
	assert_int_equal(row->spans[0].source, HSCAN_SOURCE_WEBHOOK);
	assert_int_equal(row->spans[0].starts_at, NOW - DAY);
	assert_int_equal(row->spans[0].ends_at, NOW);
	assert_false(row->spans[0].complete);
	assert_int_equal(row->spans[1].source, HSCAN_SOURCE_BACKUP);
	assert_true(row->spans[1].complete);
	assert_int_equal(row->told_until, NOW);
	row = row_of(f, "releases");
	assert_int_equal(row->spans_len, 1);
	assert_int_equal(row->told_until, SYNCED);
	assert_int_equal(row_of(f, "git")->spans_len, 0);
}

/* --- never synced --- */

static void
what_is_told_in_full_is_judged(void **state)
{
	static const char partly[] = "partly from webhook";
	struct fixture *f = *state;

	put_item(f, HSCAN_ISSUE, 1, NOW - DAY);
	put_item(f, HSCAN_PULL_REQUEST, 2, NOW - DAY);
	put_release(f);
	put_spans(f, HSCAN_SOURCE_WEBHOOK, START(1), NOW, true);
	check(f, "issue_close_rate", partly, "", "");
	check(f, "pr_closure_ratio", partly, "", "");
	assert_false(f->report.provisional);
	assert_true(row_of(f, "issues")->complete);
	assert_int_equal(row_of(f, "issues")->told_until, NOW);
	check(f, "issue_first_response", partly, "", "");
	assert_true(row_of(f, "comments")->complete);
	check(f, "pr_first_response", partly, "", "");
	check(f, "pr_ready_to_merge", partly, "", "");
	f->question.history_events = true;
	check(f, "issue_reopened", partly, "", "");
	check(f, "issue_close_rate", partly, "", "");
	/* What needs all that ever was. */
	check(f, "issue_backlog", partly, partly, partly);
	check(f, "issue_resolution_ratio", partly, partly, partly);
	check(f, "release_frequency", partly, partly, partly);
	assert_false(row_of(f, "releases")->complete);
	put_spans(f, HSCAN_SOURCE_WEBHOOK, MADE, START(1), true);
	check(f, "issue_backlog", "", "", "");
	check(f, "issue_resolution_ratio", "", "", "");
	check(f, "release_frequency", "", "", "");
	check(f, "issue_close_rate", "", "", "");
	assert_true(row_of(f, "releases")->complete);
	assert_true(f->report.settled);
}

static void
what_is_told_in_part_is_not_judged(void **state)
{
	struct fixture *f = *state;

	check(f, "issue_close_rate", "not collected", "not collected",
	    "not collected");
	/* Something, of no window. */
	put_span(f, HSCAN_STREAM_ISSUES, HSCAN_SOURCE_BACKUP, OLDEST - 2 * DAY,
	    OLDEST - DAY, true);
	check(f, "issue_close_rate", "not collected", "not collected",
	    "not collected");
	put_item(f, HSCAN_ISSUE, 1, OLDEST - DAY);
	check(f, "issue_close_rate", "partly from backup", "partly from backup",
	    "partly from backup");
	put_span(f, HSCAN_STREAM_ISSUES, HSCAN_SOURCE_WEBHOOK, START(0) + 1,
	    NOW, true);
	check(f, "issue_close_rate", "partly from backup, webhook",
	    "partly from backup, webhook", "partly from webhook");
	assert_false(row_of(f, "issues")->complete);
	assert_false(f->report.settled);
	put_span(
	    f, HSCAN_STREAM_ISSUES, HSCAN_SOURCE_ARCHIVE, OLDEST, NOW, false);
	put_span(f, HSCAN_STREAM_ISSUES, HSCAN_SOURCE_REST, OLDEST, NOW, false);
	check(f, "issue_close_rate", "partly from archive, rest",
	    "partly from archive, rest", "partly from archive, rest, webhook");
	/* A receiver has no sync to go on from. */
	put_span(
	    f, HSCAN_STREAM_ISSUES, HSCAN_SOURCE_WEBHOOK, OLDEST, NOW, false);
	check(f, "issue_close_rate", "partly from archive, rest, webhook",
	    "partly from archive, rest, webhook",
	    "partly from archive, rest, webhook");
}

static void
a_young_repository_has_no_more_to_tell(void **state)
{
	struct fixture *f = *state;

	f->repo.created_at = START(0) + DAY;
	put_repo(f);
	put_item(f, HSCAN_ISSUE, 1, NOW - DAY);
	put_spans(f, HSCAN_SOURCE_BACKUP, START(0) + DAY, NOW, true);
	f->question.windows = 0;
	ask_for(f, "issue_backlog");
	assert_true(f->report.measures[0].now.value.known);
	ask_for(f, "issue_first_response");
	assert_string_equal(f->report.measures[0].now.reason, "no samples");
}

/* --- after a sync --- */

static void
a_receiver_goes_on_from_a_sync(void **state)
{
	static const char *const ids[] = {"issue_close_rate", "issue_backlog",
	    "issue_resolution_ratio", "pr_closure_ratio", "release_frequency",
	    "issue_first_response", "pr_first_response", "issue_reopened"};
	struct fixture *f = *state;

	f->question.history_events = true;
	put_item(f, HSCAN_ISSUE, 1, NOW - DAY);
	put_release(f);
	sync_all(f, SYNCED);
	for (size_t i = 0; i < LEN(ids); i++)
		check_final(f, ids[i]);
	listen(f, NOW - DAY, NOW - HSCAN_HEARTBEAT_SLACK_S);
	for (size_t i = 0; i < LEN(ids); i++)
		check_provisional(f, ids[i], SYNCED);
	assert_true(f->report.settled);
	/* A sync since then has the last word. */
	sync_all(f, NOW);
	for (size_t i = 0; i < LEN(ids); i++)
		check_final(f, ids[i]);
}

static void
a_receiver_may_have_missed_something(void **state)
{
	static const char *const ids[] = {"issue_close_rate", "issue_backlog",
	    "issue_resolution_ratio", "pr_closure_ratio", "release_frequency",
	    "issue_first_response", "pr_first_response", "issue_reopened"};
	struct fixture *f = *state;

	f->question.history_events = true;
	put_item(f, HSCAN_ISSUE, 1, NOW - DAY);
	put_release(f);
	sync_all(f, SYNCED);
	/* It was there before, and has told nothing since. */
	listen(f, NOW - DAY, SYNCED);
	for (size_t i = 0; i < LEN(ids); i++)
		check_final(f, ids[i]);
	listen(f, SYNCED + 1, NOW);
	for (size_t i = 0; i < LEN(ids); i++)
		check(f, ids[i], "", "", "partly from webhook");
	assert_false(f->report.provisional);
	/* What it was then is judged as ever. */
	f->question.as_of = SYNCED;
	for (size_t i = 0; i < LEN(ids); i++)
		check_final(f, ids[i]);
}

/* The oldest of what the metrics rest on; each is as provisional as its own. */
static void
it_is_provisional_since_the_oldest(void **state)
{
	static const struct hscan_text ids[] = {{"issue_close_rate", 16},
	    {"issue_first_response", 20}, {"days_since_release", 18},
	    {"commit_frequency", 16}};
	struct fixture *f = *state;

	sync_all(f, SYNCED);
	finish(f, HSCAN_STREAM_COMMENTS, SYNCED - HOUR);
	finish(f, HSCAN_STREAM_RELEASES, NOW);
	walk(f, "docs", SYNCED);
	listen(f, NOW - DAY, NOW);
	f->question.ids = ids;
	f->question.ids_len = LEN(ids);
	ask(f);
	assert_true(f->report.provisional);
	assert_int_equal(f->report.provisional_since, SYNCED - HOUR);
	assert_true(f->report.measures[0].provisional);
	assert_int_equal(f->report.measures[0].provisional_since, SYNCED);
	assert_int_equal(
	    f->report.measures[1].provisional_since, SYNCED - HOUR);
	assert_false(f->report.measures[2].provisional);
	assert_false(f->report.measures[3].provisional);
}

/* --- a sync of the later part --- */

static void
sync_from(struct fixture *f, const char *stream, int64_t since)
{
	struct hscan_stream_state state;

	hscan_stream_state_init(&state);
	state.finished = true;
	state.since = since;
	state.synced_at = SYNCED;
	put_stream(f, stream, &state);
}

static void
others_tell_of_what_was_before_a_sync(void **state)
{
	static const char history[] =
	    "not collected: needs all issues ever opened; ask for it by "
	    "--metric, or for a trend";
	struct fixture *f = *state;

	sync_all(f, SYNCED);
	sync_from(f, HSCAN_STREAM_ISSUES, START(1));
	listen(f, NOW - DAY, NOW);
	check(f, "issue_close_rate", UNREAD, "", "");
	assert_true(f->report.provisional);
	check(f, "issue_resolution_ratio", history, history,
	    "partly from webhook");
	check(f, "issue_backlog", PARTLY, PARTLY, "partly from webhook");
	/* All that were open then were read. */
	finish(f, HSCAN_STREAM_BACKLOG, SYNCED);
	check(f, "issue_backlog", UNREAD, "", "");
	assert_true(f->report.provisional);
	put_spans(f, HSCAN_SOURCE_BACKUP, START(2), START(1), true);
	check_provisional(f, "issue_close_rate", SYNCED);
	check(f, "issue_resolution_ratio", history, history,
	    "partly from webhook");
	put_spans(f, HSCAN_SOURCE_BACKUP, MADE, START(2), true);
	check_provisional(f, "issue_resolution_ratio", SYNCED);
	assert_int_equal(row_of(f, "issues")->since, START(1));
}

static void
comments_go_back_so_far(void **state)
{
	struct fixture *f = *state;

	sync_all(f, SYNCED);
	put_item(f, HSCAN_ISSUE, 1, OLDEST + DAY);
	put_response(f, HSCAN_COMMENT, 1, 1, START(1) + DAY);
	sync_from(f, HSCAN_STREAM_COMMENTS, START(1));
	listen(f, NOW - DAY, NOW);
	check(f, "issue_first_response", UNREAD, "", "");
	assert_int_equal(row_of(f, "comments")->since, START(1));
	assert_int_equal(row_of(f, "comments")->rows, 1);
	put_span(f, HSCAN_STREAM_COMMENTS, HSCAN_SOURCE_BACKUP, OLDEST,
	    START(1), true);
	check_provisional(f, "issue_first_response", SYNCED);
}

/* --- answers to pull requests --- */

static void
read_detail(struct fixture *f, int64_t number, int64_t at, unsigned parts)
{
	const struct hscan_pull_mark mark = {
	    .number = number, .updated_at = at};

	assert_int_equal(
	    hscan_store_put_detail(f->store, f->repo_id, &mark, parts, NULL),
	    HSCAN_OK);
}

/* A pull request that was changed since it was read has its newer answers from
 * a receiver that was there from then on. */
static void
answers_come_from_a_receiver_after_they_were_read(void **state)
{
	static const unsigned all =
	    HSCAN_DETAIL_REVIEWS | HSCAN_DETAIL_COMMENTS | HSCAN_DETAIL_DRAFTS;
	struct fixture *f = *state;

	/* Neither comments nor events were listed. */
	finish(f, HSCAN_STREAM_ISSUES, SYNCED);
	finish(f, HSCAN_STREAM_REVIEWS, SYNCED);
	put_item(f, HSCAN_PULL_REQUEST, 1, NOW - 9 * DAY);
	read_detail(f, 1, NOW - 9 * DAY, all);
	listen(f, NOW - 2 * DAY, NOW);
	check_provisional(f, "pr_first_response", SYNCED);
	put_item(f, HSCAN_PULL_REQUEST, 2, NOW - HOUR);
	check_provisional(f, "pr_first_response", SYNCED);
	/* Changed before the receiver was there. */
	put_item(f, HSCAN_PULL_REQUEST, 3, NOW - 3 * DAY);
	check(f, "pr_first_response", "", "", "partly from webhook");
	assert_false(row_of(f, "reviews")->complete);
	read_detail(f, 3, NOW - 3 * DAY, HSCAN_DETAIL_REVIEWS);
	check(f, "pr_first_response", "", "", "partly from webhook");
	read_detail(f, 3, NOW - 3 * DAY, all);
	check_provisional(f, "pr_first_response", SYNCED);
	assert_true(row_of(f, "reviews")->complete);
	/* As of when it was read there is no part of it. */
	f->question.as_of = SYNCED;
	put_item(f, HSCAN_PULL_REQUEST, 4, NOW - 4 * DAY);
	check(f, "pr_first_response", "", "", UNREAD);
}

static void
each_kind_of_answer_is_looked_at(void **state)
{
	static const char *const streams[] = {
	    HSCAN_STREAM_REVIEWS, HSCAN_STREAM_COMMENTS, HSCAN_STREAM_EVENTS};
	struct fixture *f = *state;

	put_item(f, HSCAN_PULL_REQUEST, 1, START(0) + DAY);
	put_span(f, HSCAN_STREAM_ISSUES, HSCAN_SOURCE_BACKUP, MADE, NOW, true);
	check(f, "pr_first_response", "", "", UNREAD);
	for (size_t i = 0; i < LEN(streams); i++) {
		put_span(f, streams[i], HSCAN_SOURCE_BACKUP, START(2) + DAY,
		    NOW, true);
		put_span(f, streams[i], HSCAN_SOURCE_BACKUP, START(2),
		    START(2) + 5, false);
	}
	check(f, "pr_first_response", "partly from backup", "", "");
	for (size_t i = 0; i < LEN(streams); i++) {
		check(f, "pr_first_response", "partly from backup", "", "");
		put_span(f, streams[i], HSCAN_SOURCE_BACKUP, START(2),
		    START(2) + DAY, true);
	}
	check_final(f, "pr_first_response");
}

static void
a_slice_by_branch(void **state)
{
	static const char branches[] =
	    "not collected: the branches of the pull requests";
	struct fixture *f = *state;

	f->question.slice.base = hscan_text_of("main");
	sync_all(f, SYNCED);
	check(f, "pr_closure_ratio", branches, branches, branches);
	finish(f, HSCAN_STREAM_BASES, SYNCED);
	listen(f, NOW - DAY, NOW);
	check_provisional(f, "pr_closure_ratio", SYNCED);
	sync_from(f, HSCAN_STREAM_BASES, START(1));
	check(f, "pr_closure_ratio", branches, "", "");
}

/* --- what nobody has told --- */

static void
what_nobody_has_told_is_not_switched_off(void **state)
{
	static const char partly[] = "partly from webhook";
	const struct hscan_teller webhook = {
	    HOST, HSCAN_SOURCE_WEBHOOK, NOW - DAY};
	struct fixture *f = *state;

	f->repo = (struct hscan_repo){.id = 2,
	    .full_name = hscan_text_of("o/m"),
	    .unknown = HSCAN_REPO_CREATED | HSCAN_REPO_HAS_ISSUES |
		       HSCAN_REPO_ARCHIVED | HSCAN_REPO_FORK};
	assert_int_equal(hscan_store_put_repo(
			     f->store, &webhook, &f->repo, &f->repo_id, NULL),
	    HSCAN_OK);
	f->one.repo_id = f->repo_id;
	f->question.lifecycle = true;
	put_spans(f, HSCAN_SOURCE_WEBHOOK, OLDEST, NOW, true);
	put_item(f, HSCAN_ISSUE, 1, NOW - DAY);
	check_final(f, "issue_close_rate");
	assert_int_equal(f->report.repo.unknown, f->repo.unknown);
	/* It is not known how long ago the first of them was. */
	check(f, "issue_backlog", partly, partly, partly);
	put_spans(f, HSCAN_SOURCE_WEBHOOK, 0, OLDEST, true);
	check(f, "issue_backlog", partly, partly, partly);
}

/* What the project is in the middle of needs all of a year. */
static void
a_part_proves_no_silence(void **state)
{
	struct fixture *f = *state;

	f->question.lifecycle = true;
	f->repo.pushed_at = NOW - 500 * DAY;
	put_repo(f);
	put_spans(f, HSCAN_SOURCE_BACKUP, OLDEST, NOW, true);
	put_item(f, HSCAN_ISSUE, 1, NOW - DAY);
	ask_for(f, "issue_close_rate");
	assert_int_equal(f->report.life->life_class, HSCAN_LIFE_UNKNOWN);
	put_spans(f, HSCAN_SOURCE_BACKUP, MADE, OLDEST, true);
	ask(f);
	assert_int_equal(f->report.life->life_class, HSCAN_LIFE_DORMANT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(spans_are_listed),
	    WITH_STORE(what_is_told_in_full_is_judged),
	    WITH_STORE(what_is_told_in_part_is_not_judged),
	    WITH_STORE(a_young_repository_has_no_more_to_tell),
	    WITH_STORE(a_receiver_goes_on_from_a_sync),
	    WITH_STORE(a_receiver_may_have_missed_something),
	    WITH_STORE(it_is_provisional_since_the_oldest),
	    WITH_STORE(others_tell_of_what_was_before_a_sync),
	    WITH_STORE(comments_go_back_so_far),
	    WITH_STORE(answers_come_from_a_receiver_after_they_were_read),
	    WITH_STORE(each_kind_of_answer_is_looked_at),
	    WITH_STORE(a_slice_by_branch),
	    WITH_STORE(what_nobody_has_told_is_not_switched_off),
	    WITH_STORE(a_part_proves_no_silence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* What a report is computed from, and why what was not read has no value. */
#include "judge/asked.h"

/* The stream was read to its end, and back to `since`. */
static void
finish_from(struct fixture *f, const char *stream, int64_t since)
{
	struct hscan_stream_state state;

	hscan_stream_state_init(&state);
	state.finished = true;
	state.since = since;
	state.synced_at = NOW - 10;
	put_stream(f, stream, &state);
}

static void
put_release(struct fixture *f)
{
	const struct hscan_release release = {.id = 1,
	    .tag_name = hscan_text_of("v1"),
	    .created_at = NOW - DAY,
	    .published_at = NOW - DAY};

	assert_int_equal(hscan_store_put_releases(f->store, BY_REST(HOST),
			     f->repo_id, &release, 1, NULL),
	    HSCAN_OK);
}

/* NULL where there is none. */
static const struct hscan_coverage *
find_row(const struct fixture *f, const char *stream)
{
	for (size_t i = 0; i < f->report.coverage_len; i++)
		if (strcmp(f->report.coverage[i].stream, stream) == 0)
			return &f->report.coverage[i];
	return NULL;
}

static void
check_row(const struct fixture *f, const char *stream, bool complete,
    bool collected, int64_t rows, int64_t since)
{
	const struct hscan_coverage *row = find_row(f, stream);

	if (!row) {
		fail_msg("there is no row %s", stream);
		return;
	}
	assert_int_equal(row->complete, complete);
	assert_int_equal(row->collected, collected);
	assert_int_equal(row->rows, rows);
	assert_int_equal(row->since, since);
}

static const struct hscan_measure *
measure_of(const struct fixture *f, const char *id)
{
	for (size_t i = 0; i < f->report.measures_len; i++)
		if (hscan_text_is(f->report.measures[i].metric->id, id))
			return &f->report.measures[i];
	fail_msg("there is no measure %s", id);
	return NULL;
}

/* Why the value is absent; NULL for a count that is there. */
static void
check_why(const struct fixture *f, const char *id, const char *reason)
{
	const struct hscan_value *now = &measure_of(f, id)->now;

	assert_int_equal(now->value.known, !reason);
	if (!reason)
		assert_null(now->reason);
	else if (!now->reason)
		fail_msg("%s has no reason", id);
	else
		assert_string_equal(now->reason, reason);
}

/* A window a letter, the oldest first: '-' it was not read so far back. */
static void
check_gaps(const struct fixture *f, const char *id, const char *expected)
{
	static const char gap[] =
	    "not collected: not read for this window; run once without "
	    "--offline";
	const struct hscan_measure *measure = measure_of(f, id);
	char got[8] = "";

	assert_int_equal(measure->trend_len, strlen(expected));
	for (size_t i = 0; i < measure->trend_len; i++) {
		const char *reason = measure->trend[i].reason;

		got[i] = reason && strcmp(reason, gap) == 0 ? '-' : 'v';
	}
	assert_string_equal(got, expected);
}

/* --- the tests --- */

static void
nothing_was_read(void **state)
{
	static const char *const streams[] = {
	    "repository", "issues", "releases", "git"};
	struct fixture *f = *state;

	/* Nobody asked for what answers are told from. */
	finish(f, HSCAN_STREAM_EVENTS, NOW);
	finish(f, HSCAN_STREAM_COMMENTS, NOW);
	finish(f, HSCAN_STREAM_REVIEWS, NOW);
	ask(f);
	assert_false(f->report.complete);
	assert_true(f->report.synced_at == HSCAN_NEVER);
	assert_int_equal(f->report.coverage_len, LEN(streams));
	for (size_t i = 0; i < LEN(streams); i++) {
		assert_string_equal(f->report.coverage[i].stream, streams[i]);
		assert_true(f->report.coverage[i].synced_at == HSCAN_NEVER);
		assert_null(f->report.coverage[i].source);
		assert_null(f->report.coverage[i].note.ptr);
	}
	check_row(f, "repository", false, true, 1, HSCAN_NEVER);
	check_row(f, "issues", false, false, 0, HSCAN_NEVER);
	check_row(f, "releases", false, false, 0, HSCAN_NEVER);
	check_row(f, "git", false, false, 0, HSCAN_NEVER);
	check_why(f, "issue_backlog", "not collected");
	check_why(f, "pr_backlog", "not collected");
	check_why(f, "release_frequency", "not collected");
	check_why(f, "commit_frequency", "not collected");
	check_why(f, "doc_update_frequency", "not collected");
	f->one.git_missing = "no clone was found";
	ask(f);
	check_why(f, "commit_frequency", "no clone was found");
	check_why(f, "doc_update_frequency", "no clone was found");
	check_why(f, "issue_backlog", "not collected");
}

static void
all_was_read(void **state)
{
	struct fixture *f = *state;

	read_all(f);
	put_item(f, HSCAN_ISSUE, 1, NOW - DAY);
	put_item(f, HSCAN_PULL_REQUEST, 2, NOW - 200 * DAY);
	put_release(f);
	for (unsigned char i = 0; i < 3; i++)
		put_commit(f, i, NOW - DAY);
	ask(f);
	assert_true(f->report.complete);
	assert_int_equal(f->report.coverage_len, 4);
	check_row(f, "repository", true, true, 1, HSCAN_NEVER);
	check_row(f, "issues", true, true, 2, HSCAN_NEVER);
	check_row(f, "releases", true, true, 1, HSCAN_NEVER);
	check_row(f, "git", true, true, 3, HSCAN_NEVER);
	assert_string_equal(
	    find_row(f, "git")->note.ptr, "refs/heads/main at 012fa3b4c5");
	check_why(f, "issue_backlog", NULL);
	check_why(f, "pr_backlog", NULL);
	check_why(f, "release_frequency", NULL);
	check_why(f, "commit_frequency", NULL);
	check_why(f, "doc_update_frequency", NULL);
	assert_int_equal(measure_of(f, "commit_frequency")->count.value, 3);
	assert_int_equal(measure_of(f, "issue_backlog")->now.value.value, 1);
	assert_int_equal(measure_of(f, "pr_backlog")->now.value.value, 1);
}

/* The report is as old as the oldest of what it is made of. */
static void
it_is_as_old_as_its_oldest_part(void **state)
{
	static const char *const streams[] = {
	    HSCAN_STREAM_REPO, HSCAN_STREAM_ISSUES, HSCAN_STREAM_RELEASES};
	struct fixture *f = *state;

	for (size_t i = 0; i < LEN(streams); i++) {
		read_all(f);
		finish(f, streams[i], NOW - 70);
		ask(f);
		assert_int_equal(f->report.synced_at, NOW - 70);
	}
	read_all(f);
	walk(f, "docs", NOW - 90);
	ask(f);
	assert_int_equal(f->report.synced_at, NOW - 90);
	assert_int_equal(find_row(f, "git")->synced_at, NOW - 90);
	assert_int_equal(find_row(f, "issues")->synced_at, NOW - 10);
	assert_int_equal(find_row(f, "repository")->synced_at, NOW - 10);
}

static void
a_repository_without_commits(void **state)
{
	const struct hscan_stored_head head = {.walked = true,
	    .unborn = true,
	    .ref = hscan_text_of("refs/heads/main"),
	    .branch = hscan_text_of("main"),
	    .doc_paths = hscan_text_of("docs"),
	    .synced_at = NOW};
	struct fixture *f = *state;

	assert_int_equal(
	    hscan_store_put_head(f->store, f->repo_id, &head, NULL), HSCAN_OK);
	ask(f);
	check_row(f, "git", true, true, 0, HSCAN_NEVER);
	assert_string_equal(find_row(f, "git")->note.ptr, "no commits yet");
	check_why(f, "commit_frequency", NULL);
}

/* Walked from `ref`, which was the branch `branch` of the forge. */
static void
walk_from(struct fixture *f, const char *ref, const char *branch)
{
	const struct hscan_stored_head head = {.walked = true,
	    .sha = {0x01, 0x2f, 0xa3, 0xb4, 0xc5, 0xd6},
	    .ref = hscan_text_of(ref),
	    .branch = hscan_text_of(branch),
	    .doc_paths = hscan_text_of("docs"),
	    .synced_at = NOW};

	assert_int_equal(
	    hscan_store_put_head(f->store, f->repo_id, &head, NULL), HSCAN_OK);
}

static void
check_head(struct fixture *f, enum hscan_head_kind kind, const char *note,
    const char *reason)
{
	const struct hscan_measure *measure;

	ask(f);
	assert_int_equal(find_row(f, "git")->head_kind, kind);
	assert_string_equal(find_row(f, "git")->note.ptr, note);
	measure = measure_of(f, "days_since_commit");
	assert_int_equal(measure->other_head, reason != NULL);
	measure = measure_of(f, "doc_update_frequency");
	assert_true(measure->now.value.known);
	assert_int_equal(measure->other_head, reason != NULL);
	if (!reason) {
		assert_null(measure->now.reason);
		assert_int_equal(measure->verdict, HSCAN_VERDICT_WATCH);
	} else {
		assert_string_equal(measure->now.reason, reason);
		assert_int_equal(measure->verdict, HSCAN_VERDICT_UNKNOWN);
	}
	/* Nothing else is of that head. */
	measure = measure_of(f, "issue_backlog");
	assert_false(measure->other_head);
	assert_null(measure->now.reason);
}

static void
another_head_is_not_judged(void **state)
{
	struct fixture *f = *state;

	read_all(f);
	walk_from(f, "refs/remotes/origin/main", "main");
	check_head(f, HSCAN_HEAD_DEFAULT,
	    "refs/remotes/origin/main at 012fa3b4c5", NULL);
	walk_from(f, "HEAD", "");
	check_head(f, HSCAN_HEAD_OTHER,
	    "HEAD at 012fa3b4c5, not the default branch main",
	    "the commits are those of HEAD, not of the default branch main");
	/* The branch was another one then. */
	walk_from(f, "refs/remotes/origin/x", "x");
	check_head(f, HSCAN_HEAD_OTHER,
	    "refs/remotes/origin/x at 012fa3b4c5, not the default branch main",
	    "the commits are those of refs/remotes/origin/x, not of the "
	    "default branch main");
	walk_from(f, "HEAD", NULL);
	check_head(f, HSCAN_HEAD_UNKNOWN,
	    "HEAD at 012fa3b4c5, not known to be the default branch main",
	    "the commits are those of HEAD, not known to be of the default "
	    "branch main");
	f->repo.default_branch = hscan_text_of("");
	put_repo(f);
	walk_from(f, "HEAD", "");
	check_head(f, HSCAN_HEAD_OTHER,
	    "HEAD at 012fa3b4c5, not the default branch ",
	    "the commits are those of HEAD, not of the default branch ");
	f->repo.default_branch = hscan_text_of(NULL);
	put_repo(f);
	walk_from(f, "HEAD", NULL);
	check_head(f, HSCAN_HEAD_UNTOLD, "HEAD at 012fa3b4c5", NULL);
}

static void
a_list_may_be_read_in_part(void **state)
{
	struct fixture *f = *state;

	read_all(f);
	put_item(f, HSCAN_ISSUE, 1, NOW - DAY);
	put_release(f);
	put_stream(f, HSCAN_STREAM_RELEASES,
	    &(struct hscan_stream_state){
		.since = HSCAN_NEVER, .synced_at = HSCAN_NEVER});
	ask(f);
	assert_false(f->report.complete);
	check_row(f, "releases", false, true, 1, HSCAN_NEVER);
	check_why(f, "release_frequency", PARTLY);
	check_why(f, "issue_backlog", NULL);
	put_stream(f, HSCAN_STREAM_ISSUES,
	    &(struct hscan_stream_state){
		.since = HSCAN_NEVER, .synced_at = HSCAN_NEVER});
	ask(f);
	check_row(f, "issues", false, true, 1, HSCAN_NEVER);
	check_why(f, "issue_backlog", PARTLY);
	check_why(f, "pr_backlog", PARTLY);
	check_why(f, "commit_frequency", NULL);
}

static void
issues_may_be_disabled(void **state)
{
	struct hscan_stream_state note;
	struct fixture *f = *state;

	read_all(f);
	f->repo.has_issues = false;
	put_repo(f);
	ask(f);
	assert_true(f->report.complete);
	check_why(f, "issue_backlog", "issues disabled");
	check_why(f, "pr_backlog", NULL);
	/* The list of issues, that has the pull requests too, is refused. */
	hscan_stream_state_init(&note);
	note.finished = true;
	note.note = hscan_text_of("!");
	put_stream(f, HSCAN_STREAM_ISSUES, &note);
	ask(f);
	assert_string_equal(find_row(f, "issues")->note.ptr, "!");
	check_why(f, "issue_backlog", "issues disabled");
	check_why(f, "pr_backlog", "issues disabled");
	check_why(f, "release_frequency", NULL);
}

/* A folder on this machine that no forge tells of: its tags are its releases.
 */
static void
a_clone_may_be_of_no_forge(void **state)
{
	struct fixture *f = *state;

	walk(f, "docs", NOW);
	f->question.full = true;
	f->one.forge_missing = "no forge tells of it";
	ask(f);
	check_why(f, "issue_backlog", "no forge tells of it");
	check_why(f, "pr_backlog", "no forge tells of it");
	check_why(f, "issue_first_response", "no forge tells of it");
	check_why(f, "pr_first_response", "no forge tells of it");
	check_why(f, "issue_reopened", "no forge tells of it");
	check_why(f, "release_frequency", NULL);
	check_why(f, "commit_frequency", NULL);
	check_why(f, "doc_update_frequency", NULL);
}

static void
events_are_asked_for(void **state)
{
	const struct hscan_event event = {.kind = HSCAN_EVENT_CLOSED,
	    .id = 1,
	    .number = 1,
	    .occurred_at = NOW - DAY};
	struct fixture *f = *state;

	read_all(f);
	f->question.full = true;
	ask(f);
	assert_null(find_row(f, "events"));
	check_why(f, "issue_reopened", "not collected; use --history events");
	check_why(f, "issue_backlog", NULL);
	f->question.history_events = true;
	ask(f);
	assert_true(f->report.history_events);
	assert_false(f->report.complete);
	check_row(f, "events", false, false, 0, HSCAN_NEVER);
	check_why(f, "issue_reopened", "not collected");
	check_why(f, "issue_backlog", "not collected");
	check_why(f, "pr_backlog", "not collected");
	assert_int_equal(hscan_store_put_events(f->store, BY_REST(HOST),
			     f->repo_id, &event, 1, NULL),
	    HSCAN_OK);
	ask(f);
	check_row(f, "events", false, true, 1, HSCAN_NEVER);
	check_why(f, "issue_reopened", PARTLY);
	check_why(f, "issue_backlog", PARTLY);
	finish(f, HSCAN_STREAM_EVENTS, NOW - 40);
	f->question.full = false;
	ask(f);
	assert_true(f->report.complete);
	assert_int_equal(f->report.synced_at, NOW - 40);
	check_row(f, "events", true, true, 1, HSCAN_NEVER);
	check_why(f, "issue_backlog", NULL);
}

static void
comments_go_back_so_far(void **state)
{
	struct fixture *f = *state;

	read_all(f);
	put_item(f, HSCAN_ISSUE, 1, OLDEST - 9 * DAY);
	ask_for(f, "issue_first_response");
	assert_false(f->report.complete);
	assert_null(find_row(f, "reviews"));
	check_row(f, "comments", false, false, 0, OLDEST);
	check_why(f, "issue_first_response", "not collected");
	put_response(f, HSCAN_COMMENT, 1, 1, OLDEST - 1);
	put_response(f, HSCAN_COMMENT, 2, 1, OLDEST);
	put_response(f, HSCAN_COMMENT, 3, 1, START(0));
	ask(f);
	check_why(f, "issue_first_response", PARTLY);
	/* Those before the windows are of another question. */
	finish_from(f, HSCAN_STREAM_COMMENTS, HSCAN_NEVER);
	ask(f);
	assert_true(f->report.complete);
	check_row(f, "comments", true, true, 2, OLDEST);
	check_gaps(f, "issue_first_response", "vvv");
	finish_from(f, HSCAN_STREAM_COMMENTS, OLDEST - 1);
	ask(f);
	check_row(f, "comments", true, true, 2, OLDEST);
	check_gaps(f, "issue_first_response", "vvv");
	finish_from(f, HSCAN_STREAM_COMMENTS, START(1));
	ask(f);
	check_row(f, "comments", true, true, 1, START(1));
	check_gaps(f, "issue_first_response", "-vv");
	finish_from(f, HSCAN_STREAM_COMMENTS, START(1) + 1);
	ask(f);
	check_gaps(f, "issue_first_response", "--v");
	finish_from(f, HSCAN_STREAM_COMMENTS, START(0) + 1);
	ask(f);
	check_row(f, "comments", true, true, 0, START(0) + 1);
	check_gaps(f, "issue_first_response", "---");
	/* What needs no comments has no gaps. */
	ask_for(f, "issue_close_rate");
	check_gaps(f, "issue_close_rate", "vvv");
}

static void
read_detail(struct fixture *f, int64_t number, int64_t at, unsigned parts)
{
	const struct hscan_pull_mark mark = {
	    .number = number, .updated_at = at};

	assert_int_equal(
	    hscan_store_put_detail(f->store, f->repo_id, &mark, parts, NULL),
	    HSCAN_OK);
}

static void
check_reviews(struct fixture *f, const char *gaps)
{
	ask_for(f, "pr_first_response");
	check_gaps(f, "pr_first_response", gaps);
	assert_int_equal(
	    find_row(f, "reviews")->complete, strchr(gaps, '-') == NULL);
	assert_int_equal(f->report.complete, strchr(gaps, '-') == NULL);
}

static void
reviews_are_read_one_by_one(void **state)
{
	struct fixture *f = *state;

	read_all(f);
	check_reviews(f, "vvv"); /* there is nothing to read */
	finish(f, HSCAN_STREAM_REVIEWS, NOW - 10);
	put_item(f, HSCAN_PULL_REQUEST, 1, OLDEST - 1);
	put_item(f, HSCAN_PULL_REQUEST, 2, START(1));
	check_reviews(f, "v-v");
	put_item(f, HSCAN_PULL_REQUEST, 3, OLDEST);
	check_reviews(f, "--v");
	read_detail(f, 2, START(1),
	    HSCAN_DETAIL_REVIEWS | HSCAN_DETAIL_COMMENTS | HSCAN_DETAIL_DRAFTS);
	check_reviews(f, "-vv");
	read_detail(f, 3, OLDEST,
	    HSCAN_DETAIL_REVIEWS | HSCAN_DETAIL_COMMENTS | HSCAN_DETAIL_DRAFTS);
	check_reviews(f, "vvv");
	/* Of what lies in the windows. */
	put_response(f, HSCAN_REVIEW, 1, 1, NOW - DAY);
	put_response(f, HSCAN_REVIEW, 2, 2, NOW - DAY);
	put_response(f, HSCAN_REVIEW, 3, 2, NOW - DAY);
	put_response(f, HSCAN_REVIEW, 4, 3, NOW - DAY);
	put_item(f, HSCAN_PULL_REQUEST, 4, NOW);
	put_response(f, HSCAN_REVIEW, 5, 4, NOW);
	put_item(f, HSCAN_PULL_REQUEST, 5, NOW - DAY);
	put_response(f, HSCAN_REVIEW, 6, 5, NOW - DAY);
	check_reviews(f, "vv-");
	check_row(f, "reviews", false, true, 4, HSCAN_NEVER);
	/* What needs no reviews has no gaps, and no row of them. */
	ask_for(f, "pr_acceptance");
	check_gaps(f, "pr_acceptance", "vvv");
	assert_null(find_row(f, "reviews"));
}

/* Where nobody has told it of a review, and the forge was not asked since. */
static void
what_reviews_say_may_not_be_there(void **state)
{
	const unsigned parts =
	    HSCAN_DETAIL_REVIEWS | HSCAN_DETAIL_COMMENTS | HSCAN_DETAIL_DRAFTS;
	const struct hscan_measure *approvals;
	struct fixture *f = *state;

	read_all(f);
	finish(f, HSCAN_STREAM_REVIEWS, NOW - 10);
	for (int64_t i = 0; i < 3; i++) {
		put_item(f, HSCAN_PULL_REQUEST, i + 1, START(i) + DAY);
		read_detail(f, i + 1, START(i) + DAY, parts);
	}
	put_response(f, HSCAN_COMMENT, 1, 1, START(0) + DAY);
	put_response(f, HSCAN_REVIEW, 2, 2, START(1) + DAY);
	ask_for(f, "pr_first_review");
	assert_true(measure_of(f, "pr_first_review")->trend[1].value.known);
	ask_for(f, "pr_time_to_approval");
	check_gaps(f, "pr_time_to_approval", "vvv");
	approvals = measure_of(f, "pr_time_to_approval");
	assert_string_equal(approvals->trend[1].reason,
	    "not collected: what some of the reviews say; run once without "
	    "--offline");
	assert_string_equal(approvals->trend[0].reason, "no samples");
	assert_string_equal(approvals->trend[2].reason, "no samples");
	/* The forge was asked, and says nothing that is known. */
	read_detail(f, 2, START(1) + DAY, HSCAN_DETAIL_VERDICTS);
	ask(f);
	assert_string_equal(
	    measure_of(f, "pr_time_to_approval")->trend[1].reason,
	    "nobody tells what some of the reviews say");
}

/* The lists of comments and of events stand in for those of one pull request,
 * as far as they go. */
static void
lists_stand_in_for_parts(void **state)
{
	struct fixture *f = *state;

	read_all(f);
	finish(f, HSCAN_STREAM_REVIEWS, NOW - 10);
	for (int64_t i = 0; i < 3; i++) {
		put_item(f, HSCAN_PULL_REQUEST, i + 1, START(i) + DAY);
		read_detail(f, i + 1, START(i) + DAY, HSCAN_DETAIL_REVIEWS);
	}
	check_reviews(f, "---");
	finish(f, HSCAN_STREAM_COMMENTS, NOW - 10);
	check_reviews(f, "---"); /* their drafts are not known */
	finish(f, HSCAN_STREAM_EVENTS, NOW - 10);
	check_reviews(f, "vvv");
	finish_from(f, HSCAN_STREAM_COMMENTS, START(1));
	check_reviews(f, "-vv");
	finish_from(f, HSCAN_STREAM_COMMENTS, START(1) + 1);
	check_reviews(f, "--v");
	/* Their own timelines tell more than the list. */
	read_detail(
	    f, 2, START(1) + DAY, HSCAN_DETAIL_REVIEWS | HSCAN_DETAIL_COMMENTS);
	check_reviews(f, "-vv");
	/* A list that is not at its end stands in for nothing. */
	put_stream(f, HSCAN_STREAM_COMMENTS,
	    &(struct hscan_stream_state){.since = HSCAN_NEVER});
	check_reviews(f, "-v-");
}

static void
a_slice_by_branch(void **state)
{
	static const char commits[] =
	    "commits have no labels and no base (--label, --base)";
	static const char releases[] =
	    "releases are not sliced (--label, --author, --base)";
	static const char issues[] = "issues are for no branch (--base)";
	struct fixture *f = *state;

	read_all(f);
	f->question.full = true;
	f->question.slice.base = hscan_text_of("main");
	ask(f);
	assert_false(f->report.complete);
	assert_string_equal(f->report.slice.base.ptr, "main");
	check_row(f, "bases", false, false, 0, HSCAN_NEVER);
	check_why(f, "pr_backlog",
	    "not collected: the branches of the pull requests");
	check_why(f, "pr_first_response",
	    "not collected: the branches of the pull requests");
	check_why(f, "issue_backlog", issues);
	check_why(f, "issue_first_response", issues);
	check_why(f, "issue_reopened", issues);
	check_why(f, "commit_frequency", commits);
	check_why(f, "doc_update_frequency", commits);
	check_why(f, "release_frequency", releases);
	add_own(f, "comments");
	ask_for(f, "mine");
	check_why(f, "mine", issues);
	finish(f, HSCAN_STREAM_BASES, NOW - 10);
	f->question.ids_len = 0;
	f->question.full = false;
	ask(f);
	assert_true(f->report.complete);
	check_row(f, "bases", true, true, 0, HSCAN_NEVER);
	check_why(f, "pr_backlog", NULL);
}

static void
a_slice_by_label_or_author(void **state)
{
	const struct hscan_text label = hscan_text_of("bug");
	struct fixture *f = *state;

	read_all(f);
	f->question.slice =
	    (struct hscan_slice){.labels = &label, .labels_len = 1};
	ask(f);
	assert_null(find_row(f, "bases"));
	check_why(f, "issue_backlog", NULL);
	check_why(f, "pr_backlog", NULL);
	check_why(f, "commit_frequency",
	    "commits have no labels and no base (--label, --base)");
	check_why(f, "release_frequency",
	    "releases are not sliced (--label, --author, --base)");
	f->question.slice =
	    (struct hscan_slice){.author = hscan_text_of("ann")};
	ask(f);
	check_why(f, "issue_backlog", NULL);
	check_why(f, "pr_backlog", NULL);
	check_why(f, "commit_frequency", NULL);
	check_why(f, "doc_update_frequency", NULL);
	check_why(f, "release_frequency",
	    "releases are not sliced (--label, --author, --base)");
}

/* The issues that have changed since, and perhaps all that are open. */
static void
issues_go_back_so_far(void **state)
{
	static const char history[] =
	    "not collected: needs all issues ever opened; ask for it by "
	    "--metric, or for a trend";
	struct fixture *f = *state;

	read_all(f);
	put_item(f, HSCAN_ISSUE, 1, OLDEST - 9 * DAY);
	put_closed(f, 2, OLDEST - 1);
	put_closed(f, 3, OLDEST);
	put_closed(f, 4, NOW - DAY);
	ask(f);
	check_row(f, "issues", true, true, 4, HSCAN_NEVER);
	finish_from(f, HSCAN_STREAM_ISSUES, OLDEST - 1);
	ask(f);
	check_row(f, "issues", true, true, 3, OLDEST);
	check_gaps(f, "issue_close_rate", "vvv");
	check_gaps(f, "pr_merge_cycle", "vvv");
	check_why(f, "issue_resolution_ratio", history);
	check_why(f, "issue_backlog", PARTLY);
	check_why(f, "pr_backlog", PARTLY);
	finish(f, HSCAN_STREAM_BACKLOG, NOW - 10);
	finish_from(f, HSCAN_STREAM_ISSUES, START(1));
	ask(f);
	assert_true(f->report.complete);
	check_row(f, "issues", true, true, 2, START(1));
	check_why(f, "issue_resolution_ratio", history);
	check_why(f, "issue_backlog", NULL);
	check_why(f, "pr_backlog", NULL);
	check_gaps(f, "issue_close_rate", "-vv");
	check_gaps(f, "pr_merge_cycle", "-vv");
	check_gaps(f, "commit_frequency", "vvv");
	finish_from(f, HSCAN_STREAM_ISSUES, START(0) + 1);
	ask(f);
	check_gaps(f, "issue_close_rate", "---");
}

static void
commits_by_other_documentation_paths(void **state)
{
	struct fixture *f = *state;

	read_all(f);
	walk(f, "manual", NOW - 10);
	put_commit(f, 1, NOW - DAY);
	ask(f);
	check_row(f, "git", false, true, 1, HSCAN_NEVER);
	assert_string_equal(
	    find_row(f, "git")->note.ptr, "refs/heads/main at 012fa3b4c5");
	check_why(f, "commit_frequency", OTHER_DOCS);
	check_why(f, "doc_update_frequency", OTHER_DOCS);
	check_why(f, "issue_backlog", NULL);
}

/* The lists of commits, of one folder, back to `since`. */
static void
list_commits(struct fixture *f, const char *doc_paths, int64_t since)
{
	const struct hscan_listed_commit commits[] = {
	    {.sha = {1}, .committed_at = OLDEST - 1},
	    {.sha = {2}, .committed_at = OLDEST},
	    {.sha = {3}, .committed_at = NOW - DAY},
	};

	assert_int_equal(
	    hscan_store_begin_listing(f->store, f->repo_id, doc_paths, NULL),
	    HSCAN_OK);
	assert_int_equal(hscan_store_put_listed(f->store, f->repo_id, 1,
			     commits, LEN(commits), 1, NULL),
	    HSCAN_OK);
	finish_from(f, HSCAN_STREAM_DOCS "/1", since);
	finish(f, HSCAN_STREAM_DOCS, NOW - 5);
}

static void
the_forge_lists_the_documentation(void **state)
{
	struct fixture *f = *state;

	finish(f, HSCAN_STREAM_REPO, NOW - 1);
	list_commits(f, "docs", HSCAN_NEVER);
	ask(f);
	assert_int_equal(f->report.synced_at, NOW - 5);
	check_row(f, "documentation", true, true, 2, OLDEST);
	assert_string_equal(find_row(f, "documentation")->source, "rest");
	assert_int_equal(find_row(f, "documentation")->synced_at, NOW - 5);
	assert_string_equal(find_row(f, "documentation")->note.ptr,
	    "about: as the forge lists them, for whole folders");
	check_row(f, "git", false, false, 0, HSCAN_NEVER);
	check_why(f, "doc_update_frequency", NULL);
	check_gaps(f, "doc_update_frequency", "vvv");
	check_why(f, "commit_frequency", "not collected");
	list_commits(f, "docs", OLDEST);
	ask(f);
	check_row(f, "documentation", true, true, 2, OLDEST);
	check_gaps(f, "doc_update_frequency", "vvv");
	list_commits(f, "docs", OLDEST + 1);
	ask(f);
	check_row(f, "documentation", true, true, 1, OLDEST + 1);
	check_gaps(f, "doc_update_frequency", "-vv");
	list_commits(f, "docs", START(0) + 1);
	ask(f);
	check_gaps(f, "doc_update_frequency", "---");
}

static void
lists_by_other_documentation_paths(void **state)
{
	struct fixture *f = *state;

	list_commits(f, "manual", HSCAN_NEVER);
	ask(f);
	check_row(f, "documentation", false, true, 2, OLDEST);
	check_why(f, "doc_update_frequency",
	    "not collected: the commits were listed by other documentation "
	    "paths; run once without --offline");
	/* A clone that was walked by others, too, tells of its own metrics. */
	list_commits(f, "docs", HSCAN_NEVER);
	walk(f, "manual", NOW - 50);
	ask(f);
	check_why(f, "doc_update_frequency", NULL);
	check_why(f, "commit_frequency", OTHER_DOCS);
	/* Walked since, it tells of the documentation. */
	walk(f, "docs", NOW - 1);
	ask(f);
	assert_null(find_row(f, "documentation"));
	check_why(f, "doc_update_frequency", NULL);
	check_why(f, "commit_frequency", NULL);
}

static void
why_no_documentation_is_listed(void **state)
{
	struct hscan_stream_state docs;
	struct fixture *f = *state;

	hscan_stream_state_init(&docs);
	docs.note = hscan_text_of("!\x1b");
	docs.finished = true;
	put_stream(f, HSCAN_STREAM_DOCS, &docs);
	ask(f);
	check_why(f, "doc_update_frequency", "not collected: !\\x1B");
	check_why(f, "commit_frequency", "not collected");
	/* Over again, after it had come to its end. */
	docs.walk_next = hscan_text_of("/next");
	put_stream(f, HSCAN_STREAM_DOCS, &docs);
	f->one.git_missing = "no clone";
	ask(f);
	check_why(f, "doc_update_frequency", "no clone; !\\x1B");
	check_why(f, "commit_frequency", "no clone");
	/* What to do, once. */
	f->one.git_missing = "not collected: no local clone; use --git DIR";
	ask(f);
	check_why(
	    f, "doc_update_frequency", "not collected: !\\x1B; use --git DIR");
	docs.note = hscan_text_of("it is empty");
	put_stream(f, HSCAN_STREAM_DOCS, &docs);
	ask(f);
	check_why(f, "doc_update_frequency",
	    "not collected: it is empty; if it has commits, use --git DIR");
	f->one.git_missing = "no clone";
	docs.finished = false;
	put_stream(f, HSCAN_STREAM_DOCS, &docs);
	ask(f);
	check_why(f, "doc_update_frequency",
	    "not collected: the lists of commits were read only in part");
	docs.walk_next = docs.note = (struct hscan_text){NULL, 0};
	put_stream(f, HSCAN_STREAM_DOCS, &docs);
	ask(f);
	check_why(f, "doc_update_frequency", "no clone");
	walk(f, "docs", NOW);
	ask(f);
	check_why(f, "doc_update_frequency", NULL);
}

static void
everything_may_be_asked_for(void **state)
{
	static const char *const streams[] = {"repository", "issues",
	    "releases", "events", "comments", "reviews", "bases", "git",
	    "documentation"};
	struct fixture *f = *state;

	read_all(f);
	finish(f, HSCAN_STREAM_EVENTS, NOW);
	finish(f, HSCAN_STREAM_COMMENTS, NOW);
	finish(f, HSCAN_STREAM_REVIEWS, NOW);
	finish(f, HSCAN_STREAM_BASES, NOW);
	list_commits(f, "docs", HSCAN_NEVER);
	f->question.full = true;
	f->question.history_events = true;
	f->question.slice.base = hscan_text_of("main");
	ask(f);
	assert_true(f->report.complete);
	assert_int_equal(f->report.coverage_len, LEN(streams));
	for (size_t i = 0; i < LEN(streams); i++) {
		assert_string_equal(f->report.coverage[i].stream, streams[i]);
		assert_true(f->report.coverage[i].complete);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(nothing_was_read),
	    WITH_STORE(all_was_read),
	    WITH_STORE(it_is_as_old_as_its_oldest_part),
	    WITH_STORE(a_repository_without_commits),
	    WITH_STORE(another_head_is_not_judged),
	    WITH_STORE(a_list_may_be_read_in_part),
	    WITH_STORE(issues_may_be_disabled),
	    WITH_STORE(a_clone_may_be_of_no_forge),
	    WITH_STORE(events_are_asked_for),
	    WITH_STORE(comments_go_back_so_far),
	    WITH_STORE(reviews_are_read_one_by_one),
	    WITH_STORE(what_reviews_say_may_not_be_there),
	    WITH_STORE(lists_stand_in_for_parts),
	    WITH_STORE(a_slice_by_branch),
	    WITH_STORE(a_slice_by_label_or_author),
	    WITH_STORE(issues_go_back_so_far),
	    WITH_STORE(commits_by_other_documentation_paths),
	    WITH_STORE(the_forge_lists_the_documentation),
	    WITH_STORE(lists_by_other_documentation_paths),
	    WITH_STORE(why_no_documentation_is_listed),
	    WITH_STORE(everything_may_be_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

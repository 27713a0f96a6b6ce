/* SPDX-License-Identifier: MIT */
/* The life of a repository, from what the store holds of it: which signs count,
 * what has to have been read, and what waits for an answer. */
#include "judge/asked.h"

enum { ANN = 5, BOB = 9, CAT = 11, BOT = 13, GHOST = 0 };

static int
set_up_life(void **state)
{
	int failed = set_up(state);
	struct fixture *f = *state;

	f->question.lifecycle = true;
	/* More than a year: the windows are 13 of 30 days. */
	f->question.windows = 12;
	return failed;
}

#define LIFE(test) cmocka_unit_test_setup_teardown(test, set_up_life, tear_down)

static void
check_life(struct fixture *f, enum hscan_life_class expected,
    const char *reason, const char *evidence)
{
	ask(f);
	assert_non_null(f->report.life);
	if (evidence)
		assert_string_equal(f->report.life->evidence.ptr, evidence);
	if (f->report.life->life_class != expected)
		fail_msg("%s: %s", hscan_life_name(f->report.life->life_class),
		    f->report.life->evidence.ptr);
	if (reason)
		assert_string_equal(f->report.life->reason, reason);
	else
		assert_null(f->report.life->reason);
}

/* --- what was read --- */

static void
what_was_read_decides(void **state)
{
	struct fixture *f = *state;

	check_life(f, HSCAN_LIFE_UNKNOWN,
	    "would need --git and the whole lists of the forge",
	    "last push 1975-06-23; would need --git and the whole lists of the "
	    "forge");
	finish(f, HSCAN_STREAM_ISSUES, NOW);
	finish(f, HSCAN_STREAM_RELEASES, NOW);
	check_life(f, HSCAN_LIFE_UNKNOWN, "would need --git",
	    "last push 1975-06-23, last merge never, last maintainer reply "
	    "never, 0 maintainer replies in a year; would need --git");
	walk(f, "docs", NOW);
	check_life(f, HSCAN_LIFE_DORMANT, NULL,
	    "last human commit never, last merge never, last release never, "
	    "last maintainer reply never");
	put_commit(f, 1, NOW - DAY);
	check_life(f, HSCAN_LIFE_QUIET, NULL,
	    "1 human commit in 90 days, last human commit 1975-06-23, last "
	    "merge never, last release never, last maintainer reply never, 0 "
	    "releases in a year, 0 maintainer replies in a year");
	/* As things were at the end of the window. */
	put_commit(f, 2, NOW);
	check_life(f, HSCAN_LIFE_QUIET, NULL, NULL);
	f->one.incomplete = true;
	check_life(
	    f, HSCAN_LIFE_UNKNOWN, "would need what could not be read", NULL);
	f->one.incomplete = false;
	f->repo.created_at = NOW - DAY;
	put_repo(f);
	check_life(f, HSCAN_LIFE_NEW, NULL,
	    "created 1975-06-23, younger than 90 days");
	f->question.lifecycle = false;
	ask(f);
	assert_null(f->report.life);
}

static void
the_flag_is_known_from_when_it_was_seen(void **state)
{
	struct fixture *f = *state;

	read_all(f);
	f->repo.archived = true;
	put_repo(f);
	finish(f, HSCAN_STREAM_REPO, NOW + 1);
	check_life(f, HSCAN_LIFE_DORMANT, NULL, NULL);
	finish(f, HSCAN_STREAM_REPO, NOW);
	check_life(f, HSCAN_LIFE_ARCHIVED, NULL, "the forge says archived");
	/* What nobody has told is not known. */
	f->repo.unknown = HSCAN_REPO_ARCHIVED;
	put_repo(f);
	check_life(f, HSCAN_LIFE_DORMANT, NULL, NULL);
	f->repo = (struct hscan_repo){.id = 1,
	    .full_name = hscan_text_of("o/n"),
	    .default_branch = hscan_text_of("main"),
	    .created_at = NOW - 1000 * DAY,
	    .pushed_at = HSCAN_NEVER,
	    .has_issues = true};
	put_repo(f);
	check_life(f, HSCAN_LIFE_DORMANT, NULL, NULL);
}

/* A list that goes back for a window proves no silence of a year. */
static void
a_list_tells_as_far_as_it_goes(void **state)
{
	struct fixture *f = *state;
	struct hscan_stream_state state_of_list;

	read_all(f);
	hscan_stream_state_init(&state_of_list);
	state_of_list.finished = true;
	state_of_list.synced_at = NOW;
	state_of_list.since = NOW - 365 * DAY;
	put_stream(f, HSCAN_STREAM_ISSUES, &state_of_list);
	check_life(f, HSCAN_LIFE_DORMANT, NULL,
	    "last human commit never, no merge since 1974-06-24, last release "
	    "never, no maintainer reply since 1974-06-24");
	state_of_list.since++;
	put_stream(f, HSCAN_STREAM_ISSUES, &state_of_list);
	check_life(f, HSCAN_LIFE_UNKNOWN,
	    "would need older records (--windows)", NULL);
}

static void
of_a_clone_alone_the_commits_tell(void **state)
{
	struct fixture *f = *state;

	f->one.forge_missing = "not collected: a clone has no issues";
	walk(f, "docs", NOW);
	put_commit(f, 1, NOW - 365 * DAY);
	check_life(f, HSCAN_LIFE_QUIET, NULL,
	    "0 human commits in 90 days, last human commit 1974-06-24, last "
	    "release never, 0 releases in a year; of the clone alone");
	assert_string_equal(f->report.life->unanswered.reason,
	    "not collected: a clone has no issues");
	f->question.as_of = NOW + 1;
	check_life(f, HSCAN_LIFE_DORMANT, NULL,
	    "last human commit 1974-06-24, last release never; of the clone "
	    "alone");
}

static void
a_slice_has_no_life(void **state)
{
	const struct hscan_text label = hscan_text_of("bug");
	const struct hscan_slice slices[] = {
	    {.labels = &label, .labels_len = 1},
	    {.author = hscan_text_of("ann")},
	    {.base = hscan_text_of("main")},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < LEN(slices); i++) {
		f->question.slice = slices[i];
		ask(f);
		assert_null(f->report.life);
	}
}

/* --- commits --- */

static void
put_commits(struct fixture *f, unsigned char *sha, int64_t at, int count,
    const char *email, bool documentation)
{
	int64_t author_id = 0;

	assert_int_equal(
	    hscan_store_put_author(f->store, f->repo_id, hscan_text_of("A"),
		hscan_text_of(email), &author_id, NULL),
	    HSCAN_OK);
	for (int i = 0; i < count; i++) {
		const struct hscan_commit commit = {.sha = {(*sha)++},
		    .committed_at = at,
		    .documentation = documentation};

		assert_int_equal(hscan_store_put_commit(f->store, f->repo_id,
				     &commit, author_id, NULL),
		    HSCAN_OK);
	}
}

/* Each stretch has its start, and not its end. */
static void
commits_are_counted_by_stretches(void **state)
{
	struct fixture *f = *state;
	unsigned char sha = 1;
	const char *bot = "49699333+dependabot[bot]@users.noreply.github.com";

	read_all(f);
	put_commits(f, &sha, NOW, 20, "a@example.org", false);
	put_commits(f, &sha, NOW - 1, 5, "a@example.org", true);
	put_commits(f, &sha, NOW - 90 * DAY, 7, "a@example.org", false);
	put_commits(f, &sha, NOW - DAY, 30, bot, false);
	put_commits(f, &sha, NOW - 90 * DAY - 1, 25, "a@example.org", false);
	put_commits(f, &sha, NOW - 180 * DAY - 1, 26, "a@example.org", true);
	put_commits(f, &sha, NOW - 360 * DAY, 27, "a@example.org", false);
	put_commits(f, &sha, NOW - 360 * DAY - 1, 13, "a@example.org", false);
	put_commits(f, &sha, NOW - 450 * DAY, 15, "a@example.org", false);
	/* 12 against 25, 26, 27 and 28. */
	check_life(f, HSCAN_LIFE_QUIET, NULL, NULL);
	assert_string_equal(f->report.life->remarks.ptr,
	    "declining: 12 human commits in 90 days, usual 26.5");
	put_commits(f, &sha, NOW - 2, 1, "a@example.org", false);
	check_life(f, HSCAN_LIFE_ACTIVE, NULL, NULL);
	assert_true(f->report.life->declining.holds);
	put_commits(f, &sha, NOW - 2, 1, "a@example.org", false);
	check_life(f, HSCAN_LIFE_ACTIVE, NULL, NULL);
	assert_int_equal(f->report.life->declining.commits, 14);
	assert_false(f->report.life->declining.holds);
	f->question.bots_included = true;
	check_life(f, HSCAN_LIFE_ACTIVE, NULL, NULL);
	assert_int_equal(f->report.life->declining.commits, 44);
	/* A second before, the first commit is too young. */
	f->question.as_of = NOW - 1;
	ask(f);
	assert_string_equal(f->report.life->declining.reason,
	    "the first commit is less than 450 days old");
}

/* --- items --- */

struct item {
	int64_t number;
	enum hscan_item_kind kind;
	int author; /* GHOST: an account that is gone */
	int64_t created_at, updated_at, closed_at, merged_at; /* 0: not */
	int64_t comments;
	const char *association;
	unsigned unknown;
};

static struct hscan_actor
actor(int id)
{
	static const char *const logins[] = {
	    [ANN] = "ann", [BOB] = "bob", [CAT] = "cat", [BOT] = "b[bot]"};

	if (id == GHOST)
		return (struct hscan_actor){0};
	return (struct hscan_actor){
	    .id = id, .login = hscan_text_of(logins[id])};
}

static void
put(struct fixture *f, const struct item *it)
{
	const struct hscan_item item = {.kind = it->kind,
	    .id = it->number,
	    .number = it->number,
	    .author = actor(it->author),
	    .author_association = hscan_text_of(it->association),
	    .draft = HSCAN_NO,
	    .open = it->closed_at == 0,
	    .comments = it->comments,
	    .created_at = it->created_at,
	    .updated_at = it->updated_at,
	    .closed_at = it->closed_at ? it->closed_at : HSCAN_NEVER,
	    .merged_at = it->merged_at ? it->merged_at : HSCAN_NEVER,
	    .unknown = it->unknown};

	const struct hscan_teller backup = {HOST, HSCAN_SOURCE_BACKUP, NOW};

	/* REST tells all of it. */
	assert_int_equal(hscan_store_put_items(f->store,
			     it->unknown ? &backup : BY_REST(HOST), f->repo_id,
			     &item, 1, NULL),
	    HSCAN_OK);
}

static void
reply(struct fixture *f, enum hscan_response_kind kind, int64_t number, int by,
    int64_t at)
{
	const struct hscan_response response = {.kind = kind,
	    .id = number * 100 + by,
	    .number = number,
	    .occurred_at = at,
	    .actor = actor(by)};

	assert_int_equal(hscan_store_put_responses(f->store, BY_REST(HOST),
			     f->repo_id, &response, 1, NULL),
	    HSCAN_OK);
}

#define OLD (NOW - 100 * DAY)

static void
check_waiting(struct fixture *f, int64_t issues, int64_t pulls, int64_t untold,
    int64_t since)
{
	const struct hscan_unanswered *waiting;

	ask(f);
	waiting = &f->report.life->unanswered;
	if (waiting->reason)
		fail_msg("%s", waiting->reason);
	assert_int_equal(waiting->issues, issues);
	assert_int_equal(waiting->pull_requests, pulls);
	assert_int_equal(waiting->untold, untold);
	assert_int_equal(waiting->since, since);
}

static void
what_no_person_has_answered_waits(void **state)
{
	const struct item items[] = {
	    {1, HSCAN_ISSUE, CAT, NOW - 90 * DAY - 1, OLD, 0, 0, 0, "NONE", 0},
	    /* Not over 90 days. */
	    {2, HSCAN_ISSUE, CAT, NOW - 90 * DAY, OLD, 0, 0, 0, "NONE", 0},
	    /* By a maintainer, or a bot. */
	    {3, HSCAN_ISSUE, ANN, OLD, OLD, 0, 0, 0, "MEMBER", 0},
	    {4, HSCAN_ISSUE, BOT, OLD, OLD, 0, 0, 0, "NONE", 0},
	    /* By a person all the same. */
	    {5, HSCAN_ISSUE, GHOST, OLD, OLD, 0, 0, 0, NULL, 0},
	    /* Closed; or only after the end. */
	    {6, HSCAN_ISSUE, CAT, OLD, OLD, NOW - 1, 0, 0, "NONE", 0},
	    {7, HSCAN_ISSUE, CAT, OLD, OLD, NOW, 0, 0, "NONE", 0},
	    /* Answered below: by its author, a bot, a person. */
	    {8, HSCAN_ISSUE, CAT, OLD - DAY, OLD, 0, 0, 1, "NONE", 0},
	    {9, HSCAN_ISSUE, CAT, OLD, OLD, 0, 0, 1, "NONE", 0},
	    {10, HSCAN_ISSUE, CAT, OLD, OLD, 0, 0, 1, "NONE", 0},
	    {11, HSCAN_ISSUE, CAT, OLD, OLD, 0, 0, 1, "NONE", 0},
	    {12, HSCAN_ISSUE, CAT, OLD, OLD, 0, 0, 1, "NONE", 0},
	    /* Opened after the end. */
	    {13, HSCAN_ISSUE, CAT, NOW, NOW, 0, 0, 0, "NONE", 0},
	};
	struct fixture *f = *state;

	read_all(f);
	finish(f, HSCAN_STREAM_COMMENTS, NOW);
	finish(f, HSCAN_STREAM_REVIEWS, NOW);
	f->question.full = true;
	for (size_t i = 0; i < LEN(items); i++)
		put(f, &items[i]);
	reply(f, HSCAN_COMMENT, 8, CAT, OLD);
	reply(f, HSCAN_COMMENT, 9, BOT, OLD);
	reply(f, HSCAN_COMMENT, 10, BOB, OLD);
	reply(f, HSCAN_COMMENT, 11, GHOST, OLD);
	reply(f, HSCAN_COMMENT, 12, BOB, NOW); /* too late to be known */
	check_waiting(f, 6, 0, 0, OLD - DAY);
	assert_string_equal(f->report.life->remarks.ptr,
	    "unanswered: 6 issues for over 90 days, the oldest since "
	    "1975-03-15");
}

static void
unread_answers_are_not_none(void **state)
{
	const struct item items[] = {
	    {1, HSCAN_ISSUE, CAT, OLD, OLD, 0, 0, 0, "NONE", 0},
	    {2, HSCAN_ISSUE, CAT, OLD, OLD, 0, 0, 3, "NONE", 0},
	    {3, HSCAN_ISSUE, CAT, OLD, OLD, 0, 0, 0, "NONE",
		HSCAN_ITEM_COMMENTS},
	    /* Whom nobody has touched has no review either. */
	    {4, HSCAN_PULL_REQUEST, CAT, OLD, OLD, 0, 0, 0, "NONE", 0},
	    {5, HSCAN_PULL_REQUEST, CAT, OLD, OLD + 1, 0, 0, 0, "NONE", 0},
	};
	const struct hscan_pull_mark mark = {
	    .number = 5, .updated_at = OLD + 1};
	const struct hscan_span told = {.stream = HSCAN_STREAM_RELEASES,
	    .source = HSCAN_SOURCE_BACKUP,
	    .starts_at = NOW - DAY,
	    .ends_at = NOW,
	    .complete = true};
	struct fixture *f = *state;

	read_all(f);
	put(f, &items[1]);
	assert_int_equal(
	    hscan_store_put_span(f->store, f->repo_id, &told, NULL), HSCAN_OK);
	ask(f);
	assert_string_equal(
	    f->report.life->unanswered.reason, "would need --profile full");
	for (size_t i = 0; i < LEN(items); i++)
		put(f, &items[i]);
	check_waiting(f, 1, 1, 3, OLD);
	assert_int_equal(hscan_store_put_detail(f->store, f->repo_id, &mark,
			     HSCAN_DETAIL_REVIEWS, NULL),
	    HSCAN_OK);
	check_waiting(f, 1, 2, 2, OLD);
	/* The list of all comments, as far as it goes back. */
	f->question.full = true;
	finish(f, HSCAN_STREAM_COMMENTS, NOW);
	check_waiting(f, 3, 2, 0, OLD);
}

static void
a_backlog_has_to_be_known(void **state)
{
	struct fixture *f = *state;
	struct hscan_stream_state part;

	ask(f);
	assert_string_equal(f->report.life->unanswered.reason, "not collected");
	read_all(f);
	hscan_stream_state_init(&part);
	part.finished = true;
	part.synced_at = NOW;
	part.since = OLDEST;
	put_stream(f, HSCAN_STREAM_ISSUES, &part);
	ask(f);
	assert_string_equal(f->report.life->unanswered.reason, PARTLY);
	finish(f, HSCAN_STREAM_BACKLOG, NOW);
	check_waiting(f, 0, 0, 0, HSCAN_NEVER);
}

/* --- replies and merges --- */

static void
maintainers_are_told_or_named(void **state)
{
	const struct hscan_text bob = hscan_text_of("BOB");
	const struct item item = {
	    1, HSCAN_ISSUE, CAT, OLD, NOW - DAY, 0, 0, 1, "NONE", 0};
	const struct item own = {
	    2, HSCAN_ISSUE, BOB, OLD, NOW - DAY, 0, 0, 1, "NONE", 0};
	struct fixture *f = *state;

	read_all(f);
	put_commit(f, 1, NOW - DAY);
	put(f, &item);
	reply(f, HSCAN_COMMENT, 1, BOB, NOW - DAY);
	/* Nobody has read whether somebody else has replied. */
	check_life(f, HSCAN_LIFE_UNKNOWN, "would need --profile full", NULL);
	f->question.full = true;
	finish(f, HSCAN_STREAM_COMMENTS, NOW);
	finish(f, HSCAN_STREAM_REVIEWS, NOW);
	check_life(f, HSCAN_LIFE_QUIET, NULL, NULL);
	f->question.maintainers = &bob;
	f->question.maintainers_len = 1;
	check_life(f, HSCAN_LIFE_MAINTENANCE, NULL, NULL);
	f->question.maintainers_len = 0;
	/* To others, not to oneself. */
	put(f, &own);
	reply(f, HSCAN_COMMENT, 2, BOB, NOW - DAY);
	check_life(f, HSCAN_LIFE_QUIET, NULL, NULL);
	put(f, &(struct item){3, HSCAN_ISSUE, BOB, OLD, OLD, OLD, 0, 0,
		   "COLLABORATOR", 0});
	check_life(f, HSCAN_LIFE_MAINTENANCE, NULL,
	    "1 human commit in 90 days, last human commit 1975-06-23, last "
	    "merge never, last release never, last maintainer reply "
	    "1975-06-23, 0 releases in a year, 1 maintainer reply in a year");
}

/* What was touched within the year by something that was not read. */
static void
a_reply_may_have_escaped(void **state)
{
	struct item item = {1, HSCAN_PULL_REQUEST, CAT, NOW - 900 * DAY,
	    NOW - 180 * DAY - 1, NOW - 800 * DAY, 0, 0, "NONE", 0};
	struct fixture *f = *state;

	read_all(f);
	put_commit(f, 1, NOW - DAY);
	put(f, &item);
	check_life(f, HSCAN_LIFE_QUIET, NULL, NULL);
	item.updated_at = NOW - 180 * DAY;
	put(f, &item);
	check_life(f, HSCAN_LIFE_UNKNOWN, "would need --profile full", NULL);
	/* Long after the end is not known to be before it. */
	item.updated_at = NOW + 500 * DAY;
	put(f, &item);
	check_life(f, HSCAN_LIFE_UNKNOWN, "would need --profile full", NULL);
	f->question.full = true;
	finish(f, HSCAN_STREAM_COMMENTS, NOW);
	finish(f, HSCAN_STREAM_REVIEWS, NOW);
	check_life(f, HSCAN_LIFE_UNKNOWN,
	    "would need older records (--windows)", NULL);
	assert_int_equal(hscan_store_put_detail(f->store, f->repo_id,
			     &(struct hscan_pull_mark){
				 .number = 1, .updated_at = item.updated_at},
			     HSCAN_DETAIL_REVIEWS, NULL),
	    HSCAN_OK);
	check_life(f, HSCAN_LIFE_QUIET, NULL, NULL);
}

static void
merges_of_people_count(void **state)
{
	struct item item = {1, HSCAN_PULL_REQUEST, BOT, OLD, OLD, NOW - DAY,
	    NOW - DAY, 0, "NONE", 0};
	struct fixture *f = *state;

	read_all(f);
	put_commit(f, 1, NOW - DAY);
	put(f, &item);
	check_life(f, HSCAN_LIFE_QUIET, NULL, NULL);
	item.author = CAT;
	item.updated_at++;
	for (int i = 0; i < 13; i++) {
		item.number++;
		put(f, &item);
	}
	check_life(f, HSCAN_LIFE_MAINTENANCE, NULL, NULL);
}

/* Without a clone merges and replies are the pulse. */
static void
without_commits_thirteen_merges_are_a_pulse(void **state)
{
	struct item item = {1, HSCAN_PULL_REQUEST, CAT, OLD, OLD, NOW - 1,
	    NOW - 90 * DAY, 0, "NONE", 0};
	struct fixture *f = *state;

	finish(f, HSCAN_STREAM_ISSUES, NOW);
	finish(f, HSCAN_STREAM_RELEASES, NOW);
	for (; item.number <= 12; item.number++)
		put(f, &item);
	check_life(f, HSCAN_LIFE_UNKNOWN, "would need --git", NULL);
	item.merged_at--;
	put(f, &item);
	check_life(f, HSCAN_LIFE_UNKNOWN, "would need --git", NULL);
	item.number++;
	item.merged_at = NOW;
	put(f, &item);
	check_life(f, HSCAN_LIFE_UNKNOWN, "would need --git", NULL);
	item.number++;
	item.merged_at = NOW - 1;
	put(f, &item);
	check_life(f, HSCAN_LIFE_ACTIVE, NULL, NULL);
	/* So is a clone of another branch, until its commits are no more than
	 * few: then they are of the default branch. */
	f->repo.default_branch = hscan_text_of("trunk");
	put_repo(f);
	walk(f, "docs", NOW);
	check_life(f, HSCAN_LIFE_ACTIVE, NULL, NULL);
	f->repo.default_branch = hscan_text_of("main");
	put_repo(f);
	check_life(f, HSCAN_LIFE_MAINTENANCE, NULL, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    LIFE(what_was_read_decides),
	    LIFE(the_flag_is_known_from_when_it_was_seen),
	    LIFE(a_list_tells_as_far_as_it_goes),
	    LIFE(of_a_clone_alone_the_commits_tell),
	    LIFE(a_slice_has_no_life),
	    LIFE(commits_are_counted_by_stretches),
	    LIFE(what_no_person_has_answered_waits),
	    LIFE(unread_answers_are_not_none),
	    LIFE(a_backlog_has_to_be_known),
	    LIFE(maintainers_are_told_or_named),
	    LIFE(a_reply_may_have_escaped),
	    LIFE(merges_of_people_count),
	    LIFE(without_commits_thirteen_merges_are_a_pulse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

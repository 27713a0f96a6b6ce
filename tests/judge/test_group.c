/* SPDX-License-Identifier: MIT */
/* Repositories that are reported as one: what was read of them, and whose fault
 * it is that there is no number. */
#include "judge/asked.h"

enum { MEMBERS = 3 };

static const char GONE[] = "not collected: no local clone";

/* Three repositories: the fixture's, one that is younger, and a third. */
struct team {
	struct fixture *f;
	struct hscan_repo_name names[MEMBERS];
	struct hscan_health_one ones[MEMBERS];
	int64_t ids[MEMBERS];
	struct hscan_health_group group;
};

static void
choose(struct team *team, size_t at)
{
	team->f->repo_id = team->ids[at];
}

static void
add_repo(struct team *team, size_t at, const char *name, int64_t created_at)
{
	char full_name[40];
	struct fixture *f = team->f;

	(void)snprintf(full_name, sizeof(full_name), "o/%s", name);
	f->repo.id = (int64_t)at + 1;
	f->repo.full_name = hscan_text_of(full_name);
	f->repo.created_at = created_at;
	put_repo(f);
	team->ids[at] = f->repo_id;
	team->names[at] = (struct hscan_repo_name){"github.com", "o", ""};
	(void)snprintf(
	    team->names[at].name, sizeof(team->names[at].name), "%s", name);
	team->ones[at] = (struct hscan_health_one){
	    .name = &team->names[at], .git_missing = GONE};
}

static void
make_team(struct team *team, struct fixture *f)
{
	*team = (struct team){.f = f};
	add_repo(team, 0, "n", NOW - 1000 * DAY);
	add_repo(team, 1, "young", NOW - 40 * DAY);
	add_repo(team, 2, "third", NOW - 500 * DAY);
	for (size_t i = 0; i < MEMBERS; i++) {
		choose(team, i);
		read_all(f);
	}
	team->group = (struct hscan_health_group){"team", team->ones, MEMBERS};
	f->one = (struct hscan_health_one){.group = &team->group};
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

static const char *
why(struct team *team, const char *id)
{
	ask_for(team->f, id);
	return team->f->report.measures[0].now.reason;
}

/* --- who it is --- */

static void
a_report_names_the_group_and_its_members(void **state)
{
	struct fixture *f = *state;
	struct team team;

	make_team(&team, f);
	f->question.lifecycle = true;
	ask(f);
	assert_string_equal(f->report.repo.full_name.ptr, "@team");
	assert_string_equal(f->report.group->name.ptr, "team");
	assert_int_equal(f->report.group->len, MEMBERS);
	assert_string_equal(f->report.group->members[1].ptr, "o/young");
	assert_int_equal(f->report.repo.id, 0);
	assert_null(f->report.host);
	assert_null(f->report.life);
	assert_true(f->report.complete);
	assert_int_equal(f->report.synced_at, NOW - 10);
	team.ones[2].incomplete = true;
	ask(f);
	assert_false(f->report.complete);
}

static void
a_member_counts_once(void **state)
{
	const struct hscan_repo_name old = {"github.com", "O", "was"};
	struct fixture *f = *state;
	struct team team;

	make_team(&team, f);
	for (size_t i = 0; i < MEMBERS; i++) {
		choose(&team, i);
		put_item(f, HSCAN_ISSUE, 1, NOW - DAY);
	}
	/* The third was called otherwise, and is named so, too. */
	assert_int_equal(
	    hscan_store_put_name(f->store, &old, 3, NOW, NULL), HSCAN_OK);
	team.names[1] = old;
	ask_for(f, "issue_backlog");
	assert_int_equal(f->report.group->len, 2);
	assert_string_equal(f->report.group->members[1].ptr, "o/third");
	assert_near(f->report.measures[0].now.value.value, 2);
	/* Twice in one question, but as two groups of it, is two answers. */
	team.ones[2] = team.ones[0];
	ask_for(f, "issue_backlog");
	assert_int_equal(f->report.group->len, 2);
}

static void
groups_may_share_a_member(void **state)
{
	struct fixture *f = *state;
	struct hscan_report reports[3];
	struct hscan_health_group pair;
	struct team team;
	struct hscan_error err;

	make_team(&team, f);
	choose(&team, 0);
	put_item(f, HSCAN_ISSUE, 1, NOW - DAY);
	choose(&team, 2);
	put_item(f, HSCAN_ISSUE, 1, NOW - DAY);
	pair = (struct hscan_health_group){"pair", &team.ones[1], 2};
	{
		const struct hscan_health_one ones[] = {
		    {.group = &team.group, .out = &reports[0]},
		    {.group = &pair, .out = &reports[1]},
		    {.name = &team.names[0], .out = &reports[2]},
		};

		f->id = hscan_text_of("issue_backlog");
		f->question.ids = &f->id;
		f->question.ids_len = 1;
		if (hscan_health_many(f->store, &f->question, ones, 3,
			&f->arena, &err) != HSCAN_OK)
			fail_msg("%s", err.message);
	}
	assert_near(reports[0].measures[0].now.value.value, 2);
	assert_near(reports[1].measures[0].now.value.value, 1);
	assert_near(reports[2].measures[0].now.value.value, 1);
	assert_null(reports[2].group);
	assert_string_equal(reports[2].repo.full_name.ptr, "o/n");
}

/* --- what there is not --- */

static void
what_one_lacks_all_lack(void **state)
{
	struct fixture *f = *state;
	struct team team;

	make_team(&team, f);
	choose(&team, 1);
	finish(f, HSCAN_STREAM_COMMENTS, NOW - 20);
	assert_string_equal(why(&team, "issue_first_response"),
	    "o/n and 1 more: not collected");
	choose(&team, 0);
	finish(f, HSCAN_STREAM_COMMENTS, NOW - 10);
	assert_string_equal(
	    why(&team, "issue_first_response"), "o/third: not collected");
	assert_false(row_of(f, HSCAN_STREAM_COMMENTS)->complete);
	assert_string_equal(row_of(f, HSCAN_STREAM_COMMENTS)->note.ptr,
	    "o/third: not collected");
	assert_false(f->report.complete);
	choose(&team, 2);
	finish(f, HSCAN_STREAM_COMMENTS, NOW - 30);
	assert_string_equal(why(&team, "issue_first_response"), "no samples");
	assert_true(row_of(f, HSCAN_STREAM_COMMENTS)->complete);
	assert_int_equal(row_of(f, HSCAN_STREAM_COMMENTS)->synced_at, NOW - 30);
	assert_int_equal(f->report.synced_at, NOW - 30);
}

static void
what_all_lack_has_no_name(void **state)
{
	struct fixture *f = *state;
	struct team team;

	make_team(&team, f);
	assert_string_equal(
	    why(&team, "issue_first_response"), "not collected");
	assert_string_equal(why(&team, "issue_reopened"),
	    "not collected; use --history events");
}

static void
a_clone_of_another_branch_is_not_judged(void **state)
{
	struct fixture *f = *state;
	struct team team;

	make_team(&team, f);
	f->repo.id = 3;
	f->repo.full_name = hscan_text_of("o/third");
	f->repo.default_branch = hscan_text_of("trunk");
	put_repo(f);
	put_commit(f, 1, NOW - DAY);
	ask_for(f, "commit_frequency");
	assert_true(f->report.measures[0].other_head);
	assert_string_equal(f->report.measures[0].now.reason,
	    "o/third: the commits are those of refs/heads/main, not of the "
	    "default branch trunk");
	assert_int_equal(
	    row_of(f, HSCAN_STREAM_GIT)->head_kind, HSCAN_HEAD_OTHER);
}

static void
what_the_store_does_not_have_is_missing(void **state)
{
	struct fixture *f = *state;
	struct hscan_error err;
	struct team team;

	make_team(&team, f);
	(void)snprintf(team.names[1].name, sizeof(team.names[1].name), "new");
	assert_string_equal(
	    why(&team, "issue_backlog"), "o/new: not collected");
	assert_string_equal(
	    why(&team, "commit_frequency"), "o/new: not collected");
	assert_false(f->report.complete);
	assert_false(row_of(f, HSCAN_STREAM_ISSUES)->complete);
	assert_string_equal(
	    row_of(f, HSCAN_STREAM_ISSUES)->note.ptr, "o/new: not collected");
	assert_int_equal(f->report.group->len, MEMBERS);
	/* Of none there is nothing to report. */
	team.group.members = &team.ones[1];
	team.group.len = 1;
	assert_int_equal(hscan_health(f->store, &f->question, &f->one,
			     &f->arena, &f->report, &err),
	    HSCAN_ENOTFOUND);
	assert_string_equal(err.message,
	    "@team: the store has none of its repositories; run once without "
	    "--offline");
}

/* --- the trend --- */

static void
a_trend_begins_with_the_oldest(void **state)
{
	struct fixture *f = *state;
	const struct hscan_value *trend;
	struct team team;

	make_team(&team, f);
	for (size_t i = 0; i < MEMBERS; i++) {
		choose(&team, i);
		put_item(f, HSCAN_ISSUE, 1, NOW - 70 * DAY);
	}
	ask_for(f, "issue_backlog");
	trend = f->report.measures[0].trend;
	/* The younger one was created in the second window. */
	assert_near(trend[0].value.value, 2);
	assert_near(trend[1].value.value, 3);
	assert_near(trend[2].value.value, 3);
	/* Before the oldest there was nothing. */
	f->question.windows = 40;
	ask_for(f, "issue_backlog");
	trend = f->report.measures[0].trend;
	assert_false(trend[0].value.known);
	assert_string_equal(
	    trend[0].reason, "before the oldest repository was created");
	assert_true(trend[20].value.known);
}

/* What was not read of a member that was not there yet is not missing. */
static void
a_younger_one_lacks_nothing_before(void **state)
{
	struct fixture *f = *state;
	struct hscan_stream_state part;
	const struct hscan_value *trend;
	struct team team;

	make_team(&team, f);
	hscan_stream_state_init(&part);
	part.finished = true;
	part.synced_at = NOW - 10;
	part.since = NOW - 20 * DAY;
	for (size_t i = 0; i < MEMBERS; i++) {
		choose(&team, i);
		finish(f, HSCAN_STREAM_COMMENTS, NOW - 10);
	}
	choose(&team, 1);
	put_stream(f, HSCAN_STREAM_COMMENTS, &part);
	ask_for(f, "issue_first_response");
	trend = f->report.measures[0].trend;
	assert_string_equal(trend[2].reason,
	    "o/young: not collected: not read for this window; run once "
	    "without --offline");
	assert_string_equal(trend[1].reason, trend[2].reason);
	assert_string_equal(trend[0].reason, "no samples");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(a_report_names_the_group_and_its_members),
	    WITH_STORE(a_member_counts_once),
	    WITH_STORE(groups_may_share_a_member),
	    WITH_STORE(what_one_lacks_all_lack),
	    WITH_STORE(what_all_lack_has_no_name),
	    WITH_STORE(a_clone_of_another_branch_is_not_judged),
	    WITH_STORE(what_the_store_does_not_have_is_missing),
	    WITH_STORE(a_trend_begins_with_the_oldest),
	    WITH_STORE(a_younger_one_lacks_nothing_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

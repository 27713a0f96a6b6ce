/* SPDX-License-Identifier: MIT */
/* What is answered for many repositories at once is what is answered for each,
 * to the byte: of every kind of repository, and of every kind of question. */
#include <healthscan/record.h>

#include "base/buf.h"
#include "judge/asked.h"
#include "report/formats.h"

enum { SEEDS = 2, MOST = 260 };

/* The store, and who is asked about. */
struct world {
	struct fixture *f;
	uint64_t random;
	struct hscan_repo_name names[MOST];
	struct hscan_health_one ones[MOST];
	struct hscan_report reports[MOST];
	size_t len;
};

static int64_t
below(struct world *world, int64_t most)
{
	world->random = world->random * UINT64_C(6364136223846793005) + 1;
	return (int64_t)(world->random >> 33) % most;
}

static void
good(enum hscan_status status)
{
	assert_int_equal(status, HSCAN_OK);
}

/* --- what repositories have --- */

static struct hscan_actor
anyone(struct world *world)
{
	static const char *const logins[] = {
	    "ann", "bob", "eve", "acme[bot]", "ghost", "dependabot"};
	int64_t id = below(world, (int64_t)LEN(logins));

	return (struct hscan_actor){id + 1, hscan_text_of(logins[id]),
	    hscan_text_of(id == 3 ? "Bot" : "User")};
}

static int64_t
any_time(struct world *world)
{
	return NOW - below(world, 150 * DAY);
}

static void
put_items(struct world *world, int64_t count)
{
	const struct hscan_text label = hscan_text_of("bug");

	for (int64_t number = 1; number <= count; number++) {
		int64_t at = any_time(world), end = any_time(world);
		bool pull = below(world, 2), open = below(world, 3) == 0;
		struct hscan_item item = {
		    .kind = pull ? HSCAN_PULL_REQUEST : HSCAN_ISSUE,
		    .id = number,
		    .number = number,
		    .title = hscan_text_of("A title"),
		    .author = anyone(world),
		    .draft =
			pull && below(world, 5) == 0 ? HSCAN_YES : HSCAN_NO,
		    .open = open,
		    .comments = below(world, 2),
		    .created_at = at,
		    .updated_at = NOW - 20,
		    .closed_at = open ? HSCAN_NEVER : end,
		    .merged_at =
			pull && !open && below(world, 2) ? end : HSCAN_NEVER,
		    .labels = &label,
		    .labels_len = (size_t)below(world, 2),
		};

		if (below(world, 4) == 0)
			item.author_association = hscan_text_of("MEMBER");
		if (pull && !open && item.merged_at == HSCAN_NEVER)
			item.merge_untold = below(world, 4) == 0;
		good(hscan_store_put_items(world->f->store, BY_REST(HOST),
		    world->f->repo_id, &item, 1, NULL));
	}
}

static void
put_events(struct world *world, const struct hscan_teller *teller,
    enum hscan_grade grade, int64_t count)
{
	for (int64_t i = 1; i <= count; i++) {
		const struct hscan_event event = {
		    .kind = (enum hscan_event_kind)(1 + below(world, 6)),
		    .grade = grade,
		    .id = grade == HSCAN_GRADE_FORGE ? i : 0,
		    .number = 1 + below(world, 20),
		    .occurred_at = any_time(world),
		    .actor = anyone(world),
		};

		good(hscan_store_put_events(world->f->store, teller,
		    world->f->repo_id, &event, 1, NULL));
	}
}

static void
put_answers(struct world *world, int64_t count)
{
	for (int64_t i = 1; i <= count; i++) {
		const struct hscan_response response = {
		    .kind = below(world, 2) ? HSCAN_COMMENT : HSCAN_REVIEW,
		    .id = i,
		    .number = 1 + below(world, 20),
		    .occurred_at = any_time(world),
		    .actor = anyone(world),
		};

		good(hscan_store_put_responses(world->f->store, BY_REST(HOST),
		    world->f->repo_id, &response, 1, NULL));
	}
}

static void
put_some_releases(struct world *world, int64_t count)
{
	for (int64_t i = 1; i <= count; i++) {
		const struct hscan_release release = {
		    .id = i,
		    .tag_name = hscan_text_of(i % 2 ? "v1" : "v2"),
		    .author = anyone(world),
		    .draft = below(world, 4) == 0,
		    .created_at = any_time(world),
		    .published_at = any_time(world),
		};

		good(hscan_store_put_releases(world->f->store, BY_REST(HOST),
		    world->f->repo_id, &release, 1, NULL));
	}
}

static void
put_commits(struct world *world, int64_t count)
{
	static const char *const names[] = {"Ann", "Bob", "renovate[bot]"};

	for (int64_t i = 1; i <= count; i++) {
		const struct hscan_commit commit = {
		    .sha = {(unsigned char)i, (unsigned char)below(world, 256)},
		    .committed_at = any_time(world),
		    .merge = below(world, 6) == 0,
		    .documentation = below(world, 4) == 0};
		int64_t author_id = 0;

		good(hscan_store_put_author(world->f->store, world->f->repo_id,
		    hscan_text_of(names[below(world, (int64_t)LEN(names))]),
		    hscan_text_of("a@example.org"), &author_id, NULL));
		good(hscan_store_put_commit(world->f->store, world->f->repo_id,
		    &commit, author_id, NULL));
	}
}

static void
list_documentation(struct world *world)
{
	const struct hscan_listed_commit commits[] = {
	    {.sha = {1},
		.committed_at = any_time(world),
		.author_name = hscan_text_of("Ann"),
		.author_email = hscan_text_of("a@example.org")},
	    {.sha = {2},
		.committed_at = any_time(world),
		.author_name = hscan_text_of("renovate[bot]"),
		.author_email = hscan_text_of("r@example.org")},
	};
	struct fixture *f = world->f;
	int64_t walk_no = 0;

	good(hscan_store_begin_listing(f->store, f->repo_id, "docs", NULL));
	good(hscan_store_next_walk(f->store, f->repo_id, 0, &walk_no, NULL));
	good(hscan_store_put_listed(
	    f->store, f->repo_id, 0, commits, LEN(commits), walk_no, NULL));
	finish(f, HSCAN_STREAM_DOCS, NOW - 10);
}

static void
doubt(struct world *world, const char *stream, int64_t number)
{
	const struct hscan_doubt what = {.stream = stream,
	    .number = number,
	    .status = 500,
	    .why = hscan_text_of("it answers nothing")};

	good(hscan_store_put_doubt(
	    world->f->store, world->f->repo_id, &what, NOW - 10, NULL));
}

static void
finish_all(struct fixture *f)
{
	read_all(f);
	finish(f, HSCAN_STREAM_EVENTS, NOW - 10);
	finish(f, HSCAN_STREAM_COMMENTS, NOW - 10);
	finish(f, HSCAN_STREAM_REVIEWS, NOW - 10);
}

/* --- kinds of repositories --- */

static void
know_nothing(struct world *world)
{
	(void)world;
}

static void
have_no_commits(struct world *world)
{
	finish(world->f, HSCAN_STREAM_REPO, NOW - 10);
	finish(world->f, HSCAN_STREAM_ISSUES, NOW - 10);
	finish(world->f, HSCAN_STREAM_RELEASES, NOW - 10);
	put_items(world, 20);
}

static void
have_no_issues(struct world *world)
{
	world->f->repo.has_issues = false;
	put_repo(world->f);
	read_all(world->f);
	put_some_releases(world, 3);
	put_commits(world, 12);
}

static void
have_all(struct world *world)
{
	finish_all(world->f);
	put_items(world, 20);
	put_events(world, BY_REST(HOST), HSCAN_GRADE_FORGE, 30);
	put_answers(world, 30);
	put_some_releases(world, 4);
	put_commits(world, 30);
}

static void
be_young(struct world *world)
{
	world->f->repo.created_at = NOW - 40 * DAY;
	put_repo(world->f);
	have_all(world);
}

static void
be_archived(struct world *world)
{
	world->f->repo.archived = true;
	put_repo(world->f);
	have_all(world);
}

static void
be_renamed(struct world *world)
{
	have_all(world);
	world->f->repo.full_name = hscan_text_of("o/is-called-otherwise-now");
	put_repo(world->f);
}

static void
be_read_in_part(struct world *world)
{
	struct hscan_stream_state state;

	have_all(world);
	hscan_stream_state_init(&state);
	state.finished = true;
	state.synced_at = NOW - 10;
	state.since = NOW - 45 * DAY;
	put_stream(world->f, HSCAN_STREAM_ISSUES, &state);
	world->ones[world->len].incomplete = true;
}

static void
be_in_doubt(struct world *world)
{
	have_all(world);
	doubt(world, HSCAN_STREAM_ISSUES, 1);
	doubt(world, HSCAN_STREAM_REVIEWS, 2);
	doubt(world, HSCAN_STREAM_COMMENTS, 3);
	doubt(world, HSCAN_STREAM_RELEASES, 0);
}

/* A receiver has told of it, too; of some items no row says whether they are
 * open. */
static void
be_mixed(struct world *world)
{
	static const char *const streams[] = {
	    HSCAN_STREAM_ISSUES, HSCAN_STREAM_EVENTS, HSCAN_STREAM_COMMENTS};
	const struct hscan_teller hook = {
	    HOST, HSCAN_SOURCE_WEBHOOK, NOW - DAY};
	struct fixture *f = world->f;

	have_all(world);
	for (size_t i = 0; i < LEN(streams); i++) {
		const struct hscan_span span = {streams[i],
		    HSCAN_SOURCE_WEBHOOK, NOW - 80 * DAY, NOW - 5, false,
		    .live = true};

		good(hscan_store_put_span(f->store, f->repo_id, &span, NULL));
	}
	put_events(world, &hook, HSCAN_GRADE_OWN, 20);
	for (int64_t number = 50; number < 60; number++) {
		const struct hscan_item item = {.kind = HSCAN_ISSUE,
		    .number = number,
		    .author = anyone(world),
		    .draft = HSCAN_UNKNOWN_YET,
		    .created_at = any_time(world),
		    .closed_at = HSCAN_NEVER,
		    .merged_at = HSCAN_NEVER,
		    .unknown = HSCAN_ITEM_OPEN | HSCAN_ITEM_TITLE};

		good(hscan_store_put_items(
		    f->store, &hook, f->repo_id, &item, 1, NULL));
	}
}

static void
be_a_clone_alone(struct world *world)
{
	walk(world->f, "docs", NOW - 10);
	put_commits(world, 20);
	world->ones[world->len].forge_missing = "no forge knows of it";
}

static void
have_other_documentation(struct world *world)
{
	have_all(world);
	walk(world->f, "elsewhere", NOW - 10);
	world->ones[world->len].git_missing = "there is no clone";
}

static void
be_on_another_branch(struct world *world)
{
	world->f->repo.default_branch = hscan_text_of("trunk");
	put_repo(world->f);
	have_all(world);
}

static void
be_listed(struct world *world)
{
	have_no_commits(world);
	list_documentation(world);
}

typedef void kind_fn(struct world *world);

static kind_fn *const kinds[] = {know_nothing, have_no_commits, have_no_issues,
    have_all, be_young, be_archived, be_renamed, be_read_in_part, be_in_doubt,
    be_mixed, be_a_clone_alone, have_other_documentation, be_on_another_branch,
    be_listed};

static void
add(struct world *world, kind_fn *fill)
{
	struct hscan_repo_name *name = &world->names[world->len];
	struct hscan_health_one *one = &world->ones[world->len];
	struct fixture *f = world->f;
	char full_name[40];

	assert_true(world->len < MOST);
	*name = (struct hscan_repo_name){"github.com", "o", ""};
	(void)snprintf(
	    name->name, sizeof(name->name), "n%zu", world->len + 100);
	(void)snprintf(full_name, sizeof(full_name), "o/%s", name->name);
	f->repo = (struct hscan_repo){.id = (int64_t)world->len + 100,
	    .full_name = hscan_text_of(full_name),
	    .default_branch = hscan_text_of("main"),
	    .created_at = NOW - 1000 * DAY,
	    .pushed_at = NOW - below(world, 500 * DAY),
	    .has_issues = true};
	put_repo(f);
	fill(world);
	one->name = name;
	one->repo_id = f->repo_id;
	one->out = &world->reports[world->len++];
}

/* --- the question --- */

static void
write(const struct hscan_report *report, struct hscan_buf *out)
{
	const struct hscan_look look = {0};

	hscan_buf_reset(out);
	good(hscan_json_write(report, &look, out, NULL));
}

/* Each as a group that has no other member, but for every third. */
static void
compare_groups(struct world *world)
{
	struct fixture *f = world->f;
	struct hscan_health_group *groups = calloc(MOST, sizeof(*groups));
	struct hscan_health_one *ones = calloc(MOST, sizeof(*ones));
	struct hscan_report *reports = calloc(MOST, sizeof(*reports));
	struct hscan_buf grouped, alone;
	struct hscan_error err;

	assert_true(groups && ones && reports);
	hscan_buf_init(&grouped, 1 << 20);
	hscan_buf_init(&alone, 1 << 20);
	for (size_t i = 0; i < world->len; i++) {
		groups[i] =
		    (struct hscan_health_group){"team", &world->ones[i], 1};
		if (i % 3 == 0)
			ones[i] = world->ones[i];
		else
			ones[i].group = &groups[i];
		ones[i].out = &reports[i];
	}
	if (hscan_health_many(f->store, &f->question, ones, world->len,
		&f->arena, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	for (size_t i = 0; i < world->len; i++) {
		struct hscan_report *report = &reports[i];

		if (i % 3 != 0) {
			assert_string_equal(
			    report->repo.full_name.ptr, "@team");
			assert_int_equal(report->repo.id, 0);
			assert_null(report->host);
			assert_null(report->life);
			assert_int_equal(report->group->len, 1);
			report->host = world->reports[i].host;
			report->repo = world->reports[i].repo;
			report->life = world->reports[i].life;
			report->group = NULL;
		}
		write(report, &grouped);
		write(&world->reports[i], &alone);
		assert_string_equal(grouped.ptr, alone.ptr);
	}
	hscan_buf_clear(&grouped);
	hscan_buf_clear(&alone);
	free(groups);
	free(ones);
	free(reports);
}

/* Every so many of them by themselves. */
static void
compare_some(struct world *world, size_t step)
{
	struct fixture *f = world->f;
	struct hscan_buf together, alone;
	struct hscan_error err;

	hscan_arena_reset(&f->arena);
	hscan_buf_init(&together, 1 << 20);
	hscan_buf_init(&alone, 1 << 20);
	if (hscan_health_many(f->store, &f->question, world->ones, world->len,
		&f->arena, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	for (size_t i = 0; i < world->len; i += step) {
		if (hscan_health(f->store, &f->question, &world->ones[i],
			&f->arena, &f->report, &err) != HSCAN_OK)
			fail_msg("%s", err.message);
		write(&f->report, &alone);
		write(&world->reports[i], &together);
		assert_string_equal(together.ptr, alone.ptr);
	}
	hscan_buf_clear(&together);
	hscan_buf_clear(&alone);
}

static void
compare(struct world *world)
{
	compare_some(world, 1);
	compare_groups(world);
}

static struct world *
open_world(struct fixture *f)
{
	struct world *world = calloc(1, sizeof(*world));

	assert_non_null(world);
	world->f = f;
	world->random = 7;
	f->question.lifecycle = true;
	f->question.min_samples = 2;
	return world;
}

/* Some of each kind, those of a kind apart from each other. */
static struct world *
open_all_kinds(struct fixture *f)
{
	struct world *world = open_world(f);

	for (size_t i = 0; i < SEEDS * LEN(kinds); i++)
		add(world, kinds[i % LEN(kinds)]);
	return world;
}

static void
by_rows(void **state)
{
	struct world *world = open_all_kinds(*state);

	compare(world);
	world->f->question.full = true;
	world->f->question.windows = 5;
	world->f->question.bots_included = true;
	compare(world);
	free(world);
}

static void
by_events(void **state)
{
	const struct hscan_text robots = hscan_text_of("e*");
	struct world *world = open_all_kinds(*state);
	struct hscan_health_query *question = &world->f->question;

	question->full = true;
	question->history_events = true;
	compare(world);
	question->bot_logins = &robots;
	question->bot_logins_len = 1;
	question->maintainers = &robots;
	question->maintainers_len = 1;
	compare(world);
	free(world);
}

static void
of_a_slice(void **state)
{
	const struct hscan_text label = hscan_text_of("bug");
	struct world *world = open_all_kinds(*state);
	struct hscan_health_query *question = &world->f->question;

	question->full = true;
	question->slice = (struct hscan_slice){
	    .labels = &label, .labels_len = 1, .author = hscan_text_of("a*")};
	compare(world);
	question->slice = (struct hscan_slice){.base = hscan_text_of("main")};
	compare(world);
	free(world);
}

/* It counts all that it sees. */
static void
by_a_metric_that_keeps_nothing_apart(void **state)
{
	static const char mine[] =
	    "-- id: mine\n-- title: Mine\n-- unit: count\n-- better: lower\n"
	    "-- statistic: gauge\n-- streams: issues\n-- risk: > 1\n--\n"
	    "-- Mine.\n"
	    "SELECT (SELECT max(repo_id) FROM v_repo) AS repo_id, window_no,"
	    " NULL AS subject, NULL AS actor_id,"
	    " (SELECT count(*) FROM v_issue) +"
	    " (SELECT count(*) FROM v_documentation) AS value FROM v_window\n";
	const struct hscan_text ids[] = {
	    hscan_text_of("mine"), hscan_text_of("doc_update_frequency")};
	struct world *world = open_all_kinds(*state);
	struct fixture *f = world->f;

	good(hscan_metrics_add(
	    &f->metrics, "mine.sql", hscan_text_of(mine), NULL));
	f->question.ids = ids;
	f->question.ids_len = LEN(ids);
	compare(world);
	free(world);
}

/* More than are asked about at once, and some of them twice. */
static void
more_than_fit(void **state)
{
	const struct hscan_text id = hscan_text_of("issue_backlog");
	struct world *world = open_world(*state);

	while (world->len < MOST - 2)
		add(world,
		    world->len % 40 == 38 ? have_no_commits : know_nothing);
	for (size_t i = 0; i < 2; i++) {
		world->ones[world->len] = world->ones[38 + i];
		world->ones[world->len].out = &world->reports[world->len];
		world->len++;
	}
	world->f->question.ids = &id;
	world->f->question.ids_len = 1;
	compare_some(world, 43);
	compare_some(world, 19);
	assert_true(world->reports[MOST - 2].measures[0].now.value.known);
	free(world);
}

static void
one_may_be_missing(void **state)
{
	struct world *world = open_world(*state);
	struct fixture *f = world->f;

	add(world, know_nothing);
	add(world, know_nothing);
	world->ones[1].repo_id = 4711;
	assert_int_equal(hscan_health_many(f->store, &f->question, world->ones,
			     world->len, &f->arena, NULL),
	    HSCAN_ENOTFOUND);
	/* Of nobody there is nothing to say. */
	good(hscan_health_many(
	    f->store, &f->question, world->ones, 0, &f->arena, NULL));
	free(world);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(by_rows),
	    WITH_STORE(by_events),
	    WITH_STORE(of_a_slice),
	    WITH_STORE(by_a_metric_that_keeps_nothing_apart),
	    WITH_STORE(more_than_fit),
	    WITH_STORE(one_may_be_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

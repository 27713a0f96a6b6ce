/* SPDX-License-Identifier: MIT */
/* Repositories that are asked about as one: what is added up, what is one
 * though several have it, and who is not there yet. */
#include <stdio.h>

#include "support/measured.h"

enum { MOST = 8 };

/* Two pools: the fixture's two repositories, and one of a third. */
struct pools {
	struct fixture *f;
	int64_t ids[3];
	struct hscan_engine_member members[3];
	struct hscan_engine_pool pools[2];
	struct hscan_engine_scope ask;
};

static void
lay_pools(struct pools *p, struct fixture *f)
{
	*p = (struct pools){
	    .f = f,
	    .ids = {f->repo_id, f->other_id, put_repo(f->store, 3, "o/third")},
	    .members = {{"o/n", HOST, 1, 0}, {"o/other", HOST, 1, 1},
		{"o/third", HOST, 1, 0}},
	    .pools = {{0, 2}, {2, 1}},
	};
	p->ask = ask_of(f);
	p->ask.repo_ids = p->ids;
	p->ask.repos = 3;
	p->ask.pools = p->pools;
	p->ask.pools_len = 2;
	p->ask.members = p->members;
}

/* The second of the first pool was created that long before the end. */
static void
make_younger(struct pools *p, int64_t age)
{
	p->members[1].created_at = NOW - age;
}

/* `out`: two windows a pool. */
static void
measure_sql(struct pools *p, const char *sql, struct hscan_outcome *out)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_metric metric;

	assert_int_equal(
	    hscan_metric_parse("mine.sql", hscan_text_of(sql), &metric, NULL),
	    HSCAN_OK);
	metric.own = true;
	if (run(p->f, &p->ask, &metric, out, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
}

/* --- filling --- */

static enum hscan_status
map_second(struct hscan_text name, struct hscan_text email,
    struct hscan_text *mapped, void *payload, struct hscan_error *err)
{
	(void)name;
	(void)payload;
	(void)err;
	*mapped = hscan_text_is(email, "second@example.org")
		      ? hscan_text_of("first@example.org")
		      : (struct hscan_text){NULL, 0};
	return HSCAN_OK;
}

static void
commit_as(struct pools *p, size_t at, unsigned char sha, const char *name,
    const char *email, int64_t when, bool documentation)
{
	const struct hscan_commit commit = {
	    .sha = {sha}, .committed_at = when, .documentation = documentation};
	int64_t author_id = 0;

	assert_int_equal(
	    hscan_store_put_author(p->f->store, p->ids[at], hscan_text_of(name),
		hscan_text_of(email), &author_id, NULL),
	    HSCAN_OK);
	assert_int_equal(hscan_store_put_commit(
			     p->f->store, p->ids[at], &commit, author_id, NULL),
	    HSCAN_OK);
}

static void
commit_in(struct pools *p, size_t at, unsigned char sha, int64_t when,
    bool documentation)
{
	commit_as(p, at, sha, "Ann", "first@example.org", when, documentation);
}

static void
walk(struct pools *p, size_t at)
{
	const struct hscan_stored_head head = {.walked = true,
	    .sha = {1},
	    .ref = hscan_text_of("refs/heads/main"),
	    .branch = hscan_text_of("main"),
	    .doc_paths = hscan_text_of("docs"),
	    .synced_at = NOW};

	assert_int_equal(
	    hscan_store_put_head(p->f->store, p->ids[at], &head, NULL),
	    HSCAN_OK);
}

static void
tag_in(struct pools *p, size_t at, const char *name, int64_t when)
{
	const struct hscan_tag tag = {hscan_text_of(name), when};

	assert_int_equal(
	    hscan_store_put_tag(p->f->store, p->ids[at], &tag, NULL), HSCAN_OK);
}

/* --- what is added up --- */

static void
samples_are_pooled(void **state)
{
	struct fixture *f = *state;
	struct hscan_outcome out[4];
	struct pools p;

	lay_pools(&p, f);
	for (int64_t i = 1; i <= 3; i++)
		put_merge(f, i, alice, NOW - DAY - i * HOUR, NOW - DAY);
	f->repo_id = p.ids[1];
	/* The same numbers are other pull requests. */
	for (int64_t i = 1; i <= 2; i++)
		put_merge(f, i, alice, NOW - DAY - 10 * i * HOUR, NOW - DAY);
	put_merge(f, 3, robot, NOW - 2 * DAY, NOW - DAY);
	f->repo_id = p.ids[2];
	put_merge(f, 1, alice, NOW - 9 * HOUR, NOW);
	put_merge(f, 2, alice, NOW - 9 * HOUR, NOW - HOUR);
	measure(f, &p.ask, "pr_merge_cycle", out);
	assert_int_equal(out[0].n, 5);
	assert_value(out[0].value, 3); /* 1 2 3 10 20 */
	assert_value(out[0].p75, 10);
	assert_value(out[0].km_median, 3);
	assert_int_equal(out[0].excluded_bots, 1);
	assert_int_equal(out[1].n, 0);
	assert_int_equal(out[2].n, 1);
	assert_value(out[2].value, 8);
}

static void
shares_and_ratios_are_of_all(void **state)
{
	struct fixture *f = *state;
	struct hscan_outcome out[4];
	struct pools p;

	lay_pools(&p, f);
	put_issue(f, p.ids[0], 1, NOW - 3 * DAY, NOW - DAY);
	put_issue(f, p.ids[0], 2, NOW - 3 * DAY, HSCAN_NEVER);
	put_issue(f, p.ids[1], 1, NOW - 3 * DAY, HSCAN_NEVER);
	put_issue(f, p.ids[1], 2, NOW - 3 * DAY, HSCAN_NEVER);
	measure(f, &p.ask, "issue_close_rate", out);
	assert_int_equal(out[0].n, 4);
	assert_value(out[0].numerator, 1);
	assert_value(out[0].value, 25);
	/* Not the mean of 1 of 1 and 0 of 2: what is above the line is added
	 * up, and what is below. */
	put_merge(f, 11, alice, NOW - 2 * DAY, NOW - DAY);
	f->repo_id = p.ids[1];
	for (int64_t number = 11; number < 13; number++)
		put_item(f, p.ids[1],
		    (struct hscan_item){.kind = HSCAN_PULL_REQUEST,
			.number = number,
			.author = alice,
			.created_at = NOW - DAY,
			.closed_at = HSCAN_NEVER,
			.merged_at = HSCAN_NEVER});
	measure(f, &p.ask, "pr_closure_ratio", out);
	assert_value(out[0].value, 1.0 / 3);
	measure(f, &p.ask, "issue_backlog", out);
	assert_value(out[0].value, 3);
	assert_value(out[2].value, 0);
}

static void
what_is_missing_is_added_up(void **state)
{
	const struct hscan_doubt doubt = {.stream = "issues",
	    .number = 7,
	    .status = 500,
	    .why = hscan_text_of("it answers nothing")};
	struct fixture *f = *state;
	struct hscan_outcome out[4];
	struct pools p;

	lay_pools(&p, f);
	put_issue(f, p.ids[0], 1, NOW - DAY, HSCAN_NEVER);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(hscan_store_put_doubt(
				     f->store, p.ids[i], &doubt, NOW, NULL),
		    HSCAN_OK);
	measure(f, &p.ask, "issue_backlog", out);
	assert_int_equal(out[0].unreadable, 2);
	assert_near(out[0].range.low, 1);
	assert_near(out[0].range.high, 3);
	assert_int_equal(out[2].unreadable, 0);
	/* What was not there yet lacks nothing. */
	make_younger(&p, 20 * DAY);
	measure(f, &p.ask, "issue_backlog", out);
	assert_int_equal(out[0].unreadable, 2);
	assert_int_equal(out[1].unreadable, 1);
}

/* --- commits and people --- */

static void
a_commit_of_several_is_one(void **state)
{
	struct fixture *f = *state;
	struct hscan_outcome out[4];
	struct pools p;

	lay_pools(&p, f);
	commit_in(&p, 0, 1, NOW - 7 * DAY, false);
	commit_in(&p, 1, 1, NOW - 7 * DAY, true); /* as its paths have it */
	commit_in(&p, 1, 2, NOW - DAY, false);
	commit_in(&p, 2, 1, NOW - 7 * DAY, false); /* of another pool */
	measure(f, &p.ask, "commit_frequency", out);
	assert_value(out[0].count, 2);
	assert_value(out[2].count, 1);
	measure(f, &p.ask, "doc_share", out);
	assert_value(out[0].value, 50);
	assert_value(out[2].value, 0);
	/* One since the last of the documentation. */
	measure(f, &p.ask, "doc_lag", out);
	assert_value(out[0].value, 1);
	measure(f, &p.ask, "days_since_commit", out);
	assert_value(out[0].value, 1);
	measure(f, &p.ask, "active_contributors", out);
	assert_value(out[0].value, 1);
	measure(f, &p.ask, "new_contributors", out);
	assert_value(out[0].value, 1);
}

static void
documentation_is_one_as_well(void **state)
{
	struct fixture *f = *state;
	struct hscan_outcome out[4];
	struct pools p;

	lay_pools(&p, f);
	for (size_t i = 0; i < 3; i++)
		walk(&p, i);
	commit_in(&p, 0, 1, NOW - 8 * DAY, true);
	commit_in(&p, 1, 1, NOW - 8 * DAY, true);
	commit_in(&p, 1, 2, NOW - 90 * DAY, true);
	commit_in(&p, 2, 3, NOW - 15 * DAY, true);
	measure(f, &p.ask, "doc_update_frequency", out);
	assert_value(out[0].count, 1);
	assert_value(out[2].count, 1);
	measure(f, &p.ask, "doc_quiet_weeks", out);
	assert_value(out[0].value, 1);
	assert_value(out[2].value, 2);
}

/* Weeks without documentation are told from the clones; where one has none and
 * nothing is listed, it may have some. */
static void
documentation_that_is_not_listed_is_not_known(void **state)
{
	struct fixture *f = *state;
	struct hscan_stream_state stream;
	struct hscan_outcome out[4];
	struct pools p;

	lay_pools(&p, f);
	walk(&p, 0);
	commit_in(&p, 0, 1, NOW - 70 * DAY, false);
	hscan_stream_state_init(&stream);
	stream.finished = true;
	stream.synced_at = NOW;
	assert_int_equal(hscan_store_put_stream(f->store, p.ids[1],
			     "documentation", &stream, NULL),
	    HSCAN_OK);
	measure(f, &p.ask, "doc_quiet_weeks", out);
	assert_false(out[0].value.known);
	assert_string_equal(out[0].reason,
	    "o/other: no commit to the documentation is listed; a clone would "
	    "tell since when");
	commit_in(&p, 0, 2, NOW - 40 * DAY, true);
	measure(f, &p.ask, "doc_quiet_weeks", out);
	assert_value(out[0].value, 5);
}

static void
people_are_one_by_their_address(void **state)
{
	struct fixture *f = *state;
	struct hscan_outcome out[4];
	struct pools p;

	lay_pools(&p, f);
	commit_as(&p, 0, 1, "Ann", "first@example.org", NOW - DAY, false);
	commit_as(&p, 0, 2, "Ann", "SECOND@example.org", NOW - DAY, false);
	commit_as(&p, 1, 3, "A. Nn", "First@example.org", NOW - DAY, false);
	commit_as(&p, 1, 4, "Bob", "bob@example.org", NOW - DAY, false);
	commit_as(&p, 1, 5, "renovate[bot]", "r@example.org", NOW - DAY, false);
	measure(f, &p.ask, "active_contributors", out);
	assert_value(out[0].value, 3);
	assert_int_equal(out[0].excluded_bots, 1);
	/* The first one's .mailmap says who the second is. */
	commit_as(&p, 0, 6, "Ann", "second@example.org", NOW - DAY, false);
	assert_int_equal(
	    hscan_store_map_authors(f->store, p.ids[0], map_second, NULL, NULL),
	    HSCAN_OK);
	measure(f, &p.ask, "active_contributors", out);
	assert_value(out[0].value, 3);
	measure(f, &p.ask, "contributor_absence_factor", out);
	assert_int_equal(out[0].n, 3);
	assert_value(out[0].value, 1);
}

static const char opened[] =
    "-- id: mine\n-- title: Mine\n-- unit: people\n-- better: lower\n"
    "-- statistic: count\n-- streams: issues\n-- subject: person\n"
    "SELECT i.repo_id, w.window_no, a.login AS subject, i.actor_id, 1 AS value"
    " FROM v_window AS w JOIN v_issue AS i ON i.created_at >= w.starts_at"
    "  AND i.created_at < w.ends_at"
    " JOIN v_account AS a ON a.repo_id = i.repo_id AND a.actor_id = i.actor_id"
    " GROUP BY i.repo_id, w.window_no, i.actor_id";

static void
an_account_of_a_host_is_one_person(void **state)
{
	struct fixture *f = *state;
	struct hscan_outcome out[4];
	struct pools p;

	lay_pools(&p, f);
	for (size_t i = 0; i < 3; i++)
		put_issue(f, p.ids[i], 1, NOW - DAY, HSCAN_NEVER);
	measure_sql(&p, opened, out);
	assert_value(out[0].value, 1);
	assert_int_equal(out[0].n, 1);
	assert_value(out[2].value, 1);
	/* The numbers of accounts are each host's own. */
	p.members[1].host = "ghe.example.org";
	measure_sql(&p, opened, out);
	assert_value(out[0].value, 2);
}

static void
what_a_person_did_in_each_is_added_up(void **state)
{
	static const char half[] =
	    "-- id: mine\n-- title: Mine\n-- unit: people\n-- better: lower\n"
	    "-- statistic: half\n-- streams: issues\n-- subject: person\n"
	    "SELECT repo_id, window_no, author_id AS subject,"
	    " author_id AS actor_id, issues AS value"
	    " FROM (SELECT r.repo_id, w.window_no, 10 AS author_id, 3 AS issues"
	    "         FROM v_repo AS r CROSS JOIN v_window AS w UNION ALL"
	    "       SELECT r.repo_id, w.window_no, 20 + r.repo_id, 5"
	    "         FROM v_repo AS r CROSS JOIN v_window AS w)";
	struct fixture *f = *state;
	struct hscan_outcome out[4];
	struct pools p;

	lay_pools(&p, f);
	measure_sql(&p, half, out);
	/* 6, 5 and 5 of 16: in one repository it is 5 of 8 by one. */
	assert_int_equal(out[0].n, 3);
	assert_value(out[0].value, 2);
	assert_int_equal(out[2].n, 2);
	assert_value(out[2].value, 1);
}

/* --- gauges and reasons --- */

static void
the_newest_release_is_that_of_all(void **state)
{
	struct fixture *f = *state;
	struct hscan_outcome out[4];
	struct pools p;

	lay_pools(&p, f);
	for (size_t i = 0; i < 3; i++)
		walk(&p, i);
	measure(f, &p.ask, "days_since_release", out);
	assert_false(out[0].value.known);
	tag_in(&p, 1, "v1", NOW - 9 * DAY);
	measure(f, &p.ask, "days_since_release", out);
	assert_value(out[0].value, 9);
	tag_in(&p, 0, "v7", NOW - 12 * DAY);
	measure(f, &p.ask, "days_since_release", out);
	assert_value(out[0].value, 9);
	assert_int_equal(out[0].n, 2);
	measure(f, &p.ask, "release_frequency", out);
	assert_value(out[0].value, 2);
	assert_false(out[2].range.known);
}

static void
one_whose_tags_are_not_known_may_have_a_newer(void **state)
{
	struct fixture *f = *state;
	struct hscan_outcome out[4];
	struct pools p;

	lay_pools(&p, f);
	walk(&p, 0);
	tag_in(&p, 0, "v1", NOW - 9 * DAY);
	measure(f, &p.ask, "days_since_release", out);
	assert_false(out[0].value.known);
	assert_string_equal(out[0].reason,
	    "o/other: no releases, and no clone to read tags from");
	measure(f, &p.ask, "release_frequency", out);
	assert_string_equal(out[0].reason,
	    "o/other: no releases, and no clone to read tags from");
	/* What holds for all is said of all. */
	p.pools[0].len = 3;
	p.ask.pools_len = 1;
	measure(f, &p.ask, "release_frequency", out);
	assert_string_equal(out[0].reason,
	    "o/other and 1 more: no releases, and no clone to read tags from");
	p.ids[0] = put_repo(f->store, 4, "o/fourth");
	measure(f, &p.ask, "release_frequency", out);
	assert_string_equal(
	    out[0].reason, "no releases, and no clone to read tags from");
}

#define GAUGE(better) \
	"-- id: mine\n-- title: Mine\n-- unit: things\n-- better: " better \
	"\n-- statistic: gauge\n-- streams: issues\n" \
	"SELECT r.repo_id, w.window_no, NULL AS subject, NULL AS actor_id," \
	" CASE r.full_name WHEN 'o/n' THEN 3 WHEN 'o/other' THEN -4 ELSE 5" \
	" END AS value FROM v_repo AS r CROSS JOIN v_window AS w"

static void
of_gauges_the_better_counts(void **state)
{
	struct fixture *f = *state;
	struct hscan_outcome out[4];
	struct pools p;

	lay_pools(&p, f);
	measure_sql(&p, GAUGE("lower"), out);
	assert_value(out[0].value, -4);
	measure_sql(&p, GAUGE("higher"), out);
	assert_value(out[0].value, 3);
	assert_value(out[2].value, 5);
	measure_sql(&p, GAUGE("neutral"), out);
	assert_false(out[0].value.known);
	assert_string_equal(out[0].reason,
	    "of several repositories neither value is the better one");
	assert_value(out[2].value, 5);
}

static void
an_untold_merge_of_one_is_of_all(void **state)
{
	struct fixture *f = *state;
	struct hscan_outcome out[4];
	struct pools p;

	lay_pools(&p, f);
	put_merge(f, 1, alice, NOW - 2 * DAY, NOW - DAY);
	put_item(f, p.ids[1],
	    (struct hscan_item){.kind = HSCAN_PULL_REQUEST,
		.number = 1,
		.author = alice,
		.created_at = NOW - 2 * DAY,
		.closed_at = NOW - DAY,
		.merged_at = HSCAN_NEVER,
		.merge_untold = true});
	measure(f, &p.ask, "pr_merge_cycle", out);
	assert_false(out[0].value.known);
	assert_string_equal(out[0].reason,
	    "o/other: not collected: the server does not say which pull "
	    "requests were merged; use --history events");
	assert_int_equal(out[0].n, 0);
}

/* --- who is not there yet --- */

static void
a_younger_one_adds_nothing_before(void **state)
{
	struct fixture *f = *state;
	struct hscan_outcome out[4];
	struct pools p;

	lay_pools(&p, f);
	for (size_t i = 0; i < 3; i++)
		walk(&p, i);
	commit_in(&p, 0, 1, NOW - 40 * DAY, false);
	commit_in(&p, 0, 2, NOW - 3 * DAY, false);
	/* Its history is older than it. */
	commit_in(&p, 1, 3, NOW - 35 * DAY, true);
	commit_in(&p, 1, 1, NOW - 40 * DAY, false);
	commit_in(&p, 1, 4, NOW - 2 * DAY, false);
	put_issue(f, p.ids[1], 1, NOW - 50 * DAY, HSCAN_NEVER);
	measure(f, &p.ask, "commit_frequency", out);
	assert_value(out[0].count, 2);
	assert_value(out[1].count, 2);
	make_younger(&p, 20 * DAY);
	measure(f, &p.ask, "commit_frequency", out);
	assert_value(out[0].count, 2);
	assert_value(out[1].count, 1);
	measure(f, &p.ask, "doc_update_frequency", out);
	assert_value(out[1].count, 0);
	measure(f, &p.ask, "issue_backlog", out);
	assert_value(out[0].value, 1);
	assert_value(out[1].value, 0);
	/* In the reported window all that it has is looked at. */
	measure(f, &p.ask, "doc_quiet_weeks", out);
	assert_value(out[0].value, 5);
	/* It is there in a window that it was created in. */
	make_younger(&p, 31 * DAY);
	measure(f, &p.ask, "commit_frequency", out);
	assert_value(out[1].count, 2);
}

/* --- the user's own --- */

static void
own_sql_sees_a_pool_and_no_other(void **state)
{
	static const char sees[] =
	    HEADER("count") COLUMNS("(SELECT count(*) FROM v_repo) * 100"
				    " + (SELECT count(*) FROM v_commit)");
	struct fixture *f = *state;
	struct hscan_outcome out[4];
	struct pools p;

	lay_pools(&p, f);
	commit_in(&p, 0, 1, NOW - DAY, false);
	commit_in(&p, 1, 1, NOW - DAY, false);
	commit_in(&p, 2, 1, NOW - DAY, false);
	commit_in(&p, 2, 2, NOW - DAY, false);
	measure_sql(&p, sees, out);
	/* A row of each of the two, and of the one. */
	assert_value(out[0].value, 402);
	assert_value(out[2].value, 102);
	/* They see all again afterwards. */
	measure(f, &p.ask, "commit_frequency", out);
	assert_value(out[2].count, 2);
}

/* --- the samples --- */

struct seen {
	size_t len;
	char at[MOST][80];
};

static enum hscan_status
see(const struct hscan_sample *sample, void *payload, struct hscan_error *err)
{
	struct seen *seen = payload;

	(void)err;
	assert_true(seen->len < MOST);
	(void)snprintf(seen->at[seen->len++], sizeof(seen->at[0]),
	    "%.*s %.6s %.*s %g", (int)sample->repo.len,
	    sample->repo.ptr ? sample->repo.ptr : "",
	    sample->subject.ptr ? sample->subject.ptr : "",
	    (int)sample->author.len,
	    sample->author.ptr ? sample->author.ptr : "", sample->value);
	return HSCAN_OK;
}

static struct seen
look_at(struct pools *p, const struct hscan_metric *metric)
{
	struct hscan_engine *engine = NULL;
	struct seen seen = {.len = 0};
	struct hscan_error err;

	if (hscan_engine_open(&hscan_sqlite_engine, p->f->store, &p->ask,
		&engine, &err) != HSCAN_OK ||
	    hscan_engine_samples(
		engine, metric, p->ids[1], 0, see, &seen, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	hscan_engine_close(engine);
	return seen;
}

static void
samples_say_whose_they_are(void **state)
{
	struct fixture *f = *state;
	struct pools p;
	struct seen seen;

	lay_pools(&p, f);
	commit_in(&p, 0, 1, NOW - DAY, false);
	commit_in(&p, 1, 1, NOW - DAY, false);
	commit_in(&p, 1, 0x22, NOW - DAY, false);
	put_issue(f, p.ids[0], 5, NOW - DAY, HSCAN_NEVER);
	put_issue(f, p.ids[1], 5, NOW - DAY, HSCAN_NEVER);
	seen = look_at(&p,
	    hscan_metrics_find(&f->metrics, hscan_text_of("commit_frequency")));
	assert_int_equal(seen.len, 2);
	assert_string_equal(seen.at[0], "o/n 010000 Ann 1");
	assert_string_equal(seen.at[1], "o/other 220000 Ann 1");
	seen = look_at(&p,
	    hscan_metrics_find(&f->metrics, hscan_text_of("issue_backlog")));
	assert_int_equal(seen.len, 2);
	assert_string_equal(seen.at[0], "o/n 5 alice 1");
	assert_string_equal(seen.at[1], "o/other 5 alice 1");
}

static void
a_person_is_one_sample(void **state)
{
	struct fixture *f = *state;
	struct hscan_metric metric;
	struct pools p;
	struct seen seen;

	lay_pools(&p, f);
	put_issue(f, p.ids[0], 5, NOW - DAY, HSCAN_NEVER);
	put_issue(f, p.ids[1], 5, NOW - DAY, HSCAN_NEVER);
	assert_int_equal(hscan_metric_parse(
			     "mine.sql", hscan_text_of(opened), &metric, NULL),
	    HSCAN_OK);
	metric.own = true;
	seen = look_at(&p, &metric);
	assert_int_equal(seen.len, 1);
	assert_string_equal(seen.at[0], " alice alice 1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(samples_are_pooled),
	    WITH_STORE(shares_and_ratios_are_of_all),
	    WITH_STORE(what_is_missing_is_added_up),
	    WITH_STORE(a_commit_of_several_is_one),
	    WITH_STORE(documentation_is_one_as_well),
	    WITH_STORE(documentation_that_is_not_listed_is_not_known),
	    WITH_STORE(people_are_one_by_their_address),
	    WITH_STORE(an_account_of_a_host_is_one_person),
	    WITH_STORE(what_a_person_did_in_each_is_added_up),
	    WITH_STORE(the_newest_release_is_that_of_all),
	    WITH_STORE(one_whose_tags_are_not_known_may_have_a_newer),
	    WITH_STORE(of_gauges_the_better_counts),
	    WITH_STORE(an_untold_merge_of_one_is_of_all),
	    WITH_STORE(a_younger_one_adds_nothing_before),
	    WITH_STORE(own_sql_sees_a_pool_and_no_other),
	    WITH_STORE(samples_say_whose_they_are),
	    WITH_STORE(a_person_is_one_sample),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* The whole answer about one repository. */
#include "judge/asked.h"

static void
the_question_is_repeated(void **state)
{
	struct fixture *f = *state;

	read_all(f);
	ask(f);
	assert_string_equal(f->report.version, "1.2.3");
	assert_string_equal(f->report.host, "github.com");
	assert_string_equal(f->report.repo.full_name.ptr, "o/n");
	assert_string_equal(f->report.repo.default_branch.ptr, "main");
	assert_int_equal(f->report.generated_at, NOW + 5);
	assert_int_equal(f->report.as_of, NOW);
	assert_int_equal(f->report.window.start, START(0));
	assert_int_equal(f->report.window.end, NOW);
	assert_int_equal(f->report.min_samples, 5);
	assert_false(f->report.bots_included);
	assert_false(f->report.history_events);
	f->question.bots_included = true;
	/* Without a default branch there is nothing to clone yet. */
	f->repo.default_branch = (struct hscan_text){NULL, 0};
	put_repo(f);
	ask(f);
	assert_true(f->report.bots_included);
	assert_null(f->report.repo.default_branch.ptr);
	assert_true(f->report.complete);
	f->one.incomplete = true;
	ask(f);
	assert_false(f->report.complete);
}

/* --- what is asked --- */

static void
metrics_are_named_or_of_a_profile(void **state)
{
	const struct hscan_text ids[] = {hscan_text_of("pr_first_response"),
	    hscan_text_of("commit_frequency")};
	struct fixture *f = *state;
	size_t core, counts;

	ask(f);
	core = f->report.measures_len;
	for (size_t i = 0; i < core; i++) {
		const struct hscan_metric *metric =
		    f->report.measures[i].metric;

		assert_false(metric->needs & HSCAN_NEEDS_FULL);
		if (i > 0)
			assert_true(metric > f->report.measures[i - 1].metric);
	}
	f->question.activity = true;
	ask(f);
	counts = f->report.measures_len;
	for (size_t i = 0; i < counts; i++)
		assert_int_equal(f->report.measures[i].metric->profile,
		    HSCAN_PROFILE_ACTIVITY);
	f->question.activity = false;
	f->question.full = true;
	ask(f);
	/* What is done is neither well nor ill: it is asked for alone. */
	assert_int_equal(f->report.measures_len, f->metrics.len - counts);
	assert_true(counts > 0 && core < f->report.measures_len);
	f->question.full = false;
	f->question.ids = ids;
	f->question.ids_len = 2;
	ask(f);
	assert_int_equal(f->report.measures_len, 2);
	for (size_t i = 0; i < 2; i++)
		assert_ptr_equal(f->report.measures[i].metric,
		    hscan_metrics_find(&f->metrics, ids[i]));
}

static void
a_metric_has_to_be_there(void **state)
{
	const struct hscan_text ids[] = {
	    hscan_text_of("pr_backlog"), hscan_text_of("no_such\n")};
	struct fixture *f = *state;
	struct hscan_error err;
	unsigned needs = 0;

	f->question.ids = ids;
	f->question.ids_len = 2;
	assert_int_equal(hscan_health(f->store, &f->question, &f->one,
			     &f->arena, &f->report, &err),
	    HSCAN_EINVAL);
	assert_string_equal(err.message,
	    "there is no metric 'no_such\\n'; healthscan metrics lists them");
	assert_int_equal(
	    hscan_health_needs(&f->question, &f->arena, &needs, &err),
	    HSCAN_EINVAL);
	assert_int_equal(needs, 0);
}

static unsigned
needs_of(struct fixture *f, const char *id, size_t windows)
{
	const struct hscan_text ids[] = {hscan_text_of(id)};
	struct hscan_health_query question = f->question;
	unsigned needs = 0;

	question.windows = windows;
	question.ids = ids;
	question.ids_len = id[0] != '\0';
	assert_int_equal(
	    hscan_health_needs(&question, &f->arena, &needs, NULL), HSCAN_OK);
	return needs;
}

static void
needs_are_those_of_the_metrics(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(needs_of(f, "pr_backlog", 0),
	    HSCAN_NEED_PULLS | HSCAN_NEED_STATE | HSCAN_NEED_BACKLOG);
	assert_int_equal(needs_of(f, "pr_merge_cycle", 0),
	    HSCAN_NEED_PULLS | HSCAN_NEED_MERGES | HSCAN_NEED_STATE);
	assert_int_equal(needs_of(f, "commit_frequency", 0), HSCAN_NEED_GIT);
	assert_int_equal(needs_of(f, "issue_first_response", 0),
	    HSCAN_NEED_ISSUES | HSCAN_NEED_COMMENTS);
	/* The whole history: named, or for a trend. */
	assert_true(
	    needs_of(f, "issue_resolution_ratio", 0) & HSCAN_NEED_HISTORY);
	assert_false(needs_of(f, "", 0) & HSCAN_NEED_HISTORY);
	assert_true(needs_of(f, "", 0) & HSCAN_NEED_ISSUES);
	assert_true(needs_of(f, "", 1) & HSCAN_NEED_HISTORY);
	assert_false(needs_of(f, "", 0) & HSCAN_NEED_REVIEWS);
	f->question.full = true;
	assert_true(needs_of(f, "", 0) & HSCAN_NEED_REVIEWS);
	f->question.slice.base = hscan_text_of("main");
	assert_int_equal(needs_of(f, "commit_frequency", 0),
	    HSCAN_NEED_GIT | HSCAN_NEED_BASES);
}

/* A metric needs what the one needs whose risk is its own. */
static void
risk_from_has_its_needs(void **state)
{
	struct fixture *f = *state;

	add_own(f, "git");
	assert_int_equal(
	    needs_of(f, "mine", 0), HSCAN_NEED_GIT | HSCAN_NEED_RELEASES);
}

static void
a_repository_has_to_be_there(void **state)
{
	const struct hscan_repo_name name = {"github.com", "o", "other"};
	struct fixture *f = *state;

	f->one.name = &name;
	assert_int_equal(hscan_health(f->store, &f->question, &f->one,
			     &f->arena, &f->report, NULL),
	    HSCAN_ENOTFOUND);
	/* By its number, whatever it is called. */
	f->one.repo_id = f->repo_id;
	assert_int_equal(hscan_health(f->store, &f->question, &f->one,
			     &f->arena, &f->report, NULL),
	    HSCAN_OK);
	assert_string_equal(f->report.repo.full_name.ptr, "o/n");
	f->one.repo_id = f->repo_id + 1;
	assert_int_equal(hscan_health(f->store, &f->question, &f->one,
			     &f->arena, &f->report, NULL),
	    HSCAN_ENOTFOUND);
}

static void
windows_begin_after_all_time(void **state)
{
	struct fixture *f = *state;

	f->question.window.seconds = INT64_MAX / 2;
	f->question.windows = 3;
	assert_int_equal(hscan_health(f->store, &f->question, &f->one,
			     &f->arena, &f->report, NULL),
	    HSCAN_EINVAL);
}

/* --- samples --- */

struct taken {
	int64_t numbers[4];
	size_t len;
};

static enum hscan_status
take(const struct hscan_sample *sample, void *payload, struct hscan_error *err)
{
	struct taken *taken = payload;

	(void)err;
	assert_within(taken->len, 0, LEN(taken->numbers) - 1);
	if (sample->role == HSCAN_SAMPLE_COUNTED)
		taken->numbers[taken->len++] = sample->number;
	return HSCAN_OK;
}

static void
samples_are_of_the_window_reported(void **state)
{
	const struct hscan_repo_name other = {"github.com", "o", "other"};
	struct fixture *f = *state;
	const struct hscan_metric *metric = hscan_metrics_find(
	    &f->metrics, hscan_text_of("issue_time_to_close"));
	struct taken taken = {.len = 0};
	const struct hscan_wanted_samples wanted = {metric, &taken};

	put_closed(f, 1, START(1));
	put_closed(f, 2, START(0));
	put_closed(f, 3, NOW);
	assert_int_equal(hscan_health_samples(f->store, &f->question, &f->one,
			     &wanted, 1, take, &f->arena, NULL),
	    HSCAN_OK);
	assert_int_equal(taken.len, 1);
	assert_int_equal(taken.numbers[0], 2);
	f->one.name = &other;
	assert_int_equal(hscan_health_samples(f->store, &f->question, &f->one,
			     &wanted, 1, take, &f->arena, NULL),
	    HSCAN_ENOTFOUND);
	assert_int_equal(taken.len, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    WITH_STORE(the_question_is_repeated),
	    WITH_STORE(metrics_are_named_or_of_a_profile),
	    WITH_STORE(a_metric_has_to_be_there),
	    WITH_STORE(needs_are_those_of_the_metrics),
	    WITH_STORE(risk_from_has_its_needs),
	    WITH_STORE(a_repository_has_to_be_there),
	    WITH_STORE(windows_begin_after_all_time),
	    WITH_STORE(samples_are_of_the_window_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

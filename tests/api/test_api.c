/* SPDX-License-Identifier: MIT */
/* The public face: whose what is, and how long it lives. What is given to a
 * call is gone right after it here, so that whoever kept it is found out: by
 * the sanitizer, and without one by what stands there since. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <healthscan/healthscan.h>

#include "base/text.h"
#include "store/store.h"
#include "support/support.h"
#include "support/teller.h"

#define NOW  INT64_C(1700000000)
#define HOUR INT64_C(3600)

static const char *const formats[] = {"table", "json", "ndjson", "csv", "html",
    "markdown", "prometheus", "github", "junit"};
enum { FORMATS = sizeof(formats) / sizeof(formats[0]) };

struct fixture {
	char *dir;
	char *path;
	struct hscan *hscan;
};

/* Eight pull requests, the nth merged after n hours. */
static void
put_pulls(struct hscan_store *store, const char *host, int64_t repo_id)
{
	for (int64_t n = 1; n <= 8; n++) {
		const struct hscan_item item = {.kind = HSCAN_PULL_REQUEST,
		    .id = n,
		    .number = n,
		    .author = {.id = 5, .login = hscan_text_of("ann")},
		    .created_at = NOW - 100 * HOUR,
		    .updated_at = NOW - 50 * HOUR,
		    .closed_at = NOW - (100 - n) * HOUR,
		    .merged_at = NOW - (100 - n) * HOUR};

		assert_int_equal(hscan_store_put_items(store, BY_REST(host),
				     repo_id, &item, 1, NULL),
		    HSCAN_OK);
	}
}

static void
put_repo(struct hscan_store *store, const char *host)
{
	static const char *const streams[] = {
	    HSCAN_STREAM_REPO, HSCAN_STREAM_ISSUES, HSCAN_STREAM_RELEASES};
	const struct hscan_repo repo = {.id = 1,
	    .full_name = hscan_text_of("o/n"),
	    .default_branch = hscan_text_of("main"),
	    .created_at = NOW - 10000 * HOUR,
	    .pushed_at = NOW - HOUR,
	    .has_issues = true};
	struct hscan_stream_state state;
	int64_t repo_id = 0;

	assert_int_equal(
	    hscan_store_put_repo(store, BY_REST(host), &repo, &repo_id, NULL),
	    HSCAN_OK);
	hscan_stream_state_init(&state);
	state.finished = true;
	state.synced_at = NOW - 10;
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(hscan_store_put_stream(
				     store, repo_id, streams[i], &state, NULL),
		    HSCAN_OK);
	put_pulls(store, host, repo_id);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct hscan_store *store = NULL;
	char *path;

	assert_non_null(f);
	f->dir = support_temp_dir();
	f->path = support_join(f->dir, "store.db");
	assert_int_equal(hscan_store_open(f->path, &store, NULL), HSCAN_OK);
	put_repo(store, "github.com");
	put_repo(store, "git.example.org");
	hscan_store_close(store);
	path = strdup(f->path);
	assert_non_null(path);
	assert_int_equal(hscan_open(path, &f->hscan, NULL), HSCAN_OK);
	free(path);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	hscan_close(f->hscan);
	free(f->path);
	support_remove_dir(f->dir);
	free(f);
	return 0;
}

/* Asks, and forgets what it asked with: nothing of that is left when it
 * returns. */
__attribute__((noinline)) static const struct hscan_report *
ask_and_forget(struct fixture *f, const char *repository)
{
	const struct hscan_report *report = NULL;
	char *name = strdup(repository), *window = strdup("30d");
	char *metric = strdup("pr_merge_cycle");
	const char *metrics[] = {metric};
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_request request = {.repository = name,
	    .as_of = NOW,
	    .window = window,
	    .windows = 2,
	    .metrics = metrics,
	    .metrics_len = 1};

	assert_true(name && window && metric);
	if (hscan_ask(f->hscan, &request, &report, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	memset(&request, 0xA5, sizeof(request));
	memset(metrics, 0xA5, sizeof(metrics));
	free(name);
	free(window);
	free(metric);
	return report;
}

/* Whoever returned before has left its variables where these are. */
__attribute__((noinline)) static void
use_the_stack(int more)
{
	volatile char room[2048];

	for (size_t i = 0; i < sizeof(room); i++)
		room[i] = '!';
	if (more > 0)
		use_the_stack(more - 1);
	room[0] = '?';
}

static void
check_report(const struct hscan_report *report, const char *host)
{
	assert_string_equal(report->host, host);
	assert_true(hscan_text_is(report->repo.full_name, "o/n"));
	assert_true(hscan_text_is(report->repo.default_branch, "main"));
	assert_string_equal(report->version, hscan_version());
	assert_int_equal(report->measures_len, 1);
	assert_true(
	    hscan_text_is(report->measures[0].metric->id, "pr_merge_cycle"));
	assert_near(report->measures[0].now.value.value, 4.5);
	assert_int_equal(report->measures[0].trend_len, 3);
	assert_non_null(report->measures[0].trend[0].reason);
	assert_string_equal(report->measures[0].trend[0].reason, "no samples");
	assert_non_null(report->life);
	assert_true(report->life->evidence.len > 0);
	for (size_t i = 0; i < report->coverage_len; i++)
		assert_true(strlen(report->coverage[i].stream) > 0);
}

static void
what_is_told_outlives_the_question(void **state)
{
	struct fixture *f = *state;
	const struct hscan_report *report = ask_and_forget(f, "o/n");

	use_the_stack(20);
	check_report(report, "github.com");
	report = ask_and_forget(f, "git.example.org/o/n");
	use_the_stack(20);
	check_report(report, "git.example.org");
}

static void
every_format_names_the_host(void **state)
{
	static const char *const with_host[] = {
	    "table", "json", "ndjson", "html", "prometheus"};
	struct fixture *f = *state;
	const struct hscan_report *report =
	    ask_and_forget(f, "https://git.example.org/o/n");

	use_the_stack(20);
	for (size_t i = 0; i < sizeof(with_host) / sizeof(with_host[0]); i++) {
		char *text = NULL;
		size_t len = 0;

		assert_int_equal(
		    hscan_write(report, with_host[i], &text, &len, NULL),
		    HSCAN_OK);
		if (!strstr(text, "git.example.org"))
			fail_msg("%s: no host in %s", with_host[i], text);
		hscan_free(text);
	}
}

static void
a_text_is_the_callers(void **state)
{
	struct fixture *f = *state;
	const struct hscan_report *report = ask_and_forget(f, "o/n");
	char *texts[FORMATS];
	size_t lens[FORMATS];

	for (size_t i = 0; i < FORMATS; i++)
		assert_int_equal(
		    hscan_write(report, formats[i], &texts[i], &lens[i], NULL),
		    HSCAN_OK);
	hscan_close(f->hscan);
	f->hscan = NULL;
	for (size_t i = 0; i < FORMATS; i++) {
		assert_true(lens[i] > 0);
		assert_int_equal(texts[i][lens[i]], '\0');
		assert_int_equal(strlen(texts[i]), lens[i]);
		hscan_free(texts[i]);
	}
	hscan_free(NULL);
	hscan_close(NULL);
}

static void
two_may_be_open(void **state)
{
	struct fixture *f = *state;
	const struct hscan_report *mine, *other;
	struct fixture second = {.hscan = NULL};

	assert_int_equal(hscan_open(f->path, &second.hscan, NULL), HSCAN_OK);
	mine = ask_and_forget(f, "o/n");
	other = ask_and_forget(&second, "git.example.org/o/n");
	check_report(mine, "github.com");
	check_report(other, "git.example.org");
	hscan_close(second.hscan);
	check_report(mine, "github.com");
}

static void
in_vain(void **state)
{
	static const char *const none[] = {NULL, "no_such_metric"};
	const struct {
		struct hscan_request request;
		enum hscan_status status;
	} cases[] = {
	    {{.repository = NULL, .as_of = NOW}, HSCAN_EINVAL},
	    {{.repository = "", .as_of = NOW}, HSCAN_EINVAL},
	    {{.repository = "no/such", .as_of = NOW}, HSCAN_ENOTFOUND},
	    {{.repository = "o/n", .as_of = NOW, .window = "x"}, HSCAN_EINVAL},
	    {{.repository = "o/n", .as_of = NOW, .windows = 1001},
		HSCAN_EINVAL},
	    {{.repository = "o/n", .as_of = NOW, .windows = SIZE_MAX},
		HSCAN_EINVAL},
	    {{.repository = "o/n",
		 .as_of = NOW,
		 .metrics = none,
		 .metrics_len = 2},
		HSCAN_EINVAL},
	    {{.repository = "o/n", .as_of = INT64_MIN}, HSCAN_EINVAL},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct hscan_report *report = ask_and_forget(f, "o/n");
		struct hscan_error err = {.status = HSCAN_OK};

		assert_int_equal(
		    hscan_ask(f->hscan, &cases[i].request, &report, &err),
		    cases[i].status);
		assert_null(report);
		assert_int_equal(err.status, cases[i].status);
		assert_true(strlen(err.message) > 0);
		assert_int_equal(
		    hscan_ask(f->hscan, &cases[i].request, &report, NULL),
		    cases[i].status);
	}
	check_report(ask_and_forget(f, "o/n"), "github.com");
}

static void
as_many_windows_as_may_be(void **state)
{
	const struct hscan_request request = {
	    .repository = "o/n", .as_of = NOW, .windows = 1000};
	struct fixture *f = *state;
	const struct hscan_report *report = NULL;

	assert_int_equal(
	    hscan_ask(f->hscan, &request, &report, NULL), HSCAN_OK);
	assert_int_equal(report->measures[0].trend_len, 1001);
}

static void
no_such_format(void **state)
{
	struct fixture *f = *state;
	const struct hscan_report *report = ask_and_forget(f, "o/n");
	struct hscan_error err = {.status = HSCAN_OK};
	char left = 'x', *text = &left;
	size_t len = 5;

	assert_int_equal(
	    hscan_write(report, "xml", &text, &len, &err), HSCAN_EINVAL);
	assert_null(text);
	assert_int_equal(len, 0);
	assert_true(strlen(err.message) > 0);
}

static void
a_store_that_is_not_there_is_not_made(void **state)
{
	struct fixture *f = *state;
	char *path = support_join(f->dir, "none.db");
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan *hscan = f->hscan;

	assert_int_equal(hscan_open(path, &hscan, &err), HSCAN_ESTORE);
	assert_null(hscan);
	assert_non_null(strstr(err.message, "there is no store"));
	assert_int_not_equal(access(path, F_OK), 0);
	assert_int_equal(hscan_open(NULL, &hscan, &err), HSCAN_ESTORE);
	assert_int_equal(hscan_open("", &hscan, &err), HSCAN_ESTORE);
	support_write(path, "no database", 11);
	assert_int_equal(hscan_open(path, &hscan, &err), HSCAN_ESTORE);
	assert_null(hscan);
	free(path);
}

static void
names_are_for_ever(void **state)
{
	(void)state;
	assert_string_equal(
	    hscan_verdict_name(HSCAN_VERDICT_HEALTHY), "healthy");
	assert_string_equal(hscan_status_name(HSCAN_ESTORE), "store");
	assert_string_equal(hscan_life_name(HSCAN_LIFE_DORMANT), "dormant");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(what_is_told_outlives_the_question),
	    TEST(every_format_names_the_host),
	    TEST(a_text_is_the_callers),
	    TEST(two_may_be_open),
	    TEST(in_vain),
	    TEST(as_many_windows_as_may_be),
	    TEST(no_such_format),
	    TEST(a_store_that_is_not_there_is_not_made),
	    cmocka_unit_test(names_are_for_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

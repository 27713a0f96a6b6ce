/* SPDX-License-Identifier: MIT */
/* From nothing to a number with the library alone: out of the demo project's
 * recording, and from a server on loopback that gives the same answers. */
#include <arpa/inet.h>
#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <healthscan/healthscan.h>

#include "support/support.h"

#define RECORDING HSCAN_SOURCE_DIR "/fixtures/demo/recording"
#define AS_OF     INT64_C(1782864000) /* 2026-07-01 */
#define AT_RISK   INT64_C(1748736000) /* 2025-06-01 */
#define TOKEN     "ghp_0123456789abcdefSECRET"
#define REFUSED   "ghp_refused456789abcdefSECRET"

static const char *const metrics[] = {"pr_merge_cycle"};

static const struct hscan_question question = {
    .size = sizeof(question),
    .repository = "sample/meadow",
    .as_of = AS_OF,
    .windows = 12,
    .metrics = metrics,
    .metrics_len = 1,
};

static const struct hscan_sync_options replay = {
    .size = sizeof(replay),
    .replay = RECORDING,
};

struct fixture {
	char *dir;
	char *path; /* of a store that is not there yet, nor is its folder */
	struct hscan *hscan;
};

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct hscan_error err;

	assert_non_null(f);
	f->dir = support_temp_dir();
	f->path = support_join(f->dir, "new/store.db");
	if (hscan_open_for_sync(f->path, &f->hscan, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
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

static struct hscan_sync_result
sync_well(struct hscan *hscan, const struct hscan_sync_options *options)
{
	struct hscan_sync_result result = {.size = sizeof(result)};
	struct hscan_error err = {.status = HSCAN_OK};

	if (hscan_sync_repository(hscan, &question, options, &result, &err) !=
	    HSCAN_OK)
		fail_msg("%s", err.message);
	return result;
}

/* As fixtures/demo/expected.json has it. */
static void
check_number(struct hscan *hscan)
{
	const struct hscan_report *report = NULL;
	struct hscan_error err = {.status = HSCAN_OK};

	if (hscan_evaluate(hscan, &question, &report, &err) != HSCAN_OK)
		fail_msg("%s", err.message);
	assert_int_equal(report->measures_len, 1);
	assert_near(report->measures[0].now.value.value, 40.0);
	assert_int_equal(report->measures[0].now.n, 11);
	assert_int_equal(report->as_of, AS_OF);
	assert_true(report->complete);
}

/* What a hook was told, all in one. */
struct heard {
	char text[64 * 1024];
	size_t messages, steps;
	size_t stop_at;        /* the step that interrupts; 0: none */
	struct hscan *another; /* to be synced by the first step; or NULL */
	volatile sig_atomic_t interrupted;
};

static void
on_message(enum hscan_message kind, const char *line, void *payload)
{
	struct heard *heard = payload;
	size_t len = strlen(heard->text);

	heard->messages++;
	(void)snprintf(heard->text + len, sizeof(heard->text) - len, "%d %s\n",
	    (int)kind, line);
}

static void
on_progress(const char *label, int64_t done, int64_t total,
    int64_t requests_left, void *payload)
{
	struct heard *heard = payload;
	struct hscan *another = heard->another;

	(void)done;
	(void)total;
	(void)requests_left;
	heard->another = NULL;
	if (another)
		(void)sync_well(another, &replay);
	if (label && ++heard->steps == heard->stop_at)
		heard->interrupted = 1;
}

static int64_t
clock_that_stands(void *payload)
{
	(void)payload;
	return AS_OF + 6 * 3600;
}

static void
listen_to(struct hscan *hscan, struct heard *heard)
{
	const struct hscan_hooks hooks = {
	    .size = sizeof(hooks),
	    .payload = heard,
	    .message = on_message,
	    .progress = on_progress,
	    .now_s = clock_that_stands,
	    .interrupted = &heard->interrupted,
	};

	assert_int_equal(hscan_set_hooks(hscan, &hooks, NULL), HSCAN_OK);
}

static struct heard *
new_heard(void)
{
	struct heard *heard = calloc(1, sizeof(*heard));

	assert_non_null(heard);
	return heard;
}

/* --- out of a recording --- */

static void
from_a_recording(void **state)
{
	struct fixture *f = *state;
	struct hscan_sync_result result = sync_well(f->hscan, &replay);

	assert_int_equal(result.requests, 5);
	assert_int_equal(result.not_modified, 0);
	check_number(f->hscan);
}

/* The program that comes after us finds it, too. */
static void
a_second_sync_asks_for_nothing_new(void **state)
{
	struct fixture *f = *state;
	struct hscan_sync_result first = sync_well(f->hscan, &replay);
	struct hscan_sync_result second = sync_well(f->hscan, &replay);

	assert_true(second.requests < first.requests);
	assert_int_equal(second.not_modified, second.requests);
	check_number(f->hscan);
	hscan_close(f->hscan);
	assert_int_equal(hscan_open(f->path, &f->hscan, NULL), HSCAN_OK);
	check_number(f->hscan);
}

static void
events_are_more_requests(void **state)
{
	struct fixture *f = *state;
	struct hscan_question with_events = question;
	struct hscan_sync_result result = {.size = sizeof(result)};
	const struct hscan_report *report = NULL;

	with_events.events = true;
	assert_int_equal(hscan_sync_repository(
			     f->hscan, &with_events, &replay, &result, NULL),
	    HSCAN_OK);
	assert_int_equal(result.requests, 13);
	assert_int_equal(
	    hscan_evaluate(f->hscan, &with_events, &report, NULL), HSCAN_OK);
	assert_true(report->history_events);
}

static void
what_is_told(void **state)
{
	struct fixture *f = *state;
	struct heard *heard = new_heard();
	size_t messages;

	listen_to(f->hscan, heard);
	(void)sync_well(f->hscan, &replay);
	assert_true(heard->steps > 0);
	assert_non_null(strstr(heard->text, "0 GET /repos/sample/meadow 200"));
	assert_non_null(strstr(heard->text, "1 sample/meadow: 5 requests"));
	messages = heard->messages;
	assert_int_equal(hscan_set_hooks(f->hscan, NULL, NULL), HSCAN_OK);
	(void)sync_well(f->hscan, &replay);
	assert_int_equal(heard->messages, messages);
	free(heard);
}

static void
the_clock_is_the_callers(void **state)
{
	struct fixture *f = *state;
	struct heard *heard = new_heard();
	struct hscan_question now = question;
	const struct hscan_report *report = NULL;

	now.as_of = 0;
	listen_to(f->hscan, heard);
	(void)sync_well(f->hscan, &replay);
	assert_int_equal(
	    hscan_evaluate(f->hscan, &now, &report, NULL), HSCAN_OK);
	assert_int_equal(report->as_of, AS_OF + 6 * 3600);
	assert_int_equal(report->generated_at, AS_OF + 6 * 3600);
	free(heard);
}

static void
interrupted(void **state)
{
	struct fixture *f = *state;
	struct heard *heard = new_heard();
	const struct hscan_report *report = NULL;
	struct hscan_error err;

	listen_to(f->hscan, heard);
	heard->interrupted = 1;
	assert_int_equal(
	    hscan_sync_repository(f->hscan, &question, &replay, NULL, &err),
	    HSCAN_EINTR);
	assert_non_null(strstr(err.message, "interrupted"));
	heard->interrupted = 0;
	heard->stop_at = 1;
	assert_int_equal(
	    hscan_sync_repository(f->hscan, &question, &replay, NULL, &err),
	    HSCAN_EINTR);
	assert_int_equal(
	    hscan_evaluate(f->hscan, &question, &report, &err), HSCAN_EINTR);
	assert_null(report);
	heard->interrupted = 0;
	(void)sync_well(f->hscan, &replay);
	check_number(f->hscan);
	free(heard);
}

/* The second one begins and ends while the first is at work. */
static void
two_at_once(void **state)
{
	struct fixture *f = *state;
	char *path = support_join(f->dir, "other.db");
	struct heard *heard = new_heard();
	struct hscan *other = NULL, *reader = NULL;

	assert_int_equal(hscan_open_for_sync(path, &other, NULL), HSCAN_OK);
	heard->another = other;
	listen_to(f->hscan, heard);
	(void)sync_well(f->hscan, &replay);
	assert_null(heard->another);
	check_number(other);
	check_number(f->hscan);
	hscan_close(other);
	check_number(f->hscan);
	/* And of one store. */
	assert_int_equal(hscan_open(path, &reader, NULL), HSCAN_OK);
	assert_int_equal(hscan_open_for_sync(path, &other, NULL), HSCAN_OK);
	check_number(reader);
	(void)sync_well(other, &replay);
	check_number(reader);
	check_number(other);
	hscan_close(reader);
	hscan_close(other);
	free(path);
	free(heard);
}

static void
a_sync_leaves_the_report_alone(void **state)
{
	struct fixture *f = *state;
	const struct hscan_report *report = NULL;

	(void)sync_well(f->hscan, &replay);
	assert_int_equal(
	    hscan_evaluate(f->hscan, &question, &report, NULL), HSCAN_OK);
	(void)sync_well(f->hscan, &replay);
	assert_near(report->measures[0].now.value.value, 40.0);
	assert_string_equal(report->host, "github.com");
}

/* --- in vain --- */

static void
nothing_is_there_yet(void **state)
{
	struct hscan_sync_options offline = {
	    .size = sizeof(offline), .offline = true};
	const struct hscan_request request = {
	    .repository = "sample/meadow", .as_of = AS_OF};
	struct fixture *f = *state;
	const struct hscan_report *report = NULL;
	struct hscan_sync_result result = {.size = sizeof(result)};
	struct hscan_error err;

	assert_int_equal(
	    hscan_evaluate(f->hscan, &question, &report, &err), HSCAN_ENODATA);
	assert_string_equal(err.message,
	    "the store has nothing of sample/meadow; fetch it first, with "
	    "hscan_sync_repository()");
	assert_int_equal(
	    hscan_evaluate(f->hscan, &question, &report, NULL), HSCAN_ENODATA);
	assert_int_equal(
	    hscan_ask(f->hscan, &request, &report, &err), HSCAN_ENOTFOUND);
	assert_int_equal(
	    hscan_sync_repository(f->hscan, &question, &offline, NULL, &err),
	    HSCAN_ENODATA);
	(void)sync_well(f->hscan, &replay);
	result = sync_well(f->hscan, &offline);
	assert_int_equal(result.requests, 0);
	check_number(f->hscan);
}

static void
a_store_for_reading_is_not_written(void **state)
{
	struct hscan_question alerts = question;
	struct fixture *f = *state;
	const struct hscan_report *report = NULL;
	struct hscan *reader = NULL;
	struct hscan_error err;

	(void)sync_well(f->hscan, &replay);
	assert_int_equal(hscan_open(f->path, &reader, NULL), HSCAN_OK);
	assert_int_equal(
	    hscan_sync_repository(reader, &question, &replay, NULL, &err),
	    HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "hscan_open_for_sync()"));
	alerts.alerts = true;
	assert_int_equal(
	    hscan_evaluate(reader, &alerts, &report, &err), HSCAN_EINVAL);
	assert_int_equal(
	    hscan_evaluate(f->hscan, &alerts, &report, &err), HSCAN_OK);
	hscan_close(reader);
	assert_int_equal(hscan_open_for_sync("", &reader, &err), HSCAN_ESTORE);
	assert_int_equal(
	    hscan_open_for_sync(NULL, &reader, NULL), HSCAN_ESTORE);
	assert_null(reader);
}

static void
check_alert(const struct hscan_report *report, bool turned)
{
	assert_int_equal(report->alerts_len, 1);
	assert_true(report->alerts[0].firing);
	assert_int_equal(report->alerts[0].turned, turned);
	assert_int_equal(report->alerts[0].since, AT_RISK);
}

/* It turns once, and still fires an hour later. */
static void
an_alert_is_kept(void **state)
{
	struct hscan_question alerts = question;
	struct fixture *f = *state;
	const struct hscan_report *report = NULL;
	struct hscan_error err;

	alerts.windows = 24;
	if (hscan_sync_repository(f->hscan, &alerts, &replay, NULL, &err) !=
	    HSCAN_OK)
		fail_msg("%s", err.message);
	alerts.alerts = true;
	alerts.as_of = AT_RISK;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(
		    hscan_evaluate(f->hscan, &alerts, &report, NULL), HSCAN_OK);
		check_alert(report, i == 0);
		alerts.as_of += 3600;
	}
}

static void
wrong_options(void **state)
{
	const struct hscan_sync_options cases[] = {
	    {.size = 0},
	    {.size = sizeof(cases[0]), .jobs = -1},
	    {.size = sizeof(cases[0]), .jobs = 9},
	    {.size = sizeof(cases[0]), .budget = -1},
	    {.size = sizeof(cases[0]), .answer_time_s = -1},
	    {.size = sizeof(cases[0]), .api_url = "http://example.org"},
	    {.size = sizeof(cases[0]), .api_url = "no URL"},
	    {.size = sizeof(cases[0]), .git = RECORDING},
	    {.size = sizeof(cases[0]), .token = "a " TOKEN},
	};
	struct fixture *f = *state;
	struct hscan_sync_result none = {.size = 0};
	struct hscan_error err;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(hscan_sync_repository(f->hscan, &question,
				     &cases[i], NULL, &err),
		    HSCAN_EINVAL);
		assert_true(strlen(err.message) > 0);
		assert_null(strstr(err.message, "SECRET"));
		assert_int_equal(hscan_sync_repository(f->hscan, &question,
				     &cases[i], NULL, NULL),
		    HSCAN_EINVAL);
	}
	assert_int_equal(
	    hscan_sync_repository(f->hscan, &question, &replay, &none, &err),
	    HSCAN_EINVAL);
}

static void
wrong_questions(void **state)
{
	static const char *const no_id[] = {NULL}, *const file[] = {"./a.sql"},
				 *const unknown[] = {"no_such_metric"};
	const struct hscan_question cases[] = {
	    {.size = 0, .repository = "o/n"},
	    {.size = sizeof(cases[0])},
	    {.size = sizeof(cases[0]), .repository = "/tmp"},
	    {.size = sizeof(cases[0]), .repository = "o/n", .window = "x"},
	    {.size = sizeof(cases[0]), .repository = "o/n", .windows = 1001},
	    {.size = sizeof(cases[0]), .repository = "o/n", .metrics_len = 1},
	    {.size = sizeof(cases[0]),
		.repository = "o/n",
		.metrics = no_id,
		.metrics_len = 1},
	    {.size = sizeof(cases[0]),
		.repository = "o/n",
		.metrics = file,
		.metrics_len = 1},
	    {.size = sizeof(cases[0]),
		.repository = "o/n",
		.metrics = unknown,
		.metrics_len = 1},
	};
	struct fixture *f = *state;
	const struct hscan_report *report = NULL;
	struct hscan_error err;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(hscan_sync_repository(
				     f->hscan, &cases[i], &replay, NULL, &err),
		    HSCAN_EINVAL);
		assert_int_equal(
		    hscan_evaluate(f->hscan, &cases[i], &report, &err),
		    HSCAN_EINVAL);
		assert_true(strlen(err.message) > 0);
	}
}

/* A program that was built with a later header, and one with none. */
static void
structs_of_another_version(void **state)
{
	struct {
		struct hscan_question question;
		int64_t more;
	} later = {question, 0};
	const struct hscan_hooks none = {.size = 0};
	struct fixture *f = *state;
	const struct hscan_report *report = NULL;
	struct hscan_error err;

	(void)sync_well(f->hscan, &replay);
	later.question.size = sizeof(later);
	assert_int_equal(
	    hscan_evaluate(f->hscan, &later.question, &report, NULL), HSCAN_OK);
	later.more = 1;
	assert_int_equal(
	    hscan_evaluate(f->hscan, &later.question, &report, &err),
	    HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "install a newer one"));
	assert_null(report);
	assert_int_equal(
	    hscan_evaluate(f->hscan, NULL, &report, &err), HSCAN_EINVAL);
	assert_int_equal(hscan_set_hooks(f->hscan, &none, &err), HSCAN_EINVAL);
}

/* --- from a server --- */

struct server {
	pid_t pid;
	char url[64];
};

/* The recorded answer to a target, as it goes over the wire; NULL: none. */
static char *
find_answer(const char *target)
{
	for (int i = 1;; i++) {
		char path[sizeof(RECORDING) + 32], line[600], *text, *answer;
		size_t len = 0, room;

		(void)snprintf(path, sizeof(path), RECORDING "/%04d.http", i);
		if (access(path, F_OK) != 0)
			return NULL;
		text = support_read(path, &len);
		(void)snprintf(line, sizeof(line), "GET %s\n\n", target);
		if (strncmp(text, line, strlen(line)) != 0) {
			free(text);
			continue;
		}
		room = len + 100;
		answer = malloc(room);
		assert_non_null(answer);
		text[strcspn(text + strlen(line), "\n") + strlen(line)] = '\0';
		(void)snprintf(answer, room, "%s OK\nConnection: close\n%s",
		    text + strlen(line), text + strlen(text) + 1);
		free(text);
		return answer;
	}
}

static void
answer_one(int fd)
{
	char request[4096] = "", target[512] = "", *answer = NULL;
	size_t len = 0, sent = 0;

	while (!strstr(request, "\r\n\r\n") && len < sizeof(request) - 1) {
		ssize_t n = read(fd, request + len, sizeof(request) - 1 - len);

		if (n <= 0)
			return;
		len += (size_t)n;
		request[len] = '\0';
	}
	if (strstr(request, REFUSED))
		answer = strdup("HTTP/1.1 401 No\nConnection: close\n\n{}");
	else if (sscanf(request, "GET %511s ", target) == 1)
		answer = find_answer(target);
	if (!answer)
		answer = strdup("HTTP/1.1 404 No\nConnection: close\n\n{}");
	assert_non_null(answer);
	len = strlen(answer);
	while (sent < len) {
		ssize_t n = write(fd, answer + sent, len - sent);

		if (n <= 0)
			break;
		sent += (size_t)n;
	}
	free(answer);
}

static struct server
start_server(void)
{
	struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct server server;

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, size), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &size), 0);
	assert_int_equal(listen(fd, 16), 0);
	(void)snprintf(server.url, sizeof(server.url), "http://127.0.0.1:%u",
	    (unsigned)ntohs(at.sin_port));
	server.pid = fork();
	assert_true(server.pid >= 0);
	if (server.pid == 0)
		(void)alarm(60); /* should the test fail */
	while (server.pid == 0) {
		int one = accept(fd, NULL, NULL);

		answer_one(one);
		(void)close(one);
	}
	(void)close(fd);
	return server;
}

static void
stop_server(const struct server *server)
{
	(void)kill(server->pid, SIGKILL);
	(void)waitpid(server->pid, NULL, 0);
}

static void
a_budget_ends_it(void **state)
{
	struct fixture *f = *state;
	struct server server = start_server();
	struct hscan_sync_options options = {
	    .size = sizeof(options), .api_url = server.url, .budget = 3};
	struct hscan_sync_result result = {.size = sizeof(result)};
	struct heard *heard = new_heard();
	struct hscan_error err;

	listen_to(f->hscan, heard);
	assert_int_equal(
	    hscan_sync_repository(f->hscan, &question, &options, &result, &err),
	    HSCAN_ELIMIT);
	assert_non_null(strstr(err.message, "budget of 3 requests"));
	assert_int_equal(result.requests, 3);
	options.budget = 0;
	(void)sync_well(f->hscan, &options);
	check_number(f->hscan);
	stop_server(&server);
	free(heard);
}

static bool
holds(const char *bytes, size_t len, const char *part)
{
	size_t part_len = strlen(part);

	for (size_t i = 0; i + part_len <= len; i++)
		if (memcmp(bytes + i, part, part_len) == 0)
			return true;
	return false;
}

static void
no_file_has(const char *dir, const char *secret)
{
	const struct dirent *entry;
	DIR *handle = opendir(dir);
	size_t files = 0;

	assert_non_null(handle);
	while ((entry = readdir(handle))) {
		char *path = support_join(dir, entry->d_name), *text;
		size_t len = 0;

		if (entry->d_name[0] != '.') {
			text = support_read(path, &len);
			assert_false(holds(text, len, secret));
			free(text);
			files++;
		}
		free(path);
	}
	(void)closedir(handle);
	assert_true(files > 0);
}

static void
a_token_is_told_to_no_one(void **state)
{
	struct fixture *f = *state;
	struct server server = start_server();
	char *record = support_join(f->dir, "record"), *token = strdup(TOKEN);
	char *store = support_join(f->dir, "new");
	struct hscan_sync_options options = {.size = sizeof(options),
	    .api_url = server.url,
	    .token = token,
	    .record = record};
	struct heard *heard = new_heard();
	struct hscan_error err;

	assert_int_equal(mkdir(record, 0777), 0);
	listen_to(f->hscan, heard);
	(void)sync_well(f->hscan, &options);
	memset(token, 'x', strlen(token));
	check_number(f->hscan);
	options.token = REFUSED;
	assert_int_equal(
	    hscan_sync_repository(f->hscan, &question, &options, NULL, &err),
	    HSCAN_EAUTH);
	stop_server(&server);
	assert_null(strstr(err.message, "SECRET"));
	assert_true(heard->messages > 0);
	assert_null(strstr(heard->text, "SECRET"));
	no_file_has(record, "SECRET");
	hscan_close(f->hscan);
	f->hscan = NULL;
	no_file_has(store, "SECRET");
	free(store);
	free(token);
	free(record);
	free(heard);
}

/* What was there before can be evaluated all the same. */
static void
no_server_answers(void **state)
{
	struct fixture *f = *state;
	struct server server = start_server();
	struct hscan_sync_options options = {.size = sizeof(options),
	    .api_url = server.url,
	    .token = TOKEN,
	    .retry_delay_s = -1};
	struct heard *heard = new_heard();
	struct hscan_error err;

	listen_to(f->hscan, heard);
	(void)sync_well(f->hscan, &replay);
	stop_server(&server);
	assert_int_equal(
	    hscan_sync_repository(f->hscan, &question, &options, NULL, &err),
	    HSCAN_ENET);
	assert_non_null(strstr(heard->text, err.message));
	assert_null(strstr(heard->text, "SECRET"));
	check_number(f->hscan);
	free(heard);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(from_a_recording),
	    TEST(a_second_sync_asks_for_nothing_new),
	    TEST(events_are_more_requests),
	    TEST(what_is_told),
	    TEST(the_clock_is_the_callers),
	    TEST(interrupted),
	    TEST(two_at_once),
	    TEST(a_sync_leaves_the_report_alone),
	    TEST(nothing_is_there_yet),
	    TEST(a_store_for_reading_is_not_written),
	    TEST(an_alert_is_kept),
	    TEST(wrong_options),
	    TEST(wrong_questions),
	    TEST(structs_of_another_version),
	    TEST(a_budget_ends_it),
	    TEST(a_token_is_told_to_no_one),
	    TEST(no_server_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

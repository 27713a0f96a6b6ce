/* SPDX-License-Identifier: MIT */
/*
 * How libhealthscan fetches: brings a store up to date with a repository, and
 * prints one metric. A token, if GITHUB_TOKEN holds one, is read by this
 * program; the library is given it.
 *
 *	cc -o sync sync.c $(pkg-config --cflags --libs healthscan)
 *	./sync store.db owner/name pr_merge_cycle
 *	./sync store.db sample/meadow pr_merge_cycle --replay recording
 */
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <healthscan/healthscan.h>

static volatile sig_atomic_t interrupted;

static void
on_signal(int number)
{
	interrupted = number;
}

static void
on_message(enum hscan_message kind, const char *line, void *payload)
{
	(void)payload;
	if (kind == HSCAN_MESSAGE_WARNING || kind == HSCAN_MESSAGE_NOTICE)
		fprintf(stderr, "sync: %s\n", line);
}

static void
on_progress(const char *label, int64_t done, int64_t total,
    int64_t requests_left, void *payload)
{
	(void)total;
	(void)requests_left;
	(void)payload;
	if (label)
		fprintf(stderr, "sync: %s, %" PRId64 "\n", label, done);
}

/* What follows the metric, as --name value. */
static int
read_options(char **words, struct hscan_question *question,
    struct hscan_sync_options *options)
{
	for (; *words; words += 2) {
		if (!words[1])
			return 0;
		if (strcmp(words[0], "--replay") == 0)
			options->replay = words[1];
		else if (strcmp(words[0], "--record") == 0)
			options->record = words[1];
		else if (strcmp(words[0], "--git") == 0)
			options->git = words[1];
		else if (strcmp(words[0], "--api-url") == 0)
			options->api_url = words[1];
		else if (strcmp(words[0], "--budget") == 0)
			options->budget = atoll(words[1]);
		else if (strcmp(words[0], "--as-of") == 0)
			question->as_of = atoll(words[1]);
		else
			return 0;
	}
	return 1;
}

static void
print_metric(const struct hscan_report *report)
{
	const struct hscan_measure *m = &report->measures[0];

	printf("%.*s", (int)m->metric->id.len, m->metric->id.ptr);
	if (m->now.value.known)
		printf(" %g", m->now.value.value);
	printf(" n=%" PRId64 " %s", m->now.n, hscan_verdict_name(m->verdict));
	if (m->now.reason)
		printf(" (%s)", m->now.reason);
	printf("\n");
}

static enum hscan_status
sync_and_print(struct hscan *hscan, const struct hscan_question *question,
    const struct hscan_sync_options *options, struct hscan_error *err)
{
	const struct hscan_hooks hooks = {
	    .size = sizeof(hooks),
	    .message = on_message,
	    .progress = on_progress,
	    .interrupted = &interrupted,
	};
	struct hscan_sync_result result = {.size = sizeof(result)};
	const struct hscan_report *report;
	enum hscan_status status;

	status = hscan_set_hooks(hscan, &hooks, err);
	if (status == HSCAN_OK)
		status = hscan_sync_repository(
		    hscan, question, options, &result, err);
	if (status == HSCAN_OK)
		status = hscan_evaluate(hscan, question, &report, err);
	if (status != HSCAN_OK)
		return status;
	print_metric(report);
	printf("%" PRId64 " requests, %" PRId64 " not modified\n",
	    result.requests, result.not_modified);
	return HSCAN_OK;
}

int
main(int argc, char **argv)
{
	const char *metrics[] = {argc > 3 ? argv[3] : NULL};
	struct hscan_question question = {
	    .size = sizeof(question),
	    .repository = argc > 2 ? argv[2] : NULL,
	    .windows = 12,
	    .metrics = metrics,
	    .metrics_len = 1,
	};
	struct hscan_sync_options options = {
	    .size = sizeof(options), .token = getenv("GITHUB_TOKEN")};
	struct hscan *hscan = NULL;
	struct hscan_error err;
	enum hscan_status status;

	if (argc < 4 || !read_options(argv + 4, &question, &options)) {
		fprintf(stderr,
		    "usage: sync STORE OWNER/NAME METRIC [--replay FOLDER] "
		    "[--record FOLDER] [--git CLONE] [--api-url URL] "
		    "[--budget REQUESTS] [--as-of SECONDS]\n");
		return 2;
	}
	(void)signal(SIGINT, on_signal);
	(void)signal(SIGPIPE, SIG_IGN);
	status = hscan_open_for_sync(argv[1], &hscan, &err);
	if (status == HSCAN_OK)
		status = sync_and_print(hscan, &question, &options, &err);
	hscan_close(hscan);
	if (status != HSCAN_OK)
		fprintf(stderr, "sync: %s\n", err.message);
	return status == HSCAN_OK ? 0 : 1;
}

/* SPDX-License-Identifier: MIT */
/*
 * How libhealthscan is used: prints what is at risk in a repository that the
 * store knows, or a whole report in some format.
 *
 *	healthscan sync owner/name
 *	cc -o health health.c $(pkg-config --cflags --libs healthscan)
 *	./health ~/.local/share/healthscan/healthscan.db owner/name
 *	./health ~/.local/share/healthscan/healthscan.db owner/name markdown
 */
#include <stdio.h>
#include <time.h>

#include <healthscan/healthscan.h>

static void
print_verdicts(const struct hscan_report *report)
{
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *m = &report->measures[i];

		if (m->verdict == HSCAN_VERDICT_NONE)
			continue;
		printf("%-8s %.*s", hscan_verdict_name(m->verdict),
		    (int)m->metric->id.len, m->metric->id.ptr);
		if (m->now.value.known)
			printf(" %g", m->now.value.value);
		if (m->now.reason)
			printf(" (%s)", m->now.reason);
		printf("\n");
	}
}

static enum hscan_status
print_as(const struct hscan_report *report, const char *format,
    struct hscan_error *err)
{
	char *text;
	size_t len;
	enum hscan_status status =
	    hscan_write(report, format, &text, &len, err);

	if (status == HSCAN_OK)
		fwrite(text, 1, len, stdout);
	hscan_free(text);
	return status;
}

int
main(int argc, char **argv)
{
	const struct hscan_request request = {
	    .repository = argc > 2 ? argv[2] : "",
	    .as_of = time(NULL),
	    .windows = 12,
	};
	const struct hscan_report *report;
	struct hscan_error err;
	struct hscan *hscan = NULL;
	enum hscan_status status;

	if (argc < 3) {
		fprintf(stderr, "usage: health STORE OWNER/NAME [FORMAT]\n");
		return 2;
	}
	status = hscan_open(argv[1], &hscan, &err);
	if (status == HSCAN_OK)
		status = hscan_ask(hscan, &request, &report, &err);
	if (status == HSCAN_OK && argc > 3)
		status = print_as(report, argv[3], &err);
	else if (status == HSCAN_OK)
		print_verdicts(report);
	hscan_close(hscan);
	if (status != HSCAN_OK)
		fprintf(stderr, "health: %s\n", err.message);
	return status == HSCAN_OK ? 0 : 1;
}

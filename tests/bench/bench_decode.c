/* SPDX-License-Identifier: MIT */
/* Reads pages of issues, one a file, over and over, and prints seconds for all
 * of them, the fastest of several rounds each: cJSON's bare parse, and the
 * decoder, which ends with records. bench_decode ROUNDS FILE... */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cjson/cJSON.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "source/github/decode.h"

#define PAGE_MAX ((size_t)64 * 1024 * 1024)

static double
seconds_now(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool
read_page(const char *path, struct hscan_buf *page)
{
	char bytes[16384];
	FILE *file = fopen(path, "rb");
	size_t len;

	hscan_buf_init(page, PAGE_MAX);
	if (!file)
		return false;
	while ((len = fread(bytes, 1, sizeof(bytes), file)) > 0)
		(void)hscan_buf_add(page, bytes, len);
	return fclose(file) == 0 && page->failed == HSCAN_OK;
}

/* Rows, or -1. */
static long
parse(struct hscan_text page)
{
	cJSON *tree = cJSON_ParseWithLength(page.ptr, page.len);
	long rows = tree ? cJSON_GetArraySize(tree) : -1;

	cJSON_Delete(tree);
	return rows;
}

static long
decode(struct hscan_text page)
{
	static struct hscan_arena arena;
	struct hscan_items items = {0};
	struct hscan_error err;
	enum hscan_status status;

	status = hscan_github_decode_items(page, &arena, &items, &err);
	hscan_arena_reset(&arena);
	return status == HSCAN_OK ? (long)items.len : -1;
}

/* Seconds for one round; the rows are added to `*rows`. */
static double
round_of(long (*step)(struct hscan_text), const struct hscan_buf *pages,
    int len, long *rows)
{
	double begin = seconds_now();

	for (int i = 0; i < len; i++)
		*rows += step(hscan_buf_text(&pages[i]));
	return seconds_now() - begin;
}

int
main(int argc, char **argv)
{
	int rounds = argc > 2 ? atoi(argv[1]) : 0, len = argc - 2;
	struct hscan_buf *pages = calloc((size_t)argc, sizeof(*pages));
	double best[2] = {1e9, 1e9};
	long rows[2] = {0, 0};

	if (rounds < 1 || !pages) {
		(void)fprintf(stderr, "usage: bench_decode ROUNDS FILE...\n");
		return 2;
	}
	for (int i = 0; i < len; i++) {
		if (!read_page(argv[i + 2], &pages[i])) {
			perror(argv[i + 2]);
			return 2;
		}
	}
	for (int i = 0; i < rounds; i++) {
		double parsed = round_of(parse, pages, len, &rows[0]);
		double decoded = round_of(decode, pages, len, &rows[1]);

		best[0] = parsed < best[0] ? parsed : best[0];
		best[1] = decoded < best[1] ? decoded : best[1];
	}
	if (rows[0] != rows[1] || rows[0] <= 0) {
		(void)fprintf(
		    stderr, "%ld rows, but %ld records\n", rows[0], rows[1]);
		return 1;
	}
	printf("%.6f %.6f\n", best[0], best[1]);
	return 0;
}

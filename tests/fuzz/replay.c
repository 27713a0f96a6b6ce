/* SPDX-License-Identifier: MIT */
/*
 * Stands in for libFuzzer: runs a target over every file of a folder, so that
 * the corpus is tested by any compiler and needs no fuzzer. Each file is run
 * once more after it was written one behind the other until it is large: that
 * must not take long, which it would where time grows with the square.
 */
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <time.h>

#include "base/buf.h"
#include "fuzz/fuzz.h"

#define SEED_MAX ((size_t)16 * 1024 * 1024)

/* What is linear takes some hundredths of a second, sanitizers and all. */
#define LARGE ((size_t)256 * 1024)
static const double LONGEST_S = 5.0;

static bool
read_file(const char *path, struct hscan_buf *out)
{
	char block[4096];
	bool good = false;
	size_t len;
	FILE *file = fopen(path, "rb");

	if (!file)
		return false;
	while ((len = fread(block, 1, sizeof(block), file)) > 0)
		(void)hscan_buf_add(out, block, len);
	good = !ferror(file) && out->failed == HSCAN_OK;
	return fclose(file) == 0 && good;
}

/* In memory of exactly its size, so that reading too far is found. */
static void
run(const struct hscan_buf *buf)
{
	uint8_t *exact = malloc(buf->len > 0 ? buf->len : 1);

	ENSURE(exact != NULL);
	if (buf->len > 0)
		memcpy(exact, buf->ptr, buf->len);
	(void)LLVMFuzzerTestOneInput(exact, buf->len);
	free(exact);
}

/* What is in the buffer until it is large; of a JSON list its entries. */
static void
swell(struct hscan_buf *buf)
{
	const struct hscan_text all = hscan_text_trim(hscan_buf_text(buf));
	bool list =
	    all.len > 2 && all.ptr[0] == '[' && all.ptr[all.len - 1] == ']';
	struct hscan_buf large;

	hscan_buf_init(&large, SIZE_MAX);
	(void)hscan_buf_add_string(&large, list ? "[" : "");
	while (buf->len > 0 && large.len < LARGE) {
		if (large.len > 1)
			(void)hscan_buf_add_string(&large, list ? "," : "");
		if (list)
			(void)hscan_buf_add(&large, all.ptr + 1, all.len - 2);
		else
			(void)hscan_buf_add_text(&large, hscan_buf_text(buf));
	}
	(void)hscan_buf_add_string(&large, list ? "]" : "");
	ENSURE(large.failed == HSCAN_OK);
	hscan_buf_clear(buf);
	*buf = large;
}

static double
cpu_seconds(void)
{
	struct timespec used;

	ENSURE(clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used) == 0);
	return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

static bool
run_file(const char *path)
{
	struct hscan_buf buf;
	double began = 0.0;
	bool good;

	hscan_buf_init(&buf, SEED_MAX);
	good = read_file(path, &buf);
	if (good) {
		run(&buf);
		swell(&buf);
		began = cpu_seconds();
		run(&buf);
		good = cpu_seconds() - began < LONGEST_S;
	}
	if (!good)
		(void)fprintf(stderr, "%s: %s\n", path,
		    began > 0.0 ? "takes too long when it is large"
				: "cannot be read");
	hscan_buf_clear(&buf);
	return good;
}

static bool
is_file(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

/* The number of files run; -1 when one of them could not be. */
static int
run_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	int count = 0;

	if (!dir) {
		(void)fprintf(stderr, "%s: %s\n", folder, strerror(errno));
		return -1;
	}
	while (count >= 0 && (entry = readdir(dir)) != NULL) {
		struct hscan_buf path;

		hscan_buf_init(&path, 4096);
		if (!hscan_buf_add_format(
			&path, "%s/%s", folder, entry->d_name))
			count = -1;
		else if (is_file(hscan_buf_string(&path)))
			count =
			    run_file(hscan_buf_string(&path)) ? count + 1 : -1;
		hscan_buf_clear(&path);
	}
	(void)closedir(dir);
	return count;
}

int
main(int argc, char **argv)
{
	int count;

	if (argc != 2) {
		(void)fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return EXIT_FAILURE;
	}
	count = run_folder(argv[1]);
	if (count == 0)
		(void)fprintf(stderr, "%s: no file in it\n", argv[1]);
	if (count <= 0)
		return EXIT_FAILURE;
	(void)printf("%d files\n", count);
	return EXIT_SUCCESS;
}

/* SPDX-License-Identifier: MIT */
/* Stands in for libFuzzer: runs a target over every file of a folder, so that
 * the corpus is tested by any compiler and needs no fuzzer. */
#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "fuzz/fuzz.h"

#define SEED_MAX ((size_t)16 * 1024 * 1024)

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
static bool
run(const char *path)
{
	struct hscan_buf buf;
	uint8_t *exact = NULL;
	bool good;

	hscan_buf_init(&buf, SEED_MAX);
	good = read_file(path, &buf);
	if (good) {
		exact = malloc(buf.len > 0 ? buf.len : 1);
		good = exact != NULL;
	}
	if (good) {
		if (buf.len > 0)
			memcpy(exact, buf.ptr, buf.len);
		(void)LLVMFuzzerTestOneInput(exact, buf.len);
	} else {
		(void)fprintf(stderr, "%s: cannot be read\n", path);
	}
	free(exact);
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
			count = run(hscan_buf_string(&path)) ? count + 1 : -1;
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

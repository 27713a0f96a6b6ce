/* SPDX-License-Identifier: MIT */
/* What many tests need; see support.h. */
#define _XOPEN_SOURCE 700 /* nftw */

#include "support/support.h"

#include <ftw.h>
#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

void
support_assert_near(double actual, double expected, const char *file, int line)
{
	double scale = fabs(expected) > 1.0 ? fabs(expected) : 1.0;

	if (fabs(actual - expected) <= 1e-9 * scale)
		return;
	print_error("%.17g is not %.17g\n", actual, expected);
	_fail(file, line);
}

void
support_assert_within(
    int64_t value, int64_t low, int64_t high, const char *file, int line)
{
	if (low <= value && value <= high)
		return;
	print_error("%" PRId64 " is not within %" PRId64 " and %" PRId64 "\n",
	    value, low, high);
	_fail(file, line);
}

char *
support_join(const char *path, const char *name)
{
	size_t head = strlen(path), tail = strlen(name);
	char *joined = malloc(head + tail + 2);

	assert_non_null(joined);
	memcpy(joined, path, head);
	joined[head] = '/';
	memcpy(joined + head + 1, name, tail + 1);
	return joined;
}

char *
support_temp_dir(void)
{
	const char *base = getenv("TMPDIR");
	char *path = support_join(base ? base : "/tmp", "healthscan-XXXXXX");

	assert_non_null(mkdtemp(path));
	return path;
}

static int
remove_one(const char *path, const struct stat *info, int kind, struct FTW *ftw)
{
	(void)info;
	(void)kind;
	(void)ftw;
	return remove(path);
}

void
support_remove_dir(char *path)
{
	(void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(path);
}

void
support_write(const char *path, const void *bytes, size_t len)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

char *
support_read(const char *path, size_t *len)
{
	FILE *file = fopen(path, "rb");
	char *text;
	long size;

	assert_non_null(file);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	size = ftell(file);
	assert_true(size >= 0);
	rewind(file);
	text = malloc((size_t)size + 1);
	assert_non_null(text);
	assert_int_equal(fread(text, 1, (size_t)size, file), size);
	text[size] = '\0';
	assert_int_equal(fclose(file), 0);
	if (len)
		*len = (size_t)size;
	return text;
}

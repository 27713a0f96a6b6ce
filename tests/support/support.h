/* SPDX-License-Identifier: MIT */
/* What many tests need: numbers that are nearly equal, folders that go away. */
#ifndef HSCAN_TESTS_SUPPORT_H
#define HSCAN_TESTS_SUPPORT_H

#include <stddef.h>
#include <stdint.h>

/* Fails, showing both, unless |actual - expected| <= 1e-9 * max(1, |expected|).
 */
#define assert_near(actual, expected) \
	support_assert_near((actual), (expected), __FILE__, __LINE__)
void support_assert_near(
    double actual, double expected, const char *file, int line);

/* Fails, showing all three, unless low <= value <= high. cmocka's own has two
 * names, of which every version lacks or deprecates one. */
#define assert_within(value, low, high) \
	support_assert_within((int64_t)(value), (int64_t)(low), \
	    (int64_t)(high), __FILE__, __LINE__)
void support_assert_within(
    int64_t value, int64_t low, int64_t high, const char *file, int line);

/* Makes an empty folder below $TMPDIR; the caller frees the path. */
char *support_temp_dir(void);

/* Removes a folder and everything in it, and frees the path. */
void support_remove_dir(char *path);

/* path + "/" + name; the caller frees it. */
char *support_join(const char *path, const char *name);

/* Writes or reads a whole file; fails the test when that fails. The text of
 * a read file is NUL-terminated and the caller's. */
void support_write(const char *path, const void *bytes, size_t len);
char *support_read(const char *path, size_t *len);

#endif

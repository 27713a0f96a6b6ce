/* SPDX-License-Identifier: MIT */
/* Text with nothing behind it: one byte read too far, or a NUL relied upon,
 * is then found by the address sanitizer. */
#ifndef HSCAN_TESTS_EXACT_H
#define HSCAN_TESTS_EXACT_H

#include <stdlib.h>
#include <string.h>

#include <healthscan/text.h>

/* Copies `len` bytes; the caller frees `ptr`. Without memory a test cannot
 * go on. */
static inline struct hscan_text
exact_bytes(const void *bytes, size_t len)
{
	char *copy = malloc(len > 0 ? len : 1);

	if (!copy)
		abort();
	if (len > 0)
		memcpy(copy, bytes, len);
	return (struct hscan_text){copy, len};
}

static inline struct hscan_text
exact(const char *string)
{
	return exact_bytes(string, strlen(string));
}

static inline void
exact_free(struct hscan_text text)
{
	free((void *)(size_t)text.ptr);
}

#endif

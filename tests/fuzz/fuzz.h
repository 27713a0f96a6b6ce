/* SPDX-License-Identifier: MIT */
/* What every fuzz target shares. A target says what must hold for any bytes,
 * with ENSURE; the sanitizers find the rest. */
#ifndef HSCAN_TESTS_FUZZ_H
#define HSCAN_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/safe.h"
#include "base/text.h"

/* Called by libFuzzer, or by replay.c for every file of a corpus. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ENSURE(holds) fuzz_ensure((holds), #holds, __FILE__, __LINE__)

static inline void
fuzz_ensure(bool holds, const char *what, const char *file, int line)
{
	if (holds)
		return;
	(void)fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
	abort();
}

static inline struct hscan_text
fuzz_text(const uint8_t *data, size_t size)
{
	return (struct hscan_text){(const char *)data, size};
}

/* Whether `part` is absent or lies within `whole`. */
static inline bool
fuzz_lies_within(struct hscan_text part, struct hscan_text whole)
{
	if (!part.ptr)
		return part.len == 0;
	return part.ptr >= whole.ptr && part.len <= whole.len &&
	       (size_t)(part.ptr - whole.ptr) <= whole.len - part.len;
}

/* Of two texts, where every byte counts. */
static inline int
fuzz_compare(struct hscan_text a, struct hscan_text b)
{
	size_t shared = a.len < b.len ? a.len : b.len;
	int order = shared > 0 ? memcmp(a.ptr, b.ptr, shared) : 0;

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* A C string of it, up to a NUL; the caller frees it. */
static inline char *
fuzz_string(struct hscan_text text)
{
	char *string = calloc(text.len + 1, 1);

	ENSURE(string != NULL);
	if (text.len > 0)
		memcpy(string, text.ptr, text.len);
	return string;
}

/* Reads every byte, so that text which is not there is found. */
static inline void
fuzz_touch(struct hscan_text text)
{
	volatile unsigned sum = 0;

	ENSURE(text.ptr || text.len == 0);
	for (size_t i = 0; i < text.len; i++)
		sum = sum + (unsigned char)text.ptr[i];
}

/* Valid UTF-8 that may be shown. */
static inline bool
fuzz_is_shown(struct hscan_text text)
{
	while (text.len > 0)
		if (!hscan_is_printable(hscan_utf8_next(&text)))
			return false;
	return true;
}

/* Every failure says something, and nothing of a message harms a terminal. */
static inline void
fuzz_ensure_failure(const struct hscan_error *err, enum hscan_status status)
{
	ENSURE(err->status == status);
	ENSURE(memchr(err->message, '\0', sizeof(err->message)) != NULL);
	ENSURE(err->message[0] != '\0');
	ENSURE(fuzz_is_shown(hscan_text_of(err->message)));
}

#endif

/* SPDX-License-Identifier: MIT */
/* Whether memory that is freed still holds a secret. For programs that are
 * linked with --wrap=free (see tests/CMakeLists.txt): free() comes here first,
 * where the memory may still be looked at. */
#ifndef HSCAN_TESTS_FREED_H
#define HSCAN_TESTS_FREED_H

#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void __real_free(void *ptr);
void __wrap_free(void *ptr);

/* What to look for, and how often it was met; how much was looked at. */
static const char *freed_secret;
static size_t freed_with_secret, freed_blocks;

/* Between the pieces of an arena, too, where AddressSanitizer lets nobody else
 * look. */
__attribute__((no_sanitize_address)) static bool
freed_holds(const char *at, const char *secret)
{
	for (; *secret != '\0'; at++, secret++)
		if (*at != *secret)
			return false;
	return true;
}

void
__wrap_free(void *ptr)
{
	const char *at = ptr;
	size_t len = freed_secret ? strlen(freed_secret) : 0;
	size_t size = ptr && len > 0 ? malloc_usable_size(ptr) : 0;
	bool found = false;

	for (size_t i = 0; i + len <= size && size > 0 && !found; i++)
		found = freed_holds(at + i, freed_secret);
	freed_with_secret += found;
	freed_blocks += size > 0;
	__real_free(ptr);
}

/* From here on. */
static inline void
freed_watch(const char *secret)
{
	freed_secret = secret;
	freed_with_secret = 0;
	freed_blocks = 0;
}

#endif

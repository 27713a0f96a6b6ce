/* SPDX-License-Identifier: MIT */
/* For targets that read files: a folder of their own, which is gone when the
 * program ends well. */
#ifndef HSCAN_TESTS_FUZZ_FILE_H
#define HSCAN_TESTS_FUZZ_FILE_H

#include <unistd.h>

#include "fuzz/fuzz.h"

static char fuzz_dir[256];

static inline void
fuzz_remove_dir(void)
{
	(void)rmdir(fuzz_dir);
}

/* The folder, made when it is asked for first. Empty it after each input. */
static inline const char *
fuzz_temp_dir(void)
{
	const char *tmp = getenv("TMPDIR");

	if (fuzz_dir[0])
		return fuzz_dir;
	(void)snprintf(fuzz_dir, sizeof(fuzz_dir), "%s/hscan-fuzz-XXXXXX",
	    tmp && *tmp ? tmp : "/tmp");
	ENSURE(mkdtemp(fuzz_dir) != NULL);
	ENSURE(atexit(fuzz_remove_dir) == 0);
	return fuzz_dir;
}

static inline void
fuzz_write(const char *path, struct hscan_text text)
{
	FILE *file = fopen(path, "wb");

	ENSURE(file != NULL);
	ENSURE(fwrite(text.ptr ? text.ptr : "", 1, text.len, file) == text.len);
	ENSURE(fclose(file) == 0);
}

#endif

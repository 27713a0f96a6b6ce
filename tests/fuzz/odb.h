/* SPDX-License-Identifier: MIT */
/* For targets that read a repository: one in memory, of nothing but objects.
 * Not every target that includes it uses all of it. */
#ifndef HSCAN_TESTS_FUZZ_ODB_H
#define HSCAN_TESTS_FUZZ_ODB_H

#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>

#include "fuzz/fuzz.h"
#include "source/git/internal.h"

static inline struct hscan_git
fuzz_open_odb(void)
{
	static bool started;
	static char dir[] = "memory";
	struct hscan_git git = {.dir = dir};
	git_odb_backend *backend = NULL;

	if (!started) {
		ENSURE(git_libgit2_init() > 0);
		/* What an earlier input has left must not be found. */
		ENSURE(git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0) == 0);
		started = true;
	}
	ENSURE(git_odb_new(&git.odb) == 0);
	ENSURE(git_mempack_new(&backend) == 0);
	ENSURE(git_odb_add_backend(git.odb, backend, 1) == 0);
	return git;
}

static inline git_oid
fuzz_put_object(
    struct hscan_git *git, struct hscan_text bytes, git_object_t type)
{
	git_oid oid;

	ENSURE(git_odb_write(&oid, git->odb, bytes.ptr ? bytes.ptr : "",
		   bytes.len, type) == 0);
	return oid;
}

#endif

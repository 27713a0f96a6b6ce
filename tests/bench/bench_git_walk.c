/* SPDX-License-Identifier: MIT */
/* Walks a history once, as the first sync does but without a store, and says
 * what it found: bench_git_walk DIR [GLOB...]. For tests/bench/git.sh. */
#include <stdio.h>

#include "base/text.h"
#include "source/git/git.h"

struct tally {
	long commits, merges, documentation;
	unsigned authors;
	int64_t newest;
};

static enum hscan_status
take_author(uint32_t index, struct hscan_text name, struct hscan_text email,
    void *payload, struct hscan_error *err)
{
	struct tally *tally = payload;

	(void)name;
	(void)email;
	(void)err;
	tally->authors = index + 1;
	return HSCAN_OK;
}

static enum hscan_status
take_commit(
    const struct hscan_commit *commit, void *payload, struct hscan_error *err)
{
	struct tally *tally = payload;

	(void)err;
	tally->commits++;
	tally->merges += commit->merge;
	tally->documentation += commit->documentation;
	if (commit->committed_at > tally->newest)
		tally->newest = commit->committed_at;
	return HSCAN_OK;
}

int
main(int argc, char **argv)
{
	struct hscan_text globs[64];
	struct hscan_doc_paths *paths = NULL;
	struct hscan_git *git = NULL;
	struct hscan_git_head head = {0};
	struct hscan_error err = {.status = HSCAN_OK};
	struct tally tally = {0};
	const struct hscan_git_visitor visitor = {
	    .author = take_author,
	    .commit = take_commit,
	    .payload = &tally,
	};
	size_t len = 0;
	enum hscan_status status;

	if (argc < 2) {
		(void)fprintf(stderr, "usage: bench_git_walk DIR [GLOB...]\n");
		return 2;
	}
	for (int i = 2; i < argc && len < 64; i++)
		globs[len++] = hscan_text_of(argv[i]);
	status = hscan_git_open(argv[1], false, &git, &err);
	if (status == HSCAN_OK)
		status = hscan_doc_paths_new(globs, len, &paths, &err);
	if (status == HSCAN_OK)
		status = hscan_git_head(git, &head, &err);
	if (status == HSCAN_OK)
		status = hscan_git_walk(git, head.sha, paths, &visitor, &err);
	if (status == HSCAN_OK)
		printf("%ld commits, %ld merges, %ld documentation, %u "
		       "authors, newest %lld\n",
		    tally.commits, tally.merges, tally.documentation,
		    tally.authors, (long long)tally.newest);
	else
		(void)fprintf(stderr, "bench_git_walk: %s\n", err.message);
	hscan_doc_paths_free(paths);
	hscan_git_close(git);
	return status == HSCAN_OK ? 0 : 1;
}

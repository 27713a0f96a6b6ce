/* SPDX-License-Identifier: MIT */
/* Walks a history once, as the first sync does but without a store, and says
 * what it found: bench_git_walk DIR [GLOB...]. With --again for the globs, does
 * what a sync of an unchanged repository does, a hundred times, and says how
 * many milliseconds one took. For tests/bench/git.py. */
#include <stdio.h>
#include <string.h>
#include <time.h>

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

static enum hscan_status
take_tag(const struct hscan_tag *tag, void *payload, struct hscan_error *err)
{
	(void)tag;
	(void)payload;
	(void)err;
	return HSCAN_OK;
}

/* Opens it, looks where its head is, and reads its tags. */
static enum hscan_status
look(const char *dir, struct hscan_error *err)
{
	struct hscan_git *git = NULL;
	struct hscan_git_head head = {0};
	enum hscan_status status = hscan_git_open(dir, false, &git, err);

	if (status == HSCAN_OK)
		status = hscan_git_head(git, NULL, &head, err);
	if (status == HSCAN_OK)
		status = hscan_git_tags(git, take_tag, NULL, err);
	hscan_git_close(git);
	return status;
}

/* With the library at work already, as in a program that has read its
 * configuration: it takes its time to begin. */
static int
look_again(const char *dir)
{
	enum { TIMES = 100 };
	struct hscan_git *git = NULL;
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status = hscan_git_open(dir, false, &git, &err);
	clock_t begin = clock();

	for (int i = 0; i < TIMES && status == HSCAN_OK; i++)
		status = look(dir, &err);
	if (status == HSCAN_OK)
		printf("%.3f\n", (double)(clock() - begin) * 1e3 /
				     CLOCKS_PER_SEC / (double)TIMES);
	else
		(void)fprintf(stderr, "bench_git_walk: %s\n", err.message);
	hscan_git_close(git);
	return status == HSCAN_OK ? 0 : 1;
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
	if (argc == 3 && strcmp(argv[2], "--again") == 0)
		return look_again(argv[1]);
	for (int i = 2; i < argc && len < 64; i++)
		globs[len++] = hscan_text_of(argv[i]);
	status = hscan_git_open(argv[1], false, &git, &err);
	if (status == HSCAN_OK)
		status = hscan_doc_paths_new(globs, len, &paths, &err);
	if (status == HSCAN_OK)
		status = hscan_git_head(git, NULL, &head, &err);
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

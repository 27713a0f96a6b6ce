/* SPDX-License-Identifier: MIT */
/* Memory that runs out while a history is walked: a short one, and one in which
 * the helper has its share, with a commit-graph and without. */
#define _XOPEN_SOURCE 700

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "source/git/git.h"
#include "support/support.h"
#include "torture/allocations.h"

struct history {
	char *dir;
	struct hscan_doc_paths *paths;
};

/* What a walk has come to, whatever the order in which commits come: that
 * depends on whether there was memory for the commit-graph. */
struct sum {
	int64_t commits, documentation, when, names;
};

static void
make_history(const char *dir, unsigned commits, const char *then)
{
	struct hscan_buf out;
	char *path = support_join(dir, "history");
	char command[1024];

	hscan_buf_init(&out, (size_t)4 * 1024 * 1024);
	for (unsigned n = 0; n < commits; n++)
		(void)hscan_buf_add_format(&out,
		    "commit refs/heads/main\nauthor A%u <a@x> %u +0000\n"
		    "committer C <c@x> %u +0000\ndata 0\n"
		    "M 100644 inline %s/%u\ndata 4\n%04u\n",
		    n % 9, n, n, n % 3 ? "src" : "docs", n % 50, n);
	(void)hscan_buf_add_string(&out, "done\n");
	assert_int_equal(out.failed, HSCAN_OK);
	support_write(path, out.ptr, out.len);
	hscan_buf_clear(&out);
	free(path);
	(void)snprintf(command, sizeof(command),
	    "cd '%s' && export GIT_DIR=. && git init -q --bare -b main . && "
	    "git fast-import --quiet --done < history && %s",
	    dir, then);
	assert_int_equal(system(command), 0);
}

static enum hscan_status
take_author(uint32_t index, struct hscan_text name, struct hscan_text email,
    void *payload, struct hscan_error *err)
{
	struct sum *sum = payload;

	(void)index;
	(void)email;
	(void)err;
	sum->names += (unsigned char)name.ptr[1];
	return HSCAN_OK;
}

static enum hscan_status
take_commit(
    const struct hscan_commit *commit, void *payload, struct hscan_error *err)
{
	struct sum *sum = payload;

	(void)err;
	sum->commits++;
	sum->documentation += commit->documentation;
	sum->when += commit->committed_at;
	return HSCAN_OK;
}

static enum hscan_status
walk(void *payload, struct torture_answer *answer, struct hscan_error *err)
{
	const struct history *history = payload;
	struct sum sum = {0, 0, 0, 0};
	const struct hscan_git_visitor visitor = {
	    .author = take_author, .commit = take_commit, .payload = &sum};
	struct hscan_git *git = NULL;
	struct hscan_git_head head;
	enum hscan_status status;

	assert_int_equal(
	    hscan_git_open(history->dir, false, &git, err), HSCAN_OK);
	assert_int_equal(hscan_git_head(git, NULL, &head, err), HSCAN_OK);
	torture_go();
	status = hscan_git_walk(git, head.sha, history->paths, &visitor, err);
	torture_rest();
	hscan_git_close(git);
	if (status == HSCAN_OK)
		torture_tell(answer, &sum, sizeof(sum));
	return status;
}

static void
walks(void **state)
{
	static const struct {
		unsigned commits;
		const char *then;
	} cases[] = {{60, "true"}, {2200, "true"},
	    {2200, "git commit-graph write --reachable --changed-paths"}};
	const struct hscan_text docs = {"docs/**", 7};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct history history = {support_temp_dir(), NULL};
		struct hscan_error err;

		assert_int_equal(
		    hscan_doc_paths_new(&docs, 1, &history.paths, &err),
		    HSCAN_OK);
		make_history(history.dir, cases[i].commits, cases[i].then);
		print_message(
		    "%u commits, %s: ", cases[i].commits, cases[i].then);
		torture_allocations(walk, &history);
		hscan_doc_paths_free(history.paths);
		support_remove_dir(history.dir);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(walks),
	};

	torture_begin();
	return cmocka_run_group_tests_name("git", tests, NULL, NULL);
}

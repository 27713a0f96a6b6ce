/* SPDX-License-Identifier: MIT */
/* Walks of small histories, built by git from text: merges, side branches,
 * incremental walks, authors, mailmaps, heads. */
#define _XOPEN_SOURCE 700

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/git/git.h"
#include "support/support.h"

/* root - doc - code -- merge - tip      main
 *          \         /
 *           side-doc                    marks 2 and 4 touch docs/ */
static const char history[] =
    "blob\nmark :1\ndata 2\nx\n\n"
    "blob\nmark :2\ndata 2\ny\n\n"
    "blob\nmark :3\ndata 51\n"
    "<>\nReal <real@x> < >\nReal Name <real@x> <old@x>   \n\n"
    "commit refs/heads/main\nmark :10\n"
    "author A <a@x> 100 +0000\ncommitter C <c@x> 100 +0000\n"
    "data 4\nroot\nM 100644 :1 main.c\nM 100644 :3 .mailmap\n\n"
    "commit refs/heads/main\nmark :11\n"
    "author Old <OLD@x> 200 +0000\ncommitter C <c@x> 200 +0000\n"
    "data 3\ndoc\nfrom :10\nM 100644 :1 docs/a.md\n\n"
    "commit refs/heads/main\nmark :12\n"
    "author A <a@x> 300 +0000\ncommitter C <c@x> 300 +0000\n"
    "data 4\ncode\nfrom :11\nM 100644 :2 main.c\n\n"
    "commit refs/heads/side\nmark :13\n"
    "author B <b@x> 400 +0000\ncommitter C <c@x> 400 +0000\n"
    "data 8\nside-doc\nfrom :11\nM 100644 :2 docs/a.md\n\n"
    "commit refs/heads/main\nmark :14\n"
    "author A <a@x> 500 +0000\ncommitter C <c@x> 500 +0000\n"
    "data 5\nmerge\nfrom :12\nmerge :13\nM 100644 :2 docs/a.md\n\n"
    "commit refs/heads/main\nmark :15\n"
    "author A <a@x> 600 +0000\ncommitter C <c@x> 600 +0000\n"
    "data 3\ntip\nfrom :14\nM 100644 :1 main.c\n\n"
    "done\n";

struct fixture {
	char *dir;
	struct hscan_git *git;
};

static void
run(const char *dir, const char *command)
{
	char *line;
	size_t size = strlen(dir) + strlen(command) + 200;

	line = malloc(size);
	assert_non_null(line);
	(void)snprintf(line, size,
	    "cd '%s' && GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 %s",
	    dir, command);
	assert_int_equal(system(line), 0);
	free(line);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct hscan_error err;
	char *path;

	assert_non_null(f);
	f->dir = support_temp_dir();
	path = support_join(f->dir, "history");
	support_write(path, history, sizeof(history) - 1);
	free(path);
	run(f->dir, "git init -q --bare -b main .");
	run(f->dir, "git fast-import --quiet --done < history");
	assert_int_equal(
	    hscan_git_open(f->dir, false, &f->git, &err), HSCAN_OK);
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	hscan_git_close(f->git);
	support_remove_dir(f->dir);
	free(f);
	return 0;
}

struct tally {
	int commits, merges, docs, authors;
	int64_t doc_times;
	unsigned char stop_at[HSCAN_SHA_SIZE];
	bool has_stop;
};

static bool
known(const unsigned char sha[HSCAN_SHA_SIZE], void *payload)
{
	struct tally *tally = payload;

	return tally->has_stop &&
	       memcmp(sha, tally->stop_at, HSCAN_SHA_SIZE) == 0;
}

static enum hscan_status
take_author(uint32_t index, struct hscan_text name, struct hscan_text email,
    void *payload, struct hscan_error *err)
{
	struct tally *tally = payload;

	(void)name;
	(void)email;
	(void)err;
	assert_int_equal(index, tally->authors++);
	return HSCAN_OK;
}

static enum hscan_status
take_commit(
    const struct hscan_commit *commit, void *payload, struct hscan_error *err)
{
	struct tally *tally = payload;

	(void)err;
	assert_true((int)commit->author < tally->authors);
	tally->commits++;
	tally->merges += commit->merge;
	tally->docs += commit->documentation;
	if (commit->documentation)
		tally->doc_times += commit->committed_at;
	return HSCAN_OK;
}

static void
walk(struct fixture *f, struct tally *tally)
{
	const struct hscan_git_visitor visitor = {
	    .known = known,
	    .author = take_author,
	    .commit = take_commit,
	    .payload = tally,
	};
	struct hscan_doc_paths *paths = NULL;
	struct hscan_git_head head;
	struct hscan_error err;

	assert_int_equal(hscan_doc_paths_new(NULL, 0, &paths, &err), HSCAN_OK);
	assert_int_equal(hscan_git_head(f->git, NULL, &head, &err), HSCAN_OK);
	assert_false(head.unborn);
	assert_string_equal(head.ref, "refs/heads/main");
	assert_int_equal(
	    hscan_git_walk(f->git, head.sha, paths, &visitor, &err), HSCAN_OK);
	hscan_doc_paths_free(paths);
}

static void
every_commit_is_met_once(void **state)
{
	struct tally tally = {0};

	walk(*state, &tally);
	assert_int_equal(tally.commits, 6);
	assert_int_equal(tally.merges, 1);
	/* The merge brings documentation to main, but is no commit of it. */
	assert_int_equal(tally.docs, 2);
	assert_int_equal(tally.doc_times, 200 + 400);
	assert_int_equal(tally.authors, 3);
}

/* Reads the SHA of a revision through git. */
static void
sha_of(struct fixture *f, const char *revision, unsigned char *out)
{
	char command[200];
	char *path = support_join(f->dir, "sha"), *hex;

	(void)snprintf(
	    command, sizeof(command), "git rev-parse %s > sha", revision);
	run(f->dir, command);
	hex = support_read(path, NULL);
	for (size_t i = 0; i < HSCAN_SHA_SIZE; i++) {
		unsigned byte;

		/* NOLINTNEXTLINE(cert-err34-c): two hex digits from git */
		assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
		out[i] = (unsigned char)byte;
	}
	free(hex);
	free(path);
}

static void
what_is_known_is_not_walked(void **state)
{
	struct tally tally = {.has_stop = true};

	/* "doc" is known: both lines of history end there. */
	sha_of(*state, "main~3", tally.stop_at);
	walk(*state, &tally);
	assert_int_equal(tally.commits, 4);
	assert_int_equal(tally.merges, 1);
	assert_int_equal(tally.docs, 1);
	assert_int_equal(tally.doc_times, 400);
}

static void
a_known_head_ends_it(void **state)
{
	struct tally tally = {.has_stop = true};

	sha_of(*state, "main", tally.stop_at);
	walk(*state, &tally);
	assert_int_equal(tally.commits, 0);
}

static void
authors_go_through_the_mailmap(void **state)
{
	static const struct {
		const char *name, *email, *mapped;
	} cases[] = {
	    {"Old", "old@x", "real@x"},
	    {"Anybody", "OLD@X", "real@x"},
	    {"A", "A@X", "a@x"},
	};
	struct fixture *f = *state;
	struct hscan_mailmap *mailmap = NULL;
	struct hscan_git_head head;
	struct hscan_error err;

	assert_int_equal(hscan_git_head(f->git, NULL, &head, &err), HSCAN_OK);
	assert_int_equal(
	    hscan_mailmap_open(f->git, &head, &mailmap, &err), HSCAN_OK);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct hscan_text mapped;

		assert_int_equal(
		    hscan_mailmap_email(mailmap, hscan_text_of(cases[i].name),
			hscan_text_of(cases[i].email), &mapped, &err),
		    HSCAN_OK);
		assert_true(hscan_text_is(mapped, cases[i].mapped));
	}
	hscan_mailmap_close(mailmap);
}

static enum hscan_status
take_tag(const struct hscan_tag *tag, void *payload, struct hscan_error *err)
{
	struct hscan_buf *out = payload;

	(void)err;
	(void)hscan_buf_add_format(out, "%.*s %lld\n", (int)tag->name.len,
	    tag->name.ptr, (long long)tag->tagged_at);
	return HSCAN_OK;
}

/* Those of a commit, at the time of the outermost tagger, or of the commit. */
static void
tags_are_read(void **state)
{
	static const char script[] =
	    "raw() { printf \"$2\" | git hash-object -t tag -w --stdin "
	    "--literally > refs/tags/$1; }\n"
	    "export GIT_COMMITTER_NAME=T GIT_COMMITTER_EMAIL=t@x "
	    "GIT_COMMITTER_DATE='@1000 +0000'; set -e\n"
	    "git tag light main~1\n"
	    "git tag -a -m x noted main~1\n"
	    "export GIT_COMMITTER_DATE='@2000 +0000'\n"
	    "git -c advice.nestedTag=false tag -a -m x twice noted\n"
	    "git tag -a -m x file main:main.c\n"
	    "git tag tree main:\n"
	    "raw old \"object $(git rev-parse main~2)\\ntype commit\\n\"\n"
	    "raw plain \"object $(git rev-parse noted)\\ntype tag\\n\"\n"
	    "raw outer \"object $(git rev-parse old)\\ntype tag\\ntag o\\n"
	    "tagger T <t@x> 77 +0000\\n\"\n"
	    "raw gone \"object $(printf '%040d' 7)\\ntype commit\\n\"\n"
	    "raw bad 'no tag'\n"
	    "printf '%040d\\n' 8 > refs/tags/nothing\n";
	struct fixture *f = *state;
	char *path = support_join(f->dir, "script");
	struct hscan_buf out;
	struct hscan_error err;

	support_write(path, script, sizeof(script) - 1);
	free(path);
	run(f->dir, "sh ./script");
	hscan_buf_init(&out, 4096);
	assert_int_equal(
	    hscan_git_tags(f->git, take_tag, &out, &err), HSCAN_OK);
	assert_string_equal(hscan_buf_string(&out),
	    "light 500\nnoted 1000\nold 300\nouter "
	    "77\nplain 500\ntwice 2000\n");
	hscan_buf_clear(&out);
}

static void
remotes_are_found(void **state)
{
	struct fixture *f = *state;
	struct hscan_repo_name name = {"github.com", "Own-Er", "NAME"}, found;

	run(f->dir, "git remote add local ../elsewhere");
	run(f->dir, "git remote add up git@github.com:own-er/name.git");
	assert_true(hscan_git_has_remote(f->git, &name));
	assert_false(hscan_git_origin(f->git, &found));
	run(f->dir, "git remote add origin ssh://git@git.example.org/a/b");
	assert_true(hscan_git_origin(f->git, &found));
	assert_string_equal(found.host, "git.example.org");
	(void)snprintf(name.name, sizeof(name.name), "other");
	assert_false(hscan_git_has_remote(f->git, &name));
}

static void
heads_without_commits(void **state)
{
	struct fixture *f = *state;
	struct hscan_git_head head;
	struct hscan_error err;

	run(f->dir, "git symbolic-ref HEAD refs/heads/nothing-yet");
	assert_int_equal(hscan_git_head(f->git, NULL, &head, &err), HSCAN_OK);
	assert_true(head.unborn);
}

static void
damage_is_told(void **state)
{
	struct fixture *f = *state;
	const struct hscan_git_visitor visitor = {
	    .author = take_author, .commit = take_commit};
	struct hscan_doc_paths *paths = NULL;
	unsigned char missing[HSCAN_SHA_SIZE] = {1, 2, 3};
	struct hscan_error err;

	assert_int_equal(hscan_doc_paths_new(NULL, 0, &paths, &err), HSCAN_OK);
	assert_int_equal(hscan_git_walk(f->git, missing, paths, &visitor, &err),
	    HSCAN_EPARSE);
	assert_non_null(strstr(err.message, "commit"));
	hscan_doc_paths_free(paths);
}

static void
what_is_no_repository_is_told(void **state)
{
	char *dir = support_temp_dir();
	struct hscan_git *git = NULL;
	struct hscan_error err;

	(void)state;
	assert_int_equal(
	    hscan_git_open(dir, false, &git, &err), HSCAN_ENOTFOUND);
	assert_non_null(strstr(err.message, "no git repository"));
	run(dir, "git init -q --object-format=sha256 .");
	assert_int_equal(hscan_git_open(dir, false, &git, &err), HSCAN_EINVAL);
	assert_null(git);
	support_remove_dir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		every_commit_is_met_once, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		what_is_known_is_not_walked, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		a_known_head_ends_it, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		authors_go_through_the_mailmap, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(tags_are_read, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		remotes_are_found, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
		heads_without_commits, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(damage_is_told, set_up, tear_down),
	    cmocka_unit_test(what_is_no_repository_is_told),
	};

	return cmocka_run_group_tests_name("git walk", tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/*
 * Who an author is must be whom git says: made-up .mailmap files, as odd as
 * people and tools write them and odder, and what `git log --use-mailmap` makes
 * of them, for the same made-up authors. HSCAN_MAILMAPS says how many.
 */
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
#include "base/number.h"
#include "base/text.h"
#include "source/git/internal.h"
#include "support/support.h"

enum { FILES = 300, AUTHORS = 80, MAX_LINES = 12 };

/* Few names and e-mails, so that lines meet; in several cases and spellings. */
static const char *const names[] = {"Bo", "bo", "BO", "Old Name", "old name",
    "Old  Name", "J\xc3\xb6rg", "J\xc3\x96rg", "J\xf6rg", "C# dev", "#1", "#",
    "a\tb", "x\vy", "\f", "(work)", "=?", "Bo,",
    "\xef\xbb\xbf\x42o"}; /* a byte order mark, then "Bo" */
static const char *const emails[] = {"bo@x", "BO@X", "Bo@x", "a@b", "A@B",
    "new@n", "New@N", "", " ", " bo@x", "bo@x ", "bo_x#EXT#@t", "#", "a<b",
    "<a@b", "j\xc3\xb6@x", "\xff@x", "bo@x\t", "@", "bo @x"};
static const char *const blanks[] = {
    "", " ", " ", " ", "  ", "\t", " \t ", "\v", "\r"};
static const char *const ends[] = {
    "\n", "\n", "\n", "\n", "\r\n", " \n", "\n\n", "\r\r\n", ""};
static const char *const tails[] = {"", "", "", "", " # note", "#", " (work)",
    ">", "<", " <third@x>", " <", " > <a@b>", " <>", "\t", " Bo <bo@x> more"};
static const char *const odd[] = {"# comment\n", "#\n", " # x <new@n> <bo@x>\n",
    "#Bo <new@n> <bo@x>\n", "\n", "\r\n", "<\n", ">\n", "<>\n", "<><>\n",
    "> <new@n> <bo@x>\n", "Bo new@n bo@x\n", "Bo <new@n bo@x>\n",
    "Bo <new@n> <bo@x\n", "Bo new@n> <bo@x>\n", "<new@n><bo@x>\n",
    "<<new@n>> <<bo@x>>\n", "Bo <new@n>, <bo@x>\n", "\xef\xbb\xbf",
    "Bo <new@n> <bo@x>\\\n", "\"Bo\" <new@n> \"Bo\" <bo@x>\n", "<new@n> <>",
    "\t<new@n>\t\t<>\t\n"};

struct author {
	char *name, *email; /* as it is between the signs of the commit */
};

struct fixture {
	char *dir;
	struct author authors[AUTHORS];
	uint64_t random;
	size_t files;
};

static unsigned
dice(struct fixture *f, unsigned sides)
{
	f->random =
	    f->random * UINT64_C(6364136223846793005) + 1442695040888963407U;
	return (unsigned)(f->random >> 33) % sides;
}

#define ONE_OF(f, list) ((list)[dice(f, sizeof(list) / sizeof((list)[0]))])

/* --- files --- */

static void
add_person(struct fixture *f, struct hscan_buf *out)
{
	(void)hscan_buf_add_string(out, ONE_OF(f, blanks));
	if (dice(f, 3) > 0)
		(void)hscan_buf_add_string(out, ONE_OF(f, names));
	(void)hscan_buf_add_string(out, ONE_OF(f, blanks));
	(void)hscan_buf_add_string(out, dice(f, 40) ? "<" : "");
	(void)hscan_buf_add_string(out, ONE_OF(f, emails));
	(void)hscan_buf_add_string(out, dice(f, 40) ? ">" : "");
}

static void
add_line(struct fixture *f, struct hscan_buf *out)
{
	switch (dice(f, 24)) {
	case 0:
	case 1:
	case 2: (void)hscan_buf_add_string(out, ONE_OF(f, odd)); return;
	case 3: /* longer than what git reads of a file at once */
		for (unsigned i = 0; i < 1100; i++)
			(void)hscan_buf_add_char(out, dice(f, 9) ? 'x' : ' ');
		break;
	case 4: (void)hscan_buf_add_char(out, '\0'); break;
	default: break;
	}
	add_person(f, out);
	if (dice(f, 6) > 0)
		add_person(f, out);
	(void)hscan_buf_add_string(out, ONE_OF(f, tails));
	(void)hscan_buf_add_string(out, ONE_OF(f, ends));
}

static void
make_file(struct fixture *f, struct hscan_buf *out)
{
	hscan_buf_reset(out);
	for (unsigned i = dice(f, MAX_LINES + 1); i > 0; i--)
		add_line(f, out);
	/* A byte in the wrong place, as an editor or a merge leaves it. */
	if (out->len > 0 && dice(f, 4) == 0)
		out->ptr[dice(f, (unsigned)out->len)] =
		    "<>#\n\r\t A\xff"[dice(f, 9)];
	assert_int_equal(out->failed, HSCAN_OK);
}

/* --- authors --- */

static void
make_author(struct fixture *f, unsigned number, char *line, size_t size)
{
	const char *name = ONE_OF(f, names), *email = ONE_OF(f, emails);
	const char *before = dice(f, 8) ? "" : " ";

	/* Each name and each e-mail at least once. */
	if (number < sizeof(emails) / sizeof(emails[0]))
		email = emails[number];
	if (number < sizeof(names) / sizeof(names[0]))
		name = names[number];
	if (dice(f, 8) == 0)
		name = "";
	(void)snprintf(line, size, "%s%s <%s> 100 +0000", before, name, email);
	if (number == AUTHORS - 1)
		(void)snprintf(line, size, "%s", "nobody at all");
	if (number == AUTHORS - 2)
		(void)snprintf(line, size, "%s", "Bo <bo@x");
}

static void
make_authors(struct fixture *f)
{
	static const char tree[] =
	    "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n";
	struct hscan_buf raw;
	char line[200], name[40];

	hscan_buf_init(&raw, 4096);
	for (unsigned i = 0; i < AUTHORS; i++) {
		struct git_raw_commit commit;
		char *path;

		make_author(f, i, line, sizeof(line));
		hscan_buf_reset(&raw);
		(void)hscan_buf_add_format(&raw,
		    "%sauthor %s\ncommitter C <c@x> %u +0000\n\nm\n", tree,
		    line, i);
		assert_true(git_parse_commit(hscan_buf_text(&raw), &commit));
		f->authors[i].name =
		    strndup(commit.author_name.ptr, commit.author_name.len);
		f->authors[i].email = commit.author_email.len > 0
					  ? strndup(commit.author_email.ptr,
						commit.author_email.len)
					  : strdup("");
		(void)snprintf(name, sizeof(name), "commit%u", i);
		path = support_join(f->dir, name);
		support_write(path, raw.ptr, raw.len);
		free(path);
	}
	hscan_buf_clear(&raw);
}

static void
run(const char *dir, const char *command)
{
	struct hscan_buf line;

	hscan_buf_init(&line, 8192);
	(void)hscan_buf_add_format(&line,
	    "export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1; "
	    "cd '%s' && { %s; }",
	    dir, command);
	assert_int_equal(line.failed, HSCAN_OK);
	assert_int_equal(system(hscan_buf_string(&line)), 0);
	hscan_buf_clear(&line);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	const char *count = getenv("HSCAN_MAILMAPS");
	int64_t files = FILES;

	assert_non_null(f);
	f->dir = support_temp_dir();
	f->random = 14;
	if (count)
		assert_true(
		    hscan_parse_i64(hscan_text_of(count), 1, 1000000, &files));
	f->files = (size_t)files;
	run(f->dir, "git init -q --bare .");
	make_authors(f);
	run(f->dir,
	    "for n in $(seq 0 79); do echo commit$n; done | git hash-object -w "
	    "-t commit --literally --stdin-paths >commits");
	*state = f;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;

	for (unsigned i = 0; i < AUTHORS; i++) {
		free(f->authors[i].name);
		free(f->authors[i].email);
	}
	support_remove_dir(f->dir);
	free(f);
	return 0;
}

/* --- the comparison --- */

static void
write_file(struct fixture *f, size_t number, const struct hscan_buf *file)
{
	char name[40];
	char *path;

	(void)snprintf(name, sizeof(name), "map%zu", number);
	path = support_join(f->dir, name);
	support_write(path, hscan_buf_string(file), file->len);
	free(path);
}

/* What git says, in one text: a line an author, of file after file. */
static char *
ask_git(struct fixture *f)
{
	char *path = support_join(f->dir, "answers"), *answers;
	char command[500];

	(void)snprintf(command, sizeof(command),
	    "seq -f map%%.0f 0 %zu | git hash-object -w --stdin-paths >maps && "
	    "while read -r map; do git -c mailmap.blob=$map log --use-mailmap "
	    "--no-walk=unsorted --stdin --format=%%aE <commits || exit 1; "
	    "done <maps >answers",
	    f->files - 1);
	run(f->dir, command);
	answers = support_read(path, NULL);
	free(path);
	return answers;
}

static void
compare(struct fixture *f, struct hscan_mailmap *mailmap, size_t number,
    struct hscan_text *answers)
{
	for (unsigned i = 0; i < AUTHORS; i++) {
		const struct author *author = &f->authors[i];
		struct hscan_text wanted = hscan_text_split(answers, '\n');
		struct hscan_text found;
		bool same;

		assert_non_null(answers->ptr);
		assert_int_equal(
		    hscan_mailmap_email(mailmap, hscan_text_of(author->name),
			hscan_text_of(author->email), &found, NULL),
		    HSCAN_OK);
		/* Where there is no address git gives the placeholder back. */
		same = hscan_text_is(wanted, "%aE") ? found.len == 0
						    : wanted.len == found.len;
		for (size_t at = 0; same && at < found.len; at++)
			same = hscan_to_lower(wanted.ptr[at]) == found.ptr[at];
		if (!same)
			fail_msg("map%zu, '%s' <%s>: git says '%.*s', not "
				 "'%.*s'; look into %s",
			    number, author->name, author->email,
			    (int)wanted.len, wanted.ptr, (int)found.len,
			    found.ptr, f->dir);
	}
}

static void
authors_are_whom_git_says(void **state)
{
	struct fixture *f = *state;
	struct hscan_git *git = NULL;
	struct hscan_text rest;
	struct hscan_buf file;
	uint64_t seed = f->random;
	char *answers;

	hscan_buf_init(&file, (size_t)1024 * 1024);
	for (size_t i = 0; i < f->files; i++) {
		make_file(f, &file);
		write_file(f, i, &file);
	}
	answers = ask_git(f);
	rest = hscan_text_of(answers);
	assert_int_equal(hscan_git_open(f->dir, false, &git, NULL), HSCAN_OK);
	f->random = seed;
	for (size_t i = 0; i < f->files; i++) {
		struct hscan_git_head head = {.unborn = false};
		struct hscan_mailmap *mailmap = NULL;
		git_oid oid;

		make_file(f, &file);
		assert_int_equal(git_odb_hash(&oid, hscan_buf_string(&file),
				     file.len, GIT_OBJECT_BLOB),
		    0);
		memcpy(head.mailmap, oid.id, HSCAN_SHA_SIZE);
		assert_int_equal(
		    hscan_mailmap_open(git, &head, &mailmap, NULL), HSCAN_OK);
		assert_false(hscan_mailmap_is_unread(mailmap));
		compare(f, mailmap, i, &rest);
		hscan_mailmap_close(mailmap);
	}
	hscan_git_close(git);
	hscan_buf_clear(&file);
	free(answers);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		authors_are_whom_git_says, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("git mailmap", tests, NULL, NULL);
}

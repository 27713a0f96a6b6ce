/* SPDX-License-Identifier: MIT */
/* The program from argv to exit code, as far as it needs no store. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "cli/command/help.h"
#include "cli/commands.h"
#include "cli/screen/exit.h"
#include "support/support.h"

enum { MOST_WORDS = 8 };

struct outcome {
	int code;
	char *out; /* owned, as is err */
	char *err;
};

static struct outcome
run(const char *const *words)
{
	const char *argv[MOST_WORDS + 1] = {"healthscan"};
	volatile sig_atomic_t interrupted = 0;
	struct outcome got = {0};
	size_t out_len, err_len;
	FILE *out = open_memstream(&got.out, &out_len);
	FILE *err = open_memstream(&got.err, &err_len);
	int argc = 1;

	assert_non_null(out);
	assert_non_null(err);
	for (; *words; words++) {
		assert_within(argc, 1, MOST_WORDS - 1);
		argv[argc++] = *words;
	}
	got.code = cli_main(argc, argv, out, err, &interrupted);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(fclose(err), 0);
	return got;
}

static void
forget(struct outcome *outcome)
{
	free(outcome->out);
	free(outcome->err);
}

static void
usage_is_told(void **state)
{
	static const struct {
		const char *words[4];
		const char *err;
	} rows[] = {
	    {{"rep"}, "healthscan: 'rep' is no command; did you mean: "
		      "healthscan repo\n"},
	    {{"o/n"}, "healthscan: 'o/n' is no command; did you mean: "
		      "healthscan repo o/n\n"},
	    {{"https://me:pw@github.com/o/n?token=a"},
		"healthscan: 'https://github.com/o/n?token=***' is no command; "
		"did you mean: healthscan repo o/n\n"},
	    {{"frobnicate"}, "healthscan: 'frobnicate' is no command; see "
			     "healthscan help\n"},
	    {{"\x1b[2J"}, "healthscan: '\\x1B[2J' is no command; see "
			  "healthscan help\n"},
	    {{"help", "exlain"},
		"healthscan: there is no help on 'exlain'; did "
		"you mean: healthscan help explain\n"},
	    {{"help", "exit-code"}, "healthscan: there is no help on "
				    "'exit-code'; did you mean: healthscan "
				    "help exit-codes\n"},
	    {{"repo", "--zzzz"}, "healthscan: there is no option --zzzz; see "
				 "healthscan help repo\n"},
	    {{"-Z", "repo"}, "healthscan: there is no option -Z; see "
			     "healthscan help repo\n"},
	    {{"--zzzz"}, "healthscan: there is no option --zzzz; see "
			 "healthscan help\n"},
	    {{"--zzzz", "o/n"}, "healthscan: there is no option --zzzz; see "
				"healthscan help\n"},
	    {{"query", "v_isue"}, "healthscan: there is no view 'v_isue'; did "
				  "you mean v_issue?\n"},
	    {{"query", "v_"}, "healthscan: there is no view 'v_'; 'healthscan "
			      "query' lists them\n"},
	    {{"repo", "a/b", "c/d"}, "healthscan: 'c/d' is one argument too "
				     "many; write: healthscan repo "
				     "[OWNER/NAME|@GROUP]\n"},
	    {{"metrics", "x"}, "healthscan: 'x' is one argument too many; "
			       "write: healthscan metrics\n"},
	    {{"explain"}, "healthscan: an argument is missing; write: "
			  "healthscan explain METRIC [OWNER/NAME|@GROUP]\n"},
	    {{"version", "--db", "x"}, "healthscan: --db is no option of "
				       "'version'; see healthscan help "
				       "version\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome got = run(rows[i].words);

		assert_string_equal(got.err, rows[i].err);
		assert_string_equal(got.out, "");
		assert_int_equal(got.code, 2);
		forget(&got);
	}
}

static void
the_version_is_everywhere(void **state)
{
	static const char *const rows[][3] = {
	    {"version"}, {"--version"}, {"repo", "--version"}};
	struct outcome got;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		got = run(rows[i]);
		assert_int_equal(got.code, 0);
		assert_string_equal(got.out, "healthscan " HSCAN_VERSION "\n");
		assert_string_equal(got.err, "");
		forget(&got);
	}
	got = run((const char *const[]){"version", "-v", NULL});
	assert_int_equal(got.code, 0);
	assert_non_null(strstr(got.out, "\nlibgit2 "));
	forget(&got);
}

static void
expect_narrow(const char *text)
{
	struct hscan_text rest = hscan_text_of(text);

	while (rest.ptr) {
		struct hscan_text line = hscan_text_split(&rest, '\n');

		if (line.len > 80)
			fail_msg("%.*s", (int)line.len, line.ptr);
	}
}

/* At most a screen, of 24 lines. */
static void
expect_brief(const char *text)
{
	size_t lines = 0;

	expect_narrow(text);
	for (; *text; text++)
		lines += *text == '\n';
	assert_within(lines, 4, 24);
}

/* Bare, it says what there is, and that it was no use of it. */
static void
brief_help_fits_a_screen(void **state)
{
	struct outcome brief = run((const char *const[]){"-h", NULL});
	struct outcome bare = run((const char *const[]){NULL});

	(void)state;
	assert_int_equal(brief.code, 0);
	expect_brief(brief.out);
	assert_non_null(strstr(brief.out, "\n  repo "));
	assert_int_equal(bare.code, 2);
	assert_string_equal(bare.err, brief.out);
	assert_string_equal(bare.out, "");
	forget(&bare);
	forget(&brief);
	for (const struct command *c = command_table; c->name; c++) {
		char usage[80];

		brief = run((const char *const[]){c->name, "-h", NULL});
		assert_int_equal(brief.code, 0);
		expect_brief(brief.out);
		(void)snprintf(
		    usage, sizeof(usage), "healthscan %s --help", c->name);
		if (c->run != cmd_help)
			assert_non_null(strstr(brief.out, usage));
		forget(&brief);
	}
}

/* What -h shows is a part of what --help shows, and says how large a part. */
static void
brief_help_counts_what_it_leaves_out(void **state)
{
	struct outcome got = run((const char *const[]){"repo", "-h", NULL});
	size_t all = 0, shown = 0;
	char more[60];

	(void)state;
	for (const struct option_spec *o = option_table; o->name; o++)
		all += (o->sets & command_table[0].takes) != 0;
	for (const char *at = got.out; (at = strstr(at, " --")) != NULL; at++)
		shown += at > got.out && (at[-1] == ' ' || at[-1] == ',');
	assert_within(shown, 5, 12);
	(void)snprintf(
	    more, sizeof(more), " shows %zu more options", all - shown);
	if (!strstr(got.out, more))
		fail_msg("no '%s' in:\n%s", more, got.out);
	forget(&got);
}

static void
topics_have_their_pages(void **state)
{
	static const struct {
		const char *word, *has;
	} rows[] = {
	    {"exit-codes", "\n  143  terminated\n"},
	    {"environment", "\n  HEALTHSCAN_DB "},
	    {"formats", "\n  junit "},
	    {"views", "\nv_issue: an issue\n    repo_id, number, "},
	    {"own-metrics", "\n  statistic    median, share, "},
	    {"pr_merge_cycle", "title        PR merge cycle\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct outcome got =
		    run((const char *const[]){"help", rows[i].word, NULL});

		assert_string_equal(got.err, "");
		assert_int_equal(got.code, 0);
		expect_narrow(got.out);
		if (!strstr(got.out, rows[i].has))
			fail_msg("no '%s' in:\n%s", rows[i].has, got.out);
		forget(&got);
	}
	for (const struct help_topic *t = help_topics; t->name; t++) {
		struct outcome got = run((const char *const[]){"help", NULL});

		assert_non_null(strstr(got.out, t->summary));
		forget(&got);
	}
}

/* The commands come first, and what is long has its own page. */
static void
help_shows_the_commands_first(void **state)
{
	struct outcome got = run((const char *const[]){"help", NULL});
	const char *commands = strstr(got.out, "\nCommands:\n");

	(void)state;
	assert_non_null(commands);
	assert_true(commands - got.out < 250);
	assert_null(strstr(got.out, "HEALTHSCAN_"));
	forget(&got);
}

/* Every command and every option, from the tables. */
static void
help_is_complete(void **state)
{
	struct outcome got = run((const char *const[]){"--help", NULL});
	struct outcome same =
	    run((const char *const[]){"help", "--help", NULL});

	(void)state;
	assert_int_equal(got.code, 0);
	assert_string_equal(got.out, same.out);
	assert_string_equal(got.err, "");
	expect_narrow(got.out);
	for (const struct exit_row *row = exit_rows; row->sentence; row++) {
		char code[16];

		(void)snprintf(code, sizeof(code), "\n  %d ", (int)row->code);
		assert_non_null(strstr(got.out, code));
	}
	for (const struct option_spec *o = option_table; o->name; o++)
		if (o->env)
			assert_non_null(strstr(got.out, o->env));
	forget(&same);
	for (const struct command *c = command_table; c->name; c++) {
		struct outcome help =
		    run((const char *const[]){"help", c->name, NULL});

		if (!strstr(got.out, c->summary))
			fail_msg("help does not show the summary of %s in one "
				 "line: make it shorter",
			    c->name);
		assert_int_equal(help.code, 0);
		assert_string_equal(help.err, "");
		expect_narrow(help.out);
		for (const struct option_spec *o = option_table; o->name; o++) {
			char shown[64];

			(void)snprintf(shown, sizeof(shown), "--%s%s%s",
			    o->name, o->argument ? " " : "\n",
			    o->argument ? o->argument : "");
			if (!o->argument)
				shown[strlen(shown) - 1] = ' ';
			assert_int_equal(strstr(help.out, shown) != NULL,
			    (o->sets & c->takes) != 0);
		}
		same = run((const char *const[]){c->name, "--help", NULL});
		if (c->run != cmd_help)
			assert_string_equal(same.out, help.out);
		assert_int_equal(same.code, 0);
		forget(&same);
		forget(&help);
	}
	forget(&got);
}

static void
a_full_disk_gives_5(void **state)
{
	const char *const argv[] = {"healthscan", "help", NULL};
	volatile sig_atomic_t interrupted = 0;
	FILE *full = fopen("/dev/full", "w");
	size_t len = 0;
	char *text = NULL;
	FILE *err = open_memstream(&text, &len);

	(void)state;
	assert_non_null(err);
	if (full) {
		assert_int_equal(cli_main(2, argv, full, err, &interrupted), 5);
		(void)fclose(full);
	}
	assert_int_equal(fclose(err), 0);
	if (full)
		assert_non_null(strstr(text, "cannot write the result: No "
					     "space left on device; "));
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(usage_is_told),
	    cmocka_unit_test(the_version_is_everywhere),
	    cmocka_unit_test(help_is_complete),
	    cmocka_unit_test(help_shows_the_commands_first),
	    cmocka_unit_test(brief_help_fits_a_screen),
	    cmocka_unit_test(brief_help_counts_what_it_leaves_out),
	    cmocka_unit_test(topics_have_their_pages),
	    cmocka_unit_test(a_full_disk_gives_5),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

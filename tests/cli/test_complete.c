/* SPDX-License-Identifier: MIT */
/* What may stand next on a command line, place by place. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "cli/command/complete.h"
#include "cli/commands.h"
#include "support/support.h"

enum { MOST_WORDS = 8 };

/* A session of completing; `text` is the last answer. */
struct fixture {
	struct hscan_arena arena;
	struct complete_known known;
	struct complete_place place;
	struct hscan_text repos[4], lists[3];
	struct hscan_buf text;
};

static void
set_up(struct fixture *f)
{
	*f = (struct fixture){
	    .repos = {hscan_text_of("sample/meadow"),
		hscan_text_of("sample/hill"),
		hscan_text_of("ghe.example.org:8443/team/tool"),
		hscan_text_of("sam ple/$(x)")},
	    .lists = {hscan_text_of("weekly"), hscan_text_of("other"),
		hscan_text_of("weekly")},
	};
	f->known.repos = (struct settings_list){f->repos, 4, 4};
	f->known.lists = (struct settings_list){f->lists, 3, 3};
	hscan_arena_init(&f->arena);
	hscan_buf_init(&f->text, (size_t)1024 * 1024);
	assert_int_equal(hscan_metrics_load(&f->known.metrics, NULL), HSCAN_OK);
}

static void
tear_down(struct fixture *f)
{
	hscan_metrics_clear(&f->known.metrics);
	hscan_buf_clear(&f->text);
	hscan_arena_clear(&f->arena);
}

/* Completes the last of `words`, which a NULL ends. */
static const char *
ask(struct fixture *f, const char *const *words)
{
	size_t len = 0;

	while (words[len])
		len++;
	hscan_buf_reset(&f->text);
	assert_int_equal(complete_find(command_table, words, len, &f->arena,
			     &f->place, NULL),
	    HSCAN_OK);
	assert_int_equal(
	    complete_write(&f->place, &f->known, &f->text, NULL), HSCAN_OK);
	return hscan_buf_string(&f->text);
}

/* The candidates, a blank between them, with the directive at the end. */
static void
shorten(const char *answer, struct hscan_buf *out)
{
	struct hscan_text rest = hscan_text_of(answer);

	hscan_buf_reset(out);
	while (rest.len > 0) {
		struct hscan_text line = hscan_text_split(&rest, '\n');
		struct hscan_text word = hscan_text_split(&line, '\t');

		if (word.len == 0)
			continue;
		if (out->len > 0)
			(void)hscan_buf_add_char(out, ' ');
		(void)hscan_buf_add_text(out, word);
	}
}

struct row {
	const char *words[MOST_WORDS];
	const char *expected;
};

static void
check(const struct row *rows, size_t len)
{
	struct fixture f;
	struct hscan_buf short_answer;

	set_up(&f);
	hscan_buf_init(&short_answer, (size_t)1024 * 1024);
	for (size_t i = 0; i < len; i++) {
		shorten(ask(&f, rows[i].words), &short_answer);
		assert_string_equal(
		    hscan_buf_string(&short_answer), rows[i].expected);
	}
	hscan_buf_clear(&short_answer);
	tear_down(&f);
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof((rows)[0]))

static void
commands_come_first(void **state)
{
	static const struct row rows[] = {
	    {{"re"}, "repo retention receive repos :none"},
	    {{"comp"}, "compare completion :none"},
	    {{"x"}, ":none"},
	    {{"-"}, "--no-pager --help --version :none"},
	    {{"help", "co"},
		"compare config completion conversion commit_frequency "
		"contributor_absence_factor comments :none"},
	    {{"help", "ex"}, "explain export exit-codes :none"},
	    {{"help", "repo", ""}, "--no-pager --help --version :none"},
	    /* Only those that take what stands before them. */
	    {{"--fail-on", "risk", ""}, "check scan config :none"},
	    {{"--limit=3", "e"}, "explain :none"},
	    {{"--", "re"}, "repo retention receive repos :none"},
	};
	struct fixture f;
	struct hscan_buf all;

	(void)state;
	CHECK(rows);
	set_up(&f);
	hscan_buf_init(&all, (size_t)1024 * 1024);
	for (const struct command *c = command_table; c->name; c++)
		(void)hscan_buf_add_format(
		    &all, "%s\t%s\n", c->name, c->summary);
	(void)hscan_buf_add_string(&all, ":none\n");
	assert_string_equal(
	    ask(&f, (const char *const[]){"", NULL}), hscan_buf_string(&all));
	/* No word at all is an empty one. */
	assert_string_equal(
	    ask(&f, (const char *const[]){NULL}), hscan_buf_string(&all));
	hscan_buf_clear(&all);
	tear_down(&f);
}

static void
options_are_those_of_the_command(void **state)
{
	static const struct row rows[] = {
	    {{"repo", "--wi"}, "--window= --windows= --within= :nospace"},
	    {{"repo", "--no-"}, "--no-git --no-pager --no-progress :none"},
	    {{"explain", "--li"}, "--limit= :nospace"},
	    {{"scan", "--li"}, "--list= :nospace"},
	    {{"repo", "--li"}, ":none"},
	    {{"version", "--"}, "--verbose --help --version :none"},
	    /* Once, unless it is a list or a count. */
	    {{"repo", "--window", "30d", "--wi"},
		"--windows= --within= :nospace"},
	    {{"repo", "--offline", "--of"}, ":none"},
	    {{"repo", "-m", "x", "--me"}, "--metric= :nospace"},
	    {{"repo", "-v", "--verb"}, "--verbose :none"},
	    {{"repo", "--threshold=x.risk=1", "--thr"},
		"--threshold= :nospace"},
	    /* Letters. */
	    {{"repo", "-q"}, "-q :none"},
	    {{"repo", "-qv"}, "-qv :none"},
	    {{"repo", "-f"}, "-f :none"},
	    {{"repo", "-fj"}, "-fjson -fjunit :none"},
	    {{"repo", "-qfn"}, "-qfndjson :none"},
	    {{"repo", "-z"}, ":none"},
	    {{"version", "-q"}, ":none"},
	    /* Where nothing else can follow. */
	    {{"version", ""}, "--verbose --help --version :none"},
	    {{"version", "--", ""}, ":none"},
	    /* Names of keys are no options. */
	    {{"config", "--gate-"}, ":none"},
	};

	(void)state;
	CHECK(rows);
}

static void
choices_are_known(void **state)
{
	static const struct row rows[] = {
	    {{"query", "x", "--format", "mark"}, "markdown :none"},
	    {{"query", "x", "--format", "ht"}, ":none"},
	    {{"repo", "--format", "js"}, "json :none"},
	    {{"repo", "--format=js"}, "--format=json :none"},
	    {{"repo", "-f", "c"}, "csv :none"},
	    {{"repo", "--format=xml"}, ":none"},
	    {{"repo", "--bots="}, "--bots=exclude --bots=include :none"},
	    {{"repo", "--window", "q"}, "quarter :none"},
	    {{"check", "--fail-on", ""},
		"risk watch deviation regression unreachable class=active "
		"class=new class=maintenance class=quiet class=dormant "
		"class=archived :none"},
	    {{"check", "--fail-on", "watch,"},
		"watch,risk watch,deviation watch,regression "
		"watch,unreachable watch,class=active watch,class=new "
		"watch,class=maintenance watch,class=quiet "
		"watch,class=dormant watch,class=archived :none"},
	    {{"check", "--fail-on", "watch,risk,de"},
		"watch,risk,deviation :none"},
	    {{"check", "--fail-on=watch,de"},
		"--fail-on=watch,deviation :none"},
	    {{"check", "--fail-on", "$(x),"}, ":none"},
	    {{"check", "--fail-on", ","}, ":none"},
	    {{"explain", "x", "--sort", ""}, "value number title author :none"},
	    {{"explain", "x", "--sort=-t"}, "--sort=-title :none"},
	    {{"scan", "--sort", "s"}, "score :none"},
	    {{"scan", "--sort", "-pr_m"},
		"-pr_merge_cycle -pr_merged_unreviewed -pr_merged :none"},
	    {{"--sort", ""}, ":none"},
	    {{"scan", "--list", ""}, "weekly other :none"},
	    /* Nothing that takes no value has one. */
	    {{"repo", "--offline="}, ":none"},
	};

	(void)state;
	CHECK(rows);
}

/* All of them, in their order: whichever there are. */
static void
check_those_that_start(struct fixture *f, const char *start)
{
	struct hscan_buf all;
	size_t found = 0;

	hscan_buf_init(&all, (size_t)1024 * 1024);
	for (size_t i = 0; i < f->known.metrics.len; i++) {
		const struct hscan_metric *m = &f->known.metrics.at[i];

		if (!hscan_text_starts(m->id, start))
			continue;
		(void)hscan_buf_add_format(&all, "%.*s\t%.*s\n", (int)m->id.len,
		    m->id.ptr, (int)m->title.len, m->title.ptr);
		found++;
	}
	assert_within(found, 3, f->known.metrics.len - 1);
	(void)hscan_buf_add_string(&all, ":files\n");
	assert_string_equal(
	    ask(f, (const char *const[]){"explain", start, NULL}),
	    hscan_buf_string(&all));
	hscan_buf_clear(&all);
}

static void
metrics_are_known(void **state)
{
	static const struct row rows[] = {
	    {{"repo", "--metric", "release"}, "release_frequency :files"},
	    {{"repo", "--metric=release"}, "--metric=release_frequency :files"},
	    {{"repo", "-mrelease"}, "-mrelease_frequency :files"},
	    {{"explain", "pr_merge_c"}, "pr_merge_cycle :files"},
	    {{"repo", "--threshold", "pr_merge"},
		"pr_merge_cycle.healthy= pr_merge_cycle.risk= "
		"pr_merged_unreviewed.healthy= "
		"pr_merged_unreviewed.risk= "
		"pr_merged.healthy= pr_merged.risk= :nospace"},
	    {{"repo", "--threshold=pr_merge_cycle.r"},
		"--threshold=pr_merge_cycle.risk= :nospace"},
	    {{"repo", "--threshold", "pr_merge_cycle.risk="}, ":none"},
	};
	struct fixture f;
	size_t bounds = 0;
	const char *text;

	(void)state;
	CHECK(rows);
	set_up(&f);
	check_those_that_start(&f, "pr_merge");
	/* Each metric may be given both, whether or not it has any. */
	text = ask(&f, (const char *const[]){"repo", "--threshold", "", NULL});
	assert_non_null(strstr(
	    text, "pr_merge_cycle.healthy=\tPR merge cycle: <= 72 hours\n"));
	assert_non_null(
	    strstr(text, "\npr_backlog.risk=\tPR backlog: count\n"));
	assert_non_null(strstr(text, "\ndoc_update_frequency.risk=\t"));
	for (struct hscan_text rest = hscan_text_of(text); rest.ptr;)
		bounds += hscan_text_split(&rest, '\n').len > 0;
	/* The last line says what completes a word. */
	assert_int_equal(bounds, f.known.metrics.len * 2 + 1);
	tear_down(&f);
}

static void
arguments_are_known(void **state)
{
	static const struct row rows[] = {
	    {{"repo", ""}, "sample/meadow sample/hill "
			   "ghe.example.org:8443/team/tool @weekly @other "
			   ":none"},
	    {{"repo", "@"}, "@weekly @other :none"},
	    {{"explain", "x", "@w"}, "@weekly :none"},
	    {{"compare", "@weekly", "@"}, "@other :none"},
	    {{"scan", "@o"}, "@other :files"},
	    {{"forget", ""}, "sample/meadow sample/hill "
			     "ghe.example.org:8443/team/tool :none"},
	    {{"forget", "@"}, ":none"},
	    {{"repo", "--group", ""}, "weekly other :none"},
	    {{"trend", "--group=w"}, "--group=weekly :none"},
	    {{"repo", "sample/m"}, "sample/meadow :none"},
	    {{"repo", "./cl"}, ":folders"},
	    {{"compare", "a/b", "~/s"}, ":folders"},
	    {{"forget", "/home/"}, ":folders"},
	    {{"repo", "ghe.example.org:"},
		"ghe.example.org:8443/team/tool :none"},
	    {{"repo", "--", "sample/m"}, "sample/meadow :none"},
	    {{"scan", "sample/"}, "sample/meadow sample/hill :files"},
	    {{"compare", "SAMPLE/hill", "sample/"}, "sample/meadow :none"},
	    {{"explain", "x", "sample/h"}, "sample/hill :none"},
	    {{"query", "SELECT 1", "sample/h"}, "sample/hill :none"},
	    {{"query", "sample/h"}, ":none"},
	    {{"repo", "sample/hill", "sample/"}, ":none"},
	    {{"db", ""}, "info backup prune :none"},
	    {{"db", "backup", ""}, ":files"},
	    {{"db", "prune", "x"}, ":none"},
	    {{"db", "x", "y"}, ":none"},
	    {{"completion", ""}, "bash zsh fish :none"},
	    {{"completion", "bash", "z"}, ":none"},
	};

	(void)state;
	CHECK(rows);
}

static void
files_are_left_to_the_shell(void **state)
{
	static const struct row rows[] = {
	    {{"repo", "--db", ""}, ":files"},
	    {{"repo", "--db=x"}, ":files"},
	    {{"--config", ""}, ":files"},
	    {{"repo", "-o", ""}, ":files"},
	    {{"repo", "-ox"}, ":files"},
	    {{"repo", "--token-file", ""}, ":files"},
	    {{"repo", "--ca-file", ""}, ":files"},
	    {{"repo", "--git", ""}, ":folders"},
	    {{"scan", "--git-root=a"}, ":folders"},
	    {{"repo", "--record", ""}, ":folders"},
	    {{"repo", "--replay", ""}, ":folders"},
	    {{"scan", "./x"}, ":files"},
	};

	(void)state;
	CHECK(rows);
}

/* Every option with a value says what may stand there. */
static void
values_are_told(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	for (const struct option_spec *o = option_table; o->name; o++) {
		char word[64], remark[64];
		const char *answer;

		if (!o->argument || o->sets == 0)
			continue;
		(void)snprintf(word, sizeof(word), "--%s=", o->name);
		(void)snprintf(remark, sizeof(remark), "\t%s: ", o->argument);
		answer = ask(&f, (const char *const[]){"config", word, NULL});
		if (strncmp(answer, word, strlen(word)) != 0)
			assert_ptr_equal(strstr(answer, remark), answer);
		answer = ask(&f, (const char *const[]){"config", "--", NULL});
		(void)strncat(word, remark, sizeof(word) - strlen(word) - 1);
		assert_non_null(strstr(answer, word));
	}
	assert_string_equal(ask(&f, (const char *const[]){"query", "", NULL}),
	    "\t[SQL] [OWNER/NAME]\n:none\n");
	assert_string_equal(
	    ask(&f, (const char *const[]){"db", "backup", "", NULL}),
	    "\tFILE\n:files\n");
	tear_down(&f);
}

static void
mistakes_offer_nothing(void **state)
{
	static const struct row rows[] = {
	    {{"frobnicate", ""}, ":none"},
	    {{"frobnicate", "--"}, ":none"},
	    {{"", ""}, ":none"},
	    {{"repo", "--frobnicate", ""}, ":none"},
	    {{"repo", "--frobnicate="}, ":none"},
	    {{"repo", "-z", ""}, ":none"},
	    {{"repo", "--db=", ""}, ":none"},
	    {{"repo", "--offline=1", ""}, ":none"},
	    {{"version", "--db", "x", ""}, ":none"},
	    {{"version", "--db", ""}, ":none"},
	    {{"version", "--db="}, ":none"},
	    {{"repo", "--help", ""}, ":none"},
	    {{"--version", ""}, ":none"},
	    {{"repo", "\x1b[2J\t\n"}, ":none"},
	    {{"repo", "--\xff\xfe"}, ":none"},
	};

	(void)state;
	CHECK(rows);
}

/* Nobody opens a store to complete an option. */
static void
only_what_is_wanted_is_looked_for(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	(void)ask(&f, (const char *const[]){"repo", "", NULL});
	assert_true(complete_wants_repos(&f.place));
	assert_false(complete_wants_metrics(&f.place));
	(void)ask(&f, (const char *const[]){"repo", "--", NULL});
	assert_false(complete_wants_repos(&f.place));
	assert_false(complete_wants_lists(&f.place));
	assert_false(complete_wants_metrics(&f.place));
	(void)ask(&f, (const char *const[]){"repo", "a/b", "", NULL});
	assert_false(complete_wants_repos(&f.place));
	(void)ask(&f, (const char *const[]){"scan", "--list", "", NULL});
	assert_true(complete_wants_lists(&f.place));
	(void)ask(&f, (const char *const[]){"repo", "--threshold=", NULL});
	assert_true(complete_wants_metrics(&f.place));
	tear_down(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(commands_come_first),
	    cmocka_unit_test(options_are_those_of_the_command),
	    cmocka_unit_test(choices_are_known),
	    cmocka_unit_test(metrics_are_known),
	    cmocka_unit_test(arguments_are_known),
	    cmocka_unit_test(files_are_left_to_the_shell),
	    cmocka_unit_test(values_are_told),
	    cmocka_unit_test(mistakes_offer_nothing),
	    cmocka_unit_test(only_what_is_wanted_is_looked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* From argv and environment to settings, or to a message. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <healthscan/repo.h>

#include "base/text.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "cli/settings.h"
#include "support/support.h"

enum { MOST_WORDS = 16 };

/* Everything that a test wants to look at afterwards. */
struct run {
	struct settings settings;
	struct command_line line;
	struct hscan_error err;
	enum hscan_status status;
};

static char *home;

static int
setup(void **state)
{
	(void)state;
	for (const struct option_spec *o = option_table; o->name; o++) {
		if (o->env && unsetenv(o->env) != 0)
			return -1;
		if (o->env_also && unsetenv(o->env_also) != 0)
			return -1;
	}
	home = support_temp_dir();
	(void)unsetenv("XDG_CONFIG_HOME");
	(void)unsetenv("XDG_DATA_HOME");
	return setenv("HOME", home, 1);
}

static int
teardown(void **state)
{
	(void)state;
	support_remove_dir(home);
	return 0;
}

/* `words` ends with NULL. */
static void
run(struct run *run, const char *const *words)
{
	const char *argv[MOST_WORDS + 1] = {"healthscan"};
	const struct command *command;
	int argc = 1;

	*run = (struct run){.status = HSCAN_OK};
	settings_init(&run->settings);
	for (; *words; words++) {
		assert_in_range(argc, 1, MOST_WORDS - 1);
		argv[argc++] = *words;
	}
	run->status = options_parse(
	    argc, argv, &run->settings.arena, &run->line, &run->err);
	if (run->status != HSCAN_OK)
		return;
	command = command_find(run->line.command ? run->line.command : "repo");
	assert_non_null(command);
	run->line.command = command->name;
	run->line.bit = command->bit;
	run->status = options_check(&run->line, &run->err);
	if (run->status == HSCAN_OK)
		run->status =
		    settings_load(&run->settings, &run->line, &run->err);
}

#define RUN(r, ...) run((r), (const char *const[]){__VA_ARGS__, NULL})

static void
ok(const struct run *run)
{
	if (run->status != HSCAN_OK)
		fail_msg("%s", run->err.message);
}

static void
defaults_hold(void **state)
{
	struct run r;
	char *db = support_join(home, ".local/share/healthscan/healthscan.db");

	(void)state;
	RUN(&r, "repo", "o/n");
	ok(&r);
	assert_string_equal(r.settings.db, db);
	assert_string_equal(r.settings.format, "table");
	assert_null(r.settings.output);
	assert_int_equal(r.settings.as_of, HSCAN_NEVER);
	assert_int_equal(r.settings.window.seconds, 30 * 86400);
	assert_int_equal(r.settings.windows, 12);
	assert_int_equal(r.settings.bots, BOTS_EXCLUDE);
	assert_int_equal(r.settings.history, HISTORY_SNAPSHOT);
	assert_int_equal(r.settings.max_wait_s, 60);
	assert_int_equal(r.settings.metrics.len, 0);
	assert_int_equal(r.settings.thresholds_len, 0);
	assert_int_equal(r.settings.verbose, 0);
	assert_false(r.settings.quiet);
	assert_int_equal(r.line.args_len, 1);
	assert_string_equal(r.line.args[0], "o/n");
	settings_clear(&r.settings);
	free(db);
}

static void
every_spelling_is_understood(void **state)
{
	static const char *const spellings[][4] = {
	    {"--format", "json", NULL},
	    {"--format=json", NULL},
	    {"-f", "json", NULL},
	    {"-fjson", NULL},
	    {"-qfjson", NULL},
	    {"-qf", "json", NULL},
	    {"--format=table", "-fjson", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		struct run r;

		run(&r, spellings[i]);
		ok(&r);
		assert_string_equal(r.settings.format, "json");
		settings_clear(&r.settings);
	}
}

static void
options_stand_anywhere(void **state)
{
	struct run r;

	(void)state;
	RUN(&r, "--db", "x.db", "repo", "-vq", "o/n", "-vv", "--no-git");
	ok(&r);
	assert_string_equal(r.line.command, "repo");
	assert_int_equal(r.line.args_len, 1);
	assert_string_equal(r.settings.db, "x.db");
	assert_int_equal(r.settings.verbose, 3);
	assert_true(r.settings.quiet);
	assert_true(r.settings.no_git);
	settings_clear(&r.settings);

	RUN(&r, "repo", "--", "--quiet", "-");
	ok(&r);
	assert_int_equal(r.line.args_len, 2);
	assert_string_equal(r.line.args[0], "--quiet");
	assert_string_equal(r.line.args[1], "-");
	assert_false(r.settings.quiet);
	settings_clear(&r.settings);

	RUN(&r, "repo", "-o", "-", "o/n", "-h", "--version");
	ok(&r);
	assert_string_equal(r.settings.output, "-");
	assert_true(r.line.help);
	assert_true(r.line.version);
	settings_clear(&r.settings);
}

static void
values_are_read(void **state)
{
	struct run r;

	(void)state;
	RUN(&r, "repo", "--as-of", "2026-01-31", "--window=4w", "--windows",
	    "0", "--bots", "include", "--history", "events", "--max-wait", "0s",
	    "--color=never", "--record", "d");
	ok(&r);
	assert_int_equal(r.settings.as_of, 1769817600);
	assert_int_equal(r.settings.window.seconds, 28 * 86400);
	assert_int_equal(r.settings.windows, 0);
	assert_int_equal(r.settings.bots, BOTS_INCLUDE);
	assert_int_equal(r.settings.history, HISTORY_EVENTS);
	assert_int_equal(r.settings.max_wait_s, 0);
	assert_int_equal(r.settings.color, COLOR_NEVER);
	assert_string_equal(r.settings.record, "d");
	settings_clear(&r.settings);
}

static void
lists_grow(void **state)
{
	const struct settings_threshold *t;
	struct run r;

	(void)state;
	RUN(&r, "repo", "-ma", "--metric=b", "--docs-path", "d/**",
	    "--threshold", "x.healthy=72h", "--threshold=y.z.risk=-1");
	ok(&r);
	assert_int_equal(r.settings.metrics.len, 2);
	assert_string_equal(r.settings.metrics.items[0].ptr, "a");
	assert_string_equal(r.settings.metrics.items[1].ptr, "b");
	assert_int_equal(r.settings.docs_paths.len, 1);
	assert_int_equal(r.settings.thresholds_len, 2);
	t = r.settings.thresholds;
	assert_string_equal(t[0].id.ptr, "x");
	assert_int_equal(t[0].bound, BOUND_HEALTHY);
	assert_string_equal(t[0].value.ptr, "72h");
	assert_string_equal(t[0].source, "--threshold");
	assert_string_equal(t[1].id.ptr, "y.z");
	assert_int_equal(t[1].bound, BOUND_RISK);
	assert_string_equal(t[1].value.ptr, "-1");
	settings_clear(&r.settings);
}

static void
a_list_outgrows_its_room(void **state)
{
	struct settings settings;
	struct hscan_error err;

	(void)state;
	settings_init(&settings);
	for (int i = 0; i < 100; i++) {
		char text[2] = {(char)('!' + i % 90), '\0'};

		assert_int_equal(settings_list_add(&settings, &settings.metrics,
				     hscan_text_of(text), &err),
		    HSCAN_OK);
	}
	assert_int_equal(settings.metrics.len, 100);
	assert_string_equal(settings.metrics.items[0].ptr, "!");
	assert_string_equal(settings.metrics.items[99].ptr, "*");
	settings_clear(&settings);
	assert_int_equal(settings.metrics.len, 0);
}

static void
mistakes_are_told(void **state)
{
	static const struct {
		const char *words[5];
		const char *message;
	} rows[] = {
	    {{"--formt"}, "there is no option --formt; did you mean --format?"},
	    {{"--form=json"}, "there is no option --form; did you mean"},
	    {{"--xyzzy"}, "there is no option --xyzzy; see healthscan help"},
	    {{"--\x1b[31m"}, "there is no option --\\x1B[31m;"},
	    {{"-x"}, "there is no option -x;"},
	    {{"-qx"}, "there is no option -x;"},
	    {{"-ü"}, "there is no option -ü;"},
	    {{"--db"}, "--db needs an argument; write --db FILE"},
	    {{"--db="}, "--db needs an argument"},
	    {{"-f"}, "--format needs an argument; write --format FORMAT"},
	    {{"--offline=1"}, "--offline takes no argument"},
	    {{"--format=xml"}, "--format: 'xml' is none of table, json"},
	    {{"--format=jsn"}, "did you mean json?"},
	    {{"--bots=maybe"}, "--bots: 'maybe' is none of exclude, include; "
			       "choose one of them"},
	    {{"--window=30"}, "--window: 30 has no unit; write 30d for days"},
	    {{"--window=0d"}, "--window: '0d' is not a length of time"},
	    {{"--window=-1d"}, "--window: '-1d' is not a length of time"},
	    {{"--window=1.5d"}, "is not a length of time"},
	    {{"--max-wait=60"}, "--max-wait: 60 has no unit"},
	    {{"--windows=1001"}, "--windows: '1001' is not a whole number "
				 "from 0 to 1000"},
	    {{"--windows=-1"}, "'-1' is not a whole number"},
	    {{"--as-of=yesterday"}, "--as-of: 'yesterday' is not a date"},
	    {{"--threshold=72h"}, "--threshold: '72h' is not a bound of a "
				  "metric; write ID.healthy=VALUE"},
	    {{"--threshold=.risk=1"}, "is not a bound of a metric"},
	    {{"--threshold=x.risk="}, "is not a bound of a metric"},
	    {{"--threshold=x.watch=1"}, "is not a bound of a metric"},
	    {{"--threshold=x.risk=1q"}, "--threshold: '1q' is not a bound"},
	    {{"--git=d", "--no-git"}, "--git and --no-git contradict"},
	    {{"--record=a", "--replay=b"}, "--record and --replay contradict"},
	    {{"--offline", "--replay=b"}, "nothing to --replay"},
	    {{"metrics", "--db=x"}, "--db is no option of 'metrics'; see "
				    "healthscan help metrics"},
	    {{"sync", "--fail-on=risk"}, "--fail-on is no option of 'sync'"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct run r;

		run(&r, rows[i].words);
		if (r.status != HSCAN_EINVAL)
			fail_msg("accepted: %s", rows[i].words[0]);
		if (!strstr(r.err.message, rows[i].message))
			fail_msg("%s: %s", rows[i].words[0], r.err.message);
		settings_clear(&r.settings);
	}
}

static void
the_environment_stands_for_flags(void **state)
{
	struct run r;

	(void)state;
	assert_int_equal(setenv("HEALTHSCAN_DB", "e.db", 1), 0);
	assert_int_equal(setenv("HEALTHSCAN_FORMAT", "json", 1), 0);
	assert_int_equal(setenv("HEALTHSCAN_WINDOW", "7d", 1), 0);
	assert_int_equal(setenv("HEALTHSCAN_OFFLINE", "Yes", 1), 0);
	assert_int_equal(setenv("HEALTHSCAN_WINDOWS", "", 1), 0);
	assert_int_equal(setenv("GITHUB_API_URL", "https://a.test", 1), 0);
	RUN(&r, "repo", "--window", "14d");
	ok(&r);
	assert_string_equal(r.settings.db, "e.db");
	assert_string_equal(r.settings.format, "json");
	assert_int_equal(r.settings.window.seconds, 14 * 86400);
	assert_int_equal(r.settings.windows, 12);
	assert_true(r.settings.offline);
	assert_string_equal(r.settings.api_url, "https://a.test");
	settings_clear(&r.settings);

	assert_int_equal(setenv("HEALTHSCAN_API_URL", "https://b.test", 1), 0);
	assert_int_equal(setenv("HEALTHSCAN_OFFLINE", "0", 1), 0);
	RUN(&r, "repo");
	ok(&r);
	assert_false(r.settings.offline);
	assert_string_equal(r.settings.api_url, "https://b.test");
	settings_clear(&r.settings);

	assert_int_equal(setenv("HEALTHSCAN_OFFLINE", "perhaps", 1), 0);
	RUN(&r, "repo");
	assert_int_equal(r.status, HSCAN_EINVAL);
	assert_string_equal(r.err.message,
	    "HEALTHSCAN_OFFLINE: 'perhaps' is neither yes nor no; write 1 or "
	    "0");
	settings_clear(&r.settings);
	/* A command that does not take the option does not look at it. */
	RUN(&r, "metrics");
	ok(&r);
	settings_clear(&r.settings);
}

static void
a_flag_outranks_the_environments_opposite(void **state)
{
	struct run r;

	(void)state;
	assert_int_equal(setenv("HEALTHSCAN_GIT", "env", 1), 0);
	RUN(&r, "repo", "--no-git");
	ok(&r);
	assert_null(r.settings.git);
	assert_true(r.settings.no_git);
	settings_clear(&r.settings);
	assert_int_equal(unsetenv("HEALTHSCAN_GIT"), 0);
	assert_int_equal(setenv("HEALTHSCAN_NO_GIT", "1", 1), 0);
	RUN(&r, "repo", "--git", "flag");
	ok(&r);
	assert_string_equal(r.settings.git, "flag");
	assert_false(r.settings.no_git);
	settings_clear(&r.settings);
}

static void
the_store_has_its_place(void **state)
{
	struct run r;

	(void)state;
	assert_int_equal(setenv("XDG_DATA_HOME", "/data", 1), 0);
	RUN(&r, "repo");
	ok(&r);
	assert_string_equal(r.settings.db, "/data/healthscan/healthscan.db");
	settings_clear(&r.settings);
	/* A relative one does not count, says the specification. */
	assert_int_equal(setenv("XDG_DATA_HOME", "data", 1), 0);
	assert_int_equal(setenv("HOME", "/h", 1), 0);
	RUN(&r, "repo");
	ok(&r);
	assert_string_equal(
	    r.settings.db, "/h/.local/share/healthscan/healthscan.db");
	settings_clear(&r.settings);
	assert_int_equal(unsetenv("HOME"), 0);
	RUN(&r, "repo");
	assert_int_equal(r.status, HSCAN_EINVAL);
	assert_non_null(strstr(r.err.message, "use --db FILE"));
	settings_clear(&r.settings);
	RUN(&r, "metrics");
	ok(&r);
	settings_clear(&r.settings);
}

/* What man pages and completions rely on. */
static void
the_table_is_sound(void **state)
{
	size_t rows = 0;

	(void)state;
	for (const struct option_spec *o = option_table; o->name; o++)
		rows++;
	assert_in_range(rows, 1, OPTIONS_MAX);
	for (const struct option_spec *o = option_table; o->name; o++) {
		bool flag = o->kind == OPTION_FLAG || o->kind == OPTION_COUNT ||
			    o->kind == OPTION_HELP || o->kind == OPTION_VERSION;

		assert_int_equal(flag, o->argument == NULL);
		assert_int_not_equal(o->commands, 0);
		assert_non_null(o->help);
		assert_int_equal(
		    o->kind == OPTION_CHOICE || o->kind == OPTION_SET,
		    o->choices != NULL);
		if (o->key)
			assert_non_null(strchr(o->key, '.'));
		/* Where anybody may write it nothing is run. */
		if (o->anywhere)
			assert_null(strstr(o->name, "notify"));
		if (o->env)
			assert_memory_equal(o->env, "HEALTHSCAN_", 11);
		for (const struct option_spec *p = o + 1; p->name; p++) {
			assert_string_not_equal(o->name, p->name);
			if (o->letter)
				assert_int_not_equal(o->letter, p->letter);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(defaults_hold, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		every_spelling_is_understood, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		options_stand_anywhere, setup, teardown),
	    cmocka_unit_test_setup_teardown(values_are_read, setup, teardown),
	    cmocka_unit_test_setup_teardown(lists_grow, setup, teardown),
	    cmocka_unit_test(a_list_outgrows_its_room),
	    cmocka_unit_test_setup_teardown(mistakes_are_told, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		the_environment_stands_for_flags, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_flag_outranks_the_environments_opposite, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		the_store_has_its_place, setup, teardown),
	    cmocka_unit_test(the_table_is_sound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

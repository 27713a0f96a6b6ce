/* SPDX-License-Identifier: MIT */
/* From argv and environment to settings, or to a message. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <healthscan/repo.h>

#include "app/settings.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/setting/argv.h"
#include "cli/setting/load.h"
#include "cli/setting/options.h"
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
		assert_within(argc, 1, MOST_WORDS - 1);
		argv[argc++] = *words;
	}
	run->status = options_parse(
	    argc, argv, &run->settings.arena, &run->line, &run->err);
	if (run->status != HSCAN_OK)
		return;
	command = command_find(
	    command_table, run->line.command ? run->line.command : "repo");
	assert_non_null(command);
	run->line.command = command->name;
	run->line.takes = command->takes;
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
	assert_int_equal(r.settings.from, HSCAN_NEVER);
	assert_int_equal(r.settings.to, HSCAN_NEVER);
	assert_int_equal(r.settings.profile, PROFILE_CORE);
	assert_int_equal(r.settings.min_samples, 5);
	assert_int_equal(r.settings.baseline, HSCAN_BASELINE_SIGMA);
	assert_near(r.settings.sigma, 2.0);
	assert_int_equal(r.settings.alert_on, ALERT_ON_RISK);
	assert_int_equal(r.settings.clear_after, 1);
	assert_null(r.settings.notify_command);
	assert_int_equal(r.settings.fail_on, HSCAN_FAIL_RISK);
	assert_false(r.settings.allow_unknown);
	assert_false(r.settings.allow_provisional);
	assert_int_equal(r.settings.max_age_s, 0);
	assert_int_equal(r.settings.gate_metrics.len, 0);
	assert_int_equal(r.settings.verbose, 0);
	assert_false(r.settings.quiet);
	for (size_t i = 0; i < OPTIONS_MAX; i++)
		assert_null(r.settings.sources[i]);
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
judgement_is_read(void **state)
{
	struct run r;

	(void)state;
	RUN(&r, "check", "--min-samples=1", "--baseline=mad", "--sigma=2.5",
	    "--alert-on=watch", "--clear-after=3", "--notify-command=mail x",
	    "--notify-shell", "--fail-on=deviation, regression",
	    "--allow-unknown", "--allow-provisional", "--max-age=2d");
	ok(&r);
	assert_int_equal(r.settings.min_samples, 1);
	assert_int_equal(r.settings.baseline, HSCAN_BASELINE_MAD);
	assert_near(r.settings.sigma, 2.5);
	assert_int_equal(r.settings.alert_on, ALERT_ON_WATCH);
	assert_int_equal(r.settings.clear_after, 3);
	assert_string_equal(r.settings.notify_command, "mail x");
	assert_true(r.settings.notify_shell);
	/* What is said takes the place of the default, risk. */
	assert_int_equal(
	    r.settings.fail_on, HSCAN_FAIL_DEVIATION | HSCAN_FAIL_REGRESSION);
	assert_true(r.settings.allow_unknown);
	assert_true(r.settings.allow_provisional);
	assert_int_equal(r.settings.max_age_s, 2 * 86400);
	settings_clear(&r.settings);

	RUN(&r, "check", "--fail-on=watch", "--fail-on=deviation",
	    "--max-age=0s");
	ok(&r);
	assert_int_equal(
	    r.settings.fail_on, HSCAN_FAIL_WATCH | HSCAN_FAIL_DEVIATION);
	assert_int_equal(r.settings.max_age_s, 0);
	settings_clear(&r.settings);
}

static void
slices_are_read(void **state)
{
	struct run r;

	(void)state;
	RUN(&r, "trend", "--label=bug", "--label=needs review",
	    "--author=heron*", "--base=main", "--from=2026-01-01",
	    "--to=2026-02-01", "--profile=full");
	ok(&r);
	assert_int_equal(r.settings.labels.len, 2);
	assert_string_equal(r.settings.labels.items[1].ptr, "needs review");
	assert_string_equal(r.settings.author, "heron*");
	assert_string_equal(r.settings.base, "main");
	assert_int_equal(r.settings.from, 1767225600);
	assert_int_equal(r.settings.to, 1769904000);
	assert_int_equal(r.settings.profile, PROFILE_FULL);
	settings_clear(&r.settings);

	RUN(&r, "query", "SELECT 1", "--time-limit=1m", "--window=quarter");
	ok(&r);
	assert_int_equal(r.settings.time_limit_s, 60);
	assert_int_equal(r.settings.window.months, 3);
	assert_true(r.settings.window.calendar);
	settings_clear(&r.settings);

	RUN(&r, "explain", "m", "--sort=-value", "--limit=0", "--window=3mo");
	ok(&r);
	assert_string_equal(r.settings.sort, "-value");
	assert_int_equal(r.settings.limit, 0);
	assert_int_equal(r.settings.window.months, 3);
	assert_int_equal(r.settings.window.seconds, 0);
	assert_false(r.settings.window.calendar);
	settings_clear(&r.settings);
}

/* Where an option's value is from. */
static const char *
source(const struct run *run, const char *name)
{
	for (const struct option_spec *o = option_table; o->name; o++)
		if (strcmp(o->name, name) == 0)
			return run->settings.sources[o - option_table];
	fail_msg("no option %s", name);
	return NULL;
}

static void
every_value_knows_where_it_is_from(void **state)
{
	static const char text[] = "[bots]\nlogin = a\nlogin = b\n"
				   "[docs]\npath = x\npath = y\n"
				   "[gate]\nfail-on = watch\nmetric = m\n"
				   "[alert]\nsigma = 3\n";
	char *file = support_join(home, "config");
	char place[4096];
	struct run r;

	(void)state;
	support_write(file, text, sizeof(text) - 1);
	assert_int_equal(setenv("HEALTHSCAN_WINDOW", "7d", 1), 0);
	assert_int_equal(setenv("HEALTHSCAN_WINDOWS", "7", 1), 0);
	assert_int_equal(setenv("HEALTHSCAN_FAIL_ON", "regression", 1), 0);
	assert_int_equal(setenv("HEALTHSCAN_CONFIG", file, 1), 0);
	assert_int_equal(setenv("GITHUB_API_URL", "https://a.test", 1), 0);
	RUN(&r, "check", "--windows=3", "--bot=c", "--docs-path=z", "-v");
	ok(&r);
	assert_null(source(&r, "format"));
	assert_string_equal(source(&r, "window"), "HEALTHSCAN_WINDOW");
	assert_string_equal(source(&r, "windows"), "--windows");
	assert_string_equal(source(&r, "verbose"), "--verbose");
	assert_string_equal(source(&r, "config"), "HEALTHSCAN_CONFIG");
	assert_string_equal(source(&r, "api-url"), "GITHUB_API_URL");
	(void)snprintf(place, sizeof(place), "%s:11", file);
	assert_string_equal(source(&r, "sigma"), place);
	/* Documentation and the rest are replaced; bots only grow. */
	assert_string_equal(source(&r, "docs-path"), "--docs-path");
	assert_int_equal(r.settings.docs_paths.len, 1);
	(void)snprintf(place, sizeof(place), "%s:2, --bot", file);
	assert_string_equal(source(&r, "bot"), place);
	assert_int_equal(r.settings.bot_logins.len, 3);
	assert_string_equal(source(&r, "fail-on"), "HEALTHSCAN_FAIL_ON");
	assert_int_equal(r.settings.fail_on, HSCAN_FAIL_REGRESSION);
	(void)snprintf(place, sizeof(place), "%s:9", file);
	assert_string_equal(source(&r, "gate-metric"), place);
	assert_int_equal(r.settings.gate_metrics.len, 1);
	settings_clear(&r.settings);
	free(file);
}

static void
a_window_has_two_ends(void **state)
{
	static const struct {
		const char *words[5];
		const char *env; /* HEALTHSCAN_AS_OF */
		int64_t as_of, seconds;
	} rows[] = {
	    {{"repo"}, NULL, 1000000000, 30 * 86400},
	    {{"repo"}, "2001-01-01", 978307200, 30 * 86400},
	    {{"repo", "--window=1d"}, NULL, 1000000000, 86400},
	    {{"repo", "--from=2001-09-09"}, NULL, 1000000000, 6400},
	    {{"repo", "--from=2000-12-31"}, "2001-01-01", 978307200, 86400},
	    {{"repo", "--from=2000-01-01", "--to=2000-01-02"}, "2001-01-01",
		946771200, 86400},
	};
	struct hscan_window_spec window = {0};
	struct hscan_error err = {.message = ""};
	int64_t as_of = 42;
	struct run r;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (rows[i].env)
			assert_int_equal(
			    setenv("HEALTHSCAN_AS_OF", rows[i].env, 1), 0);
		else
			assert_int_equal(unsetenv("HEALTHSCAN_AS_OF"), 0);
		run(&r, rows[i].words);
		ok(&r);
		assert_int_equal(settings_window(&r.settings, 1000000000,
				     &as_of, &window, &err),
		    HSCAN_OK);
		assert_true(as_of == rows[i].as_of);
		assert_true(window.seconds == rows[i].seconds);
		settings_clear(&r.settings);
	}
	assert_int_equal(unsetenv("HEALTHSCAN_AS_OF"), 0);
	/* At the very end, or after it, there is nothing between. */
	RUN(&r, "repo", "--from=2001-09-09T01:46:40Z");
	ok(&r);
	as_of = 42;
	assert_int_equal(
	    settings_window(&r.settings, 1000000000, &as_of, &window, &err),
	    HSCAN_EINVAL);
	assert_string_equal(err.message,
	    "--from is not before 2001-09-09T01:46:40Z: the window would be "
	    "empty; name an earlier time");
	assert_true(as_of == 42);
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
	    {{"repo", "--xyzzy"}, "--xyzzy; see healthscan help repo"},
	    {{"repo", "--fail-o=x"}, "did you mean --fail-on?"},
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
	    {{"check", "--gate-metric=m"}, "there is no option --gate-metric"},
	    {{"config", "--maintainer=m"}, "there is no option --maintainer"},
	    {{"--window=3"}, "write 3d for days, 3mo for months"},
	    {{"--window=Month"}, "--window: 'Month' is not a length of time; "
				 "write one such as 30d, 4w or 3mo"},
	    {{"--answer-time=0s"}, "--answer-time: '0s' is not a length"},
	    {{"--sigma=0"}, "--sigma: '0' is not a number above 0"},
	    {{"--sigma=two"}, "--sigma: 'two' is not a number above 0"},
	    {{"check", "--fail-on=risk,,watch"},
		"--fail-on: '' is not one of risk, watch, deviation, "
		"regression, unreachable, class=active, class=new, "
		"class=maintenance, class=quiet, class=dormant, "
		"class=archived; list one or more, separated by commas"},
	    {{"check", "--fail-on=risk, bad\x1B"},
		"--fail-on: 'bad\\x1B' is not one of risk, watch, "},
	    {{"--to=2026-01-01"}, "--to needs --from"},
	    {{"--from=2026-01-02", "--to=2026-01-02"},
		"--from is not before --to"},
	    {{"--from=2026-01-02", "--as-of=2026-01-03"},
		"leave out --as-of and --window"},
	    {{"--from=2026-01-02", "--window=3d"},
		"leave out --as-of and --window"},
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
	assert_string_equal(source(&r, "git"), "--no-git");
	settings_clear(&r.settings);
	assert_int_equal(unsetenv("HEALTHSCAN_GIT"), 0);
	assert_int_equal(setenv("HEALTHSCAN_NO_GIT", "1", 1), 0);
	RUN(&r, "repo", "--git", "flag");
	ok(&r);
	assert_string_equal(r.settings.git, "flag");
	assert_false(r.settings.no_git);
	assert_string_equal(source(&r, "no-git"), "--git");
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
	assert_within(rows, 1, OPTIONS_MAX);
	for (const struct option_spec *o = option_table; o->name; o++) {
		struct hscan_window_spec window;
		bool flag = o->kind == OPTION_FLAG || o->kind == OPTION_COUNT ||
			    o->kind == OPTION_HELP || o->kind == OPTION_VERSION;

		assert_int_equal(flag, o->argument == NULL);
		/* A flag, or at least a key. */
		assert_true(o->sets != 0 || (o->key && !o->env));
		assert_true(!o->grows || o->kind == OPTION_LIST);
		assert_true(!o->anywhere || o->key);
		assert_non_null(o->help);
		assert_int_equal(o->kind == OPTION_CHOICE ||
				     o->kind == OPTION_SET ||
				     o->kind == OPTION_WINDOW,
		    o->choices != NULL);
		/* What completes it knows a file when it sees one. */
		assert_int_equal(o->value == VALUE_FILE,
		    o->argument && strcmp(o->argument, "FILE") == 0);
		assert_int_equal(o->value == VALUE_FOLDER,
		    o->argument && strcmp(o->argument, "DIR") == 0);
		for (size_t i = 0; o->kind == OPTION_WINDOW && o->choices[i];
		     i++)
			assert_true(hscan_window_parse(
			    hscan_text_of(o->choices[i]), &window));
		if (o->key)
			assert_non_null(strchr(o->key, '.'));
		/* Where anybody may write it nothing is run. */
		if (o->anywhere)
			assert_null(strstr(o->name, "notify"));
		if (o->env)
			assert_memory_equal(o->env, "HEALTHSCAN_", 11);
		for (const struct option_spec *p = o + 1; p->name; p++) {
			assert_string_not_equal(o->name, p->name);
			if (o->key && p->key)
				assert_string_not_equal(o->key, p->key);
			if (o->env && p->env)
				assert_string_not_equal(o->env, p->env);
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
	    cmocka_unit_test_setup_teardown(judgement_is_read, setup, teardown),
	    cmocka_unit_test_setup_teardown(slices_are_read, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		every_value_knows_where_it_is_from, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_window_has_two_ends, setup, teardown),
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

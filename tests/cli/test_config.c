/* SPDX-License-Identifier: MIT */
/* Configuration files: what is read, and what is refused, with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "cli/setting/config.h"
#include "cli/setting/load.h"
#include "cli/setting/options.h"
#include "support/support.h"

static char *dir;
static char *file;

static int
setup(void **state)
{
	(void)state;
	dir = support_temp_dir();
	file = support_join(dir, "config");
	return setenv("TMPDIR", dir, 1);
}

static int
teardown(void **state)
{
	(void)state;
	(void)unsetenv("TMPDIR");
	free(file);
	support_remove_dir(dir);
	return 0;
}

static enum hscan_status
read_text(struct settings *settings, const char *text,
    enum config_origin origin, struct hscan_error *err)
{
	support_write(file, text, strlen(text));
	settings_init(settings);
	return config_read(settings, file, origin, err);
}

static void
keys_are_read(void **state)
{
	static const char text[] = "# a comment\n"
				   "[threshold \"pr_merge_cycle\"]\n"
				   "\thealthy = 72h ; and why\n"
				   "\trisk = 168h\n"
				   "[docs]\n"
				   "\tpath = docs/**\n"
				   "\tpath = \"a#b/*.md\"\n"
				   "[Bots]\n"
				   "\tLogin = *-robot\n";
	struct settings s;
	struct hscan_error err;
	char source[4096];

	(void)state;
	assert_int_equal(read_text(&s, text, CONFIG_WORK_TREE, &err), HSCAN_OK);
	assert_int_equal(s.thresholds_len, 2);
	assert_string_equal(s.thresholds[0].id.ptr, "pr_merge_cycle");
	assert_int_equal(s.thresholds[0].bound, BOUND_HEALTHY);
	assert_string_equal(s.thresholds[0].value.ptr, "72h");
	assert_int_equal(s.thresholds[1].bound, BOUND_RISK);
	assert_string_equal(s.thresholds[1].value.ptr, "168h");
	(void)snprintf(source, sizeof(source), "%s:4", file);
	assert_string_equal(s.thresholds[1].source, source);
	assert_int_equal(s.docs_paths.len, 2);
	assert_string_equal(s.docs_paths.items[0].ptr, "docs/**");
	assert_string_equal(s.docs_paths.items[1].ptr, "a#b/*.md");
	assert_int_equal(s.bot_logins.len, 1);
	assert_string_equal(s.bot_logins.items[0].ptr, "*-robot");
	settings_clear(&s);
}

/* A value for each key, and what is no value for it; NULL: anything is. */
static const struct {
	const char *key, *good, *bad;
} keys[] = {
    {"report.metric", "pr_merge_cycle", NULL},
    {"report.profile", "full", "half"},
    {"report.window", "3mo", "30"},
    {"report.windows", "24", "-1"},
    {"report.bots", "include", "maybe"},
    {"report.history", "events", "all"},
    {"report.format", "json", "xml"},
    {"hours.within", "36h", "2"},
    {"hours.work", "Mon-Fri 09:00-17:00 Europe/Berlin", "Mon-Fri"},
    {"hours.holiday", "2026-12-25", "25.12."},
    {"organization.map", "domain-map", NULL},
    {"organization.gitdm-order", "yes", "perhaps"},
    {"organization.domain", "acme.example Acme < 2026-01-31", "acme.example"},
    {"organization.alias", "Acme Inc. = Acme", "Acme"},
    {"docs.path", "docs/**", NULL},
    {"bots.login", "*-robot", NULL},
    {"agents.login", "heron-*", NULL},
    {"maintainers.login", "heron", NULL},
    {"alert.method", "mad", "mean"},
    {"alert.sigma", "2.5", "0"},
    {"alert.on", "watch", "all"},
    {"alert.clear-after", "3", "0"},
    {"alert.notify-command", "mail me", NULL},
    {"alert.notify-shell", "yes", "perhaps"},
    {"alert.every", "30m", "0s"},
    {"engine.user", "collector", NULL},
    {"engine.password-file", "/a/password", NULL},
    {"gate.metric", "pr_merge_cycle", NULL},
    {"gate.fail-on", "risk, deviation", "risk;deviation"},
    {"gate.min-samples", "10", "0"},
    {"gate.allow-unknown", "true", "si"},
    {"gate.allow-provisional", "true", "si"},
    {"gate.max-age", "2d", "2"},
    {"api.url", "https://a.test/api/v3", NULL},
    {"api.token-file", "/a/token", NULL},
    {"auth.command", "gh auth token", NULL},
    {"api.ca-file", "/a/ca.pem", NULL},
    {"api.budget", "0", "-1"},
    {"api.max-wait", "0s", "soon"},
    {"api.answer-time", "5m", "soon"},
    {"api.retry-delay", "0s", "soon"},
    {"api.jobs", "2", "9"},
    {"receive.listen", "[::1]:8080", NULL},
    {"receive.admin-listen", "127.0.0.1:8081", NULL},
    {"receive.secret-file", "/a/secret", NULL},
    {"receive.secret-command", "pass show hook", NULL},
    {"receive.keep", "/a/folder", NULL},
    {"receive.settle", "0s", "5"},
    {"receive.max-delay", "1m", "soon"},
    {"receive.reconcile", "6h", "6"},
    {"receive.notify-retry", "30s", "0s"},
    {"store.path", "/a/store.db", NULL},
    {"output.color", "never", "blue"},
    {"output.no-pager", "on", "2"},
    {"output.no-progress", "on", "2"},
};
enum { KEYS = sizeof(keys) / sizeof(keys[0]) };

static enum hscan_status
read_key(struct settings *settings, const char *key, const char *value,
    enum config_origin origin, struct hscan_error *err)
{
	const char *dot = strchr(key, '.');
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, 4096);
	(void)hscan_buf_add_format(&text, "[%.*s]\n%s = \"%s\"\n",
	    (int)(dot - key), key, dot + 1, value);
	status = read_text(settings, hscan_buf_string(&text), origin, err);
	hscan_buf_clear(&text);
	return status;
}

static size_t
row_of(const char *key)
{
	for (const struct option_spec *o = option_table; o->name; o++)
		if (o->key && strcmp(o->key, key) == 0)
			return (size_t)(o - option_table);
	fail_msg("no key %s", key);
	return 0;
}

/* How large the member of an option is. */
static size_t
size_of(enum option_kind kind)
{
	switch (kind) {
	case OPTION_FLAG: return sizeof(bool);
	case OPTION_COUNT:
	case OPTION_CHOICE: return sizeof(int);
	case OPTION_SET: return sizeof(unsigned);
	case OPTION_TEXT:
	case OPTION_FORMAT: return sizeof(const char *);
	case OPTION_NUMBER:
	case OPTION_DURATION:
	case OPTION_TIME: return sizeof(int64_t);
	case OPTION_LIST: return sizeof(struct settings_list);
	case OPTION_WINDOW: return sizeof(struct hscan_window_spec);
	case OPTION_DECIMAL: return sizeof(double);
	case OPTION_BOUND:
	case OPTION_HELP:
	case OPTION_VERSION: break;
	}
	fail_msg("this kind has no member");
	return 0;
}

static bool
has_values(const char *key)
{
	for (size_t i = 0; i < KEYS; i++)
		if (strcmp(keys[i].key, key) == 0)
			return true;
	return false;
}

static void
every_key_is_read(void **state)
{
	char source[4096];

	(void)state;
	for (const struct option_spec *o = option_table; o->name; o++)
		if (o->key && !has_values(o->key))
			fail_msg(
			    "%s has no values here: add a row to keys", o->key);
	(void)snprintf(source, sizeof(source), "%s:2", file);
	for (size_t i = 0; i < KEYS; i++) {
		const struct option_spec *option =
		    &option_table[row_of(keys[i].key)];
		struct hscan_error err = {.message = ""};
		struct settings s, before;

		settings_init(&before);
		if (read_key(&s, keys[i].key, keys[i].good, CONFIG_NAMED,
			&err) != HSCAN_OK)
			fail_msg("%s", err.message);
		assert_string_equal(s.sources[option - option_table], source);
		assert_int_not_equal(
		    memcmp((unsigned char *)&s + option->offset,
			(unsigned char *)&before + option->offset,
			size_of(option->kind)),
		    0);
		settings_clear(&s);
		assert_int_equal(
		    read_key(&s, keys[i].key, "", CONFIG_NAMED, &err),
		    HSCAN_EINVAL);
		assert_non_null(strstr(err.message, "has no value"));
		settings_clear(&s);
		if (!keys[i].bad)
			continue;
		assert_int_equal(
		    read_key(&s, keys[i].key, keys[i].bad, CONFIG_NAMED, &err),
		    HSCAN_EINVAL);
		if (strncmp(err.message, source, strlen(source)) != 0 ||
		    strncmp(err.message + strlen(source), ": ", 2) != 0)
			fail_msg("%s: %s", keys[i].key, err.message);
		settings_clear(&s);
	}
}

/* Anybody may have written it. */
static void
a_work_tree_may_set_little(void **state)
{
	static const char *const sections[] = {"docs.", "bots.", "agents.",
	    "maintainers.", "alert.", "gate.", "hours.", NULL};

	(void)state;
	for (size_t i = 0; i < KEYS; i++) {
		struct hscan_error err = {.message = ""};
		bool may = false;
		struct settings s;
		char message[4096];

		for (size_t j = 0; sections[j]; j++)
			may |= strncmp(keys[i].key, sections[j],
				   strlen(sections[j])) == 0;
		may = may && !strstr(keys[i].key, "notify");
		assert_int_equal(read_key(&s, keys[i].key, keys[i].good,
				     CONFIG_WORK_TREE, &err),
		    may ? HSCAN_OK : HSCAN_EINVAL);
		(void)snprintf(message, sizeof(message),
		    "%s:2: a work tree may not set %s; write it into your "
		    "own configuration",
		    file, keys[i].key);
		assert_string_equal(err.message, may ? "" : message);
		assert_int_equal(s.sources[row_of(keys[i].key)] != NULL, may);
		settings_clear(&s);
	}
}

/* Its metrics are those built in, not files that lie about. */
static void
a_work_tree_names_no_file(void **state)
{
	static const char *const names[] = {
	    "mine.sql", "./mine", "/etc/passwd"};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct hscan_error err = {.message = ""};
		struct settings s;

		assert_int_equal(read_key(&s, "gate.metric", names[i],
				     CONFIG_WORK_TREE, &err),
		    HSCAN_EINVAL);
		assert_non_null(strstr(
		    err.message, ":2: a work tree may not name a file, as '"));
		assert_int_equal(s.gate_metrics.len, 0);
		settings_clear(&s);
		assert_int_equal(
		    read_key(&s, "gate.metric", names[i], CONFIG_USER, &err),
		    HSCAN_OK);
		settings_clear(&s);
	}
}

/* Each ends in an unknown key, so that its line shows. */
static void
lines_are_right(void **state)
{
	static const struct {
		const char *text;
		int line;
	} rows[] = {
	    {"[docs]\npth = x\n", 2},
	    {"[docs] pth = x", 1},
	    {"[docs] path = y\n[docs] pth = x", 2},
	    {"[docs]\r\n\r\npath = y\r\npth = x\r\n", 4},
	    {"\xEF\xBB\xBF[docs]\n\n; path\npth = x\n", 4},
	    {"[docs]\npath = a\\\n b\npth = x\n", 4},
	    {"[docs]\npath = \"a \\\n b\"\npth = x\n", 4},
	    {"[docs]\npath = a # b \\\npth = x\n", 3},
	    {"[threshold \"a]b\"] healthy = 1\n[docs]\npth = x", 3},
	    {"[threshold \"a\\\"]b\"]\nhealthy = 1\n[docs]\npth = x", 4},
	    {"[bots]\nlogin = a\nlogin = a\n[docs]\npath = a\npth = x", 6},
	    {"[docs \"sub\"]\n\tpath = x\n", 2},
	    {"[threshold]\n\thealthy = 1\n", 2},
	    {"[threshold \"m\"]\n\twatch = 1\n", 2},
	    {"[auth]\n\tcommnad = gh auth token\n", 2},
	    {"[nothing \"a.b\"]\nc.d = x\n", 2},
	    {"key = x\n", 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_error err = {.message = ""};
		char start[4096];
		struct settings s;

		assert_int_equal(
		    read_text(&s, rows[i].text, CONFIG_NAMED, &err),
		    HSCAN_EINVAL);
		(void)snprintf(
		    start, sizeof(start), "%s:%d: ", file, rows[i].line);
		if (strncmp(err.message, start, strlen(start)) != 0)
			fail_msg("%s: %s", rows[i].text, err.message);
		settings_clear(&s);
	}
}

static void
mistakes_are_told(void **state)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
	    {"[docs]\npth = x\n", ":2: unknown key docs.pth; did you mean "
				  "docs.path?"},
	    {"[zzz]\nxyz = 1\n", ":2: unknown key zzz.xyz; healthscan config "
				 "lists those there are"},
	    {"[gate]\nfailon = x\n", ":2: unknown key gate.failon; did you "
				     "mean gate.fail-on?"},
	    {"[maintainers]\nlogins = x\n",
		":2: unknown key maintainers.logins; did you mean "
		"maintainers.login?"},
	    {"[gate]\nmetrics = x\n",
		"unknown key gate.metrics; did you mean gate.metric?"},
	    {"[threshold \"m\"]\nrisc = 1\n",
		":2: unknown key threshold.m.risc; healthscan config lists "
		"those there are, beside healthy and risk of [threshold "
		"\"METRIC\"]"},
	    {"[alert]\nsigma = two\n", ":2: 'two' is not a number above 0"},
	    {"[docs]\npath\n", ":2: docs.path has no value"},
	    {"[gate]\nallow-unknown\n", ":2: gate.allow-unknown has no "
					"value"},
	    {"[docs]\npath =\n", ":2: docs.path has no value"},
	    {"[threshold \"m\"]\nrisk = soon\n", ":2: 'soon' is not a bound"},
	    {"[threshold \"\"]\nrisk = 1\n", ":2: a bound without a metric"},
	    {"[docs\npath = x\n", ":1: missing ']' in section header"},
	    /* What is wrong with the file comes before what it says. */
	    {"[docs]\npth = x\n[docs\n", ":3: missing ']' in section header"},
	    {"[docs]\n= x\n", ":2: "},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_error err = {.message = ""};
		struct settings s;

		assert_int_equal(read_text(&s, rows[i].text, CONFIG_USER, &err),
		    HSCAN_EINVAL);
		if (!strstr(err.message, rows[i].message))
			fail_msg("%s: %s", rows[i].text, err.message);
		settings_clear(&s);
	}
}

static void
includes_are_refused(void **state)
{
	static const struct {
		const char *text;
		int line;
	} rows[] = {
	    {"[include]\npath = other\n", 1},
	    {"[docs]\npath = x\n[INCLUDE]\n\tpath = other\n", 3},
	    {"\n[ Include ] path = other\n", 2},
	    {"[includeIf \"gitdir:/\"]\npath = other\n", 1},
	    {"[includeif.x]\npath = other\n", 1},
	    {"[docs] [include] path = other\n", 1},
	    {"[docs][include]path = other\n", 1},
	    {"\xEF\xBB\xBF[include]\npath = other\n", 1},
	    {"#\r[x]\n[include]\r\npath = other\n", 2},
	};
	static const enum config_origin origins[] = {
	    CONFIG_USER, CONFIG_WORK_TREE, CONFIG_NAMED};
	char *other = support_join(dir, "other");

	(void)state;
	support_write(other, "[docs]\npath = SECRET\n", 21);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_error err = {.message = ""};
		char start[4096];
		struct settings s;

		assert_int_equal(
		    read_text(&s, rows[i].text, origins[i % 3], &err),
		    HSCAN_EINVAL);
		(void)snprintf(start, sizeof(start),
		    "%s:%d: a configuration cannot include another", file,
		    rows[i].line);
		if (strncmp(err.message, start, strlen(start)) != 0)
			fail_msg("%s: %s", rows[i].text, err.message);
		assert_int_equal(s.docs_paths.len, 0);
		settings_clear(&s);
	}
	free(other);
}

static void
a_comment_may_say_include(void **state)
{
	struct hscan_error err;
	struct settings s;

	(void)state;
	assert_int_equal(read_text(&s, "  # [include]\n;[include]\n",
			     CONFIG_WORK_TREE, &err),
	    HSCAN_OK);
	settings_clear(&s);
}

static void
files_may_be_missing_or_empty(void **state)
{
	struct hscan_error err = {.message = ""};
	struct settings s;
	char *missing = support_join(dir, "missing");
	char *below = support_join(dir, "config/below");

	(void)state;
	assert_int_equal(read_text(&s, "", CONFIG_WORK_TREE, &err), HSCAN_OK);
	assert_int_equal(
	    read_text(&s, "\xEF\xBB\xBF", CONFIG_NAMED, &err), HSCAN_OK);
	assert_int_equal(config_read(&s, missing, CONFIG_USER, &err), HSCAN_OK);
	assert_int_equal(
	    config_read(&s, missing, CONFIG_WORK_TREE, &err), HSCAN_OK);
	assert_int_equal(config_read(&s, below, CONFIG_USER, &err), HSCAN_OK);
	assert_int_equal(
	    config_read(&s, missing, CONFIG_NAMED, &err), HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "No such file"));
	assert_int_equal(
	    config_read(&s, "/dev/null", CONFIG_NAMED, &err), HSCAN_OK);
	settings_clear(&s);
	free(below);
	free(missing);
}

static void
other_things_are_refused(void **state)
{
	struct hscan_error err = {.message = ""};
	struct settings s;
	char *link = support_join(dir, "link");
	char *fifo = support_join(dir, "fifo");

	(void)state;
	assert_int_equal(
	    read_text(&s, "[docs]\npath = x\n", CONFIG_USER, &err), HSCAN_OK);
	settings_clear(&s);
	assert_int_equal(symlink(file, link), 0);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_int_equal(
	    config_read(&s, link, CONFIG_WORK_TREE, &err), HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "symbolic link"));
	assert_int_equal(
	    config_read(&s, fifo, CONFIG_WORK_TREE, &err), HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "no regular file"));
	assert_int_equal(
	    config_read(&s, dir, CONFIG_WORK_TREE, &err), HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "Is a directory"));
	assert_int_equal(
	    config_read(&s, dir, CONFIG_NAMED, &err), HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "Is a directory"));
	/* The user's own may be a link into a collection of dot-files. */
	assert_int_equal(config_read(&s, link, CONFIG_USER, &err), HSCAN_OK);
	assert_int_equal(s.docs_paths.len, 1);
	settings_clear(&s);
	support_write(file, "[docs]\0\npath = x\n", 17);
	assert_int_equal(
	    config_read(&s, file, CONFIG_NAMED, &err), HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "NUL byte"));
	settings_clear(&s);
	free(fifo);
	free(link);
}

static void
a_file_has_a_largest_size(void **state)
{
	enum { LARGEST = 1024 * 1024 };
	struct hscan_error err = {.message = ""};
	char *text = malloc(LARGEST + 1);
	struct settings s;

	(void)state;
	assert_non_null(text);
	memset(text, '\n', LARGEST + 1);
	settings_init(&s);
	support_write(file, text, LARGEST);
	assert_int_equal(config_read(&s, file, CONFIG_NAMED, &err), HSCAN_OK);
	support_write(file, text, LARGEST + 1);
	assert_int_equal(
	    config_read(&s, file, CONFIG_NAMED, &err), HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "larger than 1024 KiB"));
	settings_clear(&s);
	free(text);
}

static void
a_later_file_replaces_documentation_and_adds_bots(void **state)
{
	struct hscan_error err;
	struct settings s;
	char *second = support_join(dir, "second");
	static const char text[] = "[docs]\npath = c\n[bots]\nlogin = y\n"
				   "[threshold \"m\"]\nrisk = 2\nrisk = 3\n";

	(void)state;
	assert_int_equal(read_text(&s,
			     "[docs]\npath = a\npath = b\n[bots]\nlogin = x\n"
			     "[threshold \"m\"]\nrisk = 1\n",
			     CONFIG_USER, &err),
	    HSCAN_OK);
	support_write(second, text, sizeof(text) - 1);
	assert_int_equal(config_read(&s, second, CONFIG_NAMED, &err), HSCAN_OK);
	assert_int_equal(s.docs_paths.len, 1);
	assert_string_equal(s.docs_paths.items[0].ptr, "c");
	assert_int_equal(s.bot_logins.len, 2);
	/* In order, so that the last one wins. */
	assert_int_equal(s.thresholds_len, 3);
	assert_string_equal(s.thresholds[0].value.ptr, "1");
	assert_string_equal(s.thresholds[2].value.ptr, "3");
	settings_clear(&s);
	free(second);
}

/* What a later file says takes the place of what an earlier one said. */
static void
a_later_file_is_stronger(void **state)
{
	static const char text[] = "\n[gate]\nmetric = c\nfail-on = watch\n"
				   "[maintainers]\nlogin = y\nlogin = z\n"
				   "[bots]\nlogin = b\n";
	char *second = support_join(dir, "second");
	struct hscan_error err = {.message = ""};
	struct settings s;
	char source[8192];

	(void)state;
	assert_int_equal(read_text(&s,
			     "[gate]\nmetric = a\nmetric = b\n"
			     "fail-on = deviation\nfail-on = regression\n"
			     "[maintainers]\nlogin = x\n"
			     "[bots]\nlogin = a\nlogin = a\n",
			     CONFIG_USER, &err),
	    HSCAN_OK);
	assert_int_equal(s.gate_metrics.len, 2);
	assert_int_equal(
	    s.fail_on, HSCAN_FAIL_DEVIATION | HSCAN_FAIL_REGRESSION);
	(void)snprintf(source, sizeof(source), "%s:4", file);
	assert_string_equal(s.sources[row_of("gate.fail-on")], source);
	support_write(second, text, sizeof(text) - 1);
	assert_int_equal(config_read(&s, second, CONFIG_NAMED, &err), HSCAN_OK);
	assert_int_equal(s.gate_metrics.len, 1);
	assert_string_equal(s.gate_metrics.items[0].ptr, "c");
	assert_int_equal(s.fail_on, HSCAN_FAIL_WATCH);
	assert_int_equal(s.maintainers.len, 2);
	(void)snprintf(source, sizeof(source), "%s:3", second);
	assert_string_equal(s.sources[row_of("gate.metric")], source);
	/* Of what grows, every file. */
	assert_int_equal(s.bot_logins.len, 3);
	(void)snprintf(source, sizeof(source), "%s:9, %s:9", file, second);
	assert_string_equal(s.sources[row_of("bots.login")], source);
	settings_clear(&s);
	free(second);
}

/* A line of a file for each place would be more memory than there is. */
static void
a_long_list_is_no_burden(void **state)
{
	enum { LINES = 20000 };
	static const char line[] = "login=a\n";
	const size_t len = sizeof(line) - 1;
	struct hscan_error err = {.message = ""};
	char *text = malloc(7 + LINES * len + 1);
	char source[4096];
	struct settings s;

	(void)state;
	assert_non_null(text);
	memcpy(text, "[bots]\n", 7);
	for (size_t i = 0; i < LINES; i++)
		memcpy(text + 7 + i * len, line, len);
	text[7 + LINES * len] = '\0';
	assert_int_equal(read_text(&s, text, CONFIG_WORK_TREE, &err), HSCAN_OK);
	assert_int_equal(s.bot_logins.len, LINES);
	(void)snprintf(source, sizeof(source), "%s:2", file);
	assert_string_equal(s.sources[row_of("bots.login")], source);
	settings_clear(&s);
	free(text);
}

/* A full or missing folder for such files stands in nobody's way. */
static void
no_copy_is_left_behind(void **state)
{
	struct hscan_error err = {.message = ""};
	struct settings s;

	(void)state;
	assert_int_equal(setenv("TMPDIR", "/nonexistent", 1), 0);
	assert_int_equal(
	    read_text(&s, "[docs]\npath = x\n", CONFIG_USER, &err), HSCAN_OK);
	assert_int_equal(s.docs_paths.len, 1);
	settings_clear(&s);
	assert_int_equal(unlink(file), 0);
	/* rmdir() fails when something is in there. */
	assert_int_equal(rmdir(dir), 0);
	assert_int_equal(mkdir(dir, 0700), 0);
}

static void
the_work_tree_is_found(void **state)
{
	struct hscan_buf root;
	char *git = support_join(dir, ".git");
	char *a = support_join(dir, "a");
	char *b = support_join(a, "b");

	(void)state;
	hscan_buf_init(&root, 4096);
	assert_int_equal(mkdir(a, 0700), 0);
	assert_int_equal(mkdir(b, 0700), 0);
	support_write(git, "gitdir: elsewhere\n", 18);
	assert_true(config_find_work_tree(b, &root));
	assert_string_equal(hscan_buf_string(&root), dir);
	assert_true(config_find_work_tree(dir, &root));
	assert_string_equal(hscan_buf_string(&root), dir);
	assert_false(config_find_work_tree("/", &root));
	hscan_buf_clear(&root);
	free(b);
	free(a);
	free(git);
}

static void
the_three_files_are_read_in_order(void **state)
{
	struct hscan_error err;
	struct settings s;
	char *config = support_join(dir, "healthscan");
	char *user = support_join(config, "config");
	char *git = support_join(dir, ".git");
	char *tree = support_join(dir, ".healthscan");
	char back[4096];

	(void)state;
	assert_non_null(getcwd(back, sizeof(back)));
	assert_int_equal(mkdir(config, 0700), 0);
	assert_int_equal(mkdir(git, 0700), 0);
	support_write(user, "[bots]\nlogin = 1\n", 17);
	support_write(tree, "[bots]\nlogin = 2\n", 17);
	support_write(file, "[bots]\nlogin = 3\n", 17);
	assert_int_equal(setenv("XDG_CONFIG_HOME", dir, 1), 0);
	assert_int_equal(chdir(config), 0);
	settings_init(&s);
	assert_int_equal(config_load(&s, file, &err), HSCAN_OK);
	assert_int_equal(chdir(back), 0);
	assert_int_equal(unsetenv("XDG_CONFIG_HOME"), 0);
	assert_int_equal(s.bot_logins.len, 3);
	assert_string_equal(s.bot_logins.items[0].ptr, "1");
	assert_string_equal(s.bot_logins.items[1].ptr, "2");
	assert_string_equal(s.bot_logins.items[2].ptr, "3");
	settings_clear(&s);
	free(tree);
	free(git);
	free(user);
	free(config);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(keys_are_read, setup, teardown),
	    cmocka_unit_test_setup_teardown(every_key_is_read, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_work_tree_may_set_little, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_work_tree_names_no_file, setup, teardown),
	    cmocka_unit_test_setup_teardown(lines_are_right, setup, teardown),
	    cmocka_unit_test_setup_teardown(mistakes_are_told, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		includes_are_refused, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_comment_may_say_include, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		files_may_be_missing_or_empty, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		other_things_are_refused, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_file_has_a_largest_size, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_later_file_replaces_documentation_and_adds_bots, setup,
		teardown),
	    cmocka_unit_test_setup_teardown(
		a_later_file_is_stronger, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_long_list_is_no_burden, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		no_copy_is_left_behind, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		the_work_tree_is_found, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		the_three_files_are_read_in_order, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

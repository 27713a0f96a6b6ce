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
#include "cli/config.h"
#include "cli/config_scan.h"
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
	    {"[auth]\n\tcommand = gh auth token\n", 2},
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
	    {"[docs]\npath\n", ":2: docs.path has no value"},
	    {"[docs]\npath =\n", ":2: docs.path has no value"},
	    {"[threshold \"m\"]\nrisk = soon\n", ":2: 'soon' is not a bound"},
	    {"[threshold \"\"]\nrisk = 1\n", ":2: a bound without a metric"},
	    {"[docs\npath = x\n", ":1: missing ']' in section header"},
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
		/* The private copy is not what the user has to mend. */
		assert_null(strstr(err.message, "healthscan."));
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

static void
no_copy_is_left_behind(void **state)
{
	struct hscan_error err = {.message = ""};
	struct settings s;

	(void)state;
	assert_int_equal(
	    read_text(&s, "[docs]\npath = x\n", CONFIG_USER, &err), HSCAN_OK);
	settings_clear(&s);
	assert_int_equal(read_text(&s, "[docs]\nfoo = x\n", CONFIG_USER, &err),
	    HSCAN_EINVAL);
	settings_clear(&s);
	assert_int_equal(unlink(file), 0);
	/* rmdir() fails when something is in there. */
	assert_int_equal(rmdir(dir), 0);
	assert_int_equal(mkdir(dir, 0700), 0);
	support_write(file, "[docs]\npath = x\n", 16);
	assert_int_equal(setenv("TMPDIR", file, 1), 0);
	assert_int_equal(config_read(&s, file, CONFIG_USER, &err), HSCAN_EIO);
	assert_non_null(strstr(err.message, "set TMPDIR"));
	settings_clear(&s);
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

/* The scanner never reads past the text, whatever it holds. */
static void
the_scanner_survives_anything(void **state)
{
	static const char letters[] = "[]\"\\#;=\n\r\t ai";
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t len = (size_t)round % 24;
		char *text = malloc(len + 1);
		struct config_scanner scanner = {.line = 0};
		struct hscan_text key;
		size_t last = 0, line;

		assert_non_null(text);
		for (size_t i = 0; i < len; i++) {
			seed = seed * 1664525U + 1013904223U;
			text[i] = letters[(seed >> 16) % (sizeof(letters) - 1)];
		}
		/* One byte short, so that the sanitizer sees an overrun. */
		text = realloc(text, len ? len : 1);
		assert_non_null(text);
		scanner.rest = (struct hscan_text){text, len};
		while ((line = config_scan_variable(&scanner, &key)) != 0) {
			assert_true(line > last);
			assert_true(key.len > 0);
			last = line;
		}
		free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(keys_are_read, setup, teardown),
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
		no_copy_is_left_behind, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		the_work_tree_is_found, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		the_three_files_are_read_in_order, setup, teardown),
	    cmocka_unit_test(the_scanner_survives_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Programs that behave, and those that do not. */
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
#include "cli/system/child.h"

static char heard[1024];

static void
hear(char c)
{
	size_t len = strlen(heard);

	assert_true(len + 1 < sizeof(heard));
	heard[len] = c;
	heard[len + 1] = '\0';
}

static void
on_line(const char *line, void *payload)
{
	(void)payload;
	for (; *line; line++)
		hear(*line);
	hear('|');
}

static struct child
reader(struct hscan_buf *out)
{
	heard[0] = '\0';
	hscan_buf_init(out, 4096);
	return (struct child){
	    .what = "the test's program",
	    .failure = HSCAN_EAUTH,
	    .patience_ms = 20000,
	    .output = out,
	    .on_line = on_line,
	};
}

/* `sh -c script`. */
static enum hscan_status
run_script(
    const struct child *child, const char *script, struct hscan_error *err)
{
	static char sh[] = "sh", option[] = "-c";
	char *copy = strdup(script);
	char *argv[] = {sh, option, copy, NULL};
	enum hscan_status status;

	assert_non_null(copy);
	*err = (struct hscan_error){.message = ""};
	status = child_run(child, argv, err);
	free(copy);
	return status;
}

static void
what_it_prints(void **state)
{
	static char variable[] = "GH_HOST=ghe.example.org";
	struct hscan_error err;
	struct hscan_buf out;
	struct child child = reader(&out);

	(void)state;
	assert_int_equal(setenv("GH_HOST", "elsewhere", 1), 0);
	child.variable = variable;
	assert_int_equal(
	    run_script(&child,
		"read x; echo \"$x $GH_HOST $HOME\"; echo one >&2; "
		"printf 'two\\r\\n\\nthree' >&2",
		&err),
	    HSCAN_OK);
	assert_true(
	    hscan_text_starts(hscan_buf_text(&out), " ghe.example.org /"));
	assert_string_equal(heard, "one|two|three|");
	assert_string_equal(getenv("GH_HOST"), "elsewhere");
	hscan_buf_clear(&out);
}

/* By their whole name, and nothing else of what is there. */
static void
what_it_is_not_told(void **state)
{
	static const char *const without[] = {"HIDDEN", "HID", NULL};
	static char variable[] = "HIDDEN_TOO=new";
	struct hscan_error err;
	struct hscan_buf out;
	struct child child = reader(&out);

	(void)state;
	assert_int_equal(setenv("HIDDEN", "1", 1), 0);
	assert_int_equal(setenv("HIDDEN_TOO", "old", 1), 0);
	assert_int_equal(setenv("HIDE", "3", 1), 0);
	child.without = without;
	assert_int_equal(
	    run_script(&child, "echo \"$HIDDEN|$HIDDEN_TOO|$HIDE\"", &err),
	    HSCAN_OK);
	assert_string_equal(hscan_buf_string(&out), "|old|3\n");
	hscan_buf_reset(&out);
	child.variable = variable;
	assert_int_equal(
	    run_script(&child, "env | grep -c ^HIDDEN_TOO=new", &err),
	    HSCAN_OK);
	assert_string_equal(hscan_buf_string(&out), "1\n");
	hscan_buf_clear(&out);
}

static void
what_it_reads(void **state)
{
	size_t len = (size_t)256 * 1024;
	char *text = malloc(len);
	struct hscan_error err;
	struct hscan_buf out;
	struct child child = reader(&out);

	(void)state;
	/* More than a pipe holds. */
	assert_non_null(text);
	memset(text, 'x', len);
	child.input = (struct hscan_text){text, len};
	assert_int_equal(run_script(&child, "wc -c", &err), HSCAN_OK);
	assert_non_null(strstr(hscan_buf_string(&out), "262144"));
	hscan_buf_clear(&out);
	/* Nobody has to read it. */
	child = reader(&out);
	child.input = (struct hscan_text){text, len};
	assert_int_equal(
	    run_script(&child, "exec <&-; echo x", &err), HSCAN_OK);
	assert_string_equal(hscan_buf_string(&out), "x\n");
	hscan_buf_clear(&out);
	free(text);
}

static void
failures(void **state)
{
	static const struct {
		const char *script, *says;
	} rows[] = {
	    {"echo s3cret; exit 4", "program sh failed: exit code 4; run"},
	    {"echo first >&2; printf 'no \\033[1mkey' >&2; exit 1",
		"failed: exit code 1 (\"no \\x1B[1mkey\"); run it"},
	    {"kill -9 $$", "failed: it was killed by signal 9"},
	    {"yes s3cret", "prints more than 4 KiB"},
	    {"yes s3cret | head -n 2000", "prints more than 4 KiB"},
	    {"sleep 20", "failed: it took longer than 1 s"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_error err;
		struct hscan_buf out;
		struct child child = reader(&out);

		child.patience_ms = 1000;
		assert_int_equal(
		    run_script(&child, rows[i].script, &err), HSCAN_EAUTH);
		if (!strstr(err.message, rows[i].says))
			fail_msg("%s", err.message);
		assert_null(strstr(err.message, "s3cret"));
		hscan_buf_clear(&out);
	}
}

static void
what_cannot_be_run(void **state)
{
	static char name[] = "/does/not\x1b/exist";
	char *argv[] = {name, NULL};
	struct hscan_error err;
	struct hscan_buf out;
	struct child child = reader(&out);

	(void)state;
	assert_int_equal(child_run(&child, argv, &err), HSCAN_EINVAL);
	assert_string_equal(err.message,
	    "the test's program /does/not\\x1B/exist cannot be run: No such "
	    "file or directory; check its name");
	hscan_buf_clear(&out);
}

static void
the_background_is_not_waited_for(void **state)
{
	struct hscan_error err;
	struct hscan_buf out;
	struct child child = reader(&out);

	(void)state;
	/* It holds both pipes open. */
	child.patience_ms = 5000;
	assert_int_equal(
	    run_script(&child, "sleep 6 & echo token", &err), HSCAN_OK);
	assert_string_equal(hscan_buf_string(&out), "token\n");
	hscan_buf_clear(&out);
}

static void
an_interrupt_ends_it(void **state)
{
	static const volatile sig_atomic_t interrupted = 2;
	struct hscan_error err;
	struct hscan_buf out;
	struct child child = reader(&out);

	(void)state;
	child.interrupted = &interrupted;
	assert_int_equal(run_script(&child, "sleep 20", &err), HSCAN_EINTR);
	hscan_buf_clear(&out);
}

static void
words(void **state)
{
	static const struct {
		const char *command, *words;
	} rows[] = {
	    {"gh auth token", "gh|auth|token|"},
	    {"  a\t'b c'\"d e\" f\\ g ''", "a|b cd e|f g||"},
	    {"a $HOME `id` ; b > c*", "a|$HOME|`id`|;|b|>|c*|"},
	    {"'a\\'", "a\\|"},
	    {"\"a\\\"b\"", "a\"b|"},
	};
	struct hscan_error err;
	struct hscan_arena arena;
	char **argv;

	(void)state;
	hscan_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
		    child_split(rows[i].command, "it", &arena, &argv, &err),
		    HSCAN_OK);
		heard[0] = '\0';
		for (; *argv; argv++)
			on_line(*argv, NULL);
		assert_string_equal(heard, rows[i].words);
	}
	assert_int_equal(
	    child_split("a 'b", "it", &arena, &argv, &err), HSCAN_EINVAL);
	assert_string_equal(err.message,
	    "it has a ' without its other; quote it as a shell would have it");
	assert_int_equal(
	    child_split(" \t", "it", &arena, &argv, &err), HSCAN_EINVAL);
	assert_string_equal(err.message, "it is empty; name a program");
	hscan_arena_clear(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_it_prints),
	    cmocka_unit_test(what_it_is_not_told),
	    cmocka_unit_test(what_it_reads),
	    cmocka_unit_test(failures),
	    cmocka_unit_test(what_cannot_be_run),
	    cmocka_unit_test(the_background_is_not_waited_for),
	    cmocka_unit_test(an_interrupt_ends_it),
	    cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

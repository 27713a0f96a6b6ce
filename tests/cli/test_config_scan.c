/* SPDX-License-Identifier: MIT */
/* The syntax of configurations, read as git reads it: each text is given to
 * git as well. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "cli/setting/config_scan.h"
#include "support/support.h"

enum { LONGEST = 64 * 1024 };

static char *dir;
static char *file;

static int
setup(void **state)
{
	(void)state;
	dir = support_temp_dir();
	file = support_join(dir, "config");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	free(file);
	support_remove_dir(dir);
	return 0;
}

/* What git says in `list`, as name, line break, value, NUL; without a line
 * break where the key stands alone. The line of the error, or 0. */
static int
ask_git(struct hscan_buf *list)
{
	static const char error[] = "fatal: bad config line ";
	char command[8192], piece[4096];
	const char *at;
	size_t len;
	FILE *pipe;

	hscan_buf_reset(list);
	(void)snprintf(command, sizeof(command),
	    "LC_ALL=C git config -z --file '%s' --list 2>&1", file);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	while ((len = fread(piece, 1, sizeof(piece), pipe)) > 0)
		assert_true(hscan_buf_add(list, piece, len));
	if (pclose(pipe) == 0)
		return 0;
	/* It may have listed some before it met the error. */
	for (at = hscan_buf_string(list);
	     strncmp(at, error, sizeof(error) - 1) != 0; at++)
		assert_true(at < list->ptr + list->len);
	return atoi(at + sizeof(error) - 1);
}

/* What we say, alike. */
static int
ask_ourselves(const char *text, struct hscan_buf *list)
{
	struct config_variable variable = {.name = NULL};
	struct hscan_error err = {.message = ""};
	struct config_scanner scanner;
	enum hscan_status status;

	hscan_buf_reset(list);
	config_scan_begin(&scanner, hscan_text_of(text), "it");
	while ((status = config_scan_next(&scanner, &variable, &err)) ==
		   HSCAN_OK &&
	       variable.name) {
		(void)hscan_buf_add_string(list, variable.name);
		if (variable.value.ptr)
			(void)hscan_buf_add_char(list, '\n');
		(void)hscan_buf_add_text(list, variable.value);
		(void)hscan_buf_add_char(list, '\0');
	}
	config_scan_end(&scanner);
	if (status == HSCAN_OK)
		return 0;
	assert_int_equal(status, HSCAN_EINVAL);
	assert_int_equal(strncmp(err.message, "it:", 3), 0);
	return atoi(err.message + 3);
}

static void
compare(const char *text)
{
	struct hscan_buf theirs, ours;
	int line, our_line;

	hscan_buf_init(&theirs, LONGEST);
	hscan_buf_init(&ours, LONGEST);
	support_write(file, text, strlen(text));
	line = ask_git(&theirs);
	our_line = ask_ourselves(text, &ours);
	/* Where a line ends too early, git may have counted the next one. */
	if (our_line > 0 && our_line == line - 1)
		our_line = line;
	if (line != our_line)
		fail_msg("line %d, by git %d, of \"%s\"", our_line, line, text);
	if (line == 0 &&
	    !hscan_text_equal(hscan_buf_text(&ours), hscan_buf_text(&theirs)))
		fail_msg("\"%s\" is \"%s\", by git \"%s\"", text,
		    hscan_buf_string(&ours), hscan_buf_string(&theirs));
	hscan_buf_clear(&ours);
	hscan_buf_clear(&theirs);
}

static void
texts_are_read_as_git_reads_them(void **state)
{
	static const char *const texts[] = {
	    "",
	    "\n\n",
	    "# only\n; comments",
	    "\xEF\xBB\xBF",
	    "\xEF\xBB\xBF[a]\nb = c\n",
	    "[a]\n\xEF\xBB\xBFz = c\n",
	    /* Sections. */
	    "[a]\nb = c\n",
	    "  [ABC]\n\tDef-Ghi = Jkl\n",
	    "[a] b = c",
	    "[a] [b] c = d\n",
	    "[a][b]c=d\n",
	    "[a]\nb = c [d]\n",
	    "[a.B.c]\nd = e\n",
	    "[a-1]\nb = c\n",
	    "[1]\nb = c\n",
	    "[.a]\nb = c\n",
	    "[a.]\nb = c\n",
	    "[a..b]\nc = d\n",
	    "[a]\n[b]\n",
	    "[a]\nb = 1\n[c]\nb = 2\n[A]\nb = 3\n",
	    "[a] # comment\nb = c\n",
	    "[a];comment\nb = c\n",
	    "[]\nb = c\n",
	    "[ ]\nb = c\n",
	    "[ a]\nb = c\n",
	    "[a ]\nb = c\n",
	    "[a_b]\nc = d\n",
	    "[a]]\n",
	    "[a\nb = c\n",
	    "[a",
	    "[",
	    "]\n",
	    "[a\n]\n",
	    "[a]\nb = c\n[d\n",
	    /* Subsections. */
	    "[a \"B\"]\nc = d\n",
	    "[a   \t \"B\"]\nc = d\n",
	    "[a \"b.c.D\"]\ne = f\n",
	    "[a.B \"C\"]\nd = e\n",
	    "[a \"\"]\nb = c\n",
	    "[a \" \"]\nb = c\n",
	    "[a \"b\\\"c\\\\d\"]\ne = f\n",
	    "[a \"\\b\\n\\t\"]\nc = d\n",
	    "[a \"]#;=\"]\nb = c\n",
	    "[a \"\xC3\xA4\"]\nb = c\n",
	    "[a \"\xFF\"]\nb = c\n",
	    "[a \"b\"] c = d",
	    "[a \"b\"][c \"d\"] e = f",
	    "[a \"b\rc\"]\nd = e\n",
	    "[a\"b\"]\nc = d\n",
	    "[a \"b\" ]\nc = d\n",
	    "[a \"b\"c]\nd = e\n",
	    "[a \"b]\nc = d\n",
	    "[a \"b\nc\"]\nd = e\n",
	    "[a \"b\\\nc\"]\nd = e\n",
	    "[a b]\nc = d\n",
	    "[a \"b\" \"c\"]\nd = e\n",
	    "[a \"b\\",
	    "[a \"b\"",
	    "[ \"a\"]\nb = c\n",
	    "[. \"a\"]\nb = c\n",
	    /* Keys. */
	    "[a]\nb\n",
	    "[a]\nb",
	    "[a]\nb \t \n",
	    "[a]\nb=\n",
	    "[a]\nb=",
	    "[a]\nb = \n",
	    "[a]\nb-1=c\n",
	    "[a]\nb   \t=c\n",
	    "[a]\n\t b=c\n",
	    "[a]\nb = c\nb = d\nb\nb =\n",
	    "[a]\n1b = c\n",
	    "[a]\n-b = c\n",
	    "[a]\nb_c = d\n",
	    "[a]\nb.c = d\n",
	    "[a]\nb c\n",
	    "[a]\n= c\n",
	    "[a]\nb # comment\n",
	    "[a]\nb ; comment\n",
	    "[a]\nb\r = c\n",
	    "[a]\n\"b\" = c\n",
	    "[a]\n\xC3\xA4 = c\n",
	    /* Values. */
	    "[a]\nb = c d  e\n",
	    "[a]\nb =c   \n",
	    "[a]\nb = c=d\n",
	    "[a]\nb = = c\n",
	    "[a]\nb = c # comment\n",
	    "[a]\nb = c;comment\n",
	    "[a]\nb = c#comment \\\nd = e\n",
	    "[a]\nb = # comment\n",
	    "[a]\nb = ;\n",
	    "[a]\nb = \"c # d ; e\" # f\n",
	    "[a]\nb = \"  c  \"  \n",
	    "[a]\nb = \"c\td\"\n",
	    "[a]\nb = \"\"\n",
	    "[a]\nb = \"\"  c\n",
	    "[a]\nb = c \"\"\n",
	    "[a]\nb = \"c\"  \"d\"\n",
	    "[a]\nb = c\"d\"e\n",
	    "[a]\nb = \"c\"d\"e\"\n",
	    "[a]\nb = \\\"c\\\"\n",
	    "[a]\nb = \"\\\"c\\\"\"\n",
	    "[a]\nb = c\\\\\n",
	    "[a]\nb = \\t\\n\\b\\\\\\\"\n",
	    "[a]\nb = \\n c \\n\n",
	    "[a]\nb = \" \\n\"\n",
	    "[a]\nb = \\# c\n",
	    "[a]\nb = \\;\n",
	    "[a]\nb = c\\q\n",
	    "[a]\nb = c\\N\n",
	    "[a]\nb = c\\ \nd = e\n",
	    "[a]\nb = c\\\"\n",
	    "[a]\nb = \"c\n",
	    "[a]\nb = \"c",
	    "[a]\nb = c\"\nd = \"e\n",
	    "[a]\nb = \"c\\\"\n",
	    "[a]\nb = '\"#'\"\n",
	    "[a]\nb = 'c # d'\n",
	    "[a]\nb = \xC3\xA4 \xFF\n",
	    "[a]\nb = \v c \f\n",
	    "[a]\nb = \x01\x1B\x7F\n",
	    /* Values that go on. */
	    "[a]\nb = c\\\nd\n",
	    "[a]\nb = c \\\n  d\n",
	    "[a]\nb = \\\n  c\n",
	    "[a]\nb = \"c \\\n d\"\n",
	    "[a]\nb = \"c\\\n\\\n\\\nd\" e\n",
	    "[a]\nb = c\\\n# d\n",
	    "[a]\nb = c\\\n[d]\n",
	    "[a]\nb = c\\\n\\\nd\ne = f\n",
	    "[a]\nb = c\\\n",
	    "[a]\nb = c \\\n",
	    "[a]\nb = c\\",
	    "[a]\nb = \\",
	    "[a]\nb = \"c\\",
	    "[a]\nb \\\n= c\n",
	    "[a]\nb = c\\\nd\\q\n",
	    "[a]\nb = \"c\\\nd\n",
	    "[a]\nb = c\\\\\\\nd\n",
	    /* Line breaks of other systems. */
	    "[a]\r\nb = c\r\n\r\n[d]\r\n",
	    "[a]\r\nb\r\n",
	    "[a]\r\nb = c \\\r\n d\r\n",
	    "[a]\r\nb = \"c \\\r\n d\"\r\n",
	    "[a]\r\nb = \"c\r\n",
	    "[a]\r\nb =\r\n",
	    "[a]\r\nb",
	    "# c\r[a]\r\nb = c\n",
	    "\r[a]\rb = c\r",
	    "[a]\nb = \"c\rd\"\n",
	    "[a]\nb = c\\\rd\n",
	    /* Before the first section. */
	    "b = c\n",
	    "b\n[c]\nd = e\n",
	    "1 = c\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		compare(texts[i]);
}

/* Made up of what counts, at random. HSCAN_CONFIGS says how many. Git 2.45
 * and newer keep a tab within a value, older ones make a blank of it. */
static void
made_up_texts_are_read_as_git_reads_them(void **state)
{
	static const char *const pieces[] = {"[", "]", "\"", "\\", "#", ";",
	    "=", "\n", "\r\n", " ", "a", "B", "1", "-", ".", "n", "[a]\n",
	    "[a \"", "b = ", "b = \"", "\\\n", "\n"};
	enum { PIECES = sizeof(pieces) / sizeof(pieces[0]) };
	const char *more = getenv("HSCAN_CONFIGS");
	int rounds = more ? atoi(more) : 200;
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < rounds; round++) {
		char text[256] = "[a]\n";

		for (int i = 0; i < 4 + round % 20; i++) {
			seed = seed * 1664525U + 1013904223U;
			(void)strncat(text, pieces[(seed >> 16) % PIECES],
			    sizeof(text) - strlen(text) - 1);
		}
		compare(text);
	}
}

/* Never past the text, whatever it holds. */
static void
the_scanner_survives_anything(void **state)
{
	static const char letters[] = "[]\"\\#;=\n\r\t ai\0";
	uint32_t seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t len = (size_t)round % 24;
		char *text = malloc(len + 1);
		struct config_scanner scanner;
		struct config_variable variable;
		size_t last = 0;

		assert_non_null(text);
		for (size_t i = 0; i < len; i++) {
			seed = seed * 1664525U + 1013904223U;
			text[i] = letters[(seed >> 16) % (sizeof(letters) - 1)];
		}
		/* One byte short, so that the sanitizer sees an overrun. */
		text = realloc(text, len ? len : 1);
		assert_non_null(text);
		config_scan_begin(
		    &scanner, (struct hscan_text){text, len}, "it");
		while (
		    config_scan_next(&scanner, &variable, NULL) == HSCAN_OK &&
		    variable.name) {
			assert_true(variable.line > last);
			last = variable.line;
		}
		config_scan_end(&scanner);
		free(text);
	}
}

/* Of a message the words; "it:LINE: " is before them. */
static void
mistakes_have_their_line(void **state)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
	    {"[a\n", "it:1: missing ']' in section header"},
	    {"\n[a \"b\"\n", "it:2: missing ']' in section header"},
	    {"[a$]\n", "it:1: unexpected character in header"},
	    {"[]\n", "it:1: unexpected character in header"},
	    {"[a b]\n", "it:1: missing quotation marks in section header"},
	    {"[a \"b]\n",
		"it:1: missing closing quotation mark in section header"},
	    {"[a \"b\" ]\n", "it:1: unexpected text after closing quotes"},
	    {"[a]\r\n\r\n$\n", "it:3: invalid configuration key"},
	    {"[a]\nb c\n", "it:2: invalid configuration key"},
	    {"[a]\nb = c \\q\x1B d \n", "it:2: invalid escape at q\\x1B d"},
	    {"[a]\nb = \"c\\\nd\ne = f\n",
		"it:3: missing closing quotation mark"},
	    {"[a]\n[INCLUDEif \"b\"]\n",
		"it:2: a configuration cannot include another"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct config_variable variable = {.name = ""};
		struct hscan_error err = {.message = ""};
		struct config_scanner scanner;

		config_scan_begin(&scanner, hscan_text_of(rows[i].text), "it");
		while (variable.name &&
		       config_scan_next(&scanner, &variable, &err) == HSCAN_OK)
			;
		config_scan_end(&scanner);
		if (strncmp(err.message, rows[i].message,
			strlen(rows[i].message)) != 0)
			fail_msg("%s: %s", rows[i].text, err.message);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		texts_are_read_as_git_reads_them, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		made_up_texts_are_read_as_git_reads_them, setup, teardown),
	    cmocka_unit_test(the_scanner_survives_anything),
	    cmocka_unit_test(mistakes_have_their_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

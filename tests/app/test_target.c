/* SPDX-License-Identifier: MIT */
/* A folder is told from the name of a repository. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/target.h"
#include "support/support.h"

static void
names_come_before_folders(void **state)
{
	char *dir = support_temp_dir(), *file = support_join(dir, "list");

	(void)state;
	support_write(file, "a/b\n", 4);
	assert_int_equal(target_is_folder(dir), true);
	assert_int_equal(target_is_folder("."), true);
	assert_int_equal(target_is_folder(file), false);
	assert_int_equal(target_is_folder("-"), false);
	assert_int_equal(target_is_folder("owner/name"), false);
	free(file);
	support_remove_dir(dir);
}

/* A git repository of nothing but what makes it one. */
static void
make_repository(const char *dir, const char *config)
{
	static const char head[] = "ref: refs/heads/main\n";
	char *git = support_join(dir, ".git");
	char *path;

	assert_int_equal(mkdir(git, 0700), 0);
	for (const char *const *name =
		 (const char *const[]){"objects", "refs", NULL};
	     *name; name++) {
		path = support_join(git, *name);
		assert_int_equal(mkdir(path, 0700), 0);
		free(path);
	}
	path = support_join(git, "HEAD");
	support_write(path, head, strlen(head));
	free(path);
	path = support_join(git, "config");
	support_write(path, config, strlen(config));
	free(path);
	free(git);
}

/* "a/b" is a path as well as a name: what lies there decides. */
static void
a_clone_of_another_name_is_a_folder(void **state)
{
	static const struct {
		const char *word, *config; /* NULL: no repository */
		bool folder, both;
	} rows[] = {
	    {"o/nothing", NULL, false, false},
	    {"o/other",
		"[remote \"origin\"]\n\turl = https://github.com/o/else\n",
		true, false},
	    {"o/none", "", true, false},
	    {"o/own", "[remote \"up\"]\n\turl = https://github.com/O/own.git\n",
		false, true},
	    {"o/lab", "[remote \"origin\"]\n\turl = https://gitlab.com/o/lab\n",
		true, false},
	};
	char *dir = support_temp_dir();

	(void)state;
	assert_int_equal(chdir(dir), 0);
	assert_int_equal(mkdir("o", 0700), 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(mkdir(rows[i].word, 0700), 0);
		if (rows[i].config)
			make_repository(rows[i].word, rows[i].config);
		if (target_is_folder(rows[i].word) != rows[i].folder ||
		    target_is_both(rows[i].word) != rows[i].both)
			fail_msg("%s", rows[i].word);
	}
	/* So is said that the repository is meant, or the folder. */
	assert_int_equal(target_is_folder("github.com/o/other"), false);
	assert_int_equal(target_is_folder("https://github.com/o/other"), false);
	assert_int_equal(target_is_folder("./o/other"), true);
	assert_int_equal(target_is_folder("./o/own"), true);
	assert_int_equal(target_is_both("./o/own"), false);
	assert_int_equal(target_is_both("o/absent"), false);
	assert_int_equal(target_might_be_name("o/other"), true);
	assert_int_equal(target_might_be_name("./o/other"), false);
	assert_int_equal(chdir("/"), 0);
	support_remove_dir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_come_before_folders),
	    cmocka_unit_test(a_clone_of_another_name_is_a_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

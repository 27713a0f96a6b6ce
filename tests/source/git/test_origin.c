/* SPDX-License-Identifier: MIT */
/* What addresses of git's call a repository, on whatever host. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/git/git.h"

struct row {
	const char *url, *expected; /* NULL: none */
};

static void
check(const struct row *rows, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		struct hscan_buf out;
		bool called;

		hscan_buf_init(&out, 1024);
		called =
		    hscan_git_origin_name(hscan_text_of(rows[i].url), &out);
		if (called != (rows[i].expected != NULL))
			fail_msg("%s: %s", rows[i].url,
			    called ? hscan_buf_string(&out) : "no name");
		assert_string_equal(hscan_buf_string(&out),
		    rows[i].expected ? rows[i].expected : "");
		hscan_buf_clear(&out);
	}
}

#define CHECK(rows) check(rows, sizeof(rows) / sizeof((rows)[0]))

static void
hosts_and_groups_of_any_kind_are_read(void **state)
{
	static const struct row rows[] = {
	    {"https://github.com/acme/widget.git", "acme/widget"},
	    {"https://GitHub.com/acme/widget", "acme/widget"},
	    {"git@github.com:acme/widget.git", "acme/widget"},
	    {"ssh://git@ssh.github.com:443/acme/widget.git", "acme/widget"},
	    {"https://gitlab.com/group/proj.git", "gitlab.com/group/proj"},
	    {"git@gitlab.com:group/sub/proj.git", "gitlab.com/group/sub/proj"},
	    {"https://GitLab.com/group/sub/deep/proj/",
		"gitlab.com/group/sub/deep/proj"},
	    {"ssh://git@git.corp.example:7999/team/tool.git",
		"git.corp.example/team/tool"},
	    {"https://git.corp.example:8443/team/tool",
		"git.corp.example:8443/team/tool"},
	    {"https://git.corp.example:443/team/tool",
		"git.corp.example/team/tool"},
	    {"http://git.corp.example:80/team/a/tool",
		"git.corp.example/team/a/tool"},
	    {"git://git.kernel.example/pub/scm/a.git",
		"git.kernel.example/pub/scm/a"},
	    {"git@intern:tool.git", "intern/tool"},
	    {"https://dev.azure.com/org/my%20project/_git/x",
		"dev.azure.com/org/my%20project/_git/x"},
	    {"git@host:/srv/git/x.git", "host/srv/git/x"},
	};

	(void)state;
	CHECK(rows);
}

/* A password, or a token behind the question mark, is no part of a name. */
static void
secrets_are_left_out(void **state)
{
	static const struct row rows[] = {
	    {"https://me:secret@gitlab.com/group/proj.git",
		"gitlab.com/group/proj"},
	    {"https://oauth2:se@cret@gitlab.com/group/sub/proj",
		"gitlab.com/group/sub/proj"},
	    {"https://gitlab.com/group/proj?private_token=secret",
		"gitlab.com/group/proj"},
	};

	(void)state;
	CHECK(rows);
}

static void
what_is_on_this_machine_has_no_name(void **state)
{
	static const struct row rows[] = {
	    {"", NULL},
	    {"../tool", NULL},
	    {"tool.git", NULL},
	    {"/srv/git/tool.git", NULL},
	    {"./a:b/c", NULL},
	    {"file:///srv/git/tool.git", NULL},
	    {"FILE:///srv/git/tool.git", NULL},
	    {"ext::ssh host %S tool", NULL},
	    {"ext::https://host/a/b", NULL},
	    {"https://host", NULL},
	    {"https://host/", NULL},
	    {"https:///a/b", NULL},
	    {"https://host/.git", NULL},
	    {"host:", NULL},
	    {":a/b", NULL},
	    {"://", NULL},
	};

	(void)state;
	CHECK(rows);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(hosts_and_groups_of_any_kind_are_read),
	    cmocka_unit_test(secrets_are_left_out),
	    cmocka_unit_test(what_is_on_this_machine_has_no_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

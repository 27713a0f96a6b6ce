/* SPDX-License-Identifier: MIT */
/* Every way of naming a repository, and what is not one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <healthscan/repo.h>

#include "base/text.h"

#define TEN "abcdefghij"

static void
names_are_read(void **state)
{
	static const struct {
		const char *text, *host, *owner, *name;
	} rows[] = {
	    {"o/n", "github.com", "o", "n"},
	    {"O/N", "github.com", "O", "N"},
	    {"o/n/", "github.com", "o", "n"},
	    {"o/n.git", "github.com", "o", "n"},
	    {"o/n.git/", "github.com", "o", "n"},
	    {"o/n.git.git", "github.com", "o", "n.git"},
	    {"o-1_x/.github", "github.com", "o-1_x", ".github"},
	    {"o/...", "github.com", "o", "..."},
	    {TEN TEN TEN "123456789/" TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN,
		"github.com", TEN TEN TEN "123456789",
		TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN},
	    {"GitHub.com/o/n", "github.com", "o", "n"},
	    {"ghe.example.org/o/n", "ghe.example.org", "o", "n"},
	    {"localhost/o/n", "localhost", "o", "n"},
	    {"localhost:8080/o/n", "localhost:8080", "o", "n"},
	    {"127.0.0.1:8080/o/n", "127.0.0.1:8080", "o", "n"},
	    {"ghe:8443/o/n", "ghe:8443", "o", "n"},
	    {"https://github.com/o/n", "github.com", "o", "n"},
	    {"HTTPS://GitHub.com/o/n.git", "github.com", "o", "n"},
	    {"https://www.github.com/o/n", "github.com", "o", "n"},
	    {"https://github.com:443/o/n", "github.com", "o", "n"},
	    {"http://ghe.example.org:80/o/n", "ghe.example.org", "o", "n"},
	    {"https://ghe.example.org:80/o/n", "ghe.example.org:80", "o", "n"},
	    {"https://ghe:443/o/n", "ghe:443", "o", "n"},
	    {"http://localhost:3000/o/n/", "localhost:3000", "o", "n"},
	    {"https://me:secret@github.com/o/n", "github.com", "o", "n"},
	    {"https://a@b@github.com/o/n", "github.com", "o", "n"},
	    {"ssh://git@github.com/o/n.git", "github.com", "o", "n"},
	    {"ssh://git@ssh.github.com:443/o/n", "github.com", "o", "n"},
	    {"ssh://git@ghe.example.org:2222/o/n", "ghe.example.org", "o", "n"},
	    {"git://github.com/o/n.git", "github.com", "o", "n"},
	    {"git+ssh://git@github.com/o/n.git", "github.com", "o", "n"},
	    {"git@github.com:o/n.git", "github.com", "o", "n"},
	    {"git@github.com:o/n", "github.com", "o", "n"},
	    {"git@GHE.example.org:/o/n", "ghe.example.org", "o", "n"},
	    {"github.com:o/n", "github.com", "o", "n"},
	    {"github.com:123/n", "github.com", "123", "n"},
	    {"ssh://git@github.com:o/n.git", "github.com", "o", "n"},
	    {"git+https://github.com/o/n.git", "github.com", "o", "n"},
	    {"GIT+HTTPS://GitHub.com/o/n", "github.com", "o", "n"},
	    {"git+https://github.com/o/n.git#packages/x", "github.com", "o",
		"n"},
	    {"git+https://github.com/o/n.git@v1.0#egg=n", "github.com", "o",
		"n"},
	    {"git+https://github.com/o/n@feature/x", "github.com", "o", "n"},
	    {"git+https://me:secret@ghe.example.org/o/n@v1", "ghe.example.org",
		"o", "n"},
	    {"git+ssh://git@github.com/o/n.git", "github.com", "o", "n"},
	    {"git+ssh://git@github.com:o/n.git#v1", "github.com", "o", "n"},
	    {"scm:git:git://github.com/o/n.git", "github.com", "o", "n"},
	    {"scm:git:git@github.com:o/n.git", "github.com", "o", "n"},
	    {"github:o/n", "github.com", "o", "n"},
	    {"GitHub:o/n.git#semver:^1", "github.com", "o", "n"},
	    {"gitlab:o/n", "gitlab.com", "o", "n"},
	    {"bitbucket:o/n", "bitbucket.org", "o", "n"},
	    /* Pages of a repository. */
	    {"https://github.com/o/n#readme", "github.com", "o", "n"},
	    {"https://github.com/o/n/#readme", "github.com", "o", "n"},
	    {"https://github.com/o/n.git?ref=main", "github.com", "o", "n"},
	    {"https://github.com/o/n/issues", "github.com", "o", "n"},
	    {"github.com/o/n/issues/1", "github.com", "o", "n"},
	    {"https://github.com/o/n/tree/main/a/b.git", "github.com", "o",
		"n"},
	    {"https://github.com/o/n.git/tree/main", "github.com", "o", "n"},
	    {"https://acme.ghe.com/o/n/pull/3", "acme.ghe.com", "o", "n"},
	    {"https://codeload.github.com/o/n/tar.gz/v1", "github.com", "o",
		"n"},
	    {"https://api.github.com/repos/o/n", "github.com", "o", "n"},
	    {"https://ghe.example.org/o/n#x", "ghe.example.org", "o", "n"},
	    {"users/n", "github.com", "users", "n"},
	    /* Packages. */
	    {"pkg:github/o/n", "github.com", "o", "n"},
	    {"pkg:github/o/n@v1.2#sub/folder", "github.com", "o", "n"},
	    {"PKG:GitHub/O/N@244fd47e07d1004f0aed9c", "github.com", "O", "N"},
	    {"pkg://github/o/n?a=b", "github.com", "o", "n"},
	    {"pkg:github/%6F/n%2Djs@1%2F2", "github.com", "o", "n-js"},
	    {"pkg:githubactions/o/n/sub@4", "github.com", "o", "n"},
	    {"pkg:golang/github.com/o/n/v2@v2.1.0", "github.com", "o", "n"},
	    {"pkg:swift/github.com/o/n@5", "github.com", "o", "n"},
	    {"pkg:bitbucket/o/n@1", "bitbucket.org", "o", "n"},
	    {"pkg:npm/x@1?a=b&vcs_url=git%2Bssh://git%40github.com/o/n.git%23v",
		"github.com", "o", "n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_repo_name got;
		struct hscan_error err = {.status = HSCAN_OK};

		if (hscan_repo_name_parse(
			hscan_text_of(rows[i].text), &got, &err) != HSCAN_OK)
			fail_msg("%s: %s", rows[i].text, err.message);
		assert_string_equal(got.host, rows[i].host);
		assert_string_equal(got.owner, rows[i].owner);
		assert_string_equal(got.name, rows[i].name);
	}
}

static void
other_text_is_refused(void **state)
{
	static const char *const rows[] = {"", "/", "o", "o/", "/n", "o//n",
	    "o/n//", ".git", "o/.git", "o/.", "o/..", "o.x/n", "o/n m", "o/n?",
	    "o/n#x", "ö/n", "o/ñ", "a/b/c", "a.b/c", "a.b/c/d/e",
	    "https://github.com/o", "https://github.com", "https://",
	    /* A group's, not a page of group/o. */
	    "https://gitlab.com/group/o/n", "https://ghe.test/o/n/issues",
	    "https://github.com:8443/o/n/issues", "github.com/o//issues",
	    "https://github.com/sponsors/n", "https://github.com/orgs/o/people",
	    "github:o", "git+o/n", "git+https://",
	    "git+https://github.com/o@v1", "pkg:", "pkg:github", "pkg:github/o",
	    "pkg:github//n", "pkg:/o/n", "pkg:npm/express@4.18.2",
	    "pkg:golang/golang.org/x/net@v0.1", "pkg:golang/o/n",
	    "pkg:github/o%2Fn", "pkg:github/o/n%", "pkg:x/o/n",
	    "pkg:github/o/n%0", "pkg:github/o/n%zz", "pkg:github/o/%00n",
	    "pkg:github/o/n%20m", "pkg:npm/x?vcs_url=", "pkg:npm/x?vcs_url=a",
	    "https:///o/n", "https://ghe/o/n", "git@work:o/n",
	    "ssh://git@ghe:2222/o/n", "ftp://github.com/o/n", "file:///o/n",
	    "localhost:0/o/n", "localhost:65536/o/n", "http://localhost:/o/n",
	    "localhost:+80/o/n", "localhost:8x/o/n", "-a.org/o/n", "a-.org/o/n",
	    "a..org/o/n", ".org/o/n", "a.org./o/n", "[::1]:80/o/n",
	    "a_b.org/o/n", "@/o/n", "git@:o/n", " o/n", "o/n\n", "o\\n",
	    TEN TEN TEN TEN "/n",
	    "o/" TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "k",
	    TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
		TEN TEN TEN TEN TEN TEN TEN TEN "abc.de/o/n"};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_repo_name got = {.host = "kept"};
		struct hscan_error err = {.status = HSCAN_OK};

		if (hscan_repo_name_parse(hscan_text_of(rows[i]), &got, &err) !=
		    HSCAN_EINVAL)
			fail_msg("accepted: %s", rows[i]);
		assert_string_equal(got.host, "kept");
		assert_non_null(strstr(err.message, "OWNER/NAME"));
	}
}

static void
the_longest_host_fits(void **state)
{
	/* 253 and ":1" make the 255 that the array holds. */
	char text[300];
	struct hscan_repo_name got;
	struct hscan_error err;

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text + 253, ":1/o/n", sizeof(":1/o/n"));
	assert_int_equal(
	    hscan_repo_name_parse(hscan_text_of(text), &got, &err), HSCAN_OK);
	assert_int_equal(strlen(got.host), 255);
	memcpy(text + 253, ":12/o/n", sizeof(":12/o/n"));
	assert_int_equal(hscan_repo_name_parse(hscan_text_of(text), &got, &err),
	    HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "too long"));
}

static void
a_nul_is_no_letter(void **state)
{
	struct hscan_repo_name got;
	struct hscan_error err;

	(void)state;
	assert_int_equal(
	    hscan_repo_name_parse((struct hscan_text){"o/n\0m", 5}, &got, &err),
	    HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "o/n\\x00m"));
	assert_int_equal(
	    hscan_repo_name_parse((struct hscan_text){NULL, 0}, &got, &err),
	    HSCAN_EINVAL);
}

static void
messages_hide_credentials(void **state)
{
	struct hscan_repo_name got;
	struct hscan_error err;

	(void)state;
	assert_int_equal(
	    hscan_repo_name_parse(
		hscan_text_of("https://me:hunter2@github.com/o?t=hunter3"),
		&got, &err),
	    HSCAN_EINVAL);
	assert_null(strstr(err.message, "hunter"));
	assert_non_null(strstr(err.message, "github.com/o"));
	assert_int_equal(
	    hscan_repo_name_parse(hscan_text_of("pkg:npm/%40a/b@1?vcs_url="
						"https://me:hunter2@x/o"),
		&got, &err),
	    HSCAN_EINVAL);
	assert_null(strstr(err.message, "hunter"));
	assert_non_null(strstr(err.message, "'pkg:npm/%40a/b@1'"));
}

/* Longer than any name: refused, not cut to what may be another's name. */
static void
long_packages_are_refused(void **state)
{
	char text[2048];
	struct hscan_repo_name got;
	struct hscan_error err;

	(void)state;
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	memcpy(text, "pkg:github/o/n/", strlen("pkg:github/o/n/"));
	assert_int_equal(hscan_repo_name_parse(hscan_text_of(text), &got, &err),
	    HSCAN_EINVAL);
}

/* Of whatever lies there, so that it can be said who is not asked. */
static void
hosts_are_read(void **state)
{
	static const struct {
		const char *text, *host;
	} rows[] = {
	    {"https://gitlab.com/group/sub/n.git", "gitlab.com"},
	    {"git@GitLab.com:group/sub/n.git", "gitlab.com"},
	    {"git+ssh://git@git.example.org:2222/a/b/c", "git.example.org"},
	    {"https://www.github.com/o", "github.com"},
	    {"https://ghe:8443/o", "ghe:8443"},
	    {"https://me:secret@x.example/o", "x.example"},
	    {"gitlab:o/n", "gitlab.com"},
	    {"o/n", NULL},
	    {"", NULL},
	    {"meadow", NULL},
	    {"https://", NULL},
	    {"https://ghe/o/n", NULL},
	    {"https://a_b.example/o", NULL},
	    {"file:///o/n", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char got[256] = "";
		bool found =
		    hscan_repo_host_parse(hscan_text_of(rows[i].text), got);

		if (found != (rows[i].host != NULL))
			fail_msg("%s: %s", rows[i].text, got);
		if (found)
			assert_string_equal(got, rows[i].host);
	}
}

static void
names_compare_without_case(void **state)
{
	struct hscan_repo_name a = {"github.com", "Owner", "Name"};
	struct hscan_repo_name b = {"github.com", "owner", "nAME"};

	(void)state;
	assert_true(hscan_repo_name_equal(&a, &b));
	b.name[0] = 'm';
	assert_false(hscan_repo_name_equal(&a, &b));
	b = a;
	b.owner[5] = 's';
	assert_false(hscan_repo_name_equal(&a, &b));
	b = a;
	b.host[0] = 'h';
	assert_false(hscan_repo_name_equal(&a, &b));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(names_are_read),
	    cmocka_unit_test(other_text_is_refused),
	    cmocka_unit_test(the_longest_host_fits),
	    cmocka_unit_test(a_nul_is_no_letter),
	    cmocka_unit_test(messages_hide_credentials),
	    cmocka_unit_test(hosts_are_read),
	    cmocka_unit_test(long_packages_are_refused),
	    cmocka_unit_test(names_compare_without_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

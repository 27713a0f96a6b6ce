/* SPDX-License-Identifier: MIT */
/* Which host may have a token, and what is left of it in memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "app/app.h"
#include "cli/hooks.h"
#include "cli/system/token.h"
#include "support/freed.h"
#include "support/support.h"

#define SECRET     "ghp_s3cret0123456789"
#define LEN(array) (sizeof(array) / sizeof((array)[0]))

static void
make_cli(struct cli *cli, FILE *err)
{
	*cli = (struct cli){.err = err};
	app_init(&cli->app);
	hooks_set(cli);
}

static void
check_host(const char *host, bool gets_one, struct cli *cli)
{
	struct hscan_error err = {.message = ""};
	struct hscan_buf token;

	hscan_buf_init_secret(&token, 4096);
	(void)hscan_buf_add_string(&token, "what was there");
	if (token_find(&cli->app, cli->args, cli->args_len, host, &token,
		&err) != HSCAN_OK)
		fail_msg("%s: %s", host, err.message);
	if (gets_one != (token.len > 0))
		fail_msg("%s: '%s'", host, hscan_buf_string(&token));
	hscan_buf_clear(&token);
}

static int
setup(void **state)
{
	(void)state;
	(void)unsetenv("GH_HOST");
	(void)unsetenv("GH_TOKEN");
	(void)setenv("GITHUB_TOKEN", SECRET, 1);
	(void)setenv("GH_ENTERPRISE_TOKEN", SECRET, 1);
	return 0;
}

static void
a_host_that_nobody_named_gets_none(void **state)
{
	static const char *const args[] = {
	    "repos.txt", "ghe.example.org/a/b", "https://www.example.net/c/d"};
	struct settings_scan scan = {
	    .repo = {"scan.example.org/e/f", 20},
	};
	static const struct {
		const char *host;
		bool gets_one;
	} rows[] = {
	    {"github.com", true},
	    {"acme.ghe.com", true},
	    {"ghe.example.org", true},
	    {"www.example.net", true},
	    {"scan.example.org", true},
	    {"org.example.org", true},
	    {"usual.example.org", true},
	    {"evil.example.org", false},
	    {"example.org", false},
	    {"ghe.example.org:8443", false},
	    {"org.example", false},
	    {"notghe.com", false},
	    {"github.com.evil.example", false},
	};
	FILE *said = tmpfile();
	struct cli cli;

	(void)state;
	assert_non_null(said);
	make_cli(&cli, said);
	cli.args = args;
	cli.args_len = LEN(args);
	cli.app.settings.scans = &scan;
	cli.app.settings.scans_len = 1;
	cli.app.settings.org = "org.example.org/acme";
	(void)setenv("GH_HOST", "usual.example.org", 1);
	for (size_t i = 0; i < LEN(rows); i++) {
		rewind(said);
		check_host(rows[i].host, rows[i].gets_one, &cli);
		/* Nobody is left to wonder why it asks so slowly. */
		assert_int_equal(ftell(said) == 0, rows[i].gets_one);
	}
	/* Where to ask is the user's word, whoever is meant. */
	cli.app.settings.api_url = "https://api.example.org";
	check_host("evil.example.org", true, &cli);
	(void)fclose(said);
}

/* Nor is there anything to say where there is none. */
static void
without_a_token_there_is_no_warning(void **state)
{
	FILE *said = tmpfile();
	struct cli cli;

	(void)state;
	assert_non_null(said);
	make_cli(&cli, said);
	(void)unsetenv("GH_ENTERPRISE_TOKEN");
	(void)unsetenv("GITHUB_ENTERPRISE_TOKEN");
	check_host("evil.example.org", false, &cli);
	assert_int_equal(ftell(said), 0);
	cli.app.settings.auth_command = "false";
	check_host("evil.example.org", false, &cli);
	assert_int_equal(ftell(said) > 0, true);
	(void)fclose(said);
}

/* From the file or the command to the client, and to its end. */
static void
nothing_of_it_is_left(void **state)
{
	static const char *const commands[] = {"sh -c 'echo $MADE'", NULL};
	char *dir = support_temp_dir(), *path = support_join(dir, "tokens");
	FILE *said = tmpfile();

	(void)state;
	assert_non_null(said);
	support_write(path, SECRET "\n" SECRET "2\n", 2 * strlen(SECRET) + 3);
	(void)unsetenv("GITHUB_TOKEN");
	(void)setenv("MADE", SECRET, 1);
	for (size_t i = 0; i < LEN(commands); i++) {
		struct cli cli;
		struct hscan_http *http = NULL;
		struct hscan_error err = {.message = ""};

		make_cli(&cli, said);
		cli.app.settings.auth_command = commands[i];
		cli.app.settings.token_file = commands[i] ? NULL : path;
		freed_watch(SECRET);
		if (app_client(&cli.app, "github.com", &http, &err) != HSCAN_OK)
			fail_msg("%s", err.message);
		app_clear(&cli.app);
		assert_within(freed_blocks, 3, 1000000);
		assert_int_equal(freed_with_secret, 0);
		freed_watch(NULL);
	}
	free(path);
	support_remove_dir(dir);
	(void)fclose(said);
}

/* Whom a file of others' may have asked: GitHub's tenants are as strange there
 * as anybody. */
static void
hosts_that_the_user_names(void **state)
{
	static const char *const args[] = {"bom.json", "ghe.example.org/a/b"};
	static const struct {
		const char *host;
		bool named;
	} rows[] = {
	    {"ghe.example.org", true},
	    {"usual.example.org", true},
	    {"org.example.org", true},
	    {"api.example.org:8443", true},
	    {"api.example.org", false},
	    {"acme.ghe.com", false},
	    {"evil.example.org", false},
	};
	struct settings settings = {
	    .org = "org.example.org/acme",
	    .api_url = "https://api.example.org:8443/api/v3",
	};

	(void)state;
	(void)setenv("GH_HOST", "usual.example.org", 1);
	for (size_t i = 0; i < LEN(rows); i++)
		if (token_host_is_named(&settings, args, LEN(args),
			rows[i].host) != rows[i].named)
			fail_msg("%s", rows[i].host);
	(void)unsetenv("GH_HOST");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(a_host_that_nobody_named_gets_none, setup),
	    cmocka_unit_test_setup(without_a_token_there_is_no_warning, setup),
	    cmocka_unit_test_setup(nothing_of_it_is_left, setup),
	    cmocka_unit_test_setup(hosts_that_the_user_names, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

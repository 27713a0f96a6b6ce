/* SPDX-License-Identifier: MIT */
/* Who is a bot: exactly the list of METRICS, and what is configured. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "model/bot.h"
#include "support/exact.h"

static bool
is_bot(const char *login, const char *type)
{
	struct hscan_text text = exact(login);
	bool bot = hscan_is_bot(text, hscan_text_of(type), NULL, 0);

	exact_free(text);
	return bot;
}

static void
the_list_is_that_of_metrics(void **state)
{
	static const char *const logins[] = {"Copilot", "web-flow",
	    "github-actions", "dependabot", "dependabot-preview",
	    "renovate-bot", "greenkeeperio-bot", "k8s-ci-robot", "googlebot",
	    "codecov-io", "codecov-commenter", "coveralls", "snyk-bot",
	    "mergify", "bors", "rustbot", "rust-highfive", "allcontributors",
	    "CLAassistant", "netlify", "vercel", "pre-commit-ci", "stale",
	    "imgbot", "sonarcloud", "deepsource-autofix"};

	(void)state;
	for (size_t i = 0; i < sizeof(logins) / sizeof(logins[0]); i++) {
		char other[40], longer[40];
		size_t len = strlen(logins[i]);

		assert_true(is_bot(logins[i], "User"));
		/* In any case; and no more and no less than the whole. */
		for (size_t j = 0; j <= len; j++) {
			unsigned char c = (unsigned char)logins[i][j];
			bool is_letter = hscan_is_alpha(logins[i][j]);

			/* In ASCII one bit tells the case. */
			other[j] = (char)(is_letter ? c ^ 0x20U : c);
		}
		assert_true(is_bot(other, "User"));
		memcpy(longer, logins[i], len);
		memcpy(longer + len, "x", 2);
		assert_false(is_bot(longer, "User"));
		assert_false(is_bot(logins[i] + 1, "User"));
	}
}

static void
types_and_suffixes_tell(void **state)
{
	static const struct {
		const char *login, *type;
		bool bot;
	} rows[] = {
	    {"someone", "Bot", true},
	    {"", "Bot", true},
	    {"ghost", "Bot", true},
	    {"someone", "User", false},
	    {"someone", "Organization", false},
	    {"someone", "Mannequin", false},
	    {"someone", "", false},
	    {"someone", "Bots", false},
	    {"someone", NULL, false},
	    {"ghost", "User", false},
	    {"", "User", false},
	    {"dependabot[bot]", "User", true},
	    {"anything[bot]", NULL, true},
	    {"anything[BOT]", "User", true},
	    {"[bot]", "User", true},
	    {"bot]", "User", false},
	    {"bot", "User", false},
	    {"abbot", "User", false},
	    {"some-bot", "User", false},
	    {"robot", "User", false},
	    {"[bot]x", "User", false},
	    {"[bot] ", "User", false},
	    {"renovate", "User", false},
	    {"web_flow", "User", false},
	    {" stale", "User", false},
	    {"stale-", "User", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (is_bot(rows[i].login, rows[i].type) != rows[i].bot)
			fail_msg("'%s' of type '%s'", rows[i].login,
			    rows[i].type ? rows[i].type : "(none)");
}

static void
a_nul_is_a_byte(void **state)
{
	struct hscan_text login = exact_bytes("stale\0", 6);
	const struct hscan_text none = {NULL, 0};

	(void)state;
	assert_false(hscan_is_bot(login, none, NULL, 0));
	exact_free(login);
}

static void
globs_add_more(void **state)
{
	static const struct {
		const char *globs[2];
		const char *login;
		bool bot;
	} rows[] = {
	    {{"acme-ci", "x"}, "acme-ci", true},
	    {{"x", "acme-ci"}, "acme-ci", true},
	    {{"x", "acme-ci"}, "ACME-CI", true},
	    {{"x", "ACME-ci"}, "acme-CI", true},
	    {{"x", "acme-ci"}, "acme-ci2", false},
	    {{"x", "acme-ci"}, "an-acme-ci", false},
	    {{"x", "acme-*"}, "acme-", true},
	    {{"x", "acme-*"}, "Acme-Release", true},
	    {{"x", "acme-*"}, "acme", false},
	    {{"x", "*-bot"}, "some-bot", true},
	    {{"x", "*-bot"}, "some-bot-", false},
	    {{"x", "*bot*"}, "aBOTt", true},
	    {{"x", "ci-?"}, "ci-1", true},
	    {{"x", "ci-?"}, "ci-12", false},
	    {{"x", "ci-[0-9]"}, "ci-7", true},
	    {{"x", "ci-[0-9]"}, "ci-x", false},
	    /* As a glob this is a class; the rule on [bot] covers it. */
	    {{"x", "acme[bot]"}, "acme[bot]", true},
	    {{"x", "acme\\[x]"}, "acme[x]", true},
	    {{"x", "acme["}, "acme[", false},
	    {{"x", ""}, "acme", false},
	    {{"x", "*"}, "anyone", true},
	    {{"x", "*"}, "ghost", true},
	    /* Nobody has no login, whatever the glob. */
	    {{"x", "*"}, "", false},
	    {{"x", ""}, "", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text extra[2] = {
		    exact(rows[i].globs[0]), exact(rows[i].globs[1])};
		struct hscan_text login = exact(rows[i].login);
		const struct hscan_text type = hscan_text_of("User");

		if (hscan_is_bot(login, type, extra, 2) != rows[i].bot)
			fail_msg(
			    "'%s' and '%s'", rows[i].globs[1], rows[i].login);
		/* Without the globs they are people, but for the suffix. */
		assert_int_equal(hscan_is_bot(login, type, extra, 0),
		    hscan_text_ends(login, "[bot]"));
		exact_free(extra[0]);
		exact_free(extra[1]);
		exact_free(login);
	}
}

static void
an_absent_actor_is_a_ghost(void **state)
{
	const struct hscan_text none = {NULL, 0};
	const struct hscan_text all = {"*", 1};

	(void)state;
	assert_false(hscan_is_bot(none, none, NULL, 0));
	assert_false(hscan_is_bot(none, none, &all, 1));
	assert_false(hscan_is_bot_author(none, none, NULL, 0));
	assert_false(hscan_is_bot_author(none, none, &all, 1));
}

#define NOREPLY "@users.noreply.github.com"

static void
authors_of_commits_have_addresses(void **state)
{
	static const struct {
		const char *name, *email;
		bool bot;
	} rows[] = {
	    {"dependabot[bot]", "49699333+dependabot[bot]" NOREPLY, true},
	    {"Somebody", "49699333+dependabot[bot]" NOREPLY, true},
	    {"Somebody", "dependabot[bot]" NOREPLY, true},
	    {"Somebody", "github-actions" NOREPLY, true},
	    {"Somebody", "1+github-actions" NOREPLY, true},
	    {"Somebody", "1+GitHub-ACTIONS@Users.NoReply.GitHub.COM", true},
	    {"Somebody", "198982749+Copilot" NOREPLY, true},
	    {"Somebody", "1+somebody" NOREPLY, false},
	    {"Somebody", "somebody" NOREPLY, false},
	    {"Somebody", "stale@example.org", false},
	    {"Somebody", "stale@noreply.github.com", false},
	    {"Somebody", "stale@ausers.noreply.github.com", false},
	    {"Somebody", "stale" NOREPLY ".example.org", false},
	    {"Somebody", "1+stale+x" NOREPLY, false},
	    {"Somebody", "x+stale" NOREPLY, false},
	    {"Somebody", "+stale" NOREPLY, false},
	    {"Somebody", "1+" NOREPLY, false},
	    {"Somebody", "1" NOREPLY, false},
	    {"Somebody", NOREPLY, false},
	    {"Somebody", "users.noreply.github.com", false},
	    {"Somebody", "", false},
	    {"", "", false},
	    {"github-actions[bot]", "nobody@example.org", true},
	    {"GitHub-Actions", "nobody@example.org", true},
	    {"web-flow", "noreply@github.com", true},
	    {"Stale", "", true},
	    {"GitHub Actions", "nobody@example.org", false},
	    {"Abbot", "abbot@example.org", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text name = exact(rows[i].name);
		struct hscan_text email = exact(rows[i].email);

		if (hscan_is_bot_author(name, email, NULL, 0) != rows[i].bot)
			fail_msg("%s <%s>", rows[i].name, rows[i].email);
		exact_free(name);
		exact_free(email);
	}
}

static void
globs_hold_for_authors_too(void **state)
{
	static const struct {
		const char *name, *email;
		bool bot;
	} rows[] = {
	    {"Acme-Release", "ops@acme.example", true},
	    {"Somebody", "1+acme-release" NOREPLY, true},
	    {"Somebody", "acme-release" NOREPLY, true},
	    {"Somebody", "acme-release@acme.example", false},
	    {"Acme", "ops@acme.example", false},
	    {"", "1+acme" NOREPLY, false},
	};
	const struct hscan_text glob = hscan_text_of("acme-*");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (hscan_is_bot_author(hscan_text_of(rows[i].name),
			hscan_text_of(rows[i].email), &glob, 1) != rows[i].bot)
			fail_msg("%s <%s>", rows[i].name, rows[i].email);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_list_is_that_of_metrics),
	    cmocka_unit_test(types_and_suffixes_tell),
	    cmocka_unit_test(a_nul_is_a_byte),
	    cmocka_unit_test(globs_add_more),
	    cmocka_unit_test(an_absent_actor_is_a_ghost),
	    cmocka_unit_test(authors_of_commits_have_addresses),
	    cmocka_unit_test(globs_hold_for_authors_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: MIT */
/* Who is an agent, and which addresses the forge makes up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "model/agent.h"
#include "model/noreply.h"
#include "support/exact.h"

#define NOREPLY "@users.noreply.github.com"

static void
accounts_are_known_by_their_login(void **state)
{
	static const struct {
		const char *login;
		bool agent;
	} rows[] = {
	    {"Copilot", true},
	    {"copilot", true},
	    {"copilot-swe-agent", true},
	    {"copilot-swe-agent[bot]", true},
	    {"claude[bot]", true},
	    {"Claude[Bot]", true},
	    {"devin-ai-integration[bot]", true},
	    {"google-labs-jules[bot]", true},
	    /* People are called so. */
	    {"claude", false},
	    {"devin", false},
	    {"jules", false},
	    {"codex", false},
	    {"devin-ai-integration", false},
	    {"copilot2", false},
	    {"dependabot[bot]", false},
	    {"ghost", false},
	    {"", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text login = exact(rows[i].login);

		if (hscan_is_agent(login, NULL, 0) != rows[i].agent)
			fail_msg("%s", rows[i].login);
		exact_free(login);
	}
}

static void
globs_add_more_agents(void **state)
{
	const struct hscan_text globs[] = {
	    hscan_text_of("acme-agent"), hscan_text_of("*-writer")};

	(void)state;
	assert_true(hscan_is_agent(hscan_text_of("Acme-Agent"), globs, 2));
	assert_true(hscan_is_agent(hscan_text_of("my-writer"), globs, 2));
	assert_true(hscan_is_agent(hscan_text_of("Copilot"), globs, 2));
	assert_false(hscan_is_agent(hscan_text_of("acme"), globs, 2));
	assert_false(hscan_is_agent(
	    (struct hscan_text){NULL, 0}, &(struct hscan_text){"*", 1}, 1));
	assert_true(hscan_is_agent_author(
	    hscan_text_of("7+my-writer" NOREPLY), globs, 2));
}

static void
authors_are_known_by_their_address(void **state)
{
	static const struct {
		const char *email;
		bool agent;
	} rows[] = {
	    {"198982749+Copilot" NOREPLY, true},
	    {"223556219+Copilot" NOREPLY, true},
	    {"209825114+claude[bot]" NOREPLY, true},
	    {"158243242+devin-ai-integration[bot]" NOREPLY, true},
	    {"161369871+google-labs-jules[bot]" NOREPLY, true},
	    {"noreply@anthropic.com", true},
	    {"NoReply@Anthropic.com", true},
	    {"cursoragent@cursor.com", true},
	    {"codex@openai.com", true},
	    {"copilot@github.com", true},
	    {"claude@example.org", false},
	    {"somebody@anthropic.com", false},
	    {"xnoreply@anthropic.com", false},
	    {"1+claude" NOREPLY, false},
	    {"49699333+dependabot[bot]" NOREPLY, false},
	    {"", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text email = exact(rows[i].email);

		if (hscan_is_agent_author(email, NULL, 0) != rows[i].agent)
			fail_msg("%s", rows[i].email);
		exact_free(email);
	}
}

static void
made_up_addresses_name_accounts(void **state)
{
	static const struct {
		const char *email, *host, *login; /* NULL: it is none */
		int64_t id;
	} rows[] = {
	    {"49699333+dependabot[bot]" NOREPLY, "github.com",
		"dependabot[bot]", 49699333},
	    {"7+ann@USERS.noreply.GitHub.com", "github.com", "ann", 7},
	    {"ann" NOREPLY, "github.com", "ann", 0},
	    {"a+ann" NOREPLY, "github.com", "a+ann", 0},
	    {"+ann" NOREPLY, "github.com", "+ann", 0},
	    {"12" NOREPLY, "github.com", "12", 0},
	    {"0+ann" NOREPLY, "github.com", "ann", 0},
	    {"99999999999999999999+ann" NOREPLY, "github.com", "ann", 0},
	    {"9223372036854775807+ann" NOREPLY, "github.com", "ann", INT64_MAX},
	    {"7+ann@users.noreply.git.example", "git.example", "ann", 7},
	    {"7+ann" NOREPLY, "git.example", NULL, 0},
	    {"ann@example.org", "github.com", NULL, 0},
	    {"ann@noreply.github.com", "github.com", NULL, 0},
	    {"", "github.com", NULL, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct hscan_text email = exact(rows[i].email), login;
		int64_t id = -1;
		bool good = hscan_noreply(
		    email, hscan_text_of(rows[i].host), &login, &id);

		if (good != (rows[i].login != NULL) ||
		    (good && (!hscan_text_is(login, rows[i].login) ||
				 id != rows[i].id)))
			fail_msg("%s", rows[i].email);
		exact_free(email);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(accounts_are_known_by_their_login),
	    cmocka_unit_test(globs_add_more_agents),
	    cmocka_unit_test(authors_are_known_by_their_address),
	    cmocka_unit_test(made_up_addresses_name_accounts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

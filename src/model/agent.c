/* SPDX-License-Identifier: MIT */
/* Who is an agent; see agent.h. */
#include "model/agent.h"

#include <stdint.h>

#include <healthscan/repo.h>

#include "base/glob.h"
#include "base/text.h"
#include "model/noreply.h"

/* Accounts under which agents open pull requests and commit. */
static const char *const logins[] = {
    "Copilot",
    "copilot-swe-agent",
    "copilot-swe-agent[bot]",
    "claude[bot]",
    "devin-ai-integration[bot]",
    "google-labs-jules[bot]",
};

/* What they write into the author of a commit. */
static const char *const addresses[] = {
    "codex@openai.com",
    "copilot@github.com",
    "cursoragent@cursor.com",
    "noreply@anthropic.com",
};

const char *const *
hscan_agent_logins(size_t *len)
{
	*len = sizeof(logins) / sizeof(logins[0]);
	return logins;
}

static bool
is_one_of(struct hscan_text text, const char *const *list, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (hscan_text_is_nocase(text, list[i]))
			return true;
	return false;
}

bool
hscan_is_agent(
    struct hscan_text login, const struct hscan_text *extra, size_t extra_len)
{
	if (is_one_of(login, logins, sizeof(logins) / sizeof(logins[0])))
		return true;
	/* A deleted account has no login that a glob could match. */
	for (size_t i = 0; login.len > 0 && i < extra_len; i++)
		if (hscan_glob_match_nocase(extra[i], login))
			return true;
	return false;
}

bool
hscan_is_agent_author(
    struct hscan_text email, const struct hscan_text *extra, size_t extra_len)
{
	struct hscan_text login;
	int64_t id;

	if (is_one_of(
		email, addresses, sizeof(addresses) / sizeof(addresses[0])))
		return true;
	return hscan_noreply(
		   email, hscan_text_of(HSCAN_DEFAULT_HOST), &login, &id) &&
	       hscan_is_agent(login, extra, extra_len);
}

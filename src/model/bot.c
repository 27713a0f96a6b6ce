/* SPDX-License-Identifier: MIT */
/* Who is a bot; see bot.h. */
#include "model/bot.h"

#include <string.h>

#include "base/glob.h"
#include "base/text.h"

/* Exactly the list of METRICS. */
static const char *const built_in[] = {"Copilot", "web-flow", "github-actions",
    "dependabot", "dependabot-preview", "renovate-bot", "greenkeeperio-bot",
    "k8s-ci-robot", "googlebot", "codecov-io", "codecov-commenter", "coveralls",
    "snyk-bot", "mergify", "bors", "rustbot", "rust-highfive",
    "allcontributors", "CLAassistant", "netlify", "vercel", "pre-commit-ci",
    "stale", "imgbot", "sonarcloud", "deepsource-autofix"};

static bool
ends_nocase(struct hscan_text text, const char *suffix)
{
	size_t len = strlen(suffix);

	if (text.len < len)
		return false;
	text.ptr += text.len - len;
	text.len = len;
	return hscan_text_is_nocase(text, suffix);
}

bool
hscan_is_bot(struct hscan_text login, struct hscan_text type,
    const struct hscan_text *extra, size_t extra_len)
{
	if (hscan_text_is_nocase(type, "Bot") || ends_nocase(login, "[bot]"))
		return true;
	for (size_t i = 0; i < sizeof(built_in) / sizeof(built_in[0]); i++)
		if (hscan_text_is_nocase(login, built_in[i]))
			return true;
	/* Nobody ("ghost") has no login that a glob could match. */
	for (size_t i = 0; login.len > 0 && i < extra_len; i++)
		if (hscan_glob_match_nocase(extra[i], login))
			return true;
	return false;
}

/* "49699333+dependabot[bot]@users.noreply.github.com" is dependabot[bot]. */
static bool
login_of_address(struct hscan_text email, struct hscan_text *login)
{
	static const char suffix[] = "@users.noreply.github.com";
	struct hscan_text rest, id;

	if (!ends_nocase(email, suffix))
		return false;
	rest = (struct hscan_text){email.ptr, email.len - strlen(suffix)};
	*login = rest;
	id = hscan_text_split(&rest, '+');
	for (size_t i = 0; i < id.len; i++)
		if (!hscan_is_digit(id.ptr[i]))
			return true;
	if (rest.ptr && id.len > 0)
		*login = rest;
	return true;
}

bool
hscan_is_bot_author(struct hscan_text name, struct hscan_text email,
    const struct hscan_text *extra, size_t extra_len)
{
	const struct hscan_text no_type = {NULL, 0};
	struct hscan_text login;

	if (login_of_address(email, &login))
		return hscan_is_bot(login, no_type, extra, extra_len);
	return hscan_is_bot(name, no_type, extra, extra_len);
}

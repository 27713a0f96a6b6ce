/* SPDX-License-Identifier: MIT */
/* Who is a bot; see bot.h. */
#include "model/bot.h"

#include <string.h>

#include <healthscan/repo.h>

#include "base/glob.h"
#include "base/text.h"
#include "model/noreply.h"

#define NAME(text) \
	{ \
		text, sizeof(text) - 1 \
	}

/* Accounts of no type that says so. Their lengths rule out nearly all others,
 * of which there are thousands. */
static const struct hscan_text built_in[] = {NAME("Copilot"), NAME("web-flow"),
    NAME("github-actions"), NAME("dependabot"), NAME("dependabot-preview"),
    NAME("renovate-bot"), NAME("greenkeeperio-bot"), NAME("k8s-ci-robot"),
    NAME("googlebot"), NAME("codecov-io"), NAME("codecov-commenter"),
    NAME("coveralls"), NAME("snyk-bot"), NAME("mergify"), NAME("bors"),
    NAME("rustbot"), NAME("rust-highfive"), NAME("allcontributors"),
    NAME("CLAassistant"), NAME("netlify"), NAME("vercel"),
    NAME("pre-commit-ci"), NAME("stale"), NAME("imgbot"), NAME("sonarcloud"),
    NAME("deepsource-autofix")};

const struct hscan_text *
hscan_bot_logins(size_t *len)
{
	*len = sizeof(built_in) / sizeof(built_in[0]);
	return built_in;
}

static bool
is_built_in(struct hscan_text login)
{
	for (size_t i = 0; i < sizeof(built_in) / sizeof(built_in[0]); i++)
		if (login.len == built_in[i].len &&
		    hscan_text_is_nocase(login, built_in[i].ptr))
			return true;
	return false;
}

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

enum hscan_bot_rule
hscan_bot_rule(struct hscan_text login, struct hscan_text type,
    const struct hscan_text *extra, size_t extra_len)
{
	if (hscan_text_is_nocase(type, "Bot"))
		return HSCAN_BOT_TYPE;
	if (ends_nocase(login, "[bot]"))
		return HSCAN_BOT_SUFFIX;
	if (is_built_in(login))
		return HSCAN_BOT_BUILT_IN;
	/* A deleted account has no login that a glob could match. */
	for (size_t i = 0; login.len > 0 && i < extra_len; i++)
		if (hscan_glob_match_nocase(extra[i], login))
			return HSCAN_BOT_GLOB;
	return HSCAN_BOT_NO;
}

bool
hscan_is_bot(struct hscan_text login, struct hscan_text type,
    const struct hscan_text *extra, size_t extra_len)
{
	return hscan_bot_rule(login, type, extra, extra_len) != HSCAN_BOT_NO;
}

enum hscan_bot_rule
hscan_bot_author_rule(struct hscan_text name, struct hscan_text email,
    const struct hscan_text *extra, size_t extra_len)
{
	const struct hscan_text no_type = {NULL, 0};
	struct hscan_text login;
	int64_t id;

	if (!hscan_noreply(
		email, hscan_text_of(HSCAN_DEFAULT_HOST), &login, &id))
		login = name;
	return hscan_bot_rule(login, no_type, extra, extra_len);
}

bool
hscan_is_bot_author(struct hscan_text name, struct hscan_text email,
    const struct hscan_text *extra, size_t extra_len)
{
	return hscan_bot_author_rule(name, email, extra, extra_len) !=
	       HSCAN_BOT_NO;
}

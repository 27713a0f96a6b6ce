/* SPDX-License-Identifier: MIT */
/* What an answer that is no success means; see explain.h. */
#include "sync/explain.h"

#include <stdio.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "source/github/decode.h"
#include "source/github/protocol.h"

/* An address at the end of some advice has to fit. */
#define LONGEST_SAID 400

static const struct meaning {
	int code;
	bool with_token;
	enum hscan_status status;
	const char *meaning;
} meanings[] = {
    {400, true, HSCAN_ENET,
	"the server does not understand the request; check the address of its "
	"API"},
    {400, false, HSCAN_ENET,
	"the server does not understand the request; check the address of its "
	"API"},
    {401, true, HSCAN_EAUTH,
	"the token is not accepted; make a new one, or unset it: public "
	"repositories need none"},
    {401, false, HSCAN_EAUTH,
	"the server wants a token; " HSCAN_GITHUB_GIVE_TOKEN},
    {403, true, HSCAN_EAUTH,
	"the token may not read this; give it read access to metadata, "
	"issues and pull requests"},
    {403, false, HSCAN_EAUTH, "access is refused; " HSCAN_GITHUB_GIVE_TOKEN},
    {404, true, HSCAN_ENOTFOUND,
	"no such repository, or the token may not see it; check the spelling "
	"and the token's access"},
    {404, false, HSCAN_ENOTFOUND,
	"no such repository, or a private one; check the spelling, "
	"or " HSCAN_GITHUB_GIVE_TOKEN},
    {407, true, HSCAN_ENET,
	"a proxy in between wants a name and a password; see to https_proxy"},
    {407, false, HSCAN_ENET,
	"a proxy in between wants a name and a password; see to https_proxy"},
    {410, true, HSCAN_ENOTFOUND,
	"it is gone, or the server no longer speaks this version of its API"},
    {410, false, HSCAN_ENOTFOUND,
	"it is gone, or the server no longer speaks this version of its API"},
    {451, true, HSCAN_ENOTFOUND, "it is blocked for legal reasons"},
    {451, false, HSCAN_ENOTFOUND, "it is blocked for legal reasons"},
};

/* What the answer says in words of its own, in brackets; or "". */
static const char *
quote(const struct hscan_http_reply *answer, char *out, size_t size)
{
	char said[LONGEST_SAID];

	out[0] = '\0';
	if (hscan_github_error_message(answer->body, said, sizeof(said))[0])
		(void)snprintf(out, size, " (\"%s\")", said);
	return out;
}

bool
hscan_explain_refusal(const struct hscan_http_reply *answer, const char *who,
    struct hscan_error *err)
{
	struct hscan_text sign_on = hscan_github_sign_on(answer->headers);
	char quoted[LONGEST_SAID + 8], shown[300];
	int code = answer->status;

	if (code != 403 && code != 451)
		return false;
	(void)quote(answer, quoted, sizeof(quoted));
	if (hscan_github_block_reason(answer->body, shown, sizeof(shown))[0])
		(void)hscan_fail(err, HSCAN_ENOTFOUND,
		    "%s: HTTP %d%s: the server has blocked it (reason: %s); no "
		    "token helps",
		    who, code, quoted, shown);
	else if (sign_on.ptr)
		(void)hscan_fail(err, HSCAN_EAUTH,
		    "%s: HTTP %d%s: the organization wants a single sign-on "
		    "first: %s",
		    who, code, quoted,
		    hscan_safe(sign_on, shown, sizeof(shown)));
	else if (strstr(quoted, "token") && strstr(quoted, "lifetime"))
		(void)hscan_fail(err, HSCAN_EAUTH,
		    "%s: HTTP %d%s: the token lives longer than the "
		    "organization allows; shorten its life there, or make "
		    "another",
		    who, code, quoted);
	else if (code == 403 && strstr(quoted, "IP allow list"))
		(void)hscan_fail(err, HSCAN_EAUTH,
		    "%s: HTTP %d%s: ask from an address that is on its list, "
		    "or have this one added; no token helps",
		    who, code, quoted);
	else if (code == 403 && !quoted[0])
		(void)hscan_fail(err, HSCAN_EAUTH,
		    "%s: HTTP %d: it is refused, and not as GitHub does it; "
		    "check the address, who is in between, and the token",
		    who, code);
	else
		return false;
	return true;
}

/* What the status means; absent: nothing that is known. */
static const struct meaning *
find_meaning(int code, bool with_token)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].code == code &&
		    meanings[i].with_token == with_token)
			return &meanings[i];
	return NULL;
}

enum hscan_status
hscan_explain_answer(const struct hscan_http_reply *answer, const char *who,
    bool with_token, struct hscan_error *err)
{
	const struct meaning *meaning =
	    find_meaning(answer->status, with_token);
	struct hscan_text wanted = hscan_github_permissions(answer->headers);
	char quoted[LONGEST_SAID + 8], missing[280] = "", shown[200];

	if (hscan_explain_refusal(answer, who, err))
		return err->status;
	(void)quote(answer, quoted, sizeof(quoted));
	if (wanted.len > 0)
		(void)snprintf(missing, sizeof(missing), " (it wants %s)",
		    hscan_safe(wanted, shown, sizeof(shown)));
	if (meaning)
		return hscan_fail(err, meaning->status, "%s: HTTP %d%s: %s%s",
		    who, answer->status, quoted, meaning->meaning, missing);
	return hscan_fail(err, HSCAN_ENET,
	    "%s: HTTP %d%s: the server did not answer as expected; run "
	    "again later to go on",
	    who, answer->status, quoted);
}

enum hscan_status
hscan_explain(const struct hscan_http_reply *answer,
    const struct hscan_sync *sync, struct hscan_error *err)
{
	char who[200];

	(void)snprintf(
	    who, sizeof(who), "%s/%s", sync->name->owner, sync->name->name);
	return hscan_explain_answer(
	    answer, who, hscan_http_has_token(sync->http), err);
}

bool
hscan_is_gone(const struct hscan_http_reply *answer)
{
	static const char word[] = "version";
	char said[400];

	if (answer->status != 410)
		return answer->status == 404;
	/* It is the version of the API that is gone. */
	(void)hscan_github_error_message(answer->body, said, sizeof(said));
	for (const char *at = said; *at; at++) {
		struct hscan_text here = {at, strnlen(at, sizeof(word) - 1)};

		if (hscan_text_is_nocase(here, word))
			return false;
	}
	return true;
}

enum hscan_status
hscan_explain_bad_page(const char *what, struct hscan_error *err)
{
	hscan_error_prefix(err, "%s: ", what);
	return HSCAN_EPARSE;
}

/* SPDX-License-Identifier: MIT */
/* What an answer that is no success means; see explain.h. */
#include "sync/explain.h"

#include <stdio.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "source/github/decode.h"

static const struct {
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
    {401, false, HSCAN_EAUTH, "the server wants a token; set GH_TOKEN"},
    {403, true, HSCAN_EAUTH,
	"the token may not read this; give it read access to metadata, "
	"issues and pull requests"},
    {403, false, HSCAN_EAUTH, "access is refused; set GH_TOKEN"},
    {404, true, HSCAN_ENOTFOUND,
	"no such repository, or the token may not see it; check the spelling "
	"and the token's access"},
    {404, false, HSCAN_ENOTFOUND,
	"no such repository, or a private one; check the spelling, or set "
	"GH_TOKEN"},
    {410, true, HSCAN_ENOTFOUND,
	"it is gone, or the server no longer speaks this version of its API"},
    {410, false, HSCAN_ENOTFOUND,
	"it is gone, or the server no longer speaks this version of its API"},
    {451, true, HSCAN_ENOTFOUND, "it is blocked for legal reasons"},
    {451, false, HSCAN_ENOTFOUND, "it is blocked for legal reasons"},
};

/* What a refusal says is missing, for the end of a message: the permission,
 * or where to sign on. Empty when it does not say. */
static void
add_missing(const struct hscan_http_answer *answer, char *out, size_t size)
{
	static const char mark[] = "url=";
	struct hscan_text rest = answer->sso;
	char shown[200];

	out[0] = '\0';
	while (rest.ptr) {
		struct hscan_text part =
		    hscan_text_trim(hscan_text_split(&rest, ';'));

		if (!hscan_text_starts(part, mark))
			continue;
		part.ptr += strlen(mark);
		part.len -= strlen(mark);
		(void)snprintf(out, size,
		    "; the organization wants a single sign-on first: %s",
		    hscan_safe(part, shown, sizeof(shown)));
		return;
	}
	if (answer->permissions.len > 0)
		(void)snprintf(out, size, " (it wants %s)",
		    hscan_safe(answer->permissions, shown, sizeof(shown)));
}

enum hscan_status
hscan_explain(const struct hscan_http_answer *answer,
    const struct hscan_sync *sync, struct hscan_error *err)
{
	bool token = hscan_http_has_token(sync->http);
	char said[160], quoted[180] = "", missing[280];

	(void)hscan_github_error_message(answer->body, said, sizeof(said));
	if (said[0] != '\0')
		(void)snprintf(quoted, sizeof(quoted), " (\"%s\")", said);
	add_missing(answer, missing, sizeof(missing));
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].code == answer->status &&
		    meanings[i].with_token == token)
			return hscan_fail(err, meanings[i].status,
			    "%s/%s: HTTP %d%s: %s%s", sync->name->owner,
			    sync->name->name, answer->status, quoted,
			    meanings[i].meaning, missing);
	return hscan_fail(err, HSCAN_ENET,
	    "%s/%s: HTTP %d%s: the server did not answer as expected; run "
	    "again later to go on",
	    sync->name->owner, sync->name->name, answer->status, quoted);
}

bool
hscan_is_gone(const struct hscan_http_answer *answer)
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

/* SPDX-License-Identifier: MIT */
/* What an answer that is no success means; see explain.h. */
#include "sync/explain.h"

#include <stdio.h>

#include "source/github/decode.h"

static const struct {
	int code;
	bool with_token;
	enum hscan_status status;
	const char *meaning;
} meanings[] = {
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
    {410, true, HSCAN_ENOTFOUND, "it is gone"},
    {410, false, HSCAN_ENOTFOUND, "it is gone"},
    {451, true, HSCAN_ENOTFOUND, "it is blocked for legal reasons"},
    {451, false, HSCAN_ENOTFOUND, "it is blocked for legal reasons"},
};

enum hscan_status
hscan_explain(const struct hscan_http_answer *answer,
    const struct hscan_sync *sync, struct hscan_error *err)
{
	bool token = hscan_http_has_token(sync->http);
	char said[160], quoted[180] = "";

	(void)hscan_github_error_message(answer->body, said, sizeof(said));
	if (said[0] != '\0')
		(void)snprintf(quoted, sizeof(quoted), " (\"%s\")", said);
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].code == answer->status &&
		    meanings[i].with_token == token)
			return hscan_fail(err, meanings[i].status,
			    "%s/%s: HTTP %d%s: %s", sync->name->owner,
			    sync->name->name, answer->status, quoted,
			    meanings[i].meaning);
	return hscan_fail(err, HSCAN_ENET,
	    "%s/%s: HTTP %d%s: the server did not answer as expected; run "
	    "again later to go on",
	    sync->name->owner, sync->name->name, answer->status, quoted);
}

enum hscan_status
hscan_explain_bad_page(const char *what, struct hscan_error *err)
{
	hscan_error_prefix(err, "%s: ", what);
	return HSCAN_EPARSE;
}

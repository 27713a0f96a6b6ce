/* SPDX-License-Identifier: MIT */
/* Who may tell of what; see claim.h. */
#include "serve/claim.h"

#include <stdio.h>

#include "base/text.h"

bool
serve_rule_wants(const struct serve_rule *rule, struct hscan_text name)
{
	for (size_t i = 0; i < rule->only_len; i++)
		if (serve_scope_covers(rule->only[i], name))
			return true;
	return rule->only_len == 0;
}

bool
serve_rule_trusts(const struct serve_rule *rule, struct hscan_text name,
    const struct hscan_post *post)
{
	return rule->insecure || serve_secrets_verify(rule->secrets, name,
				     post->signature, post->body);
}

struct hscan_text
serve_full_name(const struct hscan_repo_name *name, char out[SERVE_FULL_NAME])
{
	(void)snprintf(out, SERVE_FULL_NAME, "%s%s%s", name->owner,
	    name->name[0] ? "/" : "", name->name);
	return hscan_text_of(out);
}

bool
serve_claim_may(const struct hscan_repo_name *name, void *payload)
{
	const struct serve_claim *claim = payload;
	char room[SERVE_FULL_NAME];
	struct hscan_text full = serve_full_name(name, room);

	if (!serve_rule_wants(claim->rule, full))
		return false;
	return hscan_repo_name_equal(name, claim->name) ||
	       serve_rule_trusts(claim->rule, full, claim->post);
}

/* SPDX-License-Identifier: MIT */
/* GitHub's own headers and habits, beside what is HTTP. Pure. */
#ifndef HSCAN_SOURCE_GITHUB_PROTOCOL_H
#define HSCAN_SOURCE_GITHUB_PROTOCOL_H

#include <healthscan/text.h>

#include "http/dialect.h"

/* What a client needs to know to ask GitHub. */
extern const struct hscan_http_dialect hscan_github_dialect;

/* For messages: how to give a token. */
#define HSCAN_GITHUB_GIVE_TOKEN \
	"set GH_TOKEN to a token (GH_ENTERPRISE_TOKEN for an Enterprise " \
	"server)"

/* Requests that GitHub allows in an hour, with a token and without. */
enum {
	HSCAN_GITHUB_AN_HOUR = 5000,
	HSCAN_GITHUB_AN_HOUR_WITHOUT = 60,
};

/* What a refusal says would be needed, "issues=read"; or absent. */
struct hscan_text hscan_github_permissions(struct hscan_text headers);

/* What single sign-on withholds from the token, "required; url=https://…" or
 * "partial-results; organizations=1,2"; or absent. */
struct hscan_text hscan_github_sso(struct hscan_text headers);

/* Where a refusal says that one has to sign on first, an address; or absent.
 */
struct hscan_text hscan_github_sign_on(struct hscan_text headers);

#endif

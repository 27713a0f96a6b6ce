/* SPDX-License-Identifier: MIT */
/* The name that a delivery is sent under; see peek.h. */
#include "source/webhook/peek.h"

#include <stdio.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/text.h"
#include "source/github/decode_json.h"

/* The parser of names takes addresses and hosts as well. */
bool
hscan_full_name_parse(
    struct hscan_text full_name, const char *host, struct hscan_repo_name *out)
{
	struct hscan_text rest = full_name;
	struct hscan_repo_name name;
	struct hscan_text owner = hscan_text_split(&rest, '/');

	if (owner.len == 0 || rest.len == 0 || memchr(rest.ptr, '/', rest.len))
		return false;
	if (hscan_repo_name_parse(full_name, &name, NULL) != HSCAN_OK)
		return false;
	(void)snprintf(name.host, sizeof(name.host), "%s", host);
	*out = name;
	return true;
}

/* An organization's hook tells of the organization alone: its login is as an
 * owner is. */
static bool
read_owner(
    struct hscan_text login, const char *host, struct hscan_repo_name *out)
{
	char full[sizeof(out->owner) + 2];

	if (login.len == 0 || login.len >= sizeof(out->owner))
		return false;
	memcpy(full, login.ptr, login.len);
	memcpy(full + login.len, "/x", sizeof("/x"));
	if (!hscan_full_name_parse(hscan_text_of(full), host, out))
		return false;
	out->name[0] = '\0';
	return true;
}

bool
hscan_delivery_peek(
    struct hscan_text payload, const char *host, struct hscan_repo_name *out)
{
	static const char *const names[] = {
	    "repository", "full_name", "organization", "login", NULL};
	struct hscan_json_reader reader = {
	    .what = "the delivery",
	    .names = names,
	    .sift_object = true,
	    .status = HSCAN_OK,
	};
	cJSON *tree = hscan_json_parse_object(&reader, payload);
	const cJSON *repo, *name, *login;
	bool found;

	repo = cJSON_GetObjectItemCaseSensitive(tree, "repository");
	name = cJSON_GetObjectItemCaseSensitive(repo, "full_name");
	login = cJSON_GetObjectItemCaseSensitive(
	    cJSON_GetObjectItemCaseSensitive(tree, "organization"), "login");
	if (cJSON_IsObject(repo))
		found = hscan_full_name_parse(
		    hscan_text_of(cJSON_GetStringValue(name)), host, out);
	else
		found = read_owner(
		    hscan_text_of(cJSON_GetStringValue(login)), host, out);
	cJSON_Delete(tree);
	return found;
}

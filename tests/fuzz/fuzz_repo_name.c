/* SPDX-License-Identifier: MIT */
/* A name that was accepted is made of what it may be made of, and is read as
 * the same name when it is written in full. */
#include <healthscan/repo.h>

#include "fuzz/fuzz.h"

static void
ensure_made_of(const char *text, size_t max, const char *others)
{
	size_t len = strlen(text);

	ENSURE(len > 0 && len <= max);
	for (size_t i = 0; i < len; i++)
		ENSURE(hscan_is_alnum(text[i]) || strchr(others, text[i]));
}

static void
ensure_name(const struct hscan_repo_name *name)
{
	char full[512];
	struct hscan_repo_name again;

	ensure_made_of(name->host, sizeof(name->host) - 1, ".-:");
	ensure_made_of(name->owner, 39, "-_");
	ensure_made_of(name->name, 100, ".-_");
	ENSURE(strcmp(name->name, ".") != 0 && strcmp(name->name, "..") != 0);
	for (const char *c = name->host; *c; c++)
		ENSURE(hscan_to_lower(*c) == *c);
	(void)snprintf(full, sizeof(full), "%s/%s/%s.git", name->host,
	    name->owner, name->name);
	ENSURE(hscan_repo_name_parse(hscan_text_of(full), &again, NULL) ==
	       HSCAN_OK);
	ENSURE(hscan_repo_name_equal(name, &again));
	ENSURE(strcmp(name->owner, again.owner) == 0);
	ENSURE(strcmp(name->name, again.name) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hscan_repo_name name = {.host = "untouched"};
	struct hscan_error err;
	enum hscan_status status =
	    hscan_repo_name_parse(fuzz_text(data, size), &name, &err);

	if (status == HSCAN_OK) {
		ensure_name(&name);
	} else {
		ENSURE(status == HSCAN_EINVAL);
		ENSURE(strcmp(name.host, "untouched") == 0);
		fuzz_ensure_failure(&err, status);
	}
	return 0;
}

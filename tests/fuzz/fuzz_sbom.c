/* SPDX-License-Identifier: MIT */
/* Bills of materials: whoever is told has a name that is one, on a host that is
 * asked, and what was read to its end is JSON. */
#include "source/sbom/sbom.h"

#include "fuzz/fuzz.h"
#include "source/sbom/walk.h"

static bool
asks(const char *host, void *payload)
{
	(void)payload;
	ENSURE(host[0]);
	return strcmp(host, "github.com") == 0;
}

static enum hscan_status
take(const struct hscan_sbom_package *package, void *payload,
    struct hscan_error *err)
{
	const struct hscan_repo_name *repo = &package->repo;

	(void)err;
	++*(size_t *)payload;
	switch (package->found) {
	case HSCAN_SBOM_NOWHERE: ENSURE(!repo->host[0]); break;
	case HSCAN_SBOM_ELSEWHERE:
		ENSURE(repo->host[0] && !asks(repo->host, NULL));
		ENSURE(!repo->owner[0]);
		break;
	case HSCAN_SBOM_GUESSED:
	case HSCAN_SBOM_NAMED:
		ENSURE(asks(repo->host, NULL));
		ENSURE(repo->owner[0] && repo->name[0]);
		break;
	}
	return HSCAN_OK;
}

static bool
is_json(struct hscan_text text)
{
	struct walk walk;
	bool good;

	walk_init(&walk, text);
	walk_skip(&walk);
	good = walk_ended(&walk);
	walk_clear(&walk);
	return good;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text text = fuzz_text(data, size);
	enum hscan_sbom_kind kind = HSCAN_SBOM_NONE;
	size_t told = 0;
	struct hscan_sbom_query query = {asks, take, &told};
	struct hscan_error err;
	enum hscan_status status =
	    hscan_sbom_read(text, "bom", &query, &kind, &err);

	if (status == HSCAN_OK) {
		ENSURE(is_json(text));
		ENSURE(told == 0 || kind != HSCAN_SBOM_NONE);
	} else {
		ENSURE(status == HSCAN_EINVAL);
		ENSURE(kind == HSCAN_SBOM_NONE);
		fuzz_ensure_failure(&err, status);
	}
	return 0;
}

/* SPDX-License-Identifier: MIT */
/* The file of grafts, of any bytes: whatever parents it gives to a commit can
 * be read as a commit's own can. The commit is what the file begins with. */
#include "base/number.h"
#include "fuzz/odb.h"

static void
ensure_parents(const struct git_stand_ins *stand_ins, const unsigned char *sha)
{
	struct hscan_text parents = {NULL, 0};
	unsigned char parent[HSCAN_SHA_SIZE];

	git_stand_in_parents(stand_ins, sha, &parents);
	ENSURE(parents.len % 48 == 0);
	while (git_next_parent(&parents, parent))
		continue;
	ENSURE(parents.len == 0);
	ENSURE(git_stand_in(stand_ins, sha) == sha);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text file = fuzz_text(data, size);
	struct git_stand_ins *stand_ins = git_stand_ins_new();
	unsigned char sha[HSCAN_SHA_SIZE] = {0}, digest[HSCAN_SHA_SIZE];
	struct hscan_text id = file;

	ENSURE(stand_ins);
	ENSURE(git_stand_ins_graft(stand_ins, file, NULL) == HSCAN_OK);
	if (id.len > (size_t)2 * HSCAN_SHA_SIZE)
		id.len = (size_t)2 * HSCAN_SHA_SIZE;
	(void)hscan_parse_hex(id, sha, sizeof(sha));
	ensure_parents(stand_ins, sha);
	ENSURE(git_stand_ins_digest(stand_ins, digest, NULL) == HSCAN_OK);
	git_stand_ins_free(stand_ins);
	return 0;
}

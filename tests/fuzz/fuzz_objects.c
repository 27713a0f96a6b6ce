/* SPDX-License-Identifier: MIT */
/* Commits and trees as they are stored, of any bytes. */
#include "fuzz/odb.h"

static void
ensure_commit(struct hscan_text raw)
{
	struct git_raw_commit commit;
	unsigned char sha[HSCAN_SHA_SIZE];
	struct hscan_text parents;
	size_t left;

	if (!git_parse_commit(raw, &commit))
		return;
	ENSURE(raw.len >= 45);
	ENSURE(fuzz_lies_within(commit.parents, raw));
	ENSURE(hscan_text_is(commit.author_name, GIT_NO_PERSON) ||
	       fuzz_lies_within(commit.author_name, raw));
	ENSURE(fuzz_lies_within(commit.author_email, raw));
	ENSURE(commit.author_email.len == 0 ||
	       !memchr(commit.author_email.ptr, '>', commit.author_email.len));
	ENSURE(commit.author_name.len == 0 ||
	       !memchr(commit.author_name.ptr, '\n', commit.author_name.len));
	parents = commit.parents;
	left = parents.len;
	while (git_next_parent(&parents, sha)) {
		ENSURE(left - parents.len == 48 || parents.len == 0);
		left = parents.len;
	}
}

/* Front to back, without a gap. */
static void
ensure_tree(struct hscan_text raw)
{
	struct hscan_text rest = raw;
	struct git_entry entry;
	const char *end = raw.ptr;

	while (git_next_entry(&rest, &entry)) {
		ENSURE(fuzz_lies_within(entry.name, raw));
		ENSURE(entry.name.ptr > end);
		end = (const char *)entry.sha + HSCAN_SHA_SIZE;
		ENSURE((const char *)entry.sha ==
		       entry.name.ptr + entry.name.len + 1);
		ENSURE(end == rest.ptr || rest.len == 0);
		ENSURE(end <= raw.ptr + raw.len);
		ENSURE(
		    !git_entry_is_tree(&entry) || !git_entry_is_link(&entry));
	}
}

/* A root tree of these bytes: told apart from nothing, or damaged. */
static void
ensure_walked(struct hscan_text raw)
{
	struct hscan_git git = fuzz_open_odb();
	git_oid oid = fuzz_put_object(&git, raw, GIT_OBJECT_TREE);
	struct hscan_doc_paths *paths = NULL;
	struct git_differ *differ = NULL;
	struct hscan_error err;
	enum hscan_status status;
	bool differs = false;

	ENSURE(hscan_doc_paths_new(NULL, 0, &paths, &err) == HSCAN_OK);
	ENSURE(git_differ_new(&git, paths, &differ, &err) == HSCAN_OK);
	status = git_differ_run(differ, NULL, oid.id, false, &differs, &err);
	if (status != HSCAN_OK) {
		ENSURE(status == HSCAN_EPARSE && !differs);
		fuzz_ensure_failure(&err, status);
	}
	ENSURE(git_differ_run(differ, oid.id, oid.id, false, &differs, &err) ==
	       HSCAN_OK);
	ENSURE(!differs);
	git_differ_free(differ);
	hscan_doc_paths_free(paths);
	git_odb_free(git.odb);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text raw = fuzz_text(data, size);

	ensure_commit(raw);
	ensure_tree(raw);
	ensure_walked(raw);
	return 0;
}

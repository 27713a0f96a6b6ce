/* SPDX-License-Identifier: MIT */
/* A .mailmap of anybody: the first line is the name and, behind a tab, the
 * address of an author, the rest the file. */
#include "base/buf.h"
#include "fuzz/odb.h"

static char *
lower(struct hscan_text text)
{
	char *out = fuzz_string(text);

	for (size_t i = 0; i < text.len; i++)
		out[i] = hscan_to_lower(out[i]);
	return out;
}

/* The address that an author has by the map; the caller frees it. */
static char *
email_of(struct hscan_mailmap *mailmap, struct hscan_text name,
    struct hscan_text email)
{
	struct hscan_text out = {NULL, 0};

	ENSURE(
	    hscan_mailmap_email(mailmap, name, email, &out, NULL) == HSCAN_OK);
	ENSURE(out.ptr && strlen(out.ptr) == out.len);
	return fuzz_string(out);
}

/* Is the author's own, or stands in the file; and case does not matter. */
static void
ensure_email(struct hscan_mailmap *mailmap, struct hscan_text name,
    struct hscan_text email, struct hscan_text file)
{
	char *small_name = lower(name), *small_email = lower(email);
	char *small_file = lower(file);
	char *found = email_of(mailmap, name, email);
	char *again =
	    email_of(mailmap, (struct hscan_text){small_name, name.len},
		(struct hscan_text){small_email, email.len});

	ENSURE(strcmp(found, again) == 0);
	ENSURE(strcmp(found, small_email) == 0 ||
	       strstr(small_file, found) != NULL);
	free(small_name);
	free(small_email);
	free(small_file);
	free(found);
	free(again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hscan_text file = fuzz_text(data, size);
	struct hscan_text email = hscan_text_split(&file, '\n');
	struct hscan_text name = hscan_text_split(&email, '\t');
	struct hscan_git git = fuzz_open_odb();
	const git_oid oid = fuzz_put_object(&git, file, GIT_OBJECT_BLOB);
	struct hscan_git_head head = {.unborn = false};
	struct hscan_mailmap *mailmap = NULL;

	/* A NUL ends a line of a commit, so that neither has one. */
	name = hscan_text_split(&name, '\0');
	email = hscan_text_split(&email, '\0');
	memcpy(head.mailmap, oid.id, HSCAN_SHA_SIZE);
	/* However it is written, it is no reason to fail. */
	ENSURE(hscan_mailmap_open(&git, &head, &mailmap, NULL) == HSCAN_OK);
	ENSURE(!hscan_mailmap_is_unread(mailmap));
	ensure_email(mailmap, name, email, file);
	hscan_mailmap_close(mailmap);
	git_odb_free(git.odb);
	return 0;
}

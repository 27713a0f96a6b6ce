/* SPDX-License-Identifier: MIT */
/* Who an author is after the .mailmap of a head; see git.h. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/git/internal.h"
#include "source/git/people.h"

struct hscan_mailmap {
	git_odb_object *object;    /* owned: what people borrow from; or NULL */
	struct git_people *people; /* owned; NULL: no one is mapped */
	bool unread;
	struct hscan_buf out;
};

/* What is no blob is no .mailmap to git either. */
static enum hscan_status
read_map(struct hscan_git *git, const unsigned char *sha,
    struct hscan_mailmap *mailmap, struct hscan_error *err)
{
	enum hscan_status status =
	    git_read_object(git, sha, GIT_OBJECT_BLOB, &mailmap->object, err);

	if (status == HSCAN_EPARSE) {
		/* As in a clone without blobs. */
		mailmap->unread = true;
		return HSCAN_OK;
	}
	if (status != HSCAN_OK)
		return status;
	mailmap->people = git_people_read(git_object_text(mailmap->object));
	return mailmap->people ? HSCAN_OK : hscan_no_memory(err);
}

enum hscan_status
hscan_mailmap_open(struct hscan_git *git, const struct hscan_git_head *head,
    struct hscan_mailmap **out, struct hscan_error *err)
{
	static const unsigned char none[HSCAN_SHA_SIZE];
	struct hscan_mailmap *mailmap = calloc(1, sizeof(*mailmap));
	enum hscan_status status = HSCAN_OK;

	if (!mailmap)
		return hscan_no_memory(err);
	/* No longer than the object that an e-mail stands in. */
	hscan_buf_init(&mailmap->out, SIZE_MAX);
	if (memcmp(head->mailmap, none, HSCAN_SHA_SIZE) != 0)
		status = read_map(git, head->mailmap, mailmap, err);
	if (status == HSCAN_OK)
		*out = mailmap;
	else
		hscan_mailmap_close(mailmap);
	return status;
}

void
hscan_mailmap_close(struct hscan_mailmap *mailmap)
{
	if (!mailmap)
		return;
	git_people_free(mailmap->people);
	git_odb_object_free(mailmap->object);
	hscan_buf_clear(&mailmap->out);
	free(mailmap);
}

bool
hscan_mailmap_is_unread(const struct hscan_mailmap *mailmap)
{
	return mailmap->unread;
}

enum hscan_status
hscan_mailmap_email(struct hscan_mailmap *mailmap, struct hscan_text name,
    struct hscan_text email, struct hscan_text *out, struct hscan_error *err)
{
	enum hscan_status status;

	/* Git does not look up a person whose line cannot be read. */
	if (mailmap->people && !hscan_text_is(name, GIT_NO_PERSON))
		email = git_people_email(mailmap->people, name, email);
	hscan_buf_reset(&mailmap->out);
	for (size_t i = 0; i < email.len; i++)
		(void)hscan_buf_add_char(
		    &mailmap->out, hscan_to_lower(email.ptr[i]));
	status = hscan_buf_check(&mailmap->out, "an e-mail", err);
	if (status == HSCAN_OK)
		*out = (struct hscan_text){
		    hscan_buf_string(&mailmap->out), mailmap->out.len};
	return status;
}

/* SPDX-License-Identifier: MIT */
/* Who an author is after the .mailmap of a head; see git.h. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/git/internal.h"

/* Names are short; what is longer is not looked up. */
#define MAX_MAILMAP_BYTES ((size_t)16 * 1024 * 1024)
#define MAX_NAME_BYTES    ((size_t)64 * 1024)

struct hscan_mailmap {
	git_mailmap *map; /* NULL: nothing is mapped */
	struct hscan_buf name, email, out;
};

static void
add_lower(struct hscan_buf *out, struct hscan_text text)
{
	for (size_t i = 0; i < text.len; i++)
		(void)hscan_buf_add_char(out, hscan_to_lower(text.ptr[i]));
}

/* Whether a line has an address of nothing, "<>". Git passes it over as a rule;
 * libgit2 would refuse the whole file for it. */
static bool
has_empty_address(struct hscan_text line)
{
	while (line.ptr) {
		struct hscan_text address;

		(void)hscan_text_split(&line, '<');
		address = hscan_text_split(&line, '>');
		if (line.ptr && hscan_text_trim(address).len == 0)
			return true;
	}
	return false;
}

/* Git compares names and e-mails without case, libgit2 with: so everything
 * is made lower case, which the answer is anyway. */
static void
add_lines(struct hscan_buf *out, struct hscan_text text)
{
	/* To git a blob ends with the first NUL. */
	text = hscan_text_split(&text, '\0');
	while (text.ptr) {
		struct hscan_text line = hscan_text_split(&text, '\n');

		if (has_empty_address(line))
			continue;
		add_lower(out, line);
		(void)hscan_buf_add_char(out, '\n');
	}
}

static enum hscan_status
read_map(struct hscan_git *git, const unsigned char *sha, git_mailmap **out,
    struct hscan_error *err)
{
	git_odb_object *object = NULL;
	struct hscan_buf lower;
	enum hscan_status status;
	git_oid oid;

	memcpy(oid.id, sha, HSCAN_SHA_SIZE);
	if (git_odb_read(&object, git->odb, &oid) != 0) {
		/* A clone without blobs need not have it; authors then stay as
		 * they are written. */
		return HSCAN_OK;
	}
	hscan_buf_init(&lower, MAX_MAILMAP_BYTES);
	add_lines(&lower, (struct hscan_text){git_odb_object_data(object),
			      git_odb_object_size(object)});
	status = hscan_buf_check(&lower, ".mailmap", err);
	if (status == HSCAN_OK && git_mailmap_from_buffer(out,
				      hscan_buf_string(&lower), lower.len) != 0)
		status = git_failed(
		    git, HSCAN_EPARSE, ".mailmap cannot be read", err);
	hscan_buf_clear(&lower);
	git_odb_object_free(object);
	return status;
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
	hscan_buf_init(&mailmap->name, MAX_NAME_BYTES);
	hscan_buf_init(&mailmap->email, MAX_NAME_BYTES);
	hscan_buf_init(&mailmap->out, MAX_NAME_BYTES);
	if (memcmp(head->mailmap, none, HSCAN_SHA_SIZE) != 0)
		status = read_map(git, head->mailmap, &mailmap->map, err);
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
	git_mailmap_free(mailmap->map);
	hscan_buf_clear(&mailmap->name);
	hscan_buf_clear(&mailmap->email);
	hscan_buf_clear(&mailmap->out);
	free(mailmap);
}

enum hscan_status
hscan_mailmap_email(struct hscan_mailmap *mailmap, struct hscan_text name,
    struct hscan_text email, struct hscan_text *out, struct hscan_error *err)
{
	const char *real_name = NULL, *real = NULL;
	enum hscan_status status;

	hscan_buf_reset(&mailmap->name);
	hscan_buf_reset(&mailmap->email);
	hscan_buf_reset(&mailmap->out);
	add_lower(&mailmap->name, name);
	add_lower(&mailmap->email, email);
	/* Too long for a name: it stands for itself. */
	if (mailmap->name.failed != HSCAN_OK ||
	    mailmap->email.failed != HSCAN_OK)
		hscan_buf_reset(&mailmap->name);
	real = hscan_buf_string(&mailmap->email);
	if (mailmap->map && git_mailmap_resolve(&real_name, &real, mailmap->map,
				hscan_buf_string(&mailmap->name),
				hscan_buf_string(&mailmap->email)) != 0)
		return hscan_no_memory(err);
	(void)hscan_buf_add_string(&mailmap->out, real);
	status = hscan_buf_check(&mailmap->out, "an e-mail", err);
	if (status == HSCAN_OK)
		*out = (struct hscan_text){
		    hscan_buf_string(&mailmap->out), mailmap->out.len};
	return status;
}

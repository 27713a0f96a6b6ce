/* SPDX-License-Identifier: MIT */
/* JSON lists of repositories; see repo_json.h. */
#include "app/repo_json.h"

#include "base/buf.h"
#include "base/text.h"
#include "source/sbom/walk.h"

enum { LONGEST_CELL = WALK_STRING };

/* What names the repository, the best first; gh's names, then the API's. */
static const char *const members[] = {"nameWithOwner", "fullName", "full_name",
    "html_url", "repo", "repository", "url", NULL};

enum { MEMBERS = sizeof(members) / sizeof(members[0]) - 1 };

/* The best of an object's into `cell`; MEMBERS: it has none. */
static size_t
read_object(struct walk *walk, struct hscan_buf *cell)
{
	struct walk_names names = {members, 0};
	size_t best = MEMBERS, which;

	while (walk_member(walk, &names, &which)) {
		struct hscan_text text = walk_string(walk);

		if (!text.ptr || which > best)
			continue;
		hscan_buf_reset(cell);
		(void)hscan_buf_add_text(cell, text);
		best = which;
	}
	return best;
}

static size_t
read_entry(struct walk *walk, struct hscan_buf *cell)
{
	hscan_buf_reset(cell);
	if (walk_object(walk))
		return read_object(walk, cell);
	(void)hscan_buf_add_text(cell, walk_string(walk));
	return MEMBERS;
}

static enum hscan_status
read_all(struct walk *walk, repo_csv_fn *on_cell, void *payload,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct hscan_buf cell;
	size_t entry = 0;

	hscan_buf_init(&cell, LONGEST_CELL);
	while (status == HSCAN_OK && walk_item(walk)) {
		size_t which = read_entry(walk, &cell);

		if (walk->fault)
			break;
		status = hscan_buf_check(&cell, "an entry", err);
		if (status == HSCAN_OK)
			status = on_cell(hscan_buf_text(&cell), ++entry,
			    hscan_text_of(members[which]), payload, err);
	}
	hscan_buf_clear(&cell);
	return status;
}

enum hscan_status
repo_json_read(struct hscan_text text, const char *source, repo_csv_fn *on_cell,
    void *payload, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct walk walk;

	walk_init(&walk, text);
	if (walk_list(&walk))
		status = read_all(&walk, on_cell, payload, err);
	else
		walk_skip(&walk);
	if (status == HSCAN_OK && !walk_ended(&walk))
		status = walk.no_memory
			     ? hscan_no_memory(err)
			     : hscan_fail(err, HSCAN_EINVAL,
				   "%s:%zu: cannot be read as a list of "
				   "repositories: %s; check how it was made",
				   source, walk_line(&walk), walk.fault);
	walk_clear(&walk);
	return status;
}

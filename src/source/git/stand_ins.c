/* SPDX-License-Identifier: MIT */
/*
 * Reads objects as git reads them. A reference refs/replace/ID puts another
 * object in the place of one (git-replace(1)); a line of info/grafts gives a
 * commit other parents (gitrepository-layout(5)). Neither changes a name: what
 * is read under the old one is something else. libgit2 follows the first never,
 * the second by its version.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/grow.h"
#include "base/number.h"
#include "base/sha1.h"
#include "base/text.h"
#include "source/git/internal.h"

/* So often git looks whether what it has found is replaced in turn. */
enum { MAX_DEPTH = 5 };

struct replacement {
	unsigned char from[HSCAN_SHA_SIZE], to[HSCAN_SHA_SIZE];
};

struct graft {
	unsigned char commit[HSCAN_SHA_SIZE];
	size_t start, len; /* of its parents */
	size_t line;       /* of lines for the same the first one counts */
};

struct git_stand_ins {
	struct replacement *objects; /* owned; in order */
	size_t objects_len, objects_size;
	struct graft *grafts; /* owned; in order, then by line */
	size_t grafts_len, grafts_size;
	struct hscan_buf parents; /* of the grafts, as a commit writes them */
};

void
git_stand_ins_free(struct git_stand_ins *stand_ins)
{
	if (!stand_ins)
		return;
	free(stand_ins->objects);
	free(stand_ins->grafts);
	hscan_buf_clear(&stand_ins->parents);
	free(stand_ins);
}

/* --- replace refs --- */

/* Any case will do, as it will for git. */
static bool
read_id(struct hscan_text text, unsigned char out[HSCAN_SHA_SIZE])
{
	char lower[2 * HSCAN_SHA_SIZE];

	if (text.len < sizeof(lower))
		return false;
	for (size_t i = 0; i < sizeof(lower); i++)
		lower[i] = hscan_to_lower(text.ptr[i]);
	return hscan_parse_hex(
	    (struct hscan_text){lower, sizeof(lower)}, out, HSCAN_SHA_SIZE);
}

/* A name that is no id, or leads nowhere, is passed over. */
static bool
add_replacement(struct git_stand_ins *stand_ins, const git_reference *ref)
{
	struct replacement *found,
	    *all = hscan_grow(stand_ins->objects, &stand_ins->objects_size,
		stand_ins->objects_len + 1, sizeof(*all));
	const char *name = strrchr(git_reference_name(ref), '/');
	git_reference *direct = NULL;

	if (!all)
		return false;
	stand_ins->objects = all;
	found = &stand_ins->objects[stand_ins->objects_len];
	if (name && read_id(hscan_text_of(name + 1), found->from) &&
	    git_reference_resolve(&direct, ref) == 0) {
		memcpy(found->to, git_reference_target(direct)->id,
		    sizeof(found->to));
		stand_ins->objects_len++;
	}
	git_reference_free(direct);
	return true;
}

static int
compare_replacements(const void *left, const void *right)
{
	const struct replacement *a = left, *b = right;

	return memcmp(a->from, b->from, sizeof(a->from));
}

/* Whether packed-refs, of lines "ID NAME", has one. */
static bool
is_in_packed(struct hscan_text refs)
{
	static const char prefix[] = "refs/replace/";

	while (refs.len > 0) {
		struct hscan_text name = hscan_text_split(&refs, '\n');

		(void)hscan_text_split(&name, ' ');
		if (hscan_text_starts(name, prefix))
			return true;
	}
	return false;
}

/* Whether there may be any: to have libgit2 go over all references, which may
 * be very many, takes longer than to look. */
static bool
may_be_replaced(struct hscan_git *git)
{
	git_buf folder = GIT_BUF_INIT;
	struct hscan_text refs = {NULL, 0};
	struct hscan_buf path;
	char *bytes = NULL;
	bool may = true;

	hscan_buf_init(&path, 8192);
	if (git_repository_item_path(
		&folder, git->repo, GIT_REPOSITORY_ITEM_COMMONDIR) == 0 &&
	    hscan_buf_add_format(&path, "%s/refs/replace", folder.ptr))
		may = access(hscan_buf_string(&path), F_OK) == 0;
	hscan_buf_reset(&path);
	if (!may && hscan_buf_add_format(&path, "%s/packed-refs", folder.ptr)) {
		bytes = git_read_file(hscan_buf_string(&path), &refs.len);
		refs.ptr = bytes;
		may = bytes && is_in_packed(refs);
	}
	free(bytes);
	git_buf_dispose(&folder);
	hscan_buf_clear(&path);
	return may;
}

static enum hscan_status
add_replacements(struct hscan_git *git, struct git_stand_ins *stand_ins,
    struct hscan_error *err)
{
	git_reference_iterator *refs = NULL;
	git_reference *ref = NULL;
	enum hscan_status status = HSCAN_OK;

	if (!may_be_replaced(git))
		return HSCAN_OK;
	if (git_reference_iterator_glob_new(
		&refs, git->repo, "refs/replace/*") != 0)
		return git_failed(
		    git, HSCAN_EPARSE, "its references cannot be read", err);
	while (status == HSCAN_OK && git_reference_next(&ref, refs) == 0) {
		if (!add_replacement(stand_ins, ref))
			status = hscan_no_memory(err);
		git_reference_free(ref);
	}
	git_reference_iterator_free(refs);
	if (stand_ins->objects_len > 0)
		qsort(stand_ins->objects, stand_ins->objects_len,
		    sizeof(*stand_ins->objects), compare_replacements);
	return status;
}

/* core.useReplaceRefs; they are, unless it says that they are not. */
static bool
are_replaced(struct hscan_git *git)
{
	git_config *config = NULL;
	int used = 1;

	if (git_repository_config_snapshot(&config, git->repo) == 0 &&
	    git_config_get_bool(&used, config, "core.useReplaceRefs") != 0)
		used = 1;
	git_config_free(config);
	return used != 0;
}

/* --- grafts --- */

/* "COMMIT PARENT...", with one blank before each. A line that is not so is
 * passed over. */
static bool
read_graft(struct hscan_text line, struct graft *graft, struct hscan_buf *out)
{
	unsigned char sha[HSCAN_SHA_SIZE];

	line = hscan_text_split(&line, '\0');
	while (line.len > 0 && git_is_blank(line.ptr[line.len - 1]))
		line.len--;
	if (line.len == 0 || !read_id(line, graft->commit))
		return false;
	for (;;) {
		line.ptr += (size_t)2 * HSCAN_SHA_SIZE;
		line.len -= (size_t)2 * HSCAN_SHA_SIZE;
		if (line.len == 0)
			return true;
		if (!git_is_blank(*line.ptr++))
			return false;
		line.len--;
		if (!read_id(line, sha))
			return false;
		(void)hscan_buf_add_string(out, "parent ");
		for (size_t i = 0; i < sizeof(sha); i++)
			(void)hscan_buf_add_format(out, "%02x", sha[i]);
		(void)hscan_buf_add_char(out, '\n');
	}
}

static enum hscan_status
add_graft(struct git_stand_ins *stand_ins, struct hscan_text line,
    struct hscan_error *err)
{
	struct graft graft = {.start = stand_ins->parents.len}, *all;

	if (!read_graft(line, &graft, &stand_ins->parents)) {
		if (stand_ins->parents.failed == HSCAN_OK)
			hscan_buf_cut(&stand_ins->parents, graft.start);
		return HSCAN_OK;
	}
	all = hscan_grow(stand_ins->grafts, &stand_ins->grafts_size,
	    stand_ins->grafts_len + 1, sizeof(*all));
	if (!all)
		return hscan_no_memory(err);
	stand_ins->grafts = all;
	graft.len = stand_ins->parents.len - graft.start;
	graft.line = stand_ins->grafts_len;
	stand_ins->grafts[stand_ins->grafts_len++] = graft;
	return hscan_buf_check(&stand_ins->parents, "info/grafts", err);
}

static int
compare_grafts(const void *left, const void *right)
{
	const struct graft *a = left, *b = right;
	int order = memcmp(a->commit, b->commit, sizeof(a->commit));

	return order ? order : (a->line > b->line) - (a->line < b->line);
}

enum hscan_status
git_stand_ins_graft(struct git_stand_ins *stand_ins, struct hscan_text file,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	while (file.len > 0 && status == HSCAN_OK)
		status =
		    add_graft(stand_ins, hscan_text_split(&file, '\n'), err);
	if (stand_ins->grafts_len > 0)
		qsort(stand_ins->grafts, stand_ins->grafts_len,
		    sizeof(*stand_ins->grafts), compare_grafts);
	return status;
}

static enum hscan_status
add_grafts(struct hscan_git *git, struct git_stand_ins *stand_ins,
    struct hscan_error *err)
{
	git_buf folder = GIT_BUF_INIT;
	struct hscan_text file = {NULL, 0};
	struct hscan_buf path;
	enum hscan_status status;
	char *bytes = NULL;

	hscan_buf_init(&path, 8192);
	if (git_repository_item_path(
		&folder, git->repo, GIT_REPOSITORY_ITEM_INFO) == 0 &&
	    hscan_buf_add_format(&path, "%s/grafts", folder.ptr))
		bytes = git_read_file(hscan_buf_string(&path), &file.len);
	git_buf_dispose(&folder);
	hscan_buf_clear(&path);
	file.ptr = bytes;
	status = bytes ? git_stand_ins_graft(stand_ins, file, err) : HSCAN_OK;
	free(bytes);
	return status;
}

/* --- both --- */

struct git_stand_ins *
git_stand_ins_new(void)
{
	struct git_stand_ins *stand_ins = calloc(1, sizeof(*stand_ins));

	if (stand_ins)
		hscan_buf_init(&stand_ins->parents, (size_t)1 << 30);
	return stand_ins;
}

enum hscan_status
git_find_stand_ins(struct hscan_git *git, struct hscan_error *err)
{
	struct git_stand_ins *stand_ins;
	enum hscan_status status;

	if (git->looked)
		return HSCAN_OK;
	stand_ins = git_stand_ins_new();
	if (!stand_ins)
		return hscan_no_memory(err);
	status = add_replacements(git, stand_ins, err);
	if (stand_ins->objects_len > 0 && !are_replaced(git))
		stand_ins->objects_len = 0;
	if (status == HSCAN_OK)
		status = add_grafts(git, stand_ins, err);
	if (status == HSCAN_OK &&
	    stand_ins->objects_len + stand_ins->grafts_len > 0) {
		git->stand_ins = stand_ins;
		stand_ins = NULL;
	}
	git->looked = status == HSCAN_OK;
	git_stand_ins_free(stand_ins);
	return status;
}

enum hscan_status
git_stand_ins_digest(const struct git_stand_ins *stand_ins,
    unsigned char out[HSCAN_SHA_SIZE], struct hscan_error *err)
{
	struct hscan_buf all;
	enum hscan_status status;

	memset(out, 0, HSCAN_SHA_SIZE);
	if (!stand_ins)
		return HSCAN_OK;
	hscan_buf_init(&all, SIZE_MAX);
	if (stand_ins->objects_len > 0)
		(void)hscan_buf_add(&all, stand_ins->objects,
		    stand_ins->objects_len * sizeof(*stand_ins->objects));
	for (size_t i = 0; i < stand_ins->grafts_len; i++) {
		const struct graft *graft = &stand_ins->grafts[i];

		(void)hscan_buf_add(&all, graft->commit, sizeof(graft->commit));
		(void)hscan_buf_add(&all,
		    hscan_buf_string(&stand_ins->parents) + graft->start,
		    graft->len);
	}
	status = hscan_buf_check(&all, "replace refs and grafts", err);
	if (status == HSCAN_OK)
		hscan_sha1(hscan_buf_text(&all), out);
	hscan_buf_clear(&all);
	return status;
}

static const struct replacement *
find_replacement(
    const struct git_stand_ins *stand_ins, const unsigned char *sha)
{
	struct replacement wanted;

	if (stand_ins->objects_len == 0)
		return NULL;
	memcpy(wanted.from, sha, HSCAN_SHA_SIZE);
	return bsearch(&wanted, stand_ins->objects, stand_ins->objects_len,
	    sizeof(wanted), compare_replacements);
}

const unsigned char *
git_stand_in(const struct git_stand_ins *stand_ins,
    const unsigned char sha[HSCAN_SHA_SIZE])
{
	const unsigned char *object = sha;
	const struct replacement *found;

	for (int i = 0; stand_ins && i < MAX_DEPTH; i++) {
		found = find_replacement(stand_ins, object);
		if (!found)
			return object;
		object = found->to;
	}
	return stand_ins ? NULL : object;
}

void
git_stand_in_parents(const struct git_stand_ins *stand_ins,
    const unsigned char sha[HSCAN_SHA_SIZE], struct hscan_text *parents)
{
	size_t low = 0, high = stand_ins ? stand_ins->grafts_len : 0;
	const struct graft *graft;

	/* The first of those that are not before it. */
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		graft = &stand_ins->grafts[middle];
		if (memcmp(graft->commit, sha, HSCAN_SHA_SIZE) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (!stand_ins || low == stand_ins->grafts_len)
		return;
	graft = &stand_ins->grafts[low];
	if (memcmp(graft->commit, sha, HSCAN_SHA_SIZE) == 0)
		*parents = (struct hscan_text){
		    hscan_buf_string(&stand_ins->parents) + graft->start,
		    graft->len};
}

/* SPDX-License-Identifier: MIT */
/*
 * Whether documentation differs between two trees, compared with lists of all
 * their files. A line is a file: '-' for the tree before, '+' for the one
 * after, '=' for both; its kind ('x' executable, 'l' symbolic link, 's'
 * submodule, else a plain one); its path, whose last byte is its content, too.
 * A line that begins with ':' is a glob.
 */
#include "base/buf.h"
#include "fuzz/odb.h"

enum { MOST_FILES = 48, MOST_GLOBS = 4, LONG = 2048 };

struct file {
	struct hscan_text path;
	uint32_t mode;
	unsigned char content;
};

/* The files of one tree, in the order of their paths. */
struct side {
	struct file files[MOST_FILES];
	size_t len;
};

/* --- reading --- */

static bool
is_path(struct hscan_text path)
{
	if (path.len == 0 || memchr(path.ptr, '\0', path.len))
		return false;
	while (path.ptr) {
		struct hscan_text part = hscan_text_split(&path, '/');

		if (part.len == 0)
			return false;
	}
	return true;
}

/* Whether one is the other, or a folder that it lies in. */
static bool
collide(struct hscan_text a, struct hscan_text b)
{
	size_t shared = a.len < b.len ? a.len : b.len;

	if (memcmp(a.ptr, b.ptr, shared) != 0)
		return false;
	return a.len == b.len || (a.len > b.len ? a : b).ptr[shared] == '/';
}

/* A name stands for one thing: what collides is left out. */
static void
add_file(struct side *side, const struct file *file)
{
	size_t at = side->len;

	if (side->len == MOST_FILES || !is_path(file->path))
		return;
	for (size_t i = 0; i < side->len; i++)
		if (collide(side->files[i].path, file->path))
			return;
	while (
	    at > 0 && fuzz_compare(file->path, side->files[at - 1].path) < 0) {
		side->files[at] = side->files[at - 1];
		at--;
	}
	side->files[at] = *file;
	side->len++;
}

static uint32_t
mode_of(char kind)
{
	switch (kind) {
	case 'x': return 0100755;
	case 'l': return 0120000;
	case 's': return 0160000;
	default: return 0100644;
	}
}

static void
read_line(struct hscan_text line, struct side *before, struct side *after)
{
	struct file file = {.mode = mode_of(line.ptr[1]),
	    .content = (unsigned char)line.ptr[line.len - 1]};

	file.path = (struct hscan_text){line.ptr + 2, line.len - 3};
	if (line.ptr[0] == '-' || line.ptr[0] == '=')
		add_file(before, &file);
	if (line.ptr[0] == '+' || line.ptr[0] == '=')
		add_file(after, &file);
}

/* --- writing trees --- */

/* A name in one tree; a folder's ends with '/', for git's order. */
struct name {
	struct hscan_text text;
	size_t first, count; /* of the files in it */
};

static void
add_entry(
    struct hscan_buf *out, uint32_t mode, struct hscan_text name, git_oid oid)
{
	ENSURE(hscan_buf_add_format(out, "%o ", (unsigned)mode));
	ENSURE(hscan_buf_add_text(out, name));
	ENSURE(hscan_buf_add_char(out, '\0'));
	ENSURE(hscan_buf_add(out, oid.id, HSCAN_SHA_SIZE));
}

/* The names in the folder that ends at `at` of its files' paths. Of two files
 * in a row with the same folder there is one name: paths are in order. */
static size_t
find_names(const struct side *side, size_t first, size_t count, size_t at,
    struct name names[MOST_FILES])
{
	size_t len = 0;

	for (size_t i = first; i < first + count; i++) {
		struct hscan_text rest = {
		    side->files[i].path.ptr + at, side->files[i].path.len - at};
		struct hscan_text text = hscan_text_split(&rest, '/');
		size_t slot = len;

		text.len += rest.ptr != NULL;
		for (size_t j = 0; j < len; j++)
			if (hscan_text_equal(names[j].text, text))
				slot = j;
		if (slot < len) {
			names[slot].count++;
			continue;
		}
		while (
		    slot > 0 && fuzz_compare(text, names[slot - 1].text) < 0) {
			names[slot] = names[slot - 1];
			slot--;
		}
		names[slot] = (struct name){text, i, 1};
		len++;
	}
	return len;
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as the input has slashes */
static git_oid
put_tree(struct hscan_git *git, const struct side *side, size_t first,
    size_t count, size_t at)
{
	struct name names[MOST_FILES];
	size_t len = find_names(side, first, count, at, names);
	struct hscan_buf tree;
	git_oid oid;

	hscan_buf_init(&tree, SIZE_MAX);
	for (size_t i = 0; i < len; i++) {
		struct hscan_text name = names[i].text;
		const struct file *file = &side->files[names[i].first];

		if (!hscan_text_ends(name, "/")) {
			memset(oid.id, file->content, sizeof(oid.id));
			add_entry(&tree, file->mode, name, oid);
			continue;
		}
		oid = put_tree(
		    git, side, names[i].first, names[i].count, at + name.len);
		name.len--;
		add_entry(&tree, 0040000, name, oid);
	}
	oid = fuzz_put_object(git, hscan_buf_text(&tree), GIT_OBJECT_TREE);
	hscan_buf_clear(&tree);
	return oid;
}

/* --- the slow way --- */

static const struct file *
find(const struct side *side, struct hscan_text path)
{
	for (size_t i = 0; i < side->len; i++)
		if (hscan_text_equal(side->files[i].path, path))
			return &side->files[i];
	return NULL;
}

static bool
counts(const struct hscan_doc_paths *paths, const struct file *file,
    const struct file *other)
{
	if (other && other->mode == file->mode &&
	    other->content == file->content)
		return false;
	if (file->mode == 0160000 || (other && other->mode == 0160000))
		return git_doc_paths_match_link(paths, file->path);
	return hscan_doc_paths_match(paths, file->path);
}

static bool
differ_slowly(const struct hscan_doc_paths *paths, const struct side *before,
    const struct side *after)
{
	for (size_t i = 0; i < before->len; i++)
		if (counts(paths, &before->files[i],
			find(after, before->files[i].path)))
			return true;
	for (size_t i = 0; i < after->len; i++)
		if (counts(paths, &after->files[i],
			find(before, after->files[i].path)))
			return true;
	return false;
}

static void
ensure_same(const struct hscan_doc_paths *paths, const struct side *before,
    const struct side *after)
{
	struct hscan_git git = fuzz_open_odb();
	const git_oid old_tree = put_tree(&git, before, 0, before->len, 0);
	const git_oid new_tree = put_tree(&git, after, 0, after->len, 0);
	const struct side nothing = {.len = 0};
	struct git_differ *differ = NULL;
	bool differs, told = false;

	ENSURE(git_differ_new(&git, paths, &differ, NULL) == HSCAN_OK);
	ENSURE(git_differ_run(differ, old_tree.id, new_tree.id, false, &differs,
		   NULL) == HSCAN_OK);
	ENSURE(differs == differ_slowly(paths, before, after));
	/* Told of a change it looks less, and so finds no less. */
	ENSURE(git_differ_run(differ, old_tree.id, new_tree.id, true, &told,
		   NULL) == HSCAN_OK);
	ENSURE(told || !differs);
	ENSURE(git_differ_run(differ, new_tree.id, old_tree.id, false, &differs,
		   NULL) == HSCAN_OK);
	ENSURE(differs == differ_slowly(paths, after, before));
	ENSURE(git_differ_run(differ, NULL, new_tree.id, false, &differs,
		   NULL) == HSCAN_OK);
	ENSURE(differs == differ_slowly(paths, &nothing, after));
	git_differ_free(differ);
	git_odb_free(git.odb);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hscan_text rest = fuzz_text(data, size < LONG ? size : LONG);
	struct side before = {.len = 0}, after = {.len = 0};
	struct hscan_text globs[MOST_GLOBS] = {{NULL, 0}};
	struct hscan_doc_paths *paths = NULL;
	size_t len = 0;

	while (rest.ptr) {
		struct hscan_text line = hscan_text_split(&rest, '\n');

		if (line.len > 1 && line.ptr[0] == ':' && len < MOST_GLOBS)
			globs[len++] =
			    (struct hscan_text){line.ptr + 1, line.len - 1};
		else if (line.len > 3)
			read_line(line, &before, &after);
	}
	if (hscan_doc_paths_new(globs, len, &paths, NULL) != HSCAN_OK)
		return 0;
	ensure_same(paths, &before, &after);
	hscan_doc_paths_free(paths);
	return 0;
}

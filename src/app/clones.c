/* SPDX-License-Identifier: MIT */
/* Looks for repositories in a folder; see clones.h. */
#define _XOPEN_SOURCE 700 /* realpath() */

#include "app/clones.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"
#include "source/git/git.h"

enum { LONGEST_PATH = 64 * 1024 };

struct folder {
	const char *root; /* absolute */
	struct hscan_arena *arena;
	clones_fn *on_clone;
	void *payload;
};

static enum hscan_status
cannot_read(const char *root, int error, struct hscan_error *err)
{
	char shown[200];

	return hscan_fail(err, HSCAN_EINVAL,
	    "--git-root: cannot read the folder %s: %s; name the folder that "
	    "holds the clones",
	    hscan_safe(hscan_text_of(root), shown, sizeof(shown)),
	    strerror(error));
}

static struct hscan_text
join(struct folder *folder, const char *first, const char *second)
{
	struct hscan_text copy;
	struct hscan_buf text;

	hscan_buf_init(&text, LONGEST_PATH);
	(void)hscan_buf_add_format(&text, "%s/%s", first, second);
	copy = hscan_arena_dup(folder->arena, hscan_buf_text(&text));
	if (text.failed != HSCAN_OK)
		copy = (struct hscan_text){NULL, 0};
	hscan_buf_clear(&text);
	return copy;
}

/* Whatever link it is reached by, it is one clone. */
static const char *
follow(struct folder *folder, const char *path)
{
	char *real = realpath(path, NULL);
	struct hscan_text copy =
	    hscan_arena_dup(folder->arena, hscan_text_of(real ? real : path));

	free(real);
	return copy.ptr;
}

static enum hscan_status
read_origin(struct folder *folder, struct hscan_git *git, struct clone *clone,
    struct hscan_error *err)
{
	struct hscan_buf called;
	bool there;

	clone->has_origin = hscan_git_origin(git, &clone->origin);
	hscan_buf_init(&called, LONGEST_PATH);
	there = hscan_git_called(git, &called);
	if (there && called.failed == HSCAN_OK)
		clone->called =
		    hscan_arena_dup(folder->arena, hscan_buf_text(&called)).ptr;
	hscan_buf_clear(&called);
	return there && !clone->called ? hscan_no_memory(err) : HSCAN_OK;
}

/* `*there`: it is a repository, whether git would read it or not. */
static enum hscan_status
look_at(struct folder *folder, const char *name, bool *there,
    struct hscan_error *err)
{
	const char *path = join(folder, folder->root, name).ptr;
	struct clone clone = {.path = NULL};
	struct hscan_git *git = NULL;
	enum hscan_status status;

	if (!path)
		return hscan_no_memory(err);
	status = hscan_git_open(path, false, &git, err);
	*there = status != HSCAN_ENOTFOUND;
	if (!*there)
		return HSCAN_OK;
	if (status == HSCAN_ENOMEM)
		return status;
	clone.path = follow(folder, path);
	if (!clone.path)
		status = hscan_no_memory(err);
	else
		status = git ? read_origin(folder, git, &clone, err) : HSCAN_OK;
	hscan_git_close(git);
	return status == HSCAN_OK
		   ? folder->on_clone(&clone, folder->payload, err)
		   : status;
}

static bool
is_passed_over(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
	       strcmp(name, ".git") == 0;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static enum hscan_status
look_at_all(struct folder *folder, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct dirent **names = NULL;
	bool there;
	/* "" stands for the root of all, so that paths join well. */
	const char *root = *folder->root ? folder->root : "/";
	int len = scandir(root, &names, NULL, by_name);

	if (len < 0)
		return cannot_read(root, errno, err);
	for (int i = 0; i < len; i++) {
		if (status == HSCAN_OK && !is_passed_over(names[i]->d_name))
			status = look_at(folder, names[i]->d_name, &there, err);
		free(names[i]);
	}
	free(names);
	return status;
}

enum hscan_status
clones_find(const char *root, struct hscan_arena *arena, clones_fn *on_clone,
    void *payload, struct hscan_error *err)
{
	struct folder folder = {
	    .arena = arena, .on_clone = on_clone, .payload = payload};
	enum hscan_status status;
	char *real = realpath(root, NULL);

	if (!real)
		return cannot_read(root, errno, err);
	folder.root = real;
	if (strcmp(real, "/") == 0)
		folder.root = "";
	status = look_at_all(&folder, err);
	free(real);
	return status;
}

enum hscan_status
clones_find_one(const char *path, struct hscan_arena *arena,
    clones_fn *on_clone, void *payload, struct hscan_error *err)
{
	struct folder folder = {
	    .arena = arena, .on_clone = on_clone, .payload = payload};
	char *real = realpath(path, NULL), *name;
	enum hscan_status status;
	bool there = false;
	char shown[200];

	(void)hscan_safe(hscan_text_of(path), shown, sizeof(shown));
	if (!real)
		return hscan_fail(err, HSCAN_EINVAL,
		    "cannot read the folder %s: %s; check the path", shown,
		    strerror(errno));
	if (hscan_text_ends(hscan_text_of(real), "/.git"))
		real[strlen(real) - strlen("/.git")] = '\0';
	/* "/a/b/c" is "c" in "/a/b". */
	name = strrchr(real, '/');
	*name++ = '\0';
	folder.root = real;
	status = look_at(&folder, name, &there, err);
	if (status == HSCAN_OK && !there)
		status = hscan_fail(err, HSCAN_EINVAL,
		    "the folder %s is no clone: there is no git repository in "
		    "it; for the clones below it use --git-root",
		    shown);
	free(real);
	return status;
}

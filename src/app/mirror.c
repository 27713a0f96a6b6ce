/* SPDX-License-Identifier: MIT */
/* A clone of our own; see mirror.h. */
#define _XOPEN_SOURCE 700 /* nftw() */

#include "app/mirror.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/turn.h"
#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"
#include "source/git/git.h"

#define LONGEST_PATH ((size_t)64 * 1024)

static void
add_lower(struct hscan_buf *out, const char *text)
{
	for (; *text; text++)
		(void)hscan_buf_add_char(out, hscan_to_lower(*text));
}

enum hscan_status
mirror_path(const struct app *app, const struct hscan_repo_name *name,
    struct hscan_buf *out, struct hscan_error *err)
{
	hscan_buf_reset(out);
	if (!app->clones)
		return hscan_fail(err, HSCAN_EINVAL,
		    "--clone: cannot tell where to: neither XDG_CACHE_HOME nor "
		    "HOME is set; set one, or clone it and use --git DIR");
	(void)hscan_buf_add_format(out, "%s/", app->clones);
	/* Names are the same in either case. */
	add_lower(out, name->host);
	(void)hscan_buf_add_char(out, '/');
	add_lower(out, name->owner);
	(void)hscan_buf_add_char(out, '/');
	add_lower(out, name->name);
	(void)hscan_buf_add_string(out, ".git");
	return hscan_buf_check(out, "the place of the clone", err);
}

/* git -C would look for a repository there, which safe.bareRepository forbids.
 * The user's hooks are for the user's own repositories: one that looks after
 * branches would have a say here. */
#define NO_HOOKS "-c", "core.hooksPath=/dev/null"
#define IN(path) NO_HOOKS, "--git-dir", path

/* The clone that is being made. */
struct mirror {
	struct app *app;
	const struct hscan_repo_name *name;
};

/* "Receiving objects:  45% (4500/10000), 2.10 MiB | 1.00 MiB/s" */
static void
on_line(const char *line, void *payload)
{
	const struct mirror *mirror = payload;
	struct hscan_text rest = hscan_text_of(line);
	struct hscan_text label = hscan_text_split(&rest, ':'), done, total;
	char shown[320];
	int64_t at = 0, end = 0;

	(void)hscan_text_split(&rest, '(');
	done = hscan_text_split(&rest, '/');
	total = hscan_text_split(&rest, ')');
	if (!rest.ptr || !hscan_parse_i64(done, 0, INT64_MAX, &at) ||
	    !hscan_parse_i64(total, 0, INT64_MAX, &end))
		return;
	(void)snprintf(shown, sizeof(shown), "clone of %s/%s, %.*s",
	    mirror->name->owner, mirror->name->name,
	    label.len < 40 ? (int)label.len : 40, label.ptr);
	app_progress(mirror->app, shown, at, end);
}

static enum hscan_status
run_git(
    struct mirror *mirror, const char *const *words, struct hscan_error *err)
{
	const struct app_hooks *hooks = &mirror->app->hooks;
	enum hscan_status status = HSCAN_EINVAL;

	if (hooks->git)
		status =
		    hooks->git(words, on_line, mirror, hooks->payload, err);
	if (status == HSCAN_EINVAL)
		return hscan_fail(err, HSCAN_ENET,
		    "--clone: git cannot be run; install it, or leave --clone "
		    "out");
	return status;
}

/* As git always made them, whatever the user would have for a new one: it is
 * libgit2 that reads it. */
static enum hscan_status
make(struct mirror *mirror, const char *path, struct hscan_error *err)
{
	const char *const argv[] = {"git", NO_HOOKS, "-c",
	    "init.defaultRefFormat=files", "-c",
	    "init.defaultObjectFormat=sha1", "-c",
	    "init.defaultSubmodulePathConfig=false", "init", "-q", "--bare",
	    "--template=", path, NULL};

	return run_git(mirror, argv, err);
}

static enum hscan_status
prepare(struct mirror *mirror, const char *path, struct hscan_error *err)
{
	char url[512];
	const char *const origin[] = {
	    "git", IN(path), "config", "remote.origin.url", url, NULL};
	enum hscan_status status;

	(void)snprintf(url, sizeof(url), "https://%s/%s/%s.git",
	    mirror->name->host, mirror->name->owner, mirror->name->name);
	status = make(mirror, path, err);
	return status == HSCAN_OK ? run_git(mirror, origin, err) : status;
}

/* Branches and tags: the rest of a mirror of GitHub is the heads of all pull
 * requests ever, which tell nothing here. */
static enum hscan_status
fetch(struct mirror *mirror, const char *path, struct hscan_error *err)
{
	/* What is left running in the background would outlive us. */
	const char *const argv[] = {"git", "-c", "gc.autoDetach=false",
	    IN(path), "fetch", "--progress", "--prune", "--filter=blob:none",
	    "origin", "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*",
	    NULL};

	return run_git(mirror, argv, err);
}

/* A HEAD that leads nowhere would hide what there is. */
static enum hscan_status
set_head(struct mirror *mirror, const char *ref, const char *path,
    struct hscan_error *err)
{
	const char *const look[] = {
	    "git", IN(path), "show-ref", "--verify", "-q", ref, NULL};
	const char *const head[] = {
	    "git", IN(path), "symbolic-ref", "HEAD", ref, NULL};
	enum hscan_status status = run_git(mirror, look, err);

	if (status == HSCAN_OK)
		return run_git(mirror, head, err);
	return status == HSCAN_ENET ? HSCAN_OK : status;
}

static enum hscan_status
point(struct mirror *mirror, struct hscan_text branch, const char *path,
    struct hscan_error *err)
{
	char ref[400];
	/* Of the contents of files this one is of use. */
	const char *const mailmap[] = {
	    "git", IN(path), "cat-file", "-e", "HEAD:.mailmap", NULL};
	struct hscan_error none;
	enum hscan_status status = HSCAN_OK;

	(void)snprintf(ref, sizeof(ref), "refs/heads/%.*s", (int)branch.len,
	    branch.ptr ? branch.ptr : "");
	/* A name that is cut off would be another's, and one that is none would
	 * be the end of the clone. */
	if (hscan_git_is_branch(branch) &&
	    branch.len < sizeof(ref) - sizeof("refs/heads/"))
		status = set_head(mirror, ref, path, err);
	if (status == HSCAN_OK &&
	    run_git(mirror, mailmap, &none) == HSCAN_EINTR)
		return hscan_fail(err, HSCAN_EINTR, "%s", none.message);
	return status;
}

/* --- one that cannot be read, or gone on with --- */

static int
remove_one(const char *path, const struct stat *info, int kind, struct FTW *at)
{
	(void)info;
	(void)kind;
	(void)at;
	return remove(path);
}

/* With all that is in it; a link goes without what it leads to. */
static enum hscan_status
remove_all(const char *path, struct hscan_error *err)
{
	enum { FILES_OPEN = 16 };
	struct stat info;
	char shown[200];

	if (lstat(path, &info) != 0 && errno == ENOENT)
		return HSCAN_OK;
	if (nftw(path, remove_one, FILES_OPEN, FTW_DEPTH | FTW_PHYS) == 0)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_ENET,
	    "--clone: cannot remove %s: %s; remove it by hand, then run again",
	    hscan_safe(hscan_text_of(path), shown, sizeof(shown)),
	    strerror(errno));
}

/* Whether it is there and will never be of use; all in it was made by us. One
 * that another user owns is left alone, and git goes on with what is only
 * begun. */
static bool
is_spoilt(const char *path, struct hscan_error *why)
{
	struct hscan_git *git = NULL;
	enum hscan_status status = hscan_git_open(path, false, &git, why);

	hscan_git_close(git);
	return status == HSCAN_EINVAL || status == HSCAN_EPARSE;
}

static enum hscan_status
clear_spoilt(struct app *app, const char *path, struct hscan_error *err)
{
	struct hscan_error why;

	if (!is_spoilt(path, &why))
		return HSCAN_OK;
	app_warn(app, "--clone: it is made anew, as it cannot be read: %s",
	    why.message);
	return remove_all(path, err);
}

static enum hscan_status
update(struct mirror *mirror, struct hscan_text default_branch,
    const char *path, struct hscan_error *err)
{
	enum hscan_status status = prepare(mirror, path, err);

	if (status == HSCAN_OK)
		status = fetch(mirror, path, err);
	if (status == HSCAN_OK)
		status = point(mirror, default_branch, path, err);
	return status;
}

static enum hscan_status
replace(const char *path, const char *by, struct hscan_error *err)
{
	enum hscan_status status = remove_all(path, err);
	char shown[200];

	if (status != HSCAN_OK || rename(by, path) == 0)
		return status;
	return hscan_fail(err, HSCAN_ENET,
	    "--clone: cannot move the new clone to %s: %s; check who owns what",
	    hscan_safe(hscan_text_of(path), shown, sizeof(shown)),
	    strerror(errno));
}

/* git cannot go on with what is there: a run that was killed has left a lock,
 * or a power cut a file with nothing in it. Or the network is down: so the old
 * one stays until there is another. */
static enum hscan_status
make_anew(struct mirror *mirror, struct hscan_text default_branch,
    const char *path, struct hscan_error *err)
{
	const struct hscan_error first = *err;
	struct hscan_error ignored;
	struct hscan_buf other;
	enum hscan_status status;

	hscan_buf_init(&other, LONGEST_PATH);
	(void)hscan_buf_add_format(&other, "%s.new", path);
	status = hscan_buf_check(&other, "the place of the clone", err);
	if (status == HSCAN_OK)
		status = remove_all(other.ptr, err);
	if (status == HSCAN_OK) {
		status = update(mirror, default_branch, other.ptr, err);
		if (status == HSCAN_OK)
			status = replace(path, other.ptr, err);
		if (status == HSCAN_OK)
			app_warn(mirror->app, "%.*s: the clone was made anew",
			    (int)strcspn(first.message, ";"), first.message);
		else
			(void)remove_all(other.ptr, &ignored);
	}
	hscan_buf_clear(&other);
	return status;
}

static enum hscan_status
update_alone(struct mirror *mirror, struct hscan_text default_branch,
    const char *path, struct hscan_error *err)
{
	enum hscan_status status = clear_spoilt(mirror->app, path, err);
	struct stat info;
	bool known = lstat(path, &info) == 0;

	if (status != HSCAN_OK)
		return status;
	status = update(mirror, default_branch, path, err);
	return status == HSCAN_ENET && known
		   ? make_anew(mirror, default_branch, path, err)
		   : status;
}

enum hscan_status
mirror_update(struct app *app, const struct hscan_repo_name *name,
    struct hscan_text default_branch, const char *path, struct hscan_error *err)
{
	struct mirror mirror = {app, name};
	struct hscan_buf lock;
	enum hscan_status status;
	int turn = -1;

	hscan_buf_init(&lock, LONGEST_PATH);
	(void)hscan_buf_add_format(&lock, "%s.lock", path);
	status = hscan_buf_check(&lock, "the place of the clone", err);
	if (status == HSCAN_OK)
		status = turn_begin(lock.ptr, app->interrupted, &turn, err);
	if (status == HSCAN_OK)
		status = update_alone(&mirror, default_branch, path, err);
	turn_end(turn);
	hscan_buf_clear(&lock);
	return status;
}

/* SPDX-License-Identifier: MIT */
/*
 * A second thread for the walk of a history: most of the time goes into
 * inflating objects, which two processors do in half of it. It gets a block,
 * works on it, and waits for the next; only the walk calls the visitor. The
 * only thread of the program.
 */
#define _POSIX_C_SOURCE 200809L /* pthread_sigmask */

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "source/git/internal.h"

/* What it needs at most as a rule: libgit2 keeps 16 MB of what it reads. */
#define ROOM ((size_t)24 * 1024 * 1024)

struct git_helper {
	struct hscan_git git; /* its own reader of the same objects */
	struct git_worker worker;
	pthread_t thread;
	pthread_mutex_t lock; /* of all below */
	pthread_cond_t changed;
	struct git_block *block; /* being worked on; NULL: none */
	bool stop;
	enum hscan_status status; /* of the last block */
	struct hscan_error err;
};

/* A thread's memory grows and shrinks by a page at a time with glibc, some
 * thousand calls of the system, until it has seen large pieces come and go: the
 * first is from the system, the second from what it keeps. */
static void
make_room(void)
{
	for (int i = 0; i < 2; i++) {
		/* Or the compiler leaves both out. */
		void *volatile room = malloc(ROOM);

		free(room);
	}
}

static void *
work(void *payload)
{
	struct git_helper *helper = payload;

	make_room();
	(void)pthread_mutex_lock(&helper->lock);
	while (!helper->stop) {
		struct git_block *block = helper->block;

		if (!block) {
			(void)pthread_cond_wait(
			    &helper->changed, &helper->lock);
			continue;
		}
		(void)pthread_mutex_unlock(&helper->lock);
		helper->status =
		    git_block_run(block, &helper->worker, &helper->err);
		(void)pthread_mutex_lock(&helper->lock);
		helper->block = NULL;
		(void)pthread_cond_signal(&helper->changed);
	}
	(void)pthread_mutex_unlock(&helper->lock);
	return NULL;
}

/* Signals are the program's affair, and so the first thread's. */
static bool
start_thread(struct git_helper *helper)
{
	sigset_t all, before;
	bool good;

	(void)sigfillset(&all);
	if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
		return false;
	good = pthread_create(&helper->thread, NULL, work, helper) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return good;
}

/* A pack of the same name is one for libgit2, with one lock; so the folder has
 * another name here. */
static bool
open_objects(struct git_helper *helper, struct hscan_git *git)
{
	struct hscan_buf path;
	bool good;

	hscan_buf_init(&path, 8192);
	good = git_add_objects_path(git, ".", &path) &&
	       git_odb_open(&helper->git.odb, hscan_buf_string(&path)) == 0;
	hscan_buf_clear(&path);
	return good;
}

static void
release(struct git_helper *helper)
{
	git_worker_clear(&helper->worker);
	git_odb_free(helper->git.odb);
	(void)pthread_cond_destroy(&helper->changed);
	(void)pthread_mutex_destroy(&helper->lock);
	free(helper);
}

struct git_helper *
git_helper_start(struct hscan_git *git, const struct hscan_doc_paths *paths)
{
	struct git_helper *helper;

	if (!(git_libgit2_features() & GIT_FEATURE_THREADS))
		return NULL;
	helper = calloc(1, sizeof(*helper));
	if (!helper)
		return NULL;
	(void)pthread_mutex_init(&helper->lock, NULL);
	(void)pthread_cond_init(&helper->changed, NULL);
	helper->git.dir = git->dir;
	helper->git.stand_ins = git->stand_ins;
	if (open_objects(helper, git) &&
	    git_worker_set_up(&helper->worker, &helper->git, paths,
		&helper->err) == HSCAN_OK &&
	    start_thread(helper))
		return helper;
	release(helper);
	return NULL;
}

void
git_helper_stop(struct git_helper *helper)
{
	if (!helper)
		return;
	(void)pthread_mutex_lock(&helper->lock);
	helper->stop = true;
	(void)pthread_cond_signal(&helper->changed);
	(void)pthread_mutex_unlock(&helper->lock);
	(void)pthread_join(helper->thread, NULL);
	release(helper);
}

void
git_helper_give(struct git_helper *helper, struct git_block *block)
{
	(void)pthread_mutex_lock(&helper->lock);
	helper->block = block;
	(void)pthread_cond_signal(&helper->changed);
	(void)pthread_mutex_unlock(&helper->lock);
}

bool
git_helper_is_done(struct git_helper *helper)
{
	bool done;

	(void)pthread_mutex_lock(&helper->lock);
	done = !helper->block;
	(void)pthread_mutex_unlock(&helper->lock);
	return done;
}

enum hscan_status
git_helper_take(struct git_helper *helper, struct hscan_error *err)
{
	(void)pthread_mutex_lock(&helper->lock);
	while (helper->block)
		(void)pthread_cond_wait(&helper->changed, &helper->lock);
	(void)pthread_mutex_unlock(&helper->lock);
	if (helper->status != HSCAN_OK && err)
		*err = helper->err;
	return helper->status;
}

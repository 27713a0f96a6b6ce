/* SPDX-License-Identifier: MIT */
/* This program once more; see again.h. */
#include "cli/system/again.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/system/child.h"

/* The very file that we are, also if another version was installed since. */
static int
spawn_words(char *const *words, char *const *environment,
    const posix_spawn_file_actions_t *actions, pid_t *pid)
{
	int rc = posix_spawn(
	    pid, "/proc/self/exe", actions, NULL, words, environment);

	return rc == ENOENT ? posix_spawnp(pid, words[0], actions, NULL, words,
				  environment)
			    : rc;
}

/* posix_spawn() wants words that it may change, and changes none. */
static int
spawn(const char *const *words, char *const *environment,
    const posix_spawn_file_actions_t *actions, pid_t *pid)
{
	size_t len = 0;
	char **copy;
	int rc;

	while (words[len])
		len++;
	copy = calloc(len + 1, sizeof(*copy));
	if (!copy)
		return ENOMEM;
	memcpy(copy, words, len * sizeof(*copy));
	rc = spawn_words(copy, environment, actions, pid);
	free(copy);
	return rc;
}

enum hscan_status
again_start(const char *const *words, const char *const *without,
    int64_t *process, struct hscan_error *err)
{
	const struct child child = {.without = without};
	char **environment = child_environment(&child);
	posix_spawn_file_actions_t actions;
	pid_t pid = 0;
	int rc;

	if (!environment)
		return hscan_no_memory(err);
	rc = posix_spawn_file_actions_init(&actions);
	if (rc == 0) {
		rc = posix_spawn_file_actions_addopen(
		    &actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
		if (rc == 0)
			rc = spawn(words, environment, &actions, &pid);
		(void)posix_spawn_file_actions_destroy(&actions);
	}
	free(environment);
	if (rc != 0)
		return hscan_fail(err, HSCAN_EIO,
		    "cannot start %s again: %s; it is tried again later",
		    words[0], strerror(rc));
	*process = (int64_t)pid;
	return HSCAN_OK;
}

bool
again_ended(int64_t process, bool *well)
{
	int ended = 0;
	pid_t done = waitpid((pid_t)process, &ended, WNOHANG);

	*well = done > 0 && WIFEXITED(ended) && WEXITSTATUS(ended) == 0;
	return done > 0 || (done < 0 && errno != EINTR);
}

void
again_stop(int64_t process)
{
	(void)kill((pid_t)process, SIGTERM);
}

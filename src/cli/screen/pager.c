/* SPDX-License-Identifier: MIT */
/* Runs the pager; see pager.h. */
#include "cli/screen/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/text.h"
#include "cli/system/child.h"
#include "report/report.h"

/* --- whether --- */

/* NULL: none is wanted. */
static const char *
pager_command(void)
{
	const char *command = getenv("HEALTHSCAN_PAGER");

	if (!command)
		command = getenv("PAGER");
	if (!command)
		command = "less";
	return *command == '\0' || strcmp(command, "cat") == 0 ? NULL : command;
}

static size_t
lines_of(struct hscan_text text)
{
	size_t lines = 0;

	for (size_t i = 0; i < text.len; i++)
		lines += text.ptr[i] == '\n';
	return lines;
}

bool
pager_helps(const struct cli *cli, struct hscan_text result)
{
	const struct settings *settings = &cli->app.settings;
	const struct hscan_format *format = hscan_format_find(settings->format);

	return cli->terminal.out && cli->terminal.rows > 0 &&
	       !settings->no_pager && format && format->for_person &&
	       (!settings->output || strcmp(settings->output, "-") == 0) &&
	       lines_of(result) >= cli->terminal.rows && pager_command();
}

/* --- how --- */

/* As git sets them: leave what fits on the screen, show colours. */
static bool
set_habits(void)
{
	return setenv("LESS", "FRX", 0) == 0 && setenv("LV", "-c", 0) == 0;
}

/* The pager with its standard input in *fd; its process id, or -1. */
static pid_t
start(char *const *argv, int *fd)
{
	extern char **environ;
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int pipes[2], rc;
	pid_t pid = -1;

	if (pipe(pipes) != 0)
		return -1;
	(void)fcntl(pipes[0], F_SETFD, FD_CLOEXEC);
	(void)fcntl(pipes[1], F_SETFD, FD_CLOEXEC);
	(void)sigemptyset(&defaults);
	(void)sigaddset(&defaults, SIGPIPE);
	rc = posix_spawn_file_actions_init(&actions);
	if (rc == 0 && posix_spawnattr_init(&attributes) == 0) {
		(void)posix_spawnattr_setsigdefault(&attributes, &defaults);
		(void)posix_spawnattr_setflags(
		    &attributes, POSIX_SPAWN_SETSIGDEF);
		rc = posix_spawn_file_actions_adddup2(
		    &actions, pipes[0], STDIN_FILENO);
		if (rc == 0)
			rc = posix_spawnp(&pid, argv[0], &actions, &attributes,
			    argv, environ);
		(void)posix_spawnattr_destroy(&attributes);
	}
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)close(pipes[0]);
	if (rc != 0 || pid < 0) {
		(void)close(pipes[1]);
		return -1;
	}
	*fd = pipes[1];
	return pid;
}

/* As much as the reader wants to see: who leaves early has seen enough. */
static void
feed(int fd, struct hscan_text result)
{
	while (result.len > 0) {
		ssize_t n = write(fd, result.ptr, result.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		result.ptr += n;
		result.len -= (size_t)n;
	}
	(void)close(fd);
}

bool
pager_show(struct hscan_text result)
{
	const char *command = pager_command();
	struct hscan_error err;
	struct hscan_arena arena;
	int fd = -1, ended = 0;
	char **argv;
	pid_t pid = -1;

	hscan_arena_init(&arena);
	if (command && set_habits() &&
	    child_split(command, "PAGER", &arena, &argv, &err) == HSCAN_OK)
		pid = start(argv, &fd);
	hscan_arena_clear(&arena);
	if (pid < 0)
		return false;
	feed(fd, result);
	/* Ctrl-C is the pager's affair as long as it runs. */
	while (waitpid(pid, &ended, 0) < 0 && errno == EINTR)
		;
	/* What a shell says when there is no such program. */
	return !WIFEXITED(ended) || WEXITSTATUS(ended) != 127;
}

/* SPDX-License-Identifier: MIT */
/* Runs the user's command; see notify.h. */
#include "cli/notify.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/safe.h"
#include "base/text.h"

extern char **environ;

/* --- words --- */

/* The splitter's place. */
struct splitter {
	const char *at;
	char *word; /* where the next character goes */
	char quote; /* the one that is open, or NUL */
};

/* Takes one word; its end in the command is where `at` stops. */
static void
take_word(struct splitter *s)
{
	for (; *s->at && (s->quote || !hscan_is_space(*s->at)); s->at++) {
		char c = *s->at;

		if (s->quote && c == s->quote)
			s->quote = '\0';
		else if (!s->quote && (c == '\'' || c == '"'))
			s->quote = c;
		else if (c == '\\' && s->quote != '\'' && s->at[1])
			*s->word++ = *++s->at;
		else
			*s->word++ = c;
	}
	*s->word++ = '\0';
}

enum hscan_status
notify_split(const char *command, struct hscan_arena *arena, char ***out,
    struct hscan_error *err)
{
	size_t len = strlen(command), count = 0;
	char *room = hscan_arena_alloc(arena, len + 2, 2);
	char **words = hscan_arena_alloc(arena, len + 2, sizeof(*words));
	struct splitter s = {.at = command, .word = room};

	if (!room || !words)
		return hscan_no_memory(err);
	for (;;) {
		while (hscan_is_space(*s.at))
			s.at++;
		if (*s.at == '\0')
			break;
		words[count++] = s.word;
		take_word(&s);
	}
	if (s.quote)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the notify command has a %c without its other; quote it "
		    "as a shell would have it",
		    s.quote);
	if (count == 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the notify command is empty; name a program");
	*out = words;
	return HSCAN_OK;
}

/* --- running --- */

enum { PATIENCE_MS = 60000, STEP_MS = 20 };

/* The child reads the pipe and prints to our stderr. */
static int
spawn(char *const *argv, int input, int other_end, pid_t *child)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int rc;

	rc = posix_spawn_file_actions_init(&actions);
	if (rc != 0)
		return rc;
	rc = posix_spawnattr_init(&attributes);
	if (rc != 0) {
		(void)posix_spawn_file_actions_destroy(&actions);
		return rc;
	}
	(void)sigemptyset(&defaults);
	(void)sigaddset(&defaults, SIGPIPE);
	(void)posix_spawnattr_setsigdefault(&attributes, &defaults);
	(void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	rc = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	if (rc == 0)
		rc = posix_spawn_file_actions_adddup2(
		    &actions, STDERR_FILENO, STDOUT_FILENO);
	if (rc == 0)
		rc = posix_spawn_file_actions_addclose(&actions, other_end);
	if (rc == 0)
		rc = posix_spawnp(
		    child, argv[0], &actions, &attributes, argv, environ);
	(void)posix_spawnattr_destroy(&attributes);
	(void)posix_spawn_file_actions_destroy(&actions);
	return rc;
}

/* As much as the child will read; it may close its end, or not read at all. */
static void
feed(int fd, struct hscan_text input)
{
	while (input.len > 0) {
		struct pollfd ready = {.fd = fd, .events = POLLOUT};
		ssize_t n;

		if (poll(&ready, 1, PATIENCE_MS) <= 0)
			return;
		n = write(fd, input.ptr, input.len);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n <= 0)
			return;
		input.ptr += n;
		input.len -= (size_t)n;
	}
}

/* Waits for the end of the child. False when it took too long: it is killed
 * then. */
static bool
wait_for(pid_t child, int *ended)
{
	const struct timespec step = {0, STEP_MS * 1000000L};

	for (int waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
		pid_t done = waitpid(child, ended, WNOHANG);

		if (done == child)
			return true;
		if (done < 0 && errno != EINTR)
			return true;
		(void)nanosleep(&step, NULL);
	}
	(void)kill(child, SIGKILL);
	(void)waitpid(child, ended, 0);
	return false;
}

static enum hscan_status
judge(const char *shown, bool in_time, int ended, struct hscan_error *err)
{
	if (!in_time)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the notify command %s was ended: it took longer than a "
		    "minute; let it work in the background",
		    shown);
	if (WIFSIGNALED(ended))
		return hscan_fail(err, HSCAN_EINVAL,
		    "the notify command %s was killed by signal %d; run it by "
		    "hand to see why",
		    shown, WTERMSIG(ended));
	if (WEXITSTATUS(ended) != 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the notify command %s failed with exit code %d; run it by "
		    "hand to see why",
		    shown, WEXITSTATUS(ended));
	return HSCAN_OK;
}

/* A reader that goes away is no reason to die: SIGPIPE is ignored meanwhile. */
static enum hscan_status
run(char *const *argv, struct hscan_text input, struct hscan_error *err)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
	int pipes[2], ended = 0, rc;
	char shown[120];
	pid_t child = 0;
	bool in_time;

	if (!argv || !argv[0])
		return hscan_fail(err, HSCAN_EINVAL,
		    "the notify command is empty; name a program");
	(void)hscan_safe(hscan_text_of(argv[0]), shown, sizeof(shown));
	if (pipe(pipes) != 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "the notify command %s cannot be run: %s; free some files",
		    shown, strerror(errno));
	(void)fcntl(pipes[1], F_SETFD, FD_CLOEXEC);
	(void)fcntl(pipes[1], F_SETFL, O_NONBLOCK);
	rc = spawn(argv, pipes[0], pipes[1], &child);
	(void)close(pipes[0]);
	if (rc != 0) {
		(void)close(pipes[1]);
		return hscan_fail(err, HSCAN_EINVAL,
		    "the notify command %s cannot be run: %s; check its name",
		    shown, strerror(rc));
	}
	(void)sigaction(SIGPIPE, &ignore, &before);
	feed(pipes[1], input);
	(void)close(pipes[1]);
	(void)sigaction(SIGPIPE, &before, NULL);
	in_time = wait_for(child, &ended);
	return judge(shown, in_time, ended, err);
}

enum hscan_status
notify_run(const char *command, bool shell, struct hscan_text input,
    struct hscan_error *err)
{
	struct hscan_arena arena;
	char **argv = NULL;
	enum hscan_status status;

	hscan_arena_init(&arena);
	if (shell) {
		static char sh[] = "sh", option[] = "-c";
		size_t size = strlen(command) + 1;
		char *script = hscan_arena_alloc(&arena, size, 1);
		char *words[] = {sh, option, script, NULL};

		if (script)
			memcpy(script, command, size);
		status = script ? run(words, input, err) : hscan_no_memory(err);
	} else {
		status = notify_split(command, &arena, &argv, err);
		if (status == HSCAN_OK)
			status = run(argv, input, err);
	}
	hscan_arena_clear(&arena);
	return status;
}

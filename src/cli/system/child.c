/* SPDX-License-Identifier: MIT */
/* Another program, at arm's length; see child.h. */
#include "cli/system/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/safe.h"
#include "base/text.h"
#include "base/wipe.h"
#include "cli/system/clock.h"

extern char **environ;

enum { STEP_MS = 20, GRACE_MS = 2000, LONGEST_LINE = 400 };

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
child_split(const char *command, const char *what, struct hscan_arena *arena,
    char ***out, struct hscan_error *err)
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
		    "%s has a %c without its other; quote it as a shell would "
		    "have it",
		    what, s.quote);
	if (count == 0)
		return hscan_fail(
		    err, HSCAN_EINVAL, "%s is empty; name a program", what);
	*out = words;
	return HSCAN_OK;
}

/* --- starting --- */

/* Which end of each pipe is ours. */
enum { INPUT, OUTPUT, ERRORS, PIPES };
static const int ours[PIPES] = {1, 0, 0};

/* A program under way. */
struct running {
	const struct child *child;
	const char *shown; /* the program's name, safe */
	struct hscan_text input;
	int fds[PIPES]; /* our ends; -1: none, or closed */
	pid_t pid;
	int ended;               /* as waitpid() has it */
	char line[LONGEST_LINE]; /* of its standard error, so far */
	size_t line_len;
	char last[300]; /* whole line of it that tells, safe */
	bool explained; /* that line says that it is what went wrong */
};

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		(void)close(*fd);
	*fd = -1;
}

/* Only dup2() passes an end on to the child: with `close`, our end must not
 * reach other children either. */
static bool
make_pipe(int pipes[2], int own)
{
	if (pipe(pipes) != 0)
		return false;
	(void)fcntl(pipes[0], F_SETFD, FD_CLOEXEC);
	(void)fcntl(pipes[1], F_SETFD, FD_CLOEXEC);
	(void)fcntl(pipes[own], F_SETFL, O_NONBLOCK);
	return true;
}

/* Whether `line`, "NAME=value", is of that name, or of that other line's. */
static bool
is_variable(const char *line, const char *name)
{
	size_t len = strcspn(name, "=");

	return strncmp(line, name, len) == 0 && line[len] == '=';
}

static bool
is_for_child(const struct child *child, const char *line)
{
	const char *const *name = child->without;

	while (name && *name && !is_variable(line, *name))
		name++;
	return (!name || !*name) &&
	       (!child->variable || !is_variable(line, child->variable));
}

char **
child_environment(const struct child *child)
{
	size_t count = 0, kept = 0;
	char **made;

	while (environ[count])
		count++;
	made = calloc(count + 2, sizeof(*made));
	if (!made)
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (is_for_child(child, environ[i]))
			made[kept++] = environ[i];
	made[kept] = child->variable;
	return made;
}

static int
spawn_with(const struct running *run, const int theirs[PIPES],
    posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes,
    char *const *argv, pid_t *pid)
{
	char **made = child_environment(run->child);
	sigset_t defaults;
	int rc = 0;

	if (!made)
		return ENOMEM;
	(void)sigemptyset(&defaults);
	(void)sigaddset(&defaults, SIGPIPE);
	(void)posix_spawnattr_setsigdefault(attributes, &defaults);
	(void)posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF);
	for (int i = 0; i < PIPES && rc == 0; i++)
		rc = posix_spawn_file_actions_adddup2(
		    actions, theirs[i] >= 0 ? theirs[i] : STDERR_FILENO, i);
	if (rc == 0)
		rc =
		    posix_spawnp(pid, argv[0], actions, attributes, argv, made);
	free(made);
	return rc;
}

static int
spawn(struct running *run, const int theirs[PIPES], char *const *argv)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int rc = posix_spawn_file_actions_init(&actions);

	if (rc != 0)
		return rc;
	rc = posix_spawnattr_init(&attributes);
	if (rc == 0) {
		rc = spawn_with(
		    run, theirs, &actions, &attributes, argv, &run->pid);
		(void)posix_spawnattr_destroy(&attributes);
	}
	(void)posix_spawn_file_actions_destroy(&actions);
	return rc;
}

static int
start(struct running *run, char *const *argv)
{
	int theirs[PIPES] = {-1, -1, -1};
	int used = run->child->output ? PIPES : 1;
	int rc = 0;

	for (int i = 0; i < used && rc == 0; i++) {
		int pipes[2];

		if (!make_pipe(pipes, ours[i])) {
			rc = errno;
			break;
		}
		run->fds[i] = pipes[ours[i]];
		theirs[i] = pipes[1 - ours[i]];
	}
	if (rc == 0)
		rc = spawn(run, theirs, argv);
	for (int i = 0; i < PIPES; i++)
		close_fd(&theirs[i]);
	return rc;
}

/* --- while it runs --- */

/* As much as the child will read; it may close its end, or not read at all. */
static void
feed(struct running *run)
{
	ssize_t n = write(run->fds[INPUT], run->input.ptr, run->input.len);

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n > 0) {
		run->input.ptr += n;
		run->input.len -= (size_t)n;
	}
	if (n <= 0 || run->input.len == 0)
		close_fd(&run->fds[INPUT]);
}

static void
end_line(struct running *run)
{
	const struct child *child = run->child;

	run->line[run->line_len] = '\0';
	run->line_len = 0;
	if (run->line[0] == '\0')
		return;
	/* git names what went wrong first, and advice for several causes
	 * follows. */
	if (!run->explained)
		(void)hscan_safe(
		    hscan_text_of(run->line), run->last, sizeof(run->last));
	run->explained = run->explained ||
			 strncmp(run->line, "fatal: ", 7) == 0 ||
			 strncmp(run->line, "error: ", 7) == 0;
	if (child->on_line)
		child->on_line(run->line, child->payload);
}

static void
take_errors(struct running *run, const char *piece, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (piece[i] == '\n' || piece[i] == '\r')
			end_line(run);
		else if (run->line_len + 1 < sizeof(run->line))
			run->line[run->line_len++] = piece[i];
	}
}

/* What is there of one of its outputs; closes it at its end. */
static void
read_from(struct running *run, int which)
{
	char piece[4096];
	ssize_t n = 1;

	/* A program that never stops must not keep us from the clock. */
	for (int i = 0; i < 64 && n > 0; i++) {
		n = read(run->fds[which], piece, sizeof(piece));
		if (n <= 0)
			break;
		if (which == ERRORS)
			take_errors(run, piece, (size_t)n);
		else
			(void)hscan_buf_add(
			    run->child->output, piece, (size_t)n);
	}
	hscan_wipe(piece, sizeof(piece));
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		close_fd(&run->fds[which]);
}

static void
exchange(struct running *run)
{
	struct pollfd ready[PIPES];

	for (int i = 0; i < PIPES; i++)
		ready[i] = (struct pollfd){
		    .fd = run->fds[i],
		    .events = i == INPUT ? POLLOUT : POLLIN,
		};
	(void)poll(ready, PIPES, STEP_MS);
	for (int i = 0; i < PIPES; i++) {
		if (run->fds[i] < 0 || ready[i].revents == 0)
			continue;
		if (i == INPUT)
			feed(run);
		else
			read_from(run, i);
	}
}

static bool
is_too_much(const struct running *run)
{
	const struct hscan_buf *output = run->child->output;

	return output && output->failed != HSCAN_OK;
}

static enum hscan_status
fail_too_much(const struct running *run, struct hscan_error *err)
{
	return hscan_fail(err, run->child->failure,
	    "%s %s failed: it prints more than %zu KiB; run it by hand to see "
	    "why",
	    run->child->what, run->shown, run->child->output->max / 1024);
}

/* Asks it to end, so that it can clear up; then makes it. */
static void
stop(struct running *run)
{
	int64_t end = clock_ms() + GRACE_MS;

	(void)kill(run->pid, SIGTERM);
	while (clock_ms() < end) {
		exchange(run);
		if (waitpid(run->pid, &run->ended, WNOHANG) == run->pid)
			return;
	}
	(void)kill(run->pid, SIGKILL);
	(void)waitpid(run->pid, &run->ended, 0);
}

/* Waits for the end of the child. Otherwise it is killed, and that is why. */
static enum hscan_status
wait_for(struct running *run, struct hscan_error *err)
{
	const struct child *child = run->child;
	int64_t end = clock_ms() + child->patience_ms;
	bool interrupted = false;

	while (clock_ms() < end && !interrupted && !is_too_much(run)) {
		pid_t done;

		exchange(run);
		done = waitpid(run->pid, &run->ended, WNOHANG);
		if (done == run->pid || (done < 0 && errno != EINTR))
			return HSCAN_OK;
		interrupted = child->interrupted && *child->interrupted != 0;
	}
	stop(run);
	if (interrupted)
		return hscan_fail(
		    err, HSCAN_EINTR, "interrupted; run again to go on");
	if (is_too_much(run))
		return fail_too_much(run, err);
	return hscan_fail(err, child->failure,
	    "%s %s failed: it took longer than %d s; run it by hand to see "
	    "why",
	    child->what, run->shown, child->patience_ms / 1000);
}

static enum hscan_status
judge(const struct running *run, struct hscan_error *err)
{
	const struct child *child = run->child;
	bool said = run->last[0] != '\0';

	if (WIFSIGNALED(run->ended))
		return hscan_fail(err, child->failure,
		    "%s %s failed: it was killed by signal %d; run it by hand "
		    "to see why",
		    child->what, run->shown, WTERMSIG(run->ended));
	if (WEXITSTATUS(run->ended) != 0)
		return hscan_fail(err, child->failure,
		    "%s %s failed: exit code %d%s%s%s; run it by hand to see "
		    "why",
		    child->what, run->shown, WEXITSTATUS(run->ended),
		    said ? " (\"" : "", run->last, said ? "\")" : "");
	return HSCAN_OK;
}

/* A reader that goes away is no reason to die: SIGPIPE is ignored meanwhile. */
enum hscan_status
child_run(const struct child *child, char *const *argv, struct hscan_error *err)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
	char shown[120];
	struct running run = {
	    .child = child,
	    .shown = hscan_safe(hscan_text_of(argv[0]), shown, sizeof(shown)),
	    .input = child->input,
	    .fds = {-1, -1, -1},
	};
	enum hscan_status status;
	int rc = start(&run, argv);

	if (rc != 0) {
		status = hscan_fail(err, HSCAN_EINVAL,
		    "%s %s cannot be run: %s; check its name", child->what,
		    shown, strerror(rc));
	} else {
		if (run.input.len == 0)
			close_fd(&run.fds[INPUT]);
		(void)sigaction(SIGPIPE, &ignore, &before);
		status = wait_for(&run, err);
		(void)sigaction(SIGPIPE, &before, NULL);
		/* What was written last. Not to the end of the pipe: that may
		 * be held open by what runs on in the background. */
		for (int i = OUTPUT; i < PIPES; i++)
			if (run.fds[i] >= 0)
				read_from(&run, i);
		end_line(&run);
		if (status == HSCAN_OK)
			status = judge(&run, err);
		if (status == HSCAN_OK && is_too_much(&run))
			status = fail_too_much(&run, err);
	}
	for (int i = 0; i < PIPES; i++)
		close_fd(&run.fds[i]);
	hscan_wipe(run.line, sizeof(run.line));
	return status;
}

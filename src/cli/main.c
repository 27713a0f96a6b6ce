/* SPDX-License-Identifier: MIT */
/* The process: signals, locale, and stdout to its very end. */
#include <locale.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/screen/exit.h"
#include "cli/screen/output.h"
#include "store/store.h"

enum { SAME_SIGNAL_MS = 100 };

/* What a signal handler says. */
static volatile sig_atomic_t interrupted;

/* Monotonic; safe in a signal handler. */
static int64_t
clock_ms(void)
{
	struct timespec now = {.tv_sec = 0};

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The first one asks politely, the second one ends the program; timeout(1)
 * sends one signal twice, to its child and to the group. */
static void
note_signal(int number)
{
	static int64_t first_ms;

	if (interrupted == 0) {
		first_ms = clock_ms();
		interrupted = number;
	} else if (clock_ms() - first_ms >= SAME_SIGNAL_MS) {
		(void)signal(number, SIG_DFL);
		(void)raise(number);
	}
}

/* What was ignored when we were started (nohup, a job in the background) stays
 * so. */
static void
catch_signal(int number)
{
	struct sigaction old;
	struct sigaction new = {.sa_handler = note_signal};

	(void)sigemptyset(&new.sa_mask);
	if (sigaction(number, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
		(void)sigaction(number, &new, NULL);
}

static void
ignore_signal(int number)
{
	struct sigaction new = {.sa_handler = SIG_IGN};

	(void)sigemptyset(&new.sa_mask);
	(void)sigaction(number, &new, NULL);
}

/* What libraries tidy up at exit ends with the process anyway, and takes a
 * fiftieth of a short run. Sanitizers and coverage tell at exit what they have
 * found. Our own output is written and closed by now. */
static int
end_with(int code)
{
#ifdef NDEBUG
	_exit(code);
#else
	return code;
#endif
}

int
main(int argc, char **argv)
{
	struct hscan_error err;
	int code;

	/* Failed writes show in write(2). */
	ignore_signal(SIGPIPE);
	ignore_signal(SIGXFSZ);
	catch_signal(SIGINT);
	catch_signal(SIGTERM);
	/* For the character set only: numbers and times are never localised. */
	(void)setlocale(LC_CTYPE, "");
	/* The other one reads a clone's objects (source/git/helper.c). */
	hscan_store_use_one_thread();
	code = cli_main(
	    argc, (const char *const *)argv, stdout, stderr, &interrupted);
	if (output_close(stdout, &err) == HSCAN_OK || code != EXIT_DONE ||
	    err.status == HSCAN_ECLOSED)
		return end_with(code);
	(void)fprintf(stderr, "healthscan: %s\n", err.message);
	return end_with(EXIT_LOCAL);
}

/* SPDX-License-Identifier: MIT */
/* The process: signals, locale, and stdout to its very end. */
#include <locale.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>

#include "cli/commands.h"
#include "cli/screen/exit.h"
#include "cli/screen/output.h"

/* The only thing a signal handler can reach. */
static volatile sig_atomic_t interrupted;

static void
note_signal(int number)
{
	interrupted = number;
}

/* The first one asks politely, the second one ends the program. What was
 * ignored when we were started (nohup, a job in the background) stays so. */
static void
catch_signal(int number)
{
	struct sigaction old;
	struct sigaction new = {.sa_handler = note_signal};

	new.sa_flags = (int)SA_RESETHAND;
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
	code = cli_main(
	    argc, (const char *const *)argv, stdout, stderr, &interrupted);
	if (output_close(stdout, &err) == HSCAN_OK || code != EXIT_DONE ||
	    err.status == HSCAN_ECLOSED)
		return code;
	(void)fprintf(stderr, "healthscan: %s\n", err.message);
	return EXIT_LOCAL;
}

/* SPDX-License-Identifier: MIT */
/* Runs a command, its output thrown away, and prints what it took: seconds of
 * wall time, seconds of processor time, and the peak of its memory in kB.
 * bench_run COMMAND... A process of its own, because a child of a larger one
 * starts with its parent's peak. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Not in POSIX, but in every system that healthscan runs on. */
#include <sys/resource.h>

static double
seconds_now(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double
seconds_of(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int
main(int argc, char **argv)
{
	struct rusage usage;
	double begin = seconds_now();
	double end;
	pid_t child;
	int status = 0;

	if (argc < 2) {
		(void)fprintf(stderr, "usage: bench_run COMMAND...\n");
		return 2;
	}
	child = fork();
	if (child == 0) {
		if (freopen("/dev/null", "w", stdout))
			(void)execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child ||
	    getrusage(RUSAGE_CHILDREN, &usage) != 0) {
		perror("bench_run");
		return 2;
	}
	end = seconds_now();
	printf("%.6f %.6f %ld\n", end - begin,
	    seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime),
	    usage.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

/* SPDX-License-Identifier: MIT */
/* Where the result goes: all of it or nothing of it. */
#ifndef HSCAN_CLI_SCREEN_OUTPUT_H
#define HSCAN_CLI_SCREEN_OUTPUT_H

#include <stdio.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

/**
 * Writes the result to the file `path`, or to `out` when that is NULL or "-".
 * A file appears under its name only when it is whole; what is no regular
 * file (a FIFO, a device) is written as it is. HSCAN_ECLOSED: the reader has
 * gone away, which is no mistake. HSCAN_EIO: anything else.
 */
HSCAN_CHECK enum hscan_status output_write(const char *path, FILE *out,
    struct hscan_text bytes, struct hscan_error *err);

/* What went wrong with the file or folder `path` of --output, NULL: stdout,
 * from an errno. HSCAN_ECLOSED or HSCAN_EIO. */
HSCAN_CHECK enum hscan_status output_failed(
    const char *path, int error, struct hscan_error *err);

/* 0, or the errno of what went wrong. */
HSCAN_CHECK int output_write_all(int fd, struct hscan_text bytes);
/* A file that is written bit by bit. */
struct output {
	char *path;   /* owned; where it goes, links followed */
	char *beside; /* owned; where it is until it is whole; NULL: it is
		       * written as it is */
	int fd;       /* owned; -1: none */
};

/* The same in steps: output_begin(), output_add() as often as need be, then
 * output_end(), which gives the file its name, or output_drop(), which does
 * away with what was written. A failure of the first and the last has dropped
 * it; one that is all zero but for its fd of -1 may be dropped, too. */
HSCAN_CHECK enum hscan_status output_begin(
    struct output *output, const char *path, struct hscan_error *err);
HSCAN_CHECK enum hscan_status output_add(
    struct output *output, struct hscan_text bytes, struct hscan_error *err);
HSCAN_CHECK enum hscan_status output_end(
    struct output *output, struct hscan_error *err);
void output_drop(struct output *output);

/* Appends to a file that the environment variable `name` names. HSCAN_EIO. */
HSCAN_CHECK enum hscan_status output_append(const char *path, const char *name,
    struct hscan_text bytes, struct hscan_error *err);

/* Closes stdout at the end, when late failures show; those that output_write
 * has told are not told again. Fails as output_write does. */
HSCAN_CHECK enum hscan_status output_close(FILE *out, struct hscan_error *err);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * What is going on, on stderr: one line that is redrawn when that is a
 * terminal, one line a fact when it is a log, nothing when quiet.
 */
#ifndef HSCAN_CLI_SCREEN_PROGRESS_H
#define HSCAN_CLI_SCREEN_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <healthscan/status.h>

struct progress {
	FILE *err;
	bool bar;              /* redraw a line */
	bool notes;            /* write a line a fact */
	bool quiet;            /* write nothing at all */
	bool ascii;            /* the screen shows nothing else */
	unsigned columns;      /* of the screen */
	size_t drawn;          /* columns of the line on the screen; 0: none */
	int64_t requests_left; /* until the rate limit; -1: not known */
	int64_t (*clock_ms)(void);
	char label[64]; /* of what is being read; since when, from where */
	int64_t began_ms, began_at;
};

/* How it is to be shown. */
struct progress_look {
	bool terminal; /* err is one */
	bool quiet;    /* -q */
	bool verbose;  /* -v: facts also beside the bar */
	bool no_bar;   /* --no-progress: facts instead */
	bool ascii;
	unsigned columns;          /* 0: 80 */
	int64_t (*clock_ms)(void); /* NULL: no rate and no time left */
};

void progress_init(
    struct progress *progress, FILE *err, const struct progress_look *look);

/* "issues: 200 of about 878 [####....], 80/s, 8 s left, 4990 requests left"; a
 * negative `total` is not known. */
void progress_update(
    struct progress *progress, const char *label, int64_t done, int64_t total);

/* A fact: "healthscan: issues: 878 read, 9 requests". No line break at the
 * end. Text from outside is made safe here. */
void progress_note(struct progress *progress, const char *format, ...)
    HSCAN_PRINTF(2, 3);

/* As progress_note, but also beside the bar: what the user has to know, such
 * as why nothing moves for a minute. */
void progress_say(struct progress *progress, const char *format, ...)
    HSCAN_PRINTF(2, 3);

/* Takes the redrawn line off the screen; before anything else is written to
 * the same terminal, and at the end. */
void progress_done(struct progress *progress);

#endif

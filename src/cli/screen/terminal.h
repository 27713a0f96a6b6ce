/* SPDX-License-Identifier: MIT */
/* How wide, how colourful and how well-read the reader's screen is. */
#ifndef HSCAN_CLI_SCREEN_TERMINAL_H
#define HSCAN_CLI_SCREEN_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

struct terminal {
	unsigned columns; /* of stdout, at least 20 */
	unsigned rows;    /* of stdout; 0: not known, or no terminal */
	bool out;         /* stdout is a terminal */
	bool err;         /* stderr is one that a line can be redrawn on */
	bool colour;      /* for what is written to stdout */
	bool utf8;        /* else ASCII only */
	bool links;       /* it is known to show hyperlinks (OSC 8) */
};

/* `color` is one of enum settings_color. LC_CTYPE must be set by now. */
struct terminal terminal_detect(FILE *out, FILE *err, int color);

#endif

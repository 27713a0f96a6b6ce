/* SPDX-License-Identifier: MIT */
/*
 * Writes lines for a terminal: in colour or not, in UTF-8 or ASCII, never
 * wider than the screen and with nothing left hanging at the end of a line.
 * Everything that is written must have been through hscan_add_safe(), or be
 * our own words.
 */
#ifndef HSCAN_REPORT_TERMINAL_PEN_H
#define HSCAN_REPORT_TERMINAL_PEN_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/report.h>
#include <healthscan/text.h>

#include "base/buf.h"
#include "report/report.h"

/* Only what reads well on black and on white; never the one carrier of a
 * meaning. */
enum pen_ink {
	PEN_PLAIN,
	PEN_STRONG,
	PEN_FAINT,
	PEN_GOOD,
	PEN_WARN,
	PEN_BAD,
};

struct pen {
	struct hscan_buf *out; /* borrowed */
	size_t columns;        /* of the screen */
	bool colour;
	bool utf8;
	bool links;
	size_t column; /* where the line is, blanks that wait included */
	size_t blanks; /* that wait for something to follow them */
	size_t indent; /* of the lines that pen_words() begins */
	bool linked;   /* within a link */
};

void pen_init(
    struct pen *pen, struct hscan_buf *out, const struct hscan_look *look);

enum pen_ink pen_ink_of(enum hscan_verdict verdict);

/* One of two spellings. */
const char *pen_pick(
    const struct pen *pen, const char *utf8, const char *ascii);

/* As it is, without looking at the width. */
void pen_text(struct pen *pen, enum pen_ink ink, struct hscan_text text);

/* What is written between the two is a link, where the screen has such; a URL
 * that is not plain ASCII is none. */
void pen_begin_link(struct pen *pen, struct hscan_text url);
void pen_end_link(struct pen *pen);

void pen_blanks(struct pen *pen, size_t len);

/* Word by word, on new lines where the screen ends; a word that is wider
 * than the screen is broken. A blank at either end of `text` counts. */
void pen_words(struct pen *pen, enum pen_ink ink, struct hscan_text text);
void pen_string(struct pen *pen, enum pen_ink ink, const char *words);

/* pen_words() of what is in the buffer, which is cleared. */
void pen_take(struct pen *pen, enum pen_ink ink, struct hscan_buf *words);

void pen_line(struct pen *pen);

#endif

/* SPDX-License-Identifier: MIT */
/* Lines for a terminal; see pen.h. */
#include "report/terminal/pen.h"

#include "base/text.h"
#include "report/width.h"
#include "report/words.h"

/* What is laid out well; narrower screens get lines that wrap. */
enum { LEAST_COLUMNS = 60, USUAL_COLUMNS = 80 };

void
pen_init(struct pen *pen, struct hscan_buf *out, const struct hscan_look *look)
{
	unsigned columns = look->columns ? look->columns : USUAL_COLUMNS;

	*pen = (struct pen){
	    .out = out,
	    .columns = columns < LEAST_COLUMNS ? LEAST_COLUMNS : columns,
	    .colour = look->colour,
	    .utf8 = look->utf8,
	    .links = look->links,
	};
}

const char *
pen_pick(const struct pen *pen, const char *utf8, const char *ascii)
{
	return pen->utf8 ? utf8 : ascii;
}

enum pen_ink
pen_ink_of(enum hscan_verdict verdict)
{
	static const enum pen_ink inks[VERDICTS] = {
	    [HSCAN_VERDICT_NONE] = PEN_PLAIN,
	    [HSCAN_VERDICT_UNKNOWN] = PEN_PLAIN,
	    [HSCAN_VERDICT_HEALTHY] = PEN_GOOD,
	    [HSCAN_VERDICT_WATCH] = PEN_WARN,
	    [HSCAN_VERDICT_RISK] = PEN_BAD,
	};

	return inks[verdict];
}

void
pen_blanks(struct pen *pen, size_t len)
{
	pen->blanks += len;
	pen->column += len;
}

static void
write_blanks(struct pen *pen)
{
	/* Where memory has run out widths mean nothing, and there may be no
	 * end to them. */
	while (pen->blanks > 0 && hscan_buf_add_char(pen->out, ' '))
		pen->blanks--;
	pen->blanks = 0;
}

static bool
is_plain_url(struct hscan_text url)
{
	for (size_t i = 0; i < url.len; i++)
		if (url.ptr[i] <= ' ' || url.ptr[i] > '~')
			return false;
	return hscan_text_starts(url, "https://");
}

void
pen_begin_link(struct pen *pen, struct hscan_text url)
{
	if (!pen->links || !is_plain_url(url))
		return;
	write_blanks(pen);
	(void)hscan_buf_add_string(pen->out, "\x1B]8;;");
	(void)hscan_buf_add_text(pen->out, url);
	(void)hscan_buf_add_string(pen->out, "\x1B\\");
	pen->linked = true;
}

void
pen_end_link(struct pen *pen)
{
	if (pen->linked)
		(void)hscan_buf_add_string(pen->out, "\x1B]8;;\x1B\\");
	pen->linked = false;
}

void
pen_text(struct pen *pen, enum pen_ink ink, struct hscan_text text)
{
	static const char *const codes[] = {
	    [PEN_PLAIN] = "",
	    [PEN_STRONG] = "\x1B[1m",
	    [PEN_FAINT] = "\x1B[2m",
	    [PEN_GOOD] = "\x1B[32m",
	    /* Amber, as on a page; yellow cannot be read on white. */
	    [PEN_WARN] = "\x1B[38;5;130m",
	    [PEN_BAD] = "\x1B[1;31m",
	};
	bool inked = pen->colour && ink != PEN_PLAIN;

	if (text.len == 0)
		return;
	pen->column += hscan_text_width(text);
	write_blanks(pen);
	if (inked)
		(void)hscan_buf_add_string(pen->out, codes[ink]);
	while (text.ptr) {
		(void)hscan_buf_add_text(
		    pen->out, hscan_text_split(&text, WORDS_GLUE[0]));
		if (text.ptr)
			(void)hscan_buf_add_char(pen->out, ' ');
	}
	if (inked)
		(void)hscan_buf_add_string(pen->out, "\x1B[0m");
}

void
pen_line(struct pen *pen)
{
	(void)hscan_buf_add_char(pen->out, '\n');
	pen->column = pen->blanks = 0;
}

static void
new_line(struct pen *pen)
{
	pen_line(pen);
	pen_blanks(pen, pen->indent);
}

static void
write_word(struct pen *pen, enum pen_ink ink, struct hscan_text word)
{
	if (word.len > 0 && pen->column > pen->indent &&
	    pen->column + hscan_text_width(word) > pen->columns)
		new_line(pen);
	while (word.len > 0) {
		struct hscan_text part =
		    hscan_text_fit(word, pen->columns - pen->column);

		word.ptr += part.len;
		word.len -= part.len;
		if (word.len == 0) {
			pen_text(pen, ink, part);
			return;
		}
		/* A break at a blank takes its place. */
		if (part.len > 0 && part.ptr[part.len - 1] == WORDS_GLUE[0]) {
			part.len--;
		} else if (word.ptr[0] == WORDS_GLUE[0]) {
			word.ptr++;
			word.len--;
		}
		pen_text(pen, ink, part);
		new_line(pen);
	}
}

void
pen_words(struct pen *pen, enum pen_ink ink, struct hscan_text text)
{
	while (text.ptr) {
		struct hscan_text word = hscan_text_split(&text, ' ');

		write_word(pen, ink, word);
		/* Blanks that end a line are never written. */
		if (text.ptr)
			pen_blanks(pen, 1);
	}
}

void
pen_string(struct pen *pen, enum pen_ink ink, const char *words)
{
	pen_words(pen, ink, hscan_text_of(words));
}

void
pen_take(struct pen *pen, enum pen_ink ink, struct hscan_buf *words)
{
	if (words->len > 0)
		pen_words(pen, ink, hscan_buf_text(words));
	/* What is too long is cut; memory that ran out is a failure. */
	if (words->failed == HSCAN_ENOMEM)
		pen->out->failed = HSCAN_ENOMEM;
	hscan_buf_clear(words);
}

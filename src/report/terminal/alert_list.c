/* SPDX-License-Identifier: MIT */
/* What fired and cleared; see alert_list.h. */
#include "report/alert_list.h"

#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "report/terminal/pen.h"
#include "report/words.h"

#define MAX_WORDS_BYTES ((size_t)1024 * 1024)

/* Where states and messages begin, behind "2026-08-22". */
enum { STATE = 12, MESSAGE = 21 };

const char *
hscan_alert_word(enum hscan_alert_state_word state)
{
	static const char *const words[] = {
	    [HSCAN_ALERT_WORD_OPEN] = "open",
	    [HSCAN_ALERT_WORD_FIRED] = "fired",
	    [HSCAN_ALERT_WORD_CLEARED] = "cleared",
	};

	return words[state];
}

/* --- the question --- */

/* "30 days" of "30d", "months" of "month"; else as it is. */
static void
add_window(struct hscan_buf *out, struct hscan_text name, bool ascii)
{
	static const struct {
		const char *ending, *one, *several;
	} units[] = {
	    {"mo", "month", "months"},
	    {"d", "day", "days"},
	    {"h", "hour", "hours"},
	    {"m", "minute", "minutes"},
	    {"s", "second", "seconds"},
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct hscan_text count = name;
		int64_t n;

		if (!hscan_text_ends(name, units[i].ending))
			continue;
		count.len -= hscan_text_of(units[i].ending).len;
		if (!hscan_parse_i64(count, 1, INT64_MAX, &n))
			continue;
		(void)hscan_buf_add_format(out,
		    "windows of %lld" WORDS_GLUE "%s", (long long)n,
		    n == 1 ? units[i].one : units[i].several);
		return;
	}
	(void)hscan_buf_add_string(out, "windows of a ");
	hscan_add_safe(out, name, ascii);
}

/* Takes the word off the end of the text, if it is there. */
static bool
take_last(struct hscan_text *rest, const char *word)
{
	size_t len = hscan_text_of(word).len;

	if (!hscan_text_ends(*rest, word) ||
	    (rest->len > len && rest->ptr[rest->len - len - 1] != ' '))
		return false;
	rest->len -= len;
	*rest = hscan_text_trim(*rest);
	return true;
}

/* Where a word begins with that; the end, if none does. */
static size_t
find_word(struct hscan_text text, const char *start)
{
	for (size_t i = 0; i < text.len; i++) {
		const struct hscan_text here = {text.ptr + i, text.len - i};

		if ((i == 0 || text.ptr[i - 1] == ' ') &&
		    hscan_text_starts(here, start))
			return i;
	}
	return text.len;
}

/* "hours=Mon-Fri 09:00-17:00 UTC within=1d" off the end, or nothing. */
static struct hscan_text
take_clock(struct hscan_text *rest)
{
	size_t hours = find_word(*rest, "hours=");
	size_t within = find_word(*rest, "within=");
	size_t at = hours < within ? hours : within;
	struct hscan_text clock = {rest->ptr + at, rest->len - at};

	rest->len = at;
	*rest = hscan_text_trim(*rest);
	return clock;
}

/* "label=bug bots" is only items of that label, with bots. */
static void
add_slice(struct hscan_buf *out, struct hscan_text rest, bool ascii)
{
	bool events = take_last(&rest, "events");
	bool bots = take_last(&rest, "bots");
	struct hscan_text clock = rest.ptr ? take_clock(&rest) : rest;

	if (rest.len > 0) {
		(void)hscan_buf_add_string(out, ", only ");
		hscan_add_safe(out, rest, ascii);
	}
	if (clock.len > 0) {
		(void)hscan_buf_add_string(out, ", waits by ");
		hscan_add_safe(out, clock, ascii);
	}
	(void)hscan_buf_add_string(out, bots ? ", with bots" : "");
	(void)hscan_buf_add_string(out, events ? ", history from events" : "");
}

static void
write_heading(struct pen *pen, const struct hscan_alert_line *line)
{
	struct hscan_text rest = line->scope;
	struct hscan_text window = hscan_text_split(&rest, ' ');
	struct hscan_buf words;

	pen->indent = 0;
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	hscan_add_safe(&words, line->repo, !pen->utf8);
	pen_take(pen, PEN_STRONG, &words);
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	(void)hscan_buf_add_string(&words, ", ");
	add_window(&words, window, !pen->utf8);
	add_slice(&words, rest, !pen->utf8);
	pen_take(pen, PEN_PLAIN, &words);
	pen_line(pen);
}

/* --- turns --- */

static void
write_turn(struct pen *pen, const struct hscan_alert_line *line)
{
	static const enum pen_ink inks[] = {
	    [HSCAN_ALERT_WORD_OPEN] = PEN_BAD,
	    [HSCAN_ALERT_WORD_FIRED] = PEN_PLAIN,
	    [HSCAN_ALERT_WORD_CLEARED] = PEN_GOOD,
	};
	char day[HSCAN_TIME_SIZE];
	struct hscan_buf words;

	hscan_format_date(line->at, day);
	pen->indent = MESSAGE;
	pen_text(pen, PEN_PLAIN, hscan_text_of(day));
	pen_blanks(pen, pen->column < STATE ? STATE - pen->column : 1);
	pen_text(pen, inks[line->state],
	    hscan_text_of(hscan_alert_word(line->state)));
	pen_blanks(pen, pen->column < MESSAGE ? MESSAGE - pen->column : 1);
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	words_add_message(&words, line->message, pen->utf8);
	pen_take(pen, PEN_PLAIN, &words);
	pen_line(pen);
}

static bool
same_question(
    const struct hscan_alert_line *a, const struct hscan_alert_line *b)
{
	return hscan_text_equal(a->repo, b->repo) &&
	       hscan_text_equal(a->scope, b->scope);
}

static bool
is_first(const struct hscan_alert_line *lines, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (same_question(&lines[i], &lines[at]))
			return false;
	return true;
}

static void
write_open(struct pen *pen, const struct hscan_alert_line *lines, size_t len)
{
	struct hscan_buf words;
	size_t open = 0;

	for (size_t i = 0; i < len; i++)
		open += lines[i].state == HSCAN_ALERT_WORD_OPEN;
	pen->indent = 0;
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	if (open == 0)
		(void)hscan_buf_add_string(&words, "No alert is open.");
	else
		(void)hscan_buf_add_format(&words, "%zu alert%s open.", open,
		    open == 1 ? " is" : "s are");
	pen_take(pen, PEN_PLAIN, &words);
	pen_line(pen);
}

enum hscan_status
hscan_alert_list_write(const struct hscan_alert_line *lines, size_t len,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct pen pen;

	pen_init(&pen, out, look);
	for (size_t i = 0; i < len; i++) {
		if (!is_first(lines, i))
			continue;
		write_heading(&pen, &lines[i]);
		for (size_t j = i; j < len; j++)
			if (same_question(&lines[i], &lines[j]))
				write_turn(&pen, &lines[j]);
		pen_line(&pen);
	}
	write_open(&pen, lines, len);
	return hscan_buf_check(out, "the list of alerts", err);
}

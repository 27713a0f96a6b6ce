/* SPDX-License-Identifier: MIT */
/* Draws and takes back one line; see progress.h. No escape sequences: blanks
 * and carriage returns do on every terminal. */
#include "cli/screen/progress.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"

enum {
	BAR_CELLS = 20,
	LONGEST_LINE = 4096,
	LONGEST_NOTE = 1024,
	LEAST_MS = 1000
};

void
progress_init(
    struct progress *progress, FILE *err, const struct progress_look *look)
{
	bool bar = look->terminal && !look->quiet && !look->no_bar;

	*progress = (struct progress){
	    .err = err,
	    .bar = bar,
	    .notes = !look->quiet && (!bar || look->verbose),
	    .quiet = look->quiet,
	    .ascii = look->ascii,
	    .columns = look->columns ? look->columns : 80,
	    .requests_left = -1,
	    .clock_ms = look->clock_ms,
	};
}

/* What the line may have; where the screen is too narrow, those that are left
 * out first stand first. */
enum part {
	PART_RATE = 1 << 0,
	PART_BAR = 1 << 1,
	PART_TIME = 1 << 2,
	PART_REQUESTS = 1 << 3,
	PART_TOTAL = 1 << 4,
	ALL_PARTS = (1 << 5) - 1,
};

static void
add_bar(struct hscan_buf *line, int64_t done, int64_t total)
{
	(void)hscan_buf_add_string(line, " [");
	for (int64_t cell = 0; cell < BAR_CELLS; cell++) {
		double reached =
		    (double)done * (double)BAR_CELLS / (double)total;

		(void)hscan_buf_add_char(
		    line, (double)cell + 0.5 < reached ? '#' : '.');
	}
	(void)hscan_buf_add_char(line, ']');
}

static void
add_line(struct hscan_buf *line, const char *label, int64_t done, int64_t total,
    unsigned parts)
{
	hscan_add_safe(line, hscan_text_of(label), true);
	(void)hscan_buf_add_format(line, ": %" PRId64, done);
	if (total <= 0)
		return;
	if (parts & PART_TOTAL)
		(void)hscan_buf_add_format(
		    line, " of about %" PRId64, total < done ? done : total);
	if (parts & PART_BAR)
		add_bar(line, done, total);
}

/* From another thing on, rate and time begin anew. */
static void
begin_label(struct progress *progress, const char *label, int64_t done)
{
	char cut[sizeof(progress->label)];

	(void)snprintf(cut, sizeof(cut), "%s", label);
	if (strcmp(cut, progress->label) == 0 && done >= progress->began_at)
		return;
	memcpy(progress->label, cut, sizeof(cut));
	progress->began_ms = progress->clock_ms ? progress->clock_ms() : 0;
	progress->began_at = done;
}

static void
add_time_left(struct hscan_buf *line, int64_t seconds)
{
	if (seconds < 120)
		(void)hscan_buf_add_format(
		    line, ", %" PRId64 " s left", seconds);
	else
		(void)hscan_buf_add_format(
		    line, ", %" PRId64 " min left", (seconds + 30) / 60);
}

/* ", 80/s, 8 s left, 4990 requests left", as far as it is known. */
static void
add_pace(struct hscan_buf *line, const struct progress *progress, int64_t done,
    int64_t total, unsigned parts)
{
	int64_t passed =
	    progress->clock_ms ? progress->clock_ms() - progress->began_ms : 0;
	int64_t more = done - progress->began_at;

	if (passed >= LEAST_MS && more > 0) {
		double rate = (double)more * 1000.0 / (double)passed;

		if (parts & PART_RATE)
			(void)hscan_buf_add_format(
			    line, ", %.*f/s", rate < 10.0 ? 1 : 0, rate);
		if (total > done && (parts & PART_TIME))
			add_time_left(
			    line, (int64_t)((double)(total - done) / rate) + 1);
	}
	if (progress->requests_left >= 0 && (parts & PART_REQUESTS))
		(void)hscan_buf_add_format(line, ", %" PRId64 " requests left",
		    progress->requests_left);
}

void
progress_update(
    struct progress *progress, const char *label, int64_t done, int64_t total)
{
	/* ASCII, so a byte is a column; the last column would wrap. */
	size_t most = progress->columns - 1, shown;
	struct hscan_buf line;

	if (!progress->bar)
		return;
	hscan_buf_init(&line, LONGEST_LINE);
	begin_label(progress, label, done);
	/* Half a part would say something else: it is there whole or not. */
	for (unsigned parts = ALL_PARTS;; parts &= parts - 1) {
		hscan_buf_reset(&line);
		add_line(&line, label, done, total, parts);
		add_pace(&line, progress, done, total, parts);
		if (line.len <= most || parts == 0)
			break;
	}
	shown = line.len < most ? line.len : most;
	(void)fprintf(
	    progress->err, "\r%.*s", (int)shown, hscan_buf_string(&line));
	if (shown < progress->drawn)
		(void)fprintf(
		    progress->err, "%*s", (int)(progress->drawn - shown), "");
	(void)fflush(progress->err);
	progress->drawn = shown;
	hscan_buf_clear(&line);
}

static void write_line(struct progress *progress, const char *format,
    va_list args) HSCAN_PRINTF(2, 0);

static void
write_line(struct progress *progress, const char *format, va_list args)
{
	char note[LONGEST_NOTE];
	struct hscan_buf line;

	progress_done(progress);
	(void)vsnprintf(note, sizeof(note), format, args);
	hscan_buf_init(&line, 16 * (size_t)LONGEST_NOTE);
	hscan_add_safe(&line, hscan_text_of(note), progress->ascii);
	(void)fprintf(
	    progress->err, "healthscan: %s\n", hscan_buf_string(&line));
	hscan_buf_clear(&line);
}

void
progress_note(struct progress *progress, const char *format, ...)
{
	va_list args;

	if (!progress->notes)
		return;
	va_start(args, format);
	write_line(progress, format, args);
	va_end(args);
}

void
progress_say(struct progress *progress, const char *format, ...)
{
	va_list args;

	if (progress->quiet)
		return;
	va_start(args, format);
	write_line(progress, format, args);
	va_end(args);
}

void
progress_done(struct progress *progress)
{
	if (progress->drawn == 0)
		return;
	(void)fprintf(progress->err, "\r%*s\r", (int)progress->drawn, "");
	(void)fflush(progress->err);
	progress->drawn = 0;
}

/* SPDX-License-Identifier: MIT */
/* Asks the terminal and the environment; see terminal.h. */
#include "cli/screen/terminal.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/settings.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/setting/load.h"

enum { LEAST_COLUMNS = 20, MOST_COLUMNS = 1000, USUAL_COLUMNS = 80 };

static bool
is_terminal(FILE *file)
{
	int fd = fileno(file);

	return fd >= 0 && isatty(fd) == 1;
}

static bool
is_dumb(void)
{
	const char *term = getenv("TERM");

	return !term || strcmp(term, "") == 0 || strcmp(term, "dumb") == 0;
}

static unsigned
columns(FILE *out)
{
	struct winsize size = {0};
	int64_t wanted = 0;

	if (is_terminal(out) && ioctl(fileno(out), TIOCGWINSZ, &size) == 0)
		wanted = size.ws_col;
	if (wanted == 0 && !hscan_parse_i64(hscan_text_of(getenv("COLUMNS")), 1,
			       MOST_COLUMNS, &wanted))
		wanted = USUAL_COLUMNS;
	if (wanted < LEAST_COLUMNS)
		wanted = LEAST_COLUMNS;
	return (unsigned)wanted;
}

/* no-color.org and bixense.com/clicolors, behind the user's own word. */
static bool
wants_colour(FILE *out, int color)
{
	const char *force;

	if (color != COLOR_AUTO)
		return color == COLOR_ALWAYS;
	if (settings_getenv("NO_COLOR"))
		return false;
	force = settings_getenv("CLICOLOR_FORCE");
	if (force && strcmp(force, "0") != 0)
		return true;
	return is_terminal(out) && !is_dumb();
}

static unsigned
rows(FILE *out)
{
	struct winsize size = {0};

	if (!is_terminal(out) || ioctl(fileno(out), TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_row;
}

/* There is no asking a terminal whether it shows hyperlinks, so these are the
 * ones that say who they are; FORCE_HYPERLINK has the last word. */
static bool
shows_links(FILE *out)
{
	static const char *const signs[] = {"KITTY_WINDOW_ID", "WT_SESSION",
	    "KONSOLE_VERSION", "DOMTERM", "WEZTERM_PANE", "GHOSTTY_BIN_DIR"};
	static const char *const programs[] = {
	    "iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"};
	static const char *const terms[] = {"foot", "alacritty", "contour"};
	const char *force = settings_getenv("FORCE_HYPERLINK");
	struct hscan_text program = hscan_text_of(getenv("TERM_PROGRAM"));
	struct hscan_text term = hscan_text_of(getenv("TERM"));
	int64_t vte;

	if (force)
		return strcmp(force, "0") != 0;
	if (!is_terminal(out) || is_dumb())
		return false;
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (settings_getenv(signs[i]))
			return true;
	for (size_t i = 0; i < sizeof(programs) / sizeof(programs[0]); i++)
		if (hscan_text_is(program, programs[i]))
			return true;
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++)
		if (hscan_text_starts(term, terms[i]))
			return true;
	/* 0.50.1; before that it crashed. */
	return hscan_parse_i64(
	    hscan_text_of(getenv("VTE_VERSION")), 5001, INT64_MAX, &vte);
}

/* In a container nothing names a locale, and yet the terminal is that of a
 * desktop. Whoever names one has the last word. */
static bool
shows_utf8(FILE *out)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
	static const char *const terms[] = {"xterm", "tmux", "screen", "foot",
	    "alacritty", "contour", "kitty", "rxvt-unicode"};
	struct hscan_text term = hscan_text_of(getenv("TERM"));

	if (hscan_text_is_nocase(hscan_text_of(nl_langinfo(CODESET)), "UTF-8"))
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (settings_getenv(names[i]))
			return false;
	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++)
		if (hscan_text_starts(term, terms[i]))
			return is_terminal(out);
	return false;
}

struct terminal
terminal_detect(FILE *out, FILE *err, int color)
{
	return (struct terminal){
	    .columns = columns(out),
	    .rows = rows(out),
	    .out = is_terminal(out),
	    .err = is_terminal(err) && !is_dumb(),
	    .colour = wants_colour(out, color),
	    .links = color != COLOR_NEVER && shows_links(out),
	    .utf8 = shows_utf8(out),
	};
}

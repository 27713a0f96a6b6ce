/* SPDX-License-Identifier: MIT */
/* Asks the terminal and the environment; see terminal.h. */
#include "cli/terminal.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/number.h"
#include "base/text.h"
#include "cli/settings.h"

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

struct terminal
terminal_look(FILE *out, FILE *err, int color)
{
	return (struct terminal){
	    .columns = columns(out),
	    .out = is_terminal(out),
	    .err = is_terminal(err) && !is_dumb(),
	    .colour = wants_colour(out, color),
	    .utf8 = hscan_text_is_nocase(
		hscan_text_of(nl_langinfo(CODESET)), "UTF-8"),
	};
}

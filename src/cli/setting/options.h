/* SPDX-License-Identifier: MIT */
/*
 * Every option, said once: one table drives parsing, help, and (checked by a
 * test) the manual and the completions.
 */
#ifndef HSCAN_CLI_SETTING_OPTIONS_H
#define HSCAN_CLI_SETTING_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "app/settings.h"

/* What an option takes, and the type of its member of struct settings. */
enum option_kind {
	OPTION_FLAG,     /* nothing; bool */
	OPTION_COUNT,    /* nothing, may be repeated; int */
	OPTION_TEXT,     /* not empty; const char * */
	OPTION_CHOICE,   /* one of `choices`; its index in an int */
	OPTION_FORMAT,   /* a row of hscan_formats; const char * */
	OPTION_NUMBER,   /* min…max; int64_t */
	OPTION_DURATION, /* "30d", 0 where min is 0; int64_t seconds */
	OPTION_TIME,     /* an instant or a date; int64_t */
	OPTION_LIST,     /* may be repeated; struct settings_list */
	OPTION_BOUND,    /* ID.healthy=VALUE, may be repeated; thresholds */
	OPTION_WINDOW,   /* "30d", "3mo", "month"; struct hscan_window_spec */
	OPTION_DECIMAL,  /* more than 0; double */
	OPTION_SET,      /* some of `choices`, between commas; unsigned */
	OPTION_HELP,     /* dealt with by the parser */
	OPTION_VERSION,  /* likewise */
};

/* Under which heading help shows it. */
enum option_group {
	GROUP_RESULT,
	GROUP_JUDGE,
	GROUP_ALERT,
	GROUP_GATE,
	GROUP_RECEIVE,
	GROUP_SOURCE,
	GROUP_OUTPUT,
	GROUP_GENERAL,
};

/* What may stand for the argument of an option or of a command, for those who
 * complete it. Where the kind of an option says it, it is not said again. */
enum value_kind {
	VALUE_ANY, /* nobody can guess it */
	VALUE_FILE,
	VALUE_FOLDER,
	VALUE_METRIC,  /* an id, or the file of one */
	VALUE_REPO,    /* a repository; those that the store has are known */
	VALUE_TARGET,  /* a repository, a clone or a file of them */
	VALUE_LIST,    /* a group or list of the configuration */
	VALUE_COLUMN,  /* a column of the command, to sort by */
	VALUE_COMMAND, /* the name of a command */
	VALUE_TOPIC,   /* what there is help on: also topics and metrics */
	VALUE_ACTION,  /* one of the command's actions */
};

/* "What to show", ... */
const char *option_heading(enum option_group group);

/* Options that go together. A command's row in commands.c says which of these
 * it takes, an option's row in options.c which of these it belongs to. */
enum option_set {
	TAKES_HELP = 1 << 0,    /* --help, --version: every command */
	TAKES_COMMON = 1 << 1,  /* these, and --config, --quiet, --verbose */
	TAKES_STORE = 1 << 2,   /* which store */
	TAKES_FORMAT = 1 << 3,  /* how to write the result, and where to */
	TAKES_METRIC = 1 << 4,  /* which metrics */
	TAKES_WINDOW = 1 << 5,  /* of which time */
	TAKES_SLICE = 1 << 6,   /* of which issues and pull requests */
	TAKES_BOUND = 1 << 7,   /* --threshold */
	TAKES_JUDGE = 1 << 8,   /* what is usual, and how much is enough */
	TAKES_ALERT = 1 << 9,   /* when there is one, and what to run */
	TAKES_GATE = 1 << 10,   /* what fails it */
	TAKES_SERVER = 1 << 11, /* which server, and with which token */
	TAKES_SYNC = 1 << 12,   /* how to read what is new */
	TAKES_CLONE = 1 << 13,  /* --git, of one repository */
	TAKES_CLONES = 1 << 14, /* --git-root, of several */
	TAKES_LISTS = 1 << 15,  /* lists of repositories */
	/* Single options of single commands. */
	TAKES_DRY_RUN = 1 << 16,
	TAKES_SORT = 1 << 17,
	TAKES_LIMIT = 1 << 18,
	TAKES_PAGER = 1 << 19,
	TAKES_VERBOSE = 1 << 20,
	/* Beside its own, those of all other commands. */
	TAKES_ALL = 1 << 21,
	TAKES_SENDER = 1 << 22, /* whose deliveries, and signed with what */
	TAKES_IMPORT = 1 << 23, /* what is said of files */
	TAKES_BAR = 1 << 24,    /* --no-progress alone, of TAKES_SYNC */
	TAKES_RECEIVE = 1 << 25,
	TAKES_BY = 1 << 26,      /* --by */
	TAKES_WAITING = 1 << 27, /* which of those that wait, and when */
	TAKES_SQL = 1 << 28,     /* --sql, of metrics */
	TAKES_GROUP = 1 << 30,   /* groups: --group, and "@NAME" */
	/* Of a command that shows numbers of repositories. */
	TAKES_NUMBERS = TAKES_COMMON | TAKES_STORE | TAKES_FORMAT |
			TAKES_WINDOW | TAKES_SLICE | TAKES_BOUND | TAKES_JUDGE |
			TAKES_SERVER | TAKES_SYNC,
};

struct option_spec {
	const char *name; /* NULL ends the table */
	char letter;      /* '\0': none */
	bool anywhere;    /* a work tree's configuration may hold the key */
	bool grows;       /* a list that every place adds to */
	enum option_kind kind;
	const char *argument; /* "FILE"; NULL for flags */
	enum value_kind value;
	const char *help;
	const char *env;      /* HEALTHSCAN_…, or NULL */
	const char *env_also; /* another one, behind it; or NULL */
	const char *key;      /* "alert.sigma" in configuration, or NULL */
	enum option_group group;
	/* Set of enum option_set; none: there is no such flag, only a key. */
	unsigned sets;
	const char *const *choices; /* of a WINDOW: words beside lengths */
	int64_t min, max;
	/* Of a TEXT, or of each of a LIST: HSCAN_EINVAL if it cannot be one;
	 * NULL: it may be anything. */
	enum hscan_status (*check)(
	    struct hscan_text value, struct hscan_error *err);
	size_t offset; /* of its member of struct settings */
};

extern const struct option_spec option_table[];

/* At least as many as the table has rows. */
enum { OPTIONS_MAX = SETTINGS_SOURCES };

/* Whether a command that takes those sets takes it. */
bool option_is_for(const struct option_spec *option, unsigned takes);

/* The option of that name; NULL when there is no such flag. */
const struct option_spec *option_find(struct hscan_text name);

/* The same by its letter. */
const struct option_spec *option_find_letter(char letter);

/* Whether it may be given again. */
bool option_repeats(const struct option_spec *option);

/* Whether the option of that name was given on the command line. */
bool option_flagged(const struct settings *settings, const char *name);

/* Whether an option of one of those sets was. */
bool option_any_flagged(const struct settings *settings, unsigned sets);

/* Name of the nth choice of a CHOICE or FORMAT; NULL past the last. */
const char *option_choice(const struct option_spec *option, size_t n);

/* Sets the member of an option, and where its value is from. `where` is that
 * place: "--window", "HEALTHSCAN_WINDOW" or "FILE:LINE". `value` must outlive
 * the settings. */
HSCAN_CHECK enum hscan_status option_apply(const struct option_spec *option,
    const char *value, const char *where, struct settings *settings,
    struct hscan_error *err);

/* Empties a list or a set, and forgets where it is from, because a stronger
 * place is about to say it anew; one that grows stays. */
void option_reset(const struct option_spec *option, struct settings *settings);

#endif

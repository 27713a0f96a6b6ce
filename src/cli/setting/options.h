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

/* Options that go together; there are more than an enum has room for. A
 * command's row in commands.c says which of these it takes, an option's row in
 * options.c which of these it belongs to. */
#define TAKES(n)     (UINT64_C(1) << (n))
#define TAKES_HELP   TAKES(0)  /* --help, --version: every command */
#define TAKES_COMMON TAKES(1)  /* these, and --config, --quiet, --verbose */
#define TAKES_STORE  TAKES(2)  /* which store */
#define TAKES_FORMAT TAKES(3)  /* how to write the result, and where to */
#define TAKES_METRIC TAKES(4)  /* which metrics */
#define TAKES_WINDOW TAKES(5)  /* of which time */
#define TAKES_SLICE  TAKES(6)  /* of which issues and pull requests */
#define TAKES_BOUND  TAKES(7)  /* --threshold */
#define TAKES_JUDGE  TAKES(8)  /* what is usual, and how much is enough */
#define TAKES_ALERT  TAKES(9)  /* when there is one, and what to run */
#define TAKES_GATE   TAKES(10) /* what fails it */
#define TAKES_SERVER TAKES(11) /* which server, and with which token */
#define TAKES_SYNC   TAKES(12) /* how to read what is new */
#define TAKES_CLONE  TAKES(13) /* --git, of one repository */
#define TAKES_CLONES TAKES(14) /* --git-root, of several */
#define TAKES_LISTS  TAKES(15) /* lists of repositories */
/* Single options of single commands. */
#define TAKES_DRY_RUN TAKES(16)
#define TAKES_SORT    TAKES(17)
#define TAKES_LIMIT   TAKES(18)
#define TAKES_PAGER   TAKES(19)
#define TAKES_VERBOSE TAKES(20)
/* Beside its own, those of all other commands. */
#define TAKES_ALL     TAKES(21)
#define TAKES_SENDER  TAKES(22) /* whose deliveries, and signed with what */
#define TAKES_IMPORT  TAKES(23) /* what is said of files */
#define TAKES_BAR     TAKES(24) /* --no-progress alone, of TAKES_SYNC */
#define TAKES_RECEIVE TAKES(25)
#define TAKES_EXPORT  TAKES(26) /* what is made at the other end */
#define TAKES_WAITING TAKES(27) /* which of those that wait, and when */
#define TAKES_SQL     TAKES(28) /* --sql, of metrics */
#define TAKES_ENGINE  TAKES(29) /* another engine than the store's own */
#define TAKES_GROUP   TAKES(30) /* groups: --group, and "@NAME" */
#define TAKES_SHARD   TAKES(31) /* a share of a list */
#define TAKES_BY      TAKES(32) /* --by */
/* Which people, and as of when. */
#define TAKES_RETENTION TAKES(35)
/* Of a command that shows numbers of repositories. */
#define TAKES_NUMBERS \
	(TAKES_COMMON | TAKES_STORE | TAKES_FORMAT | TAKES_WINDOW | \
	    TAKES_SLICE | TAKES_BOUND | TAKES_JUDGE | TAKES_SERVER | \
	    TAKES_SYNC)

struct option_spec {
	const char *name; /* NULL ends the table */
	char letter;      /* '\0': none */
	bool anywhere;    /* a work tree's configuration may hold the key */
	bool grows;       /* a list that every place adds to */
	enum option_kind kind;
	const char *argument; /* "FILE"; NULL for flags */
	enum value_kind value;
	enum option_group group;
	const char *help;
	const char *env;      /* HEALTHSCAN_…, or NULL */
	const char *env_also; /* another one, behind it; or NULL */
	const char *key;      /* "alert.sigma" in configuration, or NULL */
	/* Set of TAKES_…; none: there is no such flag, only a key. */
	uint64_t sets;
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
bool option_is_for(const struct option_spec *option, uint64_t takes);

/* The option of that name; NULL when there is no such flag. */
const struct option_spec *option_find(struct hscan_text name);

/* The same by its letter. */
const struct option_spec *option_find_letter(char letter);

/* Whether it may be given again. */
bool option_repeats(const struct option_spec *option);

/* Whether the option of that name was given on the command line. */
bool option_flagged(const struct settings *settings, const char *name);

/* Whether an option of one of those sets was. */
bool option_any_flagged(const struct settings *settings, uint64_t sets);

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

/* SPDX-License-Identifier: MIT */
/*
 * What may stand next on a command line, told from the tables of commands and
 * options; the scripts of completions/ only ask and show. Pure: what the
 * store and the configuration know is given by the caller.
 */
#ifndef HSCAN_CLI_COMMAND_COMPLETE_H
#define HSCAN_CLI_COMMAND_COMPLETE_H

#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "app/settings.h"
#include "base/arena.h"
#include "base/buf.h"
#include "cli/command/command.h"
#include "cli/setting/argv.h"
#include "cli/setting/options.h"
#include "metric/registry.h"

/* What is being written. */
enum complete_what {
	COMPLETE_NOTHING,  /* nothing fits, or there is a mistake before */
	COMPLETE_OPTION,   /* the name of an option */
	COMPLETE_LETTERS,  /* "-qv": it is complete as it is */
	COMPLETE_VALUE,    /* the value of `option` */
	COMPLETE_ARGUMENT, /* of the command, or its name */
};

/* Where the cursor is. Borrows from the words and from the arena. */
struct complete_place {
	enum complete_what what;
	enum value_kind kind;             /* of a value or an argument */
	const struct command *commands;   /* all there are */
	const struct command *command;    /* NULL: none yet */
	const struct option_spec *option; /* of a value or of letters */
	const struct action *action;      /* whose argument it is, or NULL */
	struct hscan_text before; /* of the word, what stays: "--format=" */
	struct hscan_text word;   /* behind that, what is to be completed */
	struct command_line line; /* what stands before the word */
};

/* Finds the place of the last of `words`, which follow the name of the
 * program; the last one may be empty. HSCAN_ENOMEM only: a mistake in the
 * words is a place where nothing fits. */
HSCAN_CHECK enum hscan_status complete_find(const struct command *commands,
    const char *const *words, size_t len, struct hscan_arena *arena,
    struct complete_place *out, struct hscan_error *err);

/* Which of them the answer needs: the others need not be looked for. */
bool complete_wants_metrics(const struct complete_place *place);
bool complete_wants_repos(const struct complete_place *place);
bool complete_wants_lists(const struct complete_place *place);

/* What only the caller can know. Text that is not made of letters, digits and
 * "._-/:@" is left out. */
struct complete_known {
	struct hscan_metrics metrics;
	struct settings_list repos; /* as they are written on a line */
	struct settings_list lists; /* and groups of the configuration; may be
				     * there twice */
};

/**
 * Appends what may stand there: "WORD<TAB>DESCRIPTION" a line, where a WORD
 * that is empty is no candidate but a remark, and at the end one of
 *
 *	:files    files may stand there, too
 *	:folders  folders may
 *	:nospace  every candidate is to be continued: no blank behind it
 *	:none     that is all
 */
HSCAN_CHECK enum hscan_status complete_write(const struct complete_place *place,
    const struct complete_known *known, struct hscan_buf *out,
    struct hscan_error *err);

#endif

/* SPDX-License-Identifier: MIT */
/* The scripts of completions/, embedded by the build. */
#ifndef HSCAN_CLI_COMMAND_COMPLETIONS_H
#define HSCAN_CLI_COMMAND_COMPLETIONS_H

#include <stddef.h>

#include "store/queries.h"

/* Sorted by path, which is the name of the file. */
extern const struct hscan_query completion_scripts[];
extern const size_t completion_scripts_len;

#endif

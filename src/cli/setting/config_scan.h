/* SPDX-License-Identifier: MIT */
/* Reads the syntax of git's configuration files, variable by variable, and
 * knows no key. It opens no file, so nothing it reads can include another. */
#ifndef HSCAN_CLI_SETTING_CONFIG_SCAN_H
#define HSCAN_CLI_SETTING_CONFIG_SCAN_H

#include <stddef.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/buf.h"

struct config_scanner {
	const char *path;       /* for messages; safe to print */
	struct hscan_text rest; /* what has not been read yet */
	size_t line;            /* that `rest` begins in, from 1 */
	size_t section;         /* bytes of the name that are the section's */
	struct hscan_buf name;  /* owned */
	struct hscan_buf value; /* owned */
};

/* A variable; borrowed until the next one is read. */
struct config_variable {
	const char *name; /* "section.subsection.key"; NULL: the file ends */
	struct hscan_text value; /* absent: the key stands alone */
	size_t line;             /* of the key, from 1 */
};

void config_scan_begin(
    struct config_scanner *scanner, struct hscan_text text, const char *path);

/* Frees the memory. */
void config_scan_end(struct config_scanner *scanner);

/* Reads the next variable. The names of section and key are in lower case; a
 * subsection is as written. HSCAN_EINVAL, with path and line: this is not the
 * syntax, or a section is called "include…". */
HSCAN_CHECK enum hscan_status config_scan_next(struct config_scanner *scanner,
    struct config_variable *out, struct hscan_error *err);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Whether a line of GH Archive is worth reading, told from its first bytes: an
 * hour has the events of everybody, and most tell nothing that is kept. Only
 * what is sure is passed over; a line that looks otherwise than expected is
 * read. Pure.
 */
#ifndef HSCAN_SOURCE_ARCHIVE_FILTER_H
#define HSCAN_SOURCE_ARCHIVE_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include <healthscan/text.h>

/* The one repository that is wanted. */
struct hscan_hour_wanted {
	int64_t id;            /* of the forge; 0: not known */
	const char *full_name; /* "owner/name"; counts where id is 0 */
};

/* False: the decoder would pass it over, or it is of another repository.
 * `wanted` NULL: any repository is wanted. */
bool hscan_hour_may_tell(
    struct hscan_text line, const struct hscan_hour_wanted *wanted);

#endif

/* SPDX-License-Identifier: MIT */
/* What the sources of facts are called, in reports and messages. */
#include <healthscan/record.h>

const char *
hscan_source_name(enum hscan_source source)
{
	switch (source) {
	case HSCAN_SOURCE_REST: return "rest";
	case HSCAN_SOURCE_WEBHOOK: return "webhook";
	case HSCAN_SOURCE_BACKUP: return "backup";
	case HSCAN_SOURCE_ARCHIVE: return "archive";
	}
	return "unknown";
}

/* SPDX-License-Identifier: MIT */
/* The spans of a receiver; see span.h. */
#include "model/span.h"

bool
hscan_span_is_live(const struct hscan_span *span)
{
	return span->source == HSCAN_SOURCE_WEBHOOK && !span->complete &&
	       span->ends_at > span->starts_at;
}

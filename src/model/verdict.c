/* SPDX-License-Identifier: MIT */
/* Names of the verdicts; see healthscan/report.h. */
#include <healthscan/report.h>

const char *
hscan_verdict_name(enum hscan_verdict verdict)
{
	switch (verdict) {
	case HSCAN_VERDICT_NONE: return "none";
	case HSCAN_VERDICT_UNKNOWN: return "unknown";
	case HSCAN_VERDICT_HEALTHY: return "healthy";
	case HSCAN_VERDICT_WATCH: return "watch";
	case HSCAN_VERDICT_RISK: return "risk";
	}
	return "none";
}

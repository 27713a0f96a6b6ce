/* SPDX-License-Identifier: MIT */
/* Names of the verdicts, classes and roles; see healthscan/report.h. */
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

const char *
hscan_life_name(enum hscan_life_class life_class)
{
	switch (life_class) {
	case HSCAN_LIFE_ACTIVE: return "active";
	case HSCAN_LIFE_NEW: return "new";
	case HSCAN_LIFE_MAINTENANCE: return "maintenance";
	case HSCAN_LIFE_QUIET: return "quiet";
	case HSCAN_LIFE_DORMANT: return "dormant";
	case HSCAN_LIFE_ARCHIVED: return "archived";
	case HSCAN_LIFE_UNKNOWN: break;
	}
	return "unknown";
}

const char *
hscan_role_name(enum hscan_role role)
{
	switch (role) {
	case HSCAN_ROLE_NONE: return "none";
	case HSCAN_ROLE_AGENT: return "agent";
	case HSCAN_ROLE_BOT: return "bot";
	case HSCAN_ROLE_MAINTAINER: return "maintainer";
	case HSCAN_ROLE_NEWCOMER: return "newcomer";
	case HSCAN_ROLE_REGULAR: return "regular";
	case HSCAN_ROLE_UNKNOWN: break;
	}
	return "unknown";
}

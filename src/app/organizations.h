/* SPDX-License-Identifier: MIT */
/* Who works where, from the settings and the files that they name. */
#ifndef HSCAN_APP_ORGANIZATIONS_H
#define HSCAN_APP_ORGANIZATIONS_H

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "app/settings.h"
#include "base/arena.h"
#include "model/affiliation.h"

/* Whether it is a line of organization.domain, of organization.alias;
 * HSCAN_EINVAL. */
HSCAN_CHECK enum hscan_status organizations_check_domain(
    struct hscan_text line, struct hscan_error *err);
HSCAN_CHECK enum hscan_status organizations_check_alias(
    struct hscan_text line, struct hscan_error *err);

/* `*out` is of the arena; NULL: nothing is set. HSCAN_EINVAL, with the file and
 * line: it cannot be read, or contradicts itself. */
HSCAN_CHECK enum hscan_status organizations_open(
    const struct settings *settings, struct hscan_arena *arena,
    const struct hscan_affiliations **out, struct hscan_error *err);

#endif

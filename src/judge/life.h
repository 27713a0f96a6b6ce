/* SPDX-License-Identifier: MIT */
/* The life of one repository, from what the store holds of it. */
#ifndef HSCAN_JUDGE_LIFE_H
#define HSCAN_JUDGE_LIFE_H

#include "judge/coverage.h"

/**
 * Asks the engine for the signs of life of the repository that is covered, and
 * tells its class as of the end of the first window. `*out` is of the cover's
 * arena; NULL for a slice, as a part of a project has no life of its own. Fails
 * as the engine.
 */
HSCAN_CHECK enum hscan_status hscan_tell_life(const struct hscan_cover *cover,
    struct hscan_engine *engine, const struct hscan_life **out);

#endif

/* SPDX-License-Identifier: MIT */
/* The life of one repository, from what the store holds of it. */
#ifndef HSCAN_JUDGE_LIFE_H
#define HSCAN_JUDGE_LIFE_H

#include "judge/coverage.h"
#include "metric/signs.h"

/* Whether a life is told: it was asked for, and not of a slice, as a part of a
 * project has no life of its own. */
bool hscan_has_life(const struct hscan_health_query *question);

/* What the engine will be asked for it. Borrows from the question. */
struct hscan_signs_question hscan_life_question(
    const struct hscan_cover *cover);

/**
 * Asks the engine for the signs of life of the repository that is covered, and
 * tells its class as of the end of the first window. `*out` is of the cover's
 * arena; NULL where none is told. Fails as the engine.
 */
HSCAN_CHECK enum hscan_status hscan_tell_life(const struct hscan_cover *cover,
    struct hscan_engine *engine, const struct hscan_life **out);

#endif

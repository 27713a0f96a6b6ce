/* SPDX-License-Identifier: MIT */
/* What is said of a project's life: evidence, reason and remarks. Pure. */
#ifndef HSCAN_JUDGE_LIFE_WORDS_H
#define HSCAN_JUDGE_LIFE_WORDS_H

#include <healthscan/report.h>

#include "base/buf.h"
#include "judge/lifecycle.h"

/* "would need --git and --profile full", of a set of enum life_lack. */
void life_add_reason(struct hscan_buf *out, unsigned lacks);

/* "12 human commits in 90 days, last human commit 2026-08-21, ...": of what was
 * read, as the class and its reason in `life` are. Never empty. */
void life_add_evidence(struct hscan_buf *out,
    const struct hscan_life_facts *facts, const struct hscan_life *life);

/* "declining: 4 human commits in 90 days, usual 20.5; unanswered: ..."; ""
 * where neither holds. */
void life_add_remarks(struct hscan_buf *out, const struct hscan_life *life);

#endif

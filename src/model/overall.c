/* SPDX-License-Identifier: MIT */
/* Counts verdicts; see overall.h. */
#include "model/overall.h"

enum hscan_verdict
hscan_overall(const struct hscan_measure *measures, size_t len,
    size_t counts[HSCAN_VERDICTS])
{
	enum hscan_verdict overall = HSCAN_VERDICT_NONE;

	for (size_t i = 0; i < HSCAN_VERDICTS; i++)
		counts[i] = 0;
	for (size_t i = 0; i < len; i++) {
		enum hscan_verdict verdict = measures[i].verdict;

		if (measures[i].because)
			continue;
		counts[verdict]++;
		if (verdict > overall) /* they are in the order of gravity */
			overall = verdict;
	}
	return overall;
}

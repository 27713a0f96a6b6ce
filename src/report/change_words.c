/* SPDX-License-Identifier: MIT */
/* "+38%"; see change_words.h. */
#include "report/change_words.h"

#include <math.h>

#include "base/round.h"
#include "base/text.h"
#include "report/scale.h"
#include "report/words.h"

const char change_mark_means[] =
    "more than chance makes as a rule; one in twenty does so by chance";

const char *
change_chance_name(const struct hscan_change *change)
{
	if (change->beyond_chance == HSCAN_UNKNOWN_YET)
		return NULL;
	return change->beyond_chance == HSCAN_YES ? "true" : "false";
}

/* Too few samples make no change. */
bool
change_is_shown(const struct hscan_measure *measure)
{
	const struct hscan_change *change = measure->change;

	return change && change->difference.known && !measure->now.reason &&
	       measure->trend_len > 1 &&
	       !measure->trend[measure->trend_len - 2].reason;
}

bool
change_is_marked(const struct hscan_measure *measure)
{
	return change_is_shown(measure) &&
	       measure->change->beyond_chance == HSCAN_YES;
}

bool
change_any_marked(const struct hscan_report *report)
{
	for (size_t i = 0; i < report->measures_len; i++)
		if (change_is_marked(&report->measures[i]))
			return true;
	return false;
}

/* "+38", one decimal where it is small; "0" without a sign. */
static void
add_signed(struct hscan_buf *out, double value)
{
	bool none = fabs(value) < 0.05;

	if (fabs(value) >= 1000) {
		(void)hscan_buf_add_string(out, value > 0 ? ">+999" : "<-999");
		return;
	}
	(void)hscan_buf_add_string(out, !none && value > 0 ? "+" : "");
	hscan_add_decimal(out, none ? 0.0 : value, fabs(value) < 10);
}

static bool
is_percentage(const struct hscan_measure *measure)
{
	return hscan_text_is(measure->metric->unit, "%");
}

static void
add_difference(struct hscan_buf *out, const struct hscan_measure *measure)
{
	double difference = measure->change->difference.value;
	const struct scale scale = scale_of(measure);

	if (is_percentage(measure)) {
		add_signed(out, difference);
		(void)hscan_buf_add_string(out, " pt");
		return;
	}
	(void)hscan_buf_add_string(out, difference > 0 ? "+" : "");
	scale_add_value(out, &scale, difference);
}

void
change_add(struct hscan_buf *out, const struct hscan_measure *measure)
{
	if (!change_is_shown(measure))
		return;
	if (is_percentage(measure) || !measure->change->percent.known) {
		add_difference(out, measure);
		return;
	}
	add_signed(out, measure->change->percent.value);
	(void)hscan_buf_add_char(out, '%');
}

void
change_add_long(struct hscan_buf *out, const struct hscan_measure *measure)
{
	if (!change_is_shown(measure))
		return;
	if (is_percentage(measure) || !measure->change->percent.known) {
		change_add(out, measure);
		return;
	}
	add_difference(out, measure);
	(void)hscan_buf_add_string(out, "," WORDS_GLUE);
	change_add(out, measure);
}

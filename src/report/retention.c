/* SPDX-License-Identifier: MIT */
/* The words for whether newcomers came again; see retention.h. */
#include "report/retention.h"

#include <string.h>

#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "report/words.h"

const char retention_unwatched[] = "nobody was watched for so long";

const char retention_heading[] =
    "New in a month, and the share of them, in %, that contributed so many "
    "months later";

size_t
retention_columns(const struct hscan_retention *retention)
{
	size_t most = 0;

	for (size_t i = 0; i < retention->cohorts_len; i++)
		if (retention->cohorts[i].len > most)
			most = retention->cohorts[i].len;
	return most;
}

struct hscan_number
retention_share(const struct hscan_cohort *cohort, size_t months)
{
	struct hscan_number share = {.known = false};

	if (months >= cohort->len || cohort->n == 0)
		return share;
	share.known = true;
	share.value = 100.0 * (double)cohort->came[months] / (double)cohort->n;
	return share;
}

const char *
retention_month(
    const struct hscan_cohort *cohort, char out[RETENTION_MONTH_SIZE])
{
	char date[HSCAN_TIME_SIZE];

	hscan_format_date(cohort->month, date);
	memcpy(out, date, RETENTION_MONTH_SIZE - 1);
	out[RETENTION_MONTH_SIZE - 1] = '\0';
	return out;
}

void
retention_add_lead(
    struct hscan_buf *out, const struct hscan_retention *retention, bool utf8)
{
	if (!retention->reason) {
		(void)hscan_buf_add_format(out,
		    "%lld of %lld newcomer%s in 365" WORDS_GLUE
		    "days came again",
		    (long long)retention->returned, (long long)retention->n,
		    retention->n == 1 ? "" : "s");
		return;
	}
	(void)hscan_buf_add_string(out, "newcomers are not known (");
	hscan_add_safe(out, hscan_text_of(retention->reason), !utf8);
	(void)hscan_buf_add_char(out, ')');
}

void
retention_add_question(
    struct hscan_buf *out, const struct hscan_retention *retention)
{
	(void)hscan_buf_add_string(out, "As of ");
	words_add_time(out, retention->report->as_of);
	(void)hscan_buf_add_string(out, ", first contributions since ");
	words_add_time(out, retention->since);
	(void)hscan_buf_add_string(out, retention->report->bots_included
					    ? ", with" WORDS_GLUE "bots"
					    : ", without" WORDS_GLUE "bots");
}

void
retention_add_share(struct hscan_buf *out, double share)
{
	if (share > 0.0 && share < 0.5)
		(void)hscan_buf_add_string(out, "<1");
	else if (share > 99.5 && share < 100.0)
		(void)hscan_buf_add_string(out, ">99");
	else
		hscan_add_decimal(out, share, 0);
}

void
retention_add_value(struct hscan_buf *out, const struct hscan_return_at *at)
{
	if (at->value.known)
		hscan_add_decimal(out, at->value.value, 1);
}

void
retention_add_range(
    struct hscan_buf *out, const struct hscan_return_at *at, bool utf8)
{
	if (!at->ci95.known)
		return;
	hscan_add_decimal(out, at->ci95.low, 1);
	(void)hscan_buf_add_string(out, utf8 ? "\xE2\x80\x93" : "-");
	hscan_add_decimal(out, at->ci95.high, 1);
}

static void
add_median(struct hscan_buf *out, const struct hscan_retention *retention)
{
	if (retention->median_days.known) {
		(void)hscan_buf_add_string(
		    out, "Half of them had come again after ");
		hscan_add_decimal(out, retention->median_days.value, 1);
		(void)hscan_buf_add_string(out, WORDS_GLUE "days");
	} else if (retention->n > 0)
		(void)hscan_buf_add_string(out,
		    "Fewer than half of them had come again when they were "
		    "watched no longer");
}

/* Which head the commits are of, if not of the default branch. */
static void
add_other_head(
    struct hscan_buf *out, const struct hscan_retention *retention, bool utf8)
{
	const struct hscan_measure *measure = retention->report->measures;

	if (retention->reason || !measure->other_head)
		return;
	(void)hscan_buf_add_string(out, "Note: ");
	hscan_add_safe(out, hscan_text_of(measure->now.reason), !utf8);
}

void
retention_add_note(struct hscan_buf *out,
    const struct hscan_retention *retention, int note, bool utf8)
{
	bool any = !retention->reason && retention->n > 0;

	switch (note) {
	case 0:
		if (!retention->reason)
			add_median(out, retention);
		break;
	case 1:
		if (any)
			(void)hscan_buf_add_string(out,
			    "Estimated by Kaplan and Meier, as those who came "
			    "late have not been watched for long; 95" WORDS_GLUE
			    "% limits are log-log; at risk: had not "
			    "come again, and were watched, just before then");
		break;
	case 2:
		if (retention->excluded_bots > 0)
			(void)hscan_buf_add_format(out,
			    "%lld %s left out: bots (--bots" WORDS_GLUE
			    "include)",
			    (long long)retention->excluded_bots,
			    retention->excluded_bots == 1 ? "is" : "are");
		break;
	case 3: add_other_head(out, retention, utf8); break;
	case 4: words_add_missing(out, retention->report, utf8); break;
	case 5:
		if (retention->report->group)
			words_add_members(out, retention->report->group, utf8);
		break;
	default: break;
	}
}

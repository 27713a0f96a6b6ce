/* SPDX-License-Identifier: MIT */
/* Samples for people; see evidence.h. */
#include "report/evidence.h"

#include <math.h>
#include <string.h>

#include "base/round.h"
#include "base/text.h"
#include "base/time.h"
#include "metric/unit.h"
#include "report/words.h"

enum { SHORT_COMMIT = 10 };

static const double MINUTE = 60.0; /* s */
static const double HOUR = 3600.0;
static const double LONG = 259200.0; /* 72 h: from here on hours are days */

void
evidence_add_time(struct hscan_buf *out, double value, struct hscan_text unit)
{
	int64_t size = hscan_unit_seconds(unit);
	double seconds = fabs(value) * (double)size;
	/* What is told in days may not be told more exactly. */
	bool days = seconds >= LONG || size >= HSCAN_DAY_S;

	if (days) {
		hscan_add_decimal(out, value * (double)size / HSCAN_DAY_S, 1);
		(void)hscan_buf_add_string(out, " d");
	} else if (seconds >= HOUR || value == 0.0) {
		hscan_add_decimal(out, value * (double)size / HOUR, 1);
		(void)hscan_buf_add_string(out, " h");
	} else {
		hscan_add_decimal(out, value * (double)size / MINUTE, 0);
		(void)hscan_buf_add_string(out, " min");
	}
}

/* --- which columns --- */

static bool
has_value(const struct hscan_sample *samples, size_t len)
{
	for (size_t i = 1; i < len; i++)
		if (samples[i].value != samples[0].value)
			return true;
	return len > 0 && samples[0].value != 1.0;
}

/* Open items are all that there are, so that their age is what differs. */
static bool
has_age(const struct evidence *evidence, const struct hscan_sample *samples,
    size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (samples[i].began_at == HSCAN_NEVER ||
		    samples[i].ended_at != HSCAN_NEVER)
			return false;
	return evidence->metric->subject == HSCAN_SUBJECT_ITEM &&
	       evidence->metric->statistic == HSCAN_STAT_COUNT &&
	       !evidence->times;
}

/* The statistic looks at no more than whether a sample is 0. */
static bool
is_yes_or_no(const struct hscan_metric *metric)
{
	return metric->statistic == HSCAN_STAT_SHARE;
}

static bool
is_told(const struct hscan_sample *sample, enum evidence_column column)
{
	if (column == EVIDENCE_REPO)
		return sample->repo.len > 0;
	if (column == EVIDENCE_AUTHOR)
		return sample->author.len > 0;
	if (column == EVIDENCE_AUTHOR_ROLE)
		return sample->author_role != HSCAN_ROLE_NONE;
	if (column == EVIDENCE_TITLE)
		return sample->title.len > 0;
	if (column == EVIDENCE_BEGAN)
		return sample->began_at != HSCAN_NEVER;
	if (column == EVIDENCE_ENDED)
		return sample->ended_at != HSCAN_NEVER;
	if (column == EVIDENCE_SOURCES)
		return sample->sources != 0;
	if (column == EVIDENCE_PEOPLE)
		return sample->people > 0;
	if (column == EVIDENCE_SHARE)
		return sample->share.known;
	return sample->subject.len > 0;
}

static bool
has_text(
    const struct hscan_sample *samples, size_t len, enum evidence_column column)
{
	for (size_t i = 0; i < len; i++)
		if (is_told(&samples[i], column))
			return true;
	return false;
}

static bool
is_shown(const struct evidence *evidence, enum evidence_column column,
    const struct hscan_sample *samples, size_t len)
{
	bool age = has_age(evidence, samples, len);

	if (column == EVIDENCE_ROLE)
		return true;
	if (column == EVIDENCE_AGE)
		return age;
	if (column == EVIDENCE_VALUE)
		return is_yes_or_no(evidence->metric) ||
		       has_value(samples, len);
	return has_text(samples, len, column);
}

struct evidence
evidence_of(const struct hscan_metric *metric, int64_t end,
    const struct hscan_sample *samples, size_t len)
{
	struct evidence evidence = {.metric = metric, .end = end};

	/* A gauge of commits counts whole units up to one of them. */
	evidence.times = metric->statistic == HSCAN_STAT_WITHIN ||
			 (hscan_unit_seconds(metric->unit) > 0 &&
			     (metric->statistic == HSCAN_STAT_MEDIAN ||
				 metric->subject == HSCAN_SUBJECT_TEXT));
	for (int i = 0; i < EVIDENCE_COLUMNS; i++) {
		enum evidence_column column = (enum evidence_column)i;

		if (is_shown(&evidence, column, samples, len))
			evidence.columns[evidence.columns_len++] = column;
	}
	return evidence;
}

void
evidence_want_age(
    struct evidence *evidence, const struct hscan_sample *samples, size_t len)
{
	size_t at = 0;
	bool any = false;

	for (size_t i = 0; i < len; i++)
		any |= samples[i].began_at != HSCAN_NEVER &&
		       samples[i].ended_at == HSCAN_NEVER;
	/* The value is that age, or the columns have it. */
	if (!any || evidence->times ||
	    evidence->metric->subject != HSCAN_SUBJECT_ITEM)
		return;
	while (
	    at < evidence->columns_len && evidence->columns[at] < EVIDENCE_AGE)
		at++;
	if (at < evidence->columns_len && evidence->columns[at] == EVIDENCE_AGE)
		return;
	memmove(&evidence->columns[at + 1], &evidence->columns[at],
	    (evidence->columns_len - at) * sizeof(evidence->columns[0]));
	evidence->columns[at] = EVIDENCE_AGE;
	evidence->columns_len++;
}

/* --- what they say --- */

const char *
evidence_heading(const struct evidence *evidence, enum evidence_column column)
{
	bool item = evidence->metric->subject == HSCAN_SUBJECT_ITEM;

	switch (column) {
	case EVIDENCE_REPO: return "repository";
	case EVIDENCE_SUBJECT: return "subject";
	case EVIDENCE_VALUE:
		return evidence->metric->clock == HSCAN_CLOCK_HOURS
			   ? "business time"
			   : "value";
	case EVIDENCE_SHARE: return "share";
	case EVIDENCE_PEOPLE: return "people";
	case EVIDENCE_AGE: return "age";
	case EVIDENCE_ROLE: return "role";
	case EVIDENCE_BEGAN:
		return evidence->times ? "from" : item ? "opened" : "date";
	case EVIDENCE_ENDED: return evidence->times ? "to" : "closed";
	case EVIDENCE_AUTHOR: return "author";
	case EVIDENCE_AUTHOR_ROLE: return "author is";
	case EVIDENCE_TITLE: return "title";
	case EVIDENCE_SOURCES: return "sources";
	case EVIDENCE_COLUMNS: break;
	}
	return "";
}

bool
evidence_is_number(enum evidence_column column)
{
	return column == EVIDENCE_VALUE || column == EVIDENCE_SHARE ||
	       column == EVIDENCE_PEOPLE || column == EVIDENCE_AGE;
}

/* A working day is no day: working hours stay hours. */
static void
add_wait(struct hscan_buf *out, const struct hscan_metric *metric, double value)
{
	if (metric->clock == HSCAN_CLOCK_HOURS && fabs(value) * HOUR >= LONG) {
		hscan_add_decimal(out, value, 1);
		(void)hscan_buf_add_string(out, " h");
	} else {
		evidence_add_time(out, value,
		    metric->statistic == HSCAN_STAT_WITHIN
			? hscan_text_of("hours")
			: metric->unit);
	}
}

static void
add_value(struct hscan_buf *out, const struct evidence *evidence, double value)
{
	if (is_yes_or_no(evidence->metric))
		(void)hscan_buf_add_string(out, value != 0.0 ? "yes" : "no");
	else if (evidence->times)
		add_wait(out, evidence->metric, value);
	else
		hscan_add_number(out, value);
}

static void
add_date(struct hscan_buf *out, int64_t when)
{
	char date[HSCAN_TIME_SIZE];

	if (when == HSCAN_NEVER)
		return;
	hscan_format_date(when, date);
	(void)hscan_buf_add_string(out, date);
}

/* A commit is known by its first digits. */
static struct hscan_text
short_subject(
    const struct evidence *evidence, const struct hscan_sample *sample)
{
	struct hscan_text subject = sample->subject;

	if (evidence->metric->subject == HSCAN_SUBJECT_COMMIT &&
	    subject.len > SHORT_COMMIT)
		subject.len = SHORT_COMMIT;
	return subject;
}

struct hscan_text
evidence_cell(const struct evidence *evidence, enum evidence_column column,
    const struct hscan_sample *sample, struct hscan_buf *words)
{
	char sources[WORDS_SOURCES_SIZE];

	hscan_buf_reset(words);
	switch (column) {
	case EVIDENCE_REPO: return sample->repo;
	case EVIDENCE_SUBJECT: return short_subject(evidence, sample);
	case EVIDENCE_AUTHOR: return sample->author;
	case EVIDENCE_TITLE: return sample->title;
	case EVIDENCE_VALUE: add_value(words, evidence, sample->value); break;
	case EVIDENCE_SHARE:
		if (sample->share.known) {
			hscan_add_decimal(words, sample->share.value, 1);
			(void)hscan_buf_add_string(words, " %");
		}
		break;
	case EVIDENCE_PEOPLE:
		if (sample->people > 0)
			(void)hscan_buf_add_format(
			    words, "%lld", (long long)sample->people);
		break;
	case EVIDENCE_AGE:
		if (sample->began_at != HSCAN_NEVER &&
		    sample->ended_at == HSCAN_NEVER)
			evidence_add_time(words,
			    (double)(evidence->end - sample->began_at),
			    hscan_text_of("seconds"));
		break;
	case EVIDENCE_ROLE:
		(void)hscan_buf_add_string(words, words_role(sample->role));
		break;
	case EVIDENCE_AUTHOR_ROLE:
		if (sample->author_role != HSCAN_ROLE_NONE)
			(void)hscan_buf_add_string(
			    words, hscan_role_name(sample->author_role));
		break;
	case EVIDENCE_BEGAN: add_date(words, sample->began_at); break;
	case EVIDENCE_ENDED: add_date(words, sample->ended_at); break;
	case EVIDENCE_SOURCES:
		(void)hscan_buf_add_string(
		    words, words_sources(sample->sources, sources));
		break;
	case EVIDENCE_COLUMNS: break;
	}
	return hscan_buf_text(words);
}

void
evidence_add_roles(
    struct hscan_buf *out, const struct hscan_sample *samples, size_t len)
{
	static const char *const meanings[] = {
	    [HSCAN_SAMPLE_COUNTED] = "it is in the value",
	    [HSCAN_SAMPLE_OPEN] = "not over at the window's end",
	    [HSCAN_SAMPLE_ENDED] =
		"over, but not as is measured, such as closed without a merge",
	    [HSCAN_SAMPLE_BOT] = "a bot's, and left out",
	    [HSCAN_SAMPLE_BEFORE] = "by its dates, and left out",
	    [HSCAN_SAMPLE_UNKNOWN] =
		"part of the whole, but nobody says whose it is",
	};
	const char *before = "Roles: ";
	unsigned seen = 0;

	for (size_t i = 0; i < len; i++)
		seen |= 1U << samples[i].role;
	if (seen == 1U << HSCAN_SAMPLE_COUNTED)
		return;
	for (unsigned role = 0; role <= HSCAN_SAMPLE_UNKNOWN; role++) {
		if (!(seen & 1U << role))
			continue;
		(void)hscan_buf_add_format(out, "%s%s, %s", before,
		    words_role((enum hscan_sample_role)role), meanings[role]);
		before = "; ";
	}
	if (seen != 0)
		(void)hscan_buf_add_char(out, '.');
}

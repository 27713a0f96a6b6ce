/* SPDX-License-Identifier: MIT */
/* The rows that a number is made of; see samples.h. */
#include "app/samples.h"

#include <stdlib.h>
#include <string.h>

#include "base/percent.h"
#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "metric/statistic.h"
#include "report/report.h"
#include "store/shadow.h"

/* A page shows as many of each metric; explain has all. */
enum { SHOWN = 50 };

/* --- the samples --- */

/* Whose samples, and where they are put. */
struct place {
	const struct evaluation *evaluation; /* the question and the store */
	struct hscan_health_one one;
	const struct hscan_report *report;
	struct hscan_arena *arena;
};

struct samples {
	struct hscan_sample *at; /* of the arena */
	size_t len, size;
	const struct place *place;
	const struct hscan_measure *measure;
	const struct hscan_metric *metric; /* the measure's */
};

/* The page of the repository that a sample is of; false: a clone that is on no
 * forge has none. A member of a group is named with its host, but of one. */
static bool
add_page(const struct samples *samples, const struct hscan_sample *sample,
    struct hscan_buf *out)
{
	const struct hscan_report *report = samples->place->report;
	struct hscan_text name = sample->repo;
	size_t slashes = 0;

	if (!report->group) {
		(void)hscan_buf_add_format(out, "https://%s/", report->host);
		return hscan_buf_add_text(out, report->repo.full_name) &&
		       report->repo.id > 0;
	}
	if (!name.ptr || hscan_text_starts(name, "local/"))
		return false;
	(void)hscan_buf_add_string(out, "https://");
	for (size_t i = 0; i < name.len; i++)
		slashes += name.ptr[i] == '/';
	if (slashes == 1)
		(void)hscan_buf_add_string(out, HSCAN_DEFAULT_HOST "/");
	return hscan_buf_add_text(out, name);
}

static struct hscan_text
link_of(struct samples *samples, const struct hscan_sample *sample)
{
	enum hscan_subject subject = samples->metric->subject;
	const char *kind = NULL;
	struct hscan_text link;
	struct hscan_buf text;

	if (sample->number > 0)
		kind = sample->pull_request ? "pull" : "issues";
	else if (subject == HSCAN_SUBJECT_COMMIT && sample->subject.len == 40)
		kind = "commit";
	else if (subject == HSCAN_SUBJECT_RELEASE)
		kind = "releases/tag";
	if (!kind)
		return (struct hscan_text){NULL, 0};
	hscan_buf_init(&text, (size_t)64 * 1024);
	if (!add_page(samples, sample, &text)) {
		hscan_buf_clear(&text);
		return (struct hscan_text){NULL, 0};
	}
	(void)hscan_buf_add_format(&text, "/%s/", kind);
	hscan_add_percent(&text, sample->subject, "");
	link = hscan_arena_dup(samples->place->arena, hscan_buf_text(&text));
	hscan_buf_clear(&text);
	return link;
}

/* Of an organization; bots are no part of the whole. */
static struct hscan_number
share_of(const struct hscan_measure *measure, const struct hscan_sample *sample)
{
	if (!measure->unknown.known || sample->role == HSCAN_SAMPLE_BOT)
		return (struct hscan_number){.known = false};
	return (struct hscan_number){
	    true, hscan_round4(100.0 * sample->value / measure->count.value)};
}

static bool
grow(struct samples *samples)
{
	size_t size = samples->size ? samples->size * 2 : 64;
	struct hscan_sample *more =
	    hscan_arena_alloc(samples->place->arena, size, sizeof(*more));

	if (!more)
		return false;
	if (samples->len > 0)
		memcpy(more, samples->at, samples->len * sizeof(*more));
	samples->at = more;
	samples->size = size;
	return true;
}

static enum hscan_status
on_sample(
    const struct hscan_sample *sample, void *payload, struct hscan_error *err)
{
	struct samples *samples = payload;
	struct hscan_arena *arena = samples->place->arena;
	struct hscan_sample copy = *sample;

	if (samples->len == samples->size && !grow(samples))
		return hscan_no_memory(err);
	copy.subject = hscan_arena_dup(arena, sample->subject);
	copy.title = hscan_arena_dup(arena, sample->title);
	copy.author = hscan_arena_dup(arena, sample->author);
	copy.repo = hscan_arena_dup(arena, sample->repo);
	copy.share = share_of(samples->measure, sample);
	copy.value = hscan_round4(sample->value);
	copy.link = link_of(samples, &copy);
	if ((sample->subject.ptr && !copy.subject.ptr) ||
	    (sample->title.ptr && !copy.title.ptr) ||
	    (sample->author.ptr && !copy.author.ptr) ||
	    (sample->repo.ptr && !copy.repo.ptr))
		return hscan_no_memory(err);
	samples->at[samples->len++] = copy;
	return HSCAN_OK;
}

/* --- their order --- */

static int
by_text(struct hscan_text a, struct hscan_text b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int difference = len > 0 ? memcmp(a.ptr, b.ptr, len) : 0;

	return difference ? difference : (a.len > b.len) - (a.len < b.len);
}

/* Where all else is the same: by what they are, so that the order is one. */
static int
by_subject(const struct hscan_sample *a, const struct hscan_sample *b)
{
	int difference = by_text(a->repo, b->repo);

	if (difference != 0)
		return difference;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return by_text(a->subject, b->subject);
}

static int
by_value(const struct hscan_sample *a, const struct hscan_sample *b)
{
	return (a->value > b->value) - (a->value < b->value);
}

static int
by_title(const struct hscan_sample *a, const struct hscan_sample *b)
{
	return by_text(a->title, b->title);
}

static int
by_author(const struct hscan_sample *a, const struct hscan_sample *b)
{
	return by_text(a->author, b->author);
}

enum { BY_VALUE, BY_NUMBER, BY_TITLE, BY_AUTHOR, ORDERS };

const char *const explain_columns[ORDERS + 1] = {
    [BY_VALUE] = "value",
    [BY_NUMBER] = "number",
    [BY_TITLE] = "title",
    [BY_AUTHOR] = "author",
};

static const struct order {
	int (*compare)(
	    const struct hscan_sample *a, const struct hscan_sample *b);
} orders[ORDERS] = {
    [BY_VALUE] = {by_value},
    [BY_NUMBER] = {by_subject},
    [BY_TITLE] = {by_title},
    [BY_AUTHOR] = {by_author},
};

/* qsort() has no room for what to sort by, so one is laid beside each. */
struct sorted {
	struct hscan_sample sample;
	const struct order *order;
	bool descending;
};

static int
compare(const void *a, const void *b)
{
	const struct sorted *x = a, *y = b;
	int difference = x->order->compare(&x->sample, &y->sample);

	if (difference != 0)
		return x->descending ? -difference : difference;
	return by_subject(&x->sample, &y->sample);
}

/* NULL when there is no such column. */
static const struct order *
find_order(const char *name)
{
	name += name[0] == '-';
	for (size_t i = 0; i < ORDERS; i++)
		if (strcmp(explain_columns[i], name) == 0)
			return &orders[i];
	return NULL;
}

enum hscan_status
samples_check_order(const char *name, struct hscan_error *err)
{
	char shown[80];

	if (!name || find_order(name))
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "--sort: there is no column '%s'; sort by value, number, title or "
	    "author, with a - before it for the greatest first",
	    hscan_safe(hscan_text_of(name), shown, sizeof(shown)));
}

static enum hscan_status
sort(struct samples *samples, const char *name, struct hscan_error *err)
{
	struct sorted *all = hscan_arena_alloc(
	    samples->place->arena, samples->len + 1, sizeof(*all));
	struct sorted how;

	if (!all)
		return hscan_no_memory(err);
	if (!name)
		name = samples->metric->statistic == HSCAN_STAT_MEDIAN ||
			       hscan_is_division(samples->metric->statistic) ||
			       samples->metric->statistic == HSCAN_STAT_WITHIN
			   ? "-value"
			   : "number";
	how = (struct sorted){
	    .order = find_order(name), .descending = name[0] == '-'};
	for (size_t i = 0; i < samples->len; i++) {
		all[i] = how;
		all[i].sample = samples->at[i];
	}
	if (samples->len > 0)
		qsort(all, samples->len, sizeof(*all), compare);
	for (size_t i = 0; i < samples->len; i++)
		samples->at[i] = all[i].sample;
	return HSCAN_OK;
}

/* --- the uses --- */

/* Of several measures; `each` has room for them. Whoever is asked about is
 * looked up once for all. */
static enum hscan_status
collect(const struct place *place, const size_t *at, size_t len,
    const char *order, struct samples *each, struct hscan_error *err)
{
	struct hscan_wanted_samples *wanted =
	    hscan_arena_alloc(place->arena, len + 1, sizeof(*wanted));
	enum hscan_status status = HSCAN_OK;
	size_t count = 0;

	if (!wanted)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++) {
		const struct hscan_measure *measure =
		    &place->report->measures[at[i]];

		each[i] = (struct samples){.place = place,
		    .measure = measure,
		    .metric = measure->metric};
		/* Without a value there may still be rows, but they would be
		 * of records that were read only in part; not so where nobody
		 * says whose they are. */
		if (measure->now.value.known || measure->open > 0 ||
		    measure->unknown.known)
			wanted[count++] = (struct hscan_wanted_samples){
			    measure->metric, &each[i]};
	}
	if (count > 0)
		status = hscan_health_samples(place->evaluation->run.store,
		    &place->evaluation->question, &place->one, wanted, count,
		    on_sample, place->arena, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		status = sort(&each[i], order, err);
	return status;
}

enum hscan_status
samples_collect(struct evaluation *evaluation, size_t at, const char *order,
    struct hscan_sample **out, size_t *len, struct hscan_error *err)
{
	const struct place place = {evaluation,
	    evaluation_one(&evaluation->run), &evaluation->report,
	    &evaluation->arena};

	struct samples samples = {.len = 0};
	enum hscan_status status =
	    collect(&place, &at, 1, order, &samples, err);

	*out = samples.at;
	*len = samples.len;
	return status;
}

static enum hscan_status
collect_all(const struct place *place, const struct hscan_evidence **out,
    struct hscan_error *err)
{
	struct hscan_arena *arena = place->arena;
	size_t len = place->report->measures_len;
	struct samples *each = hscan_arena_alloc(arena, len + 1, sizeof(*each));
	size_t *at = hscan_arena_alloc(arena, len + 1, sizeof(*at));
	struct hscan_evidence *all =
	    hscan_arena_alloc(arena, len + 1, sizeof(*all));
	enum hscan_status status;

	if (!each || !at || !all)
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++)
		at[i] = i;
	status = collect(place, at, len, NULL, each, err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++)
		all[i] = (struct hscan_evidence){each[i].at,
		    each[i].len < SHOWN ? each[i].len : SHOWN, each[i].len};
	*out = all;
	return status;
}

static bool
are_shown(const struct evaluation *evaluation)
{
	/* Another engine does not tell samples one by one. */
	return !hscan_store_is_shadow(evaluation->run.store) &&
	       hscan_format_find(evaluation->app->settings.format)->evidence;
}

enum hscan_status
samples_for_format(struct evaluation *evaluation, struct hscan_error *err)
{
	const struct place place = {evaluation,
	    evaluation_one(&evaluation->run), &evaluation->report,
	    &evaluation->arena};

	return are_shown(evaluation)
		   ? collect_all(&place, &evaluation->report.evidence, err)
		   : HSCAN_OK;
}

enum hscan_status
samples_for_one(const struct evaluation *evaluation,
    const struct target_run *run, struct hscan_report *report,
    struct hscan_arena *arena, struct hscan_error *err)
{
	const struct place place = {
	    evaluation, evaluation_one(run), report, arena};

	return are_shown(evaluation)
		   ? collect_all(&place, &report->evidence, err)
		   : HSCAN_OK;
}

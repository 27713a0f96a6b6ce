/* SPDX-License-Identifier: MIT */
/* healthscan explain METRIC [OWNER/NAME]: what a number means, from the metric
 * itself; with a repository also the number, and the rows it is made of. */
#include <stdlib.h>
#include <string.h>

#include "base/round.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/answer.h"
#include "cli/bounds.h"
#include "cli/cli.h"
#include "cli/exit.h"
#include "report/explanation.h"

enum { USUAL_LIMIT = 20 };

#define MAX_BYTES ((size_t)1024 * 1024 * 1024)

/* --- the samples --- */

struct samples {
	struct hscan_sample *at; /* of the arena */
	size_t len, size;
	struct answer *answer;
	const struct hscan_metric *metric;
};

/* Percent-encoded, for a place in a path. */
static void
add_segment(struct hscan_buf *out, struct hscan_text text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (hscan_is_alnum(c) || (c != '\0' && strchr("-._~", c)))
			(void)hscan_buf_add_char(out, c);
		else
			(void)hscan_buf_add_format(
			    out, "%%%02X", (unsigned)(unsigned char)c);
	}
}

static struct hscan_text
link_of(struct samples *samples, const struct hscan_sample *sample)
{
	const struct hscan_report *report = &samples->answer->report;
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
	(void)hscan_buf_add_format(&text, "https://%s/", report->host);
	(void)hscan_buf_add_text(&text, report->repo.full_name);
	(void)hscan_buf_add_format(&text, "/%s/", kind);
	add_segment(&text, sample->subject);
	link = hscan_arena_dup(&samples->answer->arena, hscan_buf_text(&text));
	hscan_buf_clear(&text);
	return link;
}

static bool
grow(struct samples *samples)
{
	size_t size = samples->size ? samples->size * 2 : 64;
	struct hscan_sample *more =
	    hscan_arena_alloc(&samples->answer->arena, size, sizeof(*more));

	if (!more)
		return false;
	if (samples->len > 0)
		memcpy(more, samples->at, samples->len * sizeof(*more));
	samples->at = more;
	samples->size = size;
	return true;
}

static enum hscan_status
take(const struct hscan_sample *sample, void *payload, struct hscan_error *err)
{
	struct samples *samples = payload;
	struct hscan_arena *arena = &samples->answer->arena;
	struct hscan_sample copy = *sample;

	if (samples->len == samples->size && !grow(samples))
		return hscan_no_memory(err);
	copy.subject = hscan_arena_dup(arena, sample->subject);
	copy.title = hscan_arena_dup(arena, sample->title);
	copy.author = hscan_arena_dup(arena, sample->author);
	copy.value = hscan_round4(sample->value);
	copy.link = link_of(samples, &copy);
	if ((sample->subject.ptr && !copy.subject.ptr) ||
	    (sample->title.ptr && !copy.title.ptr) ||
	    (sample->author.ptr && !copy.author.ptr))
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

static enum hscan_status
check_order(const struct cli *cli, struct hscan_error *err)
{
	const char *name = cli->settings.sort;
	char shown[80];

	if (!name || find_order(name))
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "--sort: there is no column '%s'; sort by value, number, title or "
	    "author, with a - before it for the greatest first",
	    hscan_safe(hscan_text_of(name), shown, sizeof(shown)));
}

static enum hscan_status
sort(struct samples *samples, struct hscan_error *err)
{
	struct sorted *all = hscan_arena_alloc(
	    &samples->answer->arena, samples->len + 1, sizeof(*all));
	const char *name = samples->answer->cli->settings.sort;
	struct sorted how;

	if (!all)
		return hscan_no_memory(err);
	if (!name)
		name = samples->metric->statistic == HSCAN_STAT_MEDIAN ||
			       samples->metric->statistic == HSCAN_STAT_HALF
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

/* --- the command --- */

static size_t
limit_of(const struct cli *cli, size_t len)
{
	const struct settings *settings = &cli->settings;

	if (settings->limit >= 0)
		return (uint64_t)settings->limit < len ? (size_t)settings->limit
						       : len;
	if (strcmp(settings->format, "table") == 0 && len > USUAL_LIMIT)
		return USUAL_LIMIT;
	return len;
}

static enum hscan_status
show(struct answer *answer, const struct samples *samples,
    struct hscan_error *err)
{
	const struct hscan_explanation explanation = {
	    &answer->report, samples->at, samples->len};
	const struct hscan_look look = cli_look(answer->cli);
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, MAX_BYTES);
	status = hscan_explanation_write(&explanation,
	    limit_of(answer->cli, samples->len), answer->cli->settings.format,
	    &look, &text, err);
	if (status == HSCAN_OK)
		status = cli_write(answer->cli, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	return status;
}

static enum hscan_status
explain_number(struct answer *answer, struct hscan_error *err)
{
	struct samples samples = {.answer = answer};
	enum hscan_status status;

	status = answer_report(answer, err);
	if (status == HSCAN_ENOTFOUND &&
	    answer->session.source_failed != HSCAN_OK)
		return HSCAN_OK;
	if (status != HSCAN_OK)
		return status;
	samples.metric = answer->report.measures[0].metric;
	/* Without a value there may still be rows, but they would be of
	 * records that were read only in part. */
	if (answer->report.measures[0].now.value.known ||
	    answer->report.measures[0].open > 0)
		status = hscan_health_samples(answer->session.store,
		    &answer->session.name, &answer->question, samples.metric,
		    take, &samples, &answer->arena, err);
	if (status == HSCAN_OK)
		status = sort(&samples, err);
	if (status == HSCAN_OK)
		status = show(answer, &samples, err);
	return status;
}

static int
with_repository(struct cli *cli, struct settings_list *ids)
{
	struct hscan_error err = {.status = HSCAN_OK};
	struct answer answer;
	enum hscan_status status;
	int code;

	status = check_order(cli, &err);
	if (status != HSCAN_OK)
		return cli_error(cli, &err);
	status = answer_open(&answer, cli, 1, ids, &err);
	if (status == HSCAN_OK)
		status = explain_number(&answer, &err);
	code = status == HSCAN_OK ? answer_exit(&answer) : cli_error(cli, &err);
	answer_close(&answer);
	return code;
}

static int
alone(struct cli *cli, struct settings_list *ids)
{
	struct hscan_metrics metrics = {0};
	struct hscan_error err = {.status = HSCAN_OK};
	struct hscan_buf text;
	enum hscan_status status;

	hscan_buf_init(&text, (size_t)1024 * 1024);
	status = bounds_load(&cli->settings, ids, &metrics, &err);
	if (status == HSCAN_OK)
		status = bounds_check(&metrics, ids->items[0], &err);
	if (status == HSCAN_OK) {
		hscan_definition_write(
		    hscan_metrics_find(&metrics, ids->items[0]), &text);
		status = hscan_buf_check(&text, "the definition", &err);
	}
	if (status == HSCAN_OK)
		status = cli_write(cli, hscan_buf_text(&text), &err);
	hscan_buf_clear(&text);
	hscan_metrics_clear(&metrics);
	return status == HSCAN_OK ? EXIT_DONE : cli_error(cli, &err);
}

int
cmd_explain(struct cli *cli)
{
	struct hscan_text id = hscan_text_of(cli->args[0]);
	struct settings_list ids = {&id, 1, 1};

	return cli->args_len > 1 ? with_repository(cli, &ids)
				 : alone(cli, &ids);
}

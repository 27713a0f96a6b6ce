/* SPDX-License-Identifier: MIT */
/* Reads the header of a metric file; see parse.h. */
#include "metric/parse.h"

#include <string.h>

#include "base/number.h"
#include "base/safe.h"
#include "base/text.h"

struct word {
	const char *name;
	int value;
};

static const struct word statistics[] = {
    {"median", HSCAN_STAT_MEDIAN},
    {"share", HSCAN_STAT_SHARE},
    {"rate", HSCAN_STAT_RATE},
    {"count", HSCAN_STAT_COUNT},
    {"gauge", HSCAN_STAT_GAUGE},
    {"ratio", HSCAN_STAT_RATIO},
    {"half", HSCAN_STAT_HALF},
    {NULL, 0},
};

static const struct word directions[] = {
    {"lower", HSCAN_BETTER_LOWER},
    {"higher", HSCAN_BETTER_HIGHER},
    {"neutral", HSCAN_BETTER_NEUTRAL},
    {NULL, 0},
};

static const struct word streams[] = {
    {"issues", HSCAN_NEED_ISSUES},
    {"pull_requests", HSCAN_NEED_PULLS},
    {"state", HSCAN_NEED_STATE},
    {"releases", HSCAN_NEED_RELEASES},
    {"events", HSCAN_NEED_EVENTS},
    {"git", HSCAN_NEED_GIT},
    {"authors", HSCAN_NEED_AUTHORS},
    {"documentation", HSCAN_NEED_DOCS},
    {"comments", HSCAN_NEED_COMMENTS},
    {"reviews", HSCAN_NEED_REVIEWS},
    {"merges", HSCAN_NEED_MERGES},
    {NULL, 0},
};

#define ITEMS ((unsigned)HSCAN_NEED_ISSUES | (unsigned)HSCAN_NEED_PULLS)

/* How much of the issues and pull requests; by itself, all of them. */
static const struct word reaches[] = {
    {"window", 0},
    {"backlog", HSCAN_NEED_BACKLOG},
    {NULL, 0},
};

static const struct word subjects[] = {
    {"text", HSCAN_SUBJECT_TEXT},
    {"item", HSCAN_SUBJECT_ITEM},
    {"commit", HSCAN_SUBJECT_COMMIT},
    {"release", HSCAN_SUBJECT_RELEASE},
    {"person", HSCAN_SUBJECT_PERSON},
    {NULL, 0},
};

static const struct word comparisons[] = {
    {"<=", HSCAN_AT_MOST},
    {"<", HSCAN_LESS},
    {">=", HSCAN_AT_LEAST},
    {">", HSCAN_MORE},
    {NULL, 0},
};

/* The file being read, for messages. */
struct header {
	const char *path;
	struct hscan_metric metric;
	bool has_reach;
	unsigned seen; /* bit i: keys[i] was met */
	struct hscan_error *err;
};

static bool
find_word(const struct word *words, struct hscan_text text, int *value)
{
	for (; words->name; words++) {
		if (hscan_text_is(text, words->name)) {
			*value = words->value;
			return true;
		}
	}
	return false;
}

static enum hscan_status
bad_value(struct header *header, const char *key, struct hscan_text value)
{
	char shown[80];

	return hscan_fail(header->err, HSCAN_EPARSE, "%s: '%s' cannot be '%s'",
	    header->path, key, hscan_safe(value, shown, sizeof(shown)));
}

static enum hscan_status
read_id(struct header *header, struct hscan_text value)
{
	const char *slash = strrchr(header->path, '/');
	struct hscan_text file =
	    hscan_text_of(slash ? slash + 1 : header->path);

	for (size_t i = 0; i < value.len; i++)
		if (!hscan_is_alnum(value.ptr[i]) && value.ptr[i] != '_')
			return bad_value(header, "id", value);
	if (hscan_text_ends(file, ".sql"))
		file.len -= strlen(".sql");
	if (!hscan_text_equal(file, value)) {
		char shown[80];

		return hscan_fail(header->err, HSCAN_EPARSE,
		    "%s: id '%s' is not the file's name", header->path,
		    hscan_safe(value, shown, sizeof(shown)));
	}
	header->metric.id = value;
	return HSCAN_OK;
}

static enum hscan_status
read_title(struct header *header, struct hscan_text value)
{
	header->metric.title = value;
	return HSCAN_OK;
}

static enum hscan_status
read_unit(struct header *header, struct hscan_text value)
{
	header->metric.unit = value;
	return HSCAN_OK;
}

static enum hscan_status
read_better(struct header *header, struct hscan_text value)
{
	int found = 0;

	if (!find_word(directions, value, &found))
		return bad_value(header, "better", value);
	header->metric.better = (enum hscan_better)found;
	return HSCAN_OK;
}

static enum hscan_status
read_statistic(struct header *header, struct hscan_text value)
{
	int found = 0;

	if (!find_word(statistics, value, &found))
		return bad_value(header, "statistic", value);
	header->metric.statistic = (enum hscan_statistic)found;
	return HSCAN_OK;
}

static enum hscan_status
read_streams(struct header *header, struct hscan_text value)
{
	struct hscan_text rest = value;

	while (rest.ptr) {
		struct hscan_text word =
		    hscan_text_trim(hscan_text_split(&rest, ' '));
		int found = 0;

		if (word.len == 0)
			continue;
		if (!find_word(streams, word, &found))
			return bad_value(header, "streams", value);
		header->metric.needs |= (unsigned)found;
	}
	return HSCAN_OK;
}

static enum hscan_status
read_reach(struct header *header, struct hscan_text value)
{
	int found = 0;

	if (!find_word(reaches, value, &found))
		return bad_value(header, "reach", value);
	header->has_reach = true;
	header->metric.needs |= (unsigned)found;
	return HSCAN_OK;
}

/* "<= 72" */
static enum hscan_status
read_bound(struct header *header, const char *key, struct hscan_text value,
    struct hscan_bound *out)
{
	struct hscan_text number = value;
	struct hscan_text comparison = hscan_text_split(&number, ' ');
	struct hscan_bound bound = {.comparison = HSCAN_NO_BOUND};
	int found = 0;

	if (!find_word(comparisons, comparison, &found) ||
	    !hscan_parse_decimal(hscan_text_trim(number), &bound.value))
		return bad_value(header, key, value);
	bound.comparison = (enum hscan_comparison)found;
	*out = bound;
	return HSCAN_OK;
}

static enum hscan_status
read_healthy(struct header *header, struct hscan_text value)
{
	return read_bound(header, "healthy", value, &header->metric.healthy);
}

static enum hscan_status
read_risk(struct header *header, struct hscan_text value)
{
	return read_bound(header, "risk", value, &header->metric.risk);
}

static enum hscan_status
read_risk_from(struct header *header, struct hscan_text value)
{
	header->metric.risk_from = value;
	return HSCAN_OK;
}

/* Where it stands in a list: the lower, the earlier. */
static enum hscan_status
read_order(struct header *header, struct hscan_text value)
{
	int64_t order;

	if (!hscan_parse_i64(value, 0, HSCAN_METRIC_ORDER, &order))
		return bad_value(header, "order", value);
	header->metric.order = (int)order;
	return HSCAN_OK;
}

static enum hscan_status
read_subject(struct header *header, struct hscan_text value)
{
	int found = 0;

	if (!find_word(subjects, value, &found))
		return bad_value(header, "subject", value);
	header->metric.subject = (enum hscan_subject)found;
	return HSCAN_OK;
}

/* "Issue Age", or "Issue Age https://chaoss.community/kb/..." */
static enum hscan_status
read_chaoss(struct header *header, struct hscan_text value)
{
	struct hscan_text url = value;

	while (url.len > 0 && !hscan_text_starts(url, "https://")) {
		url.ptr++;
		url.len--;
	}
	value.len -= url.len;
	header->metric.chaoss = hscan_text_trim(value);
	header->metric.chaoss_url = url;
	if (header->metric.chaoss.len == 0)
		return bad_value(header, "chaoss", url);
	return HSCAN_OK;
}

static const struct key {
	const char *name;
	bool required;
	enum hscan_status (*read)(struct header *, struct hscan_text value);
} keys[] = {
    {"id", true, read_id},
    {"title", true, read_title},
    {"unit", true, read_unit},
    {"better", true, read_better},
    {"statistic", true, read_statistic},
    {"streams", true, read_streams},
    {"reach", false, read_reach},
    {"healthy", false, read_healthy},
    {"risk", false, read_risk},
    {"risk-from", false, read_risk_from},
    {"order", false, read_order},
    {"subject", false, read_subject},
    {"chaoss", false, read_chaoss},
};
enum { KEYS = sizeof(keys) / sizeof(keys[0]) };

/* Takes one line if it is a comment; gives what follows the mark. */
static bool
take_comment(struct hscan_text *rest, struct hscan_text *line)
{
	if (!rest->ptr || !hscan_text_starts(*rest, "--"))
		return false;
	*line = hscan_text_split(rest, '\n');
	line->ptr += 2;
	line->len -= 2;
	return true;
}

/* A key is a word of letters and '-' before the first ':'. */
static bool
is_key_line(struct hscan_text line)
{
	struct hscan_text rest = hscan_text_trim(line);
	struct hscan_text key = hscan_text_split(&rest, ':');

	if (!rest.ptr || key.len == 0)
		return false;
	for (size_t i = 0; i < key.len; i++)
		if (!hscan_is_alpha(key.ptr[i]) && key.ptr[i] != '-')
			return false;
	return true;
}

static enum hscan_status
read_key(struct header *header, struct hscan_text line)
{
	struct hscan_text value = hscan_text_trim(line);
	struct hscan_text name = hscan_text_split(&value, ':');
	char shown[80];

	value = hscan_text_trim(value);
	for (size_t i = 0; i < KEYS; i++) {
		if (!hscan_text_is(name, keys[i].name))
			continue;
		if (header->seen & 1U << i)
			return hscan_fail(header->err, HSCAN_EPARSE,
			    "%s: '%s' is given twice", header->path,
			    keys[i].name);
		if (value.len == 0)
			break;
		header->seen |= 1U << i;
		return keys[i].read(header, value);
	}
	return hscan_fail(header->err, HSCAN_EPARSE,
	    "%s: '%s' is unknown or empty", header->path,
	    hscan_safe(name, shown, sizeof(shown)));
}

enum hscan_status
hscan_metric_parse(const char *path, struct hscan_text text,
    struct hscan_metric *out, struct hscan_error *err)
{
	struct header header = {.path = path, .err = err};
	struct hscan_text rest = text, line, before = text;
	enum hscan_status status = HSCAN_OK;

	header.metric.sql = text;
	header.metric.order = HSCAN_METRIC_ORDER;
	while (take_comment(&rest, &line) && is_key_line(line)) {
		status = read_key(&header, line);
		if (status != HSCAN_OK)
			return status;
		before = rest;
	}
	for (size_t i = 0; i < KEYS; i++)
		if (keys[i].required && !(header.seen & 1U << i))
			return hscan_fail(err, HSCAN_EPARSE,
			    "%s: '%s' is missing", path, keys[i].name);
	if (!header.has_reach && (header.metric.needs & ITEMS))
		header.metric.needs |= HSCAN_NEED_HISTORY;
	rest = before;
	while (take_comment(&rest, &line))
		continue;
	header.metric.definition = (struct hscan_text){
	    before.ptr, before.len - (rest.ptr ? rest.len : 0)};
	*out = header.metric;
	return HSCAN_OK;
}

bool
hscan_definition_line(struct hscan_text *rest, struct hscan_text *line)
{
	if (rest->len == 0 || !take_comment(rest, line))
		return false;
	if (line->len > 0 && line->ptr[0] == ' ') {
		line->ptr++;
		line->len--;
	}
	if (line->len > 0 && line->ptr[line->len - 1] == '\r')
		line->len--;
	return true;
}

const char *
hscan_statistic_name(enum hscan_statistic statistic)
{
	for (const struct word *word = statistics; word->name; word++)
		if (word->value == (int)statistic)
			return word->name;
	return "unknown";
}

/* SPDX-License-Identifier: MIT */
/* Reads the header of a metric file; see parse.h. */
#include "metric/parse.h"

#include <string.h>

#include "base/buf.h"
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
    {"within", HSCAN_STAT_WITHIN},
    {"largest", HSCAN_STAT_LARGEST},
    {"largest-three", HSCAN_STAT_LARGEST_THREE},
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
    {"verdicts", HSCAN_NEED_VERDICTS | HSCAN_NEED_REVIEWS},
    {"merges", HSCAN_NEED_MERGES},
    {"roles", HSCAN_NEED_ROLES},
    {"contributions", HSCAN_NEED_CONTRIBUTIONS},
    {"organizations", HSCAN_NEED_ORGANIZATIONS},
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

static const struct word clocks[] = {
    {"hours", HSCAN_CLOCK_EITHER},
    {NULL, 0},
};

static const struct word profiles[] = {
    {"activity", HSCAN_PROFILE_ACTIVITY},
    {NULL, 0},
};

static const struct word counted[] = {
    {"events", 1},
    {NULL, 0},
};

static const struct word comparisons[] = {
    {"<=", HSCAN_AT_MOST},
    {"<", HSCAN_LESS},
    {">=", HSCAN_AT_LEAST},
    {">", HSCAN_MORE},
    {NULL, 0},
};

const struct hscan_metric_key hscan_metric_keys[] = {
    {"id", "the name of the file, without .sql", true},
    {"title", "a short noun phrase, for tables", true},
    {"unit",
	"hours, days, %, people, items/week, ...: of the value; a time has one "
	"of seconds, minutes, hours, days or weeks",
	true},
    {"better", "lower, higher or neutral", true},
    {"statistic",
	"median, share, within, ratio, rate, count, half, largest, "
	"largest-three or gauge",
	true},
    {"streams",
	"what must have been read: one or more of issues, pull_requests, "
	"state, releases, events, comments, reviews, verdicts (what reviews "
	"say), merges, roles, contributions, git, authors, organizations and "
	"documentation, "
	"with blanks between",
	true},
    {"reach",
	"window (of issues and pull requests those opened, closed or merged in "
	"it must have been read) or backlog (those that are open, too); "
	"without "
	"it, all",
	false},
    {"healthy", "a bound, such as <= 72 (or <, >=, >)", false},
    {"risk", "a bound, such as > 168", false},
    {"risk-from",
	"the id of another metric: at risk when that one is, and then counted "
	"once, "
	"as that one",
	false},
    {"clock",
	"hours (of what began_at and ended_at tell: counted in working hours "
	"where the user sets some)",
	false},
    {"order", "a number, for the place in lists", false},
    {"subject",
	"what a sample is, for explain: item, commit, release, person or text",
	false},
    {"chaoss", "the name in CHAOSS, and perhaps an https address", false},
    {"profile", "activity, for what only --profile activity shows", false},
    {"counts",
	"events, for a count or rate of things that happen independently of "
	"each other: its change is told from chance then",
	false},
    {NULL, NULL, false},
};

const char *const hscan_metric_columns =
    "The SELECT yields the samples of all windows: repo_id, window_no, "
    "subject, actor_id and value; for a time that something took, began_at and "
    "ended_at in place of value.";

enum { KEYS = sizeof(hscan_metric_keys) / sizeof(hscan_metric_keys[0]) - 1 };

/* The file being read, for messages. */
struct header {
	const char *path;
	size_t line; /* the one being read; the first is 1 */
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

static const char *
wanted(const char *key)
{
	const struct hscan_metric_key *row = hscan_metric_keys;

	while (row->name && strcmp(row->name, key) != 0)
		row++;
	return row->name ? row->wanted : "";
}

static enum hscan_status
bad_value(struct header *header, const char *key, struct hscan_text value)
{
	char shown[80];

	return hscan_fail(header->err, HSCAN_EPARSE,
	    "%s:%zu: '%s' cannot be '%s'; write %s", header->path, header->line,
	    key, hscan_safe(value, shown, sizeof(shown)), wanted(key));
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
		char shown[80], name[80];

		return hscan_fail(header->err, HSCAN_EPARSE,
		    "%s:%zu: id '%s' is not the file's name; write id: %s",
		    header->path, header->line,
		    hscan_safe(value, shown, sizeof(shown)),
		    hscan_safe(file, name, sizeof(name)));
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

static enum hscan_status
read_clock(struct header *header, struct hscan_text value)
{
	int found = 0;

	if (!find_word(clocks, value, &found))
		return bad_value(header, "clock", value);
	header->metric.clock = (enum hscan_clock)found;
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

static enum hscan_status
read_profile(struct header *header, struct hscan_text value)
{
	int found = 0;

	if (!find_word(profiles, value, &found))
		return bad_value(header, "profile", value);
	header->metric.profile = (enum hscan_metric_profile)found;
	return HSCAN_OK;
}

static enum hscan_status
read_counts(struct header *header, struct hscan_text value)
{
	int found = 0;

	if (!find_word(counted, value, &found))
		return bad_value(header, "counts", value);
	header->metric.counts_events = found != 0;
	return HSCAN_OK;
}

/* One a row of hscan_metric_keys. */
static enum hscan_status (*const readers[KEYS])(
    struct header *, struct hscan_text value) = {
    read_id,
    read_title,
    read_unit,
    read_better,
    read_statistic,
    read_streams,
    read_reach,
    read_healthy,
    read_risk,
    read_risk_from,
    read_clock,
    read_order,
    read_subject,
    read_chaoss,
    read_profile,
    read_counts,
};

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

/* "id, title, ..." */
static void
add_keys(struct hscan_buf *out)
{
	for (size_t i = 0; i < KEYS; i++)
		(void)hscan_buf_add_format(
		    out, "%s%s", i ? ", " : "", hscan_metric_keys[i].name);
}

static enum hscan_status
unknown_key(struct header *header, struct hscan_text name)
{
	struct hscan_buf keys;
	char shown[80];

	hscan_buf_init(&keys, 1024);
	add_keys(&keys);
	(void)hscan_fail(header->err, HSCAN_EPARSE,
	    "%s:%zu: there is no key '%s'; those of a header are %s",
	    header->path, header->line, hscan_safe(name, shown, sizeof(shown)),
	    hscan_buf_string(&keys));
	hscan_buf_clear(&keys);
	return HSCAN_EPARSE;
}

static enum hscan_status
read_key(struct header *header, struct hscan_text line)
{
	struct hscan_text value = hscan_text_trim(line);
	struct hscan_text name = hscan_text_split(&value, ':');

	value = hscan_text_trim(value);
	for (size_t i = 0; i < KEYS; i++) {
		const struct hscan_metric_key *key = &hscan_metric_keys[i];

		if (!hscan_text_is(name, key->name))
			continue;
		if (header->seen & 1U << i)
			return hscan_fail(header->err, HSCAN_EPARSE,
			    "%s:%zu: '%s' is given twice; leave one out",
			    header->path, header->line, key->name);
		if (value.len == 0)
			return hscan_fail(header->err, HSCAN_EPARSE,
			    "%s:%zu: '%s' is empty; write %s", header->path,
			    header->line, key->name, key->wanted);
		header->seen |= 1U << i;
		return readers[i](header, value);
	}
	return unknown_key(header, name);
}

/* Where a file has no header at all, its first line is what to look at. */
static enum hscan_status
check_required(const struct header *header)
{
	for (size_t i = 0; i < KEYS; i++) {
		const struct hscan_metric_key *key = &hscan_metric_keys[i];

		if (key->required && !(header->seen & 1U << i))
			return hscan_fail(header->err, HSCAN_EPARSE,
			    "%s:%zu: '%s' is missing in the header; add a line "
			    "'-- %s: ...' before this one: %s",
			    header->path, header->line, key->name, key->name,
			    key->wanted);
	}
	return HSCAN_OK;
}

/* Of what else the key would mean nothing. */
static enum hscan_status
check_counts(const struct header *header)
{
	enum hscan_statistic statistic = header->metric.statistic;

	if (!header->metric.counts_events || statistic == HSCAN_STAT_COUNT ||
	    statistic == HSCAN_STAT_RATE)
		return HSCAN_OK;
	return hscan_fail(header->err, HSCAN_EPARSE,
	    "%s: 'counts: events' stands beside 'statistic: %s', which counts "
	    "nothing; leave it out, or write count or rate",
	    header->path, hscan_statistic_name(statistic));
}

enum hscan_status
hscan_metric_parse(const char *path, struct hscan_text text,
    struct hscan_metric *out, struct hscan_error *err)
{
	struct header header = {.path = path, .line = 1, .err = err};
	struct hscan_text rest = text, line, before = text;
	enum hscan_status status = HSCAN_OK;

	header.metric.sql = text;
	header.metric.order = HSCAN_METRIC_ORDER;
	header.metric.within_s = HSCAN_WITHIN_S;
	while (take_comment(&rest, &line) && is_key_line(line)) {
		status = read_key(&header, line);
		if (status != HSCAN_OK)
			return status;
		before = rest;
		header.line++;
	}
	status = check_required(&header);
	if (status == HSCAN_OK)
		status = check_counts(&header);
	if (status != HSCAN_OK)
		return status;
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
hscan_metric_profile_name(const struct hscan_metric *metric)
{
	if (metric->profile == HSCAN_PROFILE_ACTIVITY)
		return "activity";
	return metric->needs & HSCAN_NEEDS_MORE ? "full" : "core";
}

const char *
hscan_statistic_name(enum hscan_statistic statistic)
{
	for (const struct word *word = statistics; word->name; word++)
		if (word->value == (int)statistic)
			return word->name;
	return "unknown";
}

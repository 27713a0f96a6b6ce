/* SPDX-License-Identifier: MIT */
/* Puts the value of an option into the settings; see options.h. */
#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "base/safe.h"
#include "base/suggest.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/setting/options.h"

/* Some paths, each as long as the system allows and more. */
enum { LONGEST_SOURCE = 1024 * 1024 };

/* One value on its way into the settings. */
struct assignment {
	const struct option_spec *option;
	struct hscan_text value;
	const char *from; /* the place as it is */
	char where[240];  /* the place, safe to print */
	char shown[80];   /* the value, likewise */
	struct settings *settings;
	struct hscan_error *err;
};

static void *
member(const struct assignment *a)
{
	return (unsigned char *)a->settings + a->option->offset;
}

static enum hscan_status
set_flag(const struct assignment *a)
{
	static const char *const yes[] = {"1", "true", "yes", "on"};
	static const char *const no[] = {"0", "false", "no", "off"};

	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		if (hscan_text_is_nocase(a->value, yes[i])) {
			*(bool *)member(a) = true;
			return HSCAN_OK;
		}
		if (hscan_text_is_nocase(a->value, no[i])) {
			*(bool *)member(a) = false;
			return HSCAN_OK;
		}
	}
	return hscan_fail(a->err, HSCAN_EINVAL,
	    "%s: '%s' is neither yes nor no; write 1 or 0", a->where, a->shown);
}

/* "risk, watch": what it may be. Adds to `names`. */
static const char *
list_choices(const struct option_spec *option, struct hscan_buf *names)
{
	const char *name;

	for (size_t i = 0; (name = option_choice(option, i)); i++)
		(void)hscan_buf_add_format(names, "%s%s", i ? ", " : "", name);
	return hscan_buf_string(names);
}

static enum hscan_status
set_choice(const struct assignment *a)
{
	struct suggestion suggestion = {.word = a->value};
	struct hscan_buf names;
	const char *name;

	for (size_t i = 0; (name = option_choice(a->option, i)); i++) {
		if (!hscan_text_is(a->value, name)) {
			suggestion_offer(&suggestion, name);
			continue;
		}
		if (a->option->kind == OPTION_FORMAT)
			*(const char **)member(a) = name;
		else
			*(int *)member(a) = (int)i;
		return HSCAN_OK;
	}
	hscan_buf_init(&names, 256);
	name = suggestion.nearest;
	(void)hscan_fail(a->err, HSCAN_EINVAL, "%s: '%s' is none of %s; %s%s%s",
	    a->where, a->shown, list_choices(a->option, &names),
	    name ? "did you mean " : "choose one of them", name ? name : "",
	    name ? "?" : "");
	hscan_buf_clear(&names);
	return HSCAN_EINVAL;
}

static enum hscan_status
set_number(const struct assignment *a)
{
	const struct option_spec *o = a->option;

	if (hscan_parse_i64(a->value, o->min, o->max, member(a)))
		return HSCAN_OK;
	return hscan_fail(a->err, HSCAN_EINVAL,
	    "%s: '%s' is not a whole number from %lld to %lld; write one",
	    a->where, a->shown, (long long)o->min, (long long)o->max);
}

/* "0s": no base function reads it, as a window of nothing is a mistake. */
static bool
is_zero(struct hscan_text value)
{
	int64_t zero;

	if (value.len > 1 && strchr("smhdw", value.ptr[value.len - 1]))
		value.len--;
	return hscan_parse_i64(value, 0, 0, &zero);
}

static enum hscan_status
set_duration(const struct assignment *a)
{
	int64_t number;

	if (hscan_parse_duration(a->value, member(a)))
		return HSCAN_OK;
	if (a->option->min == 0 && is_zero(a->value)) {
		*(int64_t *)member(a) = 0;
		return HSCAN_OK;
	}
	if (hscan_parse_i64(a->value, 1, 1000000, &number))
		return hscan_fail(a->err, HSCAN_EINVAL,
		    "%s: %s has no unit; write %sd for days, %sh for hours",
		    a->where, a->shown, a->shown, a->shown);
	return hscan_fail(a->err, HSCAN_EINVAL,
	    "%s: '%s' is not a length of time; write a whole number and one "
	    "of s, m, h, d, w, such as 30d",
	    a->where, a->shown);
}

static enum hscan_status
set_window(const struct assignment *a)
{
	int64_t number;

	if (hscan_window_parse(a->value, member(a)))
		return HSCAN_OK;
	if (hscan_parse_i64(a->value, 1, 1000000, &number))
		return hscan_fail(a->err, HSCAN_EINVAL,
		    "%s: %s has no unit; write %sd for days, %smo for months",
		    a->where, a->shown, a->shown, a->shown);
	return hscan_fail(a->err, HSCAN_EINVAL,
	    "%s: '%s' is not a length of time; write one such as 30d, 4w or "
	    "3mo, or week, month, quarter or year for whole calendar periods",
	    a->where, a->shown);
}

static enum hscan_status
set_decimal(const struct assignment *a)
{
	double number;

	if (hscan_parse_decimal(a->value, &number) && number > 0.0) {
		*(double *)member(a) = number;
		return HSCAN_OK;
	}
	return hscan_fail(a->err, HSCAN_EINVAL,
	    "%s: '%s' is not a number above 0; write one, such as 2.5",
	    a->where, a->shown);
}

static enum hscan_status
not_in_set(const struct assignment *a, struct hscan_text word)
{
	struct hscan_buf names;
	char shown[80];

	hscan_buf_init(&names, 256);
	(void)hscan_fail(a->err, HSCAN_EINVAL,
	    "%s: '%s' is not one of %s; list one or more, separated by commas",
	    a->where, hscan_safe(word, shown, sizeof(shown)),
	    list_choices(a->option, &names));
	hscan_buf_clear(&names);
	return HSCAN_EINVAL;
}

/* "risk,deviation": bit n stands for the nth choice. */
static enum hscan_status
set_set(const struct assignment *a)
{
	struct hscan_text rest = a->value;

	while (rest.ptr) {
		struct hscan_text word =
		    hscan_text_trim(hscan_text_split(&rest, ','));
		const char *name;
		unsigned i = 0;

		while ((name = option_choice(a->option, i)) &&
		       !hscan_text_is(word, name))
			i++;
		if (!name)
			return not_in_set(a, word);
		*(unsigned *)member(a) |= 1U << i;
	}
	return HSCAN_OK;
}

static enum hscan_status
set_time(const struct assignment *a)
{
	if (hscan_parse_when(a->value, member(a)))
		return HSCAN_OK;
	return hscan_fail(a->err, HSCAN_EINVAL,
	    "%s: '%s' is not a date or time; write 2026-01-31 or "
	    "2026-01-31T12:00:00Z",
	    a->where, a->shown);
}

/* ID.healthy=VALUE */
static enum hscan_status
set_bound(const struct assignment *a)
{
	struct settings_threshold threshold = {.source = a->from};
	struct hscan_text value = a->value;
	struct hscan_text name = hscan_text_split(&value, '=');

	if (hscan_text_ends(name, ".healthy")) {
		threshold.bound = BOUND_HEALTHY;
		name.len -= strlen(".healthy");
	} else if (hscan_text_ends(name, ".risk")) {
		threshold.bound = BOUND_RISK;
		name.len -= strlen(".risk");
	} else {
		value = (struct hscan_text){NULL, 0};
	}
	if (value.len == 0 || name.len == 0)
		return hscan_fail(a->err, HSCAN_EINVAL,
		    "%s: '%s' is not a bound of a metric; write "
		    "ID.healthy=VALUE or ID.risk=VALUE, such as "
		    "pr_merge_cycle.healthy=48h; in quotes, if it has < or >",
		    a->where, a->shown);
	threshold.id = name;
	threshold.value = value;
	return settings_threshold_add(a->settings, &threshold, a->err);
}

void
option_reset(const struct option_spec *option, struct settings *settings)
{
	void *at = (unsigned char *)settings + option->offset;

	if (option->grows)
		return;
	if (option->kind == OPTION_LIST)
		((struct settings_list *)at)->len = 0;
	else if (option->kind == OPTION_SET)
		*(unsigned *)at = 0;
	else
		return;
	settings->sources[option - option_table] = NULL;
}

/* Whether "FILE:3, FLAG" names the file of "FILE:5", or the flag. */
static bool
is_named(const char *sources, const char *place)
{
	const char *colon = strrchr(place, ':');
	size_t len = colon ? (size_t)(colon - place) + 1 : strlen(place);

	while (sources) {
		if (strlen(sources) >= len && memcmp(sources, place, len) == 0)
			return true;
		sources = strstr(sources, ", ");
		sources = sources ? sources + 2 : NULL;
	}
	return false;
}

/* Of what is put together, each file and flag, with the line where it begins.
 */
static enum hscan_status
note_source(const struct assignment *a)
{
	const char **source = &a->settings->sources[a->option - option_table];
	bool several =
	    a->option->kind == OPTION_LIST || a->option->kind == OPTION_SET;
	enum hscan_status status;
	struct hscan_text copy;
	struct hscan_buf all;

	if (several && is_named(*source, a->from))
		return HSCAN_OK;
	hscan_buf_init(&all, LONGEST_SOURCE);
	if (several && *source)
		(void)hscan_buf_add_format(&all, "%s, ", *source);
	(void)hscan_buf_add_string(&all, a->from);
	copy = hscan_arena_dup(&a->settings->arena, hscan_buf_text(&all));
	status = hscan_buf_check(&all, "where a setting is from", a->err);
	hscan_buf_clear(&all);
	if (status == HSCAN_OK && !copy.ptr)
		status = hscan_no_memory(a->err);
	if (status == HSCAN_OK)
		*source = copy.ptr;
	return status;
}

static enum hscan_status
check(const struct assignment *a)
{
	enum hscan_status status;

	if (!a->option->check)
		return HSCAN_OK;
	status = a->option->check(a->value, a->err);
	if (status != HSCAN_OK)
		hscan_error_prefix(a->err, "%s: ", a->where);
	return status;
}

static enum hscan_status
assign(const struct assignment *a, const char *value)
{
	switch (a->option->kind) {
	case OPTION_FLAG: return set_flag(a);
	case OPTION_COUNT: (*(int *)member(a))++; return HSCAN_OK;
	case OPTION_TEXT: *(const char **)member(a) = value; return HSCAN_OK;
	case OPTION_CHOICE:
	case OPTION_FORMAT: return set_choice(a);
	case OPTION_NUMBER: return set_number(a);
	case OPTION_DURATION: return set_duration(a);
	case OPTION_TIME: return set_time(a);
	case OPTION_LIST:
		return settings_list_add(
		    a->settings, member(a), a->value, a->err);
	case OPTION_BOUND: return set_bound(a);
	case OPTION_WINDOW: return set_window(a);
	case OPTION_DECIMAL: return set_decimal(a);
	case OPTION_SET: return set_set(a);
	case OPTION_HELP:
	case OPTION_VERSION: break;
	}
	return HSCAN_OK;
}

enum hscan_status
option_apply(const struct option_spec *option, const char *value,
    const char *where, struct settings *settings, struct hscan_error *err)
{
	struct assignment a = {
	    .option = option,
	    .value = hscan_text_of(value),
	    .from = where,
	    .settings = settings,
	    .err = err,
	};
	enum hscan_status status;

	(void)hscan_safe(a.value, a.shown, sizeof(a.shown));
	(void)hscan_safe(hscan_text_of(where), a.where, sizeof(a.where));
	status = check(&a);
	if (status == HSCAN_OK)
		status = assign(&a, value);
	if (status == HSCAN_OK)
		status = note_source(&a);
	return status;
}

/* SPDX-License-Identifier: MIT */
/* What is left of a report of many; see slim.h. */
#include "app/slim.h"

#include <string.h>

#include "base/text.h"

enum { MOST_REASONS = sizeof(((struct slimmer *)0)->reasons) / sizeof(char *) };

/* False when there is no memory. */
static bool
keep_text(struct slimmer *slimmer, struct hscan_text *text)
{
	struct hscan_text copy = hscan_arena_dup(slimmer->arena, *text);
	bool good = copy.ptr || !text->ptr;

	*text = copy;
	return good;
}

static bool
keep_string(struct slimmer *slimmer, const char **string)
{
	struct hscan_text text = hscan_text_of(*string);
	bool good = keep_text(slimmer, &text);

	*string = text.ptr;
	return good;
}

static bool
keep_reason(struct slimmer *slimmer, const char **reason)
{
	for (size_t i = 0; i < slimmer->reasons_len && *reason; i++)
		if (strcmp(slimmer->reasons[i], *reason) == 0) {
			*reason = slimmer->reasons[i];
			return true;
		}
	if (!keep_string(slimmer, reason))
		return false;
	if (*reason && slimmer->reasons_len < MOST_REASONS)
		slimmer->reasons[slimmer->reasons_len++] = *reason;
	return true;
}

static bool
keep_measures(struct slimmer *slimmer, struct hscan_report *report)
{
	size_t len = report->measures_len;
	struct hscan_measure *copy =
	    hscan_arena_alloc(slimmer->arena, len, sizeof(*copy));
	bool good = copy != NULL;

	for (size_t i = 0; i < len && good; i++) {
		copy[i] = report->measures[i];
		copy[i].trend = NULL;
		copy[i].trend_len = 0;
		copy[i].change = NULL;
		good = keep_reason(slimmer, &copy[i].now.reason);
	}
	report->measures = copy;
	return good;
}

static bool
keep_heads(struct slimmer *slimmer, struct hscan_report *report)
{
	size_t len = report->measures_len;
	struct hscan_measure *heads;

	if (!slimmer->heads) {
		heads = hscan_arena_alloc(slimmer->arena, len, sizeof(*heads));
		for (size_t i = 0; i < len && heads; i++)
			heads[i].metric = report->measures[i].metric;
		slimmer->heads = heads;
	}
	report->measures = slimmer->heads;
	return slimmer->heads;
}

/* What is missing is said from it. */
static bool
keep_coverage(struct slimmer *slimmer, struct hscan_report *report)
{
	size_t len = report->complete ? 0 : report->coverage_len;
	struct hscan_coverage *copy =
	    hscan_arena_alloc(slimmer->arena, len, sizeof(*copy));
	bool good = copy != NULL;

	for (size_t i = 0; i < len && good; i++) {
		copy[i] = report->coverage[i];
		copy[i].spans = NULL;
		copy[i].spans_len = 0;
		good = keep_string(slimmer, &copy[i].stream) &&
		       keep_string(slimmer, &copy[i].source) &&
		       keep_text(slimmer, &copy[i].note) &&
		       keep_text(slimmer, &copy[i].head);
	}
	report->coverage = copy;
	report->coverage_len = len;
	return good;
}

static bool
keep_life(struct slimmer *slimmer, struct hscan_report *report)
{
	struct hscan_life *life;

	if (!report->life)
		return true;
	life = hscan_arena_alloc(slimmer->arena, 1, sizeof(*life));
	if (!life)
		return false;
	*life = *report->life;
	report->life = life;
	return keep_text(slimmer, &life->evidence) &&
	       keep_text(slimmer, &life->remarks) &&
	       keep_reason(slimmer, &life->reason) &&
	       keep_reason(slimmer, &life->declining.reason) &&
	       keep_reason(slimmer, &life->unanswered.reason);
}

static bool
keep_repo(struct slimmer *slimmer, struct hscan_report *report)
{
	return keep_reason(slimmer, &report->host) &&
	       keep_text(slimmer, &report->repo.full_name) &&
	       keep_text(slimmer, &report->repo.default_branch);
}

static bool
keep_group(struct slimmer *slimmer, struct hscan_report *report)
{
	size_t len = report->group ? report->group->len : 0;
	struct hscan_report_group *group;
	struct hscan_text *members;
	bool good = true;

	if (!report->group)
		return true;
	group = hscan_arena_alloc(slimmer->arena, 1, sizeof(*group));
	members = hscan_arena_alloc(slimmer->arena, len, sizeof(*members));
	if (!group || !members)
		return false;
	for (size_t i = 0; i < len && good; i++) {
		members[i] = report->group->members[i];
		good = keep_text(slimmer, &members[i]);
	}
	*group = (struct hscan_report_group){report->group->name, members, len};
	report->group = group;
	return good && keep_text(slimmer, &group->name);
}

static bool
keep(struct slimmer *slimmer, enum slim slim, struct hscan_report *report)
{
	report->alerts = NULL;
	report->alerts_len = 0;
	report->gate = NULL;
	report->evidence = NULL;
	report->suspects = NULL;
	report->suspects_len = 0;
	if (slim == SLIM_HEAD)
		report->repo.default_branch = (struct hscan_text){NULL, 0};
	if (!keep_repo(slimmer, report) || !keep_group(slimmer, report) ||
	    !keep_life(slimmer, report))
		return false;
	if (slim == SLIM_VALUES)
		return keep_measures(slimmer, report) &&
		       keep_coverage(slimmer, report);
	report->coverage = NULL;
	report->coverage_len = 0;
	return keep_heads(slimmer, report);
}

enum hscan_status
slim_copy(struct slimmer *slimmer, enum slim slim,
    const struct hscan_report *report, const struct hscan_report **out,
    struct hscan_error *err)
{
	struct hscan_report *copy;

	if (slim == SLIM_NOT) {
		*out = report;
		return HSCAN_OK;
	}
	copy = hscan_arena_alloc(slimmer->arena, 1, sizeof(*copy));
	if (!copy)
		return hscan_no_memory(err);
	*copy = *report;
	if (!keep(slimmer, slim, copy))
		return hscan_no_memory(err);
	*out = copy;
	return HSCAN_OK;
}

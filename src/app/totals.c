/* SPDX-License-Identifier: MIT */
/* The totals of a survey; see totals.h. */
#include "app/totals.h"

#include <stdio.h>
#include <string.h>

#include "app/groups.h"
#include "base/buf.h"
#include "base/text.h"
#include "store/scan_results.h"

enum { LONGEST_SCOPE = 64 * 1024 };

/* What is being compared. */
struct comparing {
	struct totals *totals;
	struct survey *survey;
	struct hscan_text scope;
	struct hscan_scan_turn *turns; /* room for two an entry */
	bool keep;
};

void
totals_open(struct totals *totals)
{
	*totals = (struct totals){.sum = {.compared = 0}};
	hscan_arena_init(&totals->arena);
}

void
totals_close(struct totals *totals)
{
	hscan_arena_clear(&totals->arena);
}

/* --- counts --- */

static void
count(struct hscan_scan_totals *sum, const struct hscan_scan *scan)
{
	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_scan_entry *entry = &scan->entries[i];

		if (!entry->report)
			continue;
		sum->verdicts[entry->verdict]++;
		if (entry->report->group)
			continue; /* it has no class */
		sum->lives[entry->report->life ? entry->report->life->life_class
					       : HSCAN_LIFE_UNKNOWN]++;
	}
}

/* --- turns --- */

/* The question in words: with other metrics, or about a group, it is another
 * one. */
static enum hscan_status
name_scope(struct comparing *comparing, const struct hscan_report_group *group,
    struct hscan_text *out, struct hscan_error *err)
{
	const struct evaluation *evaluation = &comparing->survey->evaluation;
	const struct hscan_health_query *question = &evaluation->question;
	enum hscan_status status;
	struct hscan_buf text;

	hscan_buf_init(&text, LONGEST_SCOPE);
	if (group)
		groups_add_scope(&text, group->name);
	(void)hscan_buf_add_text(&text, evaluation->scope);
	if (question->full)
		(void)hscan_buf_add_string(&text, " full");
	for (size_t i = 0; i < question->ids_len; i++) {
		(void)hscan_buf_add_string(&text, " metric=");
		(void)hscan_buf_add_text(&text, question->ids[i]);
	}
	status = hscan_buf_check(&text, "the metrics", err);
	if (status == HSCAN_OK) {
		*out = hscan_arena_dup(
		    &comparing->totals->arena, hscan_buf_text(&text));
		if (!out->ptr)
			status = hscan_no_memory(err);
	}
	hscan_buf_clear(&text);
	return status;
}

/* What this scan says; empty where it does not know. */
static struct hscan_scan_result
result_of(const struct hscan_scan *scan, const struct hscan_scan_entry *entry)
{
	const struct hscan_life *life = entry->report->life;
	struct hscan_scan_result result = {.as_of = scan->as_of};

	if (entry->verdict >= HSCAN_VERDICT_HEALTHY)
		(void)snprintf(result.verdict, sizeof(result.verdict), "%s",
		    hscan_verdict_name(entry->verdict));
	if (life && life->life_class != HSCAN_LIFE_UNKNOWN)
		(void)snprintf(result.life, sizeof(result.life), "%s",
		    hscan_life_name(life->life_class));
	return result;
}

/* One of the two; what is not known now is as it was. False: no memory. */
static bool
compare(struct comparing *comparing, const struct hscan_report *report,
    const char *from, char now[24], bool life)
{
	struct hscan_scan_totals *sum = &comparing->totals->sum;
	struct hscan_arena *arena = &comparing->totals->arena;
	struct hscan_scan_turn *turn = &comparing->turns[sum->turns_len];

	if (now[0] == '\0') {
		(void)memcpy(now, from, strlen(from) + 1);
		return true;
	}
	if (from[0] == '\0' || strcmp(from, now) == 0)
		return true;
	*turn = (struct hscan_scan_turn){
	    .host = report->host,
	    .repo = report->repo.full_name,
	    .life = life,
	    .from = hscan_arena_dup(arena, hscan_text_of(from)).ptr,
	    .to = hscan_arena_dup(arena, hscan_text_of(now)).ptr,
	};
	sum->turns_len++;
	return turn->from && turn->to;
}

static enum hscan_status
compare_one(struct comparing *comparing, const struct hscan_scan_entry *entry,
    struct hscan_error *err)
{
	struct hscan_store *store = comparing->survey->evaluation.run.store;
	const struct hscan_scan *scan = &comparing->survey->scan;
	const struct hscan_report *report = entry->report;
	struct hscan_scan_result before, now;
	struct hscan_text scope = comparing->scope;
	enum hscan_status status = HSCAN_OK;

	if (!report || entry->failed != HSCAN_OK || !report->settled ||
	    entry->repo_id == 0)
		return HSCAN_OK;
	now = result_of(scan, entry);
	if (report->group)
		status = name_scope(comparing, report->group, &scope, err);
	if (status == HSCAN_OK)
		status = hscan_store_get_scan_result(
		    store, entry->repo_id, scope, scan->as_of, &before, err);
	if (status != HSCAN_OK)
		return status;
	comparing->totals->sum.compared += before.as_of != HSCAN_NEVER;
	if (!compare(comparing, report, before.verdict, now.verdict, false) ||
	    !compare(comparing, report, before.life, now.life, true))
		return hscan_no_memory(err);
	return comparing->keep ? hscan_store_put_scan_result(
				     store, entry->repo_id, scope, &now, err)
			       : HSCAN_OK;
}

static enum hscan_status
compare_all(struct comparing *comparing, struct hscan_error *err)
{
	const struct hscan_scan *scan = &comparing->survey->scan;
	struct totals *totals = comparing->totals;
	enum hscan_status status;

	comparing->turns = hscan_arena_alloc(
	    &totals->arena, 2 * scan->len + 1, sizeof(*comparing->turns));
	if (!comparing->turns)
		return hscan_no_memory(err);
	status = name_scope(comparing, NULL, &comparing->scope, err);
	for (size_t i = 0; i < scan->len && status == HSCAN_OK; i++)
		status = compare_one(comparing, &scan->entries[i], err);
	totals->sum.turns = comparing->turns;
	return status;
}

enum hscan_status
totals_take(struct totals *totals, struct survey *survey, bool keep,
    struct hscan_error *err)
{
	struct hscan_store *store = survey->evaluation.run.store;
	struct comparing comparing = {
	    .totals = totals,
	    .survey = survey,
	    .keep = keep && !hscan_store_is_read_only(store) &&
		    !survey->evaluation.app->settings.offline,
	};
	enum hscan_status status = HSCAN_OK;

	count(&totals->sum, &survey->scan);
	if (comparing.keep)
		status = hscan_store_begin(store, err);
	if (status == HSCAN_OK)
		status = compare_all(&comparing, err);
	if (comparing.keep && status == HSCAN_OK)
		status = hscan_store_commit(store, err);
	if (comparing.keep && status != HSCAN_OK)
		hscan_store_rollback(store);
	return status;
}

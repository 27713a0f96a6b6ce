/* SPDX-License-Identifier: MIT */
/* The whole answer about one repository; see health.h. */
#include "judge/health.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "judge/cause.h"
#include "judge/coverage.h"
#include "judge/group.h"
#include "judge/life.h"
#include "judge/member.h"
#include "metric/kind.h"
#include "metric/suspects.h"
#include "store/shadow.h"

enum {
	/* So many are asked about at once: it takes less time for each, and
	 * memory for all. */
	MOST_AT_ONCE = 256,
	/* No more once there are so many rows. */
	MOST_ROWS = 200000,
	/* Where the rows are elsewhere: what it takes there is for a question,
	 * be it about many or few. */
	MOST_ELSEWHERE = 1024,
};

/* A repository or a group, of which the answer is being put together. */
struct health {
	struct hscan_store *store;
	const struct hscan_health_query *question;
	const struct hscan_health_one *one;
	struct hscan_arena *arena;
	struct member self;
	struct member *members; /* of a group, as they were named; or `self` */
	size_t members_len;
	const struct hscan_life *life; /* of the arena; NULL: not asked for */
	const struct hscan_suspect *suspects; /* of the arena */
	size_t suspects_len;
	const struct hscan_window *windows; /* newest first */
	size_t windows_len;
	double *past;    /* see struct hscan_assessment; of all of them */
	unsigned needed; /* enum hscan_need, of the metrics to show */
	struct hscan_cover *cover;
	struct hscan_group_cover lists;
	struct hscan_measure *measures; /* of the arena; one a metric */
	struct hscan_error *err;
};

/* Repositories, or groups, that are asked about at once. What is not borrowed
 * is of the arena. */
struct batch {
	struct hscan_store *store;
	const struct hscan_health_query *question;
	struct hscan_arena *arena;
	const struct hscan_metric **metrics; /* to show, in order */
	size_t metrics_len;
	unsigned needed; /* enum hscan_need, of these */
	struct hscan_window *windows;
	size_t windows_len;
	double *past; /* to work with; a number a window */
	struct health *all;
	size_t len, most;
	struct roster roster;                /* all of their repositories */
	int64_t rows, most_rows;             /* of all of them */
	bool *of;                            /* see hscan_engine_run() */
	struct hscan_outcome *found, *cause; /* of a metric, of its risk_from */
	struct hscan_outcome *by_role; /* beside `found`; NULL: not wanted */
	struct hscan_engine *engine;
	struct hscan_error *err;
};

/* --- what it is computed from --- */

static enum hscan_status
cover(const struct health *health, struct member *member)
{
	member->cover = (struct hscan_cover){
	    .store = health->store,
	    .question = health->question,
	    .one = member->one,
	    .repo = &member->repo,
	    .windows = health->windows,
	    .windows_len = health->windows_len,
	    .needed = health->needed,
	    .arena = health->arena,
	    .err = health->err,
	};
	return hscan_cover(&member->cover);
}

/* Unites what was found of the members of a group. */
static enum hscan_status
cover_group(struct health *health)
{
	struct hscan_group_part *parts = hscan_arena_alloc(
	    health->arena, health->members_len, sizeof(*parts));

	health->cover =
	    hscan_arena_alloc(health->arena, 1, sizeof(*health->cover));
	if (!parts || !health->cover)
		return hscan_no_memory(health->err);
	for (size_t i = 0; i < health->members_len; i++) {
		const struct member *member = &health->members[i];

		parts[i] = (struct hscan_group_part){
		    .name = member->name,
		    .cover = member->there ? &member->cover : NULL,
		    .created_at = member->repo.repo.created_at,
		};
	}
	*health->cover = (struct hscan_cover){
	    .windows = health->windows,
	    .windows_len = health->windows_len,
	    .arena = health->arena,
	    .err = health->err,
	};
	return hscan_group_cover(
	    parts, health->members_len, health->cover, &health->lists);
}

/* A trend begins with the oldest of them. */
static int64_t
created_at(const struct health *health)
{
	int64_t first = INT64_MAX;

	for (size_t i = 0; i < health->members_len; i++) {
		const struct member *member = &health->members[i];

		if (member->there && member->repo.repo.created_at < first)
			first = member->repo.repo.created_at;
	}
	return first;
}

/* --- the measures --- */

/* The user's own may be there for its bounds alone. */
static bool
is_of_profile(const struct hscan_health_query *question,
    const struct hscan_metric *metric)
{
	bool activity = metric->profile == HSCAN_PROFILE_ACTIVITY;

	if (metric->own || activity != question->activity)
		return false;
	return activity || question->full ||
	       !(metric->needs & HSCAN_NEEDS_MORE);
}

/* The metrics to show, in order. */
static enum hscan_status
choose(const struct hscan_health_query *question, struct hscan_arena *arena,
    const struct hscan_metric ***out, size_t *len, struct hscan_error *err)
{
	const struct hscan_metrics *all = question->metrics;
	size_t most = question->ids_len > 0 ? question->ids_len : all->len;
	const struct hscan_metric **chosen =
	    hscan_arena_alloc(arena, most, sizeof(const struct hscan_metric *));
	size_t count = 0;
	char id[80];

	if (!chosen)
		return hscan_no_memory(err);
	for (size_t i = 0; i < most; i++) {
		const struct hscan_metric *metric =
		    question->ids_len > 0
			? hscan_metrics_find(all, question->ids[i])
			: &all->at[i];

		if (!metric)
			return hscan_fail(err, HSCAN_EINVAL,
			    "there is no metric '%s'; healthscan metrics lists "
			    "them",
			    hscan_safe(question->ids[i], id, sizeof(id)));
		if (question->ids_len > 0 || is_of_profile(question, metric))
			chosen[count++] = metric;
	}
	*out = chosen;
	*len = count;
	return HSCAN_OK;
}

static bool
needs_items(const struct hscan_metric *const *metrics, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (metrics[i]->subject == HSCAN_SUBJECT_ITEM)
			return true;
	return false;
}

enum hscan_status
hscan_health_needs(const struct hscan_health_query *question,
    struct hscan_arena *arena, unsigned *out, struct hscan_error *err)
{
	const struct hscan_metric **chosen = NULL;
	unsigned needs = 0;
	size_t len = 0;
	enum hscan_status status;

	status = choose(question, arena, &chosen, &len, err);
	for (size_t i = 0; i < len; i++) {
		const struct hscan_metric *other =
		    hscan_metrics_find(question->metrics, chosen[i]->risk_from);

		needs |= chosen[i]->needs | (other ? other->needs : 0U);
	}
	if (question->slice.base.ptr)
		needs |= HSCAN_NEED_BASES;
	if (question->replies)
		needs |= HSCAN_NEED_COMMENTS | HSCAN_NEED_REVIEWS;
	/* Whose first item one is, only all of them tell. */
	if (needs & (HSCAN_NEED_ROLES | HSCAN_NEED_CONTRIBUTIONS))
		needs |= HSCAN_NEED_HISTORY;
	if ((needs & HSCAN_NEED_CONTRIBUTIONS) && question->ids_len > 0)
		needs |= HSCAN_NEED_EVERY_REVIEW;
	/* The whole history takes long: it is read for a trend, or for metrics
	 * that were named. */
	if (question->windows == 0 && question->ids_len == 0)
		needs &= ~(unsigned)HSCAN_NEED_HISTORY;
	if (question->by_role && needs_items(chosen, len))
		needs |= HSCAN_NEED_HISTORY;
	if (status == HSCAN_OK)
		*out = needs;
	return status;
}

struct hscan_engine_scope
hscan_health_scope(const struct hscan_health_query *question,
    const int64_t *repo_ids, size_t repos, const struct hscan_window *windows,
    size_t windows_len)
{
	return (struct hscan_engine_scope){
	    .repo_ids = repo_ids,
	    .repos = repos,
	    .windows = windows,
	    .windows_len = windows_len,
	    .bots_included = question->bots_included,
	    .bot_logins = question->bot_logins,
	    .bot_logins_len = question->bot_logins_len,
	    .by_role = question->by_role,
	    .agent_logins = question->agent_logins,
	    .agent_logins_len = question->agent_logins_len,
	    .maintainers = question->maintainers,
	    .maintainers_len = question->maintainers_len,
	    .history_events = question->history_events,
	    .slice = question->slice,
	    .hours = question->hours,
	    .organizations = question->organizations,
	    .watch = question->watch,
	};
}

static struct hscan_engine_scope
scope_of(const struct hscan_health_query *question, const struct roster *roster,
    const struct hscan_window *windows, size_t windows_len)
{
	struct hscan_engine_scope scope = hscan_health_scope(
	    question, roster->repo_ids, roster->len, windows, windows_len);

	scope.pools = roster->grouped ? roster->pools : NULL;
	scope.pools_len = roster->pools_len;
	scope.members = roster->members;
	return scope;
}

/* There is no number where the store has lost rows. */
static enum hscan_status
check_store(const struct health *health, const struct member *member)
{
	const struct hscan_slice *slice = &health->question->slice;

	return hscan_store_check(health->store, member->repo.repo_id,
	    slice->labels_len > 0 || slice->base.ptr, health->err);
}

/* That the engine has no number of a metric counts before what was not read. */
static void
look_at_engine(const struct hscan_engine_kind *engine,
    const struct hscan_metric *metric, struct hscan_missing lacking[2])
{
	lacking[0] = (struct hscan_missing){.reason = NULL};
	lacking[1] = lacking[0];
	if (engine->lacks)
		lacking[0].reason = engine->lacks(metric);
	if (lacking[0].reason)
		lacking[0].needs = metric->needs;
}

/* `lacking` is borrowed. */
static struct hscan_assessment
assessment_of(const struct health *health, const struct hscan_metric *metric,
    struct hscan_missing lacking[2])
{
	const struct hscan_health_query *question = health->question;

	look_at_engine(question->engine, metric, lacking);
	return (struct hscan_assessment){
	    .windows = health->windows,
	    .windows_len = health->windows_len,
	    .missing = lacking[0].needs ? lacking : health->lists.missing,
	    .other_head = &health->cover->other_head,
	    .gaps = health->cover->gaps,
	    .watched = health->lists.watched,
	    .past = health->past,
	    .repo_created_at = created_at(health),
	    .several = health->members_len > 1,
	    .min_samples = question->min_samples,
	    .method = question->baseline_method,
	    .sigma = question->sigma,
	};
}

/* Runs a metric for those for whom it can be computed. */
static enum hscan_status
run(struct batch *batch, const struct hscan_metric *metric,
    struct hscan_outcome *out, struct hscan_outcome *by_role)
{
	bool any = false;

	for (size_t i = 0; i < batch->len; i++) {
		struct hscan_missing lacking[2];
		const struct hscan_assessment assessment =
		    assessment_of(&batch->all[i], metric, lacking);

		batch->of[i] = hscan_is_computable(&assessment, metric);
		any |= batch->of[i];
	}
	if (any)
		return hscan_engine_run_by_role(
		    batch->engine, metric, batch->of, out, by_role, batch->err);
	memset(out, 0, batch->len * batch->windows_len * sizeof(*out));
	return HSCAN_OK;
}

static bool
has_roles(const struct batch *batch, const struct hscan_metric *metric)
{
	return batch->by_role && metric->subject == HSCAN_SUBJECT_ITEM;
}

/* Measures the nth metric in all of the repositories. */
static enum hscan_status
measure(struct batch *batch, size_t n)
{
	const struct hscan_metric *metric = batch->metrics[n], *cause = NULL;
	enum hscan_status status;

	status = hscan_find_risk_from(
	    batch->question->metrics, metric, &cause, batch->err);
	if (status == HSCAN_OK && cause)
		status = run(batch, cause, batch->cause, NULL);
	if (status == HSCAN_OK)
		status = run(batch, metric, batch->found, batch->by_role);
	for (size_t i = 0; i < batch->len && status == HSCAN_OK; i++) {
		struct health *health = &batch->all[i];
		struct hscan_missing lacking[2];
		const struct hscan_assessment assessment =
		    assessment_of(health, metric, lacking);
		size_t at = i * batch->windows_len;
		const struct hscan_found found = {metric, &batch->found[at],
		    has_roles(batch, metric) ? &batch->by_role[at * HSCAN_ROLES]
					     : NULL};
		const struct hscan_found from = {
		    cause, &batch->cause[at], NULL};

		status = hscan_assess(&assessment, &found, cause ? &from : NULL,
		    batch->arena, &health->measures[n], batch->err);
	}
	return status;
}

/* Who may be a robot, where a value rests on answers. The nth of the roster's
 * pools is that of the nth that is asked for. */
static enum hscan_status
find_suspects(const struct batch *batch, size_t n)
{
	const unsigned answers = HSCAN_NEED_COMMENTS | HSCAN_NEED_REVIEWS;
	const struct roster *roster = &batch->roster;
	struct health *health = &batch->all[n];

	for (size_t i = 0; i < batch->metrics_len; i++)
		if ((batch->metrics[i]->needs & answers) &&
		    health->measures[i].now.value.known)
			return hscan_engine_suspects(batch->engine,
			    roster->repo_ids[roster->pools[n].from],
			    batch->arena, &health->suspects,
			    &health->suspects_len, batch->err);
	return HSCAN_OK;
}

/* What the measures of one come to, and its life. */
static enum hscan_status
sum_up(const struct batch *batch, size_t n)
{
	struct health *health = &batch->all[n];
	enum hscan_status status;

	hscan_find_causes(health->measures, batch->metrics_len);
	status = find_suspects(batch, n);
	/* A group is in the middle of nothing: its members are. */
	if (health->one->group)
		return status;
	if (status == HSCAN_OK)
		status = hscan_tell_life(
		    health->cover, batch->engine, &health->life);
	return status;
}

/* Of all at once, for engines to which that makes a difference. */
static enum hscan_status
expect_lives(const struct batch *batch)
{
	struct hscan_signs_question *questions;
	size_t len = 0;

	if (!hscan_has_life(batch->question) || batch->roster.grouped)
		return HSCAN_OK;
	questions =
	    hscan_arena_alloc(batch->arena, batch->len, sizeof(*questions));
	if (!questions)
		return hscan_no_memory(batch->err);
	for (size_t i = 0; i < batch->len; i++)
		questions[len++] = hscan_life_question(batch->all[i].cover);
	return hscan_engine_expect_signs(
	    batch->engine, questions, len, batch->err);
}

static enum hscan_status
compute(struct batch *batch)
{
	const struct hscan_engine_scope scope = scope_of(batch->question,
	    &batch->roster, batch->windows, batch->windows_len);
	enum hscan_status status;

	status = hscan_engine_open(batch->question->engine, batch->store,
	    &scope, &batch->engine, batch->err);
	for (size_t n = 0; n < batch->metrics_len && status == HSCAN_OK; n++)
		status = measure(batch, n);
	if (status == HSCAN_OK)
		status = expect_lives(batch);
	for (size_t i = 0; i < batch->len && status == HSCAN_OK; i++)
		status = sum_up(batch, i);
	hscan_engine_close(batch->engine);
	batch->engine = NULL;
	return status;
}

/* --- the report --- */

/* What is provisional of it, and since when. */
static void
note_provisional(struct hscan_report *report)
{
	for (size_t i = 0; i < report->measures_len; i++) {
		const struct hscan_measure *measure = &report->measures[i];

		if (!measure->provisional)
			continue;
		if (!report->provisional ||
		    measure->provisional_since < report->provisional_since)
			report->provisional_since = measure->provisional_since;
		report->provisional = true;
	}
}

/* Whether a number here is of working hours. */
static bool
is_of_hours(const struct hscan_measure *measures, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (measures[i].metric->clock == HSCAN_CLOCK_HOURS)
			return true;
	return false;
}

/* The name may be a local variable of who asks. */
static enum hscan_status
name_repo(const struct health *health, struct hscan_report *out)
{
	struct hscan_text host = hscan_arena_dup(
	    health->arena, hscan_text_of(health->one->name->host));

	out->repo = health->self.repo.repo;
	out->repo.full_name =
	    hscan_arena_dup(health->arena, out->repo.full_name);
	out->repo.default_branch =
	    hscan_arena_dup(health->arena, out->repo.default_branch);
	out->host = host.ptr;
	return out->repo.full_name.ptr && host.ptr
		   ? HSCAN_OK
		   : hscan_no_memory(health->err);
}

static enum hscan_status
name_group(const struct health *health, struct hscan_report *out)
{
	struct hscan_report_group *group =
	    hscan_arena_alloc(health->arena, 1, sizeof(*group));
	struct hscan_text *members = hscan_arena_alloc(
	    health->arena, health->members_len, sizeof(*members));
	char name[80]; /* "@" and what a section of a file may be called */

	if (!group || !members)
		return hscan_no_memory(health->err);
	for (size_t i = 0; i < health->members_len; i++)
		members[i] = hscan_text_of(health->members[i].name);
	(void)snprintf(name, sizeof(name), "@%s", health->one->group->name);
	out->repo = (struct hscan_repo){
	    .full_name = hscan_arena_dup(health->arena, hscan_text_of(name)),
	    .pushed_at = HSCAN_NEVER,
	    .unknown = HSCAN_REPO_CREATED | HSCAN_REPO_HAS_ISSUES |
		       HSCAN_REPO_ARCHIVED | HSCAN_REPO_FORK,
	};
	if (!out->repo.full_name.ptr)
		return hscan_no_memory(health->err);
	*group = (struct hscan_report_group){
	    {out->repo.full_name.ptr + 1, out->repo.full_name.len - 1}, members,
	    health->members_len};
	out->group = group;
	return HSCAN_OK;
}

static bool
is_settled(const struct health *health)
{
	bool settled = health->cover->complete;

	for (size_t i = 0; i < health->members_len; i++)
		settled &= !health->members[i].one->incomplete;
	return settled;
}

static enum hscan_status
fill_report(const struct health *health, size_t measures_len)
{
	const struct hscan_health_query *question = health->question;
	struct hscan_report *out = health->one->out;
	bool settled = is_settled(health);

	*out = (struct hscan_report){
	    .version = question->version,
	    .engine = question->engine->name,
	    .generated_at = question->generated_at,
	    .as_of = question->as_of,
	    .synced_at = health->cover->synced_at,
	    .complete = settled && !health->cover->in_doubt,
	    .settled = settled,
	    .bots_included = question->bots_included || question->by_role,
	    .history_events = question->history_events,
	    .window = health->windows[0],
	    .coverage = health->cover->rows,
	    .coverage_len = health->cover->len,
	    .measures = health->measures,
	    .measures_len = measures_len,
	    .slice = question->slice,
	    .business = is_of_hours(health->measures, measures_len)
			    ? question->business
			    : NULL,
	    .gitdm_order = question->gitdm_order,
	    .min_samples = question->min_samples,
	    .life = health->life,
	    .suspects = health->suspects,
	    .suspects_len = health->suspects_len,
	    .by_role = question->by_role,
	};
	note_provisional(out);
	return health->one->group ? name_group(health, out)
				  : name_repo(health, out);
}

/* --- some of them --- */

/* What does not depend on the repository. */
static enum hscan_status
open_batch(struct batch *batch)
{
	const struct hscan_health_query *question = batch->question;
	struct hscan_arena *arena = batch->arena;
	size_t most = batch->most, len = question->windows + 1;
	enum hscan_status status;

	status = choose(
	    question, arena, &batch->metrics, &batch->metrics_len, batch->err);
	if (status == HSCAN_OK)
		status = hscan_health_needs(
		    question, arena, &batch->needed, batch->err);
	if (status != HSCAN_OK)
		return status;
	batch->windows_len = len;
	batch->windows = hscan_arena_alloc(arena, len, sizeof(*batch->windows));
	batch->past = hscan_arena_alloc(arena, len, sizeof(*batch->past));
	batch->all = hscan_arena_alloc(arena, most, sizeof(*batch->all));
	batch->of = hscan_arena_alloc(arena, most, sizeof(*batch->of));
	batch->found =
	    hscan_arena_alloc(arena, most * len, sizeof(*batch->found));
	batch->cause =
	    hscan_arena_alloc(arena, most * len, sizeof(*batch->cause));
	if (question->by_role)
		batch->by_role = hscan_arena_alloc(
		    arena, most * len * HSCAN_ROLES, sizeof(*batch->by_role));
	if (!batch->windows || !batch->past || !batch->all || !batch->of ||
	    !batch->found || !batch->cause ||
	    (question->by_role && !batch->by_role))
		return hscan_no_memory(batch->err);
	return hscan_windows_lay(&question->window, question->as_of,
	    batch->windows, len, batch->err);
}

/* Finds out what there is of one. */
static enum hscan_status
look_into(struct batch *batch, struct health *health)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < health->members_len && status == HSCAN_OK; i++) {
		struct member *member = &health->members[i];

		if (!member->there)
			continue;
		status = cover(health, member);
		if (status == HSCAN_OK)
			status = check_store(health, member);
		for (size_t j = 0; j < member->cover.len; j++)
			batch->rows += member->cover.rows[j].rows;
	}
	health->cover = &health->self.cover;
	health->lists = (struct hscan_group_cover){
	    health->self.cover.missing, health->self.cover.watched};
	if (status == HSCAN_OK && health->one->group)
		status = cover_group(health);
	health->measures = hscan_arena_alloc(
	    batch->arena, batch->metrics_len, sizeof(*health->measures));
	if (status == HSCAN_OK && !health->measures)
		status = hscan_no_memory(batch->err);
	return status;
}

/* The repositories that are asked for, in the store. */
static enum hscan_status
find_members(struct health *health)
{
	if (health->one->group)
		return members_find(health->store, health->one->group,
		    health->arena, &health->members, &health->members_len,
		    health->err);
	health->members = &health->self;
	health->members_len = 1;
	return member_find(
	    health->store, health->one, &health->self, health->err);
}

static void
clear_members(struct health *health)
{
	for (size_t i = 0; i < health->members_len; i++)
		hscan_stored_repo_clear(&health->members[i].repo);
}

/* Has what is small of some of them brought from elsewhere, where that is
 * needed: `*len` says how many. There are no groups then. */
static enum hscan_status
gather(
    const struct batch *batch, const struct hscan_health_one *ones, size_t *len)
{
	size_t most = *len < batch->most ? *len : batch->most;
	enum hscan_status status = HSCAN_OK;
	int64_t *ids;

	if (!hscan_store_is_shadow(batch->store))
		return HSCAN_OK;
	ids = calloc(most, sizeof(*ids));
	if (!ids)
		return hscan_no_memory(batch->err);
	for (size_t i = 0; i < most && status == HSCAN_OK; i++) {
		struct member member;

		status =
		    member_find(batch->store, &ones[i], &member, batch->err);
		ids[i] = member.repo.repo_id;
		hscan_stored_repo_clear(&member.repo);
	}
	if (status == HSCAN_OK)
		status = hscan_store_gather(
		    batch->store, ids, most, len, batch->err);
	free(ids);
	return status;
}

static struct health
health_of(const struct batch *batch, const struct hscan_health_one *one)
{
	return (struct health){
	    .store = batch->store,
	    .question = batch->question,
	    .one = one,
	    .arena = batch->arena,
	    .windows = batch->windows,
	    .windows_len = batch->windows_len,
	    .past = batch->past,
	    .needed = batch->needed,
	    .err = batch->err,
	};
}

/* Where counting is done elsewhere, finds out what will be counted, so that all
 * of it is asked for at once. */
static enum hscan_status
rehearse(
    const struct batch *batch, const struct hscan_health_one *ones, size_t len)
{
	enum hscan_status status = HSCAN_OK;
	struct hscan_arena arena;

	if (!hscan_store_is_shadow(batch->store))
		return HSCAN_OK;
	hscan_arena_init(&arena);
	status = hscan_store_rehearse(batch->store, true, batch->err);
	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		struct health health = health_of(batch, &ones[i]);

		health.arena = &arena;
		status = find_members(&health);
		if (status == HSCAN_OK && health.self.there)
			status = cover(&health, &health.self);
		clear_members(&health);
		hscan_arena_reset(&arena);
	}
	hscan_arena_clear(&arena);
	return status == HSCAN_OK
		   ? hscan_store_rehearse(batch->store, false, batch->err)
		   : status;
}

/* Takes as many as fit, at least one; each once. A group has another engine
 * than a repository. */
static enum hscan_status
take_some(struct batch *batch, const struct hscan_health_one *ones, size_t len)
{
	enum hscan_status status = HSCAN_OK;

	batch->roster.grouped = ones[0].group != NULL;
	while (batch->len < len && batch->len < batch->most &&
	       batch->rows < batch->most_rows && status == HSCAN_OK &&
	       batch->roster.grouped == (ones[batch->len].group != NULL)) {
		struct health *health = &batch->all[batch->len];
		bool fits = true;

		*health = health_of(batch, &ones[batch->len]);
		status = find_members(health);
		if (status == HSCAN_OK)
			status = roster_add(&batch->roster, health->members,
			    health->members_len, &fits, batch->err);
		if (!fits) {
			clear_members(health);
			break;
		}
		batch->len++;
		if (status == HSCAN_OK)
			status = look_into(batch, health);
	}
	return status;
}

/* Answers for those that were taken. */
static enum hscan_status
answer(struct batch *batch)
{
	enum hscan_status status = compute(batch);

	for (size_t i = 0; i < batch->len && status == HSCAN_OK; i++)
		status = fill_report(&batch->all[i], batch->metrics_len);
	return status;
}

static void
clear(struct batch *batch)
{
	for (size_t i = 0; i < batch->len; i++)
		clear_members(&batch->all[i]);
	batch->len = 0;
	batch->rows = 0;
	roster_empty(&batch->roster);
}

enum hscan_status
hscan_health_many(struct hscan_store *store,
    const struct hscan_health_query *question,
    const struct hscan_health_one *ones, size_t len, struct hscan_arena *arena,
    struct hscan_error *err)
{
	bool elsewhere = hscan_store_is_shadow(store);
	size_t most = elsewhere ? MOST_ELSEWHERE : MOST_AT_ONCE;
	struct batch batch = {
	    .store = store,
	    .question = question,
	    .arena = arena,
	    .most = len < most ? len : most,
	    .most_rows = elsewhere ? INT64_MAX : MOST_ROWS,
	    .err = err,
	};
	enum hscan_status status = open_batch(&batch);

	for (size_t at = 0; at < len && status == HSCAN_OK;) {
		size_t some = len - at;

		status = hscan_store_hold(store, err);
		if (status != HSCAN_OK)
			break;
		status = gather(&batch, &ones[at], &some);
		if (status == HSCAN_OK)
			status = rehearse(&batch, &ones[at], some);
		if (status == HSCAN_OK)
			status = take_some(&batch, &ones[at], some);
		if (status == HSCAN_OK)
			status = answer(&batch);
		hscan_store_let_go(store);
		at += batch.len;
		clear(&batch);
	}
	roster_clear(&batch.roster);
	return status;
}

enum hscan_status
hscan_health(struct hscan_store *store,
    const struct hscan_health_query *question,
    const struct hscan_health_one *one, struct hscan_arena *arena,
    struct hscan_report *out, struct hscan_error *err)
{
	struct hscan_health_one asked = *one;

	asked.out = out;
	return hscan_health_many(store, question, &asked, 1, arena, err);
}

/* --- the samples, and the people --- */

/* What an engine is asked for of one repository, or group; and who it is given
 * to. */
struct giving {
	enum hscan_status (*give)(struct hscan_engine *engine, int64_t repo_id,
	    const struct giving *giving, struct hscan_error *err);
	const struct hscan_wanted_samples *wanted;
	size_t len;
	hscan_sample_fn *take;
	hscan_contributor_fn *take_contributor;
	void *payload; /* of that */
};

static enum hscan_status
give_samples(struct hscan_engine *engine, int64_t repo_id,
    const struct giving *giving, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < giving->len && status == HSCAN_OK; i++)
		status = hscan_engine_samples(engine, giving->wanted[i].metric,
		    repo_id, 0, giving->take, giving->wanted[i].payload, err);
	return status;
}

static enum hscan_status
give_contributors(struct hscan_engine *engine, int64_t repo_id,
    const struct giving *giving, struct hscan_error *err)
{
	(void)repo_id; /* there is no other */
	return hscan_engine_contributors(
	    engine, giving->take_contributor, giving->payload, err);
}

/* The rows of the window that is reported are enough. */
static enum hscan_status
give(struct health *health, struct roster *roster, const struct giving *giving)
{
	const struct hscan_health_query *question = health->question;
	struct hscan_engine *engine = NULL;
	struct hscan_engine_scope scope;
	struct hscan_window window;
	enum hscan_status status;

	status = hscan_windows_lay(
	    &question->window, question->as_of, &window, 1, health->err);
	if (status != HSCAN_OK)
		return status;
	scope = scope_of(question, roster, &window, 1);
	status = hscan_engine_open(
	    question->engine, health->store, &scope, &engine, health->err);
	if (status == HSCAN_OK)
		status = giving->give(
		    engine, roster->repo_ids[0], giving, health->err);
	hscan_engine_close(engine);
	return status;
}

static enum hscan_status
find_and_give(struct health *health, const struct giving *giving)
{
	struct roster roster = {.grouped = health->one->group != NULL};
	bool fits = true;
	enum hscan_status status = find_members(health);

	for (size_t i = 0; i < health->members_len && status == HSCAN_OK; i++)
		if (health->members[i].there)
			status = check_store(health, &health->members[i]);
	if (status == HSCAN_OK)
		status = roster_add(&roster, health->members,
		    health->members_len, &fits, health->err);
	if (status == HSCAN_OK)
		status = give(health, &roster, giving);
	clear_members(health);
	roster_clear(&roster);
	return status;
}

enum hscan_status
hscan_health_samples(struct hscan_store *store,
    const struct hscan_health_query *question,
    const struct hscan_health_one *one,
    const struct hscan_wanted_samples *wanted, size_t len,
    hscan_sample_fn *take, struct hscan_arena *arena, struct hscan_error *err)
{
	const struct giving giving = {
	    .give = give_samples, .wanted = wanted, .len = len, .take = take};
	struct health health = {
	    .store = store,
	    .question = question,
	    .one = one,
	    .arena = arena,
	    .err = err,
	};

	return find_and_give(&health, &giving);
}

enum hscan_status
hscan_health_contributors(struct hscan_store *store,
    const struct hscan_health_query *question,
    const struct hscan_health_one *one, hscan_contributor_fn *take,
    void *payload, struct hscan_arena *arena, struct hscan_error *err)
{
	const struct giving giving = {.give = give_contributors,
	    .take_contributor = take,
	    .payload = payload};
	struct health health = {
	    .store = store,
	    .question = question,
	    .one = one,
	    .arena = arena,
	    .err = err,
	};

	return find_and_give(&health, &giving);
}

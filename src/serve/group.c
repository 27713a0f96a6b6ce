/* SPDX-License-Identifier: MIT */
/* The way of deliveries to the disk; see group.h. */
#include "serve/group.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/grow.h"
#include "base/safe.h"
#include "base/text.h"
#include "serve/keep.h"
#include "source/webhook/delivery.h"
#include "source/webhook/peek.h"
#include "store/store.h"

enum {
	PATIENCE_MS = 2000, /* with a store that is locked */
	AGAIN_MS = 20,      /* until it is looked at again, before that */
	BEHIND_MS = 500,    /* the same after that */
	/* So many do not wait for it: others would not be let in. */
	CROWD = SERVE_CONNECTIONS / 2,
	DRAINED_AT_ONCE = 1024 * 1024,
	SHOWN_ID = 64,
};

static int64_t
now_ms(const struct serve_group *group)
{
	return group->hooks->monotonic_ms(group->hooks->payload);
}

static int64_t
now_s(const struct serve_group *group)
{
	return group->hooks->now_s(group->hooks->payload);
}

void
serve_group_add(struct serve_group *group, struct serve_delivery *one)
{
	if (!group->first)
		group->last = &group->first;
	one->next = NULL;
	*group->last = one;
	group->last = &one->next;
	group->len++;
}

int64_t
serve_group_due(const struct serve_group *group, int64_t now)
{
	bool spooled = serve_spool_waiting(group->spool) > 0;

	if (group->len > 0 && group->behind)
		return now;
	if (group->len > 0 || spooled)
		return group->retry_ms > now ? group->retry_ms : now;
	return INT64_MAX;
}

/* --- what is told of them --- */

static enum serve_outcome
outcome_of(const struct hscan_intake *taken)
{
	switch (taken->outcome) {
	case HSCAN_INTAKE_TAKEN: return SERVE_STORED;
	case HSCAN_INTAKE_PASSED_OVER: return SERVE_PASSED_OVER;
	case HSCAN_INTAKE_KNOWN: return SERVE_KNOWN;
	}
	return SERVE_STORED;
}

static void
note(const struct serve_group *group, const struct serve_delivery *one,
    const char *event, const char *what)
{
	char name[SERVE_FULL_NAME], id[SHOWN_ID];

	(void)serve_full_name(&one->name, name);
	(void)hscan_safe(one->request->post.id, id, sizeof(id));
	serve_say(group->log, SERVE_NOTE, "%s%s%s%s%s: %s", id,
	    id[0] ? " " : "", name, name[0] ? " " : "", event, what);
}

static void
accept(struct serve_group *group, struct serve_delivery *one)
{
	char name[SERVE_FULL_NAME];
	struct hscan_text full = serve_full_name(&one->name, name);

	serve_gauges_see(group->gauges, full, now_s(group));
	group->gauges->answers++;
	group->gauges->answer_ms += (uint64_t)(now_ms(group) - one->since_ms);
	serve_request_answer(one->request, SERVE_ACCEPTED, "");
}

static void
refuse(struct serve_group *group, struct serve_delivery *one,
    enum serve_status status, const char *why)
{
	serve_gauges_count(
	    group->gauges, one->request->post.event, SERVE_REFUSED);
	serve_request_answer(one->request, status, why);
}

static void
say_stored(struct serve_group *group, struct serve_delivery *one)
{
	static const char *const words[SERVE_OUTCOMES] = {
	    [SERVE_STORED] = "stored",
	    [SERVE_PASSED_OVER] = "passed over",
	    [SERVE_KNOWN] = "known already",
	};
	enum serve_outcome outcome = outcome_of(&one->taken);

	serve_gauges_count(
	    group->gauges, hscan_text_of(one->taken.event), outcome);
	note(group, one, one->taken.event, words[outcome]);
	if (one->taken.repo_id != 0 && group->hooks->touched)
		group->hooks->touched(&one->taken, group->hooks->payload);
	accept(group, one);
}

/* --- into the store --- */

static enum hscan_status
take_in(struct serve_group *group, const struct hscan_post *post,
    struct hscan_text payload, const struct hscan_repo_name *name,
    struct hscan_intake *taken, struct hscan_error *err)
{
	struct serve_claim claim = {
	    .rule = group->rule,
	    .post = post,
	    .name = name,
	};
	const struct hscan_intake_from from = {
	    .host = group->host,
	    .may = serve_claim_may,
	    .payload = &claim,
	};

	return hscan_intake_delivery(
	    group->store, &from, post, payload, now_s(group), taken, err);
}

/* What is refused is answered, whether the others can be stored or not. */
static enum hscan_status
take_one(struct serve_group *group, struct serve_delivery *one,
    struct hscan_error *err)
{
	enum hscan_status status = take_in(group, &one->request->post,
	    one->payload, &one->name, &one->taken, err);

	one->stored = status == HSCAN_OK;
	if (status == HSCAN_EPARSE)
		refuse(group, one, SERVE_BAD, err->message);
	else if (status == HSCAN_EREFUSED)
		refuse(group, one, SERVE_UNSIGNED, err->message);
	else
		return status;
	return HSCAN_OK;
}

static enum hscan_status
write_all(struct serve_group *group, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (struct serve_delivery *one = group->first;
	     one && status == HSCAN_OK; one = one->next)
		if (one->request->status == 0)
			status = take_one(group, one, err);
	if (status == HSCAN_OK)
		status = hscan_store_commit(group->store, err);
	if (status != HSCAN_OK)
		hscan_store_rollback(group->store);
	return status;
}

/* --- copies --- */

static void
keep_all(const struct serve_group *group)
{
	struct hscan_error err;
	struct hscan_buf lines;
	enum hscan_status status;

	if (!group->keep)
		return;
	hscan_buf_init(&lines, SERVE_BODIES * 2);
	for (const struct serve_delivery *one = group->first; one;
	     one = one->next)
		if (one->request->status == SERVE_ACCEPTED)
			hscan_post_write_line(&one->request->post, &lines);
	status = hscan_buf_check(&lines, "deliveries", &err);
	if (status == HSCAN_OK)
		status = serve_keep_add(
		    group->keep, hscan_buf_text(&lines), now_s(group), &err);
	if (status != HSCAN_OK)
		serve_log_warn(group->log, SERVE_LOG_KEEP, now_ms(group), "%s",
		    err.message);
	hscan_buf_clear(&lines);
}

/* --- into the spool --- */

/* What the store would refuse must not be accepted. */
static bool
is_sound(struct serve_group *group, struct serve_delivery *one)
{
	struct hscan_delivery delivery;
	struct hscan_error err;
	struct hscan_arena arena;
	enum hscan_status status;

	hscan_arena_init(&arena);
	status = hscan_delivery_decode(
	    one->request->post.event, one->payload, &arena, &delivery, &err);
	hscan_arena_clear(&arena);
	if (status == HSCAN_EPARSE)
		refuse(group, one, SERVE_BAD, err.message);
	return status != HSCAN_EPARSE;
}

static void
say_spooled(struct serve_group *group, struct serve_delivery *one,
    enum hscan_status status)
{
	bool kept = status == HSCAN_OK;

	serve_gauges_count(group->gauges, one->request->post.event,
	    kept ? SERVE_SPOOLED : SERVE_LOST);
	if (kept) {
		note(group, one, "delivery", "spooled");
		accept(group, one);
	} else {
		serve_request_answer(one->request, SERVE_UNAVAILABLE,
		    "it cannot be stored now; send it again later");
	}
}

static void
spool_all(struct serve_group *group)
{
	struct hscan_text texts[SERVE_CONNECTIONS_MOST];
	struct hscan_buf lines[SERVE_CONNECTIONS_MOST];
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status = HSCAN_OK;
	size_t len = 0;

	for (struct serve_delivery *one = group->first; one; one = one->next) {
		if (one->request->status != 0 || !is_sound(group, one))
			continue;
		hscan_buf_init(&lines[len], HSCAN_POST_BODY_MAX * 2);
		hscan_post_write_line(&one->request->post, &lines[len]);
		if (status == HSCAN_OK)
			status =
			    hscan_buf_check(&lines[len], "a delivery", &err);
		texts[len] = hscan_buf_text(&lines[len]);
		len++;
	}
	if (serve_spool_waiting(group->spool) == 0)
		group->oldest_s = now_s(group);
	if (status == HSCAN_OK && len > 0)
		status = serve_spool_append(group->spool, texts, len, &err);
	for (size_t i = 0; i < len; i++)
		hscan_buf_clear(&lines[i]);
	for (struct serve_delivery *one = group->first; one; one = one->next)
		if (one->request->status == 0)
			say_spooled(group, one, status);
	if (status != HSCAN_OK)
		serve_log_warn(group->log, SERVE_LOG_LOST, now_ms(group),
		    "%zu deliveries are lost, and their senders were told: %s",
		    len, err.message);
}

/* --- a turn --- */

static struct serve_delivery *
hand_over(struct serve_group *group)
{
	struct serve_delivery *all = group->first;

	group->first = NULL;
	group->len = 0;
	return all;
}

static struct serve_delivery *
settle_by_store(struct serve_group *group)
{
	group->gauges->groups++;
	group->behind = false;
	for (struct serve_delivery *one = group->first; one; one = one->next)
		if (one->stored)
			say_stored(group, one);
	keep_all(group);
	return hand_over(group);
}

static struct serve_delivery *
settle_by_spool(struct serve_group *group, const struct hscan_error *why)
{
	if (!group->behind)
		serve_say(group->log, SERVE_WARNING,
		    "deliveries wait in the spool beside the store: %s",
		    why->message);
	group->behind = true;
	spool_all(group);
	keep_all(group);
	return hand_over(group);
}

/* A lock is waited for a while, but not by standing still: others are served
 * meanwhile. */
struct serve_delivery *
serve_group_settle(struct serve_group *group)
{
	int64_t now = now_ms(group);
	struct hscan_error err = {.status = HSCAN_OK};
	enum hscan_status status;

	if (group->len == 0 || (now < group->retry_ms && !group->behind))
		return NULL;
	if (group->behind && now < group->retry_ms)
		return settle_by_spool(group, &err);
	status = hscan_store_begin(group->store, &err);
	if (status == HSCAN_OK) {
		status = write_all(group, &err);
		if (status == HSCAN_OK)
			return settle_by_store(group);
	} else if (!group->behind && hscan_store_is_busy(group->store) &&
		   group->len < CROWD &&
		   now - group->first->since_ms < PATIENCE_MS) {
		group->retry_ms = now + AGAIN_MS;
		return NULL;
	}
	group->retry_ms = now + BEHIND_MS;
	return settle_by_spool(group, &err);
}

/* --- out of the spool --- */

struct drain {
	struct serve_group *group;
	struct hscan_arena arena;
	struct hscan_buf form;
	struct hscan_intake *taken; /* owned; to be told of after the commit */
	size_t len, room;
};

/* A line that cannot be used was sound when it was spooled: it is named, and
 * does not hold up the rest. */
static enum hscan_status
take_line(struct hscan_text line, void *payload, struct hscan_error *err)
{
	struct drain *drain = payload;
	struct hscan_repo_name name = {.host = ""};
	struct hscan_intake *more;
	struct hscan_post post;
	struct hscan_text json = {NULL, 0};
	enum hscan_status status;

	hscan_arena_reset(&drain->arena);
	more = hscan_grow(
	    drain->taken, &drain->room, drain->len + 1, sizeof(*more));
	if (!more)
		return hscan_no_memory(err);
	drain->taken = more;
	status = hscan_post_read_line(line, &drain->arena, &post, err);
	if (status == HSCAN_OK)
		status = hscan_post_payload(&post, &drain->form, &json, err);
	if (status == HSCAN_OK &&
	    !hscan_delivery_peek(json, drain->group->host, &name))
		name.owner[0] = '\0';
	if (status == HSCAN_OK)
		status = take_in(drain->group, &post, json, &name,
		    &drain->taken[drain->len], err);
	if (status == HSCAN_OK) {
		drain->len++;
	} else if (status == HSCAN_EPARSE || status == HSCAN_EREFUSED) {
		serve_log_warn(drain->group->log, SERVE_LOG_SPOOL,
		    now_ms(drain->group),
		    "a delivery of the spool is left out: %s", err->message);
		status = HSCAN_OK;
	}
	return status;
}

static enum hscan_status
drain_some(struct drain *drain, struct hscan_error *err)
{
	struct serve_group *group = drain->group;
	enum hscan_status status = hscan_store_begin(group->store, err);

	if (status != HSCAN_OK)
		return status;
	status = serve_spool_read(
	    group->spool, DRAINED_AT_ONCE, take_line, drain, err);
	if (status == HSCAN_OK)
		status = hscan_store_commit(group->store, err);
	if (status != HSCAN_OK) {
		hscan_store_rollback(group->store);
		return status;
	}
	return serve_spool_drop(group->spool, err);
}

static void
say_drained(struct drain *drain)
{
	struct serve_group *group = drain->group;

	for (size_t i = 0; i < drain->len; i++) {
		const struct hscan_intake *taken = &drain->taken[i];

		serve_gauges_count(group->gauges, hscan_text_of(taken->event),
		    outcome_of(taken));
		if (taken->repo_id != 0 && group->hooks->touched)
			group->hooks->touched(taken, group->hooks->payload);
	}
	serve_say(group->log, SERVE_NOTE,
	    drain->len == 1 ? "%zu delivery of the spool is in the store"
			    : "%zu deliveries of the spool are in the store",
	    drain->len);
	if (serve_spool_waiting(group->spool) == 0)
		serve_say(group->log, SERVE_SAY, "the spool is empty again");
}

void
serve_group_drain(struct serve_group *group)
{
	struct drain drain = {.group = group};
	struct hscan_error err;
	int64_t now = now_ms(group);

	if (serve_spool_waiting(group->spool) == 0 || now < group->retry_ms)
		return;
	hscan_arena_init(&drain.arena);
	hscan_buf_init(&drain.form, HSCAN_POST_BODY_MAX);
	if (drain_some(&drain, &err) == HSCAN_OK) {
		group->behind = false;
		say_drained(&drain);
	} else {
		group->retry_ms = now + BEHIND_MS;
	}
	free(drain.taken);
	hscan_buf_clear(&drain.form);
	hscan_arena_clear(&drain.arena);
}

/* SPDX-License-Identifier: MIT */
/* Deliveries into the store; see intake.h. All that can be refused is refused
 * before the first word is written. */
#include "sync/intake.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mix.h"
#include "base/safe.h"
#include "base/text.h"
#include "base/time.h"
#include "model/stand_in.h"
#include "source/webhook/delivery.h"

/* One delivery on its way in. */
struct intake {
	struct hscan_store *store;
	const struct hscan_intake_from *from;
	int64_t received_at;
	struct hscan_delivery delivery;
	struct hscan_repo_name name;
	struct hscan_intake *out;
};

enum hscan_status
hscan_intake_put_span(struct hscan_store *store, int64_t repo_id, int64_t from,
    int64_t to, enum hscan_intake_span how, struct hscan_error *err)
{
	static const char *const streams[] = {HSCAN_STREAM_ISSUES,
	    HSCAN_STREAM_EVENTS, HSCAN_STREAM_COMMENTS, HSCAN_STREAM_REVIEWS,
	    HSCAN_STREAM_RELEASES};
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0;
	     i < sizeof(streams) / sizeof(streams[0]) && status == HSCAN_OK;
	     i++) {
		const struct hscan_span span = {
		    .stream = streams[i],
		    .source = HSCAN_SOURCE_WEBHOOK,
		    .starts_at = from,
		    .ends_at = to,
		    .complete = how == HSCAN_INTAKE_COMPLETE,
		    .live = how == HSCAN_INTAKE_LIVE,
		};

		status = hscan_store_put_span(store, repo_id, &span, err);
	}
	return status;
}

/* --- what is refused --- */

static enum hscan_status
refuse(const char *why, struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EPARSE,
	    "the delivery cannot be used: %s; see healthscan-import(1)", why);
}

static enum hscan_status
check_headers(const struct hscan_intake_from *from,
    const struct hscan_post *post, struct hscan_error *err)
{
	if (post->event.len == 0)
		return refuse("it has no X-GitHub-Event", err);
	if (post->host.len > 0 && !hscan_text_is_nocase(post->host, from->host))
		return refuse("it is of another host, which --host names", err);
	return HSCAN_OK;
}

/* HSCAN_EREFUSED: the sender may not tell of a repository of that name. */
static enum hscan_status
check_name(const struct intake *in, const struct hscan_repo_name *name,
    struct hscan_error *err)
{
	char owner[sizeof(name->owner) * 4], shown[sizeof(name->name) * 4];

	if (!in->from->may || in->from->may(name, in->from->payload))
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EREFUSED,
	    "the delivery is refused: it is about %s/%s, which its secret is "
	    "not for; if that was renamed, run healthscan sync on it",
	    hscan_safe(hscan_text_of(name->owner), owner, sizeof(owner)),
	    hscan_safe(hscan_text_of(name->name), shown, sizeof(shown)));
}

/* Whoever knows the secret of one name must not write to the repository of
 * another by sending its number. */
static enum hscan_status
check_stored(const struct intake *in, int64_t number, int64_t *repo_id,
    struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	struct hscan_repo_name name;
	enum hscan_status status;

	*repo_id = 0;
	status = hscan_store_find_number(
	    in->store, in->from->host, number, &stored, err);
	if (status == HSCAN_ENOTFOUND)
		return HSCAN_OK;
	if (status == HSCAN_OK)
		*repo_id = stored.repo_id;
	if (status == HSCAN_OK &&
	    hscan_full_name_parse(stored.repo.full_name, in->from->host, &name))
		status = check_name(in, &name, err);
	hscan_stored_repo_clear(&stored);
	return status;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t
newest_of(const struct hscan_item *item)
{
	return later(later(item->created_at, item->updated_at),
	    later(item->closed_at, item->merged_at));
}

/* Clocks differ, but not by a day. What is told of a time to come would count
 * for more than all that is told until then. */
static enum hscan_status
check_times(const struct intake *in, struct hscan_error *err)
{
	const struct hscan_delivery *d = &in->delivery;
	int64_t newest = later(d->told_at, d->repo_told_at);

	if (d->told_at == HSCAN_NEVER)
		return refuse("it has no time", err);
	for (size_t i = 0; i < d->items_len; i++)
		newest = later(newest, newest_of(&d->items[i]));
	if (d->other_repo.id != 0)
		newest = later(newest, newest_of(&d->other_item));
	if (newest > in->received_at + HSCAN_DAY_S)
		return refuse("it has a time that is yet to come", err);
	return HSCAN_OK;
}

/* --- what is written --- */

/* Nothing was told later than it was received. */
static int64_t
told_by(const struct intake *in, int64_t at)
{
	return at < in->received_at ? at : in->received_at;
}

static struct hscan_teller
teller_at(const struct intake *in, int64_t told_at)
{
	return (struct hscan_teller){
	    .host = in->from->host,
	    .source = HSCAN_SOURCE_WEBHOOK,
	    .told_at = told_by(in, told_at),
	};
}

/* That webhooks tell of it must be known before the first of their facts. */
static enum hscan_status
put_first_span(
    const struct intake *in, int64_t repo_id, struct hscan_error *err)
{
	int64_t at = in->from->kept ? in->delivery.told_at : in->received_at;
	bool mixed = false;
	enum hscan_status status =
	    hscan_store_is_mixed(in->store, repo_id, &mixed, err);

	if (status != HSCAN_OK || mixed)
		return status;
	return hscan_intake_put_span(in->store, repo_id, at, at,
	    in->from->kept ? HSCAN_INTAKE_KEPT : HSCAN_INTAKE_LIVE, err);
}

/* A name is not taken from another repository that the store has under it, nor
 * by a sender whose secret is not for it. What an operator has kept, of
 * whatever repository, is all of one trust. */
static enum hscan_status
check_holder(const struct intake *in, const struct hscan_repo_name *name,
    bool *may, struct hscan_error *err)
{
	struct hscan_stored_repo holder = {0};
	enum hscan_status status;

	*may = in->from->kept || check_name(in, name, NULL) == HSCAN_OK;
	if (!*may)
		return HSCAN_OK;
	status = hscan_store_find_repo(in->store, name, &holder, err);
	if (status == HSCAN_OK)
		*may = holder.repo.id == in->delivery.repo.id ||
		       hscan_repo_is_stand_in(holder.repo.id);
	hscan_stored_repo_clear(&holder);
	return status == HSCAN_ENOTFOUND ? HSCAN_OK : status;
}

/* A name that is known already was met later, or by somebody who asked. */
static enum hscan_status
put_name(const struct intake *in, struct hscan_text full_name,
    struct hscan_error *err)
{
	const struct hscan_delivery *d = &in->delivery;
	struct hscan_repo_name name;
	int64_t number = 0;
	bool may = false;
	enum hscan_status status;

	if (!hscan_full_name_parse(full_name, in->from->host, &name))
		return HSCAN_OK;
	status = hscan_store_get_name(in->store, &name, &number, err);
	if (status == HSCAN_OK && number == 0)
		status = check_holder(in, &name, &may, err);
	if (status != HSCAN_OK || !may)
		return status;
	return hscan_store_put_name(
	    in->store, &name, d->repo.id, told_by(in, d->told_at), err);
}

static enum hscan_status
put_repo(const struct intake *in, struct hscan_error *err)
{
	const struct hscan_delivery *d = &in->delivery;
	struct hscan_teller teller = teller_at(
	    in, d->repo_told_at == HSCAN_NEVER ? d->told_at : d->repo_told_at);
	enum hscan_status status;

	status = hscan_store_put_repo(
	    in->store, &teller, &d->repo, &in->out->repo_id, err);
	if (status == HSCAN_OK && d->old_name.ptr)
		status = put_name(in, d->old_name, err);
	if (status == HSCAN_OK && d->old_name.ptr)
		status = put_name(in, d->repo.full_name, err);
	return status;
}

/* Only into a repository that is there already: the other one's own hook, or
 * the next sync, tells of it whole. */
static enum hscan_status
put_other(const struct intake *in, const struct hscan_teller *teller,
    struct hscan_error *err)
{
	const struct hscan_delivery *d = &in->delivery;
	struct hscan_repo_name name;
	int64_t repo_id = 0;
	enum hscan_status status;

	if (d->other_repo.id == 0 ||
	    !hscan_full_name_parse(
		d->other_repo.full_name, in->from->host, &name) ||
	    check_name(in, &name, NULL) != HSCAN_OK)
		return HSCAN_OK;
	status = check_stored(in, d->other_repo.id, &repo_id, err);
	if (status == HSCAN_EREFUSED || (status == HSCAN_OK && repo_id == 0))
		return HSCAN_OK;
	if (status == HSCAN_OK)
		status = put_first_span(in, repo_id, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_items(
		    in->store, teller, repo_id, &d->other_item, 1, err);
	return status;
}

static enum hscan_status
put_answers(const struct intake *in, const struct hscan_teller *teller,
    struct hscan_error *err)
{
	const struct hscan_delivery *d = &in->delivery;
	int64_t repo_id = in->out->repo_id;
	enum hscan_status status = HSCAN_OK;

	if (d->response.number != 0)
		status = hscan_store_put_responses(
		    in->store, teller, repo_id, &d->response, 1, err);
	if (status == HSCAN_OK && d->release.id != 0)
		status = hscan_store_put_releases(
		    in->store, teller, repo_id, &d->release, 1, err);
	return status;
}

static enum hscan_status
put_facts(const struct intake *in, struct hscan_error *err)
{
	const struct hscan_delivery *d = &in->delivery;
	struct hscan_teller teller = teller_at(in, d->told_at);
	int64_t repo_id = in->out->repo_id;
	enum hscan_status status = put_first_span(in, repo_id, err);

	if (status == HSCAN_OK && d->removal.id != 0)
		status = hscan_store_put_removals(
		    in->store, &teller, repo_id, &d->removal, 1, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_items(
		    in->store, &teller, repo_id, d->items, d->items_len, err);
	if (status == HSCAN_OK && d->base.number != 0)
		status =
		    hscan_store_put_bases(in->store, repo_id, &d->base, 1, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_events(
		    in->store, &teller, repo_id, d->events, d->events_len, err);
	if (status == HSCAN_OK)
		status = put_answers(in, &teller, err);
	if (status == HSCAN_OK)
		status = put_other(in, &teller, err);
	return status;
}

/* --- one delivery --- */

/* Letters alone: the event and its action are text from outside, and name a
 * count. */
static void
name_event(struct hscan_text event, const struct hscan_delivery *delivery,
    char out[HSCAN_INTAKE_EVENT])
{
	struct hscan_text action = delivery->action;
	bool plain = delivery->known;
	struct hscan_buf name;

	for (size_t i = 0; i < action.len; i++)
		if (!hscan_is_alpha(action.ptr[i]) && action.ptr[i] != '_')
			plain = false;
	hscan_buf_init(&name, HSCAN_INTAKE_EVENT - 1);
	(void)hscan_buf_add_text(&name, event);
	if (action.len > 0)
		(void)hscan_buf_add_char(&name, '.');
	(void)hscan_buf_add_text(&name, action);
	if (!plain || name.failed != HSCAN_OK)
		(void)snprintf(out, HSCAN_INTAKE_EVENT, "other");
	else
		memcpy(out, hscan_buf_string(&name), name.len + 1);
	hscan_buf_clear(&name);
}

static bool
tells_facts(const struct hscan_delivery *d)
{
	return d->items_len > 0 || d->events_len > 0 ||
	       d->response.number != 0 || d->release.id != 0 ||
	       d->removal.id != 0;
}

/* Its repository is in the store already, or is none of ours to put there. */
static bool
tells_nothing(const struct hscan_delivery *d, struct hscan_text event)
{
	return !d->known || d->repo.id == 0 || d->hook_deleted ||
	       hscan_text_is(event, "ping");
}

/* Whether this one was taken in before. Its id and its event are headers, which
 * no secret signs: each may come with another body, which is another delivery
 * then. Who can sign two bodies of one number loses but a delivery of their
 * own, so that a quick hash will do. */
static enum hscan_status
note(const struct intake *in, const struct hscan_post *post, bool *known,
    struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf key;

	hscan_buf_init(&key, SIZE_MAX);
	(void)hscan_buf_add_format(&key, "%016llx/",
	    (unsigned long long)hscan_mix_bytes(
		post->body.ptr, post->body.len));
	(void)hscan_buf_add_text(&key, post->event);
	(void)hscan_buf_add_char(&key, '/');
	(void)hscan_buf_add_text(&key, post->id);
	status = hscan_buf_check(&key, "a delivery's id", err);
	if (status == HSCAN_OK)
		status = hscan_store_put_delivery(in->store,
		    hscan_buf_text(&key), in->received_at, known, err);
	hscan_buf_clear(&key);
	return status;
}

static enum hscan_status
take(struct intake *in, const struct hscan_post *post, struct hscan_error *err)
{
	struct hscan_intake *out = in->out;
	bool known = false;
	enum hscan_status status;

	if (tells_nothing(&in->delivery, post->event)) {
		out->outcome = HSCAN_INTAKE_PASSED_OVER;
		return HSCAN_OK;
	}
	status = check_times(in, err);
	if (status != HSCAN_OK)
		return status;
	if (!in->from->kept && post->id.len > 0) {
		status = note(in, post, &known, err);
		if (status != HSCAN_OK)
			return status;
	}
	/* Of a repository that was forgotten since, nothing is known. */
	if (known && out->repo_id != 0) {
		out->outcome = HSCAN_INTAKE_KNOWN;
		return HSCAN_OK;
	}
	out->changed = tells_facts(&in->delivery);
	status = put_repo(in, err);
	if (status == HSCAN_OK)
		status = put_facts(in, err);
	return status;
}

/* Whose it is, and whether the sender may say so. */
static enum hscan_status
identify(struct intake *in, struct hscan_error *err)
{
	const struct hscan_repo *repo = &in->delivery.repo;
	enum hscan_status status;

	if (repo->id == 0)
		return HSCAN_OK;
	if (!hscan_full_name_parse(repo->full_name, in->from->host, &in->name))
		return refuse("full_name is not that of a repository", err);
	status = check_name(in, &in->name, err);
	if (status == HSCAN_OK)
		status = check_stored(in, repo->id, &in->out->repo_id, err);
	in->out->repo = in->name;
	return status;
}

enum hscan_status
hscan_intake_delivery(struct hscan_store *store,
    const struct hscan_intake_from *from, const struct hscan_post *post,
    struct hscan_text payload, int64_t received_at, struct hscan_intake *out,
    struct hscan_error *err)
{
	struct intake in = {
	    .store = store,
	    .from = from,
	    .received_at = received_at,
	    .out = out,
	};
	struct hscan_arena arena;
	enum hscan_status status;

	*out = (struct hscan_intake){.told_at = HSCAN_NEVER};
	hscan_arena_init(&arena);
	status = check_headers(from, post, err);
	if (status == HSCAN_OK)
		status = hscan_delivery_decode(
		    post->event, payload, &arena, &in.delivery, err);
	if (status == HSCAN_OK) {
		name_event(post->event, &in.delivery, out->event);
		out->told_at = in.delivery.told_at;
		out->hook_deleted = in.delivery.hook_deleted;
		status = identify(&in, err);
	}
	if (status == HSCAN_OK)
		status = take(&in, post, err);
	hscan_arena_clear(&arena);
	return status;
}

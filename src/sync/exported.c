/* SPDX-License-Identifier: MIT */
/* Objects of exports into the store; see exported.h. */
#include "sync/exported.h"

#include "base/safe.h"
#include <stdlib.h>

#include "base/grow.h"
#include "base/text.h"
#include "base/time.h"
#include "model/stand_in.h"
#include "source/webhook/peek.h"

/* One object on its way in. */
struct exported {
	struct hscan_store *store;
	struct hscan_exported_from *from;
	const struct hscan_told *told;
	struct hscan_exported *out;
};

/* --- spans --- */

/* A stream, and the parts of an export that are all of it together. That a pull
 * request was a draft, which says when a review was awaited, only events
 * tell. */
static const struct {
	const char *stream;
	unsigned parts;
} streams[] = {
    {HSCAN_STREAM_ISSUES, HSCAN_TOLD_ISSUES},
    {HSCAN_STREAM_EVENTS, HSCAN_TOLD_EVENTS},
    {HSCAN_STREAM_COMMENTS, HSCAN_TOLD_COMMENTS},
    {HSCAN_STREAM_REVIEWS,
	HSCAN_TOLD_REVIEWS | HSCAN_TOLD_COMMENTS | HSCAN_TOLD_EVENTS},
    {HSCAN_STREAM_RELEASES, HSCAN_TOLD_RELEASES},
};

enum { STREAMS = sizeof(streams) / sizeof(streams[0]) };

static enum hscan_status
put_span(struct hscan_store *store, const struct hscan_exported_sum *sum,
    const char *stream, int64_t from, int64_t to, bool complete,
    struct hscan_error *err)
{
	const struct hscan_span span = {
	    .stream = stream,
	    .source = sum->source,
	    .starts_at = from,
	    .ends_at = to,
	    .complete = complete,
	};

	return hscan_store_put_span(store, sum->repo_id, &span, err);
}

/* A row of the list of pull requests tells of the same as one of issues. */
static unsigned
rows_alike(unsigned parts)
{
	return parts & HSCAN_TOLD_PULLS ? parts | HSCAN_TOLD_ISSUES : parts;
}

enum hscan_status
hscan_exported_put_spans(struct hscan_store *store,
    const struct hscan_exported_sum *sum, struct hscan_error *err)
{
	unsigned parts = rows_alike(sum->parts);
	enum hscan_status status = HSCAN_OK;

	if (sum->oldest == HSCAN_NEVER)
		return HSCAN_OK;
	for (size_t i = 0; i < STREAMS && status == HSCAN_OK; i++)
		if (streams[i].parts & parts)
			status = put_span(store, sum, streams[i].stream,
			    sum->oldest, sum->newest, false, err);
	return status;
}

/* Nobody chooses what is in an hour: of what all of them have nothing there was
 * none. Reviews came into them years later. */
static const unsigned in_hours = HSCAN_TOLD_ISSUES | HSCAN_TOLD_PULLS |
				 HSCAN_TOLD_COMMENTS | HSCAN_TOLD_EVENTS |
				 HSCAN_TOLD_RELEASES;

enum hscan_status
hscan_exported_put_complete(struct hscan_store *store,
    const struct hscan_exported_sum *sum, int64_t from, int64_t to,
    struct hscan_error *err)
{
	unsigned parts = sum->source == HSCAN_SOURCE_ARCHIVE
			     ? sum->parts | in_hours
			     : sum->parts;
	unsigned whole = parts & ~sum->lacks;
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < STREAMS && status == HSCAN_OK; i++)
		if ((streams[i].parts & ~whole) == 0)
			status = put_span(
			    store, sum, streams[i].stream, from, to, true, err);
	return status;
}

void
hscan_exported_add(
    struct hscan_exported_sum *sum, const struct hscan_told *told)
{
	sum->parts |= told->parts;
	sum->lacks |= told->lacks;
	if (told->oldest == HSCAN_NEVER)
		return;
	if (sum->oldest == HSCAN_NEVER || told->oldest < sum->oldest)
		sum->oldest = told->oldest;
	if (told->newest > sum->newest)
		sum->newest = told->newest;
}

/* --- which repository --- */

static enum hscan_status
refuse(const char *why, struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EPARSE,
	    "the record cannot be used: %s; see healthscan-import(1)", why);
}

/* The repository of the store that goes by a name. 0: there is none. */
static enum hscan_status
look_up(const struct exported *e, const struct hscan_repo_name *name,
    int64_t *repo_id, int64_t *number, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	enum hscan_status status;

	*repo_id = *number = 0;
	status = hscan_store_find_repo(e->store, name, &stored, err);
	if (status == HSCAN_OK) {
		*repo_id = stored.repo_id;
		*number = stored.repo.id;
	}
	hscan_stored_repo_clear(&stored);
	return status == HSCAN_ENOTFOUND ? HSCAN_OK : status;
}

/* What the other objects of the same part have told of a name. */
static struct hscan_exported_place *
find_place(const struct exported *e, const struct hscan_repo_name *name)
{
	for (size_t i = 0; i < e->from->places_len; i++) {
		struct hscan_exported_place *place = &e->from->places[i];

		if (place->part == e->from->part &&
		    hscan_repo_name_equal(&place->name, name))
			return place;
	}
	return NULL;
}

static enum hscan_status
note_place(const struct exported *e, const struct hscan_repo_name *name,
    int64_t repo_id, struct hscan_error *err)
{
	struct hscan_exported_from *from = e->from;
	struct hscan_exported_place *place = find_place(e, name);

	if (place) {
		if (place->repo_id != repo_id)
			place->repo_id = 0;
		return HSCAN_OK;
	}
	place = hscan_grow(from->places, &from->places_room,
	    from->places_len + 1, sizeof(*place));
	if (!place)
		return hscan_no_memory(err);
	from->places = place;
	from->places[from->places_len++] =
	    (struct hscan_exported_place){from->part, *name, repo_id};
	return HSCAN_OK;
}

void
hscan_exported_from_clear(struct hscan_exported_from *from)
{
	free(from->places);
	*from = (struct hscan_exported_from){.host = NULL};
}

/* Its name is that of --repo, or one that the same repository had. */
static enum hscan_status
find_named(const struct exported *e, const struct hscan_repo_name *name,
    int64_t *repo_id, struct hscan_error *err)
{
	const struct hscan_repo_name *named = e->from->named;
	int64_t other, number;
	enum hscan_status status = look_up(e, named, repo_id, &number, err);

	if (status != HSCAN_OK || !name || hscan_repo_name_equal(name, named))
		return status;
	if (*repo_id == 0)
		return status;
	status = look_up(e, name, &other, &number, err);
	if (other != *repo_id)
		*repo_id = 0;
	return status;
}

/* Of the repositories that are in the store the one that is called so now. */
static enum hscan_status
find_known(const struct exported *e, const struct hscan_repo_name *name,
    int64_t *repo_id, struct hscan_error *err)
{
	struct hscan_stored_repo stored = {0};
	struct hscan_repo_name now;
	enum hscan_status status =
	    hscan_store_find_repo(e->store, name, &stored, err);

	*repo_id = 0;
	if (status == HSCAN_OK &&
	    hscan_full_name_parse(stored.repo.full_name, e->from->host, &now) &&
	    hscan_repo_name_equal(&now, name))
		*repo_id = stored.repo_id;
	hscan_stored_repo_clear(&stored);
	e->out->unknown = *repo_id == 0;
	return status == HSCAN_ENOTFOUND ? HSCAN_OK : status;
}

/* --- by name --- */

static const char another[] =
    "the repository that the store has under its name was made at another "
    "time, so it is another one";

/* Whether that was found out before. */
static bool
is_of_another(const struct exported *e, const struct hscan_repo_name *name)
{
	const struct hscan_exported_from *from = e->from;

	for (size_t i = 0; i < from->places_len && from->by_name; i++)
		if (from->places[i].repo_id == 0 &&
		    hscan_repo_name_equal(&from->places[i].name, name))
			return true;
	return false;
}

/* What a row tells, without a number, of a repository that the store has under
 * its name. */
static enum hscan_status
put_known(const struct exported *e, int64_t repo_id, struct hscan_error *err)
{
	struct hscan_repo repo = e->told->repo;
	const struct hscan_teller teller = {
	    .host = e->from->host,
	    .source = e->from->source,
	    .told_at = HSCAN_NEVER,
	};
	struct hscan_stored_repo stored = {0};
	struct hscan_repo_name name;
	enum hscan_status status =
	    hscan_store_get_repo(e->store, repo_id, &stored, err);
	bool may = status == HSCAN_OK &&
		   hscan_repo_may_be_one(&stored.repo, &repo, true);

	repo.id = stored.repo.id;
	if (may && repo.unknown < stored.repo.unknown)
		status = hscan_store_put_repo(
		    e->store, &teller, &repo, &repo_id, err);
	hscan_stored_repo_clear(&stored);
	if (status != HSCAN_OK || may)
		return status;
	if (hscan_full_name_parse(repo.full_name, e->from->host, &name))
		status = note_place(e, &name, 0, err);
	return status == HSCAN_OK ? refuse(another, err) : status;
}

/* A repository that the operator names and the store has not: its number may
 * never be told any more. */
static enum hscan_status
put_stand_in(const struct exported *e, const struct hscan_repo_name *name,
    int64_t *repo_id, struct hscan_error *err)
{
	/* Whoever tells the number tells it of later. */
	const struct hscan_teller teller = {
	    .host = e->from->host,
	    .source = e->from->source,
	    .told_at = HSCAN_NEVER,
	};
	struct hscan_repo repo = e->told->repo;

	repo.id = hscan_repo_stand_in(name);
	return hscan_store_put_repo(e->store, &teller, &repo, repo_id, err);
}

/* Where the number is not told, the name may have been another repository's: it
 * counts only if the operator has named it, or if the same part has told whose
 * it is. `*repo_id` 0: it is another one's. */
static enum hscan_status
find_by_name(
    const struct exported *e, int64_t *repo_id, struct hscan_error *err)
{
	const struct hscan_exported_place *place = NULL;
	struct hscan_text own = e->told->repo.full_name;
	struct hscan_repo_name name;
	enum hscan_status status;

	if (own.ptr && !hscan_full_name_parse(own, e->from->host, &name))
		return refuse("its repository has no name", err);
	if (own.ptr && is_of_another(e, &name))
		return refuse(another, err);
	if (e->from->named) {
		status = find_named(e, own.ptr ? &name : NULL, repo_id, err);
		if (status != HSCAN_OK || *repo_id != 0)
			return status;
		if (own.ptr && !hscan_repo_name_equal(&name, e->from->named))
			return HSCAN_OK;
	}
	if (own.ptr && e->from->by_name && !e->from->named)
		return find_known(e, &name, repo_id, err);
	if (own.ptr)
		place = find_place(e, &name);
	if (place && place->repo_id != 0) {
		*repo_id = place->repo_id;
		return HSCAN_OK;
	}
	if (own.ptr && e->from->named)
		return put_stand_in(e, &name, repo_id, err);
	return refuse(e->from->named
			  ? "it does not say which repository it is of, and "
			    "the one of --repo is not in the store, where "
			    "healthscan sync puts it"
			  : "it does not tell the number of its repository, "
			    "which --repo can name",
	    err);
}

/* Whether one whose number is told is that of --repo. */
static enum hscan_status
is_wanted(const struct exported *e, bool *wanted, struct hscan_error *err)
{
	const struct hscan_repo_name *named = e->from->named;
	struct hscan_repo_name name;
	int64_t repo_id, number;
	enum hscan_status status;

	*wanted = true;
	if (!named)
		return HSCAN_OK;
	status = look_up(e, named, &repo_id, &number, err);
	if (status != HSCAN_OK)
		return status;
	if (number != 0 && !hscan_repo_is_stand_in(number))
		*wanted = number == e->told->repo.id;
	else
		*wanted = hscan_full_name_parse(
			      e->told->repo.full_name, e->from->host, &name) &&
			  hscan_repo_name_equal(&name, named);
	return HSCAN_OK;
}

static struct hscan_teller
teller_at(const struct exported *e, int64_t told_at)
{
	return (struct hscan_teller){
	    .host = e->from->host,
	    .source = e->from->source,
	    .told_at = told_at < e->from->now ? told_at : e->from->now,
	};
}

/* Puts the row of a repository, unless one that says as much was put just
 * now. */
static enum hscan_status
put_repo(const struct exported *e, int64_t *repo_id, struct hscan_error *err)
{
	const struct hscan_told *told = e->told;
	struct hscan_exported_from *from = e->from;
	struct hscan_teller teller =
	    teller_at(e, told->repo_row ? told->repo_told_at : told->newest);
	struct hscan_repo_name name;
	enum hscan_status status;

	if (!hscan_full_name_parse(told->repo.full_name, from->host, &name))
		return refuse("its repository has no name", err);
	if (teller.told_at == HSCAN_NEVER)
		teller.told_at = told->newest;
	if (teller.told_at == HSCAN_NEVER)
		return refuse("it has no time", err);
	*repo_id = from->repo_id;
	if (from->number == told->repo.id && from->told_at >= teller.told_at)
		return HSCAN_OK;
	status =
	    hscan_store_put_repo(e->store, &teller, &told->repo, repo_id, err);
	if (status != HSCAN_OK)
		return status;
	from->number = told->repo.id;
	from->repo_id = *repo_id;
	if (from->told_at < teller.told_at)
		from->told_at = teller.told_at;
	/* An archive does not come in parts, and names tens of thousands. */
	if (from->source == HSCAN_SOURCE_ARCHIVE)
		return HSCAN_OK;
	return note_place(e, &name, *repo_id, err);
}

/* `*repo_id` 0: it is none that is wanted. */
static enum hscan_status
find_repo(const struct exported *e, int64_t *repo_id, struct hscan_error *err)
{
	bool wanted;
	enum hscan_status status;

	*repo_id = 0;
	if (e->told->host.ptr &&
	    !hscan_text_is_nocase(e->told->host, e->from->host))
		return refuse("it is of another host, which --host names", err);
	if (e->told->repo.id == 0) {
		status = find_by_name(e, repo_id, err);
		return status == HSCAN_OK && *repo_id != 0 && e->told->repo_row
			   ? put_known(e, *repo_id, err)
			   : status;
	}
	status = is_wanted(e, &wanted, err);
	if (status != HSCAN_OK || !wanted)
		return status;
	return put_repo(e, repo_id, err);
}

/* --- what is written --- */

static enum hscan_status
put_first_span(const struct exported *e, struct hscan_error *err)
{
	struct hscan_exported_sum sum = {
	    .repo_id = e->out->repo_id,
	    .source = e->from->source,
	    .oldest = HSCAN_NEVER,
	    .newest = HSCAN_NEVER,
	};
	bool mixed = false;
	enum hscan_status status =
	    hscan_store_is_mixed(e->store, sum.repo_id, &mixed, err);

	if (status != HSCAN_OK || mixed)
		return status;
	hscan_exported_add(&sum, e->told);
	return hscan_exported_put_spans(e->store, &sum, err);
}

static enum hscan_status
put_facts(const struct exported *e, struct hscan_error *err)
{
	const struct hscan_told *told = e->told;
	struct hscan_teller teller = teller_at(e, told->newest);
	int64_t repo_id = e->out->repo_id;
	enum hscan_status status = put_first_span(e, err);

	if (status == HSCAN_OK && told->item.number != 0)
		status = hscan_store_put_items(
		    e->store, &teller, repo_id, &told->item, 1, err);
	if (status == HSCAN_OK && told->base.number != 0)
		status = hscan_store_put_bases(
		    e->store, repo_id, &told->base, 1, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_events(e->store, &teller, repo_id,
		    told->events, told->events_len, err);
	if (status == HSCAN_OK)
		status = hscan_store_put_responses(e->store, &teller, repo_id,
		    told->responses, told->responses_len, err);
	if (status == HSCAN_OK && told->release.id != 0)
		status = hscan_store_put_releases(
		    e->store, &teller, repo_id, &told->release, 1, err);
	return status;
}

enum hscan_status
hscan_exported_put(struct hscan_store *store, struct hscan_exported_from *from,
    const struct hscan_told *told, struct hscan_exported *out,
    struct hscan_error *err)
{
	const struct exported e = {store, from, told, out};
	enum hscan_status status;

	*out = (struct hscan_exported){.taken = false};
	if (told->passed_over)
		return HSCAN_OK;
	if (told->newest > from->now + HSCAN_DAY_S ||
	    told->repo_told_at > from->now + HSCAN_DAY_S)
		return refuse("it has a time that is yet to come", err);
	status = find_repo(&e, &out->repo_id, err);
	if (status != HSCAN_OK || out->repo_id == 0)
		return status;
	out->taken = true;
	return put_facts(&e, err);
}

/* SPDX-License-Identifier: MIT */
/* The repositories that are asked for; see member.h. */
#include "judge/member.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <healthscan/repo.h>

#include "base/grow.h"
#include "base/safe.h"
#include "base/text.h"

enum hscan_status
member_find(struct hscan_store *store, const struct hscan_health_one *one,
    struct member *out, struct hscan_error *err)
{
	enum hscan_status status;

	*out = (struct member){.one = one};
	if (one->repo_id != 0)
		status =
		    hscan_store_get_repo(store, one->repo_id, &out->repo, err);
	else
		status =
		    hscan_store_find_repo(store, one->name, &out->repo, err);
	out->there = status == HSCAN_OK;
	return status;
}

/* "owner/name", as the forge spells it where that is known. */
static enum hscan_status
name_member(
    struct member *member, struct hscan_arena *arena, struct hscan_error *err)
{
	const struct hscan_repo_name *name = member->one->name;
	char told[sizeof(name->owner) + sizeof(name->name) + 2];
	char text[sizeof(name->host) + sizeof(told) + 2];
	struct hscan_text copy;
	bool host = strcmp(name->host, HSCAN_DEFAULT_HOST) != 0;

	if (member->there)
		(void)hscan_safe(
		    member->repo.repo.full_name, told, sizeof(told));
	else
		(void)snprintf(
		    told, sizeof(told), "%s/%s", name->owner, name->name);
	(void)snprintf(text, sizeof(text), "%s%s%s", host ? name->host : "",
	    host ? "/" : "", told);
	copy = hscan_arena_dup(arena, hscan_text_of(text));
	member->name = copy.ptr;
	return copy.ptr ? HSCAN_OK : hscan_no_memory(err);
}

/* Whether it was named before: by this name or, of a repository that is there,
 * by any. */
static bool
is_named(const struct member *members, size_t len, const struct member *one)
{
	for (size_t i = 0; i < len; i++)
		if (one->there ? members[i].repo.repo_id == one->repo.repo_id
			       : hscan_repo_name_equal(
				     members[i].one->name, one->one->name))
			return true;
	return false;
}

static enum hscan_status
add_member(struct hscan_store *store, const struct hscan_health_one *one,
    struct hscan_arena *arena, struct member *members, size_t *len,
    struct hscan_error *err)
{
	struct member *member = &members[*len];
	enum hscan_status status = member_find(store, one, member, err);

	if (status != HSCAN_OK && status != HSCAN_ENOTFOUND)
		return status;
	if (is_named(members, *len, member)) {
		hscan_stored_repo_clear(&member->repo);
		*member = (struct member){0};
		return HSCAN_OK;
	}
	(*len)++;
	return name_member(member, arena, err);
}

enum hscan_status
members_find(struct hscan_store *store, const struct hscan_health_group *group,
    struct hscan_arena *arena, struct member **out, size_t *len,
    struct hscan_error *err)
{
	struct member *members =
	    hscan_arena_alloc(arena, group->len, sizeof(*members));
	enum hscan_status status = HSCAN_OK;
	bool any = false;

	*out = members;
	*len = 0;
	if (!members)
		return hscan_no_memory(err);
	for (size_t i = 0; i < group->len && status == HSCAN_OK; i++)
		status = add_member(
		    store, &group->members[i], arena, members, len, err);
	for (size_t i = 0; i < *len; i++)
		any |= members[i].there;
	if (status == HSCAN_OK && !any)
		status = hscan_fail(err, HSCAN_ENOTFOUND,
		    "@%s: the store has none of its repositories; run once "
		    "without --offline",
		    group->name);
	return status;
}

/* --- who one engine is asked about --- */

void
roster_empty(struct roster *roster)
{
	roster->len = roster->pools_len = 0;
}

void
roster_clear(struct roster *roster)
{
	free(roster->repo_ids);
	free(roster->members);
	free(roster->pools);
	*roster = (struct roster){0};
}

static bool
has(const struct roster *roster, const struct member *member)
{
	for (size_t i = 0; i < roster->len; i++)
		if (roster->repo_ids[i] == member->repo.repo_id)
			return true;
	return false;
}

static bool
make_room(struct roster *roster, size_t more)
{
	int64_t *ids = hscan_grow(
	    roster->repo_ids, &roster->room, roster->len + more, sizeof(*ids));
	struct hscan_engine_member *members = NULL;
	struct hscan_engine_pool *pools = NULL;

	if (ids)
		roster->repo_ids = ids;
	members = hscan_grow(roster->members, &roster->members_room,
	    roster->len + more, sizeof(*members));
	if (members)
		roster->members = members;
	pools = hscan_grow(roster->pools, &roster->pools_room,
	    roster->pools_len + 1, sizeof(*pools));
	if (pools)
		roster->pools = pools;
	return ids && members && pools;
}

/* Before those of its pool, from `from` on, that are younger. */
static void
put(struct roster *roster, size_t from, const struct member *member,
    size_t place)
{
	int64_t created_at = member->repo.repo.created_at;
	size_t at = roster->len++;

	for (; at > from && roster->members[at - 1].created_at > created_at;
	     at--) {
		roster->members[at] = roster->members[at - 1];
		roster->repo_ids[at] = roster->repo_ids[at - 1];
	}
	roster->repo_ids[at] = member->repo.repo_id;
	roster->members[at] = (struct hscan_engine_member){
	    .name = member->name,
	    .host = member->one->name ? member->one->name->host : NULL,
	    .created_at = created_at,
	    .place = place,
	};
}

enum hscan_status
roster_add(struct roster *roster, const struct member *members, size_t len,
    bool *fits, struct hscan_error *err)
{
	size_t from = roster->len;

	*fits = true;
	for (size_t i = 0; i < len; i++)
		if (members[i].there && has(roster, &members[i]))
			*fits = false;
	if (!*fits)
		return HSCAN_OK;
	if (!make_room(roster, len))
		return hscan_no_memory(err);
	for (size_t i = 0; i < len; i++)
		if (members[i].there)
			put(roster, from, &members[i], i);
	/* Before the oldest there are no windows to be told from others. */
	if (roster->len > from)
		roster->members[from].created_at = 0;
	roster->pools[roster->pools_len++] =
	    (struct hscan_engine_pool){from, roster->len - from};
	return HSCAN_OK;
}

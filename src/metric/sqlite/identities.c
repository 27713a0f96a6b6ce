/* SPDX-License-Identifier: MIT */
/* Who is one person: the authors of commits whose e-mail address the .mailmap
 * makes one, and the account that such an address names. Nobody is known by a
 * name. */
#include <stdlib.h>

#include "base/grow.h"
#include "metric/sqlite/internal.h"
#include "model/noreply.h"
#include "store/queries.h"

/* The columns of prepare/written-as.sql. */
enum { REPO_ID, POOL_ID, AUTHOR_ID, HOST, EMAIL, MAPPED, LEFT_OUT, ADDRESS };

/* The authors who have an address, as mapped. */
struct address {
	struct engine_who first;
	bool left_out;
};

/* An account that an address names. */
struct link {
	bool unknown; /* nothing else is known of it */
	struct engine_who account;
	size_t address;
};

/* Who is found to be one, in the making. What is not borrowed is owned. */
struct joining {
	struct sqlite_engine *engine;
	struct engine_identities *out;
	struct address *addresses;
	size_t len, room;
	size_t *address_of; /* of each of out->same */
	size_t of_room;
	struct link *links;
	size_t links_len, links_room, known_len;
	size_t *leaders; /* of the links that are known, the addresses, the
			  * other links: of several the first leads */
	sqlite3_stmt *put_alias;
	struct hscan_error *err;
};

static int
by_who(const struct engine_who *a, const struct engine_who *b)
{
	if (a->home != b->home)
		return a->home < b->home ? -1 : 1;
	return (a->actor_id > b->actor_id) - (a->actor_id < b->actor_id);
}

static int
by_account(const void *a, const void *b)
{
	const struct link *x = a, *y = b;

	if (x->unknown != y->unknown)
		return x->unknown ? 1 : -1;
	return by_who(&x->account, &y->account);
}

static int
by_one(const void *a, const void *b)
{
	const struct engine_same *x = a, *y = b;

	return by_who(&x->one, &y->one);
}

static int
by_repo(const void *a, const void *b)
{
	const struct engine_place *x = a, *y = b;

	return (x->repo_id > y->repo_id) - (x->repo_id < y->repo_id);
}

/* That of a repository that is asked about: there is one. */
static int64_t
home_of(const struct engine_identities *identities, int64_t repo_id)
{
	const struct engine_place key = {repo_id, 0, 0};
	const struct engine_place *place = bsearch(&key, identities->places,
	    identities->places_len, sizeof(key), by_repo);

	return place ? place->home : repo_id;
}

/* --- what is read --- */

static enum hscan_status
take_place(struct joining *joining, sqlite3_stmt *row)
{
	struct engine_identities *out = joining->out;
	struct engine_place *more = hscan_grow(
	    out->places, &out->places_room, out->places_len + 1, sizeof(*more));

	if (!more)
		return hscan_no_memory(joining->err);
	out->places = more;
	more[out->places_len++] =
	    (struct engine_place){sqlite3_column_int64(row, 0),
		sqlite3_column_int64(row, 1), sqlite3_column_int64(row, 2)};
	return HSCAN_OK;
}

/* Who an address may name, if it is one that the forge made up. */
static enum hscan_status
put_alias(struct joining *joining, sqlite3_stmt *row, int column)
{
	sqlite3_stmt *put = joining->put_alias;
	struct hscan_text host = sql_text(row, HOST), login;
	enum hscan_status status = HSCAN_OK;
	int64_t id, home;

	if (!hscan_noreply(sql_text(row, column), host, &login, &id))
		return HSCAN_OK;
	/* The number is for ever, and a login may be another's by now. */
	if (id != 0)
		login = (struct hscan_text){"", 0};
	home = home_of(joining->out, sqlite3_column_int64(row, REPO_ID));
	if (sqlite3_bind_text(put, 1, host.ptr, (int)host.len, SQLITE_STATIC) !=
		SQLITE_OK ||
	    sqlite3_bind_text(put, 2, login.ptr, (int)login.len,
		SQLITE_STATIC) != SQLITE_OK ||
	    sqlite3_bind_int64(put, 3, id) != SQLITE_OK ||
	    sqlite3_bind_int64(put, 4, home) != SQLITE_OK ||
	    sqlite3_bind_int64(put, 5, (int64_t)joining->len - 1) !=
		SQLITE_OK ||
	    sqlite3_step(put) != SQLITE_DONE)
		status = sql_failed(joining->engine, joining->err);
	(void)sqlite3_reset(put);
	return status;
}

static enum hscan_status
add_address(
    struct joining *joining, const struct engine_who *who, bool left_out)
{
	struct address *more = hscan_grow(joining->addresses, &joining->room,
	    joining->len + 1, sizeof(*more));

	if (!more)
		return hscan_no_memory(joining->err);
	joining->addresses = more;
	more[joining->len++] = (struct address){*who, left_out};
	return HSCAN_OK;
}

static enum hscan_status
add_author(struct joining *joining, const struct engine_who *who)
{
	struct engine_identities *out = joining->out;
	struct engine_same *same = hscan_grow(
	    out->same, &out->same_room, out->same_len + 1, sizeof(*same));
	size_t *of;

	if (!same)
		return hscan_no_memory(joining->err);
	out->same = same;
	of = hscan_grow(joining->address_of, &joining->of_room,
	    out->same_len + 1, sizeof(*of));
	if (!of)
		return hscan_no_memory(joining->err);
	joining->address_of = of;
	of[out->same_len] = joining->len - 1;
	same[out->same_len++] = (struct engine_same){*who, *who};
	return HSCAN_OK;
}

static enum hscan_status
take_author(struct joining *joining, sqlite3_stmt *row)
{
	const struct engine_who who = {sqlite3_column_int64(row, POOL_ID),
	    -1 - sqlite3_column_int64(row, AUTHOR_ID)};
	size_t address = (size_t)sqlite3_column_int64(row, ADDRESS);
	enum hscan_status status = HSCAN_OK;

	if (address == joining->len)
		status = add_address(
		    joining, &who, sqlite3_column_int(row, LEFT_OUT) != 0);
	if (status == HSCAN_OK)
		status = add_author(joining, &who);
	if (status == HSCAN_OK)
		status = put_alias(joining, row, EMAIL);
	return status == HSCAN_OK ? put_alias(joining, row, MAPPED) : status;
}

/* A bot's account is no person's. */
static enum hscan_status
take_link(struct joining *joining, sqlite3_stmt *row)
{
	const struct link link = {
	    .address = (size_t)sqlite3_column_int64(row, 0),
	    .account = {sqlite3_column_int64(row, 1),
		sqlite3_column_int64(row, 2)},
	    .unknown = sqlite3_column_int(row, 3) == 0,
	};
	struct link *more = hscan_grow(joining->links, &joining->links_room,
	    joining->links_len + 1, sizeof(*more));

	if (!more)
		return hscan_no_memory(joining->err);
	joining->links = more;
	if (sqlite_is_left_out(
		joining->engine, link.account.home, link.account.actor_id) !=
	    joining->addresses[link.address].left_out)
		return HSCAN_OK;
	more[joining->links_len++] = link;
	joining->known_len += !link.unknown;
	return HSCAN_OK;
}

static enum hscan_status
each_row(struct joining *joining, const char *path,
    enum hscan_status (*take)(struct joining *, sqlite3_stmt *))
{
	sqlite3_stmt *row = NULL;
	enum hscan_status status = sql_statement(
	    joining->engine, hscan_query_text(path).ptr, &row, joining->err);
	int rc = SQLITE_DONE;

	while (status == HSCAN_OK && (rc = sqlite3_step(row)) == SQLITE_ROW)
		status = take(joining, row);
	if (status == HSCAN_OK && rc != SQLITE_DONE)
		status = sql_failed(joining->engine, joining->err);
	sqlite3_finalize(row);
	return status;
}

static enum hscan_status
read_all(struct joining *joining)
{
	enum hscan_status status =
	    each_row(joining, "prepare/places.sql", take_place);

	if (status == HSCAN_OK)
		status = sql_run(joining->engine, "DELETE FROM temp.ask_alias",
		    joining->err);
	if (status == HSCAN_OK)
		status = sql_statement(joining->engine,
		    "INSERT OR IGNORE INTO temp.ask_alias"
		    " (host, login, actor_id, home, address)"
		    " VALUES (?, ?, ?, ?, ?)",
		    &joining->put_alias, joining->err);
	if (status == HSCAN_OK)
		status =
		    each_row(joining, "prepare/written-as.sql", take_author);
	return status == HSCAN_OK
		   ? each_row(joining, "prepare/aliases.sql", take_link)
		   : status;
}

/* --- who is one --- */

static size_t
at_address(const struct joining *joining, size_t address)
{
	return joining->known_len + address;
}

static size_t
at_link(const struct joining *joining, size_t link)
{
	return joining->links[link].unknown ? link + joining->len : link;
}

/* Accounts that are known come first, so that one of them leads. */
static enum hscan_status
join(struct joining *joining)
{
	struct link *links = joining->links;
	size_t all = joining->links_len + joining->len;

	joining->leaders = calloc(all + 1, sizeof(*joining->leaders));
	if (!joining->leaders)
		return hscan_no_memory(joining->err);
	for (size_t i = 0; i < all; i++)
		joining->leaders[i] = i;
	if (joining->links_len > 0)
		qsort(links, joining->links_len, sizeof(*links), by_account);
	for (size_t i = 0; i < joining->links_len; i++) {
		hscan_same_join(joining->leaders, at_link(joining, i),
		    at_address(joining, links[i].address));
		if (i > 0 && by_account(&links[i - 1], &links[i]) == 0)
			hscan_same_join(joining->leaders,
			    at_link(joining, i - 1), at_link(joining, i));
	}
	return HSCAN_OK;
}

static struct engine_who
leader_of(struct joining *joining, size_t at)
{
	size_t leader = hscan_same_leader(joining->leaders, at);

	return leader < joining->known_len
		   ? joining->links[leader].account
		   : joining->addresses[leader - joining->known_len].first;
}

/* Of the authors, and of the accounts that another leads. */
static enum hscan_status
name_leaders(struct joining *joining)
{
	struct engine_identities *out = joining->out;
	size_t authors = out->same_len;
	struct engine_same *same = hscan_grow(out->same, &out->same_room,
	    authors + joining->links_len + 1, sizeof(*same));

	if (!same)
		return hscan_no_memory(joining->err);
	out->same = same;
	for (size_t i = 0; i < authors; i++)
		same[i].leader = leader_of(
		    joining, at_address(joining, joining->address_of[i]));
	for (size_t i = 0; i < joining->links_len; i++) {
		const struct link *link = &joining->links[i];

		if (i > 0 && by_account(link - 1, link) == 0)
			continue;
		same[out->same_len++] = (struct engine_same){
		    link->account, leader_of(joining, at_link(joining, i))};
	}
	if (out->same_len > 0)
		qsort(same, out->same_len, sizeof(*same), by_one);
	return HSCAN_OK;
}

enum hscan_status
sqlite_identify(struct sqlite_engine *engine, struct engine_identities *out,
    struct hscan_error *err)
{
	struct joining joining = {.engine = engine, .out = out, .err = err};
	enum hscan_status status = read_all(&joining);

	if (status == HSCAN_OK)
		status = join(&joining);
	if (status == HSCAN_OK)
		status = name_leaders(&joining);
	sqlite3_finalize(joining.put_alias);
	free(joining.addresses);
	free(joining.address_of);
	free(joining.links);
	free(joining.leaders);
	return status;
}

void
sqlite_identities_clear(struct engine_identities *identities)
{
	free(identities->places);
	free(identities->same);
	*identities = (struct engine_identities){0};
}

struct engine_who
sqlite_person(const struct engine_identities *identities, int64_t repo_id,
    int64_t actor_id)
{
	const struct engine_same key = {
	    {home_of(identities, repo_id), actor_id}, {0, 0}};
	const struct engine_same *found = bsearch(
	    &key, identities->same, identities->same_len, sizeof(key), by_one);

	return found ? found->leader : key.one;
}

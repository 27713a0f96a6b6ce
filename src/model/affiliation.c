/* SPDX-License-Identifier: MIT */
/* From addresses to organizations; see affiliation.h. */
#include "model/affiliation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <healthscan/record.h>
#include <healthscan/repo.h>

#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"
#include "model/noreply.h"

enum {
	/* Of one address or domain; nobody changes that often. */
	MOST_DATES = 1000,
	/* An address that is looked up in so many ways. */
	MOST_KEYS = 64,
	/* From alias to alias. */
	MOST_STEPS = 16,
	LONGEST_NAME = 1024,
};

/* What a line says of a key. Those of the CNCF are 200 000. */
struct entry {
	struct entry *before;  /* the one that was added before it */
	struct hscan_text key; /* in lower case, with an '@' */
	struct hscan_text name;
	union {
		struct hscan_text next; /* of an alias: where it leads */
		struct {
			int64_t from, until;
		} time;      /* of employers */
		int percent; /* of splits */
	} of;
	const char *path;
	size_t line;  /* of its file */
	size_t order; /* in which it was added */
};

/* `at` is there once all were added: sorted by key, of one key by what ends
 * first, and then as they were added. */
struct table {
	struct entry *newest, **at;
	size_t len;
};

struct hscan_affiliations {
	struct hscan_arena *arena;
	bool gitdm_order;
	size_t added;
	struct hscan_text name; /* the last, as lines in a row name the same */
	struct table employs, aliases, splits, renamed;
};

/* --- keys --- */

static int
compare_text(struct hscan_text a, struct hscan_text b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int by = len ? memcmp(a.ptr, b.ptr, len) : 0;

	return by ? by : (a.len > b.len) - (a.len < b.len);
}

static int
by_key_alone(const void *a, const void *b)
{
	const struct entry *const *x = a, *const *y = b;

	return compare_text((*x)->key, (*y)->key);
}

static int
by_order(const void *a, const void *b)
{
	const struct entry *const *x = a, *const *y = b;
	int by = by_key_alone(a, b);

	return by ? by
		  : ((*x)->order > (*y)->order) - ((*x)->order < (*y)->order);
}

static int
by_time(const void *a, const void *b)
{
	const struct entry *const *x = a, *const *y = b;
	int by = by_key_alone(a, b);

	if (by)
		return by;
	if ((*x)->of.time.until != (*y)->of.time.until)
		return (*x)->of.time.until < (*y)->of.time.until ? -1 : 1;
	return by_order(a, b);
}

/* The first of one key; NULL: nothing is said of it. A file may say the same a
 * million times, so that they are not gone through one by one. */
static struct entry *const *
find(const struct table *table, struct hscan_text key)
{
	size_t from = 0, to = table->len;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (compare_text(table->at[middle]->key, key) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from < table->len && compare_text(table->at[from]->key, key) == 0
		   ? &table->at[from]
		   : NULL;
}

/* Those of one key, and how many they are. */
static struct entry *const *
find_all(const struct table *table, struct hscan_text key, size_t *len)
{
	struct entry *const *found = find(table, key), *const * end;

	*len = 0;
	if (!found)
		return NULL;
	end = table->at + table->len;
	while (found + *len < end && by_key_alone(found, found + *len) == 0)
		(*len)++;
	return found;
}

/* A copy in lower case; NULL: no memory. */
static char *
copy_lower(struct hscan_arena *arena, struct hscan_text text)
{
	char *copy = hscan_arena_alloc(arena, text.len + 1, 1);

	for (size_t i = 0; i < text.len && copy; i++)
		copy[i] = hscan_to_lower(text.ptr[i]);
	return copy;
}

/* The same; absent: no memory. */
static struct hscan_text
lower(struct hscan_arena *arena, struct hscan_text text)
{
	const char *copy = copy_lower(arena, text);

	return (struct hscan_text){copy, copy ? text.len : 0};
}

/* The same of an address; the CNCF writes '!' so that no robot gathers it. */
static struct hscan_text
address_key(struct hscan_arena *arena, struct hscan_text text)
{
	char *copy = copy_lower(arena, text);
	char *mark = copy && !memchr(copy, '@', text.len)
			 ? memchr(copy, '!', text.len)
			 : NULL;

	if (mark)
		*mark = '@';
	return (struct hscan_text){copy, copy ? text.len : 0};
}

/* --- what is added --- */

struct hscan_affiliations *
hscan_affiliations_new(struct hscan_arena *arena, bool gitdm_order)
{
	struct hscan_affiliations *all =
	    hscan_arena_alloc(arena, 1, sizeof(*all));

	if (all)
		*all = (struct hscan_affiliations){
		    .arena = arena, .gitdm_order = gitdm_order};
	return all;
}

static struct hscan_text
keep_name(struct hscan_affiliations *all, struct hscan_text name)
{
	if (!all->name.ptr || compare_text(all->name, name) != 0)
		all->name = hscan_arena_dup(all->arena, name);
	return all->name;
}

static enum hscan_status
put(struct hscan_affiliations *all, struct table *table, struct entry entry,
    struct hscan_error *err)
{
	struct entry *kept = hscan_arena_alloc(all->arena, 1, sizeof(*kept));

	if (!kept || !entry.key.ptr || !entry.name.ptr)
		return hscan_no_memory(err);
	entry.before = table->newest;
	entry.order = all->added++;
	*kept = entry;
	table->newest = kept;
	table->len++;
	return HSCAN_OK;
}

enum hscan_status
hscan_affiliations_add(struct hscan_affiliations *all,
    const struct hscan_gitdm_line *line, const char *path,
    struct hscan_error *err)
{
	struct entry entry = {.line = line->line, .path = path};

	switch (line->says) {
	case HSCAN_GITDM_EMPLOYS:
		entry.key = address_key(all->arena, line->key);
		entry.name = keep_name(all, line->name);
		entry.of.time.from = line->from;
		entry.of.time.until = line->until;
		return put(all, &all->employs, entry, err);
	case HSCAN_GITDM_ALIAS:
		entry.key = address_key(all->arena, line->key);
		entry.name = address_key(all->arena, line->name);
		entry.of.next = entry.name;
		return put(all, &all->aliases, entry, err);
	case HSCAN_GITDM_SPLIT:
		entry.key = lower(all->arena, line->key);
		entry.name = keep_name(all, line->name);
		entry.of.percent = line->percent;
		return put(all, &all->splits, entry, err);
	case HSCAN_GITDM_FILE: break;
	}
	return HSCAN_OK;
}

enum hscan_status
hscan_affiliations_rename(struct hscan_affiliations *all,
    struct hscan_text line, struct hscan_error *err)
{
	struct hscan_text name = line;
	struct hscan_text old = hscan_text_trim(hscan_text_split(&name, '='));
	struct entry entry = {.path = "organization.alias"};
	char shown[120];

	name = hscan_text_trim(name);
	if (old.len == 0 || name.len == 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "'%s' is no alias of an organization; write 'Old name = "
		    "Name'",
		    hscan_safe(line, shown, sizeof(shown)));
	entry.key = lower(all->arena, old);
	entry.name = hscan_arena_dup(all->arena, name);
	entry.of.next = lower(all->arena, name);
	return put(all, &all->renamed, entry, err);
}

/* --- what is wrong with it --- */

static enum hscan_status
wrong(const struct entry *at, const char *what, struct hscan_error *err)
{
	char shown[120], place[400];

	if (at->line > 0)
		(void)snprintf(
		    place, sizeof(place), "%s:%zu", at->path, at->line);
	else
		(void)snprintf(place, sizeof(place), "%s", at->path);
	return hscan_fail(err, HSCAN_EINVAL, "%s: '%s' %s", place,
	    hscan_safe(at->key, shown, sizeof(shown)), what);
}

/* Where an alias leads in the end, itself if to no other; NULL: nowhere, as
 * it goes on for ever. One of itself is none, and the CNCF has some. */
static const struct entry *
follow(const struct table *table, const struct entry *at)
{
	for (int i = 0; i < MOST_STEPS; i++) {
		struct entry *const *on = find(table, at->of.next);

		if (!on || compare_text((*on)->of.next, (*on)->key) == 0)
			return at;
		at = *on;
	}
	return NULL;
}

/* What a name or address stands for; itself if nothing is said of it. */
static struct hscan_text
renamed_by(
    const struct table *table, struct hscan_text key, struct hscan_text name)
{
	struct entry *const *alias = find(table, key);
	const struct entry *last = alias ? follow(table, *alias) : NULL;

	return last ? last->name : name;
}

static enum hscan_status
check_circles(const struct table *table, struct hscan_error *err)
{
	for (size_t i = 0; i < table->len; i++)
		if (!follow(table, table->at[i]))
			return wrong(table->at[i],
			    "is an alias that leads from one to the next "
			    "without an end, or to its own beginning; leave "
			    "one out",
			    err);
	return HSCAN_OK;
}

static enum hscan_status
check_dates(const struct table *table, struct hscan_error *err)
{
	for (size_t i = MOST_DATES; i < table->len; i++)
		if (by_key_alone(&table->at[i - MOST_DATES], &table->at[i]) ==
		    0)
			return wrong(table->at[i],
			    "has more than 1000 lines, which is a mistake",
			    err);
	return HSCAN_OK;
}

static enum hscan_status
check_splits(const struct table *table, struct hscan_error *err)
{
	int sum = 0;

	for (size_t i = 0; i < table->len; i++) {
		if (i > 0 && by_key_alone(&table->at[i - 1], &table->at[i]))
			sum = 0;
		sum += table->at[i]->of.percent;
		if (sum > 100)
			return wrong(table->at[i],
			    "is a VirtualEmployer of more than 100 %", err);
	}
	return HSCAN_OK;
}

static enum hscan_status
sort(struct table *table, struct hscan_arena *arena,
    int (*by)(const void *, const void *), struct hscan_error *err)
{
	size_t i = table->len;

	if (table->len == 0)
		return HSCAN_OK;
	table->at =
	    hscan_arena_alloc(arena, table->len, sizeof(struct entry *));
	if (!table->at)
		return hscan_no_memory(err);
	for (struct entry *at = table->newest; at; at = at->before)
		table->at[--i] = at;
	qsort(table->at, table->len, sizeof(struct entry *), by);
	return HSCAN_OK;
}

static enum hscan_status
sort_all(struct hscan_affiliations *all, struct hscan_error *err)
{
	enum hscan_status status =
	    sort(&all->employs, all->arena, by_time, err);

	if (status == HSCAN_OK)
		status = sort(&all->aliases, all->arena, by_order, err);
	if (status == HSCAN_OK)
		status = sort(&all->splits, all->arena, by_order, err);
	if (status == HSCAN_OK)
		status = sort(&all->renamed, all->arena, by_order, err);
	return status;
}

enum hscan_status
hscan_affiliations_finish(
    struct hscan_affiliations *all, struct hscan_error *err)
{
	enum hscan_status status = sort_all(all, err);

	if (status == HSCAN_OK)
		status = check_circles(&all->aliases, err);
	if (status == HSCAN_OK)
		status = check_circles(&all->renamed, err);
	if (status == HSCAN_OK)
		status = check_dates(&all->employs, err);
	if (status == HSCAN_OK)
		status = check_splits(&all->splits, err);
	return status;
}

/* --- what is looked up --- */

/* The keys of one address, the one that counts most first. */
struct keys {
	struct hscan_text at[MOST_KEYS];
	size_t len;
};

static void
add_key(struct keys *keys, struct hscan_text key)
{
	if (keys->len < MOST_KEYS)
		keys->at[keys->len++] = key;
}

/* The address itself; and of a forge's own, which may have a number before the
 * login, the same account's without. Says whether it is a forge's, whose domain
 * tells nothing of who has it. */
static bool
add_exact(const struct hscan_affiliations *all, struct keys *keys,
    struct hscan_text email)
{
	const struct hscan_text host = hscan_text_of(HSCAN_DEFAULT_HOST);
	struct hscan_text login, bare = email;
	int64_t id;

	add_key(keys, email);
	if (all->gitdm_order || !hscan_noreply(email, host, &login, &id))
		return false;
	bare.len -= (size_t)(login.ptr - email.ptr);
	bare.ptr = login.ptr;
	if (bare.len < email.len)
		add_key(keys, bare);
	return true;
}

/* "mail.example.org", "example.org": those of two parts or more. */
static void
add_domains(struct keys *keys, struct hscan_text domain)
{
	struct hscan_text rest = domain;

	while (rest.ptr && memchr(rest.ptr, '.', rest.len)) {
		add_key(keys, rest);
		(void)hscan_text_split(&rest, '.');
	}
}

static void
turn(struct hscan_text *texts, size_t len)
{
	for (size_t i = 0; i < len / 2; i++) {
		struct hscan_text swap = texts[i];

		texts[i] = texts[len - 1 - i];
		texts[len - 1 - i] = swap;
	}
}

static struct keys
keys_of(const struct hscan_affiliations *all, struct hscan_text email)
{
	struct keys keys = {.len = 0};
	struct hscan_text domain = email;
	bool forge = add_exact(all, &keys, email);
	size_t exact = keys.len;

	(void)hscan_text_split(&domain, '@');
	if (forge)
		add_key(&keys, domain);
	else if (domain.ptr)
		add_domains(&keys, domain);
	if (all->gitdm_order)
		turn(&keys.at[exact], keys.len - exact);
	return keys;
}

/* Whose address it is by the aliases; itself if nobody else's. */
static struct hscan_text
by_alias(const struct hscan_affiliations *all, struct hscan_text email)
{
	struct keys keys = {.len = 0};

	(void)add_exact(all, &keys, email);
	for (size_t i = 0; i < keys.len; i++) {
		if (find(&all->aliases, keys.at[i]))
			return renamed_by(&all->aliases, keys.at[i], email);
	}
	return email;
}

/* --- what an organization is --- */

static bool
is_word(struct hscan_text name, const char *const *words)
{
	if (name.len > 2 && name.ptr[0] == '(' && name.ptr[name.len - 1] == ')')
		name = (struct hscan_text){name.ptr + 1, name.len - 2};
	for (; *words; words++)
		if (hscan_text_is_nocase(name, *words))
			return true;
	return false;
}

static const char *const unknown_words[] = {"unknown", "notfound", NULL};
static const char *const robot_words[] = {"robots", NULL};
static const char *const alone_words[] = {
    "independent", "self", "none", "consultant", NULL};

/* Who looks, for what he finds. */
struct look {
	const struct hscan_affiliations *all;
	struct hscan_text email;  /* by the aliases; in lower case */
	struct hscan_arena arena; /* of what is made up for it */
	hscan_affiliation_fn *take;
	void *payload;
	struct hscan_error *err;
};

/* "Independent (ann@example.org)" */
static struct hscan_text
name_alone(struct look *look)
{
	struct hscan_text name = {NULL, 0};
	struct hscan_buf words;

	hscan_buf_init(&words, LONGEST_NAME + look->email.len);
	(void)hscan_buf_add_string(&words, "Independent (");
	(void)hscan_buf_add_text(&words, look->email);
	if (hscan_buf_add_char(&words, ')'))
		name = hscan_arena_dup(&look->arena, hscan_buf_text(&words));
	hscan_buf_clear(&words);
	return name;
}

static enum hscan_status
tell_of(struct look *look, struct hscan_text name, struct hscan_affiliation one)
{
	const struct table *renamed = &look->all->renamed;
	struct hscan_text key = lower(&look->arena, name);

	if (!key.ptr)
		return hscan_no_memory(look->err);
	one.organization = renamed_by(renamed, key, name);
	if (is_word(one.organization, unknown_words)) {
		one.standing = HSCAN_STANDING_UNKNOWN;
		one.organization = (struct hscan_text){NULL, 0};
	} else if (is_word(one.organization, robot_words)) {
		one.standing = HSCAN_STANDING_ROBOT;
	} else if (is_word(one.organization, alone_words)) {
		one.organization = name_alone(look);
		if (!one.organization.ptr)
			return hscan_no_memory(look->err);
	}
	return look->take(&one, look->payload, look->err);
}

static enum hscan_status
tell_unknown(struct look *look, struct hscan_affiliation one)
{
	one.standing = HSCAN_STANDING_UNKNOWN;
	return look->take(&one, look->payload, look->err);
}

/* What of a split is nobody's is unknown. */
static enum hscan_status
tell_split(struct look *look, struct entry *const *parts, size_t len,
    struct hscan_affiliation one)
{
	enum hscan_status status = HSCAN_OK;
	int left = 100;

	for (size_t i = 0; i < len && status == HSCAN_OK; i++) {
		one.percent = parts[i]->of.percent;
		left -= one.percent;
		status = tell_of(look, parts[i]->name, one);
	}
	one.percent = left;
	return status == HSCAN_OK && left > 0 ? tell_unknown(look, one)
					      : status;
}

static enum hscan_status
tell(struct look *look, const struct entry *entry, int64_t from, int64_t until)
{
	const struct hscan_affiliation one = {
	    .from = from, .until = until, .percent = 100};
	struct entry *const *parts;
	struct hscan_text key;
	size_t len;

	if (!entry)
		return tell_unknown(look, one);
	key = lower(&look->arena, entry->name);
	if (!key.ptr)
		return hscan_no_memory(look->err);
	parts = find_all(&look->all->splits, key, &len);
	return parts ? tell_split(look, parts, len, one)
		     : tell_of(look, entry->name, one);
}

/* --- as of when --- */

/* What holds at a time, by the first of the keys that says anything of it;
 * NULL: nothing does. `*until`: up to when nothing else can. */
static const struct entry *
entry_at(const struct hscan_affiliations *all, const struct keys *keys,
    int64_t when, int64_t *until)
{
	*until = INT64_MAX;
	for (size_t i = 0; i < keys->len; i++) {
		size_t len;
		struct entry *const *said =
		    find_all(&all->employs, keys->at[i], &len);

		for (size_t j = 0; j < len; j++) {
			const struct entry *one = said[j];

			if (one->of.time.from > when &&
			    one->of.time.from < *until)
				*until = one->of.time.from;
			if (one->of.time.from > when ||
			    one->of.time.until <= when)
				continue;
			if (one->of.time.until < *until)
				*until = one->of.time.until;
			return one;
		}
	}
	return NULL;
}

static enum hscan_status
tell_times(struct look *look, const struct keys *keys)
{
	enum hscan_status status = HSCAN_OK;
	int64_t from = INT64_MIN, until;

	while (from < INT64_MAX && status == HSCAN_OK) {
		const struct entry *entry =
		    entry_at(look->all, keys, from, &until);

		status = tell(look, entry, from, until);
		from = until;
	}
	return status;
}

enum hscan_status
hscan_affiliate(const struct hscan_affiliations *all, struct hscan_text email,
    hscan_affiliation_fn *take, void *payload, struct hscan_error *err)
{
	struct look look = {
	    .all = all, .take = take, .payload = payload, .err = err};
	enum hscan_status status;
	struct keys keys;

	hscan_arena_init(&look.arena);
	look.email = lower(&look.arena, email);
	if (look.email.ptr) {
		look.email = by_alias(all, look.email);
		keys = keys_of(all, look.email);
		status = tell_times(&look, &keys);
	} else {
		status = hscan_no_memory(err);
	}
	hscan_arena_clear(&look.arena);
	return status;
}

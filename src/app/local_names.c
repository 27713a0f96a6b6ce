/* SPDX-License-Identifier: MIT */
/* The names of clones; see local_names.h. */
#include "app/local_names.h"

#include <string.h>

#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"
#include "sync/local.h"

enum { LONGEST_NAME = 256 * 1024, MANY = 32 };

static struct local_name *
find_number(const struct local_names *names, int64_t number)
{
	for (size_t i = 0; i < names->len; i++)
		if (names->items[i].number == number)
			return &names->items[i];
	return NULL;
}

static bool
same(struct hscan_text a, struct hscan_text b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (hscan_to_lower(a.ptr[i]) != hscan_to_lower(b.ptr[i]))
			return false;
	return true;
}

static bool
is_taken(
    const struct local_names *names, struct hscan_text name, int64_t number)
{
	for (size_t i = 0; i < names->len; i++)
		if (names->items[i].number != number &&
		    same(names->items[i].name, name))
			return true;
	return false;
}

static enum hscan_status
put(struct local_names *names, int64_t number, struct hscan_text name,
    struct hscan_error *err)
{
	struct local_name *known = find_number(names, number);

	if (!known && names->len == names->size) {
		size_t size = names->size ? names->size * 2 : MANY;
		struct local_name *more =
		    hscan_arena_alloc(names->arena, size, sizeof(*more));

		if (!more)
			return hscan_no_memory(err);
		if (names->len > 0)
			memcpy(more, names->items, names->len * sizeof(*more));
		names->items = more;
		names->size = size;
	}
	if (!known)
		known = &names->items[names->len++];
	known->number = number;
	known->name = hscan_arena_dup(names->arena, name);
	return known->name.ptr ? HSCAN_OK : hscan_no_memory(err);
}

static enum hscan_status
on_stored(int64_t number, struct hscan_text full_name, void *payload,
    struct hscan_error *err)
{
	return put(payload, number, full_name, err);
}

enum hscan_status
local_names_load(struct local_names *names, struct hscan_store *store,
    struct hscan_arena *arena, struct hscan_error *err)
{
	*names = (struct local_names){.arena = arena};
	return hscan_store_each_number(
	    store, HSCAN_LOCAL_HOST, on_stored, names, err);
}

/* --- to give one --- */

/* The last `parts` parts of a path, or all of it; "" for 0. */
static const char *
last_parts(const char *path, size_t parts)
{
	const char *at = path + strlen(path);

	while (at > path && parts > 0) {
		at--;
		if (*at == '/' && --parts == 0)
			return at + 1;
	}
	return at;
}

/* The candidates one after the other, by how many parts of the path are in
 * them. False: there are no more. */
static bool
candidate(const struct clone *clone, size_t parts, struct hscan_buf *out)
{
	const char *path = last_parts(clone->path, parts);

	if (parts > 2 && strcmp(path, last_parts(clone->path, parts - 1)) == 0)
		return false;
	hscan_buf_reset(out);
	if (clone->called)
		hscan_add_safe(out, hscan_text_of(clone->called), false);
	if (clone->called && parts > 0)
		(void)hscan_buf_add_char(out, '@');
	hscan_add_safe(out, hscan_text_of(path), false);
	return true;
}

/* Looks for the first of the candidates that none but `number` has; with
 * `wanted`, for that one. */
static bool
choose(const struct local_names *names, const struct clone *clone,
    int64_t number, const struct local_name *wanted, struct hscan_buf *out)
{
	for (size_t n = clone->called ? 0 : 2; candidate(clone, n, out); n++)
		if (!is_taken(names, hscan_buf_text(out), number) &&
		    (!wanted ||
			hscan_text_equal(hscan_buf_text(out), wanted->name)))
			return true;
	return false;
}

enum hscan_status
local_names_give(struct local_names *names, const struct clone *clone,
    struct local_name *out, struct hscan_error *err)
{
	int64_t number = hscan_local_number(clone->path);
	const struct local_name *known = find_number(names, number);
	enum hscan_status status;
	struct hscan_buf name;

	hscan_buf_init(&name, LONGEST_NAME);
	/* The last resort is a path that only differs in what cannot be shown.
	 */
	if (!known || !choose(names, clone, number, known, &name))
		(void)choose(names, clone, number, NULL, &name);
	status = hscan_buf_check(&name, "the name of a clone", err);
	if (status == HSCAN_OK)
		status = put(names, number, hscan_buf_text(&name), err);
	known = find_number(names, number);
	if (status == HSCAN_OK && known)
		*out = *known;
	hscan_buf_clear(&name);
	return status;
}

/* --- to find one --- */

/* What a terminal shows that knows no UTF-8. */
static bool
is_shown_as(struct hscan_text name, struct hscan_text word)
{
	struct hscan_buf shown;
	bool is;

	hscan_buf_init(&shown, LONGEST_NAME);
	hscan_add_safe(&shown, name, true);
	is = same(hscan_buf_text(&shown), word);
	hscan_buf_clear(&shown);
	return is;
}

static const struct local_name *
find_name(const struct local_names *names, struct hscan_text word)
{
	for (size_t i = 0; i < names->len; i++)
		if (same(names->items[i].name, word))
			return &names->items[i];
	for (size_t i = 0; i < names->len; i++)
		if (is_shown_as(names->items[i].name, word))
			return &names->items[i];
	return NULL;
}

bool
local_names_is_local(const char *word)
{
	return hscan_text_starts(hscan_text_of(word), LOCAL_PREFIX);
}

const struct local_name *
local_names_find(const struct local_names *names, const char *word, bool any)
{
	struct hscan_text text = hscan_text_of(word);
	struct hscan_repo_name name;

	if (local_names_is_local(word)) {
		text.ptr += strlen(LOCAL_PREFIX);
		text.len -= strlen(LOCAL_PREFIX);
	} else if (!any &&
		   hscan_repo_name_parse(text, &name, NULL) == HSCAN_OK &&
		   !local_names_is_other_forge(name.host)) {
		return NULL;
	}
	return find_name(names, text);
}

enum hscan_status
local_names_unknown(const char *word, struct hscan_error *err)
{
	char shown[200];

	return hscan_fail(err, HSCAN_ENODATA,
	    "%s is not in the store: no clone of that name was read; name its "
	    "folder, or see healthscan repos",
	    hscan_safe(hscan_text_of(word), shown, sizeof(shown)));
}

/* Enough to know those that most people have clones of; of any other it is
 * found out by asking. */
bool
local_names_is_other_forge(const char *host)
{
	static const char *const hosts[] = {"gitlab.com", "bitbucket.org",
	    "codeberg.org", "git.sr.ht", "salsa.debian.org", "invent.kde.org",
	    "framagit.org", "gitee.com", "dev.azure.com", "ssh.dev.azure.com",
	    "git.kernel.org", "git.savannah.gnu.org", "sourceware.org",
	    "git.code.sf.net", "gerrit.wikimedia.org", "huggingface.co"};
	static const char *const kinds[] = {
	    "gitlab.", "gitea.", "forgejo.", "bitbucket.", "gerrit."};

	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++)
		if (hscan_text_is_nocase(hscan_text_of(host), hosts[i]))
			return true;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (hscan_text_starts(hscan_text_of(host), kinds[i]))
			return true;
	return hscan_text_ends(hscan_text_of(host), ".googlesource.com");
}

/* SPDX-License-Identifier: MIT */
/* From arguments and options to repositories; see targets.h. */
#include "app/targets.h"

#include <stdlib.h>
#include <string.h>

#include "app/clones.h"
#include "app/groups.h"
#include "app/local_names.h"
#include "app/names.h"
#include "app/target_lists.h"
#include "base/buf.h"
#include "base/grow.h"
#include "base/safe.h"
#include "base/text.h"
#include "source/git/git.h"
#include "store/store.h"
#include "sync/local.h"
#include "sync/owner.h"

enum {
	LONGEST_NAME = 64 * 1024,
	/* Origins that are asked for in a run: who has no token has but sixty
	 * requests. What became known of the others is known the next time. */
	MOST_ASKED = 20,
};

/* What is being put together. */
struct finding {
	struct app *app;
	const char *const *words; /* of the user's */
	size_t words_len;
	struct hscan_store *store;
	bool named_only; /* clones are only found for names */
	struct hscan_arena *arena;
	struct targets *out;
	struct clone *clones; /* those that were found */
	size_t clones_len, clones_size;
	struct local_names local; /* what clones are called */
	size_t word;              /* which is being looked at */
	int asked;
};

/* --- the list --- */

static struct target *
find_named(const struct targets *targets, const struct hscan_repo_name *name)
{
	size_t at;

	return name_index_find(&targets->names, name, &at) ? &targets->items[at]
							   : NULL;
}

/* Room for one more; NULL when there is no memory. */
static void *
grow(struct hscan_arena *arena, void *items, size_t len, size_t *size,
    size_t item)
{
	size_t wanted = *size ? *size * 2 : 32;
	void *more;

	if (len < *size)
		return items;
	more = hscan_arena_alloc(arena, wanted, item);
	if (more && len > 0)
		memcpy(more, items, len * item);
	if (more)
		*size = wanted;
	return more;
}

/* A new one, all zero but for its word. */
static struct target *
add(struct finding *finding)
{
	struct targets *out = finding->out;
	struct target *items =
	    hscan_grow(out->items, &out->size, out->len + 1, sizeof(*items));

	if (!items)
		return NULL;
	out->items = items;
	items[out->len] = (struct target){.word = finding->word};
	return &out->items[out->len++];
}

void
targets_clear(struct targets *targets)
{
	free(targets->items);
	*targets = (struct targets){.items = NULL};
}

static enum hscan_status
take_name(
    const struct hscan_repo_name *name, void *payload, struct hscan_error *err)
{
	struct finding *finding = payload;
	char shown[NAMES_SHOWN_SIZE];
	struct target *target;

	target = find_named(finding->out, name);
	if (target && target->member) {
		target->member = false;
		target->word = finding->word;
	}
	if (target)
		return HSCAN_OK;
	target = add(finding);
	if (!target || !name_index_add(&finding->out->names, finding->arena,
			   name, finding->out->len - 1))
		return hscan_no_memory(err);
	target->name = *name;
	target->shown = hscan_arena_dup(
	    finding->arena, hscan_text_of(names_show(name, shown)))
			    .ptr;
	return target->shown ? HSCAN_OK : hscan_no_memory(err);
}

/* --- groups --- */

/* The group that is being put together. */
struct gathered {
	struct finding *finding;
	struct target_group *group;
};

static enum hscan_status
take_member(
    const struct hscan_repo_name *name, void *payload, struct hscan_error *err)
{
	const struct gathered *gathered = payload;
	struct finding *finding = gathered->finding;
	struct target_group *group = gathered->group;
	struct target *target = find_named(finding->out, name);
	enum hscan_status status = HSCAN_OK;
	size_t at, *members;

	if (!target) {
		status = take_name(name, finding, err);
		if (status != HSCAN_OK)
			return status;
		target = &finding->out->items[finding->out->len - 1];
		target->member = true;
	}
	at = (size_t)(target - finding->out->items);
	for (size_t i = 0; i < group->len; i++)
		if (group->members[i] == at)
			return HSCAN_OK;
	members = grow(finding->arena, group->members, group->len, &group->room,
	    sizeof(*members));
	if (!members)
		return hscan_no_memory(err);
	group->members = members;
	members[group->len++] = at;
	return HSCAN_OK;
}

static bool
has_group(const struct targets *targets, const char *name)
{
	for (size_t i = 0; i < targets->len; i++)
		if (targets->items[i].group &&
		    strcmp(targets->items[i].group->name, name) == 0)
			return true;
	return false;
}

/* The members first, which are read before they are shown. */
static enum hscan_status
take_group(struct finding *finding, const char *word, struct hscan_error *err)
{
	struct target_group *group =
	    hscan_arena_alloc(finding->arena, 1, sizeof(*group));
	struct gathered gathered = {finding, group};
	struct hscan_buf shown;
	struct target *target;
	enum hscan_status status;

	if (has_group(finding->out, word + 1))
		return HSCAN_OK;
	if (!group)
		return hscan_no_memory(err);
	*group = (struct target_group){
	    .name =
		hscan_arena_dup(finding->arena, hscan_text_of(word + 1)).ptr,
	};
	status = groups_members(
	    &finding->app->settings, word, take_member, &gathered, err);
	if (status != HSCAN_OK)
		return status;
	target = add(finding);
	if (!target || !group->name)
		return hscan_no_memory(err);
	target->group = group;
	target->offline = true;
	finding->out->groups++;
	hscan_buf_init(&shown, LONGEST_NAME);
	hscan_add_safe(&shown, hscan_text_of(word), false);
	target->shown =
	    hscan_arena_dup(finding->arena, hscan_buf_text(&shown)).ptr;
	hscan_buf_clear(&shown);
	return target->shown ? HSCAN_OK : hscan_no_memory(err);
}

static enum hscan_status
take_groups(struct finding *finding, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	size_t *i = &finding->word;

	for (*i = 0; *i < finding->words_len && status == HSCAN_OK; ++*i)
		if (groups_is(finding->words[*i]))
			status = take_group(finding, finding->words[*i], err);
	return status;
}

/* --- an owner's --- */

struct owned {
	struct finding *finding;
	const char *host;
};

static enum hscan_status
on_owned(const struct hscan_repo *repo, void *payload, struct hscan_error *err)
{
	const struct owned *owned = payload;
	struct finding *finding = owned->finding;
	const struct settings *settings = &finding->app->settings;
	struct hscan_repo_name name;
	struct hscan_error why;
	enum hscan_status status;

	if ((repo->fork && !settings->with_forks) ||
	    (repo->archived && !settings->with_archived)) {
		finding->out->left_out++;
		return HSCAN_OK;
	}
	status = hscan_repo_name_parse(repo->full_name, &name, &why);
	if (status != HSCAN_OK) {
		app_warn(finding->app, "%s: it is left out", why.message);
		finding->out->unreadable++;
		return HSCAN_OK;
	}
	memcpy(name.host, owned->host, strlen(owned->host) + 1);
	return take_name(&name, finding, err);
}

static void
on_gap(const char *line, void *payload)
{
	const struct owned *owned = payload;

	app_warn(owned->finding->app, "%s", line);
}

/* "acme" or "HOST/acme": what would be a repository with a name behind it. */
static enum hscan_status
parse_owner(
    const char *org, struct hscan_repo_name *out, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf text;
	char shown[120];

	hscan_buf_init(&text, LONGEST_NAME);
	(void)hscan_buf_add_format(&text, "%s/x", org);
	status = hscan_repo_name_parse(hscan_buf_text(&text), out, NULL);
	hscan_buf_clear(&text);
	if (status == HSCAN_OK)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EINVAL,
	    "--org: '%s' is not the name of an organization or user; write "
	    "NAME or HOST/NAME",
	    hscan_safe(hscan_text_of(org), shown, sizeof(shown)));
}

static enum hscan_status
take_owner(struct finding *finding, struct hscan_error *err)
{
	const struct settings *settings = &finding->app->settings;
	struct hscan_repo_name owner;
	struct owned owned = {.finding = finding, .host = owner.host};
	struct hscan_owner_gaps gaps = {0, false};
	struct hscan_http *http = NULL;
	enum hscan_status status;

	if (settings->offline)
		return hscan_fail(err, HSCAN_EINVAL,
		    "--org cannot be offline: the forge is asked which "
		    "repositories there are; name them, or leave out "
		    "--offline");
	status = parse_owner(settings->org, &owner, err);
	if (status == HSCAN_OK)
		status = app_client(finding->app, owner.host, &http, err);
	if (status != HSCAN_OK)
		return status;
	status = hscan_sync_owner(
	    http, owner.owner, on_owned, on_gap, &owned, &gaps, err);
	finding->out->unreadable += gaps.unreadable;
	finding->out->partial = gaps.partial;
	return status;
}

/* --- clones --- */

/* One that no forge is asked for. Its path is NULL where the store alone knows
 * of it. Its name is for people: a forge's has no such host. */
static enum hscan_status
add_local(struct finding *finding, const struct local_name *name,
    const char *path, struct hscan_error *err)
{
	struct hscan_text base = name->name;
	struct hscan_text folder = hscan_text_split(&base, '/');
	struct target *target;
	struct hscan_buf shown;

	for (size_t i = 0; i < finding->out->len; i++)
		if (finding->out->items[i].local &&
		    finding->out->items[i].number == name->number)
			return HSCAN_OK;
	target = add(finding);
	if (!target)
		return hscan_no_memory(err);
	(void)hscan_safe(hscan_text_of(HSCAN_LOCAL_HOST), target->name.host,
	    sizeof(target->name.host));
	(void)hscan_safe(
	    folder, target->name.owner, sizeof(target->name.owner));
	(void)hscan_safe(base, target->name.name, sizeof(target->name.name));
	hscan_buf_init(&shown, LONGEST_NAME);
	(void)hscan_buf_add_string(&shown, LOCAL_PREFIX);
	(void)hscan_buf_add_text(&shown, name->name);
	target->shown =
	    hscan_arena_dup(finding->arena, hscan_buf_text(&shown)).ptr;
	hscan_buf_clear(&shown);
	target->local = true;
	target->number = name->number;
	target->git = target->path = path;
	target->label = hscan_arena_dup(finding->arena, name->name).ptr;
	return target->shown && target->label ? HSCAN_OK : hscan_no_memory(err);
}

static enum hscan_status
add_clone(
    struct finding *finding, const struct clone *clone, struct hscan_error *err)
{
	struct local_name name;
	enum hscan_status status =
	    local_names_give(&finding->local, clone, &name, err);

	return status == HSCAN_OK ? add_local(finding, &name, clone->path, err)
				  : status;
}

/* --- clones whose origin is another name --- */

/* What the store knows of the names; a local one has none. */
static enum hscan_status
look_up_numbers(struct finding *finding, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < finding->out->len && status == HSCAN_OK; i++) {
		struct target *target = &finding->out->items[i];

		if (!target->local && !target->group)
			status = hscan_store_get_name(finding->store,
			    &target->name, &target->number, err);
	}
	return status;
}

/* One by its number, without a clone or, should there be none, with one; NULL:
 * there is neither. */
static struct target *
find_number(const struct targets *targets, const char *host, int64_t number)
{
	struct target *found = NULL;

	for (size_t i = 0; i < targets->len; i++) {
		struct target *target = &targets->items[i];

		if (target->local || number == 0 || target->number != number ||
		    strcmp(target->name.host, host) != 0)
			continue;
		if (!target->git)
			return target;
		found = target;
	}
	return found;
}

/* One that the origin may be another name of. */
static struct target *
find_alike(const struct targets *targets, const struct hscan_repo_name *origin)
{
	for (size_t i = 0; i < targets->len; i++) {
		struct target *target = &targets->items[i];

		if (!target->local && !target->offline && !target->group &&
		    names_are_alike(&target->name, origin))
			return target;
	}
	return NULL;
}

/* What the forge says of an origin, where it is worth asking; else nothing. */
static enum hscan_status
ask_for_origin(struct finding *finding, const struct hscan_repo_name *origin,
    int64_t number, struct hscan_whose *whose, struct hscan_error *err)
{
	const struct targets *targets = finding->out;
	const struct target *wants =
	    number != 0 ? find_number(targets, origin->host, number)
			: find_alike(targets, origin);

	/* What the store knows of one that has a clone is of no use. */
	if (!wants || (number != 0 && wants->git) ||
	    finding->asked == MOST_ASKED)
		return HSCAN_OK;
	finding->asked++;
	return names_ask(finding->app, finding->store, origin, whose, err);
}

/* Gives the clone to a target that goes by another name, if it has none. */
static enum hscan_status
give_by_number(struct finding *finding, const struct clone *clone, bool *given,
    struct hscan_error *err)
{
	const struct hscan_repo_name *origin = &clone->origin;
	struct hscan_whose whose = {.number = 0};
	struct target *target;
	int64_t number = 0;
	enum hscan_status status;

	status = hscan_store_get_name(finding->store, origin, &number, err);
	if (status == HSCAN_OK && finding->app->settings.offline)
		status = names_look_up(finding->store, origin, &whose, err);
	else if (status == HSCAN_OK)
		status = ask_for_origin(finding, origin, number, &whose, err);
	if (status != HSCAN_OK || whose.number == 0)
		return status;
	target = find_number(finding->out, origin->host, whose.number);
	if (!target)
		target = find_named(finding->out, &whose.now);
	if (!target)
		return HSCAN_OK;
	*given = true;
	target->number = whose.number;
	if (target->git)
		return HSCAN_OK;
	target->git = clone->path;
	target->git_of = whose.number;
	names_warn_of_origin(finding->app, clone->path, origin, &whose);
	return HSCAN_OK;
}

/* --- */

static enum hscan_status
keep_clone(const struct clone *clone, void *payload, struct hscan_error *err)
{
	struct finding *finding = payload;
	struct clone *clones;

	/* A word may name what also lies in the folder of all. */
	for (size_t i = 0; i < finding->clones_len; i++)
		if (strcmp(finding->clones[i].path, clone->path) == 0)
			return HSCAN_OK;
	clones = grow(finding->arena, finding->clones, finding->clones_len,
	    &finding->clones_size, sizeof(*clones));
	if (!clones)
		return hscan_no_memory(err);
	finding->clones = clones;
	clones[finding->clones_len] = *clone;
	clones[finding->clones_len].named = finding->word < finding->words_len;
	clones[finding->clones_len++].word = finding->word;
	return HSCAN_OK;
}

/* Of two clones of one repository the first is read. */
static bool
give_by_name(struct finding *finding, const struct clone *clone)
{
	struct target *target =
	    clone->has_origin ? find_named(finding->out, &clone->origin) : NULL;

	if (target && !target->git)
		target->git = clone->path;
	return target;
}

/* One that is of nothing that was named. */
static enum hscan_status
take_clone(
    struct finding *finding, const struct clone *clone, struct hscan_error *err)
{
	struct hscan_whose whose = {.number = 0};
	struct target *target;
	enum hscan_status status = HSCAN_OK;

	if (clone->has_origin)
		status =
		    names_look_up(finding->store, &clone->origin, &whose, err);
	if (status != HSCAN_OK)
		return status;
	if (whose.number == 0)
		return add_clone(finding, clone, err);
	/* Of two clones of one repository the first is read. */
	if (find_number(finding->out, clone->origin.host, whose.number))
		return HSCAN_OK;
	status = take_name(&clone->origin, finding, err);
	if (status != HSCAN_OK)
		return status;
	target = &finding->out->items[finding->out->len - 1];
	target->git = clone->path;
	target->number = whose.number;
	target->offline = true;
	return HSCAN_OK;
}

/* What goes by its very name comes first. */
static enum hscan_status
give_clones(struct finding *finding, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (size_t i = 0; i < finding->clones_len; i++)
		(void)give_by_name(finding, &finding->clones[i]);
	if (finding->clones_len > 0)
		status = look_up_numbers(finding, err);
	for (size_t i = 0; i < finding->clones_len && status == HSCAN_OK; i++) {
		const struct clone *clone = &finding->clones[i];
		bool given = give_by_name(finding, clone);

		finding->word = clone->word;
		if (clone->has_origin)
			status = give_by_number(finding, clone, &given, err);
		if (status == HSCAN_OK && !given &&
		    (!finding->named_only || clone->named))
			status = take_clone(finding, clone, err);
	}
	return status;
}

/* --- all of them --- */

static enum hscan_status
nothing(const struct finding *finding, struct hscan_error *err)
{
	const struct settings *settings = &finding->app->settings;
	char shown[120];

	if (finding->out->left_out > 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "there is nothing to scan: all %zu repositories of '%s' "
		    "are forks or archived; use --with-forks or "
		    "--with-archived",
		    finding->out->left_out,
		    hscan_safe(
			hscan_text_of(settings->org), shown, sizeof(shown)));
	if (settings->git_root)
		return hscan_fail(err, HSCAN_EINVAL,
		    "there is nothing to scan: no git repository lies directly "
		    "below '%s'; name the folder that holds the clones",
		    hscan_safe(hscan_text_of(settings->git_root), shown,
			sizeof(shown)));
	if (target_lists_explain(&finding->out->inputs, err))
		return HSCAN_EINVAL;
	return hscan_fail(err, HSCAN_EINVAL,
	    "there is nothing to scan: no repository was named; write "
	    "OWNER/NAME, a file with a name a line, - for standard input, "
	    "--list, --sbom, --org or --git-root");
}

/* "a/b", which is both a name that was taken and the clone of it. */
static enum hscan_status
give_own(const struct clone *clone, void *payload, struct hscan_error *err)
{
	struct finding *finding = payload;
	struct hscan_repo_name name;
	struct target *target;
	enum hscan_status status = hscan_repo_name_parse(
	    hscan_text_of(finding->words[finding->word]), &name, err);

	if (status != HSCAN_OK)
		return status;
	target = find_named(finding->out, &name);
	if (target && !target->git)
		target->git = clone->path;
	return HSCAN_OK;
}

static enum hscan_status
take_folders(struct finding *finding, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	size_t *i = &finding->word;

	for (*i = 0; *i < finding->words_len && status == HSCAN_OK; ++*i) {
		const char *word = finding->words[*i];

		if (target_is_folder(word)) {
			names_note_folder(finding->app, word);
			status = clones_find_one(
			    word, finding->arena, keep_clone, finding, err);
		} else if (!finding->app->settings.no_git &&
			   target_is_both(word)) {
			status = clones_find_one(
			    word, finding->arena, give_own, finding, err);
		}
	}
	return status;
}

static enum hscan_status
take_clones(struct finding *finding, struct hscan_error *err)
{
	const char *root = finding->app->settings.git_root;
	enum hscan_status status = take_folders(finding, err);

	if (status == HSCAN_OK && root)
		status =
		    clones_find(root, finding->arena, keep_clone, finding, err);
	return status == HSCAN_OK ? give_clones(finding, err) : status;
}

/* --- words --- */

/* Those that only the store can know, for they are a clone's; the others go to
 * `rest`. */
static enum hscan_status
take_stored(struct finding *finding, const char **rest, size_t *rest_len,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	*rest_len = 0;
	for (size_t i = 0; i < finding->words_len && status == HSCAN_OK; i++) {
		const char *word = finding->words[i];
		const struct local_name *name =
		    local_names_find(&finding->local, word, false);

		finding->word = i;
		if (groups_is(word))
			continue; /* these come after the lists */
		if (target_is_folder(word) ||
		    (!name && !local_names_is_local(word)))
			rest[(*rest_len)++] = word;
		else if (!name)
			status = local_names_unknown(word, err);
		else
			status = add_local(finding, name, NULL, err);
	}
	return status;
}

/* --- a share of them --- */

/* What is left of them keeps its order. Whoever is a member of a group is asked
 * about alone. */
static void
drop_others(struct targets *targets)
{
	size_t kept = 0;

	for (size_t i = 0; i < targets->len; i++) {
		struct target *target = &targets->items[i];

		if (target->group)
			continue;
		if (!hscan_shard_has(&targets->shard, &target->name)) {
			targets->elsewhere++;
			continue;
		}
		target->member = false;
		targets->items[kept++] = *target;
	}
	targets->len = kept;
}

static enum hscan_status
keep_share(struct finding *finding, struct hscan_error *err)
{
	const char *word = finding->app->settings.shard;
	struct targets *out = finding->out;
	size_t groups = out->groups;
	enum hscan_status status;

	if (!word)
		return HSCAN_OK;
	status = hscan_shard_parse(hscan_text_of(word), &out->shard, err);
	if (status != HSCAN_OK)
		return status;
	drop_others(out);
	out->groups = 0;
	/* Its places are no longer right, and nobody looks there any more. */
	out->names = (struct name_index){0};
	app_say(finding->app, APP_SAY, "share %s: %zu of %zu repositories%s",
	    word, out->len, out->len + out->elsewhere,
	    groups == 0 ? ""
			: "; a group is judged where all its members are, in "
			  "the store that healthscan merge makes");
	return HSCAN_OK;
}

enum hscan_status
targets_find(struct app *app, const char *const *words, size_t words_len,
    struct hscan_store *store, struct hscan_arena *arena, struct targets *out,
    struct hscan_error *err)
{
	const struct settings *settings = &app->settings;
	struct finding finding = {.app = app,
	    .words = words,
	    .words_len = words_len,
	    .store = store,
	    .arena = arena,
	    .out = out};
	const char **rest =
	    hscan_arena_alloc(arena, words_len + 1, sizeof(*rest));
	size_t rest_len = 0;
	enum hscan_status status;

	*out = (struct targets){.items = NULL};
	if (!rest)
		return hscan_no_memory(err);
	status = local_names_load(&finding.local, store, arena, err);
	if (status == HSCAN_OK)
		status = take_stored(&finding, rest, &rest_len, err);
	if (status == HSCAN_OK)
		status = target_lists_read(app, rest, rest_len, arena,
		    take_name, &finding, &out->inputs, err);
	if (status == HSCAN_OK)
		status = take_groups(&finding, err);
	if (status == HSCAN_OK && settings->org)
		status = take_owner(&finding, err);
	if (status == HSCAN_OK)
		status = take_clones(&finding, err);
	if (status == HSCAN_OK && out->len == 0)
		status = nothing(&finding, err);
	return status == HSCAN_OK ? keep_share(&finding, err) : status;
}

/* How many are shown. */
static size_t
rows_of(const struct targets *targets)
{
	size_t rows = 0;

	for (size_t i = 0; i < targets->len; i++)
		rows += !targets->items[i].member;
	return rows;
}

static enum hscan_status
take_names(struct finding *finding, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	size_t *i = &finding->word;

	for (*i = 0; *i < finding->words_len && status == HSCAN_OK; ++*i) {
		const char *word = finding->words[*i];
		const struct local_name *stored =
		    local_names_find(&finding->local, word, false);
		struct hscan_repo_name name;

		if (target_is_folder(word))
			continue; /* these come last */
		if (groups_is(word)) {
			status = take_group(finding, word, err);
			continue;
		}
		if (stored) {
			status = add_local(finding, stored, NULL, err);
			continue;
		}
		if (local_names_is_local(word))
			return local_names_unknown(word, err);
		status = names_parse(word, &name, err);
		if (status == HSCAN_OK)
			status = take_name(&name, finding, err);
	}
	return status;
}

/* What the words alone say. */
static enum hscan_status
take_words(struct finding *finding, struct hscan_error *err)
{
	enum hscan_status status;

	finding->named_only = true;
	*finding->out = (struct targets){.items = NULL};
	status = local_names_load(
	    &finding->local, finding->store, finding->arena, err);
	if (status == HSCAN_OK)
		status = take_names(finding, err);
	return status == HSCAN_OK ? take_clones(finding, err) : status;
}

enum hscan_status
targets_compare(struct app *app, const char *const *words, size_t words_len,
    struct hscan_store *store, struct hscan_arena *arena, struct targets *out,
    struct hscan_error *err)
{
	struct finding finding = {.app = app,
	    .words = words,
	    .words_len = words_len,
	    .store = store,
	    .arena = arena,
	    .out = out};
	enum hscan_status status = take_words(&finding, err);

	if (status == HSCAN_OK && rows_of(out) < 2)
		return hscan_fail(err, HSCAN_EINVAL,
		    "there is nothing to compare: one repository was named; "
		    "name two or more");
	return status;
}

/* --- one --- */

enum hscan_status
targets_group(struct app *app, const char *word, struct hscan_store *store,
    struct hscan_arena *arena, struct targets *out, struct hscan_error *err)
{
	struct finding finding = {.app = app,
	    .words = &word,
	    .words_len = 1,
	    .store = store,
	    .arena = arena,
	    .out = out};

	return take_words(&finding, err);
}

enum hscan_status
targets_one_clone(struct app *app, const char *folder,
    struct hscan_store *store, struct hscan_arena *arena, struct target *out,
    struct hscan_error *err)
{
	struct targets targets = {.items = NULL};
	struct finding finding = {.app = app,
	    .words = &folder,
	    .words_len = 1,
	    .store = store,
	    .arena = arena,
	    .out = &targets};
	enum hscan_status status =
	    local_names_load(&finding.local, store, arena, err);

	if (status == HSCAN_OK)
		status =
		    clones_find_one(folder, arena, keep_clone, &finding, err);
	if (status == HSCAN_OK)
		status = give_clones(&finding, err);
	if (status == HSCAN_OK)
		*out = targets.items[0];
	targets_clear(&targets);
	return status;
}

enum hscan_status
targets_one_stored(struct app *app, const char *word, struct hscan_store *store,
    struct hscan_arena *arena, struct target *out, struct hscan_error *err)
{
	struct targets targets = {.items = NULL};
	struct finding finding = {
	    .app = app, .store = store, .arena = arena, .out = &targets};
	const struct local_name *name;
	enum hscan_status status =
	    local_names_load(&finding.local, store, arena, err);

	if (status != HSCAN_OK)
		return status;
	name = local_names_find(&finding.local, word, false);
	if (!name)
		return local_names_unknown(word, err);
	status = add_local(&finding, name, NULL, err);
	if (status == HSCAN_OK)
		*out = targets.items[0];
	targets_clear(&targets);
	return status;
}

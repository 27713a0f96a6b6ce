/* SPDX-License-Identifier: MIT */
/* What a package says of its repository, and what counts; see package.h. */
#include "source/sbom/package.h"

#include <string.h>

#include "base/text.h"

void
sbom_package_init(struct sbom_package *package)
{
	*package = (struct sbom_package){.by = SBOM_WORDS};
}

static void
no_memory(struct sbom *sbom)
{
	if (sbom->status == HSCAN_OK)
		sbom->status = hscan_no_memory(sbom->err);
}

struct hscan_text
sbom_take_text(struct sbom *sbom)
{
	struct hscan_text text = walk_string(&sbom->walk), copy;

	if (!text.ptr)
		return text;
	copy = hscan_arena_dup(&sbom->arena, text);
	if (!copy.ptr)
		no_memory(sbom);
	return copy;
}

/* A download from anywhere says nothing of a repository, git's own does. */
static bool
is_of_git(struct hscan_text text, enum sbom_word word)
{
	return word == SBOM_PURL || word == SBOM_VCS ||
	       (word == SBOM_DOWNLOAD && (hscan_text_starts(text, "git") ||
					     hscan_text_ends(text, ".git")));
}

void
sbom_consider(const struct sbom *sbom, struct sbom_package *package,
    struct hscan_text text, enum sbom_word word)
{
	const struct hscan_sbom_query *query = sbom->query;
	struct hscan_repo_name name;
	bool good;

	if (text.len == 0 || word >= package->by)
		return;
	good = hscan_repo_name_parse(text, &name, NULL) == HSCAN_OK;
	if (good && query->asks(name.host, query->payload)) {
		package->repo = name;
		package->by = word;
		return;
	}
	if (package->elsewhere[0] || !is_of_git(text, word))
		return;
	if (!good && !hscan_repo_host_parse(text, name.host))
		return;
	if (!query->asks(name.host, query->payload))
		memcpy(package->elsewhere, name.host, strlen(name.host) + 1);
}

void
sbom_take_place(
    struct sbom *sbom, struct sbom_package *package, enum sbom_word word)
{
	sbom_consider(sbom, package, walk_string(&sbom->walk), word);
}

static bool
is_root(const struct sbom *sbom, struct hscan_text id)
{
	if (!id.ptr || sbom->roots_len > sbom->roots_max)
		return false;
	for (size_t i = 0; i < sbom->roots_len; i++)
		if (hscan_text_equal(sbom->roots[i], id))
			return true;
	return false;
}

void
sbom_add_root(struct sbom *sbom, struct hscan_text id)
{
	if (!id.ptr || sbom->roots_len > sbom->roots_max || is_root(sbom, id))
		return;
	if (sbom->roots_len < sbom->roots_max) {
		id = hscan_arena_dup(&sbom->roots_arena, id);
		if (!id.ptr)
			no_memory(sbom);
		sbom->roots[sbom->roots_len] = id;
	}
	sbom->roots_len++;
}

/* "group/name", where there is no URL of it. */
static struct hscan_text
name_of(struct sbom *sbom, const struct sbom_package *package)
{
	struct hscan_text group = package->group, name = package->name;
	char *text;

	if (package->purl.ptr)
		return package->purl;
	if (group.len == 0 || !name.ptr)
		return name;
	text = hscan_arena_alloc(&sbom->arena, group.len + 1 + name.len + 1, 1);
	if (!text) {
		no_memory(sbom);
		return name;
	}
	memcpy(text, group.ptr, group.len);
	text[group.len] = '/';
	memcpy(text + group.len + 1, name.ptr, name.len);
	return (struct hscan_text){text, group.len + 1 + name.len};
}

void
sbom_package_end(struct sbom *sbom, const struct sbom_package *package)
{
	struct hscan_sbom_package told = {.found = HSCAN_SBOM_NOWHERE};

	if (sbom->walk.fault || is_root(sbom, package->id))
		return;
	told.name = name_of(sbom, package);
	if (package->by < SBOM_WORDS) {
		told.found = package->by == SBOM_HOME ? HSCAN_SBOM_GUESSED
						      : HSCAN_SBOM_NAMED;
		told.repo = package->repo;
	} else if (package->elsewhere[0]) {
		told.found = HSCAN_SBOM_ELSEWHERE;
		memcpy(told.repo.host, package->elsewhere,
		    sizeof(package->elsewhere));
	}
	if (sbom->status == HSCAN_OK && ++sbom->packages > HSCAN_SBOM_PACKAGES)
		sbom->status = hscan_fail(sbom->err, HSCAN_EINVAL,
		    "%s: it has more than a million packages; split it",
		    sbom->source);
	if (sbom->status == HSCAN_OK)
		sbom->status = sbom->query->on_package(
		    &told, sbom->query->payload, sbom->err);
}

/* What is left out for its form would be missing without a word. */
void
sbom_each(struct sbom *sbom, void (*read)(struct sbom *sbom))
{
	struct walk *walk = &sbom->walk;

	if (walk_null(walk))
		return;
	if (!walk_list(walk)) {
		walk_refuse(walk, "a list of packages is no list");
		return;
	}
	while (walk_item(walk)) {
		if (sbom->status != HSCAN_OK)
			walk_skip(walk);
		else if (walk_object(walk))
			read(sbom);
		else
			walk_refuse(walk, "one of the packages is no object");
	}
}

void
sbom_each_of(struct sbom *sbom, struct sbom_package *package,
    void (*read)(struct sbom *sbom, struct sbom_package *package))
{
	if (!walk_list(&sbom->walk)) {
		walk_skip(&sbom->walk);
		return;
	}
	while (walk_item(&sbom->walk)) {
		if (walk_object(&sbom->walk))
			read(sbom, package);
		else
			walk_skip(&sbom->walk);
	}
}

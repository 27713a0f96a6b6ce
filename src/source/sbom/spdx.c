/* SPDX-License-Identifier: MIT */
/* The packages of SPDX 2, and of the graph that SPDX 3 is. */
#include "base/text.h"
#include "source/sbom/package.h"

/* --- SPDX 2: packages --- */

/* Nothing but package URLs is looked for among the references. */
/* A package URL in the member of that name. */
static void
take_purl(struct sbom *sbom, struct sbom_package *package, const char *member)
{
	const char *const members[] = {member, NULL};
	struct walk_names names = {members, 0};
	size_t which;

	while (walk_member(&sbom->walk, &names, &which)) {
		struct hscan_text text = sbom_take_text(sbom);

		if (!hscan_text_starts(text, "pkg:"))
			continue;
		package->purl = text;
		sbom_consider(sbom, package, text, SBOM_PURL);
	}
}

static void
read_reference(struct sbom *sbom, struct sbom_package *package)
{
	take_purl(sbom, package, "referenceLocator");
}

static void
read_package(struct sbom *sbom)
{
	enum { ID, NAME, DOWNLOAD, HOME, REFERENCES };
	static const char *const members[] = {"SPDXID", "name",
	    "downloadLocation", "homepage", "externalRefs", NULL};
	struct walk_names names = {members, 0};
	struct sbom_package package;
	size_t which;

	sbom_package_init(&package);
	while (walk_member(&sbom->walk, &names, &which))
		switch (which) {
		case ID: package.id = sbom_take_text(sbom); break;
		case NAME: package.name = sbom_take_text(sbom); break;
		case DOWNLOAD:
			sbom_take_place(sbom, &package, SBOM_DOWNLOAD);
			break;
		case HOME: sbom_take_place(sbom, &package, SBOM_HOME); break;
		default: sbom_each_of(sbom, &package, read_reference); break;
		}
	sbom_package_end(sbom, &package);
	hscan_arena_reset(&sbom->arena);
}

void
sbom_spdx_packages(struct sbom *sbom)
{
	sbom_each(sbom, read_package);
}

/* --- SPDX 2: what it is about --- */

static void
add_roots(struct sbom *sbom)
{
	if (!walk_list(&sbom->walk)) {
		walk_skip(&sbom->walk);
		return;
	}
	while (walk_item(&sbom->walk))
		sbom_add_root(sbom, walk_string(&sbom->walk));
}

void
sbom_spdx_described(struct sbom *sbom)
{
	add_roots(sbom);
}

static void
read_relationship(struct sbom *sbom)
{
	enum { TYPE, RELATED };
	static const char *const members[] = {
	    "relationshipType", "relatedSpdxElement", NULL};
	struct walk_names names = {members, 0};
	struct hscan_text type = {NULL, 0}, related = {NULL, 0};
	size_t which;

	while (walk_member(&sbom->walk, &names, &which)) {
		struct hscan_text text = sbom_take_text(sbom);

		if (which == TYPE)
			type = text;
		else
			related = text;
	}
	if (hscan_text_is(type, "DESCRIBES"))
		sbom_add_root(sbom, related);
	hscan_arena_reset(&sbom->arena);
}

void
sbom_spdx_relationships(struct sbom *sbom)
{
	sbom_each(sbom, read_relationship);
}

/* --- SPDX 3 --- */

static void
read_identifier(struct sbom *sbom, struct sbom_package *package)
{
	take_purl(sbom, package, "identifier");
}

static enum sbom_word
word_of(struct hscan_text type)
{
	if (hscan_text_is(type, "vcs"))
		return SBOM_VCS;
	if (hscan_text_is(type, "issueTracker"))
		return SBOM_ISSUES;
	return SBOM_WORDS;
}

/* The first of its locators. */
static struct hscan_text
take_locator(struct sbom *sbom)
{
	struct hscan_text first = {NULL, 0};

	if (!walk_list(&sbom->walk))
		return sbom_take_text(sbom);
	while (walk_item(&sbom->walk)) {
		struct hscan_text text = sbom_take_text(sbom);

		if (!first.ptr)
			first = text;
	}
	return first;
}

static void
read_external(struct sbom *sbom, struct sbom_package *package)
{
	enum { TYPE, LOCATOR };
	static const char *const members[] = {
	    "externalRefType", "locator", NULL};
	struct walk_names names = {members, 0};
	struct hscan_text type = {NULL, 0}, locator = {NULL, 0};
	size_t which;

	while (walk_member(&sbom->walk, &names, &which))
		if (which == TYPE)
			type = sbom_take_text(sbom);
		else
			locator = take_locator(sbom);
	if (word_of(type) != SBOM_WORDS)
		sbom_consider(sbom, package, locator, word_of(type));
}

static void
read_element(struct sbom *sbom)
{
	enum { TYPE, ID, NAME, PURL, DOWNLOAD, HOME, IDENTIFIERS, REFERENCES };
	static const char *const members[] = {"type", "spdxId", "name",
	    "software_packageUrl", "software_downloadLocation",
	    "software_homePage", "externalIdentifier", "externalRef", NULL};
	struct walk_names names = {members, 0};
	struct sbom_package package;
	bool is_package = false;
	size_t which;

	sbom_package_init(&package);
	while (walk_member(&sbom->walk, &names, &which))
		switch (which) {
		case TYPE:
			is_package = hscan_text_is(
			    walk_string(&sbom->walk), "software_Package");
			break;
		case ID: package.id = sbom_take_text(sbom); break;
		case NAME: package.name = sbom_take_text(sbom); break;
		case PURL:
			package.purl = sbom_take_text(sbom);
			sbom_consider(sbom, &package, package.purl, SBOM_PURL);
			break;
		case DOWNLOAD:
			sbom_take_place(sbom, &package, SBOM_DOWNLOAD);
			break;
		case HOME: sbom_take_place(sbom, &package, SBOM_HOME); break;
		case IDENTIFIERS:
			sbom_each_of(sbom, &package, read_identifier);
			break;
		default: sbom_each_of(sbom, &package, read_external); break;
		}
	if (is_package)
		sbom_package_end(sbom, &package);
	hscan_arena_reset(&sbom->arena);
}

void
sbom_spdx_graph(struct sbom *sbom)
{
	sbom_each(sbom, read_element);
}

static void
read_root(struct sbom *sbom)
{
	static const char *const members[] = {"rootElement", NULL};
	struct walk_names names = {members, 0};
	size_t which;

	while (walk_member(&sbom->walk, &names, &which))
		add_roots(sbom);
}

void
sbom_spdx_graph_roots(struct sbom *sbom)
{
	sbom_each(sbom, read_root);
}

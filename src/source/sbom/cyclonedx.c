/* SPDX-License-Identifier: MIT */
/* The components of CycloneDX, 1.2 to 1.7: a component may have others in it.
 */
#include "base/text.h"
#include "source/sbom/package.h"

/* --- externalReferences --- */

static enum sbom_word
word_of(struct hscan_text type)
{
	static const struct {
		const char *type;
		enum sbom_word word;
	} words[] = {
	    {"vcs", SBOM_VCS},
	    {"distribution", SBOM_DOWNLOAD},
	    {"source-distribution", SBOM_DOWNLOAD},
	    {"issue-tracker", SBOM_ISSUES},
	    {"website", SBOM_HOME},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (hscan_text_is(type, words[i].type))
			return words[i].word;
	return SBOM_WORDS;
}

static void
read_reference(struct sbom *sbom, struct sbom_package *package)
{
	enum { TYPE, URL };
	static const char *const members[] = {"type", "url", NULL};
	struct walk_names names = {members, 0};
	struct hscan_text type = {NULL, 0}, url = {NULL, 0};
	enum sbom_word word;
	size_t which;

	while (walk_member(&sbom->walk, &names, &which)) {
		struct hscan_text text = sbom_take_text(sbom);

		if (which == TYPE)
			type = text;
		else
			url = text;
	}
	word = word_of(type);
	if (word != SBOM_WORDS)
		sbom_consider(sbom, package, url, word);
}

/* --- components --- */

/* What is in it is told before it; no deeper than JSON may be. */
static void
read_component(struct sbom *sbom)
{
	enum { GROUP, NAME, PURL, REFERENCES, COMPONENTS };
	static const char *const members[] = {
	    "group", "name", "purl", "externalReferences", "components", NULL};
	struct walk_names names = {members, 0};
	bool outermost = sbom->walk.depth == sbom->outermost;
	struct sbom_package package;
	size_t which;

	sbom_package_init(&package);
	while (walk_member(&sbom->walk, &names, &which))
		switch (which) {
		case GROUP: package.group = sbom_take_text(sbom); break;
		case NAME: package.name = sbom_take_text(sbom); break;
		case PURL:
			package.purl = sbom_take_text(sbom);
			sbom_consider(sbom, &package, package.purl, SBOM_PURL);
			break;
		case REFERENCES:
			sbom_each_of(sbom, &package, read_reference);
			break;
		default: sbom_each(sbom, read_component); break;
		}
	sbom_package_end(sbom, &package);
	if (outermost)
		hscan_arena_reset(&sbom->arena);
}

void
sbom_cyclonedx_components(struct sbom *sbom)
{
	sbom->outermost = sbom->walk.depth + 2;
	sbom_each(sbom, read_component);
}

/* The program that the whole is about is none of its components, but may have
 * them in it. */
static void
read_subject(struct sbom *sbom)
{
	static const char *const members[] = {"components", NULL};
	struct walk_names names = {members, 0};
	size_t which;

	if (!walk_object(&sbom->walk)) {
		walk_skip(&sbom->walk);
		return;
	}
	while (walk_member(&sbom->walk, &names, &which))
		sbom_cyclonedx_components(sbom);
}

void
sbom_cyclonedx_metadata(struct sbom *sbom)
{
	static const char *const members[] = {"component", NULL};
	struct walk_names names = {members, 0};
	size_t which;

	if (!walk_object(&sbom->walk)) {
		walk_skip(&sbom->walk);
		return;
	}
	while (walk_member(&sbom->walk, &names, &which))
		read_subject(sbom);
}

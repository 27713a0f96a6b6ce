/* SPDX-License-Identifier: MIT */
/* Which kind of file it is, and its packages; see sbom.h. Members come in any
 * order, so that it is read twice: first for what it is and what it is about.
 */
#include "source/sbom/sbom.h"

#include <string.h>

#include "base/text.h"
#include "source/sbom/package.h"

enum member {
	BOM_FORMAT,
	SPDX_VERSION,
	CONTEXT,
	METADATA,
	COMPONENTS,
	PACKAGES,
	DESCRIBED,
	RELATIONSHIPS,
	GRAPH,
	WRAPPED, /* as GitHub's API gives it */
};

static const char *const members[] = {
    [BOM_FORMAT] = "bomFormat",
    [SPDX_VERSION] = "spdxVersion",
    [CONTEXT] = "@context",
    [METADATA] = "metadata",
    [COMPONENTS] = "components",
    [PACKAGES] = "packages",
    [DESCRIBED] = "documentDescribes",
    [RELATIONSHIPS] = "relationships",
    [GRAPH] = "@graph",
    [WRAPPED] = "sbom",
    NULL,
};

/* SPDX 3 says no version but in what its words mean. */
static bool
is_context_of_spdx(struct hscan_text context)
{
	return hscan_text_starts(context, "https://spdx.org/") ||
	       hscan_text_starts(context, "https://spdx.github.io/");
}

static void
set_kind(struct sbom *sbom, enum hscan_sbom_kind kind, size_t roots_max)
{
	sbom->kind = kind;
	sbom->roots_max = roots_max;
}

/* The first time: what it is, and what it is about. */
static void
look_at(struct sbom *sbom, enum member member)
{
	struct walk *walk = &sbom->walk;

	switch (member) {
	case BOM_FORMAT:
		if (hscan_text_is(walk_string(walk), "CycloneDX"))
			set_kind(sbom, HSCAN_SBOM_CYCLONEDX, 0);
		break;
	case SPDX_VERSION:
		if (hscan_text_starts(walk_string(walk), "SPDX-2"))
			set_kind(sbom, HSCAN_SBOM_SPDX, 1);
		break;
	case CONTEXT:
		if (is_context_of_spdx(walk_string(walk)))
			set_kind(sbom, HSCAN_SBOM_SPDX, MOST_ROOTS);
		break;
	case DESCRIBED: sbom_spdx_described(sbom); break;
	case RELATIONSHIPS: sbom_spdx_relationships(sbom); break;
	case GRAPH: sbom_spdx_graph_roots(sbom); break;
	case METADATA:
	case COMPONENTS:
	case PACKAGES:
	case WRAPPED: walk_skip(walk); break;
	}
}

/* The second time: its packages. */
static void
read_packages(struct sbom *sbom, enum member member)
{
	bool cyclonedx = sbom->kind == HSCAN_SBOM_CYCLONEDX;

	if (member == METADATA && cyclonedx)
		sbom_cyclonedx_metadata(sbom);
	else if (member == COMPONENTS && cyclonedx)
		sbom_cyclonedx_components(sbom);
	else if (member == PACKAGES && !cyclonedx)
		sbom_spdx_packages(sbom);
	else if (member == GRAPH && !cyclonedx)
		sbom_spdx_graph(sbom);
	else
		walk_skip(&sbom->walk);
}

static void
read_root_object(
    struct sbom *sbom, void (*take)(struct sbom *sbom, enum member member))
{
	struct walk_names outer = {members, 0}, inner = {members, 0};
	size_t which;

	if (!walk_object(&sbom->walk)) {
		walk_skip(&sbom->walk);
		return;
	}
	while (walk_member(&sbom->walk, &outer, &which)) {
		if (which != WRAPPED || !walk_object(&sbom->walk)) {
			take(sbom, (enum member)which);
			continue;
		}
		while (walk_member(&sbom->walk, &inner, &which))
			take(sbom, (enum member)which);
	}
}

static enum hscan_status
ended(struct sbom *sbom)
{
	struct walk *walk = &sbom->walk;

	if (sbom->status == HSCAN_OK && walk_ended(walk))
		return HSCAN_OK;
	if (sbom->status == HSCAN_OK && walk->no_memory)
		return hscan_no_memory(sbom->err);
	if (sbom->status == HSCAN_OK)
		return hscan_fail(sbom->err, HSCAN_EINVAL,
		    "%s:%zu: cannot be read as a bill of materials: %s; check "
		    "how it was made",
		    sbom->source, walk_line(walk), walk->fault);
	return sbom->status;
}

static enum hscan_status
walk_through(struct sbom *sbom, struct hscan_text text,
    void (*take)(struct sbom *sbom, enum member member))
{
	enum hscan_status status;

	walk_init(&sbom->walk, text);
	read_root_object(sbom, take);
	status = ended(sbom);
	walk_clear(&sbom->walk);
	return status;
}

enum hscan_status
hscan_sbom_read(struct hscan_text text, const char *source,
    const struct hscan_sbom_query *query, enum hscan_sbom_kind *kind,
    struct hscan_error *err)
{
	struct sbom sbom = {.source = source,
	    .query = query,
	    .err = err,
	    .roots_max = MOST_ROOTS};
	enum hscan_status status;

	hscan_arena_init(&sbom.arena);
	hscan_arena_init(&sbom.roots_arena);
	status = walk_through(&sbom, text, look_at);
	if (status == HSCAN_OK && sbom.kind != HSCAN_SBOM_NONE)
		status = walk_through(&sbom, text, read_packages);
	if (status == HSCAN_OK)
		*kind = sbom.kind;
	hscan_arena_clear(&sbom.roots_arena);
	hscan_arena_clear(&sbom.arena);
	return status;
}

/* SPDX-License-Identifier: MIT */
/* A package while it is read, whatever the format: what it says, and what is
 * the best of that. For the files of this folder alone. */
#ifndef HSCAN_SOURCE_SBOM_PACKAGE_H
#define HSCAN_SOURCE_SBOM_PACKAGE_H

#include <stdbool.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>

#include "base/arena.h"
#include "source/sbom/sbom.h"
#include "source/sbom/walk.h"

enum { MOST_ROOTS = 2 };

/* A file being read. The first failure stays. */
struct sbom {
	struct walk walk;
	const char *source; /* for messages */
	const struct hscan_sbom_query *query;
	struct hscan_arena arena; /* of the package being read */
	struct hscan_error *err;
	enum hscan_status status;
	size_t packages;
	size_t outermost; /* depth of components that are in no other */
	enum hscan_sbom_kind kind;
	/* What the whole is about, by its id: more of them than `roots_max`
	 * are not a root but the packages themselves. */
	struct hscan_text roots[MOST_ROOTS]; /* owned, by roots_arena */
	struct hscan_arena roots_arena;
	size_t roots_len, roots_max;
};

/* Where it says where it is, the best first. */
enum sbom_word {
	SBOM_PURL,
	SBOM_VCS,
	SBOM_DOWNLOAD,
	SBOM_ISSUES,
	SBOM_HOME,
	SBOM_WORDS,
};

struct sbom_package {
	struct hscan_text id, group, name, purl; /* of the arena; or absent */
	enum sbom_word by;                       /* SBOM_WORDS: nothing yet */
	struct hscan_repo_name repo;
	char elsewhere[256]; /* "": none */
};

void sbom_package_init(struct sbom_package *package);

/* Takes the next string, a copy of the arena; absent: it is none. */
struct hscan_text sbom_take_text(struct sbom *sbom);

/* Takes the next string for what it says of where the repository is. */
void sbom_take_place(
    struct sbom *sbom, struct sbom_package *package, enum sbom_word word);
void sbom_consider(const struct sbom *sbom, struct sbom_package *package,
    struct hscan_text text, enum sbom_word word);

/* Tells it. */
void sbom_package_end(struct sbom *sbom, const struct sbom_package *package);

/* An id of what the whole is about. */
void sbom_add_root(struct sbom *sbom, struct hscan_text id);

/* The rest of a list of packages, each by `read`, which has an object before
 * it and takes it. */
void sbom_each(struct sbom *sbom, void (*read)(struct sbom *sbom));

/* A list within a package, likewise; what is no list, or no object in it, is
 * passed over. */
void sbom_each_of(struct sbom *sbom, struct sbom_package *package,
    void (*read)(struct sbom *sbom, struct sbom_package *package));

/* Each takes the value of a member of the file. */
void sbom_cyclonedx_components(struct sbom *sbom);
void sbom_cyclonedx_metadata(struct sbom *sbom);
void sbom_spdx_packages(struct sbom *sbom);
void sbom_spdx_described(struct sbom *sbom);
void sbom_spdx_relationships(struct sbom *sbom);
void sbom_spdx_graph(struct sbom *sbom);
void sbom_spdx_graph_roots(struct sbom *sbom);

#endif

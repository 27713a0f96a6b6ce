/* SPDX-License-Identifier: MIT */
/*
 * Bills of materials, as far as they say where the repositories of packages
 * are: CycloneDX (components, also those within others) and SPDX 2 and 3, as
 * JSON. Pure.
 */
#ifndef HSCAN_SOURCE_SBOM_SBOM_H
#define HSCAN_SOURCE_SBOM_SBOM_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/repo.h>
#include <healthscan/status.h>
#include <healthscan/text.h>

/* More packages than this are refused; so is JSON that is nested deeper than
 * 64 levels. */
#define HSCAN_SBOM_PACKAGES 1000000

enum hscan_sbom_kind {
	HSCAN_SBOM_NONE, /* JSON, but no bill of materials */
	HSCAN_SBOM_CYCLONEDX,
	HSCAN_SBOM_SPDX,
};

enum hscan_sbom_found {
	HSCAN_SBOM_NOWHERE,   /* it names no repository */
	HSCAN_SBOM_ELSEWHERE, /* on `repo.host`, which is not asked */
	HSCAN_SBOM_GUESSED,   /* by its home page, which may be another's */
	HSCAN_SBOM_NAMED,
};

/* The texts are borrowed for the time of the call, and any bytes. */
struct hscan_sbom_package {
	struct hscan_text name; /* its URL, else its name; may be absent */
	enum hscan_sbom_found found;
	struct hscan_repo_name
	    repo; /* of HSCAN_SBOM_ELSEWHERE the host alone */
};

/* What is to be found out, and who is told. */
struct hscan_sbom_query {
	/* Whether the repositories of a host can be asked for. */
	bool (*asks)(const char *host, void *payload);
	/* Told each package. Any status but HSCAN_OK ends the reading and is
	 * its result. */
	enum hscan_status (*on_package)(
	    const struct hscan_sbom_package *package, void *payload,
	    struct hscan_error *err);
	void *payload;
};

/**
 * Tells each package, but for the one that the whole is about. Of what a
 * package says the best that names a repository of a host that is asked
 * counts: its package URL, its version control, its downloads, its issues, and
 * last its home page. *kind is HSCAN_SBOM_NONE, and nobody was told, for other
 * JSON. HSCAN_EINVAL, with `source` (safe to print) and line: it is not JSON,
 * has a member twice that is read, or is too much.
 */
HSCAN_CHECK enum hscan_status hscan_sbom_read(struct hscan_text text,
    const char *source, const struct hscan_sbom_query *query,
    enum hscan_sbom_kind *kind, struct hscan_error *err);

#endif

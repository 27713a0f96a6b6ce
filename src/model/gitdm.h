/* SPDX-License-Identifier: MIT */
/*
 * The files in which communities keep who works where, as gitdm reads them
 * (Linux, OpenStack, the CNCF): bytes in, what each line says out. Pure.
 */
#ifndef HSCAN_MODEL_GITDM_H
#define HSCAN_MODEL_GITDM_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

/* What a file is. */
enum hscan_gitdm_kind {
	HSCAN_GITDM_ANY,       /* told by its first line that says anything */
	HSCAN_GITDM_CONFIG,    /* "EmailMap FILE", ... */
	HSCAN_GITDM_EMPLOYERS, /* "[user@]domain EMPLOYER [< YYYY-MM-DD]" */
	HSCAN_GITDM_ALIASES,   /* "ADDRESS ADDRESS" */
	HSCAN_GITDM_GROUP,     /* "ADDRESS", of one employer */
	/* "LOGIN: ADDRESS, ADDRESS", and below it with a tab before each
	 * "EMPLOYER [from YYYY-MM-DD] [until YYYY-MM-DD]" */
	HSCAN_GITDM_PEOPLE,
};

/* What a line says. */
enum hscan_gitdm_says {
	HSCAN_GITDM_EMPLOYS, /* `key` is of `name` in [from, until) */
	HSCAN_GITDM_ALIAS,   /* `key` is `name` */
	HSCAN_GITDM_FILE,    /* `name` is one of `kind`, perhaps of `key` */
	HSCAN_GITDM_SPLIT, /* `percent` of what `key` does is done by `name` */
};

/* Texts are borrowed from the file. */
struct hscan_gitdm_line {
	enum hscan_gitdm_says says;
	size_t line;           /* the first is 1 */
	struct hscan_text key; /* of EMPLOYS and ALIAS an address or domain,
				* with '!' for '@' as the CNCF writes it */
	struct hscan_text name;
	int64_t from, until; /* INT64_MIN, INT64_MAX: always */
	enum hscan_gitdm_kind kind;
	int percent; /* 1 to 100 */
};

typedef enum hscan_status hscan_gitdm_fn(const struct hscan_gitdm_line *line,
    void *payload, struct hscan_error *err);

/* A file to be read. */
struct hscan_gitdm_file {
	const char *path; /* for messages; safe to print */
	struct hscan_text bytes;
	enum hscan_gitdm_kind kind;
	struct hscan_text employer; /* of a group */
};

/**
 * Tells each line that says something, in order. HSCAN_EINVAL, with the file
 * and line: it is not of its kind, or longer than any is; also as `take`.
 */
HSCAN_CHECK enum hscan_status hscan_gitdm_read(
    const struct hscan_gitdm_file *file, hscan_gitdm_fn *take, void *payload,
    struct hscan_error *err);

/* One line of an employers file, such as "example.org Example < 2020-01-31".
 * HSCAN_EINVAL: it is none, or one of no address that there can be. */
HSCAN_CHECK enum hscan_status hscan_gitdm_employs(struct hscan_text text,
    struct hscan_gitdm_line *out, struct hscan_error *err);

#endif

/* SPDX-License-Identifier: MIT */
/*
 * Reads a .mailmap as git reads it of a blob (gitmailmap(5), and where that is
 * silent what git 2.39 does): whose e-mail stands for whose. libgit2 has rules
 * of its own. Pure: bytes in, and they may be any.
 */
#ifndef HSCAN_SOURCE_GIT_PEOPLE_H
#define HSCAN_SOURCE_GIT_PEOPLE_H

#include <healthscan/text.h>

struct git_people;

/* Borrows the text. NULL: out of memory. */
struct git_people *git_people_read(struct hscan_text mailmap);
void git_people_free(struct git_people *people); /* NULL is fine */

/* The e-mail that stands for an author's, which is their own where none does;
 * borrowed from the .mailmap or from what was asked. */
struct hscan_text git_people_email(const struct git_people *people,
    struct hscan_text name, struct hscan_text email);

#endif

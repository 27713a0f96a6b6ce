/* SPDX-License-Identifier: MIT */
/*
 * Walks through JSON of any size from value to value, in memory that does not
 * grow with it: a parser that makes a tree takes fifty times the text where
 *that is hostile. Pure.
 *
 *	walk_init(&walk, text);
 *	if (walk_object(&walk))
 *		while (walk_member(&walk, names, &which))
 *			...take or skip the value...
 *	if (walk_ended(&walk)) ...
 *
 * The first fault stays: from then on nothing is there any more, so that it may
 * be looked at once at the end.
 */
#ifndef HSCAN_SOURCE_SBOM_WALK_H
#define HSCAN_SOURCE_SBOM_WALK_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/text.h>

#include "base/buf.h"

enum {
	WALK_DEPTH = 64,           /* objects and lists within each other */
	WALK_STRING = 1024 * 1024, /* bytes of one string that is wanted */
};

struct walk {
	const char *begin, *at, *end;
	size_t depth;
	bool in_object[WALK_DEPTH]; /* at each depth; else in a list */
	bool fresh;                 /* nothing of the innermost was taken */
	const char *fault;          /* NULL: none; static */
	const char *fault_at;
	bool no_memory;        /* and not the text's fault */
	struct hscan_buf text; /* of the last string; owned */
};

/* The members of an object that are wanted, up to a NULL, and those that have
 * come: a second one of the same name is a fault, as which counts cannot be
 * told. Zero it for each object. */
struct walk_names {
	const char *const *names; /* at most 31 */
	unsigned seen;
};

void walk_init(struct walk *walk, struct hscan_text json);
void walk_clear(struct walk *walk);

/* Enters the next value where it is one; else false, and nothing is taken. */
bool walk_object(struct walk *walk);
bool walk_list(struct walk *walk);

/* Goes to the next member that is wanted, whose value is to be taken: its index
 * in `names`. Others are passed over. False: that was the last one, and the
 * object is left. */
bool walk_member(struct walk *walk, struct walk_names *names, size_t *which);

/* Goes to the next value of a list; false: that was the last one. */
bool walk_item(struct walk *walk);

/* Takes the next value: its text where it is a string, valid until the next
 * call; otherwise absent, as long as it is JSON. */
struct hscan_text walk_string(struct walk *walk);

/* Takes the next value where it is null; else false, and nothing is taken. */
bool walk_null(struct walk *walk);

/* Takes the next value, whatever it is. */
void walk_skip(struct walk *walk);

/* Ends the walk with a fault of the caller's, at the next value; `fault` is
 * static. */
void walk_refuse(struct walk *walk, const char *fault);

/* True after the one value, when nothing but white space follows. */
bool walk_ended(struct walk *walk);

/* The line of the fault, from 1. */
size_t walk_line(const struct walk *walk);

#endif

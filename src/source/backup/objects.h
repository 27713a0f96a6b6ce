/* SPDX-License-Identifier: MIT */
/*
 * Finds the objects in a stream of JSON, one by one, so that a list of any
 * length is read in little memory. Taken are lists, lists of lists and lists
 * one after another, as joined pages are, objects between them, and a list that
 * was cut off. Whether an object is JSON is for its decoder to say. Pure.
 */
#ifndef HSCAN_SOURCE_BACKUP_OBJECTS_H
#define HSCAN_SOURCE_BACKUP_OBJECTS_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/text.h>

#include "base/buf.h"

/* An object that is longer is left out. */
#define HSCAN_OBJECT_MAX ((size_t)32 * 1024 * 1024)

enum hscan_objects_found {
	HSCAN_OBJECT_NONE,     /* the bytes are used up */
	HSCAN_OBJECT_WHOLE,    /* it is hscan_objects_text() */
	HSCAN_OBJECT_TOO_LONG, /* it was passed over */
	HSCAN_OBJECT_NO_JSON,  /* there is something else: this is the end */
};

struct hscan_objects {
	struct hscan_buf text; /* of the object that is being read; owned */
	size_t depth;          /* of braces and brackets within an object */
	size_t lists;          /* that are open around it */
	bool in_string, escaped;
	bool too_long;
	unsigned mark; /* bytes of a byte order mark that are still allowed */
};

void hscan_objects_init(struct hscan_objects *objects);
void hscan_objects_clear(struct hscan_objects *objects);

/* Takes bytes off the front of `*bytes`, up to the end of an object or of them
 * all. Without memory it is HSCAN_OBJECT_NONE, and text.failed says so. */
enum hscan_objects_found hscan_objects_next(
    struct hscan_objects *objects, struct hscan_text *bytes);

/* The object that was found; borrowed until the next call. */
struct hscan_text hscan_objects_text(const struct hscan_objects *objects);

/* Whether the stream may end here: no list or object is left open. */
bool hscan_objects_ended(const struct hscan_objects *objects);

#endif

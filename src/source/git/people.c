/* SPDX-License-Identifier: MIT */
/*
 * A .mailmap as git reads it; see people.h. Names are not asked for, so of the
 * lines only those matter that have two addresses: one address alone gives a
 * name to it and leaves what earlier lines say of its e-mail.
 */
#include "source/git/people.h"
#include "base/grow.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/text.h"
#include "source/git/ids.h"

/* One line: who has this e-mail, and this name where one stands before it, has
 * in truth the other. */
struct person {
	struct hscan_text email, name; /* a name of no bytes: any */
	struct hscan_text real;
	size_t line; /* of lines for the same the last one counts */
};

struct git_people {
	struct person *all; /* owned; in order, each once */
	size_t len, size;
};

static struct hscan_text
trim(struct hscan_text text)
{
	while (text.len > 0 && git_is_blank(text.ptr[0])) {
		text.ptr++;
		text.len--;
	}
	while (text.len > 0 && git_is_blank(text.ptr[text.len - 1]))
		text.len--;
	return text;
}

/* Takes "Name <address>" off a line, whose rest may be anything. */
static bool
take_person(
    struct hscan_text *line, struct hscan_text *name, struct hscan_text *email)
{
	struct hscan_text rest = *line;

	*name = trim(hscan_text_split(&rest, '<'));
	*email = hscan_text_split(&rest, '>');
	if (!rest.ptr)
		return false;
	*line = rest;
	return true;
}

/* False: the line maps no e-mail. */
static bool
read_line(struct hscan_text line, struct person *out)
{
	struct hscan_text real_name;

	/* A '#' that comes later is a part of a name or an address. */
	if (hscan_text_starts(line, "#") ||
	    !take_person(&line, &real_name, &out->real) || out->real.len == 0)
		return false;
	/* Nothing is an address here: "<>" is who has none. */
	return take_person(&line, &out->name, &out->email);
}

static bool
add(struct git_people *people, const struct person *person)
{
	struct person *more = hscan_grow(
	    people->all, &people->size, people->len + 1, sizeof(*more));

	if (!more)
		return false;
	people->all = more;
	people->all[people->len++] = *person;
	return true;
}

static int
compare_text(struct hscan_text a, struct hscan_text b)
{
	for (size_t i = 0; i < a.len && i < b.len; i++) {
		char x = hscan_to_lower(a.ptr[i]), y = hscan_to_lower(b.ptr[i]);

		if (x != y)
			return (unsigned char)x < (unsigned char)y ? -1 : 1;
	}
	return (a.len > b.len) - (a.len < b.len);
}

static int
compare_who(const struct person *a, const struct person *b)
{
	int order = compare_text(a->email, b->email);

	return order ? order : compare_text(a->name, b->name);
}

static int
compare_lines(const void *left, const void *right)
{
	const struct person *a = left, *b = right;
	int order = compare_who(a, b);

	return order ? order : (a->line > b->line) - (a->line < b->line);
}

static void
put_in_order(struct git_people *people)
{
	size_t kept = 0;

	if (people->len == 0)
		return;
	qsort(people->all, people->len, sizeof(*people->all), compare_lines);
	for (size_t i = 0; i < people->len; i++) {
		if (i + 1 < people->len &&
		    compare_who(&people->all[i], &people->all[i + 1]) == 0)
			continue;
		people->all[kept++] = people->all[i];
	}
	people->len = kept;
}

struct git_people *
git_people_read(struct hscan_text mailmap)
{
	struct git_people *people = calloc(1, sizeof(*people));
	/* To git a blob ends with the first NUL. */
	struct hscan_text rest = hscan_text_split(&mailmap, '\0');
	struct person person = {.line = 0};

	while (people && rest.len > 0) {
		if (!read_line(hscan_text_split(&rest, '\n'), &person))
			continue;
		if (!add(people, &person)) {
			git_people_free(people);
			return NULL;
		}
		person.line++;
	}
	if (people)
		put_in_order(people);
	return people;
}

void
git_people_free(struct git_people *people)
{
	if (people)
		free(people->all);
	free(people);
}

static const struct person *
find(const struct git_people *people, struct hscan_text email,
    struct hscan_text name)
{
	const struct person who = {.email = email, .name = name};
	size_t low = 0, high = people->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_who(&people->all[middle], &who);

		if (order == 0)
			return &people->all[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

struct hscan_text
git_people_email(const struct git_people *people, struct hscan_text name,
    struct hscan_text email)
{
	const struct hscan_text any = {NULL, 0};
	const struct person *person = NULL;

	if (name.len > 0)
		person = find(people, email, name);
	if (!person)
		person = find(people, email, any);
	return person ? person->real : email;
}

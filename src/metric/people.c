/* SPDX-License-Identifier: MIT */
/* Who is one person in several repositories; see people.h. */
#include "metric/people.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

void
hscan_people_clear(struct hscan_people *people)
{
	free(people->all);
	*people = (struct hscan_people){0};
}

bool
hscan_people_add(struct hscan_people *people, const struct hscan_person *person)
{
	struct hscan_person *all = hscan_grow(
	    people->all, &people->size, people->len + 1, sizeof(*all));

	if (!all)
		return false;
	people->all = all;
	all[people->len] = *person;
	all[people->len].no = people->len;
	people->len++;
	return true;
}

static int
by_person(const struct hscan_person *a, const struct hscan_person *b)
{
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->actor_id != b->actor_id)
		return a->actor_id < b->actor_id ? -1 : 1;
	return strcmp(a->host, b->host);
}

/* Of one person, as they were added. */
static int
by_person_and_no(const void *a, const void *b)
{
	const struct hscan_person *x = a, *y = b;
	int difference = by_person(x, y);

	return difference ? difference : (x->no > y->no) - (x->no < y->no);
}

void
hscan_people_unite(struct hscan_people *people, bool sum)
{
	size_t len = 0;

	if (people->len > 0)
		qsort(people->all, people->len, sizeof(*people->all),
		    by_person_and_no);
	for (size_t i = 0; i < people->len; i++) {
		const struct hscan_person *one = &people->all[i];
		struct hscan_person *last =
		    len > 0 ? &people->all[len - 1] : NULL;

		if (!last || by_person(last, one) != 0)
			people->all[len++] = *one;
		else if (sum)
			last->value += one->value;
		else if (one->value > last->value)
			last->value = one->value;
	}
	people->len = len;
}

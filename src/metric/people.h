/* SPDX-License-Identifier: MIT */
/* Who is one person in several repositories: an account of one host. A metric
 * has a sample for each person of each of them. Pure. */
#ifndef HSCAN_METRIC_PEOPLE_H
#define HSCAN_METRIC_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <healthscan/report.h>

/* A sample of a person. */
struct hscan_person {
	size_t at; /* where it belongs: people are told apart within it */
	const char *host; /* borrowed */
	int64_t actor_id;
	double value;
	bool left_out;
	struct hscan_sample *sample; /* borrowed; or NULL */
	size_t no;                   /* set by hscan_people_add() */
};

/* Zeroes to begin with. */
struct hscan_people {
	struct hscan_person *all; /* owned */
	size_t len, size;
};

void hscan_people_clear(struct hscan_people *people);

/* False when there is no memory. */
bool hscan_people_add(
    struct hscan_people *people, const struct hscan_person *person);

/* Leaves one sample a person, with the sum of the values, else the greatest of
 * them, and what else the first that was added has. */
void hscan_people_unite(struct hscan_people *people, bool sum);

#endif

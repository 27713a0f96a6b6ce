/* SPDX-License-Identifier: MIT */
/* The edit distance between words; see suggest.h. */
#include "base/suggest.h"

#include <string.h>

enum { LONGEST = 40 };

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Whether the two letters before i and j are each other's, swapped. */
static bool
are_swapped(struct hscan_text a, struct hscan_text b, size_t i, size_t j)
{
	return i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
	       a.ptr[i - 2] == b.ptr[j - 1];
}

/* How many letters were left out, put in, mistaken or swapped with their
 * neighbour, the most frequent slip. */
static size_t
distance(struct hscan_text a, struct hscan_text b)
{
	size_t rows[3][LONGEST + 1];

	for (size_t j = 0; j <= b.len; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *row = rows[i % 3], *last = rows[(i + 2) % 3];
		const size_t *swapped = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t change =
			    last[j - 1] + (a.ptr[i - 1] != b.ptr[j - 1]);

			row[j] = least(change, least(last[j], row[j - 1]) + 1);
			if (are_swapped(a, b, i, j))
				row[j] = least(row[j], swapped[j - 2] + 1);
		}
	}
	return rows[a.len % 3][b.len];
}

bool
suggestion_nearer(struct suggestion *suggestion, struct hscan_text known)
{
	struct hscan_text word = suggestion->word;
	size_t d;

	if (word.len == 0 || word.len > LONGEST || known.len > LONGEST)
		return false;
	d = distance(word, known);
	/* One slip in three letters is a slip; more is another word, as html is
	 * beside yaml. */
	if (d > 3 || d * 3 > known.len + 1 ||
	    (suggestion->found && d >= suggestion->distance))
		return false;
	suggestion->found = true;
	suggestion->distance = d;
	return true;
}

void
suggestion_offer(struct suggestion *suggestion, const char *known)
{
	if (suggestion_nearer(
		suggestion, (struct hscan_text){known, strlen(known)}))
		suggestion->nearest = known;
}

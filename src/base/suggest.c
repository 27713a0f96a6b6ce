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

/* Levenshtein's distance, one row at a time; a swap of neighbours, the most
 * frequent slip, costs two. */
static size_t
distance(struct hscan_text a, struct hscan_text b)
{
	size_t row[LONGEST + 1];

	for (size_t j = 0; j <= b.len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			size_t change =
			    diagonal + (a.ptr[i - 1] != b.ptr[j - 1]);

			diagonal = row[j];
			row[j] = least(change, least(row[j], row[j - 1]) + 1);
		}
	}
	return row[b.len];
}

bool
suggestion_nearer(struct suggestion *suggestion, struct hscan_text known)
{
	struct hscan_text word = suggestion->word;
	size_t d;

	if (word.len == 0 || word.len > LONGEST || known.len > LONGEST)
		return false;
	d = distance(word, known);
	/* One slip in three letters is a slip; more is another word. */
	if (d > 3 || d * 3 > known.len + 2 ||
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

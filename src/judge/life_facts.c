/* SPDX-License-Identifier: MIT */
/* What the facts prove; see life_facts.h. */
#include "judge/life_facts.h"

static enum life_answer
maybe(unsigned *lacks, enum life_lack lack)
{
	*lacks |= (unsigned)lack;
	return LIFE_MAYBE;
}

bool
life_has_commits(const struct hscan_life_facts *facts)
{
	return facts->commits_read && !facts->other_head;
}

bool
life_knows_releases(const struct hscan_life_facts *facts)
{
	if (facts->clone_alone)
		return facts->commits_read;
	/* A project without releases may have tags. */
	return facts->releases_from != INT64_MAX &&
	       (!facts->signs.by_tags || facts->commits_read);
}

/* A commit, a merge and a tag are pushes; when the last one was, to whatever
 * branch, the forge tells. What a merge belies proves nothing. */
static bool
is_unpushed_since(const struct hscan_life_facts *facts, int64_t at)
{
	if (facts->pushed_at < facts->signs.last_merge)
		return false;
	return facts->pushed_at == HSCAN_NEVER ? facts->never_pushed
					       : facts->pushed_at < at;
}

enum life_answer
life_committed(
    const struct hscan_life_facts *facts, int64_t at, unsigned *lacks)
{
	if (life_has_commits(facts))
		return facts->signs.last_commit >= at ? LIFE_YES : LIFE_NO;
	if (is_unpushed_since(facts, at))
		return LIFE_NO;
	return maybe(
	    lacks, facts->commits_read ? LIFE_LACKS_HEAD : LIFE_LACKS_COMMITS);
}

/* Whether what the forge lists of issues and pull requests is known since. */
static enum life_answer
is_unlisted(const struct hscan_life_facts *facts, int64_t at, unsigned *lacks)
{
	if (facts->issues_from == INT64_MAX)
		return maybe(lacks, LIFE_LACKS_LISTS);
	if (facts->issues_from > at)
		return maybe(lacks, LIFE_LACKS_PAST);
	if (facts->in_doubt)
		return maybe(lacks, LIFE_LACKS_DOUBTS);
	return LIFE_NO;
}

enum life_answer
life_merged(const struct hscan_life_facts *facts, int64_t at, unsigned *lacks)
{
	enum life_answer unlisted;

	if (facts->signs.last_merge >= at)
		return LIFE_YES;
	if (facts->clone_alone || facts->pulls_off ||
	    is_unpushed_since(facts, at))
		return LIFE_NO;
	unlisted = is_unlisted(facts, at, lacks);
	if (unlisted == LIFE_NO && facts->signs.last_untold >= at)
		return maybe(lacks, LIFE_LACKS_MERGES);
	return unlisted;
}

enum life_answer
life_released(const struct hscan_life_facts *facts, int64_t at, unsigned *lacks)
{
	bool of_release = facts->clone_alone || !facts->signs.by_tags ||
			  life_knows_releases(facts);

	if (facts->signs.last_release >= at && of_release)
		return LIFE_YES;
	if (facts->releases_from == INT64_MAX && !facts->clone_alone)
		return maybe(lacks, LIFE_LACKS_LISTS);
	if (!life_knows_releases(facts) && !is_unpushed_since(facts, at))
		return maybe(lacks, LIFE_LACKS_COMMITS);
	if (facts->in_doubt)
		return maybe(lacks, LIFE_LACKS_DOUBTS);
	return LIFE_NO;
}

enum life_answer
life_replied(const struct hscan_life_facts *facts, int64_t at, unsigned *lacks)
{
	enum life_answer unlisted;

	if (facts->signs.last_reply >= at)
		return LIFE_YES;
	if (facts->clone_alone)
		return LIFE_NO;
	unlisted = is_unlisted(facts, at, lacks);
	if (unlisted == LIFE_NO && facts->signs.last_unread >= at)
		return maybe(lacks, facts->replies_asked ? LIFE_LACKS_PAST
							 : LIFE_LACKS_REPLIES);
	return unlisted;
}

/* Without commits what was merged and answered shows one, but not that there
 * is none. */
enum life_answer
life_beats(const struct hscan_life_facts *facts, unsigned *lacks)
{
	const struct hscan_signs *signs = &facts->signs;
	int64_t recent = facts->end - HSCAN_LIFE_RECENT_S;

	if (life_has_commits(facts))
		return signs->commits[0] >= LIFE_PULSE ? LIFE_YES : LIFE_NO;
	if (signs->recent_merges + signs->recent_replies >= LIFE_PULSE)
		return LIFE_YES;
	return life_committed(facts, recent, lacks);
}

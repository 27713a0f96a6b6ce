/* SPDX-License-Identifier: MIT */
/* From what was read to the facts of a life; see life.h. */
#include "judge/life.h"

#include "judge/cover.h"
#include "judge/lifecycle.h"
#include "metric/signs.h"

static bool
is_slice(const struct hscan_slice *slice)
{
	return slice->labels_len > 0 || slice->author.ptr || slice->base.ptr;
}

/* When the flag was seen that it is archived. It may have been set at any time
 * before, and for an earlier end it tells nothing. */
static int64_t
archived_at(const struct hscan_stored_repo *stored)
{
	bool told = !(stored->repo.unknown & HSCAN_REPO_ARCHIVED);

	return told && stored->repo.archived ? stored->told_at : HSCAN_NEVER;
}

static struct hscan_life_facts
facts_of(const struct hscan_cover *cover)
{
	const unsigned replies = HSCAN_NEED_COMMENTS | HSCAN_NEED_REVIEWS;
	const struct hscan_repo *repo = &cover->repo->repo;
	bool untold = repo->unknown & HSCAN_REPO_CREATED;

	return (struct hscan_life_facts){
	    .end = cover->windows[0].end,
	    .created_at = untold ? HSCAN_NEVER : repo->created_at,
	    .pushed_at = repo->pushed_at,
	    .never_pushed = repo->pushed_at == HSCAN_NEVER && !repo->unknown &&
			    !cover->one->forge_missing,
	    .archived_at = archived_at(cover->repo),
	    .clone_alone = cover->one->forge_missing != NULL,
	    .commits_read = cover->collected & HSCAN_NEED_GIT,
	    .other_head = cover->other_head.needs != 0,
	    .pulls_off = repo->pulls_disabled,
	    .replies_asked = (cover->needed & replies) == replies,
	    .in_doubt = cover->in_doubt || cover->one->incomplete,
	    .issues_from = cover->issues_from,
	    .releases_from = cover->releases_from,
	    .comments_from = cover->comments_from,
	    .backlog_missing = cover_why_no_backlog(cover),
	};
}

struct hscan_signs_question
hscan_life_question(const struct hscan_cover *cover)
{
	const struct hscan_health_query *question = cover->question;

	return (struct hscan_signs_question){
	    .repo_id = cover->repo->repo_id,
	    .end = cover->windows[0].end,
	    .comments_from = cover->comments_from,
	    .logins = question->maintainers,
	    .logins_len = question->maintainers_len,
	};
}

bool
hscan_has_life(const struct hscan_health_query *question)
{
	return question->lifecycle && !is_slice(&question->slice);
}

enum hscan_status
hscan_tell_life(const struct hscan_cover *cover, struct hscan_engine *engine,
    const struct hscan_life **out)
{
	struct hscan_life_facts facts = facts_of(cover);
	const struct hscan_signs_question question = hscan_life_question(cover);
	enum hscan_status status;

	*out = NULL;
	if (!hscan_has_life(cover->question))
		return HSCAN_OK;
	status =
	    hscan_engine_signs(engine, &question, &facts.signs, cover->err);
	if (status == HSCAN_OK)
		status = hscan_lifecycle(&facts, cover->arena, out, cover->err);
	return status;
}

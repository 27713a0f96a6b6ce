/* SPDX-License-Identifier: MIT */
/* What a policy says of a repository as a whole; see gate_whole.h. */
#include "judge/gate_whole.h"

#include "base/buf.h"
#include "base/text.h"
#include "judge/lifecycle.h"

enum { LONGEST_LINE = 64 * 1024 };

/* A class that is not known may be none of those that fail: whether it is
 * archived and how old it is stands in every list of a forge's. */
static bool
is_possible(const struct hscan_report *report, enum hscan_life_class life_class)
{
	const struct hscan_repo *repo = &report->repo;

	if (life_class == HSCAN_LIFE_ARCHIVED)
		return repo->archived ||
		       (repo->unknown & HSCAN_REPO_ARCHIVED) != 0;
	if (life_class == HSCAN_LIFE_NEW)
		return (repo->unknown & HSCAN_REPO_CREATED) != 0 ||
		       report->as_of - repo->created_at < HSCAN_LIFE_RECENT_S;
	return true;
}

static enum hscan_gate_finding
find_class(const struct hscan_report *report, unsigned fail_classes)
{
	enum hscan_life_class life_class =
	    report->life ? report->life->life_class : HSCAN_LIFE_UNKNOWN;

	if (life_class != HSCAN_LIFE_UNKNOWN)
		return fail_classes & 1U << life_class ? HSCAN_FINDING_CLASS
						       : HSCAN_FINDING_GOOD;
	for (int i = HSCAN_LIFE_UNKNOWN + 1; i < HSCAN_LIFE_CLASSES; i++)
		if ((fail_classes & 1U << i) &&
		    is_possible(report, (enum hscan_life_class)i))
			return HSCAN_FINDING_MISSING;
	return HSCAN_FINDING_GOOD;
}

/* "class: dormant (last human commit 2024-01-02)" */
static void
add_why_class(struct hscan_buf *out, const struct hscan_report *report,
    enum hscan_gate_finding finding)
{
	const struct hscan_life *life = report->life;

	(void)hscan_buf_add_string(out, "class: ");
	if (finding == HSCAN_FINDING_MISSING) {
		(void)hscan_buf_add_string(out, "not known");
		if (report->group)
			(void)hscan_buf_add_string(out, ": a group has none");
		else if (life && life->reason)
			(void)hscan_buf_add_format(out, ": %s", life->reason);
		return;
	}
	(void)hscan_buf_add_string(
	    out, hscan_life_name(life ? life->life_class : HSCAN_LIFE_UNKNOWN));
	if (!life || life->evidence.len == 0)
		return;
	(void)hscan_buf_add_string(out, " (");
	(void)hscan_buf_add_text(out, life->evidence);
	(void)hscan_buf_add_char(out, ')');
}

static enum hscan_status
keep(struct hscan_buf *words, struct hscan_arena *arena,
    struct hscan_gate_row *row, struct hscan_error *err)
{
	enum hscan_status status = hscan_buf_check(words, "a finding", err);

	if (status == HSCAN_OK) {
		row->why = hscan_arena_dup(arena, hscan_buf_text(words));
		if (!row->why.ptr)
			status = hscan_no_memory(err);
	}
	hscan_buf_clear(words);
	return status;
}

static enum hscan_status
judge_reading(const struct hscan_gate_policy *policy, struct hscan_arena *arena,
    struct hscan_gate_row *row, struct hscan_error *err)
{
	struct hscan_buf words;

	*row = (struct hscan_gate_row){
	    .finding = policy->unread.ptr ? HSCAN_FINDING_UNREACHABLE
					  : HSCAN_FINDING_GOOD,
	};
	hscan_buf_init(&words, LONGEST_LINE);
	(void)hscan_buf_add_string(
	    &words, policy->unread.ptr ? "unreachable: " : "it was read");
	(void)hscan_buf_add_text(&words, policy->unread);
	return keep(&words, arena, row, err);
}

static enum hscan_status
judge_class(const struct hscan_report *report, unsigned fail_classes,
    struct hscan_arena *arena, struct hscan_gate_row *row,
    struct hscan_error *err)
{
	struct hscan_buf words;

	*row = (struct hscan_gate_row){
	    .finding = find_class(report, fail_classes),
	};
	hscan_buf_init(&words, LONGEST_LINE);
	add_why_class(&words, report, row->finding);
	return keep(&words, arena, row, err);
}

enum hscan_status
gate_whole(const struct hscan_report *report,
    const struct hscan_gate_policy *policy, struct hscan_arena *arena,
    struct hscan_gate_row *rows, size_t *len, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	if (policy->fail_on & HSCAN_FAIL_UNREACHABLE)
		status = judge_reading(policy, arena, &rows[(*len)++], err);
	if (status == HSCAN_OK && policy->fail_classes)
		status = judge_class(
		    report, policy->fail_classes, arena, &rows[(*len)++], err);
	return status;
}

/* SPDX-License-Identifier: MIT */
/* The views that a query may read, in words; see views.h. What they are is said
 * in queries/views, and a test compares the two. */
#include "cli/command/views.h"

#include <string.h>

#include "base/text.h"
#include "cli/command/paragraph.h"

const char *const view_rules =
    "Times are seconds since 1970-01-01T00:00:00Z. repo_id is the store's own "
    "number. actor_id is the author of what the row is about, NULL for a "
    "deleted account, negative for an author of commits and for an account "
    "that is known by its login alone. Yes and no are 1 and 0.";

const struct view view_table[] = {
    {"v_repo", "a repository that the query is about",
	"repo_id, host, full_name, created_at, has_issues (NULL: no source has "
	"told it), git_read (whether a local clone was read), "
	"documentation_source (where v_documentation comes from: git or rest), "
	"group_id (in a report of a group, the repo_id that the commits of all "
	"of it have; else its own)"},
    {"v_window", "a window",
	"window_no (0 is the current one; 1, 2, ... lie before it), starts_at, "
	"ends_at"},
    {"v_item", "an issue or pull request",
	"repo_id, number, kind (1 issue, 2 pull request), title (NULL: no "
	"source has told it), actor_id, draft, state_reason, created_at, "
	"closed_at, merged_at, merge_untold (1: it is closed, and the server "
	"does not say whether it was merged), gone_at (when it was found to "
	"have vanished; NULL: it has not)"},
    {"v_issue", "an issue",
	"repo_id, number, title, actor_id, state_reason, created_at, "
	"closed_at, gone_at"},
    {"v_pull_request", "a pull request",
	"repo_id, number, title, actor_id, draft, created_at, closed_at, "
	"merged_at, merge_untold, gone_at"},
    {"v_issue_state",
	"a period in which an issue was open: with --history snapshot one, "
	"from its creation to its close; with events one for each time that it "
	"was open",
	"repo_id, number, actor_id, created_at, opened_at, ended_at (NULL: it "
	"is still open), closed (1: ended by a close; 0: it became a "
	"discussion), closed_until (when it was reopened, or NULL), reason (of "
	"the close)"},
    {"v_pull_request_state", "the same of a pull request",
	"repo_id, number, actor_id, created_at, opened_at, ended_at, closed, "
	"closed_until, merged_at, merge_untold"},
    {"v_role",
	"what the author of an item is to its repository, by the newest rows",
	"repo_id, number, role (1 an agent, 2 a bot, 3 a maintainer, 4 a "
	"newcomer: it is the first item that its author opened there, 5 a "
	"regular, 6 not known: the account was deleted)"},
    {"v_event", "what happened to an item",
	"repo_id, number, item_kind, kind (1 closed, 2 reopened, 3 merged, 4 "
	"ready for review, 5 converted to draft, 6 converted to discussion), "
	"occurred_at, actor_id (the author of the item), by_id (who did it), "
	"reason"},
    {"v_response", "a comment or submitted review",
	"repo_id, number, occurred_at, kind (1 comment, 2 review), forge_id, "
	"actor_id, by_bot, state (of a review, as below)"},
    {"v_review", "a submitted review",
	"repo_id, number, occurred_at, forge_id, actor_id, state (commented, "
	"approved, changes_requested or, of one that said one of these two "
	"before, dismissed; NULL: nobody has told it), by_bot, by_ghost "
	"(whether its account was deleted)"},
    {"v_reviewer",
	"who gave reviews in a window, of pull requests of somebody else that "
	"were opened or merged in it; without deleted accounts",
	"repo_id, window_no, actor_id, login, reviews (how many)"},
    {"v_issue_response", "an issue opened in one of the windows",
	"repo_id, number, actor_id, created_at, started_at (when its wait for "
	"an answer began), responded_at (its first answer by a person other "
	"than the author, or NULL)"},
    {"v_pull_request_response",
	"a pull request opened or merged in one of them",
	"repo_id, number, actor_id, created_at, started_at (when it was first "
	"ready for review; NULL: never), responded_at, merged_at"},
    {"v_draft", "a time as a draft, of those pull requests",
	"repo_id, number, drafted_at, readied_at"},
    {"v_affiliation",
	"whose the commits of an author are for a while, by what is set of "
	"organizations",
	"repo_id, author_id, from_at, to_at, organization (NULL: not known), "
	"standing (0 of an organization, 1 nobody says whose they are, 2 a "
	"program makes them), percent (100, or less where they are split)"},
    {"v_organization",
	"who made the commits of the 365 days before a window's end",
	"repo_id, window_no, organization, standing (0 it counts, 1 it is "
	"not known, 2 it is a program), commits (how many), people (how many "
	"made them)"},
    {"v_commit", "a commit that is not a merge",
	"repo_id, sha, committed_at, documentation (whether it touches a "
	"documentation path), author_id (the author as written), actor_id (the "
	"same, as a number that no account has), author (the e-mail address by "
	"the .mailmap, in lower case), left_out (whether it is a bot's, and "
	"bots are excluded)"},
    {"v_author", "an author of commits, as written",
	"repo_id, author_id, actor_id, name, author, left_out"},
    {"v_documentation",
	"a documentation commit, of a clone or of the forge's lists",
	"repo_id, sha, committed_at, author_id, actor_id, author, left_out"},
    {"v_contribution",
	"an item that was opened, a review or a commit, by who is not deleted",
	"repo_id, person_id (the same for all accounts and authors who are "
	"known to be one person), actor_id, at, kind (1 opened, 2 reviewed, 3 "
	"committed)"},
    {"v_newcomer", "a person who ever contributed",
	"repo_id, person_id, person (a login, or an e-mail address), first_at, "
	"second_at (the next on a later day by UTC; NULL: never)"},
    {"v_release", "a published release",
	"repo_id, tag_name, actor_id, prerelease, published_at"},
    {"v_tag", "a tag of the local clone", "repo_id, name, tagged_at"},
    {"v_account", "an account of the host",
	"repo_id, actor_id, login, type, bot (whether it is treated as one)"},
    {NULL, NULL, NULL},
};

const struct view *
view_find(const char *name)
{
	for (const struct view *view = view_table; view->name; view++)
		if (hscan_text_is_nocase(hscan_text_of(name), view->name))
			return view;
	return NULL;
}

/* How far it is to the comma behind a column; those in its note do not count.
 */
static size_t
column_len(struct hscan_text rest)
{
	bool within = false;

	for (size_t i = 0; i < rest.len; i++) {
		if (rest.ptr[i] == ',' && !within)
			return i;
		within = rest.ptr[i] == '(' || (within && rest.ptr[i] != ')');
	}
	return rest.len;
}

bool
view_column(
    struct hscan_text *rest, struct hscan_text *name, struct hscan_text *note)
{
	size_t len = column_len(*rest);
	struct hscan_text column = {rest->ptr, len};

	if (rest->len == 0)
		return false;
	*note = column;
	*name = hscan_text_split(note, ' ');
	if (note->ptr) {
		note->ptr++;
		note->len -= 2;
	}
	/* Behind a comma is a blank. */
	len += len < rest->len ? 2 : 0;
	rest->ptr += len;
	rest->len -= len;
	return true;
}

static void
write_view(const struct view *view, struct hscan_buf *out)
{
	struct hscan_buf words;

	hscan_buf_init(&words, 1024);
	(void)hscan_buf_add_format(&words, "%s: %s", view->name, view->about);
	paragraph_add(out, hscan_buf_text(&words), 0, 0);
	paragraph_add(out, hscan_text_of(view->columns), 0, 4);
	hscan_buf_clear(&words);
}

void
views_write(const struct view *only, struct hscan_buf *out)
{
	if (only) {
		write_view(only, out);
		return;
	}
	(void)hscan_buf_add_string(
	    out, "The views that a query may read, with their columns.\n");
	paragraph_add(out, hscan_text_of(view_rules), 0, 0);
	for (const struct view *view = view_table; view->name; view++) {
		(void)hscan_buf_add_char(out, '\n');
		write_view(view, out);
	}
	(void)hscan_buf_add_string(out,
	    "\nFor example:\n"
	    "  healthscan query 'SELECT number, title FROM v_issue "
	    "WHERE closed_at IS NULL'\n");
}

static bool
add_rows(struct hscan_grid *grid, const struct view *view)
{
	struct hscan_text rest = hscan_text_of(view->columns), name, note;

	while (view_column(&rest, &name, &note)) {
		struct hscan_cell *row = hscan_grid_row(grid);

		if (!row)
			return false;
		row[0] = hscan_cell_string(view->name);
		row[1] = hscan_cell_text(name);
		row[2] = hscan_cell_text(note);
	}
	return true;
}

enum hscan_status
views_grid(const struct view *only, struct hscan_arena *arena,
    struct hscan_grid *out, struct hscan_error *err)
{
	static const struct hscan_text columns[] = {
	    {"view", 4}, {"column", 6}, {"note", 4}};

	hscan_grid_init(out, arena, "healthscan.query/1", columns, 3);
	for (const struct view *view = view_table; view->name; view++)
		if ((!only || view == only) && !add_rows(out, view))
			return hscan_no_memory(err);
	return HSCAN_OK;
}

/* SPDX-License-Identifier: MIT */
/* Finds the branch that a forge calls default among what a clone has of it.
 *
 * HEAD and refs/remotes/origin/HEAD are what a clone was made with: after the
 * branch was renamed, and in the checkout of a pull request, they lead
 * elsewhere. Which ref stands for a branch of the forge, the remote that names
 * the repository says by what it fetches to where. */
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "source/git/internal.h"

/* What git takes for the name of a ref is shorter by far. */
#define LONGEST_REF ((size_t)4096)

/* What a remote says of which repository it is. */
enum relation {
	NAMES_IT,
	NAMES_ANOTHER,
	NAMES_NONE, /* a path of this machine, an address of no forge */
	RELATIONS
};

struct search {
	struct hscan_git *git;
	const struct hscan_git_wish *wish;
	struct hscan_git_head *head; /* the best that was found */
	size_t found;                /* refs that lead to a commit */
	size_t remotes[RELATIONS];
};

bool
hscan_git_is_branch(struct hscan_text name)
{
	struct hscan_buf copy;
	int valid = 0;

	/* A name that is cut off is another's; and DEL is in none of git's,
	 * though libgit2 (1.5) takes it. */
	if (name.len == 0 || memchr(name.ptr, '\0', name.len) ||
	    memchr(name.ptr, '\x7f', name.len) || git_libgit2_init() < 0)
		return false;
	hscan_buf_init(&copy, LONGEST_REF);
	if (hscan_buf_add_text(&copy, name) &&
	    git_branch_name_is_valid(&valid, hscan_buf_string(&copy)) != 0)
		valid = 0;
	hscan_buf_clear(&copy);
	(void)git_libgit2_shutdown();
	return valid == 1;
}

/* Two remotes may name one repository, and one of them may have been fetched
 * from later. */
static void
try_ref(struct search *search, const char *name)
{
	struct hscan_git_head head = {0};
	git_oid a, b;

	if (search->head->sought[0] == '\0')
		(void)hscan_safe(hscan_text_of(name), search->head->sought,
		    sizeof(search->head->sought));
	if (!git_resolve_ref(search->git, name, &head))
		return;
	memcpy(a.id, head.sha, HSCAN_SHA_SIZE);
	memcpy(b.id, search->head->sha, HSCAN_SHA_SIZE);
	if (search->found++ > 0 &&
	    git_graph_descendant_of(search->git->repo, &a, &b) != 1)
		return;
	memcpy(search->head->sha, head.sha, HSCAN_SHA_SIZE);
	memcpy(search->head->ref, head.ref, sizeof(head.ref));
}

/* "refs/heads/main", or below a remote. */
static void
try_below(struct search *search, const char *folder, struct hscan_text inside)
{
	struct hscan_buf name;

	hscan_buf_init(&name, LONGEST_REF);
	(void)hscan_buf_add_string(&name, folder);
	(void)hscan_buf_add_text(&name, inside);
	if (inside.len > 0)
		(void)hscan_buf_add_char(&name, '/');
	if (hscan_buf_add_text(&name, search->wish->branch))
		try_ref(search, hscan_buf_string(&name));
	hscan_buf_clear(&name);
}

/* Where a remote's own rules put the branch. */
static void
try_fetched(struct search *search, git_remote *remote)
{
	struct hscan_buf branch;

	hscan_buf_init(&branch, LONGEST_REF);
	(void)hscan_buf_add_string(&branch, "refs/heads/");
	(void)hscan_buf_add_text(&branch, search->wish->branch);
	for (size_t i = 0; i < git_remote_refspec_count(remote); i++) {
		const git_refspec *rule = git_remote_get_refspec(remote, i);
		const char *from = hscan_buf_string(&branch);
		git_buf to = GIT_BUF_INIT;

		if (git_refspec_direction(rule) == GIT_DIRECTION_FETCH &&
		    git_refspec_src_matches(rule, from) == 1 &&
		    git_refspec_transform(&to, rule, from) == 0 && to.ptr &&
		    to.ptr[0] != '\0')
			try_ref(search, to.ptr);
		git_buf_dispose(&to);
	}
	hscan_buf_clear(&branch);
}

static void
try_remote(struct search *search, struct hscan_text name)
{
	git_remote *remote = NULL;
	size_t before = search->found;
	struct hscan_buf copy;

	hscan_buf_init(&copy, LONGEST_REF);
	if (search->head->sought[0] == '\0')
		(void)hscan_safe(
		    name, search->head->remote, sizeof(search->head->remote));
	if (hscan_buf_add_text(&copy, name) &&
	    git_remote_lookup(
		&remote, search->git->repo, hscan_buf_string(&copy)) == 0)
		try_fetched(search, remote);
	if (search->found == before)
		try_below(search, "refs/remotes/", name);
	git_remote_free(remote);
	hscan_buf_clear(&copy);
}

/* --- the remotes --- */

/* A path of this machine is no name, though "a/b" looks like one. */
static enum relation
relation_of(const struct hscan_git_wish *wish, const char *url)
{
	struct hscan_repo_name name;

	if (!strchr(url, ':') ||
	    hscan_repo_name_parse(hscan_text_of(url), &name, NULL) != HSCAN_OK)
		return NAMES_NONE;
	for (size_t i = 0; i < wish->names_len; i++)
		if (hscan_repo_name_equal(&name, wish->names[i]))
			return NAMES_IT;
	return NAMES_ANOTHER;
}

/* Takes a "remote.NAME.url" of the configuration, of those that are wanted. */
static void
take_entry(
    struct search *search, const git_config_entry *entry, enum relation wanted)
{
	struct hscan_text name = hscan_text_of(entry->name);
	enum relation relation;

	if (!entry->value || !hscan_text_starts(name, "remote.") ||
	    !hscan_text_ends(name, ".url") ||
	    name.len <= strlen("remote.") + strlen(".url"))
		return;
	name.ptr += strlen("remote.");
	name.len -= strlen("remote.") + strlen(".url");
	relation = relation_of(search->wish, entry->value);
	search->remotes[relation]++;
	if (relation == wanted)
		try_remote(search, name);
}

static enum hscan_status
try_remotes(
    struct search *search, enum relation wanted, struct hscan_error *err)
{
	git_config *config = NULL;
	git_config_iterator *entries = NULL;
	git_config_entry *entry;
	int code;

	memset(search->remotes, 0, sizeof(search->remotes));
	code = git_repository_config_snapshot(&config, search->git->repo);
	if (code == 0)
		code = git_config_iterator_new(&entries, config);
	while (code == 0 && (code = git_config_next(&entry, entries)) == 0)
		take_entry(search, entry, wanted);
	if (code != GIT_ITEROVER)
		(void)git_failed(search->git, HSCAN_EPARSE,
		    "its configuration cannot be read", err);
	git_config_iterator_free(entries);
	git_config_free(config);
	return code == GIT_ITEROVER ? HSCAN_OK : HSCAN_EPARSE;
}

/* A work tree of a bare repository has the branches of that. */
static bool
is_bare(struct hscan_git *git)
{
	git_config *config = NULL;
	int bare = 0;

	if (git_repository_is_bare(git->repo))
		return true;
	if (git_repository_is_worktree(git->repo) == 1 &&
	    git_repository_config_snapshot(&config, git->repo) == 0 &&
	    git_config_get_bool(&bare, config, "core.bare") != 0)
		bare = 0;
	git_config_free(config);
	return bare != 0;
}

enum hscan_status
git_find_branch(struct hscan_git *git, const struct hscan_git_wish *wish,
    struct hscan_git_head *head, struct hscan_error *err)
{
	struct search search = {.git = git, .wish = wish, .head = head};
	bool own; /* its branches are the repository's, and no fork's */
	enum hscan_status status;

	if (!hscan_git_is_branch(wish->branch))
		return HSCAN_OK;
	git_error_clear();
	status = try_remotes(&search, NAMES_IT, err);
	own = is_bare(git);
	/* Whoever hands over a clone whose remotes name no forge says which one
	 * it is of. One of another repository stays one. */
	if (status == HSCAN_OK && search.remotes[NAMES_IT] == 0) {
		own = own || search.remotes[NAMES_NONE] == 0;
		if (search.remotes[NAMES_ANOTHER] > 0)
			return HSCAN_OK;
		status = try_remotes(&search, NAMES_NONE, err);
	}
	if (status == HSCAN_OK && search.found == 0 && own) {
		head->sought[0] = head->remote[0] = '\0';
		try_below(&search, "refs/heads/", hscan_text_of(""));
	}
	head->wished = search.found > 0;
	if (status == HSCAN_OK && search.found == 0 && git_error_last() &&
	    git_error_last()->klass == GIT_ERROR_NOMEMORY)
		return hscan_no_memory(err);
	return status;
}

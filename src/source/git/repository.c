/* SPDX-License-Identifier: MIT */
/* Opens a local repository, and says what kind of clone it is. */
#define _XOPEN_SOURCE 700 /* realpath */

#include <errno.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/safe.h"
#include "base/text.h"
#include "source/git/internal.h"

/* Extensions that change nothing in how history is read, but that libgit2
 * refuses unless it knows them. The last two do in most of their values, which
 * check_format() looks at. */
static const char *const known_extensions[] = {"noop-v1", "worktreeconfig",
    "partialclone", "preciousobjects", "relativeworktrees",
    "submodulepathconfig", "objectformat", "refstorage"};

/* --- opening --- */

/* libgit2 1.5 says "not found" when it looks for safe.directory in vain. */
static bool
is_foreign(int code, const char *message)
{
	return code == GIT_EOWNER || strstr(message, "safe.directory") != NULL;
}

/* The absolute path that safe.directory has to name: of the work tree, or of
 * a repository that has none. */
static void
find_trusted(const char *dir, char *out, size_t size)
{
	git_buf found = GIT_BUF_INIT;
	struct hscan_text path = {NULL, 0};
	char *real = realpath(dir, NULL);
	const char *inside = NULL;

	if (git_repository_discover(&found, dir, 0, NULL) == 0) {
		path = hscan_text_of(found.ptr);
		inside = strstr(found.ptr, "/.git/");
	}
	/* The parts of a linked work tree lie within another repository. */
	if (inside && inside[sizeof("/.git/") - 1] == '\0')
		path.len = (size_t)(inside - path.ptr);
	else if (inside || !path.ptr)
		path = hscan_text_of(real ? real : dir);
	else if (path.len > 1 && hscan_text_ends(path, "/"))
		path.len--;
	(void)hscan_safe(path, out, size);
	git_buf_dispose(&found);
	free(real);
}

static enum hscan_status
refuse_sha256(const char *dir, struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_EINVAL,
	    "%s: this repository's format cannot be read: its objects are "
	    "named by SHA-256, and there is no way from it to SHA-1; leave "
	    "this clone out",
	    dir);
}

static enum hscan_status
tell_none(const char *dir, struct hscan_error *err)
{
	return hscan_fail(
	    err, HSCAN_ENOTFOUND, "%s: there is no git repository", dir);
}

/* `given` is the directory, `dir` the same made safe to print. */
static enum hscan_status
explain_open(
    const char *given, const char *dir, int code, struct hscan_error *err)
{
	const git_error *why = git_error_last();
	const char *message = why && why->message ? why->message : "";
	char shown[256];

	if (is_foreign(code, message)) {
		find_trusted(given, shown, sizeof(shown));
		return hscan_fail(err, HSCAN_EREFUSED,
		    "%.120s belongs to another user, so git does not trust it; "
		    "if you do, run: git config --global --add safe.directory "
		    "'%s'",
		    dir, shown);
	}
	if (strstr(message, "object format"))
		return refuse_sha256(dir, err);
	(void)hscan_safe(hscan_text_of(message), shown, sizeof(shown));
	if (code == GIT_ENOTFOUND)
		return tell_none(dir, err);
	if (strstr(message, "extension") || strstr(message, "version"))
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s: this repository's format cannot be read (%s)", dir,
		    shown);
	/* libgit2 1.8 and newer read grafts, and are stricter than git. */
	if (strstr(message, "graft OID") || strstr(message, "parent OID"))
		return hscan_fail(err, HSCAN_EPARSE,
		    "%s: its file of grafts has a line that libgit2 does not "
		    "take, a comment perhaps (%s); run there: git replace "
		    "--convert-graft-file",
		    dir, shown);
	return hscan_fail(err, HSCAN_EPARSE,
	    "%s: the repository cannot be opened: %s", dir, shown);
}

/* --- what it is --- */

/* The repository's own configuration: git takes its format from nowhere else.
 */
static int
open_own_config(struct hscan_git *git, git_config **out)
{
	git_config *all = NULL;
	int code = git_repository_config(&all, git->repo);

	if (code == 0)
		code = git_config_open_level(out, all, GIT_CONFIG_LEVEL_LOCAL);
	git_config_free(all);
	return code;
}

/* Whether it says something else than `usual`, which nothing said means. */
static bool
is_unusual(git_config *config, const char *key, const char *usual)
{
	git_buf value = GIT_BUF_INIT;
	bool unusual = git_config_get_string_buf(&value, config, key) == 0 &&
		       strcmp(value.ptr, usual) != 0;

	git_buf_dispose(&value);
	return unusual;
}

/* libgit2 leaves these to us; see known_extensions. */
static enum hscan_status
check_format(struct hscan_git *git, git_config *own, struct hscan_error *err)
{
	if (is_unusual(own, "extensions.objectformat", "sha1"))
		return refuse_sha256(git->dir, err);
	if (is_unusual(own, "extensions.refstorage", "files"))
		return hscan_fail(err, HSCAN_EINVAL,
		    "%s: this repository's format cannot be read: its "
		    "references are kept in a reftable; run git refs migrate "
		    "--ref-format=files there, with git 2.49 or newer",
		    git->dir);
	return HSCAN_OK;
}

/* What the remotes have been asked to leave out: `*some`, anything at all. */
static void
find_filters(git_config *own, bool *some, bool *trees)
{
	git_config_iterator *entries = NULL;
	git_config_entry *entry;

	if (git_config_iterator_new(&entries, own) != 0)
		return;
	while (git_config_next(&entry, entries) == 0) {
		struct hscan_text key = hscan_text_of(entry->name);

		if (!hscan_text_starts(key, "remote.") ||
		    !hscan_text_ends(key, ".partialclonefilter") ||
		    !entry->value)
			continue;
		*some = true;
		*trees |= strstr(entry->value, "tree:") ||
			  strstr(entry->value, "object:type");
	}
	git_config_iterator_free(entries);
}

/* The filter is what was asked for once, and stays written there when all has
 * been fetched since: so we look. In a clone without folders the first commit
 * or the second shows it; what git has fetched since is here and there. */
static bool
lacks_trees(struct hscan_git *git)
{
	git_revwalk *walk = NULL;
	bool missing = false;
	git_oid oid;

	if (git_revwalk_new(&walk, git->repo) == 0 &&
	    git_revwalk_push_head(walk) == 0) {
		while (!missing && git_revwalk_next(&oid, walk) == 0) {
			git_commit *commit = NULL;

			missing =
			    git_commit_lookup(&commit, git->repo, &oid) == 0 &&
			    !git_odb_exists(
				git->odb, git_commit_tree_id(commit));
			git_commit_free(commit);
		}
	}
	git_revwalk_free(walk);
	return missing;
}

static enum hscan_status
look_at_config(struct hscan_git *git, struct hscan_error *err)
{
	git_config *own = NULL;
	enum hscan_status status;
	bool trees = false;

	/* One without a configuration of its own says nothing. */
	if (open_own_config(git, &own) != 0)
		return HSCAN_OK;
	status = check_format(git, own, err);
	if (status == HSCAN_OK)
		find_filters(own, &git->promised, &trees);
	if (trees)
		git->treeless = lacks_trees(git);
	git_config_free(own);
	return status;
}

bool
hscan_git_is_treeless(const struct hscan_git *git)
{
	return git->treeless;
}

static void
set_up_library(void)
{
	static atomic_bool kept;

	/* As it begins it reads all certificates of the machine, which takes
	 * longer than to open a clone: once is enough. */
	if (!atomic_exchange(&kept, true))
		(void)git_libgit2_init();
	/* Nothing is kept twice: objects are read once. And the objects are
	 * the user's own; hashing them again costs more than reading them. */
	(void)git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
	(void)git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
	(void)git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, known_extensions,
	    sizeof(known_extensions) / sizeof(known_extensions[0]));
}

/* Whether `folder`/`name` is there, or may be: what cannot be looked at is for
 * libgit2 to tell. The folder is as before then. */
static bool
may_hold(struct hscan_buf *folder, const char *name)
{
	size_t len = folder->len;
	struct stat found;
	bool may = true;

	if (hscan_buf_add_char(folder, '/') &&
	    hscan_buf_add_string(folder, name))
		may = lstat(hscan_buf_string(folder), &found) == 0 ||
		      errno != ENOENT;
	hscan_buf_cut(folder, len);
	return may;
}

/* False: surely no repository is there and, with `search`, `dir` lies in none.
 * To see so takes much less than to begin libgit2, and most folders that a
 * program is started in are in no clone. */
static bool
may_be_there(const char *dir, bool search)
{
	struct hscan_buf folder;
	char real[PATH_MAX];
	bool may = true;

	hscan_buf_init(&folder, SIZE_MAX);
	/* The root is "". */
	if (realpath(dir, real) &&
	    (real[1] == '\0' || hscan_buf_add_string(&folder, real)))
		may = may_hold(&folder, ".git") || may_hold(&folder, "HEAD");
	while (search && !may && folder.len > 0) {
		hscan_buf_cut(
		    &folder, (size_t)(strrchr(folder.ptr, '/') - folder.ptr));
		may = may_hold(&folder, ".git") || may_hold(&folder, "HEAD");
	}
	hscan_buf_clear(&folder);
	return may;
}

enum hscan_status
hscan_git_open(const char *dir, bool search, struct hscan_git **out,
    struct hscan_error *err)
{
	struct hscan_git *git;
	enum hscan_status status;
	char shown[256];
	int code;

	(void)hscan_safe(hscan_text_of(dir), shown, sizeof(shown));
	if (!may_be_there(dir, search))
		return tell_none(shown, err);
	git = calloc(1, sizeof(*git));
	if (!git)
		return hscan_no_memory(err);
	git->dir = malloc(strlen(shown) + 1);
	if (!git->dir || git_libgit2_init() < 0) {
		free(git->dir);
		free(git);
		return hscan_no_memory(err);
	}
	memcpy(git->dir, shown, strlen(shown) + 1);
	set_up_library();
	code = git_repository_open_ext(&git->repo, dir,
	    search ? 0U : (unsigned)GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
	if (code == 0)
		code = git_repository_odb(&git->odb, git->repo);
	status = code == 0 ? look_at_config(git, err)
			   : explain_open(dir, git->dir, code, err);
	if (status == HSCAN_OK)
		*out = git;
	else
		hscan_git_close(git);
	return status;
}

void
hscan_git_close(struct hscan_git *git)
{
	if (!git)
		return;
	git_stand_ins_free(git->stand_ins);
	git_odb_free(git->odb);
	git_repository_free(git->repo);
	(void)git_libgit2_shutdown();
	free(git->dir);
	free(git);
}

bool
hscan_git_is_shallow(struct hscan_git *git)
{
	return git_repository_is_shallow(git->repo) == 1;
}

/* --- remotes --- */

typedef bool wanted_fn(struct hscan_text key,
    const struct hscan_repo_name *found, const void *payload);

/* Goes over every "remote.<name>.url" of the configuration. (libgit2's own
 * list of remotes leaks memory in 1.5, in its regular expressions.) */
static bool
find_remote(struct hscan_git *git, wanted_fn *wanted, const void *payload,
    struct hscan_repo_name *out)
{
	git_config *config = NULL;
	git_config_iterator *entries = NULL;
	git_config_entry *entry;
	bool found = false;

	if (git_repository_config_snapshot(&config, git->repo) == 0 &&
	    git_config_iterator_new(&entries, config) == 0) {
		while (!found && git_config_next(&entry, entries) == 0) {
			struct hscan_text key = hscan_text_of(entry->name);

			/* A path of this machine is no name, though "a/b"
			 * looks like one. */
			found =
			    hscan_text_starts(key, "remote.") &&
			    hscan_text_ends(key, ".url") && entry->value &&
			    strchr(entry->value, ':') &&
			    hscan_repo_name_parse(hscan_text_of(entry->value),
				out, NULL) == HSCAN_OK &&
			    wanted(key, out, payload);
		}
	}
	git_config_iterator_free(entries);
	git_config_free(config);
	return found;
}

static bool
is_named(struct hscan_text key, const struct hscan_repo_name *found,
    const void *payload)
{
	(void)key;
	return hscan_repo_name_equal(found, payload);
}

static bool
is_origin(struct hscan_text key, const struct hscan_repo_name *found,
    const void *payload)
{
	(void)found;
	(void)payload;
	return hscan_text_is(key, "remote.origin.url");
}

bool
hscan_git_has_remote(struct hscan_git *git, const struct hscan_repo_name *name)
{
	struct hscan_repo_name found;

	return find_remote(git, is_named, name, &found);
}

bool
hscan_git_origin(struct hscan_git *git, struct hscan_repo_name *out)
{
	struct hscan_repo_name found;

	if (!find_remote(git, is_origin, NULL, &found))
		return false;
	*out = found;
	return true;
}

const char *
hscan_git_library(char out[HSCAN_GIT_LIBRARY_SIZE])
{
	int major = 0, minor = 0, revision = 0;

	(void)git_libgit2_version(&major, &minor, &revision);
	(void)snprintf(out, HSCAN_GIT_LIBRARY_SIZE, "libgit2 %d.%d.%d", major,
	    minor, revision);
	return out;
}

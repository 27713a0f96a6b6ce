/* SPDX-License-Identifier: MIT */
/*
 * Reads commits. libgit2 inflates all of an object, the message too, and locks
 * the pack for it; what is wanted of a commit is its first lines, and commits
 * are what a walk reads most. So those that lie whole in a pack are read from
 * there, up to their message; all others, and whatever is amiss, are left to
 * libgit2.
 */
#define _XOPEN_SOURCE 700 /* openat */

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/git/internal.h"
#include "source/git/pack.h"

enum { MAX_PACKS = 64 };

/* A mapped file: git leaves packs as they are, or removes them. */
struct map {
	void *bytes; /* NULL: none */
	size_t len;
};

struct pack {
	struct map index_map, map;
	struct git_pack_index index;
};

struct git_packs {
	struct pack packs[MAX_PACKS];
	size_t len;
};

struct git_reader {
	struct hscan_git *git;
	const struct git_packs *packs; /* may be NULL */
	size_t last;                   /* the pack that had the last one */
	struct git_inflater *inflater; /* owned */
	git_odb_object *object; /* owned: what is borrowed from; or NULL */
};

/* --- packs --- */

static void
unmap(struct map *map)
{
	if (map->bytes)
		(void)munmap(map->bytes, map->len);
	map->bytes = NULL;
}

static bool
map_file(int folder, const char *name, struct map *out)
{
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	void *bytes = MAP_FAILED;
	struct stat about;

	if (fd < 0)
		return false;
	if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) &&
	    about.st_size > 0 && (uintmax_t)about.st_size <= SIZE_MAX)
		bytes = mmap(
		    NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	(void)close(fd);
	if (bytes == MAP_FAILED)
		return false;
	*out = (struct map){bytes, (size_t)about.st_size};
	return true;
}

static struct hscan_text
text_of(const struct map *map)
{
	return (struct hscan_text){map->bytes, map->len};
}

/* Takes in the pack of an index "pack-....idx". */
static void
add_pack(struct git_packs *packs, int folder, const char *index)
{
	struct pack *pack = &packs->packs[packs->len];
	size_t len = strlen(index) - strlen("idx");
	char name[300];

	if (packs->len == MAX_PACKS || len + sizeof("pack") > sizeof(name))
		return;
	(void)snprintf(name, sizeof(name), "%.*spack", (int)len, index);
	if (map_file(folder, index, &pack->index_map) &&
	    map_file(folder, name, &pack->map) &&
	    git_pack_index_read(text_of(&pack->index_map), &pack->index) &&
	    git_pack_fits(&pack->index, text_of(&pack->map))) {
		packs->len++;
		return;
	}
	unmap(&pack->index_map);
	unmap(&pack->map);
}

static void
add_packs(struct git_packs *packs, const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;

	if (!folder)
		return;
	while ((entry = readdir(folder)) != NULL)
		if (hscan_text_ends(hscan_text_of(entry->d_name), ".idx"))
			add_pack(packs, dirfd(folder), entry->d_name);
	(void)closedir(folder);
}

struct git_packs *
git_packs_open(struct hscan_git *git)
{
	struct git_packs *packs = calloc(1, sizeof(*packs));
	struct hscan_buf path;

	if (!packs)
		return NULL;
	hscan_buf_init(&path, 8192);
	if (git_add_objects_path(git, "pack", &path))
		add_packs(packs, hscan_buf_string(&path));
	hscan_buf_clear(&path);
	return packs;
}

void
git_packs_close(struct git_packs *packs)
{
	if (!packs)
		return;
	for (size_t i = 0; i < packs->len; i++) {
		unmap(&packs->packs[i].index_map);
		unmap(&packs->packs[i].map);
	}
	free(packs);
}

/* --- commits --- */

void
git_reader_expect(
    const struct git_reader *reader, const unsigned char sha[HSCAN_SHA_SIZE])
{
	const struct git_packs *packs = reader->packs;

	if (packs && packs->len > 0)
		git_ids_expect(&packs->packs[reader->last].index.ids, sha);
}

enum hscan_status
git_reader_new(struct hscan_git *git, const struct git_packs *packs,
    struct git_reader **out, struct hscan_error *err)
{
	struct git_reader *reader = calloc(1, sizeof(*reader));

	if (!reader)
		return hscan_no_memory(err);
	reader->git = git;
	reader->packs = packs;
	reader->inflater = git_inflater_new();
	if (!reader->inflater) {
		free(reader);
		return hscan_no_memory(err);
	}
	*out = reader;
	return HSCAN_OK;
}

void
git_reader_free(struct git_reader *reader)
{
	if (!reader)
		return;
	git_inflater_free(reader->inflater);
	git_odb_object_free(reader->object);
	free(reader);
}

static bool
read_packed(struct git_reader *reader, const unsigned char *sha,
    struct git_raw_commit *raw)
{
	const struct git_packs *packs = reader->packs;
	struct hscan_text deflated, lines;
	size_t len;

	for (size_t i = 0; packs && i < packs->len; i++) {
		size_t number = (reader->last + i) % packs->len;
		const struct pack *pack = &packs->packs[number];

		if (!git_pack_find(&pack->index, text_of(&pack->map), sha,
			&deflated, &len))
			continue;
		reader->last = number;
		return git_inflate_lines(
			   reader->inflater, deflated, len, &lines) &&
		       git_parse_commit(lines, raw);
	}
	return false;
}

/* Has libgit2 read it. */
static enum hscan_status
read_other(struct git_reader *reader, const unsigned char *sha,
    struct git_raw_commit *raw, struct hscan_error *err)
{
	struct hscan_git *git = reader->git;
	enum hscan_status status;

	git_odb_object_free(reader->object);
	reader->object = NULL;
	status =
	    git_read_object(git, sha, GIT_OBJECT_COMMIT, &reader->object, err);
	if (status != HSCAN_OK)
		return status;
	if (git_parse_commit(git_object_text(reader->object), raw))
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EPARSE,
	    "%s: a commit is damaged; run git fsck", git->dir);
}

enum hscan_status
git_reader_commit(struct git_reader *reader,
    const unsigned char sha[HSCAN_SHA_SIZE], struct git_raw_commit *raw,
    struct hscan_error *err)
{
	struct hscan_git *git = reader->git;
	const unsigned char *object = git_stand_in(git->stand_ins, sha);
	enum hscan_status status = HSCAN_OK;

	if (!object)
		return git_stand_ins_failed(git, err);
	if (!read_packed(reader, object, raw))
		status = read_other(reader, sha, raw, err);
	if (status == HSCAN_OK)
		git_stand_in_parents(git->stand_ins, sha, &raw->parents);
	return status;
}

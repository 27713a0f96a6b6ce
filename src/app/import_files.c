/* SPDX-License-Identifier: MIT */
/* Files of foreign folders; see import_files.h. */
#include "app/import_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/grow.h"
#include "base/text.h"

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum hscan_status
add_name(struct hscan_arena *arena, struct import_names *names, size_t *room,
    const char *name, struct hscan_error *err)
{
	struct hscan_text copy = hscan_arena_dup(arena, hscan_text_of(name));
	const char **more = hscan_grow_in(
	    arena, (void *)names->at, room, names->len + 1, sizeof(*more));

	if (!copy.ptr || !more)
		return hscan_no_memory(err);
	names->at = more;
	names->at[names->len++] = copy.ptr;
	return HSCAN_OK;
}

static enum hscan_status
read_names(DIR *dir, const char *shown, struct hscan_arena *arena,
    struct import_names *out, struct hscan_error *err)
{
	const struct dirent *entry;
	enum hscan_status status = HSCAN_OK;
	size_t room = 0;

	errno = 0;
	while (status == HSCAN_OK && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.')
			status =
			    add_name(arena, out, &room, entry->d_name, err);
	if (status == HSCAN_OK && errno != 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "cannot read the folder %s: %s; check the path", shown,
		    strerror(errno));
	return status;
}

enum hscan_status
import_list(int folder, const char *shown, struct hscan_arena *arena,
    struct import_names *out, struct hscan_error *err)
{
	int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	enum hscan_status status;

	*out = (struct import_names){NULL, 0};
	if (!dir) {
		status = hscan_fail(err, HSCAN_EINVAL,
		    "cannot read the folder %s: %s; check the path", shown,
		    strerror(errno));
		if (fd >= 0)
			(void)close(fd);
		return status;
	}
	status = read_names(dir, shown, arena, out, err);
	(void)closedir(dir);
	if (status == HSCAN_OK && out->len > 0)
		qsort((void *)out->at, out->len, sizeof(*out->at), by_bytes);
	return status;
}

bool
import_has(const struct import_names *names, const char *name)
{
	return names->len > 0 &&
	       bsearch(&name, (const void *)names->at, names->len,
		   sizeof(*names->at), by_bytes) != NULL;
}

int
import_open_folder(int folder, const char *name)
{
	return openat(
	    folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Neither a pipe nor a device makes it wait. */
int
import_open_file(int folder, const char *name)
{
	int fd = openat(folder, name,
	    O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;

	if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))) {
		(void)close(fd);
		fd = -1;
	}
	return fd;
}

/* --- sizes --- */

/* Of a folder with folders in it the size is not known. */
static int64_t
size_of_folder(DIR *dir)
{
	const struct dirent *entry;
	int64_t size = 0;

	while (size >= 0 && (entry = readdir(dir)) != NULL) {
		struct stat st;

		if (entry->d_name[0] == '.')
			continue;
		if (fstatat(dirfd(dir), entry->d_name, &st,
			AT_SYMLINK_NOFOLLOW) != 0 ||
		    S_ISDIR(st.st_mode))
			size = -1;
		else if (S_ISREG(st.st_mode))
			size += (int64_t)st.st_size;
	}
	return size;
}

int64_t
import_size(const char *path)
{
	struct stat st;
	DIR *dir;
	int64_t size;

	if (strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &st) != 0
				   : stat(path, &st) != 0)
		return -1;
	if (S_ISREG(st.st_mode))
		return (int64_t)st.st_size;
	dir = S_ISDIR(st.st_mode) ? opendir(path) : NULL;
	if (!dir)
		return -1;
	size = size_of_folder(dir);
	(void)closedir(dir);
	return size;
}

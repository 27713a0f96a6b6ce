/* SPDX-License-Identifier: MIT */
/* Files of a repository that are read past libgit2. */
#define _XOPEN_SOURCE 700 /* O_CLOEXEC */

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/git/internal.h"

#define MAX_BYTES ((off_t)1 << 30)

bool
git_add_objects_path(
    struct hscan_git *git, const char *inside, struct hscan_buf *out)
{
	git_buf objects = GIT_BUF_INIT;
	bool good;

	good = git_repository_item_path(
		   &objects, git->repo, GIT_REPOSITORY_ITEM_OBJECTS) == 0 &&
	       hscan_buf_add_format(out, "%s/%s", objects.ptr, inside);
	git_buf_dispose(&objects);
	return good;
}

static bool
read_all(int fd, char *out, size_t len)
{
	while (len > 0) {
		ssize_t got = read(fd, out, len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		out += got;
		len -= (size_t)got;
	}
	return true;
}

/* Read rather than mapped: it may be cut short while it is looked at. */
char *
git_read_file(const char *path, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat about;
	char *bytes = NULL;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) &&
	    about.st_size > 0 && about.st_size <= MAX_BYTES) {
		*len = (size_t)about.st_size;
		bytes = malloc(*len);
		if (bytes && !read_all(fd, bytes, *len)) {
			free(bytes);
			bytes = NULL;
		}
	}
	(void)close(fd);
	return bytes;
}

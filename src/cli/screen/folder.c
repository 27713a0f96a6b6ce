/* SPDX-License-Identifier: MIT */
/* A folder of results, file by file; see folder.h. */
#include "cli/screen/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/grow.h"
#include "base/safe.h"
#include "base/text.h"
#include "cli/screen/output.h"

/* Where a file grows until it takes its place; there is one run at a time. */
#define UNDER_WAY ".healthscan-new"

#define MAX_LIST_BYTES ((size_t)256 * 1024 * 1024)
#define LONGEST_PATH   ((size_t)64 * 1024)

static const char heading[] =
    "# Written by healthscan, which replaces and removes these files alone.\n";

bool
folder_is_meant(const char *path)
{
	struct stat info;

	if (!path || strcmp(path, "-") == 0)
		return false;
	return hscan_text_ends(hscan_text_of(path), "/") ||
	       (stat(path, &info) == 0 && S_ISDIR(info.st_mode));
}

/* Of a file in it, or (NULL) of the folder. */
static enum hscan_status
failed(const struct folder *folder, const char *name, int error,
    struct hscan_error *err)
{
	size_t len = strlen(folder->path);
	bool joined = len > 0 && folder->path[len - 1] == '/';
	enum hscan_status status;
	struct hscan_buf path;

	hscan_buf_init(&path, LONGEST_PATH);
	(void)hscan_buf_add_string(&path, folder->path);
	if (name)
		(void)hscan_buf_add_format(
		    &path, "%s%s", joined ? "" : "/", name);
	status = output_failed(hscan_buf_string(&path), error, err);
	hscan_buf_clear(&path);
	return status;
}

/* What is in the way of a file, and must not be touched. */
static enum hscan_status
refuse(const struct folder *folder, const char *name, const char *why,
    struct hscan_error *err)
{
	char where[160], shown[160];

	return hscan_fail(err, HSCAN_EINVAL,
	    "--output: %s in %s %s; move it away, or name another folder",
	    hscan_safe(hscan_text_of(name), shown, sizeof(shown)),
	    hscan_safe(hscan_text_of(folder->path), where, sizeof(where)), why);
}

/* --- the list --- */

static struct folder_file *
find(const struct folder *folder, struct hscan_text name)
{
	for (size_t i = 0; i < folder->len; i++)
		if (hscan_text_is(name, folder->files[i].name))
			return &folder->files[i];
	return NULL;
}

static enum hscan_status
remember(struct folder *folder, struct hscan_text name, struct hscan_error *err)
{
	struct folder_file *more = hscan_grow(
	    folder->files, &folder->room, folder->len + 1, sizeof(*more));

	if (!more)
		return hscan_no_memory(err);
	folder->files = more;
	more += folder->len;
	*more = (struct folder_file){.name = strndup(name.ptr, name.len)};
	if (!more->name)
		return hscan_no_memory(err);
	folder->len++;
	return HSCAN_OK;
}

/* Somebody may have written into it: a name must not lead out of the folder. */
static bool
is_plain_name(struct hscan_text name)
{
	return name.len > 0 && name.len < 256 && name.ptr[0] != '.' &&
	       !memchr(name.ptr, '/', name.len) &&
	       !memchr(name.ptr, '\0', name.len);
}

static enum hscan_status
take_list(
    struct folder *folder, struct hscan_text rest, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	folder->blank = rest.len == 0;
	if (rest.len > 0 && !hscan_text_starts(rest, heading))
		return refuse(folder, FOLDER_LIST,
		    "is no list of the files that healthscan has written", err);
	while (rest.ptr && status == HSCAN_OK) {
		struct hscan_text name = hscan_text_split(&rest, '\n');

		if (is_plain_name(name) && name.ptr[0] != '#' &&
		    !find(folder, name))
			status = remember(folder, name, err);
	}
	return status;
}

/* What a full disk has cut off names no file. */
static enum hscan_status
drop_cut_line(
    struct folder *folder, struct hscan_buf *text, struct hscan_error *err)
{
	size_t len = text->len;

	while (len > 0 && text->ptr[len - 1] != '\n')
		len--;
	if (len == text->len)
		return HSCAN_OK;
	hscan_buf_cut(text, len);
	return ftruncate(folder->list, (off_t)len) == 0
		   ? HSCAN_OK
		   : failed(folder, FOLDER_LIST, errno, err);
}

static enum hscan_status
read_list(struct folder *folder, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct hscan_buf text;
	char piece[4096];
	ssize_t n;

	hscan_buf_init(&text, MAX_LIST_BYTES);
	while ((n = read(folder->list, piece, sizeof(piece))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			status = failed(folder, FOLDER_LIST, errno, err);
		if (n < 0 || !hscan_buf_add(&text, piece, (size_t)n))
			break;
	}
	if (status == HSCAN_OK)
		status = hscan_buf_check(&text, FOLDER_LIST, err);
	if (status == HSCAN_OK)
		status = drop_cut_line(folder, &text, err);
	if (status == HSCAN_OK)
		status = take_list(folder, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	return status;
}

/* One run at a time; where there are no locks, whoever comes. */
static bool
is_taken(const struct folder *folder)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	return fcntl(folder->list, F_SETLK, &lock) != 0 &&
	       (errno == EACCES || errno == EAGAIN);
}

/* Whether it is still the list of that name: a run that has ended since it was
 * opened has put another one there. */
static bool
is_current(const struct folder *folder)
{
	struct stat open, named;

	return fstat(folder->list, &open) == 0 &&
	       fstatat(folder->fd, FOLDER_LIST, &named, AT_SYMLINK_NOFOLLOW) ==
		   0 &&
	       open.st_dev == named.st_dev && open.st_ino == named.st_ino;
}

static enum hscan_status
open_list(struct folder *folder, struct hscan_error *err)
{
	char shown[160];

	folder->list = openat(folder->fd, FOLDER_LIST,
	    O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (folder->list < 0)
		return failed(folder, FOLDER_LIST, errno, err);
	if (is_taken(folder) || !is_current(folder))
		return hscan_fail(err, HSCAN_EIO,
		    "--output: another run is writing to %s; wait for its end, "
		    "or name another folder",
		    hscan_safe(
			hscan_text_of(folder->path), shown, sizeof(shown)));
	return read_list(folder, err);
}

/* --- the folder --- */

/* Where one cannot be made, the open that follows fails. */
static enum hscan_status
make_folders(const char *path, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf whole;

	hscan_buf_init(&whole, LONGEST_PATH);
	(void)hscan_buf_add_format(&whole, "%s/", path);
	status = hscan_buf_check(&whole, "the path of --output", err);
	for (size_t i = 1; status == HSCAN_OK && i < whole.len; i++) {
		if (whole.ptr[i] != '/')
			continue;
		whole.ptr[i] = '\0';
		(void)mkdir(whole.ptr, 0777);
		whole.ptr[i] = '/';
	}
	hscan_buf_clear(&whole);
	return status;
}

enum hscan_status
folder_open(struct folder *folder, const char *path, struct hscan_error *err)
{
	enum hscan_status status;

	*folder = (struct folder){.path = path, .fd = -1, .list = -1};
	status = make_folders(path, err);
	if (status != HSCAN_OK)
		return status;
	folder->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder->fd < 0)
		return failed(folder, NULL, errno, err);
	return open_list(folder, err);
}

void
folder_close(struct folder *folder)
{
	for (size_t i = 0; i < folder->len; i++)
		free(folder->files[i].name);
	free(folder->files);
	if (folder->list >= 0)
		(void)close(folder->list);
	if (folder->fd >= 0)
		(void)close(folder->fd);
	*folder = (struct folder){.fd = -1, .list = -1};
}

/* --- files --- */

enum hscan_status
folder_check(
    const struct folder *folder, const char *name, struct hscan_error *err)
{
	struct stat info;

	if (fstatat(folder->fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
		return HSCAN_OK;
	if (S_ISLNK(info.st_mode))
		return refuse(
		    folder, name, "is a link, which is not followed", err);
	if (!S_ISREG(info.st_mode))
		return refuse(folder, name, "is no file", err);
	return find(folder, hscan_text_of(name))
		   ? HSCAN_OK
		   : refuse(folder, name,
			 "was not written by healthscan: it is not in "
			 "its " FOLDER_LIST,
			 err);
}

/* Beside its place and then into it, in one step. */
static enum hscan_status
put(const struct folder *folder, const char *name, struct hscan_text bytes,
    struct hscan_error *err)
{
	int error = 0, fd;

	/* Of a run that was killed. */
	(void)unlinkat(folder->fd, UNDER_WAY, 0);
	fd = openat(folder->fd, UNDER_WAY,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	if (fd < 0)
		return failed(folder, name, errno, err);
	error = output_write_all(fd, bytes);
	if (close(fd) != 0 && error == 0)
		error = errno;
	if (error == 0 &&
	    renameat(folder->fd, UNDER_WAY, folder->fd, name) != 0)
		error = errno;
	if (error == 0)
		return HSCAN_OK;
	(void)unlinkat(folder->fd, UNDER_WAY, 0);
	return failed(folder, name, error, err);
}

/* Puts a name on the list. */
static enum hscan_status
claim(struct folder *folder, const char *name, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf line;
	int error = 0;

	hscan_buf_init(&line, LONGEST_PATH);
	if (folder->blank)
		(void)hscan_buf_add_string(&line, heading);
	(void)hscan_buf_add_format(&line, "%s\n", name);
	status = hscan_buf_check(&line, FOLDER_LIST, err);
	if (status == HSCAN_OK)
		error = output_write_all(folder->list, hscan_buf_text(&line));
	hscan_buf_clear(&line);
	if (error != 0)
		return failed(folder, FOLDER_LIST, error, err);
	folder->blank = false;
	return status == HSCAN_OK ? remember(folder, hscan_text_of(name), err)
				  : status;
}

enum hscan_status
folder_write(struct folder *folder, const char *name, struct hscan_text bytes,
    struct hscan_error *err)
{
	enum hscan_status status = folder_check(folder, name, err);
	struct folder_file *listed;

	if (status == HSCAN_OK && !find(folder, hscan_text_of(name)))
		status = claim(folder, name, err);
	if (status == HSCAN_OK)
		status = put(folder, name, bytes, err);
	listed = find(folder, hscan_text_of(name));
	if (status == HSCAN_OK && listed)
		listed->written = true;
	return status;
}

/* --- the end --- */

/* What the user has put in the place of such a file stays. */
static enum hscan_status
remove_file(
    const struct folder *folder, const char *name, struct hscan_error *err)
{
	struct stat info;

	if (fstatat(folder->fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(info.st_mode))
		return HSCAN_OK;
	return unlinkat(folder->fd, name, 0) == 0 || errno == ENOENT
		   ? HSCAN_OK
		   : failed(folder, name, errno, err);
}

enum hscan_status
folder_finish(
    struct folder *folder, const char *suffix, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct hscan_buf text;

	hscan_buf_init(&text, MAX_LIST_BYTES);
	(void)hscan_buf_add_string(&text, heading);
	for (size_t i = 0; i < folder->len && status == HSCAN_OK; i++) {
		const struct folder_file *file = &folder->files[i];

		if (file->written ||
		    !hscan_text_ends(hscan_text_of(file->name), suffix))
			(void)hscan_buf_add_format(&text, "%s\n", file->name);
		else
			status = remove_file(folder, file->name, err);
	}
	if (status == HSCAN_OK)
		status = hscan_buf_check(&text, FOLDER_LIST, err);
	if (status == HSCAN_OK)
		status = put(folder, FOLDER_LIST, hscan_buf_text(&text), err);
	hscan_buf_clear(&text);
	return status;
}

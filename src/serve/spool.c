/* SPDX-License-Identifier: MIT */
/* Deliveries that wait beside the store; see spool.h. */
#include "serve/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"

#define LONGEST_PATH ((size_t)64 * 1024)

enum {
	FILES = 16, /* as many processes may have one */
	PIECE = 16 * 1024,
	ADOPTED_AT_ONCE = 1024 * 1024,
	SHOWN = 400,
};

/* A piece of the file, in whole lines. */
struct stretch {
	int64_t bytes;
	size_t lines;
};

/* Between calls the file holds whole lines, which are on the disk: first those
 * that are done with, then those that wait. */
struct serve_spool {
	struct hscan_buf path;
	size_t stem; /* bytes of the path before its number */
	int number;
	int fd;
	int64_t max;
	int64_t done; /* bytes */
	struct stretch waiting;
	struct stretch read; /* the first of these, by the last read */
	bool torn;           /* more may be in the file: a write failed */
};

static enum hscan_status
fail(const struct serve_spool *spool, const char *what, int error,
    struct hscan_error *err)
{
	char shown[SHOWN];

	return hscan_fail(err, HSCAN_EIO,
	    "cannot %s %s: %s; check the file, its folder and the space on the "
	    "disk",
	    what,
	    hscan_safe(hscan_buf_text(&spool->path), shown, sizeof(shown)),
	    strerror(error));
}

/* --- a file of one's own --- */

/* Its path; the number of a spool may be that of another's file. */
static enum hscan_status
name_file(struct serve_spool *spool, int number, struct hscan_error *err)
{
	hscan_buf_cut(&spool->path, spool->stem);
	(void)hscan_buf_add_format(&spool->path, "%d", number);
	spool->number = number;
	return hscan_buf_check(&spool->path, "a path", err);
}

/* Whether the path still leads to what was opened: whoever had the file before
 * us may have removed it in between. */
static bool
is_there(const struct serve_spool *spool)
{
	struct stat here, there;

	return fstat(spool->fd, &here) == 0 &&
	       lstat(spool->path.ptr, &there) == 0 &&
	       here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

/* A file that another could write is no place for what passed the signature's
 * check. */
static enum hscan_status
check_owner(const struct serve_spool *spool, struct hscan_error *err)
{
	struct stat info;

	if (fstat(spool->fd, &info) != 0)
		return fail(spool, "look at", errno, err);
	if (!S_ISREG(info.st_mode) || info.st_uid != geteuid() ||
	    info.st_nlink > 1)
		return fail(spool, "use", EPERM, err);
	if (fchmod(spool->fd, S_IRUSR | S_IWUSR) != 0)
		return fail(spool, "protect", errno, err);
	return HSCAN_OK;
}

static void
let_go(struct serve_spool *spool)
{
	if (spool->fd >= 0)
		(void)close(spool->fd);
	spool->fd = -1;
}

/* Opens and locks the file of that path; -1 without a failure: another process
 * has it, or (without O_CREAT) there is none. */
static enum hscan_status
take_file(struct serve_spool *spool, int flags, struct hscan_error *err)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};

	for (;;) {
		spool->fd = open(spool->path.ptr,
		    O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | flags,
		    S_IRUSR | S_IWUSR);
		if (spool->fd < 0)
			return errno == ENOENT && !(flags & O_CREAT)
				   ? HSCAN_OK
				   : fail(spool, "open", errno, err);
		if (fcntl(spool->fd, F_SETLK, &lock) != 0) {
			int error = errno;

			let_go(spool);
			return error == EACCES || error == EAGAIN
				   ? HSCAN_OK
				   : fail(spool, "lock", error, err);
		}
		if (is_there(spool))
			return check_owner(spool, err);
		let_go(spool);
	}
}

/* So that a file that was made is found after a power cut, too. */
static enum hscan_status
sync_folder(const struct serve_spool *spool, struct hscan_error *err)
{
	struct hscan_buf folder;
	enum hscan_status status = HSCAN_OK;
	const char *slash = strrchr(spool->path.ptr, '/');
	int fd = -1;

	hscan_buf_init(&folder, LONGEST_PATH);
	(void)hscan_buf_add_text(
	    &folder, slash ? (struct hscan_text){spool->path.ptr,
				 (size_t)(slash - spool->path.ptr) + 1}
			   : hscan_text_of("."));
	status = hscan_buf_check(&folder, "a path", err);
	if (status == HSCAN_OK)
		fd = open(folder.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (status == HSCAN_OK && (fd < 0 || fsync(fd) != 0))
		status = fail(spool, "keep", errno, err);
	if (fd >= 0)
		(void)close(fd);
	hscan_buf_clear(&folder);
	return status;
}

/* --- bytes --- */

/* Appends a piece of the file to `out`. */
static enum hscan_status
read_piece(const struct serve_spool *spool, int64_t at, int64_t len,
    struct hscan_buf *out, struct hscan_error *err)
{
	char piece[PIECE];

	while (len > 0) {
		size_t most =
		    len < (int64_t)sizeof(piece) ? (size_t)len : sizeof(piece);
		ssize_t n = pread(spool->fd, piece, most, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail(spool, "read", n < 0 ? errno : EIO, err);
		if (!hscan_buf_add(out, piece, (size_t)n))
			return hscan_buf_check(out, "a delivery", err);
		at += n;
		len -= n;
	}
	return HSCAN_OK;
}

static bool
write_all(int fd, int64_t at, struct hscan_text text)
{
	while (text.len > 0) {
		ssize_t n = pwrite(fd, text.ptr, text.len, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			errno = n < 0 ? errno : ENOSPC;
			return false;
		}
		text.ptr += n;
		text.len -= (size_t)n;
		at += n;
	}
	return true;
}

static int64_t
size_of(const struct serve_spool *spool)
{
	return spool->done + spool->waiting.bytes;
}

/* Adds the lines that end in a piece, which begins at byte `at`. */
static void
count_lines(struct hscan_text piece, int64_t at, struct stretch *out)
{
	for (size_t i = 0; i < piece.len; i++)
		if (piece.ptr[i] == '\n') {
			out->lines++;
			out->bytes = at + (int64_t)i + 1;
		}
}

/* Counts what the file has. What is behind the last line is of a writer that
 * was killed: it is cut off. */
static enum hscan_status
look_through(struct serve_spool *spool, struct hscan_error *err)
{
	struct hscan_buf piece;
	struct stat info;
	enum hscan_status status = HSCAN_OK;

	if (fstat(spool->fd, &info) != 0)
		return fail(spool, "look at", errno, err);
	spool->done = 0;
	spool->waiting = (struct stretch){0, 0};
	hscan_buf_init(&piece, PIECE);
	for (int64_t at = 0, len = (int64_t)info.st_size;
	     at < len && status == HSCAN_OK; at += PIECE) {
		hscan_buf_reset(&piece);
		status = read_piece(spool, at,
		    len - at < PIECE ? len - at : PIECE, &piece, err);
		count_lines(hscan_buf_text(&piece), at, &spool->waiting);
	}
	hscan_buf_clear(&piece);
	if (status == HSCAN_OK &&
	    spool->waiting.bytes < (int64_t)info.st_size &&
	    ftruncate(spool->fd, (off_t)spool->waiting.bytes) != 0)
		status = fail(spool, "shorten", errno, err);
	return status;
}

/* --- opening and closing --- */

static enum hscan_status
begin(struct serve_spool *spool, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;

	for (int i = 0; i < FILES && spool->fd < 0; i++) {
		status = name_file(spool, i, err);
		if (status == HSCAN_OK)
			status = take_file(spool, O_CREAT, err);
		if (status != HSCAN_OK)
			return status;
	}
	if (spool->fd < 0)
		return hscan_fail(err, HSCAN_ELIMIT,
		    "%d processes receive for this store already; stop one of "
		    "them",
		    (int)FILES);
	status = sync_folder(spool, err);
	return status == HSCAN_OK ? look_through(spool, err) : status;
}

enum hscan_status
serve_spool_open(const char *store, int64_t max, struct serve_spool **out,
    struct hscan_error *err)
{
	struct serve_spool *spool = malloc(sizeof(*spool));
	enum hscan_status status;

	if (!spool)
		return hscan_no_memory(err);
	*spool = (struct serve_spool){.fd = -1, .max = max};
	hscan_buf_init(&spool->path, LONGEST_PATH);
	(void)hscan_buf_add_format(&spool->path, "%s-spool-", store);
	status = hscan_buf_check(&spool->path, "a path", err);
	spool->stem = spool->path.len;
	if (status == HSCAN_OK)
		status = begin(spool, err);
	if (status != HSCAN_OK) {
		let_go(spool);
		hscan_buf_clear(&spool->path);
		free(spool);
		return status;
	}
	*out = spool;
	return HSCAN_OK;
}

void
serve_spool_close(struct serve_spool *spool)
{
	if (!spool)
		return;
	if (serve_spool_waiting(spool) == 0)
		(void)unlink(spool->path.ptr);
	let_go(spool);
	hscan_buf_clear(&spool->path);
	free(spool);
}

size_t
serve_spool_waiting(const struct serve_spool *spool)
{
	return spool->waiting.lines;
}

/* --- in --- */

static bool
write_lines(
    struct serve_spool *spool, const struct hscan_text *lines, size_t len)
{
	int64_t at = size_of(spool);

	for (size_t i = 0; i < len; i++) {
		if (!write_all(spool->fd, at, lines[i]))
			return false;
		at += (int64_t)lines[i].len;
	}
	return fdatasync(spool->fd) == 0;
}

/* Takes back what was written in part; where even that fails, it is tried
 * again before anything else is written. */
static bool
mend(struct serve_spool *spool)
{
	if (spool->torn && ftruncate(spool->fd, (off_t)size_of(spool)) == 0)
		spool->torn = false;
	return !spool->torn;
}

enum hscan_status
serve_spool_append(struct serve_spool *spool, const struct hscan_text *lines,
    size_t len, struct hscan_error *err)
{
	int64_t total = 0;
	char shown[SHOWN];

	for (size_t i = 0; i < len; i++)
		total += (int64_t)lines[i].len;
	if (total > spool->max - size_of(spool))
		return hscan_fail(err, HSCAN_ELIMIT,
		    "%s is full (%lld MiB): the store could not take what "
		    "waits in it; see why",
		    hscan_safe(
			hscan_buf_text(&spool->path), shown, sizeof(shown)),
		    (long long)(size_of(spool) >> 20));
	if (!mend(spool))
		return fail(spool, "shorten", errno, err);
	spool->torn = true;
	if (!write_lines(spool, lines, len)) {
		int error = errno;

		(void)mend(spool);
		return fail(spool, "write", error, err);
	}
	spool->torn = false;
	for (size_t i = 0; i < len; i++)
		count_lines(lines[i], spool->waiting.bytes, &spool->waiting);
	return HSCAN_OK;
}

/* --- out --- */

/* How long its first line is, 0: there is no whole one. */
static size_t
first_line(struct hscan_text text)
{
	const char *end =
	    text.len > 0 ? memchr(text.ptr, '\n', text.len) : NULL;

	return end ? (size_t)(end - text.ptr) + 1 : 0;
}

static size_t
whole_lines(struct hscan_text text)
{
	while (text.len > 0 && text.ptr[text.len - 1] != '\n')
		text.len--;
	return text.len;
}

/* The oldest lines that wait, and are not longer than that together; or the one
 * that is. */
static enum hscan_status
read_lines(const struct serve_spool *spool, int64_t most, struct hscan_buf *out,
    struct hscan_error *err)
{
	const int64_t waiting = spool->waiting.bytes;
	int64_t len = most < 1 ? 1 : most;
	enum hscan_status status = HSCAN_OK;
	size_t whole = 0;

	for (bool longer = false; whole == 0; longer = true, len *= 2) {
		if (len > waiting)
			len = waiting;
		hscan_buf_reset(out);
		status = read_piece(spool, spool->done, len, out, err);
		if (status != HSCAN_OK)
			return status;
		whole = longer ? first_line(hscan_buf_text(out))
			       : whole_lines(hscan_buf_text(out));
		if (whole == 0 && len == waiting)
			return fail(spool, "read", EIO, err);
	}
	hscan_buf_cut(out, whole);
	return HSCAN_OK;
}

enum hscan_status
serve_spool_read(struct serve_spool *spool, int64_t most,
    serve_spool_take_fn *take, void *payload, struct hscan_error *err)
{
	struct hscan_text rest;
	struct hscan_buf lines;
	enum hscan_status status;

	spool->read = (struct stretch){0, 0};
	if (spool->waiting.lines == 0)
		return HSCAN_OK;
	hscan_buf_init(&lines, (size_t)spool->max);
	status = read_lines(spool, most, &lines, err);
	rest = hscan_buf_text(&lines);
	while (status == HSCAN_OK && rest.len > 0) {
		struct hscan_text line = hscan_text_split(&rest, '\n');

		status = take(line, payload, err);
		if (status != HSCAN_OK)
			break;
		spool->read.bytes += (int64_t)line.len + 1;
		spool->read.lines++;
	}
	hscan_buf_clear(&lines);
	return status;
}

/* What was read waits no more. */
static void
pass(struct serve_spool *spool)
{
	spool->done += spool->read.bytes;
	spool->waiting.bytes -= spool->read.bytes;
	spool->waiting.lines -= spool->read.lines;
	spool->read = (struct stretch){0, 0};
}

enum hscan_status
serve_spool_drop(struct serve_spool *spool, struct hscan_error *err)
{
	pass(spool);
	if (spool->waiting.lines > 0 || spool->done == 0)
		return HSCAN_OK;
	if (ftruncate(spool->fd, 0) != 0)
		return fail(spool, "empty", errno, err);
	spool->done = 0;
	spool->torn = false;
	return HSCAN_OK;
}

/* --- from others --- */

static enum hscan_status
take_adopted(struct hscan_text line, void *payload, struct hscan_error *err)
{
	struct hscan_buf *lines = payload;

	(void)hscan_buf_add_text(lines, line);
	(void)hscan_buf_add_char(lines, '\n');
	return hscan_buf_check(lines, "a delivery", err);
}

/* All lines of a file that is ours now, into the one that we write. */
static enum hscan_status
copy(struct serve_spool *from, struct serve_spool *to, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct hscan_buf lines;

	hscan_buf_init(&lines, (size_t)to->max);
	while (status == HSCAN_OK && from->waiting.lines > 0) {
		struct hscan_text text;

		hscan_buf_reset(&lines);
		status = serve_spool_read(
		    from, ADOPTED_AT_ONCE, take_adopted, &lines, err);
		text = hscan_buf_text(&lines);
		if (status == HSCAN_OK)
			status = serve_spool_append(to, &text, 1, err);
		pass(from);
	}
	hscan_buf_clear(&lines);
	return status;
}

/* One that does not fit is left for later. */
static enum hscan_status
adopt(struct serve_spool *spool, struct serve_spool *from, bool *adopted,
    struct hscan_error *err)
{
	enum hscan_status status = look_through(from, err);

	if (status != HSCAN_OK ||
	    from->waiting.bytes > spool->max - size_of(spool))
		return status;
	*adopted = *adopted || from->waiting.lines > 0;
	status = copy(from, spool, err);
	if (status == HSCAN_OK && unlink(from->path.ptr) != 0)
		status = fail(from, "remove", errno, err);
	return status;
}

enum hscan_status
serve_spool_adopt(
    struct serve_spool *spool, bool *adopted, struct hscan_error *err)
{
	struct serve_spool from = {
	    .fd = -1, .max = spool->max, .stem = spool->stem};
	enum hscan_status status = HSCAN_OK;

	*adopted = false;
	hscan_buf_init(&from.path, LONGEST_PATH);
	(void)hscan_buf_add(&from.path, spool->path.ptr, spool->stem);
	for (int i = 0; i < FILES && status == HSCAN_OK; i++) {
		if (i == spool->number)
			continue;
		status = name_file(&from, i, err);
		if (status == HSCAN_OK)
			status = take_file(&from, 0, err);
		if (status == HSCAN_OK && from.fd >= 0)
			status = adopt(spool, &from, adopted, err);
		let_go(&from);
	}
	hscan_buf_clear(&from.path);
	return status;
}

/* SPDX-License-Identifier: MIT */
/* Writes the result, whole; see output.h. */
#define _XOPEN_SOURCE 700 /* realpath() */

#include "cli/screen/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"

enum { LONGEST_PATH = 1 << 16 };

enum hscan_status
output_failed(const char *path, int error, struct hscan_error *err)
{
	char shown[160];
	const char *advice = "check the path given to --output";

	if (error == EPIPE)
		return hscan_fail(err, HSCAN_ECLOSED,
		    "cannot write the result: its reader has gone away; "
		    "nothing needs to be done");
	if (error == ENOSPC || error == EDQUOT || error == EFBIG)
		advice = "make room, or write elsewhere with --output FILE";
	else if (!path)
		advice = "write to a file with --output FILE";
	if (!path)
		return hscan_fail(err, HSCAN_EIO,
		    "cannot write the result: %s; %s", strerror(error), advice);
	return hscan_fail(err, HSCAN_EIO,
	    "cannot write the result to %s: %s; %s",
	    hscan_safe(hscan_text_of(path), shown, sizeof(shown)),
	    strerror(error), advice);
}

static enum hscan_status
write_stream(FILE *out, struct hscan_text bytes, struct hscan_error *err)
{
	errno = 0;
	if (bytes.len > 0 && fwrite(bytes.ptr, 1, bytes.len, out) != bytes.len)
		return output_failed(NULL, errno ? errno : EIO, err);
	if (fflush(out) != 0)
		return output_failed(NULL, errno ? errno : EIO, err);
	return HSCAN_OK;
}

int
output_write_all(int fd, struct hscan_text bytes)
{
	while (bytes.len > 0) {
		ssize_t n = write(fd, bytes.ptr, bytes.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		bytes.ptr += n;
		bytes.len -= (size_t)n;
	}
	return 0;
}

static enum hscan_status
write_directly(
    const char *path, struct hscan_text bytes, struct hscan_error *err)
{
	int fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	int error;

	if (fd < 0)
		return output_failed(path, errno, err);
	error = output_write_all(fd, bytes);
	if (close(fd) != 0 && error == 0)
		error = errno;
	return error == 0 ? HSCAN_OK : output_failed(path, error, err);
}

/* What open(2) would have given a new file. */
static mode_t
usual_mode(void)
{
	mode_t mask = umask(022);

	(void)umask(mask);
	return 0666 & ~mask;
}

/* Beside the old file and then into its place, in one step. */
static enum hscan_status
replace(const char *path, mode_t mode, struct hscan_text bytes,
    struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	struct hscan_buf name;
	int fd = -1;
	int error = 0;

	hscan_buf_init(&name, LONGEST_PATH);
	(void)hscan_buf_add_string(&name, path);
	(void)hscan_buf_add_string(&name, ".XXXXXX");
	status = hscan_buf_check(&name, "the path of --output", err);
	if (status != HSCAN_OK)
		goto out;
	fd = mkstemp(name.ptr);
	if (fd < 0) {
		status = output_failed(path, errno, err);
		goto out;
	}
	error = output_write_all(fd, bytes);
	if (error == 0 && fchmod(fd, mode) != 0)
		error = errno;
	if (close(fd) != 0 && error == 0)
		error = errno;
	if (error == 0 && rename(name.ptr, path) != 0)
		error = errno;
	if (error != 0) {
		(void)unlink(name.ptr);
		status = output_failed(path, error, err);
	}
out:
	hscan_buf_clear(&name);
	return status;
}

enum hscan_status
output_write(const char *path, FILE *out, struct hscan_text bytes,
    struct hscan_error *err)
{
	enum hscan_status status;
	struct stat old;
	char *real;

	if (!path || strcmp(path, "-") == 0)
		return write_stream(out, bytes, err);
	if (stat(path, &old) != 0)
		return replace(path, usual_mode(), bytes, err);
	if (S_ISDIR(old.st_mode))
		return output_failed(path, EISDIR, err);
	if (!S_ISREG(old.st_mode))
		return write_directly(path, bytes, err);
	/* A link to the file stays a link. */
	real = realpath(path, NULL);
	if (!real)
		return output_failed(path, errno, err);
	status = replace(real, old.st_mode & 0777, bytes, err);
	free(real);
	return status;
}

enum hscan_status
output_append(const char *path, const char *name, struct hscan_text bytes,
    struct hscan_error *err)
{
	int fd = open(
	    path, O_WRONLY | O_APPEND | O_CREAT | O_NOCTTY | O_CLOEXEC, 0666);
	int error = fd < 0 ? errno : output_write_all(fd, bytes);
	char shown[160];

	if (fd >= 0 && close(fd) != 0 && error == 0)
		error = errno;
	if (error == 0)
		return HSCAN_OK;
	return hscan_fail(err, HSCAN_EIO,
	    "cannot write to %s, which %s names: %s; make it writable, or "
	    "unset "
	    "the variable",
	    hscan_safe(hscan_text_of(path), shown, sizeof(shown)), name,
	    strerror(error));
}

enum hscan_status
output_close(FILE *out, struct hscan_error *err)
{
	bool told = ferror(out) != 0; /* by output_write() */

	if (fclose(out) == 0 || told)
		return HSCAN_OK;
	/* Started without a stdout (">&-"), and nothing was to be written. */
	if (errno == EBADF)
		return HSCAN_OK;
	return output_failed(NULL, errno, err);
}

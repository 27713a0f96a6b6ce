/* SPDX-License-Identifier: MIT */
/* Writes the result, whole; see output.h. */
#define _XOPEN_SOURCE 700 /* realpath(), strdup() */

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

/* What open(2) would have given a new file. */
static mode_t
usual_mode(void)
{
	mode_t mask = umask(022);

	(void)umask(mask);
	return 0666 & ~mask;
}

/* Beside the old file, of which it is to take the place in one step. */
static enum hscan_status
open_beside(struct output *output, mode_t mode, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf name;

	hscan_buf_init(&name, LONGEST_PATH);
	(void)hscan_buf_add_string(&name, output->path);
	(void)hscan_buf_add_string(&name, ".XXXXXX");
	status = hscan_buf_check(&name, "the path of --output", err);
	if (status == HSCAN_OK)
		output->fd = mkstemp(name.ptr);
	if (status == HSCAN_OK && output->fd < 0)
		status = output_failed(output->path, errno, err);
	if (status == HSCAN_OK) {
		output->beside = strdup(name.ptr);
		if (!output->beside) {
			(void)unlink(name.ptr);
			status = hscan_no_memory(err);
		} else if (fchmod(output->fd, mode) != 0) {
			status = output_failed(output->path, errno, err);
		}
	}
	hscan_buf_clear(&name);
	return status;
}

static enum hscan_status
open_file(struct output *output, const char *path, struct hscan_error *err)
{
	struct stat old;
	bool there = stat(path, &old) == 0;

	if (there && S_ISDIR(old.st_mode))
		return output_failed(path, EISDIR, err);
	/* A link to the file stays a link. */
	output->path =
	    there && S_ISREG(old.st_mode) ? realpath(path, NULL) : strdup(path);
	if (!output->path)
		return output_failed(path, errno, err);
	if (!there)
		return open_beside(output, usual_mode(), err);
	if (S_ISREG(old.st_mode))
		return open_beside(output, old.st_mode & 0777, err);
	output->fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
	return output->fd < 0 ? output_failed(path, errno, err) : HSCAN_OK;
}

enum hscan_status
output_begin(struct output *output, const char *path, struct hscan_error *err)
{
	enum hscan_status status;

	*output = (struct output){.fd = -1};
	status = open_file(output, path, err);
	if (status != HSCAN_OK)
		output_drop(output);
	return status;
}

enum hscan_status
output_add(
    struct output *output, struct hscan_text bytes, struct hscan_error *err)
{
	int error = output_write_all(output->fd, bytes);

	return error == 0 ? HSCAN_OK : output_failed(output->path, error, err);
}

enum hscan_status
output_end(struct output *output, struct hscan_error *err)
{
	enum hscan_status status = HSCAN_OK;
	int error = close(output->fd) != 0 ? errno : 0;

	output->fd = -1;
	if (error == 0 && output->beside &&
	    rename(output->beside, output->path) != 0)
		error = errno;
	if (error != 0) {
		status = output_failed(output->path, error, err);
	} else {
		free(output->beside);
		output->beside = NULL;
	}
	output_drop(output);
	return status;
}

void
output_drop(struct output *output)
{
	if (output->fd >= 0)
		(void)close(output->fd);
	if (output->beside)
		(void)unlink(output->beside);
	free(output->beside);
	free(output->path);
	*output = (struct output){.fd = -1};
}

enum hscan_status
output_write(const char *path, FILE *out, struct hscan_text bytes,
    struct hscan_error *err)
{
	struct output output;
	enum hscan_status status;

	if (!path || strcmp(path, "-") == 0)
		return write_stream(out, bytes, err);
	status = output_begin(&output, path, err);
	if (status == HSCAN_OK)
		status = output_add(&output, bytes, err);
	if (status == HSCAN_OK)
		return output_end(&output, err);
	output_drop(&output);
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

/* SPDX-License-Identifier: MIT */
/* Reads the files of the system's tz data; see zone_file.h. */
#include "app/zone_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/safe.h"
#include "base/text.h"
#include "model/zone.h"

enum {
	LONGEST_PATH = 64 * 1024,
	/* The largest zone has 4 kB. */
	LARGEST_ZONE = 256 * 1024,
	/* Of which the first line is wanted. */
	LARGEST_RELEASE = 256,
	LONGEST_RELEASE = 40,
};

/* Appends the file, or its beginning where `out` has no room for more; false,
 * and errno, where it is no plain file or cannot be read. */
static bool
read_into(int fd, struct hscan_buf *out)
{
	char bytes[4096];
	struct stat info;
	ssize_t got;

	if (fstat(fd, &info) != 0)
		return false;
	if (!S_ISREG(info.st_mode)) {
		errno = EISDIR;
		return false;
	}
	while (out->len < out->max) {
		size_t room = out->max - out->len;

		got = read(
		    fd, bytes, room < sizeof(bytes) ? room : sizeof(bytes));
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0;
		if (!hscan_buf_add(out, bytes, (size_t)got)) {
			errno = ENOMEM;
			return false;
		}
	}
	return true;
}

/* The same of a file below the folder. */
static bool
read_file(const char *folder, const char *name, struct hscan_buf *out)
{
	struct hscan_buf path;
	bool good = false;
	int fd = -1, why;

	hscan_buf_init(&path, LONGEST_PATH);
	if (hscan_buf_add_format(&path, "%s/%s", folder, name))
		fd = open(hscan_buf_string(&path),
		    O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	else
		errno = path.failed == HSCAN_ENOMEM ? ENOMEM : ENAMETOOLONG;
	hscan_buf_clear(&path);
	if (fd < 0)
		return false;
	good = read_into(fd, out);
	why = errno;
	(void)close(fd);
	errno = why;
	return good;
}

static enum hscan_status
no_zone(const char *folder, const char *name, struct hscan_error *err)
{
	int why = errno;
	struct stat info;
	char shown[200];

	if (why == ENOMEM)
		return hscan_no_memory(err);
	(void)hscan_safe(hscan_text_of(folder), shown, sizeof(shown));
	if (stat(folder, &info) != 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "cannot read the time zone %s: there are no time zones in "
		    "%s; install the package tzdata, or name their folder in "
		    "TZDIR",
		    name, shown);
	return hscan_fail(err, HSCAN_EINVAL,
	    "there is no time zone '%s' in %s: %s; write one such as "
	    "Europe/Berlin, America/New_York or UTC (names such as US/Eastern "
	    "may need the package tzdata-legacy)",
	    name, shown, why == EISDIR ? "that is no file" : strerror(why));
}

enum hscan_status
zone_file_read(const char *folder, const char *name, struct hscan_arena *arena,
    const struct hscan_zone **out, struct hscan_error *err)
{
	enum hscan_status status;
	struct hscan_buf bytes;

	hscan_buf_init(&bytes, LARGEST_ZONE);
	if (read_file(folder, name, &bytes))
		status = hscan_zone_parse(
		    hscan_buf_text(&bytes), name, arena, out, err);
	else
		status = no_zone(folder, name, err);
	hscan_buf_clear(&bytes);
	/* Which zone it is, is for the user to say. */
	if (status == HSCAN_EPARSE)
		err->status = status = HSCAN_EINVAL;
	return status;
}

/* "# version 2025b" or "2025b" is the first line; false: it is none. */
static bool
find_release(const char *folder, const char *file, const char *before,
    struct hscan_buf *bytes, struct hscan_text *out)
{
	struct hscan_text rest, line;

	hscan_buf_reset(bytes);
	if (!read_file(folder, file, bytes))
		return false;
	rest = hscan_buf_text(bytes);
	if (!hscan_text_starts(rest, before))
		return false;
	line = hscan_text_trim(hscan_text_split(&rest, '\n'));
	line.ptr += strlen(before);
	line.len -= strlen(before);
	for (size_t i = 0; i < line.len; i++)
		if (!hscan_is_alnum(line.ptr[i]) && line.ptr[i] != '-' &&
		    line.ptr[i] != '.')
			return false;
	*out = line;
	return line.len > 0 && line.len <= LONGEST_RELEASE;
}

enum hscan_status
zone_file_release(const char *folder, struct hscan_arena *arena,
    struct hscan_text *out, struct hscan_error *err)
{
	struct hscan_text release;
	struct hscan_buf bytes;

	hscan_buf_init(&bytes, LARGEST_RELEASE);
	if (!find_release(
		folder, "tzdata.zi", "# version ", &bytes, &release) &&
	    !find_release(folder, "+VERSION", "", &bytes, &release))
		release = hscan_text_of("unknown");
	*out = hscan_arena_dup(arena, release);
	hscan_buf_clear(&bytes);
	return out->ptr ? HSCAN_OK : hscan_no_memory(err);
}

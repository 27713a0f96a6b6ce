/* SPDX-License-Identifier: MIT */
/* A lock that ends with its process, however that ends; see turn.h. */
#include "app/turn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

#define LONGEST_PATH ((size_t)64 * 1024)

enum { STEP_MS = 50 };

/* Where one cannot be made, the open that follows fails. */
static enum hscan_status
make_folders(const char *path, struct hscan_error *err)
{
	struct hscan_buf folder;
	enum hscan_status status;

	hscan_buf_init(&folder, LONGEST_PATH);
	(void)hscan_buf_add_string(&folder, path);
	status = hscan_buf_check(&folder, "a path", err);
	for (size_t i = 1; status == HSCAN_OK && i < folder.len; i++) {
		if (folder.ptr[i] != '/')
			continue;
		folder.ptr[i] = '\0';
		(void)mkdir(folder.ptr, 0777);
		folder.ptr[i] = '/';
	}
	hscan_buf_clear(&folder);
	return status;
}

enum hscan_status
turn_begin(const char *path, const volatile sig_atomic_t *interrupted,
    int *turn, struct hscan_error *err)
{
	struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	enum hscan_status status = make_folders(path, err);

	*turn = -1;
	if (status != HSCAN_OK)
		return status;
	*turn = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (*turn < 0)
		return HSCAN_OK;
	while (fcntl(*turn, F_SETLK, &lock) != 0) {
		if (errno != EACCES && errno != EAGAIN && errno != EINTR) {
			turn_end(*turn);
			*turn = -1;
			return HSCAN_OK;
		}
		if (interrupted && *interrupted != 0) {
			turn_end(*turn);
			*turn = -1;
			return hscan_fail(err, HSCAN_EINTR,
			    "interrupted; run again to go on");
		}
		(void)poll(NULL, 0, STEP_MS);
	}
	return HSCAN_OK;
}

void
turn_end(int turn)
{
	if (turn >= 0)
		(void)close(turn);
}

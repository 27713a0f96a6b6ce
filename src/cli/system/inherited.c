/* SPDX-License-Identifier: MIT */
/* Reads LISTEN_PID and LISTEN_FDS; see inherited.h. */
#include "cli/system/inherited.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/number.h"
#include "base/text.h"

enum { FIRST = 3, MOST = 64 };

int
inherited_sockets(void)
{
	struct hscan_text pid = hscan_text_of(getenv("LISTEN_PID"));
	struct hscan_text fds = hscan_text_of(getenv("LISTEN_FDS"));
	int64_t whose = 0, count = 0;
	int found = 0;

	if (hscan_parse_i64(pid, 1, INT64_MAX, &whose) &&
	    whose == (int64_t)getpid() && hscan_parse_i64(fds, 1, MOST, &count))
		while (found < (int)count &&
		       fcntl(FIRST + found, F_SETFD, FD_CLOEXEC) == 0)
			found++;
	(void)unsetenv("LISTEN_PID");
	(void)unsetenv("LISTEN_FDS");
	(void)unsetenv("LISTEN_FDNAMES");
	return found;
}

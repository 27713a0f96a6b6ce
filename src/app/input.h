/* SPDX-License-Identifier: MIT */
/* Reads a small file of the user's, whole. */
#ifndef HSCAN_APP_INPUT_H
#define HSCAN_APP_INPUT_H

#include <healthscan/status.h>

#include "base/buf.h"

/* Appends all that `fd` gives. HSCAN_EINTR: the user interrupts. HSCAN_EINVAL,
 * naming `path`, when it is larger than the buffer may become, a directory, or
 * cannot be read. */
HSCAN_CHECK enum hscan_status input_read(
    int fd, const char *path, struct hscan_buf *out, struct hscan_error *err);

/* Fails as a read that the user interrupts, also one that has not begun: to
 * open a pipe waits for its other end. Returns HSCAN_EINTR. */
enum hscan_status input_interrupted(const char *path, struct hscan_error *err);

#endif

/* SPDX-License-Identifier: MIT */
/* The number under which an account is kept whose source tells its login
 * alone. Pure. */
#ifndef HSCAN_MODEL_LOGIN_ID_H
#define HSCAN_MODEL_LOGIN_ID_H

#include <stdint.h>

#include <healthscan/text.h>

/* All of these are at most this, so that none is a forge's, and none that of
 * an author of commits, which count down from -1. */
#define HSCAN_LOGIN_ID_MAX (-(INT64_C(1) << 62))

/* -(2^62 + the first 61 bits of SHA-256 of "HOST/login"), the login in small
 * letters. The same login is the same account; who has it today may be
 * another. */
int64_t hscan_login_id(const char *host, struct hscan_text login);

#endif

/* SPDX-License-Identifier: MIT */
/* Who is an agent: a program that writes by itself what a person asks it for.
 * All that is built in about them stands in agent.c. */
#ifndef HSCAN_MODEL_AGENT_H
#define HSCAN_MODEL_AGENT_H

#include <stdbool.h>
#include <stddef.h>

#include <healthscan/text.h>

/* The logins on the built-in list. */
const char *const *hscan_agent_logins(size_t *len);

/* An account that goes by a login on the built-in list, or by one that a glob
 * of `extra` matches; both without regard to case. */
bool hscan_is_agent(
    struct hscan_text login, const struct hscan_text *extra, size_t extra_len);

/* The same for the author of a commit: an address on the built-in list, or one
 * of the forge's that names such an account. Never by the name alone: there are
 * people who are called Claude or Devin. */
bool hscan_is_agent_author(
    struct hscan_text email, const struct hscan_text *extra, size_t extra_len);

#endif

/* SPDX-License-Identifier: MIT */
/* Answers whose status is a success and that are none. */
#ifndef HSCAN_HTTP_FAULT_H
#define HSCAN_HTTP_FAULT_H

#include <healthscan/text.h>

/* What is wrong with an answer that may be right the next time, as the end of
 * "the server answered …"; NULL: nothing. */
const char *hscan_fault_of(
    int status, struct hscan_text headers, struct hscan_text body);

#endif

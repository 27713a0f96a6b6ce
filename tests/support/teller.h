/* SPDX-License-Identifier: MIT */
/* Who tells a test's records: the forge's lists, unless it is about more. */
#ifndef HSCAN_TESTS_TELLER_H
#define HSCAN_TESTS_TELLER_H

#include "store/store.h"

#define BY_REST(host) \
	(&(const struct hscan_teller){(host), HSCAN_SOURCE_REST, 0})

#endif

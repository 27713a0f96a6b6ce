/* SPDX-License-Identifier: MIT */
/* What fired and cleared, for a person. */
#ifndef HSCAN_REPORT_ALERT_LIST_H
#define HSCAN_REPORT_ALERT_LIST_H

#include <stddef.h>
#include <stdint.h>

#include <healthscan/status.h>
#include <healthscan/text.h>

#include "base/buf.h"
#include "report/report.h"

enum hscan_alert_state_word {
	HSCAN_ALERT_WORD_OPEN,  /* it fired then, and is open now */
	HSCAN_ALERT_WORD_FIRED, /* and has cleared since */
	HSCAN_ALERT_WORD_CLEARED,
};

/* One turn of an alert. Texts may be any bytes. */
struct hscan_alert_line {
	int64_t at;
	enum hscan_alert_state_word state;
	struct hscan_text repo;  /* "owner/name", with a host that matters */
	struct hscan_text scope; /* the question: "30d label=bug" */
	struct hscan_text message;
};

/* "open", "fired", "cleared" */
const char *hscan_alert_word(enum hscan_alert_state_word state);

/* Appends them, in their order below each repository and question, and how
 * many are open. Messages wrap. */
HSCAN_CHECK enum hscan_status hscan_alert_list_write(
    const struct hscan_alert_line *lines, size_t len,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err);

#endif

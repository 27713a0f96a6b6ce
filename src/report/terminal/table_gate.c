/* SPDX-License-Identifier: MIT */
/* What the gate says of many repositories: a line a failure, and how many there
 * are of each. */
#include "base/safe.h"
#include "base/text.h"
#include "report/formats.h"
#include "report/terminal/table_many.h"

#define MAX_WORDS_BYTES ((size_t)1024 * 1024)

enum { INDENT = 4 };

/* "acme/widget: failed  pr_merge_cycle: 200 hours is at risk (> 168), n 6" */
static void
write_line(
    struct many *many, const struct hscan_scan_entry *entry, size_t reason)
{
	static const enum pen_ink inks[] = {
	    [HSCAN_GATE_FAILED] = PEN_BAD,
	    [HSCAN_GATE_UNDECIDED] = PEN_WARN,
	    [HSCAN_GATE_UNREACHABLE] = PEN_WARN,
	};
	struct pen *pen = &many->pen;
	struct hscan_buf words;

	hscan_buf_init(&words, MAX_WORDS_BYTES);
	hscan_add_safe(&words, many_name(many, entry), !pen->utf8);
	(void)hscan_buf_add_string(&words, ": ");
	pen_take(pen, PEN_STRONG, &words);
	pen->indent = INDENT;
	pen_string(pen, inks[entry->gate->result],
	    scan_gate_name(entry->gate->result));
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	(void)hscan_buf_add_string(&words, "  ");
	hscan_add_safe(&words, entry->gate->why[reason], !pen->utf8);
	pen_take(pen, PEN_PLAIN, &words);
	pen->indent = 0;
	pen_line(pen);
}

void
many_gate(struct many *many, const struct hscan_scan *scan)
{
	struct pen *pen = &many->pen;
	struct hscan_buf words;

	for (size_t i = 0; i < scan->len; i++) {
		const struct hscan_scan_entry *entry = &scan->entries[i];

		for (size_t j = 0; j < entry->gate->why_len; j++)
			write_line(many, entry, j);
	}
	hscan_buf_init(&words, MAX_WORDS_BYTES);
	scan_add_gate(&words, scan, !pen->utf8);
	pen_take(pen, PEN_PLAIN, &words);
	pen_line(pen);
}

enum hscan_status
hscan_scan_verdicts(const struct hscan_scan *scan,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct many many;
	enum hscan_status status = many_begin(&many, out, look, 1, 0, err);

	if (status == HSCAN_OK) {
		many_gate(&many, scan);
		status = hscan_buf_check(out, "the result", err);
	}
	many_end(&many);
	return status;
}
